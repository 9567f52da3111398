"""Slow, obvious, exact twins of the algorithms on deals: every deal is listed, every number whole or a fraction.

Blocks are lists of combinations, a combination a tuple of whole numbers, one for each party.
"""

from fractions import Fraction
from itertools import product
from math import prod

import numpy as np
from hypothesis import strategies as st

Point = tuple[int, ...]
Deal = tuple[int, ...]
Blocks = list[list[Point]]


@st.composite
def spaces(draw: st.DrawFn, parties: tuple[int, int] = (1, 5), most: int = 300, largest: int = 6) -> Blocks:
    """Small spaces with many ties: no more than `most` deals, values from 0 to `largest`."""
    width = draw(st.integers(*parties))
    blocks: Blocks = []
    room = most
    for _ in range(draw(st.integers(1, 5))):
        size = draw(st.integers(1, max(1, min(7, room))))
        room //= size
        values = draw(st.lists(st.integers(0, largest), min_size=size * width, max_size=size * width))
        blocks.append([tuple(values[row * width : (row + 1) * width]) for row in range(size)])
    return blocks


def floats(blocks: Blocks, unit: float = 10.0) -> list[np.ndarray]:
    """The same blocks as arrays, in tenths, which floating point cannot hold exactly."""
    return [np.array(block, dtype=np.float64) / unit for block in blocks]


def add(blocks: Blocks, deal: Deal) -> Point:
    return tuple(sum(column) for column in zip(*(block[c] for block, c in zip(blocks, deal, strict=True)), strict=True))


def every_deal(blocks: Blocks) -> dict[Point, list[Deal]]:
    """All deals in lexicographic order, grouped by their utilities."""
    found: dict[Point, list[Deal]] = {}
    for deal in product(*(range(len(block)) for block in blocks)):
        found.setdefault(add(blocks, deal), []).append(deal)
    return found


def frontier(blocks: Blocks) -> dict[Point, list[Deal]]:
    """The groups that no other group dominates, sorted by party 0 descending and so on."""
    found = every_deal(blocks)
    kept: list[Point] = []
    for point in sorted(found, reverse=True):  # whoever dominates a point stands before it
        if not any(all(a >= b for a, b in zip(other, point, strict=True)) for other in kept):
            kept.append(point)
    return {point: found[point] for point in kept}


def acceptable(points: list[Point], walk_away: Point) -> list[Point]:
    return [point for point in points if all(u >= d for u, d in zip(point, walk_away, strict=True))]


def gains(point: Point, walk_away: Point) -> list[int]:
    return [u - d for u, d in zip(point, walk_away, strict=True)]


def best(points, measure) -> set[Point]:
    measures = {point: measure(point) for point in points}
    return {point for point in points if measures[point] == max(measures.values())}


def utilitarian(points: list[Point], walk_away: Point) -> set[Point]:
    return best(acceptable(points, walk_away), sum)


def egalitarian(points: list[Point], walk_away: Point) -> set[Point]:
    return best(acceptable(points, walk_away), lambda point: sorted(gains(point, walk_away)))


def kalai_smorodinsky(points: list[Point], walk_away: Point) -> set[Point]:
    within = acceptable(points, walk_away)
    most = [max(column) for column in zip(*(gains(point, walk_away) for point in within), strict=True)]

    def shares(point: Point) -> list[Fraction]:
        return sorted(Fraction(g, m) for g, m in zip(gains(point, walk_away), most, strict=True) if m > 0)

    return best(within, shares)


def nash(points: list[Point], walk_away: Point, powers: tuple[int, ...]) -> set[Point]:
    """Most gainers, then the largest product of gains, each as a share of the party's largest among those deals."""
    within = acceptable(points, walk_away)
    gainers = {point: sum(g > 0 for g in gains(point, walk_away)) for point in within}
    within = [point for point in within if gainers[point] == max(gainers.values())]
    most = [max(column) for column in zip(*(gains(point, walk_away) for point in within), strict=True)]

    def shared(point: Point) -> Fraction:
        amounts = zip(gains(point, walk_away), most, powers, strict=True)
        return prod((Fraction(g, m) ** p for g, m, p in amounts if g > 0), start=Fraction(1))

    return best(within, shared)


def nash_plain(points: list[Point], walk_away: Point) -> set[Point]:
    """The textbook form, for spaces in which some deal lets everyone gain."""
    return best(acceptable(points, walk_away), lambda point: prod(gains(point, walk_away)))


def aspiration(points: list[Point], walk_away: Point, party: int) -> set[Point]:
    return best(acceptable(points, walk_away), lambda point: (point[party], sum(point)))
