"""Every model of tempo under one question: how likely is it that nothing happens in the days ahead.

A model takes the times of events in a training window, ascending, one a day at most, the window's begin, the day from which
it looks ahead, and the days to look ahead; all in days. It gives P(no event), or NaN where the record is too short for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pourparler.conduct.campaign_lull import campaign_lull_silence, fit_campaign_lull, state_after
from pourparler.conduct.clustered import clustered_silence
from pourparler.conduct.discounted import discounted_silence
from pourparler.conduct.gap_share import gap_share
from pourparler.conduct.hawkes import fit_hawkes, hawkes_silence
from pourparler.conduct.poisson import gamma_poisson_silence, poisson_silence
from pourparler.conduct.seasonal import seasonal_silence
from pourparler.conduct.weibull_renewal import fit_weibull, weibull_silence

Floats = NDArray[np.float64]
YEAR = 365.0


@dataclass(frozen=True)
class Model:
    """A model of tempo. `name` is for a reader, `term` is the literature's; `pooled`: part of the recommended pool."""

    key: str
    name: str
    term: str
    silence: Callable[[Floats, float, float, Floats], Floats]
    fewest: int
    pooled: bool = False


def _gaps(times: Floats) -> Floats:
    return np.diff(times)


def _steady(times: Floats, begin: float, origin: float, ahead: Floats) -> Floats:
    return poisson_silence(len(times), origin - begin, ahead)


def _last_year(times: Floats, begin: float, origin: float, ahead: Floats) -> Floats:
    start = max(begin, origin - YEAR)
    since = times >= start if start == begin else times > start  # the day a year ago is not part of the year
    return poisson_silence(int(since.sum()), origin - start, ahead)


def _steady_uncertain(times: Floats, begin: float, origin: float, ahead: Floats) -> Floats:
    return gamma_poisson_silence(len(times), origin - begin, ahead)


def _by_season(times: Floats, begin: float, origin: float, ahead: Floats) -> Floats:
    if origin - begin <= YEAR:  # some month of the year was never watched
        return np.full(ahead.shape, np.nan)
    return seasonal_silence(times, begin, origin, ahead)


def _spacing(times: Floats, _: float, origin: float, ahead: Floats) -> Floats:
    gaps, quiet = _gaps(times), origin - float(times[-1])
    if len(np.unique(gaps)) < 2:
        return np.full(ahead.shape, np.nan)
    return weibull_silence(fit_weibull(gaps, open_gap=quiet), ahead, quiet=quiet)


def _share(times: Floats, _: float, origin: float, ahead: Floats) -> Floats:
    return gap_share(_gaps(times), ahead, quiet=origin - float(times[-1]))


def _campaigns(times: Floats, begin: float, origin: float, ahead: Floats) -> Floats:
    gaps, quiet = (
        np.diff(times, prepend=begin),
        origin - float(times[-1]),
    )  # the days before the first event were watched too
    model = fit_campaign_lull(gaps, quiet)
    return campaign_lull_silence(model, state_after(model, gaps, quiet), ahead)


def _exciting(times: Floats, begin: float, origin: float, ahead: Floats) -> Floats:
    return hawkes_silence(fit_hawkes(times, begin, origin), times, origin, ahead)


MODELS = (
    Model(
        "discounted",
        "recent years count more",
        "discounted gamma-Poisson, half-life 730 days",
        discounted_silence,
        1,
        True,
    ),
    Model("seasonal", "recent years count more, by month", "seasonal discounted gamma-Poisson", _by_season, 1, True),
    Model("weibull", "spacing of events", "Weibull renewal process", _spacing, 4, True),
    Model("campaign-lull", "campaigns and lulls", "two-state Markov-modulated Poisson process", _campaigns, 4, True),
    Model("gap-share", "share of past gaps that were longer", "empirical survival of gaps", _share, 4, True),
    Model(
        "steady-uncertain", "one steady rate, not exactly known", "gamma-Poisson, Jeffreys prior", _steady_uncertain, 1
    ),
    Model("steady", "one steady rate, taken as known", "Poisson process", _steady, 1),
    Model("last-year", "the rate of the last 365 days", "Poisson process, last 365 days", _last_year, 1),
    Model("exciting", "each event brings others", "Hawkes process, mean delay 45 days at most", _exciting, 4),
    Model("clustered", "each campaign counted once", "gamma-Poisson on clusters of 14 days", clustered_silence, 1),
)


def silence(model: Model, times: Floats, begin: float, origin: float, ahead: ArrayLike) -> Floats:
    """P(no event in the next `ahead` days) by one model; NaN where the window holds fewer events than it needs.

    `times`: all events known; those outside the window from `begin` to `origin` are left out.
    """
    inside = times[(times >= begin) & (times <= origin)]
    days = np.asarray(ahead, dtype=np.float64)
    if len(inside) < model.fewest or origin <= begin:
        return np.full(days.shape, np.nan)
    return model.silence(inside, begin, origin, days)
