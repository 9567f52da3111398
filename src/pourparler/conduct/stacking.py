"""The mixture of forecasters that would have done best on questions whose outcome is known.

Source: Yao, Vehtari, Simpson, Gelman 2018, "Using stacking to average Bayesian predictive distributions".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import LinearConstraint, minimize

from pourparler.conduct.scores import LOG_FLOOR, Floats


@dataclass(frozen=True, eq=False)
class Stacking:
    """The weights (forecasters,), sum 1, under which a mixture has the least mean log score, on the same questions.

    score, equal_score: mean log scores with these and with equal weights. No other weights have a mean log score that is
    better by more than `slack`.
    """

    weights: Floats
    score: float
    equal_score: float
    slack: float


def stack(given: ArrayLike) -> Stacking:
    """Find these weights.

    given: (forecasters, n) the probability each gave to what came; below `scores.LOG_FLOOR` it counts as that much.

    The mean logarithm of a mixture is concave in the weights, so that its slope tells how far from the best they can be:
    at most the largest mean of (a forecaster's probability / the mixture's), less 1. Raises ValueError for wrong arguments.
    """
    chances = np.maximum(np.asarray(given, dtype=np.float64), LOG_FLOOR)
    if chances.ndim != 2 or not chances.size or not (chances <= 1).all():
        raise ValueError(f"Expected probabilities (forecasters, n), at least one, got the shape {chances.shape}.")
    count = len(chances)

    def loss(weights: Floats) -> float:
        return -float(np.log(weights @ chances).mean())

    def slope(weights: Floats) -> Floats:
        return -np.asarray((chances / (weights @ chances)).mean(axis=1), dtype=np.float64)

    equal = np.full(count, 1 / count)
    found = minimize(
        loss,
        equal,
        jac=slope,
        method="SLSQP",
        bounds=[(0, 1)] * count,
        constraints=LinearConstraint(np.ones((1, count)), 1, 1),
        options={"ftol": 1e-14, "maxiter": 1000},
    )
    weights = np.clip(found.x, 0, 1)
    weights = weights / weights.sum()
    return Stacking(weights, loss(weights), loss(equal), max(0.0, -1 - float(slope(weights).min())))
