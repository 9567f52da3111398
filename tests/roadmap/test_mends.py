"""Changes that let an order hold: what they leave as it is, and that none of them does harm where it cannot."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pourparler.roadmap.checker import work_out
from pourparler.roadmap.exchange import Exchange, closed_states
from pourparler.roadmap.mends import with_check, with_escrow, with_guarantee, with_pairs, with_split
from pourparler.roadmap.plan import Stage
from pourparler.roadmap.planner import best_plan
from tests.roadmap.oracle import exchanges
from tests.roadmap.test_judge import allowed_stages, orders


def unchanged(one: Exchange, other: Exchange, *but: str) -> bool:
    names = [field.name for field in fields(Exchange) if field.name not in but]
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in names)


def joined(pairs: np.ndarray) -> set[frozenset[int]]:
    return {frozenset(pair) for pair in pairs.tolist()}


@settings(max_examples=200)
@given(exchanges(most_steps=6, legal=False), st.floats(0, 20))
def test_a_guarantee_of_all_raises_every_slack_by_as_much(exchange: Exchange, amount: float) -> None:
    guaranteed = exchange
    for player in range(exchange.players):
        guaranteed = with_guarantee(guaranteed, player, amount)
        assert unchanged(guaranteed, exchange, "reserve")
    plan = best_plan(exchange)
    assert work_out(guaranteed, plan.stages).slacks == pytest.approx(plan.slacks + amount, abs=1e-9)
    assert best_plan(guaranteed).slack == pytest.approx(plan.slack + amount, abs=1e-7)


@settings(max_examples=100)
@given(exchanges(most_steps=6, legal=False), st.floats(0, 20), st.integers(0, 2))
def test_a_guarantee_of_one_is_that_ones_only(exchange: Exchange, amount: float, player: int) -> None:
    player %= exchange.players
    plan = best_plan(exchange)
    more = np.zeros(exchange.players)
    more[player] = amount
    guaranteed = work_out(with_guarantee(exchange, player, amount), plan.stages)
    assert guaranteed.slacks == pytest.approx(plan.slacks + more, abs=1e-9)


@settings(max_examples=200)
@given(exchanges(most_steps=6, legal=False), st.data())
def test_escrow_and_pairs_never_lower_the_best_slack(exchange: Exchange, data: st.DataObject) -> None:
    least = best_plan(exchange).slack - float(exchange.tolerance.max())
    steps = data.draw(st.sets(st.integers(0, exchange.steps - 1)))
    held = with_escrow(exchange, steps)
    other_owner = {
        frozenset((a, b)) for a in steps for b in range(exchange.steps) if exchange.owner[a] != exchange.owner[b]
    }
    assert joined(held.escrowed) == joined(exchange.escrowed) | other_owner
    assert unchanged(held, exchange, "escrowed")
    assert best_plan(held).slack >= least
    paired = with_pairs(exchange)
    assert joined(paired.pairs) == {
        frozenset((a, b)) for a in range(exchange.steps) for b in range(a) if exchange.owner[a] != exchange.owner[b]
    }
    assert unchanged(paired, exchange, "pairs")
    assert best_plan(paired).slack >= least


@settings(max_examples=100)
@given(exchanges(most_steps=6), st.sets(st.integers(0, 5)))
def test_a_check_finds_out_every_pretence_of_its_steps(exchange: Exchange, steps: set[int]) -> None:
    steps &= set(range(exchange.steps))
    checked = with_check(exchange, steps)
    assert all(checked.detection[j] == (1 if j in steps else exchange.detection[j]) for j in range(exchange.steps))
    assert unchanged(checked, exchange, "detection")


@settings(max_examples=300)
@given(orders(), st.sets(st.integers(0, 6)))
def test_a_check_never_lowers_a_slack_where_time_does_not_count(
    case: tuple[Exchange, list[Stage], int], steps: set[int]
) -> None:
    """A pretence that is found out is then worth what holding back is. With time it has what stands while it is looked into."""
    exchange, stages, start = case
    exchange = replace(exchange, discount=np.ones(exchange.players))
    checked = with_check(exchange, steps & set(range(exchange.steps)))
    assert (work_out(checked, stages, start).slacks >= work_out(exchange, stages, start).slacks - 1e-8).all()


def owned(exchange: Exchange) -> np.ndarray:
    return exchange.owner == np.arange(exchange.players)[:, None]


# A step in two halves


def whole(state: int, step: int, second: int) -> tuple[int, ...]:
    """The states without halves between which a state lies: one, or the two between which it is half-way."""
    without = state & ~(1 << second)
    if state >> second & 1:
        return (without,)
    return (without & ~(1 << step), without) if state >> step & 1 else (without,)


@settings(max_examples=400)
@given(exchanges(most_steps=5), st.integers(0, 4))
def test_a_half_is_worth_a_half_and_the_whole_stays(exchange: Exchange, step: int) -> None:
    step %= exchange.steps
    split, second = with_split(exchange, step), exchange.steps
    assert split.steps == exchange.steps + 1
    assert split.owner.tolist() == [*exchange.owner, exchange.owner[step]]
    assert split.states.tolist() == closed_states(split.before).tolist()
    seen = set()
    for place, state in enumerate(split.states.tolist()):
        around = [exchange.index(part) for part in whole(state, step, second)]
        seen |= {*around} if len(around) == 1 else set()
        for name in ("worth", "fallback"):
            expected = getattr(exchange, name)[:, around].mean(axis=1)
            assert getattr(split, name)[:, place] == pytest.approx(expected, abs=1e-12)
        assert split.legal[place] == all(exchange.legal[around])
    assert seen == set(range(len(exchange.states)))  # every state of before is there
    for name in ("duration", "saved"):
        parts = getattr(split, name)
        assert parts[step] == parts[second] == getattr(exchange, name)[step] / 2
        assert np.delete(parts, [step, second]).tolist() == np.delete(getattr(exchange, name), step).tolist()
    assert (split.effect[:, step] == split.effect[:, second]).all()
    assert np.allclose(split.effect.sum(axis=1), exchange.effect.sum(axis=1))
    assert split.detection[second] == split.detection[step] == exchange.detection[step]
    for name in ("discount", "reserve", "fee", "hazard"):
        assert np.array_equal(getattr(split, name), getattr(exchange, name))


@settings(max_examples=200)
@given(exchanges(most_steps=5, legal=False), st.integers(0, 4))
def test_the_second_half_comes_after_the_first_and_before_what_waits(exchange: Exchange, step: int) -> None:
    step %= exchange.steps
    split, second = with_split(exchange, step), exchange.steps
    for other in range(exchange.steps):
        waits = int(exchange.before[other])
        assert split.before[other] == waits | (1 << second if waits >> step & 1 else 0)
    assert split.before[second] == exchange.before[step] | 1 << step
    for name in ("pairs", "escrowed"):
        given_pairs = joined(getattr(exchange, name))
        twins = {frozenset({second, *(pair - {step})}) for pair in given_pairs if step in pair}
        assert joined(getattr(split, name)) == given_pairs | twins
        assert len(getattr(split, name)) == len(given_pairs | twins)


@settings(max_examples=300)
@given(exchanges(most_steps=5, legal=False), st.integers(0, 4), st.data())
def test_both_halves_in_a_row_are_the_whole(exchange: Exchange, step: int, data: st.DataObject) -> None:
    """One by one, where time does not count: worth the same at every whole state, as long, no riskier. And where pretending is
    always found out, or the order fails anyway, the least slack is no lower."""
    step %= exchange.steps
    exchange = replace(exchange, discount=np.ones(exchange.players))
    stages, state = [], 0
    while state != exchange.target:
        stages.append(data.draw(st.sampled_from([s for s in allowed_stages(exchange, state) if s.mode == "alone"])))
        state |= stages[-1].mask
    second = Stage((exchange.steps,), "alone")
    place = [stage.steps for stage in stages].index((step,))
    halves = [*stages[: place + 1], second, *stages[place + 1 :]]
    before, after = work_out(exchange, stages), work_out(with_split(exchange, step), halves)
    half = before.values[place : place + 2].mean(axis=0)
    assert after.values == pytest.approx(np.insert(before.values, place + 1, half, axis=0), abs=1e-8)
    assert after.duration == pytest.approx(before.duration)
    assert after.exposure <= before.exposure + 1e-8
    costs = exchange.effect[exchange.owner[step], step] <= exchange.saved[step]
    if exchange.detection[step] == 1 or (before.slack <= 0 and costs):
        assert after.slack >= before.slack - 1e-8


@settings(max_examples=300)
@given(exchanges(most_steps=5, legal=False), st.integers(0, 4))
def test_a_split_never_lowers_the_best_slack_of_what_is_undiscounted_and_costs_its_owner(
    exchange: Exchange, step: int
) -> None:
    step %= exchange.steps
    none = np.empty((0, 2), dtype=np.int64)
    exchange = replace(exchange, discount=np.ones(exchange.players), pairs=none, escrowed=none)
    exchange = replace(exchange, effect=np.where(owned(exchange), -np.abs(exchange.effect), exchange.effect))
    slack = best_plan(exchange).slack
    assume(slack <= 0 or exchange.detection[step] == 1)
    assert best_plan(with_split(exchange, step)).slack >= slack - 1e-8
