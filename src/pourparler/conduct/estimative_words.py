"""Words of estimative probability: what a probability is called by a published yardstick.

One rule serves both yardsticks: a probability has the word of the nearest band, and half way between two bands it has
the upper one's. Where bands touch, this gives their common limit to the upper word.

ICD 203 (Intelligence Community Directive 203, "Analytic standards", 2015): seven bands from 1 % to 99 % that touch. The
standard gives no word below 1 % or above 99 %; "almost no chance" and "almost certain" stand there too, marked by
`in_gap`. The standard has two rows of words that must not be mixed; these are the first row's.

PHIA (the yardstick of the United Kingdom's Professional Head of Intelligence Assessment): seven bands with gaps between
them that are left on purpose. A probability inside a gap is marked by `in_gap`. 50 % itself is in a gap: "realistic
possibility" ends before it.

Whoever prints a word prints the number with it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Yardstick = Literal["icd-203", "phia"]


@dataclass(frozen=True)
class EstimativeWord:
    """A word, the limits of its band as probabilities, and whether the probability lies outside of that band."""

    word: str
    low: float
    high: float
    in_gap: bool


# Word, and first and last per cent of its band. Whole per cent, so that limits and middles are exact.
_BANDS: dict[str, tuple[tuple[str, int, int], ...]] = {
    "icd-203": (
        ("almost no chance", 1, 5),
        ("very unlikely", 5, 20),
        ("unlikely", 20, 45),
        ("roughly even chance", 45, 55),
        ("likely", 55, 80),
        ("very likely", 80, 95),
        ("almost certain", 95, 99),
    ),
    "phia": (
        ("remote chance", 0, 5),
        ("highly unlikely", 10, 20),
        ("unlikely", 25, 35),
        ("realistic possibility", 40, 50),
        ("likely", 55, 75),
        ("highly likely", 80, 90),
        ("almost certain", 95, 100),
    ),
}
_ENDS_BEFORE = {("phia", "realistic possibility")}  # published as "40 to less than 50"


def word(probability: float, yardstick: Yardstick = "icd-203") -> EstimativeWord:
    """Give the word for a probability.

    Raises:
        ValueError: the probability does not lie from 0 to 1, or the yardstick is not known.
    """
    if not 0 <= probability <= 1:
        raise ValueError(f"A probability lies from 0 to 1; {probability} does not.")
    if yardstick not in _BANDS:
        raise ValueError(f"Yardsticks are {' and '.join(_BANDS)}; '{yardstick}' is none.")
    bands = _BANDS[yardstick]
    middles = [(below[2] + above[1]) / 2 / 100 for below, above in pairwise(bands)]
    name, first, last = bands[bisect_right(middles, probability)]
    low, high = first / 100, last / 100
    inside = low <= probability <= high and not (probability == high and (yardstick, name) in _ENDS_BEFORE)
    return EstimativeWord(name, low, high, not inside)
