"""What the acceptable deals have in common, in spaces too large to look at every deal: by mixed-integer programming.

The best and the worst of each party are two programs each. Which combinations occur is found a deal at a time: each
time the deal with the most combinations that are not seen yet is sought, until there is none with a new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pourparler.deals.halves import Utilities
from pourparler.deals.milp_model import Clock, DealModel, Reached
from pourparler.deals.zopa import Marks

ACCURACY = 1e-6  # share of a party's range


@dataclass(frozen=True, eq=False)
class ZoneExtremes:
    """What acceptable deals give, and pick. All in the parties' own utility units, (parties,).

    best, worst: the most and the least found in an acceptable deal. best_bound, worst_bound: no acceptable deal gives
    more, or less. occurs: for each block (combinations,), whether it was found in an acceptable deal. unsettled: whether
    the time ended before it was found or shown not to occur; all False without a limit on the time.
    """

    best: Utilities
    best_bound: Utilities
    worst: Utilities
    worst_bound: Utilities
    occurs: tuple[Marks, ...]
    unsettled: tuple[Marks, ...]


def extremes_in_zone(
    blocks: Sequence[Utilities],
    bounds: Utilities,
    tolerance: Utilities,
    *,
    accuracy: float = ACCURACY,
    seconds: float | None = None,
) -> ZoneExtremes | None:
    """Find the best and worst of each party among the deals with u_i >= bound_i - tolerance_i, and what occurs in them.

    blocks: `blocks[b]` has shape (combinations_b, parties), finite. bounds, tolerance: (parties,), a bound of -inf is
    none. accuracy: how far best and worst may be from their bounds, as a share of the party's range. seconds: the time
    that may be taken; what is reached then is given with its bounds.

    None where no deal is acceptable. Raises ValueError for arrays that do not fit together, NothingFoundInTime where
    the time ends before there is an acceptable deal.
    """
    clock = Clock(seconds)
    model = DealModel(blocks, bounds, tolerance)
    reached = model.maximise({}, clock)
    if reached is None:
        return None
    occurs = [np.zeros(len(block), dtype=np.bool_) for block in blocks]

    def see(deal: Reached) -> bool:
        """Mark what the deal picks; whether any of it is new."""
        new = False
        for marks, pick in zip(occurs, deal.choice, strict=True):
            new |= not marks[pick]
            marks[pick] = True
        return new

    see(reached)
    ends = np.empty((2, 2, len(bounds)))  # best or worst; found or bound
    for party, column in enumerate(model.u):
        for row, sign in enumerate((1.0, -1.0)):
            reached = model.improve({column: sign}, clock, reached, accuracy=accuracy)
            see(reached)
            bound = model.least[party] + model.width[party] * min(max(sign * reached.bound, 0.0), 1.0)
            found = reached.utilities[party]
            ends[row, :, party] = found, sign * max(sign * bound, sign * found)
    while True:
        unseen = {
            column: 1.0
            for columns, marks in zip(model.picks, occurs, strict=True)
            for column, mark in zip(columns, marks, strict=True)
            if not mark
        }
        if not unseen:
            break
        reached = model.improve(unseen, clock, reached, accuracy=0.5)
        if not see(reached):
            break
    left = [~marks if unseen and not reached.proven else np.zeros_like(marks) for marks in occurs]
    return ZoneExtremes(ends[0, 0], ends[0, 1], ends[1, 0], ends[1, 1], tuple(occurs), tuple(left))
