"""The judge of orders: as the independent check says for plans, and by hand for stages of many steps."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.roadmap.checker import work_out
from pourparler.roadmap.exchange import Exchange, closed_states
from pourparler.roadmap.judge import closed, is_firm, judge
from pourparler.roadmap.plan import Stage
from pourparler.roadmap.rules_of_thumb import all_at_once
from tests.roadmap.oracle import exchanges


def allowed_stages(exchange: Exchange, state: int) -> list[Stage]:
    ready = [j for j in range(exchange.steps) if not state >> j & 1 and not exchange.before[j] & ~state]
    found = [Stage((step,), "alone") for step in ready]
    for mode, pairs in (("together", exchange.pairs), ("escrow", exchange.escrowed)):
        found += [Stage(tuple(sorted(pair)), mode) for pair in pairs.tolist() if set(pair) <= {*ready}]
    return found


@st.composite
def orders(draw: st.DrawFn, most_steps: int = 7) -> tuple[Exchange, list[Stage], int]:
    """An exchange and some allowed way through it, from the beginning or from a state on the way."""
    exchange = draw(exchanges(most_steps=most_steps, legal=False))
    start = state = int(exchange.states[draw(st.integers(0, len(exchange.states) - 1)) * draw(st.integers(0, 1))])
    stages = []
    while state != exchange.target:
        stages.append(draw(st.sampled_from(allowed_stages(exchange, state))))
        state |= stages[-1].mask
    return exchange, stages, start


@settings(max_examples=600)
@given(orders())
def test_equals_the_independent_check(case: tuple[Exchange, list[Stage], int]) -> None:
    exchange, stages, start = case
    judged, plan = judge(exchange, stages, start), work_out(exchange, stages, start)
    assert judged.values == pytest.approx(plan.values, abs=1e-9)
    assert judged.slacks == pytest.approx(plan.slacks, abs=1e-9)
    assert judged.slack == pytest.approx(plan.slack, abs=1e-9)
    assert judged.slacks[judged.weakest] == judged.slack
    assert judged.at_risk.max(initial=0.0) == pytest.approx(plan.exposure, abs=1e-8)
    assert judged.start[-1] == pytest.approx(plan.duration)
    assert judged.first.min(initial=1.0) == pytest.approx(plan.mistrust, abs=1e-6)
    assert (judged.first >= judged.tolerated - 1e-12).all()
    assert (judged.slack >= 0) == plan.self_enforcing
    state = start
    for number, stage in enumerate([*stages, Stage((), "alone")]):
        assert judged.fallback[number].tolist() == exchange.fallback[:, exchange.index(state)].tolist()
        others = [player for player in range(exchange.players) if player not in exchange.owner[list(stage.steps)]]
        if stage.steps:
            assert (judged.at_risk[number, others] == 0).all()
            assert (judged.tolerated[number, others] == 1).all()
        state |= stage.mask


# Everything at once, by itself


def counting(exchange: Exchange, steps: set[int]) -> set[int]:
    """The steps that have, among these, everything that must come before them."""
    kept = set(steps)
    while True:
        fallen = {j for j in kept if any(exchange.before[j] >> other & 1 and other not in kept for other in range(32))}
        if not fallen:
            return kept
        kept -= fallen


def everything_at_once(exchange: Exchange, player: int) -> tuple[float, float, float]:
    """The value, the slack at the beginning and what is at risk for a player, from the definitions."""

    def at(table: np.ndarray, steps: set[int]) -> float:
        return float(table[player, exchange.states.tolist().index(sum(2**step for step in counting(exchange, steps)))])

    def gain(steps: set[int]) -> float:
        return math.fsum(exchange.effect[player, step] for step in steps)

    every = set(range(exchange.steps))
    own = {step for step in every if exchange.owner[step] == player}
    others = every - own
    left = float(exchange.discount[player]) ** max(exchange.duration)
    while_it_lasts = (1 - left) * at(exchange.worth, set())
    value = gain(every) + while_it_lasts + left * at(exchange.worth, every)
    nothing = at(exchange.fallback, set())
    ways, risk = [nothing], 0.0
    if own:
        kept = gain(counting(exchange, others)) + left * at(exchange.fallback, others)
        unseen = math.prod(1 - exchange.detection[step] for step in own)
        saved = math.fsum(exchange.saved[step] for step in own)
        pretended = gain(others) + left * (at(exchange.worth, every) + saved)
        ways.append(while_it_lasts + (1 - unseen) * kept + unseen * pretended)
        if others:
            ways.append(while_it_lasts + kept)
        cheated = gain(counting(exchange, own)) + while_it_lasts + left * at(exchange.fallback, own)
        risk = max(0.0, nothing - cheated)
    return value, value - max(ways) + float(exchange.reserve[player]), risk


@settings(max_examples=500)
@given(exchanges(most_steps=6, legal=False))
def test_everything_at_once_follows_the_definitions(exchange: Exchange) -> None:
    judged = judge(exchange, all_at_once(exchange))
    assert judged.values.shape == (2, exchange.players)
    for player in range(exchange.players):
        found = judged.values[0, player], judged.slacks[0, player], judged.at_risk[0, player]
        assert found == pytest.approx(everything_at_once(exchange, player), abs=1e-8)


def small(**changes: object) -> Exchange:
    """Two steps of the first player, one of the second; by hand."""
    before = np.array(changes.pop("before", [0, 0, 0]), dtype=np.int64)
    states = closed_states(before)
    done = (states[:, None] >> np.arange(3)) & 1
    fields = {
        "owner": np.array([0, 0, 1]), "before": before, "duration": np.array([1.0, 2.0, 1.0]),
        "effect": np.array([[-1.0, -2.0, 5.0], [2.0, 3.0, -4.0]]), "states": states, "legal": np.full(len(states), True),
        "worth": np.zeros((2, len(states))), "fallback": done @ np.array([[0.0, 1.0], [0.0, 1.0], [2.0, 0.0]]),
        "discount": np.ones(2), "reserve": np.zeros(2), "detection": np.ones(3), "saved": np.zeros(3),
        "pairs": np.empty((0, 2), dtype=np.int64), "escrowed": np.empty((0, 2), dtype=np.int64), "fee": np.zeros(2),
        "hazard": 0.5,
    }  # fmt: skip
    fields["fallback"] = np.ascontiguousarray(fields["fallback"].T)
    return Exchange(**(fields | changes))


def test_three_steps_at_once_by_hand() -> None:
    judged = judge(small(), [Stage((0, 1, 2), "together")])
    assert judged.values.tolist() == [[2, 1], [0, 0]]
    # The first holds back: 5 from the other's step and a fallback of 2 there; the second: 5 and a fallback of 2.
    assert judged.slacks.tolist() == [[2 - 7, 1 - 7], [0 - 2, 0 - 2]]
    assert judged.at_risk.tolist() == [[3, 4]]  # -3 and nothing after it; -4 and nothing after it
    assert judged.tolerated == pytest.approx(np.array([[2 / 5, 1 / 5]]))
    assert judged.start.tolist() == [0, 2]
    assert judged.weakest == (0, 1)


def test_of_two_own_steps_a_pretence_of_both_is_found_out_by_either() -> None:
    exchange = small(detection=np.array([0.5, 0.8, 1.0]), saved=np.array([1.0, 2.0, 0.0]), fallback=np.zeros((2, 8)))
    judged = judge(exchange, [Stage((0, 1, 2), "together")])
    pretended = 5 + 0.1 * (0 + 3)  # unseen with 0.5 * 0.2, and then 3 are saved
    assert judged.slacks[0, 0] == pytest.approx(2 - pretended)


def test_a_step_whose_predecessors_were_held_back_does_not_count() -> None:
    """The second player's step waits for one of the first: without it neither its fallback nor its effect is there."""
    exchange = small(before=[0, 0, 1])
    judged = judge(exchange, [Stage((0, 1, 2), "together")])
    assert judged.slacks[0, 0] == 2 - 0  # nothing is gained by holding back
    assert judged.slacks[0, 1] == 1 - 7
    assert judged.at_risk.tolist() == [[3, 0]]  # the second cannot be cheated in what cannot be done
    assert judged.tolerated[0, 1] == 1


