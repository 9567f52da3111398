"""How well each model of tempo would have done on the record itself.

The same question is asked again and again of the past, each time of models that know the record up to that moment only,
and their answers are scored by what came. A question is P(no event in the `horizon` days after the origin), asked

* of gaps: at each event. The outcome is whether the gap that starts there is longer than the horizon;
* of the calendar: on the 1st and 16th of each month;
* in quiet spells: on those of these days before which nothing has happened for some time.

All times are in days; event times are ordinals of the calendar, strictly ascending. Wrong arguments raise ValueError.
Source: Dawid 1984, "Present position and potential developments: some personal views: statistical theory: the
prequential approach".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pourparler.conduct.scores import PairedDifference, brier, log_score, paired_difference
from pourparler.conduct.silence import MODELS, Model, silence
from pourparler.conduct.window import Floats, checked_times

Booleans = NDArray[np.bool_]

GAP_HORIZONS = (30.0, 60.0, 100.0)
CALENDAR_HORIZONS = (30.0, 60.0, 90.0)
FIRST_EVENT = 9  # whose gap is asked about: eight gaps are known then
FEWEST_EVENTS = 8  # before the first year in which the calendar is asked
QUIET_DAYS = 45.0
QUIET_HORIZON = 60.0
HALF_MONTH = 365.25 / 24
LEAST_RECORD = 365.0  # days a model must have seen: a season cannot be learned from less
FEWEST_BLOCKS = 3  # below, a standard error says nothing
ROUNDING = 1e-9  # of a score: a smaller difference or error is none


class Kind(StrEnum):
    """When a question is asked."""

    GAPS = "gaps"
    CALENDAR = "calendar"
    QUIET = "quiet spells"


@dataclass(frozen=True, eq=False)
class Standing:
    """How forecasters did by one score, as arrays (forecasters,).

    mean, error: the mean score and its standard error. difference, difference_error: the same of the score less the
    pool's on the same questions; both 0 for the pool.
    """

    mean: Floats
    error: Floats
    difference: Floats
    difference_error: Floats


@dataclass(frozen=True, eq=False)
class Trial:
    """One question, asked at many origins.

    origins: (n,) ascending. silent: (n,) whether no event came. said: (models + 3, n) the probability of that, by each
    model, by the equal pool of the recommended ones, by the share of outcomes so far, and by a coin. block: how many
    neighbours share their luck because their horizons overlap. unanswered: origins left out because a model could not
    answer there.
    """

    kind: Kind
    horizon: float
    models: tuple[Model, ...]
    origins: Floats
    silent: Booleans
    said: Floats
    block: int
    unanswered: int

    @property
    def pool(self) -> int:
        """The row of the pool; the share so far and the coin follow it."""
        return len(self.models)

    @property
    def effective(self) -> float:
        """The number of questions that do not share their luck: n / block."""
        return len(self.origins) / self.block

    @property
    def enough(self) -> bool:
        """Whether there are questions enough for a standard error."""
        return self.effective >= FEWEST_BLOCKS

    @property
    def given(self) -> Floats:
        """(models + 3, n) the probability given to what came."""
        return np.where(self.silent, self.said, 1 - self.said)

    @cached_property
    def log(self) -> Standing:
        """Standing by the log score, clipped as `scores.log_score` tells."""
        return self._standing(log_score)

    @cached_property
    def brier(self) -> Standing:
        """Standing by the Brier score."""
        return self._standing(brier)

    def _standing(self, score: Callable[[ArrayLike, ArrayLike], Floats]) -> Standing:
        if not self.enough:
            raise ValueError(
                f"{len(self.origins)} questions in blocks of {self.block} are too few for a standard error."
            )
        scores = [score(row, self.silent) for row in self.said]
        alone = [paired_difference(each, np.zeros(len(each)), self.block) for each in scores]
        paired = [paired_difference(each, scores[self.pool], self.block) for each in scores]
        return Standing(
            np.array([found.mean for found in alone]),
            np.array([found.standard_error for found in alone]),
            np.array([found.mean for found in paired]),
            np.array([found.standard_error for found in paired]),
        )


@dataclass(frozen=True)
class Comparison:
    """A model's log score less the pool's on one trial."""

    trial: Trial
    model: Model
    found: PairedDifference

    @property
    def clear(self) -> bool:
        """Whether it is more than two standard errors."""
        return beyond_two_errors(self.found.mean, self.found.standard_error)


def beyond_two_errors(difference: float, error: float) -> bool:
    """Whether a difference is more than two standard errors, and more than rounding.

    By chance about 1 in 20 are where questions do not overlap; where they do, 1 in 10 to 1 in 5, the more the fewer blocks.
    """
    return bool(abs(difference) > max(2 * error, ROUNDING))


def forecasts(
    times: Floats, begin: float, origins: Floats, horizons: Sequence[float], models: Sequence[Model] = MODELS
) -> Floats:
    """(models, origins, horizons) P(no event in the horizon after an origin), from the record up to the origin.

    Every model is trained once for each origin. NaN where its record is too short.
    """
    found = [silence(model, times, begin, float(origin), horizons) for model in models for origin in origins]
    return np.array(found, dtype=np.float64).reshape(len(models), len(origins), len(horizons))


def gap_trials(
    times: ArrayLike,
    begin: float,
    now: float,
    horizons: Sequence[float] = GAP_HORIZONS,
    first_event: int = FIRST_EVENT,
    models: Sequence[Model] = MODELS,
) -> tuple[Trial, ...]:
    """Ask at each event, from number `first_event` on, whether the gap after it will be longer than each horizon.

    The gap that is still open at `now` counts only for horizons it has already passed. No event is asked about before
    the window has lasted more than `LEAST_RECORD` days. Gaps do not overlap, so that each question counts in full.
    """
    found = _checked(times, begin, now, horizons)
    ends = np.append(found[1:], np.inf)
    late = (np.arange(len(found)) >= first_event - 1) & (found > begin + LEAST_RECORD)
    said = forecasts(found, begin, found[late], horizons, models)
    trials = []
    for column, horizon in enumerate(horizons):
        known = np.minimum(ends, found + horizon)
        questions = _Questions(found, ends - found > horizon, known, now)
        trials.append(questions.trial(Kind.GAPS, horizon, 1, models, late, said[:, :, column]))
    return tuple(trials)


def calendar_trials(
    times: ArrayLike,
    begin: float,
    now: float,
    first: float,
    horizons: Sequence[float] = CALENDAR_HORIZONS,
    quiet_days: float = QUIET_DAYS,
    quiet_horizon: float = QUIET_HORIZON,
    models: Sequence[Model] = MODELS,
) -> tuple[Trial, ...]:
    """Ask on the 1st and 16th of each month, from the day `first` on, whether nothing will happen in each horizon.

    Only horizons that end by `now` count. The last trial is that of the quiet spells: the days before which nothing has
    happened for `quiet_days`, with the horizon `quiet_horizon`.
    """
    every = tuple(dict.fromkeys((*horizons, quiet_horizon)))
    found = _checked(times, begin, now, every)
    origins = half_months(begin, now)
    late = (origins >= first) & (origins > begin + LEAST_RECORD) & (origins + min(every) <= now)
    said = forecasts(found, begin, origins[late], every, models)
    before = np.searchsorted(found, origins, side="right")
    quiet = origins - np.append(-np.inf, found)[before] >= quiet_days
    quiet &= before > 0
    everywhere = np.ones(len(origins), dtype=np.bool_)
    trials = []
    for kind, horizon, part in [
        *((Kind.CALENDAR, horizon, everywhere) for horizon in horizons),
        (Kind.QUIET, quiet_horizon, quiet),
    ]:
        silent = np.searchsorted(found, origins + horizon, side="right") == before
        # An event makes an outcome known early, silence does not: all wait for the end, or the share so far would lean.
        questions = _Questions(origins[part], silent[part], origins[part] + horizon, now)
        column = said[:, part[late], every.index(horizon)]
        trials.append(questions.trial(kind, horizon, math.ceil(horizon / HALF_MONTH), models, late[part], column))
    return tuple(trials)


def half_months(begin: float, now: float) -> Floats:
    """The 1st and the 16th of each month from `begin` to `now`, as ordinals."""
    years = range(date.fromordinal(math.ceil(begin)).year, date.fromordinal(math.floor(now)).year + 1)
    days = [date(year, month, day).toordinal() for year in years for month in range(1, 13) for day in (1, 16)]
    return np.array([day for day in days if begin <= day <= now], dtype=np.float64)


def first_year(times: ArrayLike, begin: float, fewest: int = FEWEST_EVENTS) -> float:
    """The 1 January of the first year before which there are `fewest` events, and `LEAST_RECORD` days of the window."""
    found = np.asarray(times, dtype=np.float64)
    if not 0 < fewest <= len(found):
        raise ValueError(f"There are {len(found)} events, and {fewest} are asked for, which must be at least 1.")
    latest = max(found[fewest - 1], begin + LEAST_RECORD - 1)
    return float(date(date.fromordinal(math.ceil(latest)).year + 1, 1, 1).toordinal())


def comparisons(trials: Sequence[Trial]) -> tuple[Comparison, ...]:
    """Each model against the pool in each trial with questions enough."""
    return tuple(
        Comparison(
            trial, model, PairedDifference(float(trial.log.difference[row]), float(trial.log.difference_error[row]))
        )
        for trial in trials
        if trial.enough
        for row, model in enumerate(trial.models)
    )


@dataclass(frozen=True, eq=False)
class _Questions:
    """All questions of one kind and horizon: origins, outcomes, when each is known; those known after `now` are void."""

    origins: Floats
    silent: Booleans
    known: Floats
    now: float

    def trial(
        self, kind: Kind, horizon: float, block: int, models: Sequence[Model], late: Booleans, said: Floats
    ) -> Trial:
        """Keep of the `late` questions, to which `said` (models, late questions) belongs, those that can be scored."""
        known = self.known[late] <= self.now
        answered = known & ~np.isnan(said).any(axis=0)
        origins, said = self.origins[late][answered], said[:, answered]
        pooled = [row for row, model in enumerate(models) if model.pooled]
        # The prior of Jeffreys keeps the share so far from 0 and 1.
        so_far = [self.known <= origin for origin in origins]
        share = np.array([(self.silent[past].sum() + 0.5) / (past.sum() + 1) for past in so_far])
        rows = [*said, said[pooled].mean(axis=0), share, np.full(len(origins), 0.5)]
        return Trial(
            kind=kind,
            horizon=horizon,
            models=tuple(models),
            origins=origins,
            silent=self.silent[late][answered],
            said=np.array(rows),
            block=block,
            unanswered=int((known & ~answered).sum()),
        )


def _checked(times: ArrayLike, begin: float, now: float, horizons: Sequence[float]) -> Floats:
    found = checked_times(times, begin, now)
    if (np.diff(found) <= 0).any():
        raise ValueError("Times must be strictly ascending. Count events on the same day as one.")
    if not horizons or not all(0 < horizon < math.inf for horizon in horizons):
        raise ValueError(f"Horizons must be days above 0, at least one, and are {list(horizons)}.")
    return found
