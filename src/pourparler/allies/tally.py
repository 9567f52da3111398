"""The chance that votes cast independently carry every body: weighted Poisson-binomial tails by dynamic programming.

The number of votes for a deal is a sum of binomials, one for each group, times the votes of a member. Its distribution is
built up group by group, only below the quota or, if that is shorter, only below the votes that block. Members who vote in
several bodies are taken together: every number of them that may say yes is gone through, and given that number the
bodies are independent.

Source: Wang 1993, On the number of successes in independent trials (the distribution and its recursion).
"""

from __future__ import annotations

import math
from itertools import product
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pourparler.allies.voting_rule import Integers, VotingRule
from pourparler.errors import TooLarge

Floats = NDArray[np.float64]

NEGLIGIBLE = 1e-16
"""Tails of a distribution are left out where they fall below this, once for each group: 1e-13 in all for 500 groups."""
LARGEST_TABLE = 10**6  # votes below the quota that are told apart
MOST_PATTERNS = (
    1_024  # ways in which members of several bodies may vote; with more, the numbers of ways leave the floats
)


class Layout(NamedTuple):
    """A rule, arranged for counting.

    weights: (bodies, groups). counts: (groups,).
    members, starts: the groups that vote in body b alone are members[starts[b]:starts[b + 1]], the most numerous last.
    shared: (S,) groups that vote in several bodies. patterns: (A, S) how many of each say yes.
    ways: (A,) in how many ways. needs: (A, bodies) votes that the other members must then bring.
    """

    weights: Integers
    counts: Integers
    members: Integers
    starts: Integers
    shared: Integers
    patterns: Integers
    ways: Floats
    needs: Integers


def arrange(rule: VotingRule) -> Layout:
    """Arrange a rule for counting.

    Raises TooLarge for more than 10^6 votes to be told apart, or more than 1,024 ways in which members of several bodies
    may vote.
    """
    shared, patterns, ways = shared_votes(rule)
    alone = [np.flatnonzero((row > 0) & ~rule.shared & (rule.counts > 0)) for row in rule.weights]
    alone = [groups[np.argsort(rule.counts[groups], kind="stable")] for groups in alone]
    largest = int(np.minimum(rule.quotas, rule.totals - rule.quotas + 1).max())
    if largest > LARGEST_TABLE:
        raise TooLarge(
            f"A quota of {largest:,} votes is more than the {LARGEST_TABLE:,} that can be told apart. Count votes in a "
            "larger unit, such as thousands of inhabitants."
        )
    return Layout(
        weights=rule.weights,
        counts=rule.counts,
        members=np.concatenate(alone),
        starts=np.cumsum([0, *map(len, alone)]),
        shared=shared,
        patterns=patterns,
        ways=ways,
        needs=rule.quotas - patterns @ rule.weights[:, shared].T,
    )


def shared_votes(rule: VotingRule) -> tuple[Integers, Integers, Floats]:
    """List how the members of several bodies may vote: their groups (S,), numbers of yes (A, S), ways (A,) to have them.

    Raises TooLarge beyond 1,024 patterns.
    """
    shared = np.flatnonzero(rule.shared)
    counts = rule.counts[shared].tolist()
    size = math.prod(count + 1 for count in counts)
    if size > MOST_PATTERNS:
        raise TooLarge(
            f"Members who vote in several bodies can vote in {size:,} ways, more than the {MOST_PATTERNS:,} that are gone "
            "through. Put those who vote alike into one member with all their votes."
        )
    patterns = np.array(list(product(*(range(count + 1) for count in counts))), dtype=np.int64).reshape(
        size, len(counts)
    )
    ways = [math.prod(map(math.comb, counts, row)) for row in patterns.tolist()]
    return shared, patterns, np.array(ways, dtype=np.float64)


