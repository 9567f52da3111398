"""Where no order holds: the stage, the player and the amount that are missing, and what would mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pourparler.roadmap.exchange import Exchange
from pourparler.roadmap.good_plan import good_plan
from pourparler.roadmap.judge import Judged
from pourparler.roadmap.mends import with_check, with_escrow, with_guarantee, with_pairs, with_split
from pourparler.roadmap.payoffs import Rows
from pourparler.roadmap.plan import Plan
from pourparler.roadmap.setting import Setting

PRECISION = 0.05  # points to which the least guarantee is found


@dataclass(frozen=True)
class Certificate:
    """That no order holds: in the best one, the weakest place.

    stage: position of the weakest stage, the number of stages for the time after the last. missing: points, above 0: the
    least by which every player's loss from breaking faith would have to grow for an order to hold.
    """

    stage: int
    player: int
    missing: float


@dataclass(frozen=True)
class Mend:
    """A change that the file allows, and the slack of the best plan with it. `amount`: of a guarantee, in points."""

    what: str
    steps: tuple[int, ...]
    player: int | None
    amount: float | None
    plan: Plan


def certify(exchange: Exchange, plan: Plan, judged: Judged) -> Certificate:
    """The certificate of a plan that has the largest slack of all, and it is below 0.

    A reserve of so much more for every player moves every slack by as much, so that what is missing is exact.
    """
    stage, player = judged.weakest
    return Certificate(stage, player, -plan.slack)


def mends(setting: Setting, exchange: Exchange, plan: Plan, numbers: Rows) -> Iterator[Mend]:
    """Try every change that the file allows, one at a time."""
    allowed, steps = setting.roadmap.mends, setting.steps
    found = [name for name in allowed.check if name in steps and exchange.detection[steps.index(name)] < 1]
    if found:
        chosen = tuple(steps.index(name) for name in found)
        yield Mend("check", chosen, None, None, good_plan(with_check(exchange, chosen)))
    held = tuple(steps.index(name) for name in allowed.escrow if name in steps)
    if held:
        yield Mend("escrow", held, None, None, good_plan(with_escrow(exchange, held)))
    for name in allowed.split:
        if name in steps and exchange.steps < 24:
            step = steps.index(name)
            yield Mend("split", (step,), None, None, good_plan(with_split(exchange, step)))
    if setting.roadmap.simultaneous != "any":
        yield Mend("pairs", (), None, None, good_plan(with_pairs(exchange)))
    if allowed.guarantee is not None:
        most = float(numbers["mends", "guarantee"][0])
        yield from _guarantees(exchange, most)


def _guarantees(exchange: Exchange, most: float) -> Iterator[Mend]:
    """For each player alone, the least guarantee up to `most` that lets an order hold, to within PRECISION."""
    for player in range(exchange.players):
        full = good_plan(with_guarantee(exchange, player, most))
        if not full.self_enforcing:
            continue
        low, high, plan = 0.0, most, full
        while high - low > PRECISION:
            middle = (low + high) / 2
            tried = good_plan(with_guarantee(exchange, player, middle))
            low, high, plan = (low, middle, tried) if tried.self_enforcing else (middle, high, plan)
        yield Mend("guarantee", (), player, high, plan)
    joint = -good_plan(exchange).slack
    if joint <= most:
        reserve = np.full(exchange.players, joint)
        changed = exchange
        for player, amount in enumerate(reserve):
            changed = with_guarantee(changed, player, float(amount))
        yield Mend("guarantee", (), None, joint, good_plan(changed))
