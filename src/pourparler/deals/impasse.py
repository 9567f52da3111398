"""Why there is no deal: a smallest set of walk-away values, rules and red lines that exclude every deal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pourparler.deals.blocks import Block, allowed
from pourparler.deals.conflict import smallest_conflict
from pourparler.deals.measure import Floats, Measure
from pourparler.deals.solve import frontier_of
from pourparler.deals.zopa import count_acceptable


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
        blocks = blocks_under(constraints)
        if not all(len(block) for block in blocks):
            return False
        bounds = np.array([walk_away[p] if p in constraints else -np.inf for p in range(len(principals))])
        return bool(np.isneginf(bounds).all()) or count_acceptable(blocks, bounds, slack) > 0

    members = sorted(smallest_conflict(len(principals) + len(measure.exclusions), possible))
    obstacles = []
    for member in members:
        if member >= len(principals):
            obstacles.append(Obstacle(measure.exclusions[member - len(principals)].name, None, float("nan")))
            continue
        points, _ = frontier_of(blocks_under(frozenset(members)))
        others = [other for other in members if other < len(principals) and other != member]
        fine = (points[:, others] >= walk_away[others] - slack[others]).all(axis=1)
        name = measure.scenario.parties[measure.parties[principals[member]]].name
        give = float(walk_away[member] - points[fine, member].max())
        obstacles.append(Obstacle(f"the walk-away value of {name}", principals[member], give))
    shared = float("nan")
    if measure.size:
        points, _ = frontier_of([np.ascontiguousarray(block[:, principals]) for block in measure.block_utilities(row)])
        shared = float((walk_away - points).max(axis=1).min())
    return Impasse(tuple(obstacles), shared)
