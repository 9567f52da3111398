"""The band by hand; the distribution against counting, simulation and search by halves."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.allies.forecast_error import HALF_WIDTHS, SHARES, error_band, outcome_cdf, outcome_quantiles

LINE = (0.0, 100.0)
ACTORS = st.lists(
    st.tuples(st.sampled_from([0.0, 50.0, 100.0]) | st.floats(0, 100), st.integers(0, 20)), min_size=1, max_size=6
).filter(lambda found: any(weight for _, weight in found))


def slow_cdf(value: float, found: list[tuple[float, int]]) -> float:
    if value < 0:
        return 0.0
    if value >= 100:
        return 1.0
    total = sum(w for _, w in found)
    center = sum(x * w for x, w in found) / total
    return 0.5 * sum(w for x, w in found if x <= value) / total + 0.5 * NormalDist(center, 15).cdf(value)


@settings(max_examples=500, deadline=None)
@given(ACTORS, st.lists(st.sampled_from([0.0, 50.0, 100.0]) | st.floats(-20, 120), max_size=5))
def test_chances_are_those_counted_one_by_one(found: list[tuple[float, int]], values: list[float]) -> None:
    x, w = np.array(found).T
    np.testing.assert_allclose(
        outcome_cdf(values, x, w, LINE), [slow_cdf(value, found) for value in values], atol=1e-12
    )


@settings(max_examples=300, deadline=None)
@given(ACTORS, st.lists(st.floats(0.001, 0.999), min_size=1, max_size=4))
def test_quantiles_are_the_first_values_that_reach_the_chance(
    found: list[tuple[float, int]], shares: list[float]
) -> None:
    x, w = np.array(found).T
    for share, value in zip(shares, outcome_quantiles(shares, x, w, LINE), strict=True):
        low, high = -1.0, 100.0  # below the line the chance is 0, at its end 1
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (low, middle) if slow_cdf(middle, found) >= share else (middle, high)
        # A chance that the weights just reach may be missed by rounding on either side of a jump.
        near = [outcome_quantiles([min(max(share + step, 1e-9), 1 - 1e-9)], x, w, LINE)[0] for step in (-1e-9, 1e-9)]
        assert near[0] - 1e-6 <= high <= near[1] + 1e-6
        assert near[0] <= value <= near[1]


def test_a_million_draws_agree() -> None:
    random = np.random.default_rng(7)
    x, w = np.array([10.0, 30.0, 90.0]), np.array([1.0, 2.0, 1.0])
    lots = np.where(
        random.random(10**6) < 0.5, random.choice(x, 10**6, p=w / 4), random.normal(40.0, 15.0, 10**6).clip(0, 100)
    )
    values = np.array([-1.0, 5, 10, 29.9, 30, 60, 90, 99.9, 100])
    np.testing.assert_allclose(outcome_cdf(values, x, w, LINE), [(lots <= v).mean() for v in values], atol=0.003)
    shares = np.array([0.05, 0.25, 0.5, 0.8, 0.95])
    np.testing.assert_allclose(outcome_quantiles(shares, x, w, LINE), np.quantile(lots, shares), atol=0.2)


def test_all_at_one_place_leave_half_the_mass_there() -> None:
    values = outcome_quantiles([0.2, 0.25, 0.5, 0.75, 0.8], [40.0, 40.0], [1.0, 1.0], LINE)
    normal = NormalDist(40, 15)
    np.testing.assert_allclose(values, [normal.inv_cdf(0.4), 40, 40, 40, normal.inv_cdf(0.6)], atol=1e-12)


def test_the_band_is_cut_off_where_the_line_ends_and_says_so() -> None:
    assert (SHARES, HALF_WIDTHS) == ((0.5, 0.8, 0.9), (18, 37, 50))
    band = error_band([50.0, 20.0], LINE)
    np.testing.assert_array_equal(band.low, [[32, 13, 0], [2, 0, 0]])
    np.testing.assert_array_equal(band.high, [[68, 87, 100], [38, 57, 70]])
    np.testing.assert_array_equal(band.low_clipped, [[False] * 3, [False, True, True]])
    assert not band.high_clipped.any()
    years = error_band(680 / 150, (0.0, 10.0))
    np.testing.assert_allclose(years.low, [2.7333, 0.8333, 0], atol=1e-4)
    np.testing.assert_allclose(years.high, [6.3333, 8.2333, 9.5333], atol=1e-4)
    assert years.low_clipped.tolist() == [False, False, True]


def test_other_lines_and_draws() -> None:
    random = np.random.default_rng(3)
    x, w = 100 * random.random((3, 4, 5)), random.random((3, 4, 5))
    shares, values = [0.1, 0.5, 0.9], [20.0, 50, 70]
    quantiles, chances = outcome_quantiles(shares, x, w, LINE), outcome_cdf(values, x, w, LINE)
    assert quantiles.shape == chances.shape == (3, 4, 3)
    for at in np.ndindex(3, 4):
        np.testing.assert_allclose(quantiles[at], outcome_quantiles(shares, x[at], w[at], LINE))
        np.testing.assert_allclose(chances[at], outcome_cdf(values, x[at], w[at], LINE))
    other = (-3.0, 1.0)
    np.testing.assert_allclose(outcome_quantiles(shares, x / 25 - 3, w, other), quantiles / 25 - 3, atol=1e-9)
    np.testing.assert_allclose(outcome_cdf(np.array(values) / 25 - 3, x / 25 - 3, w, other), chances, atol=1e-9)


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(ValueError, match="forecast must lie"):
        error_band(101.0, LINE)
    with pytest.raises(ValueError, match="A line must"):
        error_band(1.0, (1.0, 1.0))
    with pytest.raises(ValueError, match="Shares must"):
        outcome_quantiles([0.0], [1.0], [1.0], LINE)
    with pytest.raises(ValueError, match="Values must"):
        outcome_cdf([np.nan], [1.0], [1.0], LINE)
    with pytest.raises(ValueError, match="on the line"):
        outcome_cdf([1.0], [101.0], [1.0], LINE)
