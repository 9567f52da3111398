"""Random small scenarios with a way to a deal, and what follows from the plain content of their file, in dicts and loops."""

from __future__ import annotations

import random
from collections.abc import Mapping
from itertools import chain, combinations
from typing import Any

from pourparler.scenario.uncertain import parse_uncertain
from tests.deals.random_scenarios import Content, random_scenario

MOST_STEPS = 7
TARGET = "there"


def random_roadmap(seed: int) -> Content:
    """The content of a scenario file, always the same for a number. Not all of them load: steps may wait in a circle."""
    chance = random.Random(seed)
    content = random_scenario(seed, 200)
    for issue in content["issues"].values():
        if "options" in issue and chance.random() < 0.2:
            issue["ordered"] = False
    return content | {"roadmap": _Maker(chance, content).roadmap()}


class _Maker:
    def __init__(self, chance: random.Random, content: Content) -> None:
        self.chance = chance
        self.parties = list(content["parties"])
        self.issues = content["issues"]
        self.steps: Content = {}

    def maybe(self, share: float) -> bool:
        return self.chance.random() < share

    def number(self, low: float, high: float) -> Any:
        first, second, third = sorted(round(self.chance.uniform(low, high), 2) for _ in range(3))
        return self.chance.choice([second, [first, third], [first, second, third], {"value": second, "because": "so"}])

    def roadmap(self) -> Content:
        target = {name: self.chance.choice(keys_of(issue)) for name, issue in self.issues.items() if self.maybe(0.8)}
        target = target or {name: issue["today"] for name, issue in self.issues.items()}
        for name, option in target.items():
            keys = keys_of(self.issues[name])
            today, end = keys.index(self.issues[name]["today"]), keys.index(option)
            for place in self.order(list(range(len(keys))), today):
                if place == end != today or (place != today and self.maybe(0.35)):
                    self.add({name: keys[place]})
        while not self.steps or self.maybe(0.3):
            self.add({})
        for step in self.steps.values():
            others = [name for name, other in self.steps.items() if other["by"] != step["by"]]
            step["together"] = [name for name in others if self.maybe(0.25)]
        found = {"targets": {TARGET: {"options": target}}, "steps": self.steps}
        if self.maybe(0.7):
            found["simultaneous"] = self.chance.choice(["any", "listed", "none"])
        if self.maybe(0.5):
            found |= {"fee": self.number(0, 2), "hazard": self.number(0, 0.9)}
        found["players"] = {name: self.player(name) for name in self.parties if self.maybe(0.6)}
        return found

    def order(self, places: list[int], today: int) -> list[int]:
        return sorted(places, key=lambda place: abs(place - today))

    def add(self, moves: Content) -> None:
        name, chance = f"s{len(self.steps)}", self.chance
        if moves and self.maybe(0.15) and len(self.issues) > 1:  # it moves another issue too
            other = chance.choice([issue for issue in self.issues if issue not in moves])
            moves = moves | {other: chance.choice(keys_of(self.issues[other]))}
        owner = chance.choice(self.parties)
        step: Content = {"name": f"Step {len(self.steps)}", "by": owner, "moves": moves}
        if not moves or self.maybe(0.3):
            step["effects"] = {party: self.number(-4, 4) for party in chance.sample(self.parties, 2)}
        before = [earlier for earlier in self.steps if self.maybe(0.25)]
        step |= {"after": before, "escrow": self.maybe(0.5)}
        if self.maybe(0.6):
            step["duration"] = self.number(0, 5)
        if self.maybe(0.6):
            step["undo"] = {"takes": chance.choice([0, 1, 2, self.number(0, 6)])}
            step["undo"] |= {"cost": self.number(0, 3)} if self.maybe(0.5) else {}
        if self.maybe(0.5):
            step["check"] = {"chance": self.number(0, 1)} | ({"lag": self.number(0, 2)} if self.maybe(0.5) else {})
        if self.maybe(0.3):
            step["saves"] = self.number(0, 5)
        self.steps[name] = step

    def player(self, name: str) -> Content:
        found: Content = {}
        if self.maybe(0.8):
            found["discount"] = self.chance.choice([1, self.number(0.5, 1)])
        if self.maybe(0.6):
            found["reserve"] = self.number(0, 4)
        others = [other for other in self.parties if other != name and self.maybe(0.4)]
        return found | {"guarantees": {other: self.number(0, 3) for other in others}, "mistrust": self.number(0, 1)}


