"""What the leading hypothesis hangs on: single items, the prior, and how far off one likelihood would have to be.

The leader is the hypothesis of the highest posterior, of equal ones the first. S hypotheses, I items, D draws.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from pourparler.conduct.chances import Floats, check_chances, check_weights
from pourparler.conduct.fusion import posterior


@dataclass(frozen=True, eq=False)
class LeaderChange:
    """What it takes to bring the runner-up level with the leader.

    leader, runner_up: the hypotheses of the highest and second highest posterior.
    factors: (I,) for each item, the factor by which its likelihood ratio leader : runner-up would have to be too high, all
        else being right. At least 1. Infinite for an item of weight 0, a runner-up of posterior 0, and beyond 10^308.
    """

    leader: int
    runner_up: int
    factors: Floats


def break_even_priors(prior: Floats, log_likelihood: Floats) -> Floats:
    """Give for each hypothesis the prior at which it ties with the best of the others, these keeping their proportions.

    prior: (S,), taken in proportion; log_likelihood: (S,) of all evidence. Returns (S,): the leader loses the lead below its
    number, any other hypothesis takes it above. 1 for a hypothesis that the evidence rules out, which no prior can save.

    Raises ValueError as `fusion.posterior` does, and unless two hypotheses or more have a prior above 0: with all of the
    prior on one there are no proportions to keep.
    """
    posterior(prior, log_likelihood)  # for its checks
    if (prior > 0).sum() < 2:
        raise ValueError("At least two hypotheses need a prior above 0: one alone is certain, whatever is seen.")
    alone = np.eye(len(prior), dtype=bool)
    with np.errstate(divide="ignore"):  # ln 0 is meant: a hypothesis of prior 0
        scores = np.log(prior) + log_likelihood
        others = np.log(np.where(alone, 0.0, prior).sum(axis=1))
    rival = np.where(alone, -np.inf, scores).max(axis=1)
    return np.asarray(expit(rival - others - log_likelihood), dtype=np.float64)


def factors_to_change_leader(probabilities: Floats, weights: Floats) -> LeaderChange:
    """Give for each item how far off it would have to be for the runner-up to draw level: odds to the power of 1 / weight.

    probabilities: (S,) the posterior; weights: (I,) the weight with which each item entered it. A factor near 1 is an item
    on which the lead hangs. No other rival is nearer: the runner-up has the least odds against it.

    Raises ValueError for fewer than two hypotheses, probabilities outside 0 to 1, or weights below 0.
    """
    if probabilities.ndim != 1 or len(probabilities) < 2:
        raise ValueError(f"Expected the probabilities of two hypotheses or more, got the shape {probabilities.shape}.")
    check_chances("Probabilities", probabilities)
    check_weights("Weights", weights)
    leader, runner_up = np.argsort(-probabilities, kind="stable")[:2]
    if probabilities[leader] == 0:
        raise ValueError("No hypothesis leads: all probabilities are 0.")
    with np.errstate(divide="ignore", over="ignore"):  # infinite odds and factors are meant
        log_odds = np.log(probabilities[leader]) - np.log(probabilities[runner_up])
        factors = np.exp(np.divide(log_odds, weights, out=np.full(weights.shape, np.inf), where=weights > 0))
    return LeaderChange(int(leader), int(runner_up), factors)


def share_keeping_leader(probabilities: Floats, draws: Floats) -> float:
    """Give the share of draws in which no hypothesis is ahead of the leader of the best guess.

    probabilities: (S,) the posterior at the best guess; draws: (D, S) the posterior in each draw.

    Raises ValueError without draws, or when shapes do not match.
    """
    if draws.ndim != 2 or not len(draws) or probabilities.shape != draws.shape[1:]:
        raise ValueError(f"Expected draws of shape (draws, {probabilities.size}), at least one; got {draws.shape}.")
    return float((draws[:, np.argmax(probabilities)] == draws.max(axis=1)).mean())
