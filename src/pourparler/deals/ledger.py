"""Names and figures of the deals room: how its findings are called, and the annex line of every number it prints."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from pourparler import wording
from pourparler.answer import Figure, Status
from pourparler.deals.evaluate import Spread
from pourparler.deals.findings import LIKELIEST, TODAY, Findings
from pourparler.deals.solve import INCLUSIVE, NAMED, best_for
from pourparler.room import Annex
from pourparler.scenario.numbers import NumberLine, numbers
from pourparler.scenario.vocabulary import names_in

RANGES = "Ranges hold 90 of 100 draws (5 to 95 %)."


@dataclass(frozen=True)
class DealName:
    """What a deal is called and why it is shown."""

    short: str
    meaning: str
    term: str


@dataclass
class Ledger:
    """Looks up names, and keeps one annex line for every computed number that is printed."""

    findings: Findings
    annex: Annex = field(default_factory=lambda: Annex("deals"))

    # names

    def party(self, index: int) -> str:
        """A party's name inside a sentence, by its position among those with preferences."""
        return self.findings.scenario.parties[self.findings.measure.parties[index]].name

    def heading(self, index: int) -> str:
        """A party's name at the head of a column or sentence."""
        return wording.upper_first(self.party(index))

    def short(self, index: int) -> str:
        """A party's short name, for charts and narrow columns."""
        party = self.findings.scenario.parties[self.findings.measure.parties[index]]
        return party.short or party.name

    def principals(self) -> list[int]:
        """Positions of the principals, the side being briefed first."""
        measure, briefed = self.findings.measure, self.findings.briefed
        first = [] if briefed is None else [measure.principals[briefed]]
        return [*first, *(party for party in measure.principals if party not in first)]

    def issue(self, index: int) -> str:
        """An issue's name."""
        return self.issues[index][0]

    def option(self, issue: int, option: int) -> str:
        """An option as a person would say it."""
        return self.issues[issue][1][option]

    @cached_property
    def names(self) -> frozenset[str]:
        """Words that keep their capital inside a sentence."""
        return names_in(self.findings.scenario)

    def inside(self, text: str) -> str:
        """An option or issue as it stands inside a sentence."""
        return wording.lower_first(text, self.names)

    def placed(self, issue: int, option: int) -> str:
        """An option inside a sentence; with its issue where the option alone does not tell (a bare amount, or a common word)."""
        label = self.option(issue, option)
        shared = sum(label in labels for _, labels in self.issues) > 1
        quantity = list(self.findings.scenario.issues.values())[issue].quantity is not None
        return f"{self.inside(self.issue(issue))} {label}" if shared or quantity else self.inside(label)

    @cached_property
    def issues(self) -> list[tuple[str, tuple[str, ...]]]:
        """Name and option labels of every issue."""
        return [(issue.name, issue.option_labels()) for issue in self.findings.scenario.issues.values()]

    @cached_property
    def deal_names(self) -> dict[str, DealName]:
        """What the deals are called."""
        principals = self.findings.measure.principals
        others = "the other side" if len(principals) == 2 else "the others"
        names = {
            "nash": DealName(
                "The fair deal",
                "what the principals gain over walking away, multiplied with each other, is largest",
                "Nash bargaining solution",
            ),
            "kalai-smorodinsky": DealName(
                "Equal share of hopes",
                "each gets, as nearly as can be, the same share of the most it could hope for",
                "Kalai-Smorodinsky solution",
            ),
            "egalitarian": DealName(
                "Equal gains",
                "the one that gains least over walking away gains as much as can be",
                "egalitarian solution (leximin)",
            ),
            "utilitarian": DealName(
                "Largest sum", "the points of all principals together are most", "utilitarian solution"
            ),
            INCLUSIVE: DealName(
                "Fair to allies too",
                "the fair deal among those that leave no ally and nobody with a veto worse off than today",
                "Nash bargaining solution under the limits of allies",
            ),
            LIKELIEST: DealName(
                "Likeliest to be accepted",
                f"accepted by all who are asked in the most draws, best of the {self.findings.examined:,} deals examined",
                "largest joint probability of acceptance in the short list",
            ),
            TODAY: DealName("Today", "nothing changes", "status quo"),
        }
        for index in principals:
            name = self.short(index)
            names[best_for(self.findings.measure.parties[index])] = DealName(
                f"Best for {name}", f"the most {name} can have in a deal that {others} would still accept", "aspiration"
            )
        return names

    @cached_property
    def sought(self) -> set[str]:
        """Keys of the named deals that are looked for wherever there is an acceptable deal."""
        parties = self.findings.measure.parties
        return {*NAMED, *(best_for(parties[index]) for index in self.findings.measure.principals)}

    # figures

    def computed(self, anchor: str, what: str, text: str, how: str, section: str = "") -> Figure:
        """A computed number, entered in the annex under `deals-` and its anchor."""
        return self.annex.computed(anchor, what, text, how, section)

    def worth(self, name: str, party: int) -> Figure:
        """What a named deal is worth to a party, with its range."""
        index = self.findings.names.index(name)
        spread = self.findings.shown.utilities[index]
        what = f"Worth of '{self.deal_names[name].short}' to {self.party(party)}"
        how = "Weighted mean of the option values plus interactions; best guess, and 5 to 95 % of the draws"
        return self.computed(f"worth-{name}-{party}", what, self.at(spread, party), how, "deals-table")

    def against_today(self, name: str, party: int) -> Figure:
        """What a named deal changes for a party against today, with its range."""
        spread = self.findings.shown.change[self.findings.names.index(name)]
        what = f"'{self.deal_names[name].short}' against today for {self.party(party)}"
        text = wording.change_spread(spread.best[party], spread.low[party], spread.high[party])
        return self.computed(
            f"change-{name}-{party}",
            what,
            text,
            "Worth of the deal less worth of today's options, in each draw",
            "deals-hurt",
        )

    @staticmethod
    def at(spread: Spread, party: int) -> str:
        """One party's number from a spread."""
        return wording.spread(spread.best[party], spread.low[party], spread.high[party])

    def walk_away(self, party: int) -> Figure:
        """A party's walk-away value, leading to its line in the scenario."""
        rows = self.findings.measure.walk_away[:, party]
        spread = Spread.of(rows[:, None])
        text = self.at(spread, 0)
        name = self.findings.measure.parties[party]
        line = self.numbers.get(f"preferences/{name}/walk_away")
        if line is None:
            what = f"Walk-away value of {self.party(party)}"
            figure = self.computed(
                f"walk-away-{name}", what, text, "None is given; what today's options are worth stands in for it"
            )
            return Figure(figure.text, Status.ASSUMED, figure.anchor)
        return Figure(text, line.origin.standing(), line.anchor)

    @cached_property
    def numbers(self) -> dict[str, NumberLine]:
        """The scenario's numbers by name."""
        return {line.name: line for line in numbers(self.findings.scenario)}

    # shares

    @cached_property
    def picked(self) -> list[np.ndarray]:
        """Per issue the share of draws (with a deal) in which the fair deal picks each option."""
        picks = self.findings.solved.picks["nash"][1:]
        picks = picks[picks[:, 0] >= 0]
        return [
            np.bincount(picks[:, issue], minlength=len(labels)) / max(len(picks), 1)
            for issue, (_, labels) in enumerate(self.issues)
        ]

    @property
    def exists(self) -> float:
        """Share of draws in which some deal is acceptable to all principals."""
        return float(self.findings.solved.exists[1:].mean())


def finite(values: Sequence[float]) -> bool:
    """Whether none of the values is missing."""
    return not any(math.isnan(value) for value in values)
