"""Whole random scenarios, small enough to be solved by listing every deal, and rich in ties.

A scenario is made as the plain content of its file, from one whole number, so that any of them can be made again.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import yaml

import pourparler
from pourparler.scenario.model import Scenario

MOST_DEALS = 500
Content = dict[str, Any]


def text_of(content: Content) -> str:
    return yaml.dump(content, Dumper=yaml.CSafeDumper, sort_keys=False)


def loaded(content: Content) -> Scenario:
    return pourparler.parse(text_of(content))


def random_scenario(seed: int, most_deals: int = MOST_DEALS) -> Content:
    """The content of a scenario file; the same number gives the same content."""
    return _Maker(random.Random(seed), most_deals).content()


class _Maker:
    def __init__(self, chance: random.Random, most_deals: int) -> None:
        self.chance = chance
        self.most_deals = most_deals
        # Values from a coarse grid tie often, values from a fine one seldom.
        self.step = chance.choice([50, 25, 10, 1])
        # Some scenarios leave much room for a deal, some none.
        self.hardness = chance.choice([20, 45, 60, 90])
        self.known_share = chance.choice([1.0, 0.8, 0.3])
        self.keys: dict[str, list[Any]] = {}

    def content(self) -> Content:
        chance = self.chance
        issues = self.issues()
        parties = self.parties(list(issues))
        preferences = {name: self.preferences(name, party) for name, party in parties.items()}
        principals = [name for name, party in parties.items() if party["role"] == "principal"]
        if chance.random() < 0.15:  # two sides that want the opposite to the same degree: many deals tie
            mirror(preferences[principals[0]], preferences[principals[1]])
        for name in parties:
            if name not in principals and chance.random() < 0.1:
                del preferences[name]
        made: Content = {"format": 1, "title": "A random case", "as_of": "2024-03-01", "seed": chance.randrange(1000)}
        if chance.random() < 0.5:
            made["briefed"] = chance.choice(principals)
        made |= {"parties": parties, "issues": issues, "preferences": preferences}
        rules = [self.rule() for _ in range(chance.choice([0, 0, 1, 2, 3]))]
        if chance.random() < 0.03:  # rules that leave nothing
            issue = chance.choice(list(issues))
            rules += [{"never": {issue: key}} for key in self.keys[issue]]
        return made | {"rules": rules}

    def issues(self) -> Content:
        made: Content = {}
        room = self.most_deals
        for index in range(self.chance.randint(2, 5)):
            size = min(self.chance.randint(2, 4), room)
            if size < 2:
                break
            room //= size
            name = f"issue{index}"
            if self.chance.random() < 0.25:
                step = self.chance.choice([1, 0.5, 0.1])
                greatest = {1: 1, 0.5: 0.5, 0.1: 0.1}[step] * (size - 1)
                greatest = round(greatest, 10)
                keys = [round(position * step, 10) for position in range(size)]
                made[name] = {"name": f"Issue {index}", "quantity": {"least": 0, "greatest": greatest, "step": step}}
            else:
                keys = [f"o{position}" for position in range(size)]
                made[name] = {"name": f"Issue {index}", "options": {key: f"Option {index} {key}" for key in keys}}
            made[name]["today"] = self.chance.choice(keys)
            self.keys[name] = keys
        return made

    def parties(self, issues: list[str]) -> Content:
        chance = self.chance
        number = chance.randint(2, 5)
        principals = chance.randint(2, number) if chance.random() < 0.5 else 2
        others = [chance.choice(["ally", "ratifier", "outside power"]) for _ in range(number - principals)]
        roles = ["principal"] * principals + others
        chance.shuffle(roles)
        names = [f"party{index}" for index in range(number)]
        leader = chance.choice([name for name, role in zip(names, roles, strict=True) if role == "principal"])
        made: Content = {}
        for name, role in zip(names, roles, strict=True):
            made[name] = {"name": f"Party {name[-1]}", "role": role}
            if role == "ally" or (role == "ratifier" and chance.random() < 0.3):
                made[name]["of"] = leader
            if role == "ratifier" or chance.random() < 0.2:
                over = chance.sample(issues, chance.randint(1, 2))
                by_option = chance.random() < 0.5
                made[name]["veto"] = {issue: self.selection(issue) for issue in over} if by_option else over
        return made

    def preferences(self, name: str, party: Mapping[str, Any]) -> Content:
        chance = self.chance
        made: Content = {"judged": {"by": "the team", "on": "2024-02-20"}, "issues": {}}
        if chance.random() < 0.85:
            made["walk_away"] = self.number(chance.randrange(0, self.hardness + 1, 5), 0, 100)
        for issue, keys in self.keys.items():
            if chance.random() < 0.85:
                given = [
                    key for key in keys if isinstance(key, str) or key in (keys[0], keys[-1]) or chance.random() < 0.5
                ]
                values = {key: self.number(chance.randrange(0, 101, self.step), 0, 100) for key in given}
                made["issues"][issue] = {
                    "weight": self.number(chance.choice([0, 1, 1, 2, 3, 4]), 0, 9),
                    "values": values,
                }
        if chance.random() < 0.35:
            made["interactions"] = [
                {
                    "when": self.condition(chance.randint(2, 3)),
                    "add": self.number(chance.randrange(-20, 21, 5), -100, 100),
                }
                for _ in range(chance.randint(1, 2))
            ]
        if chance.random() < 0.3:
            made["red_lines"] = [{"never": self.condition(chance.randint(1, 2))} for _ in range(chance.randint(1, 2))]
        return made

    def number(self, likely: int, least: int, greatest: int) -> Any:
        """A number around `likely`, known or not, in one of the forms of a scenario file."""
        if self.chance.random() < self.known_share:
            return likely
        low, high = max(least, likely - 10), min(greatest, likely + 10)
        form = self.chance.choice(["one of", "one of", "range", "triangular", "pert", "long"])
        if form == "one of":  # drawn values that are whole numbers keep the ties
            return {"one_of": sorted([low, likely, likely, high])}
        if form == "range":
            return [low, high]
        if form == "triangular":
            return [low, likely, high]
        if form == "pert":
            return {"pert": [low, likely, high]}
        return {"value": [low, likely, high], "because": "So it is said"}

    def selection(self, issue: str) -> Any:
        keys = self.keys[issue]
        if not isinstance(keys[0], str) and self.chance.random() < 0.6:
            low, high = sorted(self.chance.choices(keys, k=2))
            return self.chance.choice([{"at_least": high}, {"at_most": low}, {"at_least": low, "at_most": high}])
        chosen = self.chance.sample(keys, self.chance.randint(1, max(1, len(keys) - 1)))
        return chosen[0] if len(chosen) == 1 else chosen

    def condition(self, number: int) -> Content:
        issues = self.chance.sample(list(self.keys), min(number, len(self.keys)))
        return {issue: self.selection(issue) for issue in issues}

    def rule(self) -> Content:
        """A rule of any form. What an `if` asks for is another issue, so that it can be met."""
        chance = self.chance
        form = chance.choice(["never", "if", "at_most_one"])
        if form == "never":
            return {"never": self.condition(chance.randint(1, 3))}
        if form == "at_most_one":
            return {"at_most_one": [self.condition(chance.randint(1, 2)) for _ in range(chance.randint(2, 3))]}
        first, second, *_ = chance.sample(list(self.keys), min(3, len(self.keys)))
        return {"if": {first: self.selection(first)}, "then": {second: self.selection(second)}}


def mirror(preferred: Content, opposite: Content) -> None:
    """Turn one party's preferences into the opposite of another's."""
    opposite.clear()
    opposite |= {key: preferred[key] for key in ("judged", "walk_away") if key in preferred}
    opposite["issues"] = {
        issue: stake | {"values": dict(zip(stake["values"], reversed(stake["values"].values()), strict=True))}
        for issue, stake in preferred["issues"].items()
    }


def small_case() -> Content:
    """A case that can be worked out with a pencil.

    Worth to union and company: low, 40 hours, two years 0, 100; one year 20, 80; low, 36 hours 30, 60 and 50, 40; middle, 40
    hours 30, 88 and 50, 68; middle, 36 hours 60, 48 and 80, 28; high, 40 hours 50, 60 and 70, 40; high and 36 hours is ruled
    out. They walk away at 30 and 40, so seven of ten deals are left.
    """
    return {
        "format": 1,
        "title": "A small case",
        "as_of": "2024-03-01",
        "seed": 7,
        "briefed": "union",
        "parties": {
            "union": {"name": "The union", "role": "principal"},
            "company": {"name": "The company", "role": "principal"},
            "council": {"name": "The council", "role": "ally", "of": "union", "veto": ["hours"]},
        },
        "issues": {
            "pay": {
                "name": "Pay",
                "options": {"low": "Low pay", "middle": "Middling pay", "high": "High pay"},
                "today": "low",
            },
            "hours": {"name": "Hours", "options": {"h40": "Forty hours", "h36": "Thirty-six hours"}, "today": "h40"},
            "contract": {"name": "Contract", "options": {"two": "Two years", "one": "One year"}, "today": "two"},
        },
        "preferences": {
            "union": {
                "walk_away": 30,
                "issues": {
                    "pay": {"weight": 5, "values": {"low": 0, "middle": 60, "high": 100}},
                    "hours": {"weight": 3, "values": {"h40": 0, "h36": 100}},
                    "contract": {"weight": 2, "values": {"two": 0, "one": 100}},
                },
            },
            "company": {
                "walk_away": 40,
                "issues": {
                    "pay": {"weight": 40, "values": {"low": 100, "middle": 70, "high": 0}},
                    "hours": {"weight": 40, "values": {"h40": 100, "h36": 0}},
                    "contract": {"weight": 20, "values": {"two": 100, "one": 0}},
                },
            },
            "council": {"issues": {"hours": {"weight": 1, "values": {"h40": 100, "h36": 0}}}},
        },
        "rules": [{"never": {"pay": "high", "hours": "h36"}}],
    }


def permuted(content: Content, chance: random.Random) -> Content:
    """The same case with parties, issues, options and rules in another order."""

    def shuffled(mapping: Content) -> Content:
        items = list(mapping.items())
        chance.shuffle(items)
        return dict(items)

    issues = {
        name: issue | {"options": shuffled(issue["options"])} if "options" in issue else issue
        for name, issue in shuffled(content["issues"]).items()
    }
    preferences = {
        name: preferred | {"issues": shuffled(preferred["issues"])}
        for name, preferred in shuffled(content["preferences"]).items()
    }
    rules = chance.sample(content["rules"], len(content["rules"]))
    return content | {
        "parties": shuffled(content["parties"]),
        "issues": issues,
        "preferences": preferences,
        "rules": rules,
    }
