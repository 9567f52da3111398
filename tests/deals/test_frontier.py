"""The frontier against plain enumeration in whole numbers, its ties, its limits and what must not change it."""

import subprocess
import sys
from itertools import islice, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.deals import frontier as module
from pourparler.deals.equality import joined_tolerances, snap, tolerances
from pourparler.deals.frontier import FrontierTooLarge, pareto_frontier
from tests.deals import oracle


def assert_same(blocks: oracle.Blocks) -> None:
    expected = oracle.frontier(blocks)
    found = pareto_frontier(oracle.floats(blocks))
    assert np.array_equal(np.rint(found.points * 10), np.array(list(expected)))
    assert found.counts.tolist() == [len(deals) for deals in expected.values()]
    assert found.choices.tolist() == [list(deals[0]) for deals in expected.values()]
    for point, deals in enumerate(expected.values()):
        assert sorted(found.deals(point, at_most=len(deals) + 1)) == deals


@settings(max_examples=1500)
@given(oracle.spaces())
def test_equals_plain_enumeration(blocks: oracle.Blocks) -> None:
    assert_same(blocks)


@settings(max_examples=500)
@given(oracle.spaces(parties=(2, 4), most=200, largest=2))
def test_equals_plain_enumeration_where_nearly_all_ties(blocks: oracle.Blocks) -> None:
    assert_same(blocks)


@settings(max_examples=60)
@given(oracle.spaces(parties=(2, 5), most=2000, largest=9))
def test_equals_plain_enumeration_of_larger_spaces(blocks: oracle.Blocks) -> None:
    assert_same(blocks)


