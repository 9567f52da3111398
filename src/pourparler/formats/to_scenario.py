"""Write what was read from another tool as a scenario that a person can read.

A scenario counts worth from 0 to 100 as a weighted mean of values. Utility U = sum of w_k v_k (+ rectangles) is brought to that form
by weights w_k m_k and values 100 T v_k / m_k, with m_k the largest value of issue k and T = sum of w_k m_k: their weighted
mean is 100 U. Where T is above 1, or values are below 0, the whole profile and its reservation are scaled and shifted.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import prod

from pourparler.formats.exchange import MOST_ISSUES, Exchange, Matter, Profile, Rectangle, number_text, refuse
from pourparler.formats.naming import distinct, unique_names
from pourparler.formats.scale import Scaled, scaled
from pourparler.scenario.issues import MOST_OPTIONS
from pourparler.scenario.problem import Place, one_line
from pourparler.wording import upper_first

NO_DAY = date(2000, 1, 1)
MOST_RECTANGLES = 10_000


def scenario_text(exchange: Exchange, tool: str, as_of: date | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of `scenario.yaml`, and what is lost or assumed, a line each.

    Raises:
        FormatError: nothing is left to be settled, or an issue has too many options.
    """
    writer = _Writer(exchange, tool, as_of)
    return writer.text(), tuple(dict.fromkeys(one_line(note) for note in writer.notes))


def _quoted(text: str) -> str:
    return json.dumps(one_line(text), ensure_ascii=False)


@dataclass
class _Writer:
    exchange: Exchange
    tool: str
    as_of: date | None
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        matters = self.exchange.matters
        self.notes.extend(self.exchange.notes)
        self.open = self.open_issues()
        names = unique_names([matters[at].name for at in self.open], "issue")
        self.issue_names = dict(zip(self.open, names, strict=True))
        self.option_names: dict[int, tuple[str, ...]] = {}
        for at in self.open:
            matter = matters[at]
            if not (matter.is_amount and step_of(matter)):
                self.option_names[at] = unique_names(matter.labels(), "option")
                if matter.is_amount:
                    self.notes.append(f"{matter.name}: its amounts are not evenly spaced; they are written as options")
        self.name_and_scale()

    def open_issues(self) -> list[int]:
        """Positions of the issues with more than one option."""
        matters, place = self.exchange.matters, Place(self.exchange.title, 1, 1)
        if len(matters) > MOST_ISSUES:
            raise refuse(place, f"the case has {len(matters):,} issues", f"at most {MOST_ISSUES:,} are read")
        rectangles = len(_all_rectangles(self.exchange.profiles))
        if rectangles > MOST_RECTANGLES:
            raise refuse(place, f"the profiles have {rectangles:,} rectangles", f"at most {MOST_RECTANGLES:,} are read")
        for matter in matters:
            if len(matter.options) > MOST_OPTIONS:
                wrong = f"the issue '{matter.name}' has {len(matter.options):,} options"
                raise refuse(place, wrong, f"at most {MOST_OPTIONS:,} are possible")
        if all(len(matter.options) == 1 for matter in matters):
            raise refuse(place, "every issue has a single option", "there is nothing to negotiate")
        settled = [matter.name for matter in matters if len(matter.options) == 1]
        if settled:
            self.notes.append(f"issues with a single option are settled and left out: {', '.join(settled)}")
        return [at for at, matter in enumerate(matters) if len(matter.options) > 1]

    def name_and_scale(self) -> None:
        self.party_names = unique_names([profile.name for profile in self.exchange.profiles], "party")
        self.scaled = [scaled(profile, self.open, self.tool, self.notes) for profile in self.exchange.profiles]
        for profile in self.exchange.profiles:
            if profile.discount is not None and 0 < profile.discount < 1:
                said = f"Time costs {profile.name} something (discount factor {number_text(profile.discount)})"
                self.notes.append(f"{said}; this is not used")
        if self.as_of is None:
            self.notes.append(f"the files name no day; as_of is {NO_DAY} until you change it or give --as-of")
        self.notes.append("the files do not say what holds today; the first option of every issue stands for it")

    def text(self) -> str:
        body = [*self.issues(), "preferences:"]
        for name, profile, points in zip(self.party_names, self.exchange.profiles, self.scaled, strict=True):
            body += self.preferences(name, profile, points)
        head = [
            f"# Imported from {self.tool} by 'pourparler import'. Utilities are {self.tool}'s times 100, unless 'limits' says otherwise.",
            "format: 1",
            f"title: {_quoted(self.exchange.title)}",
            f"as_of: {self.as_of or NO_DAY}" + ("" if self.as_of else "  # the files name no day"),
            "seed: 1",
            "sources:",
        ]
        files = [profile.file for profile in self.exchange.profiles]
        head += [
            f"  {n}: {{title: {_quoted(f)}, kind: data set}}" for n, f in zip(self.party_names, files, strict=True)
        ]
        labels = distinct(one_line(profile.name) for profile in self.exchange.profiles)
        head += ["parties:"]
        head += [
            f"  {n}: {{name: {_quoted(label)}, role: principal}}"
            for n, label in zip(self.party_names, labels, strict=True)
        ]
        limits = [f"  - {_quoted(upper_first(note))}" for note in dict.fromkeys(one_line(note) for note in self.notes)]
        return "\n".join([*head, *body, *(["limits:", *limits] if limits else [])]) + "\n"

    def issues(self) -> list[str]:
        lines = ["issues:"]
        for at in self.open:
            matter = self.exchange.matters[at]
            lines += [f"  {self.issue_names[at]}:", f"    name: {_quoted(matter.name or self.issue_names[at])}"]
            if at in self.option_names:
                names = self.option_names[at]
                lines.append("    options:")
                labels = distinct(one_line(label) or "(no name)" for label in matter.labels())
                lines += [f"      {name}: {_quoted(label)}" for name, label in zip(names, labels, strict=True)]
                lines += [] if matter.is_amount else ["    ordered: false"]
                lines.append(f"    today: {_quoted(names[0])}")
            else:
                low, high, step = (number_text(n) for n in (*_ends(matter), step_of(matter) or Fraction(0)))
                unit = f", unit: {_quoted(matter.unit)}" if matter.unit else ""
                lines += [f"    quantity: {{least: {low}, greatest: {high}, step: {step}{unit}}}", f"    today: {low}"]
        return lines

    def preferences(self, name: str, profile: Profile, points: Scaled) -> list[str]:
        lines = [f"  {name}:", f"    source: {name}"]
        if profile.reservation is None:
            because = f"The file gives no reservation value; {self.tool} then counts no agreement as 0"
            lines.append(f"    walk_away: {{value: {number_text(points.walk_away)}, because: {_quoted(because)}}}")
        else:
            lines.append(f"    walk_away: {number_text(points.walk_away)}")
        if points.values:
            lines.append("    issues:")
        for at, values in points.values.items():
            texts = self.values(at, values)
            weight = number_text(points.weights[at])
            lines.append(f"      {self.issue_names[at]}: {{weight: {weight}, values: {{{', '.join(texts)}}}}}")
        if points.rectangles:
            lines.append("    interactions:")
        for rectangle in points.rectangles:
            when = ", ".join(self.condition(at, *ends) for at, ends in rectangle.bounds.items())
            lines.append(f"      - {{when: {{{when}}}, add: {number_text(rectangle.adds)}}}")
        return lines

    def values(self, at: int, values: Sequence[Fraction]) -> list[str]:
        matter = self.exchange.matters[at]
        if at in self.option_names:
            return [f"{n}: {number_text(v)}" for n, v in zip(self.option_names[at], values, strict=True)]
        amounts = [Fraction(option) for option in matter.options]
        kept = [
            here
            for here in range(len(values))
            if here in {0, len(values) - 1} or 2 * values[here] != values[here - 1] + values[here + 1]
        ]
        return [f"{number_text(amounts[here])}: {number_text(values[here])}" for here in kept]

    def condition(self, at: int, first: int, last: int) -> str:
        name, matter = self.issue_names[at], self.exchange.matters[at]
        if at in self.option_names:
            return f"{name}: [{', '.join(_quoted(option) for option in self.option_names[at][first : last + 1])}]"
        ends = [number_text(Fraction(matter.options[end])) for end in (first, last)]
        return f"{name}: {{at_least: {ends[0]}, at_most: {ends[1]}}}"


