"""Adjusted winner against a linear programme that knows nothing of its procedure."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from pourparler.deals.adjusted_winner import AdjustedWinner, adjusted_winner


@st.composite
def ratings(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Two sides' points for up to eight items, many of them equal or 0, no side's all 0."""
    items = draw(st.integers(1, 8))
    row = st.lists(st.integers(0, 12), min_size=items, max_size=items).filter(any)
    return np.array(draw(row), dtype=float), np.array(draw(row), dtype=float)


def shares_of(found: AdjustedWinner) -> np.ndarray:
    shares = 1.0 - found.owner
    if found.split is not None:
        assert found.share is not None
        shares[found.split] = found.share
    return shares


def largest_least_total(a: np.ndarray, b: np.ndarray) -> float:
    """Over all fractional divisions, the most that the worse-off side can have: max t with both totals at least t."""
    items = len(a)
    limits = np.array([[*-a, 1.0], [*b, 1.0]])
    done = linprog([0.0] * items + [-1.0], A_ub=limits, b_ub=[0.0, b.sum()], bounds=[(0, 1)] * items + [(None, None)])
    assert done.status == 0
    return float(-done.fun)


@settings(max_examples=1500)
@given(ratings())
def test_fair_in_every_sense(points: tuple[np.ndarray, np.ndarray]) -> None:
    a, b = (100 * side / side.sum() for side in points)
    found = adjusted_winner(*points)
    shares = shares_of(found)
    assert (found.split is None) == (found.share is None)
    assert found.share is None or 0 < found.share < 1
    assert found.totals == pytest.approx((a @ shares, b @ (1 - shares)))
    assert found.totals[0] == pytest.approx(found.totals[1]), "equitable"
    assert min(found.totals) >= 50 - 1e-6, "free of envy: nobody would rather have the other's half"
    # Efficient: no side has any of an item whose worth, against what it gets elsewhere, is greater for the other.
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = a / b
    held_by_a, held_by_b = ratio[(shares > 0) & (a + b > 0)], ratio[(shares < 1) & (a + b > 0)]
    if len(held_by_a) and len(held_by_b):
        assert held_by_a.min() >= held_by_b.max() * (1 - 1e-9)


@settings(max_examples=500)
@given(ratings())
def test_equals_the_linear_programme(points: tuple[np.ndarray, np.ndarray]) -> None:
    a, b = (100 * side / side.sum() for side in points)
    assert min(adjusted_winner(*points).totals) == pytest.approx(largest_least_total(a, b), abs=1e-6)


@settings(max_examples=300)
@given(points=ratings(), scale=st.integers(1, 1000))
def test_sides_and_units_do_not_matter(points: tuple[np.ndarray, np.ndarray], scale: int) -> None:
    a, b = points
    plain = adjusted_winner(a, b)
    assert adjusted_winner(b, a).totals == pytest.approx(plain.totals)
    rescaled = adjusted_winner(a * scale / 7, b)
    assert rescaled.split == plain.split
    assert rescaled.owner.tolist() == plain.owner.tolist()


def test_a_divorce_settled_in_the_literature() -> None:
    """Five items, Brams and Taylor's best known case: the second is split, both end with 72 2/3 points."""
    found = adjusted_winner(np.array([10.0, 40.0, 10.0, 38.0, 2.0]), np.array([38.0, 20.0, 30.0, 10.0, 2.0]))
    assert found.owner.tolist() == [1, 0, 1, 0, 1]
    assert found.split == 1
    assert found.share == pytest.approx(13 / 15)
    assert found.totals == pytest.approx((72 + 2 / 3, 72 + 2 / 3))


def test_of_equal_items_those_named_first_go_to_a() -> None:
    found = adjusted_winner(np.ones(4), np.ones(4))
    assert (found.owner.tolist(), found.split, found.share, found.totals) == ([0, 0, 1, 1], None, None, (50.0, 50.0))
    assert adjusted_winner(np.ones(40), np.ones(40)).owner.tolist() == [0] * 20 + [1] * 20
    found = adjusted_winner(np.tile([1.0, 2.0], 100), np.ones(200))  # 2/3 + 1/2 of 100 each: 85 whole
    assert found.split == 171
    assert np.flatnonzero(found.owner == 0).tolist() == list(range(1, 172, 2))
    found = adjusted_winner(np.ones(3), np.ones(3))
    assert (found.owner.tolist(), found.split, found.share) == ([0, 0, 1], 1, pytest.approx(0.5))


def test_opposite_tastes_need_no_split() -> None:
    found = adjusted_winner(np.array([0.0, 3.0, 0.0]), np.array([5.0, 0.0, 0.0]))
    assert (found.owner.tolist(), found.split, found.totals) == ([1, 0, 0], None, (100.0, 100.0))


def test_a_single_item_is_halved() -> None:
    found = adjusted_winner(np.array([3.0]), np.array([8.0]))
    assert (found.owner.tolist(), found.split, found.share, found.totals) == ([0], 0, 0.5, (50.0, 50.0))


@pytest.mark.parametrize(
    ("a", "b", "message"),
    [
        ([1.0, 2.0], [1.0], "Side a rates 2 items and side b 1"),
        ([1.0, -2.0], [1.0, 1.0], "points of side a"),
        ([1.0], [np.nan], "points of side b"),
        ([[1.0]], [1.0], "points of side a"),
        ([1.0, 1.0], [0.0, 0.0], "Side b gives no item any points"),
        ([], [], "Side a gives no item any points"),
    ],
)
def test_what_cannot_be_divided_is_refused(a: list[float], b: list[float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        adjusted_winner(np.array(a), np.array(b))
