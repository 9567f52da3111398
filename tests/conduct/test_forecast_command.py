"""The command forecasts as a person meets it: what it records, what it shows, what it refuses."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from pourparler import terminal
from pourparler.answer import Bullets, Chart, Paragraph, Table, say
from pourparler.cli import main
from pourparler.conduct.forecast_log import read_log

ROOT = Path(__file__).parents[2]
ADD = ("--by", "2018-06-12", "--probability", "0.3", "--author", "Ana", "--on", "2018-03-09")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "scenarios" / "wage-round", tmp_path / "case"))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run the command line in this process: exit code, what it printed, what it complained of."""

    def run(*arguments: object) -> tuple[object, str, str]:
        monkeypatch.setattr(sys, "argv", ["pourparler", "forecasts", *map(str, arguments)])
        monkeypatch.setenv("COLUMNS", "100")
        try:
            main()
            code: object = 0
        except SystemExit as stop:
            code = stop.code or 0
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err + printed.out
        return code, " ".join(printed.out.split()), printed.err

    return run


def test_a_forecast_from_first_to_last(run, case: Path) -> None:
    code, out, err = run(case, "--on", "2018-03-09")
    assert (code, err) == (0, "")
    assert "On 2018-03-09 the log holds no forecast." in out
    assert not (case / "forecasts.csv").exists()

    question = 'A strike, or a "go-slow",\nby June?'
    code, out, err = run(case, "--add", question, *ADD)
    assert (code, err) == (0, "")
    (forecast,) = read_log(case / "forecasts.csv")
    assert (forecast.question, forecast.probability, forecast.recorded) == (question, 0.3, date(2018, 3, 9))
    assert "Recorded forecast 1" in out
    assert forecast.seal in out

    code, out, err = run(case, "--as-of", "2018-07-01")
    assert (code, err) == (0, "")
    assert "0 with an outcome, 0 open and 1 overdue" in out
    assert "Overdue" in out

    code, out, err = run(case / "scenario.yaml", "--resolve", 1, "--outcome", "no", "--on", "2018-06-13")
    assert (code, err) == (0, "")
    assert "Recorded the outcome of forecast 1" in out
    code, out, err = run(case, "--on", "2018-06-13")
    assert "Over 1 outcome, the mean Brier score is 0.090 and the mean log score 0.357." in out
    assert run(case, "--on", "2018-06-13", "--as-of", "2018-06-12")[1].count("0 with an outcome, 1 open") == 1


def test_today_is_the_day_unless_another_is_given(run, case: Path) -> None:
    before = date.today()
    code, _, err = run(case, "--add", "A?", "--by", "9999-12-31", "--probability", "1", "--author", "Ana")
    assert (code, err) == (0, "")
    assert before <= read_log(case / "forecasts.csv")[0].recorded <= date.today()
    assert json.loads(run(case, "--json")[1])["as_of"] in {before.isoformat(), date.today().isoformat()}


def test_json_says_what_was_recorded_and_what_is_there(run, case: Path) -> None:
    added = json.loads(run(case, "--add", "A?", *ADD, "--json")[1])
    assert (added["number"], added["question"], added["outcome"]) == (1, "A?", None)
    told = json.loads(
        run(case, "--resolve", 1, "--outcome", "yes", "--author", "Ben", "--on", "2018-06-12", "--json")[1]
    )
    assert (told["outcome"], told["resolved"], told["resolved_by"]) == (True, "2018-06-12", "Ben")
    found = json.loads(run(case, "--json", "--on", "2018-06-12")[1])
    assert found["forecasts"] == [told]
    assert found["scores"]["brier"] == 0.49


def test_calibration_is_shown_from_thirty_outcomes_on(run, case: Path) -> None:
    for number in range(1, 31):
        assert run(case, "--add", f"Question {number}?", *ADD)[0] == 0
        outcome = "yes" if number % 3 == 0 else "no"
        assert run(case, "--resolve", number, "--outcome", outcome, "--on", "2018-03-09")[0] == 0
    code, out, err = run(case, "--on", "2018-06-12")
    assert (code, err) == (0, "")
    assert "Calibration: The mean Brier score" in out
    assert "What was said and what came true" in out
    assert "30 % to 40 %" in out


