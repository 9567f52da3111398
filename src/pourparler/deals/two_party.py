"""The Pareto frontier of two parties, compiled: for loops over many draws of uncertain preferences.

Gives the points and choices of `frontier.pareto_frontier` without the numbers of ties. The list of non-dominated
partial deals (Nemhauser and Ullmann 1969) is kept as a staircase: falling for party 0, rising for party 1. Adding one
combination to a staircase moves it as a whole, so the frontier with one more block is the upper staircase of moved
copies, found by walking along two at a time without sorting.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]


@njit(cache=True)
def _places_on(
    worse_for_first: float, better_for_second: float, comes_first: bool, tolerance_first: float, tolerance_second: float
) -> int:
    """How many places a staircase grows by a point that is `worse_for_first` and `better_for_second` than its end.

    1: the point is added; 0: it takes the place of the end, which it dominates or with which it ties and `comes_first`;
    -1: the end dominates it, or ties and stays. Points must be offered from best to worst for party 0.
    """
    if better_for_second > tolerance_second:
        return 1 if worse_for_first > tolerance_first else 0
    tied = better_for_second >= -tolerance_second and worse_for_first <= tolerance_first
    return 0 if tied and comes_first else -1


@njit(cache=True)
def _block_staircase(
    first: Numbers, second: Numbers, tolerance_first: float, tolerance_second: float
) -> tuple[Numbers, Numbers, Indices]:
    """Find the staircase of one block, and which combination gives each point, of equal ones the first."""
    steps = np.empty(len(first), dtype=np.int64)
    last = -1
    end_first, end_second = np.inf, -np.inf
    for combination in np.argsort(-first):
        grows = _places_on(
            end_first - first[combination], second[combination] - end_second,
            last >= 0 and combination < steps[last], tolerance_first, tolerance_second,
        )  # fmt: skip
        if grows >= 0:
            last += grows
            steps[last] = combination
            end_first, end_second = first[combination], second[combination]
    steps = steps[: last + 1]
    return first[steps], second[steps], steps


@njit(cache=True)
def _add_block(
    first: Numbers,
    second: Numbers,
    add_first: Numbers,
    add_second: Numbers,
    combinations: Indices,
    tolerance_first: float,
    tolerance_second: float,
) -> tuple[Numbers, Numbers, Indices, Indices]:
    """Find the staircase of a staircase and a block's; each point with the point it comes from and its combination.

    Plain columns and numbers only: with arrays of two columns the walk takes five times as long.
    """
    old_first, old_second = np.empty(0, dtype=np.float64), np.empty(0, dtype=np.float64)
    old_parents, old_chosen = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    for step in range(len(combinations)):
        room = len(old_first) + len(first)
        new_first, new_second = np.empty(room, dtype=np.float64), np.empty(room, dtype=np.float64)
        new_parents, new_chosen = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
        last = -1
        end_first, end_second = np.inf, -np.inf
        old = moved = 0
        while old < len(old_first) or moved < len(first):
            if moved == len(first) or (old < len(old_first) and old_first[old] >= first[moved] + add_first[step]):
                here_first, here_second = old_first[old], old_second[old]
                parent, chosen = old_parents[old], old_chosen[old]
                old += 1
            else:
                here_first, here_second = first[moved] + add_first[step], second[moved] + add_second[step]
                parent, chosen = moved, combinations[step]
                moved += 1
            grows = _places_on(
                end_first - here_first, here_second - end_second,
                last >= 0 and chosen < new_chosen[last], tolerance_first, tolerance_second,
            )  # fmt: skip
            if grows >= 0:
                last += grows
                new_first[last], new_second[last] = here_first, here_second
                new_parents[last], new_chosen[last] = parent, chosen
                end_first, end_second = here_first, here_second
        old_first, old_second = new_first[: last + 1], new_second[: last + 1]
        old_parents, old_chosen = new_parents[: last + 1], new_chosen[: last + 1]
    return old_first, old_second, old_parents, old_chosen


@njit(cache=True)
def two_party_frontier(utilities: Numbers, starts: Indices, tolerance: Numbers) -> tuple[Numbers, Indices]:
    """Find every non-dominated point of a space of two parties, and one deal for each.

    utilities: (all combinations, 2), finite, C-contiguous: the blocks one below the other; block b is
        `utilities[starts[b]:starts[b + 1]]` and must not be empty.
    starts: (blocks + 1,), int64.
    tolerance: (2,), the largest difference at which utilities are equal: `equality.joined_tolerances`.

    Returns points (F, 2), sorted by party 0 descending, and choices (F, blocks): of the deals that tie at a point, the
    one whose tuple of combinations comes first in lexicographic order. Blocks are merged from last to first, because
    then preferring the smaller combination at each merge gives exactly that deal.

    For speed nothing is checked but the shapes. Raises ValueError where those are wrong or a block is empty.
    """
    blocks = len(starts) - 1
    if blocks < 1 or utilities.shape[1] != 2 or starts[0] != 0 or starts[blocks] != len(utilities):
        raise ValueError("utilities must have two columns, and starts must run from 0 to the number of its rows.")
    for block in range(blocks):
        if starts[block + 1] <= starts[block]:
            raise ValueError("Every block needs at least one combination.")
    first, second = np.zeros(1, dtype=np.float64), np.zeros(1, dtype=np.float64)
    history = []
    for block in range(blocks - 1, -1, -1):
        values = utilities[starts[block] : starts[block + 1]]
        # Measured from the block's least, so that a large constant in the values costs no digits in the sums.
        step_first, step_second, steps = _block_staircase(
            values[:, 0] - values[:, 0].min(), values[:, 1] - values[:, 1].min(), tolerance[0], tolerance[1]
        )
        first, second, parents, chosen = _add_block(
            first, second, step_first, step_second, steps, tolerance[0], tolerance[1]
        )
        history.append((parents, chosen))
    points = np.zeros((len(first), 2), dtype=np.float64)
    choices = np.empty((len(first), blocks), dtype=np.int64)
    for point in range(len(first)):
        place = point
        for block in range(blocks):
            parents, chosen = history[blocks - 1 - block]
            choices[point, block] = chosen[place]
            points[point, 0] += utilities[starts[block] + chosen[place], 0]
            points[point, 1] += utilities[starts[block] + chosen[place], 1]
            place = parents[place]
    return points, choices
