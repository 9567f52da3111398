"""The doors to the process room: the command line, with files of Gambit in and out."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest

import pourparler
from pourparler.formats.gambit_in import read_gambit
from pourparler.process import analyse
from pourparler.process.file_answer import analyse_tree
from pourparler.process.play import values
from tests.process.process_variants import VARIANTS
from tests.scenario.cases import SMALL
from tests.scenario.process_cases import SMALL_PROCESS

SUMMIT = Path(__file__).with_name("summit.efg")
SCENARIOS = Path(__file__).parents[2] / "scenarios"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(command: Run) -> Run:
    """Run the room's own command."""
    return partial(command, "process")


def folder_of(tmp_path: Path, name: str) -> Path:
    (tmp_path / "scenario.yaml").write_text(VARIANTS[name], encoding="utf-8")
    return tmp_path


def test_the_command_reads_and_gives_json(command: Run, tmp_path: Path) -> None:
    case = folder_of(tmp_path, "small")
    code, out, err = command(case, "--draws", "5")
    assert (code, err.strip()) == (0, "")
    assert "Sons first, then a table" in out
    assert "Ways to meet, compared" in out
    code, out, err = command(case, "--draws", "5", "--seed", "4", "--json")
    assert (code, err.strip()) == (0, "")
    assert json.loads(out) == analyse(pourparler.load(case), draws=5, seed=4).to_dict()


@pytest.mark.parametrize("name", ["small", "one way", "no types", "tree", "tree 12", "random 2"])
def test_the_game_that_is_written_is_the_one_that_was_solved(command: Run, tmp_path: Path, name: str) -> None:
    case, target = folder_of(tmp_path, name), tmp_path / "game.efg"
    code, _, err = command(case, "--draws", "1", "--gambit", target)
    assert (code, err.strip()) == (0, f"Wrote {target}")
    read, tree = read_gambit(target), analyse(pourparler.load(case), draws=1).tree()
    assert read.title == pourparler.load(case).title
    assert read.tree.shape.players == tree.shape.players
    assert sorted(read.tree.shape.sets) == sorted(tree.shape.sets)
    assert len(read.tree.shape.parent) == len(tree.shape.parent)
    # Both list the nodes in their own order, so they are compared by what a strategy by name brings.
    for seed in range(3):
        brought = []
        for each in (read.tree, tree):
            shares = {
                (name, action): np.random.default_rng([seed, *f"{name}{action}".encode()]).random()
                for name, actions in zip(each.shape.sets, each.shape.actions, strict=True)
                for action in actions
            }
            strategy = []
            for name, actions in zip(each.shape.sets, each.shape.actions, strict=True):
                weights = np.array([shares[name, action] for action in actions])
                strategy += list(weights / weights.sum())
            brought.append(values(each, np.array(strategy))[0])
        assert brought[0] == pytest.approx(brought[1], abs=1e-9)


def test_a_file_of_gambit_is_solved(command: Run) -> None:
    code, out, err = command(SUMMIT)
    assert (code, err.strip()) == (0, "")
    text = " ".join(out.split())
    assert text.startswith("A summit is proposed Leader can expect ")
    assert "two things can happen, and none is the prediction: 2.6 for Leader and 0.2 for President; or 0 for" in text
    assert "The choices shown answer each other" in text
    code, out, err = command(SUMMIT, "--json", "--error", "0.2")
    assert (code, err.strip()) == (0, "")
    found = json.loads(out)
    assert found == analyse_tree(read_gambit(SUMMIT).tree, 0.2).to_dict()
    worths = [each["worth"] for each in found["game"]["equilibria"]]
    assert sorted(worths) == [[0, 0], [2.6, 0.2]]
    assert found["game"]["worth"] != json.loads(command(SUMMIT, "--json")[1])["game"]["worth"]


def test_the_suffix_may_be_written_large(command: Run, tmp_path: Path) -> None:
    large = tmp_path / "SUMMIT.EFG"
    large.write_bytes(SUMMIT.read_bytes())
    assert command(large)[0] == 0


def test_notes_of_reading_are_shown(command: Run, tmp_path: Path) -> None:
    unnamed = tmp_path / "game.efg"
    unnamed.write_text(
        'EFG 2 R "" { "A" "B" }\np "" 1 1 "" { "" "" } 0\nt "" 1 "" { 1, 2 }\nt "" 2 "" { 2, 1 }\n', encoding="utf-8"
    )
    code, out, err = command(unnamed)
    assert code == 0
    assert out.startswith("game.efg")  # it has no title of its own
    assert err.startswith("note: ")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (
            [SUMMIT, "--gambit", "other.efg"],
            "--gambit: the game is already in a file of Gambit; name a case to write one",
        ),
        (["missing.efg"], "missing.efg: cannot be read (No such file or directory); name a file of Gambit"),
        (["missing"], "missing"),
        ([SUMMIT, "--error", "0.7"], "0.5"),
        ([SUMMIT.parent / "test_game.py"], "test_game.py"),
    ],
)
def test_wrong_words_are_refused(command: Run, words: list[str | Path], complaint: str) -> None:
    code, out, err = command(*words)
    assert (code, out.strip()) == (2, "")
    assert complaint in " ".join(err.split())


def test_a_file_that_is_no_game_is_refused(command: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.efg"
    wrong.write_text('EFG 2 R "t" { "A" "B" }\np "" 3 1 "s" { "x" } 0\nt "" 0\n', encoding="utf-8")
    code, out, err = command(wrong)
    assert (code, out.strip()) == (2, "")
    assert "wrong.efg:2" in err


def test_a_game_that_cannot_be_written_is_refused(command: Run, tmp_path: Path) -> None:
    case = folder_of(tmp_path, "small")
    code, out, err = command(case, "--draws", "1", "--gambit", tmp_path / "nowhere" / "game.efg")
    assert (code, out.strip()) == (2, "")
    assert "cannot be written (No such file or directory); name another file" in " ".join(err.split())
    named = SMALL_PROCESS.replace("name: fair, chance", 'name: "fair\\\\", chance')
    (tmp_path / "scenario.yaml").write_text(named, encoding="utf-8")
    code, out, err = command(case, "--draws", "1", "--gambit", tmp_path / "game.efg")
    assert (code, out.strip()) == (2, "")
    assert "--gambit: A Gambit file cannot hold the name 'fair\\'" in " ".join(err.split())
    assert not (tmp_path / "game.efg").exists()


def test_the_command_without_a_process(command: Run, tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text(SMALL, encoding="utf-8")
    code, out, err = command(tmp_path)
    assert (code, out.strip()) == (2, "")
    assert "the case has no 'process'; add it as docs/scenario-file.md shows" in " ".join(err.split())


def test_a_solution_that_there_is_not(command: Run, tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text(SMALL_PROCESS.replace("deal: nash", "deal: nashh"), encoding="utf-8")
    code, out, err = command(tmp_path, "--draws", "1")
    assert (code, out.strip()) == (2, "")
    assert "process: 'best' names no solution 'nashh'; name " in " ".join(err.split())


@pytest.mark.parametrize("name", ["korea-2018", "summit-exercise"])
def test_the_cases_that_are_shipped_can_be_written_for_gambit(command: Run, tmp_path: Path, name: str) -> None:
    target = tmp_path / "game.efg"
    code, _, err = command(SCENARIOS / name, "--draws", "1", "--gambit", target)
    assert (code, err.strip()) == (0, f"Wrote {target}")
    assert read_gambit(target).notes == ()