def test_a_step_ahead_of_what_it_waits_for_counts_when_that_is_done() -> None:
    """The second player moves first although its step waits: what it is worth comes only later."""
    exchange = small(before=[0, 0, 1])
    order = [Stage((2,), "alone"), Stage((0,), "alone"), Stage((1,), "alone")]
    judged = judge(exchange, order)
    states = [0, 0, 5, 7]
    assert judged.fallback.tolist() == [exchange.fallback[:, exchange.index(state)].tolist() for state in states]


def test_a_test_that_was_passed_lowers_the_belief() -> None:
    judged = judge(small(), [Stage((0,), "alone"), Stage((2,), "alone"), Stage((1,), "alone")])
    odds = judged.tolerated[2, 0] / (1 - judged.tolerated[2, 0]) if judged.tolerated[2, 0] < 1 else math.inf
    first = judged.first[2, 0] / (1 - judged.first[2, 0]) if judged.first[2, 0] < 1 else math.inf
    assert first == pytest.approx(2 * odds)
    assert judged.first[0].tolist() == judged.tolerated[0].tolist()


def test_rounding_is_no_risk() -> None:
    """What is left after being cheated falls short of the fallback by rounding only."""
    fallback = np.zeros((2, 8)) + 0.3
    exchange = small(
        fallback=fallback, effect=np.array([[0.0, -0.2, 0.1], [0.0, 0.0, 0.0]]), worth=np.full((2, 8), 0.3)
    )
    exchange.fallback[0, exchange.index(1)] = 0.1 + 0.2 - 5e-17 - 1e-16
    judged = judge(exchange, [Stage((0,), "alone"), Stage((1,), "alone"), Stage((2,), "alone")])
    assert judged.at_risk[0, 0] == 0
    assert judged.tolerated[0, 0] == 1


def test_a_slack_that_is_zero_but_for_rounding_holds() -> None:
    flat = small(worth=np.full((2, 8), 0.3), fallback=np.full((2, 8), 0.1 + 0.2), effect=np.zeros((2, 3)))
    judged = judge(flat, [Stage((0,), "alone"), Stage((1,), "alone"), Stage((2,), "alone")])
    assert judged.slack == 0


@pytest.mark.parametrize("groups", [[], [(0, 1)], [(0, 1, 2), (0,)], [(0, 1), (1, 2)]])
def test_an_order_must_do_every_step_once(groups: list[tuple[int, ...]]) -> None:
    with pytest.raises(ValueError, match="each step once"):
        judge(small(), [Stage(steps, "together") for steps in groups])


@settings(max_examples=200)
@given(exchanges(most_steps=7), st.integers(0, 127))
def test_closed_is_what_has_all_that_it_waits_for(exchange: Exchange, state: int) -> None:
    state &= exchange.target
    kept = counting(exchange, {step for step in range(exchange.steps) if state >> step & 1})
    assert closed(tuple(exchange.before.tolist()), state) == sum(2**step for step in kept)


def test_a_place_is_firm_from_four_draws_in_five() -> None:
    assert is_firm(np.array([0, 0, 0, 0, 2]))
    assert not is_firm(np.array([0, 0, 0, 1, 2]))
