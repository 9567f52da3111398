"""The Weibull renewal process: gaps between events are independent draws from one Weibull distribution.

After a quiet time s the rate of events is (shape / scale) (s / scale)^(shape - 1): it falls with the quiet where the
shape is below 1, so that a long pause makes more pause likely; 1 is the Poisson process. Fitted by maximum likelihood
with a right-censored last gap: Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data (2002), 3.5-3.6.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Weibull:
    """A Weibull distribution of gaps: P(gap > s) = exp(-(s / scale)^shape).

    Attributes:
        shape: above 0, without unit.
        scale: above 0, in days; 63.2 % of gaps are shorter.
        log_likelihood: of the gaps it was fitted to, measured in days; NaN where it was not fitted.
    """

    shape: float
    scale: float
    log_likelihood: float = math.nan

    def __post_init__(self) -> None:
        """Raise ValueError for numbers that are no shape or scale."""
        if not (0 < self.shape < math.inf and 0 < self.scale < math.inf):
            raise ValueError(f"Shape and scale must be positive numbers, and are {self.shape} and {self.scale}.")


def fit_weibull(gaps: ArrayLike, open_gap: float = 0.0) -> Weibull:
    """Fit shape and scale by maximum likelihood.

    gaps: (n,) days between events one after the other, all above 0.
    open_gap: days since the last event in which nothing has happened yet: known only to be exceeded, so that it adds
        -(open_gap / scale)^shape to the log-likelihood. With 0 nothing is known of the gap under way.

    For a given shape the best scale is (sum of all gaps^shape / n)^(1 / shape). With that put in, the slope of the
    log-likelihood falls in the shape, and its one root is found.

    Raises ValueError for wrong numbers, and with fewer than two different gaps: equal gaps fit the better the larger
    the shape, without end.
    """
    closed, everything = _checked(gaps, open_gap)
    if closed.min() == closed.max():
        raise ValueError(
            f"A Weibull distribution needs at least two different gaps, and got {len(closed)} of {closed[0]:g} days: "
            "gaps that are all equal fit the better the larger the shape, without end. Take a longer record."
        )
    longest = everything.max()
    logs = np.log(everything / longest)  # none above 0, so that no power of a gap overflows
    mean_log = float(np.log(closed / longest).mean())

    def falls_short(shape: float) -> float:
        powers = np.exp(shape * logs)
        return float(powers @ logs / powers.sum()) - mean_log - 1 / shape

    low, high = 1.0, 1.0
    while falls_short(low) > 0:
        low /= 2
    while falls_short(high) < 0:
        high *= 2
    shape = low if low == high else float(brentq(falls_short, low, high, xtol=1e-300, rtol=1e-14))
    log_mean_power = math.log(np.exp(shape * logs).sum() / len(closed))
    return Weibull(
        shape,
        float(longest * math.exp(log_mean_power / shape)),
        len(closed) * (math.log(shape) - log_mean_power - math.log(longest) + (shape - 1) * mean_log - 1),
    )


def weibull_silence(model: Weibull, ahead: ArrayLike, quiet: float = 0.0) -> Floats:
    """P(no event in the next `ahead` days), when the last event was `quiet` days ago.

    ahead: days, of any shape, none below 0; the result has the same shape. Raises ValueError for other numbers.

    It is exp((quiet / scale)^shape - ((quiet + ahead) / scale)^shape), worked out in logarithms: the two powers may be
    too large to be told apart, or to be held.
    """
    days = np.asarray(ahead, dtype=np.float64)
    if not (np.isfinite(days).all() and (days >= 0).all() and 0 <= quiet < math.inf):
        raise ValueError("Days ahead and quiet days must be finite and not negative.")
    with np.errstate(divide="ignore", over="ignore"):  # no days ahead give log(0), and the certain end exp(a lot)
        if quiet == 0:
            log_hazard = model.shape * np.log(days / model.scale)
        else:
            growth = model.shape * np.log1p(days / quiet)
            log_hazard = model.shape * math.log(quiet / model.scale) + growth + np.log(-np.expm1(-growth))
        return np.asarray(np.exp(-np.exp(log_hazard)), dtype=np.float64)


def _checked(gaps: ArrayLike, open_gap: float) -> tuple[Floats, Floats]:
    """The gaps, and the gaps with the open one where there is one."""
    closed = np.asarray(gaps, dtype=np.float64)
    if closed.ndim != 1 or len(closed) == 0 or not (np.isfinite(closed).all() and (closed > 0).all()):
        raise ValueError(
            "Gaps must be a list of at least one finite number of days above 0. Count events on the same day as one."
        )
    if not 0 <= open_gap < math.inf:
        raise ValueError(f"The open gap must be finite and not negative, and is {open_gap}.")
    return closed, np.append(closed, open_gap) if open_gap > 0 else closed
