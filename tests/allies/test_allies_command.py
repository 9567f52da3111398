"""The doors to the allies room: the command line and the briefing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pourparler
from pourparler.allies import analyse
from pourparler.brief import rooms

SCENARIOS = Path(__file__).parents[2] / "scenarios"
WAGES = SCENARIOS / "wage-round"
Run = Callable[..., tuple[int, str, str]]


def test_the_command_reads_and_gives_json(command: Run) -> None:
    code, out, err = command("allies", WAGES, "--draws", "3")
    assert (code, err.strip()) == (0, "")
    assert "Whom to bring" in out
    code, out, err = command("allies", WAGES, "--draws", "3", "--seed", "4", "--json")
    assert (code, err.strip()) == (0, "")
    assert json.loads(out) == analyse(pourparler.load(WAGES), draws=3, seed=4).to_dict()


def test_the_command_where_nobody_else_must_agree(command: Run) -> None:
    code, out, err = command("allies", SCENARIOS / "camp-david-1978")
    assert (code, out.strip()) == (2, "")
    assert "nobody else must agree" in " ".join(err.split())


def test_the_briefing_asks_the_room_where_it_has_something_to_say() -> None:
    cases = {folder.name: pourparler.load(folder) for folder in SCENARIOS.iterdir() if folder.is_dir()}
    asked = {name for name, case in cases.items() if rooms.ROOMS["allies"](case)}
    assert {"korea-2018", "wage-round", "six-party-2007"} <= asked
    assert "camp-david-1978" not in asked
