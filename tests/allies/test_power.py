"""Voting power, against all coalitions, all orders, fractions, and published values."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from pourparler.allies.power import banzhaf, shapley_shubik
from pourparler.allies.voting_rule import VotingRule, all_of, one_body
from tests.allies.voting_oracle import member_groups, pivots, rules, swings


@given(rules(members=8, bodies=3))
@settings(max_examples=500)
def test_banzhaf_equals_all_coalitions(rule: VotingRule) -> None:
    counted = dict(zip(member_groups(rule), swings(rule), strict=True))
    found = banzhaf(rule)
    assert dict(enumerate(found.swings)) == counted
    everyone = sum(swings(rule))
    assert found.absolute == tuple(number / 2 ** (int(rule.counts.sum()) - 1) for number in found.swings)
    assert found.normalised == tuple(float(Fraction(number, everyone)) for number in found.swings)


@given(rules(members=6, bodies=3))
@settings(max_examples=200)
def test_shapley_shubik_equals_all_orders(rule: VotingRule) -> None:
    counted = dict(zip(member_groups(rule), pivots(rule), strict=True))
    assert dict(enumerate(shapley_shubik(rule))) == pytest.approx({g: float(p) for g, p in counted.items()}, abs=1e-13)


def test_security_council() -> None:
    """5 permanent members with a veto, 10 others; 9 of the 15 must agree."""
    rule = one_body([7, 1], 39, [5, 10])
    # A member without a veto decides where all 5 and 3 of the other 9 are in.
    elected = Fraction(math.comb(9, 3) * math.factorial(8) * math.factorial(6), math.factorial(15))
    permanent = (1 - 10 * elected) / 5
    assert shapley_shubik(rule) == pytest.approx([float(permanent), float(elected)], abs=1e-14)
    assert shapley_shubik(rule) == pytest.approx([0.19627, 0.001865], abs=5e-6)
    assert banzhaf(rule).swings == (848, 84)
    assert banzhaf(rule).normalised == pytest.approx([0.1669, 0.0165], abs=5e-5)


def test_the_same_council_as_vetoes_and_a_majority() -> None:
    """A veto as a body of its own, whose member also votes in the council."""
    vetoes = np.concatenate([np.eye(5, dtype=np.int64), np.ones((1, 5), np.int64)])
    rule = VotingRule(np.column_stack([vetoes, [0] * 5 + [1]]), np.array([1] * 5 + [9]), np.array([1] * 5 + [10]))
    assert banzhaf(rule).swings == (848,) * 5 + (84,)
    assert shapley_shubik(rule) == pytest.approx([0.1962703963] * 5 + [0.0018648019], abs=1e-10)


def test_european_economic_community_of_1958() -> None:
    """4, 4, 4, 2, 2 and 1 votes, 12 needed: Luxembourg never decides."""
    rule = one_body([4, 4, 4, 2, 2, 1], 12)
    assert shapley_shubik(rule) * 60 == pytest.approx([14, 14, 14, 9, 9, 0], abs=1e-11)
    assert banzhaf(rule).swings == (10, 10, 10, 6, 6, 0)


def test_president_senate_and_house() -> None:
    """Both chambers by half and the president, or by two thirds without: the president votes in both chambers.

    With 72 votes more in the House and 16 more in the Senate, and 290 and 67 needed, that is the same rule. Here it is
    read as it is said, and counted in fractions over who stands before a member in a random order.
    """
    rule = VotingRule(np.array([[72, 1, 0], [16, 0, 1]]), np.array([290, 67]), np.array([1, 435, 100]))

    def law(signed: int, house: int, senate: int) -> bool:
        return (house >= 218 and senate >= 51) if signed else (house >= 290 and senate >= 67)

    def orders(signed: int, house: int, senate: int, others: tuple[int, int]) -> Fraction:
        """P(in a random order, just so many stand before a given member), times the ways to pick them."""
        ways = math.comb(others[0], house) * math.comb(others[1], senate)
        return Fraction(ways, 536 * math.comb(535, house + senate + signed))

    president = [(h, s) for h in range(436) for s in range(101) if law(1, h, s) and not law(0, h, s)]
    representative = [(p, 217 if p else 289, s) for p in (0, 1) for s in range(101) if law(p, 435, s)]
    senator = [(p, h, 50 if p else 66) for p in (0, 1) for h in range(436) if law(p, h, 100)]
    expected = [
        sum(orders(0, h, s, (435, 100)) for h, s in president),
        sum(orders(p, h, s, (434, 100)) for p, h, s in representative),
        sum(orders(p, h, s, (435, 99)) for p, h, s in senator),
    ]
    assert expected[0] + 435 * expected[1] + 100 * expected[2] == 1
    assert shapley_shubik(rule) == pytest.approx([float(power) for power in expected], abs=1e-13)
    assert shapley_shubik(rule) * rule.counts == pytest.approx([0.160, 0.402, 0.437], abs=1e-3)
    swings_of_president = sum(math.comb(435, h) * math.comb(100, s) for h, s in president)
    found = banzhaf(rule)
    assert found.swings[0] == swings_of_president
    assert found.swings[2] == sum(math.comb(435, h) * math.comb(99, s) for _, h, s in senator)
    assert found.absolute[0] == float(Fraction(swings_of_president, 2**535))


def test_equal_members_of_a_large_body() -> None:
    assert shapley_shubik(one_body([1], 357, [535])) == pytest.approx([1 / 535], abs=1e-12)
    assert banzhaf(one_body([1], 357, [535])).swings == (math.comb(534, 356),)


def test_large_parties_and_members_alone_agree() -> None:
    """A party split into two groups of the same votes changes nothing; nor does an empty group or one without a vote."""
    whole = one_body([3, 1], 60, [20, 50])
    parts = one_body([1, 3, 1, 5, 0], 60, [20, 20, 30, 0, 2])
    assert shapley_shubik(parts) == pytest.approx(shapley_shubik(whole)[[1, 0, 1, 1, 1]] * [1, 1, 1, 0, 0], abs=1e-12)
    swings_whole, swings_parts = banzhaf(whole).swings, banzhaf(parts).swings
    assert swings_parts == (4 * swings_whole[1], 4 * swings_whole[0], 4 * swings_whole[1], 0, 0)


def test_two_bodies_that_share_nobody() -> None:
    """A dictator's chamber beside one of three: Banzhaf multiplies the swings by the other's ways to pass."""
    rule = all_of([one_body([1], 1), one_body([1], 2, [3])])
    assert banzhaf(rule).swings == (4, 2)
