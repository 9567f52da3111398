"""The planner against every plan written out, and what must hold of any best plan."""

from __future__ import annotations

import math
from dataclasses import replace
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.errors import TooLarge
from pourparler.roadmap import planner
from pourparler.roadmap.checker import check, work_out
from pourparler.roadmap.exchange import Exchange, closed_states
from pourparler.roadmap.planner import NoPlan, TooManyLabels, best_plan
from tests.roadmap.oracle import Oracle, exchanges, random_exchange

OBJECTIVES = ("slack", "exposure", "duration", "mistrust")
FLOORS = (0.0, 0.0, -2.0, 0.5, -math.inf)


def assert_best(exchange: Exchange, oracle: Oracle, objective: str, floor: float, start: int = 0) -> None:
    expected = oracle.best(objective, floor, start)
    if expected is None:
        with pytest.raises(NoPlan):
            best_plan(exchange, objective, floor, start)
        return
    name, way, mistrust = expected
    plan = best_plan(exchange, objective, floor, start)
    assert plan.objective == name
    close = float(exchange.tolerance.max()) * 3
    assert plan.slack == pytest.approx(float(way.slack), abs=close)
    assert plan.exposure == pytest.approx(float(way.exposure), abs=close)
    assert plan.duration == pytest.approx(float(way.duration))
    if name == "mistrust":
        assert plan.mistrust == pytest.approx(float(mistrust), abs=1e-6)
    same = next(way for way in oracle.ways(start) if way.stages == tuple((s.steps, s.mode) for s in plan.stages))
    assert plan.mistrust == pytest.approx(float(oracle.mistrust(same)), abs=1e-6)
    assert plan.values[0] == pytest.approx([float(value) for value in same.values], abs=close)
    assert plan.self_enforcing == (plan.slack >= -close)
    assert plan.proven
    assert plan.bound == getattr(plan, name)
    assert check(exchange, plan) == []


@settings(max_examples=1500)
@given(
    exchange=exchanges(),
    objective=st.sampled_from(OBJECTIVES),
    floor=st.sampled_from(FLOORS),
    few=st.sampled_from([1, 5, 20_000]),
)
def test_equals_every_plan_written_out(exchange: Exchange, objective: str, floor: float, few: int) -> None:
    """However soon the search begins to demand much."""
    with mock.patch.object(planner, "FEW_LABELS", few):
        assert_best(exchange, Oracle(exchange), objective, floor)


@settings(max_examples=500)
@given(exchange=exchanges(players=(3, 4), legal=False), floor=st.sampled_from(FLOORS), few=st.sampled_from([1, 20_000]))
def test_mistrust_of_many_players_equals_every_plan_written_out(exchange: Exchange, floor: float, few: int) -> None:
    exchange = replace(exchange, hazard=0.4)
    with mock.patch.object(planner, "FEW_LABELS", few):
        assert_best(exchange, Oracle(exchange), "mistrust", floor)


@settings(max_examples=300)
@given(exchange=exchanges(), objective=st.sampled_from(OBJECTIVES), place=st.integers(0, 15))
def test_equals_every_plan_from_a_state_on_the_way(exchange: Exchange, objective: str, place: int) -> None:
    start = int(exchange.states[place % len(exchange.states)])
    assert_best(exchange, Oracle(exchange), objective, 0.0, start)


@pytest.mark.parametrize("seed", range(60))
def test_equals_every_plan_of_five_steps(seed: int) -> None:
    exchange = random_exchange(np.random.default_rng(seed), 2, 5, seed % 3, seed % 2, 0, 1 + seed % 2, False, False)
    oracle = Oracle(exchange)
    for objective in OBJECTIVES:
        assert_best(exchange, oracle, objective, 0.0)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_a_long_search_that_demands_much_first_finds_the_same(seed: int, objective: str) -> None:
    exchange = random_exchange(np.random.default_rng(seed), 2, 8, 0, 2, 1, 2, False, False)
    plan = best_plan(exchange, objective, -math.inf)
    with mock.patch.object(planner, "FEW_LABELS", 5):
        again = best_plan(exchange, objective, -math.inf)
    for name in OBJECTIVES[:3]:
        assert getattr(again, name) == pytest.approx(getattr(plan, name), abs=1e-7)
    assert objective != "mistrust" or again.mistrust == pytest.approx(plan.mistrust, abs=1e-6)


@settings(max_examples=200)
@given(exchange=exchanges(most_steps=6, legal=False), objective=st.sampled_from(OBJECTIVES))
def test_the_rest_of_a_best_plan_stays_as_good(exchange: Exchange, objective: str) -> None:
    plan = best_plan(exchange, objective)
    start = 0
    for number, stage in enumerate(plan.stages):
        rest = work_out(exchange, plan.stages[number:], start)
        assert rest.slack >= plan.slack - exchange.tolerance.max()
        assert np.allclose(rest.slacks, plan.slacks[number:])
        assert best_plan(exchange, start=start).slack >= rest.slack - exchange.tolerance.max()
        start |= stage.mask


@settings(max_examples=200)
@given(exchange=exchanges(most_steps=6, legal=False), data=st.data())
def test_more_protection_never_lowers_the_largest_slack(exchange: Exchange, data: st.DataObject) -> None:
    least = best_plan(exchange).slack - exchange.tolerance.max()
    reserve = exchange.reserve.copy()
    reserve[data.draw(st.integers(0, exchange.players - 1))] += data.draw(st.floats(0, 5))
    assert best_plan(replace(exchange, reserve=reserve)).slack >= least
    owner = exchange.owner
    every = [(i, j) for i in range(exchange.steps) for j in range(i) if owner[i] != owner[j]]
    for name in ("pairs", "escrowed"):
        more = replace(exchange, **{name: np.array(every, dtype=np.int64).reshape(-1, 2)})
        assert best_plan(more).slack >= least


