"""Clusters against joined neighbours, and the values of the Korean record."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.conduct.clustered import clustered_silence, clusters
from pourparler.conduct.discounted import discounted_silence
from pourparler.conduct.poisson import gamma_poisson_silence
from pourparler.conduct.seasonal import seasonal_silence
from tests.conduct.korean_record import BEGIN, LAST, MISSILE_AND_NUCLEAR, days

TIMES = days(MISSILE_AND_NUCLEAR)
WINDOW = BEGIN.toordinal(), LAST.toordinal()

times_in_a_year = st.lists(st.integers(0, 365), max_size=40).map(sorted)


def joined(times: list[int], longest_gap: float) -> list[set[int]]:
    """Merge groups of events as long as two of them hold events close enough to each other."""
    groups = [{index} for index in range(len(times))]
    while True:
        for group in groups:
            for other in groups:
                close = any(abs(times[i] - times[j]) <= longest_gap for i in group for j in other)
                if group is not other and close:
                    groups.remove(other)
                    group |= other
                    break
            else:
                continue
            break
        else:
            return groups


@settings(max_examples=300)
@given(st.lists(st.integers(0, 365), max_size=12).map(sorted), st.integers(0, 60))
def test_equals_joining_neighbours(times: list[int], longest_gap: int) -> None:
    numbers = clusters(times, longest_gap)
    assert numbers.dtype == np.int64
    groups = [set(np.flatnonzero(numbers == number).tolist()) for number in range(numbers.max(initial=-1) + 1)]
    assert sorted(map(sorted, groups)) == sorted(map(sorted, joined(times, longest_gap)))


@settings(max_examples=700)
@given(times_in_a_year, st.floats(0, 60), st.lists(st.floats(0, 300), max_size=4))
def test_silence_counts_clusters(times: list[int], longest_gap: float, ahead: list[float]) -> None:
    found = clustered_silence(times, 0, 365, ahead, longest_gap)
    starts = sum(index == 0 or time - times[index - 1] > longest_gap for index, time in enumerate(times))
    assert found == pytest.approx([(365 / (365 + t)) ** (0.5 + starts) for t in ahead])
    assert (found >= gamma_poisson_silence(len(times), 365, ahead) * (1 - 1e-12)).all()


def test_by_hand() -> None:
    assert clusters([0, 14, 28, 43, 43]).tolist() == [0, 0, 0, 1, 1]
    assert clusters([0, 0, 1], longest_gap=0).tolist() == [0, 0, 1]
    assert clusters([5]).tolist() == [0]
    assert clusters([]).tolist() == []


def test_the_korean_record() -> None:
    numbers = clusters(TIMES)
    starts = [date.fromordinal(int(TIMES[numbers == number][0])) for number in range(33)]
    assert numbers.max() == 32
    by_quarter = [sum((start.month - 1) // 3 == quarter for start in starts) for quarter in range(4)]
    assert by_quarter == [11, 9, 8, 5]
    assert float(clustered_silence(TIMES, *WINDOW, 100)) == pytest.approx(0.219417, abs=5e-7)


def test_shares_of_events_in_clusters_raise_other_models_to_a_power() -> None:
    """With each event counted as 33/57 of one, prior included, the models with a half-life give what is published."""
    assert float(discounted_silence(TIMES, *WINDOW, 100)) ** (33 / 57) == pytest.approx(0.148, abs=5e-4)
    assert float(seasonal_silence(TIMES, *WINDOW, 100)) ** (33 / 57) == pytest.approx(0.228, abs=5e-4)


@pytest.mark.parametrize("times", [[2, 1], [[1, 2]], [float("nan")], [float("inf")]])
def test_wrong_times(times: list[float]) -> None:
    with pytest.raises(ValueError, match="ascend; sort"):
        clusters(times)


@pytest.mark.parametrize("longest_gap", [-1, float("nan")])
def test_wrong_gap(longest_gap: float) -> None:
    with pytest.raises(ValueError, match="longest gap within a cluster"):
        clusters([1, 2], longest_gap)


def test_times_outside_the_window() -> None:
    with pytest.raises(ValueError, match="not in the window"):
        clustered_silence([1, 9], 0, 5, 1)
