"""The election against the same process in fractions, against steps without end, and against what it must keep to."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.allies.condorcet import probabilistic_condorcet, stationary

ACTORS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 9)), min_size=1, max_size=8).filter(
    lambda found: any(weight for _, weight in found)
)


def exact(found: list[tuple[int, int]], power: int) -> tuple[list[int], list[Fraction]]:
    """Positions and long-run chances: the equations of balance, solved in fractions."""
    options = sorted({x for x, w in found if w})
    count = len(options)

    def coalition(a: int, b: int) -> Fraction:
        return sum((Fraction(w * max(0, abs(x - b) - abs(x - a))) for x, w in found), Fraction(0)) ** power

    def beats(a: int, b: int) -> Fraction:
        return Fraction(1, 2) if a == b else coalition(a, b) / (coalition(a, b) + coalition(b, a))

    # q_i = sum_j P_ij (p_i + p_j) / n = p_i; the last equation is that chances sum to 1.
    rows = []
    for i, a in enumerate(options):
        row = [beats(a, b) / count for b in options]
        row[i] += sum((beats(a, b) for b in options), Fraction(0)) / count - 1
        rows.append([*row, Fraction(0)])
    rows[-1] = [Fraction(1)] * (count + 1)
    for column in range(count):
        pivot = next(row for row in range(column, count) if rows[row][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for row in range(count):
            if row != column:
                rows[row] = [v - rows[row][column] * u for v, u in zip(rows[row], rows[column], strict=True)]
    return options, [row[-1] for row in rows]


@settings(max_examples=400, deadline=None)
@given(ACTORS, st.integers(1, 3))
def test_chances_are_those_of_fractions(found: list[tuple[int, int]], power: int) -> None:
    x, w = np.array(found, dtype=float).T
    result = probabilistic_condorcet(x, w, power)
    options, chances = exact(found, power)
    np.testing.assert_array_equal(result.options, options)
    np.testing.assert_allclose(result.chances, [float(chance) for chance in chances], rtol=1e-9)
    assert result.forecast == pytest.approx(float(sum(c * a for c, a in zip(chances, options, strict=True))), abs=1e-9)
    assert np.abs(result.chances - [float(chance) for chance in chances]).sum() <= result.error + 1e-12
    assert result.error < 1e-12


@settings(max_examples=100, deadline=None)
@given(ACTORS)
def test_steps_without_end_come_to_the_same(found: list[tuple[int, int]]) -> None:
    x, w = np.array(found, dtype=float).T
    result = probabilistic_condorcet(x, w)
    count = len(result.options)
    chances = np.full(count, 1 / count)
    for _ in range(3000):
        step = [
            sum(result.victory[i, j] * (chances[i] + chances[j]) for j in range(count)) / count for i in range(count)
        ]
        new = (chances + np.array(step)) / 2
        if np.abs(new - chances).max() < 1e-14:
            break
        chances = new
    np.testing.assert_allclose(result.chances, chances, atol=1e-9)


@settings(max_examples=200, deadline=None)
@given(ACTORS, st.floats(0.5, 3))
def test_units_and_ends_do_not_matter(found: list[tuple[int, int]], power: float) -> None:
    x, w = np.array(found, dtype=float).T
    forecast = probabilistic_condorcet(x, w, power).forecast
    assert x[w > 0].min() - 1e-9 <= forecast <= x[w > 0].max() + 1e-9
    assert probabilistic_condorcet(3 * x - 7, w, power).forecast == pytest.approx(3 * forecast - 7, abs=1e-8)
    assert probabilistic_condorcet(-x, w, power).forecast == pytest.approx(-forecast, abs=1e-8)
    assert probabilistic_condorcet(x, w * 1e-6, power).forecast == pytest.approx(forecast, abs=1e-8)
    victory = probabilistic_condorcet(x, w, power).victory
    np.testing.assert_allclose(victory + victory.T, 1, atol=1e-12)


def test_by_hand() -> None:
    """Two camps: the chances are the shares of the weight. Three, equally strong: the middle wins 2 : 1 and holds half."""
    two = probabilistic_condorcet([0.0, 100, 100], [3.0, 4, 2])
    np.testing.assert_allclose(two.chances, [1 / 3, 2 / 3])
    assert two.forecast == pytest.approx(200 / 3)
    three = probabilistic_condorcet([0.0, 50, 100], [1.0, 1, 1])
    np.testing.assert_allclose(three.victory, [[0.5, 1 / 3, 0.5], [2 / 3, 0.5, 2 / 3], [0.5, 1 / 3, 0.5]])
    np.testing.assert_allclose(three.chances, [0.25, 0.5, 0.25])
    alone = probabilistic_condorcet([30.0, 30, 80], [1.0, 1, 0])
    assert (alone.forecast, alone.chances.tolist()) == (30.0, [1.0])


def test_a_tiny_chance_keeps_its_digits() -> None:
    """Two options: the weaker holds the floor with the chance to win itself, however small."""
    result = probabilistic_condorcet([0.0, 1.0], [1e-3, 1.0], 20.0)
    assert result.chances[0] == pytest.approx(1e-60, rel=1e-9)
    np.testing.assert_allclose(stationary(np.array([[0.5, 1e-200], [1.0, 0.5]])), [1e-200, 1.0])


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(ValueError, match="a list"):
        probabilistic_condorcet([[1.0, 2]], [[1.0, 2]])
    with pytest.raises(ValueError, match="power"):
        probabilistic_condorcet([1.0, 2], [1.0, 2], 0.0)
    with pytest.raises(ValueError, match="too small"):
        probabilistic_condorcet([0.0, 1, 2], [1e-300, 1e-100, 1], 8.0)
