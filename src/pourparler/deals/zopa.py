"""The zone of possible agreement (ZOPA): the deals that give every party at least its bound.

A deal is acceptable when u_i >= bound_i - tolerance_i for every party i. A bound of -inf means that the party has none.
Every deal is a pair of a row of one half of the space and a row of the other (see `halves`), so memory is that of the
two halves and a mark for each row: about 1 MB for 10^8 deals of five parties in even halves, never more than
`halves.LARGEST_HALF` rows each beside the blocks themselves.

Source: Raiffa 1982 (The Art and Science of Negotiation) for the zone; Horowitz and Sahni 1974 (Computing partitions
with applications to the knapsack problem, Journal of the ACM 21) for the two halves; Fenwick 1994 (A new data structure
for cumulative frequency tables, Software: Practice and Experience 24) for the counting tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pourparler.deals.halves import SpaceTooLarge as SpaceTooLarge
from pourparler.deals.halves import Utilities, check, check_listable, combine, space_size, split

Marks = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Zopa:
    """What the acceptable deals have in common.

    count: number of acceptable deals. space: number of deals in all. Both exact.
    best, worst: (parties,), the most and the least that each party has in an acceptable deal; NaN where there is none.
    occurs: for each block (combinations,), whether any acceptable deal picks the combination.
    """

    count: int
    space: int
    best: Utilities
    worst: Utilities
    occurs: tuple[Marks, ...]


@njit(cache=True)
def _count_pairs(
    left: Utilities, rising: NDArray[np.int64], right: Utilities, falling: NDArray[np.int64],
    second: Utilities, rank: NDArray[np.int64], threshold: Utilities,
) -> int:  # fmt: skip
    """Count pairs (l, r) whose sums reach both thresholds.

    left, right: (rows, 2). rising: rows of `left` by column 0, ascending. falling: rows of `right` by column 0,
    descending. second: column 1 of `right`, ascending, and rank: the place of each row in it. As l rises more rows of
    `right` reach the first threshold; a Fenwick tree over the ranks tells how many of those miss the second.
    """
    rows = len(second)
    tree = np.zeros(rows + 1, dtype=np.int64)
    entered = 0
    total = 0
    for row in rising:
        first_of_row, second_of_row = left[row, 0], left[row, 1]
        while entered < rows and first_of_row + right[falling[entered], 0] >= threshold[0]:
            place = rank[falling[entered]] + 1
            while place <= rows:
                tree[place] += 1
                place += place & -place
            entered += 1
        low, high = 0, rows  # the first place in `second` that reaches the threshold
        while low < high:
            middle = (low + high) // 2
            if second_of_row + second[middle] >= threshold[1]:
                high = middle
            else:
                low = middle + 1
        total += entered
        while low > 0:
            total -= tree[low]
            low -= low & -low
    return total


@njit(cache=True)
def mark_acceptable(row: Utilities, columns: Utilities, threshold: Utilities, marks: Marks) -> int:
    """Mark the columns (parties, R) that together with `row` (parties,) reach every threshold; give their number."""
    marks[:] = True
    for party in range(len(row)):
        if threshold[party] > -np.inf:
            own, least = row[party], threshold[party]
            for other in range(len(marks)):
                marks[other] &= own + columns[party, other] >= least
    number = 0
    for other in range(len(marks)):
        number += marks[other]
    return number


@njit(cache=True)
def _count_streaming(left: Utilities, columns: Utilities, threshold: Utilities) -> int:
    """Count pairs of a row of `left` (L, parties) and one of `columns` (parties, R) that reach every threshold."""
    marks = np.empty(columns.shape[1], dtype=np.bool_)
    total = 0
    for row in range(len(left)):
        total += mark_acceptable(left[row], columns, threshold, marks)
    return total


@njit(cache=True)
def _survey_streaming(
    left: Utilities, columns: Utilities, threshold: Utilities
) -> tuple[int, Utilities, Utilities, Marks, Marks]:
    """Count as `_count_streaming`, and give best and worst of each party and the rows of either half that occur."""
    parties, others = columns.shape
    marks = np.empty(others, dtype=np.bool_)
    occurs_left, occurs_right = np.zeros(len(left), dtype=np.bool_), np.zeros(others, dtype=np.bool_)
    best, worst = np.full(parties, -np.inf), np.full(parties, np.inf)
    total = 0
    for row in range(len(left)):
        number = mark_acceptable(left[row], columns, threshold, marks)
        if number == 0:
            continue
        total += number
        occurs_left[row] = True
        occurs_right |= marks
        for party in range(parties):
            high, low = -np.inf, np.inf
            for other in range(others):
                value = columns[party, other]
                high = max(high, value if marks[other] else -np.inf)
                low = min(low, value if marks[other] else np.inf)
            best[party] = max(best[party], left[row, party] + high)
            worst[party] = min(worst[party], left[row, party] + low)
    return total, best, worst, occurs_left, occurs_right


def count_acceptable(blocks: Sequence[Utilities], bounds: Utilities, tolerance: Utilities) -> int:
    """Count, exactly, the deals that give every party at least its bound.

    blocks: `blocks[b]` has shape (combinations_b, parties), finite. bounds, tolerance: (parties,), in the parties' own
    utility units; a bound of -inf is none, a tolerance is finite and not negative.

    With bounds for at most two parties the two halves are sorted and pairs are counted by dominance, in
    O((A + B) log B) for halves of A and B rows; with more, every deal is looked at. Raises ValueError for arrays that
    do not fit together, SpaceTooLarge (a ValueError) for more than 10^8 deals with more than two bounds, and for a
    half of more than 10^7 rows.
    """
    check(blocks, bounds, tolerance)
    bound = np.flatnonzero(bounds > -np.inf)
    if not len(bound):
        return space_size(blocks)
    if len(bound) > 2:
        check_listable(blocks)
    threshold = (bounds - tolerance)[bound]
    halves = [combine([blocks[block][:, bound] for block in half], len(bound))[0] for half in split(blocks)]
    left, right = halves
    if len(bound) > 2:
        return int(_count_streaming(left, np.ascontiguousarray(right.T), threshold))
    # A single bound is counted as the same bound twice.
    pair = np.array([0, -1])
    left, right, threshold = left[:, pair], right[:, pair], threshold[pair]
    order = np.argsort(right[:, 1])
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return int(
        _count_pairs(left, np.argsort(left[:, 0]), right, np.argsort(-right[:, 0]), right[order, 1], rank, threshold)
    )


def survey(blocks: Sequence[Utilities], bounds: Utilities, tolerance: Utilities) -> Zopa:
    """Look at every deal, and report how many are acceptable, what they give, and which combinations occur in them.

    Arguments and errors as for `count_acceptable`; more than 10^8 deals raise SpaceTooLarge.
    """
    check(blocks, bounds, tolerance)
    check_listable(blocks)
    parties = len(bounds)
    halves = split(blocks)
    left, right = (combine([blocks[block] for block in half], parties)[0] for half in halves)
    count, best, worst, *occurring = _survey_streaming(
        np.ascontiguousarray(left), np.ascontiguousarray(right.T), bounds - tolerance
    )
    if not count:
        best, worst = np.full(parties, np.nan), np.full(parties, np.nan)
    occurs: list[Marks] = [np.zeros(0, dtype=np.bool_)] * len(blocks)
    for half, marks in zip(halves, occurring, strict=True):
        table = marks.reshape([len(blocks[block]) for block in half])
        for axis, block in enumerate(half):
            others = tuple(other for other in range(len(half)) if other != axis)
            occurs[block] = np.asarray(table.any(axis=others))
    return Zopa(int(count), space_size(blocks), best, worst, tuple(occurs))
