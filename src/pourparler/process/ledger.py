"""Names and figures of the process room, and the annex line of every number it prints."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from pourparler import wording
from pourparler.answer import Figure
from pourparler.process.compare import CERTIFIED
from pourparler.process.findings import Findings
from pourparler.process.tree import Floats
from pourparler.room import Annex
from pourparler.scenario.vocabulary import names_in


def spread_of(values: Floats) -> str:
    """The best guess with the 5 and 95 % points of the draws."""
    return wording.spread(*_quantiles(values))


def change_of(values: Floats) -> str:
    """The same for a difference."""
    return wording.change_spread(*_quantiles(values))


def _quantiles(values: Floats) -> tuple[float, float, float]:
    if len(values) < 2:
        return float(values[0]), math.nan, math.nan
    low, high = np.quantile(values[1:], [0.05, 0.95])
    return float(values[0]), float(low), float(high)


def turning_point(chance: float) -> str:
    """A chance above 0 and below 1 at which an answer turns: `34 %`; near the ends with the digits that tell it from them."""
    text = wording.percent(chance)
    if text[0].isdigit():
        return text
    digits = next(digits for digits in range(1, 16) if 0 < round(100 * chance, digits) < 100)
    return f"{100 * chance:.{digits}f} %"


def certified(residual: Floats) -> str:
    """How exactly choices answer each other. residual: (rows,) the largest error left, of the logarithm of any chance."""
    if residual.max(initial=0.0) <= CERTIFIED:
        where = "In every draw the" if len(residual) > 1 else "The"
        return f"{where} choices shown answer each other, to a millionth part of each chance."
    wrong = int((residual[1:] > CERTIFIED).sum())
    places = ["at the best guess"] if residual[0] > CERTIFIED else []
    places += [f"in {wrong:,} of {len(residual) - 1:,} draws"] if wrong else []
    return (
        f"{wording.upper_first(wording.listed(places))} the choices do not answer each other exactly: the largest error left is "
        f"{residual.max():.1e}. What is shown there is the nearest point reached."
    )


@dataclass
class Ledger:
    """Looks up names, and keeps one annex line for every computed number that is printed."""

    findings: Findings
    annex: Annex = field(default_factory=lambda: Annex("process"))
    words: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Find the words that keep their capital."""
        self.words = names_in(self.findings.scenario)

    def computed(self, anchor: str, what: str, text: str, how: str, section: str = "process") -> Figure:
        """A computed number, entered in the annex under `process-` and its anchor."""
        return self.annex.computed(anchor, what, text, how, section)

    def party(self, name: str) -> str:
        """A party's name inside a sentence."""
        return self.findings.scenario.parties[name].name

    def short(self, name: str) -> str:
        """Its short name, for charts and narrow columns."""
        party = self.findings.scenario.parties[name]
        return party.short or party.name

    def inside(self, text: str) -> str:
        """Words of the file inside a sentence."""
        return wording.lower_first(text, self.words)

    def form(self, name: str) -> str:
        """A format inside a sentence."""
        return self.inside(self.findings.setting.process.formats[name].name)

    def type_name(self, name: str) -> str:
        """A type of the other side inside a sentence."""
        return self.findings.setting.process.types[name].name

    def made(self) -> str:
        """That fewer draws were made than were asked for, if so; after a share of the draws."""
        found = self.findings
        return f", of {found.draws:,} made for this" if found.draws < found.asked else ""

    def value(self, name: str) -> Figure:
        """What a format is worth to the side that decides, with its range."""
        comparison = self.findings.comparison
        assert comparison is not None
        return self.computed(
            f"value-{name}",
            f"Worth of '{self.findings.setting.process.formats[name].name}' to {self.party(self.findings.setting.by)}",
            spread_of(comparison.formats[name].value[:, 0]),
            "Expected over the types of the other side, both sides choosing well but for the errors that the file gives",
        )

    def chosen(self, name: str) -> Figure:
        """In how many draws a format is the best one."""
        comparison = self.findings.comparison
        assert comparison is not None
        position = list(comparison.formats).index(name)
        return self.computed(
            f"best-{name}",
            f"Draws in which '{self.findings.setting.process.formats[name].name}' is worth most",
            wording.of_100(comparison.best_in(position)) if self.findings.draws else "0 of 0 draws",
            "Every uncertain number drawn anew, each format solved again",
        )