def keys_of(issue: Mapping[str, Any]) -> list[Any]:
    """The options of an issue in their order, or the amounts of a quantity."""
    if "options" in issue:
        return list(issue["options"])
    scale = issue["quantity"]
    count = round((scale["greatest"] - scale["least"]) / scale["step"]) + 1
    return [round(scale["least"] + place * scale["step"], 10) for place in range(count)]


def best(raw: Any) -> float:
    """The best guess of a number, short or long."""
    return parse_uncertain(raw["value"] if isinstance(raw, dict) and "value" in raw else raw).best


Steps = frozenset[str]


class Way:
    """The way to the target of a file's content, worked out the slow way."""

    def __init__(self, content: Content, target: Mapping[str, Any]) -> None:
        self.content = content
        self.parties, self.preferences = content["parties"], content["preferences"]
        self.issues, self.roadmap = content["issues"], content["roadmap"]
        self.today = {name: issue["today"] for name, issue in self.issues.items()}
        self.target = self.today | dict(target)
        self.given: Content = {
            n: s for n, s in self.roadmap["steps"].items() if all(map(self.on_the_way, s["moves"].items()))
        }
        self.steps = list(self.given)
        self.waits = {name: self.waits_for(name) for name in self.steps}
        owners = {step["by"] for step in self.given.values()}
        self.principals = [name for name, party in self.parties.items() if party["role"] == "principal"]
        self.players = [name for name in self.parties if name in owners or name in self.principals]

    def place(self, issue: str, option: Any) -> int:
        return keys_of(self.issues[issue]).index(option)

    def on_the_way(self, move: tuple[str, Any]) -> bool:
        issue, option = move
        today, here, end = (self.place(issue, each) for each in (self.today[issue], option, self.target[issue]))
        if self.issues[issue].get("ordered") is False:
            return here == end and here != today
        return here in (range(today + 1, end + 1) if end > today else range(end, today))

    def far(self, step: str, issue: str) -> int:
        return abs(self.place(issue, self.given[step]["moves"][issue]) - self.place(issue, self.today[issue]))

    def waits_for(self, step: str) -> set[str]:
        found = {earlier for earlier in self.given[step]["after"] if earlier in self.given}
        for other, given in self.given.items():
            for issue in given["moves"]:
                if issue in self.given[step]["moves"] and self.far(other, issue) < self.far(step, issue):
                    found.add(other)
        return found

    def states(self) -> list[Steps]:
        every = chain.from_iterable(combinations(self.steps, size) for size in range(len(self.steps) + 1))
        return [frozenset(state) for state in every if all(self.waits[step] <= set(state) for step in state)]

    def deal(self, done: Steps) -> Content:
        """What holds when these steps stand: of the steps that move an issue the one farthest from today."""
        found = dict(self.today)
        for issue in self.issues:
            movers = [step for step in done if issue in self.given[step]["moves"]]
            if movers:
                found[issue] = self.given[max(movers, key=lambda step: self.far(step, issue))]["moves"][issue]
        return found

    def problems(self) -> set[str]:
        """What must keep the target from being planned for."""
        found = set()
        for issue in self.issues:
            reached = [given["moves"][issue] for given in self.given.values() if issue in given["moves"]]
            if self.target[issue] != self.today[issue] and self.target[issue] not in reached:
                found.add("no step brings")
            if len(set(reached)) < len(reached):
                found.add("to the same option")
        if found:
            return found
        if not self.steps:
            return {"is what holds today"}
        broken = {name for name, deal in (("the target", self.target), ("today", self.today)) if not self.allowed(deal)}
        return {f"{'the target' if 'the target' in broken else 'today'} breaks a rule"} if broken else set()

    # What a deal is worth, and whether it may be

    def selects(self, issue: str, selection: Any, option: Any) -> bool:
        if isinstance(selection, dict):
            return bool(selection.get("at_least", option) <= option <= selection.get("at_most", option))
        return option in selection if isinstance(selection, list) else option == selection

    def meets(self, condition: Mapping[str, Any], deal: Mapping[str, Any]) -> bool:
        return all(self.selects(issue, selection, deal[issue]) for issue, selection in condition.items())

    def allowed(self, deal: Mapping[str, Any]) -> bool:
        for rule in self.content["rules"]:
            if "never" in rule and self.meets(rule["never"], deal):
                return False
            if "if" in rule and self.meets(rule["if"], deal) and not self.meets(rule["then"], deal):
                return False
            if "at_most_one" in rule and sum(self.meets(condition, deal) for condition in rule["at_most_one"]) > 1:
                return False
        for name, preferred in self.preferences.items():
            for line in preferred.get("red_lines", ()):
                binds = name in self.principals or set(line["never"]) & set(self.parties[name].get("veto", ()))
                if binds and self.meets(line["never"], deal):
                    return False
        return True

    def worth(self, party: str, deal: Mapping[str, Any]) -> float:
        preferred = self.preferences.get(party, {})
        stakes = preferred.get("issues", {})
        total = sum(best(stake["weight"]) for stake in stakes.values())
        points = 0.0
        for issue, stake in stakes.items():
            if total > 0:
                points += best(stake["weight"]) / total * self.value(stake["values"], deal[issue])
        for extra in preferred.get("interactions", ()):
            points += best(extra["add"]) if self.meets(extra["when"], deal) else 0.0
        return points

    def value(self, values: Mapping[Any, Any], option: Any) -> float:
        if option in values:
            return best(values[option])
        below = max(amount for amount in values if amount < option)
        above = min(amount for amount in values if amount > option)
        share = (option - below) / (above - below)
        return (1 - share) * best(values[below]) + share * best(values[above])

    def walk_away(self, party: str) -> float:
        preferred = self.preferences.get(party, {})
        indifferent = not preferred.get("issues") and not preferred.get("interactions")
        if indifferent and party not in self.principals:
            return 0.0
        return best(preferred["walk_away"]) if "walk_away" in preferred else self.worth(party, self.today)

    # Breaking off, pretending

    def player(self, party: str) -> Content:
        return dict(self.roadmap["players"].get(party, {}))

    def discount(self, party: str) -> float:
        return best(self.player(party).get("discount", 1))

    def reserve(self, party: str) -> float:
        guarantees = self.player(party).get("guarantees", {})
        return best(self.player(party).get("reserve", 0)) + sum(best(each) for each in guarantees.values())

    def fallback(self, party: str, done: Steps) -> float:
        change = self.afterwards(party, 0.0, done) - self.worth(party, self.today)
        costs = [
            best(self.given[s]["undo"].get("cost", 0))
            for s in done
            if "undo" in self.given[s] and self.given[s]["by"] == party
        ]
        return self.walk_away(party) + change - sum(costs)

    def afterwards(self, party: str, now: float, standing: Steps) -> float:
        """What a player has from `now` on, seen from there, when one step after another is undone in its time."""
        takes = {step: best(self.given[step]["undo"]["takes"]) for step in standing if "undo" in self.given[step]}
        standing = standing - {step for step, time in takes.items() if time <= now}
        ahead = [time for time in takes.values() if time > now]
        here = self.worth(party, self.deal(standing))
        if not ahead:
            return here
        left = self.discount(party) ** (min(ahead) - now)
        return (1 - left) * here + left * self.afterwards(party, min(ahead), standing)

    def saved(self, step: str) -> float:
        given = self.given[step]
        if "saves" in given:
            return best(given["saves"])
        around: set[str] = set()
        queue = [step]
        while queue:
            more = self.waits[queue.pop()] - around
            around |= more
            queue += more
        owner = given["by"]
        return max(
            0.0,
            self.worth(owner, self.deal(frozenset(around))) - self.worth(owner, self.deal(frozenset({*around, step}))),
        )

    def pairs(self) -> set[Steps]:
        mode = self.roadmap.get("simultaneous", "any")
        found = set()
        for one, other in combinations(self.steps, 2):
            listed = other in self.given[one]["together"] or one in self.given[other]["together"]
            if self.given[one]["by"] != self.given[other]["by"] and (mode == "any" or (mode == "listed" and listed)):
                found.add(frozenset({one, other}))
        return found
