"""The peers' side of the comparison of plans: the largest least slack of an exchange in a file, without our planner.

A program of its own, run by the Python of the peers' environment: `python roadmap_peer_side.py cp-sat|networkx FOLDER`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
from ortools.sat.python import cp_model
from roadmap_instances import SCALE, SECONDS
from rounds import serve

SMALL = {
    "owner": [0, 1], "before": [[], []], "effect": [[-1, 2], [2, -1]], "standing": [[0, 0], [0, 0]],
    "kept": [[0, 0], [0, 0]], "discount": [1.0, 1.0], "pairs": False,
}  # fmt: skip


class Assignment:
    """The exchange as an assignment of steps to places in the order; an empty place is one after the end."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data, self.steps = data, len(data["owner"])
        self.model = cp_model.CpModel()
        places = range(self.steps)
        self.at = [[self.model.new_bool_var(f"{step} at {place}") for place in places] for step in range(self.steps)]
        self.performs = [[self.model.new_bool_var(f"{p} performs at {t}") for t in places] for p in (0, 1)]
        self._order()
        most = sum(abs(number) for name in ("effect", "standing", "kept") for row in data[name] for number in row)
        self.slack = self.model.new_int_var(-SCALE * most, SCALE * most, "slack")
        for player in (0, 1):
            self._keeps_to_it(player)
        self.model.maximize(self.slack)

    def _order(self) -> None:
        for step in range(self.steps):
            self.model.add_exactly_one(self.at[step])
            for earlier in self.data["before"][step]:
                for place in range(self.steps):
                    self.model.add(sum(self.at[step][: place + 1]) <= sum(self.at[earlier][:place]))
        for place in range(self.steps):
            for player in (0, 1):
                own = [self.at[step][place] for step in range(self.steps) if self.data["owner"][step] == player]
                self.model.add(sum(own) == self.performs[player][place])
            both = [self.performs[player][place] for player in (0, 1)]
            if not self.data["pairs"]:
                self.model.add_exactly_one(both)
            elif place:
                before = [self.performs[player][place - 1] for player in (0, 1)]
                for one in both:
                    self.model.add_bool_or(*before, one.negated())

    def _value(self, player: int, place: int, factor: float = 1.0) -> Any:
        """What the player gets from a place on, times a factor: a sum over where each step is, in closed form."""
        discount, terms = self.data["discount"][player], []
        for step in range(self.steps):
            effect, standing = self.data["effect"][player][step], self.data["standing"][player][step]
            for where in range(self.steps):
                late = where - place
                worth = standing if late < 0 else effect * discount**late + standing * discount ** (late + 1)
                terms.append(round(SCALE * factor * worth) * self.at[step][where])
        return sum(terms)

    def _kept(self, player: int, place: int, others_at: bool, factor: float = 1.0) -> Any:
        """What the player has after breaking off before a place, or when the others' step of that place is done too."""
        terms = []
        for step in range(self.steps):
            amount = round(SCALE * factor * self.data["kept"][player][step])
            last = place + 1 if others_at and self.data["owner"][step] != player else place
            terms += [amount * self.at[step][where] for where in range(last)]
        return sum(terms)

    def _keeps_to_it(self, player: int) -> None:
        discount = self.data["discount"][player]
        for place in range(self.steps + 1):
            self.model.add(self._value(player, place) - self._kept(player, place, False) >= self.slack)
        for place in range(self.steps):
            own = [
                SCALE * self.data["effect"][player][step] * self.at[step][place]
                for step in range(self.steps)
                if self.data["owner"][step] == player
            ]
            later = self._value(player, place + 1, discount) - self._kept(player, place, True, discount)
            self.model.add(sum(own) + later >= self.slack).only_enforce_if(self.performs[player][place])

    def solve(self) -> dict[str, Any]:
        """The best order found in the time allowed; an empty one if there is none."""
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = SECONDS
        status = solver.solve(self.model)
        found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        order = [
            [step for step in range(self.steps) if solver.boolean_value(self.at[step][place])]
            for place in range(self.steps)
        ] if found else []  # fmt: skip
        return {
            "order": [stage for stage in order if stage],
            "proven": status == cp_model.OPTIMAL,
            "bound": solver.best_objective_bound / SCALE,
        }


class Lattice:
    """All states and stages of an undiscounted exchange as a graph; every stage has the same slack on every way."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data, self.steps = data, len(data["owner"])
        self.full = (1 << self.steps) - 1
        self.graph = nx.DiGraph()
        waiting, seen = [0], {0}
        while waiting:
            state = waiting.pop()
            for stage in self._stages(state):
                after = state | sum(1 << step for step in stage)
                self.graph.add_edge(state, after, slack=self._slack(state, stage))
                if after not in seen:
                    seen.add(after)
                    waiting.append(after)

    def _stages(self, state: int) -> Iterator[tuple[int, ...]]:
        free = [
            step
            for step in range(self.steps)
            if not state >> step & 1 and all(state >> other & 1 for other in self.data["before"][step])
        ]
        yield from ((step,) for step in free)
        if self.data["pairs"]:
            owner = self.data["owner"]
            yield from ((a, b) for a in free for b in free if a < b and owner[a] != owner[b])

    def _sum(self, name: str, player: int, state: int) -> int:
        return sum(amount for step, amount in enumerate(self.data[name][player]) if state >> step & 1)

    def _slack(self, state: int, stage: tuple[int, ...]) -> int:
        slacks = []
        for player in (0, 1):
            ahead = self._sum("standing", player, self.full) + self._sum("effect", player, self.full & ~state)
            slacks.append(ahead - self._sum("kept", player, state))
            given = [step for step in stage if self.data["owner"][step] != player]
            if len(given) < len(stage):
                received = self.data["effect"][player][given[0]] if given else 0
                left = state | sum(1 << step for step in given)
                slacks.append(ahead - received - self._sum("kept", player, left))
        return min(slacks)

    def solve(self) -> dict[str, Any]:
        """The widest way, by dynamic programming in topological order."""
        end = [self._sum("standing", i, self.full) - self._sum("kept", i, self.full) for i in (0, 1)]
        width: dict[int, float] = {0: min(end)}
        came: dict[int, int] = {}
        for state in nx.topological_sort(self.graph):
            for after, edge in self.graph[state].items():
                reached = min(width[state], edge["slack"])
                if reached > width.get(after, float("-inf")):
                    width[after], came[after] = reached, state
        order, state = [], self.full
        while state:
            new = state & ~came[state]
            order.insert(0, [step for step in range(self.steps) if new >> step & 1])
            state = came[state]
        return {"order": order, "proven": True, "bound": width[self.full]}


class Side:
    """One exchange; making the model or the graph from its numbers is timed, as ours is."""

    def __init__(self, way: str, folder: Path) -> None:
        self.way = {"cp-sat": Assignment, "networkx": Lattice}[way]
        self.data = json.loads((folder / "instance.json").read_text(encoding="utf-8"))

    def prepare(self) -> None:
        """Load what loads at first use."""
        self.way(SMALL).solve()

    def work(self) -> None:
        """Find the order."""
        self.found = self.way(self.data).solve()

    def report(self) -> dict[str, Any]:
        """The order, whether it is proven best, and what no order exceeds, in hundredths."""
        return self.found


if __name__ == "__main__":
    side = Side(sys.argv[1], Path(sys.argv[2]))
    serve(side.prepare, side.work, side.report)
