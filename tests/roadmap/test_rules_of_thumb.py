"""Orders that people would propose: each does every step once, none before what it waits for, by the rule it is named after."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from pourparler.roadmap.checker import wrong_stages
from pourparler.roadmap.exchange import Exchange, closed_states
from pourparler.roadmap.plan import Stage
from pourparler.roadmap.rules_of_thumb import all_at_once, alternate_smallest_first, big_first, costs
from tests.roadmap.oracle import exchanges


def needed(exchange: Exchange, step: int) -> set[int]:
    """All that must come before a step, found by walking back."""
    found: set[int] = set()
    for earlier in range(exchange.steps):
        if exchange.before[step] >> earlier & 1:
            found |= {earlier} | needed(exchange, earlier)
    return found


def cost(exchange: Exchange, step: int) -> float:
    owner = exchange.owner[step]
    before = sum(2**earlier for earlier in needed(exchange, step))
    fall = [float(exchange.worth[owner, exchange.states.tolist().index(s)]) for s in (before, before | 2**step)]
    return fall[0] - fall[1] - float(exchange.effect[owner, step])


def choices(exchange: Exchange, stages: tuple[Stage, ...]) -> list[tuple[int, list[int], int]]:
    """At each stage the step, those that were possible and the owner of the step before, -1 at the beginning."""
    found, done, last = [], set(), -1
    for stage in stages:
        (step,) = stage.steps
        ready = [j for j in range(exchange.steps) if j not in done and needed(exchange, j) <= done]
        found.append((step, ready, last))
        done.add(step)
        last = int(exchange.owner[step])
    return found


@settings(max_examples=300)
@given(exchanges(most_steps=7, legal=False))
def test_each_follows_its_rule(exchange: Exchange) -> None:
    price = [cost(exchange, step) for step in range(exchange.steps)]
    assert np.allclose(costs(exchange), price)
    price = costs(exchange).tolist()  # to settle ties as they are settled there
    for order in (big_first(exchange), alternate_smallest_first(exchange)):
        assert wrong_stages(exchange, order) == []
    for step, ready, _ in choices(exchange, big_first(exchange)):
        assert step in ready
        assert price[step] == max(price[j] for j in ready)
    for step, ready, last in choices(exchange, alternate_smallest_first(exchange)):
        others = [j for j in ready if exchange.owner[j] != last]
        assert step in ready
        assert price[step] == min(price[j] for j in others or ready)
        assert not others or exchange.owner[step] != last


@settings(max_examples=100)
@given(exchanges(most_steps=7))
def test_everything_at_once_is_one_stage(exchange: Exchange) -> None:
    (stage,) = all_at_once(exchange)
    assert stage.steps == tuple(range(exchange.steps))
    assert stage.mode == ("together" if exchange.steps > 1 else "alone")


def test_by_hand() -> None:
    """Two owners with three steps each; the cheapest of the first waits for its dearest; equal costs go by number."""
    before = np.array([0, 0, 2, 0, 0, 0])
    states = closed_states(before)
    exchange = Exchange(
        owner=np.array([0, 0, 0, 1, 1, 1]), before=before, duration=np.ones(6),
        effect=np.array([[-2.0, -3, -1, 4, 4, 4], [5, 5, 5, -1, -1, -2]]), states=states,
        legal=np.full(len(states), True), worth=np.zeros((2, len(states))), fallback=np.zeros((2, len(states))),
        discount=np.ones(2), reserve=np.zeros(2), detection=np.ones(6), saved=np.zeros(6),
        pairs=np.empty((0, 2), dtype=np.int64), escrowed=np.empty((0, 2), dtype=np.int64), fee=np.zeros(2), hazard=0.0,
    )  # fmt: skip
    assert [stage.steps[0] for stage in big_first(exchange)] == [1, 0, 5, 2, 3, 4]
    assert [stage.steps[0] for stage in alternate_smallest_first(exchange)] == [3, 0, 4, 1, 5, 2]
