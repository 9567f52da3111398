"""The share of longer gaps against counting, and the values of the Korean record."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.conduct.gap_share import gap_share
from tests.conduct.korean_record import MINOR, MISSILE, MISSILE_AND_NUCLEAR, days

lengths = st.integers(0, 50) | st.floats(0, 50)


@settings(max_examples=2000)
@given(st.lists(lengths, max_size=30), st.lists(lengths, min_size=1, max_size=4), lengths)
def test_equals_counting(gaps: list[float], ahead: list[float], quiet: float) -> None:
    eligible = [gap for gap in gaps if gap > quiet]
    expected = [(sum(gap > quiet + t for gap in eligible) + 0.5) / (len(eligible) + 1) for t in ahead]
    assert gap_share(gaps, ahead, quiet).tolist() == expected
    assert gap_share(gaps, [ahead], quiet).tolist() == [expected]


def test_by_hand() -> None:
    gaps = [30, 0, 10, 20]
    assert float(gap_share(gaps, 10)) == 2.5 / 4, "a gap of 10 is not longer than 10, and one of 0 is none"
    assert gap_share(gaps, [0, 10, 25], quiet=5).tolist() == [3.5 / 4, 2.5 / 4, 0.5 / 4]
    assert float(gap_share([], 3)) == 0.5


@pytest.mark.parametrize(
    ("dates", "values"),
    [
        (MISSILE, (0.123, 0.073, 0.050)),
        (MISSILE_AND_NUCLEAR, (0.096, 0.069, 0.045)),
        (MISSILE_AND_NUCLEAR + MINOR, (0.072, 0.052, 0.0375)),
    ],
    ids=["missile", "and nuclear", "and minor"],
)
def test_the_korean_record(dates: tuple[date, ...], values: tuple[float, ...]) -> None:
    for year, value in zip((2012, 2014, 2016), values, strict=True):
        times = days(dates)
        found = float(gap_share(np.diff(times[times >= date(year, 1, 1).toordinal()]), 100))
        assert found == pytest.approx(value, abs=5e-4), year


def test_the_korean_record_exactly() -> None:
    assert float(gap_share(np.diff(days(MISSILE_AND_NUCLEAR)), 100)) == 5.5 / 57


@pytest.mark.parametrize(
    ("gaps", "ahead", "quiet", "words"),
    [
        ([1, -1], 1, 0, "sort the times"),
        ([float("nan")], 1, 0, "sort the times"),
        ([[1, 2]], 1, 0, "sort the times"),
        ([1, 2], -1, 0, "look ahead"),
        ([1, 2], 1, -1, "silence so far"),
        ([1, 2], 1, float("nan"), "silence so far"),
    ],
)
def test_wrong_arguments(gaps: list[float], ahead: float, quiet: float, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        gap_share(gaps, ahead, quiet)
