"""A space of deals as the sum of two halves, so that every deal is a pair and no list of all deals is ever held.

A space is a list of blocks; `blocks[b]` is a float64 array (combinations_b, parties): the utility that each combination
adds for each party, in that party's own units. A deal picks one combination of each block, and utilities add. The
utilities of a deal are taken as the sum of its two halves everywhere, so that all counts agree to the last bit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import TooLarge

Utilities = NDArray[np.float64]
Indices = NDArray[np.int64]

LARGEST_SPACE = 10**8  # deals that are looked at one by one
LARGEST_HALF = 10**7  # combinations of a half that are held in memory


class SpaceTooLarge(TooLarge, ValueError):
    """The space holds more deals than can be looked at one by one."""


def space_size(blocks: Sequence[Utilities]) -> int:
    """Give the exact number of deals."""
    return math.prod(len(block) for block in blocks)


def check(blocks: Sequence[Utilities], *per_party: NDArray[np.float64]) -> None:
    """Raise ValueError unless there is a block, and all arrays have as many parties, and none holds NaN."""
    if not blocks:
        raise ValueError("A space needs at least one block.")
    parties = blocks[0].shape[-1]
    for number, block in enumerate(blocks):
        if block.ndim != 2 or block.shape[1] != parties or not np.isfinite(block).all():
            raise ValueError(
                f"Block {number} must hold finite numbers in the shape (combinations, {parties}); its shape is "
                f"{block.shape}."
            )
    for values in per_party:
        if values.shape != (parties,) or np.isnan(values).any():
            raise ValueError(f"Expected one number for each of {parties} parties, got {values.tolist()}.")


def check_counting(counting: Sequence[int], parties: int) -> None:
    """Raise ValueError unless `counting` names different parties, and at least one."""
    if not counting or len(set(counting)) < len(counting) or not set(counting) <= set(range(parties)):
        raise ValueError(f"Counting parties must be different numbers from 0 to {parties - 1}, and are {counting}.")


def check_listable(blocks: Sequence[Utilities]) -> None:
    """Raise SpaceTooLarge for a space of more than LARGEST_SPACE deals."""
    deals = space_size(blocks)
    if deals > LARGEST_SPACE:
        raise SpaceTooLarge(
            f"The space holds {deals:,} deals, more than the {LARGEST_SPACE:,} that can be looked at one by one. Give "
            "quantities a larger step, or leave out issues or options on which nobody's answer hangs. The frontier "
            "and, for two parties, the number of acceptable deals can be had for larger spaces."
        )


def split(blocks: Sequence[Utilities]) -> tuple[list[int], list[int]]:
    """Divide the blocks between two halves, largest first, each to the half with fewer combinations so far.

    Returns the block numbers of each half, ascending; a half may be empty. The first is never the smaller half.
    """
    halves: tuple[list[int], list[int]] = ([], [])
    sizes = [1, 1]
    for block in sorted(range(len(blocks)), key=lambda block: -len(blocks[block])):
        half = int(sizes[1] < sizes[0])
        halves[half].append(block)
        sizes[half] *= len(blocks[block])
    larger, smaller = halves if sizes[0] >= sizes[1] else halves[::-1]
    return sorted(larger), sorted(smaller)


def combine(blocks: Sequence[Utilities], parties: int) -> tuple[Utilities, Callable[[Indices], Indices]]:
    """Form every combination of some blocks, the last block changing fastest.

    Returns their utilities (N, parties), and a function that turns row numbers (n,) into the combination that each
    picks of each block (n, blocks). No blocks give one row of zeros. Raises SpaceTooLarge beyond LARGEST_HALF rows,
    except for a single block, which is there already and is handed back as it is.
    """
    sizes = tuple(len(block) for block in blocks)
    if len(blocks) > 1 and math.prod(sizes) > LARGEST_HALF:
        raise SpaceTooLarge(
            f"Half of the space has {math.prod(sizes):,} combinations, more than the {LARGEST_HALF:,} that are held "
            "in memory. Give quantities a larger step, or leave out issues or options on which nobody's answer hangs."
        )
    utilities = blocks[0] if blocks else np.zeros((1, parties))
    for block in blocks[1:]:
        utilities = (utilities[:, np.newaxis] + block[np.newaxis]).reshape(-1, parties)

    def combinations(rows: Indices) -> Indices:
        if not sizes:
            return np.zeros((len(rows), 0), dtype=np.int64)
        return np.stack(np.unravel_index(rows, sizes), axis=1).astype(np.int64)

    return utilities, combinations
