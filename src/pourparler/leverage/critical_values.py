"""The walk-away values at which the set of acceptable deals, and the deal of a named solution, change.

One party's walk-away value moves, everything else stays. Points are utilities of deals (n, parties), those of a
frontier or of all deals, in the parties' own units; the solutions, what ties and which of several tied deals is taken
first are those of the deals room (`deals/solutions.py`), so is `tolerance`.

The values are exact but for the tolerance: a deal's utility for the moving party counts as that of equal deals, and
pieces no longer than the tolerance are left out.

Sources: Raiffa 1982 (The Art and Science of Negotiation) for the zone of agreement; Thomson 1987 (Monotonicity of
bargaining solutions with respect to the disagreement point, Journal of Economic Theory 42) for how the solutions move;
Nash 1950, Kalai 1977 and Kalai and Smorodinsky 1975 for the solutions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.deals.solutions import acceptable
from pourparler.leverage.ideal_point import kalai_smorodinsky_pieces
from pourparler.leverage.product_of_gains import nash_pieces
from pourparler.leverage.single_crossing import Floats, Indices, Piece, joined, ranks, row_ranks, upper_envelope

SOLUTIONS = ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian")


@dataclass(frozen=True, eq=False)
class ZoneChanges:
    """How many deals stay acceptable as one party's walk-away value rises.

    values: (steps,), ascending, where deals drop out: each is still acceptable there, not above. counts: (steps,), the
    acceptable deals from the value before (not included) to this one. None are acceptable above the last value.
    """

    values: Floats
    counts: Indices

    @property
    def largest(self) -> float | None:
        """The largest walk-away value at which there is a deal; None where the others accept none at any."""
        return float(self.values[-1]) if len(self.values) else None


def zone_changes(points: Floats, walk_aways: Floats, tolerance: Floats, party: int) -> ZoneChanges:
    """Find every walk-away value of `party` at which deals cease to be acceptable. O(n log n).

    points: (n, parties), finite. walk_aways: (parties,), that of `party` is not looked at. tolerance: (parties,), as
    in the deals room. Raises ValueError for shapes that do not fit, numbers that are not finite, or no such party.
    """
    _, utilities = _open_deals(points, walk_aways, tolerance, party)
    values, leaving = np.unique(utilities, return_counts=True)
    return ZoneChanges(values, len(utilities) - np.cumsum(leaving) + leaving)


def solution_changes(
    points: Floats,
    walk_aways: Floats,
    tolerance: Floats,
    party: int,
    solution: str,
    low: float,
    high: float,
    powers: Floats | None = None,
) -> tuple[Piece, ...]:
    """Find the deal that a solution picks at every walk-away value of `party` from `low` to `high`.

    solution: one of SOLUTIONS. powers: (parties,), positive, for "nash" only. Other arguments as in `zone_changes`.
    Returns pieces that cover the range, neighbours with different deals; the ends between them are the breakpoints.

    O(n log n) for "utilitarian", "egalitarian" and, where some deal lets all others gain, "nash"; for the rest see
    `product_of_gains.py` and `ideal_point.py`. Raises ValueError as `zone_changes`, and for another solution or range.
    """
    if solution not in SOLUTIONS or (powers is not None and solution != "nash"):
        raise ValueError(f"The solution must be one of {', '.join(SOLUTIONS)}, and powers are for nash only.")
    if not (np.isfinite([low, high]).all() and low < high):
        raise ValueError(f"The range must be finite and not empty, and is {low} to {high}.")
    rows, own = _open_deals(points, walk_aways, tolerance, party)
    others = np.delete(np.arange(len(walk_aways)), party)
    gains, least = points[np.ix_(rows, others)] - walk_aways[others], float(tolerance[party])
    end = min(high, float(own.max(initial=-np.inf)))
    if solution == "utilitarian":
        total = points[rows].sum(axis=1)
        pieces = _utilitarian(own, ranks(total, np.full(len(rows), tolerance.sum())), low, end, least)
    elif solution == "egalitarian":
        pieces = _egalitarian(own, gains, tolerance[others], low, end, least)
    elif solution == "kalai-smorodinsky":
        pieces = kalai_smorodinsky_pieces(own, gains, tolerance[others], low, end, least)
    else:
        power = np.ones(len(walk_aways)) if powers is None else powers
        if power.shape != walk_aways.shape or not (power > 0).all():
            raise ValueError(f"Bargaining powers must be positive, and are {power.tolist()}.")
        pieces = nash_pieces(own, gains, tolerance[others], power[others] / power[party], low, end, least)
    found = [Piece(piece.low, piece.high, rows[piece.deals]) for piece in pieces]
    if end < high:
        found.append(Piece(max(low, end), high, np.empty(0, dtype=np.int64)))
    return joined(found)


def _utilitarian(own: Floats, sums: Indices, low: float, high: float, least: float) -> list[Piece]:
    """Of the deals not yet dropped out, those with the largest sum: a deal crosses the next where it drops out."""
    pieces = upper_envelope(own, sums, lambda before, _: float(own[before]), low, high, least)
    order = np.argsort(sums, kind="stable")
    sorted_sums = sums[order]
    found: list[Piece] = []
    for piece in pieces:
        here = sums[piece.deals[0]]
        tied = order[slice(*np.searchsorted(sorted_sums, [here, here + 1]))]  # the sum does not tell these apart
        begin = piece.low
        for end in np.unique(np.minimum(own[tied], piece.high)).tolist():
            if end > begin:
                found.append(Piece(begin, end, tied[own[tied] >= end]))
                begin = end
    return found


def _egalitarian(own: Floats, gains: Floats, tolerance: Floats, low: float, high: float, least: float) -> list[Piece]:
    """Compare gains from the least upwards.

    Let y be better for the others and x for the party, and a the lower of the others' gains at the first place in
    which these, sorted, differ: that of x. As long as y's gain for the party is above a, that place decides for y; once
    it is below, the gain of y for the party decides for x. So they change places at own(y) - a.
    """
    gain_ranks = np.sort(ranks(gains, np.broadcast_to(tolerance, gains.shape)), axis=1)
    ascending = np.sort(gains, axis=1)

    def crossing(before: int, after: int) -> float:
        place = np.argmax(gain_ranks[before] != gain_ranks[after])
        return float(own[before] - ascending[after, place])

    return upper_envelope(own, row_ranks(gain_ranks), crossing, low, high, least)


def _open_deals(points: Floats, walk_aways: Floats, tolerance: Floats, party: int) -> tuple[Indices, Floats]:
    """Find the rows that the others accept, and what they give `party`: of equal utilities the largest stands for all."""
    if points.ndim != 2 or not walk_aways.shape == tolerance.shape == points.shape[1:]:
        raise ValueError("Points must be (n, parties); walk-away values and tolerances one for each party.")
    if not 0 <= party < len(walk_aways):
        raise ValueError(f"The party must be a number from 0 to {len(walk_aways) - 1}, and is {party}.")
    bounds: NDArray[np.float64] = np.where(np.arange(len(walk_aways)) == party, -np.inf, walk_aways)
    if not all(np.isfinite(numbers).all() for numbers in (points, np.delete(walk_aways, party), tolerance)):
        raise ValueError("Utilities, walk-away values and tolerances must be finite.")
    rows = acceptable(points, bounds, tolerance)
    utilities = points[rows, party]
    rank = ranks(utilities, np.full(len(rows), tolerance[party]))
    largest = np.full(len(rows), -np.inf)
    np.maximum.at(largest, rank, utilities)
    return rows, largest[rank]
