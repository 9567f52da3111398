"""Solve every row of a measure: is there a deal, which one does each solution pick, what is the most each could have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.deals import solutions
from pourparler.deals.equality import tolerances
from pourparler.deals.frontier import pareto_frontier
from pourparler.deals.inclusive import inclusive_frontier
from pourparler.deals.largest_product import largest_product
from pourparler.deals.measure import ROUNDING, Deals, Floats, Measure
from pourparler.deals.zopa import count_acceptable

Progress = Callable[[int, int], None]

NAMED: dict[str, Callable[..., NDArray[np.int64]]] = {
    "nash": solutions.nash,
    "kalai-smorodinsky": solutions.kalai_smorodinsky,
    "egalitarian": solutions.egalitarian,
    "utilitarian": solutions.utilitarian,
}
INCLUSIVE = "inclusive"


def best_for(party: str) -> str:
    """Key of the deal that is best for a party among those the other principals accept."""
    return f"best-for-{party}"


@dataclass(frozen=True)
class Solved:
    """What came out, row by row.

    Attributes:
        exists: (rows,) whether any deal gives every principal at least its walk-away value.
        share: (rows,) share of the possible deals that do.
        ideal: (rows, principals) the most each can have in such a deal; NaN where there is none.
        picks: per solution (rows, issues) the options it picks; -1 where there is no such deal.
        frontiers: for the first rows, the deals on the frontier.
    """

    exists: NDArray[np.bool_]
    share: Floats
    ideal: Floats
    picks: dict[str, Deals]
    frontiers: tuple[Deals, ...]

    def followed(self, name: str) -> bool:
        """Whether a named deal was found in the draws, and not at the best guess alone."""
        return bool((self.picks[name][1:, 0] >= 0).any())


def solve(
    measure: Measure,
    rows: Sequence[int],
    *,
    inclusive: bool = True,
    share: bool = True,
    keep_frontiers: int = 0,
    progress: Progress | None = None,
) -> Solved:
    """Solve the given rows of a measure exactly.

    Args:
        measure: what deals are worth.
        rows: which rows.
        inclusive: also find the Nash deal that leaves no protected party worse off than today.
        share: also count the acceptable deals.
        keep_frontiers: for how many of the first rows the frontier's deals are kept.
        progress: called with rows done and rows in all.

    Raises:
        TooLarge: a frontier has too many points.
    """
    principals = list(measure.principals)
    names = [*NAMED, *(best_for(measure.parties[index]) for index in principals)]
    picks = {name: np.full((len(rows), len(measure.worth)), -1, dtype=np.intp) for name in [*names, INCLUSIVE]}
    exists = np.zeros(len(rows), dtype=bool)
    shares = np.full(len(rows), np.nan)
    ideal = np.full((len(rows), len(principals)), np.nan)
    frontiers: list[Deals] = []
    size = measure.size
    slack = measure.slack[principals]
    for position, row in enumerate(rows):
        everyone = measure.block_utilities(row)
        blocks = [np.ascontiguousarray(block[:, principals]) for block in everyone]
        walk_away = measure.walk_away[row, principals]
        points, choices = frontier_of(blocks)
        if len(frontiers) < keep_frontiers:
            frontiers.append(measure.deals_of(choices))
        if share and size:
            shares[position] = count_acceptable(blocks, walk_away, slack) / size
        most = solutions.ideal(points, walk_away, slack)
        if most is not None:
            exists[position], ideal[position] = True, most
            for name in names:
                chosen = _pick(name, names, points, walk_away, slack)
                picks[name][position] = measure.deals_of(choices[chosen][None, :])[0]
            if inclusive:
                fair = choices[_pick("nash", names, points, walk_away, slack)]
                picks[INCLUSIVE][position : position + 1] = inclusive_deal(measure, row, everyone, fair)
        if progress is not None:
            progress(position + 1, len(rows))
    return Solved(exists, shares, ideal, picks, tuple(frontiers))


def frontier_of(blocks: Sequence[Floats]) -> tuple[Floats, NDArray[np.intp]]:
    """Points and choices of the frontier, by the fast way for two parties and the general one for more.

    There is no point where a block has no combination left.
    """
    parties = blocks[0].shape[1]
    if not all(len(block) for block in blocks):
        return np.zeros((0, parties)), np.zeros((0, len(blocks)), dtype=np.intp)
    if parties == 2:
        from pourparler.deals.two_party import two_party_frontier

        starts = np.cumsum([0, *(len(block) for block in blocks)]).astype(np.int64)
        points, choices = two_party_frontier(np.concatenate(blocks), starts, tolerances(blocks, ROUNDING))
        return points, choices
    frontier = pareto_frontier(blocks, rounding=ROUNDING)
    return frontier.points, frontier.choices


def _pick(name: str, names: Sequence[str], points: Floats, walk_away: Floats, slack: Floats) -> int:
    """Index of the point a solution picks; of several that tie the first, which is the best for the first principal."""
    if name in NAMED:
        return int(NAMED[name](points, walk_away, slack)[0])
    return int(solutions.aspiration(points, walk_away, slack, names.index(name) - len(NAMED))[0])


def protective_bounds(measure: Measure, row: int) -> Floats:
    """Least each party must get in a deal that hurts no ally: walk-away value for principals, today's worth for the protected."""
    bounds = np.full(len(measure.parties), -np.inf)
    bounds[list(measure.principals)] = measure.walk_away[row, list(measure.principals)]
    if measure.protected:
        today = measure.utilities(measure.today[None, :], slice(row, row + 1))[0, 0]
        bounds[list(measure.protected)] = today[list(measure.protected)]
    return bounds


def inclusive_deal(measure: Measure, row: int, everyone: Sequence[Floats], fair: NDArray[np.intp]) -> Deals | int:
    """The Nash deal within the protective bounds: `fair` itself where it keeps them, -1 where no deal does."""
    bounds, walk_away, slack = protective_bounds(measure, row), measure.walk_away[row], measure.slack
    worth = np.sum([block[chosen] for block, chosen in zip(everyone, fair, strict=True)], axis=0)
    if (worth >= bounds - slack).all():
        return measure.deals_of(fair[None, :])
    found = largest_product(everyone, bounds, walk_away, slack, measure.principals, start=fair.tolist())
    if found is not None:
        return measure.deals_of(found[0][None, :])
    if largest_product(everyone, bounds, walk_away - 1.0, slack, measure.principals) is None:
        return -1
    # Deals keep the bounds, but some principal gains in none of them.
    points, choices = inclusive_frontier(everyone, bounds, slack, measure.principals)
    sides = list(measure.principals)
    return measure.deals_of(choices[solutions.nash(points[:, sides], walk_away[sides], slack[sides])[:1]])
