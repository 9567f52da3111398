"""The doors to the roadmap room: the command line and the briefing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import pourparler
from pourparler.answer import Bullets
from pourparler.brief import rooms
from pourparler.brief.compose import compose
from pourparler.roadmap import analyse
from tests.deals.random_scenarios import small_case, text_of
from tests.roadmap.test_payoffs import case

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SIX = SCENARIOS / "six-party-2007"
OBJECTIVES = {"slack": "slack", "mistrust": "mistrust", "exposure": "exposure", "time": "duration"}


Run = Callable[..., tuple[int, str, str]]


def test_the_command_reads_and_gives_json(command: Run) -> None:
    code, out, err = command("roadmap", SIX, "--draws", "3")
    assert (code, err.strip()) == (0, "")
    assert "In which order" in out
    code, out, err = command("roadmap", SIX, "--draws", "3", "--seed", "4", "--target", "sixty-days", "--json")
    assert (code, err.strip()) == (0, "")
    assert json.loads(out) == analyse(pourparler.load(SIX), draws=3, seed=4, target="sixty-days").to_dict()


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_command_takes_every_objective(command: Run, objective: str) -> None:
    code, out, err = command("roadmap", SIX, "--draws", "1", "--objective", objective, "--json")
    assert (code, err.strip()) == (0, "")
    assert json.loads(out)["objective"] == OBJECTIVES[objective]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--target", "peace"), "there is no target 'peace'; name plan, sixty-days"),
        (("--objective", "luck"), "'luck' is not known; known are: slack, mistrust, exposure, time"),
    ],
)
def test_the_command_says_what_it_does_not_know(command: Run, words: tuple[str, ...], complaint: str) -> None:
    code, out, err = command("roadmap", SIX, "--draws", "1", *words)
    assert (code, out.strip()) == (2, "")
    assert complaint in " ".join(err.split())


def test_the_command_without_a_roadmap(command: Run) -> None:
    code, out, err = command("roadmap", SCENARIOS / "wage-round")
    assert (code, out.strip()) == (2, "")
    assert "the case has no 'roadmap'; add it as docs/scenario-file.md shows" in " ".join(err.split())


def test_the_briefing_says_what_it_did_not_analyse(tmp_path: Path) -> None:
    question = "In which order to exchange."
    for content in (case(), small_case()):
        (tmp_path / "scenario.yaml").write_text(text_of(content), encoding="utf8")
        scenario = pourparler.load(tmp_path)
        answers = rooms.ask(scenario, 5, None, None)
        brief = compose(scenario, answers, 5, scenario.seed)
        listed = next(section for section in brief.sections if section.anchor == "not-analysed").content[0]
        assert isinstance(listed, Bullets)
        assert ("roadmap" in answers) == (scenario.roadmap is not None)
        assert (question in [str(item) for item in listed.items]) == (scenario.roadmap is None)
