"""The Weibull renewal process against scipy's distribution, a grid of shapes and scales, and worked values."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.stats import expon, weibull_min

from pourparler.conduct.weibull_renewal import (
    Weibull,
    fit_weibull,
    weibull_silence,
)
from tests.conduct import korean_record
from tests.conduct.record_windows import WINDOWS, window

GAPS = np.diff(korean_record.days(korean_record.MISSILE_AND_NUCLEAR))

one_gap = st.one_of(st.floats(1, 400), st.sampled_from([1e-6, 1.0, 7.0, 1e6]), st.integers(1, 60).map(float))
# With gaps closer together the best shape is so large that the last bit of the scale counts.
records = st.lists(one_gap, min_size=2, max_size=40).filter(lambda gaps: max(gaps) > 1.0001 * min(gaps))
open_gaps = st.one_of(st.just(0.0), st.floats(0.1, 2000))


def log_likelihood(gaps: list[float], open_gap: float, shape: float, scale: float) -> float:
    closed = weibull_min.logpdf(gaps, shape, scale=scale).sum()
    return float(closed + weibull_min.logsf(open_gap, shape, scale=scale))


@settings(max_examples=400)
@given(gaps=records, open_gap=open_gaps)
def test_log_likelihood_is_that_of_the_distribution(gaps: list[float], open_gap: float) -> None:
    model = fit_weibull(gaps, open_gap)
    expected = log_likelihood(gaps, open_gap, model.shape, model.scale)
    assert model.log_likelihood == pytest.approx(expected, rel=1e-6, abs=1e-6)


@settings(max_examples=400)
@given(gaps=records, open_gap=open_gaps)
def test_no_shape_and_scale_nearby_or_on_a_grid_fit_better(gaps: list[float], open_gap: float) -> None:
    model = fit_weibull(gaps, open_gap)
    shapes = np.concatenate([np.geomspace(0.02, 50, 60), model.shape * np.array([0.9, 0.999, 1, 1.001, 1.1])])
    scales = np.concatenate([np.geomspace(1e-7, 1e7, 60), model.scale * np.array([0.9, 0.999, 1, 1.001, 1.1])])
    shape, scale = (axis[:, np.newaxis] for axis in map(np.ravel, np.meshgrid(shapes, scales)))
    logs = np.log(np.array(gaps) / scale)
    with np.errstate(over="ignore"):
        closed = (np.log(shape / scale) + (shape - 1) * logs - np.exp(shape * logs)).sum(axis=1)
        found = closed - (open_gap / scale[:, 0]) ** shape[:, 0]
    assert found.max() <= model.log_likelihood + 1e-7 * max(1, abs(model.log_likelihood))


@pytest.mark.parametrize("open_gap", [0.0, 100.0, 1000.0])
def test_a_general_search_finds_the_same(open_gap: float) -> None:
    found = minimize(
        lambda logs: -log_likelihood(GAPS.tolist(), open_gap, *np.exp(logs)), [0.0, 3.0], method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-12},
    )  # fmt: skip
    model = fit_weibull(GAPS, open_gap)
    assert [model.shape, model.scale] == pytest.approx(np.exp(found.x), rel=1e-5)


@settings(max_examples=200)
@given(gaps=records, factor=st.floats(1e-3, 1e3))
def test_another_unit_of_time_changes_only_the_scale(gaps: list[float], factor: float) -> None:
    model, other = fit_weibull(gaps), fit_weibull([gap * factor for gap in gaps])
    assert other.shape == pytest.approx(model.shape, rel=1e-5)
    assert other.scale == pytest.approx(model.scale * factor, rel=1e-5)


@settings(max_examples=500)
@given(
    shape=st.floats(0.2, 5),
    scale=st.floats(0.5, 500),
    quiet=st.one_of(st.just(0.0), st.floats(1e-3, 500)),
    ahead=st.lists(st.floats(0, 500), max_size=5),
)
def test_silence_is_the_share_of_gaps_that_go_on(shape: float, scale: float, quiet: float, ahead: list[float]) -> None:
    found = weibull_silence(Weibull(shape, scale), ahead, quiet)
    longer = weibull_min.logsf(quiet + np.array(ahead), shape, scale=scale)
    expected = np.exp(longer - weibull_min.logsf(quiet, shape, scale=scale))
    # scipy takes the difference of two large numbers, and so loses digits.
    lost = 1e-15 * ((quiet + max(ahead, default=0)) / scale) ** shape
    assert found == pytest.approx(expected, rel=1e-9 + lost, abs=1e-12)
    # Quiet days and days ahead are days all the same: silence for both is silence for the one, then for the other.
    both = weibull_silence(Weibull(shape, scale), quiet) * found
    assert both == pytest.approx(weibull_silence(Weibull(shape, scale), quiet + np.array(ahead)), rel=1e-9, abs=1e-12)


def test_silence_of_drawn_gaps() -> None:
    gaps = 30 * np.random.default_rng(1).weibull(0.8, 400_000)
    lasting = gaps[gaps > 60]
    share = (lasting > 100).mean()
    assert abs(weibull_silence(Weibull(0.8, 30), 40, quiet=60) - share) < 4 * math.sqrt(share / len(lasting))


def test_shape_and_scale_of_drawn_gaps_are_found_again() -> None:
    draws = np.random.default_rng(2).weibull(1.7, 20_000) * 40
    assert fit_weibull(draws).shape == pytest.approx(1.7, abs=0.03)
    assert fit_weibull(draws).scale == pytest.approx(40, abs=0.6)


def test_silence_far_out_is_nought_and_now_is_certain() -> None:
    steep = Weibull(1e12, 10.0)
    assert weibull_silence(steep, [0.0, 5.0, 9.0]).tolist() == [1.0, 1.0, 1.0]
    assert weibull_silence(steep, [0.0, 1.0], quiet=9.5).tolist() == [1.0, 0.0]
    assert weibull_silence(steep, [0.0, 1e-6, 1e300], quiet=1e9).tolist() == [1.0, 0.0, 0.0]
    assert weibull_silence(steep, 1.0).shape == ()


def test_gaps_that_differ_by_the_last_bit_are_fitted() -> None:
    model = fit_weibull([1e9, math.nextafter(1e9, 2e9)])
    assert model.shape > 1e12
    assert model.scale == pytest.approx(1e9)


def test_an_open_gap_longer_than_expected_lowers_the_shape_and_raises_the_scale() -> None:
    plain, longer = fit_weibull(GAPS), fit_weibull(GAPS, 400.0)
    assert longer.shape < plain.shape
    assert longer.scale > plain.scale


def test_worked_values_of_the_korean_record() -> None:
    model = fit_weibull(GAPS)
    assert len(GAPS) == 56
    assert model.shape == pytest.approx(0.79147, abs=5e-6)
    assert model.scale == pytest.approx(31.243, abs=5e-4)
    assert weibull_silence(model, 100.0) == pytest.approx(0.08117, abs=5e-6)
    # From the gaps before the pause; with the 100 days of the pause as an open gap it is .193.
    assert weibull_silence(model, 95.0, quiet=100.0) == pytest.approx(0.174, abs=5e-4)
    assert weibull_silence(fit_weibull(GAPS, 100.0), 95.0, quiet=100.0) == pytest.approx(0.193, abs=5e-4)
    # Twice the gain over the exponential distribution is 6.8, of 3.84 that chance exceeds once in 20 records.
    assert 2 * (model.log_likelihood - expon.logpdf(GAPS, scale=GAPS.mean()).sum()) == pytest.approx(6.8, abs=0.05)


# Of three digits, rounded from four: so they may be off by 0.00055.
SILENCES = [0.094, 0.037, 0.004, 0.081, 0.031, 0.004, 0.045, 0.015, 0.002]


@pytest.mark.parametrize(("which", "expected"), list(zip(WINDOWS, SILENCES, strict=True)))
def test_silence_by_window_and_by_what_counts_as_an_event(which: tuple[int, int, int], expected: float) -> None:
    times, _ = window(*which)
    assert weibull_silence(fit_weibull(np.diff(times)), 100.0) == pytest.approx(expected, abs=5.5e-4)


@pytest.mark.parametrize("gaps", [[5.0], [5.0, 5.0, 5.0]])
def test_equal_gaps_are_refused(gaps: list[float]) -> None:
    with pytest.raises(ValueError, match=r"at least two different gaps, and got \d of 5 days"):
        fit_weibull(gaps, 3.0)


@pytest.mark.parametrize("gaps", [[], [1.0, 0.0], [1.0, -2.0], [1.0, math.nan], [1.0, math.inf], [[1.0, 2.0]]])
def test_wrong_gaps_are_refused(gaps: list[float]) -> None:
    with pytest.raises(ValueError, match="Gaps must be a list"):
        fit_weibull(gaps)


def test_other_wrong_numbers_are_refused() -> None:
    for open_gap in (-1.0, math.nan, math.inf):
        with pytest.raises(ValueError, match="open gap"):
            fit_weibull([1.0, 2.0], open_gap)
    for ahead, quiet in ((-1.0, 0.0), (math.nan, 0.0), (math.inf, 0.0), (1.0, -1.0), (1.0, math.inf)):
        with pytest.raises(ValueError, match="not negative"):
            weibull_silence(Weibull(1.0, 1.0), ahead, quiet)
    for shape, scale in ((0.0, 1.0), (1.0, -1.0), (math.nan, 1.0), (1.0, math.inf)):
        with pytest.raises(ValueError, match="positive"):
            Weibull(shape, scale)
