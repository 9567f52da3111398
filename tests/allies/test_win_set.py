"""Win-sets, against votes counted one by one and outcomes tried one by one."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.allies.voting_rule import VotingRule, one_body
from pourparler.allies.win_set import pivot_interval, share, win_sets
from tests.allies.voting_oracle import is_met_by, rules

POINTS = st.integers(-6, 6)


def body_of(rule: VotingRule, body: int) -> VotingRule:
    return VotingRule(rule.weights[[body]], rule.quotas[[body]], rule.counts)


@given(rules(bodies=3), st.data())
@settings(max_examples=500)
def test_each_body_counts_who_does_not_lose(rule: VotingRule, data) -> None:
    size = len(rule.counts)
    row = st.lists(POINTS, min_size=size, max_size=size)
    utilities = np.array(data.draw(st.lists(row, min_size=1, max_size=5)))
    walk_away = np.array(data.draw(row))
    found = win_sets(utilities, walk_away, rule)
    for deal, body in np.ndindex(len(utilities), len(rule.quotas)):
        assert found[deal, body] == is_met_by(body_of(rule, body), utilities[deal] >= walk_away)
    assert found.all(axis=1).tolist() == [is_met_by(rule, deal >= walk_away) for deal in utilities]


@given(rules(bodies=1), st.data())
@settings(max_examples=300)
def test_it_shrinks_as_the_quota_grows(rule: VotingRule, data) -> None:
    size = len(rule.counts)
    utilities = np.array(data.draw(st.lists(st.lists(POINTS, min_size=size, max_size=size), min_size=1, max_size=20)))
    sets = [
        win_sets(utilities, np.zeros(size), VotingRule(rule.weights, np.array([quota]), rule.counts))
        for quota in range(1, int(rule.totals[0]) + 1)
    ]
    for larger, smaller in pairwise(sets):
        assert (smaller <= larger).all()


@given(rules(bodies=2), st.data())
@settings(max_examples=1000)
def test_the_interval_is_what_voters_near_it_accept(rule: VotingRule, data) -> None:
    """Every place of a fine grid: who is no farther from it than from the status quo says yes."""
    size = len(rule.counts)
    ideals = np.array(data.draw(st.lists(POINTS, min_size=size, max_size=size)), dtype=float)
    status_quo = float(data.draw(POINTS))
    intervals = pivot_interval(ideals, rule, status_quo)
    grid = np.arange(-40, 41) / 2
    for body, (low, high) in enumerate(intervals.tolist()):
        accepted = [
            place
            for place in grid
            if is_met_by(body_of(rule, body), np.abs(place - ideals) <= np.abs(status_quo - ideals))
        ]
        assert accepted == [place for place in grid if low <= place <= high]


def test_five_voters_by_hand() -> None:
    """Ideals 1, 3, 4, 6, 9, status quo 2: three of five accept up to 2 * 4 - 2 = 6, four up to 4, all nothing else."""
    for quota, right in ((3, 6.0), (4, 4.0), (5, 2.0)):
        assert pivot_interval([1, 3, 4, 6, 9], one_body([1] * 5, quota), 2.0).tolist() == [[2.0, right]]
    assert pivot_interval([1, 3, 4, 6, 9], one_body([1] * 5, 1), 2.0).tolist() == [[0.0, 16.0]]


def test_shares() -> None:
    inside = np.array([True, False, True, False])
    assert share(inside) == 0.5
    assert share(inside, [1, 2, 3, 4]) == pytest.approx(float(Fraction(4, 10)))


def test_refusals() -> None:
    rule = one_body([1, 1], 2)
    with pytest.raises(ValueError, match="2 groups"):
        win_sets([[1.0]], [0.0], rule)
    with pytest.raises(ValueError, match="NaN"):
        win_sets([[1.0, np.nan]], [0.0, 0.0], rule)
    with pytest.raises(ValueError, match="2 finite ideals"):
        pivot_interval([1.0, np.inf], rule, 0.0)
    for measure in ([], [-1.0], [0.0]):
        with pytest.raises(ValueError, match="at least one deal"):
            share(np.ones(len(measure), dtype=bool), measure)
