"""Bayes' rule over several hypotheses: prior and weighted items of evidence, added up in logarithms.

ln posterior(h) = ln prior(h) + sum over items i of w_i ln p*(i | h), up to a constant that makes the posterior sum to 1.
p* allows for a report that may not be faithful, and w for items of one origin, which are fewer signals than items. The
weight is simple and monotone but not a probability model; where the common origin can be named, `common_cause` is exact.

Shapes: S hypotheses, I items, C clusters; "..." stands for any leading dimensions, such as draws of uncertain numbers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pourparler.conduct.chances import Floats, Numbers, check_chances, check_weights

ALONE = -1  # the cluster of an item that shares its origin with no other


def faithful_likelihood(likelihood: Numbers, faithful: Numbers, otherwise: Numbers) -> Floats:
    """Give P(the report | h) = r p + (1 - r) b of a report of something, rather than of the thing itself.

    likelihood: p, P(the thing | h); faithful: r, P(the report is faithful); otherwise: b, P(such a report | it is not),
    the same under all hypotheses. All are chances, and broadcast: likelihood (..., I, S) takes the others as (..., I, 1).

    Raises ValueError unless all lie from 0 to 1.
    """
    check_chances("Likelihoods", likelihood)
    check_chances("Chances that a report is faithful", faithful)
    check_chances("Chances of a report that is not faithful", otherwise)
    return np.asarray(faithful * likelihood + (1.0 - faithful) * otherwise, dtype=np.float64)


def cluster_weights(cluster: NDArray[np.int64], correlation: Floats, counted: NDArray[np.bool_]) -> Floats:
    """Give each item the weight 1 / (1 + (m - 1) rho), m being the number of counted items in its cluster.

    cluster: (I,) number of the cluster that holds the items of one origin, ALONE for an item by itself. correlation:
    (..., C) rho of each cluster: at 0 its items are independent, at 1 all of them together weigh as much as one. counted:
    (I,) false for an item that only retells another; its weight is 0. Returns (..., I).

    Raises ValueError for a cluster without a correlation, a correlation outside 0 to 1, or shapes that do not match.
    """
    if cluster.ndim != 1 or cluster.shape != counted.shape:
        raise ValueError(
            f"Each of {cluster.size} items needs a cluster and whether it counts; got {counted.size} of these."
        )
    check_chances("Correlations within clusters", correlation)
    clusters = correlation.shape[-1]
    wrong = (cluster < ALONE) | (cluster >= clusters)
    if wrong.any():
        raise ValueError(f"Cluster {cluster[wrong][0]} has no correlation: there are {clusters}, numbered from 0.")
    grouped = cluster != ALONE
    others = np.bincount(cluster[grouped & counted], minlength=clusters)[cluster[grouped]] - 1
    weights = np.ones((*correlation.shape[:-1], len(cluster)))
    # Where a whole cluster only retells, m is 0; its items are set to weight 0 below.
    weights[..., grouped] = 1.0 / (1.0 + np.maximum(others, 0) * correlation[..., cluster[grouped]])
    return np.where(counted, weights, 0.0)


def log_evidence(likelihood: Floats, weights: Floats) -> Floats:
    """Give the weighted sum over items of ln likelihood, in nats.

    likelihood: (..., I, S), greater than 0; only ratios between hypotheses matter. weights: (..., I). Returns (..., S).

    Raises ValueError for a likelihood that is not positive and finite, a weight below 0, or shapes that do not match.
    """
    if likelihood.ndim < 2 or weights.shape[-1:] != likelihood.shape[-2:-1]:
        raise ValueError(
            f"Likelihoods of shape (..., items, hypotheses) need one weight for each item; the shapes are "
            f"{likelihood.shape} and {weights.shape}."
        )
    check_weights("Weights", weights)
    wrong = ~((likelihood > 0) & (likelihood < np.inf))
    if wrong.any():
        raise ValueError(
            f"Likelihoods must be greater than 0; found {likelihood[wrong].flat[0]}. One item of likelihood 0 rules a "
            "hypothesis out for good, whatever else is seen: give it a small chance, or allow for a report that is not faithful."
        )
    return np.asarray((weights[..., np.newaxis] * np.log(likelihood)).sum(axis=-2), dtype=np.float64)


def posterior(prior: Floats, log_likelihood: Floats) -> Floats:
    """Give the posterior from a prior and the logarithm of the likelihood of all evidence together.

    prior: (..., S), not negative; a hypothesis of prior 0 stays at 0. It is taken in proportion and need not sum to 1.
    log_likelihood: (..., S) in nats, up to a constant; minus infinity rules a hypothesis out. Returns (..., S), summing to 1.

    Raises ValueError for a prior below 0, log-likelihoods that are NaN or plus infinity, numbers of hypotheses that differ,
    and evidence that rules out every hypothesis of positive prior.
    """
    if prior.shape[-1:] != log_likelihood.shape[-1:]:
        raise ValueError(
            f"Prior and evidence must be about the same hypotheses: {prior.shape}, {log_likelihood.shape}."
        )
    check_weights("Priors", prior)
    if not (log_likelihood < np.inf).all():
        raise ValueError("Log-likelihoods must be numbers below infinity.")
    with np.errstate(divide="ignore"):  # ln 0 is meant: a hypothesis of prior 0
        scores = np.log(prior) + log_likelihood
    highest = scores.max(axis=-1, keepdims=True)
    if (highest == -np.inf).any():
        raise ValueError(
            "Prior and evidence together rule out every hypothesis: the true one is missing from the list."
        )
    shares = np.exp(scores - highest)
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True), dtype=np.float64)