@settings(max_examples=300)
@given(blocks=oracle.spaces(), piece=st.integers(1, 40))
def test_thinning_in_pieces_changes_nothing(blocks: oracle.Blocks, piece: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PIECE", piece)
        assert_same(blocks)


@settings(max_examples=400)
@given(data=st.data(), blocks=oracle.spaces())
def test_order_of_issues_and_parties_does_not_matter(data: st.DataObject, blocks: oracle.Blocks) -> None:
    issues = data.draw(st.permutations(range(len(blocks))))
    parties = data.draw(st.permutations(range(len(blocks[0][0]))))
    arrays = oracle.floats(blocks)
    plain = pareto_frontier(arrays)
    moved = pareto_frontier([arrays[issue][:, parties] for issue in issues])
    back = np.rint(moved.points * 10)[:, np.argsort(parties)]
    order = np.lexsort(-back.T[::-1])
    assert np.array_equal(back[order], np.rint(plain.points * 10))
    assert moved.counts[order].tolist() == plain.counts.tolist()


@settings(max_examples=400)
@given(data=st.data(), blocks=oracle.spaces())
def test_a_constant_on_an_issue_only_moves_the_points(data: st.DataObject, blocks: oracle.Blocks) -> None:
    arrays = oracle.floats(blocks)
    width = arrays[0].shape[1]
    constant = np.array(data.draw(st.lists(st.integers(-10_000, 10_000), min_size=width, max_size=width))) / 10
    plain = pareto_frontier(arrays)
    moved = pareto_frontier([arrays[0] + constant, *arrays[1:]])
    assert moved.points == pytest.approx(plain.points + constant)
    assert np.array_equal(moved.choices, plain.choices)
    assert moved.counts.tolist() == plain.counts.tolist()


@settings(max_examples=300)
@given(data=st.data(), blocks=oracle.spaces())
def test_splitting_off_a_joined_block_changes_nothing(data: st.DataObject, blocks: oracle.Blocks) -> None:
    """Two blocks written as one block of their pairs have the same frontier: utilities add either way."""
    if len(blocks) == 1:
        return
    first = data.draw(st.integers(0, len(blocks) - 2))
    pairs = product(blocks[first], blocks[first + 1])
    joined = [tuple(a + b for a, b in zip(left, right, strict=True)) for left, right in pairs]
    one, two = (
        pareto_frontier(oracle.floats(each)) for each in (blocks, [*blocks[:first], joined, *blocks[first + 2 :]])
    )
    assert np.array_equal(np.rint(one.points * 10), np.rint(two.points * 10))
    assert one.counts.tolist() == two.counts.tolist()


@pytest.mark.parametrize("parties", [2, 3])
def test_order_of_summation_makes_no_spurious_points(parties: int) -> None:
    """Six issues of tenths in which one side's gain is the other's loss: totals 0.0 to 1.8, so exactly 19 points."""
    steps = np.array([0.0, 0.1, 0.2, 0.3])
    blocks = [np.column_stack([steps, *[steps[::-1]] * (parties - 1)]) for _ in range(6)]
    sums = {sum(deal) for deal in product(steps.tolist(), repeat=6)}
    assert len(sums) > 19, "plain sums no longer differ in their last bits, so this case shows nothing"
    found = pareto_frontier(blocks)
    assert found.points.shape == (19, parties)
    assert found.points[:, 0] == pytest.approx(np.arange(18, -1, -1) / 10)
    assert found.counts[:3].tolist() == [1, 6, 21]
    assert found.counts.sum() == 4**6


def test_a_large_constant_costs_no_digits() -> None:
    """Whole numbers to which 2**51 is added on every issue: each value is exact, but plain sums of twelve are not."""
    block = np.array([[0.0, 3.0], [1.0, 2.0], [2.0, 1.0], [3.0, 0.0]]) + 2.0**51
    found = pareto_frontier([block] * 12)
    assert len(found.points) == 37
    assert found.counts[:3].tolist() == [1, 12, 78]


def test_a_worked_example() -> None:
    """Pay 3:0, 1:2 or 0:3 and hours 2:0, 0:2 or 1:0.5, all nine sums by hand."""
    pay = np.array([[3.0, 0.0], [1.0, 2.0], [0.0, 3.0]])
    hours = np.array([[2.0, 0.0], [0.0, 2.0], [1.0, 0.5]])
    found = pareto_frontier([pay, hours])
    assert found.points.tolist() == [[5, 0], [4, 0.5], [3, 2], [2, 3], [1, 4], [0, 5]]
    assert found.counts.tolist() == [1, 1, 2, 1, 1, 1]
    assert found.choices.tolist() == [[0, 0], [0, 2], [0, 1], [2, 0], [1, 1], [2, 1]]
    assert sorted(found.deals(2, at_most=9)) == [(0, 1), (1, 0)]


def test_ties_are_counted_exactly_however_many() -> None:
    found = pareto_frontier([np.zeros((2, 2))] * 70)
    assert found.counts.tolist() == [2**70]
    assert found.choices.tolist() == [[0] * 70]
    assert len(set(islice(found.deals(0, at_most=1000), 2000))) == 1000
    assert pareto_frontier([np.zeros((2, 2))] * 61).counts.dtype == np.int64
    assert pareto_frontier([np.zeros((2, 2))] * 61).counts.tolist() == [2**61]
    assert pareto_frontier([np.zeros((2, 2))] * 62).counts.dtype == object


def test_a_merge_beyond_the_limit_is_refused_with_its_numbers() -> None:
    steps = np.arange(10.0)
    block = np.column_stack([steps, -steps])
    with pytest.raises(FrontierTooLarge, match=r"has 19 points.*10 combinations.*190 candidate pairs.*limit of 189"):
        pareto_frontier([block] * 3, limit=189)
    assert len(pareto_frontier([block] * 3, limit=190).points) == 28


@pytest.mark.parametrize(
    ("blocks", "message"),
    [
        ([], "at least one block"),
        ([np.zeros((2, 2)), np.zeros((2, 3))], r"Block 1 has shape \(2, 3\)"),
        ([np.zeros(3)], r"Block 0 has shape \(3,\)"),
        ([np.zeros((2, 0))], "at least one party"),
        ([np.zeros((2, 1)), np.zeros((0, 1))], "Block 1 has no combination left"),
        ([np.array([[np.nan]])], "not a finite number"),
        ([np.array([[np.inf]])], "not a finite number"),
    ],
)
def test_what_is_no_space_is_refused(blocks: list[np.ndarray], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        pareto_frontier(blocks)


def test_asking_for_deals_of_a_point_that_is_not_there() -> None:
    found = pareto_frontier([np.zeros((3, 2))])
    assert list(found.deals(0, at_most=2)) == [(0,), (1,)]
    assert list(found.deals(0, at_most=0)) == []
    for point in (-1, 1):
        with pytest.raises(IndexError, match="no point"):
            found.deals(point, at_most=1)
    with pytest.raises(ValueError, match="must not be negative"):
        found.deals(0, at_most=-1)


@pytest.mark.parametrize("parties", [1, 2, 3])
@pytest.mark.parametrize(("distance", "points"), [(0.5e-9, 1), (3e-9, 2)])
def test_equal_means_a_billionth_of_the_range(parties: int, distance: float, points: int) -> None:
    """The second deal is worse for the first party by `distance` of its range, and better for the last."""
    block = np.zeros((3, parties))
    block[:, 0] = [1.0, 1.0 - distance, 0.0]
    if parties > 1:
        block[:, -1] = [1.0 - distance, 1.0, 0.0]
    found = pareto_frontier([block * 1000 + 5])
    assert found.counts.tolist() == ([1] * points if points == 2 and parties > 1 else [3 - points])


def test_tolerance_and_ranks() -> None:
    blocks = [np.array([[0.0, 5.0], [10.0, 5.0]]), np.array([[1.0, 2.0], [0.0, 2.0], [5.0, 2.0]])]
    assert tolerances(blocks) == pytest.approx([15e-9, 0.0], rel=1e-12, abs=0)
    assert np.array_equal(joined_tolerances(np.concatenate(blocks), np.array([0, 2, 5])), tolerances(blocks))
    values = np.array([[0.3, 1.0], [0.1 + 0.2, 0.0], [0.1, 2.0], [0.3, 0.0]])
    assert snap(values, np.array([1e-9, 0.0])).tolist() == [[1, 1], [1, 0], [0, 2], [1, 0]]


def test_two_parties_need_neither_compiler_nor_library() -> None:
    code = (
        "import sys, numpy as np\nfrom pourparler.deals.frontier import pareto_frontier\n"
        "pareto_frontier([np.zeros((2, 2))])\nprint({'numba', 'moocore', 'scipy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
