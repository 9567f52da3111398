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
from pourparler.roadmap.stage_payoffs import count_bits, later_needed, leaf, trust_of, weigh
from pourparler.roadmap.stages import FALLBACK, MASK, NEED, RESERVE, TOLERANCE, WORTH, Game

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


class Ahead(NamedTuple):
    """What is known of the way from the start to each state, for one kind of score.

    Attributes:
        score: (S,) what no way scores above, -inf where there is none; hurry: (S,) minus the shortest duration at most, read
            only where a duration is limited; least, plenty: (S, p) as `values_needed` gives them, or without rows.
    """

    score: Numbers
    hurry: Numbers
    least: Numbers
    plenty: Numbers


@leaf
def ways_into(game: Game, start: int, state: int, ways: Integers) -> int:
    """Fill `ways` (M, 2) with the stages that lead to `state` and the rows they lead from, none without all of `start`.

    Returns how many there are.
    """
    count = 0
    for stage in range(len(game.stage)):
        previous = state & ~game.stage[stage, MASK]
        if (
            state & game.stage[stage, MASK] == game.stage[stage, MASK]
            and not (game.stage[stage, NEED] | start) & ~previous
        ):
            at = game.position[previous]
            if at >= 0 and game.legal[at]:
                ways[count, 0], ways[count, 1] = stage, at
                count += 1
    return count


@leaf
def trust_at_start(game: Game, at: int, stage: int, player: int, value: float, loss: float) -> float:
    """The log-odds that `player` tolerates in a stage, moved back as if each earlier step of others were a test."""
    tests = count_bits(game.states[at] & game.foreign[player])
    return trust_of(game, at, stage, player, value, loss) + game.test * tests


@leaf
def judge(
    game: Game, limits: Limits, kind: int, at: int, stage: int, later: Numbers, value: Numbers, loss: Numbers
) -> float:
    """Fill `value` and `loss` (p,) and give the score of one stage; -inf where a limit is broken.

    Scores, larger is better: the least slack; minus the largest exposure; minus the duration; the least log-odds that is
    tolerated, moved back to the start.
    """
    least, worst, trust = np.inf, 0.0, np.inf
    for player in range(len(game.player)):
        value[player], slack, loss[player] = weigh(game, at, stage, player, later[player])
        if slack < limits.slack[player] or loss[player] > limits.exposure[player]:
            return -np.inf
        least = min(least, slack)
        worst = max(worst, loss[player])
        if kind == MISTRUST or limits.trust > -np.inf:
            trust = min(trust, trust_at_start(game, at, stage, player, value[player], loss[player]))
    if trust < limits.trust:
        return -np.inf
    if kind == DURATION:
        return float(-game.duration[stage])
    if kind == MISTRUST:
        return trust
    return least if kind == SLACK else -worst


@leaf
def add_score(kind: int, score: float, later: float) -> float:
    """The score of two parts of a plan together: their sum for durations, the worse one otherwise."""
    return score + later if kind == DURATION else min(score, later)


@njit(cache=True)
def highest_values(game: Game, limits: Limits, start: int) -> Numbers:
    """(S, p) the largest value of each player at each state, over all ways on to the target; -inf where there is none."""
    states, players = len(game.states), len(game.player)
    highest = np.full((states, players), -np.inf)
    value, loss = np.empty(players), np.empty(players)
    ways = np.empty((len(game.stage), 2), dtype=np.int64)
    last = game.standing[-1]
    if game.legal[-1] and np.all(last[WORTH] - last[FALLBACK] + game.player[:, RESERVE] >= limits.slack):
        highest[-1] = last[WORTH]
    for row in range(states - 1, 0, -1):
        if highest[row, 0] == -np.inf:
            continue
        for way in range(ways_into(game, start, game.states[row], ways)):
            stage, at = ways[way, 0], ways[way, 1]
            if judge(game, limits, DURATION, at, stage, highest[row], value, loss) > -np.inf:
                for player in range(players):
                    highest[at, player] = max(highest[at, player], value[player])
    return highest


@leaf
def falls_short(value: Numbers, least: Numbers, row: int) -> bool:
    """Whether some player's value is below the least that is needed at a state."""
    short = False
    for player in range(least.shape[1]):
        short = short or value[player] < least[row, player]
    return short


