"""The compiled frontier of two parties against plain enumeration and against the general one, bit by bit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.deals.equality import joined_tolerances, tolerances
from pourparler.deals.frontier import pareto_frontier
from pourparler.deals.two_party import two_party_frontier
from tests.deals import oracle


def run(blocks: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    joined = np.concatenate(blocks)
    starts = np.cumsum([0, *map(len, blocks)])
    return two_party_frontier(joined, starts, joined_tolerances(joined, starts))


@settings(max_examples=1500)
@given(oracle.spaces(parties=(2, 2)))
def test_equals_plain_enumeration(blocks: oracle.Blocks) -> None:
    expected = oracle.frontier(blocks)
    points, choices = run(oracle.floats(blocks))
    assert np.array_equal(np.rint(points * 10), np.array(list(expected)))
    assert choices.tolist() == [list(deals[0]) for deals in expected.values()]


@settings(max_examples=300)
@given(blocks=oracle.spaces(parties=(2, 2), most=10**6, largest=40), offset=st.integers(-10_000, 10_000))
def test_equals_the_general_frontier(blocks: oracle.Blocks, offset: int) -> None:
    arrays = [array + offset for array in oracle.floats(blocks)]
    expected = pareto_frontier(arrays)
    points, choices = run(arrays)
    assert np.array_equal(points, expected.points)
    assert np.array_equal(choices, expected.choices)


@pytest.mark.parametrize("seed", range(20))
def test_equals_the_general_frontier_on_spaces_of_real_size(seed: int) -> None:
    draws = np.random.default_rng(seed)
    arrays = [draws.random((draws.integers(2, 61), 2)) * draws.random(2) for _ in range(13)]
    expected = pareto_frontier(arrays)
    points, choices = run(arrays)
    assert np.array_equal(points, expected.points)
    assert np.array_equal(choices, expected.choices)


def test_order_of_summation_makes_no_spurious_points() -> None:
    steps = np.array([0.0, 0.1, 0.2, 0.3])
    points, choices = run([np.column_stack([steps, steps[::-1]])] * 6)
    assert len(points) == 19
    assert choices[1].tolist() == [2, 3, 3, 3, 3, 3]


def test_a_large_constant_costs_no_digits() -> None:
    block = np.array([[0.0, 3.0], [1.0, 2.0], [2.0, 1.0], [3.0, 0.0]]) + 2.0**51
    points, choices = run([block] * 12)
    assert (len(points), choices[1].tolist()) == (37, [2, *[3] * 11])


def test_the_first_of_many_equal_combinations_is_chosen() -> None:
    draws = np.random.default_rng(0)
    kinds = np.array([[3.0, 0.0], [2.0, 1.0], [0.0, 2.0], [0.0, 0.0]])
    rows = draws.integers(0, 4, 500)
    points, choices = run([kinds[rows]])
    assert points.tolist() == kinds[:3].tolist()
    assert choices[:, 0].tolist() == [rows.tolist().index(kind) for kind in range(3)]


def test_a_single_block_and_a_party_that_does_not_care() -> None:
    block = np.array([[1.0, 7.0], [3.0, 7.0], [3.0, 7.0], [2.0, 7.0]])
    points, choices = run([block])
    assert (points.tolist(), choices.tolist()) == ([[3.0, 7.0]], [[1]])


@pytest.mark.parametrize("starts", [[0], [0, 2], [1, 3], [0, 0, 3], [0, 3, 3]])
def test_what_is_no_space_is_refused(starts: list[int]) -> None:
    with pytest.raises(ValueError, match=r"starts must run from 0|Every block needs"):
        two_party_frontier(np.zeros((3, 2)), np.array(starts), np.zeros(2))


def test_three_parties_are_refused() -> None:
    with pytest.raises(ValueError, match="two columns"):
        two_party_frontier(np.zeros((3, 3)), np.array([0, 3]), tolerances([np.zeros((3, 3))]))