def _ends(matter: Matter) -> tuple[Fraction, Fraction]:
    return Fraction(matter.options[0]), Fraction(matter.options[-1])


def step_of(matter: Matter) -> Fraction | None:
    """The distance between neighbouring amounts, if it is the same everywhere and can be written exactly as a float."""
    amounts = [Fraction(option) for option in matter.options]
    step = amounts[1] - amounts[0]
    even = all(right - left == step for left, right in pairwise(amounts))
    return step if even and Fraction(number_text(step)) == step else None


def tied_together(exchange: Exchange) -> tuple[tuple[str, ...], int]:
    """The issues of the largest group that rectangles tie together, and how many combinations its options have."""
    groups: list[set[int]] = [{at} for at in range(len(exchange.matters))]
    for rectangle in _all_rectangles(exchange.profiles):
        full = {at for at, ends in rectangle.bounds.items() if ends == (0, len(exchange.matters[at].options) - 1)}
        touched = [group for group in groups if group & (set(rectangle.bounds) - full)]
        if len(touched) > 1:
            groups = [group for group in groups if group not in touched] + [set().union(*touched)]
    sizes = {tuple(sorted(g)): prod(len(exchange.matters[at].options) for at in g) for g in groups if len(g) > 1}
    if not sizes:
        return (), 0
    largest = max(sizes, key=lambda group: (sizes[group], group))
    return tuple(exchange.matters[at].name for at in largest), sizes[largest]


def _all_rectangles(profiles: Sequence[Profile]) -> list[Rectangle]:
    return [rectangle for profile in profiles for rectangle in profile.rectangles]
