"""What a strategy of everyone leads to: chances, expected payoffs, beliefs and what each choice is worth (Kuhn 1953).

A strategy is one array (c,): of each choice of each information set, the chance that it is taken. All of this is linear in
the nodes of the tree: chances are worked out from the root down, payoffs from the ends up. The compiled functions take the
arrays of a Shape, for use in loops; the others take a Tree and check what they are given.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pourparler.process.tree import END, SUM, Floats, Integers, Shape, Tree

Choices = NDArray[np.float64]

SAME = 1e-9  # part of the range of a player's payoffs within which two of them count as equal
ROUNDING = 1e-14  # and part of their size, since sums of large payoffs with no range at all still differ by rounding


def reach(tree: Tree, strategy: Choices) -> Floats:
    """(n,) the chance that play comes to each node.

    Raises:
        ValueError: the strategy is none (see `check_strategy`).
    """
    shape = tree.shape
    check_strategy(shape, strategy)
    return spread_chances(shape.parent, shape.choice, tree.chance, strategy)


def values(tree: Tree, strategy: Choices) -> Floats:
    """(n, p) what each player expects on reaching each node: its payoff and all that follows, but nothing from before.

    Row 0 is thus what each player expects from the game.

    Raises:
        ValueError: the strategy is none (see `check_strategy`).
    """
    shape = tree.shape
    check_strategy(shape, strategy)
    return gather_values(shape.parent, shape.choice, tree.chance, tree.payoff, strategy)


def beliefs(shape: Shape, weight: Floats) -> Floats:
    """(n,) the chance of each node, given that play has come to its information set: Bayes' rule.

    Where no node of the set has any weight, and where no player moves, there is no such chance: NaN.

    Args:
        shape: the tree.
        weight: (n,) the chance of each node, as `reach` gives it; or any weights, of which the shares within a set count.

    Raises:
        ValueError: there is not one weight for each node, or one is negative or not finite.
    """
    if weight.shape != shape.parent.shape or not np.isfinite(weight).all() or (weight < 0).any():
        raise ValueError(f"There must be a weight of 0 or more for each of {len(shape.parent)} nodes.")
    return share_out(shape.information_set, len(shape.sets), weight)


def action_values(tree: Tree, strategy: Choices, weight: Floats | None = None) -> Choices:
    """(c,) what the mover expects to follow each choice, given that play has come to its information set.

    After the choice everyone plays the strategy. Payoffs on reaching the set itself or before are not counted; they are the
    same for all its choices. NaN for the choices of sets that are never reached.

    Args:
        tree: the tree.
        strategy: (c,) the chance of each choice.
        weight: (n,) what gives the beliefs, see `beliefs`; by default the chance that play comes to each node.

    Raises:
        ValueError: the strategy is none, or the weights are.
    """
    shape = tree.shape
    worth = values(tree, strategy)
    belief = beliefs(shape, reach(tree, strategy) if weight is None else weight)
    return weigh_choices(shape.parent, shape.player, shape.choice, belief, worth, len(strategy))


def regrets(tree: Tree, strategy: Choices) -> Floats:
    """(m,) what the mover of each information set gives away on average: the best of its choices less what it takes.

    0 everywhere in an equilibrium without errors; NaN for sets that are never reached. After the choice everyone plays on.
    """
    worth = action_values(tree, strategy)
    starts = tree.shape.first_choice[:-1]
    return np.asarray(np.maximum.reduceat(worth, starts) - np.add.reduceat(strategy * worth, starts))


def tolerances(tree: Tree) -> Floats:
    """(p,) by how much two expected payoffs of a player may differ and still count as equal.

    A billionth of the range of what the player can get from the game in all, and 1e-14 of its size.
    """
    ends = tree.shape.player == END
    total = sum_payoffs(tree.shape.parent, tree.payoff)[ends]
    size = sum_payoffs(tree.shape.parent, np.abs(tree.payoff))[ends]
    return np.asarray(SAME * np.ptp(total, axis=0) + ROUNDING * size.max(axis=0))


def check_strategy(shape: Shape, strategy: Choices) -> None:
    """Raise ValueError unless the chances of the choices of each information set are 0 or more and add up to 1."""
    count = int(shape.first_choice[-1])
    if strategy.shape != (count,):
        raise ValueError(
            f"A strategy gives each of {count} choices a chance; the array has the shape {strategy.shape}."
        )
    if not count:
        return
    total = np.add.reduceat(strategy, shape.first_choice[:-1])
    negative = np.minimum.reduceat(strategy, shape.first_choice[:-1]) < 0
    for wrong in np.flatnonzero(negative | ~(np.abs(total - 1) <= SUM)):
        raise ValueError(
            f"The chances of the choices at '{shape.sets[wrong]}' must be 0 or more and add up to 1; they are "
            f"{strategy[shape.choices(int(wrong))].tolist()}."
        )


@njit(cache=True)
def spread_chances(parent: Integers, choice: Integers, chance: Floats, strategy: Choices) -> Floats:
    """(n,) the chance of each node: that of its parent times that of the branch between them."""
    result = np.ones(len(parent))
    for node in range(1, len(parent)):
        branch = strategy[choice[node]] if choice[node] >= 0 else chance[node]
        result[node] = result[parent[node]] * branch
    return result


@njit(cache=True)
def gather_values(parent: Integers, choice: Integers, chance: Floats, payoff: Floats, strategy: Choices) -> Floats:
    """(n, p) the value of each node: its payoff and the expected value of its children, summed from the last node up."""
    result = payoff.copy()
    for node in range(len(parent) - 1, 0, -1):
        branch = strategy[choice[node]] if choice[node] >= 0 else chance[node]
        for player in range(payoff.shape[1]):
            result[parent[node], player] += branch * result[node, player]
    return result


@njit(cache=True)
def sum_payoffs(parent: Integers, payoff: Floats) -> Floats:
    """(n, p) the sum of the payoffs on the way from the root to each node, that of the node included."""
    result = payoff.copy()
    for node in range(1, len(parent)):
        result[node] += result[parent[node]]
    return result


@njit(cache=True)
def share_out(information_set: Integers, sets: int, weight: Floats) -> Floats:
    """(n,) each node's share of the weight of its information set; NaN where there is no weight or no set."""
    total = np.zeros(sets)
    for node in range(len(weight)):
        if information_set[node] >= 0:
            total[information_set[node]] += weight[node]
    result = np.full(len(weight), np.nan)
    for node in range(len(weight)):
        if information_set[node] >= 0 and total[information_set[node]] > 0:
            result[node] = weight[node] / total[information_set[node]]
    return result


@njit(cache=True)
def weigh_choices(
    parent: Integers, player: Integers, choice: Integers, belief: Floats, value: Floats, choices: int
) -> Choices:
    """(c,) the mover's value of each choice: that of the nodes it leads to, weighed with the beliefs about where he is."""
    result = np.zeros(choices)
    for node in range(1, len(parent)):
        if choice[node] >= 0:
            above = parent[node]
            result[choice[node]] += belief[above] * value[node, player[above]]
    return result
