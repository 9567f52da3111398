"""The named solutions of bargaining theory, read off the points of a Pareto frontier.

Every function takes `points` (F, parties), utilities of deals; `walk_away` (parties,), what each party has without a
deal; and `tolerance` (parties,), the largest difference at which utilities are equal (`equality.tolerances`), all in
the parties' own utility units. It returns the indices of all points that tie as best, ascending. Only points that
give everyone at least the walk-away value are considered; where there is none the result is empty.

A gain is a utility less the walk-away value. An amount computed from utilities carries a slack: how much it moves when
the utilities move by their tolerance. Two amounts tie when they differ by no more than the mean of their slacks.

The points of a frontier suffice: each of these solutions is Pareto-efficient.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]


def acceptable(points: Numbers, walk_away: Numbers, tolerance: Numbers) -> Indices:
    """Find the points that give everyone at least the walk-away value."""
    return np.flatnonzero((points >= walk_away - tolerance).all(axis=1))


def ideal(points: Numbers, walk_away: Numbers, tolerance: Numbers) -> Numbers | None:
    """Find the most each party can have at an acceptable point (parties,); None where no point is acceptable."""
    within = acceptable(points, walk_away, tolerance)
    return points[within].max(axis=0) if len(within) else None


def utilitarian(points: Numbers, walk_away: Numbers, tolerance: Numbers) -> Indices:
    """Find the largest sum of utilities."""
    within = acceptable(points, walk_away, tolerance)
    return within[_best(points[within].sum(axis=1), tolerance.sum())]


def nash(points: Numbers, walk_away: Numbers, tolerance: Numbers, powers: Numbers | None = None) -> Indices:
    """Find the largest product of gains, each raised to its party's power (all equal unless given; positive).

    Where no point lets every party gain: the points at which most parties gain, and among them the largest product of
    the gains of those who do. Each gain is counted as a share of that party's largest gain. Where the same parties
    gain this changes nothing; where they differ it keeps the choice independent of the units of utility.

    Source: Nash 1950, Econometrica 18; powers: Harsanyi and Selten 1972; no gain for some: Caragiannis et al. 2016.
    Raises ValueError for powers that are not positive.
    """
    if powers is not None and not (powers > 0).all():
        raise ValueError(f"Bargaining powers must be positive, and are {powers.tolist()}.")
    within, gains = _gains(points, walk_away, tolerance)
    if not len(within):
        return within
    positive = gains > tolerance
    gainers = np.count_nonzero(positive, axis=1)
    most: NDArray[np.bool_] = gainers == gainers.max()
    within, gains, positive = within[most], gains[most], positive[most]
    largest = np.where(positive, gains, 0.0).max(axis=0)
    largest[largest == 0.0] = 1.0  # a party that nowhere gains is not in any product
    gains = np.where(positive, gains, largest)  # a share of 1, but for a factor that is the same for all points
    power = np.ones(len(tolerance)) if powers is None else powers
    slack = (np.where(positive, tolerance, 0.0) / gains) @ power
    return within[_best(np.log(gains) @ power, slack)]


def egalitarian(points: Numbers, walk_away: Numbers, tolerance: Numbers) -> Indices:
    """Find the largest least gain; among those the largest second least gain; and so on (leximin).

    Source: Kalai 1977, Econometrica 45; leximin: Imai 1983, Econometrica 51.
    """
    within, gains = _gains(points, walk_away, tolerance)
    return within[_leximin(gains, tolerance)]


def kalai_smorodinsky(points: Numbers, walk_away: Numbers, tolerance: Numbers) -> Indices:
    """Find the leximin of the shares that parties get of the most they could gain at any acceptable point.

    A party that can gain nothing counts as fully satisfied and is left out.

    Source: Kalai and Smorodinsky 1975, Econometrica 43; leximin: Imai 1983, Econometrica 51.
    """
    within, gains = _gains(points, walk_away, tolerance)
    if not len(within):
        return within
    most = gains.max(axis=0)
    can_gain = most > tolerance
    most = most[can_gain]
    return within[_leximin(gains[:, can_gain] / most, tolerance[can_gain] / most)]


def aspiration(points: Numbers, walk_away: Numbers, tolerance: Numbers, party: int) -> Indices:
    """Find the best for one party that the others accept; where several tie, the largest sum of all utilities."""
    within = acceptable(points, walk_away, tolerance)
    within = within[_best(points[within, party], tolerance[party])]
    return within[_best(points[within].sum(axis=1), tolerance.sum())] if len(within) > 1 else within


def _gains(points: Numbers, walk_away: Numbers, tolerance: Numbers) -> tuple[Indices, Numbers]:
    """Find the acceptable points and their gains."""
    within = acceptable(points, walk_away, tolerance)
    return within, points[within] - walk_away


def _best(amounts: Numbers, slack: Numbers | float) -> NDArray[np.bool_]:
    """Say which of the amounts (rows,) tie with the largest; `slack` is one for all or one each."""
    half = np.multiply(slack, 0.5)
    return np.asarray(amounts + half >= (amounts - half).max(initial=-np.inf))


def _leximin(amounts: Numbers, slack: Numbers) -> Indices:
    """Find the rows of `amounts` (rows, parties) with the best least amount, then the best second least, and so on."""
    rows = np.arange(len(amounts))
    order = np.argsort(amounts, axis=1)
    ascending = np.take_along_axis(amounts, order, axis=1)
    slacks = slack[order]
    for stage in range(amounts.shape[1]):
        if len(rows) < 2:
            break
        rows = rows[_best(ascending[rows, stage], slacks[rows, stage])]
    return rows
