"""The slow, obvious twin of the allies room: it reads the content of a scenario file itself, deal by deal and member by member."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from statistics import NormalDist
from typing import Any

import numpy as np
from scipy.special import ndtr

from pourparler.scenario.uncertain import parse_uncertain, uniform_numbers
from tests.deals.random_scenarios import Content, random_scenario
from tests.deals.scenario_oracle import Case, Deal, World, best_guess, written

MOST_MEMBERS = 6


@dataclass
class Gate:
    """groups: name, seats, votes of each, party, tilt as written."""

    key: str
    condition: dict[int, set[int]]
    all_of: bool
    groups: list[tuple[str, int, int, int, Any, str]]
    quota: int

    def asked(self, deal: Deal) -> bool:
        met = [deal[issue] in options for issue, options in self.condition.items()]
        return all(met) if self.all_of else any(met)

    def members(self) -> list[int]:
        """The group of each member."""
        return [place for place, group in enumerate(self.groups) for _ in range(group[1])]

    def passes(self, yes: tuple[int, ...]) -> bool:
        members = self.members()
        return sum(self.groups[group][2] for group, said in zip(members, yes, strict=True) if said) >= self.quota


def veto_of(case: Case, name: str) -> dict[int, set[int]]:
    veto = case.roles[name].get("veto", {})
    found = {}
    for issue in veto:
        place = case.issues.index(issue)
        meant = case._selects(place, veto[issue]) if isinstance(veto, dict) else set(range(len(case.keys[place])))
        found[place] = meant - {case.today[place]}
    return found


def gates_of(case: Case) -> list[Gate]:
    allies = case.content.get("allies", {})
    bodies = allies.get("bodies", {})
    represented = {body.get("of") for body in bodies.values()}
    found = []
    for name, role in case.roles.items():
        if role["role"] != "principal" and role.get("veto") and name not in represented and name in case.parties:
            group = (role["name"], 1, 1, case.parties.index(name), 0, "")
            found.append(Gate(name, veto_of(case, name), False, [group], 1))
    for name, body in bodies.items():
        groups = [
            (
                each["name"],
                each["seats"],
                each.get("votes", 1),
                case.parties.index(each["like"]),
                each.get("tilt", 0),
                f"allies/bodies/{name}/members/{key}/tilt",
            )
            for key, each in body["members"].items()
        ]
        if "over" not in body and case.roles.get(body.get("of"), {}).get("veto"):
            found.append(Gate(name, veto_of(case, body["of"]), False, groups, body["quota"]))
        else:
            over = {
                case.issues.index(issue): case._selects(case.issues.index(issue), chosen)
                for issue, chosen in body.get("over", {}).items()
            }
            found.append(Gate(name, over, True, groups, body["quota"]))
    return found


def value(raw: Any, name: str, row: int, draws: int, seed: int) -> float:
    """A number below `allies` at the best guess (row 0) or in a draw."""
    if row == 0:
        return float(best_guess(raw))
    return float(parse_uncertain(written(raw)).draws(draws, seed, name)[row - 1])


class Room:
    """Everything asked of the room, in one world for each row."""

    def __init__(self, content: Content, draws: int, seed: int) -> None:
        self.case, self.draws, self.seed = Case(content), draws, seed
        self.allies = content.get("allies", {})
        self.gates = gates_of(self.case)
        drawn = {
            name: parse_uncertain(written(raw)).draws(draws, seed, name) for name, raw in self.case.numbers().items()
        }
        rows = [
            World(self.case, {name: Fraction(float(each[row])) for name, each in drawn.items()}) for row in range(draws)
        ]
        self.worlds = [self.case.at_best_guess(), *rows]
        uniform = uniform_numbers(draws, seed, "allies/mood")
        rank = {number: place for place, number in enumerate(sorted(uniform))}
        self.mood = [0.0, *(NormalDist().inv_cdf((rank[number] + 0.5) / draws) for number in uniform)]

    def number(self, key: str, row: int) -> float:
        raw = self.allies.get(key)
        return 0.0 if raw is None else value(raw, f"allies/{key}", row, self.draws, self.seed)

    def gains(self, gate: Gate, deal: Deal, row: int) -> list[float]:
        world = self.worlds[row]
        return [
            float(world.worth[deal][party])
            - float(world.walk_away[party])
            + value(tilt, name, row, self.draws, self.seed)
            for _, _, _, party, tilt, name in gate.groups
        ]

    def says_yes(self, gate: Gate, deal: Deal, row: int = 0) -> bool:
        yes = tuple(int(self.gains(gate, deal, row)[group] >= -1e-7) for group in gate.members())
        return gate.passes(yes)

    def margin(self, gate: Gate, deal: Deal) -> float:
        """The largest amount that can be taken from every member so that the gate still passes."""
        gains = self.gains(gate, deal, 0)
        return max(
            amount for amount in gains if gate.passes(tuple(int(gains[group] >= amount) for group in gate.members()))
        )

    def chance_in_mood(self, gate: Gate, deal: Deal, row: int, mood: float) -> float:
        noise, common = self.number("noise", row), self.number("correlation", row)
        chances = []
        for group in gate.members():
            gain = self.gains(gate, deal, row)[group]
            if abs(gain) < 1e-7:
                gain = 0.0
            if noise == 0:
                chances.append(float(gain >= 0))
            elif common == 1:
                chances.append(float(gain / noise >= mood))
            else:
                chances.append(float(ndtr((gain / noise - math.sqrt(common) * mood) / math.sqrt(1 - common))))
        return sum(
            math.prod(p if said else 1 - p for p, said in zip(chances, yes, strict=True))
            for yes in product((0, 1), repeat=len(chances))
            if gate.passes(yes)
        )

    def together(self, deal: Deal, row: int, mood: float) -> float:
        return math.prod(self.chance_in_mood(gate, deal, row, mood) for gate in self.gates if gate.asked(deal))

    def signed(self, deal: Deal) -> list[int]:
        """The draws in which all principals would sign."""
        return [row for row in range(1, self.draws + 1) if min(self.worlds[row].gains(deal)) >= -1e-7]

    def mean(self, deal: Deal) -> float:
        rows = self.signed(deal) or range(1, self.draws + 1)
        return float(np.mean([self.together(deal, row, self.mood[row]) for row in rows]))

    def best(self, deal: Deal) -> float:
        moods = np.linspace(-8, 8, 1601)
        weights = np.exp(-(moods**2) / 2)
        found = [self.together(deal, 0, float(mood)) for mood in moods]
        return float(np.dot(found, weights) / weights.sum())

    def blocking_sets(self, deal: Deal) -> dict[frozenset[tuple[str, int]], int]:
        """Smallest sets of (gate, group) that stop a gate, and the fewest of their members that are enough."""
        found: dict[frozenset[tuple[str, int]], int] = {}
        for gate in self.gates:
            if not gate.asked(deal):
                continue
            members = gate.members()
            for size in range(1, len(gate.groups) + 1):
                for some in combinations(range(len(gate.groups)), size):
                    names = frozenset((gate.key, group) for group in some)
                    if gate.passes(tuple(int(group not in some) for group in members)) or any(
                        each < names for each in found
                    ):
                        continue
                    of_them = [place for place, group in enumerate(members) if group in some]
                    found[names] = next(
                        number
                        for number in range(1, len(of_them) + 1)
                        for chosen in combinations(of_them, number)
                        if not gate.passes(tuple(int(place not in chosen) for place in range(len(members))))
                    )
        return found


def random_allies(seed: int) -> Content:
    """A random scenario with a random part `allies`."""
    content = random_scenario(seed, 60)
    chance = random.Random(seed + 1)
    case = Case(content)
    principals = [case.parties[place] for place in case.principals]
    others = [name for name in content["parties"] if name not in principals]

    def number(least: int, most: int) -> Any:
        likely = chance.randint(least, most)
        return chance.choice([likely, {"one_of": sorted([max(least, likely - 3), likely, likely])}])

    def condition() -> Content:
        issue = chance.choice(case.issues)
        keys = [key if isinstance(key, str) else float(key) for key in case.keys[case.issues.index(issue)]]
        return {issue: chance.sample(keys, chance.randint(1, len(keys)))}

    bodies: Content = {}
    for index in range(chance.randint(0, 2)):
        members: Content = {}
        room = MOST_MEMBERS
        while room > 0 and len(members) < 3 and (not members or chance.random() < 0.7):
            seats = chance.randint(1, min(room, 3))
            room -= seats
            group = {"name": f"group {len(members)}", "seats": seats, "like": chance.choice(case.parties)}
            group |= {"votes": chance.randint(2, 3)} if chance.random() < 0.4 else {}
            group |= {"tilt": number(-15, 15)} if chance.random() < 0.6 else {}
            members[f"g{len(members)}"] = group
        every = sum(each["seats"] * each.get("votes", 1) for each in members.values())
        body = {"name": f"body {index}", "quota": chance.randint(1, every), "members": members}
        body |= {"of": chance.choice(list(content["parties"]))} if chance.random() < 0.5 else {}
        body |= {"over": condition()} if chance.random() < 0.5 else {}
        bodies[f"body{index}"] = body
    allies: Content = {"judged": {"by": "the team", "on": "2024-02-20"}, "bodies": bodies}
    if chance.random() < 0.6:
        allies |= {"noise": number(4, 15), "correlation": chance.choice([0, 0.3, 0.7, [0.1, 0.5]])}
    if chance.random() < 0.5:
        allies["failure"] = {chance.choice(principals): number(1, 9)}
    if others and chance.random() < 0.6:
        name = chance.choice(others)
        allies["spoilers"] = {name: {"over": chance.choice([condition(), [chance.choice(case.issues)]])}}
    return content | {"allies": allies}
