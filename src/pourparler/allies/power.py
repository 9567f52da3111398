"""A priori voting power: how often a member's vote decides, over all ways in which the others may vote.

A member is decisive where the rule is met with its yes and not met without. Banzhaf counts these swings over all
coalitions of the others; Shapley and Shubik over all orders in which members may join. Neither knows anything of what the
members want: it is the power that the rule alone gives.

Sources: Penrose 1946, The elementary statistics of majority voting; Banzhaf 1965, Weighted voting doesn't work; Shapley and
Shubik 1954, A method for evaluating the distribution of power in a committee system; Owen 1972, Multilinear extensions of
games (the integral); Bilbao et al. 2000, Generating functions for computing power indices efficiently.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.special import roots_legendre

from pourparler.allies.ratification import passage_chance
from pourparler.allies.tally import Floats, shared_votes
from pourparler.allies.voting_rule import Integers, VotingRule


@dataclass(frozen=True)
class Banzhaf:
    """Power by swings, of one member of each group.

    swings: (groups,) the exact number of coalitions of the others in which the member decides.
    absolute: (groups,) the same as a share of all those coalitions: P(it decides) if all others toss a fair coin.
    normalised: (groups,) the same as a share of the swings of all members.
    """

    swings: tuple[int, ...]
    absolute: tuple[float, ...]
    normalised: tuple[float, ...]


def banzhaf(rule: VotingRule) -> Banzhaf:
    """Give the Banzhaf power of a member of each group, counted in whole numbers and divided at the end.

    Members without a vote count as members: they double the coalitions and change no share. A group of no members has 0.

    Raises TooLarge for too many members of several bodies, as `shared_votes`.
    """
    merged, kind = _merge(rule)
    by_kind = [
        _coalitions(_with_one(merged, number), sure_yes=True) - _coalitions(_with_one(merged, number), sure_yes=False)
        if merged.counts[number]
        else 0
        for number in range(len(merged.counts))
    ]
    swings = [by_kind[number] for number in kind]
    everyone = sum(count * number for count, number in zip(rule.counts.tolist(), swings, strict=True))
    others = 1 << (int(rule.counts.sum()) - 1)
    return Banzhaf(
        swings=tuple(swings),
        absolute=tuple(float(Fraction(number, others)) for number in swings),
        normalised=tuple(float(Fraction(number, everyone)) for number in swings),
    )


def shapley_shubik(rule: VotingRule) -> Floats:
    """Give the Shapley-Shubik power (groups,) of a member of each group; over all members it comes to 1. Right to 1e-11.

    It is the chance to decide where all others say yes with one and the same chance t, averaged over t from 0 to 1. With N
    members that is a polynomial in t of degree N - 1, which Gauss's quadrature integrates exactly with N / 2 points.

    Raises TooLarge as `arrange`.
    """
    merged, kind = _merge(rule)
    points, shares = roots_legendre(int(rule.counts.sum() + 1) // 2)
    power = []
    for number in range(len(merged.counts)):
        if not merged.counts[number]:
            power.append(0.0)
            continue
        apart = _with_one(merged, number)
        yes = np.repeat((points[:, np.newaxis] + 1) / 2, len(apart.counts), axis=1)
        with_it, without_it = yes.copy(), yes.copy()
        with_it[:, -1], without_it[:, -1] = 1.0, 0.0
        decides = passage_chance(with_it, apart, 0.0) - passage_chance(without_it, apart, 0.0)
        power.append(math.fsum(shares / 2 * decides))
    return np.asarray(np.array(power)[kind], dtype=np.float64)


def _merge(rule: VotingRule) -> tuple[VotingRule, Integers]:
    """Put members with the same votes into one kind; give also the kind (groups,) of each group."""
    kinds, kind = np.unique(rule.weights, axis=1, return_inverse=True)
    kind = kind.ravel()
    counts = np.bincount(kind, weights=rule.counts, minlength=kinds.shape[1]).astype(np.int64)
    return VotingRule(kinds, rule.quotas, counts), kind


def _with_one(rule: VotingRule, group: int) -> VotingRule:
    """The same rule, with one member of a group set apart as the last group."""
    counts = np.append(rule.counts, 1)
    counts[group] -= 1
    return VotingRule(np.column_stack([rule.weights, rule.weights[:, group]]), rule.quotas, counts)


def _coalitions(rule: VotingRule, *, sure_yes: bool) -> int:
    """The number of ways for all but the last group to vote so that the rule is met, where the last is sure to say yes or no."""
    shared, patterns, _ = shared_votes(rule)
    last = len(rule.counts) - 1
    found = 0
    for pattern in patterns.tolist():
        said = dict(zip(shared.tolist(), pattern, strict=True))
        if last in said and said[last] != sure_yes:
            continue
        ways = math.prod(math.comb(int(rule.counts[group]), number) for group, number in said.items())
        for weights, quota in zip(rule.weights, rule.quotas.tolist(), strict=True):
            alone = np.where(rule.shared, 0, rule.counts)
            alone[last] = 0
            sure = int(weights[last]) * sure_yes if last not in said else 0
            need = quota - sure - sum(int(weights[group]) * number for group, number in said.items())
            ways *= _reaching(weights, np.where(weights > 0, alone, 0), need)
        found += ways
    return found << _idle(rule)


def _idle(rule: VotingRule) -> int:
    """How many members, the one set apart left out, have no vote anywhere."""
    return int(rule.counts[:-1][(rule.weights[:, :-1] == 0).all(axis=0)].sum())


def _reaching(weights: Integers, counts: Integers, need: int) -> int:
    """The number of coalitions of the members of one body with `need` votes or more, by its generating function."""
    everyone = 1 << int(counts.sum())
    if need <= 0:
        return everyone
    below: NDArray[np.object_] = np.array([1] + [0] * (need - 1), dtype=object)  # whole numbers of any size
    for weight in np.repeat(weights, counts).tolist():
        if weight < need:
            below[weight:] = below[weight:] + below[:-weight]
    return everyone - int(below.sum())
