"""Wrong arguments of the models of tempo are refused, in words that tell the mend."""

import numpy as np
import pytest

from pourparler.conduct.window import checked_ahead, checked_positive, checked_times


def test_what_is_right_is_handed_back() -> None:
    assert checked_times([1, 2, 2, 5], 1, 5).tolist() == [1.0, 2.0, 2.0, 5.0]
    assert checked_times([], 0, 1).shape == (0,)
    assert checked_ahead(3).shape == ()
    assert checked_ahead([[0, 1.5]]).tolist() == [[0.0, 1.5]]
    assert checked_positive(0.1, "It") == 0.1


@pytest.mark.parametrize(
    ("times", "begin", "origin", "words"),
    [
        ([1, 3, 2], 0, 5, "ascend; sort"),
        ([[1, 2]], 0, 5, "shape is"),
        ([1, 6], 0, 5, "1 of 2 times, the first of them 6.0"),
        ([-1, 6], 0, 5, "Leave out what came before"),
        ([1, float("nan")], 0, 5, "first of them nan"),
        ([], 5, 5, "must end after it begins"),
        ([], 5, 4, "must end after it begins"),
        ([], 0, float("inf"), "must end after it begins"),
    ],
)
def test_wrong_times(times: list[float], begin: float, origin: float, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        checked_times(times, begin, origin)


@pytest.mark.parametrize("ahead", [-1, [1, -0.5], float("nan"), np.inf])
def test_wrong_days_ahead(ahead: float) -> None:
    with pytest.raises(ValueError, match="0 or more days"):
        checked_ahead(ahead)


@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf")])
def test_wrong_numbers(value: float) -> None:
    with pytest.raises(ValueError, match="The size must be a number above 0"):
        checked_positive(value, "The size")