@njit(cache=True)
def values_needed(game: Game, limits: Limits, start: int, aim: Numbers, highest: Numbers) -> tuple[Numbers, Numbers]:
    """What a value at a state must be for the way from the start to it: (S, p) the least, and (S, p) what is plenty.

    With less than the least, every way from the start breaks a limit of slack, or is closed; with plenty, each player's slack
    on every way is `aim` (p,) or more, or no value changes it. Both by dynamic programming forward:
    what each stage asks of the value after it (`later_needed`), given what is asked of the value before it. States that
    even the highest values do not open are closed: their row of `highest` becomes -inf.
    """
    states, players = len(game.states), len(game.player)
    least, plenty = np.full((states, players), np.inf), np.full((states, players), -np.inf)
    value, loss = np.empty(players), np.empty(players)
    ways = np.empty((len(game.stage), 2), dtype=np.int64)
    first = game.position[start]
    least[first] = -np.inf
    for row in range(first + 1, states):
        if highest[row, 0] == -np.inf:
            continue
        for way in range(ways_into(game, start, game.states[row], ways)):
            stage, at = ways[way, 0], ways[way, 1]
            score = judge(game, limits, DURATION, at, stage, highest[row], value, loss)
            if score == -np.inf or falls_short(value, least, at):
                continue
            for player in range(players):
                asked = later_needed(game, at, stage, player, least[at, player], limits.slack[player])
                least[row, player] = min(least[row, player], asked)
                asked = later_needed(game, at, stage, player, plenty[at, player], aim[player])
                plenty[row, player] = max(plenty[row, player], asked)
        if falls_short(highest[row], least, row):
            highest[row] = -np.inf
            least[row] = np.inf
    return least, plenty


@njit(cache=True)
def best_from_start(game: Game, limits: Limits, kind: int, start: int, highest: Numbers) -> Numbers:
    """(S,) the best score of a way from the start to each state, every stage judged at its best; -inf for no way."""
    states, players = len(game.states), len(game.player)
    best = np.full(states, -np.inf)
    value, loss = np.empty(players), np.empty(players)
    ways = np.empty((len(game.stage), 2), dtype=np.int64)
    first = game.position[start]
    if highest[first, 0] > -np.inf:
        best[first] = 0.0 if kind == DURATION else np.inf
    for row in range(first + 1, states):
        if highest[row, 0] == -np.inf:
            continue
        for way in range(ways_into(game, start, game.states[row], ways)):
            stage, at = ways[way, 0], ways[way, 1]
            if best[at] > -np.inf:
                score = judge(game, limits, kind, at, stage, highest[row], value, loss)
                if score > -np.inf:
                    best[row] = max(best[row], add_score(kind, score, best[at]))
    return best


@njit(cache=True)
def look_nowhere(game: Game, score: float) -> Ahead:
    """Know no more than that nothing scores above `score`."""
    scores, none = np.where(game.legal, score, -np.inf), np.empty((0, len(game.player)))
    return Ahead(scores, np.zeros(len(scores)), none, none)


@njit(cache=True)
def look_ahead(game: Game, limits: Limits, kind: int, start: int, highest: Numbers) -> Ahead:
    """Bound the score and the duration of the way to each state; `highest` holds within these limits or wider ones."""
    score, none = best_from_start(game, limits, kind, start, highest), np.empty((0, len(game.player)))
    return Ahead(score, _hurry(game, limits, kind, start, highest, score), none, none)


@njit(cache=True)
def look_closely(game: Game, limits: Limits, kind: int, start: int, bound: float) -> Ahead:
    """Bound them more closely, and what the way needs of the values; `bound` is a score that no plan exceeds."""
    highest = highest_values(game, limits, start)
    least, plenty = values_needed(game, limits, start, _aim(game, limits, kind, bound), highest)
    score = best_from_start(game, limits, kind, start, highest)
    return Ahead(score, _hurry(game, limits, kind, start, highest, score), least, plenty)


@njit(cache=True)
def _hurry(game: Game, limits: Limits, kind: int, start: int, highest: Numbers, score: Numbers) -> Numbers:
    """(S,) minus the shortest duration of a way to each state; where no duration is limited any array does."""
    return score if limits.duration == np.inf else best_from_start(game, limits, DURATION, start, highest)


@njit(cache=True)
def _aim(game: Game, limits: Limits, kind: int, bound: float) -> Numbers:
    """(p,) the slack of which more changes nothing; infinite where the value counts for more than the slack."""
    aim = np.full(len(game.player), bound) if kind == SLACK else limits.slack.copy()
    for player in range(len(aim)):
        judged_else = kind == MISTRUST or limits.trust > -np.inf or aim[player] == -np.inf
        aim[player] = np.inf if judged_else else aim[player] + game.player[player, TOLERANCE]
    return aim
