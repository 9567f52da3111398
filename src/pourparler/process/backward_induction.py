"""The best play of everyone, worked out from the ends of a tree in which everyone always knows where he is.

Backward induction (Zermelo 1913; Kuhn 1953): the last mover takes what is best for him, the one before knows that, and so
on. Without ties the result is the only subgame perfect equilibrium (Selten 1965). It takes one pass over the nodes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pourparler.process.play import Choices, tolerances
from pourparler.process.tree import CHANCE, END, Floats, Integers, Tree

Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Solution:
    """What everyone does, and gets.

    Attributes:
        value: (n, p) what each player expects on reaching each node, of its payoff and all that follows.
        taken: (m,) int64, the action taken at each information set, counted from 0. Of several best ones it is the first.
        strategy: (c,) the same as a strategy: 1 for the choices taken, 0 for the others.
        best: (c,) whether a choice gives its player as much as the best one (see `tolerances`).
        tied: (m,) whether a set has several best choices. Then there are other solutions, one for each way to break ties.
        matters: (m,) whether another player gets more from one of the tied choices than from another. A tie that does not
            matter can still become one if a tie below it is broken in another way.
    """

    value: Floats
    taken: Integers
    strategy: Choices
    best: Flags
    tied: Flags
    matters: Flags


def backward_induction(tree: Tree) -> Solution:
    """Solve a tree in which every information set has one node.

    A choice counts as best if the player expects from it within a billionth of his payoff range of what the best one gives
    (`tolerances`); of several, the one that stands first in the tree is taken.

    Raises:
        ValueError: an information set has several nodes.
    """
    shape = tree.shape
    nodes = np.flatnonzero(shape.player >= 0)
    size = np.bincount(shape.information_set[nodes], minlength=len(shape.sets))
    for wide in np.flatnonzero(size > 1):
        raise ValueError(
            f"At '{shape.sets[wide]}' {shape.players[shape.mover[wide]]} does not know at which of {size[wide]} nodes he is. "
            "Backward induction needs a tree in which everyone knows that; otherwise look for pure equilibria or for a "
            "quantal response equilibrium."
        )
    sets, choices = len(shape.sets), int(shape.first_choice[-1])
    taken, best = np.zeros(sets, dtype=np.int64), np.zeros(choices, dtype=np.bool_)
    tied, matters = np.zeros(sets, dtype=np.bool_), np.zeros(sets, dtype=np.bool_)
    value = _induce(
        shape.player, shape.information_set, shape.first_child, shape.child, shape.choice, tree.chance, tree.payoff,
        tolerances(tree), taken, best, tied, matters,
    )  # fmt: skip
    strategy = np.zeros(choices)
    strategy[shape.first_choice[:-1] + taken] = 1.0
    return Solution(value, taken, strategy, best, tied, matters)


@njit(cache=True)
def _induce(
    player: Integers, information_set: Integers, first_child: Integers, child: Integers, choice: Integers,
    chance: Floats, payoff: Floats, tolerance: Floats,
    taken: Integers, best: Flags, tied: Flags, matters: Flags,
) -> Floats:  # fmt: skip
    """(n, p) the value of each node; fills the last four arrays."""
    value = payoff.copy()
    for node in range(len(player) - 1, -1, -1):
        below = child[first_child[node] : first_child[node + 1]]
        if player[node] == CHANCE:
            for branch in below:
                value[node] += chance[branch] * value[branch]
        elif player[node] != END:
            here = information_set[node]
            _choose(value, below, player[node], here, choice, tolerance, taken, best, tied, matters)
            value[node] += value[below[taken[here]]]
    return value


@njit(cache=True)
def _choose(
    value: Floats, below: Integers, mover: int, here: int, choice: Integers, tolerance: Floats,
    taken: Integers, best: Flags, tied: Flags, matters: Flags,
) -> None:  # fmt: skip
    """Write down what is best at the information set `here`, whose only node has the children `below`."""
    most = value[below, mover].max()
    taken[here] = -1
    for number, branch in enumerate(below):
        if value[branch, mover] < most - tolerance[mover]:
            continue
        best[choice[branch]] = True
        if taken[here] < 0:
            taken[here] = number
            continue
        tied[here] = True
        gap = np.abs(value[branch] - value[below[taken[here]]])
        gap[mover] = 0.0
        matters[here] |= (gap > tolerance).any()
