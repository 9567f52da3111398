"""Probabilistic Condorcet election: how often each position would hold the floor if any could challenge it by vote.

A position holds the floor; a challenger, drawn evenly, is put against it; the stronger coalition wins more often. The
share of time that each position holds the floor in the long run is its chance, and the mean of the positions under
these chances is the forecast.

Source: Wise, Lester & Efird 2015, "An Introduction to the KAPSARC Toolkit for Behavioral Analysis (KTAB) using
One-dimensional Spatial Models": votes in proportion to influence and utility, Markov process with uniform challenges.
KTAB adds 10^-8 to every coalition; here only positions that an actor of some weight holds are put to the vote, so that
none is empty.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from pourparler.allies.positions import Floats, checked


@dataclass(frozen=True, eq=False)
class Condorcet:
    """The election's result.

    options: (n,) distinct positions that actors of a weight above 0 hold, ascending, in the units of the line.
    victory: (n, n) P(row's position beats column's); 1/2 on the diagonal.
    chances: (n,) long-run share of time that each holds the floor; they sum to 1.
    forecast: mean of the options under the chances, in the units of the line.
    error: bound on the sum of the absolute errors of the chances, from the residual of the process.
    """

    options: Floats
    victory: Floats
    chances: Floats
    forecast: float
    error: float


def probabilistic_condorcet(positions: ArrayLike, weights: ArrayLike, power: float = 1.0) -> Condorcet:
    """Hold the election on one issue.

    The coalition for i against j is C_ij = sum_k max(0, w_k (|x_k - x_j| - |x_k - x_i|)) (proportional voting, utility
    linear in distance); P_ij = C_ij^p / (C_ij^p + C_ji^p); one step takes chances c to q_i = sum_j P_ij (c_i + c_j) / n.

    Args:
        positions, weights: (m,) of the actors.
        power: p, above 0; 1 for chances in proportion to coalitions, larger for the stronger to win more surely.

    Raises ValueError for wrong arguments.
    """
    places, shares = checked(positions, weights)
    if places.ndim != 1:
        raise ValueError(f"Positions of one issue are a list; their shape is {places.shape}.")
    if not (np.isfinite(power) and power > 0):
        raise ValueError(f"The power must be a number above 0, and is {power}.")
    options, holders = np.unique(places[shares > 0], return_inverse=True)
    held = np.bincount(holders, shares[shares > 0]) / shares.sum()
    # Dividing by the span keeps the sums near 1 whatever the unit of the line; it cancels out of every chance.
    distance = np.abs(options[:, np.newaxis] - options) / max(float(np.ptp(options)), np.finfo(np.float64).tiny)
    gain = distance[:, np.newaxis, :] - distance[:, :, np.newaxis]
    coalition = np.einsum("k,kij->ij", held, np.maximum(gain, 0))
    np.fill_diagonal(coalition, 1.0)
    # Each of a pair's two chances is worked out by itself: 1 minus the other would lose a small one.
    strength = power * np.log(coalition)
    victory = np.asarray(expit(strength - strength.T), dtype=np.float64)
    if not victory.all():
        raise ValueError(
            "The weights are so unequal that a chance to win is too small for a float; leave out the least."
        )
    chances = stationary(victory)
    return Condorcet(options, victory, chances, float(chances @ options), _error(victory, chances))


def stationary(victory: Floats) -> Floats:
    """Long-run chances (n,) of a process that goes from j to i at the rate victory[i, j] > 0; they sum to 1.

    Elimination of one option after the other without a subtraction, so that even tiny chances are right to nearly all
    digits. Source: Grassmann, Taksar & Heyman 1985, "Regenerative Analysis and Steady State Distributions for Markov Chains".
    """
    rates = victory.T.copy()  # from row to column
    for last in range(len(rates) - 1, 0, -1):
        rates[:last, last] /= rates[last, :last].sum()
        rates[:last, :last] += np.outer(rates[:last, last], rates[last, :last])
    chances = np.ones(len(rates))
    for option in range(1, len(rates)):
        chances[option] = chances[:option] @ rates[:option, option]
    return np.asarray(chances / chances.sum())


def _error(victory: Floats, chances: Floats) -> float:
    """Residual of one step over 1 minus Dobrushin's coefficient, which bounds how much of an error a step leaves."""
    count = len(chances)
    step = victory / count
    np.fill_diagonal(step, (victory.sum(axis=1) + 0.5) / count)
    overlap = np.minimum(step[:, :, np.newaxis], step[:, np.newaxis, :]).sum(axis=0).min()
    return float(np.abs(step @ chances - chances).sum() / overlap)
