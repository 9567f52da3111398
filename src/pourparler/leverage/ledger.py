"""Names and figures of the leverage room, and the annex line of every number it prints."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from pourparler import wording
from pourparler.answer import Figure, Status
from pourparler.deals.measure import Deals, Floats
from pourparler.leverage.findings import Findings
from pourparler.room import Annex
from pourparler.scenario.numbers import NumberLine
from pourparler.scenario.tree import Path
from pourparler.scenario.vocabulary import names_in

FAIR = "the fair deal is found anew"


def spread(rows: Floats) -> tuple[float, float, float]:
    """The best guess (row 0) with the 5 and 95 % points of the draws that have a value."""
    drawn = rows[1:][~np.isnan(rows[1:])]
    if not len(drawn):
        return float(rows[0]), math.nan, math.nan
    low, high = np.quantile(drawn, [0.05, 0.95])
    return float(rows[0]), float(low), float(high)


def ranged(rows: Floats) -> str:
    """An amount with its range: `3.8 (0 to 6.2)`."""
    return wording.spread(*spread(rows))


def change(rows: Floats) -> str:
    """A difference with its range: `+3.8 (0 to +6.2)`."""
    return wording.change_spread(*spread(rows))


def moved(rows: Floats) -> tuple[str, str]:
    """How to say what something does to a party: `costs`, `3.8 (0 to 6.2)`, or `brings` and the amount."""
    costs = rows[0] < 0 and wording.points(rows[0]) != "0"
    return ("costs", ranged(-rows + 0.0)) if costs else ("brings", ranged(rows))


def parts(rows: Floats) -> str:
    """Shares as parts of 100: `44 (27 to 59)`."""
    return wording.spread(*(100 * each for each in spread(rows)))


def plain_change(value: float) -> str:
    """A difference, or a dot where there is none to speak of."""
    return wording.change(value) if wording.points(value).strip(wording.MINUS) != "0" else "·"


@dataclass
class Ledger:
    """Looks up names, and keeps one annex line for every computed number that is printed."""

    findings: Findings
    annex: Annex = field(default_factory=lambda: Annex("leverage"))
    words: frozenset[str] = field(init=False)
    issues: tuple[tuple[str, tuple[str, ...]], ...] = field(init=False)

    def __post_init__(self) -> None:
        """Find the words that keep their capital, and the names of issues and options."""
        scenario = self.findings.setting.scenario
        self.words = names_in(scenario)
        self.issues = tuple((issue.name, issue.option_labels()) for issue in scenario.issues.values())

    def computed(self, anchor: str, what: str, text: str, how: str, section: str = "") -> Figure:
        """A computed number, entered in the annex under `leverage-` and its anchor."""
        return self.annex.computed(anchor, what, text, how, section)

    def said(self, path: Path, without: str = "") -> Figure | str:
        """A number of the file with its range, leading to its line; `without` where the file does not give it."""
        line = self.findings.setting.lines.get(path)
        return without if line is None else self.line(line)

    def best(self, path: Path, without: str) -> Figure | str:
        """The best guess of a difference that stands in the file, leading to its line, which has the range."""
        line = self.findings.setting.lines.get(path)
        if line is None:
            return without
        return Figure(wording.change(line.value.best), line.origin.standing(), line.anchor)

    @staticmethod
    def line(line: NumberLine) -> Figure:
        """A number of the file with its range; chances with two digits, those close to 1 with three."""
        ends = [float(line.value.quantile(np.array(end))) for end in (0.05, 0.95)]
        text = wording.spread(line.value.best, *ends)
        if line.value.greatest <= 1 and line.value.least >= 0:
            best, low, high = (f"{value:.{2 if value < 0.95 else 3}g}" for value in (line.value.best, *ends))
            text = best if low == high == best else f"{best} ({low} to {high})"
        return Figure(text, line.origin.standing(), line.anchor)

    def walk_away(self, side: int) -> Figure:
        """A principal's walk-away value; assumed where today's worth stands in for it."""
        setting = self.findings.setting
        name = setting.measure.parties[setting.sides[side]]
        figure = self.said(("preferences", name, "walk_away"))
        if isinstance(figure, Figure):
            return figure
        how = "None is given; what today's options are worth stands in for it"
        what = f"Walk-away value of {self.side(side)}"
        made = self.computed(f"walk-away-{name}", what, ranged(setting.walk_away[:, side]), how)
        return Figure(made.text, Status.ASSUMED, made.anchor)

    def party(self, position: int) -> str:
        """A party's name inside a sentence, by its position among those with something at stake."""
        setting = self.findings.setting
        return setting.scenario.parties[setting.measure.parties[position]].name

    def side(self, side: int) -> str:
        """A principal's name inside a sentence, by its position among the principals."""
        return self.party(self.findings.setting.sides[side])

    def short(self, side: int) -> str:
        """A principal's short name, for charts and narrow columns, with a capital."""
        setting = self.findings.setting
        party = setting.scenario.parties[setting.measure.parties[setting.sides[side]]]
        return wording.upper_first(party.short or party.name)

    def brief(self, side: int) -> str:
        """The same as it stands inside a sentence or heading."""
        return wording.lower_first(self.short(side), self.words - {"The"})

    def seats(self) -> list[int]:
        """Positions of the principals, the side being briefed first."""
        briefed = self.findings.setting.briefed
        return sorted(range(len(self.findings.setting.sides)), key=lambda side: (side != briefed, side))

    def seat(self, name: str) -> int | None:
        """A party's position among the principals; none for another."""
        principals = self.findings.setting.scenario.principals()
        return principals.index(name) if name in principals else None

    def named(self, name: str) -> str:
        """A party's name by its key in the file."""
        return self.findings.setting.scenario.parties[name].name

    def inside(self, text: str) -> str:
        """Words as they stand inside a sentence."""
        return wording.lower_first(text, self.words)

    def option(self, issue: int, option: int) -> str:
        """An option inside a sentence; with its issue where the option alone does not tell."""
        name, labels = self.issues[issue]
        shared = sum(labels[option] in others for _, others in self.issues) > 1
        quantity = list(self.findings.setting.scenario.issues.values())[issue].quantity is not None
        return f"{self.inside(name)} {labels[option]}" if shared or quantity else self.inside(labels[option])

    def turns(self, before: Deals | None, after: Deals | None) -> str:
        """What becomes of the first deal, in a clause."""
        told = self.otherwise(before, after)
        return told if before is None or after is None else f"the deal changes to {told}"

    def otherwise(self, before: Deals | None, after: Deals | None) -> str:
        """What the second deal settles otherwise than the first, in words."""
        if after is None:
            return "no deal is left"
        if before is None:
            return "a deal appears"
        moved = np.flatnonzero(before != after).tolist()
        return wording.listed([self.option(issue, int(after[issue])) for issue in moved]) or "nothing"
