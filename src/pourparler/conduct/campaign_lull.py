"""Campaigns and lulls: a Markov-modulated Poisson process with two hidden states.

Events come at one rate in a lull and at a higher one in a campaign, and the state changes at random: lulls and campaigns
last exponential times. With Q the generator of the state and L the diagonal matrix of the rates, a row vector p of
probabilities of the states becomes p exp(D t) over t days without event, D = Q - L, and p L at an event; its sum
is the likelihood. Fischer and Meier-Hellstern, The Markov-modulated Poisson process (MMPP) cookbook, Performance
Evaluation 18 (1993) 149-171.

An observation is given by its gaps: the days up to each event from the event before. It starts at the first event, or,
if the days from its start to the first event are put in as the first gap, there; at its start the probabilities of the
states are those of the long run.
"""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

# What is assumed before seeing any gap, as the middle of a log-normal distribution of each rate, per day, with
# standard deviation 1 of its logarithm: an event in 200 days of a lull and in 14 of a campaign, a lull of 120 days and a
# campaign of 60. It keeps rates finite of which a short record says little.
ASSUMED = (1 / 200, 1 / 14, 1 / 120, 1 / 60)

_MIDDLE = np.log(np.array(ASSUMED))
_STEP = 1e-5  # of a logarithm, for the slope: its error is about 1e-9 of the log-likelihood's
_LONGEST = 2.0  # step of a search, so that no rate changes by more than a factor of e^2 or so at once
_FLAT = 1e-6  # slope at which a search ends

# Where searches start: logarithms of the four rates, less those of the assumed ones; and, for the second kind, less that
# of the record's average rate for the first two. For 600 random records of many kinds, 25 random starts each found nothing
# better.
_FROM_ASSUMED = ((1.0, 1.0, -1.0, 0.0), (1.5, 2.5, -1.0, 1.5), (0.0, 0.0, -1.5, -1.5))
_FROM_AVERAGE = ((-1.6, 0.7, 0.0, -1.0), (-2.3, 1.1, -1.0, -1.0))


@dataclass(frozen=True)
class CampaignLull:
    """A process of campaigns and lulls; all rates per day.

    Attributes:
        lull_rate, campaign_rate: of events; the first not above the second.
        to_campaign: rate at which a lull turns into a campaign; above 0.
        to_lull: rate at which a campaign turns into a lull; above 0.
        log_likelihood: of the gaps it was fitted to, in days and without the penalty; NaN where it was not fitted.
    """

    lull_rate: float
    campaign_rate: float
    to_campaign: float
    to_lull: float
    log_likelihood: float = math.nan

    def __post_init__(self) -> None:
        """Raise ValueError for numbers that are no such rates."""
        if not (0 <= self.lull_rate <= self.campaign_rate < math.inf):
            raise ValueError(f"Rates must rise from lull to campaign: {self.lull_rate} and {self.campaign_rate}.")
        if not (0 < self.to_campaign < math.inf and 0 < self.to_lull < math.inf):
            raise ValueError(f"Rates of change must be positive: {self.to_campaign} and {self.to_lull}.")


def fit_campaign_lull(gaps: ArrayLike, quiet: float = 0.0) -> CampaignLull:
    """Find the rates with the largest log-likelihood less penalty.

    gaps: (n,) days up to each event, as the module tells.
    quiet: days since the last event in which nothing has happened.

    The penalty is the sum over the four rates of log(rate / assumed)^2 / 2, with `ASSUMED`. The largest value is searched
    for over the logarithms of the rates from five starting points; the same gaps give the same rates. Raises ValueError
    for wrong numbers, and without a gap.
    """
    steps = _checked(gaps, quiet)
    if len(steps) == 0 or steps.sum() + quiet <= 0:
        raise ValueError("At least one gap, and some time, is needed to fit the rates of campaigns and lulls.")
    found = [_descend(start, steps, quiet) for start in _starts(steps, quiet)]
    rates = _rates(min(found, key=lambda place: float(_loss(place, steps, quiet))))
    log_likelihood, _ = _follow(rates, _long_run(rates), steps, quiet)
    lull_rate, campaign_rate, to_campaign, to_lull = rates.tolist()
    return CampaignLull(lull_rate, campaign_rate, to_campaign, to_lull, float(log_likelihood))


