"""Scores against plain loops over fractions, recalibration against the max-min formula, errors against simulation."""

from __future__ import annotations

import math
from collections import defaultdict
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.conduct.scores import (
    LOG_FLOOR,
    brier,
    corp,
    log_score,
    multi_brier,
    murphy,
    paired_difference,
    skill,
)

Pairs = list[tuple[Fraction, int]]


@st.composite
def resolved(draw: st.DrawFn) -> Pairs:
    """Up to 25 forecasts, in tenths (so that many are equal) or in fractions of any kind, with their outcomes."""
    tenths = st.integers(0, 10).map(lambda n: Fraction(n, 10))
    any_kind = st.floats(0, 1, allow_subnormal=False).map(Fraction)
    forecast = draw(st.sampled_from([tenths, any_kind, tenths | any_kind]))
    return draw(st.lists(st.tuples(forecast, st.integers(0, 1)), min_size=1, max_size=25))


def arrays(pairs: Pairs) -> tuple[np.ndarray, np.ndarray]:
    return np.array([float(f) for f, _ in pairs]), np.array([y for _, y in pairs])


def mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def by_forecast(pairs: Pairs) -> dict[float, list[int]]:
    groups: dict[float, list[int]] = defaultdict(list)
    for forecast, outcome in pairs:
        groups[float(forecast)].append(outcome)
    return dict(sorted(groups.items()))


def max_min(pairs: Pairs) -> dict[float, Fraction]:
    """Isotonic regression of the outcomes on the forecasts: max over starts of min over ends of the mean between."""
    groups = list(by_forecast(pairs).values())
    fitted = []
    for k in range(len(groups)):
        fitted.append(
            max(
                min(
                    mean([Fraction(y) for group in groups[start : end + 1] for y in group])
                    for end in range(k, len(groups))
                )
                for start in range(k + 1)
            )
        )
    return dict(zip(by_forecast(pairs), fitted, strict=True))


@settings(max_examples=500)
@given(resolved())
def test_brier_and_log_score_one_by_one(pairs: Pairs) -> None:
    squares, logs = brier(*arrays(pairs)), log_score(*arrays(pairs))
    for (forecast, outcome), square, log in zip(pairs, squares, logs, strict=True):
        said = float(forecast)
        assert square == pytest.approx((said - 1) ** 2 if outcome else said**2, abs=1e-15)
        assert log == pytest.approx(-math.log(max(said if outcome else 1 - said, 0.0001)), abs=1e-12)
        assert not np.signbit(log)


@settings(max_examples=1000)
@given(resolved())
def test_murphy_against_fractions_and_its_identity(pairs: Pairs) -> None:
    found = murphy(*arrays(pairs))
    share = mean([Fraction(y) for _, y in pairs])
    reliability = resolution = Fraction(0)
    for forecast, outcomes in by_forecast(pairs).items():
        own = mean([Fraction(y) for y in outcomes])
        reliability += len(outcomes) * (Fraction(forecast) - own) ** 2 / len(pairs)
        resolution += len(outcomes) * (own - share) ** 2 / len(pairs)
    score = mean([(Fraction(float(f)) - y) ** 2 for f, y in pairs])
    assert reliability - resolution + share * (1 - share) == score, "the identity is exact"
    assert found.reliability == pytest.approx(float(reliability), abs=1e-14)
    assert found.resolution == pytest.approx(float(resolution), abs=1e-14)
    assert found.uncertainty == pytest.approx(float(share * (1 - share)), abs=1e-14)
    assert found.reliability - found.resolution + found.uncertainty == pytest.approx(float(score), abs=1e-14)
    if 0 < share < 1:
        assert skill(*arrays(pairs)) == pytest.approx(float(1 - score / (share * (1 - share))), abs=1e-12)


@settings(max_examples=1000)
@given(resolved())
def test_corp_against_the_max_min_formula(pairs: Pairs) -> None:
    found, fitted = corp(*arrays(pairs)), max_min(pairs)
    assert found.recalibrated == pytest.approx([float(fitted[float(f)]) for f, _ in pairs], abs=1e-13)
    score = mean([(Fraction(float(f)) - y) ** 2 for f, y in pairs])
    best = mean([(fitted[float(f)] - y) ** 2 for f, y in pairs])
    share = mean([Fraction(y) for _, y in pairs])
    assert found.miscalibration == pytest.approx(float(score - best), abs=1e-13)
    assert found.discrimination == pytest.approx(float(share * (1 - share) - best), abs=1e-13)
    assert found.miscalibration - found.discrimination + found.uncertainty == pytest.approx(float(score), abs=1e-13)
    assert score >= best
    assert best <= share * (1 - share)


@settings(max_examples=300)
@given(resolved())
def test_recalibration_knows_only_the_order(pairs: Pairs) -> None:
    said, happened = arrays(pairs)
    order = np.unique(said, return_inverse=True)[1]
    assert corp(order / (order.max() + 1), happened).recalibrated == pytest.approx(
        corp(said, happened).recalibrated, abs=1e-13
    )
    again = corp(np.clip(corp(said, happened).recalibrated, 0, 1), happened)
    assert again.miscalibration == pytest.approx(0, abs=1e-13)


