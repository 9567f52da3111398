"""How much each pressure adds to the outcome, and which pairs of pressures need each other.

A coalition is a set of pressures that are on; its worth is the outcome then. Coalition number m holds pressure i when
bit i of m is set: worths[0] is the worth without any, worths[1] with pressure 0 alone, worths[3] with 0 and 1.

Sources: Shapley 1953 (A value for n-person games, Contributions to the Theory of Games II); Grabisch and Roubens 1999
(An axiomatic approach to the concept of interaction among players in cooperative games, International Journal of Game
Theory 28).
"""

from __future__ import annotations

from math import comb

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import TooLarge

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

MOST_PRESSURES = 20  # a million coalitions


class TooManyPressures(TooLarge, ValueError):
    """There are more coalitions than are listed."""


def shapley(worths: Floats) -> Floats:
    """Give each pressure's Shapley value: what it adds to those before it, averaged over all orders of adding them.

    worths: (2^k, ...), finite, in any unit; further axes (draws, outcomes) are kept. Returns (k, ...) in the same unit.
    The values add up to worths[-1] - worths[0].

    Raises ValueError for another length or a number that is not finite, TooManyPressures for k above MOST_PRESSURES.
    """
    pressures, size = _coalitions(worths)
    found = np.empty((pressures, *worths.shape[1:]))
    weight = _weights(pressures)
    for pressure in range(pressures):
        without = _without(pressures, pressure)
        added = worths[without | 1 << pressure] - worths[without]
        found[pressure] = np.tensordot(weight[size[without]], added, axes=1)
    return found


def shapley_interactions(worths: Floats) -> Floats:
    """Give by how much more two pressures add together than each does alone, averaged over what else is on.

    Above 0: each works better with the other, and two that are worth something only together show it here. Below 0:
    either stands in for the other. 0: the two do not touch.

    worths as for `shapley`. Returns (k, k, ...), symmetric, in the same unit; the diagonal, the index of a single
    pressure, is its Shapley value. Raises as `shapley`.
    """
    pressures, size = _coalitions(worths)
    found = np.empty((pressures, pressures, *worths.shape[1:]))
    found[np.arange(pressures), np.arange(pressures)] = shapley(worths)
    weight = _weights(pressures - 1)
    for one in range(pressures):
        for other in range(one):
            neither = _without(pressures, one, other)
            first, second = 1 << one, 1 << other
            more = worths[neither | first | second] - worths[neither | first] - worths[neither | second]
            more += worths[neither]
            found[one, other] = found[other, one] = np.tensordot(weight[size[neither]], more, axes=1)
    return found


def _coalitions(worths: Floats) -> tuple[int, Indices]:
    """Give the number of pressures, and how many each coalition holds (2^k,)."""
    pressures = len(worths).bit_length() - 1
    if pressures < 0 or len(worths) != 1 << pressures:
        raise ValueError(f"A worth is needed for every coalition: 1, 2, 4, 8 ... of them, not {len(worths)}.")
    if pressures > MOST_PRESSURES:
        raise TooManyPressures(
            f"{pressures} pressures make {len(worths):,} coalitions, more than the limit of {1 << MOST_PRESSURES:,}. "
            "Join pressures that come together anyway, or leave some out."
        )
    if not np.isfinite(worths).all():
        raise ValueError("The worth of every coalition must be a finite number.")
    return pressures, np.asarray(np.bitwise_count(np.arange(len(worths))), dtype=np.int64)


def _without(pressures: int, *left_out: int) -> Indices:
    """Give the coalitions that hold none of the pressures left out."""
    coalitions = np.arange(1 << pressures)
    return np.asarray(coalitions[(coalitions & sum(1 << pressure for pressure in left_out)) == 0])


def _weights(places: int) -> Floats:
    """Give the chance of each coalition of others, by its size, to come just before, in a random order of `places`."""
    return np.array([1.0 / (places * comb(places - 1, size)) for size in range(places)])
