"""Forgetting by halves against quadrature, a loop over days, and the values of the Korean record."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from pourparler.conduct.discounted import discounted_silence, weighted_days
from pourparler.conduct.poisson import gamma_poisson_silence
from tests.conduct.korean_record import BEGIN, LAST, MISSILE_AND_NUCLEAR, days

TIMES = days(MISSILE_AND_NUCLEAR)
WINDOW = BEGIN.toordinal(), LAST.toordinal()
AHEAD = np.array([0.0, 1.0, 30.0, 100.0, 504.0])


@st.composite
def records(draw: st.DrawFn) -> tuple[list[float], float, float]:
    begin = draw(st.floats(-1000, 1000))
    length = draw(st.floats(1, 4000))
    parts = sorted(draw(st.lists(st.floats(0, 1), max_size=30)))
    origin = begin + length
    return [min(begin + part * length, origin) for part in parts], begin, origin


@settings(max_examples=500)
@given(records(), st.floats(5, 5000))
def test_equals_quadrature(record: tuple[list[float], float, float], half_life: float) -> None:
    times, begin, origin = record
    count = sum(0.5 ** ((origin - time) / half_life) for time in times)
    exposure = quad(lambda age: 0.5 ** (age / half_life), 0, origin - begin, limit=200, epsabs=1e-9)[0]
    expected = [(exposure / (exposure + t)) ** (0.5 + count) for t in AHEAD]
    assert discounted_silence(times, begin, origin, AHEAD, half_life) == pytest.approx(expected, rel=1e-7)


@settings(max_examples=300)
@given(st.integers(1, 3000), st.floats(100, 2000), st.integers(0, 30))
def test_weighted_days_equal_a_loop_over_days(length: int, half_life: float, youngest: int) -> None:
    looped = sum(0.5 ** ((age + 0.5) / half_life) for age in range(youngest, youngest + length))
    assert float(weighted_days(youngest, youngest + length, half_life)) == pytest.approx(looped, rel=1e-5)


@settings(max_examples=300)
@given(records())
def test_without_forgetting_it_is_the_plain_model(record: tuple[list[float], float, float]) -> None:
    times, begin, origin = record
    plain = gamma_poisson_silence(len(times), origin - begin, AHEAD)
    assert discounted_silence(times, begin, origin, AHEAD, half_life=1e12) == pytest.approx(plain, rel=1e-6)


@settings(max_examples=300)
@given(records().filter(lambda record: bool(record[0])), st.floats(20, 2000), st.floats(0, 500))
def test_later_events_count_more(record: tuple[list[float], float, float], half_life: float, later: float) -> None:
    times, begin, origin = record
    shifted = [min(time + later, origin) for time in times]
    earlier = discounted_silence(times, begin, origin, AHEAD, half_life)
    assert (discounted_silence(shifted, begin, origin, AHEAD, half_life) <= earlier + 1e-12).all()


def test_the_korean_record() -> None:
    assert float(discounted_silence(TIMES, *WINDOW, 100)) == pytest.approx(0.037, abs=5e-4)
    # Days counted one by one, each with the weight of its end, come to the same within the digits that are printed.
    begin, origin = WINDOW
    b = sum(0.5 ** ((origin - day) / 730) for day in range(begin + 1, origin + 1))
    a = 0.5 + sum(0.5 ** ((origin - time) / 730) for time in TIMES)
    assert float(discounted_silence(TIMES, *WINDOW, 100)) == pytest.approx((b / (b + 100)) ** a, abs=2e-4)


@pytest.mark.parametrize("half_life", [0, -1, float("nan"), float("inf")])
def test_wrong_half_life(half_life: float) -> None:
    with pytest.raises(ValueError, match="half-life must be a number above 0"):
        discounted_silence([1], 0, 2, 1, half_life)


def test_wrong_times_and_days_ahead() -> None:
    with pytest.raises(ValueError, match="not in the window"):
        discounted_silence([1, 3], 0, 2, 1)
    with pytest.raises(ValueError, match="look ahead"):
        discounted_silence([1], 0, 2, [1, -1])
