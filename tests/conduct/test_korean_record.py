"""The shared record of dates is what the tests that use it take it to be."""

from collections import Counter

import numpy as np

from tests.conduct.korean_record import BEGIN, LAST, MINOR, MISSILE_AND_NUCLEAR, NUCLEAR_TESTS, days


def test_missile_launch_days_and_nuclear_tests() -> None:
    times = days(MISSILE_AND_NUCLEAR)
    gaps = np.diff(times)
    assert len(set(times)) == 57
    assert LAST.toordinal() - BEGIN.toordinal() == 2159
    assert MISSILE_AND_NUCLEAR[-1] == LAST
    assert sorted(gaps[gaps >= 100], reverse=True) == [283, 243, 204, 155, 115]
    assert np.median(gaps) == 16.5
    assert gaps.mean().round(1) == 36.7
    years = Counter(day.year for day in MISSILE_AND_NUCLEAR)
    assert [years[year] for year in range(2012, 2018)] == [2, 4, 11, 7, 17, 16]
    months = Counter(day.month for day in MISSILE_AND_NUCLEAR)
    assert [months[month] for month in range(1, 13)] == [1, 5, 7, 9, 8, 3, 7, 5, 6, 2, 2, 2]
    assert set(NUCLEAR_TESTS) <= set(MISSILE_AND_NUCLEAR)


def test_minor_launches() -> None:
    assert len(set(MINOR)) == 19
    assert not set(MINOR) & set(MISSILE_AND_NUCLEAR)
    assert min(MINOR) >= BEGIN
    assert max(MINOR) <= LAST