def state_after(model: CampaignLull, gaps: ArrayLike, quiet: float = 0.0) -> Floats:
    """(2,) the probabilities of lull and campaign after the gaps and then `quiet` days without event.

    Raises ValueError for wrong numbers, and where the model says that what was seen cannot happen.
    """
    rates = _rates_of(model)
    log_likelihood, state = _follow(rates, _long_run(rates), _checked(gaps, quiet), quiet)
    if not math.isfinite(log_likelihood):
        raise ValueError("Under these rates such gaps cannot happen.")
    return np.asarray(state, dtype=np.float64)


def campaign_lull_silence(model: CampaignLull, state: ArrayLike, ahead: ArrayLike) -> Floats:
    """P(no event in the next `ahead` days), from the probabilities of lull and campaign now.

    state: (2,), not negative, sum 1, as of `state_after`.
    ahead: days, of any shape, none below 0; the result has the same shape. Raises ValueError for other numbers.
    """
    days = np.asarray(ahead, dtype=np.float64)
    if not (np.isfinite(days).all() and (days >= 0).all()):
        raise ValueError("Days ahead must be finite and not negative.")
    now = np.asarray(state, dtype=np.float64)
    if now.shape != (2,) or not (now >= 0).all() or abs(now.sum() - 1) > 1e-9:
        raise ValueError(f"The state must be two probabilities that add up to 1, and is {now.tolist()}.")
    silent = [_quiet(_rates_of(model), now[0], now[1], length) for length in days.ravel()]
    sums = [(lull + campaign) * math.exp(log_scale) for lull, campaign, log_scale in silent]
    return np.array(sums, dtype=np.float64).reshape(days.shape)


def _starts(gaps: Floats, quiet: float) -> list[Floats]:
    """(5 times) the places to start from, as `_rates` takes them."""
    average = math.log(len(gaps) / (gaps.sum() + quiet))
    logs = [
        *(_MIDDLE + np.array(_FROM_ASSUMED)),
        *(np.array([average, average, *_MIDDLE[2:]]) + np.array(_FROM_AVERAGE)),
    ]
    return [np.array([log[0], math.sqrt(log[1] - log[0]), log[2], log[3]]) for log in logs]


def _checked(gaps: ArrayLike, quiet: float) -> Floats:
    steps = np.asarray(gaps, dtype=np.float64)
    if steps.ndim != 1 or not np.isfinite(steps).all() or (steps[:1] < 0).any() or (steps[1:] <= 0).any():
        raise ValueError(
            "Gaps must be a list of finite numbers of days above 0, of which only the first may be 0. Count events on the "
            "same day as one."
        )
    if not 0 <= quiet < math.inf:
        raise ValueError(f"Quiet days must be finite and not negative, and are {quiet}.")
    return steps


def _rates_of(model: CampaignLull) -> Floats:
    return np.array(astuple(model)[:4], dtype=np.float64)


@njit(cache=True)
def _rates(place: Floats) -> Floats:
    """The four rates at a place: logarithms, but for the second: the root of log(campaign rate / lull rate).

    So no place has a campaign rate below its lull rate.
    """
    rates = np.exp(place)
    rates[1] = rates[0] * math.exp(place[1] ** 2)
    return rates


@njit(cache=True)
def _long_run(rates: Floats) -> Floats:
    """(2,) the shares of time in lulls and in campaigns."""
    shares: Floats = np.array([rates[3], rates[2]]) / (rates[2] + rates[3])
    return shares


