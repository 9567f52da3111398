"""Names and figures of the conduct room, and the annex line of every number it prints."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from pourparler import wording
from pourparler.answer import Figure
from pourparler.conduct.drawing import Floats
from pourparler.conduct.estimative_words import word
from pourparler.conduct.findings import Findings
from pourparler.room import Annex

NOUNS = ("almost no chance", "remote chance", "roughly even chance", "realistic possibility")
"""Words of probability that stand with an article."""

DRAWN = "best guess, and 5 to 95 % of the draws"


def chance(share: float) -> str:
    """A probability, no more digits than are known and never rounded to certainty: `62 %`, `0.4 %`, `over 99 %`."""
    return wording.percent(share)


def chance_range(best: float, low: float, high: float) -> str:
    """A probability with its range: `62 % (49 to 71)`."""
    middle, least, most = chance(best), *(chance(end).removesuffix(" %") for end in (low, high))
    return middle if f"{least} %" == middle == f"{most} %" else f"{middle} ({least} to {most})"


def times(ratio: float) -> str:
    """A ratio of likelihoods: `1.4`, `12`, `over 1,000`, `under 0.1`."""
    if ratio > 1_000:
        return "over 1,000"
    if 0 < ratio < 0.1:
        return "under 0.1"
    return f"{ratio:.0f}" if ratio >= 9.95 else f"{ratio:.1f}"


def day(ordinal: float) -> str:
    """A day as people write it, from its ordinal: `29 November 2017`."""
    return wording.long_date(date.fromordinal(int(ordinal)))


def quantiles(rows: Floats) -> tuple[float, float, float]:
    """Best guess and 5 and 95 % of the draws, from rows whose first is the best guess."""
    if len(rows) < 2:
        return float(rows[0]), math.nan, math.nan
    # Between two infinite draws there is nothing to interpolate: there the quantile is one of the draws.
    low, high = np.quantile(rows[1:], [0.05, 0.95], method="linear" if np.isfinite(rows).all() else "inverted_cdf")
    return float(rows[0]), float(low), float(high)


@dataclass
class Ledger:
    """Looks up names, and keeps one annex line for every computed number that is printed."""

    findings: Findings
    annex: Annex = field(default_factory=lambda: Annex("conduct"))

    @property
    def party(self) -> str:
        """The observed party inside a sentence."""
        return self.findings.scenario.parties[self.findings.conduct.party].name

    def reading(self, position: int) -> str:
        """A hypothesis inside a sentence, marked as the file's own words."""
        return f"'{self.findings.name(position)}'"

    def mechanism(self, position: int) -> str:
        """A mechanism's name inside a sentence."""
        return list(self.findings.conduct.mechanisms.values())[position].name

    def computed(self, anchor: str, what: str, text: str, how: str, section: str = "") -> Figure:
        """A computed number, entered in the annex under `conduct-` and its anchor."""
        return self.annex.computed(anchor, what, text, how, section)

    def word(self, probability: float) -> str:
        """What a probability is called by the yardstick that the file names."""
        found = word(probability, self.findings.conduct.yardstick)
        return (
            f"{found.word} or nearly so" if found.in_gap and self.findings.conduct.yardstick == "phia" else found.word
        )

    def judgement(self, probability: float, clause: str) -> str:
        """A clause with the word for its probability, as a sentence begins: `That it rains is likely`."""
        said = self.word(probability)
        if not said.startswith(NOUNS):
            return f"That {clause} is {said}"
        article = "" if said.startswith("almost") else "a "
        return f"There is {article}{said} that {clause}"

    def posterior(self, position: int) -> Figure:
        """Probability of a hypothesis after the evidence, with its range."""
        assert self.findings.weighed is not None
        text = chance_range(*quantiles(self.findings.weighed.hypotheses[:, position]))
        what = f"Probability of {self.reading(position)} after the evidence"
        return self.computed(f"posterior-{position}", what, text, f"Bayes' rule; {DRAWN}", "conduct")

    def deliberate(self, position: int) -> Figure:
        """Probability of a mechanism after the evidence, with its range."""
        assert self.findings.weighed is not None
        text = chance_range(*quantiles(self.findings.weighed.mechanisms[:, position]))
        what = f"Probability that what is seen is {self.mechanism(position)}, whatever the intent"
        return self.computed(f"mechanism-{position}", what, text, f"Bayes' rule; {DRAWN}", "conduct")
