"""The cheapest side payments that win enough votes: a minimum-cost covering knapsack, exactly, by dynamic programming.

Source: Kellerer, Pferschy and Pisinger 2004, Knapsack Problems (minimum knapsack); Baron and Ferejohn 1989, Bargaining in
legislatures (buying the cheapest votes).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pourparler.allies.tally import Floats, shared_votes
from pourparler.allies.voting_rule import Integers, VotingRule
from pourparler.errors import TooLarge

LARGEST_TABLE = 10**8  # members times votes of the quota


@dataclass(frozen=True, eq=False)
class SidePayments:
    """Whom to pay.

    cost: the sum of all payments, in the unit of the shortfalls. paid: (groups,) how many members of each group are paid;
    those who say yes for nothing are not among them.
    """

    cost: float
    paid: Integers


def cheapest_side_payments(shortfall: ArrayLike, rule: VotingRule) -> SidePayments | None:
    """Find the cheapest payments after which every body reaches its quota; None where no payments do.

    shortfall: (groups,) what a member of each group must be paid to say yes, 0 if it says yes anyhow, infinite if nothing
    buys it. It is how much less the deal gives it than walking away, in one unit, such as money, for all of them. A paid
    member of several bodies votes yes in all. Of several cheapest ways, one is given.

    Raises ValueError for shortfalls that are negative, NaN or of the wrong shape, TooLarge beyond 10^8 members times
    votes in a body or, as `shared_votes`, for too many members of several bodies.
    """
    price = np.asarray(shortfall, dtype=np.float64)
    if price.shape != rule.counts.shape or not (price >= 0).all():
        raise ValueError(f"Expected {len(rule.counts)} shortfalls of 0 or more, got {price.tolist()}.")
    shared, patterns, _ = shared_votes(rule)
    covers = [_Cover(price, row, rule, int(quota)) for row, quota in zip(rule.weights, rule.quotas, strict=True)]
    needs = np.maximum(rule.quotas - patterns @ rule.weights[:, shared].T, 0)
    priced = np.where(patterns > 0, patterns * np.where(patterns > 0, price[shared], 0.0), 0.0)
    costs = priced.sum(axis=1) + sum(cover.cost[needs[:, body]] for body, cover in enumerate(covers))
    cheapest = int(np.argmin(costs))
    if math.isinf(costs[cheapest]):
        return None
    bought = np.zeros(len(price), dtype=np.int64)
    bought[shared] = patterns[cheapest]
    for need, cover in zip(needs[cheapest].tolist(), covers, strict=True):
        np.add.at(bought, cover.choice(need), 1)
    paid = np.where(price > 0, bought, 0)
    return SidePayments(math.fsum(np.repeat(price, paid)), paid)


class _Cover:
    """The least costs at which the members of one body alone bring any number of votes up to its quota.

    cost: (quota + 1,) by votes needed.
    """

    def __init__(self, price: Floats, weights: Integers, rule: VotingRule, quota: int) -> None:
        voting = (weights > 0) & ~rule.shared
        self.group = np.repeat(np.arange(len(price)), np.where(voting, rule.counts, 0))
        if len(self.group) * (quota + 1) > LARGEST_TABLE:
            raise TooLarge(
                f"{len(self.group):,} members and a quota of {quota:,} votes make a table of more than {LARGEST_TABLE:,} "
                "entries. Count votes in a larger unit, such as thousands of inhabitants."
            )
        self.weights = weights[self.group]
        self.cost = np.where(np.arange(quota + 1) > 0, np.inf, 0.0)
        self.buys = np.zeros((len(self.group), quota + 1), dtype=np.bool_)
        for member, (weight, asked) in enumerate(zip(self.weights, price[self.group], strict=True)):
            left = np.maximum(np.arange(quota + 1) - weight, 0)
            with_member = self.cost[left] + asked
            self.buys[member] = with_member < self.cost
            self.cost = np.minimum(self.cost, with_member)

    def choice(self, need: int) -> Integers:
        """The groups of the members that bring `need` votes at the least cost, one entry a member."""
        chosen = []
        for member in range(len(self.group) - 1, -1, -1):
            if self.buys[member, need]:
                chosen.append(self.group[member])
                need = max(need - int(self.weights[member]), 0)
        return np.array(chosen, dtype=np.int64)
