"""The rate at which pledges are kept, against an integral and a simulation."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from pourparler.conduct.track_record import keep_rate

counts = st.integers(0, 30)


def share_up_to(rate: float, kept: int, broken: int) -> float:
    """P(rate of keeping <= rate); with rate = sin^2 the density has no pole: 2 sin^(2 kept) cos^(2 broken)."""

    def density(angle: float) -> float:
        return math.sin(angle) ** (2 * kept) * math.cos(angle) ** (2 * broken)

    peak = math.atan2(math.sqrt(kept), math.sqrt(broken)) if kept + broken else math.pi / 4
    end = math.asin(math.sqrt(rate))
    below = quad(density, 0, end, points=[min(peak, end)], epsabs=0, epsrel=1e-10)[0]
    above = quad(density, end, math.pi / 2, points=[max(peak, end)], epsabs=0, epsrel=1e-10)[0]
    return below / (below + above)


@given(counts, counts)
@settings(max_examples=200)
def test_quantiles_equal_the_integral(kept, broken) -> None:
    found = keep_rate(kept, broken)
    low, high = found.interval
    assert share_up_to(low, kept, broken) == pytest.approx(0.05, rel=1e-6)
    assert share_up_to(high, kept, broken) == pytest.approx(0.95, rel=1e-6)
    assert 0 < low < found.mean < high < 1
    assert found.mean == pytest.approx((kept + 0.5) / (kept + broken + 1))


@given(counts, counts, st.floats(0.001, 0.999))
@settings(max_examples=300)
def test_keeping_and_breaking_mirror_each_other(kept, broken, probability) -> None:
    keeps, breaks = keep_rate(kept, broken), keep_rate(broken, kept)
    rate = keeps.quantile(np.array([probability]))
    assert 1 - rate == pytest.approx(breaks.quantile(np.array([1 - probability])), abs=1e-9)


def test_two_of_five_by_simulation() -> None:
    """Rates drawn from the prior, of which those remain that keep two of five: the posterior, with no formula for it."""
    random = np.random.default_rng(9)
    rates = random.beta(0.5, 0.5, 400_000)
    alike = rates[random.binomial(5, rates) == 2]
    found = keep_rate(2, 3)
    assert alike.mean() == pytest.approx(found.mean, abs=0.005)
    assert np.quantile(alike, [0.05, 0.95]) == pytest.approx(found.interval, abs=0.01)
    drawn = found.quantile(random.random(100_000))
    assert drawn.mean() == pytest.approx(5 / 12, abs=0.003)


def test_no_record_says_little_and_a_case_may_be_divided() -> None:
    none = keep_rate(0, 0)
    assert none.mean == 0.5
    assert none.interval == pytest.approx((math.sin(math.pi / 40) ** 2, math.cos(math.pi / 40) ** 2))
    assert keep_rate(1.5, 0.5).mean == pytest.approx(2 / 3)
    assert none.quantile(np.array([0.0, 1.0])).tolist() == [0, 1]


@pytest.mark.parametrize(("kept", "broken"), [(-1, 2), (2, -1), (math.nan, 1), (1, math.inf)])
def test_wrong_counts(kept, broken) -> None:
    with pytest.raises(ValueError, match="Counts of pledges"):
        keep_rate(kept, broken)


def test_wrong_probability() -> None:
    with pytest.raises(ValueError, match="Probabilities must be chances"):
        keep_rate(1, 1).quantile(np.array([1.5]))
