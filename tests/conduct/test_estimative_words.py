"""Words against the published tables, read row by row, at every thousandth."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.conduct.estimative_words import EstimativeWord, word

ICD_203 = """almost no chance 1 5
very unlikely 5 20
unlikely 20 45
roughly even chance 45 55
likely 55 80
very likely 80 95
almost certain 95 99"""
PHIA = """remote chance 0 5
highly unlikely 10 20
unlikely 25 35
realistic possibility 40 50
likely 55 75
highly likely 80 90
almost certain 95 100"""
TABLES = {"icd-203": ICD_203, "phia": PHIA}


def rows(yardstick: str) -> list[tuple[str, Fraction, Fraction]]:
    split = [line.rsplit(" ", 2) for line in TABLES[yardstick].splitlines()]
    return [(name, Fraction(int(low), 100), Fraction(int(high), 100)) for name, low, high in split]


def by_distance(probability: Fraction, yardstick: str) -> EstimativeWord:
    """The nearest band by measuring the way to each; of two equally near the later."""

    def way(row: tuple[str, Fraction, Fraction]) -> Fraction:
        return max(row[1] - probability, probability - row[2], Fraction(0))

    least = min(map(way, rows(yardstick)))
    name, low, high = [row for row in rows(yardstick) if way(row) == least][-1]
    half = yardstick == "phia" and probability == Fraction(1, 2)
    return EstimativeWord(name, float(low), float(high), least > 0 or half)


@pytest.mark.parametrize("yardstick", TABLES)
def test_every_thousandth(yardstick) -> None:
    for thousandth in range(1001):
        assert word(thousandth / 1000, yardstick) == by_distance(Fraction(thousandth, 1000), yardstick), thousandth


@settings(max_examples=1000)
@given(st.floats(0, 1), st.sampled_from(list(TABLES)))
def test_anywhere(probability: float, yardstick) -> None:
    found = word(probability, yardstick)
    assert (found.word, found.low, found.high) in [
        (name, float(low), float(high)) for name, low, high in rows(yardstick)
    ]
    half = yardstick == "phia" and probability == 0.5
    assert found.in_gap == (not found.low <= probability <= found.high or half)


@settings(max_examples=500)
@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(list(TABLES)))
def test_more_is_never_said_to_be_less(one: float, other: float, yardstick) -> None:
    order = [name for name, _, _ in rows(yardstick)]
    low, high = sorted((one, other))
    assert order.index(word(low, yardstick).word) <= order.index(word(high, yardstick).word)


@pytest.mark.parametrize(
    ("probability", "yardstick", "name", "in_gap"),
    [
        (0.05, "icd-203", "very unlikely", False),
        (0.55, "icd-203", "likely", False),
        (0.549, "icd-203", "roughly even chance", False),
        (0.95, "icd-203", "almost certain", False),
        (0.009, "icd-203", "almost no chance", True),
        (0.01, "icd-203", "almost no chance", False),
        (0.99, "icd-203", "almost certain", False),
        (0.991, "icd-203", "almost certain", True),
        (0.0, "icd-203", "almost no chance", True),
        (1.0, "icd-203", "almost certain", True),
        (0.0, "phia", "remote chance", False),
        (0.05, "phia", "remote chance", False),
        (0.06, "phia", "remote chance", True),
        (0.075, "phia", "highly unlikely", True),
        (0.499, "phia", "realistic possibility", False),
        (0.5, "phia", "realistic possibility", True),
        (0.525, "phia", "likely", True),
    ],
)
def test_at_the_limits(probability: float, yardstick, name: str, in_gap: bool) -> None:
    found = word(probability, yardstick)
    assert (found.word, found.in_gap) == (name, in_gap)


def test_icd_203_is_the_default() -> None:
    assert word(0.3) == EstimativeWord("unlikely", 0.2, 0.45, False)


@pytest.mark.parametrize("probability", [-0.1, 1.1, math.nan, math.inf])
def test_no_probability(probability: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        word(probability)


def test_no_yardstick() -> None:
    with pytest.raises(ValueError, match="'kent' is none"):
        word(0.5, "kent")
