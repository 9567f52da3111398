"""Where no order holds: what is missing, exactly, and what each change that the file allows would do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pourparler.roadmap.certificate import PRECISION, Mend, certify, mends
from pourparler.roadmap.checker import check, work_out
from pourparler.roadmap.exchange import Exchange
from pourparler.roadmap.judge import judge
from pourparler.roadmap.mends import with_check, with_escrow, with_guarantee, with_pairs, with_split
from pourparler.roadmap.payoffs import exchange as exchange_of
from pourparler.roadmap.plan import Plan
from pourparler.roadmap.planner import best_plan
from pourparler.roadmap.setting import Setting
from tests.deals.random_scenarios import Content, loaded
from tests.roadmap.oracle import Oracle, exchanges
from tests.roadmap.test_payoffs import case, rows_of
from tests.roadmap.test_setting import setting_of


def guaranteed(exchange: Exchange, amount: float) -> Exchange:
    return replace(exchange, reserve=exchange.reserve + amount)


@settings(max_examples=300)
@given(exchanges(legal=False))
def test_the_missing_amount_is_what_lifts_the_best_order_to_zero(exchange: Exchange) -> None:
    plan = best_plan(exchange)
    assume(not plan.self_enforcing)
    found = certify(exchange, plan, judge(exchange, plan.stages))
    assert found.missing > 0
    assert plan.slacks[found.stage, found.player] == pytest.approx(plan.slack, abs=1e-9)
    assert found.missing == pytest.approx(-float(max(way.slack for way in Oracle(exchange).ways(0))), abs=1e-9)
    assert best_plan(guaranteed(exchange, found.missing)).self_enforcing
    assert best_plan(guaranteed(exchange, found.missing)).slack == pytest.approx(0, abs=1e-8)
    assert not best_plan(guaranteed(exchange, found.missing - 1e-6)).self_enforcing


def failing(
    guarantee: float | None = 60, walk_away: tuple[float, float] = (60, 55), **changes: Any
) -> tuple[Setting, Exchange, Plan, list[Mend]]:
    """The two farms, where whoever gives last has nothing to wait for."""
    content: Content = case(more={"name": "More", "by": "south", "moves": {"water": "all"}})
    for name, value in zip(("north", "south"), walk_away, strict=True):
        content["preferences"][name]["walk_away"] = value
    roadmap = content["roadmap"]
    roadmap["targets"]["there"]["options"]["water"] = "all"
    roadmap["steps"]["pay"]["check"] = {"chance": 0.5}
    roadmap["mends"] = {"split": ["pay", "more"], "escrow": ["pay"], "check": ["pay", "open"]}
    if guarantee is not None:
        roadmap["mends"]["guarantee"] = guarantee
    roadmap |= changes
    setting = setting_of(loaded(content))
    numbers = rows_of(setting, 0, 1)
    made = exchange_of(setting, 0, numbers)
    plan = best_plan(made)
    assert not plan.self_enforcing
    return setting, made, plan, list(mends(setting, made, plan, numbers))


def test_every_change_that_is_allowed_is_tried_by_itself() -> None:
    setting, made, _, found = failing(simultaneous="none")
    steps = {name: setting.steps.index(name) for name in setting.steps}
    changed = {
        ("check", (steps["pay"],)): with_check(made, [steps["pay"]]),
        ("escrow", (steps["pay"],)): with_escrow(made, [steps["pay"]]),
        ("split", (steps["pay"],)): with_split(made, steps["pay"]),
        ("split", (steps["more"],)): with_split(made, steps["more"]),
        ("pairs", ()): with_pairs(made),
    }
    others = [mend for mend in found if mend.what != "guarantee"]
    assert [(mend.what, mend.steps) for mend in others] == list(changed)
    for mend, game in zip(others, changed.values(), strict=True):
        assert mend.plan.slack == pytest.approx(best_plan(game).slack)
        assert check(game, mend.plan) == []
        assert (mend.player, mend.amount) == (None, None)


def test_what_is_not_allowed_is_not_tried() -> None:
    _, _, _, found = failing(None, mends={})
    assert found == []
    *_, found = failing(None, mends={"check": ["open"]})
    assert found == []  # a pretence of this one is found out at once as it is


def test_the_least_guarantee_of_one_is_found_to_a_twentieth() -> None:
    _, made, _, found = failing(90, (70, 30))
    single = {mend.player: mend for mend in found if mend.what == "guarantee" and mend.player is not None}
    for player in range(made.players):
        held = best_plan(with_guarantee(made, player, 90))
        assert held.self_enforcing == (player in single)
    assert single
    for player, mend in single.items():
        assert mend.amount is not None
        assert mend.plan.self_enforcing
        assert check(with_guarantee(made, player, mend.amount), mend.plan) == []
        assert not best_plan(with_guarantee(made, player, mend.amount - PRECISION)).self_enforcing


def test_the_guarantee_of_all_is_what_is_missing() -> None:
    _, made, plan, found = failing(90)
    (joint,) = [mend for mend in found if mend.what == "guarantee" and mend.player is None]
    assert joint.amount == pytest.approx(-plan.slack)
    assert joint.plan.self_enforcing
    assert joint.plan.slack == pytest.approx(0, abs=1e-8)
    assert work_out(guaranteed(made, -plan.slack), joint.plan.stages).slack == pytest.approx(0, abs=1e-8)


@settings(max_examples=20)
@given(st.floats(0, 1))
def test_a_guarantee_beyond_what_could_be_had_is_not_offered(share: float) -> None:
    _, _, plan, _ = failing(None)
    most = round(-plan.slack * share, 3)
    *_, found = failing(most)
    offered = [mend.amount for mend in found if mend.what == "guarantee"]
    assert all(amount is not None and amount <= most for amount in offered)
    assert bool([mend for mend in found if mend.what == "guarantee" and mend.player is None]) == (most >= -plan.slack)


def test_a_step_of_another_target_is_left_out_of_the_mends() -> None:
    _, _, _, found = failing(None, targets={"there": {"options": {"rent": "paid"}}})
    assert {mend.what for mend in found} == {"check", "escrow", "split"}
    assert all(mend.steps == (0,) for mend in found)
