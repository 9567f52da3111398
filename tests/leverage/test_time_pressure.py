"""Shares under time pressure against rounds played out one by one."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pourparler.leverage.time_pressure import (
    alternating_offers,
    bargaining_powers,
    before_a_date,
    discount_factor,
    effect_of_a_date,
    with_breakdown,
    yearly_rate,
)

FACTORS = st.integers(1, 20).map(lambda part: Fraction(part, 20))
SHARES = st.integers(0, 20).map(lambda part: Fraction(part, 20))
Pair = tuple[Fraction, Fraction]


def floats(pair: Pair) -> tuple[float, float]:
    return float(pair[0]), float(pair[1])


def played(factors: Pair, rounds: int, missed: Pair, offers: int) -> Pair:
    """What both sides get, by going through the rounds: whoever offers may also offer nothing.

    missed: what each has if the date passes, one round after the last; together at most 1.
    """
    if rounds == 0:
        return missed
    later = played(factors, rounds - 1, missed, 1 - offers)
    waiting = [factors[side] * later[side] for side in (0, 1)]
    answers = 1 - offers
    keeps = 1 - max(waiting[answers], Fraction(0))
    if keeps < waiting[offers]:
        return waiting[0], waiting[1]
    return (keeps, 1 - keeps) if offers == 0 else (1 - keeps, keeps)


@settings(max_examples=1000)
@given(
    factors=st.tuples(FACTORS, FACTORS),
    rounds=st.integers(1, 9),
    after=st.tuples(SHARES, SHARES),
    costs=st.tuples(SHARES, SHARES),
)
def test_a_date_is_what_the_rounds_before_it_give(factors: Pair, rounds: int, after: Pair, costs: Pair) -> None:
    assume(sum(after) <= 1)
    found = before_a_date(floats(factors), rounds, floats(after), floats(costs))
    missed = after[0] - costs[0], after[1] - costs[1]
    expected = [played(factors, rounds, missed, offers)[0] for offers in (0, 1)]
    assert found == pytest.approx([float(share) for share in expected], abs=1e-12)


@settings(max_examples=500)
@given(factors=st.tuples(FACTORS, FACTORS), least=st.tuples(SHARES, SHARES))
def test_offers_without_end_are_many_rounds(factors: Pair, least: Pair) -> None:
    """One round after the other, backward, until nothing changes any more."""
    assume(factors[0] * factors[1] < 1)
    found = alternating_offers(floats(factors), floats(least))
    if sum(least) > 1:
        assert np.isnan(found).all()
        return
    (first, second), (one, two) = floats(factors), floats(least)
    v1 = v2 = 1.0
    for _ in range(2000):
        v1, v2 = 1 - max(second * v2, two), 1 - max(first * v1, one)
    assert found == pytest.approx([v1, 1 - v2], abs=1e-9)
    if least == (0, 0):
        assert found[0] == pytest.approx((1 - second) / (1 - first * second), abs=1e-12)
        assert before_a_date((first, second), 2001) == pytest.approx(found, abs=1e-9)


@pytest.mark.parametrize(
    ("least", "shares"),
    [
        ((0, 0), (0.5263, 0.4737)),
        ((0, 0.4), (0.5263, 0.4737)),
        ((0, 0.6), (0.40, 0.36)),
        ((0, 0.8), (0.20, 0.18)),
        ((0.6, 0.2), (0.64, 0.60)),
        ((0.6, 0.4), (0.60, 0.60)),
        ((0.48, 0.48), (0.52, 0.48)),
    ],
)
def test_known_shares_at_nine_tenths(least: tuple[float, float], shares: tuple[float, float]) -> None:
    assert alternating_offers((0.9, 0.9), least) == pytest.approx(shares, abs=5e-5)


@settings(max_examples=300)
@given(
    chances=st.tuples(st.integers(1, 19), st.integers(1, 19)).map(lambda c: (c[0] / 20, c[1] / 20)),
    after=st.tuples(SHARES, SHARES),
)
def test_breakdown_is_many_rounds(chances: tuple[float, float], after: Pair) -> None:
    assume(sum(after) <= 1)
    (first, second), (one, two) = chances, floats(after)
    v1 = v2 = 1.0
    for _ in range(1000):
        v1, v2 = 1 - (1 - second) * v2 - second * two, 1 - (1 - first) * v1 - first * one
    assert with_breakdown(chances, floats(after)) == pytest.approx([v1, 1 - v2], abs=1e-9)


def test_what_breakdown_leaves_counts_and_an_option_does_not() -> None:
    """Binmore, Shaked and Sutton: the difference is split above the first; the second only bounds."""
    chances = (1e-6, 1e-6)
    assert with_breakdown(chances, (0.0, 0.4)) == pytest.approx(0.3, abs=1e-5)
    assert alternating_offers((1 - 1e-6, 1 - 1e-6), (0.0, 0.4)) == pytest.approx(0.5, abs=1e-5)


@settings(max_examples=300)
@given(rates=st.tuples(st.floats(0.01, 3), st.floats(0.01, 3)))
def test_short_rounds_give_the_powers(rates: tuple[float, float]) -> None:
    powers = bargaining_powers(rates)
    assert powers[0] == pytest.approx(rates[1] / sum(rates))
    factors = [discount_factor(rate, 1e-7) for rate in rates]
    assert alternating_offers((factors[0], factors[1])) == pytest.approx(powers[0], abs=1e-5)
    logarithms = np.log(factors)
    assert powers[0] == pytest.approx(logarithms[1] / logarithms.sum())


def test_powers_of_several_sides() -> None:
    assert bargaining_powers([0.1, 0.2, 0.2]) == pytest.approx([0.5, 0.25, 0.25])
    assert bargaining_powers([0.0, 0.2, 0.3]).tolist() == [1, 0, 0]
    assert bargaining_powers([[0.1, 0.3], [0.1, 0.1]]) == pytest.approx(np.array([[0.5, 0.25], [0.5, 0.75]]))


@settings(max_examples=200)
@given(factors=st.tuples(FACTORS, FACTORS), rounds=st.integers(1, 12), cost=SHARES)
def test_a_date_that_changes_nothing_costs_nothing(factors: Pair, rounds: int, cost: Fraction) -> None:
    """If talks just go on afterwards, whoever turned the last offer down makes the next."""
    assume(factors[0] * factors[1] < 1)
    first, second = floats(factors)
    after = float(alternating_offers((first, second))[0]), float(alternating_offers((second, first))[0])
    assert effect_of_a_date((first, second), rounds, after) == pytest.approx(0, abs=1e-12)
    change = effect_of_a_date((first, second), rounds, after, (float(cost), 0.0))
    assert (change <= 1e-12).all()  # a cost of one's own never helps
    assert change[0, 0] == pytest.approx(0, abs=1e-12)  # who makes the last offer does not let the date pass


def test_ranges_are_columns() -> None:
    first, second = np.array([0.9, 0.95, 1.0]), np.array([0.8, 0.9, 0.9])
    costs = np.array([[0.0], [0.1]])
    assert alternating_offers((first, second))[:, 1] == pytest.approx(alternating_offers((0.95, 0.9)))
    found = effect_of_a_date((first, second), 4, (0.5, 0.4), (costs, 0.0))
    assert found.shape == (4, 2, 2, 3)
    for row, cost in enumerate((0.0, 0.1)):
        for column in range(3):
            alone = effect_of_a_date((first[column], second[column]), 4, (0.5, 0.4), (cost, 0.0))
            assert found[:, :, row, column] == pytest.approx(alone)


def test_rates_and_losses() -> None:
    assert discount_factor(yearly_rate(0.2), [1.0, 2.0]) == pytest.approx([0.8, 0.64])
    assert yearly_rate(0.0) == 0


def test_nobody_in_a_hurry_before_a_date() -> None:
    """Without impatience all goes to whoever makes the last offer."""
    assert [before_a_date((1.0, 1.0), rounds).tolist() for rounds in (1, 2, 3)] == [[1, 0], [0, 1], [1, 0]]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: alternating_offers((1.0, 1.0)), "time decides nothing"),
        (lambda: alternating_offers((0.0, 0.5)), "above 0"),
        (lambda: alternating_offers((0.5, np.nan)), "above 0"),
        (lambda: alternating_offers((0.5, 0.5), (1.1, 0.0)), "from 0 to 1"),
        (lambda: before_a_date((0.5, 0.5), 0), "at least one round"),
        (lambda: effect_of_a_date((0.5, 0.5), 0), "at least one round"),
        (lambda: before_a_date((0.5, 0.5), 1, (0.0, 2.0)), "from 0 to 1"),
        (lambda: before_a_date((0.5, 0.5), 1, costs=(-1.0, 0.0)), "at least 0"),
        (lambda: with_breakdown((0.1, 0.1), (0.6, 0.6)), "add up"),
        (lambda: with_breakdown((0.0, 0.1), (0.1, 0.1)), "above 0"),
        (lambda: with_breakdown((1.0, 0.1), (0.1, 0.1)), "above 0"),
        (lambda: bargaining_powers([0.0, 0.0]), "rate of 0"),
        (lambda: bargaining_powers([-1.0, 0.5]), "at least 0"),
        (lambda: discount_factor(-1.0, 1.0), "at least 0"),
        (lambda: discount_factor(1.0, 0.0), "positive time"),
        (lambda: yearly_rate(1.0), "less than 1"),
    ],
)
def test_wrong_arguments_are_refused(wrong, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        wrong()
