"""Names and figures of the allies room, and the annex line of every number it prints."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from pourparler import wording
from pourparler.allies.blockers import Blocker
from pourparler.allies.findings import FAIR, Findings
from pourparler.allies.gates import Gate, Group
from pourparler.allies.tally import Floats
from pourparler.allies.versions import CONSULTED, OUTSIDE, VETO
from pourparler.answer import Figure
from pourparler.deals.measure import Deals
from pourparler.deals.solve import INCLUSIVE, best_for
from pourparler.room import Annex
from pourparler.scenario.vocabulary import names_in

DEALS = {
    FAIR: "The fair deal",
    INCLUSIVE: "Fair to allies too",
    "kalai-smorodinsky": "Equal share of hopes",
    "egalitarian": "Equal gains",
    "utilitarian": "Largest sum",
}
VERSIONS = {OUTSIDE: "Outside", CONSULTED: "Consulted", VETO: "With a veto each"}


def quantiles(rows: Floats) -> tuple[float, float, float]:
    """A best guess, first of the rows, with the 5 and 95 % points of its draws."""
    drawn = rows[1:][~np.isnan(rows[1:])]
    if not len(drawn):
        return float(rows[0]), math.nan, math.nan
    low, high = np.quantile(drawn, [0.05, 0.95])
    return float(rows[0]), float(low), float(high)


def out_of_100(chance: float) -> str:
    """A chance, never rounded to none or certainty: `84 in 100`, `over 99 in 100`."""
    return f"{wording.hundredths(chance)} in 100"


@dataclass
class Ledger:
    """Looks up names, and keeps one annex line for every computed number that is printed."""

    findings: Findings
    annex: Annex = field(default_factory=lambda: Annex("allies"))
    words: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Find the words that keep their capital."""
        self.words = names_in(self.findings.setting.scenario)

    def computed(self, anchor: str, what: str, text: str, how: str, section: str = "") -> Figure:
        """A computed number, entered in the annex under `allies-` and its anchor."""
        return self.annex.computed(anchor, what, text, how, section)

    def party(self, position: int) -> str:
        """A party's name inside a sentence, by its position among those with preferences."""
        return self.findings.setting.party(position)

    def short(self, position: int) -> str:
        """A party's short name, for charts and narrow columns."""
        party = self.findings.setting.scenario.parties[self.findings.setting.measure.parties[position]]
        return party.short or party.name

    def heading(self, position: int) -> str:
        """The same at the head of a column."""
        return wording.upper_first(self.short(position))

    def deal(self, name: str) -> str:
        """What a named deal is called."""
        if name in DEALS:
            return DEALS[name]
        measure = self.findings.setting.measure
        side = next(side for side in measure.principals if best_for(measure.parties[side]) == name)
        return f"Best for {self.short(side)}"

    def inside(self, text: str) -> str:
        """Words of the file as they stand inside a sentence."""
        return wording.lower_first(text, self.words)

    def option(self, issue: int, option: int) -> str:
        """An option inside a sentence, with its issue where the option alone does not tell."""
        issues = list(self.findings.setting.scenario.issues.values())
        label = issues[issue].option_labels()[option]
        shared = sum(label in other.option_labels() for other in issues) > 1
        quantity = issues[issue].quantity is not None
        return f"{self.inside(issues[issue].name)} {label}" if shared or quantity else self.inside(label)

    def differences(self, deal: Deals, other: Deals) -> str:
        """What the first deal has in place of the other, inside a sentence; nothing where they are the same."""
        places = np.flatnonzero(deal != other).tolist()
        return wording.listed([self.option(place, int(deal[place])) for place in places])

    def asked_gates(self, deal: int) -> list[Gate]:
        """The gates that a named deal needs."""
        asked = self.findings.chances.asked[deal]
        return [gate for gate, needed in zip(self.findings.setting.gates, asked, strict=True) if needed]

    def power_over(self, gate: Gate) -> str:
        """What a gate is asked about, inside a sentence."""
        measure = self.findings.setting.measure
        issues = list(measure.scenario.issues.values())
        parts = []
        for place, options in gate.condition.items():
            issue, chosen = issues[place], np.flatnonzero(options).tolist()
            if not gate.all_of and len(chosen) == len(options) - 1:  # all but today's
                parts.append(f"any change of {self.inside(issue.name)}")
            elif issue.quantity is not None and len(chosen) > 2:
                labels = issue.option_labels()
                parts.append(f"{self.inside(issue.name)} from {labels[chosen[0]]} to {labels[chosen[-1]]}")
            else:
                parts.append(wording.listed([self.option(place, option) for option in chosen], "or"))
        return wording.listed(parts, "together with" if gate.all_of else "or") or "every deal"

    def members(self, group: Group, number: int) -> str:
        """Some members of a group: `Democrats (34 of 49)`; the name alone where it has one member."""
        if group.seats == 1:
            return group.name
        share = f"all {group.seats:,}" if number == group.seats else f"{number:,} of {group.seats:,}"
        return f"{group.name} ({share})"

    def blocker(self, blocker: Blocker) -> str:
        """Those who could block together, inside a sentence: `shift workers (62 of 170)`."""
        who = wording.listed([group.name for group, _ in blocker.parts])
        every = sum(group.seats for group, _ in blocker.parts)
        if every > len(blocker.parts):
            who += f" ({blocker.enough:,} of {every:,})" if blocker.enough < every else f" (all {every:,})"
        gates = [gate.name for gate in blocker.gates if gate.body]
        return f"{who} in {wording.listed(gates)}" if gates else who

    def chance_of_fair(self) -> Figure:
        """The chance that the fair deal is ratified once it is signed."""
        return self.computed(
            "chance-fair",
            "Chance that the fair deal, once signed, gets every consent that it needs",
            out_of_100(float(self.findings.chances.mean[0])),
            "Mean over the draws in which the principals would sign it, of the chance that every body reaches its quota",
            "allies-chance",
        )
