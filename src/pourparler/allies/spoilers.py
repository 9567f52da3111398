"""Spoilers: who would rather have no deal, who together could stop it, and which groups both would and could.

A group can block where some body cannot reach its quota without it. It is a smallest blocking group if no part of it can
block. What it does to the deal is one question (could), whether all its members gain by that another (would).

Sources: Shapley 1962, Simple games: an outline of the descriptive theory (blocking coalitions); Stedman 1997, Spoiler
problems in peace processes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pourparler.allies.power import banzhaf
from pourparler.allies.tally import Floats
from pourparler.allies.voting_rule import Booleans, Integers, VotingRule
from pourparler.errors import TooLarge

MOST_GROUPS = 100_000  # smallest blocking groups that are listed


@dataclass(frozen=True, eq=False)
class BlockingGroup:
    """A smallest blocking group.

    members: (groups,) how many members of each group take part.
    bodies: (bodies,) which bodies they can stop.
    gains: (groups,) what a member who takes part gains by no deal, in its own points, below 0 where it loses; NaN for
    others.
    would: whether all who take part gain.
    """

    members: Integers
    bodies: Booleans
    gains: Floats
    would: bool


@dataclass(frozen=True, eq=False)
class Spoilers:
    """Who would block and who could.

    would: (groups,) whether a member prefers no deal. could: (groups,) whether it is in some smallest blocking group, which is
    so exactly if its vote can ever decide.
    blocked: whether all those who would block together can. spoilers: the smallest blocking groups of such members only,
    fewest members first; each of them is enough.
    """

    would: Booleans
    could: Booleans
    blocked: bool
    spoilers: tuple[BlockingGroup, ...]


def can_block(members: ArrayLike, rule: VotingRule) -> Booleans:
    """Say which bodies (..., bodies) cannot reach their quota without `members` (..., groups) of each group."""
    return np.asarray(rule.votes(rule.counts - np.asarray(members, dtype=np.int64)) < rule.quotas)


def find_spoilers(gain: ArrayLike, rule: VotingRule) -> Spoilers:
    """Find who would block a deal, who could, and the smallest groups that both would and could.

    gain: (groups,) utility of the deal less that of no deal for a member of each group, in its own points. Who is
    indifferent would not block.

    Raises ValueError for NaN or a shape that does not match, TooLarge as `smallest_blocking_groups`.
    """
    gains = np.asarray(gain, dtype=np.float64)
    if gains.shape != rule.counts.shape or np.isnan(gains).any():
        raise ValueError(f"Expected {len(rule.counts)} gains, got {gains.tolist()}.")
    would = gains < 0
    unwilling = np.where(would, rule.counts, 0)
    return Spoilers(
        would=would,
        could=np.array(banzhaf(rule).swings) > 0,
        blocked=bool(can_block(unwilling, rule).any()),
        spoilers=smallest_blocking_groups(gains, rule, would),
    )


def smallest_blocking_groups(
    gain: ArrayLike, rule: VotingRule, among: Booleans | None = None
) -> tuple[BlockingGroup, ...]:
    """List the smallest blocking groups, by inclusion, of members of the groups `among` (groups,); of all if not given.

    gain: (groups,) as `find_spoilers`. Fewest members first, then those whose least eager member gains most. Members of
    one group are alike, so that "3 of the 10" stands for all choices of 3.

    Raises TooLarge beyond 100,000 blocking groups.
    """
    gains = np.asarray(gain, dtype=np.float64)
    free = rule.counts if among is None else np.where(among, rule.counts, 0)
    found: set[tuple[int, ...]] = set()
    for body in range(len(rule.quotas)):
        for members in _blocking(rule.weights[body], free, int(rule.totals[body] - rule.quotas[body] + 1)):
            found.add(members)
            if len(found) > MOST_GROUPS:
                raise TooLarge(
                    f"There are more than {MOST_GROUPS:,} smallest blocking groups. Put members who vote alike, such as a "
                    "party's, into one group with a count, or into one member with all their votes."
                )
    groups = [_describe(np.array(members), gains, rule) for members in sorted(found)]
    smallest = [group for group in groups if not _part_blocks(group.members, rule)]
    return tuple(sorted(smallest, key=lambda group: (int(group.members.sum()), -float(np.nanmin(group.gains)))))


def _describe(members: Integers, gains: Floats, rule: VotingRule) -> BlockingGroup:
    part = members > 0
    return BlockingGroup(
        members, can_block(members, rule), np.where(part, -gains, np.nan), bool((gains[part] < 0).all())
    )


def _part_blocks(members: Integers, rule: VotingRule) -> bool:
    """Whether the group can still block some body with one member less."""
    fewer = members - np.eye(len(members), dtype=np.int64)[members > 0]
    return bool(can_block(fewer, rule).any())


def _blocking(weights: Integers, counts: Integers, need: int) -> Iterator[tuple[int, ...]]:
    """The smallest groups with `need` votes or more in one body.

    Members are added from the heaviest to the lightest, so that a group is smallest exactly if it reaches `need` with the
    last one added. Every branch that is followed ends in at least one group.
    """
    order = [int(group) for group in np.argsort(-weights, kind="stable") if weights[group] > 0 and counts[group] > 0]
    votes, sizes = weights[order].tolist(), counts[order].tolist()
    rest = [sum(votes[place] * sizes[place] for place in range(start, len(order))) for start in range(len(order) + 1)]
    taken = [0] * len(weights)

    def extend(place: int, missing: int) -> Iterator[tuple[int, ...]]:
        if missing <= 0:
            yield tuple(taken)
            return
        if rest[place] < missing:
            return
        enough = -(-missing // votes[place])
        for number in range(min(sizes[place], enough), -1, -1):
            taken[order[place]] = number
            yield from extend(place + 1, missing - number * votes[place])
        taken[order[place]] = 0

    yield from extend(0, need)
