"""On random trees: what is found is an equilibrium by counting every play in fractions, and the right one."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import root

from pourparler.process.logit_response import effects, layout, log_chances, log_softmax, sweep
from pourparler.process.quantal_response import (
    Response,
    quantal_response,
    regret_bound,
    solve_draws,
    solve_from,
    system_of,
)
from pourparler.process.tree import CHANCE, END, Tree
from tests.process.game_oracle import Oracle, trees

PRECISIONS = st.sampled_from([0.0, 0.1, 0.5, 1.0, 3.0, 8.0])
TREMBLE = Fraction(1, 10**3000)  # chance of an impossible event, for beliefs


def precisions(tree: Tree, data: st.DataObject) -> np.ndarray:
    return np.array([data.draw(PRECISIONS) for _ in tree.shape.sets])


class Trembling(Oracle):
    """As the oracle, but what chance excludes can happen, for beliefs."""

    def belief(self, number: int, strategy: list[list[Fraction]]) -> list[Fraction]:
        weights = [self.weight(node, strategy) for node in self.members(number)]
        return [weight / sum(weights) for weight in weights]

    def weight(self, node: int, strategy: list[list[Fraction]]) -> Fraction:
        if node == 0:
            return Fraction(1)
        above = int(self.shape.parent[node])
        step = self.branch_chances(above, strategy)[int(self.shape.branch[node])]
        return self.weight(above, strategy) * (step or TREMBLE)


def prove(tree: Tree, found: Response) -> None:
    """Do everything that certifies a response again, in fractions of the very floats it consists of."""
    oracle = Trembling(tree)
    strategy = [[Fraction(float(chance)) for chance in found.strategy[tree.shape.choices(h)]] for h in oracle.sets]
    residual = 0.0
    for number in oracle.sets:
        belief = oracle.belief(number, strategy)
        player = oracle.mover[number]
        worth = []
        for action in range(oracle.actions[number]):
            after = [oracle.children(node)[action] for node in oracle.members(number)]
            values = [oracle.value(node, strategy, player) for node in after]
            worth.append(float(sum((b * v for b, v in zip(belief, values, strict=True)), Fraction(0))))
        where = tree.shape.choices(number)
        assert found.action_values[where] == pytest.approx(worth, abs=1e-9)
        assert found.belief[tree.shape.members(number)] == pytest.approx([float(b) for b in belief], abs=1e-9)
        weights = [found.precision[number] * points for points in worth]
        total = max(weights) + math.log(sum(math.exp(weight - max(weights)) for weight in weights))
        residual = max(
            residual,
            *(
                abs(math.log(float(chance)) - weight + total)
                for chance, weight in zip(strategy[number], weights, strict=True)
            ),
        )
        mean = sum(float(chance) * points for chance, points in zip(strategy[number], worth, strict=True))
        assert found.regret[number] == pytest.approx(max(worth) - mean, abs=1e-9)
    assert residual < 1e-7
    assert found.residual == pytest.approx(residual, abs=1e-7)
    assert found.converged
    bound = regret_bound(tree.shape, found.precision)
    assert (found.regret <= bound + 1e-9).all()
    sharp = found.precision > 0
    entropy = np.log(np.diff(tree.shape.first_choice)[sharp]) / found.precision[sharp]
    assert (bound[sharp] <= entropy + 1e-12).all()


@settings(max_examples=800)
@given(tree=trees(depth=4, players=3), data=st.data())
def test_equilibrium_by_counting_plays(tree: Tree, data: st.DataObject) -> None:
    found = quantal_response(tree, precisions(tree, data))
    prove(tree, found)
    assert found.principal


@settings(max_examples=150)
@given(tree=trees(depth=4), data=st.data())
def test_other_equilibria_by_counting_plays(tree: Tree, data: st.DataObject) -> None:
    precision = precisions(tree, data)
    start = np.concatenate(
        [np.eye(len(names))[data.draw(st.integers(0, len(names) - 1))] for names in tree.shape.actions] or [np.zeros(0)]
    )
    found = solve_from(tree, precision, start)
    assume(found.converged)
    prove(tree, found)
    again = solve_from(tree, precision, found.strategy)
    assert again.strategy == pytest.approx(found.strategy, abs=1e-8)


@settings(max_examples=300)
@given(tree=trees(depth=5, payoffs=5), data=st.data())
def test_effects_are_the_derivatives(tree: Tree, data: st.DataObject) -> None:
    places = layout(tree.shape)
    choices = len(places.set_of)
    assume(choices)
    weight = np.array([data.draw(st.floats(-3, 3)) for _ in range(choices)])
    chance = log_chances(tree.chance)

    def worth(weights: np.ndarray) -> np.ndarray:
        return sweep(places, tree.chance, chance, tree.payoff, log_softmax(places.first_choice, weights)).worth

    log_strategy = log_softmax(places.first_choice, weight)
    swept = sweep(places, tree.chance, chance, tree.payoff, log_strategy)
    dense = np.zeros((choices, choices))
    dense[places.row, places.column] = effects(places, tree.payoff, log_strategy, swept)
    step = 1e-5
    for column, unit in enumerate(np.eye(choices) * step):
        slope = (worth(weight + unit) - worth(weight - unit)) / (2 * step)
        assert dense[:, column] == pytest.approx(slope, abs=1e-7)
    assert np.array_equal(places.column[places.diagonal], np.arange(choices))
    assert np.array_equal(places.row[places.diagonal], np.arange(choices))


@settings(max_examples=300)
@given(tree=trees(depth=5, private=False), data=st.data())
def test_open_games_by_one_sweep_from_the_ends(tree: Tree, data: st.DataObject) -> None:
    """Who sees everything needs no beliefs: the last mover's chances are known at once, then those before."""
    shape = tree.shape
    assume(len(shape.sets) == int((shape.player >= 0).sum()))
    precision = precisions(tree, data)
    value = tree.payoff.copy()
    strategy = np.zeros(int(shape.first_choice[-1]))
    for node in reversed(range(len(shape.parent))):
        below = shape.children(node)
        if shape.player[node] == CHANCE:
            value[node] += tree.chance[below] @ value[below]
        elif shape.player[node] != END:
            here = int(shape.information_set[node])
            odds = np.exp(precision[here] * (value[below, shape.player[node]] - value[below, shape.player[node]].max()))
            strategy[shape.choices(here)] = odds / odds.sum()
            value[node] += strategy[shape.choices(here)] @ value[below]
    found = quantal_response(tree, precision)
    assert found.strategy == pytest.approx(strategy, rel=1e-9)
    assert found.values == pytest.approx(value, abs=1e-9)
    assert found.folds == 0


