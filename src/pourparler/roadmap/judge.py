"""Judge any order of steps: what each player has at every stage, what breaking faith would bring, where the order breaks.

Stages may hold any number of steps, so that orders which nobody would plan, such as everything at once, can be judged by
the same measure as a plan. For stages of one or two steps the numbers are those of `planner`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pourparler.roadmap.exchange import Exchange, Numbers
from pourparler.roadmap.plan import Plan, Stage


@dataclass(frozen=True)
class Judged:
    """An order of K stages for p players.

    Attributes:
        values: (K + 1, p) what each has from there on if all keep to the order; last: at the target.
        fallback: (K + 1, p) what each would have if relations broke off there.
        slacks: (K + 1, p) by how much keeping to it beats the best deviation, reserve included; 0 within the player's tolerance.
        at_risk: (K, p) what a player who performs at a stage loses if cheated there; 0 for others.
        tolerated: (K, p) the belief in facing an opportunist up to which a player who performs goes on; 1 for others.
        first: (K, p) the belief at the beginning that comes down to `tolerated` by then: every stage in which another performs
            is a test that an opportunist would fail with the chance `hazard`.
        start: (K + 1,) periods after the beginning at which each stage begins; last: when the target is reached.
    """

    values: Numbers
    fallback: Numbers
    slacks: Numbers
    at_risk: Numbers
    tolerated: Numbers
    first: Numbers
    start: Numbers

    @property
    def slack(self) -> float:
        """The least slack of all players and stages."""
        return float(self.slacks.min())

    @property
    def weakest(self) -> tuple[int, int]:
        """Stage and player of the least slack; the first of equal ones."""
        stage, player = np.unravel_index(int(np.argmin(self.slacks)), self.slacks.shape)
        return int(stage), int(player)


def judge(exchange: Exchange, stages: Sequence[Stage], start: int = 0) -> Judged:
    """Judge the stages in this order from the state `start`; together they must complete every other step once.

    A step whose predecessors have not been done, because their owner held back, does not count, nor does its effect. Who
    holds back, or pretends, does so with all of its own steps of the stage.
    """
    masks = [sum(1 << step for step in stage.steps) for stage in stages]
    if sum(masks) + start != exchange.target or any(a & b for i, a in enumerate(masks) for b in [start, *masks[:i]]):
        raise ValueError("The stages must complete every step that is not complete at the start, and each step once.")
    states = [start]
    for mask in masks:
        states.append(states[-1] | mask)
    before = tuple(exchange.before.tolist())
    taus = np.array([exchange.duration[list(stage.steps)].max() for stage in stages])
    count, players = len(stages), exchange.players
    values, slacks = np.zeros((count + 1, players)), np.zeros((count + 1, players))
    at_risk, tolerated = np.zeros((count, players)), np.ones((count, players))
    fallback = np.array([exchange.fallback[:, exchange.index(closed(before, state))] for state in states])
    values[-1] = exchange.worth[:, exchange.index(exchange.target)]
    slacks[-1] = values[-1] - fallback[-1] + exchange.reserve
    for k in range(count - 1, -1, -1):
        turn = _Turn(exchange, stages[k], states[k], float(taus[k]), values[k + 1])
        values[k] = turn.value()
        for player in range(players):
            best = max([fallback[k, player], *turn.deviations(player)])
            slacks[k, player] = values[k, player] - best + exchange.reserve[player]
            at_risk[k, player], tolerated[k, player] = turn.risk(player, float(fallback[k, player]), values[k, player])
    return Judged(
        values=values,
        fallback=fallback,
        slacks=np.where(np.abs(slacks) <= exchange.tolerance, 0.0, slacks),
        at_risk=at_risk,
        tolerated=tolerated,
        first=_first(exchange, stages, tolerated),
        start=np.concatenate(([0.0], np.cumsum(taus))),
    )


def _first(exchange: Exchange, stages: Sequence[Stage], tolerated: Numbers) -> Numbers:
    """(K, p) the beliefs before anything is done that have come down to `tolerated` when each stage begins."""
    tested = [
        [bool((exchange.owner[list(stage.steps)] != p).any()) for p in range(exchange.players)] for stage in stages
    ]
    passed = np.cumsum(np.array(tested, dtype=np.int64).reshape(len(stages), exchange.players), axis=0)
    before = np.concatenate((np.zeros((1, exchange.players), dtype=np.int64), passed))[: len(stages)]
    left = (1 - exchange.hazard) ** before
    return np.asarray(tolerated / (tolerated + (1 - tolerated) * left))


def disagreements(exchange: Exchange, plan: Plan, judged: Judged) -> list[str]:
    """Where a plan's numbers differ from those of `judge`, which shares no code with any search or with the checker."""
    found = []
    for what, said, again in (("value", plan.values, judged.values), ("slack", plan.slacks, judged.slacks)):
        for stage, player in np.argwhere(np.abs(said - again) > 100 * exchange.tolerance):
            found.append(
                f"the {what} of player {player} at stage {stage + 1} is {again[stage, player]:g}, not {said[stage, player]:g}"
            )
    return found


