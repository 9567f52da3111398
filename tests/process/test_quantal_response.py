"""Known equilibria, limits, what is refused, and sizes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import brentq

from pourparler.process import quantal_response as module
from pourparler.process.backward_induction import backward_induction
from pourparler.process.logit_path import follow
from pourparler.process.logit_relaxation import relax
from pourparler.process.quantal_response import (
    TOLERANCE,
    precision_from,
    quantal_response,
    regret_bound,
    responses_from,
    solve_draws,
    solve_from,
    system_of,
)
from pourparler.process.tree import Growth, Tree
from tests.process.type_trees import type_tree


def logistic(number: float) -> float:
    return 1 / (1 + math.exp(-number))


def decision(*worth: float) -> Tree:
    growth = Growth(("Home",))
    root = growth.move("Home", "what?")
    for number, points in enumerate(worth):
        growth.end((points,), root, f"{number}")
    return growth.tree()


def two_by_two(payoffs: list[list[tuple[float, float]]]) -> Tree:
    """Both choose at once: Column does not see what Row did."""
    growth = Growth(("Row", "Column"))
    root = growth.move("Row", "row")
    for number, row in enumerate(payoffs):
        node = growth.move("Column", "column", root, f"row {number}")
        for column, points in enumerate(row):
            growth.end(points, node, f"column {column}")
    return growth.tree()


def equally(tree: Tree, precision: float) -> np.ndarray:
    return np.full(len(tree.shape.sets), precision)


STAG_HUNT = two_by_two([[(9, 9), (0, 7)], [(7, 0), (6, 6)]])


def near_miss() -> tuple[Tree, np.ndarray]:
    """A tree for whose precision a branch that has nothing to do with the principal one comes close to it."""
    tree = type_tree(60, 3, 1)
    factor = 1 + 0.5 * np.random.default_rng(0).normal(size=(1000, *tree.payoff.shape))
    return Tree(tree.shape, tree.chance, tree.payoff * factor[86]), equally(tree, 5.0)


def test_one_decision_maker_is_a_softmax() -> None:
    worth = np.array([1.0, 2.5, -4.0, 2.0])
    found = quantal_response(decision(*worth), np.array([1.7]))
    expected = np.exp(1.7 * worth) / np.exp(1.7 * worth).sum()
    assert found.strategy == pytest.approx(expected, rel=1e-12)
    assert found.values[0, 0] == pytest.approx(expected @ worth)
    assert found.action_values == pytest.approx(worth)
    assert found.regret[0] == pytest.approx(2.5 - expected @ worth)
    assert (found.converged, found.principal, found.reached, found.folds) == (True, True, 1.0, 0)


@pytest.mark.parametrize(("slip", "points"), [(0.1, 10), (0.01, 3), (0.5, 7), (0.3, 0.2)])
def test_the_precision_is_the_chance_of_a_slip(slip: float, points: float) -> None:
    found = quantal_response(decision(5.0, 5.0 + points), np.array([float(precision_from(slip, points))]))
    assert found.strategy == pytest.approx([slip, 1 - slip], rel=1e-12)


def test_a_precision_for_each() -> None:
    assert precision_from(np.array([0.1, 0.5]), np.array([[1.0], [10.0]])) == pytest.approx(
        np.array([[math.log(9), 0], [math.log(9) / 10, 0]])
    )


@pytest.mark.parametrize(("slip", "points"), [(0, 1), (0.6, 1), (0.1, 0), (0.1, -1), (0.1, math.inf), (math.nan, 1)])
def test_wrong_slips_are_refused(slip: float, points: float) -> None:
    with pytest.raises(ValueError, match=r"above 0 and at most 0\.5"):
        precision_from(slip, points)


@pytest.mark.parametrize("prize", [1.0, 2.0, 9.0])
@pytest.mark.parametrize("precision", [(0.3, 0.3), (2.0, 0.5), (5.0, 40.0)])
def test_matching_pennies(prize: float, precision: tuple[float, float]) -> None:
    """Row wins `prize` at heads and 1 at tails if both show the same, Column 1 if not: one equation, one solution."""
    tree = two_by_two([[(prize, 0), (0, 1)], [(0, 1), (1, 0)]])
    row, column = precision

    def column_heads(heads: float) -> float:
        return logistic(column * (1 - 2 * heads))

    def miss(heads: float) -> float:
        other = column_heads(heads)
        return heads - logistic(row * (prize * other - (1 - other)))

    heads = brentq(miss, 0, 1, xtol=1e-15)
    found = quantal_response(tree, np.array(precision))
    assert found.strategy == pytest.approx(
        [heads, 1 - heads, column_heads(heads), 1 - column_heads(heads)], rel=1e-9, abs=1e-12
    )


def test_the_principal_branch_of_the_stag_hunt_is_the_safe_one_and_there_are_others() -> None:
    """In a symmetric game it is the root of one equation, p = logistic(precision (8 p - 6)); where there are three, all are found."""

    def miss(stag: float) -> float:
        return stag - logistic(2.0 * (8 * stag - 6))

    grid = np.linspace(0, 1, 2001)
    signs = np.flatnonzero(np.diff(np.sign([miss(stag) for stag in grid])))
    roots = [brentq(miss, grid[place], grid[place + 1], xtol=1e-15) for place in signs]
    assert len(roots) == 3
    starts = [np.array([stag, 1 - stag, stag, 1 - stag]) for stag in (1.0, 0.0, *roots)]
    found = responses_from(STAG_HUNT, equally(STAG_HUNT, 2.0), starts)
    assert [each.principal for each in found] == [True, False, False]
    assert found[0].strategy[0] == pytest.approx(roots[0])
    assert sorted(each.strategy[0] for each in found) == pytest.approx(roots, abs=1e-9)
    assert all(each.converged and each.strategy[0] == pytest.approx(each.strategy[2]) for each in found)
    alone = responses_from(STAG_HUNT, equally(STAG_HUNT, 0.2), starts)
    assert len(alone) == 1


def test_at_no_precision_anything_goes() -> None:
    tree = type_tree(101)
    found = quantal_response(tree, equally(tree, 0.0))
    sizes = np.diff(tree.shape.first_choice)
    assert found.strategy == pytest.approx(np.repeat(1 / sizes, sizes))
    assert np.isinf(regret_bound(tree.shape, found.precision)).all()


def test_beliefs_hold_where_chances_are_too_small_for_a_float() -> None:
    """Two types send a signal with chances e^-2000 and e^-2001; the prior 1 : 1 becomes e : 1."""
    growth = Growth(("Home", "Other"))
    root = growth.chance_move("type")
    for kind, loss, stake in (("eager", 2000.0, 1.0), ("slow", 2001.0, 0.0)):
        other = growth.move("Other", kind, root, kind, 0.5)
        growth.end((0, 0), other, "quiet")
        home = growth.move("Home", "signal seen", other, "signal")
        growth.end((stake, -loss), home, "answer")
        growth.end((0.0, -loss), home, "wait")
    tree = growth.tree()
    found = quantal_response(tree, equally(tree, 1.0))
    assert found.residual < 1e-9
    assert found.belief[tree.shape.members(1)] == pytest.approx([math.e / (1 + math.e), 1 / (1 + math.e)], rel=1e-9)
    assert found.strategy[tree.shape.choices(1)][0] == pytest.approx(logistic(math.e / (1 + math.e)))


def test_where_chance_cannot_lead() -> None:
    growth = Growth(("Home",))
    root = growth.chance_move("weather")
    for weather, chance, points in (("dry", 1.0, 3.0), ("wet", 0.0, 8.0), ("hail", 0.0, 10.0)):
        node = growth.move("Home", "dry" if weather == "dry" else "wet or hail", root, weather, chance)
        growth.end((points,), node, "go")
        growth.end((0.0,), node, "stay")
    tree = growth.tree()
    found = quantal_response(tree, equally(tree, 0.1))
    assert found.strategy == pytest.approx([logistic(0.3), 1 - logistic(0.3), logistic(0.9), 1 - logistic(0.9)])
    assert found.values[0, 0] == pytest.approx(3 * logistic(0.3))


def test_nobody_to_choose() -> None:
    growth = Growth(("Home",))
    root = growth.chance_move("weather")
    growth.end((1.0,), root, "dry", 0.25)
    growth.end((5.0,), root, "wet", 0.75)
    tree = growth.tree()
    found = quantal_response(tree, np.zeros(0))
    assert (found.converged, found.principal, found.values[0, 0], found.strategy.size) == (True, True, 4.0, 0)
    strategy, residual = solve_draws(tree.shape, tree.chance[None], tree.payoff[None], np.zeros(0))
    assert (strategy.shape, residual.tolist()) == ((1, 0), [0.0])


@pytest.mark.parametrize("seed", range(10))
def test_high_precision_leads_to_backward_induction(seed: int) -> None:
    tree = type_tree(150, types=1, seed=seed)
    found = quantal_response(tree, equally(tree, 20_000.0))
    assert found.converged
    assert found.values[0] == pytest.approx(backward_induction(tree).value[0], abs=1e-3)


@pytest.mark.parametrize("choices", [2, 3, 10])
def test_the_bound_of_regret_is_reached(choices: int) -> None:
    tree = decision(0.0, *([-1.0] * (choices - 1)))
    gaps = np.linspace(0.01, 10, 2000)
    most = max(quantal_response(tree, np.array([gap])).regret[0] * gap for gap in gaps)
    bound = float(regret_bound(tree.shape, np.array([1.0]))[0])
    assert most == pytest.approx(bound, rel=1e-5)
    assert most <= bound <= math.log(choices)


def test_a_branch_that_comes_close_is_not_taken_for_the_principal_one() -> None:
    tree, precision = near_miss()
    agree_with_a_careful_walk(tree, precision)


@pytest.mark.parametrize(("nodes", "seed", "precision", "folds"), [(45, 60, 20, 2), (60, 9, 100, 2), (60, 58, 100, 4)])
def test_a_folded_branch_is_followed_around_its_folds(nodes: int, seed: int, precision: float, folds: int) -> None:
    tree = type_tree(nodes, 3, seed)
    agree_with_a_careful_walk(tree, equally(tree, precision), folds)


@pytest.mark.parametrize(
    ("nodes", "types", "seed", "precision", "payoffs"),
    [
        (45, 3, 60, 20, (0.5188482134, 0.8092452441)),
        (60, 3, 9, 100, (0.8121986284, 0.7024233998)),
        (60, 3, 58, 100, (0.8678923471, 0.9021872061)),
    ],
)
def test_the_same_as_gambit(nodes: int, types: int, seed: int, precision: float, payoffs: tuple[float, float]) -> None:
    """What logit_solve_lambda of pygambit 17.0.0b2 gives; all three branches fold. It keeps to the precision to some 1e-6."""
    tree = type_tree(nodes, types, seed)
    assert quantal_response(tree, equally(tree, precision)).values[0] == pytest.approx(payoffs, abs=1e-6)


def agree_with_a_careful_walk(tree: Tree, precision: np.ndarray, folds: int = 0) -> None:
    system = system_of(tree, precision)
    careful = follow(system, 20_000, caution=20.0)
    assert (careful.t, careful.folds) == (1, folds)
    expected = np.exp(system.respond(careful.weight)[0])
    found = quantal_response(tree, precision)
    assert (found.folds, found.strategy) == (folds, pytest.approx(expected, abs=1e-9))
    strategy, residual = solve_draws(tree.shape, tree.chance[None], tree.payoff[None], precision)
    assert strategy[0] == pytest.approx(expected, abs=1e-9)
    assert residual[0] < TOLERANCE


@pytest.mark.parametrize(("nodes", "precision"), [(437, 100.0), (2_000, 20.0)])
def test_large_trees(nodes: int, precision: float) -> None:
    tree = type_tree(nodes)
    found = quantal_response(tree, equally(tree, precision))
    assert found.principal
    assert found.residual < 1e-9
    assert (found.regret <= regret_bound(tree.shape, found.precision) * (1 + 1e-9)).all()
    if nodes == 2_000:
        assert found.folds > 0
        strategy, residual = solve_draws(*(tree.shape, tree.chance[None], tree.payoff[None]), equally(tree, 1.0)[None])
        assert residual[0] < TOLERANCE
        assert strategy[0] == pytest.approx(quantal_response(tree, equally(tree, 1.0)).strategy, abs=1e-9)


def test_what_is_left_on_the_way_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    tree = type_tree(101)
    precision = equally(tree, 50.0)
    drifted = quantal_response(tree, precision, most_steps=3)
    assert (drifted.converged, drifted.principal, drifted.steps) == (True, False, 3)
    assert 0 < drifted.reached < 1
    monkeypatch.setattr(module, "relax", lambda system, weight: (weight, 0))
    left = quantal_response(tree, precision, most_steps=3)
    assert (left.converged, left.principal) == (False, False)
    assert left.residual > 0.1
    exact = quantal_response(tree, precision * left.reached)
    assert left.strategy == pytest.approx(exact.strategy, abs=1e-6)


def test_draws_left_on_the_way_have_a_residual(monkeypatch: pytest.MonkeyPatch) -> None:
    tree, precision = near_miss()
    monkeypatch.setattr(module, "follow_draws", lambda *_: (np.zeros((1, 29)), np.zeros(1), np.zeros(1, dtype=bool)))
    monkeypatch.setattr(module, "follow", lambda system: follow(system, 2))
    _, residual = solve_draws(tree.shape, tree.chance[None], tree.payoff[None], precision)
    assert residual[0] > TOLERANCE


def test_drift_stops_when_told() -> None:
    system = system_of(type_tree(101), np.full(len(type_tree(101).shape.sets), 50.0))
    weight, steps = relax(system, system.start, most_steps=2)
    assert steps == 2
    assert np.abs(system.respond(weight)[2] - weight).max() > 1e-3


@pytest.mark.parametrize("wrong", [[1.0], [1.0, -1.0], [1.0, math.nan], [1.0, math.inf], [[1.0, 1.0, 1.0]]])
def test_wrong_precisions_are_refused(wrong: list[float]) -> None:
    with pytest.raises(ValueError, match="finite precision of 0 or more for each of 2"):
        quantal_response(STAG_HUNT, np.array(wrong))


def test_wrong_draws_and_starts_are_refused() -> None:
    tree = STAG_HUNT
    chance, payoff = np.tile(tree.chance, (2, 1)), np.tile(tree.payoff, (2, 1, 1))
    with pytest.raises(ValueError, match="chances for 2 draws, payoffs for 1"):
        solve_draws(tree.shape, chance, payoff[:1], np.ones(2))
    with pytest.raises(ValueError, match="precisions of the shape"):
        solve_draws(tree.shape, chance, payoff, np.ones((3, 2)))
    with pytest.raises(ValueError, match="must be finite"):
        solve_draws(tree.shape, chance, payoff * np.nan, np.ones(2))
    with pytest.raises(ValueError, match="add up to 1"):
        solve_from(tree, np.ones(2), np.array([0.5, 0.6, 1.0, 0.0]))
