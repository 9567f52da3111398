"""What "equal" means for utilities: decided here once and used by every calculation on deals.

Two deals are equal for a party when their utilities differ by no more than 1e-9 of that party's utility range over
the whole space. Sums of decimals depend on the order of summation in their last bits, about 1e-16 of the range for
each sum, so deals that tie on paper always tie here; and no one states a preference to nine digits.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

RELATIVE = 1e-9


def tolerances(blocks: Sequence[NDArray[np.float64]], rounding: float = 0.0) -> NDArray[np.float64]:
    """Largest difference at which two utilities of a party are equal.

    `blocks[b]` has shape (combinations_b, parties), in the parties' own utility units; so has the result, of shape
    (parties,). A party to whom every deal gives the same has tolerance 0, or `rounding`: the difference, in utility
    units, that is rounding for certain, where the caller knows how the utilities were worked out.
    """
    ranges = np.array([block.max(axis=0) - block.min(axis=0) for block in blocks])
    return np.asarray(np.maximum(RELATIVE * ranges.sum(axis=0), rounding), dtype=np.float64)


def joined_tolerances(utilities: NDArray[np.float64], starts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Compute `tolerances` of blocks that are joined in one array (all combinations, parties).

    Block b is `utilities[starts[b]:starts[b + 1]]`; `starts` has one more entry than there are blocks.
    """
    highest = np.maximum.reduceat(utilities, starts[:-1], axis=0)
    lowest = np.minimum.reduceat(utilities, starts[:-1], axis=0)
    return np.asarray(RELATIVE * (highest - lowest).sum(axis=0), dtype=np.float64)


def snap(values: NDArray[np.float64], tolerance: NDArray[np.float64]) -> NDArray[np.int64]:
    """Rank each column of `values` (rows, parties) from 0 upwards, equal values sharing a rank.

    Neighbours in sorted order are equal when they differ by no more than `tolerance` (parties,). A chain of such
    neighbours is one rank: that is the only reading in which "equal" does not depend on the order of the rows.
    """
    ranks = np.zeros(values.shape, dtype=np.int64)
    for party in range(values.shape[1]):
        column = values[:, party]
        order = np.argsort(column)
        ranks[order[1:], party] = np.cumsum(np.diff(column[order]) > tolerance[party])
    return ranks
