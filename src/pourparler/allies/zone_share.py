"""How many of the deals that the principals accept each body would ratify, and how many all: counted one by one.

A body's consent may be needed only for some deals. Whether a deal needs it is told from conditions on single issues: it
touches any of some options, or all of some conditions are met. So every deal is a pair of two halves of the space, as in
`pourparler.deals.halves`, and no list of all deals is held.

Source: Putnam 1988, Diplomacy and domestic politics: the logic of two-level games (the size of the win-set).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pourparler.allies.voting_rule import Booleans, Integers
from pourparler.deals.halves import Utilities, check, check_listable, combine, split
from pourparler.deals.zopa import mark_acceptable


@dataclass(frozen=True, eq=False)
class Consent:
    """What one body needs to be asked and to say yes.

    parties, bars: (groups,) each group says yes to a deal that gives this party at least so many points. votes: (groups,) of all
    its members together. quota: votes needed. touches: per block (combinations,), whether a combination meets what the
    block says of the deals that need consent. all_blocks: whether all blocks must do so, or any one is enough.
    """

    parties: Integers
    bars: Utilities
    votes: Integers
    quota: int
    touches: tuple[Booleans, ...]
    all_blocks: bool


@dataclass(frozen=True, eq=False)
class Shares:
    """Numbers of deals.

    acceptable: that give every party its bound. asked, ratified: (bodies,) of these, that need the body's
    consent, and that need it and get it. by_all: of the acceptable ones, those that get every consent that they need.
    """

    acceptable: int
    asked: Integers
    ratified: Integers
    by_all: int


def count_ratified(
    blocks: Sequence[Utilities], bounds: Utilities, tolerance: Utilities, consents: Sequence[Consent]
) -> Shares:
    """Count, exactly, the deals that give every party its bound, and which of them each body would ratify.

    blocks, bounds, tolerance: as `pourparler.deals.zopa.count_acceptable`; a bound of -inf is none.

    Raises ValueError for arrays that do not fit together, SpaceTooLarge for more than 10^8 deals.
    """
    check(blocks, bounds, tolerance)
    check_listable(blocks)
    halves = split(blocks)
    left, right = (combine([blocks[block] for block in half], len(bounds))[0] for half in halves)
    met = [np.stack([_met(each, blocks, half) for each in consents], axis=1) if consents else None for half in halves]
    none = np.zeros((0, 0), dtype=np.bool_)
    starts = np.cumsum([0, *(len(each.parties) for each in consents)]).astype(np.int64)
    found = _count(
        left,
        np.ascontiguousarray(right.T),
        bounds - tolerance,
        none if met[0] is None else met[0],
        none if met[1] is None else met[1],
        np.array([each.all_blocks for each in consents], dtype=np.bool_),
        starts,
        np.concatenate([np.zeros(0, np.int64), *(each.parties for each in consents)]).astype(np.int64),
        np.concatenate([np.zeros(0), *(each.bars - tolerance[each.parties] for each in consents)]),
        np.concatenate([np.zeros(0, np.int64), *(each.votes for each in consents)]).astype(np.int64),
        np.array([each.quota for each in consents], dtype=np.int64),
    )
    return Shares(int(found[0]), found[1 : 1 + len(consents)], found[1 + len(consents) : -1], int(found[-1]))


def _met(consent: Consent, blocks: Sequence[Utilities], half: Sequence[int]) -> Booleans:
    """For each row of a half, whether its blocks do their part in asking for consent."""
    shape = tuple(len(blocks[block]) for block in half)
    met = np.full(shape, consent.all_blocks)
    for axis, block in enumerate(half):
        other = consent.touches[block].reshape([-1 if place == axis else 1 for place in range(len(half))])
        met = met & other if consent.all_blocks else met | other
    return met.reshape(-1)


@njit(cache=True)
def _count(
    left: Utilities, columns: Utilities, threshold: Utilities, left_met: Booleans, right_met: Booleans, all_blocks: Booleans,
    starts: Integers, parties: Integers, bars: Utilities, votes: Integers, quotas: Integers,
) -> NDArray[np.int64]:  # fmt: skip
    """Acceptable deals; asked and ratified of each body; by all."""
    bodies, others = len(quotas), columns.shape[1]
    found = np.zeros(2 + 2 * bodies, dtype=np.int64)
    marks = np.empty(others, dtype=np.bool_)
    for row in range(len(left)):
        found[0] += mark_acceptable(left[row], columns, threshold, marks)
        for other in range(others):
            if not marks[other]:
                continue
            everyone = True
            for body in range(bodies):
                if all_blocks[body]:
                    asked = left_met[row, body] and right_met[other, body]
                else:
                    asked = left_met[row, body] or right_met[other, body]
                if not asked:
                    continue
                cast = 0
                for group in range(starts[body], starts[body + 1]):
                    party = parties[group]
                    if left[row, party] + columns[party, other] >= bars[group]:
                        cast += votes[group]
                found[1 + body] += 1
                if cast >= quotas[body]:
                    found[1 + bodies + body] += 1
                else:
                    everyone = False
            found[1 + 2 * bodies] += everyone
    return found
