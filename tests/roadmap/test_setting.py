"""Which steps lead to a target, and which states lie on the way, against the plain content of the file."""

from __future__ import annotations

import numpy as np
import pytest

from pourparler.deals.measure import measure
from pourparler.deals.named import named_deals
from pourparler.errors import PourparlerError
from pourparler.roadmap.setting import NoRoadmap, Setting, settings
from pourparler.scenario.model import Scenario
from pourparler.scenario.problem import ScenarioError
from tests.deals.random_scenarios import Content, loaded, small_case, text_of
from tests.roadmap.random_roadmaps import TARGET, Way, keys_of, random_roadmap
from tests.scenario.cases import change, outcome
from tests.scenario.cases import loaded as read
from tests.scenario.roadmap_cases import SMALL_ROADMAP

SEEDS = range(300)


def setting_of(scenario: Scenario, target: str = TARGET, draws: int = 0) -> Setting:
    named = {} if target == TARGET else named_deals(scenario)[1]
    return settings(scenario, measure(scenario, draws), named, target)


def states_of(setting: Setting) -> list[frozenset[str]]:
    return [
        frozenset(name for bit, name in enumerate(setting.steps) if state >> bit & 1)
        for state in setting.states.tolist()
    ]


def way_of(content: Content) -> Way:
    return Way(content, content["roadmap"]["targets"][TARGET]["options"])


def loads(content: Content) -> Scenario | None:
    """The scenario; none where steps wait in a circle or rules leave nothing of an issue."""
    read_in = outcome(text_of(content))
    if isinstance(read_in, Scenario):
        return read_in
    assert "wait for one another" in str(read_in) or "rule" in str(read_in)
    return None


def test_equals_the_slow_way_on_random_files() -> None:
    seen: dict[str, int] = {}
    for seed in SEEDS:
        content = random_roadmap(seed)
        scenario = loads(content)
        if scenario is None:
            continue
        way = way_of(content)
        wrong = way.problems()
        if wrong:
            with pytest.raises(ScenarioError) as raised:
                setting_of(scenario)
            told = str(raised.value)
            assert all(part in told for part in wrong), seed
            assert {part for part in ("no step brings", "to the same option", "breaks a rule") if part in told} == {
                "breaks a rule" if "breaks a rule" in part else part
                for part in wrong
                if "today" not in part or "rule" in part
            }, seed
            for part in wrong:
                seen[part] = seen.get(part, 0) + 1
            continue
        assert_same(setting_of(scenario), way)
        seen["right"] = seen.get("right", 0) + 1
    assert seen.pop("right") > 80
    assert set(seen) == {
        "no step brings",
        "to the same option",
        "is what holds today",
        "the target breaks a rule",
        "today breaks a rule",
    }


def assert_same(setting: Setting, way: Way) -> None:
    assert list(setting.steps) == way.steps
    assert list(setting.players) == way.players
    assert [setting.players[owner] for owner in setting.owner] == [way.given[step]["by"] for step in way.steps]
    assert {
        name: keys_of(way.issues[name])[place] for name, place in zip(way.issues, setting.deal, strict=True)
    } == way.target
    states = states_of(setting)
    assert len(states) == len(set(states))
    assert set(states) == set(way.states())
    assert (np.diff(setting.states) > 0).all()
    for position, state in enumerate(states):
        deal = setting.table[setting.code[position]]
        assert {n: keys_of(way.issues[n])[place] for n, place in zip(way.issues, deal, strict=True)} == way.deal(state)
        assert setting.legal[position] == way.allowed(way.deal(state))


def test_a_solution_is_a_target_by_name_or_by_itself() -> None:
    scenario = read(SMALL_ROADMAP)
    _, named = named_deals(scenario)
    for target in ("fair", "nash"):
        assert setting_of(scenario, target).deal.tolist() == named["nash"].tolist()
    assert setting_of(scenario, "nash").steps == setting_of(scenario, "fair").steps


