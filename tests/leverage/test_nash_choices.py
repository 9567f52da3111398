"""The compiled Nash deal against the one of the deals room."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.deals import solutions
from pourparler.leverage.nash_choices import nash_choices

Case = tuple[np.ndarray, np.ndarray, np.ndarray]


@st.composite
def cases(draw: st.DrawFn, least_power: int = 1) -> Case:
    """Points on a coarse grid, so that gains tie and vanish; several walk-away values and powers."""
    parties = draw(st.integers(1, 4))
    numbers = st.lists(st.integers(0, 6), min_size=parties, max_size=parties)
    points = draw(st.lists(numbers, min_size=0, max_size=12))
    several = draw(st.lists(numbers, min_size=1, max_size=4))
    powers = st.lists(st.integers(least_power, 4), min_size=parties, max_size=parties).filter(any)
    return (
        np.array(points, dtype=float).reshape(-1, parties) / 10,
        np.array(several, dtype=float) / 10,
        np.array([draw(powers) for _ in several], dtype=float),
    )


def picked(points: np.ndarray, walk_away: np.ndarray, powers: np.ndarray, tolerance: np.ndarray) -> int:
    found = solutions.nash(points, walk_away, tolerance, powers)
    return int(found[0]) if len(found) else -1


@settings(max_examples=2000)
@given(case=cases())
def test_equals_the_deals_room(case: Case) -> None:
    points, walk_aways, powers = case
    tolerance = np.full(points.shape[1], 1e-7)
    found = nash_choices(points, walk_aways, powers, tolerance)
    assert found.tolist() == [picked(points, d, p, tolerance) for d, p in zip(walk_aways, powers, strict=True)]


@settings(max_examples=1000)
@given(case=cases(least_power=0))
def test_a_power_of_0_takes_a_party_out_of_the_product_only(case: Case) -> None:
    """As if the party had no utility, among the deals that it accepts."""
    points, walk_aways, powers = case
    tolerance = np.full(points.shape[1], 1e-7)
    found = nash_choices(points, walk_aways, powers, tolerance)
    for pick, walk_away, power in zip(found.tolist(), walk_aways, powers, strict=True):
        counted = power > 0
        rows = solutions.acceptable(points, walk_away, tolerance)
        inner = picked(points[rows][:, counted], walk_away[counted], power[counted], tolerance[counted])
        assert pick == (-1 if inner < 0 else rows[inner])


@pytest.mark.parametrize("shape", [((1, 3), (1, 2)), ((1, 2), (1, 3)), ((2, 2), (1, 2))])
def test_shapes_that_do_not_fit(shape: tuple[tuple[int, int], tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="one for each party"):
        nash_choices(np.zeros((4, 2)), np.zeros(shape[0]), np.ones(shape[1]), np.zeros(2))
