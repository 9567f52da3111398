"""One change at a time: what every other option would do to a deal, and what every option of it is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pourparler.deals import solutions
from pourparler.deals.evaluate import Spread, evaluate
from pourparler.deals.measure import Deals, Floats, Measure
from pourparler.deals.search import fair_choice
from pourparler.deals.solve import frontier_of


@dataclass(frozen=True)
class Change:
    """A deal with one issue moved to another option.

    Attributes:
        issue, option: what is moved to where (positions).
        difference: what that does to the worth of the deal for each party.
        accepts: (parties,) share of draws in which each party is not against the changed deal.
        worse: (parties,) share of draws in which each party has less than today.
        broken: names of rules and red lines that forbid the changed deal.
        acceptable: whether any deal with this option gives every principal at least its walk-away value (best guess).
        most: (principals,) the most each principal can have in such a deal; NaN where there is none, or where it was not sought.
    """

    issue: int
    option: int
    difference: Spread
    accepts: Floats
    principals_accept: float
    worse: Floats
    broken: tuple[str, ...]
    acceptable: bool
    most: Floats


def changes(measure: Measure, deal: Deals, search: bool = False) -> tuple[Change, ...]:
    """Every way to move one issue of `deal` (issues,) to another option, in file order.

    With `search` no frontier is made: `most` is left open, and whether any deal with an option is acceptable is searched for.
    """
    moves = [
        (issue, option)
        for issue, worth in enumerate(measure.worth)
        for option in range(worth.shape[2])
        if option != deal[issue]
    ]
    moved = np.repeat(deal[None, :], len(moves), axis=0)
    for index, (issue, option) in enumerate(moves):
        moved[index, issue] = option
    evaluated = evaluate(measure, moved)
    broken = measure.broken(moved)
    base = measure.utilities(deal[None, :])[:, 0]
    after = measure.utilities(moved)
    unknown = np.full(len(measure.principals), np.nan)
    most = [unknown if search else most_with(measure, 0, {issue: [option]}) for issue, option in moves]
    return tuple(
        Change(
            issue=issue,
            option=option,
            difference=Spread.of(after[:, index] - base),
            accepts=evaluated.accepts[index],
            principals_accept=float(evaluated.principals_accept[index]),
            worse=evaluated.worse[index],
            broken=tuple(e.name for e, hit in zip(measure.exclusions, broken[index], strict=True) if hit),
            acceptable=acceptable_with(measure, 0, {issue: [option]})
            if search
            else not bool(np.isnan(most[index]).any()),
            most=most[index],
        )
        for index, (issue, option) in enumerate(moves)
    )


def acceptable_with(measure: Measure, row: int, only: dict[int, Sequence[int]]) -> bool:
    """Whether any deal that keeps to the options named in `only` gives every principal its walk-away value; exact."""
    kept = _restricted(measure, measure.block_utilities(row), only)
    return fair_choice(measure, kept, measure.walk_away[row]) is not None


def most_with(measure: Measure, row: int, only: dict[int, Sequence[int]]) -> Floats:
    """The most each principal can have, the others at their walk-away value, in deals that keep to the options named in `only`.

    (principals,); NaN where there is no such deal.
    """
    for issue in only:
        if not 0 <= issue < len(measure.worth):
            raise ValueError(f"there is no issue {issue}")
    principals = list(measure.principals)
    kept = _restricted(measure, [block[:, principals] for block in measure.block_utilities(row)], only)
    points, _ = frontier_of(kept)
    most = solutions.ideal(points, measure.walk_away[row, principals], measure.slack[principals])
    return np.full(len(principals), np.nan) if most is None else most


def _restricted(measure: Measure, blocks: Sequence[Floats], only: dict[int, Sequence[int]]) -> list[Floats]:
    """The blocks without the combinations whose options are not named."""
    kept = []
    for block, utilities in zip(measure.blocks, blocks, strict=True):
        rows = np.ones(len(utilities), dtype=bool)
        for issue, options in only.items():
            if issue in block.issues:
                rows &= np.isin(block.options[:, block.issues.index(issue)], options)
        kept.append(np.ascontiguousarray(utilities[rows]))
    return kept
