"""The back-test of a scenario: each model of tempo, asked again and again of the case's own record."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pourparler.conduct.backtest import LEAST_RECORD, Kind, Trial, calendar_trials, first_year, gap_trials
from pourparler.conduct.backtest_page import BackTest
from pourparler.conduct.stacking import stack
from pourparler.conduct.tempo import event_days
from pourparler.errors import PourparlerError
from pourparler.scenario.model import Scenario

FEWEST = 12
Stage = Callable[[str, int, int], None]


def backtest(scenario: Scenario, stage: Stage | None = None) -> BackTest:
    """Test every model on the main definition and the first window of the scenario's tempo, up to the scenario's day.

    Raises:
        PourparlerError: the file counts no events, or the record is too short to test anything on it.
    """
    if scenario.conduct is None or scenario.conduct.tempo is None:
        raise PourparlerError(
            "a back-test needs a record of events: the case has no 'conduct' with a 'tempo'; add them as "
            "docs/scenario-file.md shows"
        )
    tempo = scenario.conduct.tempo
    definition, window = next(iter(tempo.definitions.values())), tempo.windows[0]
    begin, now = float(window.toordinal()), float(scenario.as_of.toordinal())
    times = event_days(scenario, definition.kinds)
    times = times[times >= begin]
    mend = "take an earlier window or more kinds of events"
    if len(times) < FEWEST:
        raise PourparlerError(
            f"conduct: tempo: a back-test needs at least {FEWEST} events, so that models can learn from some and be scored "
            f"on others, and there are {len(times)} {definition.name} since {window}: {mend}"
        )
    say = stage or (lambda _what, _done, _all: None)
    say("asking each model after each event", 0, 2)
    trials = gap_trials(times, begin, now)
    say("asking each model twice a month", 1, 2)
    trials += calendar_trials(times, begin, now, first_year(times, begin))
    if not any(trial.enough for trial in trials):
        raise PourparlerError(
            f"conduct: tempo: nothing can be tested: of the {len(times)} {definition.name} since {window}, too few come "
            f"after the first {LEAST_RECORD:.0f} days of the window, in which the models learn: {mend}"
        )
    return BackTest(
        name=definition.name,
        begin=window,
        now=scenario.as_of,
        events=len(times),
        trials=trials,
        stackings={
            kind: stack(np.hstack([_pooled(trial) for trial in found]))
            for kind in (Kind.GAPS, Kind.CALENDAR)
            if (found := [trial for trial in trials if trial.kind is kind and trial.enough])
        },
    )


def _pooled(trial: Trial) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """What the pool's models gave to what came."""
    return trial.given[[row for row, model in enumerate(trial.models) if model.pooled]]
