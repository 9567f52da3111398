"""Go through what everyone can do at all information sets, and leave off as soon as a choice cannot be right; compiled.

Information sets are settled one by one, those at the end of the tree first, since what a choice is worth hangs on what
follows it. A set is tested twice: when all that follows it is settled, whether any beliefs make its choice the best one;
and when all that leads to it is settled too, whether the beliefs that follow from that do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numba import njit

from pourparler.process.play import tolerances
from pourparler.process.supporting_beliefs import not_ruled_out
from pourparler.process.tree import CHANCE, END, Floats, Integers, Shape, Tree


class Search(NamedTuple):
    """A tree, and in which order to settle its information sets.

    Arrays of nodes and sets are as in Shape and Tree; `taken` below is (m,) the action taken at each set, -1 if not settled.
    A list of lists is one array with where each list begins: the nodes of set h are member[first_member[h] : first_member[h
    + 1]].

    Attributes:
        order: (m,) the sets in the order in which they are settled.
        ready: (n,) the step of the order (0 to m - 1) after which the value of a node can be worked out; -1: at once.
        first_ready, ready_nodes: for each step, and first for -1, the nodes then ready, children before their parents.
        first_local, local: for each step, the sets of which all that follows is then settled.
        first_known, known: for each step, the sets of which also all that leads there is then settled.
        first_later, later: for each set, itself and all sets of the same player below it.
        tolerance: (p,) by how much payoffs may differ and still count as equal.
    """

    parent: Integers
    player: Integers
    information_set: Integers
    branch: Integers
    first_child: Integers
    child: Integers
    chance: Floats
    payoff: Floats
    actions: Integers
    mover: Integers
    first_member: Integers
    member: Integers
    order: Integers
    ready: Integers
    first_ready: Integers
    ready_nodes: Integers
    first_local: Integers
    local: Integers
    first_known: Integers
    known: Integers
    first_later: Integers
    later: Integers
    tolerance: Floats


def plan_search(tree: Tree) -> Search:
    """Find an order in which a set comes after those that follow it, as far as there is one."""
    shape = tree.shape
    sets = len(shape.sets)
    above = _sets_above(shape)
    order = _bottom_up(shape, above)
    place = np.full(sets + 1, -1, dtype=np.int64)  # the last one stands for no set
    place[order] = np.arange(sets)
    ready = place[shape.information_set]
    for node in range(len(ready) - 1, 0, -1):
        ready[shape.parent[node]] = max(ready[shape.parent[node]], ready[node])
    members = [shape.members(number) for number in range(sets)]
    local = np.array([ready[nodes].max() for nodes in members], dtype=np.int64)
    known = local.copy()
    later: list[list[int]] = [[number] for number in range(sets)]
    for number in range(sets):
        for earlier in above[number]:
            if shape.mover[earlier] == shape.mover[number]:
                later[earlier].append(number)
            else:
                known[number] = max(known[number], place[earlier])
    by_step = [np.flatnonzero(ready == step)[::-1] for step in range(-1, sets)]
    return Search(
        shape.parent, shape.player, shape.information_set, shape.branch, shape.first_child, shape.child,
        tree.chance, tree.payoff, np.diff(shape.first_choice), shape.mover,
        *_joined(members), order, ready, *_joined(by_step),
        *_joined([np.flatnonzero(local == step) for step in range(sets)]),
        *_joined([np.flatnonzero(known == step) for step in range(sets)]),
        *_joined(later), tolerances(tree),
    )  # fmt: skip


def _sets_above(shape: Shape) -> list[set[int]]:
    """For each information set, the sets with a node above one of its nodes."""
    above: list[set[int]] = [set() for _ in shape.sets]
    passed: list[frozenset[int]] = [frozenset()] * len(shape.parent)
    for node in range(len(shape.parent)):
        if node:
            up = int(shape.parent[node])
            number = int(shape.information_set[up])
            passed[node] = passed[up] if number < 0 else passed[up] | {number}
        if shape.information_set[node] >= 0:
            above[shape.information_set[node]] |= passed[node]
    return above


def _bottom_up(shape: Shape, above: Sequence[set[int]]) -> Integers:
    """The sets, each after those below it. Where two are below each other, the one with fewer unsettled below goes first."""
    below = np.zeros(len(above), dtype=np.int64)
    for earlier in above:
        below[list(earlier)] += 1
    order: list[int] = []
    waiting = set(range(len(above)))
    while waiting:
        # Of sets that are free, the one that appears last in the tree: whole branches are settled one after the other.
        following = min(waiting, key=lambda number: (below[number], -number))
        waiting.remove(following)
        order.append(following)
        below[list(above[following])] -= 1
    return np.array(order, dtype=np.int64)


def _joined(lists: Sequence[Sequence[int] | Integers]) -> tuple[Integers, Integers]:
    """Where each list begins, and all of them in one."""
    first = np.cumsum([0, *(len(one) for one in lists)]).astype(np.int64)
    return first, np.concatenate([np.zeros(0, dtype=np.int64), *(np.asarray(one, dtype=np.int64) for one in lists)])


@njit(cache=True)
def evaluate(search: Search, step: int, taken: Integers, value: Floats) -> None:
    """Work out the value (n, p) of the nodes that are ready after a step, -1 for those before the first."""
    for node in search.ready_nodes[search.first_ready[step + 1] : search.first_ready[step + 2]]:
        value[node] = search.payoff[node]
        if search.player[node] == CHANCE:
            for branch in search.child[search.first_child[node] : search.first_child[node + 1]]:
                value[node] += search.chance[branch] * value[branch]
        elif search.player[node] != END:
            value[node] += value[search.child[search.first_child[node] + taken[search.information_set[node]]]]


@njit(cache=True)
def values_of(search: Search, taken: Integers) -> Floats:
    """(n, p) the value of all nodes when everything is settled."""
    value = np.zeros(search.payoff.shape)
    for step in range(-1, len(search.order)):
        evaluate(search, step, taken, value)
    return value


@njit(cache=True)
def others_weight(search: Search, node: int, top: int, mover: int, taken: Integers) -> float:
    """The chance of coming from `top` down to `node` if `mover` does what he can for it."""
    weight = 1.0
    while node != top:
        above = search.parent[node]
        if search.player[above] == CHANCE:
            weight *= search.chance[node]
        elif search.player[above] != mover and taken[search.information_set[above]] != search.branch[node]:
            return 0.0
        node = above
    return weight


@njit(cache=True)
def weights(search: Search, number: int, taken: Integers) -> Floats:
    """(k,) the chance of each node of a set if its player does what he can to come there; all 0 if others prevent it."""
    nodes = search.member[search.first_member[number] : search.first_member[number + 1]]
    result = np.zeros(len(nodes))
    for place in range(len(nodes)):
        result[place] = others_weight(search, nodes[place], 0, search.mover[number], taken)
    return result


@njit(cache=True)
def gains(search: Search, number: int, taken: Integers, value: Floats) -> Floats:
    """(actions - 1, k) what the player would gain at each node of a set by each other action, less his tolerance."""
    first, last = search.first_member[number], search.first_member[number + 1]
    mover = search.mover[number]
    result = np.empty((search.actions[number] - 1, last - first))
    for place in range(last - first):
        start = search.first_child[search.member[first + place]]
        now = value[search.child[start + taken[number]], mover]
        row = 0
        for action in range(search.actions[number]):
            if action != taken[number]:
                result[row, place] = value[search.child[start + action], mover] - now - search.tolerance[mover]
                row += 1
    return result


@njit(cache=True)
def conditions(search: Search, number: int, taken: Integers, value: Floats) -> Floats:
    """(r, k) what beliefs at a set must fulfil: weighed with them, no row may be above 0.

    Its own rows say that no other action there is better. The rows of later sets of the same player say it of these, with the
    beliefs that follow from those here by Bayes' rule.
    """
    members = search.member[search.first_member[number] : search.first_member[number + 1]]
    later = search.later[search.first_later[number] : search.first_later[number + 1]]
    rows = 0
    for after in later:
        rows += search.actions[after] - 1
    result = np.zeros((rows, len(members)))
    row = 0
    for after in later:
        gain = gains(search, after, taken, value)
        nodes = search.member[search.first_member[after] : search.first_member[after + 1]]
        for place in range(len(nodes)):
            top = nodes[place]
            while search.information_set[top] != number:
                top = search.parent[top]
            column = np.searchsorted(members, top)
            result[row : row + len(gain), column] += (
                others_weight(search, nodes[place], top, search.mover[number], taken) * gain[:, place]
            )
        row += len(gain)
    return result


@njit(cache=True)
def _holds(search: Search, step: int, taken: Integers, value: Floats) -> bool:
    """Whether what is settled after a step passes the tests that can then be made."""
    for number in search.local[search.first_local[step] : search.first_local[step + 1]]:
        if not not_ruled_out(conditions(search, number, taken, value)):
            return False
    for number in search.known[search.first_known[step] : search.first_known[step + 1]]:
        weight = weights(search, number, taken)
        if weight.sum() > 0 and ((gains(search, number, taken, value) @ weight) > 0).any():
            return False
    return True


@njit(cache=True)
def profiles(search: Search, most_tried: int, most_found: int) -> tuple[Integers, int]:
    """All profiles that pass, (found, m), and how many beginnings of profiles were tried.

    It stops when more than `most_tried` were tried, or more than `most_found` found: then there is one more of them.
    """
    sets = len(search.order)
    taken = np.full(sets, -1, dtype=np.int64)
    value = np.zeros(search.payoff.shape)
    found = np.empty((16, sets), dtype=np.int64)
    count, tried, step = 0, 0, 0
    evaluate(search, -1, taken, value)
    while step >= 0 and tried <= most_tried and count <= most_found:
        number = search.order[step]
        taken[number] += 1
        if taken[number] == search.actions[number]:
            taken[number] = -1
            step -= 1
            continue
        tried += 1
        evaluate(search, step, taken, value)
        if not _holds(search, step, taken, value):
            continue
        if step < sets - 1:
            step += 1
            continue
        if count == len(found):
            found = np.concatenate((found, np.empty_like(found)))
        found[count] = taken
        count += 1
    return found[:count], tried
