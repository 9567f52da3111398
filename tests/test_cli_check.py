"""The commands check, schema and init as a person meets them: exit codes, messages, and never a traceback."""

import json
import os
import subprocess
import sys
import time

import pytest

from pourparler.cli import main
from pourparler.scenario import ScenarioError, load
from tests.scenario.cases import FOLDERS, GLANCE, ROOT, SMALL, TEMPLATE, change


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command line in this process: exit code, what it printed, what it complained of."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["pourparler", *map(str, arguments)])
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = stop.code or 0
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err + printed.out
        return code, printed.out, printed.err

    return run


def write(folder, raw):
    folder.mkdir(exist_ok=True)
    (folder / "scenario.yaml").write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    return folder


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])
def test_the_cases_of_the_project_pass(run, folder):
    for case in (folder, folder / "scenario.yaml"):
        code, out, err = run("check", case)
        assert (code, err) == (0, "")
        assert out.startswith(f"{case}: no errors")


def test_advice_is_no_error(run, tmp_path):
    code, out, err = run("check", write(tmp_path / "case", GLANCE))
    assert (code, err) == (0, "")
    *advice, last = out.splitlines()
    assert [line.partition(": ")[0] for line in advice] == ["advice", "advice"]
    assert f"{tmp_path}/case/scenario.yaml:" in advice[0]
    assert last.endswith("no errors, 2 pieces of advice.")


def test_errors_are_listed_on_the_error_stream(run, tmp_path):
    text = change(change(SMALL, "seed: 7", "sead: 7"), "today: none", "today: non")
    code, out, err = run("check", write(tmp_path / "case", text))
    assert (code, out) == (2, "")
    file = (tmp_path / "case" / "scenario.yaml").as_posix()
    assert [line.partition(";")[0] for line in err.splitlines()] == [
        f"{file}:1:1: 'seed' is missing",
        f"{file}:5:1: the key 'sead' is not known here",
        f"{file}:16:12: 'water' has no option 'non'",
    ]


RUBBISH = {
    "empty": "",
    "binary": bytes(range(256)) * 100,
    "zeros": b"\0" * 1000,
    "utf-16": SMALL.encode("utf-16"),
    "latin": "title: é".encode("latin-1"),
    "list": "- a\n- b\n",
    "text": "hello",
    "number": "42",
    "nothing": "~",
    "cut off": SMALL[:700],
    "brackets": "[" * 100_000,
    "braces": "{a: " * 100_000,
    "lines": b"- a\n" * 1_000_000,
    "bytes": b"x" * 8_000_001,
    "bomb": "a0: &a0 [x, x]\n"
    + "".join(f"a{level}: &a{level} [*a{level - 1}, *a{level - 1}]\n" for level in range(1, 60)),
    "chain": "a0: &a0 [x]\n" + "".join(f"a{level}: &a{level} [*a{level - 1}]\n" for level in range(1, 3000)),
    "itself": "a: &a [*a]\n",
    "nan": change(SMALL, "walk_away: 30", "walk_away: .nan"),
    "huge": change(SMALL, "walk_away: 30", f"walk_away: {'9' * 10_000}"),
    "code": "!!python/object/apply:os.system [ls]",
    "second": SMALL + "---\n" + SMALL,
    "twice": SMALL + SMALL,
    "circle": change(SMALL, "then: {rent: {at_least: 1}}", "then: {water: none}"),
    "keys": "? [a]\n: b\n",
    "table": SMALL + "tables: {events: gone.csv}\n",
    "outside": SMALL + "tables: {events: ../scenario.yaml}\n",
}


@pytest.mark.parametrize("raw", RUBBISH.values(), ids=RUBBISH)
def test_rubbish_is_refused_soon_and_in_words(run, tmp_path, raw):
    start = time.perf_counter()
    code, out, err = run("check", write(tmp_path / "case", raw))
    assert time.perf_counter() - start < 10
    assert (code, out) == (2, "")
    file = (tmp_path / "case" / "scenario.yaml").as_posix()
    for line in err.splitlines():
        assert line.startswith(f"{file}:")
        number, column, said = line.removeprefix(f"{file}:").split(":", 2)
        assert int(number) >= 1
        assert int(column) >= 1
        assert "; " in said


