"""The rule of confidence, enumerated over a grid on both sides of every limit."""

from __future__ import annotations

import math
from itertools import product

import pytest

from pourparler.conduct.confidence_rule import Confidence, Level, Measure, Reason, confidence

SHARES = (None, 0.0, 0.5, 0.51, 1.0)
STAYS = (None, 0.0, 0.69, 0.7, 1.0)
SPREADS = (None, 1.0, 5.0, 5.1, math.inf)
PROBABILITIES = (None, 0.0, 0.89, 0.9, 1.0)
CLUSTERS = (None, 0, 1, 2, 9)


def test_every_case_of_a_grid() -> None:
    seen = set()
    for share, stays, spread, probability, clusters in product(SHARES, STAYS, SPREADS, PROBABILITIES, CLUSTERS):
        if (share, stays, spread, probability, clusters) == (None,) * 5:
            continue
        found = confidence(share, stays, spread, probability, clusters)
        bad = {
            Measure.ORIGIN_SHARE: share in (0.51, 1.0),
            Measure.LEADER_STAYS: stays in (0.0, 0.69),
            Measure.TEMPO_SPREAD: spread in (5.1, math.inf),
        }
        good = {Measure.PROBABILITY: probability in (0.9, 1.0), Measure.CLUSTERS: clusters in (2, 9)}
        if any(bad.values()):
            expected = Level.LOW, [measure for measure, fires in bad.items() if fires]
        elif all(good.values()):
            expected = Level.HIGH, list(good)
        else:
            expected = Level.MODERATE, [measure for measure, holds in good.items() if not holds]
        assert (found.level, [reason.measure for reason in found.reasons]) == expected
        numbers = dict(zip(Measure, (share, stays, spread, probability, clusters), strict=True))
        assert all(reason.value == numbers[reason.measure] for reason in found.reasons)
        seen.add(found.level)
    assert seen == set(Level)


def test_a_pause_on_which_the_models_of_tempo_disagree() -> None:
    """0.26 against 0.037: a factor of about 7."""
    assert confidence(0.4, 0.8, 7.0, 0.65, 1) == Confidence(Level.LOW, (Reason(Measure.TEMPO_SPREAD, 7.0, 5.0),))


def test_what_is_not_known_stands_among_the_reasons() -> None:
    assert confidence(0.4, 0.8, None, 0.95, None).reasons == (Reason(Measure.CLUSTERS, None, 2),)
    assert confidence(None, None, 2.0, None, None).level is Level.MODERATE


@pytest.mark.parametrize(
    "numbers",
    [
        (1.1, None, None, None, None),
        (None, -0.1, None, None, None),
        (None, None, 0.9, None, None),
        (None, None, None, math.nan, None),
        (None, None, None, None, -1),
    ],
)
def test_numbers_that_cannot_be(numbers) -> None:
    with pytest.raises(ValueError, match="must lie from"):
        confidence(*numbers)


def test_nothing_known() -> None:
    with pytest.raises(ValueError, match="at least one number"):
        confidence(None, None, None, None, None)
