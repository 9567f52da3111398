"""What one stage means for each player: value, slack, exposure and the belief it tolerates; compiled.

Every function takes a `Game`, the row `at` of the state before the stage, and the number of the stage. The formulas are
those of the model of exchange without enforcement (Sandholm and Lesser 1995), and of trust as the belief at which one
is just willing to go first (Kydd 2000). All of them only grow when a later value grows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit

from pourparler.roadmap.exchange import Integers, Numbers
from pourparler.roadmap.stages import (
    COST,
    DETECTION,
    DISCOUNT,
    ESCROW,
    FALLBACK,
    FEE,
    GAIN,
    MASK,
    OTHERS,
    OWN,
    RECEIVED,
    RESERVE,
    SAVED,
    TOLERANCE,
    WORTH,
    Game,
)  # fmt: skip

Function = TypeVar("Function", bound=Callable[..., object])
DISTRUST = -1e300  # the log-odds of no belief at all, as a number that can be added to


def leaf(function: Function) -> Function:
    """Compile a function that makes no array, without counting references; numba refuses one that does make one.

    To count those of a `Game` for every number that is read would cost ten times the arithmetic.
    """
    options: dict[str, Any] = {"cache": True, "_nrt": False}
    return cast(Function, njit(**options)(function))


@leaf
def weigh(game: Game, at: int, stage: int, player: int, later: float) -> tuple[float, float, float]:
    """Give `value`, `slack` and `loss` of a stage for a player whom the plan brings `later` after it.

    `value`: what the player gets from the stage on if all keep to the plan; `slack`: by how much that beats the best
    deviation; `loss`: how much less than breaking off performs who is then cheated, 0 for who does not perform, and the fee
    in an escrow. It reads single numbers only: to cut rows out of the arrays would cost ten times the arithmetic.
    """
    standing, part, terms = game.standing, game.part, game.terms
    discount, fallback = terms[stage, player, DISCOUNT], standing[at, FALLBACK, player]
    flow = (1.0 - discount) * standing[at, WORTH, player]
    value = terms[stage, player, GAIN] + flow + discount * later
    best, loss = fallback, terms[stage, player, FEE]
    if part[stage, player, OWN]:
        received, broken_off = cheating(game, at, stage, player)
        if not game.stage[stage, ESCROW]:
            left = standing[game.position[game.states[at] | part[stage, player, OWN]], FALLBACK, player]
            loss = fallback - (terms[stage, player, COST] + flow + discount * left)
            if part[stage, player, OTHERS]:
                best = max(best, received + flow + discount * broken_off)
        detection = terms[stage, player, DETECTION]
        undetected = (1.0 - detection) * (later + terms[stage, player, SAVED])
        best = max(best, received + flow + discount * (detection * broken_off + undetected))
    return value, value - best + game.player[player, RESERVE], loss


@leaf
def cheating(game: Game, at: int, stage: int, player: int) -> tuple[float, float]:
    """What a player who cheats receives in a stage at once, and the fallback if that is found out."""
    received = game.terms[stage, player, RECEIVED]
    if game.stage[stage, ESCROW]:
        fallback = game.standing[at, FALLBACK, player]
        return (1.0 - game.terms[stage, player, DETECTION]) * received - game.terms[stage, player, FEE], fallback
    after = game.position[game.states[at] | game.part[stage, player, OTHERS]]
    return received, game.standing[after, FALLBACK, player]


@leaf
def later_needed(game: Game, at: int, stage: int, player: int, value: float, slack: float) -> float:
    """The least that the plan must bring a player after a stage for it to have this value and this slack at least.

    What `weigh` gives, solved for `later`. A pretence that is never found out has the same slack whatever comes later, so
    nothing is needed for it.
    """
    terms, fallback = game.terms, game.standing[at, FALLBACK, player]
    discount = terms[stage, player, DISCOUNT]
    flow = (1.0 - discount) * game.standing[at, WORTH, player]
    now, slack = terms[stage, player, GAIN] + flow, slack - game.player[player, RESERVE]
    needed = max(value, slack + fallback)
    if game.part[stage, player, OWN]:
        received, broken_off = cheating(game, at, stage, player)
        broken_off *= discount
        if game.part[stage, player, OTHERS] and not game.stage[stage, ESCROW]:
            needed = max(needed, slack + received + flow + broken_off)
        detection = terms[stage, player, DETECTION]
        if detection > 0.0:
            saved = discount * (1.0 - detection) * terms[stage, player, SAVED]
            needed = max(needed, now + (slack + received + flow + saved - now) / detection + broken_off)
    if discount == 0.0:  # so small that it was rounded to nothing: what comes later counts for nothing
        return -np.inf if needed <= now else np.inf
    return float((needed - now) / discount)


@leaf
def end_slack(game: Game, player: int) -> float:
    """By how much the target beats breaking off there."""
    return float(game.standing[-1, WORTH, player] - game.standing[-1, FALLBACK, player] + game.player[player, RESERVE])


@leaf
def trust_of(game: Game, at: int, stage: int, player: int, value: float, loss: float) -> float:
    """The log-odds of the largest belief in an opportunist at which `player` still performs; infinite if at any."""
    if game.stage[stage, ESCROW] or loss <= game.player[player, TOLERANCE]:
        return np.inf
    gain = value - game.standing[at, FALLBACK, player]
    return float(np.log(gain / loss)) if gain > game.player[player, TOLERANCE] else DISTRUST


@leaf
def count_bits(mask: int) -> int:
    """How many bits of a mask are set."""
    count = 0
    while mask:
        mask &= mask - 1
        count += 1
    return count


@leaf
def tests_in(game: Game, stage: int, player: int) -> int:
    """1 for a stage in which someone else performs, so that an opportunist might show himself; else 0."""
    return 1 if game.stage[stage, MASK] & game.foreign[player] else 0


@njit(cache=True)
def appraise(game: Game, sequence: Integers, start: int) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Work out the numbers of a sequence of K stages from the row `start`.

    Returns values and slacks (K + 1, p), exposures (K, p), and (p,) the log-odds of the first belief in an opportunist
    that each player tolerates, infinite where any.
    """
    players, length = len(game.player), len(sequence)
    values, slacks = np.empty((length + 1, players)), np.empty((length + 1, players))
    exposures = np.empty((length, players))
    trust = np.full(players, np.inf)
    rows = np.empty(length + 1, dtype=np.int64)
    rows[0] = start
    for number, stage in enumerate(sequence):
        rows[number + 1] = game.position[game.states[rows[number]] | game.stage[stage, MASK]]
    for player in range(players):
        values[length, player] = game.standing[-1, WORTH, player]
        slacks[length, player] = end_slack(game, player)
    for number in range(length - 1, -1, -1):
        at, stage = rows[number], sequence[number]
        for player in range(players):
            value, slack, loss = weigh(game, at, stage, player, values[number + 1, player])
            values[number, player], slacks[number, player], exposures[number, player] = value, slack, loss
            after = trust[player] + game.test * tests_in(game, stage, player)
            trust[player] = min(trust_of(game, at, stage, player, value, loss), after)
    return values, slacks, np.maximum(exposures, 0.0), trust
