"""How many deals are acceptable, enclosed between two whole numbers, in spaces of any size.

What a combination gives is counted in steps of a grid, once rounded down and once up. Whole numbers of steps can be added
block by block, keeping for each number of steps how many partial deals reach it: a convolution. What has reached a
bound stays acceptable, since nothing is lost when values are measured from each block's least, so all of that is one
number; what can no longer reach it is dropped. Rounded down, only acceptable deals are counted; rounded up, all of them.

Counts are exact at any size: they are held in limbs of 62 bits.

Source: Bellman 1957 (Dynamic Programming) for the table over sums; Knuth 1997 (The Art of Computer Programming 2, 4.3)
for limbs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit

from pourparler.deals.halves import Indices, Utilities, check, space_size
from pourparler.errors import TooLarge

LIMB_BITS = 62  # so that two limbs and a carry can be added in 63
MOST_BOUNDS = 3
# Up to how many combinations small blocks are joined before values are rounded, for 1, 2 and 3 bounds: fewer roundings
# cost less than a finer grid where the grid has more dimensions.
JOINED = {1: 1, 2: 64, 3: 256}
LARGEST_TABLE = 100_000_000  # limbs in each of two tables: 1.6 GB


class ZoneTooLarge(TooLarge, ValueError):
    """The grid needs a larger table than can be held, or there are too many bounds for one."""


@dataclass(frozen=True, eq=False)
class ZoneCount:
    """Enclosed number of acceptable deals: low <= number <= high, out of `space` deals; all three are whole numbers.

    step: (parties,), the width of the grid in each party's own utility units; NaN for parties without a bound.
    """

    low: int
    high: int
    space: int
    step: Utilities

    @property
    def share(self) -> tuple[float, float]:
        """What part of all deals is acceptable: at least and at most, rounded to the nearest floating-point numbers."""
        return self.low / self.space, self.high / self.space


def count_on_grid(blocks: Sequence[Utilities], bounds: Utilities, tolerance: Utilities, grid: int) -> ZoneCount:
    """Enclose the number of deals with u_i >= bound_i - tolerance_i for every party.

    blocks: `blocks[b]` has shape (combinations_b, parties), finite, with a combination in each. bounds, tolerance:
    (parties,), in the parties' own utility units; a bound of -inf is none. grid: the number of steps in each bound
    party's range. The two numbers are the same where every value and bound is a whole number of steps, or without
    bounds; they draw closer as the grid gets finer.

    Time and memory grow with the grid, to the power of the number of bounds. Raises ValueError for arrays that do not
    fit together; ZoneTooLarge for more than three bounds, where `zopa.count_acceptable` counts up to 10^8 deals, and for
    a table of more than LARGEST_TABLE limbs.
    """
    check(blocks, bounds, tolerance)
    if grid < 1:
        raise ValueError(f"The grid must have at least one step, and has {grid}.")
    if not all(len(block) for block in blocks):
        raise ValueError("A block has no combination left, so no deal is possible.")
    space = space_size(blocks)
    bound = np.flatnonzero(bounds > -np.inf)
    step = np.full(len(bounds), np.nan)
    if not len(bound):
        return ZoneCount(space, space, space, step)
    if len(bound) > MOST_BOUNDS:
        raise ZoneTooLarge(
            f"{len(bound)} parties have a bound, and counting without a list of all deals is possible for at most "
            f"{MOST_BOUNDS}. Drop the bounds of parties that are never the ones to refuse."
        )
    least = np.sum([block.min(axis=0) for block in blocks], axis=0)
    width = np.sum([block.max(axis=0) for block in blocks], axis=0) - least
    step[bound] = np.where(width > 0.0, width, 1.0)[bound] / grid
    needed = (bounds - tolerance - least)[bound]
    if (needed > width[bound]).any():
        return ZoneCount(0, 0, space, step)
    shifted = [(block - block.min(axis=0))[:, bound] for block in blocks]
    values = [block / step[bound] for block in _join_small(shifted, JOINED[len(bound)])]
    # A value that misses a whole number of steps by rounding is that number: all such moves make up half a tolerance.
    nudge = (tolerance / step)[bound] / (2.0 * len(values))
    reach, moved = needed / step[bound], nudge * len(values)
    down = [np.floor(value + nudge).astype(np.int64) for value in values]
    up = [np.ceil(value - nudge).astype(np.int64) for value in values]
    low = _count(down, np.ceil(reach + moved).astype(np.int64), space)
    high = _count(up, np.ceil(reach - moved).astype(np.int64), space)
    return ZoneCount(low, high, space, step)


@njit(cache=True)
def _add_shifted(
    table: Indices, after: Indices, moves: Indices, possible: Indices, lowest: Indices, wanted: Indices
) -> None:
    """Add to `after` what each cell of `table` becomes with each move (moves, 3), a cell being a number of limbs.

    Cells below `possible` hold nothing of use, and cells below `lowest` will not; what passes `wanted` stays there.
    """
    mask = (1 << LIMB_BITS) - 1
    limbs = table.shape[3]
    for move in range(len(moves)):
        for i in range(possible[0], wanted[0] + 1):
            to_i = min(i + moves[move, 0], wanted[0])
            if to_i < lowest[0]:
                continue
            for j in range(possible[1], wanted[1] + 1):
                to_j = min(j + moves[move, 1], wanted[1])
                if to_j < lowest[1]:
                    continue
                for k in range(possible[2], wanted[2] + 1):
                    to_k = min(k + moves[move, 2], wanted[2])
                    if to_k < lowest[2]:
                        continue
                    carry = 0
                    for limb in range(limbs):
                        total = table[i, j, k, limb] + after[to_i, to_j, to_k, limb] + carry
                        after[to_i, to_j, to_k, limb] = total & mask
                        carry = total >> LIMB_BITS


def _join_small(blocks: Sequence[Utilities], most: int) -> list[Utilities]:
    """Put together blocks, the smallest first, as long as they make no more than `most` combinations."""
    joined: list[Utilities] = []
    for block in sorted(blocks, key=len):
        if joined and len(joined[-1]) * len(block) <= most:
            joined[-1] = (joined[-1][:, np.newaxis] + block[np.newaxis]).reshape(-1, block.shape[1])
        else:
            joined.append(block)
    return joined


def _count(steps: Sequence[Indices], needed: Indices, space: int) -> int:
    """Count, exactly, the deals whose steps add up to at least `needed` (bounds,).

    steps: for each block (combinations, bounds), not negative.
    """
    wanted = np.zeros(MOST_BOUNDS, dtype=np.int64)
    wanted[: len(needed)] = np.maximum(needed, 0)
    padded = [np.pad(block, ((0, 0), (0, MOST_BOUNDS - len(needed)))) for block in steps]
    to_come = np.sum([block.max(axis=0) for block in padded], axis=0)
    if (to_come < wanted).any():
        return 0
    limbs = math.ceil(space.bit_length() / LIMB_BITS)
    size = math.prod((wanted + 1).tolist()) * limbs
    if size > LARGEST_TABLE:
        raise ZoneTooLarge(
            f"The grid needs a table of {size:,} numbers, more than the limit of {LARGEST_TABLE:,}. Use a coarser grid."
        )
    table = np.zeros((*(wanted + 1), limbs), dtype=np.int64)
    table[0, 0, 0, 0] = 1
    for block in padded:
        after = np.zeros_like(table)
        possible = np.maximum(wanted - to_come, 0)
        to_come = to_come - block.max(axis=0)
        lowest = np.maximum(wanted - to_come, 0)
        _add_shifted(table, after, block, possible, lowest, wanted)
        table = after
    return sum(int(limb) << (LIMB_BITS * place) for place, limb in enumerate(table[tuple(wanted)]))
