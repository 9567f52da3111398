"""Several targets: all are planned, and `open` takes the one that holds best."""

from pathlib import Path

import pytest

from pourparler import load
from pourparler.errors import TooLarge
from pourparler.roadmap.findings import find
from pourparler.roadmap.targets import OPEN
from pourparler.scenario import ScenarioError, parse

CASES = Path(__file__).parents[2] / "scenarios"


@pytest.mark.parametrize("case", ["korea-2018", "six-party-2007", "agreed-framework-1994"])
def test_open_takes_the_target_that_holds_best(case: str) -> None:
    scenario = load(CASES / case)
    found = find(scenario, 1, scenario.seed, target=OPEN)
    assert scenario.roadmap is not None
    assert {each.setting.target for each in found.targets} == set(scenario.roadmap.targets)
    assert found.targets[0].setting.target == found.setting.target
    assert found.plan.slack >= max(each.plan.slack for each in found.targets) - 0.5  # others are searched less finely


def test_the_first_target_of_the_file_is_meant_unless_one_is_named() -> None:
    scenario = load(CASES / "six-party-2007")
    assert scenario.roadmap is not None
    assert find(scenario, 1, scenario.seed).setting.target == next(iter(scenario.roadmap.targets))


def test_no_target_is_called_open() -> None:
    raw = (CASES / "wage-round" / "scenario.yaml").read_text(encoding="utf8")
    tables = {path.name: path.read_bytes() for path in (CASES / "wage-round").glob("*.csv")}
    party = next(iter(load(CASES / "wage-round").principals()))
    steps = f"\nroadmap:\n  targets: {{open: nash}}\n  steps:\n    talk: {{name: Talk, by: {party}, effects: {{{party}: 1}}}}\n"
    with pytest.raises(
        ScenarioError, match="a target cannot be called 'open'; that word asks for whichever target holds best"
    ):
        parse(raw + steps, tables=tables)


def test_a_target_that_cannot_be_planned_does_not_stop_the_others() -> None:
    raw = (CASES / "six-party-2007" / "scenario.yaml").read_text(encoding="utf8")
    broken = raw.replace("\n  targets:\n", "\n  targets:\n    nothing: {reactors: running}\n", 1)
    scenario = parse(broken)
    assert scenario.roadmap is not None
    asked = next(name for name in scenario.roadmap.targets if name != "nothing")
    found = find(scenario, 1, scenario.seed, target=asked)
    assert [name for name, _ in found.failed] == ["nothing"]
    with pytest.raises(ScenarioError):
        find(scenario, 1, scenario.seed, target="nothing")


def test_too_many_combinations_are_refused_with_the_number_and_the_way_round() -> None:
    issues = "".join(f"  i{k}: {{name: Issue {k}, options: {{a: A, b: B}}, today: a}}\n" for k in range(22))
    steps = "".join(
        f"    s{k}: {{name: Step {k}, by: {'one' if k % 2 else 'two'}, moves: {{i{k}: b}}}}\n" for k in range(22)
    )
    goal = ", ".join(f"i{k}: b" for k in range(22))
    stakes = "".join(f"      i{k}: {{weight: 1, values: {{a: 0, b: 100}}}}\n" for k in range(22))
    raw = (
        "format: 1\ntitle: T\nas_of: 2024-01-01\nseed: 1\nparties:\n  one: {name: One, role: principal}\n"
        f"  two: {{name: Two, role: principal}}\nissues:\n{issues}preferences:\n  one:\n    walk_away: 10\n    issues:\n{stakes}"
        f"  two:\n    walk_away: 10\n    issues:\n{stakes}roadmap:\n  targets:\n    all: {{{goal}}}\n  steps:\n{steps}"
    )
    with pytest.raises(TooLarge, match="through 4,194,304 combinations of options; at most 2,000,000 are possible"):
        find(parse(raw), 1, 1)
