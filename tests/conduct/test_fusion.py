"""Fusing evidence, against sums and products of exact fractions and plain loops."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.conduct.fusion import (
    ALONE,
    cluster_weights,
    faithful_likelihood,
    log_evidence,
    posterior,
)
from tests.conduct.worked_evidence import ALL, ENVOY, LIKELIHOOD, PRIOR, fuse, reported


def test_worked_example() -> None:
    naive = fuse(PRIOR, LIKELIHOOD, np.ones(6))
    assert naive == pytest.approx([0.12642, 0.64395, 0.22957, 0.00007], abs=6e-6)
    reliable = fuse(PRIOR, reported(), np.ones(6))
    assert reliable == pytest.approx([0.12885, 0.63873, 0.23226, 0.00016], abs=6e-6)
    weights = cluster_weights(ENVOY, np.array([0.6]), ALL)
    assert weights == pytest.approx([1, 0.35714, 0.35714, 0.35714, 0.35714, 1], abs=5e-6)
    assert fuse(PRIOR, reported(), weights) == pytest.approx([0.0969, 0.64737, 0.25131, 0.00442], abs=6e-6)


def test_two_layers_by_hand() -> None:
    """Intent by mechanism: a pause speaks for a deliberate stop, and for sincerity only so far as sincerity implies one.

    Deliberate: .2 x .9 + .5 x .7 + .3 x .8 = .77, and .77 x .95 / (.77 x .95 + .23 x .12) = .9636. Sincere:
    .2 x (.9 x .95 + .1 x .12) / .7591 = .2284.
    """
    intent, deliberate = np.array([0.2, 0.5, 0.3]), np.array([0.9, 0.7, 0.8])
    joint = np.concatenate([intent * deliberate, intent * (1 - deliberate)])
    found = fuse(joint, np.array([[0.95] * 3 + [0.12] * 3]), np.ones(1))
    assert joint[:3].sum() == pytest.approx(0.77)
    assert found[:3].sum() == pytest.approx(0.9636, abs=5e-5)
    assert found[0] + found[3] == pytest.approx(0.2284, abs=5e-5)


chances = st.integers(1, 1000).map(lambda number: Fraction(number, 1000))
shares = st.integers(0, 100).map(lambda number: Fraction(number, 100))


@st.composite
def cases(draw) -> tuple[list[Fraction], list[list[Fraction]], list[int]]:
    """A prior that may hold zeros, likelihoods, and whole weights, with which powers are exact."""
    hypotheses, items = draw(st.integers(1, 6)), draw(st.integers(0, 6))
    prior = draw(st.lists(shares, min_size=hypotheses, max_size=hypotheses).filter(any))
    row = st.lists(chances, min_size=hypotheses, max_size=hypotheses)
    likelihood = draw(st.lists(row, min_size=items, max_size=items))
    return prior, likelihood, draw(st.lists(st.integers(0, 3), min_size=items, max_size=items))


def floats(prior, likelihood, weights) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return (
        np.array(prior, dtype=float),
        np.array(likelihood, dtype=float).reshape(len(likelihood), len(prior)),
        np.array(weights, dtype=float),
    )


@given(cases())
@settings(max_examples=600)
def test_posterior_equals_exact_fractions(case) -> None:
    prior, likelihood, weights = case
    scores = [
        share * math.prod(row[h] ** weight for row, weight in zip(likelihood, weights, strict=True))
        for h, share in enumerate(prior)
    ]
    found = fuse(*floats(*case))
    assert found == pytest.approx([float(score / sum(scores)) for score in scores], rel=1e-11, abs=1e-300)
    assert found.sum() == pytest.approx(1, abs=1e-12)
    assert ((found == 0) == (np.array(prior) == 0)).all()


@given(cases(), st.randoms(use_true_random=False))
@settings(max_examples=300)
def test_order_of_items_does_not_matter(case, random) -> None:
    prior, likelihood, weights = floats(*case)
    order = list(range(len(weights)))
    random.shuffle(order)
    turned = likelihood[order], weights[order]
    assert fuse(prior, *turned) == pytest.approx(fuse(prior, likelihood, weights), rel=1e-11)


@given(cases(), st.data())
@settings(max_examples=500)
def test_items_of_a_fully_correlated_cluster_count_as_one(case, data) -> None:
    """An item repeated within a cluster of its own moves nothing; nor does one that is only retold."""
    prior, likelihood, _ = floats(*case)
    items = len(likelihood)
    alone = np.full(items, ALONE)
    plain = fuse(prior, likelihood, cluster_weights(alone, np.empty(0), np.ones(items, dtype=bool)))
    if not items:
        assert plain == pytest.approx(prior / prior.sum())
        return
    copied, times = data.draw(st.integers(0, items - 1)), data.draw(st.integers(1, 4))
    rows = [*range(items), *[copied] * times]
    together = np.append(alone, [0] * times)
    together[copied] = 0
    for correlation, counted in ((1.0, [True] * times), (data.draw(st.floats(0, 1)), [False] * times)):
        weights = cluster_weights(together, np.array([correlation]), np.append(np.ones(items, dtype=bool), counted))
        assert fuse(prior, likelihood[rows], weights) == pytest.approx(plain, rel=1e-10)


@given(
    st.lists(st.tuples(st.integers(-1, 2), st.booleans()), max_size=12),
    st.lists(st.floats(0, 1), min_size=6, max_size=6),
)
@settings(max_examples=500)
def test_cluster_weights_equal_counting(items, correlations) -> None:
    """For each of two draws; the effective number of items of a cluster is m / (1 + (m - 1) rho)."""
    correlation = np.array(correlations).reshape(2, 3)
    cluster, counted = np.array([c for c, _ in items], dtype=int), np.array([k for _, k in items], dtype=bool)
    found = cluster_weights(cluster, correlation, counted)
    assert found.shape == (2, len(items))
    for draw in range(2):
        for item, (own, counts) in enumerate(items):
            m = sum(c == own and k for c, k in items)
            rho = 0.0 if own == ALONE else correlation[draw, own]
            assert found[draw, item] == (pytest.approx(1 / (1 + (m - 1) * rho)) if counts else 0)


@given(chances, shares, shares)
@settings(max_examples=300)
def test_a_report_is_the_thing_or_noise(p, r, b) -> None:
    found = faithful_likelihood(np.array([[float(p)]]), np.array([[float(r)]]), float(b))
    assert found == pytest.approx(float(r * p + (1 - r) * b), rel=1e-14)
    assert found.shape == (1, 1)
    assert found <= 1


def test_draws_are_independent_of_each_other() -> None:
    random = np.random.default_rng(1)
    prior = random.dirichlet(np.ones(5), 40)
    likelihood, weights = random.uniform(0.01, 1, (40, 7, 5)), random.uniform(0, 1, (40, 7))
    found = fuse(prior, likelihood, weights)
    single = [fuse(*one) for one in zip(prior, likelihood, weights, strict=True)]
    assert found == pytest.approx(np.array(single), rel=1e-13)
    slow = [
        [sum(w * math.log(p) for w, p in zip(weights[d], likelihood[d, :, h], strict=True)) for h in range(5)]
        for d in range(40)
    ]
    assert log_evidence(likelihood, weights) == pytest.approx(np.array(slow), rel=1e-12)


def test_tiny_priors_and_long_evidence_do_not_underflow() -> None:
    prior = np.array([1e-300, 1.0, 0.0, 5e-324])
    found = fuse(prior, np.tile([0.9, 0.09, 0.9, 0.09], (302, 1)), np.ones(302))
    assert found[0] == pytest.approx(100 / 101, rel=1e-9)
    assert found[2] == 0
    assert found.sum() == pytest.approx(1)
    long = fuse(np.array([0.5, 0.5]), np.tile([0.1, 0.0999], (5000, 1)), np.ones(5000))
    assert long[0] == pytest.approx(1 / (1 + 0.999**5000))


def test_a_hypothesis_that_the_evidence_rules_out() -> None:
    assert posterior(np.array([0.5, 0.3, 0.2]), np.array([-np.inf, 0.0, 0.0])).round(12).tolist() == [0, 0.6, 0.4]


def wrong_calls() -> list[tuple[str, object]]:
    one, two = np.ones(1), np.ones(2)
    table = np.full((1, 2), 0.5)
    return [
        ("greater than 0; found 0.0", lambda: fuse(two, np.array([[0.5, 0.0]]), one)),
        ("greater than 0; found nan", lambda: fuse(two, np.array([[0.5, np.nan]]), one)),
        ("greater than 0; found inf", lambda: fuse(two, np.array([[0.5, np.inf]]), one)),
        ("Weights must be finite", lambda: fuse(two, table, -one)),
        ("one weight for each item", lambda: fuse(two, table, two)),
        ("one weight for each item", lambda: log_evidence(two, two)),
        ("Priors must be finite", lambda: fuse(-two, table, one)),
        ("Priors must be finite", lambda: fuse(two * np.nan, table, one)),
        ("rule out every hypothesis", lambda: fuse(0 * two, table, one)),
        ("rule out every hypothesis", lambda: posterior(np.array([1.0, 0.0]), np.array([-np.inf, 0.0]))),
        ("below infinity", lambda: posterior(two, two * np.nan)),
        ("below infinity", lambda: posterior(two, two * np.inf)),
        ("the same hypotheses", lambda: fuse(one, table, one)),
        ("Likelihoods must be chances", lambda: faithful_likelihood(3 * table, one, one)),
        ("report is faithful must be", lambda: faithful_likelihood(table, -one, one)),
        ("not faithful must be", lambda: faithful_likelihood(table, one, 1.5)),
        ("Cluster 1 has no correlation", lambda: cluster_weights(np.array([0, 1]), one, two > 0)),
        ("Cluster -2 has no correlation", lambda: cluster_weights(np.array([0, -2]), one, two > 0)),
        ("Correlations within clusters", lambda: cluster_weights(np.array([0, 0]), -one, two > 0)),
        ("needs a cluster and whether", lambda: cluster_weights(np.array([0, 0]), one, one > 0)),
    ]


@pytest.mark.parametrize(("words", "call"), wrong_calls())
def test_wrong_arguments(words, call) -> None:
    with pytest.raises(ValueError, match=words):
        call()
