"""A back-test set down: in sentences and tables, and as plain content for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from pourparler.answer import Block, Paragraph, Section, Sentence, say
from pourparler.conduct.backtest import (
    FEWEST_BLOCKS,
    FEWEST_EVENTS,
    FIRST_EVENT,
    LEAST_RECORD,
    QUIET_DAYS,
    Comparison,
    Kind,
    Standing,
    Trial,
    comparisons,
)
from pourparler.conduct.backtest_tables import COIN, SHARE, beyond, level, pooled_models, trial_table, weights_table
from pourparler.conduct.scores import LOG_FLOOR
from pourparler.conduct.stacking import Stacking
from pourparler.wording import listed

BY_CHANCE = 20  # one comparison in so many lies beyond two standard errors by chance


@dataclass(frozen=True, eq=False)
class BackTest:
    """What the back-test of a record found. name: of the events counted. begin, now: the window; events: in it."""

    name: str
    begin: date
    now: date
    events: int
    trials: tuple[Trial, ...]
    stackings: Mapping[Kind, Stacking]

    @cached_property
    def scored(self) -> tuple[Trial, ...]:
        """The trials with questions enough."""
        return tuple(trial for trial in self.trials if trial.enough)

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Every model against the pool in each of these."""
        return comparisons(self.trials)

    @cached_property
    def section(self) -> Section:
        """The whole as one section."""
        content: list[Block] = [
            Paragraph((*_verdict(self.comparisons), *_baselines(self.scored)), "What the record tells"),
            Paragraph(tuple(_asked(self)), "How it was asked"),
            Paragraph(tuple(_scores(self.scored)), "How it was scored"),
            *(trial_table(trial, with_terms=trial is self.scored[0]) for trial in self.scored),
            weights_table(self.stackings),
        ]
        return Section("conduct-backtest", "How well would each model of tempo have done?", tuple(content))

    def to_dict(self) -> dict[str, Any]:
        """Plain content for JSON, numbers rounded to six decimals."""
        clear = [comparison for comparison in self.comparisons if comparison.clear]
        return {
            "events_counted": self.name,
            "begin": self.begin.isoformat(),
            "as_of": self.now.isoformat(),
            "events": self.events,
            "log_floor": LOG_FLOOR,
            "trials": [_trial_dict(trial) for trial in self.trials],
            "comparisons": {
                "made": len(self.comparisons),
                "one_in_twenty": len(self.comparisons) / BY_CHANCE,
                "beyond_two_errors": [
                    {
                        "model": comparison.model.key,
                        "kind": comparison.trial.kind.value,
                        "horizon": comparison.trial.horizon,
                        "difference": _rounded(comparison.found.mean),
                        "standard_error": _rounded(comparison.found.standard_error),
                    }
                    for comparison in clear
                ],
            },
            "stacking_in_sample": {
                kind.value: {
                    "weights": {
                        model.key: _rounded(weight)
                        for model, weight in zip(pooled_models(), found.weights, strict=True)
                    },
                    "log": _rounded(found.score),
                    "log_equal_weights": _rounded(found.equal_score),
                }
                for kind, found in self.stackings.items()
            },
        }


def _verdict(made: Sequence[Comparison]) -> Iterable[Sentence]:
    clear = [comparison for comparison in made if comparison.clear]
    yield say(
        "A model's log score differs from the equal pool's by more than two standard errors in"
        f" {len(clear) or 'none'} of {len(made)} comparisons."
    )
    for how, sign in (("Better", -1), ("Worse", 1)) if clear else ():
        by_model: dict[str, list[Trial]] = {}
        for comparison in clear:
            if comparison.found.mean * sign > 0:
                by_model.setdefault(comparison.model.name, []).append(comparison.trial)
        named = [f"“{name}” ({_places(trials)})" for name, trials in by_model.items()]
        yield say(f"{how} than the pool: {'; '.join(named) or 'none'}.")
    yield say(
        f"If all did equally well, about 1 in {BY_CHANCE}, here {len(made) / BY_CHANCE:.2g}, would do so by chance, and two to"
        " four times as many where horizons overlap; the comparisons share one record, so that such chances come together."
    )


