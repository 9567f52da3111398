"""The slow, obvious twin of the deals room: every deal is listed, every number is a fraction, straight from the definitions.

It reads the content of a scenario file itself and knows nothing of the package. A deal is a tuple of option positions,
one for each issue; a point is what a deal gives each principal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product
from math import prod
from typing import Any

Deal = tuple[int, ...]
Point = tuple[Fraction, ...]
Numbers = Mapping[str, Fraction]


def exact(number: Any) -> Fraction:
    """A decimal as it is written, so that 0.1 is a tenth."""
    return Fraction(str(number))


def written(raw: Any) -> Any:
    """What is written for a number, without its origin."""
    return raw["value"] if isinstance(raw, dict) and "value" in raw else raw


def best_guess(raw: Any) -> Fraction:
    """The best guess of a number as the table of forms says."""
    given = written(raw)
    if isinstance(given, dict):
        ((form, values),) = given.items()
        if form == "one_of":
            often = max(values.count(value) for value in values)
            modes = sorted({value for value in values if values.count(value) == often})
            return exact(modes[(len(modes) - 1) // 2])
        given = values
    if isinstance(given, list):
        return exact(given[1]) if len(given) == 3 else (exact(given[0]) + exact(given[1])) / 2
    return exact(given)


class Case:
    """A scenario's content, read without the package."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.content = content
        self.roles = content["parties"]
        self.preferences = content["preferences"]
        self.issues = list(content["issues"])
        self.keys = [self._keys(issue) for issue in content["issues"].values()]
        self.today: Deal = tuple(
            keys.index(issue["today"] if "options" in issue else exact(issue["today"]))
            for keys, issue in zip(self.keys, content["issues"].values(), strict=True)
        )
        # Who has nothing at stake cannot be hurt; a principal must agree all the same.
        self.parties = [name for name in self.roles if name in self.preferences and self._counts(name)]
        self.principals = [i for i, name in enumerate(self.parties) if self.roles[name]["role"] == "principal"]
        self.combinations: list[Deal] = list(product(*(range(len(keys)) for keys in self.keys)))
        self.exclusions = [*(self._rule(rule) for rule in content["rules"]), *self._red_lines()]
        self.broken = {
            deal: {i for i, breaks in enumerate(self.exclusions) if breaks(deal)} for deal in self.combinations
        }
        self.possible = [deal for deal in self.combinations if not self.broken[deal]]

    def _counts(self, name: str) -> bool:
        preferred = self.preferences[name]
        at_stake = preferred["issues"] or preferred.get("interactions")
        return bool(at_stake) or self.roles[name]["role"] == "principal"

    @staticmethod
    def _keys(issue: Mapping[str, Any]) -> list[Any]:
        if "options" in issue:
            return list(issue["options"])
        least, greatest, step = (exact(issue["quantity"][end]) for end in ("least", "greatest", "step"))
        return [least + step * index for index in range(int((greatest - least) / step) + 1)]

    def _selects(self, issue: int, selected: Any) -> set[int]:
        keys = self.keys[issue]
        if isinstance(selected, dict):
            low, high = (exact(selected[end]) if end in selected else None for end in ("at_least", "at_most"))
            return {i for i, key in enumerate(keys) if (low is None or key >= low) and (high is None or key <= high)}
        wanted = selected if isinstance(selected, list) else [selected]
        return {i for i, key in enumerate(keys) if any(key == (w if isinstance(w, str) else exact(w)) for w in wanted)}

    def holds(self, condition: Mapping[str, Any]) -> Callable[[Deal], bool]:
        """Whether a deal meets a condition, as a function."""
        met = {
            self.issues.index(name): self._selects(self.issues.index(name), chosen)
            for name, chosen in condition.items()
        }
        return lambda deal: all(deal[issue] in options for issue, options in met.items())

    def _rule(self, rule: Mapping[str, Any]) -> Callable[[Deal], bool]:
        if "never" in rule:
            return self.holds(rule["never"])
        if "if" in rule:
            first, then = self.holds(rule["if"]), self.holds(rule["then"])
            return lambda deal: first(deal) and not then(deal)
        several = [self.holds(condition) for condition in rule["at_most_one"]]
        return lambda deal: sum(held(deal) for held in several) >= 2

    def _red_lines(self) -> list[Callable[[Deal], bool]]:
        """Those that bind: of principals, and of a party with a veto over an issue they speak of."""
        found = []
        for name in self.roles:
            for line in self.preferences.get(name, {}).get("red_lines", []):
                if self.roles[name]["role"] == "principal" or set(line["never"]) & set(
                    self.roles[name].get("veto", ())
                ):
                    found.append(self.holds(line["never"]))
        return found

    def asked(self, party: int, deal: Deal) -> bool:
        """Whether a deal needs the party's consent."""
        veto = self.roles[self.parties[party]].get("veto", {})
        if party in self.principals:
            return True
        for name in veto:
            issue = self.issues.index(name)
            needing = self._selects(issue, veto[name]) if isinstance(veto, dict) else set(range(len(self.keys[issue])))
            if deal[issue] in needing and deal[issue] != self.today[issue]:
                return True
        return False

    @property
    def protected(self) -> list[int]:
        return [
            i
            for i, name in enumerate(self.parties)
            if i not in self.principals and ("of" in self.roles[name] or self.roles[name].get("veto"))
        ]

    def numbers(self) -> dict[str, Any]:
        """Every number as written, by the name under which it is drawn."""
        found: dict[str, Any] = {}
        for party, preferred in self.preferences.items():
            if "walk_away" in preferred:
                found[f"preferences/{party}/walk_away"] = preferred["walk_away"]
            for issue, stake in preferred["issues"].items():
                found[f"preferences/{party}/issues/{issue}/weight"] = stake["weight"]
                for key, value in stake["values"].items():
                    found[f"preferences/{party}/issues/{issue}/values/{key}"] = value
            for index, interaction in enumerate(preferred.get("interactions", [])):
                found[f"preferences/{party}/interactions/{index}/add"] = interaction["add"]
        return found

    def at_best_guess(self) -> World:
        return World(self, {name: best_guess(raw) for name, raw in self.numbers().items()})


