"""A worked example: six items of evidence on why a government stopped testing, with illustrative likelihoods."""

import numpy as np

from pourparler.conduct.fusion import ALONE, faithful_likelihood, log_evidence, posterior

# Why a government stopped testing: sincere, buying time, coerced, technical or seasonal.
PRIOR = np.array([0.15, 0.45, 0.25, 0.15])
# The pause, then four points of one envoy's statement (pledge, denuclearise, exercises, invitation), then a speech.
LIKELIHOOD = np.array(
    [
        [0.95, 0.95, 0.95, 0.12],
        [0.95, 0.90, 0.90, 0.15],
        [0.97, 0.85, 0.85, 0.30],
        [0.80, 0.55, 0.70, 0.20],
        [0.80, 0.85, 0.60, 0.10],
        [0.25, 0.70, 0.50, 0.70],
    ]
)
FAITHFUL = np.array([1, 0.9, 0.9, 0.9, 0.9, 0.95])
ENVOY = np.array([ALONE, 0, 0, 0, 0, ALONE])
ALL = np.ones(6, dtype=bool)


def reported() -> np.ndarray:
    return faithful_likelihood(LIKELIHOOD, FAITHFUL[:, np.newaxis], 0.5)


def fuse(prior: np.ndarray, likelihood: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The posterior (..., S) from prior (..., S), likelihood (..., I, S) and weights (..., I)."""
    return posterior(prior, log_evidence(likelihood, weights))
