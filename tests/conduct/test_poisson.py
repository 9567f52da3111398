"""Constant rates against quadrature over the rate's posterior, and against published and hand-worked values."""

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from pourparler.conduct.poisson import gamma_poisson_counts, gamma_poisson_silence, poisson_silence
from tests.conduct.korean_record import LAST, MINOR, MISSILE, MISSILE_AND_NUCLEAR, days

counts = st.integers(0, 200) | st.floats(0, 200)
shapes = st.sampled_from([0.5, 1.0, 2.0]) | st.floats(0.5, 20)
exposures = st.floats(1, 5000)
rates = st.just(0.0) | st.floats(0, 500)
horizons = st.floats(0, 3000)


def by_quadrature(a: float, b: float, ahead: float, k: int) -> float:
    """Mean, over a Gamma(a, b) rate, of the Poisson chance of k events in `ahead` days.

    In z = sqrt(rate * b) the density of the rate is smooth and has its hill at sqrt(a), about 1/2 wide.
    """

    def integrand(z: float) -> float:
        if z == 0:
            return 0.0 if a > 0.5 or k > 0 else 2 / math.gamma(0.5)
        mean = z * z * ahead / b
        if k > 0 and mean == 0:
            return 0.0
        log_events = k * math.log(mean) - math.lgamma(k + 1) - mean if k else -mean
        return math.exp(math.log(2) + (2 * a - 1) * math.log(z) - z * z - math.lgamma(a) + log_events)

    top = math.sqrt(a) + 10
    hill = math.sqrt((a + k) / (1 + ahead / b))
    return float(quad(integrand, 0, top, points=[min(hill, top)], limit=500, epsabs=1e-12, epsrel=1e-10)[0])


@settings(max_examples=1000)
@given(counts, exposures, horizons, shapes, rates)
def test_silence_is_the_mean_over_the_posterior(
    count: float, exposure: float, t: float, shape: float, rate: float
) -> None:
    expected = by_quadrature(shape + count, rate + exposure, t, 0)
    assert float(gamma_poisson_silence(count, exposure, t, shape, rate)) == pytest.approx(expected, rel=1e-7, abs=1e-10)


@settings(max_examples=500)
@given(counts, exposures, horizons, st.integers(0, 60), shapes, rates)
def test_counts_are_means_over_the_posterior(
    count: float, exposure: float, t: float, k: int, shape: float, rate: float
) -> None:
    expected = by_quadrature(shape + count, rate + exposure, t, k)
    found = gamma_poisson_counts(count, exposure, t, k, shape, rate)
    assert found.shape == (k + 1,)
    assert found[k] == pytest.approx(expected, rel=1e-6, abs=1e-10)


@settings(max_examples=500)
@given(counts, exposures, st.lists(st.floats(0, 500), min_size=1, max_size=4), st.integers(0, 30))
def test_counts_begin_with_silence_and_do_not_exceed_one(
    count: float, exposure: float, ahead: list[float], most: int
) -> None:
    found = gamma_poisson_counts(count, exposure, ahead, most)
    assert found.shape == (len(ahead), most + 1)
    assert found[:, 0] == pytest.approx(gamma_poisson_silence(count, exposure, ahead), rel=1e-12)
    assert (found >= 0).all()
    assert (found.sum(axis=1) <= 1 + 1e-12).all()


@settings(max_examples=500)
@given(st.floats(0.01, 200), exposures, st.lists(horizons, min_size=2, max_size=6).map(sorted))
def test_silence_falls_from_one_and_doubt_of_the_rate_lengthens_it(
    count: float, exposure: float, ahead: list[float]
) -> None:
    learned, plugged_in = (
        gamma_poisson_silence(count, exposure, ahead, shape=0),
        poisson_silence(count, exposure, ahead),
    )
    for chance in (learned, plugged_in):
        assert chance.dtype == np.float64
        assert (np.diff(chance) <= 0).all()
        assert ((chance >= 0) & (chance <= 1)).all()
    assert (learned >= plugged_in * (1 - 1e-12)).all(), "by Jensen's inequality, at the same mean rate"
    assert float(gamma_poisson_silence(count, exposure, 0)) == float(poisson_silence(count, exposure, 0)) == 1


