"""The chance of passage, against every way to vote, quadrature on small pieces, binomials and simulation."""

import math
import time
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, norm

from pourparler.allies.ratification import passage_chance, yes_chance
from pourparler.allies.voting_rule import VotingRule, all_of, one_body
from pourparler.errors import TooLarge
from tests.allies.voting_oracle import correlated_passage, passage, rules

CLOSE = 1e-9
CHANCES = st.one_of(st.floats(0, 1), st.sampled_from([0.0, 0.5, 1.0, 1e-12, 0.999]))
CORRELATIONS = st.one_of(
    st.floats(0, 1),
    st.sampled_from([0.0, 1.0, 1e-12, 1e-4, 0.5, 0.99, 0.9999, 1 - 1e-8, 1 - 1e-12, math.nextafter(1, 0)]),
)


@st.composite
def cases(draw, **limits) -> tuple[VotingRule, np.ndarray]:
    rule = draw(rules(**limits))
    size = len(rule.counts)
    return rule, np.array(draw(st.lists(CHANCES, min_size=size, max_size=size)))


def test_yes_by_hand() -> None:
    assert yes_chance([10, 0, -10], 10) == pytest.approx([0.8413447, 0.5, 0.1586553])
    assert yes_chance([[0.1], [0.0], [-0.1]], [0.0, 0.1]) == pytest.approx(
        np.array([[1, 0.8413447], [1, 0.5], [0, 0.1586553]])
    )


