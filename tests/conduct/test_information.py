"""The value of information, against entropies and a decision tree in which every way to act on the results is tried."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.conduct.information import (
    best_action_after,
    expected_information_gain,
    expected_value_of_perfect_information,
    expected_value_of_sample_information,
)

CLOSE = 1e-9


def exhaustive(size: int) -> st.SearchStrategy[list[float]]:
    """Chances that sum to 1, often with zeros."""
    parts = st.lists(st.integers(0, 20), min_size=size, max_size=size).filter(any)
    return parts.map(lambda numbers: [number / sum(numbers) for number in numbers])


@st.composite
def cases(draw) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    hypotheses, results, actions = draw(st.integers(1, 4)), draw(st.integers(1, 3)), draw(st.integers(1, 3))
    columns = draw(st.lists(exhaustive(results), min_size=hypotheses, max_size=hypotheses))
    row = st.lists(st.integers(-5, 5), min_size=hypotheses, max_size=hypotheses)
    value = draw(st.lists(row, min_size=actions, max_size=actions))
    return np.array(draw(exhaustive(hypotheses))), np.array(columns).T, np.array(value, dtype=float)


def entropy(chances) -> float:
    return -sum(p * math.log2(p) for p in chances if p > 0)


def best_policy(prior, likelihood, value) -> float:
    """The most that any rule from results to actions can expect."""
    cells = list(product(range(len(likelihood)), range(len(prior))))
    return max(
        sum(prior[h] * likelihood[x, h] * value[policy[x], h] for x, h in cells)
        for policy in product(range(len(value)), repeat=len(likelihood))
    )


@given(cases())
@settings(max_examples=700)
def test_information_gain_equals_entropies(case) -> None:
    """H(hypothesis) + H(result) - H(both)."""
    prior, likelihood, _ = case
    joint = prior * likelihood
    found = expected_information_gain(prior, likelihood)
    assert found == pytest.approx(entropy(prior) + entropy(joint.sum(axis=1)) - entropy(joint.ravel()), abs=CLOSE)
    assert 0 <= found <= entropy(prior) + CLOSE


@given(cases())
@settings(max_examples=700)
def test_values_equal_the_decision_tree(case) -> None:
    prior, likelihood, value = case
    now = max(sum(p * v for p, v in zip(prior, row, strict=True)) for row in value)
    sample = expected_value_of_sample_information(prior, likelihood, value)
    perfect = expected_value_of_perfect_information(prior, value)
    assert sample == pytest.approx(best_policy(prior, likelihood, value) - now, abs=CLOSE)
    assert perfect == pytest.approx(best_policy(prior, np.eye(len(prior)), value) - now, abs=CLOSE)
    assert 0 <= sample <= perfect + CLOSE


@given(cases())
@settings(max_examples=500)
def test_actions_after_results_earn_the_value(case) -> None:
    prior, likelihood, value = case
    after = best_action_after(prior, likelihood, value)
    earned = 0.0
    for x, chance in enumerate(after.chance):
        assert chance == pytest.approx(sum(p * q for p, q in zip(prior, likelihood[x], strict=True)))
        if chance == 0:
            assert after.action[x] == -1
            assert np.isnan(after.posterior[x]).all()
            continue
        assert after.posterior[x] == pytest.approx([p * q / chance for p, q in zip(prior, likelihood[x], strict=True)])
        earned += chance * float(value[after.action[x]] @ after.posterior[x])
    assert earned == pytest.approx(best_policy(prior, likelihood, value), abs=CLOSE)
    assert prior @ value[after.now] == pytest.approx((value @ prior).max(), abs=CLOSE)


@given(cases(), st.data())
@settings(max_examples=300)
def test_a_useless_observation_is_worth_nothing(case, data) -> None:
    prior, likelihood, value = case
    useless = np.tile(np.array(data.draw(exhaustive(len(likelihood))))[:, np.newaxis], len(prior))
    assert expected_information_gain(prior, useless) == pytest.approx(0, abs=CLOSE)
    assert expected_value_of_sample_information(prior, useless, value) == pytest.approx(0, abs=CLOSE)


def test_much_to_learn_and_nothing_to_gain_by_hand() -> None:
    """Sincere .5 or not: meet is worth 4 and 1, stay away 0 and 3.

    Meeting expects 2.5 and staying away 1.5; told the truth one expects .5 x 4 + .5 x 3 = 3.5, so perfect information is worth 1.
    A test seen in 90 % and 20 % of cases: seen, meet for .5 x .9 x 4 + .5 x .2 x 1 = 1.9; unseen, stay away for .5 x .8 x 3 = 1.2,
    together 3.1, so .6. A weaker test (30 % and 50 %) informs, but one meets
    all the same: seen, meeting expects .15 x 4 + .25 x 1 = .85 and staying away .25 x 3 = .75.
    """
    prior, value = np.array([0.5, 0.5]), np.array([[4.0, 1.0], [0.0, 3.0]])
    good, idle = np.array([[0.9, 0.2], [0.1, 0.8]]), np.array([[0.3, 0.5], [0.7, 0.5]])
    assert expected_value_of_perfect_information(prior, value) == pytest.approx(1)
    assert expected_value_of_sample_information(prior, good, value) == pytest.approx(0.6)
    after = best_action_after(prior, good, value)
    assert (int(after.now), after.action.tolist()) == (0, [0, 1])
    assert after.chance == pytest.approx([0.55, 0.45])
    assert after.posterior == pytest.approx(np.array([[9 / 11, 2 / 11], [1 / 9, 8 / 9]]))
    assert expected_value_of_sample_information(prior, idle, value) == 0
    assert expected_information_gain(prior, idle) == pytest.approx(0.0303, abs=5e-5)
    assert best_action_after(prior, idle, value).action.tolist() == [0, 0]


def test_where_nothing_is_better_one_stays_with_the_action_of_now() -> None:
    """After the second result both actions are level; after the first the second is worse."""
    prior, value = np.array([0.5, 0.5]), np.array([[1.0, 0.0], [2.0, 0.0]])
    assert best_action_after(prior, np.array([[1.0, 0.0], [0.0, 1.0]]), value).action.tolist() == [1, 1]


def test_draws_broadcast() -> None:
    random = np.random.default_rng(3)
    prior = random.dirichlet(np.ones(4), 30)
    likelihood = random.dirichlet(np.ones(3), (30, 4)).swapaxes(1, 2)
    value = random.normal(size=(30, 5, 4))
    single = np.array([expected_information_gain(prior[d], likelihood[d]) for d in range(30)])
    assert expected_information_gain(prior, likelihood) == pytest.approx(single)
    for beliefs, chances, values in [
        (prior, likelihood, value),
        (prior, likelihood[0], value[0]),
        (prior[0], likelihood, value[0]),
        (prior[0], likelihood[0], value),
    ]:
        found = expected_value_of_sample_information(beliefs, chances, values)
        after = best_action_after(beliefs, chances, values)
        assert found.shape == (30,)
        for d in range(30):
            p, c, v = (
                whole if whole.ndim == single else whole[d]
                for whole, single in ((beliefs, 1), (chances, 2), (values, 2))
            )
            assert found[d] == pytest.approx(expected_value_of_sample_information(p, c, v))
            one = best_action_after(p, c, v)
            assert np.broadcast_to(after.now, 30)[d] == one.now
            assert after.action[d].tolist() == one.action.tolist()
            assert after.posterior[d] == pytest.approx(one.posterior)
            assert after.chance[d] == pytest.approx(one.chance)
    perfect = np.array([expected_value_of_perfect_information(prior[d], value[d]) for d in range(30)])
    assert expected_value_of_perfect_information(prior, value) == pytest.approx(perfect)


EVEN, SURE, WORTH = np.full(2, 0.5), np.eye(2), np.ones((3, 2))


@pytest.mark.parametrize(
    ("words", "call"),
    [
        ("Priors must sum to 1", lambda: expected_information_gain(np.ones(2), SURE)),
        ("Priors must sum to 1", lambda: expected_value_of_perfect_information(EVEN / 2, WORTH)),
        ("Priors must be chances", lambda: expected_information_gain(np.array([1.5, -0.5]), SURE)),
        ("all results under a hypothesis must sum to 1", lambda: expected_information_gain(EVEN, SURE[:1])),
        ("by result and hypothesis", lambda: expected_information_gain(EVEN, np.ones((1, 3)))),
        ("by result and hypothesis", lambda: expected_information_gain(EVEN, EVEN)),
        ("each action and hypothesis", lambda: expected_value_of_sample_information(EVEN, SURE, np.ones((3, 1)))),
        ("each action and hypothesis", lambda: best_action_after(EVEN, SURE, WORTH * np.inf)),
        ("each action and hypothesis", lambda: best_action_after(EVEN, SURE, np.empty((0, 2)))),
    ],
)
def test_wrong_arguments(words, call) -> None:
    with pytest.raises(ValueError, match=words):
        call()
