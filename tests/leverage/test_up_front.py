"""Gifts against a listing of all deals in whole numbers, and by hand."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.deals import solutions
from pourparler.leverage.up_front import Gift, gift
from tests.deals import oracle

Point = tuple[int, ...]


def room_nash(points: np.ndarray, walk_aways: np.ndarray) -> int | None:
    found = solutions.nash(points, walk_aways, np.full(len(walk_aways), 1e-9))
    return int(found[0]) if len(found) else None


def listed(points: list[Point], walk_aways: list[Fraction]) -> list[Fraction] | Point:
    """The first of the Nash deals, or the walk-away values."""
    if not oracle.acceptable(points, walk_aways):
        return walk_aways
    best = oracle.nash(points, walk_aways, (1,) * len(walk_aways))
    return next(point for point in points if point in best)


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Point], list[bool], Point, Point, Fraction]:
    parties = draw(st.integers(2, 3))
    numbers = st.tuples(*[st.integers(0, 8)] * parties)
    rows = draw(st.lists(st.tuples(numbers, st.booleans()), min_size=1, max_size=10))
    walk_aways = draw(st.tuples(*[st.integers(-1, 4)] * parties))
    change = draw(st.tuples(*[st.integers(-4, 4)] * parties))
    standing = Fraction(draw(st.integers(0, 4)), 4)
    return [point for point, _ in rows], [granted for _, granted in rows], walk_aways, change, standing


@settings(max_examples=1000)
@given(case=cases())
def test_equals_the_listing(case: tuple[list[Point], list[bool], Point, Point, Fraction]) -> None:
    points, granted, walk_aways, change, standing = case
    found = gift(
        np.array(points, dtype=float),
        np.array(granted),
        np.array(walk_aways, dtype=float),
        np.array(change, dtype=float),
        float(standing),
        room_nash,
    )
    rest = [point for point, kept in zip(points, granted, strict=True) if kept]

    def moved(share: Fraction | int) -> list[Fraction]:
        return [Fraction(d) + share * c for d, c in zip(walk_aways, change, strict=True)]

    expected = {
        "bundled": listed(points, moved(0)),
        "given": listed(rest, moved(standing)),
        "reversible": listed(rest, moved(0)),
        "in_full": listed(rest, moved(1)),
        "walk_away_alone": listed(points, moved(standing)),
    }
    for name, utilities in expected.items():
        outcome = getattr(found, name)
        assert outcome.utilities.tolist() == [float(u) for u in utilities]
        assert outcome.deal is None or points[outcome.deal] == utilities
    assert found.if_talks_fail.tolist() == [float(standing * c) for c in change]
    assert (found.price == found.bundled.utilities - found.given.utilities).all()


@settings(max_examples=300)
@given(case=cases())
def test_a_reversible_gift_that_was_due_anyway_costs_nothing(
    case: tuple[list[Point], list[bool], Point, Point, Fraction],
) -> None:
    """Where the deal contains the gift, leaving other deals out does not change it (independence of irrelevant deals)."""
    points, granted, walk_aways, change, _ = case
    arrays = np.array(points, dtype=float), np.array(walk_aways, dtype=float)
    if not any((point > arrays[1]).all() for point in arrays[0]):
        return  # where no deal lets all gain, shares of the largest gain depend on what else there is
    deal = room_nash(*arrays)
    assert deal is not None
    granted[deal] = True
    found = gift(arrays[0], np.array(granted), arrays[1], np.array(change, dtype=float), 0.0, room_nash)
    assert found.given.deal == deal
    assert (found.price == 0).all()
    assert np.isnan(found.recoverable_share).all()


PAY = {"low, 40": (0, 65), "low, 36": (25, 25), "middle, 40": (40, 60), "middle, 36": (65, 20), "high, 40": (55, 40)}
CONTRACT = {"one year": (20, 0), "two years": (0, 35)}


def one_year_up_front(standing: float) -> Gift:
    """The company, which has two years today, grants one year before the talks."""
    deals = list(product(PAY, CONTRACT))
    points = np.array([np.add(PAY[pay], CONTRACT[years]) for pay, years in deals], dtype=float)
    granted = np.array([years == "one year" for _, years in deals])
    return gift(points, granted, np.array([30.0, 20.0]), np.array([20.0, -35.0]), standing, room_nash)


def test_worked_example() -> None:
    found = one_year_up_front(0.6)
    assert found.bundled.utilities.tolist() == [55, 75]
    assert found.reversible.utilities.tolist() == [60, 60]
    assert found.given.utilities.tolist() == found.walk_away_alone.utilities.tolist() == [75, 40]
    assert found.in_full.utilities.tolist() == [75, 40]
    assert found.price.tolist() == [-20, 35]
    assert found.recoverable.tolist() == [-15, 20]
    assert found.recoverable_share[1] == pytest.approx(20 / 35)
    assert np.isnan(found.recoverable_share[0])
    assert found.if_talks_fail.tolist() == pytest.approx([12, -21])


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"granted": np.array([1, 0])}, "true or false"),
        ({"granted": np.array([True])}, "true or false"),
        ({"points": np.zeros(2)}, "must be"),
        ({"change": np.zeros(3)}, "each of 2"),
        ({"walk_aways": np.array([np.nan, 0.0])}, "finite"),
        ({"standing": 1.5}, "from 0 to 1"),
    ],
)
def test_wrong_arguments_are_refused(wrong: dict[str, object], message: str) -> None:
    right = {
        "points": np.zeros((2, 2)),
        "granted": np.array([True, False]),
        "walk_aways": np.zeros(2),
        "change": np.zeros(2),
        "standing": 0.5,
    }
    with pytest.raises(ValueError, match=message):
        gift(**(right | wrong), solve=room_nash)
