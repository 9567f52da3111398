"""Solve a measure without any frontier, for spaces in which it has too many points: every answer exact or with its gap.

In the draws only the fair deal is followed; the other named deals are found at the best guess alone, by mixed-integer programmes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from pourparler.deals import mixed_integer
from pourparler.deals.largest_product import largest_product
from pourparler.deals.measure import Floats, Measure
from pourparler.deals.milp_model import NothingFoundInTime, Optimum
from pourparler.deals.solve import INCLUSIVE, NAMED, Progress, Solved, best_for, inclusive_deal


def solve_by_search(
    measure: Measure, rows: Sequence[int], *, inclusive: bool = True, progress: Progress | None = None
) -> Solved:
    """Find the fair deal of each given row exactly, and whether there is a deal at all; everything else is left open.

    Args:
        measure: what deals are worth.
        rows: which rows.
        inclusive: also find the Nash deal that leaves no protected party worse off than today.
        progress: called with rows done and rows in all.
    """
    principals = list(measure.principals)
    names = [*NAMED, *(best_for(measure.parties[index]) for index in principals), INCLUSIVE]
    picks = {name: np.full((len(rows), len(measure.worth)), -1, dtype=np.intp) for name in names}
    exists = np.zeros(len(rows), dtype=bool)
    for position, row in enumerate(rows):
        everyone = measure.block_utilities(row)
        fair = fair_choice(measure, everyone, measure.walk_away[row])
        if fair is not None:
            exists[position] = True
            picks["nash"][position] = measure.deals_of(fair[None, :])[0]
            if inclusive:
                picks[INCLUSIVE][position : position + 1] = inclusive_deal(measure, row, everyone, fair)
        if progress is not None:
            progress(position + 1, len(rows))
    unknown = np.full((len(rows), len(principals)), np.nan)
    return Solved(exists, unknown[:, 0].copy(), unknown, picks, ())


def fair_choice(measure: Measure, everyone: Sequence[Floats], walk_away: Floats) -> np.ndarray | None:
    """The combinations (blocks,) of the Nash deal; where nobody can gain without another gaining nothing, of an acceptable deal."""
    principals = list(measure.principals)
    blocks = [np.ascontiguousarray(block[:, principals]) for block in everyone]
    if not all(len(block) for block in blocks):
        return None
    at, slack, counting = walk_away[principals], measure.slack[principals], tuple(range(len(principals)))
    found = largest_product(blocks, at, at, slack, counting)
    if found is None:
        found = largest_product(blocks, at, at - 1.0, slack, counting)
    return None if found is None else np.asarray(found[0])


def named_by_programmes(measure: Measure, seconds: float | None = None) -> dict[str, Optimum]:
    """The named deals of the best guess, each with the bound that no acceptable deal exceeds.

    The fair deal comes from branch and bound, which ends only when nothing better is left; its objective is the sum of the
    logarithms of the gains.

    Args:
        measure: what deals are worth.
        seconds: limit for each; none unless given.

    Returns:
        By name; without those of which nothing was found in time, empty where there is no acceptable deal.
    """
    principals = list(measure.principals)
    blocks = [np.ascontiguousarray(block[:, principals]) for block in measure.block_utilities(0)]
    walk_away, slack = measure.walk_away[0, principals], measure.slack[principals]
    counting = tuple(range(len(principals)))
    programmes: dict[str, Callable[[], Optimum | None]] = {
        "kalai-smorodinsky": lambda: mixed_integer.kalai_smorodinsky(
            blocks, walk_away, slack, walk_away, counting, seconds=seconds
        ),
        "egalitarian": lambda: mixed_integer.leximin(blocks, walk_away, slack, walk_away, counting, seconds=seconds),
        "utilitarian": lambda: mixed_integer.best_sum(
            blocks, walk_away, slack, np.ones(len(principals)), seconds=seconds
        ),
    }
    for side, party in enumerate(principals):
        programmes[best_for(measure.parties[party])] = partial(
            mixed_integer.best_for, blocks, walk_away, slack, side, seconds=seconds
        )
    found = {}
    fair = largest_product(blocks, walk_away, walk_away, slack, counting)
    if fair is not None:
        reached = float(np.log(fair[1] - walk_away).sum())
        found["nash"] = Optimum(fair[0], fair[1], reached, reached, True)
    for name, programme in programmes.items():
        try:
            optimum = programme()
        except NothingFoundInTime:
            continue  # without this deal the others still stand
        if optimum is not None:
            found[name] = optimum
    return found
