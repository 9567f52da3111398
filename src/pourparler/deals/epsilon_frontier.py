"""The Pareto frontier to a stated accuracy, where the exact one is too large: one point for each cell of a grid.

Blocks are merged as in `frontier`, the two smallest sets of partial deals first. Where a merge is large, and at the
last, the utilities are put on a grid with a stated cell width for each party, and one deal of each cell is kept, always
a real one. What it gives a party less than a deal that was left out for it is the merge's loss, less than one cell.
Utilities add, so the losses of the merges add up at most: every deal of the space has a point that gives each party at
least as much, but for the sum of the losses, which is measured. Merging the smallest sets first makes large merges few.

Cells are thinned too where all that was ever put in one is no better for anyone than a deal kept in another; that
loses nothing, for what has been put in a cell never exceeds the cell's corner, and the corner is what the loss is
measured from.

Source: Papadimitriou and Yannakakis 2000 (On the approximability of trade-offs, FOCS); Laumanns, Thiele, Deb and
Zitzler 2002 (Combining convergence and diversity in evolutionary multiobjective optimization) for cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import moocore
import numpy as np

from pourparler.deals.equality import snap, tolerances
from pourparler.deals.frontier import FrontierTooLarge
from pourparler.deals.halves import Indices, Utilities, check
from pourparler.deals.milp_model import undominated

PIECE = 1 << 16  # candidate pairs held in memory at a time
EXACT = 1 << 12  # candidate pairs up to which a merge, but for the last, loses nothing
FINEST = 2.0**-20  # the first width of a cell tried by `finest_frontier`, as a share of each party's range


@dataclass(frozen=True, eq=False)
class EpsilonFrontier:
    """Points of which each deal of the space has one that is as good for every party, but for the guarantee.

    points: (F, parties), utilities; none dominates another; sorted by party 0 descending, then party 1, and so on.
    choices: (F, blocks), the combination of each block in the deal at that point. guarantee: (parties,), so no deal is
    better than all points for every party by more; where it is 0 throughout, no point of the exact frontier is missing.
    cell: (parties,), the width of the grid's cells. All in the parties' own utility units.
    """

    points: Utilities
    choices: Indices
    guarantee: Utilities
    cell: Utilities


@dataclass(frozen=True, eq=False)
class _Partial:
    """Partial deals: points (n, parties) and choices (n, blocks), 0 for blocks that are not merged yet."""

    points: Utilities
    choices: Indices


@dataclass(frozen=True, eq=False)
class _Kept:
    """Occupied cells: the deal kept (`pairs`, its number; `points`) and the corner, the most of each party in the cell."""

    points: Utilities
    corners: Utilities
    pairs: Indices


def epsilon_frontier(blocks: Sequence[Utilities], cell: Utilities, *, most: int | None = None) -> EpsilonFrontier:
    """Find deals such that no deal of the space is better for everyone by more than a guarantee.

    blocks: `blocks[b]` has shape (combinations_b, parties), finite. cell: (parties,), the width of a cell in each
    party's own utility units, positive. most: the number of points that may be kept after any merge.

    Points that are equal in the sense of `equality` are one, here and in the guarantee, which is below blocks * cell.
    Memory is that of the points kept and of one piece of the candidates. Raises ValueError for arrays that do not fit
    together and cells that are not positive, FrontierTooLarge when more than `most` points would be kept.
    """
    check(blocks, cell)
    if not (np.isfinite(cell) & (cell > 0.0)).all():
        raise ValueError(f"The width of a cell must be positive and finite for each party, and is {cell.tolist()}.")
    if not all(len(block) for block in blocks):
        raise ValueError("A block has no combination left, so no deal is possible.")
    # Measured from each block's least, so that a large constant in the values costs no digits in the sums.
    shifted = [block - block.min(axis=0) for block in blocks]
    tolerance = tolerances(shifted)
    guarantee: Utilities = np.zeros(len(cell))
    sets = [_Partial(np.zeros((1, len(cell))), np.zeros((1, len(blocks)), dtype=np.int64))]
    for number, block in enumerate(shifted):
        worthwhile = undominated(block)
        choices = np.zeros((len(worthwhile), len(blocks)), dtype=np.int64)
        choices[:, number] = worthwhile
        sets.append(_Partial(block[worthwhile], choices))
    while len(sets) > 1:
        first, second, *rest = sorted(sets, key=lambda partial: len(partial.points))
        exact = len(rest) > 0 and len(first.points) * len(second.points) <= EXACT
        kept = _merge(first.points, second.points, None if exact else cell, most)
        guarantee += (kept.corners - kept.points).max(axis=0)
        best = undominated(snap(kept.points, tolerance).astype(np.float64))
        left, right = kept.pairs[best] // len(second.points), kept.pairs[best] % len(second.points)
        sets = [*rest, _Partial(kept.points[best], first.choices[left] + second.choices[right])]
    points, choices = np.zeros(sets[0].points.shape), sets[0].choices
    for block, chosen in zip(blocks, choices.T, strict=True):
        points += block[chosen]
    descending = np.lexsort(-points.T[::-1])
    return EpsilonFrontier(points[descending], choices[descending], guarantee, cell)


def finest_frontier(blocks: Sequence[Utilities], most: int) -> EpsilonFrontier:
    """Find the frontier with the smallest cell, doubled from FINEST of each party's range, that keeps `most` points.

    No more than `most` (at least 1) are kept after any merge. Errors as in `epsilon_frontier`.
    """
    if most < 1:
        raise ValueError(f"At least one point must be kept, and not {most}.")
    check(blocks)
    ranges = np.sum([block.max(axis=0) - block.min(axis=0) for block in blocks], axis=0)
    cell = FINEST * np.where(ranges > 0.0, ranges, 1.0)
    while True:
        try:
            return epsilon_frontier(blocks, cell, most=most)
        except FrontierTooLarge:
            cell = 2.0 * cell


def _merge(first: Utilities, second: Utilities, cell: Utilities | None, most: int | None) -> _Kept:
    """Sums of a point of each set, one for each cell; pair l * len(second) + r is point l of the first with r."""
    total = len(first) * len(second)
    kept = _Kept(first[:0], first[:0], np.zeros(0, dtype=np.int64))
    for begin in range(0, total, PIECE if cell is not None else total):
        pairs = np.arange(begin, min(begin + PIECE, total) if cell is not None else total)
        sums = first[pairs // len(second)] + second[pairs % len(second)]
        kept = _join(kept, _Kept(sums, sums, pairs))
        if cell is not None:
            kept = _thin(kept, cell)
            if most is not None and len(kept.points) > most:
                raise FrontierTooLarge(len(first), len(second), most)
    return kept


def _join(first: _Kept, second: _Kept) -> _Kept:
    return _Kept(
        np.concatenate((first.points, second.points)),
        np.concatenate((first.corners, second.corners)),
        np.concatenate((first.pairs, second.pairs)),
    )


def _thin(kept: _Kept, cell: Utilities) -> _Kept:
    """Keep one deal of each cell, the one with the most cell widths in all, and no cell that another deal outdoes."""
    cells = np.floor(kept.points / cell)
    order = np.lexsort((kept.pairs, -(kept.points / cell).sum(axis=1), *cells.T))
    first = np.concatenate(([True], (np.diff(cells[order], axis=0) != 0).any(axis=1)))
    rows = order[first]
    corners = np.maximum.reduceat(kept.corners[order], np.flatnonzero(first), axis=0)
    points = kept.points[rows]
    # A corner is never below its own cell's point, so only another cell's point can dominate it.
    both = np.concatenate((points, corners))
    stays = moocore.is_nondominated(both, maximise=True, keep_weakly=True)[len(points) :]
    return _Kept(points[stays], corners[stays], kept.pairs[rows][stays])
