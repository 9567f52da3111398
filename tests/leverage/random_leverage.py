"""Random small scenarios with gifts, pressures and time, and what they say, worked out slowly from the plain content."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

from tests.deals.random_scenarios import Content, random_scenario
from tests.deals.scenario_oracle import Case, Deal, Point, World, best_guess

Numbers = dict[str, Fraction]


def random_leverage(seed: int) -> Content:
    """The content of a scenario file with a part `leverage`; the same number gives the same content."""
    content = random_scenario(seed, most_deals=120)
    chance = random.Random(f"leverage {seed}")
    parties, issues = list(content["parties"]), content["issues"]
    principals = [name for name in parties if content["parties"][name]["role"] == "principal"]

    def effects(least: int, greatest: int, among: list[str]) -> Content:
        chosen = chance.sample(among, chance.randint(1, len(among)))
        return {name: _number(chance, least, greatest) for name in chosen}

    gifts: Content = {}
    for index in range(chance.randint(0, 3)):
        moved = chance.sample(list(issues), chance.randint(1, min(2, len(issues))))
        gifts[f"gift{index}"] = {
            "name": f"Gift {index}",
            "by": chance.choice(principals),
            "moves": {name: chance.choice(_others(issues[name])) for name in moved},
        }
        if chance.random() < 0.7:
            gifts[f"gift{index}"]["stands"] = chance.choice([0, 0.5, 1, [0.25, 0.5, 1]])
    pressures: Content = {
        f"pressure{index}": {
            "name": f"Pressure {index}",
            "effects": effects(-20, 10, parties),
            "costs": effects(0, 4, parties),
        }
        for index in range(chance.randint(0, 4))
    }
    made: Content = {"judged": {"by": "the team", "on": "2024-02-20"}, "gifts": gifts, "pressures": pressures}
    if len(pressures) > 1 and chance.random() < 0.6:
        names = chance.sample(list(pressures), chance.randint(2, len(pressures)))
        made["together"] = [{"pressures": names, "effects": effects(-15, 5, parties)}]
    made["time"] = {"discount": {name: chance.choice([0.9, 0.8, 0.6, 0.75, [0.5, 0.9]]) for name in principals}}
    made["time"]["deadlines"] = {
        f"date{index}": {
            "name": f"Date {index}",
            "by": chance.choice(principals),
            "offers": chance.choice([1, 2, 3, 5, [1, 2, 4]]),
            "cost": effects(0, 20, principals),
            "real": chance.choice([0, 1, 0.5, [0.2, 0.4]]),
        }
        for index in range(chance.randint(0, 2))
    }
    return content | {"leverage": made}


def _number(chance: random.Random, least: int, greatest: int) -> Any:
    values = sorted(chance.randint(least, greatest) for _ in range(3))
    return values if chance.random() < 0.5 else values[1]


def _others(issue: Content) -> list[Any]:
    """All options but today's."""
    if "options" in issue:
        return [key for key in issue["options"] if key != issue["today"]]
    quantity = issue["quantity"]
    count = round(quantity["greatest"] / quantity["step"])
    amounts = [round(position * quantity["step"], 10) for position in range(count + 1)]
    return [amount for amount in amounts if amount != issue["today"]]


class Slow:
    """A scenario's leverage, by listing: `numbers` are those of the whole file by name, `worth` that of every deal."""

    def __init__(self, content: Content, numbers: Numbers | None = None) -> None:
        self.case = Case(content)
        self.part = content["leverage"]
        self.given = numbers
        self.numbers = {name: self.number(name, raw) for name, raw in self.case.numbers().items()}
        self.world = World(self.case, self.numbers)
        self.names = [self.case.parties[party] for party in self.case.principals]

    def number(self, name: str, raw: Any) -> Fraction:
        return best_guess(raw) if self.given is None else self.given[name]

    def at(self, walk_away: list[Fraction]) -> World:
        """The same case with other walk-away values of the principals."""
        moved = {f"preferences/{name}/walk_away": value for name, value in zip(self.names, walk_away, strict=True)}
        return World(self.case, self.numbers | moved)

    def fair(self, walk_away: list[Fraction], deals: list[Deal] | None = None) -> set[Point]:
        """The Nash points at other walk-away values, the deals kept to those named; the walk-away values where there is none."""
        world = self.at(walk_away)
        zone = world.zone if deals is None else [deal for deal in world.zone if deal in deals]
        return world.nash(zone) if zone else {tuple(walk_away)}

    # gifts

    def granted(self, gift: Content) -> list[Deal]:
        """The possible deals that hold a gift, or more of it."""
        kept = self.case.possible
        for name, option in gift["moves"].items():
            issue = self.case.issues.index(name)
            place = self.place(name, option)
            today = self.case.today[issue]
            kept = [deal for deal in kept if (deal[issue] >= place if place >= today else deal[issue] <= place)]
        return kept

    def place(self, issue: str, option: Any) -> int:
        keys = self.case.keys[self.case.issues.index(issue)]
        return keys.index(option if isinstance(option, str) else Fraction(str(option)))

    def change(self, name: str) -> list[Fraction]:
        """What a gift that stands alone changes for every party, its standing share counted."""
        gift = self.part["gifts"][name]
        after = list(self.case.today)
        for issue, option in gift["moves"].items():
            after[self.case.issues.index(issue)] = self.place(issue, option)
        share = self.number(f"leverage/gifts/{name}/stands", gift["stands"]) if "stands" in gift else Fraction(1)
        before, then = self.world.worth[self.case.today], self.world.worth[tuple(after)]
        return [share * (b - a) for a, b in zip(before, then, strict=True)]

    # pressures

    def shifted(self, on: frozenset[str]) -> list[Fraction]:
        """The principals' walk-away values with these pressures in force."""
        found = []
        for name in self.names:
            value = self.world.walk_away[self.case.parties.index(name)]
            for key, pressure in self.part["pressures"].items():
                if key not in on and name in pressure["effects"]:
                    value -= self.number(f"leverage/pressures/{key}/effects/{name}", pressure["effects"][name])
            for index, joint in enumerate(self.part.get("together", ())):
                if not set(joint["pressures"]) <= on and name in joint["effects"]:
                    value -= self.number(f"leverage/together/{index}/effects/{name}", joint["effects"][name])
            found.append(value)
        return found
