"""Adjusted winner: two sides divide items so that both end with the same number of points, splitting at most one item.

Source: Brams and Taylor 1996, Fair Division, chapter 4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.deals.equality import RELATIVE, snap


@dataclass(frozen=True, eq=False)
class AdjustedWinner:
    """Who gets what.

    owner: (items,), 0 for a and 1 for b; for the item that is split, the side with the larger share (a if halved).
    split: index of the item that is split, or None.
    share: the share of that item that goes to a, strictly between 0 and 1; None when no item is split.
    totals: the points of a and of b, each by its own count out of 100. They are equal.
    """

    owner: NDArray[np.int64]
    split: int | None
    share: float | None
    totals: tuple[float, float]


def adjusted_winner(points_a: NDArray[np.float64], points_b: NDArray[np.float64]) -> AdjustedWinner:
    """Divide items between sides a and b.

    points_a, points_b: (items,), nonnegative: how much each item is worth to each side. Each side's points are
    rescaled to sum to 100, so any unit will do. Every item must be divisible, and its points add up.

    Items are lined up by the ratio of a's points to b's, and a takes them in that order until both sides have equally
    many points. The division is equitable, efficient and free of envy. Ties: of items with the same ratio, those
    named first go to a; ratios and totals are equal when they differ by no more than 1e-9 of their range. An item
    worth nothing to both goes to a and counts for nobody.

    Raises ValueError when shapes differ, points are negative or not finite, or a side gives every item 0 points.
    """
    own_a, own_b = _out_of_hundred(points_a, "a"), _out_of_hundred(points_b, "b")
    if own_a.shape != own_b.shape:
        raise ValueError(f"Side a rates {len(own_a)} items and side b {len(own_b)}; both must rate the same items.")
    worth = own_a + own_b
    wanted = np.flatnonzero(worth > 0)
    ratio = snap((own_a[wanted] / worth[wanted])[:, np.newaxis], np.array([RELATIVE]))[:, 0]
    line = wanted[np.argsort(-ratio, kind="stable")]
    # With the items before it a holds A points and b lacks B: both sides are equal where A = 100 - B, so A + B = 100.
    taken = np.cumsum(worth[line])
    place = int(np.searchsorted(taken, 100.0 * (1.0 - RELATIVE)))
    item = int(line[place])
    whole = bool(taken[place] <= 100.0 * (1.0 + RELATIVE))
    share = 1.0 if whole else float(1.0 - (taken[place] - 100.0) / worth[item])
    shares = np.ones(len(worth))
    shares[line[place:]] = 0.0
    shares[item] = share
    return AdjustedWinner(
        owner=np.where(shares >= 0.5 - RELATIVE, 0, 1).astype(np.int64),
        split=None if whole else item,
        share=None if whole else share,
        totals=(float(own_a @ shares), float(own_b @ (1.0 - shares))),
    )


def _out_of_hundred(points: NDArray[np.float64], side: str) -> NDArray[np.float64]:
    if points.ndim != 1 or not np.isfinite(points).all() or (points < 0).any():
        raise ValueError(f"The points of side {side} must be a plain row of numbers of at least 0.")
    total = points.sum()
    if total <= 0:
        raise ValueError(f"Side {side} gives no item any points, so there is nothing to weigh.")
    return np.asarray(100.0 * points / total, dtype=np.float64)
