"""The answer of the roadmap room on small cases at the edges, and what it cannot answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from pourparler.brief.compose import compose
from pourparler.brief.html import render_html
from pourparler.errors import PourparlerError
from pourparler.roadmap import analyse, findings
from pourparler.roadmap.answer import RoadmapAnswer
from pourparler.roadmap.planner import NoPlan
from pourparler.scenario.problem import ScenarioError
from tests.deals.random_scenarios import Content, loaded, text_of
from tests.reading_pages import sentences
from tests.roadmap.reading_pages import charts, tables
from tests.roadmap.test_payoffs import case
from tests.scenario.cases import loaded as read
from tests.scenario.roadmap_cases import SMALL_ROADMAP


def of(content: Content, **wishes: Any) -> RoadmapAnswer:
    return analyse(loaded(content), **({"draws": 3} | wishes))


def test_no_more_than_200_draws_are_made() -> None:
    assert of(case(), draws=5000).findings.draws == 200
    assert of(case(), draws=5000).to_dict()["draws"] == 200


def test_stages_are_told() -> None:
    said: list[tuple[str, int, int]] = []
    of(case(), draws=2, stage=lambda what, done, steps: said.append((what, done, steps)))
    assert said[0] == ("finding the target", 0, 1)
    assert ("ordering the steps in the draws", 1, 2) in said


def test_a_target_of_a_single_step() -> None:
    content = case()
    content["roadmap"]["targets"]["there"]["options"] = {"rent": "paid"}
    content["roadmap"] |= {"first": ["pay"], "proposed": [["open"], ["pay"]]}
    found = of(content)
    facts = found.findings
    assert facts.setting.steps == ("pay",)
    assert [stage.steps for stage in facts.plan.stages] == [(0,)]
    assert {rival.stages[0].mode for rival in facts.rivals} == {"alone"}
    assert "one stages" not in found.summary()
    assert [each.plan.stages for each in facts.forced if each.plan is not None] == [()]
    # North pays 40 for nothing. It has 40 for another period and then 0; pretending, 40 as long and then 35.
    assert facts.plan.slack == pytest.approx(0.1 * 40 - (0.1 * 40 + 0.9 * 35))
    assert all(chart.draw().to_dict() for chart in charts(found))
    assert render_html(compose(loaded(content), {"roadmap": found}, 3, 1))


def test_a_single_step_that_brings_all_something_holds() -> None:
    content = case(well={"name": "A well", "by": "north", "effects": {"north": 1, "south": 2}})
    content["roadmap"]["targets"]["there"]["options"] = {"water": "none"}
    found = of(content)
    assert found.findings.plan.self_enforcing
    assert "in one stage over 1 period: a well." in found.summary()


def test_a_slack_of_nothing_but_rounding_holds_everywhere() -> None:
    """Without walk-away values today stands in for them, so that nobody gains by breaking off at the end, or loses."""
    content = case(well={"name": "A well", "by": "north", "effects": {"north": 0, "south": 2}})
    for preferred in content["preferences"].values():
        del preferred["walk_away"]
    content["preferences"]["north"]["issues"]["water"]["values"]["none"] = 0.1
    content["preferences"]["south"]["issues"]["rent"]["weight"] = 0.3
    content["roadmap"]["targets"]["there"]["options"] = {"water": "none"}
    found = of(content)
    assert found.findings.plan.slack == pytest.approx(0, abs=1e-9)
    assert found.findings.plan.self_enforcing
    assert found.to_dict()["draws_in_which_it_holds"] == found.to_dict()["draws_in_which_an_order_holds"] == 1
    assert [str(row[3]) for row in tables(found, "roadmap-rivals")[0].rows] == ["holds"] * 4


def test_three_players_one_of_them_without_preferences() -> None:
    content = case(pledge={"name": "A pledge", "by": "village", "effects": {"north": 9, "village": -1}})
    content["roadmap"]["players"]["village"] = {"reserve": 3, "mistrust": 0.2}
    found = of(content)
    assert found.findings.setting.players == ("north", "south", "village")
    assert found.findings.faults == ()
    assert found.findings.players[2] == "The village"
    assert all(chart.draw().to_dict() for chart in charts(found))
    assert found.to_dict()["enough_trust"].keys() == {"north", "south", "village"}
    assert [found.to_dict()["enough_trust"][name] for name in ("north", "south")] == [None, None]


def test_an_order_proposed_that_lacks_a_step_is_left_out_and_that_is_said() -> None:
    content = case()
    content["roadmap"]["proposed"] = [["open"]]
    found = of(content)
    assert "the order proposed" not in [rival.name for rival in found.findings.rivals]
    assert "The order proposed is not judged: it lacks rent." in tables(found, "roadmap-rivals")[0].note


def test_a_gift_after_which_no_order_is_allowed_is_said() -> None:
    """Half the water may not stand without rent, so that it cannot be given first."""
    content = case()
    content["rules"] = [{"never": {"water": "half", "rent": "free"}}]
    content["roadmap"]["first"] = ["open", "pay"]
    found = of(content)
    assert [each.plan is None for each in found.findings.forced] == [True, False]
    assert [each["plan"] is None for each in found.to_dict()["given_first"]] == [True, False]
    (table,) = tables(found, "roadmap-first")
    assert "no order is allowed" in [str(cell) for cell in table.rows[0]]


def test_a_gift_that_costs_nothing_is_no_headline() -> None:
    content = case(well={"name": "A well", "by": "north", "effects": {"south": 2}})
    content["briefed"] = "north"
    for first, told in (("well", False), ("pay", True)):
        content["roadmap"]["first"] = [first]
        assert ("given first and for nothing" in of(content).summary()) == told


def test_where_no_order_was_found_none_is_not_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The best order that was found fails, but what is proven leaves room for one that holds."""
    real = findings.good_plan

    def unproven(*given: Any, **more: Any) -> Any:
        return replace(real(*given, **more), proven=False, bound=3.0)

    monkeypatch.setattr(findings, "good_plan", unproven)
    content = case()
    content["preferences"]["north"]["walk_away"] = 60
    said = of(content).summary()
    assert "No order of the steps holds by itself" not in said
    assert (
        "No order that holds by itself was found, nor is it proven that there is none: even in the best one found"
        in said
    )


