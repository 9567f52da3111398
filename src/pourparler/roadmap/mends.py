"""Change an exchange so that an order can hold: a guarantee, a step in two halves, escrow, full verification."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pourparler.roadmap.exchange import Exchange, Integers, closed_states


def with_guarantee(exchange: Exchange, player: int, amount: float) -> Exchange:
    """Whoever breaks faith, if it is this player, loses so much more."""
    reserve = exchange.reserve.copy()
    reserve[player] += amount
    return replace(exchange, reserve=reserve)


def with_check(exchange: Exchange, steps: Collection[int]) -> Exchange:
    """A pretence of these steps is always found out."""
    detection = exchange.detection.copy()
    detection[list(steps)] = 1.0
    return replace(exchange, detection=detection)


def with_escrow(exchange: Exchange, steps: Collection[int]) -> Exchange:
    """Each of these steps can be held in escrow against any step of another player."""
    known = {frozenset(pair) for pair in exchange.escrowed.tolist()}
    more = [
        pair for pair in _all_pairs(exchange) if (pair[0] in steps or pair[1] in steps) and frozenset(pair) not in known
    ]
    return replace(exchange, escrowed=_joined(exchange.escrowed, more))


def with_pairs(exchange: Exchange) -> Exchange:
    """Any two steps of different players can be done at the same time."""
    known = {frozenset(pair) for pair in exchange.pairs.tolist()}
    more = [pair for pair in _all_pairs(exchange) if frozenset(pair) not in known]
    return replace(exchange, pairs=_joined(exchange.pairs, more))


def with_split(exchange: Exchange, step: int) -> Exchange:
    """A step is done in two halves: the first stays in its place, the second becomes the last step.

    Half done it is worth, takes, effects and saves half; what waits for the step waits for both halves.
    """
    second = exchange.steps
    before = np.append(exchange.before, exchange.before[step] | 1 << step)
    waits = np.flatnonzero(exchange.before >> step & 1)
    before[waits] |= 1 << second
    states = closed_states(before)
    without, done = _index(exchange, states & ~(1 << step) & ~(1 << second)), np.zeros(len(states), dtype=np.int64)
    first_done, both = states >> step & 1 == 1, states >> second & 1 == 1
    done[both] = _index(exchange, states[both] & ~(1 << second))
    # With only the first half done nothing that waits for the step can be complete, so the whole step is a state too.
    half = first_done & ~both
    done[half] = _index(exchange, states[half])

    def between(values: NDArray[np.float64]) -> NDArray[np.float64]:
        halves = (values[:, without] + values[:, done]) / 2
        return np.where(both, values[:, done], np.where(half, halves, values[:, without]))

    def halved(values: NDArray[np.float64]) -> NDArray[np.float64]:
        parts = values.copy()
        parts[..., step] /= 2
        return np.concatenate((parts, parts[..., [step]]), axis=-1)

    legal = np.where(both, exchange.legal[done], exchange.legal[without] & np.where(half, exchange.legal[done], True))
    twin = [
        tuple(second if part == step else part for part in pair) for pair in exchange.pairs.tolist() if step in pair
    ]
    held = [
        tuple(second if part == step else part for part in pair) for pair in exchange.escrowed.tolist() if step in pair
    ]
    return replace(
        exchange,
        owner=np.append(exchange.owner, exchange.owner[step]),
        before=before,
        duration=halved(exchange.duration),
        effect=halved(exchange.effect),
        states=states,
        legal=legal,
        worth=between(exchange.worth),
        fallback=between(exchange.fallback),
        detection=np.append(exchange.detection, exchange.detection[step]),
        saved=halved(exchange.saved),
        pairs=_joined(exchange.pairs, twin),
        escrowed=_joined(exchange.escrowed, held),
    )


def _index(exchange: Exchange, states: Integers) -> Integers:
    """Where the closed part of each state stands; states of a split exchange may hold a step without what it needs."""
    return np.searchsorted(exchange.states, states).clip(max=len(exchange.states) - 1).astype(np.int64)


def _all_pairs(exchange: Exchange) -> list[tuple[int, int]]:
    owner = exchange.owner
    return [(a, b) for b in range(exchange.steps) for a in range(b) if owner[a] != owner[b]]


def _joined(pairs: Integers, more: Collection[tuple[int, ...]]) -> Integers:
    return np.concatenate((pairs, np.array(list(more), dtype=np.int64).reshape(-1, 2)))
