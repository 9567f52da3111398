"""A good plan quickly, without proof: beam search backward from the target; compiled.

Layer by layer, by the number of steps complete, the most promising ways to go on are kept and the rest dropped (Bisiani
1987). What it finds is a plan with all its numbers right; only that no other is better is not shown. The guide, an upper
bound on what the way from the start to each state can score, comes from `look_ahead` and may be one of a similar exchange.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pourparler.roadmap.exchange import Integers, Numbers
from pourparler.roadmap.look_ahead import SLACK, Limits, judge, ways_into
from pourparler.roadmap.stage_payoffs import count_bits, end_slack
from pourparler.roadmap.stages import WORTH, Game

Small = NDArray[np.int32]


@njit(cache=True)
def _expand(
    game: Game, limits: Limits, start: int, guide: Numbers, row: Small, value: Numbers, score: Numbers
) -> tuple[Small, Small, Small, Numbers, Numbers, Numbers]:
    """Every label that puts a stage before one of these: its row, stage, the label it leads to, values, score and rank."""
    count, players, stages = len(row), value.shape[1], len(game.stage)
    new_row, new_stage = np.empty(count * stages, dtype=np.int32), np.empty(count * stages, dtype=np.int32)
    new_next = np.empty(count * stages, dtype=np.int32)
    new_value, new_score = np.empty((count * stages, players)), np.empty(count * stages)
    rank = np.empty(count * stages)
    made = 0
    loss, ways = np.empty(players), np.empty((stages, 2), dtype=np.int64)
    for label in range(count):
        for way in range(ways_into(game, start, game.states[row[label]], ways)):
            stage, at = ways[way]
            if guide[at] == -np.inf:
                continue
            reached = judge(game, limits, SLACK, at, stage, value[label], new_value[made], loss)
            if reached == -np.inf:
                continue
            new_row[made], new_stage[made], new_next[made] = at, stage, label
            new_score[made] = min(reached, score[label])
            rank[made] = min(new_score[made], guide[at])
            made += 1
    return new_row[:made], new_stage[:made], new_next[:made], new_value[:made], new_score[:made], rank[:made]


def beam_sequence(game: Game, limits: Limits, start: int, guide: Numbers, width: int) -> Integers | None:
    """The numbers of the stages, first to last, of the plan with the largest slack that a beam of this width finds.

    start: bit mask of a state; guide: (S,) what the way from the start to each state can score at most, -inf where there is
    none; width: how many labels are kept for each number of steps complete. None where the beam loses every way.
    """
    top = count_bits(int(game.states[-1]))
    first = count_bits(start)
    players = len(game.player)
    ends = min(end_slack(game, player) for player in range(players))
    layers: dict[int, list[tuple[Small, Small, Small, Numbers, Numbers, Numbers]]] = {}
    kept: dict[int, tuple[Small, Small, Integers, Numbers, Numbers]] = {
        top: (
            np.array([len(game.states) - 1], dtype=np.int32),
            np.array([-1], dtype=np.int32),
            np.array([[-1, -1]]),
            game.standing[-1, WORTH][None, :].copy(),
            np.array([ends]),
        )
    }
    for done in range(top, first, -1):
        if done != top:
            if done not in layers:
                continue
            kept[done] = _best(layers.pop(done), width)
        row, _, _, value, score = kept[done]
        found = _expand(game, limits, start, guide, row, value, score)
        steps = np.array([count_bits(int(state)) for state in game.states[found[0]]], dtype=np.int64)
        for fewer in np.unique(steps):
            chosen = steps == fewer
            came = np.stack((np.full(int(chosen.sum()), done), found[2][chosen]), axis=1)
            layers.setdefault(int(fewer), []).append(
                (found[0][chosen], found[1][chosen], came, found[3][chosen], found[4][chosen], found[5][chosen])
            )
    if first not in layers:
        return None
    kept[first] = _best(layers.pop(first), 1)
    return _way(kept, first, top)


def _best(
    parts: list[tuple[Small, Small, Small, Numbers, Numbers, Numbers]], width: int
) -> tuple[Small, Small, Integers, Numbers, Numbers]:
    """The labels with the best rank; of equal ones those of the largest sum of values; of one state a few at most."""
    row, stage, came, value, score, rank = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.lexsort((-value.sum(axis=1), -rank))
    seen: dict[int, int] = {}
    chosen = []
    for label in order:
        times = seen.get(int(row[label]), 0)
        if times < MOST_OF_ONE_STATE:
            seen[int(row[label])] = times + 1
            chosen.append(label)
            if len(chosen) == width:
                break
    return row[chosen], stage[chosen], came[chosen], value[chosen], score[chosen]


def _way(kept: dict[int, tuple[Small, Small, Integers, Numbers, Numbers]], first: int, top: int) -> Integers:
    stages = []
    done, label = first, 0
    while done != top:
        _, stage, came, _, _ = kept[done]
        stages.append(int(stage[label]))
        done, label = int(came[label, 0]), int(came[label, 1])
    return np.array(stages, dtype=np.int64)


MOST_OF_ONE_STATE = 3
"""Labels of one state that a beam keeps at most, so that it looks at several states."""