@njit(cache=True)
def passage_given(yes: Floats, layout: Layout) -> float:
    """P(every body reaches its quota) where members say yes independently, each with its group's chance yes (groups,)."""
    passage = 0.0
    for pattern in range(len(layout.ways)):
        chance = layout.ways[pattern]
        for place in range(len(layout.shared)):
            group, said = layout.shared[place], layout.patterns[pattern, place]
            chance *= yes[group] ** said * (1.0 - yes[group]) ** (layout.counts[group] - said)
        for body in range(len(layout.starts) - 1):
            if chance < NEGLIGIBLE:
                break
            groups = layout.members[layout.starts[body] : layout.starts[body + 1]]
            chance *= _reach(yes, layout.weights[body], layout.counts, groups, layout.needs[pattern, body])
        passage += chance
    return min(passage, 1.0)


@njit(cache=True)
def _reach(yes: Floats, weights: Integers, counts: Integers, groups: Integers, need: int) -> float:
    """P(the groups bring `need` votes or more), counted from the side where fewer votes have to be told apart."""
    total = 0
    for group in groups:
        total += weights[group] * counts[group]
    if need <= 0:
        return 1.0
    if need > total:
        return 0.0
    if 2 * need > total + 1:
        return _below(1.0 - yes, weights, counts, groups, total - need + 1)
    return 1.0 - _below(yes, weights, counts, groups, need)


@njit(cache=True)
def _below(chances: Floats, weights: Integers, counts: Integers, groups: Integers, room: int) -> float:
    """P(fewer than `room` votes are cast), each member of group g casting its weight with chance g."""
    held, added = np.zeros(room), np.zeros(room)
    held[0] = 1.0
    bottom, top = 0, 0  # what lies outside is negligible
    binomial = np.empty(counts.max() + 1)
    for group in groups[:-1]:
        weight, count = weights[group], counts[group]
        first, last = _fill_binomial(count, chances[group], binomial)
        last = min(last, (room - 1 - bottom) // weight)
        if first > last:
            return 0.0
        low, high = bottom + first * weight, min(top + last * weight, room - 1)
        added[low : high + 1] = 0.0
        for number in range(first, last + 1):
            shift, share = number * weight, binomial[number]
            before = held[bottom : min(top, room - 1 - shift) + 1]
            after = added[bottom + shift : room]
            for votes in range(len(before)):
                after[votes] += share * before[votes]
        held, added = added, held
        bottom, top = low, high
        while bottom < top and held[bottom] < NEGLIGIBLE:
            bottom += 1
        while bottom < top and held[top] < NEGLIGIBLE:
            top -= 1
    weight, count = weights[groups[-1]], counts[groups[-1]]
    first, last = _fill_binomial(count, chances[groups[-1]], binomial)
    below, fewer, number = 0.0, 0.0, first
    for votes in range(top, bottom - 1, -1):
        while number <= last and votes + number * weight < room:
            fewer += binomial[number]
            number += 1
        below += held[votes] * fewer
    return min(below, 1.0)


@njit(cache=True)
def _fill_binomial(count: int, chance: float, binomial: Floats) -> tuple[int, int]:
    """Write into `binomial` the chances of numbers of successes; give the first and last that are not negligible.

    Grown from the likeliest number to both sides and brought to the sum 1, so that nothing overflows or cancels.
    """
    if chance <= 0.0 or chance >= 1.0:
        certain = 0 if chance <= 0.0 else count
        binomial[certain] = 1.0
        return certain, certain
    odds = chance / (1.0 - chance)
    likeliest = min(int((count + 1) * chance), count)
    binomial[likeliest] = total = 1.0
    first = last = likeliest
    while last < count and binomial[last] >= NEGLIGIBLE:
        binomial[last + 1] = binomial[last] * odds * (count - last) / (last + 1)
        last += 1
        total += binomial[last]
    while first > 0 and binomial[first] >= NEGLIGIBLE:
        binomial[first - 1] = binomial[first] / odds * first / (count - first + 1)
        first -= 1
        total += binomial[first]
    for number in range(first, last + 1):
        binomial[number] /= total
    return first, last
