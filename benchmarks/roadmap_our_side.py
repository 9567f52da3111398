"""Our side of the comparison of plans: the planner on an exchange in a file.

A program of its own, so that its memory is its own: `python roadmap_our_side.py planner|thumb FOLDER`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from roadmap_instances import UNIT, Instance, random_instance
from rounds import serve

from pourparler.roadmap.exchange import Exchange, closed_states
from pourparler.roadmap.good_plan import good_plan
from pourparler.roadmap.judge import judge
from pourparler.roadmap.rules_of_thumb import all_at_once, alternate_smallest_first, big_first

RULES = {"big first": big_first, "alternate": alternate_smallest_first, "at once": all_at_once}


def exchange_of(instance: Instance) -> Exchange:
    """Tabulate every state's worth and fallback, as the planner takes them."""
    steps = len(instance.owner)
    before = np.array([sum(1 << other for other in row) for row in instance.before], dtype=np.int64)
    states = closed_states(before)
    owner = instance.owner
    pairs = [(i, j) for i in range(steps) for j in range(i) if owner[i] != owner[j]] if instance.pairs else []

    half = (steps + 1) // 2
    done = np.arange(1 << half) >> np.arange(half)[:, np.newaxis] & 1

    def table(amounts: list[list[int]]) -> NDArray[np.float64]:
        points = np.array(amounts) / UNIT
        first, last = points[:, :half] @ done, points[:, half:] @ done[: steps - half]
        return np.asarray(first[:, states % (1 << half)] + last[:, states >> half])

    return Exchange(
        owner=np.array(owner), before=before, duration=np.ones(steps), effect=np.array(instance.effect) / UNIT,
        states=states, legal=np.full(len(states), True), worth=table(instance.standing), fallback=table(instance.kept),
        discount=np.array(instance.discount), reserve=np.zeros(2), detection=np.ones(steps), saved=np.zeros(steps),
        pairs=np.array(pairs, dtype=np.int64).reshape(-1, 2), escrowed=np.empty((0, 2), dtype=np.int64),
        fee=np.zeros(2), hazard=0.0,
    )  # fmt: skip


class Side:
    """One exchange; tabulating it from its numbers is timed, as the peers' models and graphs are."""

    def __init__(self, way: str, folder: Path) -> None:
        self.way = way
        self.instance = Instance(**json.loads((folder / "instance.json").read_text(encoding="utf-8")))

    def prepare(self) -> None:
        """Load what loads at first use, the compiled code among it."""
        instance, self.instance = self.instance, random_instance(4, 0.35, (0.0, 0.6), True, True, 0)
        self.work()
        self.instance = instance

    def work(self) -> None:
        """Find the best plan, or judge the rules of thumb."""
        exchange = exchange_of(self.instance)
        if self.way == "thumb":
            self.found = {name: judge(exchange, rule(exchange)).slack for name, rule in RULES.items()}
            return
        plan = good_plan(exchange)
        order = [list(stage.steps) for stage in plan.stages]
        self.found = {"order": order, "slack": plan.slack, "proven": plan.proven, "bound": plan.bound}

    def report(self) -> dict[str, object]:
        """The plan, its slack, whether it is proven best, and what no plan exceeds; or the slack of each rule."""
        return self.found


if __name__ == "__main__":
    side = Side(sys.argv[1], Path(sys.argv[2]))
    serve(side.prepare, side.work, side.report)