@pytest.mark.parametrize(("gain", "noise"), [(math.nan, 1), (math.inf, 1), (1, -1), (1, math.nan)])
def test_yes_refuses(gain: float, noise: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        yes_chance(gain, noise)


@given(cases())
@settings(max_examples=1000)
def test_independent_votes_equal_enumeration(case) -> None:
    rule, yes = case
    assert passage_chance(yes, rule, 0.0) == pytest.approx(passage(rule, yes), abs=1e-13)


@given(cases(members=5), CORRELATIONS)
@settings(max_examples=1000)
def test_common_factor_equals_quadrature(case, correlation: float) -> None:
    rule, yes = case
    assert passage_chance(yes, rule, correlation) == pytest.approx(
        correlated_passage(rule, yes, correlation), abs=CLOSE
    )


@pytest.mark.parametrize("correlation", [1e-6, 0.01, 0.2, 0.5, 0.9, 0.999, 1 - 1e-6, 1 - 1e-10])
@pytest.mark.parametrize("sizes", [(535,), (300, 135), (100, 10, 1)])
@pytest.mark.parametrize("share", [0.5, 2 / 3])
def test_large_bodies(correlation: float, sizes: tuple[int, ...], share: float) -> None:
    """Against binomials convolved, on a grid far finer than the fall of the passage."""
    weights = {1: (1,), 2: (1, 1), 3: (1, 3, 80)}[len(sizes)]
    yes = np.array([0.55, 0.7, 0.4])[: len(sizes)]
    rule = one_body(weights, int(share * np.dot(sizes, weights)) + 1, sizes)
    common, own = math.sqrt(correlation), math.sqrt(1 - correlation)
    widest = 12 * own / common  # beyond, each group is of one mind
    cuts = [(norm.ppf(chance) + widest * common * np.linspace(-1, 1, 2001)) / common for chance in yes]
    edges = np.unique(np.clip(np.concatenate([*cuts, np.linspace(-9, 9, 1001)]), -9, 9))
    points, shares = np.polynomial.legendre.leggauss(4)
    factors = ((edges[1:] + edges[:-1]) / 2)[:, None] + (np.diff(edges) / 2)[:, None] * points
    density = norm.pdf(factors) * (np.diff(edges) / 2)[:, None] * shares
    given_factor = norm.cdf((norm.ppf(yes) - common * factors.ravel()[:, None]) / own)
    expected = density.ravel() @ tails(rule, given_factor)
    assert passage_chance(yes, rule, correlation) == pytest.approx(expected, abs=CLOSE)


def tails(rule: VotingRule, yes: np.ndarray) -> np.ndarray:
    """P(quota reached) for rows of chances, group by group: the first from its binomial's tail, the others gone through."""
    yes = np.where(yes < 1e-200, 0.0, yes)  # smaller ones overflow in scipy
    found = np.zeros(len(yes))
    for row in product(*(range(count + 1) for count in rule.counts[1:].tolist())):
        chance = np.ones(len(yes))
        for group, number in enumerate(row, start=1):
            chance = chance * binom.pmf(number, rule.counts[group], yes[:, group])
        missing = rule.quotas[0] - np.dot(row, rule.weights[0, 1:])
        found += chance * binom.sf(missing - 1, rule.counts[0], yes[:, 0])
    return found


def test_simulated_votes() -> None:
    """A chamber, a senate with a veto, and one mood of the country."""
    rule = all_of([one_body([3, 1], 14, [2, 15]), one_body([1], 1)])
    yes, correlation, draws = np.array([0.4, 0.7, 0.8]), 0.3, 400_000
    chance = np.random.default_rng(5)
    mood = chance.standard_normal((draws, 1))
    groups = np.repeat(np.arange(3), rule.counts)
    own = chance.standard_normal((draws, len(groups)))
    said = norm.ppf(yes)[groups] - math.sqrt(correlation) * mood + math.sqrt(1 - correlation) * own > 0
    passes = (said[:, :2].sum(1) * 3 + said[:, 2:17].sum(1) >= 14) & said[:, 17]
    found = float(passage_chance(yes, rule, correlation))
    assert found == pytest.approx(passes.mean(), abs=4 * math.sqrt(0.25 / draws))
    assert abs(found - float(passage_chance(yes, rule, 0.0))) > 0.01


def test_three_members_by_hand() -> None:
    """Two of three, each with 0.6: 3 * 0.36 * 0.4 + 0.216 independently; all of one mind, 0.6."""
    rule = one_body([1], 2, [3])
    assert passage_chance([0.6], rule, [0.0, 1.0]) == pytest.approx([0.648, 0.6], abs=1e-15)


def test_two_members_have_a_closed_form() -> None:
    """Both of two who are torn: 1/4 + arcsin(correlation) / (2 pi)."""
    correlations = np.linspace(0, 1, 101)
    expected = 0.25 + np.arcsin(correlations) / (2 * math.pi)
    assert passage_chance([0.5], one_body([1], 2, [2]), correlations) == pytest.approx(expected, abs=CLOSE)


@given(cases(members=6), CORRELATIONS, st.data())
@settings(max_examples=400)
def test_more_willing_or_less_asked_never_hurts(case, correlation: float, data) -> None:
    rule, yes = case
    more = np.array([data.draw(st.floats(float(chance), 1)) for chance in yes])
    lower = np.array([data.draw(st.integers(1, int(quota))) for quota in rule.quotas])
    now = passage_chance(yes, rule, correlation)
    assert passage_chance(more, rule, correlation) >= now - CLOSE
    assert passage_chance(yes, VotingRule(rule.weights, lower, rule.counts), correlation) >= now - CLOSE


@given(cases(), CORRELATIONS)
@settings(max_examples=300)
def test_members_alone_equal_a_group(case, correlation: float) -> None:
    rule, yes = case
    groups = np.repeat(np.arange(len(yes)), rule.counts)
    alone = VotingRule(rule.weights[:, groups], rule.quotas, np.ones(len(groups), np.int64))
    assert passage_chance(yes[groups], alone, correlation) == pytest.approx(
        float(passage_chance(yes, rule, correlation)), abs=CLOSE
    )


@given(cases(shared=False, bodies=3), CORRELATIONS)
@settings(max_examples=200)
def test_bodies_share_the_mood(case, correlation: float) -> None:
    """Together they pass no less often than independently, and no more often than the least likely alone."""
    rule, yes = case
    single = [
        float(passage_chance(yes, VotingRule(rule.weights[[body]], rule.quotas[[body]], rule.counts), correlation))
        for body in range(len(rule.quotas))
    ]
    assert math.prod(single) - CLOSE <= passage_chance(yes, rule, correlation) <= min(single) + CLOSE


def test_many_at_once() -> None:
    chance = np.random.default_rng(3)
    rule = all_of([one_body([1, 1, 1], 51, [40, 35, 25]), one_body([1, 1], 218, [220, 215])])
    yes, correlation = chance.random((2, 3, 5)), chance.random((2, 1))
    found = passage_chance(yes, rule, correlation)
    assert found.shape == (2, 3)
    for row, column in np.ndindex(2, 3):
        assert found[row, column] == passage_chance(yes[row, column], rule, correlation[row, 0])


def test_four_thousand_draws_of_a_large_body_are_quick() -> None:
    rule = one_body([1, 1, 1], 268, [235, 200, 100])
    yes = np.random.default_rng(3).uniform(0.3, 0.8, (4000, 3))
    passage_chance(yes[:1], rule, 0.3)
    begin = time.process_time()
    passage_chance(yes, rule, 0.3)
    assert time.process_time() - begin < 20


def test_heavy_votes_are_counted_and_too_heavy_ones_refused() -> None:
    assert passage_chance([0.5, 0.5], one_body([999_999, 1], 1_000_000), 0.0) == pytest.approx(0.25)
    with pytest.raises(TooLarge, match="larger unit"):
        passage_chance([0.5], one_body([10**7], 5 * 10**6, [1]), 0.0)
    many = VotingRule(np.ones((2, 2), np.int64), np.array([1, 1]), np.array([40, 40]))
    with pytest.raises(TooLarge, match="1,681 ways"):
        passage_chance([0.5, 0.5], many, 0.5)


@pytest.mark.parametrize(
    ("yes", "correlation", "message"),
    [
        ([0.5, 0.5], 0.5, "1 groups"),
        (0.5, 0.5, "1 groups"),
        ([1.5], 0.5, "Chances"),
        ([math.nan], 0.5, "Chances"),
        ([0.5], -0.1, "Correlations"),
        ([0.5], math.nan, "Correlations"),
    ],
)
def test_passage_refuses(yes, correlation: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        passage_chance(yes, one_body([1], 2, [3]), correlation)


@pytest.mark.parametrize(
    ("weights", "quotas", "counts", "message"),
    [
        ([[1, 1]], [3], [1, 1], "from 1 to its 2 votes"),
        ([[1, 1]], [0], [1, 1], "from 1 to"),
        ([[1, -1]], [1], [1, 1], "none negative"),
        ([[1, 0.5]], [1], [1, 1], "whole"),
        ([[1, 1]], [1], [1], "shapes"),
        ([1, 1], [1], [1, 1], "shapes"),
    ],
)
def test_a_rule_refuses(weights, quotas, counts, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        VotingRule(np.array(weights), np.array(quotas), np.array(counts))
