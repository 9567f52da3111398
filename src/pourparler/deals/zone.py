"""The zone of possible agreement at the best guess, by the exact way that fits the size of the space."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pourparler.deals.halves import LARGEST_HALF, LARGEST_SPACE, split
from pourparler.deals.measure import Floats, Measure
from pourparler.deals.zopa import count_acceptable, survey

SMALL_HALF = 50_000  # combinations of a half that are sorted and counted in some hundredths of a second


@dataclass(frozen=True)
class Zone:
    """The deals that give every principal at least its walk-away value.

    Attributes:
        count: how many there are, exactly; None where they are too many to be counted.
        how: how they were counted, or why not, in words.
        best, worst: (parties,) the most and the least each party has in such a deal; NaN where not worked out, or no such deal.
    """

    count: int | None
    how: str
    best: Floats
    worst: Floats


def zone_of(measure: Measure, row: int = 0) -> Zone:
    """Count the zone in one row of a measure.

    Deal by deal up to 10^8 deals; beyond that, for two principals, by two sorted halves of up to 10^7 combinations each.
    """
    everyone = measure.block_utilities(row)
    bounds = np.full(len(measure.parties), -np.inf)
    bounds[list(measure.principals)] = measure.walk_away[row, list(measure.principals)]
    if measure.size <= LARGEST_SPACE:
        found = survey(everyone, bounds, measure.slack)
        return Zone(found.count, "counted one by one", found.best, found.worst)
    unknown = np.full(len(measure.parties), np.nan)
    if len(measure.principals) == 2 and _largest_half(everyone) <= LARGEST_HALF:
        return Zone(
            count_acceptable(everyone, bounds, measure.slack), "counted exactly by two sorted halves", unknown, unknown
        )
    return Zone(None, f"not counted: there are {measure.size:,} possible deals", unknown, unknown)


def countable_in_draws(measure: Measure) -> bool:
    """Whether counting the zone is quick enough to be done in every draw."""
    if measure.size <= LARGEST_SPACE:
        return True
    return len(measure.principals) == 2 and _largest_half(measure.block_utilities(0)) <= SMALL_HALF


def _largest_half(blocks: list[Floats]) -> int:
    return max(int(np.prod([len(blocks[block]) for block in half], dtype=object)) for half in split(blocks))
