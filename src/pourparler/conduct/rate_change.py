"""Has the rate of events changed? Bayes factors and the day of the change, for Poisson events with gamma priors.

With a Gamma(shape, rate) prior for the events per day, n events in T days have the marginal likelihood
m(n, T) = rate^shape G(shape + n) / (G(shape) (rate + T)^(shape + n)). Two periods with rates of their own, drawn from
that prior, have the product of two such terms. The answers hang on the prior: compute them for several.

Source: A. E. Raftery and V. E. Akman, Bayesian analysis of a Poisson process with a change-point, Biometrika 73 (1986).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln, logsumexp

from pourparler.conduct.window import Floats, checked_ahead, checked_positive, checked_times


@dataclass(frozen=True)
class ChangePoint:
    """What the record tells of one change of rate.

    Attributes:
        days: (days,) whole days after the beginning, on which the change may have been: what happened up to then
            belongs to the period before it.
        posterior: (days,) the chance of each, if there was a change; they add up to 1.
        log_bayes_factor: natural logarithm of how much likelier the record is with a change on one of these days,
            all as likely beforehand, than without.
        most_probable: the day of the highest chance; the first of them where several have it.
        interval: the first days by which the change has happened with 5 and with 95 % chance.
        rate_before, rate_after: events per day before and after the most probable day.
    """

    days: Floats
    posterior: Floats
    log_bayes_factor: float
    most_probable: float
    interval: tuple[float, float]
    rate_before: float
    rate_after: float

    @property
    def bayes_factor(self) -> float:
        """How much likelier the record is with a change than without; infinite beyond what a float can hold."""
        return float(_exponential(self.log_bayes_factor))


def log_marginal(count: ArrayLike, exposure: ArrayLike, shape: float, rate: float) -> Floats:
    """Natural logarithm of m(count, exposure), broadcast: the chance density of that many events at given times."""
    n, days = np.asarray(count, dtype=np.float64), np.asarray(exposure, dtype=np.float64)
    return np.asarray(gammaln(shape + n) - gammaln(shape) - shape * np.log1p(days / rate) - n * np.log(rate + days))


def terminal_break_factor(count: float, exposure: float, quiet: ArrayLike, shape: float, rate: float) -> Floats:
    """Bayes factor of "the rate changed after the last event" against "the rate stayed the same".

    m(count, exposure) m(0, quiet) / m(count, exposure + quiet), in which all gamma functions cancel.

    Args:
        count: events seen, 0 or more; need not be whole.
        exposure: the days up to the last event, 0 or more.
        quiet: days of silence since, of any shape.
        shape, rate: of the prior for the events per day, in events and in days, above 0.

    Returns: factors in the shape of `quiet`; infinite beyond what a float can hold. Raises ValueError for wrong
    arguments.
    """
    _check_prior(shape, rate)
    for what, value in (("count of events", count), ("exposure", exposure)):
        if not (np.isfinite(value) and value >= 0):
            raise ValueError(f"The {what} must be a number of 0 or more, and is {value}.")
    silence = checked_ahead(quiet)
    same = (shape + count) * np.log1p(silence / (rate + exposure))
    return _exponential(same - shape * np.log1p(silence / rate))


def change_point(times: ArrayLike, begin: float, origin: float, shape: float, rate: float) -> ChangePoint:
    """Find when the rate changed, if it changed once, and how strongly the record speaks for a change.

    Days of silence up to `origin` count as evidence: let it be the day up to which nothing can have been missed.

    Args:
        times: (events,) ascending, in days, all in [begin, origin].
        begin, origin: the ends of the window, in days, more than one day apart.
        shape, rate: of the prior for the events per day in either period, in events and in days, above 0.

    Raises ValueError for wrong arguments.
    """
    found = checked_times(times, begin, origin)
    _check_prior(shape, rate)
    days = begin + np.arange(1.0, np.ceil(origin - begin))
    days = days[days < origin]  # the difference above may have been rounded up
    if not len(days):
        raise ValueError(f"The window from {begin} to {origin} has no day inside it on which the rate could change.")
    before = np.searchsorted(found, days, side="right")
    after = len(found) - before
    log_joint = log_marginal(before, days - begin, shape, rate) + log_marginal(after, origin - days, shape, rate)
    log_sum = float(logsumexp(log_joint))
    posterior = np.exp(log_joint - log_sum)
    best = int(np.argmax(posterior))
    low, high = np.searchsorted(np.cumsum(posterior), [0.05, 0.95])
    return ChangePoint(
        days=days,
        posterior=posterior,
        log_bayes_factor=log_sum - float(np.log(len(days)) + log_marginal(len(found), origin - begin, shape, rate)),
        most_probable=float(days[best]),
        interval=(float(days[low]), float(days[high])),
        rate_before=float(before[best] / (days[best] - begin)),
        rate_after=float(after[best] / (origin - days[best])),
    )


def _check_prior(shape: float, rate: float) -> None:
    checked_positive(shape, "The shape of the prior")
    checked_positive(rate, "The rate of the prior: a Bayes factor needs a prior that adds up to 1, so it")


def _exponential(logarithm: ArrayLike) -> Floats:
    with np.errstate(over="ignore"):  # infinity is what the reader is promised
        return np.asarray(np.exp(logarithm))
