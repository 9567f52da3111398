"""The exact Pareto frontier of a space of deals whose utilities add over blocks.

A deal picks one combination of each block. Because utilities add, a partial deal that is dominated stays dominated
whatever is added to it, so the frontier of a sum of blocks is the set of non-dominated points among (frontier so far +
frontier of the next block), and spaces far too large to list are solved exactly.

Source: Nemhauser and Ullmann 1969 (Discrete dynamic programming and capital allocation, Management Science 15) for the
list of non-dominated partial solutions; Raiffa, Richardson and Metcalfe 2002 (Negotiation Analysis) for the frontier of
additive issues; Kung, Luccio and Preparata 1975 for the non-dominated set of three and more parties.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from pourparler.deals.equality import snap, tolerances
from pourparler.errors import TooLarge

Utilities = NDArray[np.float64]
Indices = NDArray[np.int64]
Counts = NDArray[np.int64] | NDArray[np.object_]

DEFAULT_LIMIT = 5_000_000  # where every pair survives, some 200 bytes each: 1 GB
PIECE = 1 << 20  # candidate pairs held in memory at a time


class FrontierTooLarge(TooLarge, ValueError):
    """A merge would need more candidate pairs than allowed."""

    def __init__(self, points: int, combinations: int, limit: int) -> None:
        self.points, self.combinations, self.limit = points, combinations, limit
        super().__init__(
            f"The frontier so far has {points:,} points and the next block {combinations:,} combinations worth "
            f"considering: {points * combinations:,} candidate pairs, more than the limit of {limit:,}. Raise the "
            f"limit, or use fewer parties or options."
        )


@dataclass(frozen=True, eq=False)
class _Layer:
    """One merge. Point p of the layer is reached by the pairs `starts[p]:starts[p + 1]`.

    A pair is a point of the layer before (`left`) and a group of equal combinations of the block (`right`); group g
    holds `combinations[group_starts[g]:group_starts[g + 1]]`.
    """

    left: Indices
    right: Indices
    starts: Indices
    combinations: Indices
    group_starts: Indices


@dataclass(frozen=True, eq=False)
class Frontier:
    """The deals that no deal improves on for one party without loss to another.

    points: (F, parties), utilities, sorted by party 0 descending, then party 1, and so on, equal values counting as
        equal in the sense of `equality`.
    choices: (F, blocks), the combination picked in each block by one deal at that point: of all tied deals the one
        whose tuple of combinations comes first in lexicographic order.
    counts: (F,), the exact number of deals tied at each point: int64 when the space has fewer than 2**62 deals,
        Python integers otherwise.
    """

    points: Utilities
    choices: Indices
    counts: Counts
    _order: tuple[int, ...] = field(repr=False)
    _layers: tuple[_Layer, ...] = field(repr=False)

    def deals(self, point: int, at_most: int) -> Iterator[tuple[int, ...]]:
        """List deals tied at a point, each once, as combination indices of each block; no more than `at_most` of them.

        The order is that of the merges, the same for the same blocks, and not lexicographic; `counts[point]` says how
        many there are in all. Raises IndexError for a point that is not there, ValueError for a negative `at_most`.
        """
        if not 0 <= point < len(self.points):
            raise IndexError(f"There is no point {point}: the frontier has points 0 to {len(self.points) - 1}.")
        if at_most < 0:
            raise ValueError(f"at_most must not be negative, and is {at_most}.")
        position = {block: place for place, block in enumerate(self._order)}
        places = [position[block] for block in range(len(self._order))]
        tied = (tuple(deal[place] for place in places) for deal in self._tied(len(self._layers) - 1, point))
        return islice(tied, at_most)

    def _tied(self, level: int, point: int) -> Iterator[tuple[int, ...]]:
        if level < 0:
            yield ()
            return
        layer = self._layers[level]
        for pair in range(layer.starts[point], layer.starts[point + 1]):
            group = layer.right[pair]
            combinations = layer.combinations[layer.group_starts[group] : layer.group_starts[group + 1]].tolist()
            for before in self._tied(level - 1, int(layer.left[pair])):
                for combination in combinations:
                    yield (*before, combination)


def pareto_frontier(blocks: Sequence[Utilities], *, limit: int = DEFAULT_LIMIT, rounding: float = 0.0) -> Frontier:
    """Find every non-dominated point of a space, with one deal for each and the number of deals that tie there.

    blocks: `blocks[b]` has shape (combinations_b, parties): the utility each combination adds for each party, in that
        party's own units. Finite; at least one block, one combination in each, and one party.
    limit: the largest number of candidate pairs (points so far times distinct non-dominated combinations of the next
        block) that a merge may need. Memory grows with the pairs that survive: 110 bytes each for two parties and two
        blocks, 200 for three parties, and 16 more for each further block.
    rounding: see `equality.tolerances`.

    Blocks are merged smallest first. Utilities are compared as `equality` says. Raises FrontierTooLarge when a merge
    would pass the limit, ValueError for blocks of the wrong shape or without combinations.
    """
    _check(blocks)
    parties = blocks[0].shape[1]
    # Measured from each block's least, so that a large constant in the values costs no digits in the sums.
    shifted = [block - block.min(axis=0) for block in blocks]
    tolerance = tolerances(shifted, rounding)
    order = tuple(sorted(range(len(blocks)), key=lambda block: len(blocks[block])))
    small = math.prod(len(block) for block in blocks) < 2**62
    points: Utilities = np.zeros((1, parties))
    choices: Indices = np.zeros((1, len(blocks)), dtype=np.int64)
    counts: Counts = np.ones(1, dtype=np.int64 if small else object)
    origin = points
    layers = []
    for done, block in enumerate(order):
        combinations, group_starts = _non_dominated_sums(origin, shifted[block], tolerance)
        first = combinations[group_starts[:-1]]
        addition = shifted[block][first]
        if len(points) * len(addition) > limit:
            raise FrontierTooLarge(len(points), len(addition), limit)
        pairs, starts = _non_dominated_sums(points, addition, tolerance)
        left, right = np.divmod(pairs, len(addition))
        layers.append(_Layer(left, right, starts, combinations, group_starts))
        counts = np.add.reduceat(counts[left] * np.diff(group_starts)[right], starts[:-1])
        chosen = _lexicographically_first(choices, sorted(order[: done + 1]), block, left, first[right], starts)
        points = points[left[chosen]] + addition[right[chosen]]
        choices = choices[left[chosen]]
        choices[:, block] = first[right[chosen]]
    return Frontier(_values(blocks, choices), choices, counts, order, tuple(layers))


def _check(blocks: Sequence[Utilities]) -> None:
    if not blocks:
        raise ValueError("A space needs at least one block.")
    for number, block in enumerate(blocks):
        if block.ndim != 2 or block.shape[1] == 0 or block.shape[1] != blocks[0].shape[1]:
            raise ValueError(
                f"Block {number} has shape {block.shape}; expected (combinations, parties) with at least one party "
                f"and as many parties as block 0, whose shape is {blocks[0].shape}."
            )
        if len(block) == 0:
            raise ValueError(f"Block {number} has no combination left, so no deal is possible.")
        if not np.isfinite(block).all():
            raise ValueError(f"Block {number} holds a utility that is not a finite number.")


def _values(blocks: Sequence[Utilities], choices: Indices) -> Utilities:
    """Utilities of deals, added in the caller's order of blocks."""
    points: Utilities = np.zeros((len(choices), blocks[0].shape[1]))
    for block, chosen in zip(blocks, choices.T, strict=True):
        points += block[chosen]
    return points


