"""Events at a constant rate: a Poisson process whose rate is known, or is only known as well as the record tells it.

With a Gamma(shape, rate) prior for the events per day, `count` events in `exposure` days leave it a Gamma(a, b) with
a = shape + count and b = rate + exposure. The number of events in the next t days is then negative binomial. A `rate`
of 0 with `shape` 1/2 is the prior of Jeffreys.

Source: A. Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.6.
"""

from __future__ import annotations

import operator

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import xlogy

from pourparler.conduct.window import Floats, checked_ahead, checked_positive


def poisson_silence(count: float, exposure: float, ahead: ArrayLike) -> Floats:
    """Chance of no event in the next `ahead` days if the rate is exactly `count / exposure`: exp(-count t / exposure).

    It is too sure of itself, as it takes the rate for known.

    Args:
        count: events seen, 0 or more; need not be whole, as events may have weights.
        exposure: the days in which they were seen, above 0.
        ahead: days, of any shape.

    Returns: chances in the shape of `ahead`. Raises ValueError for wrong arguments.
    """
    _check_count(count)
    return np.asarray(np.exp(-checked_ahead(ahead) * (count / checked_positive(exposure, "The exposure"))))


def gamma_poisson_silence(
    count: float, exposure: float, ahead: ArrayLike, shape: float = 0.5, rate: float = 0.0
) -> Floats:
    """Chance of no event in the next `ahead` days if the rate is learned from the record: (b / (b + t))^a.

    Args:
        count: events seen, 0 or more; need not be whole, as events may have weights.
        exposure: the days in which they were seen, 0 or more.
        ahead: days, of any shape.
        shape: of the prior, in events.
        rate: of the prior, in days.

    Returns: chances in the shape of `ahead`. Raises ValueError for wrong arguments, or if prior and record together
    hold no event or no day, for then nothing is known of the rate.
    """
    a, b = _posterior(count, exposure, shape, rate)
    return np.asarray(np.exp(-a * np.log1p(checked_ahead(ahead) / b)))


def gamma_poisson_counts(
    count: float, exposure: float, ahead: ArrayLike, most: int, shape: float = 0.5, rate: float = 0.0
) -> Floats:
    """Chances of 0, 1, ..., `most` events in the next `ahead` days; the arguments are those of `gamma_poisson_silence`.

    P(k) = G(a + k) / (G(a) k!) (b / (b + t))^a (t / (b + t))^k.

    Returns: chances in the shape (*shape of `ahead`, most + 1); what they lack to 1 is the chance of more events.
    Raises ValueError as there, and if `most` is negative.
    """
    a, b = _posterior(count, exposure, shape, rate)
    if operator.index(most) < 0:
        raise ValueError(f"The most events must be 0 or more, and are {most}.")
    t = checked_ahead(ahead)[..., np.newaxis]
    k = np.arange(most + 1)
    # A running sum, as a difference of log-gamma functions would lose digits where `a` is large.
    arrangements = np.concatenate([[0.0], np.cumsum(np.log((a + k[:-1]) / k[1:]))])
    return np.asarray(np.exp(arrangements - a * np.log1p(t / b) + xlogy(k, t / (b + t))))


def _check_count(count: float) -> None:
    if not (np.isfinite(count) and count >= 0):
        raise ValueError(f"The count of events must be a number of 0 or more, and is {count}.")


def _posterior(count: float, exposure: float, shape: float, rate: float) -> tuple[float, float]:
    """Events and days of the prior and the record together."""
    _check_count(count)
    for what, value in (("exposure", exposure), ("shape of the prior", shape), ("rate of the prior", rate)):
        if not (np.isfinite(value) and value >= 0):
            raise ValueError(f"The {what} must be a number of 0 or more, and is {value}.")
    if shape + count == 0 or rate + exposure == 0:
        raise ValueError(
            "Prior and record together must hold some event and some day: give a shape above 0 where no event was "
            "seen, and a rate above 0 where there is no exposure."
        )
    return shape + count, rate + exposure
