"""Orders that people would naturally propose, to be judged beside the best plan."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pourparler.roadmap.exchange import Exchange, Numbers
from pourparler.roadmap.plan import Stage

Chooser = Callable[[list[int], int], int]


def all_at_once(exchange: Exchange) -> tuple[Stage, ...]:
    """Everything in one stage: the grand bargain."""
    return (Stage(tuple(range(exchange.steps)), "together" if exchange.steps > 1 else "alone"),)


def big_first(exchange: Exchange) -> tuple[Stage, ...]:
    """One step after another, of those that are possible always the one that costs its owner most."""
    cost = costs(exchange)
    return _one_by_one(exchange, lambda ready, _: max(ready, key=lambda step: (cost[step], -step)))


def alternate_smallest_first(exchange: Exchange) -> tuple[Stage, ...]:
    """Owners take turns, each with the step that costs it least of those that are possible; who has none lets the next."""
    cost = costs(exchange)

    def choose(ready: list[int], last: int) -> int:
        others = [step for step in ready if exchange.owner[step] != last] or ready
        return min(others, key=lambda step: (cost[step], step))

    return _one_by_one(exchange, choose)


def costs(exchange: Exchange) -> Numbers:
    """(n,) what each step costs its owner for good, done when only what must come before it is complete."""
    found = np.empty(exchange.steps)
    for step, owner in enumerate(exchange.owner):
        needed = exchange.before[step]
        supersets = exchange.states[exchange.states & needed == needed]
        around = int(np.bitwise_and.reduce(supersets))
        before, after = exchange.index(around), exchange.index(around | 1 << step)
        found[step] = exchange.worth[owner, before] - exchange.worth[owner, after] - exchange.effect[owner, step]
    return found


def _one_by_one(exchange: Exchange, choose: Chooser) -> tuple[Stage, ...]:
    state, last, stages = 0, -1, []
    while state != exchange.target:
        ready = [
            step for step in range(exchange.steps) if not state >> step & 1 and int(exchange.before[step]) & ~state == 0
        ]
        step = choose(ready, last)
        stages.append(Stage((step,), "alone"))
        state, last = state | 1 << step, int(exchange.owner[step])
    return tuple(stages)
