"""Shapley values and interactions against all orders, in fractions."""

from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.leverage.shapley import MOST_PRESSURES, TooManyPressures, shapley, shapley_interactions


def by_orders(worth: list[int], pressures: int) -> list[Fraction]:
    """What each adds to those before it, over all orders."""
    added = [0] * pressures
    orders = list(permutations(range(pressures)))
    for order in orders:
        before = 0
        for pressure in order:
            added[pressure] += worth[before | 1 << pressure] - worth[before]
            before |= 1 << pressure
    return [Fraction(total, len(orders)) for total in added]


def pair_by_orders(worth: list[int], pressures: int, one: int, other: int) -> Fraction:
    """What the pair adds beyond each of them alone, over all orders in which the two come as one."""
    rest = [pressure for pressure in range(pressures) if pressure not in (one, other)]
    orders = list(permutations([*rest, -1]))
    total = 0
    for order in orders:
        before = sum(1 << pressure for pressure in order[: order.index(-1)])
        first, second = before | 1 << one, before | 1 << other
        total += worth[first | second] - worth[first] - worth[second] + worth[before]
    return Fraction(total, len(orders))


@st.composite
def games(draw: st.DrawFn, least: int = 0) -> list[int]:
    pressures = draw(st.integers(least, 5))
    return draw(st.lists(st.integers(-100, 100), min_size=1 << pressures, max_size=1 << pressures))


def size(worth: list[int]) -> int:
    return len(worth).bit_length() - 1


@settings(max_examples=600)
@given(worth=games())
def test_values_are_means_over_all_orders(worth: list[int]) -> None:
    found = shapley(np.array(worth, dtype=float))
    assert found == pytest.approx([float(value) for value in by_orders(worth, size(worth))], abs=1e-9)
    assert found.sum() == pytest.approx(worth[-1] - worth[0], abs=1e-9)


@settings(max_examples=300)
@given(worth=games())
def test_interactions_are_means_over_all_orders(worth: list[int]) -> None:
    found = shapley_interactions(np.array(worth, dtype=float))
    assert found.shape == (size(worth), size(worth))
    assert np.diag(found) == pytest.approx(shapley(np.array(worth, dtype=float)))
    for one in range(size(worth)):
        for other in set(range(size(worth))) - {one}:
            assert found[one, other] == pytest.approx(float(pair_by_orders(worth, size(worth), one, other)), abs=1e-9)


@settings(max_examples=200)
@given(worth=games(least=1), data=st.data())
def test_a_pressure_that_adds_nothing_has_nothing(worth: list[int], data: st.DataObject) -> None:
    pressures = size(worth)
    idle = data.draw(st.integers(0, pressures - 1))
    fixed = np.array([worth[coalition & ~(1 << idle)] for coalition in range(1 << pressures)], dtype=float)
    assert shapley(fixed)[idle] == 0
    assert np.delete(shapley_interactions(fixed)[idle], idle) == pytest.approx(0, abs=1e-9)


@settings(max_examples=200)
@given(worth=games(least=2), data=st.data())
def test_names_do_not_matter(worth: list[int], data: st.DataObject) -> None:
    pressures = size(worth)
    order = data.draw(st.permutations(range(pressures)))
    renamed = [sum(1 << order[p] for p in range(pressures) if mask >> p & 1) for mask in range(1 << pressures)]
    worths = np.array(worth, dtype=float)
    assert shapley(worths[renamed]) == pytest.approx(shapley(worths)[order], abs=1e-9)
    assert shapley_interactions(worths[renamed]) == pytest.approx(
        shapley_interactions(worths)[np.ix_(order, order)], abs=1e-9
    )


@settings(max_examples=100)
@given(seed=st.integers(0, 10**9), pressures=st.integers(1, 7))
def test_worths_add_and_columns_keep_apart(seed: int, pressures: int) -> None:
    worths = np.random.default_rng(seed).normal(size=(1 << pressures, 3, 2))
    for index in (shapley, shapley_interactions):
        found = index(worths)
        assert found[..., 1, 0] == pytest.approx(index(worths[:, 1, 0]))
        assert index(worths[:, 0] + worths[:, 1]) == pytest.approx(found[..., 0, :] + found[..., 1, :])


@pytest.mark.parametrize("together", [0b11, 0b1011, 0b11111])
def test_pressures_that_work_only_together(together: int) -> None:
    """Unanimity: all of a set or nothing. Each has 1 / t of it, each pair interacts by 1 / (t - 1)."""
    worths = np.array([float(mask & together == together) for mask in range(32)])
    members = [pressure for pressure in range(5) if together >> pressure & 1]
    inside = np.isin(np.arange(5), members)
    assert shapley(worths) == pytest.approx(inside / len(members))
    pairs = shapley_interactions(worths)
    assert pairs[~np.eye(5, dtype=bool)] == pytest.approx(
        (np.outer(inside, inside) / (len(members) - 1))[~np.eye(5, dtype=bool)]
    )


def test_worked_example() -> None:
    """Sanctions alone 4, a deadline alone 0, both 10."""
    worths = np.array([0.0, 4.0, 0.0, 10.0])
    assert shapley(worths).tolist() == [7.0, 3.0]
    assert shapley_interactions(worths)[0, 1] == 6.0


def test_sixteen_pressures() -> None:
    worths = np.array([mask.bit_count() ** 2 for mask in range(1 << 16)], dtype=float)
    assert shapley(worths) == pytest.approx(16.0)
    assert shapley_interactions(worths)[0, 1:] == pytest.approx(2.0)


@pytest.mark.parametrize("length", [0, 3, 6])
def test_a_coalition_without_worth_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="for every coalition"):
        shapley(np.zeros(length))


def test_too_many_and_not_finite_are_refused() -> None:
    with pytest.raises(TooManyPressures, match="21 pressures make 2,097,152"):
        shapley(np.zeros(1 << (MOST_PRESSURES + 1)))
    with pytest.raises(ValueError, match="finite"):
        shapley_interactions(np.array([0.0, np.nan]))
