"""The smallest conflict against all subsets by size."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.deals.conflict import smallest_conflict, smallest_hitting_set


def by_size(number: int):
    """All subsets, small ones first, each size in lexicographic order."""
    for size in range(number + 1):
        yield from map(frozenset, combinations(range(number), size))


def oracle(deals: list[frozenset[int]]):
    """Each deal is the set of constraints that it satisfies."""
    return lambda constraints: any(constraints <= deal for deal in deals)


@given(st.integers(0, 8), st.lists(st.frozensets(st.integers(0, 7)), max_size=12))
@settings(max_examples=1000)
def test_smallest_conflict_is_the_first_of_all_subsets(number: int, deals: list[frozenset[int]]) -> None:
    possible = oracle(deals)
    conflicts = [subset for subset in by_size(number) if not possible(subset)]
    if conflicts:
        assert smallest_conflict(number, possible) == conflicts[0]
    else:
        with pytest.raises(ValueError, match=f"satisfies all {number}"):
            smallest_conflict(number, possible)


@given(st.lists(st.frozensets(st.integers(0, 8), min_size=1), max_size=10))
@settings(max_examples=600)
def test_smallest_hitting_set_is_the_first_of_all_subsets(sets: list[frozenset[int]]) -> None:
    assert smallest_hitting_set(sets) == next(s for s in by_size(9) if all(s & members for members in sets))


def test_three_bounds_of_which_any_two_can_hold() -> None:
    # A pie of 10: shares of at least 4, 4 and 4 exclude each other, and a fourth wish is beside the point.
    least = [4, 4, 4, 0]

    def possible(constraints: frozenset[int]) -> bool:
        return sum(least[constraint] for constraint in constraints) <= 10

    assert smallest_conflict(4, possible) == {0, 1, 2}
    least[3] = 7
    assert smallest_conflict(4, possible) == {0, 3}


def test_no_deal_at_all_is_a_conflict_without_constraints() -> None:
    assert smallest_conflict(3, oracle([])) == frozenset()


def test_forty_constraints_need_few_questions() -> None:
    conflicts = [
        frozenset({5, 17, 30, 38}),
        frozenset({5, 9, 30, 39}),
        frozenset({1, 2, 3, 4, 6}),
        frozenset(range(20, 28)),
    ]
    asked = []

    def possible(constraints: frozenset[int]) -> bool:
        asked.append(constraints)
        return not any(conflict <= constraints for conflict in conflicts)

    assert smallest_conflict(40, possible) == {5, 9, 30, 39}
    assert len(asked) < 5000


@pytest.mark.parametrize(
    "call", [lambda: smallest_conflict(-1, oracle([])), lambda: smallest_hitting_set([frozenset()])]
)
def test_wrong_arguments_are_refused(call) -> None:
    with pytest.raises(ValueError, match=r"negative|empty set"):
        call()
