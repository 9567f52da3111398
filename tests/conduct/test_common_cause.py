"""One common cause, against exact sums over all causes and by simulation."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.conduct.common_cause import common_cause_log_likelihood
from pourparler.conduct.fusion import cluster_weights, posterior
from tests.conduct.worked_evidence import fuse

chances = st.integers(0, 40).map(lambda number: Fraction(number, 40))


@st.composite
def cases(draw) -> tuple[list[Fraction], list[list[Fraction]], list[list[Fraction]]]:
    hypotheses, items = draw(st.integers(1, 4)), draw(st.integers(0, 5))
    row = st.lists(chances, min_size=hypotheses, max_size=hypotheses)
    table = st.lists(row, min_size=items, max_size=items)
    return draw(row), draw(table), draw(table)


def arrays(case) -> list[np.ndarray]:
    cause, *tables = case
    return [np.array(cause, dtype=float)] + [
        np.array(table, dtype=float).reshape(len(table), len(cause)) for table in tables
    ]


@given(cases())
@settings(max_examples=600)
def test_equals_the_exact_sum_over_causes(case) -> None:
    cause, *tables = case
    found = common_cause_log_likelihood(*arrays(case))
    for h, share in enumerate(cause):
        exact = sum(
            chance * math.prod(row[h] for row in table)
            for chance, table in zip((share, 1 - share), tables, strict=True)
        )
        assert np.exp(found[h]) == pytest.approx(float(exact), rel=1e-12, abs=0)
        assert (found[h] == -np.inf) == (exact == 0)


@given(cases())
@settings(max_examples=300)
def test_a_cause_that_changes_nothing_leaves_items_independent(case) -> None:
    cause, table, _ = arrays(case)
    table = np.maximum(table, 0.01)
    found = common_cause_log_likelihood(cause, table, table)
    assert found == pytest.approx(np.log(table).sum(axis=0), rel=1e-12, abs=1e-12)


def test_by_simulation() -> None:
    random = np.random.default_rng(4)
    cause, with_cause, without_cause = 0.3, np.array([0.9, 0.8, 0.95]), np.array([0.2, 0.5, 0.4])
    staged = random.random(400_000) < cause
    seen = random.random((400_000, 3)) < np.where(staged[:, np.newaxis], with_cause, without_cause)
    found = common_cause_log_likelihood(np.array([cause]), with_cause[:, np.newaxis], without_cause[:, np.newaxis])
    assert np.exp(found[0]) == pytest.approx(seen.all(axis=1).mean(), abs=0.003)


def test_a_staged_message_by_hand() -> None:
    """Four points of one message, each .9 if it is staged; else .9 under the first hypothesis and .1 under the second.

    It is staged with a chance of .5 under both. Evidence: .6561, and .5 x .6561 + .5 x .0001 = .3281, so that the four points
    together are 2 to 1 and not 6,561 to 1. Weights cannot say this: at rho = 1 the four still count as one item, 9 to 1.
    """
    without = np.tile([0.9, 0.1], (4, 1))
    found = common_cause_log_likelihood(np.full(2, 0.5), np.full((4, 2), 0.9), without)
    assert np.exp(found).round(12).tolist() == [0.6561, 0.3281]
    even = np.full(2, 0.5)
    assert posterior(even, found)[1] == pytest.approx(0.3281 / 0.9842)
    assert fuse(even, without, np.ones(4))[1] == pytest.approx(1 / 6562)
    weights = cluster_weights(np.zeros(4, dtype=int), np.ones(1), np.ones(4, dtype=bool))
    assert fuse(even, without, weights)[1] == pytest.approx(0.1)


def test_long_messages_do_not_underflow_and_draws_broadcast() -> None:
    random = np.random.default_rng(2)
    cause, tables = random.random((20, 3)), random.uniform(1e-9, 1e-8, (2, 20, 60, 3))
    found = common_cause_log_likelihood(cause, *tables)
    assert np.isfinite(found).all()
    single = [common_cause_log_likelihood(cause[d], tables[0, d], tables[1, d]) for d in range(20)]
    assert found == pytest.approx(np.array(single), rel=1e-13)


@pytest.mark.parametrize(
    ("words", "cause", "with_cause", "without_cause"),
    [
        ("Chances of the cause", [1.5, 0], [[1, 1]], [[1, 1]]),
        ("with the cause", [1, 0], [[-1, 1]], [[1, 1]]),
        ("without the cause", [1, 0], [[1, 1]], [[1, np.nan]]),
        ("shapes are", [1, 0, 0], [[1, 1]], [[1, 1]]),
        ("shapes are", [1, 0], [[1, 1]], [[1, 1], [1, 1]]),
        ("shapes are", [1, 0], [1, 1], [1, 1]),
    ],
)
def test_wrong_arguments(words, cause, with_cause, without_cause) -> None:
    with pytest.raises(ValueError, match=words):
        common_cause_log_likelihood(*(np.array(values, dtype=float) for values in (cause, with_cause, without_cause)))
