"""The best deals for some parties, the counting ones, that leave every party at least its bound.

A bound of an ally is what it has today, say: then these are the best deals of the principals that leave no ally worse
off. An ally's utility matters only through its bound, so partial deals cannot be compared by what they give the
principals alone, and every deal is looked at.

Source: Börzsönyi, Kossmann and Stocker 2001 (The skyline operator, ICDE) for comparing with a list of the best so far.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numba import njit

from pourparler.deals.equality import snap
from pourparler.deals.halves import Indices, Utilities, check, check_counting, check_listable, combine, split
from pourparler.deals.zopa import mark_acceptable

CHUNK = 1 << 17  # candidates held between two comparisons


def inclusive_frontier(
    blocks: Sequence[Utilities],
    bounds: Utilities,
    tolerance: Utilities,
    counting: tuple[int, ...],
    chunk: int = CHUNK,
) -> tuple[Utilities, Indices]:
    """Find, among the deals with u_i >= bound_i - tolerance_i for all i, those not dominated for the counting parties.

    blocks: `blocks[b]` has shape (combinations_b, parties), finite. bounds, tolerance: (parties,), in the parties' own
    utility units; a bound of -inf is none. counting: the parties whose gains count, at least one. chunk: candidates
    held at a time; the result does not depend on it as long as "equal" divides the utilities into groups.

    Returns points (F, parties) with the utilities of all parties, sorted by the first counting party descending, then
    the second and so on, and choices (F, blocks): of the deals that are equal for the counting parties (in the sense
    of `equality.snap`) the one whose tuple of combinations comes first. F is 0 where no deal is acceptable.

    Memory: the two halves of the space, one chunk (or one row of candidates) and the frontier. Raises ValueError for
    arrays that do not fit together, SpaceTooLarge for more than 10^8 deals.
    """
    check(blocks, bounds, tolerance)
    check_counting(counting, len(bounds))
    check_listable(blocks)
    who = np.array(counting)
    sizes = tuple(len(block) for block in blocks)
    strides = [math.prod(sizes[block + 1 :]) for block in range(len(blocks))]
    halves, keys = [], []
    for half in split(blocks):
        utilities, combinations = combine([blocks[block] for block in half], len(bounds))
        halves.append(utilities)
        picks = combinations(np.arange(len(utilities)))
        keys.append(picks @ np.array([strides[block] for block in half], dtype=np.int64))
    left, columns = np.ascontiguousarray(halves[0]), np.ascontiguousarray(halves[1].T)
    values: Utilities = np.empty((0, len(who)))
    found: Indices = np.empty(0, dtype=np.int64)
    room = max(chunk, columns.shape[1])
    row = 0
    while row < len(left) and columns.shape[1]:
        row, more, more_keys = _candidates(
            left, columns, keys[0], keys[1], bounds - tolerance, who, tolerance[who], values.copy(), row, room
        )
        values, found = np.concatenate((values, more)), np.concatenate((found, more_keys))
        kept = _non_dominated(values, found, tolerance[who])
        values, found = values[kept], found[kept]
    choices = np.stack(np.unravel_index(found, sizes), axis=1).astype(np.int64)
    points = np.zeros((len(found), len(bounds)))
    for block, chosen in zip(blocks, choices.T, strict=True):
        points += block[chosen]
    return points, choices


@njit(cache=True)
def _candidates(
    left: Utilities, columns: Utilities, left_keys: Indices, right_keys: Indices, threshold: Utilities, who: Indices,
    tolerance: Utilities, best: Utilities, row: int, room: int,
) -> tuple[int, Utilities, Indices]:  # fmt: skip
    """Acceptable deals that no point of `best` (points, counting) clearly beats, from `row` of `left` onwards.

    Stops before a row that might not fit into `room`; returns that row, the counting parties' utilities and the keys.
    A point that has just beaten a deal often beats the next, so it is moved to the front of `best`.
    """
    others = columns.shape[1]
    values, keys = np.empty((room, len(who))), np.empty(room, dtype=np.int64)
    marks = np.empty(others, dtype=np.bool_)
    size = 0
    while row < len(left) and size + others <= room:
        mark_acceptable(left[row], columns, threshold, marks)
        for other in range(others):
            if not marks[other]:
                continue
            for place in range(len(who)):
                values[size, place] = left[row, who[place]] + columns[who[place], other]
            beaten = False
            for point in range(len(best)):
                no_worse, clearly_better = True, False
                for place in range(len(who)):
                    no_worse &= best[point, place] >= values[size, place]
                    clearly_better |= best[point, place] > values[size, place] + tolerance[place]
                if no_worse and clearly_better:
                    beaten = True
                    for place in range(len(who)):
                        best[0, place], best[point, place] = best[point, place], best[0, place]
                    break
            if not beaten:
                keys[size] = left_keys[row] + right_keys[other]
                size += 1
        row += 1
    return row, values[:size].copy(), keys[:size].copy()


def _non_dominated(values: Utilities, keys: Indices, tolerance: Utilities) -> Indices:
    """Rows of `values` that no row dominates, best for party 0 first; of equal rows the one with the smallest key."""
    ranks = snap(values, tolerance)
    order = np.lexsort((keys, *-ranks.T[::-1]))
    ranks = ranks[order]
    if ranks.shape[1] > 2:
        import moocore  # here, because two parties need not wait for it

        kept = moocore.is_nondominated(ranks.astype(np.float64), maximise=True)
    else:
        last = ranks[:, -1]
        kept = np.diff(np.maximum.accumulate(last), prepend=-1) > 0
    return np.asarray(order[kept])