def _non_dominated_sums(left: Utilities, right: Utilities, tolerance: Utilities) -> tuple[Indices, Indices]:
    """Pairs (l, r), written l * len(right) + r, whose sum is not dominated, and where each group of ties starts.

    Large products are thinned piece by piece, and then as a whole, to bound the memory.
    """
    total = len(left) * len(right)
    if total <= PIECE:
        sums = (left[:, np.newaxis] + right[np.newaxis]).reshape(total, -1)
        return _non_dominated(sums, tolerance)
    kept = []
    for begin in range(0, total, PIECE):
        pairs = np.arange(begin, min(begin + PIECE, total))
        places, _ = _non_dominated(left[pairs // len(right)] + right[pairs % len(right)], tolerance)
        kept.append(np.sort(pairs[places]))
    pairs = np.concatenate(kept)
    del kept
    sums = left[pairs // len(right)]
    sums += right[pairs % len(right)]
    places, starts = _non_dominated(sums, tolerance)
    return pairs[places], starts


def _non_dominated(values: Utilities, tolerance: Utilities) -> tuple[Indices, Indices]:
    """Rows of `values` that no row dominates, sorted by party 0 descending and so on; ties in order of their rows.

    Second result: where each group of tied rows starts, and at the end the number of rows kept.
    """
    rows = _not_clearly_worse(values, tolerance) if values.shape[1] == 2 else np.arange(len(values))
    ranks = snap(values[rows], tolerance)
    keep = _undominated_ranks(ranks)
    rows, ranks = rows[keep], ranks[keep]
    order = np.lexsort(-ranks.T[::-1])
    rows, ranks = rows[order], ranks[order]
    changes = np.flatnonzero((ranks[1:] != ranks[:-1]).any(axis=1)) + 1
    return rows, np.concatenate(([0], changes, [len(rows)]))


def _not_clearly_worse(values: Utilities, tolerance: Utilities) -> Indices:
    """Two parties: leave out rows for which another is no worse for the first and clearly better for the second."""
    order = np.argsort(-values[:, 0])
    second = values[order, 1]
    return np.sort(order[second >= np.maximum.accumulate(second) - tolerance[1]])


def _undominated_ranks(ranks: Indices) -> NDArray[np.bool_]:
    """Which rows of whole-number ranks (rows, parties) no row dominates; equal rows are all kept."""
    if ranks.shape[1] == 1:
        return np.asarray(ranks[:, 0] == ranks.max())
    if ranks.shape[1] > 2:
        import moocore  # here, because two parties need not wait for it

        return np.asarray(moocore.is_nondominated(ranks.astype(np.float64), maximise=True, keep_weakly=True))
    order = np.lexsort((-ranks[:, 1], -ranks[:, 0]))
    first, second = ranks[order].T
    fresh = np.concatenate(([True], first[1:] != first[:-1]))
    start = np.maximum.accumulate(np.where(fresh, np.arange(len(order)), 0))
    # Best rank of the second party among rows that are strictly better for the first; -1 where there is none.
    before = np.concatenate(([-1], np.maximum.accumulate(second)))[start]
    keep = np.empty(len(order), dtype=np.bool_)
    keep[order] = (second == second[start]) & (second > before)
    return keep


def _lexicographically_first(
    choices: Indices, merged: Sequence[int], block: int, left: Indices, combination: Indices, starts: Indices
) -> Indices:
    """For each group of tied pairs the one whose deal comes first, comparing `merged` blocks in the caller's order.

    `choices` (points so far, blocks) are the first deals so far; pair p adds `combination[p]` of `block` to `left[p]`.
    """
    pairs = np.arange(len(left))
    starts = starts[:-1]
    for compared in merged:
        if len(pairs) == len(starts):
            break
        column = combination[pairs] if compared == block else choices[left[pairs], compared]
        sizes = np.diff(starts, append=len(pairs))
        keep = column == np.repeat(np.minimum.reduceat(column, starts), sizes)
        starts = np.concatenate(([0], np.cumsum(np.add.reduceat(keep, starts, dtype=np.int64))[:-1]))
        pairs = pairs[keep]
    return pairs
