"""Seasons against a loop over slices of days that asks the calendar for each, and the values of the Korean record."""

from datetime import date
from functools import cache
from math import ceil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.conduct.discounted import discounted_silence
from pourparler.conduct.poisson import gamma_poisson_silence
from pourparler.conduct.seasonal import month_factors, month_pieces, seasonal_silence
from tests.conduct.korean_record import BEGIN, LAST, MINOR, MISSILE, MISSILE_AND_NUCLEAR, days

ORIGIN = LAST.toordinal()
SLICES = 4  # a day; windows in these tests begin and end at such a slice
AHEAD = np.array([0.0, 0.5, 30.0, 100.0, 400.0])


@cache
def month(day: int) -> int:
    return date.fromordinal(day).month


def looped(
    times: list[float], begin: float, origin: float, ahead: float, half_life: float | None, pseudo_events: float
) -> float:
    """The formula, slice by slice."""

    def weight(time: float) -> float:
        return 1.0 if half_life is None else 0.5 ** ((origin - time) / half_life)

    def slices(start: float, end: float) -> list[float]:
        return [start + (i + 0.5) / SLICES for i in range(round((end - start) * SLICES))]

    past, future = slices(begin, origin), slices(origin, origin + ahead)
    in_window = [0] * 13
    for moment in past:
        in_window[month(ceil(moment))] += 1
    events = [sum(month(ceil(time)) == m for time in times) for m in range(13)]
    factor = [0.0] * 13
    for m in range(1, 13):
        share = in_window[m] / len(past)
        factor[m] = (events[m] + pseudo_events * share) / (len(times) + pseudo_events) / share
    b = sum(weight(moment) * factor[month(ceil(moment))] for moment in past) / SLICES
    x = sum(factor[month(ceil(moment))] for moment in future) / SLICES
    return (b / (b + x)) ** (0.5 + sum(weight(time) for time in times))


@st.composite
def records(draw: st.DrawFn) -> tuple[list[float], float, float]:
    """One to three years, with events on whole days or quarters of days."""
    begin = draw(st.integers(700_000, 740_000)) + draw(st.sampled_from([0, 0, 0.25, 0.75]))
    length = draw(st.integers(366 * SLICES, 1100 * SLICES)) / SLICES
    steps = draw(st.lists(st.integers(0, int(length * SLICES)), max_size=25))
    return sorted(begin + step / SLICES for step in steps), begin, begin + length


@settings(max_examples=250)
@given(records(), st.none() | st.floats(100, 3000), st.floats(0.5, 100))
def test_equals_the_loop(
    record: tuple[list[float], float, float], half_life: float | None, pseudo_events: float
) -> None:
    expected = [looped(*record, t, half_life, pseudo_events) for t in AHEAD]
    assert seasonal_silence(*record, AHEAD, half_life, pseudo_events) == pytest.approx(expected, rel=1e-5)


@settings(max_examples=500)
@given(records(), st.floats(100, 3000))
def test_without_season_it_is_the_discounted_or_the_plain_model(
    record: tuple[list[float], float, float], half_life: float
) -> None:
    times, begin, origin = record
    discounted = discounted_silence(times, begin, origin, AHEAD, half_life)
    assert seasonal_silence(*record, AHEAD, half_life, 1e12) == pytest.approx(discounted, rel=1e-6)
    plain = gamma_poisson_silence(len(times), origin - begin, AHEAD)
    assert seasonal_silence(*record, AHEAD, None, 1e12) == pytest.approx(plain, rel=1e-6)


@settings(max_examples=1000)
@given(st.floats(0, 3_000_000), st.floats(0, 1500))
def test_pieces_join_and_each_lies_in_its_month(start: float, length: float) -> None:
    end = start + length
    edges, months = month_pieces(start, end)
    assert (edges[0], edges[-1]) == (start, end)
    assert len(edges) == len(months) + 1
    assert (np.diff(edges) >= 0).all()
    for left, right, piece in zip(edges, edges[1:], months, strict=False):
        if right - left > 1e-6:
            assert month(ceil(left + 5e-7)) == month(ceil(right)) == piece + 1


@settings(max_examples=500)
@given(
    st.lists(st.integers(0, 40), min_size=12, max_size=12),
    st.lists(st.floats(1, 500), min_size=12, max_size=12),
    st.floats(0.1, 100),
)
def test_factors_have_mean_one_over_the_exposure(counts: list[int], exposure: list[float], pseudo: float) -> None:
    factors = month_factors(np.array(counts), np.array(exposure), pseudo)
    assert (factors > 0).all()
    assert factors @ np.array(exposure) / sum(exposure) == pytest.approx(1)


def test_the_korean_record_of_five_years_is_the_same_a_day_later() -> None:
    times = days(MISSILE_AND_NUCLEAR)
    assert float(seasonal_silence(times, BEGIN.toordinal(), ORIGIN, 100)) == pytest.approx(0.078, abs=5e-4)


def test_factors_by_hand() -> None:
    counts = np.array([12] + [0] * 11)
    assert month_factors(counts, np.full(12, 30.0), 12.0) == pytest.approx([6.5] + [0.5] * 11)


@pytest.mark.parametrize(
    ("dates", "values"),
    [
        (MISSILE, (0.110, 0.085, 0.069)),
        (MISSILE_AND_NUCLEAR, (0.078, 0.066, 0.048)),
        (MISSILE_AND_NUCLEAR + MINOR, (0.035, 0.028, 0.031)),
    ],
    ids=["missile", "and nuclear", "and minor"],
)
def test_the_korean_record(dates: tuple[date, ...], values: tuple[float, ...]) -> None:
    """Windows that take in New Year's Day, and so begin with the end of the day before.

    The values were rounded to four digits and then to three, which can move them by 0.00055.
    """
    for year, value in zip((2012, 2014, 2016), values, strict=True):
        begin = date(year, 1, 1).toordinal()
        times = days(dates)
        found = seasonal_silence(times[times >= begin], begin - 1, ORIGIN, 100)
        assert float(found) == pytest.approx(value, abs=5.5e-4), year


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([], 730_000, 730_200, 1), "no day in the months"),
        (([], 0, 400, 4_000_000), r"date\.toordinal"),
        (([], -500, 400, 1), r"date\.toordinal"),
        (([], 730_000, 731_000, 1, 0), "half-life"),
        (([], 730_000, 731_000, 1, None, 0), "pseudo-events"),
        (([], 730_000, 731_000, -1), "look ahead"),
        (([731_001], 730_000, 731_000, 1), "not in the window"),
    ],
)
def test_wrong_arguments(arguments: tuple[object, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        seasonal_silence(*arguments)  # type: ignore[arg-type]


def test_the_missing_months_are_named() -> None:
    begin, origin = date(2015, 12, 31).toordinal(), date(2016, 10, 31).toordinal()
    with pytest.raises(ValueError, match="months 11, 12:"):
        seasonal_silence([], begin, origin, 1)
