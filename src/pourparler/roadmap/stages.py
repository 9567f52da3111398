"""All stages of an exchange as plain arrays, in the form that compiled code reads."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pourparler.roadmap.exchange import Exchange, Integers, Numbers
from pourparler.roadmap.plan import Stage

MASK, NEED, ESCROW = range(3)  # columns of Game.stage: all its steps, the steps that must be complete, 1 for escrow
OWN, OTHERS = range(2)  # columns of Game.part
WORTH, FALLBACK = range(2)  # columns of Game.standing
GAIN, DISCOUNT, COST, RECEIVED, DETECTION, SAVED, FEE = range(7)  # columns of Game.terms
RESERVE, TOLERANCE = range(2)  # columns of Game.player


class Game(NamedTuple):
    """An exchange of p players and S states with its M stages, in few arrays: compiled code slows down with their number.

    Attributes:
        states: (S,) bit masks, ascending; position: (2^n,) where a mask stands in `states`, -1 for none.
        legal: (S,) whether a plan may pass the state.
        standing: (S, 2, p) worth and fallback as in Exchange, by state first.
        stage: (M, 3) bit mask of the steps, bit mask of the steps that must be complete before it, 1 for escrow.
        duration: (M,) periods.
        part: (M, p, 2) bit mask of the player's own step and of the other's; both 0 for a player who does not perform.
        terms: (M, p, 7) the stage for the player: one-off effect if all perform, fee included; discount factor of the whole
            stage; one-off effect of the own step, and of the other's; chance that pretending the own step is found out; what
            is saved by it; fee. The last five are 0 for a player who does not perform.
        player: (p, 2) reserve, and the difference within which two values are the same.
        foreign: (p,) bit mask of the steps, of those not done at the start, that others own.
        test: by how much the log-odds of facing an opportunist fall with each stage in which another performs.
    """

    states: Integers
    position: NDArray[np.int32]
    legal: NDArray[np.bool_]
    standing: Numbers
    stage: Integers
    duration: Numbers
    part: Integers
    terms: Numbers
    player: Numbers
    foreign: Integers
    test: float


def all_stages(exchange: Exchange) -> list[Stage]:
    """List every stage that may occur: the single steps, then the pairs together, then the pairs through escrow."""
    together = [Stage((min(pair), max(pair)), "together") for pair in exchange.pairs.tolist()]
    escrow = [Stage((min(pair), max(pair)), "escrow") for pair in exchange.escrowed.tolist()]
    return [Stage((step,), "alone") for step in range(exchange.steps)] + together + escrow


def game_of(exchange: Exchange, stages: list[Stage], start: int = 0) -> Game:
    """Lay out an exchange and its stages as arrays, to be planned from the state `start`."""
    position = np.full(1 << exchange.steps, -1, dtype=np.int32)
    position[exchange.states] = np.arange(len(exchange.states), dtype=np.int32)
    bits = np.int64(1) << np.arange(exchange.steps)
    masks = np.array([stage.mask for stage in stages])
    included = masks[:, np.newaxis] & bits > 0
    duration = np.where(included, exchange.duration, 0.0).max(axis=1)
    need = np.bitwise_or.reduce(np.where(included, exchange.before, 0), axis=1)
    part = np.zeros((len(stages), exchange.players, 2), dtype=np.int64)
    terms = np.zeros((len(stages), exchange.players, 7))
    terms[:, :, GAIN] = included @ exchange.effect.T
    for number, stage in enumerate(stages):
        for step in stage.steps:
            player = exchange.owner[step]
            fee = exchange.fee[player] if stage.mode == "escrow" else 0.0
            cost = exchange.effect[player, step]
            received = sum(exchange.effect[player, other] for other in stage.steps if other != step)
            part[number, player] = 1 << step, stage.mask & ~(1 << step)
            terms[number, player, GAIN] -= fee
            terms[number, player, COST:] = cost, received, exchange.detection[step], exchange.saved[step], fee
    terms[:, :, DISCOUNT] = exchange.discount ** duration[:, np.newaxis]
    return Game(
        states=np.ascontiguousarray(exchange.states),
        position=position,
        legal=np.ascontiguousarray(exchange.legal),
        standing=np.ascontiguousarray(np.stack([exchange.worth.T, exchange.fallback.T], axis=1)),
        stage=np.stack([masks, need, [stage.mode == "escrow" for stage in stages]], axis=1),
        duration=duration,
        part=part,
        terms=terms,
        player=np.stack([exchange.reserve, exchange.tolerance], axis=1),
        foreign=np.array([bits[exchange.owner != player].sum() & ~start for player in range(exchange.players)]),
        test=float(-np.log1p(-exchange.hazard)),
    )
