"""The best plan by best-first label setting, backward from the target, with Pareto dominance; compiled.

A label is a way from a state to the target: each player's value there, and the worst (or the sum) so far of what the
plan is judged by. Of two labels of one state, the later one is dropped if an earlier one gives every player as much: all
that a stage yields only grows with later values, so nothing is lost (dynamic programming over Pareto sets, as Martins
1984 for shortest paths with several criteria). Labels are taken best first, each judged with the best that the way to it
can be; the first one at the start is the best plan.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pourparler.roadmap.exchange import TIE, Integers, Numbers
from pourparler.roadmap.labels import Labels, dominated, pop, push
from pourparler.roadmap.look_ahead import (
    DURATION,
    EXPOSURE,
    MISTRUST,
    SLACK,
    Ahead,
    Limits,
    add_score,
    falls_short,
    judge,
    trust_at_start,
    ways_into,
)
from pourparler.roadmap.stage_payoffs import count_bits, end_slack, leaf
from pourparler.roadmap.stages import MASK, TOLERANCE, WORTH, Game

FOUND, NONE, TOO_MANY = range(3)
SAME = 1e-12  # part of its scale within which two results of the same sum are one


class Task(NamedTuple):
    """What is sought: the kind of score and the bit mask of the start, and what is known of the way from there.

    `timed`: labels carry the duration so far; `apart`: they carry what each player tolerates, because two steps of others
    can make one test.
    `same`: the difference within which two scores are one, lest rounding send the search back through all equals.
    """

    kind: int
    start: int
    timed: bool
    apart: bool
    ahead: Ahead
    same: float


@leaf
def _trust_columns(
    game: Game, at: int, stage: int, first: int, later: Numbers, compare: Numbers, loss: Numbers
) -> float:
    """Fill the columns from `first` on with the log-odds that each player tolerates, moved back; give the least.

    Needed only where a stage may hold two steps of others: then it is one test, not two as the moving back assumes.
    """
    least = np.inf
    for player in range(len(game.player)):
        column = first + player
        here = trust_at_start(game, at, stage, player, compare[player], loss[player])
        steps = count_bits(game.stage[stage, MASK] & game.foreign[player])
        compare[column] = min(here, later[column] - game.test * max(steps - 1, 0))
        least = min(least, compare[column])
    return float(least)


@leaf
def _extend(
    game: Game, limits: Limits, task: Task, at: int, stage: int, later: Numbers, compare: Numbers, loss: Numbers
) -> float:
    """Fill the columns of the label that puts `stage` before a label with the columns `later`; give the stage's score."""
    score = judge(game, limits, task.kind, at, stage, later, compare, loss)
    column = len(game.player)
    if task.timed:
        compare[column] = later[column] - game.duration[stage]
        column += 1
    if task.apart and score > -np.inf:
        least = _trust_columns(game, at, stage, column, later, compare, loss)
        if least < limits.trust:
            return -np.inf
        if task.kind == MISTRUST:
            return least
    return score


@leaf
def _suffices(task: Task, at: int, players: int, compare: Numbers) -> bool:
    """Whether values do for some way from the start; those that are more than plenty are lowered to that."""
    if len(task.ahead.least):
        if falls_short(compare, task.ahead.least, at):
            return False
        for player in range(players):
            compare[player] = min(compare[player], task.ahead.plenty[at, player])
    return True


@njit(cache=True)
def _apart(game: Game, limits: Limits, kind: int) -> bool:
    """Whether labels must carry what each player tolerates, because two steps of others can make one test."""
    if game.test == 0.0 or (kind != MISTRUST and limits.trust == -np.inf):
        return False
    for stage in range(len(game.stage)):
        for player in range(len(game.player)):
            if count_bits(game.stage[stage, MASK] & game.foreign[player]) > 1:
                return True
    return False


@njit(cache=True)
def _same(game: Game, kind: int) -> float:
    """The difference within which two scores of a kind are one."""
    if kind == MISTRUST:
        return SAME
    return float(SAME * game.duration.sum() if kind == DURATION else SAME / TIE * game.player[:, TOLERANCE].max())


@njit(cache=True)
def _first_score(game: Game, kind: int) -> float:
    """The score of the target itself."""
    score = 0.0 if kind in (EXPOSURE, DURATION) else np.inf
    if kind == SLACK:
        for player in range(len(game.player)):
            score = min(score, end_slack(game, player))
    return score


@njit(cache=True)
def _sequence(labels: Labels, label: int) -> Integers:
    """The numbers of the stages from a label to the target."""
    stages = np.empty(64, dtype=np.int64)
    length = 0
    while labels.next[label] >= 0:
        stages[length] = labels.stage[label]
        length += 1
        label = labels.next[label]
    return stages[:length]