@settings(max_examples=200)
@given(exchange=exchanges(most_steps=6, legal=False), data=st.data())
def test_waiting_for_more_steps_never_raises_the_largest_slack(exchange: Exchange, data: st.DataObject) -> None:
    step = data.draw(st.integers(0, exchange.steps - 1))
    free = without_waiting(exchange, step)
    assert best_plan(free).slack >= best_plan(exchange).slack - exchange.tolerance.max()


def without_waiting(exchange: Exchange, step: int) -> Exchange:
    """The same exchange when `step` waits for nothing; the states that were impossible are worth anything."""
    before = exchange.before.copy()
    before[step] = 0
    states = closed_states(before)
    chance = np.random.default_rng(0)
    tables = {}
    for name in ("worth", "fallback"):
        table = chance.uniform(-3, 3, (exchange.players, len(states)))
        table[:, np.searchsorted(states, exchange.states)] = getattr(exchange, name)
        tables[name] = table
    return replace(exchange, before=before, states=states, legal=np.full(len(states), True), **tables)


@settings(max_examples=200)
@given(
    exchange=exchanges(most_steps=6, legal=False),
    factor=st.floats(0.01, 100),
    shifts=st.lists(st.floats(-5, 5), min_size=3),
)
def test_another_scale_gives_the_same_in_that_scale(exchange: Exchange, factor: float, shifts: list[float]) -> None:
    """The zero of each player's values, and the unit of all, mean nothing."""
    zero = np.array(shifts[: exchange.players])[:, np.newaxis]
    scaled = replace(
        exchange,
        effect=factor * exchange.effect, worth=factor * exchange.worth + zero, fallback=factor * exchange.fallback + zero,
        reserve=factor * exchange.reserve, saved=factor * exchange.saved, fee=factor * exchange.fee,
    )  # fmt: skip
    no_savings = replace(scaled, detection=np.ones(exchange.steps), saved=np.zeros(exchange.steps))
    before = replace(exchange, detection=np.ones(exchange.steps), saved=np.zeros(exchange.steps))
    for one, other in ((scaled, exchange), (no_savings, before)):
        assert best_plan(one).slack == pytest.approx(factor * best_plan(other).slack, abs=1e-6 * max(1, factor))


@settings(max_examples=200)
@given(exchange=exchanges(most_steps=5, legal=False), factors=st.lists(st.floats(0.1, 10), min_size=3))
def test_each_players_own_unit_rescales_the_own_slacks(exchange: Exchange, factors: list[float]) -> None:
    units = np.array(factors[: exchange.players])
    column = units[:, np.newaxis]
    plan = best_plan(exchange)
    other = work_out(
        replace(
            exchange,
            effect=column * exchange.effect, worth=column * exchange.worth, fallback=column * exchange.fallback,
            reserve=units * exchange.reserve, saved=units[exchange.owner] * exchange.saved, fee=units * exchange.fee,
        ),
        plan.stages,
    )  # fmt: skip
    assert other.slacks == pytest.approx(plan.slacks * units, abs=1e-7)
    assert other.mistrust == pytest.approx(plan.mistrust, abs=1e-6)


def test_ties_from_different_orders_of_the_same_sums_need_few_labels() -> None:
    """Undiscounted, values do not depend on the way; rounding must not make thousands of them."""
    steps = 14
    states = closed_states(np.zeros(steps, dtype=np.int64))
    exchange = random_exchange(np.random.default_rng(1), 2, 3, 0, 0, 0, 0, False, False)
    owner = np.arange(steps) % 2
    effect = np.where(owner == [[0], [1]], -0.1, 0.3) * np.linspace(1, 2, steps)
    exchange = replace(
        exchange, owner=owner, before=np.zeros(steps, dtype=np.int64), duration=np.ones(steps), effect=effect,
        states=states, legal=np.full(len(states), True), worth=np.zeros((2, len(states))),
        fallback=np.zeros((2, len(states))), detection=np.ones(steps), saved=np.zeros(steps),
    )  # fmt: skip
    assert best_plan(exchange, limit=40_000).proven


def test_a_limit_that_is_reached_is_said() -> None:
    exchange = random_exchange(np.random.default_rng(2), 2, 8, 0, 2, 0, 2, False, False)
    with pytest.raises(TooManyLabels, match=r"not found within \d+ partial plans") as raised:
        best_plan(exchange, limit=9)
    assert isinstance(raised.value, TooLarge)
    assert raised.value.bound >= best_plan(exchange).slack


def test_wrong_arguments_are_refused() -> None:
    exchange = random_exchange(np.random.default_rng(2), 2, 4, 2, 0, 0, 2, False, False)
    with pytest.raises(ValueError, match="objective must be one of"):
        best_plan(exchange, "luck")
    with pytest.raises(ValueError, match="limit"):
        best_plan(exchange, limit=0)
    with pytest.raises(ValueError, match="No state has exactly"):
        best_plan(exchange, start=2**4)


def test_an_exchange_that_is_done_has_an_empty_plan() -> None:
    exchange = random_exchange(np.random.default_rng(2), 2, 4, 0, 0, 0, 2, False, False)
    for objective in OBJECTIVES:
        plan = best_plan(exchange, objective, -math.inf, start=exchange.target)
        assert (plan.stages, plan.exposure, plan.duration, plan.mistrust) == ((), 0, 0, 1)
        assert check(exchange, plan) == []
