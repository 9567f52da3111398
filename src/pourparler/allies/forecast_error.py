"""How far outcomes fell from the compromise where both are known: an error band, and a distribution.

Measured on 353 issues of European law-making with known outcome, 1996 to 2018, on a line from 0 to 100, with votes
times salience as weights; lines of other lengths are scaled to it. European law-making seeks consent: whether the
same errors hold where one side threatens another has not been measured.

Source of the data: Arregui & Perarnaud 2021, "A new dataset on legislative decision-making in the European
Union: the DEU III dataset", doi 10.34810/data53; the measurement is in benchmarks/positions.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from pourparler.allies.positions import Floats, checked, checked_line, compromise

SHARES = 0.5, 0.8, 0.9
"""Share of the outcomes that lie within each half-width."""
HALF_WIDTHS = 18.0, 37.0, 50.0
"""Points of a line of 100 on either side of the compromise, measured on DEU III."""
SPREAD = 15.0
"""Standard deviation of the normal half of the distribution, in points of a line of 100, fitted to the same issues."""
ON_POSITIONS = 0.5
"""Share of the distribution's mass that lies on the actors' positions."""


@dataclass(frozen=True, eq=False)
class ErrorBand:
    """Ends of the bands for 50, 80 and 90 % of outcomes: arrays (..., 3), on the line; and whether the line cut them off."""

    low: Floats
    high: Floats
    low_clipped: NDArray[np.bool_]
    high_clipped: NDArray[np.bool_]


def error_band(forecast: ArrayLike, line: tuple[float, float]) -> ErrorBand:
    """Bands round forecasts (...) on the line that held 50, 80 and 90 % of real outcomes, cut off at the line's ends.

    Cutting changes no share, for no outcome lies beyond an end. Raises ValueError for a forecast off the line.
    """
    low, high = checked_line(line)
    center = np.asarray(forecast, dtype=np.float64)[..., np.newaxis]
    if not ((center >= low) & (center <= high)).all():
        raise ValueError(f"A forecast must lie on the line from {low} to {high}.")
    reach = np.array(HALF_WIDTHS) * (high - low) / 100
    under, over = center - reach, center + reach
    return ErrorBand(np.maximum(under, low), np.minimum(over, high), under < low, over > high)


def outcome_cdf(values: ArrayLike, positions: ArrayLike, weights: ArrayLike, line: tuple[float, float]) -> Floats:
    """Chance of an outcome at or below each value: half by the actors' positions, half normal round the compromise.

    F(x) = 1/2 (share of the weight at positions <= x) + 1/2 Phi((x - x*) / s), s = 15 % of the line. What the normal
    half puts beyond an end of the line counts as that end: 0 below the line, 1 from its upper end on.

    Args:
        values: (n,) in the units of the line. positions, weights: (..., m), positions on the line. line: its two ends.

    Returns: chances (..., n).
    """
    low, high, places, shares, center, spread = _parts(positions, weights, line)
    at = np.asarray(values, dtype=np.float64)
    if at.ndim != 1 or np.isnan(at).any():
        raise ValueError("Values must be a list of numbers.")
    held = np.einsum("...nm,...m->...n", (places[..., np.newaxis, :] <= at[:, np.newaxis]).astype(np.float64), shares)
    chance = ON_POSITIONS * held + (1 - ON_POSITIONS) * ndtr((at - center) / spread)
    return np.where(at < low, 0.0, np.where(at >= high, 1.0, chance))


def outcome_quantiles(shares: ArrayLike, positions: ArrayLike, weights: ArrayLike, line: tuple[float, float]) -> Floats:
    """The least value that the outcome keeps at or below with each chance of `shares`, under `outcome_cdf`.

    Exact: with actors sorted by position and A_k the weight share of the first k, F(x) >= q where x is at or above
    both x_k and x* + s Phi^-1(2 q - A_k) for some k from 0 (x_0 is no bound); the quantile is the least such x.

    Args:
        shares: (n,) chances above 0 and below 1. positions, weights: (..., m). line: its two ends.

    Returns: values (..., n) in the units of the line.
    """
    low, high, places, weight, center, spread = _parts(positions, weights, line)
    asked = np.asarray(shares, dtype=np.float64)
    if asked.ndim != 1 or not ((asked > 0) & (asked < 1)).all():
        raise ValueError("Shares must be a list of numbers above 0 and below 1.")
    order = np.argsort(places, axis=-1, kind="stable")
    ends = np.concatenate([np.full((*places.shape[:-1], 1), -np.inf), np.take_along_axis(places, order, -1)], axis=-1)
    held = np.concatenate([np.zeros_like(center), np.cumsum(np.take_along_axis(weight, order, -1), -1)], axis=-1)
    left = (asked[:, np.newaxis] - ON_POSITIONS * held[..., np.newaxis, :]) / (1 - ON_POSITIONS)
    normal = center[..., np.newaxis] + spread * ndtri(np.clip(left, 0, 1))
    return np.asarray(np.clip(np.maximum(ends[..., np.newaxis, :], normal).min(axis=-1), low, high))


def _parts(
    positions: ArrayLike, weights: ArrayLike, line: tuple[float, float]
) -> tuple[float, float, Floats, Floats, Floats, float]:
    """Ends of the line, positions, shares of the weight, the compromise (..., 1), and the normal half's deviation."""
    low, high = checked_line(line)
    places, shares = checked(positions, weights)
    if (places < low).any() or (places > high).any():
        raise ValueError(f"Every position must lie on the line from {low} to {high}.")
    center = compromise(places, shares)[..., np.newaxis]
    return low, high, places, shares / shares.sum(axis=-1, keepdims=True), center, SPREAD * (high - low) / 100
