"""What is right: the frontier and the named solutions in whole numbers and fractions, the plain way.

Shares no code with what is measured. Utilities are whole numbers; no two are ever "nearly equal".
"""

from __future__ import annotations

from fractions import Fraction
from math import prod

import numpy as np
from domains import Domain, Whole

Point = tuple[int, ...]
NAMES = "Nash", "egalitarian", "Kalai-Smorodinsky", "utilitarian"


def undominated(points: Whole) -> Whole:
    """Points (n, parties) that none dominates, each once: the largest sum is one; drop what it dominates; repeat."""
    left = np.unique(points, axis=0)
    left = left[np.argsort(-left.sum(axis=1), kind="stable")]
    kept = []
    while len(left):
        kept.append(left[0])
        left = left[(left > left[0]).any(axis=1)]
    return np.array(kept)


def frontier(domain: Domain) -> set[Point]:
    """The undominated points that are worth no less than walking away to anyone."""
    points = np.zeros((1, len(domain.walk_away)), dtype=np.int64)
    for issue in domain.values:
        points = undominated((points[:, np.newaxis] + undominated(issue)).reshape(-1, len(domain.walk_away)))
    return {tuple(point) for point in points.tolist() if (point >= domain.walk_away).all()}


class Solutions:
    """The named solutions on the points that all accept; of which there must be one."""

    def __init__(self, points: set[Point], domain: Domain) -> None:
        self.points, self.walk_away = points, domain.walk_away.tolist()
        gains = zip(*(self._gains(point) for point in points), strict=True)
        self.most = [max(gain) for gain in gains]

    def _gains(self, point: Point) -> list[int]:
        return [u - d for u, d in zip(point, self.walk_away, strict=True)]

    def worth(self, name: str, point: Point) -> list[Fraction]:
        """What the solution makes as large as it can: first its first number, then among equals the next."""
        gains = [Fraction(gain) for gain in self._gains(point)]
        if name == "Nash":
            return [prod(gains, start=Fraction(1))]
        if name == "egalitarian":
            return sorted(gains)
        if name == "Kalai-Smorodinsky":
            return sorted(gain / most for gain, most in zip(gains, self.most, strict=True) if most)
        return [sum(gains, start=Fraction(0))]

    def best(self, name: str) -> set[Point]:
        """Find all points that tie as best."""
        worths = {point: self.worth(name, point) for point in self.points}
        top = max(worths.values())
        return {point for point, worth in worths.items() if worth == top}
