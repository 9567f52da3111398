"""How good the way from the start to each state can be at best: what makes the search for a plan look ahead; compiled.

Values at a state depend on the whole rest of the plan. Each player's largest value at each state, taken alone, is found
by plain dynamic programming backward from the target; with it, every stage can be judged at its best, and the best way
from the start to each state follows by dynamic programming forward. Both only err towards hope, so that a search which
adds them never misses the best plan (as A* does: Hart, Nilsson and Raphael 1968).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from pourparler.roadmap.exchange import Integers, Numbers
from pourparler.roadmap.stage_payoffs import count_bits, trust_of, weigh
from pourparler.roadmap.stages import FALLBACK, MASK, NEED, RESERVE, WORTH, Game

SLACK, EXPOSURE, DURATION, MISTRUST = range(4)


class Limits(NamedTuple):
    """What a plan must keep to; infinite where there is no limit.

    Attributes:
        slack: (p,) least slack of each player; exposure: (p,) largest exposure; duration: longest duration;
        trust: least log-odds of the first belief in an opportunist that every player tolerates.
    """

    slack: Numbers
    exposure: Numbers
    duration: float
    trust: float


@njit(cache=True)
def ways_into(game: Game, start: int, state: int, ways: Integers) -> int:
    """Fill `ways` (M, 2) with the stages that lead to `state` and the rows they lead from, none without all of `start`.

    Returns how many there are.
    """
    stages, position, legal = game.stage, game.position, game.legal
    count = 0
    for stage in range(len(stages)):
        previous = state & ~stages[stage, MASK]
        if state & stages[stage, MASK] == stages[stage, MASK] and not (stages[stage, NEED] | start) & ~previous:
            at = position[previous]
            if at >= 0 and legal[at]:
                ways[count, 0], ways[count, 1] = stage, at
                count += 1
    return count


@njit(cache=True)
def trust_at_start(game: Game, at: int, stage: int, player: int, value: float, loss: float) -> float:
    """The log-odds that `player` tolerates in a stage, moved back as if each earlier step of others were a test."""
    tests = count_bits(game.states[at] & game.foreign[player])
    return trust_of(game, at, stage, player, value, loss) + game.test * tests


@njit(cache=True)
def _least_trust(game: Game, at: int, stage: int, value: Numbers, loss: Numbers) -> float:
    """The least log-odds that a player tolerates in a stage, moved back to the start."""
    least = np.inf
    for player in range(len(loss)):
        least = min(least, trust_at_start(game, at, stage, player, value[player], loss[player]))
    return least


@njit(cache=True)
def judge(
    game: Game, limits: Limits, kind: int, at: int, stage: int, later: Numbers, value: Numbers, work: Numbers
) -> float:
    """Fill `value` (p,) and `work` (2, p: slack, loss) and give the score of one stage; -inf where a limit is broken.

    Scores, larger is better: the least slack; minus the largest exposure; minus the duration; the least log-odds that is
    tolerated, moved back to the start.
    """
    slack, loss = work[0], work[1]
    weigh(game, at, stage, later, value, slack, loss)
    least, worst = np.inf, 0.0
    for player in range(len(slack)):
        if slack[player] < limits.slack[player] or loss[player] > limits.exposure[player]:
            return -np.inf
        least = min(least, slack[player])
        worst = max(worst, loss[player])
    if kind == MISTRUST or limits.trust > -np.inf:
        trust = _least_trust(game, at, stage, value, loss)
        if kind == MISTRUST or trust < limits.trust:
            return trust if trust >= limits.trust else -np.inf
    if kind == DURATION:
        return float(-game.duration[stage])
    return least if kind == SLACK else -worst


@njit(cache=True)
def add_score(kind: int, score: float, later: float) -> float:
    """The score of two parts of a plan together: their sum for durations, the worse one otherwise."""
    return score + later if kind == DURATION else min(score, later)


@njit(cache=True)
def highest_values(game: Game, limits: Limits, start: int) -> Numbers:
    """(S, p) the largest value of each player at each state, over all ways on to the target; -inf where there is none."""
    states, players = len(game.states), len(game.player)
    highest = np.full((states, players), -np.inf)
    value, work = np.empty(players), np.empty((2, players))
    ways = np.empty((len(game.stage), 2), dtype=np.int64)
    last = game.standing[-1]
    if game.legal[-1] and np.all(last[WORTH] - last[FALLBACK] + game.player[:, RESERVE] >= limits.slack):
        highest[-1] = last[WORTH]
    for row in range(states - 1, 0, -1):
        if highest[row, 0] == -np.inf:
            continue
        for way in range(ways_into(game, start, game.states[row], ways)):
            stage, at = ways[way]
            if judge(game, limits, DURATION, at, stage, highest[row], value, work) > -np.inf:
                for player in range(players):
                    highest[at, player] = max(highest[at, player], value[player])
    return highest


@njit(cache=True)
def best_from_start(game: Game, limits: Limits, kind: int, start: int, highest: Numbers) -> Numbers:
    """(S,) the best score of a way from the start to each state, every stage judged at its best; -inf for no way."""
    states, players = len(game.states), len(game.player)
    best = np.full(states, -np.inf)
    value, work = np.empty(players), np.empty((2, players))
    ways = np.empty((len(game.stage), 2), dtype=np.int64)
    first = game.position[start]
    if highest[first, 0] > -np.inf:
        best[first] = 0.0 if kind == DURATION else np.inf
    for row in range(first + 1, states):
        if highest[row, 0] == -np.inf:
            continue
        for way in range(ways_into(game, start, game.states[row], ways)):
            stage, at = ways[way]
            if best[at] > -np.inf:
                score = judge(game, limits, kind, at, stage, highest[row], value, work)
                if score > -np.inf:
                    best[row] = max(best[row], add_score(kind, score, best[at]))
    return best
