"""The logit response to a strategy of everyone, and how it changes with that strategy; all in logarithms.

At each information set h the mover takes choice a with a chance proportional to exp(precision[h] x Q[a]), Q[a] being what
the mover expects after a, given that play has come to h and that everyone follows the strategy (McKelvey & Palfrey 1998).
Beliefs come from logarithms of the chances to reach each node, so that they hold where the chances themselves are too small
for a float. `Layout` holds what can be worked out from the shape alone, once for many draws of the numbers.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from pourparler.process.play import gather_values, weigh_choices
from pourparler.process.tree import Floats, Integers, Shape

IMPOSSIBLE = -1e4
"""Logarithm that stands for the chance of an event of chance 0, in beliefs only: who finds himself where chance cannot lead
believes that as few impossible events as can be have happened. Expected payoffs count such an event as 0."""


class Layout(NamedTuple):
    """Who bears on whom in a shape of n nodes, m information sets and c choices.

    A choice b bears on the value of a choice a if it can come after a, or before it and thus tell of where the mover is.
    The effects are kept as a matrix (c, c) with only the places that can differ from 0, row by row, columns ascending.

    Attributes:
        parent, player, information_set, choice, first_choice: of the shape.
        set_of: (c,) the information set of each choice.
        first, column: (c + 1,) and (k,) where the row of each choice begins, and the column of each place.
        row, diagonal: (k,) the row of each place, and (c,) the place of each choice's own column.
        above, below: (q,) all pairs of nodes of which one comes after the other, to both of which a player's choice leads.
        value_place: (q,) the place of the effect of the choice to `below` on the value of the choice to `above`.
        belief_place: (q,) the first place of the effects of the choices at the set that leads to `above` on the value of
            the choice to `below`; -1 where the same player moves: he knows what he did.
    """

    parent: Integers
    player: Integers
    information_set: Integers
    choice: Integers
    first_choice: Integers
    set_of: Integers
    first: Integers
    column: Integers
    row: Integers
    diagonal: Integers
    above: Integers
    below: Integers
    value_place: Integers
    belief_place: Integers


class Sweep(NamedTuple):
    """What a strategy leads to: log chance (n,) and belief (n,) of each node, values (n, p), and Q (c,) of each choice."""

    log_reach: Floats
    belief: Floats
    value: Floats
    worth: Floats


def layout(shape: Shape) -> Layout:
    """Work out who bears on whom."""
    sets, choices = len(shape.sets), int(shape.first_choice[-1])
    sizes = np.diff(shape.first_choice)
    set_of = np.repeat(np.arange(sets), sizes)
    above, below = _pairs(shape)
    upper, lower = set_of[shape.choice[above]], set_of[shape.choice[below]]
    other = shape.mover[upper] != shape.mover[lower]
    own = np.arange(sets)
    keys = np.unique(np.concatenate((upper * sets + lower, (lower * sets + upper)[other], own * sets + own)))
    block_row, block_column = keys // max(sets, 1), keys % max(sets, 1)
    widths = sizes[block_column]
    row_width = np.bincount(block_row, widths, sets).astype(np.int64)
    first = np.concatenate(([0], np.cumsum(row_width[set_of]))).astype(np.int64)
    before = np.cumsum(widths) - widths  # columns before each block, counted over all block rows
    start = before - np.concatenate(([0], np.cumsum(row_width)))[block_row]

    def places(rows: Integers, columns_of: Integers) -> Integers:
        return np.asarray(first[rows] + start[np.searchsorted(keys, set_of[rows] * sets + columns_of)])

    row = np.repeat(np.arange(choices), np.diff(first))
    blocks = np.split(keys, np.flatnonzero(np.diff(block_row)) + 1) if sets else []
    columns = [np.concatenate([np.arange(*shape.first_choice[h : h + 2]) for h in block % sets]) for block in blocks]
    column = np.concatenate([np.tile(each, size) for each, size in zip(columns, sizes, strict=True)] or [row])
    inside = np.arange(choices) - shape.first_choice[set_of]
    lower_place, upper_place = shape.choice[below], shape.choice[above]
    value_place = places(upper_place, lower) + inside[lower_place]
    belief_place = np.full(len(above), -1, dtype=np.int64)
    belief_place[other] = places(lower_place[other], upper[other])
    return Layout(
        shape.parent, shape.player, shape.information_set, shape.choice, shape.first_choice, set_of, first, column, row,
        places(np.arange(choices), set_of) + inside, above, below, value_place, belief_place,
    )  # fmt: skip


def _pairs(shape: Shape) -> tuple[Integers, Integers]:
    """All pairs (above, below) of nodes to both of which a choice leads, below coming after above."""
    below = np.flatnonzero(shape.choice >= 0)
    above = shape.parent[below]
    pairs: list[tuple[Integers, Integers]] = []
    while len(below):
        chosen = shape.choice[above] >= 0
        pairs.append((above[chosen], below[chosen]))
        further = above > 0
        above, below = shape.parent[above[further]], below[further]
    none = np.zeros((2, 0), dtype=np.int64)
    together = np.concatenate([np.array(pair) for pair in pairs] or [none], axis=1)
    return together[0], together[1]


def log_chances(chance: Floats) -> Floats:
    """Logarithms of the chances of events, for beliefs; IMPOSSIBLE for a chance of 0."""
    return np.log(chance, where=chance > 0, out=np.full(chance.shape, IMPOSSIBLE))


@njit(cache=True)
def log_softmax(first_choice: Integers, weight: Floats) -> Floats:
    """(c,) logarithms of chances proportional to exp(weight) at each information set."""
    result = np.empty(len(weight))
    for information_set in range(len(first_choice) - 1):
        begin, end = first_choice[information_set], first_choice[information_set + 1]
        top = weight[begin:end].max()
        total = 0.0
        for choice in range(begin, end):
            total += np.exp(weight[choice] - top)
        for choice in range(begin, end):
            result[choice] = weight[choice] - top - np.log(total)
    return result


@njit(cache=True)
def centred(first_choice: Integers, weight: Floats) -> Floats:
    """(c,) the weights less their mean at each information set."""
    result = np.empty(len(weight))
    for information_set in range(len(first_choice) - 1):
        begin, end = first_choice[information_set], first_choice[information_set + 1]
        result[begin:end] = weight[begin:end] - weight[begin:end].mean()
    return result


@njit(cache=True)
def residual(first_choice: Integers, precision: Floats, log_strategy: Floats, worth: Floats) -> float:
    """Largest difference between the logarithms (c,) of a strategy and of the response to it.

    The chances themselves differ by no more than that, and small ones by no more than that share of themselves.
    """
    difference = log_strategy - log_softmax(first_choice, precision * worth)
    return float(np.abs(difference).max()) if len(difference) else 0.0


@njit(cache=True)
def sweep(layout: Layout, chance: Floats, log_chance: Floats, payoff: Floats, log_strategy: Floats) -> Sweep:
    """Work out what a strategy leads to, given as logarithms (c,) of its chances."""
    nodes, sets = len(layout.parent), len(layout.first_choice) - 1
    log_reach = np.zeros(nodes)
    top = np.full(sets, -np.inf)
    for node in range(nodes):
        if node:
            taken = layout.choice[node]
            branch = log_strategy[taken] if taken >= 0 else log_chance[node]
            log_reach[node] = log_reach[layout.parent[node]] + branch
        here = layout.information_set[node]
        if here >= 0:
            top[here] = max(top[here], log_reach[node])
    belief, total = np.zeros(nodes), np.zeros(sets)
    for node in range(nodes):
        here = layout.information_set[node]
        if here >= 0:
            belief[node] = np.exp(log_reach[node] - top[here])
            total[here] += belief[node]
    for node in range(nodes):
        if layout.information_set[node] >= 0:
            belief[node] /= total[layout.information_set[node]]
    value = gather_values(layout.parent, layout.choice, chance, payoff, np.exp(log_strategy))
    worth = weigh_choices(layout.parent, layout.player, layout.choice, belief, value, len(log_strategy))
    return Sweep(log_reach, belief, value, worth)


@njit(cache=True)
def effects(layout: Layout, payoff: Floats, log_strategy: Floats, swept: Sweep) -> Floats:
    """(k,) derivatives of Q (rows) by the weights (columns) whose softmax is the strategy, at the places of the layout.

    A weight changes the chances of all choices of its set. Choices that come after `above` change its value by what they
    bring more than the average there; choices before `below` change the belief about where the mover is.
    """
    result = np.zeros(len(layout.column))
    strategy = np.exp(log_strategy)
    for pair in range(len(layout.above)):
        above, below = layout.above[pair], layout.below[pair]
        start, last = layout.parent[above], layout.parent[below]
        mover = layout.player[start]
        weight = swept.belief[start] * np.exp(swept.log_reach[below] - swept.log_reach[above])
        average = swept.value[last, mover] - payoff[last, mover]
        result[layout.value_place[pair]] += weight * (swept.value[below, mover] - average)
        if layout.belief_place[pair] >= 0:
            chosen, decided = layout.choice[below], layout.choice[above]
            surprise = swept.belief[last] * (swept.value[below, layout.player[last]] - swept.worth[chosen])
            begin = layout.first_choice[layout.set_of[decided]]
            for other in range(begin, layout.first_choice[layout.set_of[decided] + 1]):
                share = (1.0 if other == decided else 0.0) - strategy[other]
                result[layout.belief_place[pair] + other - begin] += surprise * share
    return result
