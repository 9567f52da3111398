"""Blocks of issues that belong together, and what rules leave of them."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.deals.blocks import Exclusion, allowed, join, make_blocks, meets
from pourparler.errors import TooLarge


def marks(*options: int, of: int = 3) -> np.ndarray:
    return np.isin(np.arange(of), options)


@pytest.mark.parametrize(
    ("number", "groups", "parts"),
    [
        (3, [], [(0,), (1,), (2,)]),
        (3, [set()], [(0,), (1,), (2,)]),
        (4, [{3, 1}], [(0,), (1, 3), (2,)]),
        (4, [{2, 3}, {0, 1}, {3, 1}], [(0, 1, 2, 3)]),
        (5, [{4, 0}, {3, 1}], [(0, 4), (1, 3), (2,)]),
    ],
)
def test_groups_that_share_an_issue_are_joined(
    number: int, groups: list[set[int]], parts: list[tuple[int, ...]]
) -> None:
    assert join(number, groups) == parts


@settings(max_examples=300)
@given(
    st.integers(1, 8).flatmap(
        lambda n: st.tuples(st.just(n), st.lists(st.sets(st.integers(0, n - 1), max_size=4), max_size=5))
    )
)
def test_parts_are_the_connected_issues(case: tuple[int, list[set[int]]]) -> None:
    number, groups = case
    linked = np.eye(number, dtype=bool)
    for group in groups:
        for a, b in product(group, group):
            linked[a, b] = True
    for _ in range(number):
        linked = (linked.astype(int) @ linked.astype(int)) > 0
    assert join(number, groups) == sorted({tuple(np.flatnonzero(row).tolist()) for row in linked})


def test_combinations_that_change_least_stand_first() -> None:
    first, second = make_blocks([2, 3, 2], [1, 0, 0], [{0, 2}], ["a", "b", "c"])
    assert first.issues == (0, 2)
    assert first.options.tolist() == [[1, 0], [0, 0], [1, 1], [0, 1]]
    assert second.issues == (1,)
    assert second.options.tolist() == [[0], [1], [2]]


def test_a_block_that_is_too_large_is_named() -> None:
    sizes, today = [10] * 8, [0] * 8
    with pytest.raises(TooLarge, match=r"Pay, Hours, .* have 100,000,000 combinations; at most 10,000,000"):
        make_blocks(sizes, today, [set(range(8))], ["Pay", "Hours", *"cdefgh"])
    assert len(make_blocks(sizes, today, [], list("abcdefgh"))) == 8


def test_a_condition_asks_for_all_its_issues() -> None:
    options = np.array([[0, 1], [0, 2], [1, 1]])
    assert meets({4: marks(0), 7: marks(1, 0)}, options, (4, 7)).tolist() == [True, False, False]
    assert meets({7: marks(1, 2)}, options, (4, 7)).tolist() == [True, True, True]
    assert meets({}, options, (4, 7)).tolist() == [True, True, True]


ROWS = np.array(list(product(range(3), range(3))))
NEVER = Exclusion("never", {0: marks(0), 1: marks(1, 2)})
IF_THEN = Exclusion("if then", {0: marks(1)}, {1: marks(2)})
AT_MOST_ONE = Exclusion("at most one", {}, two_of=({0: marks(0)}, {1: marks(0)}, {0: marks(0, 2), 1: marks(0, 1)}))


@pytest.mark.parametrize(
    ("exclusion", "broken"),
    [
        (NEVER, [(0, 1), (0, 2)]),
        (IF_THEN, [(1, 0), (1, 1)]),
        # (0, 0) meets all three; (0, 1) the first and third; (2, 0) the second and third; (1, 0) and (2, 1) one only.
        (AT_MOST_ONE, [(0, 0), (0, 1), (2, 0)]),
    ],
)
def test_what_breaks_a_rule(exclusion: Exclusion, broken: list[tuple[int, int]]) -> None:
    assert exclusion.issues() == {0, 1}
    assert [tuple(row) for row in ROWS[exclusion.broken(ROWS, (0, 1))].tolist()] == broken


def test_a_block_keeps_what_breaks_nothing() -> None:
    block, alone = make_blocks([3, 3, 2], [0, 0, 0], [{0, 1}], ["a", "b", "c"])
    elsewhere = Exclusion("elsewhere", {2: marks(0, of=2)})
    kept = block.keep(allowed(block, [NEVER, IF_THEN, elsewhere]))
    assert sorted(map(tuple, kept.options.tolist())) == [(0, 0), (1, 2), (2, 0), (2, 1), (2, 2)]
    assert alone.keep(allowed(alone, [NEVER, elsewhere])).options.tolist() == [[1]]