@njit(cache=True)
def _quiet(rates: Floats, lull: float, campaign: float, days: float) -> tuple[float, float, float]:
    """Multiply (lull, campaign) by exp(D days); the result is to be multiplied by exp of the third number.

    The closed form of a 2 x 2 matrix, with exp of its larger eigenvalue taken out. Only positive numbers are added and
    multiplied, so that no digits are lost, and nothing overflows.
    """
    leave_lull, leave_campaign = rates[2] + rates[0], rates[3] + rates[1]
    between = math.sqrt(rates[2]) * math.sqrt(rates[3])
    half = abs(leave_campaign - leave_lull) / 2
    spread = math.hypot(half, between)  # half the distance between the eigenvalues
    determinant = rates[2] * rates[1] + rates[0] * rates[3] + rates[0] * rates[1]
    larger = -determinant / ((leave_lull + leave_campaign) / 2 + spread)
    faded = math.exp(-2 * spread * days)
    moved = -math.expm1(-2 * spread * days) / (2 * spread)
    part = between / spread * (between / (spread + half))
    lull_stays, campaign_stays = (2 - part + faded * part) / 2, (part + faded * (2 - part)) / 2
    if leave_campaign < leave_lull:
        lull_stays, campaign_stays = campaign_stays, lull_stays
    return (
        lull * lull_stays + campaign * rates[3] * moved,
        lull * rates[2] * moved + campaign * campaign_stays,
        larger * days,
    )


@njit(cache=True)
def _follow(rates: Floats, state: Floats, gaps: Floats, quiet: float) -> tuple[float, Floats]:
    """The log-likelihood of gaps and quiet from a state, and the state they lead to."""
    lull, campaign = state[0], state[1]
    log_likelihood = 0.0
    for step in range(len(gaps) + 1):
        lull, campaign, log_scale = _quiet(rates, lull, campaign, gaps[step] if step < len(gaps) else quiet)
        if step < len(gaps):
            lull *= rates[0]
            campaign *= rates[1]
        total = lull + campaign
        if total <= 0:
            return -math.inf, state
        log_likelihood += math.log(total) + log_scale
        lull /= total
        campaign /= total
    return log_likelihood, np.array([lull, campaign])


@njit(cache=True)
def _loss(place: Floats, gaps: Floats, quiet: float) -> float:
    """Penalty less log-likelihood."""
    rates = _rates(place)
    penalty = float(((np.log(rates) - _MIDDLE) ** 2).sum()) / 2
    return penalty - _follow(rates, _long_run(rates), gaps, quiet)[0]


@njit(cache=True)
def _slope(place: Floats, gaps: Floats, quiet: float) -> Floats:
    """The slope of the loss, by central differences."""
    slope = np.empty(4)
    for axis in range(4):
        moved = place.copy()
        moved[axis] += _STEP
        above = _loss(moved, gaps, quiet)
        moved[axis] -= 2 * _STEP
        slope[axis] = (above - _loss(moved, gaps, quiet)) / (2 * _STEP)
    return slope


@njit(cache=True)
def _descend(start: Floats, gaps: Floats, quiet: float) -> Floats:
    """Follow the loss down to a place without slope, or from which no step can be told to go down.

    The BFGS method, Nocedal and Wright, Numerical Optimization (2006), algorithm 6.1, with steps halved until the loss
    falls by a ten-thousandth of what the slope promises. Compiled, a search takes half a millisecond; and it calls no
    threaded library, whose threads would wait for one another on a busy machine.
    """
    place = start.copy()
    loss, slope = _loss(place, gaps, quiet), _slope(place, gaps, quiet)
    inverse = np.eye(4) / np.abs(slope).max()
    while np.abs(slope).max() > _FLAT:
        step = -(inverse * slope).sum(axis=1)
        step *= min(1.0, _LONGEST / np.abs(step).max())
        promised = (step * slope).sum()
        new_loss = _loss(place + step, gaps, quiet)
        while not new_loss <= loss + 1e-4 * promised:
            step, promised = step / 2, promised / 2
            if np.abs(step).max() < 1e-10:
                return place
            new_loss = _loss(place + step, gaps, quiet)
        new_slope = _slope(place + step, gaps, quiet)
        change = new_slope - slope
        curved = (step * change).sum()
        if curved > 0:
            turned = (inverse * change).sum(axis=1)
            crossed = np.outer(turned, step)
            inverse += (1 + (change * turned).sum() / curved) / curved * np.outer(step, step)
            inverse -= (crossed + crossed.T) / curved
        place, loss, slope = place + step, new_loss, new_slope
    return place
