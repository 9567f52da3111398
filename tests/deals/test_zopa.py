"""The ZOPA against a list of all deals in exact fractions."""

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.deals import halves
from pourparler.deals.zopa import SpaceTooLarge, count_acceptable, survey

TOLERANCE = 1e-12
Exact = list[list[list[Fraction]]]  # blocks, combinations, parties


@st.composite
def spaces(draw, most_parties: int = 5) -> tuple[Exact, list[Fraction | None]]:
    """A small space with many ties, and bounds that deals often meet exactly; None is no bound."""
    parties = draw(st.integers(2, most_parties))
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    divisors = draw(st.lists(st.sampled_from([1, 3, 7, 8]), min_size=parties, max_size=parties))
    rows = draw(st.lists(st.lists(st.integers(-3, 5), min_size=parties, max_size=parties),
                         min_size=sum(sizes), max_size=sum(sizes)))  # fmt: skip
    values = iter([[Fraction(number, divisor) for number, divisor in zip(row, divisors, strict=True)] for row in rows])
    bounds = draw(st.lists(st.none() | st.integers(-5, 9), min_size=parties, max_size=parties))
    exact_bounds = [None if b is None else Fraction(b, d) for b, d in zip(bounds, divisors, strict=True)]
    return [[next(values) for _ in range(size)] for size in sizes], exact_bounds


def listed(space: Exact, bounds: list[Fraction | None]) -> dict[tuple[int, ...], list[Fraction]]:
    """Every acceptable deal with its exact utilities, in lexicographic order."""
    deals = {}
    for choice in product(*(range(len(block)) for block in space)):
        sums = [sum(parts) for parts in zip(*(block[c] for block, c in zip(space, choice, strict=True)), strict=True)]
        if all(bound is None or total >= bound for total, bound in zip(sums, bounds, strict=True)):
            deals[choice] = sums
    return deals


def arrays(space: Exact, bounds: list[Fraction | None]):
    blocks = [np.array([[float(value) for value in row] for row in block]) for block in space]
    least = np.array([-math.inf if bound is None else float(bound) for bound in bounds])
    return blocks, least, np.full(len(bounds), TOLERANCE)


@given(spaces())
@settings(max_examples=1000)
def test_survey_and_count_equal_the_list(case) -> None:
    space, bounds = case
    deals = listed(space, bounds)
    blocks, least, tolerance = arrays(space, bounds)
    found = survey(blocks, least, tolerance)
    assert count_acceptable(blocks, least, tolerance) == found.count == len(deals)
    assert found.space == math.prod(len(block) for block in space)
    for block, occurs in enumerate(found.occurs):
        assert occurs.tolist() == [any(choice[block] == c for choice in deals) for c in range(len(space[block]))]
    for party in range(len(bounds)):
        given_to = [float(sums[party]) for sums in deals.values()] or [math.nan]
        assert found.best[party] == pytest.approx(max(given_to), abs=TOLERANCE, nan_ok=True)
        assert found.worst[party] == pytest.approx(min(given_to), abs=TOLERANCE, nan_ok=True)


@given(spaces(most_parties=2))
@settings(max_examples=1000)
def test_count_for_two_parties_equals_the_list(case) -> None:
    space, bounds = case
    assert count_acceptable(*arrays(space, bounds)) == len(listed(space, bounds))


@given(st.lists(st.integers(1, 6), min_size=1, max_size=6), st.integers(0, 2**32 - 1), st.integers(1, 4))
@settings(max_examples=300)
def test_halves_hold_every_deal_once(sizes: list[int], seed: int, parties: int) -> None:
    blocks = [np.random.default_rng(seed).integers(0, 9, (size, parties)).astype(float) for size in sizes]
    first, second = halves.split(blocks)
    assert sorted(first + second) == list(range(len(sizes)))
    assert first == sorted(first)
    lengths = []
    for half in (first, second):
        utilities, combinations = halves.combine([blocks[block] for block in half], parties)
        picked = combinations(np.arange(len(utilities)))
        assert [tuple(row) for row in picked] == list(product(*(range(sizes[block]) for block in half)))
        assert (utilities == sum((blocks[b][picked[:, i]] for i, b in enumerate(half)), np.zeros((1, parties)))).all()
        lengths.append(len(utilities))
    assert lengths[0] >= lengths[1]
    assert math.prod(lengths) == math.prod(sizes)