def test_learning_in_two_steps_is_learning_at_once() -> None:
    once = gamma_poisson_silence(7, 300, 40, shape=2, rate=50)
    assert float(gamma_poisson_silence(4, 200, 40, shape=5, rate=150)) == pytest.approx(float(once), rel=1e-14)


def test_57_events_in_2159_days() -> None:
    chances = gamma_poisson_counts(57, 2159, 100, 200)
    assert float(gamma_poisson_silence(57, 2159, 100)) == pytest.approx(0.074019, abs=5e-7)
    assert chances[0] == pytest.approx(0.074019, abs=5e-7)
    assert chances[:4].sum() == pytest.approx(0.72056, abs=5e-6)
    assert chances.sum() == pytest.approx(1, abs=1e-12)
    assert chances @ np.arange(201) == pytest.approx(2.66327, abs=5e-6)


def test_the_korean_record() -> None:
    times = days(MISSILE_AND_NUCLEAR)
    last_year = int((times > LAST.toordinal() - 365).sum())
    assert float(poisson_silence(last_year, 365, 100)) == pytest.approx(0.012, abs=5e-4)
    gaps_of_2017 = sum(day.year == 2017 for day in MISSILE_AND_NUCLEAR) - 1
    assert float(poisson_silence(gaps_of_2017, 290, 100)) == pytest.approx(0.0057, abs=5e-5)
    assert float(poisson_silence(gaps_of_2017 - 1, 290, 100)) == pytest.approx(0.0080, abs=5e-5), "no nuclear test"


@pytest.mark.parametrize(
    ("dates", "values"),
    [
        (MISSILE, (0.089, 0.038, 0.017)),
        (MISSILE_AND_NUCLEAR, (0.074, 0.031, 0.011)),
        (MISSILE_AND_NUCLEAR + MINOR, (0.031, 0.010, 0.004)),
    ],
    ids=["missile", "and nuclear", "and minor"],
)
def test_the_korean_record_by_window_and_kind(dates: tuple[date, ...], values: tuple[float, ...]) -> None:
    for year, value in zip((2012, 2014, 2016), values, strict=True):
        begin = date(year, 1, 1).toordinal()
        count = int((days(dates) >= begin).sum())
        found = gamma_poisson_silence(count, LAST.toordinal() - begin, 100)
        assert float(found) == pytest.approx(value, abs=5e-4), year


def test_poisson_by_hand() -> None:
    assert float(poisson_silence(1, 12, 100)) == pytest.approx(0.00024, abs=5e-6), "one event in 12 days"
    assert poisson_silence(2, 10, [[0, 5], [10, 20]]) == pytest.approx(np.exp([[0, -1], [-2, -4]]))
    assert float(poisson_silence(0, 10, 1e6)) == 1


def test_counts_by_hand() -> None:
    # a = 1, b = 1, t = 1: geometric, halving from 1/2.
    assert gamma_poisson_counts(1, 1, 1, 4, shape=0) == pytest.approx([1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32])
    assert gamma_poisson_counts(3, 10, [0.0, 0.0], 2).tolist() == [[1, 0, 0], [1, 0, 0]]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((-1, 10, 1), "count of events"),
        ((float("nan"), 10, 1), "count of events"),
        ((1, -10, 1), "exposure"),
        ((1, 10, -1), "look ahead"),
        ((1, 10, 1, -0.5), "shape of the prior"),
        ((1, 10, 1, 0.5, -1), "rate of the prior"),
        ((0, 10, 1, 0.0), "shape above 0"),
        ((1, 0, 1), "rate above 0"),
    ],
)
def test_wrong_arguments(arguments: tuple[float, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        gamma_poisson_silence(*arguments)


def test_wrong_arguments_of_the_others() -> None:
    with pytest.raises(ValueError, match="count of events"):
        poisson_silence(-1, 10, 1)
    with pytest.raises(ValueError, match="The exposure must be a number above 0"):
        poisson_silence(1, 0, 1)
    with pytest.raises(ValueError, match="most events must be 0 or more"):
        gamma_poisson_counts(1, 10, 1, -1)
    with pytest.raises(TypeError):
        gamma_poisson_counts(1, 10, 1, 2.5)  # type: ignore[arg-type]
