"""What one stage means for each player: value, slack, exposure and the belief it tolerates; compiled.

Every function takes a `Game`, the row `at` of the state before the stage, and the number of the stage. The formulas are
those of the model of exchange without enforcement (Sandholm and Lesser 1995), and of trust as the belief at which one
is just willing to go first (Kydd 2000). All of them only grow when a later value grows.
"""

from __future__ import annotations

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

DISTRUST = -1e300  # the log-odds of no belief at all, as a number that can be added to


@njit(cache=True)
def weigh(game: Game, at: int, stage: int, later: Numbers, value: Numbers, slack: Numbers, loss: Numbers) -> None:
    """Fill, for each player, `value`, `slack` and `loss` of a stage after which the plan brings `later`.

    All (p,) or longer. `value`: what the player gets from the stage on if all keep to the plan; `slack`: by how much that
    beats the best deviation; `loss`: how much less than breaking off performs who is then cheated, 0 for who does not
    perform, and the fee in an escrow. One function for all: passing the game costs more than the arithmetic.
    """
    state, position, standing, reserve = game.states[at], game.position, game.standing, game.player[:, RESERVE]
    part, terms, escrow = game.part[stage], game.terms[stage], game.stage[stage, ESCROW]
    for player in range(len(reserve)):
        discount, fallback = terms[player, DISCOUNT], standing[at, FALLBACK, player]
        flow = (1.0 - discount) * standing[at, WORTH, player]
        value[player] = terms[player, GAIN] + flow + discount * later[player]
        best = fallback
        loss[player] = terms[player, FEE]
        if part[player, OWN]:
            detection, received = terms[player, DETECTION], terms[player, RECEIVED]
            undetected = (1.0 - detection) * (later[player] + terms[player, SAVED])
            broken_off = fallback
            if escrow:
                received = (1.0 - detection) * received - terms[player, FEE]
            else:
                broken_off = standing[position[state | part[player, OTHERS]], FALLBACK, player]
                left = standing[position[state | part[player, OWN]], FALLBACK, player]
                loss[player] = fallback - (terms[player, COST] + flow + discount * left)
            best = max(best, received + flow + discount * (detection * broken_off + undetected))
            if part[player, OTHERS] and not escrow:
                best = max(best, received + flow + discount * broken_off)
        slack[player] = value[player] - best + reserve[player]


@njit(cache=True)
def end_slack(game: Game, player: int) -> float:
    """By how much the target beats breaking off there."""
    return float(game.standing[-1, WORTH, player] - game.standing[-1, FALLBACK, player] + game.player[player, RESERVE])


@njit(cache=True)
def trust_of(game: Game, at: int, stage: int, player: int, value: float, loss: float) -> float:
    """The log-odds of the largest belief in an opportunist at which `player` still performs; infinite if at any."""
    if game.stage[stage, ESCROW] or loss <= game.player[player, TOLERANCE]:
        return np.inf
    gain = value - game.standing[at, FALLBACK, player]
    return float(np.log(gain / loss)) if gain > game.player[player, TOLERANCE] else DISTRUST


@njit(cache=True)
def count_bits(mask: int) -> int:
    """How many bits of a mask are set."""
    count = 0
    while mask:
        mask &= mask - 1
        count += 1
    return count


@njit(cache=True)
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
        weigh(game, at, stage, values[number + 1], values[number], slacks[number], exposures[number])
        for player in range(players):
            after = trust[player] + game.test * tests_in(game, stage, player)
            trust[player] = min(
                trust_of(game, at, stage, player, values[number, player], exposures[number, player]), after
            )
    return values, slacks, np.maximum(exposures, 0.0), trust