def test_what_is_proven_is_said_in_the_terms_of_the_objective(monkeypatch: pytest.MonkeyPatch) -> None:
    real = findings.good_plan
    content = case(well={"name": "A well", "by": "north", "effects": {"north": 1, "south": 2}})
    content["roadmap"]["targets"]["there"]["options"] = {"water": "none"}
    expected = {
        "slack": "no order can have a least slack above 5",
        "exposure": "in every order that holds some side risks at least 0 points",
        "duration": "every order that holds takes at least 1 period",
        "mistrust": "no order that holds tolerates a mistrust above 1.00",
    }
    monkeypatch.setattr(findings, "good_plan", lambda *a, **k: replace(real(*a, **k), proven=False))
    for objective, words in expected.items():
        found = of(content, objective=objective)
        assert found.findings.faults == ()
        assert words in " ".join(map(str, sentences(found)))


# What cannot be answered


def test_a_target_that_cannot_be_is_refused() -> None:
    with pytest.raises(PourparlerError, match="there is no target 'peace'"):
        of(case(), target="peace")
    content = case()
    content["rules"] = [{"never": {"water": "half", "rent": "free"}}, {"never": {"water": "none", "rent": "paid"}}]
    assert of(content).findings.plan.stages[0].mode == "together"
    content["roadmap"]["simultaneous"] = "none"
    with pytest.raises(NoPlan, match="Whatever the order, a state comes that is not legal"):
        of(content)
    content = case()
    del content["roadmap"]["steps"]["pay"]
    with pytest.raises(ScenarioError, match="no step brings 'Rent' to 'Paid'"):
        of(content)


@pytest.mark.parametrize(
    ("phase", "rules"), [(["more"], []), (["open"], [{"never": {"water": "half", "rent": "free"}}])]
)
def test_a_milestone_that_cannot_be_is_refused_where_it_stands(phase: list[str], rules: list[Content]) -> None:
    """By the order of an issue's options, or by a rule."""
    content = case(more={"name": "More", "by": "south", "moves": {"water": "all"}})
    content["roadmap"]["targets"]["there"]["options"]["water"] = "all"
    content["roadmap"]["milestones"], content["rules"] = [phase], rules
    with pytest.raises(ScenarioError, match="what is complete after this phase lacks a step") as raised:
        of(content)
    lines = text_of(content).splitlines()
    assert phase[0] in lines[raised.value.problems[0].place.line - 1]


def test_a_named_solution_can_be_the_target() -> None:
    found = analyse(read(SMALL_ROADMAP), draws=2, target="nash")
    assert found.to_dict()["target"] == "nash"
    assert found.findings.faults == ()
    assert np.isfinite(found.findings.plan.slack)