def _baselines(trials: Sequence[Trial]) -> Iterable[Sentence]:
    for offset, name in ((1, SHARE), (2, COIN)):
        clear = [trial for trial in trials if beyond(trial.log, trial.pool + offset)]
        better = [trial for trial in clear if trial.log.difference[trial.pool + offset] > 0]
        worse = [trial for trial in clear if trial not in better]
        yield say(
            f"The pool is better than {name} by that much in {len(better)} of {len(trials)} trials",
            f" ({_places(better)})" if better else "",
            f", and worse in {len(worse)} ({_places(worse)})." if worse else ", and worse in none.",
        )


def _asked(test: BackTest) -> Iterable[Sentence]:
    yield say(
        f"The record holds {test.events} {test.name} from {test.begin} to {test.now}; each time, a model knew only what had"
        f" happened by then, and nothing was asked in the first {LEAST_RECORD:.0f} days."
    )
    yield say(
        f"Gaps: after each event from number {FIRST_EVENT} on, will the silence last longer than so many days? The silence"
        " still open counts only where it has lasted that long."
    )
    calendar = [trial for trial in test.trials if trial.kind is Kind.CALENDAR and len(trial.origins)]
    if calendar:
        yield say(
            f"Calendar: on the 1st and 16th of each month from {_day(calendar[0].origins[0])}, the first year with"
            f" {FEWEST_EVENTS} events before it, will so many days pass without an event? Only days that ended by"
            f" {test.now} count."
        )
        yield say(f"Quiet spells: the same, where nothing had happened for {QUIET_DAYS:.0f} days or more.")
    for trial in test.trials:
        if not trial.enough:
            yield say(
                f"Not scored, as fewer than {FEWEST_BLOCKS} questions count in full: {_places([trial])} ({len(trial.origins)}"
                " asked)."
            )
        if trial.unanswered:
            yield say(f"Left out, as some model could not answer: {trial.unanswered} questions of {_places([trial])}.")


def _scores(trials: Sequence[Trial]) -> Iterable[Sentence]:
    yield say(
        "Log score: −ln of the probability given to what came; Brier score: (probability − outcome)². In both, 0 is perfect"
        " and less is better; ± is one standard error of the mean."
    )
    clipped = sum(int((trial.given < LOG_FLOOR).sum()) for trial in trials)
    yield say(
        f"A probability below {LOG_FLOOR:.2%} counts as that much in the log score, which was so {clipped} times."
        if clipped
        else "No probability was so small that the log score had to be cut off."
    )
    yield say(
        "Where horizons overlap, neighbours share their luck and are taken together in blocks; neighbouring blocks still"
        " share some, so that these standard errors may be too small by up to about a fifth."
    )


def _trial_dict(trial: Trial) -> dict[str, Any]:
    keys = [*(model.key for model in trial.models), "pool", "share-so-far", "coin"]
    return {
        "kind": trial.kind.value,
        "horizon": trial.horizon,
        "asked": len(trial.origins),
        "silent": int(trial.silent.sum()),
        "first": _day(trial.origins[0]) if len(trial.origins) else None,
        "last": _day(trial.origins[-1]) if len(trial.origins) else None,
        "block": trial.block,
        "effective": _rounded(trial.effective),
        "unanswered": trial.unanswered,
        "clipped": int((trial.given < LOG_FLOOR).sum()),
        "scores": {
            key: {"log": _standing_dict(trial.log, row), "brier": _standing_dict(trial.brier, row)}
            for row, key in enumerate(keys)
        }
        if trial.enough
        else None,
    }


def _standing_dict(standing: Standing, row: int) -> dict[str, float]:
    return {
        "mean": _rounded(standing.mean[row]),
        "standard_error": _rounded(standing.error[row]),
        "less_the_pool": _rounded(standing.difference[row]),
        "less_the_pool_standard_error": _rounded(standing.difference_error[row]),
    }


def _places(trials: Sequence[Trial]) -> str:
    """`gaps at 30 and 60 days; the calendar at 90 days`."""
    by_kind: dict[Kind, list[str]] = {}
    for trial in trials:
        by_kind.setdefault(trial.kind, []).append(f"{trial.horizon:.0f}")
    return "; ".join(f"{level(kind)} at {listed(horizons)} days" for kind, horizons in by_kind.items())


def _day(ordinal: float) -> str:
    return date.fromordinal(int(ordinal)).isoformat()


def _rounded(value: float) -> float:
    return round(float(value), 6) + 0.0  # never −0
