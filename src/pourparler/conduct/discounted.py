"""Events at a rate that drifts: the gamma-Poisson model with the past forgotten by halves.

An event, and a day, of `half_life` days ago counts half of one now: weight 2^(-age / half_life).

Source: M. West and J. Harrison, Bayesian Forecasting and Dynamic Models, 2nd ed. (1997), on discounting.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from pourparler.conduct.poisson import gamma_poisson_silence
from pourparler.conduct.window import Floats, checked_positive, checked_times


def discounted_silence(
    times: ArrayLike, begin: float, origin: float, ahead: ArrayLike, half_life: float = 730.0
) -> Floats:
    """Chance of no event in (origin, origin + ahead], by a gamma-Poisson model with weighted events and days.

    The prior is that of Jeffreys: shape 1/2, rate 0.

    Args:
        times: (events,) ascending, in days, all in [begin, origin].
        begin, origin: the ends of the training window, in days.
        ahead: days, of any shape.
        half_life: days after which an event counts half.

    Returns: chances in the shape of `ahead`. Raises ValueError for wrong arguments.
    """
    ages = origin - checked_times(times, begin, origin)
    checked_positive(half_life, "The half-life")
    return gamma_poisson_silence(
        float(np.sum(weights(ages, half_life))),
        float(weighted_days(0.0, origin - begin, half_life)),
        ahead,
    )


def weights(ages: Floats, half_life: float) -> Floats:
    """What events of these ages count: 2^(-age / half_life), in the shape of `ages`."""
    return np.asarray(np.exp2(-ages / half_life))


def weighted_days(youngest: ArrayLike, oldest: ArrayLike, half_life: float) -> Floats:
    """What the days between two ages count: the integral of the weight from `youngest` to `oldest`, broadcast."""
    start, length = np.asarray(youngest, dtype=np.float64), np.subtract(oldest, youngest)
    decay = math.log(2) / half_life
    return np.asarray(np.exp(-decay * start) * -np.expm1(-decay * length) / decay)
