"""The Hawkes process: every event makes further events more likely for a while.

The rate at time t is base + branching * decay * sum over past events of exp(-decay (t - event)): each event sets off
`branching` further events on average, 1 / decay days later on average. Hawkes, Biometrika 58 (1971) 83-90; likelihood
by recursion: Ozaki, Annals of the Institute of Statistical Mathematics 31 (1979) 145-155.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize_scalar

Floats = NDArray[np.float64]

LARGEST_BRANCHING = 0.99  # from 1 on, events would set off more and more events without end
_STEPS = 8  # of the grid of decays, for each factor of e: exp(-decay x gap) has no finer features
_HALVINGS = 60  # of an interval, after which it is as short as numbers can tell


@dataclass(frozen=True)
class Hawkes:
    """A Hawkes process with exponential decay.

    Attributes:
        base: rate of events that no event set off, per day; not negative.
        branching: average number of events that an event sets off; from 0 to below 1.
        decay: per day; above 0. With branching 0 it means nothing.
        log_likelihood: of the times it was fitted to, in days; NaN where it was not fitted.
    """

    base: float
    branching: float
    decay: float
    log_likelihood: float = math.nan

    def __post_init__(self) -> None:
        """Raise ValueError for numbers that are no such process."""
        if not (0 <= self.base < math.inf and 0 <= self.branching < 1 and 0 < self.decay < math.inf):
            raise ValueError(
                "A Hawkes process needs a base rate of at least 0, a branching ratio from 0 to below 1 and a decay above 0; "
                f"got {self.base}, {self.branching} and {self.decay}."
            )


def fit_hawkes(times: ArrayLike, begin: float, origin: float, slowest: float = 45.0) -> Hawkes:
    """Fit by maximum likelihood, with decay at least 1 / slowest and branching at most `LARGEST_BRANCHING`.

    times: (n,) days of the events from `begin` to `origin`, strictly ascending, at least one.
    begin, origin: the time observed, in days. Nothing from before `begin` is taken to be at work.
    slowest: the longest average time, in days, that an event may take to set off another. Without this bound a slow
        drift of the rate would be taken for excitation.

    For a given decay the log-likelihood is concave in base rate and branching, and its maximum is found by halving.
    Over decays it is searched on a grid and then refined. No decay above 1 / (shortest gap) can be the best: from there
    on, the rate at every event falls with the decay, and the expected number of events rises.
    Raises ValueError for wrong numbers, and for two events at the same time, to which no decay would be too fast.
    """
    events = _checked(times, origin)
    if len(events) == 0 or not (-math.inf < begin <= events[0] and begin < origin and 0 < slowest < math.inf):
        raise ValueError(
            "At least one event is needed, none may lie before the begin, the origin must lie after it, and the slowest "
            f"time must be above 0; got {len(events)} events, begin {begin}, origin {origin} and slowest {slowest}."
        )
    length = origin - begin
    low = -math.log(slowest)
    high = max(low, -math.log(np.diff(events).min())) if len(events) > 1 else low
    grid = np.linspace(low, high, 2 + math.ceil(_STEPS * (high - low))) if high > low else np.array([low])
    values = np.array([_best_given_decay(events, origin, length, math.exp(log))[2] for log in grid])
    best = int(values.argmax())
    log_decay = float(grid[best])
    if high > low:
        refined = minimize_scalar(
            lambda log: -_best_given_decay(events, origin, length, math.exp(log))[2],
            bounds=(grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]),
            method="bounded",
            options={"xatol": 1e-9},
        )
        if -refined.fun > values[best]:
            log_decay = float(refined.x)
    decay = math.exp(log_decay)
    base, branching, log_likelihood = _best_given_decay(events, origin, length, decay)
    return Hawkes(float(base), float(branching), decay, float(log_likelihood))


def hawkes_silence(model: Hawkes, times: ArrayLike, origin: float, ahead: ArrayLike) -> Floats:
    """P(no event in the next `ahead` days after the origin).

    times: (n,) days of the events up to `origin`, strictly ascending; n may be 0.
    ahead: days, of any shape, none below 0; the result has the same shape. Raises ValueError for other numbers.
    """
    events = _checked(times, origin)
    days = np.asarray(ahead, dtype=np.float64)
    if not (np.isfinite(days).all() and (days >= 0).all()):
        raise ValueError("Days ahead must be finite and not negative.")
    at_work = np.exp(-model.decay * (origin - events)).sum()
    set_off = model.branching * at_work * -np.expm1(-model.decay * days)
    return np.asarray(np.exp(-model.base * days - set_off), dtype=np.float64)


def _checked(times: ArrayLike, origin: float) -> Floats:
    events = np.asarray(times, dtype=np.float64)
    if events.ndim != 1 or not (np.isfinite(events).all() and math.isfinite(origin)):
        raise ValueError("Times must be a list of finite numbers, and the origin a finite number.")
    if (np.diff(events) <= 0).any() or (events[-1:] > origin).any():
        raise ValueError(
            "Times must be strictly ascending and not after the origin. Count events on the same day as one."
        )
    return events


@njit(cache=True)
def _best_given_decay(events: Floats, origin: float, length: float, decay: float) -> tuple[float, float, float]:
    """The best base rate and branching for a decay, and their log-likelihood.

    At a maximum within the bounds the expected number of events equals n, because there the log-likelihood has no slope
    along a common factor of both rates: so only the share of events that were set off is searched for. Where that share
    means too large a branching, branching is at its bound, and only the base rate is searched for.
    """
    count = len(events)
    excited = np.zeros(count)  # the rate set off at each event, for branching 1
    for event in range(1, count):
        faded = math.exp(-decay * (events[event] - events[event - 1]))
        excited[event] = faded * (decay + excited[event - 1])
    expected = -np.expm1(-decay * (origin - events)).sum()  # number set off, for branching 1
    branching = 0.0
    if count > 1:
        branching = count / expected * _share(excited / expected, 1 / length)
    if branching <= LARGEST_BRANCHING:
        base = max(0.0, (count - branching * expected) / length)
    else:
        branching = LARGEST_BRANCHING
        base = _base(branching * excited, length)
    return base, branching, np.log(base + branching * excited).sum() - base * length - branching * expected


@njit(cache=True)
def _share(excited: Floats, plain: float) -> float:
    """The share s that maximises the sum of log((1 - s) plain + s excited); below 1, as the first event is not excited."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if ((excited - plain) / (plain + middle * (excited - plain))).sum() > 0:
            low = middle
        else:
            high = middle
    return low


@njit(cache=True)
def _base(excited: Floats, length: float) -> float:
    """The base rate that maximises the sum of log(base + excited) - base length: between 0 and n / length."""
    low, high = 0.0, len(excited) / length
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if (1 / (middle + excited)).sum() > length:
            low = middle
        else:
            high = middle
    return high
