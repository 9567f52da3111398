"""All equilibria in which nobody mixes, of a game with private types or other things that a player does not know.

A weak perfect Bayesian equilibrium (Mas-Colell, Whinston and Green 1995, Microeconomic Theory, definition 9.C.3) is a
strategy of everyone and a belief at every information set, such that every choice is best given the beliefs and what all do
later, and beliefs follow by Bayes' rule where play comes to. Where the others' strategies let play come to a set only by the
player's own doing, Bayes' rule holds as well. Where they do not, any belief will do; but from there on he changes it by
Bayes' rule as long as the others do what is expected of them: nobody learns from his own move (preconsistency: Hendon,
Jacobsen and Sloth 1996, The one-shot-deviation principle for sequential rationality). So a choice that cannot be improved
at one set cannot be improved at several at once, and one set is looked at at a time.

Nothing is asked of what different players believe about each other's surprising moves. Stricter concepts (sequential
equilibrium, Kreps and Wilson 1982; the intuitive criterion, Cho and Kreps 1987) can refute some of what is found.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from pourparler.errors import TooLarge
from pourparler.process.play import Choices, spread_chances
from pourparler.process.pure_profiles import (
    Search,
    conditions,
    plan_search,
    profiles,
    values_of,
    weights,
)
from pourparler.process.supporting_beliefs import belief_span, some_belief
from pourparler.process.tree import END, Floats, Integers, Shape, Tree

MOST_TRIED = 2_000_000  # beginnings of profiles; less than a minute
MOST_FOUND = 100_000


@dataclass(frozen=True, eq=False)
class PureEquilibria:
    """All pure equilibria, grouped by what happens.

    Equilibria of one outcome differ only in what somebody would do where play never comes to.

    Attributes:
        taken: (e, m) int64, of each equilibrium the action taken at each information set, counted from 0; in lexical order.
        outcome: (e,) int64, which outcome each equilibrium leads to, 0..k-1 in order of appearance.
        reach: (k, n) of each outcome, the chance that play comes to each node.
        value: (k, p) of each outcome, what each player expects from the game.
        tried: how many beginnings of profiles were looked at.
    """

    taken: Integers
    outcome: Integers
    reach: Floats
    value: Floats
    tried: int


def pure_equilibria(tree: Tree, most_tried: int = MOST_TRIED, most_found: int = MOST_FOUND) -> PureEquilibria:
    """Find all pure equilibria (none may exist). Ties within `tolerances` count as ties.

    Args:
        tree: the game.
        most_tried: how many beginnings of profiles may be looked at.
        most_found: how many equilibria may be found.

    Raises:
        TooLarge: there are more.
    """
    search = plan_search(tree)
    if not tree.shape.sets:
        found, tried = np.zeros((1, 0), dtype=np.int64), 1
    else:
        found, tried = profiles(search, most_tried, most_found)
    if tried > most_tried or len(found) > most_found:
        raise TooLarge(_too_large(search, tried > most_tried, most_tried, most_found))
    found = found[np.lexsort(found.T[::-1])] if tree.shape.sets else found
    right = _Programs(search)
    taken = found[np.array([right.all_have_beliefs(row) for row in found], dtype=np.bool_)]
    return PureEquilibria(taken, *_outcomes(tree, taken), tried)


def strategy_of(shape: Shape, taken: Integers) -> Choices:
    """(c,) the strategy that takes the action `taken[h]` at each set h with certainty."""
    strategy = np.zeros(int(shape.first_choice[-1]))
    strategy[shape.first_choice[:-1] + taken] = 1.0
    return strategy


def belief_ranges(tree: Tree, taken: Integers) -> Floats:
    """(n, 2) the least and the greatest chance of each node, at its information set, with which an equilibrium stands.

    Both are the same where Bayes' rule tells the belief. Elsewhere they are found from the conditions of this set and the
    player's later ones (to about 1e-9). For two nodes they give all beliefs that support the equilibrium; for more, the
    range of each node by itself. What he believes at a later set must moreover follow from what he believes at an earlier
    one. NaN where no player moves.

    Raises:
        ValueError: `taken` is no equilibrium, since no belief supports the choice at some set.
    """
    search = plan_search(tree)
    value = values_of(search, taken)
    result = np.full((len(tree.chance), 2), np.nan)
    for number, name in enumerate(tree.shape.sets):
        weight = weights(search, number, taken)
        rows = conditions(search, number, taken, value)
        if weight.sum() > 0:
            belief = weight / weight.sum()
            wrong = bool((rows @ belief > 0).any())
            span = np.stack((belief, belief), axis=1)
        else:
            wrong = not some_belief(rows)
            span = np.zeros((0, 2)) if wrong else belief_span(rows)
        if wrong:
            raise ValueError(f"This is no equilibrium: at '{name}' no belief makes the choice the best one.")
        result[tree.shape.members(number)] = span
    return result


class _Programs:
    """Linear programs for sets with three nodes or more; equal ones are solved once."""

    def __init__(self, search: Search) -> None:
        self.search = search
        self.wide = np.flatnonzero(np.diff(search.first_member) > 2).tolist()
        self.solved: dict[tuple[tuple[int, ...], bytes], bool] = {}

    def all_have_beliefs(self, taken: Integers) -> bool:
        """Whether some belief supports the choice at each wide set that the others do not let play come to."""
        free = [number for number in self.wide if not weights(self.search, number, taken).any()]
        value = values_of(self.search, taken) if free else np.zeros((0, 0))
        return all(self._has_belief(conditions(self.search, number, taken, value)) for number in free)

    def _has_belief(self, rows: Floats) -> bool:
        key = rows.shape, rows.tobytes()
        if key not in self.solved:
            self.solved[key] = some_belief(rows)
        return self.solved[key]


def _outcomes(tree: Tree, taken: Integers) -> tuple[Integers, Floats, Floats]:
    """The outcome of each profile, and the chances and values of each outcome.

    Chance is the same for all, so pure profiles lead to the same chances if they lead to the same ends.
    """
    shape = tree.shape
    ends = shape.player == END
    numbers: dict[bytes, int] = {}
    reached: list[Floats] = []
    outcome = np.empty(len(taken), dtype=np.int64)
    for number, row in enumerate(taken):
        reach = spread_chances(shape.parent, shape.choice, tree.chance, strategy_of(shape, row))
        outcome[number] = numbers.setdefault(np.packbits(reach[ends] > 0).tobytes(), len(reached))
        if outcome[number] == len(reached):
            reached.append(reach)
    reach = np.array(reached).reshape(-1, len(tree.chance))
    return outcome, reach, reach @ tree.payoff


def _too_large(search: Search, tried: bool, most_tried: int, most_found: int) -> str:
    total = math.prod(int(count) for count in search.actions)
    size = f"{total:,}" if total < 10**15 else f"about 10^{math.log10(total):.0f}"
    reason = f"more than {most_tried:,} beginnings of them" if tried else f"more than {most_found:,} pure equilibria"
    return (
        f"There are {size} pure profiles at {len(search.actions)} information sets, and {reason} were met. Leave out types, "
        "offers or moves on which little hangs, break ties (equal payoffs make many equilibria), or look for a quantal "
        "response equilibrium, which any tree has."
    )
