"""What the leader hangs on, against exact fractions, a search over priors, and evidence that is made wrong on purpose."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pourparler.conduct.fusion import cluster_weights, posterior
from pourparler.conduct.sensitivity import (
    break_even_priors,
    factors_to_change_leader,
    share_keeping_leader,
)
from tests.conduct.worked_evidence import ALL, ENVOY, PRIOR, fuse, reported

chances = st.integers(1, 100).map(lambda number: Fraction(number, 100))


@st.composite
def cases(draw, least_items: int = 0) -> tuple[list[Fraction], list[list[Fraction]]]:
    hypotheses, items = draw(st.integers(2, 5)), draw(st.integers(least_items, 5))
    row = st.lists(chances, min_size=hypotheses, max_size=hypotheses)
    return draw(row), draw(st.lists(row, min_size=items, max_size=items))


def example() -> tuple[np.ndarray, np.ndarray]:
    weights = cluster_weights(ENVOY, np.array([0.6]), ALL)
    return weights[:, np.newaxis] * np.log(reported()), weights


def test_without_the_speech_sincerity_doubles() -> None:
    found = fuse(PRIOR, reported()[:5], example()[1][:5])
    assert found == pytest.approx([0.203, 0.517, 0.277, 0.004], abs=5e-4)


def test_how_sure_the_leader_is_over_draws() -> None:
    """Each ln likelihood wrong by a factor of 2 either way in nine cases of ten, the prior worth 20 cases."""
    random = np.random.default_rng(7)
    _, weights = example()
    priors = random.dirichlet(20 * PRIOR, 50_000)
    noise = random.normal(0, math.log(2) / 1.645, (50_000, 6, 4))
    draws = fuse(priors, reported() * np.exp(noise), np.broadcast_to(weights, (50_000, 6)))
    best = fuse(PRIOR, reported(), weights)
    assert share_keeping_leader(best, draws) == pytest.approx(0.80, abs=0.01)
    assert np.quantile(draws[:, 1], [0.05, 0.95]) == pytest.approx([0.25, 0.90], abs=0.01)


@given(cases())
@settings(max_examples=500)
def test_break_even_priors_make_a_tie(case) -> None:
    """Exactly: a billionth below its number each hypothesis is behind the best of the others, a billionth above it is ahead."""
    prior, likelihood = case
    evidence = [math.prod(row[h] for row in likelihood) for h in range(len(prior))]
    found = break_even_priors(np.array(prior, dtype=float), np.log(np.array(evidence, dtype=float)))
    for h, number in enumerate(found):
        others = sum(prior) - prior[h]
        for side in (-1, 1):
            own = Fraction(float(number)) * (1 + Fraction(side, 10**9))
            rival = max((1 - own) * prior[j] / others * evidence[j] for j in range(len(prior)) if j != h)
            assert (own * evidence[h] - rival) * side > 0


def test_break_even_priors_on_a_grid() -> None:
    """The first prior of a fine grid at which each hypothesis leads."""
    evidence = example()[0].sum(axis=0)
    found = break_even_priors(PRIOR, evidence)
    grid = np.linspace(0, 1, 20_001)[1:-1]
    for h in range(4):
        priors = (1 - grid)[:, np.newaxis] * PRIOR / (1 - PRIOR[h])
        priors[:, h] = grid
        leads = posterior(priors, np.broadcast_to(evidence, priors.shape)).argmax(axis=1) == h
        assert found[h] == pytest.approx(grid[leads][0], abs=6e-5)
    assert (found[1] < PRIOR[1]) == (posterior(PRIOR, evidence).argmax() == 1)


def test_break_even_priors_at_the_edges() -> None:
    ruled_out = break_even_priors(np.array([0.2, 0.5, 0.3]), np.array([-np.inf, 0.0, -np.inf]))
    assert ruled_out.tolist() == [1, 0, 1]
    # A hypothesis of prior 0 still has a number: here 1 : 4 of likelihood against the best of the rest, at 3/4 of these.
    unbelieved = break_even_priors(np.array([0, 0.75, 0.25]), np.log([0.25, 1, 1]))
    assert unbelieved[0] == pytest.approx(0.75)


@given(cases(least_items=1), st.data())
@settings(max_examples=500)
def test_an_item_that_is_off_by_its_factor_makes_a_tie(case, data) -> None:
    prior, rows = case
    likelihood = np.array(rows, dtype=float)
    weights = np.array(data.draw(st.lists(st.sampled_from([0.2, 0.5, 1.0]), min_size=len(rows), max_size=len(rows))))
    before = fuse(np.array(prior, dtype=float), likelihood, weights)
    found = factors_to_change_leader(before, weights)
    assert (found.factors >= 1).all()
    assert before[found.leader] == before.max()
    assert before[found.runner_up] == np.delete(before, found.leader).max()
    item = data.draw(st.integers(0, len(rows) - 1))
    assume(found.factors[item] < 1e12)
    likelihood[item, found.leader] /= found.factors[item]
    after = fuse(np.array(prior, dtype=float), likelihood, weights)
    assert after[found.leader] == pytest.approx(after[found.runner_up], rel=1e-9)
    assert after[found.runner_up] == pytest.approx(np.delete(after, found.leader).max(), rel=1e-9)


def test_factors_by_hand() -> None:
    found = factors_to_change_leader(np.array([0.1, 0.6, 0.3]), np.array([1, 0.5, 0, 1e-9]))
    assert (found.leader, found.runner_up) == (1, 2)
    assert found.factors == pytest.approx([2, 4, np.inf, np.inf])
    assert factors_to_change_leader(np.array([1.0, 0.0]), np.array([1.0, 0.0])).factors.tolist() == [np.inf, np.inf]
    tied = factors_to_change_leader(np.array([0.5, 0.5]), np.array([0.3, 0.0]))
    assert (tied.leader, tied.runner_up, tied.factors.tolist()) == (0, 1, [1, np.inf])


def test_share_of_draws_by_hand() -> None:
    draws = np.array([[0.6, 0.3, 0.1], [0.3, 0.6, 0.1], [0.4, 0.4, 0.2], [0.1, 0.2, 0.7]])
    assert share_keeping_leader(np.array([0.5, 0.3, 0.2]), draws) == 0.5


TWO, HALF = np.ones(2), np.full(2, 0.5)


@pytest.mark.parametrize(
    ("words", "call"),
    [
        ("At least two hypotheses", lambda: break_even_priors(np.array([0.0, 1.0]), TWO)),
        ("Priors must be finite", lambda: break_even_priors(-TWO, TWO)),
        ("rule out every hypothesis", lambda: break_even_priors(TWO, -TWO * np.inf)),
        ("two hypotheses or more", lambda: factors_to_change_leader(np.ones(1), TWO)),
        ("No hypothesis leads", lambda: factors_to_change_leader(0 * TWO, TWO)),
        ("Probabilities must be chances", lambda: factors_to_change_leader(3 * TWO, TWO)),
        ("Weights must be finite", lambda: factors_to_change_leader(HALF, -TWO)),
        ("shape \\(draws, 2\\)", lambda: share_keeping_leader(HALF, np.empty((0, 2)))),
        ("shape \\(draws, 2\\)", lambda: share_keeping_leader(HALF, np.ones((4, 3)))),
    ],
)
def test_wrong_arguments(words, call) -> None:
    with pytest.raises(ValueError, match=words):
        call()