def problems(text: str, target: str) -> list[tuple[int, str]]:
    with pytest.raises(ScenarioError) as raised:
        setting_of(read(text), target)
    return [(problem.place.line, problem.wrong) for problem in raised.value.problems]


def line_of(text: str, part: str) -> int:
    assert text.count(part) == 1
    return text[: text.index(part)].count("\n") + 1


def test_an_option_to_which_no_step_leads_is_named_at_the_target() -> None:
    text = change(SMALL_ROADMAP, "most: {water: all, rent: 2.5}", "most: {water: all, rent: 3}")
    wrong = "no step brings 'Rent' to '3 coins', which the target 'most' needs"
    assert problems(text, "most") == [(line_of(text, "most: {water"), wrong)]


def test_two_steps_to_one_option_are_named_at_the_second() -> None:
    second = "    again: {name: All again, by: north, moves: {water: all}}\n    pay:"
    text = change(SMALL_ROADMAP, "    pay:", second)
    assert problems(text, "most") == [
        (line_of(text, "again: {name"), "more and again bring 'Water' to the same option")
    ]


def test_everything_that_is_missing_is_said_at_once() -> None:
    text = change(SMALL_ROADMAP, "most: {water: all, rent: 2.5}", "most: {water: all, rent: 3}")
    text = change(text, "moves: {water: all}, after", "effects: {north: 1}, after")
    assert len(problems(text, "most")) == 2


def test_a_target_that_breaks_a_rule_is_refused_there() -> None:
    text = change(SMALL_ROADMAP, "most: {water: all, rent: 2.5}", "most: {water: all}")
    assert problems(text, "most") == [(line_of(text, "most: {water"), "the target breaks a rule or a red line")]


def test_a_day_that_breaks_a_rule_is_refused() -> None:
    text = change(SMALL_ROADMAP, "rules:\n", "rules:\n  - never: {water: none, rent: 0}\n")
    assert problems(text, "most") == [(line_of(text, "most: {water"), "today breaks a rule or a red line")]


def test_a_target_that_needs_no_step_is_refused() -> None:
    fence = "    fence: {name: A new fence, by: north, effects: {south: [1, 2, 4], north: -1}, source: deed}\n"
    text = change(SMALL_ROADMAP, fence, "")
    text = change(change(text, "proposed: [fence, ", "proposed: ["), "first: [fence]", "first: []")
    text = change(text, "most: {water: all, rent: 2.5}", "most: {water: none}")
    wrong = "the target 'most' is what holds today, so there is nothing to put in order"
    assert problems(text, "most") == [(line_of(text, "most: {water"), wrong)]


def test_a_fault_of_a_solution_that_is_no_target_stands_at_the_targets() -> None:
    text = change(SMALL_ROADMAP, "moves: {water: all}, after", "effects: {north: 1}, after")
    scenario = read(text)
    deal = [2, 5]
    with pytest.raises(ScenarioError) as raised:
        settings(scenario, measure(scenario, 0), {"best": np.array(deal)}, "best")
    assert [(p.place.line, p.wrong) for p in raised.value.problems] == [
        (line_of(text, "targets:"), "no step brings 'Water' to 'All of it', which the target 'best' needs")
    ]


def test_a_target_that_is_not_there_is_said_with_those_that_are() -> None:
    with pytest.raises(PourparlerError, match=r"there is no target 'peace'; name fair, most, .*nash"):
        setting_of(read(SMALL_ROADMAP), "peace")
    text = change(SMALL_ROADMAP, "fair: nash", "fair: nish")
    with pytest.raises(PourparlerError, match="there is no target 'nish'"):
        setting_of(read(text), "fair")


def test_a_case_without_steps() -> None:
    with pytest.raises(NoRoadmap, match="the case has no 'roadmap'"):
        setting_of(loaded(small_case()), "nash")