WRONG = {
    "too much": (("--add", "A?", *ADD, "--probability", "30"), "'30.0' is not a probability from 0 to 1"),
    "no number": (("--add", "A?", *ADD, "--probability", "nan"), "'nan' is not a probability"),
    "past": (("--add", "A?", *ADD, "--by", "2018-03-08"), "is about what is still to come"),
    "no day": (("--add", "A?", *ADD, "--by", "June"), "--by: 'June' is not a day"),
    "no on": (("--add", "A?", *ADD, "--on", "2018-02-30"), "--on: '2018-02-30' is not a day"),
    "no as-of": (("--as-of", "x"), "--as-of: 'x' is not a day"),
    "no question": (("--add", "", *ADD), "there is nothing under 'question'; fill it in (this line was not added)"),
    "no author": (("--add", "A?", *ADD, "--author", " "), "there is nothing under 'author'"),
    "before": (("--add", "A?", *ADD, "--on", "2018-03-01"), "2018-03-01 is before 2018-03-09"),
    "half": (("--add", "A?", "--by", "2018-06-12"), "--add needs --by, --probability and --author"),
    "unknown": (("--resolve", "7", "--outcome", "yes", "--on", "2018-06-12"), "there is no forecast 7"),
    "again": (("--resolve", "1", "--outcome", "no", "--on", "2018-06-12"), "already has an outcome"),
    "perhaps": (("--resolve", "1", "--outcome", "perhaps"), "--resolve needs --outcome yes or --outcome no"),
    "no outcome": (("--resolve", "1"), "--resolve needs --outcome"),
    "both": (("--add", "A?", *ADD, "--resolve", "1"), "--resolve does not go with --add"),
    "told at once": (("--add", "A?", *ADD, "--outcome", "yes"), "--outcome does not go with --add"),
    "new number": (("--resolve", "1", "--outcome", "no", "--probability", "0.1"), "--probability does not go with"),
    "alone": (("--outcome", "yes"), "--outcome goes with --add or --resolve"),
    "no add": (ADD[:2], "--by goes with --add or --resolve"),
    "looking back": (("--add", "A?", *ADD, "--as-of", "2018-03-09"), "--as-of looks back"),
    "letters": (("--add", "A?", *ADD, "--probability", "half"), "Invalid value for '--probability'"),
}


@pytest.mark.parametrize(("words", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_and_nothing_is_written(run, case: Path, words: tuple[str, ...], message: str) -> None:
    run(case, "--add", "A first one?", *ADD)
    run(case, "--resolve", "1", "--outcome", "yes", "--on", "2018-03-09")
    log = case / "forecasts.csv"
    before, files = log.read_bytes(), sorted(case.iterdir())
    code, out, err = run(case, *words)
    assert (code, out) == (2, "")
    assert message in err
    assert log.read_bytes() == before
    assert sorted(case.iterdir()) == files


def test_a_changed_log_is_not_used(run, case: Path) -> None:
    run(case, "--add", "A?", *ADD)
    log = case / "forecasts.csv"
    changed = log.read_text("utf-8").replace(",0.3,", ",0.1,")
    log.write_text(changed, "utf-8")
    for words in ((), ("--json",), ("--add", "B?", *ADD), ("--resolve", "1", "--outcome", "no")):
        code, out, err = run(case, *words)
        assert (code, out) == (2, "")
        assert f"{log.as_posix()}:2:1: this line does not fit its seal" in err
    assert log.read_text("utf-8") == changed


def test_no_case(run, tmp_path: Path) -> None:
    code, out, err = run(tmp_path, "--add", "A?", *ADD)
    assert (code, out) == (2, "")
    assert "scenario.yaml:1:1: cannot be read" in err
    assert list(tmp_path.iterdir()) == []


def test_bytes_of_no_text(case: Path) -> None:
    words = [sys.executable, "-m", "pourparler", "forecasts", case, "--add", b"A\xff?", *ADD]
    done = subprocess.run(words, capture_output=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"not UTF-8 text" in done.stderr
    assert not (case / "forecasts.csv").exists()


def test_every_kind_of_block_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    page = io.StringIO()
    monkeypatch.setattr(terminal, "Console", lambda **_: Console(file=page, width=80))
    wide = Table("Wide", tuple("abcdef"), (tuple("uvwxyz"),), note="A note.")
    terminal.show_blocks(
        "The case",
        [
            Paragraph((say("One."), say("Two [bold].")), "Lead"),
            Bullets((say("first"), say("second"))),
            wide,
            Chart("The message.", "What it shows.", lambda: pytest.fail("drawn")),
        ],
    )
    lines = [line.strip() for line in page.getvalue().splitlines()]
    for line in ("Lead: One. Two [bold].", "- first", "- second", "Wide", "A note.", "The message.", "What it shows."):
        assert line in lines
    assert "2 more columns do not fit here; a wider terminal and --json show them." in lines
