"""Planning from milestone to milestone: true plans, the best one where nothing hangs on the order, errors that teach."""

from dataclasses import replace

import numpy as np
import pytest

from pourparler.roadmap.checker import check
from pourparler.roadmap.exchange import Exchange, closed_states
from pourparler.roadmap.milestones import phase, plan_by_milestones
from pourparler.roadmap.planner import best_plan


def exchange_of(seed: int, steps: int, discount: float, pairs: bool = True) -> Exchange:
    """Two owners in turn, no precedence, everything drawn."""
    draw = np.random.default_rng(seed)
    owner = np.arange(steps, dtype=np.int64) % 2
    before = np.zeros(steps, dtype=np.int64)
    states = closed_states(before)
    gains = draw.uniform(1, 6, (2, steps)) * np.where(owner == np.arange(2)[:, None], -0.6, 1.0)
    done = (states[:, None] >> np.arange(steps)) & 1
    stays = draw.uniform(0, 1, steps)
    both = [(a, b) for b in range(steps) for a in range(b) if owner[a] != owner[b]] if pairs else []
    return Exchange(
        owner=owner,
        before=before,
        duration=draw.uniform(0.5, 3, steps),
        effect=draw.uniform(-0.3, 0.3, (2, steps)),
        states=states,
        legal=np.ones(len(states), dtype=bool),
        worth=50 + gains @ done.T,
        fallback=48 + (gains * stays) @ done.T,
        discount=np.full(2, discount),
        reserve=np.array([1.0, 1.0]),
        detection=draw.uniform(0.5, 1, steps),
        saved=draw.uniform(0, 1, steps),
        pairs=np.array(both, dtype=np.int64).reshape(-1, 2),
        escrowed=np.empty((0, 2), dtype=np.int64),
        fee=np.zeros(2),
        hazard=0.5,
    )


def with_phases(exchange: Exchange, milestone: int) -> Exchange:
    """The same with every later step waiting for the whole milestone, by precedence."""
    later = np.array([not milestone >> step & 1 for step in range(exchange.steps)])
    before = np.where(later, exchange.before | milestone, exchange.before)
    states = closed_states(before)
    rows = np.array([exchange.index(int(state)) for state in states])
    pairs = np.array([p for p in exchange.pairs.tolist() if later[p[0]] == later[p[1]]], dtype=np.int64).reshape(-1, 2)
    return replace(
        exchange,
        before=before,
        states=states,
        legal=exchange.legal[rows],
        worth=exchange.worth[:, rows],
        fallback=exchange.fallback[:, rows],
        pairs=pairs,
    )


@pytest.mark.parametrize("seed", range(60))
def test_without_discounting_the_phases_together_are_the_best_plan_through_the_milestone(seed: int) -> None:
    exchange = exchange_of(seed, 6, 1.0)
    plan = plan_by_milestones(exchange, [0b001011])
    assert plan.slack == pytest.approx(best_plan(with_phases(exchange, 0b001011)).slack, abs=1e-6)
    assert plan.slack <= plan.bound + 1e-9
    assert not plan.proven


@pytest.mark.parametrize("seed", range(40))
def test_with_discounting_the_plan_is_true_and_no_better_than_the_best(seed: int) -> None:
    exchange = exchange_of(seed, 6, 0.95)
    plan = plan_by_milestones(exchange, [0b000011, 0b001111])
    assert check(exchange, plan) in ((), [])
    best = best_plan(exchange)
    assert plan.slack <= best.slack + 1e-9
    assert best.slack <= plan.bound + 1e-9


def test_a_phase_knows_what_follows_it() -> None:
    exchange = exchange_of(1, 4, 0.9, pairs=False)
    last = best_plan(exchange, start=0b0011)
    part = phase(exchange, 0, 0b0011, last.values[0])
    assert part.steps == 2
    assert part.worth[:, -1].tolist() == last.values[0].tolist()
    assert part.worth[:, 0].tolist() == exchange.worth[:, 0].tolist()


@pytest.mark.parametrize("milestones", [[0], [0b1111], [0b0011, 0b0101], [0b0011, 0b0011]])
def test_what_is_no_milestone_is_refused(milestones: list[int]) -> None:
    with pytest.raises(ValueError, match="Each milestone must be a legal state"):
        plan_by_milestones(exchange_of(2, 4, 0.9), milestones)


def test_eighteen_steps_without_precedence_are_planned_in_three_phases() -> None:
    steps, order = 18, [0b111111, 0b111111111111]
    exchange = exchange_of(3, steps, 0.98)
    plan = plan_by_milestones(exchange, order)
    assert sum(len(stage.steps) for stage in plan.stages) == steps
    assert check(exchange, plan) in ((), [])
