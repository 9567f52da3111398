"""The Nash solution along one party's walk-away value.

Raised to one over the party's own power, the product of gains of a deal is C (own - d): a line in the walk-away value d
that reaches 0 where the deal ceases to be acceptable, with C the product of the others' gains. The best deal is the
upper envelope of lines. Two lines cross at own(y) - (own(x) - own(y)) / (C(y) / C(x) - 1).

Where no deal lets all others gain, the solution takes the deals in which most parties gain, and each gain as a share of
the largest among them (`deals/solutions.py`). The largest gains, and with them the lines, change as deals drop out: the
range is cut into stages in which they do not. That is exact as well, at the cost of one envelope a stage.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from pourparler.leverage.single_crossing import Floats, Indices, Piece, ranks, upper_envelope


def nash_pieces(
    own: Floats, gains: Floats, tolerance: Floats, powers: Floats, low: float, high: float, least: float
) -> list[Piece]:
    """Find the Nash deals at every walk-away value from `low` to `high`.

    own: (n,), utilities of the party, equal where tied. gains, tolerance, powers: (n, others), (others,), (others,), of
    the others, their powers as multiples of the party's. least: pieces no longer than this are left out.
    """
    positive = gains > tolerance
    gainers = np.count_nonzero(positive, axis=1)
    found: list[Piece] = []
    for level in range(gains.shape[1], -1, -1):
        deals = np.flatnonzero(gainers == level)
        if not len(deals) or own[deals].max() <= low:
            continue
        end = min(high, float(own[deals].max()))
        for begin, stop, alive in _stages(own, np.where(positive, gains, 0.0), deals, low, end):
            pieces = _envelope(own[alive], gains[alive], positive[alive], tolerance, powers, begin, stop, least)
            found.extend(Piece(piece.low, piece.high, alive[piece.deals]) for piece in pieces)
        low = end
    return found


def _stages(
    own: Floats, counted: Floats, deals: Indices, low: float, high: float
) -> Iterator[tuple[float, float, Indices]]:
    """Cut the range where the largest gains change; give each stage's range and the deals that are open in it."""
    same = ((counted[deals] > 0) == (counted[deals[0]] > 0)).all()
    ends, _ = ideal_stages(own[deals], counted[deals])
    for end in [high] if same else [*ends[ends < high].tolist(), high]:
        if end > low:
            yield low, end, deals[own[deals] > low]
            low = end


def ideal_stages(own: Floats, amounts: Floats) -> tuple[Floats, Floats]:
    """Find the largest amount of each column (n, columns) among the deals that are still open, as a step function.

    Deals drop out above their `own` (n,). Returns the ends of the steps (stages,), ascending, and the largest amounts
    up to each end (stages, columns).
    """
    order = np.argsort(own)
    ends, first = np.unique(own[order], return_index=True)
    largest = np.maximum.accumulate(amounts[order][::-1], axis=0)[::-1][first]
    last = np.append((largest[1:] != largest[:-1]).any(axis=1), True)
    return ends[last], largest[last]


def _envelope(
    own: Floats,
    gains: Floats,
    positive: NDArray[np.bool_],
    tolerance: Floats,
    powers: Floats,
    low: float,
    high: float,
    least: float,
) -> list[Piece]:
    """Find the Nash deals of one stage: those who do not gain are left out of the product."""
    largest = np.where(positive, gains, 0.0).max(axis=0)
    largest[largest == 0.0] = 1.0
    amounts = np.where(positive, gains, largest)
    logarithm = np.log(amounts / largest) @ powers
    slack = (np.where(positive, tolerance, 0.0) / amounts) @ powers

    def crossing(before: int, after: int) -> float:
        ratio = np.expm1(min(logarithm[before] - logarithm[after], 700.0))
        return float(own[before] - (own[after] - own[before]) / ratio)

    return upper_envelope(own, ranks(logarithm, slack), crossing, low, high, least)
