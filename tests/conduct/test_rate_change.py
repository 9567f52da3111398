"""Changes of rate against quadrature and sums by hand, and the values of the Korean record."""

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from pourparler.conduct.rate_change import change_point, log_marginal, terminal_break_factor
from tests.conduct.korean_record import BEGIN, LAST, MISSILE_AND_NUCLEAR, days

TIMES = days(MISSILE_AND_NUCLEAR)

priors = st.tuples(st.sampled_from([0.5, 1.0, 2.0, 3.5]), st.floats(1, 200))


def by_product(count: int, exposure: float, shape: float, rate: float) -> float:
    """m(count, exposure) with the gamma functions multiplied out."""
    found = (rate / (rate + exposure)) ** shape
    for index in range(count):
        found *= (shape + index) / (rate + exposure)
    return found


@settings(max_examples=500)
@given(st.integers(0, 20), st.floats(0, 500), priors)
def test_marginal_likelihood_equals_quadrature_and_product(
    count: int, exposure: float, prior: tuple[float, float]
) -> None:
    shape, rate = prior
    a, b = shape + count, rate + exposure
    hill = math.sqrt(a / b)

    def integrand(root: float) -> float:
        """Prior times likelihood at the rate root^2, over its height at the hill."""
        ratio = root / hill
        return 2 * ratio ** (2 * a - 1) * math.exp(-a * (ratio * ratio - 1))

    area = quad(integrand, 0, hill * 12, points=[hill, 2 * hill], limit=300, epsrel=1e-10)[0]
    log_height = shape * math.log(rate) - math.lgamma(shape) + (2 * a - 1) * math.log(hill) - a
    assert float(log_marginal(count, exposure, *prior)) == pytest.approx(math.log(area) + log_height, abs=1e-6)
    assert float(log_marginal(count, exposure, *prior)) == pytest.approx(
        math.log(by_product(count, exposure, *prior)), abs=1e-9
    )


@settings(max_examples=1000)
@given(st.integers(0, 40), st.floats(0, 1000), st.lists(st.floats(0, 1000), min_size=1, max_size=3), priors)
def test_terminal_break_is_a_ratio_of_marginal_likelihoods(
    count: int, exposure: float, quiet: list[float], prior: tuple[float, float]
) -> None:
    expected = [
        by_product(count, exposure, *prior) * by_product(0, t, *prior) / by_product(count, exposure + t, *prior)
        for t in quiet
    ]
    assert terminal_break_factor(count, exposure, quiet, *prior) == pytest.approx(expected, rel=1e-9)
    assert float(terminal_break_factor(count, exposure, 0, *prior)) == 1


@settings(max_examples=500)
@given(st.integers(2, 60), st.data(), priors)
def test_change_point_equals_sums_over_all_days(length: int, data: st.DataObject, prior: tuple[float, float]) -> None:
    begin = data.draw(st.integers(-100, 700_000))
    times = sorted(data.draw(st.lists(st.integers(begin, begin + length), max_size=15)))
    found = change_point(times, begin, begin + length, *prior)

    joint = {}
    for day in range(begin + 1, begin + length):
        before = sum(time <= day for time in times)
        joint[day] = by_product(before, day - begin, *prior) * by_product(
            len(times) - before, begin + length - day, *prior
        )
    total = sum(joint.values())
    assert found.days.tolist() == list(joint)
    assert found.posterior == pytest.approx([part / total for part in joint.values()], rel=1e-8)
    assert found.bayes_factor == pytest.approx(total / len(joint) / by_product(len(times), length, *prior), rel=1e-8)
    assert joint[int(found.most_probable)] == pytest.approx(max(joint.values()), rel=1e-8)
    before = sum(time <= found.most_probable for time in times)
    assert found.rate_before == before / (found.most_probable - begin)
    assert found.rate_after == (len(times) - before) / (begin + length - found.most_probable)
    low, high = (int(day) for day in found.interval)
    for day, part in ((low, 0.05), (high, 0.95)):
        up_to = sum(chance for other, chance in joint.items() if other <= day) / total
        assert up_to >= part - 1e-9
        assert up_to - joint[day] / total < part + 1e-9


@settings(max_examples=500)
@given(st.integers(2, 200), st.lists(st.floats(0.01, 0.99), max_size=30, unique=True), priors)
def test_time_run_backwards_gives_the_same(length: int, parts: list[float], prior: tuple[float, float]) -> None:
    times = np.sort([int(part * length) + 0.5 for part in parts])  # never on the stroke of a day
    forwards = change_point(times, 0, length, *prior)
    backwards = change_point(length - times[::-1], 0, length, *prior)
    assert backwards.posterior[::-1] == pytest.approx(forwards.posterior, rel=1e-8)
    assert backwards.log_bayes_factor == pytest.approx(forwards.log_bayes_factor, abs=1e-8)


