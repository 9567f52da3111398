"""The forecast log: what goes in comes out, nothing can be changed unseen, and every fault has its place."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.conduct import forecast_log
from pourparler.conduct.forecast_log import COLUMNS, Forecast, append_forecast, append_outcome, read_log
from pourparler.scenario import ScenarioError

MARCH = date(2018, 3, 9)
JUNE = date(2018, 6, 12)
HEADING = "recorded,forecast,question,by,probability,author,outcome,seal\n"


def sealed(*lines: list[str]) -> str:
    """A log of these lines with right seals, made without the code that is tested."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    above = ""
    for cells in lines:
        text = "[" + ",".join(json.dumps(cell, ensure_ascii=False) for cell in [above, *cells]) + "]"
        above = hashlib.sha256(text.encode()).hexdigest()[:16]
        writer.writerow([*cells, above])
    return written.getvalue()


def asks(number: int = 1, **other: str) -> list[str]:
    cells = dict(zip(COLUMNS, ["2018-03-09", str(number), "A test?", "2018-06-12", "0.3", "Ana", ""], strict=False))
    return list((cells | other).values())


def tells(number: int = 1, **other: str) -> list[str]:
    cells = dict(zip(COLUMNS, ["2018-06-12", str(number), "", "", "", "", "no"], strict=False))
    return list((cells | other).values())


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "forecasts.csv"


def faults(log: Path) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read_log(log)
    return [str(problem).removeprefix(f"{log.as_posix()}:") for problem in caught.value.problems]


def test_a_forecast_and_its_outcome(log: Path) -> None:
    assert read_log(log) == ()
    first = append_forecast(log, "A missile test by the summit?", JUNE, 0.25, "Ana", MARCH)
    append_forecast(log, "A summit by then?", JUNE, 0.6, "Ben", MARCH)
    told = append_outcome(log, 1, False, JUNE, "Ana")
    text = log.read_text("utf-8")
    assert text == sealed(
        ["2018-03-09", "1", "A missile test by the summit?", "2018-06-12", "0.25", "Ana", ""],
        ["2018-03-09", "2", "A summit by then?", "2018-06-12", "0.6", "Ben", ""],
        ["2018-06-12", "1", "", "", "", "Ana", "no"],
    )
    seals = [line.rsplit(",", 1)[1] for line in text.splitlines()]
    assert first == Forecast(1, MARCH, "A missile test by the summit?", JUNE, 0.25, "Ana", seals[1])
    assert told == Forecast(1, MARCH, "A missile test by the summit?", JUNE, 0.25, "Ana", seals[3], False, JUNE, "Ana")
    assert read_log(log) == (told, Forecast(2, MARCH, "A summit by then?", JUNE, 0.6, "Ben", seals[2]))


TEXT = st.text(st.characters(codec="utf-8") | st.sampled_from(list(',"\n\r;=# \t\u2028\x1c\ufeff\0')), max_size=20)
FILLED = TEXT.filter(lambda text: text.strip())
STEPS = st.lists(
    st.tuples(FILLED, FILLED, st.floats(0, 1).map(abs), st.integers(0, 400), st.booleans() | st.none()), max_size=6
)


@settings(max_examples=400)
@given(steps=STEPS)
def test_any_text_comes_back_and_lines_are_only_added(tmp_path_factory: pytest.TempPathFactory, steps) -> None:
    log = tmp_path_factory.mktemp("case") / "forecasts.csv"
    before = b""
    day = MARCH
    for number, (question, author, probability, ahead, outcome) in enumerate(steps, 1):
        by = day + timedelta(ahead)
        append_forecast(log, question, by, probability, author, day)
        if outcome is not None:
            append_outcome(log, number, outcome, day, question)
        after = log.read_bytes()
        assert after.startswith(before)
        before = after
        found = read_log(log)[-1]
        plain = [text.replace("\r\n", "\n").replace("\r", "\n").strip() for text in (question, author)]
        assert [found.number, found.question, found.author, found.by] == [number, *plain, by]
        assert (found.probability, found.outcome) == (probability, outcome)
        assert found.resolved_by == ("" if outcome is None else plain[0])
        day += timedelta(ahead % 3)
    if steps:
        log.write_bytes(before.replace(b"\n", b"\r\n"))
        assert len(read_log(log)) == len(steps), "line ends of another system are no change"


LINES = [asks(), asks(2, question='Two, "three"\nfour?'), tells(2), asks(3, recorded="2018-06-20", by="2018-07-01")]


