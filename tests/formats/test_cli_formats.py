"""The commands import and export as a person meets them."""

import sys

import pytest

from pourparler.cli import main
from pourparler.scenario import load
from tests.formats.test_genius_in import WHOLE, own, profile, written
from tests.scenario.cases import SMALL


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Run the command line in an empty folder: exit code, what it printed, what it complained of."""
    monkeypatch.chdir(tmp_path)

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


def test_import_then_check_then_export_then_import(run, tmp_path):
    text = profile(own(0, 1, 2), {2: 0.5, 7: 0.5}, '<discount_factor value="0.9"/>')
    written(tmp_path / "in", d=WHOLE, a=text, b=text)
    code, out, err = run("import", "in", "--from", "genius", "--out", "case", "--as-of", "2020-02-03")
    assert (code, out) == (0, "Wrote case/scenario.yaml. Look at it with: pourparler check case\n")
    assert all(line.startswith("note: ") for line in err.splitlines())
    assert "discount factor 0.9" in err
    assert load("case").as_of.isoformat() == "2020-02-03"
    assert run("check", "case")[0] == 0
    code, out, err = run("export", "case", "--to", "geniusweb")
    assert code == 0
    assert out.splitlines() == [f"Wrote case-geniusweb/{name}.json" for name in ("domain", "a", "b")]
    assert all(line.startswith("warning: ") for line in err.splitlines())
    assert run("import", "case-geniusweb", "--from", "geniusweb", "--out", "again")[0] == 0
    assert run("check", "again")[0] == 0


def test_without_out_the_folder_has_the_name_of_what_is_read(run, tmp_path):
    text = profile(own(0, 1, 2), {2: 0.5, 7: 0.5})
    written(tmp_path / "deep" / "cars", d=WHOLE, a=text, b=text)
    assert run("import", "deep/cars/d.xml", "--from", "genius")[1].startswith("Wrote cars/scenario.yaml.")
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "scenario.yaml").write_text(SMALL, "utf-8")
    assert "Wrote small-negmas/domain.yml" in run("export", "small", "--to", "negmas")[1]
    code, out, err = run("export", "small", "--to", "negmas")
    assert (code, out) == (2, "")
    assert err.endswith("is there already; choose another folder with --out\n")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["import", "in", "--from", "gambit"], "--from: 'gambit' is not known; known are: genius, negmas, geniusweb"),
        (["import", "in", "--from", "genius", "--as-of", "soon"], "--as-of: 'soon' is not a day"),
        (["import", "gone", "--from", "genius"], "gone:1:1: is not there"),
        (["import", "gone", "--from", "negmas"], "gone:1:1: is not there"),
        (["import", "gone", "--from", "geniusweb"], "gone:1:1: is not there"),
        (["export", "gone", "--to", "genius"], "cannot be read"),
    ],
)
def test_faults_end_in_words(run, words, expected):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert expected in err
    assert len(err.splitlines()) == 1