def test_a_change_that_is_plain_to_see() -> None:
    times = np.concatenate([np.arange(10.0, 500, 50), np.arange(500.0, 1000)])
    found = change_point(times, 0, 1000, 1, 30)
    assert found.most_probable == 499
    assert found.interval[1] - found.interval[0] < 10
    assert found.posterior.sum() == pytest.approx(1)
    assert found.rate_before == 10 / 499
    assert found.rate_after == 500 / 501
    assert found.bayes_factor > 1e100


def test_factors_too_large_for_a_float_are_infinite() -> None:
    times = np.concatenate([np.zeros(1), np.repeat(np.arange(900.0, 1000), 20)])
    found = change_point(times, 0, 1000, 1, 30)
    assert found.log_bayes_factor > 710
    assert found.bayes_factor == math.inf
    assert float(terminal_break_factor(1e5, 100, 100, 1, 30)) == math.inf


def test_a_grid_begins_at_the_beginning_and_ends_before_the_origin() -> None:
    assert change_point([], 0.5, 3.25, 1, 1).days.tolist() == [1.5, 2.5]
    assert change_point([], 0, 3, 1, 1).days.tolist() == [1, 2]
    assert 16.1 - 1.1 > 15, "rounding makes the window a hair too long"
    assert len(change_point([], 1.1, 16.1, 1, 1).days) == 14


def test_the_korean_terminal_break() -> None:
    """A prior of one event in 30 days; counted from 2012, from 2016, and with the 76 days that the season leaves."""
    begin = date(2016, 1, 1).toordinal()
    since_2016 = int((begin <= TIMES).sum()), LAST.toordinal() - begin
    assert since_2016 == (33, 698)
    assert float(terminal_break_factor(57, 2159, 100, 1, 30)) == pytest.approx(3.1, abs=0.05)
    assert float(terminal_break_factor(*since_2016, 100, 1, 30)) == pytest.approx(18.4, abs=0.05)
    assert float(terminal_break_factor(*since_2016, 76, 1, 30)) == pytest.approx(8.3, abs=0.05)
    weaker = [float(terminal_break_factor(*since_2016, 100, 1, rate)) for rate in (60, 120)]
    assert weaker == pytest.approx([25, 28], abs=0.5)


def test_the_korean_change_point() -> None:
    """The same prior, in the window that takes in the 100 days of silence."""
    origin = date(2018, 3, 9).toordinal()
    found = change_point(TIMES, BEGIN.toordinal(), origin, 1, 30)
    assert date.fromordinal(int(found.most_probable)) == date(2014, 2, 26)
    assert found.bayes_factor == pytest.approx(57, abs=0.5)
    assert [date.fromordinal(int(day)) for day in found.interval] == [date(2013, 2, 7), date(2015, 12, 26)]
    assert found.rate_before == pytest.approx(0.0076, abs=5e-5)
    assert found.rate_after == pytest.approx(0.035, abs=5e-4)


def test_the_korean_change_point_hangs_on_the_window() -> None:
    """Without the silence after the last event, the same prior takes the change for three times as likely."""
    found = change_point(TIMES, BEGIN.toordinal(), LAST.toordinal(), 1, 30)
    assert date.fromordinal(int(found.most_probable)) == date(2014, 2, 26)
    assert found.bayes_factor == pytest.approx(171, abs=0.5)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((-1, 10, 1, 1, 1), "count of events"),
        ((1, -10, 1, 1, 1), "exposure"),
        ((1, 10, -1, 1, 1), "look ahead"),
        ((1, 10, 1, 0, 1), "shape of the prior"),
        ((1, 10, 1, 1, 0), "needs a prior that adds up to 1"),
    ],
)
def test_wrong_arguments_of_the_terminal_break(arguments: tuple[float, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        terminal_break_factor(*arguments)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([2, 1], 0, 5, 1, 1), "ascend"),
        (([6], 0, 5, 1, 1), "not in the window"),
        (([], 0, 1, 1, 1), "no day inside it"),
        (([1], 0, 5, 0, 1), "shape of the prior"),
        (([1], 0, 5, 1, 0), "needs a prior that adds up to 1"),
    ],
)
def test_wrong_arguments_of_the_change_point(arguments: tuple[object, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        change_point(*arguments)  # type: ignore[arg-type]
