"""A new case: it passes the check with nothing to advise, and never stands in for an old one."""

import pytest

from pourparler.scenario import ScenarioError, load
from pourparler.scenario.advice import advise
from pourparler.scenario.start import start


def test_a_new_case_passes_without_advice(tmp_path):
    written = start(tmp_path / "deep" / "new")
    assert written == tmp_path / "deep" / "new" / "scenario.yaml"
    assert advise(load(tmp_path / "deep" / "new")) == ()
    assert advise(load(written)) == ()
    assert [path.name for path in written.parent.iterdir()] == ["scenario.yaml"]


def test_it_is_explained_line_by_line(tmp_path):
    text = start(tmp_path).read_text("utf-8")
    for key in ("format", "as_of", "briefed", "seed", "sources", "parties", "issues", "preferences", "rules", "limits"):
        assert f"\n{key}:" in text
    assert text.count("#") >= 10


def refused(folder):
    with pytest.raises(ScenarioError) as caught:
        start(folder)
    (problem,) = caught.value.problems
    assert (problem.place.line, problem.place.column) == (1, 1)
    assert problem.right == "choose another folder"
    return problem.wrong


def test_an_old_case_is_kept(tmp_path):
    (tmp_path / "scenario.yaml").write_text("mine", "utf-8")
    assert refused(tmp_path) == "there already is a scenario here"
    assert (tmp_path / "scenario.yaml").read_text("utf-8") == "mine"


def test_a_dangling_link_is_kept(tmp_path):
    (tmp_path / "scenario.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert refused(tmp_path) == "there already is a scenario here"
    assert (tmp_path / "scenario.yaml").is_symlink()


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("x", "utf-8")
    assert refused(tmp_path / "file").startswith("cannot be written (")
    assert refused(tmp_path / "file" / "below").startswith("cannot be written (")


def test_names_that_cannot_be(tmp_path):
    assert refused(tmp_path / "a\0b") == "cannot be written (not a usable name)"
    assert refused(tmp_path / ("a" * 300)).startswith("cannot be written (File name too long")