@njit(cache=True)
def _empty_labels(game: Game, timed: bool, apart: bool, rounding: Numbers, most: int) -> Labels:
    """Room for `most` labels; the machine gives the memory only as it is written to."""
    players = len(rounding)
    width = players + int(timed) + players * int(apart)
    all_rounding = np.full(width, SAME)
    all_rounding[:players] = rounding
    if timed:
        all_rounding[players] = SAME * game.duration.sum()
    return Labels(
        np.empty(most), np.empty(most), np.empty((most, width)),
        np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int32),
        np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int32), all_rounding,
    )  # fmt: skip


@njit(cache=True)
def _first_label(game: Game, task: Task, labels: Labels) -> None:
    """Write the label of the target as number 0."""
    players = len(game.player)
    labels.compare[0, :players] = game.standing[-1, WORTH]
    labels.compare[0, players:] = np.inf
    if task.timed:
        labels.compare[0, players] = 0.0
    labels.score[0] = _first_score(game, task.kind)
    labels.key[0] = add_score(task.kind, labels.score[0], task.ahead.score[-1])
    labels.row[0] = len(game.states) - 1
    labels.left[0] = count_bits(game.states[-1])
    labels.stage[0] = labels.next[0] = labels.below[0] = -1


@njit(cache=True)
def _add_labels(
    game: Game, limits: Limits, task: Task, labels: Labels, head: NDArray[np.int32], label: int, count: int
) -> int:
    """Write a label for every stage that may lead to the state of `label`; give the new count, or -1 for no room left."""
    state = game.states[labels.row[label]]
    loss = np.empty(len(game.player))
    ways = np.empty((len(game.stage), 2), dtype=np.int64)
    for way in range(ways_into(game, task.start, state, ways)):
        stage, at = ways[way]
        if task.ahead.score[at] == -np.inf:
            continue
        if count == len(labels.key):
            return -1
        compare = labels.compare[count]
        score = _extend(game, limits, task, at, stage, labels.compare[label], compare, loss)
        if score == -np.inf or (task.timed and compare[len(game.player)] + task.ahead.hurry[at] < -limits.duration):
            continue
        if not _suffices(task, at, len(game.player), compare) or dominated(labels, head, at, compare):
            continue
        labels.score[count] = add_score(task.kind, score, labels.score[label])
        key = add_score(task.kind, labels.score[count], task.ahead.score[at])
        labels.key[count] = labels.key[label] if key > labels.key[label] - task.same else key
        labels.row[count], labels.stage[count], labels.next[count] = at, stage, label
        labels.left[count] = count_bits(game.states[at] & ~task.start)
        count += 1
    return count


@njit(cache=True)
def best_sequence(
    game: Game, limits: Limits, kind: int, start: int, rounding: Numbers, ahead: Ahead, most: int
) -> tuple[int, Integers, int, float]:
    """Find the best sequence of stages from the state `start` to the target within limits, by one objective.

    kind: SLACK (largest), EXPOSURE (least), DURATION (shortest) or MISTRUST (most tolerated).
    start: bit mask of a state; rounding: (p,) difference within which two values of a player are one.
    ahead: what is known of the way from the start within these limits or wider ones.
    most: how many labels may be made.

    Returns FOUND, NONE (nothing within the limits) or TOO_MANY (labels); the stages' numbers, first to last; how many labels
    were made; and the score, larger is better, that no sequence exceeds: for TOO_MANY, an upper bound.
    """
    timed = kind != DURATION and limits.duration < np.inf
    apart = _apart(game, limits, kind)
    nothing = np.empty(0, dtype=np.int64)
    if ahead.score[-1] == -np.inf:
        return NONE, nothing, 0, -np.inf
    task = Task(kind, start, timed, apart, ahead, _same(game, kind))
    labels = _empty_labels(game, timed, apart, rounding, most)
    heap = np.empty(most, dtype=np.int32)
    head = np.full(len(game.states), -1, dtype=np.int32)
    first = game.position[start]
    _first_label(game, task, labels)
    heap[0] = 0
    count = size = 1
    while size > 0:
        label = pop(heap, size, labels)
        size -= 1
        row = labels.row[label]
        if row == first:
            return FOUND, _sequence(labels, label), count, labels.key[label]
        if dominated(labels, head, row, labels.compare[label]):
            continue
        labels.below[label] = head[row]
        head[row] = label
        made = _add_labels(game, limits, task, labels, head, label, count)
        if made < 0:
            return TOO_MANY, nothing, count, labels.key[label]
        for new in range(count, made):
            push(heap, size, labels, new)
            size += 1
        count = made
    return NONE, nothing, count, -np.inf
