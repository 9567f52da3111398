"""Chances, values and beliefs are those of counting every play, in fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.process.play import action_values, beliefs, check_strategy, reach, regrets, tolerances, values
from pourparler.process.tree import END, Growth, Tree
from tests.process.game_oracle import Oracle, trees

PARTS = st.sampled_from([0, 0, 1, 2, 3])


def strategies(tree: Tree, data: st.DataObject) -> list[list[Fraction]]:
    """Chances at each set, some of them 0."""
    mixed = []
    for names in tree.shape.actions:
        parts = [data.draw(PARTS) for _ in names]
        parts[-1] += not sum(parts)
        mixed.append([Fraction(part, sum(parts)) for part in parts])
    return mixed


def flat(mixed: list[list[Fraction]]) -> np.ndarray:
    return np.array([float(chance) for chances in mixed for chance in chances])


@settings(max_examples=500)
@given(tree=trees(depth=4, players=3), data=st.data())
def test_as_counted(tree: Tree, data: st.DataObject) -> None:
    oracle, mixed = Oracle(tree), strategies(tree, data)
    strategy = flat(mixed)
    chance, worth = reach(tree, strategy), values(tree, strategy)
    expected = [oracle.reach(node, mixed) for node in range(len(tree.chance))]
    assert chance == pytest.approx([float(number) for number in expected], abs=1e-12)
    for player in range(3):
        wanted = [float(oracle.value(node, mixed, player)) for node in range(len(tree.chance))]
        assert worth[:, player] == pytest.approx(wanted, abs=1e-12)
    belief, choice = beliefs(tree.shape, chance), action_values(tree, strategy)
    for number in oracle.sets:
        nodes = oracle.members(number)
        total = sum(expected[node] for node in nodes)
        wide = tree.shape.choices(number)
        if not total:
            assert np.isnan(belief[nodes]).all()
            assert np.isnan(choice[wide]).all()
            continue
        assert belief[nodes] == pytest.approx([float(expected[node] / total) for node in nodes], abs=1e-12)
        player = oracle.mover[number]
        after = [
            sum(expected[node] * oracle.value(oracle.children(node)[action], mixed, player) for node in nodes) / total
            for action in range(oracle.actions[number])
        ]
        assert choice[wide] == pytest.approx([float(number) for number in after], abs=1e-12)
    assert np.isnan(belief[tree.shape.player < 0]).all()


@settings(max_examples=300)
@given(tree=trees(depth=5), data=st.data())
def test_the_ends_have_all_the_chance(tree: Tree, data: st.DataObject) -> None:
    strategy = flat(strategies(tree, data))
    chance = reach(tree, strategy)
    assert chance[tree.shape.player == END].sum() == pytest.approx(1)
    assert chance @ tree.payoff == pytest.approx(values(tree, strategy)[0])


def test_beliefs_of_other_weights() -> None:
    growth = Growth(("Row",))
    coin = growth.chance_move("coin")
    for side in ("heads", "tails"):
        node = growth.move("Row", "guess", coin, side, 0.5)
        growth.end((float(side == "heads"),), node, "heads")
        growth.end((float(side == "tails"),), node, "tails")
    tree = growth.tree()
    weight = np.zeros(7)
    weight[[1, 4]] = 3.0, 1.0
    assert beliefs(tree.shape, weight)[[1, 4]].tolist() == [0.75, 0.25]
    assert action_values(tree, np.array([1.0, 0.0]), weight).tolist() == [0.75, 0.25]
    with pytest.raises(ValueError, match="a weight of 0 or more for each of 7 nodes"):
        beliefs(tree.shape, -weight)


def test_strategies_that_are_none() -> None:
    growth = Growth(("Row",))
    root = growth.move("Row", "go?")
    growth.end((0,), root, "yes")
    growth.end((1,), root, "no")
    tree = growth.tree()
    for wrong in ([0.5, 0.4], [1.5, -0.5], [np.nan, 1.0]):
        with pytest.raises(ValueError, match="choices at 'go\\?' must be 0 or more and add up to 1"):
            check_strategy(tree.shape, np.array(wrong))
    with pytest.raises(ValueError, match="each of 2 choices a chance; the array has the shape"):
        values(tree, np.ones(3))


def test_tolerances_follow_the_range() -> None:
    growth = Growth(("Row", "Column"))
    root = growth.move("Row", "go?")
    growth.pay(root, (0, 1e9))
    growth.end((0, 0), root, "yes")
    growth.end((5, 0), root, "no")
    assert tolerances(growth.tree()) == pytest.approx([5e-9 + 5e-14, 1e-5])


@settings(max_examples=300)
@given(tree=trees(depth=4, players=3), data=st.data())
def test_regrets_are_what_forcing_the_best_choice_would_gain(tree: Tree, data: st.DataObject) -> None:
    shape = tree.shape
    if not shape.sets:
        return
    strategy = flat(strategies(tree, data))
    chance, worth, found = reach(tree, strategy), values(tree, strategy)[0], regrets(tree, strategy)
    for number in range(len(shape.sets)):
        there = chance[shape.members(number)].sum()
        if there == 0:
            assert np.isnan(found[number])
            continue
        where, gains = shape.choices(number), []
        for choice in range(where.start, where.stop):
            forced = strategy.copy()
            forced[where] = 0
            forced[choice] = 1
            gains.append(values(tree, forced)[0, shape.mover[number]] - worth[shape.mover[number]])
        assert found[number] * there == pytest.approx(max(gains), abs=1e-9)
