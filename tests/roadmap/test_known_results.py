"""The planner on exchanges whose answer is known from theory."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.roadmap.checker import deviations, work_out
from pourparler.roadmap.exchange import Exchange, closed_states
from pourparler.roadmap.plan import Stage
from pourparler.roadmap.planner import best_plan
from tests.roadmap.oracle import Oracle, exchanges, random_exchange

NO_PAIRS = np.empty((0, 2), dtype=np.int64)


def gifts(
    owner: list[int], costs: list[float], gains: list[float], end: float = 0.0, discount: float = 1.0
) -> Exchange:
    """Two players; each step costs its owner and pleases the other once and for all; what was given stays given.

    At the end both have `end` besides, as long as relations last.
    """
    steps = len(owner)
    states = closed_states(np.zeros(steps, dtype=np.int64))
    mine = np.array(owner) == np.array([[0], [1]])
    worth = np.zeros((2, len(states)))
    worth[:, -1] = end
    return Exchange(
        owner=np.array(owner), before=np.zeros(steps, dtype=np.int64), duration=np.ones(steps),
        effect=np.where(mine, -np.array(costs), gains), states=states, legal=np.full(len(states), True), worth=worth,
        fallback=np.zeros((2, len(states))), discount=np.full(2, discount), reserve=np.zeros(2),
        detection=np.ones(steps), saved=np.zeros(steps), pairs=NO_PAIRS, escrowed=NO_PAIRS, fee=np.zeros(2), hazard=0.0,
    )  # fmt: skip


@given(cost=st.floats(0.1, 5), gain=st.floats(5.5, 20))
def test_the_first_to_give_tolerates_kydds_threshold(cost: float, gain: float) -> None:
    """Trust if the gain from trusting well, over that gain and the loss from being cheated, is above the mistrust."""
    exchange = gifts([0, 1], [cost, 0.01], [gain, gain], end=1.0)
    plan = work_out(exchange, [Stage((0,), "alone"), Stage((1,), "alone")])
    first = (gain + 1 - cost) / (gain + 1)
    last = (1 - 0.01) / 1
    assert plan.mistrust == pytest.approx(min(first, last))
    assert best_plan(exchange, "mistrust").mistrust >= plan.mistrust - 1e-9


@given(hazard=st.floats(0, 0.9))
def test_a_small_first_step_of_the_other_makes_room_for_mistrust(hazard: float) -> None:
    """The odds fall by the share of opportunists that the test brings to light (Watson: starting small)."""
    exchange = replace(gifts([1, 0, 1], [0.0, 4.0, 0.0], [0.5, 1.0, 6.0], end=1.0), hazard=hazard)
    alone = (6 + 1 - 4) / 4
    stages = [Stage((step,), "alone") for step in range(3)]
    odds = alone / (1 - hazard)
    assert work_out(exchange, stages).mistrust == pytest.approx(odds / (1 + odds))
    assert best_plan(exchange, "mistrust").mistrust >= odds / (1 + odds) - 1e-9


@settings(max_examples=50)
@given(costs=st.lists(st.floats(0.5, 5), min_size=1, max_size=5))
def test_no_one_pays_for_a_worthless_future(costs: list[float]) -> None:
    exchange = gifts([step % 2 for step in range(len(costs))], costs, [9.0] * len(costs), end=50.0, discount=1e-12)
    plan = best_plan(exchange)
    assert not plan.self_enforcing
    for number, stage in enumerate(plan.stages):
        (step,) = stage.steps
        assert plan.slacks[number, exchange.owner[step]] == pytest.approx(-costs[step], abs=1e-6)


@settings(max_examples=50)
@given(
    costs=st.lists(st.floats(0.5, 5), min_size=2, max_size=5),
    gains=st.lists(st.floats(6, 9), min_size=5, max_size=5),
    together=st.booleans(),
)
def test_there_is_no_free_ending(costs: list[float], gains: list[float], together: bool) -> None:
    """Whoever gives last gains by not giving, unless something follows, or the last gifts are swapped in escrow."""
    steps = len(costs)
    owner = [step % 2 for step in range(steps)]
    exchange = gifts(owner, costs, gains[:steps])
    every = np.array([(i, j) for i in range(steps) for j in range(i) if owner[i] != owner[j]], dtype=np.int64)
    if together:
        exchange = replace(exchange, pairs=every)
    plan = best_plan(exchange)
    assert plan.slack <= -min(costs) + 1e-9
    assert not plan.self_enforcing
    assert best_plan(replace(exchange, reserve=np.full(2, -plan.slack))).self_enforcing
    assert not best_plan(replace(exchange, reserve=np.full(2, -plan.slack - 0.01))).self_enforcing
    if steps == 2:
        assert best_plan(replace(exchange, escrowed=every)).self_enforcing


@settings(max_examples=200)
@given(exchange=exchanges(legal=False))
def test_pretending_what_is_seen_at_once_is_never_best(exchange: Exchange) -> None:
    exchange = replace(exchange, detection=np.ones(exchange.steps), duration=np.zeros(exchange.steps))
    plan = best_plan(exchange)
    state = 0
    for number, stage in enumerate(plan.stages):
        for player in range(exchange.players):
            found = deviations(exchange, stage, state, player, plan.values[number + 1, player])
            others = max(found["stop"], found.get("withhold", -math.inf))
            assert found.get("pretend", -math.inf) <= others + exchange.tolerance.max()
        state |= stage.mask


@settings(max_examples=100)
@given(exchange=exchanges(legal=False))
def test_a_large_reserve_makes_every_order_self_enforcing(exchange: Exchange) -> None:
    rich = replace(exchange, reserve=exchange.reserve + 1000)
    for way in Oracle(exchange).ways(0):
        stages = [Stage(steps, mode) for steps, mode in way.stages]
        plan = work_out(rich, stages)
        assert plan.self_enforcing
        assert plan.slack == pytest.approx(float(way.slack) + 1000)
    assert best_plan(rich).slack == pytest.approx(best_plan(exchange).slack + 1000)


@given(exchange=exchanges(most_steps=5, legal=False))
def test_the_missing_slack_is_the_guarantee_that_is_needed(exchange: Exchange) -> None:
    missing = max(0.0, -best_plan(exchange).slack)
    assert best_plan(replace(exchange, reserve=exchange.reserve + missing)).self_enforcing


def test_splitting_a_gift_makes_it_safer() -> None:
    """Small steps in turn (Sandholm and Lesser; Lockwood and Thomas): the reserve that is needed falls with their number."""
    needed = []
    for parts in (1, 2, 4, 8):
        share = [1 / parts] * (2 * parts)
        exchange = gifts([0, 1] * parts, [4 * part for part in share], [9 * part for part in share])
        needed.append(-best_plan(exchange).slack)
    assert needed == pytest.approx([4, 2, 1, 0.5])


@pytest.mark.parametrize("seed", [0, 1, 3, 4, 5])
def test_sixteen_discounted_steps_in_any_order_need_few_labels(seed: int) -> None:
    exchange = random_exchange(np.random.default_rng(seed), 2, 16, 0, 0, 0, 2, False, False)
    assert best_plan(exchange, limit=200_000).proven
