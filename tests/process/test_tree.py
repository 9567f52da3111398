"""A tree that is no game, or in which somebody forgets, is refused; what is taken is numbered as it says."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.process.tree import CHANCE, END, Growth, Tree
from tests.process.game_oracle import Oracle, random_tree, trees


def entry() -> Growth:
    growth = Growth(("Row", "Column"))
    root = growth.move("Row", "in or out?")
    into = growth.move("Column", "fight or share?", root, "in")
    growth.end((0, 2), root, "out")
    growth.end((-1, -1), into, "fight")
    growth.end((1, 1), into, "share")
    return growth


def test_numbers_of_an_entry_game() -> None:
    shape = entry().tree().shape
    assert shape.players == ("Row", "Column")
    assert shape.sets == ("in or out?", "fight or share?")
    assert shape.actions == (("in", "out"), ("fight", "share"))
    assert shape.nodes == ("in or out?", "in", "out", "fight", "share")
    assert shape.parent.tolist() == [-1, 0, 0, 1, 1]
    assert shape.player.tolist() == [0, 1, END, END, END]
    assert shape.information_set.tolist() == [0, 1, -1, -1, -1]
    assert shape.branch.tolist() == [-1, 0, 1, 0, 1]
    assert shape.choice.tolist() == [-1, 0, 1, 2, 3]
    assert shape.first_choice.tolist() == [0, 2, 4]
    assert shape.mover.tolist() == [0, 1]
    assert [shape.children(node).tolist() for node in range(5)] == [[1, 2], [3, 4], [], [], []]
    assert (shape.choices(1), shape.members(1).tolist()) == (slice(2, 4), [1])


def test_a_game_that_is_over_at_once() -> None:
    growth = Growth(("Row",))
    growth.end((3,))
    tree = growth.tree()
    assert (tree.shape.sets, tree.shape.first_choice.tolist(), tree.payoff.tolist()) == ((), [0], [[3.0]])


def test_payoffs_of_a_node_add_up() -> None:
    growth = entry()
    growth.pay(1, (1, 2))
    growth.pay(1, (0.5, 0))
    assert growth.tree().payoff[1].tolist() == [1.5, 2.0]


@settings(max_examples=300)
@given(tree=trees(depth=5, players=3))
def test_arrays_tell_the_same_story(tree: Tree) -> None:
    shape, oracle = tree.shape, Oracle(tree)
    for node in range(1, len(shape.parent)):
        above = int(shape.parent[node])
        assert above < node
        assert oracle.children(above)[shape.branch[node]] == node
        number = int(shape.information_set[above])
        if shape.player[above] == CHANCE:
            assert shape.choice[node] == -1
        else:
            assert shape.choice[node] == shape.first_choice[number] + shape.branch[node]
            assert shape.actions[number][shape.branch[node]] == shape.nodes[node]
            assert shape.mover[number] == shape.player[above]
    first = [int(shape.members(number)[0]) for number in oracle.sets]
    assert first == sorted(first)  # sets are numbered as they appear
    assert [len(names) for names in shape.actions] == np.diff(shape.first_choice).tolist()


def missing_end() -> Growth:
    growth = Growth(("Row",))
    growth.move("Row", "go?")
    return growth


def other_actions() -> Growth:
    growth = Growth(("Row",))
    chance = growth.chance_move("coin")
    for side, name in (("heads", "a"), ("tails", "b")):
        growth.end((0,), growth.move("Row", "guess", chance, side, 0.5), name)
    return growth


def twin_actions() -> Growth:
    growth = Growth(("Row",))
    node = growth.move("Row", "go?")
    growth.end((0,), node, "a")
    growth.end((0,), node, "a")
    return growth


def forgets_what_he_did() -> Growth:
    growth = Growth(("Row",))
    node = growth.move("Row", "go?")
    for name in ("left", "right"):
        growth.end((0,), growth.move("Row", "again?", node, name), "on")
    return growth


def meets_a_set_twice() -> Growth:
    growth = Growth(("Row",))
    again = growth.move("Row", "exit?", growth.move("Row", "exit?"), "on")
    growth.end((4,), again, "on")
    growth.end((1,), again, "off")
    growth.end((0,), 0, "off")
    return growth


def forgets_what_he_knew() -> Growth:
    growth = Growth(("Row",))
    chance = growth.chance_move("coin")
    for side in ("heads", "tails"):
        seen = growth.move("Row", f"saw {side}", chance, side, 0.5)
        growth.end((0,), growth.move("Row", "what was it?", seen, "go"), "say")
    return growth


def loaded_coin() -> Growth:
    growth = Growth(("Row",))
    chance = growth.chance_move("coin")
    growth.end((0,), chance, "heads", 0.5)
    growth.end((0,), chance, "tails", 0.4)
    return growth


def negative() -> Growth:
    growth = Growth(("Row",))
    chance = growth.chance_move("coin")
    growth.end((0,), chance, "heads", 1.5)
    growth.end((0,), chance, "tails", -0.5)
    return growth


def infinite() -> Growth:
    growth = Growth(("Row",))
    growth.end((math.inf,))
    return growth


@pytest.mark.parametrize(
    ("grow", "expected"),
    [
        (lambda: Growth(("Row",)), "at least one node"),
        (missing_end, "Nothing follows 'go\\?', and it is no end"),
        (other_actions, "at 'guess' they are once a, once b"),
        (twin_actions, "Two choices at 'go\\?' have the same name"),
        (forgets_what_he_did, "At 'again\\?' Row would have forgotten"),
        (meets_a_set_twice, "At 'exit\\?' Row would have forgotten|same choices everywhere"),
        (forgets_what_he_knew, "At 'what was it\\?' Row would have forgotten"),
        (loaded_coin, "The chances at 'coin' must add up to 1, and make 0.9"),
        (negative, "must not be negative; that of node 2 is"),
        (infinite, "must be finite numbers"),
    ],
)
def test_what_is_no_game(grow: Callable[[], Growth], expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        grow().tree()


def test_what_cannot_be_added() -> None:
    growth = entry()
    with pytest.raises(ValueError, match="no player 'Third'; there are Row, Column"):
        growth.move("Third", "x", 1, "y")
    with pytest.raises(ValueError, match="payoff needs 2 numbers, one for each player, and has 1"):
        growth.end((1,), 1, "flee")
    with pytest.raises(ValueError, match="Nothing can follow 'late'"):
        growth.end((1, 1), 2, "late")
    for parent in (-1, 99):
        with pytest.raises(ValueError, match="needs one that stands before it"):
            growth.end((1, 1), parent, "nowhere")
    with pytest.raises(ValueError, match="needs one that stands before it"):
        Growth(("Row",)).end((1,), 0, "first")


def test_arrays_of_another_size() -> None:
    tree = entry().tree()
    with pytest.raises(ValueError, match="one chance and 2 payoffs for each of 5 nodes"):
        Tree(tree.shape, tree.chance[:-1], tree.payoff)


@settings(max_examples=200)
@given(seed=st.integers(0, 10**9))
def test_forgetting_is_seen(seed: int) -> None:
    """Give two sets of a player in which he remembers different things one name: it is always refused."""
    random = Random(seed)
    tree = random_tree(random, depth=4, widest=2)
    shape, oracle = tree.shape, Oracle(tree)

    def memory(number: int) -> list[tuple[int, int]]:
        node, kept = oracle.members(number)[0], []
        while node:
            above = int(shape.parent[node])
            if shape.player[above] == shape.mover[number]:
                kept.append((int(shape.information_set[above]), int(shape.branch[node])))
            node = above
        return kept

    pairs = [
        (one, two)
        for two in oracle.sets
        for one in range(two)
        if shape.mover[one] == shape.mover[two]
        and shape.actions[one] == shape.actions[two]
        and memory(one) != memory(two)
    ]
    if not pairs:
        return
    one, two = random.choice(pairs)
    growth = Growth(shape.players)
    for node in range(len(shape.parent)):
        place = int(shape.parent[node]), shape.nodes[node] if node else "", float(tree.chance[node])
        if shape.player[node] == END:
            growth.end(tree.payoff[node].tolist(), *place)
        elif shape.player[node] == CHANCE:
            growth.chance_move("chance", *place)
        else:
            number = int(shape.information_set[node])
            growth.move(shape.players[shape.player[node]], str(one if number == two else number), *place)
    with pytest.raises(ValueError, match="would have forgotten"):
        growth.tree()