@dataclass
class World:
    """One way the numbers of a case could be."""

    case: Case
    numbers: Numbers

    @cached_property
    def worth(self) -> dict[Deal, tuple[Fraction, ...]]:
        """What every combination is worth to every party."""
        columns = [self._worth_to(name) for name in self.case.parties]
        return dict(zip(self.case.combinations, zip(*columns, strict=True), strict=True))

    def _worth_to(self, party: str) -> list[Fraction]:
        case = self.case
        preferred = case.preferences[party]
        at = f"preferences/{party}"
        total = sum((self.numbers[f"{at}/issues/{name}/weight"] for name in preferred["issues"]), Fraction(0))
        sums = [Fraction(0)]
        for name, keys in zip(case.issues, case.keys, strict=True):
            worth = [Fraction(0)] * len(keys)
            if name in preferred["issues"] and total:
                share = self.numbers[f"{at}/issues/{name}/weight"] / total
                given = {
                    key if isinstance(key, str) else exact(key): self.numbers[f"{at}/issues/{name}/values/{key}"]
                    for key in preferred["issues"][name]["values"]
                }
                worth = [share * _between(given, key) for key in keys]
            sums = [before + points for before in sums for points in worth]
        for index, interaction in enumerate(preferred.get("interactions", [])):
            held = case.holds(interaction["when"])
            points = self.numbers[f"{at}/interactions/{index}/add"]
            sums = [
                value + points if held(deal) else value for deal, value in zip(case.combinations, sums, strict=True)
            ]
        return sums

    @cached_property
    def walk_away(self) -> list[Fraction]:
        today = self.worth[self.case.today]
        return [
            self.numbers.get(f"preferences/{name}/walk_away", today[party])
            for party, name in enumerate(self.case.parties)
        ]

    @cached_property
    def least(self) -> Point:
        """The principals' walk-away values."""
        return tuple(self.walk_away[party] for party in self.case.principals)

    def point(self, deal: Deal) -> Point:
        return tuple(self.worth[deal][party] for party in self.case.principals)

    def gains(self, deal: Deal) -> Point:
        return tuple(u - d for u, d in zip(self.point(deal), self.least, strict=True))

    @cached_property
    def zone(self) -> list[Deal]:
        return [deal for deal in self.case.possible if min(self.gains(deal)) >= 0]

    @cached_property
    def frontier(self) -> dict[Point, int]:
        """Every point that no other dominates, with the number of deals that tie there."""
        groups: dict[Point, int] = {}
        for deal in self.case.possible:
            groups[self.point(deal)] = groups.get(self.point(deal), 0) + 1
        columns = [
            {value: rank for rank, value in enumerate(sorted(set(column)))} for column in zip(*groups, strict=True)
        ]
        ranks = {point: [column[v] for column, v in zip(columns, point, strict=True)] for point in groups}
        kept: list[Point] = []
        for point in sorted(groups, key=lambda point: ranks[point], reverse=True):
            if not any(all(a >= b for a, b in zip(ranks[other], ranks[point], strict=True)) for other in kept):
                kept.append(point)
        return {point: groups[point] for point in kept}

    # Named solutions: each gives all points of `deals` that tie as best.

    def utilitarian(self) -> set[Point]:
        return self._best(self.zone, sum)

    def egalitarian(self) -> set[Point]:
        return self._best(self.zone, lambda point: sorted(u - d for u, d in zip(point, self.least, strict=True)))

    def kalai_smorodinsky(self) -> set[Point]:
        most = self.ideal(self.zone)

        def shares(point: Point) -> list[Fraction]:
            return sorted((u - d) / (b - d) for u, d, b in zip(point, self.least, most, strict=True) if b > d)

        return self._best(self.zone, shares)

    def nash(self, deals: list[Deal] | None = None) -> set[Point]:
        """Most gainers, then the largest product of their gains, each as a share of the party's largest among those."""
        points = {self.point(deal) for deal in (self.zone if deals is None else deals)}
        gains = {point: tuple(u - d for u, d in zip(point, self.least, strict=True)) for point in points}
        count = {point: sum(g > 0 for g in gains[point]) for point in points}
        points = {point for point in points if count[point] == max(count.values())}
        most = [max(gains[point][i] for point in points) for i in range(len(self.least))]
        products = {
            point: prod((g / m for g, m in zip(gains[point], most, strict=True) if g > 0), start=Fraction(1))
            for point in points
        }
        return {point for point in points if products[point] == max(products.values())}

    def aspiration(self, side: int) -> set[Point]:
        return self._best(self.zone, lambda point: (point[side], sum(point)))

    def ideal(self, deals: list[Deal]) -> Point:
        """The most each principal has in one of the deals."""
        return tuple(max(column) for column in zip(*map(self.point, deals), strict=True))

    def _best(self, deals: list[Deal], measure: Callable[[Point], Any]) -> set[Point]:
        measures = {point: measure(point) for point in {self.point(deal) for deal in deals}}
        most = max(measures.values())
        return {point for point, value in measures.items() if value == most}

    @cached_property
    def harmless(self) -> list[Deal]:
        """Deals of the zone that leave no protected party worse off than today."""
        return [deal for deal in self.zone if not any(self.worse(party, deal) for party in self.case.protected)]

    # Acceptance and harm

    def accepts(self, party: int, deal: Deal) -> bool:
        return not self.case.asked(party, deal) or self.worth[deal][party] >= self.walk_away[party]

    def worse(self, party: int, deal: Deal) -> bool:
        return self.worth[deal][party] < self.worth[self.case.today][party]

    # No deal

    def obstacles(self) -> list[tuple[int, ...]]:
        """All smallest sets of constraints that exclude every deal: walk-away values of principals, then exclusions."""
        principals = len(self.case.principals)
        violated = {
            frozenset(i for i, gain in enumerate(self.gains(deal)) if gain < 0)
            | frozenset(principals + i for i in self.case.broken[deal])
            for deal in self.case.combinations
        }
        number = principals + len(self.case.exclusions)
        for size in range(number + 1):
            found = [
                members for members in combinations(range(number), size) if all(set(members) & v for v in violated)
            ]
            if found:
                return found
        raise ValueError("a deal violates nothing")

    def give(self, side: int, members: tuple[int, ...]) -> Fraction:
        """How far a walk-away value must fall for a deal to appear while the other members stay."""
        principals = len(self.case.principals)
        staying = [
            deal
            for deal in self.case.combinations
            if all(
                self.gains(deal)[member] >= 0
                if member < principals
                else member - principals not in self.case.broken[deal]
                for member in members
                if member != side
            )
        ]
        return min(-self.gains(deal)[side] for deal in staying)

    def shared(self) -> Fraction:
        return min(-min(self.gains(deal)) for deal in self.case.possible)


def _between(given: Mapping[Any, Fraction], key: Any) -> Fraction:
    """The value of an option; for an amount between two that are given, on the straight line between them."""
    if key in given:
        return given[key]
    below, above = max(k for k in given if k < key), min(k for k in given if k > key)
    return given[below] + (given[above] - given[below]) * (key - below) / (above - below)
