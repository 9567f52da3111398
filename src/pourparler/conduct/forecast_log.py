"""The forecasts of a case, in a log that is only ever added to.

`forecasts.csv` lies beside scenario.yaml. A forecast is one line. Its outcome is another line, further down, with the
same number. Nothing that stands there is changed, and whether it was shows: every line ends with a seal, the first 16
hexadecimal digits of the SHA-256 of the UTF-8 text of the JSON list [seal of the line above, recorded, forecast,
question, by, probability, author, outcome], without spaces between its parts; above the first line the seal is empty.
What the seals cannot show is that lines were cut off at the end, or that somebody sealed the whole log anew: for that,
the last seal has to be kept somewhere else.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from pourparler.files import reason, write_whole
from pourparler.scenario.problem import Place, Problem, ScenarioError, listed, quoted
from pourparler.scenario.tables import Row, read_rows
from pourparler.scenario.yaml_reader import decode

FILE_NAME = "forecasts.csv"
SEALED = ("recorded", "forecast", "question", "by", "probability", "author", "outcome")
COLUMNS = (*SEALED, "seal")
OUTCOMES = {"yes": True, "no": False}

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COUNT = re.compile(r"[1-9][0-9]{0,8}")
_SHARE = re.compile(r"([0-9]+(\.[0-9]*)?|\.[0-9]+)(e-?[0-9]+)?")
_WRITE_A_DAY = "write year-month-day, such as 2018-03-09"

T = TypeVar("T")


@dataclass(frozen=True)
class Forecast:
    """A forecast and, once it is known, its outcome. `seal` is that of the last line about it."""

    number: int
    recorded: date
    question: str
    by: date
    probability: float
    author: str
    seal: str
    outcome: bool | None = None
    resolved: date | None = None
    resolved_by: str = ""

    def overdue(self, day: date) -> bool:
        """Whether its day has passed and its outcome is still not recorded."""
        return self.outcome is None and self.by < day


def seal(above: str, cells: Sequence[str]) -> str:
    """The seal of a line, from the seal of the line above and the line's other cells, in the order of the columns."""
    text = json.dumps([above, *cells], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def read_log(path: Path) -> tuple[Forecast, ...]:
    """All forecasts by number. Where there is no file, none has been recorded yet.

    Raises:
        ScenarioError: something is wrong with the log; `problems` lists everything, each with file, line and column.
    """
    return _parsed(_raw(path), path.as_posix())[0]


def append_forecast(path: Path, question: str, by: date, probability: float, author: str, recorded: date) -> Forecast:
    """Add a forecast to the log, which is begun if there is none, and hand it back.

    White space around texts is dropped and line ends are written as line feeds.

    Raises:
        ScenarioError: the log, or what is to be added to it, is wrong; places in the new line are those it would have
            had. Nothing is written.
    """
    cells = ["", question, by.isoformat(), repr(float(probability)), author, ""]
    return _append(path, recorded, cells)[-1]


def append_outcome(path: Path, number: int, outcome: bool, recorded: date, author: str = "") -> Forecast:
    """Add the outcome of a forecast to the log, and hand the forecast back. `author` is who says so.

    Raises:
        ScenarioError: as for `append_forecast`.
    """
    return _append(path, recorded, [str(number), "", "", "", author, "yes" if outcome else "no"])[number - 1]


def _append(path: Path, recorded: date, cells: list[str]) -> tuple[Forecast, ...]:
    """Add a line. The new log is read before it is written, so that nothing gets in that could not be read again."""
    file, old = path.as_posix(), _raw(path)
    forecasts, above = _parsed(old, file)
    cells = [recorded.isoformat(), cells[0] or str(len(forecasts) + 1), *cells[1:]]
    cells = [cell.replace("\r\n", "\n").replace("\r", "\n").strip() for cell in cells]
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    if not old:
        writer.writerow(COLUMNS)
    elif not old.endswith((b"\n", b"\r")):
        line.write("\n")
    try:
        writer.writerow([*cells, seal(above, cells)])
        new = old + line.getvalue().encode("utf-8")
    except UnicodeEncodeError:
        raise _refused(file, "what is to be added is not UTF-8 text", "write it in plain characters") from None
    try:
        forecasts, _ = _parsed(new, file)
    except ScenarioError as error:
        raise ScenarioError(replace(p, right=f"{p.right} (this line was not added)") for p in error.problems) from None
    try:
        write_whole(path.resolve(), new)
    except (OSError, ValueError) as error:
        raise _refused(file, f"cannot be written ({reason(error)})", "nothing was recorded") from None
    return forecasts


def _raw(path: Path) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise _refused(path.as_posix(), "is not a plain file", "the forecast log is a table beside scenario.yaml")
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except (OSError, ValueError) as error:
        raise _refused(path.as_posix(), f"cannot be read ({reason(error)})", "make it readable") from None


def _refused(file: str, wrong: str, right: str) -> ScenarioError:
    return ScenarioError([Problem(Place(file, 1, 1), wrong, right)])


def _parsed(raw: bytes, file: str) -> tuple[tuple[Forecast, ...], str]:
    """All forecasts of a log, and its last seal."""
    text = decode(raw, file)
    rows = read_rows(text, file, COLUMNS, COLUMNS) if text else []
    heading = ",".join(COLUMNS)
    if text and text.partition("\n")[0] != heading:
        raise _refused(file, "the columns are not in the order of a forecast log", f"the first line is: {heading}")
    reader = _Reader()
    for row in rows:
        reader.line(row)
    if reader.problems:
        raise ScenarioError(reader.problems)
    return tuple(reader.found.values()), reader.above


class _Meaningless(ValueError):
    """The text of a cell does not mean what its column holds."""

    def __init__(self, wrong: str, right: str) -> None:
        super().__init__(wrong)
        self.wrong, self.right = wrong, right


def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise _Meaningless(f"{quoted(text)} is not a day", _WRITE_A_DAY)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _Meaningless(f"{quoted(text)} is not in the calendar", _WRITE_A_DAY) from None


def _number(text: str) -> int:
    if not _COUNT.fullmatch(text):
        raise _Meaningless(f"{quoted(text)} is not the number of a forecast", "forecasts are numbered 1, 2, 3")
    return int(text)


def _probability(text: str) -> float:
    if not _SHARE.fullmatch(text) or float(text) > 1:
        raise _Meaningless(f"{quoted(text)} is not a probability from 0 to 1", "write 0.3 for 30 %")
    return float(text)


def _yes_or_no(text: str) -> bool:
    if text not in OUTCOMES:
        raise _Meaningless(f"{quoted(text)} is not an outcome", "write yes or no; leave it empty while it is open")
    return OUTCOMES[text]


class _Reader:
    """Goes through a log from top to bottom, and collects the forecasts and what is wrong."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.found: dict[int, Forecast] = {}
        self.above = ""
        self.latest = date.min

    def line(self, row: Row) -> None:
        """Take in the next line."""
        cells = [row[name].text if name in row else "" for name in SEALED]
        written = row["seal"].text if "seal" in row else ""
        if written != seal(self.above, cells):
            wrong = "this line does not fit its seal: it was changed, or a line above it was changed or taken out"
            self._wrong(row, "recorded", wrong, "put back what was recorded; a correction is a new forecast")
        self.above = written
        recorded, number = self._read(row, "recorded", _day) or self.latest, self._read(row, "forecast", _number)
        if recorded < self.latest:
            wrong = f"{recorded} is before {self.latest}, the day of a line above"
            self._wrong(row, "recorded", wrong, "a log only goes forward")
        self.latest = max(self.latest, recorded)
        if "outcome" in row:
            self._outcome(row, number, recorded)
        else:
            self._forecast(row, number, recorded)

    def _forecast(self, row: Row, number: int | None, recorded: date) -> None:
        due = max(self.found, default=0) + 1
        number = due if number is None else number
        if number != due:
            wrong = f"forecast {number} stands where forecast {due} is due"
            self._wrong(
                row, "forecast", wrong, "forecasts are numbered 1, 2, 3, and an outcome has its forecast's number"
            )
        question, by = self._read(row, "question", str), self._read(row, "by", _day)
        probability, author = self._read(row, "probability", _probability), self._read(row, "author", str)
        if by is not None and by < recorded:
            wrong = f"{by}, the day by which it is known, is before {recorded}, when it was recorded"
            self._wrong(row, "by", wrong, "a forecast is about what is still to come")
        forecast = Forecast(
            number, recorded, question or "", by or recorded, probability or 0.0, author or "", self.above
        )
        self.found.setdefault(number, forecast)

    def _outcome(self, row: Row, number: int | None, recorded: date) -> None:
        for column in ("question", "by", "probability"):
            if column in row:
                wrong = f"a line with an outcome has nothing under '{column}'"
                self._wrong(row, column, wrong, "record a forecast and its outcome on lines of their own")
        outcome = self._read(row, "outcome", _yes_or_no)
        if number is None:
            return
        forecast = self.found.get(number)
        if forecast is None:
            wrong = f"there is no forecast {number} above this line"
            self._wrong(row, "forecast", wrong, listed(self.found))
        elif forecast.outcome is not None:
            wrong = f"forecast {number} already has an outcome, recorded on {forecast.resolved}"
            self._wrong(row, "forecast", wrong, "an outcome is recorded once")
        elif outcome is not None:
            author = row["author"].text if "author" in row else ""
            self.found[number] = replace(
                forecast, outcome=outcome, resolved=recorded, resolved_by=author, seal=self.above
            )

    def _wrong(self, row: Row, column: str, wrong: str, right: str) -> None:
        cell = row.get(column) or next(iter(row.values()))
        self.problems.append(Problem(cell.place, wrong, right))

    def _read(self, row: Row, column: str, meaning: Callable[[str], T]) -> T | None:
        """What a cell means; none, and a fault noted, where it is empty or means nothing."""
        if column not in row:
            self._wrong(row, column, f"there is nothing under '{column}'", "fill it in")
            return None
        try:
            return meaning(row[column].text)
        except _Meaningless as fault:
            self._wrong(row, column, fault.wrong, fault.right)
            return None
