"""Valid cases to be changed by the tests, and a marker that says where in a changed text a fault is expected."""

import re
from importlib.resources import files
from pathlib import Path

from pourparler.scenario import Problem, Scenario, ScenarioError, parse

ROOT = Path(__file__).parents[2]
TEMPLATE = (files("pourparler.scenario") / "template.yaml").read_text("utf-8")
FOLDERS = sorted(path.parent for path in (ROOT / "scenarios").glob("*/scenario.yaml"))
MARK = "¦"

# The example with which the documentation of the file explains it.
GLANCE = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "scenario-file.md").read_text("utf-8"), re.DOTALL)[0]

SMALL = """\
format: 1
title: A well between two farms
as_of: 2024-03-01
briefed: north
seed: 7
sources:
  deed: {title: The deed, kind: document, date: 1999, reliability: A, credibility: 1}
parties:
  north: {name: North farm, role: principal}
  south: {name: South farm, role: principal}
  village: {name: The village, role: ratifier, veto: [water]}
issues:
  water:
    name: Water
    options: {none: No water, half: Half, all: All of it}
    today: none
  rent:
    name: Rent
    quantity: {least: 0, greatest: 4, step: 0.5, unit: coins}
    today: 0
preferences:
  north:
    judged: {by: the owner, on: 2024-02-20}
    walk_away: [20, 30, 40]
    issues:
      water: {weight: 60, values: {none: 0, half: [50, 60, 70], all: 100}}
      rent: {weight: 40, values: {0: 100, 4: 0}}
    interactions:
      - when: {water: all, rent: {at_least: 3}}
        add: -5
    red_lines:
      - never: {water: none, rent: 4}
  south:
    source: deed
    walk_away: 30
    issues:
      water: {weight: 50, values: {none: 100, half: 40, all: 0}}
      rent: {weight: 50, values: {0: 0, 1.5: 50, 4: 100}}
  village:
    judged: {by: the council, on: 2024-02-20}
    walk_away: 10
    issues:
      water: {weight: 100, values: {none: 100, half: 50, all: 0}}
rules:
  - if: {water: all}
    then: {rent: {at_least: 1}}
    because: Water has a price
claims:
  dry:
    says: The old well is dry
    source: deed
limits:
  - What a drought would change
"""


def tables_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.csv")}


def change(text: str, old: str, new: str) -> str:
    """The text with `old`, which must stand there exactly once, replaced."""
    assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
    return text.replace(old, new)


def unmark(text: str) -> tuple[str, int, int]:
    """A text without its mark, and the line and column, from 1, of what stood behind it."""
    before, mark, after = text.partition(MARK)
    assert mark
    assert MARK not in after
    return before + after, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1


def outcome(raw: str | bytes, tables: dict[str, bytes] | None = None) -> Scenario | ScenarioError:
    """The scenario, or the error that says why there is none."""
    try:
        return parse(raw, tables=tables)
    except ScenarioError as error:
        return error


def problems(raw: str | bytes, tables: dict[str, bytes] | None = None) -> tuple[Problem, ...]:
    """What is wrong with a file that must not load."""
    found = outcome(raw, tables)
    assert isinstance(found, ScenarioError), "this loads"
    assert found.problems
    assert str(found).splitlines() == [str(problem) for problem in found.problems]
    return found.problems


def loaded(raw: str | bytes, tables: dict[str, bytes] | None = None) -> Scenario:
    """The scenario of a file that must load."""
    return parse(raw, tables=tables)
