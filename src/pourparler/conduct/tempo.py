"""How unusual today's silence is: every model, on every window and under every definition of an event."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from pourparler.conduct.campaign_lull import fit_campaign_lull, state_after
from pourparler.conduct.poisson import gamma_poisson_counts
from pourparler.conduct.rate_change import ChangePoint, change_point, terminal_break_factor
from pourparler.conduct.silence import MODELS, silence
from pourparler.errors import PourparlerError
from pourparler.scenario.model import Scenario

Floats = NDArray[np.float64]

UNUSUAL = 0.05
MOST_EXPECTED = 0.95
POOL = [index for index, model in enumerate(MODELS) if model.pooled]
LONGEST_CURVE = 3_650
FEWEST_GAPS = 3
PRIOR_EVENTS = 1.0
PRIOR_DAYS = (15.0, 30.0, 60.0, 120.0)
"""Strengths of the prior on a new rate, in days watched, over which the factor for a change is swept."""


@dataclass(frozen=True)
class Silence:
    """What the tempo of the record says of the silence up to `now` (a day's ordinal, as all times).

    times: by definition, the days with an event. last, quiet: of the main definition.
    grid: (models, definitions, windows) P(so long a silence) had the tempo gone on, NaN where the record is too short.
    days, curves: (days,) and (models, days) the same for other lengths, main definition and window.
    pool, unusual: the pool's chance of today's silence, and the first length at which its curve is below 5 %, or None.
    expected: mean, and 5 and 95 % point, of the number of event days in so long a time at the main window's rate.
    naive: the chance at each rate that a source gives.
    ahead: (models,) P(no event from now to `until`), given the silence so far; NaN without `until`.
    campaign: P(a campaign was on) right after the last event and now.
    break_factors: Bayes factors for a rate that changed after the last event, by strength of the prior.
    change: where between the main window's begin and now the rate changed, if it did once.
    """

    now: int
    times: tuple[Floats, ...]
    last: int
    grid: Floats
    days: Floats
    curves: Floats
    unusual: tuple[int | None, ...]
    pool_unusual: int | None
    expected: tuple[float, int, int]
    naive: tuple[float, ...]
    ahead: Floats
    campaign: tuple[float, float]
    break_factors: tuple[float, ...]
    change: ChangePoint

    @property
    def quiet(self) -> int:
        """Days since the last event."""
        return self.now - self.last

    @property
    def gaps(self) -> Floats:
        """Days between events, main definition, whole record."""
        return np.diff(self.times[0])

    @property
    def pool(self) -> float:
        """The recommended pool: mean of its models on the main definition and window."""
        return float(np.nanmean(self.grid[POOL, 0, 0]))

    @property
    def cells(self) -> Floats:
        """Every cell that the pool's models fill, of definitions whose last event is the main one's: others tell of another silence."""
        same = [index for index, times in enumerate(self.times) if len(times) and int(times[-1]) == self.last]
        cells = self.grid[POOL][:, same].ravel()
        return np.asarray(cells[~np.isnan(cells)])

    @property
    def spread(self) -> float:
        """Largest over smallest of these cells; infinite where the smallest is too small for a float."""
        least = float(self.cells.min())
        return float(self.cells.max()) / least if least > 0 else math.inf

    @property
    def pooled_curve(self) -> Floats:
        """(days,) mean of the pool's curves."""
        return np.asarray(np.nanmean(self.curves[POOL], axis=0))

    @property
    def pooled_ahead(self) -> float:
        """The pool's chance that nothing happens up to the day asked for."""
        return float(np.nanmean(self.ahead[POOL]))


def event_days(scenario: Scenario, kinds: tuple[str, ...]) -> Floats:
    """The days, as ordinals, with at least one event of the kinds by the observed party, up to the scenario's day."""
    assert scenario.conduct is not None
    found = {
        event.date.toordinal()
        for event in scenario.events
        if event.kind in kinds and event.party in {None, scenario.conduct.party} and event.date <= scenario.as_of
    }
    return np.array(sorted(found), dtype=np.float64)


def study(scenario: Scenario) -> Silence | None:
    """Work out what the record says of the silence; None where the file counts no events.

    Raises:
        PourparlerError: too few events in the main window to say anything.
    """
    if scenario.conduct is None or scenario.conduct.tempo is None:
        return None
    tempo = scenario.conduct.tempo
    definitions = tuple(tempo.definitions.values())
    times = tuple(event_days(scenario, definition.kinds) for definition in definitions)
    begins = [float(window.toordinal()) for window in tempo.windows]
    now = scenario.as_of.toordinal()
    inside = times[0][times[0] >= begins[0]]
    if len(inside) <= FEWEST_GAPS:
        raise PourparlerError(
            f"conduct: tempo: only {len(inside)} {definitions[0].name} since {tempo.windows[0]}; at least {FEWEST_GAPS + 1} are "
            "needed to judge a silence: take an earlier window or more kinds of events, or leave 'tempo' out"
        )
    last = float(inside[-1])
    grid = np.array(
        [
            [[_since_last(model_index, each, begin, now) for begin in begins] for each in times]
            for model_index in range(len(MODELS))
        ]
    )
    days = np.arange(0.0, _curve_length(inside, now - last) + 1)
    curves = np.array([silence(model, inside, begins[0], last, days) for model in MODELS])
    gaps = np.diff(inside, prepend=begins[0])
    model = fit_campaign_lull(gaps, now - last)
    span = float(last - begins[0])
    return Silence(
        now=now,
        times=times,
        last=int(last),
        grid=grid,
        days=days,
        curves=curves,
        unusual=tuple(_first_below(curve) for curve in curves),
        pool_unusual=_first_below(np.asarray(np.nanmean(curves[POOL], axis=0))),
        expected=_expected(len(inside), span, now - last),
        naive=tuple(math.exp(-(now - last) / naive.every) for naive in tempo.naive),
        ahead=_ahead(inside, begins[0], now, tempo.until),
        campaign=(float(state_after(model, gaps)[1]), float(state_after(model, gaps, now - last)[1])),
        break_factors=tuple(
            float(terminal_break_factor(len(inside), span, now - last, PRIOR_EVENTS, prior)) for prior in PRIOR_DAYS
        ),
        change=change_point(inside, begins[0], float(now), PRIOR_EVENTS, PRIOR_DAYS[1]),
    )


def _since_last(model: int, times: Floats, begin: float, now: int) -> float:
    """P(silence from the last event to now), the record taken up to that event."""
    inside = times[times >= begin]
    if not len(inside):
        return math.nan
    return float(silence(MODELS[model], inside, begin, float(inside[-1]), float(now - inside[-1])))


def _expected(count: int, exposure: float, quiet: float) -> tuple[float, int, int]:
    """Mean and 5 and 95 % point of the number of events in `quiet` days at the rate of the record (gamma-Poisson, Jeffreys)."""
    most = 8
    while (below := np.cumsum(gamma_poisson_counts(count, exposure, quiet, most)))[-1] < MOST_EXPECTED:
        most *= 2
    low, high = np.searchsorted(below, [1 - MOST_EXPECTED, MOST_EXPECTED])
    return (count + 0.5) * quiet / exposure, int(low), int(high)


def _ahead(times: Floats, begin: float, now: int, until: date | None) -> Floats:
    if until is None or until.toordinal() <= now:
        return np.full(len(MODELS), math.nan)
    return np.array(
        [float(silence(model, times, begin, float(now), float(until.toordinal() - now))) for model in MODELS]
    )


def _curve_length(times: Floats, quiet: float) -> float:
    """Days to draw: past today's silence and the longest gap; beyond ten years no further than today."""
    return float(max(quiet, min(LONGEST_CURVE, max(1.5 * quiet, 1.1 * np.diff(times).max(), 30.0))))


def _first_below(curve: Floats) -> int | None:
    below = np.flatnonzero(curve < UNUSUAL)
    return int(below[0]) if len(below) else None