@settings(max_examples=600)
@given(st.data())
def test_no_edit_goes_unseen(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Change any cell of any line, seals left as they were: that line, and no other, is said to be changed."""
    log = tmp_path_factory.mktemp("case") / "forecasts.csv"
    rows = list(csv.reader(io.StringIO(sealed(*LINES))))
    line, column = data.draw(st.integers(1, len(LINES))), data.draw(st.integers(0, 6))
    new = data.draw(st.text("019-.yesno A?", max_size=12).map(str.strip))
    if new == rows[line][column]:
        new += "x"
    rows[line][column] = new
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    log.write_text(written.getvalue(), "utf-8")
    places = {1: 2, 2: 3, 3: 5, 4: 6}
    broken = [fault for fault in faults(log) if "does not fit its seal" in fault]
    assert [fault.split(":")[0] for fault in broken] == [str(places[line])]


@pytest.mark.parametrize("taken", [0, 1, 2])
def test_a_line_that_was_taken_out_is_missed(log: Path, taken: int) -> None:
    rows = sealed(asks(), asks(2), asks(3), asks(4)).splitlines(keepends=True)
    log.write_text("".join(rows[: taken + 1] + rows[taken + 2 :]), "utf-8")
    assert faults(log)[0].startswith(f"{taken + 2}:1: this line does not fit its seal")


def test_lines_that_changed_places_and_seals_that_were_changed(log: Path) -> None:
    rows = sealed(asks(), asks(2), asks(3)).splitlines(keepends=True)
    log.write_text("".join([*rows[:2], rows[3], rows[2]]), "utf-8")
    assert [fault.split(";")[0] for fault in faults(log)] == [
        "3:1: this line does not fit its seal: it was changed, or a line above it was changed or taken out",
        "3:12: forecast 3 stands where forecast 2 is due",
        "4:1: this line does not fit its seal: it was changed, or a line above it was changed or taken out",
        "4:12: forecast 2 stands where forecast 4 is due",
    ]
    log.write_text("".join(rows).replace(rows[2].rsplit(",", 1)[1], "\n"), "utf-8")
    assert [fault.split(":")[0] for fault in faults(log)] == ["3", "4"]


FAULTS = {
    "unknown": ([asks(), tells(2)], ["3:12: there is no forecast 2 above this line; known are: 1"]),
    "first": ([tells()], ["2:12: there is no forecast 1 above this line; there is none to choose from"]),
    "second": (
        [asks(), tells(), tells(outcome="yes")],
        ["4:12: forecast 1 already has an outcome, recorded on 2018-06-12; an outcome is recorded once"],
    ),
    "too much": (
        [asks(probability="1.5")],
        ["2:33: '1.5' is not a probability from 0 to 1; write 0.3 for 30 %"],
    ),
    "too little": ([asks(probability="-0.1")], ["2:33: '-0.1' is not a probability from 0 to 1; write 0.3 for 30 %"]),
    "no number": ([asks(probability="nan")], ["2:33: 'nan' is not a probability from 0 to 1; write 0.3 for 30 %"]),
    "percent": ([asks(probability="30 %")], ["2:33: '30 %' is not a probability from 0 to 1; write 0.3 for 30 %"]),
    "past": (
        [asks(by="2018-03-08")],
        [
            "2:22: 2018-03-08, the day by which it is known, is before 2018-03-09, when it was recorded; "
            "a forecast is about what is still to come"
        ],
    ),
    "calendar": (
        [asks(by="2018-02-30")],
        ["2:22: '2018-02-30' is not in the calendar; write year-month-day, such as 2018-03-09"],
    ),
    "day": ([asks(by="June")], ["2:22: 'June' is not a day; write year-month-day, such as 2018-03-09"]),
    "short day": (
        [asks(recorded="20180309")],
        ["2:1: '20180309' is not a day; write year-month-day, such as 2018-03-09"],
    ),
    "back": (
        [asks(), asks(2, recorded="2018-03-08")],
        ["3:1: 2018-03-08 is before 2018-03-09, the day of a line above; a log only goes forward"],
    ),
    "gap": (
        [asks(3)],
        [
            "2:12: forecast 3 stands where forecast 1 is due; "
            "forecasts are numbered 1, 2, 3, and an outcome has its forecast's number"
        ],
    ),
    "numberless": (
        [asks(forecast="one")],
        ["2:12: 'one' is not the number of a forecast; forecasts are numbered 1, 2, 3"],
    ),
    "outcome numberless": (
        [asks(), tells(forecast="one", outcome="maybe")],
        [
            "3:12: 'one' is not the number of a forecast; forecasts are numbered 1, 2, 3",
            "3:20: 'maybe' is not an outcome; write yes or no; leave it empty while it is open",
        ],
    ),
    "both": (
        [asks(outcome="yes")],
        [
            "2:12: there is no forecast 1 above this line; there is none to choose from",
            *(
                f"2:{column}: a line with an outcome has nothing under '{name}'; "
                "record a forecast and its outcome on lines of their own"
                for column, name in ((14, "question"), (22, "by"), (33, "probability"))
            ),
        ],
    ),
    "empty": (
        [asks(question="", author="", by="", probability="")],
        [f"2:1: there is nothing under '{name}'; fill it in" for name in ("author", "by", "probability", "question")],
    ),
}


@pytest.mark.parametrize(("lines", "expected"), FAULTS.values(), ids=FAULTS)
def test_faults_have_places(log: Path, lines: list[list[str]], expected: list[str]) -> None:
    log.write_text(sealed(*lines), "utf-8")
    assert faults(log) == expected


def test_all_faults_are_listed_at_once(log: Path) -> None:
    log.write_text(sealed(asks(by="x", probability="2"), tells(7), asks(recorded="2018-13-01")), "utf-8")
    assert [fault.split(" ")[0] for fault in faults(log)] == ["2:22:", "2:24:", "3:12:", "4:1:", "4:12:"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", None),
        (b"\xff", "1:1: byte 0xff is not UTF-8 text"),
        (b"recorded;forecast\n", "1:1: the column 'author' is missing"),
        (HEADING.replace("by,", "").encode(), "1:1: the column 'by' is missing"),
        (b"forecast,recorded,question,by,probability,author,outcome,seal\n", "1:1: the columns are not in the order"),
        (HEADING.encode() + b'2018-03-09,1,"A', "2:14: this quote is never closed"),
        (HEADING.encode() + b"2018-03-09,1,A,B,2018-06-12,0.3,Ana,,x\n", "2:1: this row has 9 cells"),
    ],
)
def test_files_that_are_no_log(log: Path, raw: bytes, expected: str | None) -> None:
    log.write_bytes(raw)
    if expected is None:
        assert read_log(log) == ()
        append_forecast(log, "A test?", JUNE, 0.3, "Ana", MARCH)
        assert log.read_text("utf-8") == sealed(asks())
        return
    assert faults(log)[0].startswith(expected)
    with pytest.raises(ScenarioError):
        append_forecast(log, "A test?", JUNE, 0.3, "Ana", MARCH)
    assert log.read_bytes() == raw


def test_a_last_line_without_end_and_a_mark_at_the_start_are_kept(log: Path) -> None:
    old = b"\xef\xbb\xbf" + sealed(asks()).rstrip("\n").encode()
    log.write_bytes(old)
    append_outcome(log, 1, True, JUNE)
    assert log.read_bytes().startswith(old + b"\n2018-06-12,1,,,,,yes,")
    assert read_log(log)[0].outcome is True


@pytest.mark.parametrize(
    ("append", "message"),
    [
        (lambda log: append_forecast(log, "A?", JUNE, 1.5, "Ana", MARCH), ":3:28: '1.5' is not a probability"),
        (lambda log: append_forecast(log, "A?", JUNE, float("nan"), "Ana", MARCH), "'nan' is not a probability"),
        (lambda log: append_forecast(log, " ", JUNE, 0.5, "Ana", MARCH), "nothing under 'question'"),
        (lambda log: append_forecast(log, "A?", JUNE, 0.5, "", MARCH), "nothing under 'author'"),
        (lambda log: append_forecast(log, "A?", MARCH, 0.5, "Ana", JUNE), "still to come"),
        (lambda log: append_forecast(log, "A?", JUNE, 0.5, "Ana", date(2018, 3, 8)), "only goes forward"),
        (lambda log: append_forecast(log, "A\udcff", JUNE, 0.5, "Ana", MARCH), "not UTF-8"),
        (lambda log: append_forecast(log, "A?" * 5_000_000, JUNE, 0.5, "Ana", MARCH), "at most 8,000,000 are read"),
        (lambda log: append_outcome(log, 2, True, JUNE), "there is no forecast 2"),
        (lambda log: append_outcome(log, 0, True, JUNE), "'0' is not the number"),
        (lambda log: append_outcome(log, -1, True, JUNE), "'-1' is not the number"),
    ],
)
def test_nothing_wrong_gets_in(log: Path, append, message: str) -> None:
    log.write_text(sealed(asks()), "utf-8")
    with pytest.raises(ScenarioError, match=message):
        append(log)
    assert log.read_text("utf-8") == sealed(asks())
    assert list(log.parent.iterdir()) == [log]


def test_an_outcome_is_recorded_once(log: Path) -> None:
    append_forecast(log, "A test?", JUNE, 0.3, "Ana", MARCH)
    append_outcome(log, 1, False, JUNE)
    with pytest.raises(ScenarioError, match="already has an outcome, recorded on 2018-06-12"):
        append_outcome(log, 1, True, JUNE)
    assert log.read_text("utf-8") == sealed(asks(), tells())


def test_where_nothing_can_be_read_or_written(log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name, message in (
        ("folder", "not a plain file"),
        ("pipe", "not a plain file"),
        ("a\0b", "not a usable name"),
        ("n" * 300, "File name too long"),
    ):
        with pytest.raises(ScenarioError, match=message):
            read_log(tmp_path / name)
    with pytest.raises(ScenarioError, match="cannot be written \\(No such file"):
        append_forecast(tmp_path / "gone" / "forecasts.csv", "A?", JUNE, 0.5, "Ana", MARCH)

    def full(target: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(forecast_log, "write_whole", full)
    with pytest.raises(ScenarioError, match="cannot be written \\(No space left on device\\); nothing was recorded"):
        append_forecast(log, "A?", JUNE, 0.5, "Ana", MARCH)
    assert not log.exists()


def test_a_link_stays_a_link(log: Path, tmp_path: Path) -> None:
    (tmp_path / "shared.csv").write_text(sealed(asks()), "utf-8")
    log.symlink_to(tmp_path / "shared.csv")
    append_outcome(log, 1, False, JUNE)
    assert log.is_symlink()
    assert (tmp_path / "shared.csv").read_text("utf-8") == sealed(asks(), tells())