def test_medium_spaces_equal_a_plain_count() -> None:
    random = np.random.default_rng(5)
    for parties in (1, 2, 3, 5):
        blocks = [random.normal(size=(size, parties)) for size in (7, 40, 3, 25)]
        sums = np.zeros((1, parties))
        for block in blocks:
            sums = (sums[:, np.newaxis] + block).reshape(-1, parties)
        bounds = np.quantile(sums, 0.3, axis=0)
        inside = sums[(sums >= bounds).all(axis=1)]
        found = survey(blocks, bounds, np.zeros(parties))
        assert 0 < len(inside) < len(sums)
        assert count_acceptable(blocks, bounds, np.zeros(parties)) == found.count == len(inside)
        np.testing.assert_allclose(found.best, inside.max(axis=0), atol=1e-12)
        np.testing.assert_allclose(found.worst, inside.min(axis=0), atol=1e-12)


def test_a_worked_zone() -> None:
    # Price 0 to 4 in steps of 1, delivery late or early; the buyer pays 1 more for early, which costs the seller 2.
    price = np.array([[-p, p] for p in range(5)], dtype=float)
    delivery = np.array([[0.0, 0.0], [1.0, -2.0]])
    found = survey([price, delivery], np.array([-2.0, 1.0]), np.zeros(2))
    # Late: prices 1 and 2. Early: price 3 gives the buyer -2 and the seller 1.
    assert (found.count, found.space) == (3, 10)
    assert (found.best.tolist(), found.worst.tolist()) == ([-1.0, 2.0], [-2.0, 1.0])
    assert [marks.tolist() for marks in found.occurs] == [[False, True, True, True, False], [True, True]]


def decimal_space(digits: int, parties: int) -> list[np.ndarray]:
    """Deals are the numbers of so many digits: worth their value to party 0, and its negative to the others."""
    signs = np.array([1.0] + [-1.0] * (parties - 1))
    return [np.arange(10.0)[:, np.newaxis] * 10**place * signs for place in range(digits)]


def test_two_parties_are_counted_in_a_space_too_large_to_list() -> None:
    bounds = np.array([1_234_567_890.0, -7_654_321_098.0])
    assert count_acceptable(decimal_space(10, 2), bounds, np.zeros(2)) == 7_654_321_098 - 1_234_567_890 + 1
    assert count_acceptable(decimal_space(30, 2), np.full(2, -np.inf), np.zeros(2)) == 10**30


def test_the_tolerance_lets_a_deal_in() -> None:
    blocks = [np.array([[0.1, 0.0]]), np.array([[0.2, 0.0]])]
    assert count_acceptable(blocks, np.array([0.30000001, 0.0]), np.zeros(2)) == 0
    assert count_acceptable(blocks, np.array([0.30000001, 0.0]), np.array([1e-6, 0.0])) == 1


def test_a_block_without_combinations_leaves_no_deal() -> None:
    blocks = [np.zeros((3, 2)), np.zeros((0, 2))]
    found = survey(blocks, np.zeros(2), np.zeros(2))
    assert (found.count, found.space) == (0, 0)
    assert np.isnan(found.best).all()
    assert [marks.tolist() for marks in found.occurs] == [[False] * 3, []]
    assert count_acceptable(blocks, np.zeros(2), np.zeros(2)) == 0


def test_too_large_spaces_are_refused_with_their_size() -> None:
    with pytest.raises(SpaceTooLarge, match="1,000,000,000 deals, more than the 100,000,000"):
        survey(decimal_space(9, 2), np.zeros(2), np.zeros(2))
    with pytest.raises(SpaceTooLarge, match="1,000,000,000 deals"):
        count_acceptable(decimal_space(9, 3), np.zeros(3), np.zeros(3))
    with pytest.raises(SpaceTooLarge, match="Half of the space has 100,000,000 combinations"):
        count_acceptable(decimal_space(16, 2), np.zeros(2), np.zeros(2))


@pytest.mark.parametrize(
    ("blocks", "bounds", "message"),
    [
        ([], np.zeros(2), "at least one block"),
        ([np.zeros((2, 2)), np.zeros((2, 3))], np.zeros(2), "Block 1 "),
        ([np.array([[0.0, math.inf]])], np.zeros(2), "finite"),
        ([np.zeros((2, 2))], np.zeros(3), "each of 2 parties"),
        ([np.zeros((2, 2))], np.array([0.0, math.nan]), "each of 2 parties"),
    ],
)
def test_wrong_arrays_are_refused(blocks: list[np.ndarray], bounds: np.ndarray, message: str) -> None:
    for function in (survey, count_acceptable):
        with pytest.raises(ValueError, match=message):
            function(blocks, bounds, np.zeros(2))
