"""What every state is worth and what is left when relations break off there, against the plain content of the file."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

from pourparler.roadmap.exchange import Exchange
from pourparler.roadmap.payoffs import DURATION, HAZARD, Rows, exchange
from pourparler.roadmap.planner import best_plan
from pourparler.roadmap.setting import Setting
from pourparler.scenario.model import Scenario
from pourparler.scenario.numbers import numbers
from pourparler.scenario.problem import ScenarioError
from pourparler.scenario.tree import Path
from tests.deals.random_scenarios import Content, loaded
from tests.roadmap.random_roadmaps import TARGET, Way, best, random_roadmap
from tests.roadmap.test_setting import loads, setting_of, states_of, way_of

SEEDS = range(1000, 1500)


def rows_of(setting: Setting, draws: int, seed: int) -> Rows:
    """By path below `roadmap` the best guess and the draws."""
    return {
        path[1:]: np.concatenate(([line.value.best], line.draws(draws, seed))) for path, line in setting.lines.items()
    }


def exchange_of(scenario: Scenario, row: int = 0, draws: int = 0) -> tuple[Setting, Exchange]:
    setting = setting_of(scenario, draws=draws)
    return setting, exchange(setting, row, rows_of(setting, draws, scenario.seed))


def test_equals_the_slow_way_on_random_files() -> None:
    seen = indifferent = 0
    for seed in SEEDS:
        content = random_roadmap(seed)
        way = way_of(content)
        if way.problems() or (scenario := loads(content)) is None:
            continue
        setting, made = exchange_of(scenario)
        assert_same(setting, made, way)
        seen += 1
        indifferent += any(name not in setting.measure.parties for name in setting.players)
    assert seen > 100
    assert indifferent > 5


def assert_same(setting: Setting, made: Exchange, way: Way) -> None:
    close = {"rel": 1e-12, "abs": 1e-9}
    given = [way.given[step] for step in setting.steps]
    for position, state in enumerate(states_of(setting)):
        for player, name in enumerate(setting.players):
            assert made.worth[player, position] == pytest.approx(way.worth(name, way.deal(state)), **close)
            assert made.fallback[player, position] == pytest.approx(way.fallback(name, state), **close)
    assert made.discount.tolist() == [way.discount(name) for name in setting.players]
    assert made.reserve == pytest.approx([way.reserve(name) for name in setting.players], **close)
    assert made.duration == pytest.approx(
        [best(step.get("duration", DURATION)) + best(step.get("check", {}).get("lag", 0)) for step in given]
    )
    assert made.detection.tolist() == [best(step["check"]["chance"]) if "check" in step else 1 for step in given]
    assert made.effect.tolist() == [
        [best(s.get("effects", {}).get(name, 0)) for s in given] for name in setting.players
    ]
    assert made.saved == pytest.approx([way.saved(step) for step in setting.steps], **close)
    assert (made.states == setting.states).all()
    assert (made.legal == setting.legal).all()
    pairs = way.pairs()
    assert named(setting, made.pairs) == pairs
    assert named(setting, made.escrowed) == {pair for pair in pairs if all(way.given[step]["escrow"] for step in pair)}
    assert made.fee.tolist() == [best(way.roadmap.get("fee", 0))] * made.players
    assert made.hazard == best(way.roadmap.get("hazard", HAZARD))


def named(setting: Setting, pairs: np.ndarray) -> set[frozenset[str]]:
    found = {frozenset(setting.steps[step] for step in pair) for pair in pairs.tolist()}
    assert len(found) == len(pairs)
    return found


def test_a_draw_is_the_best_guess_of_a_file_with_the_numbers_drawn() -> None:
    seen = 0
    for seed in range(2000, 2120):
        content = random_roadmap(seed)
        way = way_of(content)
        if way.problems() or (scenario := loads(content)) is None:
            continue
        setting, drawn = exchange_of(scenario, 3, 4)
        fixed = copy.deepcopy(content)
        for line in numbers(scenario):
            put(fixed, line.path, float(line.draws(4, scenario.seed)[2]))
        for path, values in rows_of(setting, 4, scenario.seed).items():
            put(fixed, ("roadmap", *path), float(values[3]))
        try:
            _, guessed = exchange_of(loaded(fixed))
        except ScenarioError:
            continue
        for field in ("worth", "fallback", "duration", "effect", "saved", "reserve", "detection", "discount", "fee"):
            assert getattr(drawn, field) == pytest.approx(getattr(guessed, field), abs=1e-9), (seed, field)
        assert drawn.hazard == guessed.hazard
        seen += 1
    assert seen > 20


def put(content: Content, path: Path, value: float) -> None:
    """Write a number at a path; a number in long form is replaced as a whole."""
    inside: Any = content
    for key in path[:-1]:
        inside = inside[key]
    assert path[-1] in inside or isinstance(inside, list)
    inside[path[-1]] = value


def case(**steps: Content) -> Content:
    """Two farms that trade water for rent; the village, an outside power, wants nothing that the file knows of."""
    return {
        "format": 1,
        "title": "Farms",
        "as_of": "2024-03-01",
        "seed": 1,
        "parties": {
            "north": {"name": "North", "role": "principal"},
            "south": {"name": "South", "role": "principal"},
            "village": {"name": "The village", "role": "outside power"},
        },
        "issues": {
            "water": {"name": "Water", "options": {"none": "None", "half": "Half", "all": "All"}, "today": "none"},
            "rent": {"name": "Rent", "options": {"free": "Free", "paid": "Paid"}, "today": "free"},
        },
        "preferences": {
            "north": {
                "walk_away": 35,
                "issues": {
                    "water": {"weight": 60, "values": {"none": 0, "half": 50, "all": 100}},
                    "rent": {"weight": 40, "values": {"free": 100, "paid": 0}},
                },
            },
            "south": {
                "walk_away": 45,
                "issues": {
                    "water": {"weight": 50, "values": {"none": 100, "half": 60, "all": 0}},
                    "rent": {"weight": 50, "values": {"free": 0, "paid": 100}},
                },
            },
        },
        "rules": [],
        "roadmap": {
            "targets": {TARGET: {"options": {"water": "half", "rent": "paid"}}},
            "players": {"north": {"discount": 0.9}, "south": {"discount": 0.8}},
            "steps": {
                "open": {"name": "Half", "by": "south", "moves": {"water": "half"}},
                "pay": {"name": "Rent", "by": "north", "moves": {"rent": "paid"}},
            }
            | steps,
        },
    }


def test_what_is_undone_in_time_by_hand() -> None:
    """Water half open for two periods and then shut, at a cost of 3; the rent stays paid."""
    content = case()
    content["roadmap"]["steps"]["open"]["undo"] = {"takes": 2, "cost": 3}
    setting, made = exchange_of(loaded(content))
    assert setting.steps == ("open", "pay")
    assert made.states.tolist() == [0, 1, 2, 3]
    assert made.worth.tolist() == [[40, 70, 0, 30], [50, 30, 100, 80]]
    north = [35, 35 + 30 * (1 - 0.81), 35 - 40, 35 - 40 + 30 * (1 - 0.81)]
    south = [45, 45 - 20 * (1 - 0.64) - 3, 45 + 50, 45 + 50 - 20 * (1 - 0.64) - 3]
    assert made.fallback == pytest.approx(np.array([north, south]))
    assert made.saved == pytest.approx([20, 40])


def test_what_is_undone_at_once_never_stood_and_without_discount_for_no_time_at_all() -> None:
    for undo, discount in (({"takes": 0}, 0.8), ({"takes": 500}, 1)):
        content = case()
        content["roadmap"]["steps"]["open"]["undo"] = undo
        content["roadmap"]["players"] = {name: {"discount": discount} for name in ("north", "south")}
        _, made = exchange_of(loaded(content))
        assert made.fallback == pytest.approx(np.array([[35, 35, -5, -5], [45, 45, 95, 95]]))


def test_a_farther_step_stands_when_a_nearer_one_is_undone() -> None:
    content = case(more={"name": "More", "by": "south", "moves": {"water": "all"}})
    content["roadmap"]["targets"][TARGET]["options"]["water"] = "all"
    content["roadmap"]["steps"]["open"]["undo"] = {"takes": 0}
    setting, made = exchange_of(loaded(content))
    both = 1 << setting.steps.index("open") | 1 << setting.steps.index("more")
    assert made.fallback[:, made.index(both)].tolist() == [35 + 60, 45 - 50]
    assert made.fallback[:, made.index(1)].tolist() == [35, 45]


def test_who_has_no_preferences_is_an_owner_without_interests() -> None:
    """An outside power that does a step: every deal and none is worth 0 to it; its effects and its reserve count."""
    content = case(pledge={"name": "A pledge", "by": "village", "effects": {"north": 2, "village": -1}})
    content["roadmap"]["players"]["village"] = {"reserve": 3}
    for walk_away in ({}, {"village": {"walk_away": 10}}):
        content["preferences"] = content["preferences"] | walk_away
        setting, made = exchange_of(loaded(content))
        village = setting.players.index("village")
        assert setting.players == ("north", "south", "village")
        assert setting.steps[2] == "pledge"
        assert made.owner[2] == village
        assert not made.worth[village].any()
        assert not made.fallback[village].any()
        assert made.effect[village].tolist() == [0, 0, -1]
        assert made.reserve[village] == 3
        assert made.saved[2] == 0
        plan = best_plan(made)
        assert plan.slacks[:, village].min() == 2  # the pledge costs 1 and breaking faith 3


def test_who_neither_negotiates_nor_does_a_step_is_no_player() -> None:
    setting, _ = exchange_of(loaded(case()))
    assert setting.players == ("north", "south")