@lru_cache(maxsize=100_000)
def closed(before: tuple[int, ...], state: int) -> int:
    """The steps of a state whose predecessors are complete too; `before` holds each step's bit mask of predecessors."""
    kept = 0
    while True:
        ready = [
            step
            for step, needed in enumerate(before)
            if state >> step & 1 and not kept >> step & 1 and needed & ~kept == 0
        ]
        if not ready:
            return kept
        kept |= sum(1 << step for step in ready)


class _Turn:
    """One stage at one state."""

    def __init__(self, exchange: Exchange, stage: Stage, state: int, tau: float, later: Numbers) -> None:
        self.exchange = exchange
        self.stage = stage
        self.state = state
        self.later = later
        self.discount = exchange.discount**tau
        self.before = tuple(exchange.before.tolist())
        self.standing = (1 - self.discount) * exchange.worth[:, exchange.index(closed(self.before, state))]
        self.owners = {int(exchange.owner[step]) for step in stage.steps}

    def split(self, player: int) -> tuple[list[int], list[int]]:
        """The player's own steps of the stage, and the others'."""
        own = [step for step in self.stage.steps if self.exchange.owner[step] == player]
        return own, [step for step in self.stage.steps if step not in own]

    def after(self, player: int, steps: Sequence[int]) -> float:
        """What the player has, discounted, if relations break off once these steps have been done."""
        state = closed(self.before, self.state | sum(1 << step for step in steps))
        return float(self.discount[player] * self.exchange.fallback[player, self.exchange.index(state)])

    def counted(self, steps: Sequence[int]) -> list[int]:
        """Those of the steps that count when no other of the stage is done."""
        state = closed(self.before, self.state | sum(1 << step for step in steps))
        return [step for step in steps if state >> step & 1]

    def value(self) -> Numbers:
        fees = np.array([self.fee(player) for player in range(self.exchange.players)])
        effect = self.exchange.effect[:, list(self.stage.steps)].sum(axis=1)
        return np.asarray(effect - fees + self.standing + self.discount * self.later)

    def fee(self, player: int) -> float:
        return float(self.exchange.fee[player]) if self.stage.mode == "escrow" and player in self.owners else 0.0

    def effect(self, player: int, steps: Sequence[int]) -> float:
        return float(self.exchange.effect[player, list(steps)].sum())

    def deviations(self, player: int) -> list[float]:
        """What holding back, and pretending, would bring; nothing for who does not perform."""
        own, others = self.split(player)
        if not own:
            return []
        standing, discount = float(self.standing[player]), float(self.discount[player])
        found = 1 - float(np.prod(1 - self.exchange.detection[own]))
        unfound = discount * (1 - found) * float(self.later[player] + self.exchange.saved[own].sum())
        if self.stage.mode == "escrow":
            nothing = self.after(player, [])
            return [
                -self.fee(player) + (1 - found) * self.effect(player, others) + standing + found * nothing + unfound
            ]
        broken_off = self.effect(player, self.counted(others)) + self.after(player, others)
        held_back = [broken_off + standing] if others else []
        pretended = found * broken_off + (1 - found) * self.effect(player, others) + unfound
        return [*held_back, pretended + standing]

    def risk(self, player: int, fallback: float, value: float) -> tuple[float, float]:
        """What the player loses if cheated here, and the belief in an opportunist up to which it goes on."""
        own, _ = self.split(player)
        if not own:
            return 0.0, 1.0
        if self.stage.mode == "escrow":
            return self.fee(player), 1.0
        cheated = self.effect(player, self.counted(own)) + float(self.standing[player]) + self.after(player, own)
        nothing = float(self.exchange.tolerance[player])
        if fallback - cheated <= nothing:
            return 0.0, 1.0
        return fallback - cheated, (value - fallback) / (value - cheated) if value - fallback > nothing else 0.0


def is_firm(places: NDArray[np.int64], share: float = 0.8) -> bool:
    """Whether one place is taken in at least this share of the draws."""
    return bool(np.bincount(places).max() >= share * len(places))
