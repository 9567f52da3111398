"""What an observation is worth before it is made: in bits, and by the better decision it allows.

Shapes: S hypotheses, X results of the observation, A actions; "..." stands for any leading dimensions, such as draws. The
likelihood (..., X, S) is P(result | hypothesis), summing to 1 over results for each hypothesis.

Sources: Lindley 1956 (expected information); Raiffa and Schlaifer 1961 (expected value of sample and perfect information).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import rel_entr

from pourparler.conduct.chances import Floats, check_exhaustive


@dataclass(frozen=True, eq=False)
class AfterResults:
    """What each result of an observation would make one believe and do.

    now: (...) the best action without the observation, of equal ones the first.
    chance: (..., X) P(result).
    posterior: (..., X, S) belief after each result; NaN for a result that cannot happen.
    action: (..., X) the best action then; the one of now where nothing is better, -1 for a result that cannot happen.
    """

    now: NDArray[np.int64]
    chance: Floats
    posterior: Floats
    action: NDArray[np.int64]


def expected_information_gain(prior: Floats, likelihood: Floats) -> Floats:
    """Give the mutual information (...) of result and hypothesis in bits: from 0 to the entropy of the prior.

    prior: (..., S); likelihood: (..., X, S).

    Raises ValueError for chances that are not in order or shapes that do not match.
    """
    joint = _joint(prior, likelihood)
    chance = joint.sum(axis=-1, keepdims=True)
    # What cannot happen under any believed hypothesis teaches nothing, and must not be divided by its chance of 0.
    surprise = rel_entr(np.where(joint > 0, likelihood, 0.0), chance)
    gain = (prior[..., np.newaxis, :] * surprise).sum(axis=(-1, -2)) / np.log(2.0)
    return np.asarray(np.maximum(gain, 0.0), dtype=np.float64)  # never negative, but for rounding in the last digit


def expected_value_of_perfect_information(prior: Floats, value: Floats) -> Floats:
    """Give how much better (...) one expects to do when told the true hypothesis before acting.

    prior: (..., S); value: (..., A, S) of each action under each hypothesis, in any unit. Never below 0.

    Raises ValueError for chances that are not in order or shapes that do not match.
    """
    check_exhaustive("Priors", prior)
    _, advantage = _advantage(prior, value)
    return np.asarray((prior * advantage.max(axis=-2)).sum(axis=-1), dtype=np.float64)


def expected_value_of_sample_information(prior: Floats, likelihood: Floats, value: Floats) -> Floats:
    """Give how much better (...) one expects to do by seeing the result before acting, in the unit of value.

    prior: (..., S); likelihood: (..., X, S); value: (..., A, S). Never below 0, nor above the value of perfect information;
    exactly 0 where the action that is best now stays best after every result.

    Raises ValueError for chances that are not in order or shapes that do not match.
    """
    _, gain = _gain(prior, likelihood, value)
    return np.asarray(gain.max(axis=-1).sum(axis=-1), dtype=np.float64)


def best_action_after(prior: Floats, likelihood: Floats, value: Floats) -> AfterResults:
    """Give what to believe and to do after each result.

    prior: (..., S); likelihood: (..., X, S); value: (..., A, S).

    Raises ValueError for chances that are not in order or shapes that do not match.
    """
    now, gain = _gain(prior, likelihood, value)
    joint = np.broadcast_to(_joint(prior, likelihood), (*gain.shape[:-1], prior.shape[-1]))
    chance = joint.sum(axis=-1)
    possible = chance > 0
    belief = np.full(joint.shape, np.nan)
    np.divide(joint, chance[..., np.newaxis], out=belief, where=possible[..., np.newaxis])
    action = np.where(gain.max(axis=-1) > 0, gain.argmax(axis=-1), now[..., np.newaxis])
    return AfterResults(now, chance, belief, np.where(possible, action, -1))


def _joint(prior: Floats, likelihood: Floats) -> Floats:
    """P(result and hypothesis), of shape (..., X, S)."""
    if likelihood.ndim < 2 or likelihood.shape[-1:] != prior.shape[-1:]:
        raise ValueError(
            f"Expected likelihoods by result and hypothesis; shapes are {prior.shape}, {likelihood.shape}."
        )
    check_exhaustive("Priors", prior)
    check_exhaustive("The likelihoods of all results under a hypothesis", likelihood, axis=-2)
    return np.asarray(prior[..., np.newaxis, :] * likelihood, dtype=np.float64)


def _advantage(prior: Floats, value: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The best action now (...), and what each other has over it under each hypothesis (..., A, S).

    Differences from the best action now, rather than values, make an observation that changes nothing worth exactly 0.
    """
    if value.ndim < 2 or value.shape[-1:] != prior.shape[-1:] or not value.shape[-2] or not np.isfinite(value).all():
        raise ValueError(f"Values must be finite numbers for each action and hypothesis; their shape is {value.shape}.")
    now = (prior[..., np.newaxis, :] * value).sum(axis=-1).argmax(axis=-1)
    values = np.broadcast_to(value, (*now.shape, *value.shape[-2:]))
    best = np.take_along_axis(values, now[..., np.newaxis, np.newaxis], axis=-2)
    return np.asarray(now, dtype=np.int64), np.asarray(values - best, dtype=np.float64)


def _gain(prior: Floats, likelihood: Floats, value: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The best action now (...), and P(result) times what each action then has over it (..., X, A)."""
    joint = _joint(prior, likelihood)
    now, advantage = _advantage(prior, value)
    gain = (joint[..., :, np.newaxis, :] * advantage[..., np.newaxis, :, :]).sum(axis=-1)
    return np.broadcast_to(now, gain.shape[:-2]), gain
