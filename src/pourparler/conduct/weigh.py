"""What the evidence says of the hypotheses, what it hangs on, and how sure one may be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from pourparler.conduct.competing_hypotheses import Letters, inconsistency_scores, nearest_letter
from pourparler.conduct.confidence_rule import Confidence, confidence
from pourparler.conduct.drawing import Floats
from pourparler.conduct.fusion import ALONE, posterior
from pourparler.conduct.readings import Readings, source_marks
from pourparler.conduct.sensitivity import break_even_priors, factors_to_change_leader, share_keeping_leader
from pourparler.errors import PourparlerError
from pourparler.scenario.likelihoods import RATINGS
from pourparler.scenario.model import Scenario

ROUNDING = 1e-9  # nats: evidence that weighs no more than this tells the two readings apart by rounding only
GOOD_MARKS = {f"{letter}{digit}" for letter in "AB" for digit in "12"}


@dataclass(frozen=True)
class Weighed:
    """Rows: best guess, then draws. H hypotheses, M mechanisms, I items.

    hypotheses: (rows, H) posterior; prior: (rows, H). mechanisms: (rows, M) posterior, mechanism_prior the same before
    the evidence; no columns where the file names none. states: (rows, S) joint posterior.
    leader, runner_up: positions at the best guess.
    likelihood: (I, H) p* at the best guess, mechanisms averaged by their share. weights: (I,).
    ratios: (I,) likelihood ratio leader : runner-up that each item adds at its weight. without: (I, H) posterior without it.
    break_even: (H,) prior at which each ties with the best of the rest. factors: (I,) how far off each ratio would have to be.
    ignoring_origin: (H,) posterior if items of one origin were taken as independent.
    one_origin: share of all weight of evidence between the two that comes from the heaviest origin.
    letters: (I, H) and inconsistency: (H,) classic ACH.
    """

    hypotheses: Floats
    prior: Floats
    mechanisms: Floats
    mechanism_prior: Floats
    states: Floats
    leader: int
    runner_up: int
    stays: float
    likelihood: Floats
    weights: Floats
    ratios: Floats
    without: Floats
    break_even: Floats
    factors: Floats
    ignoring_origin: Floats
    one_origin: float | None
    good_origins: int
    letters: Letters
    inconsistency: NDArray[np.int64]
    confidence: Confidence


def weigh(scenario: Scenario, readings: Readings, names: tuple[str, ...], tempo_spread: float | None) -> Weighed:
    """Weigh the evidence. `names`: the hypotheses in the order of their states; `tempo_spread`: of the tempo's models.

    Raises:
        PourparlerError: one hypothesis has all of the prior, so that no evidence could speak against it.
    """
    counted = readings.counted
    states = posterior(readings.prior, readings.log_likelihood(counted))
    shape = (len(states), len(names), -1)
    joint, before = states.reshape(shape), readings.prior.reshape(shape)
    hypotheses, prior = joint.sum(axis=2), before.sum(axis=2)
    if (prior[0] > 0).sum() < 2:
        raise PourparlerError(
            f"conduct: hypotheses: only '{names[int(prior[0].argmax())]}' has a prior above 0, and what is certain no evidence "
            "can change; give another one, or 'other', a prior"
        )
    several = joint.shape[2] > 1
    best = readings.best_only()
    logs, without = _one_by_one(best, counted, len(names))
    weights = best.weights(counted)[0]
    change = factors_to_change_leader(hypotheses[0], weights)
    ratios = np.exp(logs[:, change.leader] - logs[:, change.runner_up])
    likelihood = _by_hypothesis(best, len(names))
    letters = nearest_letter(likelihood, _ratings(scenario))
    one_origin, good = _origins(scenario, best, len(names), (change.leader, change.runner_up))
    stays = share_keeping_leader(hypotheses[0], hypotheses[1:])
    return Weighed(
        hypotheses=hypotheses,
        prior=prior,
        mechanisms=joint.sum(axis=1) if several else np.empty((len(states), 0)),
        mechanism_prior=before.sum(axis=1) if several else np.empty((len(states), 0)),
        states=states,
        leader=change.leader,
        runner_up=change.runner_up,
        stays=stays,
        likelihood=likelihood,
        weights=weights,
        ratios=ratios,
        without=without,
        break_even=break_even_priors(prior[0], _given_hypothesis(best, counted, len(names))),
        factors=change.factors,
        ignoring_origin=_ignoring_origin(best, len(names)),
        one_origin=one_origin,
        good_origins=good,
        letters=letters,
        inconsistency=inconsistency_scores(letters[counted]),
        confidence=confidence(one_origin, stays, tempo_spread, float(hypotheses[0, change.leader]), good),
    )


def _ratings(scenario: Scenario) -> dict[str, float]:
    assert scenario.conduct is not None
    merged = {**RATINGS, **scenario.conduct.ratings}
    return {str(letter): float(chance) for letter, chance in merged.items()}


def _given_hypothesis(
    best: Readings, counted: NDArray[np.bool_], names: int, present: NDArray[np.bool_] | None = None
) -> Floats:
    """(H,) ln P(counted evidence | hypothesis) at the best guess, mechanisms averaged out by their share."""
    logs = best.log_likelihood(counted, present)[0].reshape(names, -1)
    return np.asarray(logsumexp(logs, axis=1, b=best.share[0].reshape(names, -1)))


def _one_by_one(best: Readings, counted: NDArray[np.bool_], names: int) -> tuple[Floats, Floats]:
    """(I, H) what each item adds to ln P(evidence | hypothesis), the others being there, and the posterior without it.

    What it adds is reckoned at the weights that all have together. Without it the rest of its cluster counts for more, as
    it would had the item never been seen.
    """
    everything = _given_hypothesis(best, counted, names)
    prior = best.prior[0].reshape(names, -1).sum(axis=1)
    added, without = np.zeros((len(counted), names)), np.zeros((len(counted), names))
    for item in range(len(counted)):
        rest = counted.copy()
        rest[item] = False
        added[item] = everything - _given_hypothesis(best, rest, names, present=counted)
        without[item] = posterior(prior, _given_hypothesis(best, rest, names))
    return added, without


def _by_hypothesis(best: Readings, names: int) -> Floats:
    """(I, H) likelihoods with mechanisms averaged out by their share before the evidence."""
    likelihood, share = best.likelihood[0], best.share[0].reshape(names, -1)
    return np.asarray((likelihood.reshape(len(likelihood), *share.shape) * share).sum(axis=2))


def _ignoring_origin(best: Readings, names: int) -> Floats:
    """(H,) posterior if every item, retold ones too, were taken as independent of all others."""
    logs = np.log(best.likelihood[0]).sum(axis=0)
    return np.asarray(posterior(best.prior[0], logs).reshape(names, -1).sum(axis=1))


def _origins(scenario: Scenario, best: Readings, names: int, pair: tuple[int, int]) -> tuple[float | None, int]:
    """The heaviest origin's share of the weight of all origins, and how many have an item marked B2 or better.

    The weight of an origin is what all its items together add to |ln ratio| of the pair of hypotheses.
    """
    assert scenario.conduct is not None
    items = list(scenario.conduct.evidence.values())
    origin = np.where(best.cluster == ALONE, -2 - np.arange(len(items)), best.cluster)
    everything = _given_hypothesis(best, best.counted, names)
    weights: list[float] = []
    good = 0
    for each in np.unique(origin[best.counted]):
        added = everything - _given_hypothesis(best, best.counted & (origin != each), names)
        weights.append(abs(float(added[pair[0]] - added[pair[1]])))
        good += any(
            source_marks(scenario, items[i]) in GOOD_MARKS for i in np.flatnonzero(best.counted & (origin == each))
        )
    total = sum(weights)
    return (max(weights) / total if total > ROUNDING else None), good
