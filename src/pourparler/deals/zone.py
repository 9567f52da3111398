"""The zone of possible agreement at the best guess, by the exact way that fits the size of the space."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from pourparler.deals.halves import LARGEST_HALF, LARGEST_SPACE, split
from pourparler.deals.measure import Floats, Measure
from pourparler.deals.zopa import count_acceptable, survey

SMALL_HALF = 50_000  # combinations of a half that are sorted and counted in some hundredths of a second
CLOSE = 1e-3  # points; what was found is proven when the bound is no further off
STEPS = {2: 1_000, 3: 150}  # steps of the grid on which deals are counted, by number of principals


@dataclass(frozen=True)
class Zone:
    """The deals that give every principal at least its walk-away value.

    Attributes:
        least, most: how many there are at least and at most; the same where counted exactly; None where not counted.
        how: how they were counted, or why not, in words.
        best, worst: (parties,) the most and the least each party has in such a deal; NaN where not worked out, or no such deal.
    """

    least: int | None
    most: int | None
    how: str
    best: Floats
    worst: Floats

    @property
    def count(self) -> int | None:
        """The number of deals, where it is known exactly."""
        return self.least if self.least == self.most else None


def zone_of(measure: Measure, seconds: float | None = None) -> Zone:
    """Count the zone at the best guess, and find what each party has in it.

    Deal by deal up to 10^8 deals. Beyond that, for two principals, by two sorted halves of up to 10^7 combinations each; else for two
    and three principals between two proven numbers, on a grid. `seconds` limits the search for what each party has.
    """
    everyone = measure.block_utilities(0)
    principals = list(measure.principals)
    bounds = np.full(len(measure.parties), -np.inf)
    bounds[principals] = measure.walk_away[0, principals]
    if measure.size <= LARGEST_SPACE:
        found = survey(everyone, bounds, measure.slack)
        return Zone(found.count, found.count, "counted one by one", found.best, found.worst)
    best, worst = _extremes(everyone, bounds, measure.slack, seconds)
    if len(principals) == 2 and _largest_half(everyone) <= LARGEST_HALF:
        count = count_acceptable(everyone, bounds, measure.slack)
        return Zone(count, count, "counted exactly by two sorted halves", best, worst)
    if len(principals) in STEPS:
        from pourparler.deals.zone_count import count_on_grid

        steps = STEPS[len(principals)]
        blocks = [np.ascontiguousarray(block[:, principals]) for block in everyone]
        bracket = count_on_grid(blocks, bounds[principals], measure.slack[principals], steps)
        how = f"enclosed by counting on a grid of {steps:,} steps, values once rounded down and once up"
        return Zone(bracket.low, bracket.high, how, best, worst)
    return Zone(None, None, f"not counted: there are {measure.size:,} possible deals", best, worst)


def _extremes(everyone: list[Floats], bounds: Floats, slack: Floats, seconds: float | None) -> tuple[Floats, Floats]:
    """The most and the least each party has in the zone; NaN where there is no zone, or the time ended before it was proven."""
    from pourparler.deals.milp_model import NothingFoundInTime
    from pourparler.deals.zone_extremes import extremes_in_zone

    unknown = np.full(len(bounds), np.nan)
    try:
        found = extremes_in_zone(everyone, bounds, slack, seconds=seconds)
    except NothingFoundInTime:
        found = None
    if found is None:
        return unknown, unknown
    proven = (found.best_bound - found.best < CLOSE) & (found.worst - found.worst_bound < CLOSE)
    return np.where(proven, found.best, np.nan), np.where(proven, found.worst, np.nan)


def countable_in_draws(measure: Measure) -> bool:
    """Whether counting the zone is quick enough to be done in every draw."""
    if measure.size <= LARGEST_SPACE:
        return True
    return len(measure.principals) == 2 and _largest_half(measure.block_utilities(0)) <= SMALL_HALF


def _largest_half(blocks: list[Floats]) -> int:
    return max(math.prod(len(blocks[block]) for block in half) for half in split(blocks))
