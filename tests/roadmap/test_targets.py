"""Several targets: all are planned, and `open` takes the one that holds best."""

from pathlib import Path

import pytest

from pourparler import load
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