def complaint(run, case):
    code, out, err = run("check", case)
    assert (code, out) == (2, "")
    (line,) = err.splitlines()
    return line


def test_what_is_not_there(run, tmp_path):
    for case in (tmp_path / "missing", tmp_path / "missing.yaml", tmp_path):
        line = complaint(run, case)
        assert "cannot be read (No such file or directory)" in line
        assert "'pourparler init" in line
    assert complaint(run, tmp_path).startswith(f"{(tmp_path / 'scenario.yaml').as_posix()}:1:1: ")


def test_what_is_no_plain_file(run, tmp_path):
    (tmp_path / "case" / "scenario.yaml").mkdir(parents=True)
    assert "scenario.yaml:1:1: is not a plain file" in complaint(run, tmp_path / "case")
    os.mkfifo(tmp_path / "pipe.yaml")
    assert "pipe.yaml:1:1: is not a plain file" in complaint(run, tmp_path / "pipe.yaml")
    assert ":1:1: cannot be read" in complaint(run, "/dev/zero")


def test_names_that_cannot_be(run, tmp_path):
    for case in ("a\0b", "a\0b.yaml", tmp_path / "a\0b"):
        with pytest.raises(ScenarioError, match="cannot be read \\(not a usable name\\)"):
            load(case)
        assert run("check", case)[0] == 2  # the shell's own words for it
    assert "cannot be read (File name too long)" in complaint(run, "a" * 300)
    assert "\\n" not in complaint(run, "a\nb")


def test_a_pipe_as_table_is_not_waited_for(run, tmp_path):
    write(tmp_path / "case", SMALL + "tables: {events: events.csv}\n")
    os.mkfifo(tmp_path / "case" / "events.csv")
    assert "the table 'events.csv' is not a plain file" in complaint(run, tmp_path / "case")


def test_any_file_can_be_checked_whatever_its_name(run, tmp_path):
    (tmp_path / "draft.txt").write_text(TEMPLATE, "utf-8")
    assert run("check", tmp_path / "draft.txt")[0] == 0
    (tmp_path / "draft.bin").write_bytes(b"\xff")
    assert "draft.bin:1:1: byte 0xff is not UTF-8 text" in complaint(run, tmp_path / "draft.bin")


def test_init_then_check(run, tmp_path):
    code, out, err = run("init", tmp_path / "new")
    assert (code, err) == (0, "")
    assert f"pourparler check {tmp_path / 'new'}" in out
    code, out, err = run("check", tmp_path / "new")
    assert (code, out, err) == (0, f"{tmp_path / 'new'}: no errors, no advice.\n", "")
    code, out, err = run("init", tmp_path / "new")
    assert (code, out) == (2, "")
    assert err.endswith("scenario.yaml:1:1: there already is a scenario here; choose another folder\n")


@pytest.mark.parametrize("folder", ["/dev/null", "/dev/null/x", "a" * 300])
def test_init_where_nothing_can_be_written(run, folder):
    code, out, err = run("init", folder)
    assert (code, out) == (2, "")
    assert "scenario.yaml:1:1: cannot be written (" in err


def test_schema_is_json(run):
    code, out, err = run("schema")
    assert (code, err) == (0, "")
    assert json.loads(out)["$schema"].endswith("2020-12/schema")


def test_as_a_program(tmp_path):
    def program(*arguments):
        command = [sys.executable, "-m", "pourparler", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    good = program("check", ROOT / "scenarios" / "korea-2018")
    assert (good.returncode, good.stderr) == (0, "")
    bad = program("check", write(tmp_path / "case", "title: [\n"))
    assert (bad.returncode, bad.stdout) == (2, "")
    assert "scenario.yaml:2:1: this is not YAML" in bad.stderr
    assert "Traceback" not in bad.stderr
    assert program("check").returncode == 2
    assert program("chek", "x").returncode == 2