def test_by_hand() -> None:
    said, happened = np.array([0.2, 0.2, 0.6, 0.8]), np.array([0, 1, 0, 1])
    assert brier(said, happened).mean() == pytest.approx((0.04 + 0.64 + 0.36 + 0.04) / 4)
    parts = murphy(said, happened)
    assert (parts.reliability, parts.resolution, parts.uncertainty) == pytest.approx(
        ((2 * 0.09 + 0.36 + 0.04) / 4, 0.125, 0.25)
    )
    found = corp(said, happened)
    assert found.recalibrated == pytest.approx([1 / 3, 1 / 3, 1 / 3, 1])
    assert found.discrimination == pytest.approx(0.25 - (1 / 9 + 4 / 9 + 1 / 9) / 4)
    assert skill(said, happened) == pytest.approx(1 - 0.27 / 0.25)


def test_equal_forecasts_stay_equal() -> None:
    assert corp([0.5, 0.5, 0.5], [1, 0, 1]).recalibrated == pytest.approx([2 / 3] * 3)


def test_the_log_score_is_clipped() -> None:
    assert log_score([0.0, 1.0, 1.0], [1, 0, 1]) == pytest.approx([-math.log(LOG_FLOOR)] * 2 + [0])
    assert log_score([0.0], [1], floor=0.01) == pytest.approx([-math.log(0.01)])


@settings(max_examples=300)
@given(st.integers(2, 5), st.integers(1, 8), st.integers(0, 10**6))
def test_brier_score_of_several_outcomes(k: int, n: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    said, came = random.dirichlet(np.ones(k), n), random.integers(k, size=n)
    expected = [sum((said[i, j] - (j == came[i])) ** 2 for j in range(k)) for i in range(n)]
    assert multi_brier(said, came) == pytest.approx(expected)
    if k == 2:
        assert multi_brier(said, came) == pytest.approx(2 * brier(said[:, 1], came))


@settings(max_examples=300)
@given(st.integers(1, 6), st.integers(2, 10), st.integers(0, 10**6))
def test_with_equal_blocks_the_error_is_that_of_the_block_means(block: int, blocks: int, seed: int) -> None:
    a, b = np.random.default_rng(seed).random((2, block * blocks))
    means = [float(np.mean((a - b)[i * block : (i + 1) * block])) for i in range(blocks)]
    found = paired_difference(a, b, block)
    assert found.mean == pytest.approx(np.mean(means))
    assert found.standard_error == pytest.approx(np.std(means, ddof=1) / math.sqrt(blocks))
    turned = paired_difference(b, a, block)
    assert (turned.mean, turned.standard_error) == pytest.approx((-found.mean, found.standard_error))


@pytest.mark.parametrize("n", [240, 245])
def test_blocks_give_the_right_error_where_neighbours_overlap(n: int) -> None:
    """Differences that are sums over five neighbouring days: the true spread of the mean is known from simulation."""
    random = np.random.default_rng(5)
    runs = np.lib.stride_tricks.sliding_window_view(random.normal(size=(2000, n + 4)), 5, axis=1).sum(axis=2)
    truth = runs.mean(axis=1).std()
    zero = np.zeros(n)

    def typical(block: int) -> float:
        return math.sqrt(np.mean([paired_difference(run, zero, block).standard_error ** 2 for run in runs]))

    assert typical(20) == pytest.approx(truth, rel=0.1)
    assert typical(1) < truth / 2, "taken one by one, overlapping forecasts look far surer than they are"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: brier([0.5], [0, 1]), "as many outcomes"),
        (lambda: brier([], []), "as many outcomes"),
        (lambda: brier([[0.5]], [[1]]), "as many outcomes"),
        (lambda: brier([1.5], [1]), "from 0 to 1"),
        (lambda: murphy([math.nan], [1]), "from 0 to 1"),
        (lambda: corp([0.5], [0.5]), "must be 0 or 1"),
        (lambda: corp([0.5], [math.nan]), "must be 0 or 1"),
        (lambda: log_score([0.5], [1], floor=0), "floor"),
        (lambda: skill([0.5, 0.6], [1, 1]), "both kinds"),
        (lambda: multi_brier([0.5, 0.5], [1]), "Expected forecasts"),
        (lambda: multi_brier([[0.5, 0.5]], [1.0]), "Expected forecasts"),
        (lambda: multi_brier([[0.5, 0.6]], [1]), "sum to 1"),
        (lambda: multi_brier([[-0.5, 1.5]], [1]), "sum to 1"),
        (lambda: multi_brier([[math.nan, 1.0]], [1]), "sum to 1"),
        (lambda: multi_brier([[0.5, 0.5]], [2]), "numbered from 0 to 1"),
        (lambda: multi_brier([[0.5, 0.5]], [-1]), "numbered from 0 to 1"),
        (lambda: paired_difference([1.0, 2.0], [1.0, 2.0], 2), "do not make two blocks"),
        (lambda: paired_difference([1.0, 2.0], [1.0, 2.0], 0), "do not make two blocks"),
        (lambda: paired_difference([1.0, math.nan], [1.0, 2.0]), "finite"),
        (lambda: paired_difference([1.0], [1.0, 2.0]), "two arrays"),
    ],
)
def test_what_cannot_be_scored_is_refused(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
