"""What silence tells, against plain exponentials and a walk along days."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.conduct.patience import exponential_days_to_ratio, exponential_silence_ratio

means, targets = st.floats(1, 5000), st.floats(0.05, 20)


def test_worked_values() -> None:
    """Mean times to a break of 1,500 and 300 days."""
    found = exponential_silence_ratio(np.array([100.0, 500.0]), 1500, 300)
    assert found == pytest.approx([1.31, 3.79], abs=5e-3)
    assert exponential_days_to_ratio(3, 1500, 300) == pytest.approx(412, abs=0.5)


@given(means, means, st.floats(0, 400))
@settings(max_examples=500)
def test_the_ratio_is_that_of_the_chances_of_silence(mean_a, mean_b, days) -> None:
    found = exponential_silence_ratio(days, mean_a, mean_b)
    assert found * math.exp(-days / mean_b) == pytest.approx(math.exp(-days / mean_a), rel=1e-9)


@given(means, means, targets)
@settings(max_examples=500)
def test_the_day_is_the_first_on_which_the_target_is_met(mean_a, mean_b, target) -> None:
    day = float(exponential_days_to_ratio(target, mean_a, mean_b))
    walk = np.concatenate([[0], np.geomspace(1e-3, 1e5, 2_000)])
    ratios = exponential_silence_ratio(walk, mean_a, mean_b)
    met = ratios >= target if target >= 1 else ratios <= target
    assert not met[walk < day * (1 - 1e-9)].any()
    if day < 1e7:  # beyond, the means are so near to each other that the last bit counts
        assert exponential_silence_ratio(day, mean_a, mean_b) == pytest.approx(target, rel=1e-6)
    elif math.isinf(day):
        assert (math.log(target) > 0) != (mean_a > mean_b) or mean_a == mean_b


def test_targets_at_once_and_never() -> None:
    assert exponential_days_to_ratio(np.array([1.0, 2.0, 0.5]), 300, 300).tolist() == [0, np.inf, np.inf]
    assert exponential_days_to_ratio(np.array([1.0, 2.0]), 300, 1500).tolist() == [0, np.inf]


def test_draws_broadcast() -> None:
    slow = np.random.default_rng(5).uniform(200, 3000, 50)
    found = exponential_days_to_ratio(np.array([[2.0], [0.5]]), slow, 300.0)
    assert found.shape == (2, 50)
    for row, target in enumerate((2.0, 0.5)):
        one = [float(exponential_days_to_ratio(target, mean, 300.0)) for mean in slow]
        assert found[row].tolist() == pytest.approx(one)


def test_ratios_beyond_all_numbers_are_infinite() -> None:
    assert exponential_silence_ratio(1e6, 1500, 1) == np.inf


@pytest.mark.parametrize(
    ("words", "call"),
    [
        ("Days of silence", lambda: exponential_silence_ratio(-1, 1, 1)),
        ("Days of silence", lambda: exponential_silence_ratio(np.inf, 1, 1)),
        ("Days of silence", lambda: exponential_silence_ratio(np.nan, 1, 1)),
        ("greater than 0", lambda: exponential_silence_ratio(1, 0, 1)),
        ("greater than 0", lambda: exponential_days_to_ratio(0, 1, 1)),
        ("greater than 0", lambda: exponential_days_to_ratio(2, np.inf, 1)),
        ("greater than 0", lambda: exponential_days_to_ratio(np.array([2, -2]), 1, 1)),
    ],
)
def test_wrong_arguments(words, call) -> None:
    with pytest.raises(ValueError, match=words):
        call()
