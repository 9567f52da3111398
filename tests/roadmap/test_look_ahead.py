"""What is known of the way from the start: never wrong, so that nothing it cuts off could have been the best plan."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from unittest import mock

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.special import expit

from pourparler.roadmap import planner
from pourparler.roadmap.checker import work_out
from pourparler.roadmap.exchange import Exchange
from pourparler.roadmap.good_plan import _free
from pourparler.roadmap.label_setting import FOUND, NONE, best_sequence
from pourparler.roadmap.look_ahead import SLACK, Limits, highest_values, look_nowhere, values_needed
from pourparler.roadmap.plan import Stage
from pourparler.roadmap.planner import KINDS, NoPlan, best_plan
from pourparler.roadmap.stage_payoffs import later_needed, weigh
from pourparler.roadmap.stages import MASK, NEED, all_stages, game_of
from tests.roadmap.oracle import Oracle, exchanges, random_exchange

CLOSE = 1e-7


@settings(max_examples=1500)
@given(exchange=exchanges(), picked=st.integers(0, 2**32), value=st.floats(-20, 20), slack=st.floats(-20, 20))
def test_the_later_value_needed_is_just_enough(exchange: Exchange, picked: int, value: float, slack: float) -> None:
    game = game_of(exchange, all_stages(exchange))
    chance = np.random.default_rng(picked)
    stage = int(chance.integers(len(game.stage)))
    mask, need = game.stage[stage, MASK], game.stage[stage, NEED]
    rows = [row for row, state in enumerate(game.states) if not state & mask and not need & ~state]
    assume(rows)
    at, player = int(chance.choice(rows)), int(chance.integers(exchange.players))
    needed = later_needed(game, at, stage, player, value, slack)
    assert math.isfinite(needed)
    reached, kept, _ = weigh(game, at, stage, player, needed)
    owned = [step for step in range(exchange.steps) if mask >> step & 1 and exchange.owner[step] == player]
    never_found_out = any(exchange.detection[step] == 0 for step in owned)
    assert reached >= value - CLOSE
    assert kept >= slack - CLOSE or never_found_out
    reached, kept, _ = weigh(game, at, stage, player, needed - 1)
    assert reached < value or kept < slack
    assert later_needed(game, at, stage, player, -np.inf, -np.inf) == -np.inf


def test_what_is_needed_where_later_counts_for_nothing() -> None:
    exchange = random_exchange(np.random.default_rng(4), 2, 3, 0, 0, 0, 2, False, False)
    exchange = replace(exchange, discount=np.full(2, 1e-200), duration=np.full(3, 9.0))
    game = game_of(exchange, all_stages(exchange))
    now, _, _ = weigh(game, 0, 0, 0, 0.0)
    assert later_needed(game, 0, 0, 0, now - 1, -np.inf) == -np.inf
    assert later_needed(game, 0, 0, 0, now + 1, -np.inf) == np.inf
    for few in (1, 1_000):
        with mock.patch.object(planner, "FEW_LABELS", few):
            assert best_plan(exchange).slack == pytest.approx(float(Oracle(exchange).best("slack", 0.0)[1].slack))


@settings(max_examples=800)
@given(
    exchange=exchanges(most_steps=5),
    place=st.integers(0, 31),
    limit=st.floats(-8, 4),
    more=st.floats(0, 4),
    found_out=st.booleans(),
)
def test_no_way_has_less_than_the_least_nor_misses_the_aim_with_plenty(
    exchange: Exchange, place: int, limit: float, more: float, found_out: bool
) -> None:
    """A pretence that is never found out has a slack that no value changes, so plenty says nothing of it."""
    if found_out:
        exchange = replace(exchange, detection=np.maximum(exchange.detection, 0.1))
    start = int(exchange.states[place % len(exchange.states)])
    limits = Limits(np.full(exchange.players, limit), np.full(exchange.players, np.inf), np.inf, -np.inf)
    aim = np.full(exchange.players, limit + more)
    game = game_of(exchange, all_stages(exchange), start)
    highest = highest_values(game, limits, start)
    least, plenty = values_needed(game, limits, start, aim, highest)
    ways = Oracle(exchange).ways(start)
    for way in ways[:: max(1, len(ways) // 60)]:
        plan = work_out(exchange, [Stage(steps, mode) for steps, mode in way.stages], start)
        if plan.slack < limit + CLOSE:
            continue
        state = start
        for number in range(len(plan.stages) + 1):
            row = exchange.index(state)
            assert np.all(highest[row] >= plan.values[number] - CLOSE)
            assert np.all(plan.values[number] >= least[row] - CLOSE)
            enough = plan.values[number] >= plenty[row] + CLOSE
            assert not found_out or np.all(plan.slacks[:number, enough] >= limit + more - CLOSE)
            state |= plan.stages[number].mask if number < len(plan.stages) else 0


@pytest.mark.parametrize("objective", ["slack", "exposure", "duration", "mistrust"])
@pytest.mark.parametrize("few", [1, 30, 1_000])
def test_the_same_score_as_a_search_that_looks_nowhere(objective: str, few: int) -> None:
    """Plain label setting makes far more labels, and finds the same."""
    found = 0
    for seed in range(60):
        exchange = random_exchange(
            np.random.default_rng(seed), 2 + seed % 2, 6 + seed % 3, seed % 3, 2, seed % 2, seed % 3, seed % 5 == 0, seed % 4 == 0
        )  # fmt: skip
        game, limits, kind = game_of(exchange, all_stages(exchange)), _free(exchange), KINDS[objective]
        rounding = exchange.tolerance * 1e-3
        nothing_known = look_nowhere(game, 0.0 if objective in ("exposure", "duration") else np.inf)
        status, _, made, score = best_sequence(game, limits, kind, 0, rounding, nothing_known, 1_000_000)
        assert status in (FOUND, NONE)
        with mock.patch.object(planner, "FEW_LABELS", few):
            if status == NONE:
                with pytest.raises(NoPlan):
                    best_plan(exchange, objective, -math.inf)
                continue
            plan = best_plan(exchange, objective, -math.inf)
        number = getattr(plan, objective) if objective in ("slack", "mistrust") else -getattr(plan, objective)
        expected = float(expit(score)) if objective == "mistrust" else score
        assert number == pytest.approx(expected, abs=1e-6)
        assert made >= len(plan.stages)
        found += 1
    assert found > 40


def widest(exchange: Exchange) -> float:
    """The largest least slack undiscounted and surely verified, when the value of a state is the same on every way."""
    steps, before, owner = exchange.steps, exchange.before.tolist(), exchange.owner.tolist()
    pairs = [tuple(pair) for pair in exchange.pairs.tolist()]
    full = (1 << steps) - 1

    def value(player: int, state: int) -> float:
        ahead = sum(exchange.effect[player, step] for step in range(steps) if not state >> step & 1)
        return float(exchange.worth[player, exchange.index(full)] + ahead + exchange.reserve[player])

    def fallback(player: int, state: int) -> float:
        return float(exchange.fallback[player, exchange.index(state)])

    @cache
    def best(state: int) -> float:
        """Of the ways from a state to the target."""
        stay = min(value(player, state) - fallback(player, state) for player in range(exchange.players))
        if state == full:
            return stay
        free = [step for step in range(steps) if not state >> step & 1 and not before[step] & ~state]
        reached = [best(state | 1 << step) for step in free]
        for one, other in pairs:
            if one in free and other in free:
                tempted = [  # who holds back or pretends has the other's step and then the fallback there
                    value(owner[own], state)
                    - exchange.effect[owner[own], given]
                    - fallback(owner[own], state | 1 << given)
                    for own, given in ((one, other), (other, one))
                ]
                reached.append(min(best(state | 1 << one | 1 << other), *tempted))
        return min(stay, max(reached))

    return best(0)


@settings(max_examples=300)
@given(
    seed=st.integers(0, 2**32),
    steps=st.integers(5, 8),
    order=st.integers(0, 2),
    pairs=st.integers(0, 2),
    coarse=st.booleans(),
)
def test_undiscounted_the_widest_way(seed: int, steps: int, order: int, pairs: int, coarse: bool) -> None:
    exchange = random_exchange(np.random.default_rng(seed), 2, steps, order, pairs, 0, 0, coarse, False)
    exchange = replace(exchange, detection=np.ones(steps), hazard=0.0)
    assert best_plan(exchange).slack == pytest.approx(widest(exchange), abs=1e-7)


def test_rounding_does_not_send_the_search_through_all_equals() -> None:
    """Thousands of orders have the same slack but for the last digits of their sums."""
    steps, chance = 14, np.random.default_rng(3)
    exchange = random_exchange(chance, 2, steps, 0, 0, 0, 0, False, False)
    done = exchange.states[:, np.newaxis] >> np.arange(steps) & 1
    mine = exchange.owner == np.array([[0], [1]])
    standing = np.where(mine, -0.1, 0.3) * np.linspace(1, 2, steps)
    exchange = replace(
        exchange, effect=np.zeros((2, steps)), worth=standing @ done.T, fallback=np.zeros((2, len(done))), hazard=0.0,
        detection=np.ones(steps), saved=np.zeros(steps), reserve=np.zeros(2), duration=np.ones(steps),
    )  # fmt: skip
    plan = best_plan(exchange, limit=400)
    assert plan.proven
    assert plan.slack == pytest.approx(widest(exchange), abs=CLOSE)
    assert KINDS["slack"] == SLACK
