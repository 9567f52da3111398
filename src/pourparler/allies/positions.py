"""A forecast from positions and influence on one issue: the compromise, what moves it, and the weighted median.

The issue is a line. Positions are float64 arrays (..., m) in the units of the line, one for each of m actors; leading
axes are draws. Weights have the same shape (or broadcast to it), are 0 or more and not all 0; their unit is free, for
only shares count. The weight of an actor is its capability times its salience. Wrong arguments raise ValueError.

Source: Van den Bos 1991, "Dutch EC Policy Making", and Achen 2006, "Institutional Realism and Bargaining Models", in
Thomson et al., "The European Union Decides", for the compromise; Black 1948, "On the Rationale of Group
Decision-making", for the median.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

ROUNDING = 1e-12  # relative; sums of weights that differ by less are equal


@dataclass(frozen=True, eq=False)
class Levers:
    """How far the compromise moves, to first order; arrays (..., m).

    per_position: for each unit of the line that an actor moves, w_i / W: exact for moves of any size.
    per_weight: for each unit of weight that an actor gains, (x_i - x*) / W, in units of the line: its slope now.
    """

    per_position: Floats
    per_weight: Floats


@dataclass(frozen=True, eq=False)
class Needed:
    """What one actor alone would need for the compromise to come to a wanted value; arrays (..., m), NaN where nothing does it.

    position: on the line. capability: in the units given. salience: from 0 to the most possible.
    """

    position: Floats
    capability: Floats
    salience: Floats


def checked(positions: ArrayLike, weights: ArrayLike) -> tuple[Floats, Floats]:
    """Give positions and weights as float64 arrays of one shape (..., m); raise ValueError where they cannot be."""
    places, shares = np.asarray(positions, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if not places.ndim or not shares.ndim or not places.size or not np.isfinite(places).all():
        raise ValueError("Positions must be finite numbers, at least one, in the shape (..., actors).")
    places, shares = np.broadcast_arrays(places, shares)
    if not (np.isfinite(shares) & (shares >= 0)).all():
        raise ValueError("Weights must be finite numbers of 0 or more.")
    if not (shares.sum(axis=-1) > 0).all():
        raise ValueError("At least one actor must have a weight above 0.")
    return places, shares


def checked_line(line: tuple[float, float]) -> tuple[float, float]:
    """Give the ends of the line; raise ValueError unless they are finite and the first is the lower."""
    low, high = line
    if not (np.isfinite([low, high]).all() and low < high):
        raise ValueError(f"A line must go from a lower to a higher finite number, and goes from {low} to {high}.")
    return low, high


def compromise(positions: ArrayLike, weights: ArrayLike) -> Floats:
    """Weighted mean of the positions, x* = sum w_i x_i / sum w_i, in the shape (...)."""
    places, shares = checked(positions, weights)
    return np.asarray(np.sum(shares * places, axis=-1) / shares.sum(axis=-1))


def levers(positions: ArrayLike, weights: ArrayLike) -> Levers:
    """Derivatives of the compromise: dx*/dx_i = w_i / W and dx*/dw_i = (x_i - x*) / W."""
    places, shares = checked(positions, weights)
    total = shares.sum(axis=-1, keepdims=True)
    return Levers(shares / total, (places - compromise(places, shares)[..., np.newaxis]) / total)


def needed(
    positions: ArrayLike,
    capability: ArrayLike,
    salience: ArrayLike,
    wanted: ArrayLike,
    line: tuple[float, float],
    most_salience: float = 1.0,
) -> Needed:
    """What position, capability or salience of each actor alone, all else unchanged, brings the compromise to `wanted`.

    From sum w_j (x_j - wanted) = 0: the position x_i + (wanted - x*) W / w_i, if it is on the line; the weight
    sum over others of w_j (wanted - x_j) / (x_i - wanted), if it is 0 or more, divided by salience for a capability and
    by capability for a salience, if that is possible. Where nothing has to change, it is what the actor has now.

    Args:
        positions, capability, salience: (..., m); capability 0 or more; salience from 0 to `most_salience`.
        wanted: one number, or an array (...) with one for each draw.
        line: its two ends, in the units of the positions.
        most_salience: the top of the scale of salience.
    """
    power, care = np.asarray(capability, dtype=np.float64), np.asarray(salience, dtype=np.float64)
    if not (power >= 0).all() or not ((care >= 0) & (care <= most_salience)).all():
        raise ValueError(f"Capability must be 0 or more, and salience from 0 to {most_salience}.")
    low, high = checked_line(line)
    places, weights = checked(positions, power * care)
    power, care = np.broadcast_to(power, places.shape), np.broadcast_to(care, places.shape)
    aim = np.asarray(wanted, dtype=np.float64)[..., np.newaxis]
    if not np.isfinite(aim).all() or (places < low).any() or (places > high).any():
        raise ValueError(
            f"What is wanted must be a finite number, and every position on the line from {low} to {high}."
        )
    pulls = weights * (aim - places)
    missing = pulls.sum(axis=-1, keepdims=True)
    there = np.abs(missing) <= ROUNDING * weights.sum(axis=-1, keepdims=True) * (high - low)
    slack = ROUNDING * (high - low)
    with np.errstate(divide="ignore", invalid="ignore"):  # what cannot be divided is told as NaN below
        place = places + missing / weights
        weight = (missing - pulls) / (places - aim)
        possible = np.isfinite(weight) & (weight >= 0)
        # A weight of 0 leaves no forecast where nobody else has any.
        possible &= (weight > 0) | (weights.sum(axis=-1, keepdims=True) > weights)
        most, much = weight / care, weight / power
    reached = np.isfinite(place) & (place >= low - slack) & (place <= high + slack)
    return Needed(
        position=np.where(there, places, np.where(reached, np.clip(place, low, high), np.nan)),
        capability=np.where(there, power, np.where(possible & (care > 0), most, np.nan)),
        salience=np.where(there, care, np.where(possible & (power > 0) & (much <= most_salience), much, np.nan)),
    )


def weighted_median(positions: ArrayLike, weights: ArrayLike) -> tuple[Floats, Floats]:
    """Lower and upper end, each in the shape (...), of the weighted medians.

    They are what no other position beats if every actor votes for the nearer of two, with its weight, and also if it votes with
    its weight times the difference in distance: sum w_k |x_k - x| is least there. The ends differ only where exactly
    half of the weight (to within 1e-12 of it) lies on either side.
    """
    places, shares = checked(positions, weights)
    order = np.argsort(places, axis=-1, kind="stable")
    below = np.cumsum(np.take_along_axis(shares, order, axis=-1), axis=-1)
    half = below[..., -1:] / 2
    ranked = np.take_along_axis(places, order, axis=-1)
    first = np.argmax(below >= half * (1 - ROUNDING), axis=-1, keepdims=True)
    past = np.argmax(below > half * (1 + ROUNDING), axis=-1, keepdims=True)
    return np.take_along_axis(ranked, first, axis=-1)[..., 0], np.take_along_axis(ranked, past, axis=-1)[..., 0]
