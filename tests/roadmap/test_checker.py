"""The independent check: it accepts what is right, and sees every change for the worse."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pourparler.roadmap.checker import check, deviations, work_out, wrong_stages
from pourparler.roadmap.exchange import Exchange
from pourparler.roadmap.plan import Stage
from pourparler.roadmap.planner import best_plan
from tests.roadmap.oracle import Oracle, exchanges

NUMBERS = ("slack", "exposure", "duration", "mistrust")


@settings(max_examples=300)
@given(exchange=exchanges(legal=False), data=st.data())
def test_any_plan_has_the_numbers_of_the_fractions(exchange: Exchange, data: st.DataObject) -> None:
    oracle = Oracle(exchange)
    way = data.draw(st.sampled_from(oracle.ways(0)))
    plan = work_out(exchange, [Stage(steps, mode) for steps, mode in way.stages])
    assert plan.values[0] == pytest.approx([float(value) for value in way.values], abs=1e-9)
    assert plan.slack == pytest.approx(float(way.slack), abs=1e-9)
    assert plan.exposure == pytest.approx(float(way.exposure), abs=1e-9)
    assert plan.duration == float(way.duration)
    assert plan.mistrust == pytest.approx(float(oracle.mistrust(way)), abs=1e-6)
    assert (plan.proven, plan.bound) == (False, math.inf)
    assert check(exchange, plan) == []


@settings(max_examples=150)
@given(exchange=exchanges(legal=False), data=st.data())
def test_the_numbers_of_another_plan_are_refused(exchange: Exchange, data: st.DataObject) -> None:
    """Swapping stages or changing a mode changes the stages; the numbers no longer fit, or happen to be the same."""
    plan = best_plan(exchange)
    way = data.draw(st.sampled_from(Oracle(exchange).ways(0)))
    changed = replace(plan, stages=tuple(Stage(steps, mode) for steps, mode in way.stages))
    right = work_out(exchange, changed.stages)
    same = right.slacks.shape == plan.slacks.shape and all(
        (np.abs(getattr(right, name) - getattr(plan, name)) <= exchange.tolerance).all()
        for name in ("values", "slacks")
    )
    numbers_fit = same and all(getattr(right, name) == pytest.approx(getattr(plan, name), abs=1e-6) for name in NUMBERS)
    assert (check(exchange, changed) == []) == numbers_fit


@settings(max_examples=150)
@given(exchange=exchanges(legal=False), data=st.data())
def test_stages_that_are_not_allowed_are_refused(exchange: Exchange, data: st.DataObject) -> None:
    plan = best_plan(exchange)
    stages = list(plan.stages)
    place = data.draw(st.integers(0, len(stages) - 1))
    assert check(exchange, replace(plan, stages=(*stages[:place], *stages[place + 1 :])))
    assert check(exchange, replace(plan, stages=(*stages, stages[place])))
    other = {"alone": "together", "together": "alone", "escrow": "alone"}[stages[place].mode]
    stages[place] = replace(stages[place], mode=other)
    assert check(exchange, replace(plan, stages=tuple(stages)))


@settings(max_examples=150)
@given(exchange=exchanges(), data=st.data())
def test_an_order_against_precedence_is_refused(exchange: Exchange, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(exchange.steps)))
    done, allowed = 0, bool(exchange.legal[0])
    for step in order:
        allowed &= exchange.before[step] & ~done == 0
        done |= 1 << step
        place = exchange.states.tolist().index(done) if done in exchange.states else -1
        allowed &= place >= 0 and bool(exchange.legal[place])
    stages = [Stage((step,), "alone") for step in order]
    assert (wrong_stages(exchange, stages) == []) == allowed
    if not allowed:
        with pytest.raises(ValueError, match=r"before the steps|not legal|no legal"):
            work_out(exchange, stages)


@settings(max_examples=100)
@given(exchange=exchanges(legal=False), data=st.data())
def test_tampered_numbers_are_refused(exchange: Exchange, data: st.DataObject) -> None:
    plan = best_plan(exchange)
    assume((exchange.tolerance < 1e-4).all())
    amount = data.draw(st.sampled_from([1e-3, -1e-3, 5.0, -5.0, math.nan]))
    for name in NUMBERS:
        findings = check(exchange, replace(plan, **{name: getattr(plan, name) + amount}))
        assert any(name in finding for finding in findings)
    for name in ("values", "slacks"):
        table = getattr(plan, name).copy()
        row, player = data.draw(st.integers(0, len(table) - 1)), data.draw(st.integers(0, exchange.players - 1))
        table[row, player] += amount
        assert any(
            f"player {player} before stage {row + 1}" in f for f in check(exchange, replace(plan, **{name: table}))
        )
        assert check(exchange, replace(plan, **{name: table[1:]}))
    assert check(exchange, replace(plan, self_enforcing=not plan.self_enforcing))
    assert check(exchange, replace(plan, bound=plan.slack - 1e-3))
    assert check(exchange, replace(plan, objective="exposure", bound=plan.exposure + 1e-3))


@settings(max_examples=100)
@given(exchange=exchanges(legal=False))
def test_slack_is_what_remains_over_the_best_deviation(exchange: Exchange) -> None:
    plan = best_plan(exchange)
    state = 0
    for number, stage in enumerate(plan.stages):
        for player in range(exchange.players):
            found = deviations(exchange, stage, state, player, plan.values[number + 1, player])
            performs = player in exchange.owner[list(stage.steps)]
            together = {"withhold"} if stage.mode == "together" else set()
            assert set(found) == {"stop"} | ({"pretend"} | together if performs else set())
            slack = plan.values[number, player] - max(found.values()) + exchange.reserve[player]
            assert slack == pytest.approx(plan.slacks[number, player], abs=1e-9)
        state |= stage.mask


@pytest.mark.parametrize(
    ("stage", "finding"),
    [
        (Stage((), "alone"), "must have different steps"),
        (Stage((0, 0), "together"), "must have different steps"),
        (Stage((7,), "alone"), "must have different steps"),
        (Stage((0,), "escrow"), "with 1 step"),
        (Stage((0, 1), "escrow"), "no pair for 'escrow'"),
        (Stage((0, 1), "together"), "no pair for 'together'"),
    ],
)
def test_a_stage_that_cannot_be_is_named(stage: Stage, finding: str) -> None:
    exchange = Exchange(
        owner=np.array([0, 0]), before=np.zeros(2, dtype=np.int64), duration=np.ones(2), effect=np.zeros((2, 2)),
        states=np.arange(4), legal=np.full(4, True), worth=np.zeros((2, 4)), fallback=np.zeros((2, 4)),
        discount=np.ones(2), reserve=np.zeros(2), detection=np.ones(2), saved=np.zeros(2),
        pairs=np.empty((0, 2), dtype=np.int64), escrowed=np.empty((0, 2), dtype=np.int64), fee=np.zeros(2), hazard=0.0,
    )  # fmt: skip
    assert any(finding in wrong for wrong in wrong_stages(exchange, [stage]))
