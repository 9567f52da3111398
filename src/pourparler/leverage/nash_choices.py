"""The Nash deal at many walk-away values and bargaining powers, on the points of one frontier; compiled.

Gives what `deals/solutions.py: nash` gives first, for each case alike: where no deal lets all gain, the deals in which
most gain, each gain then a share of that party's largest. A power of 0 takes a party out of the product, so that with
one power above 0 its best acceptable deal is found.

Source: Nash 1950 (The bargaining problem, Econometrica 18); powers: Harsanyi and Selten 1972 (A generalized Nash
solution for two-person bargaining games with incomplete information, Management Science 18).
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]


@njit(cache=True)
def _gainers(points: Floats, walk_away: Floats, power: Floats, tolerance: Floats, gainers: Indices) -> int:
    """Count who gains at each point, -1 where it is not acceptable; gives the largest count."""
    most = -1
    for deal in range(len(points)):
        gainers[deal] = 0
        for party in range(len(walk_away)):
            gain = points[deal, party] - walk_away[party]
            if gain < -tolerance[party]:
                gainers[deal] = -1
                break
            if power[party] > 0 and gain > tolerance[party]:
                gainers[deal] += 1
        most = max(most, gainers[deal])
    return most


@njit(cache=True)
def _add_party(
    own: Floats,
    walk_away: float,
    power: float,
    tolerance: float,
    counted: NDArray[np.bool_],
    score: Floats,
    slack: Floats,
) -> None:
    """Add one party's part of the logarithm of the product, and how far it may be off, for the points that count."""
    largest = 0.0
    for deal in range(len(own)):
        if counted[deal] and own[deal] - walk_away > tolerance:
            largest = max(largest, own[deal] - walk_away)
    for deal in range(len(own)):
        gain = own[deal] - walk_away
        if counted[deal] and gain > tolerance:
            score[deal] += power * math.log(gain / largest)
            slack[deal] += power * tolerance / gain


@njit(cache=True)
def _first_best(score: Floats, slack: Floats, counted: NDArray[np.bool_]) -> int:
    """Give the first of the points that count whose score ties with the largest."""
    best = -np.inf
    for deal in range(len(score)):
        if counted[deal]:
            best = max(best, score[deal] - slack[deal] / 2)
    for deal in range(len(score)):
        if counted[deal] and score[deal] + slack[deal] / 2 >= best:
            return deal
    return -1


@njit(cache=True)
def nash_choices(points: Floats, walk_aways: Floats, powers: Floats, tolerance: Floats) -> Indices:
    """Give the row of `points` that the Nash solution picks in each case (cases,); -1 where no deal is acceptable.

    points: (n, parties). walk_aways, powers: (cases, parties), powers at least 0, one above 0. tolerance: (parties,).
    Units: the parties' own utilities. Of deals that tie the first is taken. For speed only the shapes are checked.
    Raises ValueError where they do not fit.
    """
    deals, parties = points.shape
    if walk_aways.shape[1] != parties or powers.shape != walk_aways.shape or len(tolerance) != parties:
        raise ValueError("Walk-away values, powers and tolerances must be one for each party.")
    found = np.full(len(walk_aways), -1, dtype=np.int64)
    gainers = np.empty(deals, dtype=np.int64)
    for case in range(len(walk_aways)):
        most = _gainers(points, walk_aways[case], powers[case], tolerance, gainers)
        if most >= 0:
            counted = gainers == most
            score, slack = np.zeros(deals, dtype=np.float64), np.zeros(deals, dtype=np.float64)
            for party in range(parties):
                power = powers[case, party]
                if power > 0:
                    _add_party(
                        points[:, party], walk_aways[case, party], power, tolerance[party], counted, score, slack
                    )
            found[case] = _first_best(score, slack, counted)
    return found
