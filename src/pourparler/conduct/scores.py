"""How good probabilities were: scores of forecasts whose outcome is known, and what a mean score is made of.

Forecasts are float64 arrays (n,) of probabilities, outcomes arrays (n,) of 0 and 1 (or booleans). Every score is a
loss: 0 is perfect, less is better. Wrong arguments raise ValueError everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import isotonic_regression

Floats = NDArray[np.float64]

LOG_FLOOR = 1e-4


@dataclass(frozen=True)
class Murphy:
    """Mean Brier score = reliability - resolution + uncertainty."""

    reliability: float
    resolution: float
    uncertainty: float


@dataclass(frozen=True, eq=False)
class Corp:
    """Mean Brier score = miscalibration - discrimination + uncertainty; `recalibrated` (n,) belongs to the forecasts."""

    miscalibration: float
    discrimination: float
    uncertainty: float
    recalibrated: Floats


@dataclass(frozen=True)
class PairedDifference:
    """Mean of a - b, and the standard error of that mean, in the units of the scores."""

    mean: float
    standard_error: float


def brier(forecast: ArrayLike, outcome: ArrayLike) -> Floats:
    """Brier score of each forecast (n,): (f - y)^2, from 0 to 1; one half said every time scores 0.25.

    Source: Brier 1950, "Verification of forecasts expressed in terms of probability", halved for two outcomes.
    """
    said, happened = _checked(forecast, outcome)
    return np.square(said - happened)


def multi_brier(forecast: ArrayLike, truth: ArrayLike) -> Floats:
    """Brier score (n,) of forecasts over k outcomes: the sum over outcomes of (f_k - 1[k = truth])^2, from 0 to 2.

    Args:
        forecast: probabilities (n, k); every row sums to 1, to within 1e-6.
        truth: which outcome came (n,), integers from 0 to k - 1.
    """
    said, came = np.asarray(forecast, dtype=np.float64), np.asarray(truth)
    if said.ndim != 2 or not said.size or came.shape != said.shape[:1] or came.dtype.kind not in "iu":
        raise ValueError(
            f"Expected forecasts (n, k) and integers (n,), got {said.shape} and {came.dtype} {came.shape}."
        )
    if not (said >= 0).all() or (np.abs(said.sum(axis=1) - 1) > 1e-6).any():
        raise ValueError("Every row of a forecast must hold probabilities that sum to 1.")
    if came.min() < 0 or came.max() >= said.shape[1]:
        raise ValueError(f"Outcomes are numbered from 0 to {said.shape[1] - 1}.")
    scores: Floats = np.square(said - np.eye(said.shape[1])[came]).sum(axis=1)
    return scores


def log_score(forecast: ArrayLike, outcome: ArrayLike, floor: float = LOG_FLOOR) -> Floats:
    """Logarithmic score of each forecast (n,): -ln of the probability given to what happened.

    It is clipped: a probability below `floor` counts as `floor`, so that one wrong certainty costs -ln(floor) (9.2 at
    the default) and not infinity. Whoever prints it has to say so. Source: Good 1952, "Rational decisions".
    """
    if not 0 < floor < 1:
        raise ValueError(f"The floor must lie between 0 and 1, and is {floor}.")
    said, happened = _checked(forecast, outcome)
    given = np.where(happened == 1, said, 1 - said)
    return np.log(1 / np.maximum(given, floor))


def skill(forecast: ArrayLike, outcome: ArrayLike) -> float:
    """1 - (mean Brier score) / uncertainty: 1 is perfect, 0 is what the share of yes, said every time, would score.

    Outcomes that are all alike leave nothing to be compared with: ValueError.
    """
    uncertainty = murphy(forecast, outcome).uncertainty
    if not uncertainty:
        raise ValueError("Skill needs outcomes of both kinds.")
    return float(1 - brier(forecast, outcome).mean() / uncertainty)


def murphy(forecast: ArrayLike, outcome: ArrayLike) -> Murphy:
    """Decompose the mean Brier score by distinct forecast value: no binning, equal values only are put together.

    Reliability: how far the share of yes lies from what was said. Resolution: how far it lies from the share of yes
    overall. Uncertainty: the variance of the outcomes. Source: Murphy 1973, "A new vector partition".
    """
    said, happened = _checked(forecast, outcome)
    values, _, counts, shares = _by_value(said, happened)
    share = happened.mean()
    return Murphy(
        reliability=float(counts @ np.square(values - shares) / len(said)),
        resolution=float(counts @ np.square(shares - share) / len(said)),
        uncertainty=float(share * (1 - share)),
    )


def corp(forecast: ArrayLike, outcome: ArrayLike) -> Corp:
    """Decompose the mean Brier score by isotonic recalibration, in which equal forecasts stay equal.

    The recalibrated forecasts are the non-decreasing function of the forecasts with the least mean Brier score.
    Miscalibration: how much that saves. Discrimination: how much better it is than the share of yes, said every time.
    Neither is negative. Source: Dimitriadis, Gneiting, Jordan 2021, "Stable reliability diagrams".
    """
    said, happened = _checked(forecast, outcome)
    _, group, counts, shares = _by_value(said, happened)
    recalibrated = np.asarray(isotonic_regression(shares, weights=counts).x, dtype=np.float64)[group]
    best = np.square(recalibrated - happened).mean()
    uncertainty = happened.mean() * (1 - happened.mean())
    return Corp(
        miscalibration=float(np.square(said - happened).mean() - best),
        discrimination=float(uncertainty - best),
        uncertainty=float(uncertainty),
        recalibrated=recalibrated,
    )


def paired_difference(scores_a: ArrayLike, scores_b: ArrayLike, block: int = 1) -> PairedDifference:
    """Mean difference of two forecasters' scores (n,) on the same questions in order of time, with its standard error.

    Forecasts whose horizons overlap share their luck. `block` neighbours at a time are therefore taken as one: choose at
    least as many as one horizon overlaps. Nothing is left out: a shorter last block counts by its size. With blocks of
    one size the standard error is that of the mean of the block means; in general it is the ratio estimator's.
    Sources: Diebold, Mariano 1995, "Comparing predictive accuracy"; Cochran 1977, "Sampling techniques", chapter 6.
    """
    a, b = np.asarray(scores_a, dtype=np.float64), np.asarray(scores_b, dtype=np.float64)
    if a.ndim != 1 or a.shape != b.shape or not (np.isfinite(a).all() and np.isfinite(b).all()):
        raise ValueError(f"Expected two arrays (n,) of finite scores, got {a.shape} and {b.shape}.")
    if block < 1 or len(a) <= block:
        raise ValueError(f"{len(a)} scores in blocks of {block} do not make two blocks.")
    difference = a - b
    mean = difference.mean()
    sums = np.add.reduceat(difference - mean, np.arange(0, len(a), block))
    variance = len(sums) / (len(sums) - 1) * np.square(sums).sum() / len(a) ** 2
    return PairedDifference(float(mean), float(np.sqrt(variance)))


def _checked(forecast: ArrayLike, outcome: ArrayLike) -> tuple[Floats, Floats]:
    said, happened = np.asarray(forecast, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    if said.ndim != 1 or not said.size or said.shape != happened.shape:
        raise ValueError(f"Expected as many outcomes as forecasts, got shapes {said.shape} and {happened.shape}.")
    if not ((said >= 0) & (said <= 1)).all():
        raise ValueError("Forecasts must be probabilities from 0 to 1.")
    if not np.isin(happened, (0, 1)).all():
        raise ValueError("Outcomes must be 0 or 1.")
    return said, happened


def _by_value(said: Floats, happened: Floats) -> tuple[Floats, NDArray[np.intp], NDArray[Any], Floats]:
    """Distinct forecasts (k,), which of them each forecast is (n,), how often each was said and its share of yes (k,)."""
    values, group = np.unique(said, return_inverse=True)
    counts = np.bincount(group)
    return values, group, counts, np.bincount(group, weights=happened) / counts
