"""Votes one by one: every way in which all members may vote, and the rule read as it is written."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product

import numpy as np
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri

from pourparler.allies.voting_rule import VotingRule


@st.composite
def rules(draw, members: int = 7, bodies: int = 2, heaviest: int = 4, shared: bool = True) -> VotingRule:
    """A rule of few members in few groups."""
    counts = [1]
    while len(counts) < 4 and sum(counts) < members and draw(st.booleans()):
        counts.append(draw(st.integers(1, min(3, members - sum(counts)))))
    weights = []
    while len(weights) < draw(st.integers(1, bodies)) or not weights:
        free = [shared or not any(row[g] for row in weights) for g in range(len(counts))]
        row = [draw(st.integers(0, heaviest)) if free[g] else 0 for g in range(len(counts))]
        if not any(row):
            if not any(free):
                break
            row[free.index(True)] = 1
        weights.append(row)
    totals = np.array(weights) @ np.array(counts)
    quotas = [draw(st.integers(1, int(total))) for total in totals]
    return VotingRule(np.array(weights), np.array(quotas), np.array(counts))


def member_groups(rule: VotingRule) -> list[int]:
    """The group of each member."""
    return [group for group, count in enumerate(rule.counts.tolist()) for _ in range(count)]


def is_met(rule: VotingRule, yes: tuple[int, ...]) -> bool:
    """Whether the rule is met if the members say yes (1) or no (0) as told."""
    groups = member_groups(rule)
    return all(
        sum(int(weights[group]) for group, said in zip(groups, yes, strict=True) if said) >= quota
        for weights, quota in zip(rule.weights, rule.quotas.tolist(), strict=True)
    )


def all_votes(rule: VotingRule) -> list[tuple[int, ...]]:
    return list(product((0, 1), repeat=int(rule.counts.sum())))


def passage(rule: VotingRule, yes: np.ndarray) -> np.ndarray:
    """P(rule met), (...), of independent votes with chances yes (..., groups)."""
    chances = np.asarray(yes)[..., member_groups(rule)]
    found = np.zeros(chances.shape[:-1])
    for votes in all_votes(rule):
        if is_met(rule, votes):
            found += np.where(np.array(votes) == 1, chances, 1 - chances).prod(axis=-1)
    return found


def correlated_passage(rule: VotingRule, yes: np.ndarray, correlation: float) -> float:
    """The same with one common factor, by Gauss's quadrature on pieces no wider than any vote's own change."""
    if correlation == 1:
        levels = [0.0, *sorted(set(yes.tolist()))]
        return max((level for level in levels[1:] if is_met_by(rule, yes >= level)), default=0.0)
    common, own = correlation**0.5, (1 - correlation) ** 0.5
    hidden = ndtri(yes)
    finite = hidden[np.isfinite(hidden)]
    cuts = [np.linspace(-9, 9, 37)]
    if common > 0:
        cuts += [(mean + own * np.arange(-9, 10)) / common for mean in finite]
    edges = np.unique(np.clip(np.concatenate(cuts), -9, 9))
    points, shares = np.polynomial.legendre.leggauss(20)
    middle, half = (edges[1:] + edges[:-1]) / 2, np.diff(edges) / 2
    factors = (middle[:, np.newaxis] + half[:, np.newaxis] * points).ravel()
    density = np.exp(-(factors**2) / 2) / np.sqrt(2 * np.pi) * (half[:, np.newaxis] * shares).ravel()
    given = ndtr((hidden - common * factors[:, np.newaxis]) / own)
    return float(density @ passage(rule, given))


def is_met_by(rule: VotingRule, groups: np.ndarray) -> bool:
    """Whether it is met where all members of some groups say yes."""
    return is_met(rule, tuple(int(groups[group]) for group in member_groups(rule)))


def swings(rule: VotingRule) -> list[int]:
    """How often each member decides, over all votes of the others."""
    found = [0] * int(rule.counts.sum())
    for votes in all_votes(rule):
        for member, said in enumerate(votes):
            without = (*votes[:member], 0, *votes[member + 1 :])
            found[member] += bool(said and is_met(rule, votes) and not is_met(rule, without))
    return found


def pivots(rule: VotingRule) -> list[Fraction]:
    """The share of all orders in which each member is the one whose joining meets the rule."""
    members = int(rule.counts.sum())
    found = [Fraction(0)] * members
    orders = list(permutations(range(members)))
    for order in orders:
        yes = [0] * members
        for member in order:
            yes[member] = 1
            if is_met(rule, tuple(yes)):
                found[member] += Fraction(1, len(orders))
                break
    return found
