"""Why there is no deal: a smallest set of walk-away values, rules and red lines that exclude every deal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pourparler.deals.blocks import Block, allowed
from pourparler.deals.conflict import smallest_conflict
from pourparler.deals.halves import space_size
from pourparler.deals.measure import Floats, Measure
from pourparler.deals.mixed_integer import best_for, best_sum, max_min
from pourparler.deals.zopa import count_acceptable

FEW = 1_000_000  # deals that are sooner looked at one by one than searched
SCALE = 1_000.0


@dataclass(frozen=True)
class Obstacle:
    """One member of the set.

    Attributes:
        name: what it is, in words.
        party: position of the party whose walk-away value it is; None for a rule or red line.
        give: by how many points the walk-away value would have to fall for a deal to appear, if the others of the set stay;
            NaN for a rule or red line, which would have to go.
    """

    name: str
    party: int | None
    give: float


@dataclass(frozen=True)
class Impasse:
    """Why there is no deal.

    Attributes:
        obstacles: a smallest set that together excludes every deal; without any one of them the rest would leave a deal.
        shared: how many points every principal would have to give if all gave the same; NaN where rules and red lines alone
            exclude every deal.
    """

    obstacles: tuple[Obstacle, ...]
    shared: float


def impasse(measure: Measure, row: int = 0) -> Impasse:
    """Explain why no deal gives every principal at least its walk-away value in this row.

    Raises:
        ValueError: there is such a deal.
    """
    principals = list(measure.principals)
    walk_away = measure.walk_away[row, principals]
    everything = [block[:, principals] for block in measure.block_utilities(row, blocks=measure.everything)]
    slack = measure.slack[principals]

    def blocks_under(constraints: frozenset[int]) -> list[Floats]:
        exclusions = [measure.exclusions[index - len(principals)] for index in constraints if index >= len(principals)]
        keep: list[tuple[Block, Floats]] = list(zip(measure.everything, everything, strict=True))
        return [np.ascontiguousarray(utilities[allowed(block, exclusions)]) for block, utilities in keep]

    def possible(constraints: frozenset[int]) -> bool:
        bounds = np.array([walk_away[p] if p in constraints else -np.inf for p in range(len(principals))])
        return _any_deal(blocks_under(constraints), bounds, slack)

    members = sorted(smallest_conflict(len(principals) + len(measure.exclusions), possible))
    obstacles = []
    for member in members:
        if member >= len(principals):
            obstacles.append(Obstacle(measure.exclusions[member - len(principals)].name, None, float("nan")))
            continue
        others = np.full(len(principals), -np.inf)
        for other in members:
            if other < len(principals) and other != member:
                others[other] = walk_away[other]
        most = best_for(blocks_under(frozenset(members)), others, slack, member)
        assert most is not None
        name = measure.scenario.parties[measure.parties[principals[member]]].name
        give = float(walk_away[member] - most.utilities[member])
        obstacles.append(Obstacle(f"the walk-away value of {name}", principals[member], give))
    shared = float("nan")
    if measure.size:
        blocks = blocks_under(frozenset(range(len(principals), len(principals) + len(measure.exclusions))))
        free = np.full(len(principals), -np.inf)
        lowered = walk_away - SCALE  # so far below that every deal reaches it
        nearest = max_min(blocks, free, slack, lowered, tuple(range(len(principals))))
        assert nearest is not None
        shared = float((walk_away - nearest.utilities).max())
    return Impasse(tuple(obstacles), shared)


def _any_deal(blocks: list[Floats], bounds: Floats, slack: Floats) -> bool:
    """Whether any deal keeps the bounds; exact at any size."""
    if not all(len(block) for block in blocks):
        return False
    if np.isneginf(bounds).all():
        return True
    if space_size(blocks) <= FEW:
        return count_acceptable(blocks, bounds, slack) > 0
    return best_sum(blocks, bounds, slack, np.ones(len(bounds))) is not None
