"""The best deals under everyone's bounds, against a list of all deals in exact fractions."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.deals.inclusive import inclusive_frontier
from pourparler.deals.largest_product import largest_product
from pourparler.deals.zopa import SpaceTooLarge
from tests.deals.test_zopa import arrays, listed, spaces


def dominates(one, other) -> bool:
    return all(a >= b for a, b in zip(one, other, strict=True)) and one != other


@st.composite
def cases(draw):
    space, bounds = draw(spaces())
    parties = range(len(bounds))
    counting = tuple(draw(st.lists(st.sampled_from(parties), unique=True, min_size=1, max_size=len(bounds))))
    return space, bounds, counting


@given(cases(), st.sampled_from([1, 2, 7, 1 << 17]))
@settings(max_examples=1000)
def test_frontier_equals_the_list(case, chunk: int) -> None:
    space, bounds, counting = case
    deals = {choice: [sums[party] for party in counting] for choice, sums in listed(space, bounds).items()}
    expected = {}
    for choice, own in deals.items():
        if tuple(own) not in expected and not any(dominates(other, own) for other in deals.values()):
            expected[tuple(own)] = choice
    points, choices = inclusive_frontier(*arrays(space, bounds), counting, chunk)
    assert [tuple(choice) for choice in choices] == [expected[own] for own in sorted(expected, reverse=True)]
    exact = listed(space, bounds)
    for point, choice in zip(points, choices, strict=True):
        np.testing.assert_allclose(point, [float(value) for value in exact[tuple(choice)]], atol=1e-12)


@given(cases(), st.data())
@settings(max_examples=800)
def test_largest_product_equals_the_list_and_the_frontier(case, data) -> None:
    space, bounds, counting = case
    walk_away = {party: data.draw(st.integers(-6, 4)) for party in counting}
    deals = {}
    for choice, sums in listed(space, bounds).items():
        gains = [sums[party] - walk_away[party] for party in counting]
        if min(gains) > 0:
            deals[choice] = math.prod(gains)
    blocks, least, tolerance = arrays(space, bounds)
    leave = np.array([float(walk_away.get(party, -math.inf)) for party in range(len(bounds))])
    start = data.draw(st.none() | st.tuples(*(st.integers(0, len(block) - 1) for block in space)))
    found = largest_product(blocks, least, leave, tolerance, counting, start)
    gains = inclusive_frontier(blocks, least, tolerance, counting)[0][:, counting] - leave[list(counting)]
    on_frontier = gains[(gains > tolerance[0]).all(axis=1)].prod(axis=1)
    if not deals:
        assert found is None
        assert len(on_frontier) == 0
        return
    largest = max(deals.values())
    assert found is not None
    assert tuple(found[0]) == min(choice for choice, value in deals.items() if value == largest)
    np.testing.assert_allclose(found[1], [float(v) for v in listed(space, bounds)[tuple(found[0])]], atol=1e-12)
    assert on_frontier.max() == pytest.approx(float(largest), rel=1e-9)


def all_deals(blocks: list[np.ndarray]) -> np.ndarray:
    """Utilities of every deal, in lexicographic order of the choices."""
    sums = np.zeros((1, blocks[0].shape[1]))
    for block in blocks:
        sums = (sums[:, np.newaxis] + block).reshape(-1, sums.shape[1])
    return sums


@pytest.mark.parametrize("quantile", [0.1, 0.4, 0.7, 0.9])
@pytest.mark.parametrize("opposed", [False, True])
def test_medium_spaces_equal_a_plain_scan(quantile: float, opposed: bool) -> None:
    random = np.random.default_rng(11)
    counting = (3, 1)
    answers = 0
    for _ in range(15):
        blocks = [random.normal(size=(size, 5)) * random.random(5) for size in (4, 3, 6, 5, 4, 3)]
        for block in blocks:
            block[:, 1] -= opposed * block[:, 3]
        sums = all_deals(blocks)
        bounds = np.quantile(sums, quantile, axis=0)
        walk_away, tolerance = np.quantile(sums, 0.4, axis=0), np.full(5, 1e-12)
        inside = sums[(sums >= bounds).all(axis=1)][:, counting]
        kept = [own for own in inside if not ((inside >= own).all(axis=1) & (inside > own).any(axis=1)).any()]
        points, _ = inclusive_frontier(blocks, bounds, tolerance, counting, chunk=50)
        expected = np.array(sorted(map(tuple, kept), reverse=True)).reshape(-1, 2)
        np.testing.assert_allclose(points[:, counting], expected, atol=1e-11)
        gains = inside - walk_away[list(counting)]
        products = gains[(gains > 0).all(axis=1)].prod(axis=1)
        found = largest_product(blocks, bounds, walk_away, tolerance, counting)
        assert (found is None) == (len(products) == 0)
        if found is not None:
            answers += 1
            reached = (found[1] - walk_away)[list(counting)].prod()
            assert reached == pytest.approx(products.max(), rel=1e-10)
            picked = np.ravel_multi_index(tuple(found[0]), [len(block) for block in blocks])
            np.testing.assert_allclose(sums[picked], found[1], atol=1e-12)
    assert (answers == 15) if quantile < 0.5 else True


def test_leaving_an_ally_no_worse_off_costs_the_principals() -> None:
    # Two principals and an ally. Base closed: good for both principals, bad for the ally unless aid is paid.
    base = np.array([[0.0, 0.0, 0.0], [6.0, 4.0, -5.0]])
    aid = np.array([[0.0, 0.0, 0.0], [-2.0, 0.0, 5.0]])
    walk_away = np.zeros(3)
    free = largest_product([base, aid], np.array([0.0, 0.0, -np.inf]), walk_away, np.zeros(3), (0, 1))
    kept = largest_product([base, aid], np.zeros(3), walk_away, np.zeros(3), (0, 1))
    assert free is not None
    assert kept is not None
    assert (free[0].tolist(), free[1].tolist()) == ([1, 0], [6.0, 4.0, -5.0])
    assert (kept[0].tolist(), kept[1].tolist()) == ([1, 1], [4.0, 4.0, 0.0])
    points, choices = inclusive_frontier([base, aid], np.zeros(3), np.zeros(3), (0, 1))
    assert (points.tolist(), choices.tolist()) == ([[4.0, 4.0, 0.0]], [[1, 1]])
    assert largest_product([base, aid], np.array([0.0, 5.0, 0.0]), walk_away, np.zeros(3), (0, 1)) is None
    assert largest_product([base, aid], np.array([0.0, np.inf, 0.0]), walk_away, np.zeros(3), (0, 1)) is None


def test_a_gain_of_nothing_is_no_gain() -> None:
    blocks = [np.array([[1.0, 0.0], [0.0, 1.0]])]
    assert largest_product(blocks, np.full(2, -np.inf), np.zeros(2), np.zeros(2), (0, 1)) is None
    blocks = [np.array([[1.0, 1e-6], [0.0, 1.0]])]
    assert largest_product(blocks, np.full(2, -np.inf), np.zeros(2), np.full(2, 1e-5), (0, 1)) is None
    found = largest_product(blocks, np.full(2, -np.inf), np.zeros(2), np.full(2, 1e-7), (0, 1))
    assert found is not None
    assert found[0].tolist() == [0]


def test_a_space_that_nobody_can_list() -> None:
    # 40 issues of 10 options: each party takes what it values at 2 and the other at 1, so 20 issues go to each.
    step = np.linspace(0, 1, 10)[:, np.newaxis]
    blocks = [np.hstack((2 * step, 1 - step)) if k < 20 else np.hstack((step, 2 - 2 * step)) for k in range(40)]
    found = largest_product(blocks, np.full(2, -np.inf), np.zeros(2), np.full(2, 1e-9), (0, 1))
    assert found is not None
    assert found[0].tolist() == [9] * 20 + [0] * 20
    np.testing.assert_allclose(found[1], [40.0, 40.0])


def test_large_constants_and_scales_change_no_choice() -> None:
    random = np.random.default_rng(3)
    for _ in range(50):
        blocks = [random.normal(size=(4, 3)) for _ in range(4)]
        sums = all_deals(blocks)
        bounds, walk_away, tolerance = np.quantile(sums, 0.4, axis=0), np.quantile(sums, 0.3, axis=0), np.full(3, 1e-9)
        scale, shift = np.array([1e-3, 1e4, 7.0]), np.array([1e3, -1e5, 0.0])
        moved = [block * scale + shift for block in blocks]
        plain = largest_product(blocks, bounds, walk_away, tolerance, (0, 1))
        other = largest_product(
            moved, bounds * scale + 4 * shift, walk_away * scale + 4 * shift, tolerance * scale, (0, 1)
        )
        assert plain is not None
        assert other is not None
        assert plain[0].tolist() == other[0].tolist()


def test_every_start_gives_the_same_answer_among_ties() -> None:
    blocks = [np.array([[2.0, 1.0], [1.0, 2.0]])] * 3
    for start in product(range(2), repeat=3):
        found = largest_product(blocks, np.full(2, -np.inf), np.zeros(2), np.zeros(2), (0, 1), start)
        assert found is not None
        assert found[0].tolist() == [0, 0, 1]


def test_a_block_without_combinations_leaves_no_deal() -> None:
    blocks = [np.zeros((3, 2)), np.zeros((0, 2))]
    points, choices = inclusive_frontier(blocks, np.zeros(2), np.zeros(2), (0, 1))
    assert (points.shape, choices.shape) == ((0, 2), (0, 2))
    assert largest_product(blocks, np.zeros(2), np.zeros(2), np.zeros(2), (0, 1)) is None


@pytest.mark.parametrize("counting", [(), (0, 0), (2,), (-1,)])
def test_counting_parties_must_be_known(counting: tuple[int, ...]) -> None:
    blocks, zero = [np.zeros((3, 2))], np.zeros(2)
    with pytest.raises(ValueError, match="Counting parties"):
        inclusive_frontier(blocks, zero, zero, counting)
    with pytest.raises(ValueError, match="Counting parties"):
        largest_product(blocks, zero, zero, zero, counting)


@pytest.mark.parametrize("start", [(), (3,), (-1,), (0, 0)])
def test_a_start_must_be_a_deal(start: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="one combination of each of 1 blocks"):
        largest_product([np.zeros((3, 2))], np.zeros(2), np.zeros(2), np.zeros(2), (0, 1), start)


def test_a_walk_away_value_must_be_finite() -> None:
    with pytest.raises(ValueError, match="finite"):
        largest_product([np.zeros((3, 2))], np.zeros(2), np.array([0.0, -np.inf]), np.zeros(2), (0, 1))


def test_too_large_spaces_are_refused() -> None:
    with pytest.raises(SpaceTooLarge, match="1,000,000,000 deals"):
        inclusive_frontier([np.zeros((10, 2))] * 9, np.zeros(2), np.zeros(2), (0, 1))
