"""The chance of passage given the mood: votes are independent once the factor that all have in common is known.

Where everything uncertain is drawn anyway, the common factor of `ratification` can be one number more. The mean over the
draws of the chance given the factor is then the chance itself, and no integral over the factor is needed in each draw. Its
values are spread evenly, one in each of as many slices of equal chance as there are draws, so that little is left to luck.

Sources: as `ratification`; McKay, Beckman and Conover 1979, A comparison of three methods for selecting values of input
variables (one value in each slice).
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from pourparler.allies.tally import Floats, Layout, arrange, passage_given
from pourparler.allies.voting_rule import VotingRule


def even_mood(uniform: ArrayLike) -> Floats:
    """Turn uniform numbers (n,) into standard normal ones (n,), one in the middle of each of n slices of equal chance.

    Their order is that of the uniform numbers. Raises ValueError for another shape or NaN.
    """
    numbers = np.asarray(uniform, dtype=np.float64)
    if numbers.ndim != 1 or np.isnan(numbers).any():
        raise ValueError(f"Expected a list of numbers, got the shape {numbers.shape}, or a NaN.")
    places = np.argsort(np.argsort(numbers, kind="stable"), kind="stable")
    return np.asarray(ndtri((places + 0.5) / max(len(numbers), 1)), dtype=np.float64)


def yes_in_mood(gain: ArrayLike, noise: ArrayLike, correlation: ArrayLike, mood: ArrayLike) -> Floats:
    """Give P(yes | mood) = Phi((gain / noise - r mood) / sqrt(1 - r^2)), in any shapes that broadcast.

    gain: utility of the deal less that of walking away, in the ratifier's own points. noise: standard deviation, in the same
    points, of our error about it; without noise a gain of 0 or more is a yes for sure, and everything less a no. correlation:
    r^2, from 0 to 1; at 1 the mood alone decides. mood: the factor against the deal.

    Raises ValueError for a gain or mood that is not finite, a noise that is negative or not finite, or a correlation out of [0, 1].
    """
    gains, noises, common, moods = (np.asarray(values, dtype=np.float64) for values in (gain, noise, correlation, mood))
    if not (
        np.isfinite(gains).all() and np.isfinite(moods).all() and np.isfinite(noises).all() and (noises >= 0).all()
    ):
        raise ValueError("Gains and moods must be finite numbers, and noises finite numbers of 0 or more.")
    if not ((common >= 0) & (common <= 1)).all():
        raise ValueError("Correlations must be from 0 to 1.")
    left = gains / np.where(noises > 0, noises, 1.0) - np.sqrt(common) * moods
    own = np.sqrt(1 - common)
    seen = np.where(own > 0, ndtr(left / np.where(own > 0, own, 1.0)), np.where(left >= 0, 1.0, 0.0))
    return np.asarray(np.where(noises > 0, seen, np.where(gains >= 0, 1.0, 0.0)), dtype=np.float64)


def passages(yes: ArrayLike, rule: VotingRule) -> Floats:
    """Give P(every body of the rule reaches its quota), (...), where members vote independently with chances yes (..., groups).

    Raises ValueError for chances out of [0, 1] or a shape that does not match, TooLarge as `arrange`.
    """
    chances = np.asarray(yes, dtype=np.float64)
    if chances.shape[-1:] != rule.counts.shape or not ((chances >= 0) & (chances <= 1)).all():
        raise ValueError(f"Expected chances from 0 to 1 for {len(rule.counts)} groups, got the shape {chances.shape}.")
    if int(rule.counts.sum()) == 1:
        return np.asarray(chances[..., int(np.argmax(rule.counts))])
    rows = np.ascontiguousarray(chances.reshape(-1, chances.shape[-1]))
    return _each(rows, arrange(rule)).reshape(chances.shape[:-1])


@njit(cache=True)
def _each(yes: Floats, layout: Layout) -> Floats:
    found = np.empty(len(yes))
    for row in range(len(yes)):
        found[row] = passage_given(yes[row], layout)
    return found
