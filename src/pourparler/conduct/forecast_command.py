"""What is asked of a forecast log: add a forecast, add an outcome, or say how things stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pourparler.answer import Paragraph, say
from pourparler.conduct.forecast_log import OUTCOMES, Forecast, append_forecast, append_outcome, read_log
from pourparler.conduct.forecast_scores import ForecastReport, report, to_dict
from pourparler.errors import PourparlerError


@dataclass(frozen=True)
class ForecastRequest:
    """The options of the command by name. `on` is the day that counts as today."""

    on: date
    as_of: date | None = None
    add: str | None = None
    by: date | None = None
    probability: float | None = None
    author: str | None = None
    resolve: int | None = None
    outcome: str | None = None

    def given(self, *names: str) -> list[str]:
        """Those of the options that were given, as they are typed."""
        return ["--" + name.replace("_", "-") for name in names if getattr(self, name) is not None]


def carry_out(log: Path, request: ForecastRequest) -> ForecastReport:
    """Do what is asked of a log, and say what was done or found.

    Raises:
        PourparlerError: options that do not go together, or something is wrong with the log or with what is added to
            it. Nothing is written.
    """
    if request.add is None and request.resolve is None:
        _refuse(request.given("by", "probability", "author", "outcome"), "goes with --add or --resolve")
        return report(read_log(log), request.as_of or request.on)
    _refuse(request.given("as_of"), "looks back, and nothing is recorded in the past; leave it out, or use --on")
    if request.add is None:
        return _resolve(log, request)
    _refuse(request.given("resolve", "outcome"), "does not go with --add; record the outcome by itself")
    if request.by is None or request.probability is None or request.author is None:
        raise PourparlerError("--add needs --by, --probability and --author; a forecast without them cannot be scored")
    added = append_forecast(log, request.add, request.by, request.probability, request.author, request.on)
    return _recorded(f"Recorded forecast {added.number} in {log}.", added)


def _resolve(log: Path, request: ForecastRequest) -> ForecastReport:
    _refuse(request.given("by", "probability"), "does not go with --resolve; a forecast stays as it was recorded")
    if request.resolve is None or request.outcome not in OUTCOMES:
        raise PourparlerError("--resolve needs --outcome yes or --outcome no")
    resolved = append_outcome(log, request.resolve, OUTCOMES[request.outcome], request.on, request.author or "")
    return _recorded(f"Recorded the outcome of forecast {resolved.number} in {log}: {request.outcome}.", resolved)


def _recorded(what: str, forecast: Forecast) -> ForecastReport:
    kept = say(f"Its seal is {forecast.seal}; kept elsewhere, it shows that nothing up to here was changed or cut off.")
    return ForecastReport((Paragraph((say(what), kept)),), to_dict(forecast))


def _refuse(options: list[str], because: str) -> None:
    if options:
        raise PourparlerError(f"{options[0]} {because}")
