"""How much confidence a judgement of conduct deserves: low, moderate or high, by a rule that can be checked.

Confidence says how good the ground under a probability is; it is no probability itself. The levels are those of
intelligence analysis (low: uncorroborated, many assumptions; high: well corroborated, minimal assumptions; ICD 203 and
JP 2-0). The limits are this project's own choice; no standard gives any.

- low, if one origin carries more than half of the weight of the evidence, or the leading hypothesis stays in the lead in
  fewer than 7 of 10 redraws of the judged numbers, or the models of tempo differ by more than a factor of 5;
- high, if none of these holds, the leading hypothesis has at least 90 %, and two independent clusters of evidence are good;
- moderate otherwise.

What is not known (None) cannot make confidence low, nor can it make it high.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

MOST_FROM_ONE_ORIGIN = 0.5
LEAST_STAYS = 0.7
MOST_TEMPO_SPREAD = 5.0
LEAST_PROBABILITY = 0.9
LEAST_CLUSTERS = 2


class Level(StrEnum):
    """The three levels of confidence."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class Measure(StrEnum):
    """What the rule looks at."""

    ORIGIN_SHARE = "largest origin share"
    LEADER_STAYS = "leader stays"
    TEMPO_SPREAD = "tempo spread"
    PROBABILITY = "leader probability"
    CLUSTERS = "independent good clusters"


@dataclass(frozen=True)
class Reason:
    """A number that decided, with the limit it was held against. `value` is None where nothing is known."""

    measure: Measure
    value: float | None
    limit: float


@dataclass(frozen=True)
class Confidence:
    """The level with its reasons.

    Low: what makes it low. Moderate: what is missing for high. High: the two conditions of high, which both hold.
    """

    level: Level
    reasons: tuple[Reason, ...]


def confidence(
    largest_origin_share: float | None,
    leader_stays: float | None,
    tempo_spread: float | None,
    leader_probability: float | None,
    independent_good_clusters: int | None,
) -> Confidence:
    """Apply the rule.

    Args:
        largest_origin_share: of the sum over items of |ln likelihood ratio|, the share of the origin with the most; 0 to 1.
        leader_stays: share of redraws in which the leading hypothesis keeps the lead; 0 to 1.
        tempo_spread: largest over smallest probability of the pause among the models of tempo; from 1, may be infinite.
        leader_probability: posterior probability of the leading hypothesis; 0 to 1.
        independent_good_clusters: clusters of evidence of independent origin, graded B2 or better.

    Raises:
        ValueError: a number is outside its range, or nothing at all is known.
    """
    _check(largest_origin_share, leader_stays, tempo_spread, leader_probability, independent_good_clusters)
    low: list[Reason] = []
    if largest_origin_share is not None and largest_origin_share > MOST_FROM_ONE_ORIGIN:
        low.append(Reason(Measure.ORIGIN_SHARE, largest_origin_share, MOST_FROM_ONE_ORIGIN))
    if leader_stays is not None and leader_stays < LEAST_STAYS:
        low.append(Reason(Measure.LEADER_STAYS, leader_stays, LEAST_STAYS))
    if tempo_spread is not None and tempo_spread > MOST_TEMPO_SPREAD:
        low.append(Reason(Measure.TEMPO_SPREAD, tempo_spread, MOST_TEMPO_SPREAD))
    if low:
        return Confidence(Level.LOW, tuple(low))
    for_high = (
        Reason(Measure.PROBABILITY, leader_probability, LEAST_PROBABILITY),
        Reason(Measure.CLUSTERS, independent_good_clusters, LEAST_CLUSTERS),
    )
    missing = tuple(reason for reason in for_high if reason.value is None or reason.value < reason.limit)
    return Confidence(Level.MODERATE, missing) if missing else Confidence(Level.HIGH, for_high)


def _check(
    origin_share: float | None,
    stays: float | None,
    spread: float | None,
    probability: float | None,
    clusters: int | None,
) -> None:
    given = (origin_share, stays, spread, probability, clusters)
    if all(value is None for value in given):
        raise ValueError("Confidence needs at least one number to go by.")
    for measure, value, least, most in zip(Measure, given, (0, 0, 1, 0, 0), (1, 1, math.inf, 1, math.inf), strict=True):
        if value is not None and not least <= value <= most:
            raise ValueError(f"The {measure} must lie from {least} to {most}, and is {value}.")
