"""Which deal is best over a range of one party's walk-away value, where any two deals change places at most once.

A solution that maximises a sum of increasing concave functions of the gains, one for each party, has this property:
raise the walk-away value, and the deal that is better for that party gains on the other. So do limits of such sums, as
the leximin is. Sort the deals from the best for the others to the worst. A deal is ever chosen only if none before it
is better for the party; and as the walk-away value rises, the choice moves down the list. That is the order in which
the upper envelope of lines is built (the "convex hull trick"): each new deal removes from the end of the list those
that it overtakes before they have overtaken their own predecessor. No change can be missed, since each pair is
compared, directly or through a deal between them, at the one value where it changes places.

Sources: Milgrom and Shannon 1994 (Monotone comparative statics, Econometrica 62) for single crossing; Andrew 1979
(Another efficient algorithm for convex hulls in two dimensions, Information Processing Letters 9) for the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Crossing = Callable[[int, int], float]


@dataclass(frozen=True, eq=False)
class Piece:
    """The deals chosen while the walk-away value is between `low` and `high`: rows that tie, ascending; none: no deal.

    At an end between two pieces the deals of both are as good, or the deal before still holds.
    """

    low: float
    high: float
    deals: Indices


def ranks(values: Floats, slack: Floats) -> Indices:
    """Rank values (any shape) from 0 upwards; neighbours within the mean of their slacks (same shape) share a rank."""
    flat, slacks = values.ravel(), slack.ravel()
    order = np.argsort(flat, kind="stable")
    found = np.zeros(len(flat), dtype=np.int64)
    found[order[1:]] = np.cumsum(np.diff(flat[order]) > (slacks[order[1:]] + slacks[order[:-1]]) / 2)
    return found.reshape(values.shape)


def row_ranks(rows: Indices) -> Indices:
    """Rank rows of whole numbers (n, columns) in lexicographic order, from 0 upwards; equal rows share a rank."""
    if not rows.shape[1]:
        return np.zeros(len(rows), dtype=np.int64)
    order = np.lexsort(rows.T[::-1])
    found = np.zeros(len(rows), dtype=np.int64)
    found[order[1:]] = np.cumsum((np.diff(rows[order], axis=0) != 0).any(axis=1))
    return found


def upper_envelope(
    own: Floats, others: Indices, crossing: Crossing, low: float, high: float, least: float
) -> list[Piece]:
    """Find the best deals at every walk-away value from `low` to `high`.

    own: (n,), the utility of the party; equal numbers are ties. others: (n,), how good the deal is otherwise, the
    higher the better. crossing: given a deal and one that is better for the party and worse otherwise, the value at
    which the second becomes the better one. least: pieces no longer than this are left out. O(n log n).
    """
    if not len(own) or not low < high:
        return []
    order = np.lexsort((-own, -others))
    best_before = np.append(-np.inf, np.maximum.accumulate(own[order])[:-1])
    begins: list[float] = []
    chosen: list[int] = []
    for deal in order[own[order] > best_before].tolist():
        begin = low
        while chosen:
            begin = max(low, crossing(chosen[-1], deal))
            if begin > begins[-1] + least:
                break
            begin = begins.pop()
            chosen.pop()
        if begin < high - least or not chosen:
            begins.append(begin)
            chosen.append(deal)
    changes = (np.diff(own[order]) != 0) | (np.diff(others[order]) != 0)
    groups = np.split(order, np.flatnonzero(changes) + 1)  # each ascending, since the sort is stable
    tied = {int(group[0]): group for group in groups}
    return [Piece(begin, end, tied[deal]) for begin, end, deal in zip(begins, [*begins[1:], high], chosen, strict=True)]


def joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Make one of neighbours with the same deals."""
    found: list[Piece] = []
    for piece in pieces:
        if found and np.array_equal(found[-1].deals, piece.deals):
            piece = Piece(found.pop().low, piece.high, piece.deals)
        found.append(piece)
    return tuple(found)
