"""Names and figures of the roadmap room, and the annex line of every number it prints."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from pourparler import wording
from pourparler.answer import Figure
from pourparler.roadmap.exchange import Numbers
from pourparler.roadmap.findings import Findings
from pourparler.roadmap.plan import Stage
from pourparler.room import Annex
from pourparler.scenario.vocabulary import names_in


def quantiles(best: float, drawn: Numbers) -> tuple[float, float, float]:
    """A best guess with the 5 and 95 % points of its draws."""
    if not len(drawn):
        return best, math.nan, math.nan
    low, high = np.quantile(drawn, [0.05, 0.95])
    return best, float(low), float(high)


def moment(number: float) -> str:
    """A number of periods: `14`, `2.5`."""
    return f"{number:.0f}" if number >= 9.95 else f"{number:.1f}".removesuffix(".0")


def belief(tolerated: float) -> str:
    """A belief, never rounded to certainty: `0.31`, `over 0.99`."""
    return "over 0.99" if 0.995 <= tolerated < 1 else f"{tolerated:.2f}"


@dataclass
class Ledger:
    """Looks up names, and keeps one annex line for every computed number that is printed."""

    findings: Findings
    annex: Annex = field(default_factory=lambda: Annex("roadmap"))
    words: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Find the words that keep their capital."""
        self.words = names_in(self.findings.scenario)

    def computed(self, anchor: str, what: str, text: str, how: str, section: str = "") -> Figure:
        """A computed number, entered in the annex under `roadmap-` and its anchor."""
        return self.annex.computed(anchor, what, text, how, section)

    def player(self, index: int) -> str:
        """A player's name inside a sentence."""
        return self.findings.players[index]

    def short(self, index: int) -> str:
        """A player's short name, for charts and narrow columns."""
        party = self.findings.scenario.parties[self.findings.setting.players[index]]
        return party.short or party.name

    def seats(self) -> list[int]:
        """Positions of the players, the side being briefed first."""
        briefed = self.findings.scenario.briefed
        names = list(self.findings.setting.players)
        return sorted(range(len(names)), key=lambda index: (names[index] != briefed, index))

    def step(self, index: int) -> str:
        """A step as a person would say it."""
        return self.findings.setting.step(self.findings.setting.steps[index]).name

    def inside(self, index: int) -> str:
        """A step inside a sentence."""
        return wording.lower_first(self.step(index), self.words)

    def stage(self, stage: Stage) -> str:
        """What is done at a stage, inside a sentence."""
        joined = {"alone": "", "together": " at the same time as ", "escrow": " in escrow against "}[stage.mode]
        return (joined or ", ").join(self.inside(step) for step in stage.steps)

    def listed_steps(self, steps: Sequence[int]) -> str:
        """Several steps inside a sentence."""
        return wording.listed([self.inside(step) for step in steps])

    def sides(self, two: str, more: str) -> str:
        """`two` where there are two players (neither, both, either), else `more` (no, all, any)."""
        return two if len(self.findings.players) == 2 else more

    def none_holds(self) -> tuple[str, str]:
        """That no order holds, as far as it is proven, and what the order shown is."""
        if self.findings.plan.bound < 0:
            return "No order of the steps holds by itself", "the best one"
        return "No order that holds by itself was found, nor is it proven that there is none", "the best one found"

    def periods(self, number: float) -> str:
        """A length of time: `14 months`."""
        rounded = moment(number)
        return f"{rounded} {self.findings.roadmap.period}{'' if rounded == '1' else 's'}"

    def missing(self) -> str:
        """By how much a breach would have to cost more: `7.8 points`, or `7 to 7.8 points` where no order is proven best."""
        plan = self.findings.plan
        least = wording.points(max(0.0, -plan.bound if plan.objective == "slack" else 0.0))
        most = wording.points(-plan.slack)
        return f"{most} points" if plan.proven or least == most else f"{least} to {most} points"

    def slack(self) -> Figure:
        """The least slack of the plan, with its range over the draws."""
        drawn = self.findings.drawn.slack
        return self.computed(
            "slack",
            "Least by which keeping to the order beats breaking it, over all stages and sides",
            wording.spread(*quantiles(self.findings.plan.slack, drawn)),
            "Value of going on less the best of stopping, holding back and pretending, plus what a breach costs",
            "roadmap",
        )