@settings(max_examples=60)
@given(tree=trees(depth=4), data=st.data())
def test_the_principal_branch_is_where_many_small_steps_lead(tree: Tree, data: st.DataObject) -> None:
    """Without folds: 200 steps of the precision, each solved by a general solver from the last."""
    precision = precisions(tree, data) / 2
    assume(len(precision))
    system, found = system_of(tree, precision), quantal_response(tree, precision)
    assume(found.folds == 0)
    weight = np.zeros(len(system.start))
    for share in np.linspace(0, 1, 201)[1:]:
        solved = root(
            lambda each, share=share: each - share * system.respond(each)[2], weight, method="hybr", tol=1e-12
        )
        assume(np.abs(solved.fun).max() < 1e-8)
        weight = solved.x
    assert found.strategy == pytest.approx(np.exp(system.respond(weight)[0]), abs=1e-6)


@settings(max_examples=200)
@given(tree=trees(depth=5), data=st.data(), by_draw=st.booleans())
def test_draws_are_solved_as_one_by_one(tree: Tree, data: st.DataObject, by_draw: bool) -> None:
    random = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    payoff = tree.payoff + random.normal(size=(4, *tree.payoff.shape))
    chance = np.tile(tree.chance, (4, 1))
    precision = np.array([precisions(tree, data) for _ in range(4)]) if by_draw else precisions(tree, data)
    strategy, residual = solve_draws(tree.shape, chance, payoff, precision)
    for draw, each in enumerate(np.broadcast_to(precision, (4, len(tree.shape.sets)))):
        alone = quantal_response(Tree(tree.shape, chance[draw], payoff[draw]), each)
        assert strategy[draw] == pytest.approx(alone.strategy, abs=1e-7)
        assert residual[draw] < 1e-6


@settings(max_examples=100)
@given(tree=trees(depth=4), data=st.data(), factor=st.floats(0.01, 100), shift=st.floats(-50, 50))
def test_only_differences_of_payoffs_times_precision_count(
    tree: Tree, data: st.DataObject, factor: float, shift: float
) -> None:
    precision = precisions(tree, data)
    moved = tree.payoff * factor + np.where(tree.shape.player[:, None] == END, shift, 0.0)
    one, other = (
        quantal_response(tree, precision),
        quantal_response(Tree(tree.shape, tree.chance, moved), precision / factor),
    )
    assert other.strategy == pytest.approx(one.strategy, abs=1e-7)
