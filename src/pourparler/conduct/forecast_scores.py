"""What a forecast log says on a day: what is open, what is overdue, and how good the forecasts were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from pourparler.answer import Block, Paragraph, Table, say
from pourparler.conduct.forecast_log import Forecast
from pourparler.conduct.scores import LOG_FLOOR, brier, corp, log_score, skill
from pourparler.scenario.problem import one_line

FEWEST = 30  # outcomes before calibration is worked out
BIN_EDGES = np.arange(1, 10) / 10
INTERVAL = (0.05, 0.95)


@dataclass(frozen=True)
class ForecastReport:
    """Blocks for a door to set, and the same content for JSON, numbers rounded to six decimals."""

    blocks: tuple[Block, ...]
    data: dict[str, Any]


def as_of(forecasts: Sequence[Forecast], day: date) -> tuple[Forecast, ...]:
    """The log as it stood at the end of a day: later forecasts left out, later outcomes still open.

    The seal of a forecast stays that of the last line about it.
    """
    return tuple(
        forecast
        if forecast.resolved is None or forecast.resolved <= day
        else replace(forecast, outcome=None, resolved=None, resolved_by="")
        for forecast in forecasts
        if forecast.recorded <= day
    )


def report(forecasts: Sequence[Forecast], day: date) -> ForecastReport:
    """What the log says on a day."""
    known = as_of(forecasts, day)
    resolved = tuple(forecast for forecast in known if forecast.outcome is not None)
    overdue = tuple(forecast for forecast in known if forecast.overdue(day))
    still_open = tuple(forecast for forecast in known if forecast.outcome is None and not forecast.overdue(day))
    later = len(forecasts) - len(known), sum(f.resolved is not None and f.resolved > day for f in forecasts)
    blocks: list[Block] = [_overview(len(resolved), len(still_open), len(overdue), later, day)]
    if overdue:
        blocks.append(_waiting("Overdue: the day has passed and no outcome is recorded", overdue))
    if still_open:
        blocks.append(_waiting("Open", still_open))
    data: dict[str, Any] = {
        "as_of": day.isoformat(),
        "recorded_later": {"forecasts": later[0], "outcomes": later[1]},
        "overdue": [forecast.number for forecast in overdue],
        "open": [forecast.number for forecast in still_open],
        "scores": None,
        "calibration": None,
        "forecasts": [to_dict(forecast) for forecast in known],
    }
    if resolved:
        marks = _Marks(resolved)
        blocks.extend(marks.blocks())
        data["scores"] = marks.scores()
        data["calibration"] = marks.calibration() if len(resolved) >= FEWEST else None
    return ForecastReport(tuple(blocks), data)


def to_dict(forecast: Forecast) -> dict[str, Any]:
    """A forecast for JSON: days as text, the outcome as true, false or null."""
    return {
        "number": forecast.number,
        "recorded": forecast.recorded.isoformat(),
        "question": forecast.question,
        "by": forecast.by.isoformat(),
        "probability": forecast.probability,
        "author": forecast.author,
        "outcome": forecast.outcome,
        "resolved": forecast.resolved and forecast.resolved.isoformat(),
        "resolved_by": forecast.resolved_by,
        "seal": forecast.seal,
    }


class _Marks:
    """The scores of forecasts that all have an outcome."""

    def __init__(self, resolved: tuple[Forecast, ...]) -> None:
        self.resolved = resolved
        self.said = np.array([forecast.probability for forecast in resolved])
        self.happened = np.array([forecast.outcome for forecast in resolved], dtype=np.float64)
        self.brier, self.log = brier(self.said, self.happened), log_score(self.said, self.happened)
        self.clipped = int((np.where(self.happened == 1, self.said, 1 - self.said) < LOG_FLOOR).sum())

    def scores(self) -> dict[str, Any]:
        """The mean scores."""
        return {
            "outcomes": len(self.resolved),
            "brier": _rounded(self.brier.mean()),
            "log": _rounded(self.log.mean()),
            "log_floor": LOG_FLOOR,
            "log_clipped": self.clipped,
        }

    def calibration(self) -> dict[str, Any]:
        """What the mean Brier score is made of, and the bins."""
        parts = corp(self.said, self.happened)
        return {
            "miscalibration": _rounded(parts.miscalibration),
            "discrimination": _rounded(parts.discrimination),
            "uncertainty": _rounded(parts.uncertainty),
            "skill": _rounded(skill(self.said, self.happened)) if parts.uncertainty else None,
            "recalibrated": {
                str(forecast.number): _rounded(value)
                for forecast, value in zip(self.resolved, parts.recalibrated, strict=True)
            },
            "interval": list(INTERVAL),
            "bins": list(_bins(self.said, self.happened)),
        }

    def blocks(self) -> Iterator[Block]:
        """The mean scores in words; then each forecast while they are few, calibration when they are many."""
        few = len(self.resolved) < FEWEST
        sentences = [
            say(
                f"Over {_count(len(self.resolved), 'outcome')}, the mean Brier score is {_score(self.brier.mean())} and"
                f" the mean log score {_score(self.log.mean())}."
            ),
            say("In both, 0 is perfect; saying 50 % every time scores 0.25 and 0.693."),
        ]
        if self.clipped:
            counted = "counts as if it had given" if self.clipped == 1 else "count as if they had given"
            sentences.append(
                say(
                    f"{_count(self.clipped, 'forecast')} gave less than {_percent(LOG_FLOOR)} to what happened, and"
                    f" {counted} that much: a log score without this floor can be infinite."
                )
            )
        if few:
            sentences.append(
                say(f"Below {FEWEST} outcomes every new one moves these means, and no calibration is said.")
            )
        yield Paragraph(tuple(sentences), "How good the forecasts were")
        if few:
            yield self._list()
        else:
            yield from _calibration_blocks(self.calibration(), float(self.brier.mean()))

    def _list(self) -> Table:
        rows = tuple(
            (
                _named(forecast),
                _percent(forecast.probability),
                "yes" if forecast.outcome else "no",
                _score(b),
                _score(log),
            )
            for forecast, b, log in zip(self.resolved, self.brier, self.log, strict=True)
        )
        columns = ("Forecast", "Probability", "Outcome", "Brier score", "Log score")
        return Table("Forecasts with an outcome", columns, rows, frozenset({1, 3, 4}))


def _bins(said: NDArray[np.float64], happened: NDArray[np.float64]) -> Iterator[dict[str, Any]]:
    """Tenths of the range that hold a forecast; a limit belongs to the bin above it."""
    where = np.searchsorted(BIN_EDGES, said, side="right")
    for number in np.unique(where):
        inside = where == number
        n, k = int(inside.sum()), int(happened[inside].sum())
        low, high = betaincinv(k + 0.5, n - k + 0.5, INTERVAL)
        yield {
            "from": int(number) / 10,
            "to": int(number + 1) / 10,
            "outcomes": n,
            "came_true": k,
            "low": _rounded(low),
            "high": _rounded(high),
            "mean_forecast": _rounded(said[inside].mean()),
        }


def _calibration_blocks(found: dict[str, Any], mean_brier: float) -> Iterator[Block]:
    gained = found["skill"]
    yield Paragraph(
        (
            say(
                f"The mean Brier score {_score(mean_brier)} = miscalibration {_score(found['miscalibration'])} − discrimination"
                f" {_score(found['discrimination'])} + uncertainty {_score(found['uncertainty'])}."
            ),
            say(
                "Miscalibration is what would be saved by moving each probability to the share that came true, keeping"
                " their order; discrimination is what telling the questions apart has gained; uncertainty is what saying"
                " the share of yes every time would have scored."
            ),
            say("The shares are fitted to these same outcomes, which makes miscalibration look larger than it is."),
            say("Skill cannot be said: all outcomes are alike.")
            if gained is None
            else say(f"Skill against that share, said every time: {_score(gained)} (1 is perfect, 0 is no better)."),
        ),
        "Calibration",
    )
    yield Table(
        "What was said and what came true",
        ("Said", "Outcomes", "Came true", "Likely share", "Said on average"),
        tuple(
            (
                f"{_percent(row['from'])} to {_percent(row['to'])}",
                str(row["outcomes"]),
                str(row["came_true"]),
                f"{100 * row['low']:.0f} to {100 * row['high']:.0f} %",
                f"{100 * row['mean_forecast']:.0f} %",
            )
            for row in found["bins"]
        ),
        frozenset({1, 2, 3, 4}),
        "Likely share: 5 to 95 % of Beta(k + 0.5, n − k + 0.5) for k true of n, which takes the questions as independent."
        " 30 % itself is counted from 30 % up, and so on. Tenths in which nothing was said are left out.",
    )


def _overview(resolved: int, still_open: int, overdue: int, later: tuple[int, int], day: date) -> Paragraph:
    known = resolved + still_open + overdue
    held = f"{_count(known, 'forecast')}: {resolved} with an outcome, {still_open} open and {overdue} overdue"
    sentences = [say(f"On {day} the log holds {held if known else 'no forecast'}.")]
    if any(later):
        what = f"{_count(later[0], 'forecast')} and {_count(later[1], 'outcome')}"
        sentences.append(say(f"Recorded after that day, and left out here: {what}."))
    return Paragraph(tuple(sentences))


def _waiting(caption: str, forecasts: Sequence[Forecast]) -> Table:
    """Forecasts without an outcome, by their day."""
    rows = tuple(
        (_named(forecast), forecast.by.isoformat(), _percent(forecast.probability), one_line(forecast.author))
        for forecast in sorted(forecasts, key=lambda forecast: (forecast.by, forecast.number))
    )
    return Table(caption, ("Forecast", "By", "Probability", "Author"), rows, frozenset({2}))


def _named(forecast: Forecast) -> str:
    return f"{forecast.number}: {one_line(forecast.question)}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


def _percent(probability: float) -> str:
    """A probability as it was given, not rounded."""
    return f"{100 * probability:.10g} %"


def _score(value: float) -> str:
    return f"{_rounded(value, 3):.3f}"


def _rounded(value: float, digits: int = 6) -> float:
    return round(float(value), digits) + 0.0  # never −0
