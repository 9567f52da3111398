"""Backward induction: what is known of well-known games, and of random trees what recursion in fractions finds."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings

from pourparler.process.backward_induction import backward_induction
from pourparler.process.play import values
from pourparler.process.pure_equilibria import pure_equilibria
from pourparler.process.tree import CHANCE, END, Growth, Tree
from tests.process.game_oracle import Oracle, random_tree, trees

OPEN = trees(depth=5, payoffs=2, private=0, players=3)


def solve(oracle: Oracle, node: int, taken: dict[int, int], best: dict[int, list[int]]) -> list[Fraction]:
    below = [solve(oracle, child, taken, best) for child in oracle.children(node)]
    here, player = oracle.payoff[node], int(oracle.shape.player[node])
    if player == END:
        return here
    if player == CHANCE:
        chances = [oracle.chance[child] for child in oracle.children(node)]
        return [a + sum(c * b[i] for c, b in zip(chances, below, strict=True)) for i, a in enumerate(here)]
    number = int(oracle.shape.information_set[node])
    best[number] = [action for action, later in enumerate(below) if later[player] == max(row[player] for row in below)]
    taken[number] = best[number][0]
    return [a + b for a, b in zip(here, below[taken[number]], strict=True)]


@settings(max_examples=800)
@given(tree=OPEN)
def test_as_by_recursion(tree: Tree) -> None:
    solution, oracle = backward_induction(tree), Oracle(tree)
    taken: dict[int, int] = {}
    best: dict[int, list[int]] = {}
    root = solve(oracle, 0, taken, best)
    assert solution.value[0] == pytest.approx([float(number) for number in root], abs=1e-12)
    assert dict(enumerate(solution.taken.tolist())) == taken
    assert solution.value == pytest.approx(values(tree, solution.strategy), abs=1e-12)
    plan = oracle.pure(taken)
    for number in oracle.sets:
        assert np.flatnonzero(solution.best[tree.shape.choices(number)]).tolist() == best[number]
        assert solution.tied[number] == (len(best[number]) > 1)
        (node,) = oracle.members(number)
        after = {
            tuple(oracle.value(oracle.children(node)[action], plan, player) for player in range(3))
            for action in best[number]
        }
        assert solution.matters[number] == (len(after) > 1)


@settings(max_examples=300)
@given(tree=trees(depth=4, payoffs=2, widest=2, private=0))
def test_it_is_one_of_the_pure_equilibria(tree: Tree) -> None:
    """And the only one, if nothing is tied anywhere."""
    solution, all_of_them = backward_induction(tree), pure_equilibria(tree)
    assert solution.taken.tolist() in all_of_them.taken.tolist()
    if not solution.tied.any():
        assert len(all_of_them.taken) == 1


def test_entry() -> None:
    growth = Growth(("Row", "Column"))
    root = growth.move("Row", "in or out?")
    into = growth.move("Column", "fight or share?", root, "in")
    growth.end((0, 2), root, "out")
    growth.end((-1, -1), into, "fight")
    growth.end((1, 1), into, "share")
    solution = backward_induction(growth.tree())
    assert (solution.taken.tolist(), solution.value[0].tolist()) == ([0, 1], [1.0, 1.0])
    assert solution.strategy.tolist() == [1.0, 0.0, 0.0, 1.0]


@pytest.mark.parametrize("pile", range(1, 12))
def test_nim(pile: int) -> None:
    """Who takes the last of a pile, one or two at a time, wins: the first does, unless three divides the pile."""
    growth = Growth(("First", "Second"))

    def grow(left: int, mover: int, parent: int, label: str) -> None:
        if left == 0:  # the one before took the last
            growth.end((1, -1) if mover else (-1, 1), parent, label)
            return
        node = growth.move(growth.players[mover], f"{len(growth.parent)}: {left} left", parent, label)
        for take in range(1, min(left, 2) + 1):
            grow(left - take, 1 - mover, node, f"take {take}")

    grow(pile, 0, -1, "")
    assert backward_induction(growth.tree()).value[0, 0] == (-1 if pile % 3 == 0 else 1)


def test_a_tie_that_matters_and_one_that_does_not() -> None:
    growth = Growth(("Row", "Column"))
    root = growth.chance_move("coin")
    kind = growth.move("Row", "help?", root, "heads", 0.5)
    growth.end((0, 1), kind, "help")
    growth.end((0, -1), kind, "harm")
    idle = growth.move("Row", "left or right?", root, "tails", 0.5)
    growth.end((0.1 + 0.2, 1), idle, "left")
    growth.end((0.3, 1), idle, "right")
    solution = backward_induction(growth.tree())
    assert solution.tied.tolist() == [True, True]
    assert solution.matters.tolist() == [True, False]
    assert solution.taken.tolist() == [0, 0]


def test_sets_of_several_nodes_are_refused() -> None:
    with pytest.raises(ValueError, match=r"does not know at which of \d nodes he is.*needs a tree"):
        backward_induction(next(tree for tree in map(wide, range(99)) if (np.bincount(tree.shape.mover) > 0).any()))


def wide(seed: int) -> Tree:
    tree = random_tree(Random(seed))
    several = max((len(tree.shape.members(number)) for number in range(len(tree.shape.sets))), default=0) > 1
    return tree if several else wide(seed + 1000)
