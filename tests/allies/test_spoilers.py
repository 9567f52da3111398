"""Who blocks, against all groups of members tried."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.allies.spoilers import can_block, find_spoilers, smallest_blocking_groups
from pourparler.allies.voting_rule import VotingRule, all_of, one_body
from pourparler.errors import TooLarge
from tests.allies.voting_oracle import rules

GAINS = st.integers(-3, 3).map(float)


def stopped(rule: VotingRule, members: tuple[int, ...]) -> list[bool]:
    """Which bodies fail if these vote no and all others yes."""
    return [
        sum(int(w) * (count - out) for w, count, out in zip(row, rule.counts.tolist(), members, strict=True)) < quota
        for row, quota in zip(rule.weights.tolist(), rule.quotas.tolist(), strict=True)
    ]


def tried(rule: VotingRule) -> set[tuple[int, ...]]:
    """The smallest groups that stop a body: no other such group is part of it."""
    groups = [g for g in product(*(range(count + 1) for count in rule.counts.tolist())) if any(stopped(rule, g))]
    return {
        group
        for group in groups
        if not any(other != group and all(a <= b for a, b in zip(other, group, strict=True)) for other in groups)
    }


@given(rules(members=9, bodies=3), st.data())
@settings(max_examples=1000)
def test_smallest_groups_equal_all_groups_tried(rule: VotingRule, data) -> None:
    size = len(rule.counts)
    gains = np.array(data.draw(st.lists(GAINS, min_size=size, max_size=size)))
    expected = tried(rule)
    found = smallest_blocking_groups(gains, rule)
    assert len(found) == len(expected)
    assert {tuple(group.members.tolist()) for group in found} == expected
    for group in found:
        part = group.members > 0
        assert group.bodies.tolist() == stopped(rule, tuple(group.members.tolist()))
        assert group.would == all(gain < 0 for gain in gains[part])
        assert group.gains[part].tolist() == (-gains[part]).tolist()
        assert np.isnan(group.gains[~part]).all()
    sizes = [int(group.members.sum()) for group in found]
    assert sizes == sorted(sizes)
    spoilers = find_spoilers(gains, rule)
    assert spoilers.would.tolist() == [gain < 0 for gain in gains]
    assert spoilers.could.tolist() == [any(group[g] for group in expected) for g in range(size)]
    both = {group for group in expected if all(gains[g] < 0 for g in range(size) if group[g])}
    assert {tuple(group.members.tolist()) for group in spoilers.spoilers} == both
    assert len(spoilers.spoilers) == len(both)
    assert spoilers.blocked == bool(both)
    assert all(group.would for group in spoilers.spoilers)


def test_a_coalition_by_hand() -> None:
    """Parties of 45, 30, 15 and 10 seats, 51 needed: 50 votes block; and a court whose only judge is for the deal."""
    rule = all_of([one_body([45, 30, 15, 10], 51), one_body([1], 1)])
    found = find_spoilers([-3.0, 5.0, -4.0, -2.0, 3.0], rule)
    assert found.would.tolist() == [True, False, True, True, False]
    assert found.could.all()
    assert found.blocked
    assert [group.members.tolist() for group in found.spoilers] == [[1, 0, 1, 0, 0], [1, 0, 0, 1, 0]]
    everyone = smallest_blocking_groups([-3.0, 5.0, -4.0, -2.0, 3.0], rule)
    assert everyone[0].members.tolist() == [0, 0, 0, 0, 1]
    assert everyone[0].bodies.tolist() == [False, True]
    assert not everyone[0].would


def test_large_bodies_by_groups() -> None:
    """A third and one of 100 senators, 34, block; 20 unwilling ones cannot."""
    rule = one_body([1, 1], 67, [20, 80])
    assert can_block([20, 13], rule).tolist() == [False]
    assert can_block([20, 14], rule).tolist() == [True]
    assert len(smallest_blocking_groups([-1.0, 1.0], rule)) == 21
    found = find_spoilers([-1.0, 1.0], rule)
    assert not found.blocked
    assert found.spoilers == ()


def test_too_many_groups_are_refused() -> None:
    rule = one_body(np.ones(30, np.int64), 16)
    with pytest.raises(TooLarge, match="100,000"):
        find_spoilers(-np.ones(30), rule)
    few = np.where(np.arange(30) < 16, -1.0, 1.0)
    assert len(find_spoilers(few, rule).spoilers) == 16


def test_refusals() -> None:
    for wrong in ([1.0], [1.0, np.nan]):
        with pytest.raises(ValueError, match="2 gains"):
            find_spoilers(wrong, one_body([1, 1], 1))
