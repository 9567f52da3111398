"""Our side of the comparison: the frontier and the named solutions, for a domain in a file.

A program of its own, so that its memory is its own: `python our_side.py merging|compiled|load FOLDER`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from rounds import serve

from pourparler import scenario
from pourparler.deals.equality import tolerances
from pourparler.deals.frontier import pareto_frontier
from pourparler.deals.solutions import acceptable, egalitarian, kalai_smorodinsky, nash, utilitarian
from pourparler.deals.two_party import two_party_frontier

NAMED = {"Nash": nash, "egalitarian": egalitarian, "Kalai-Smorodinsky": kalai_smorodinsky, "utilitarian": utilitarian}


class Side:
    """One domain as arrays."""

    def __init__(self, way: str, folder: Path) -> None:
        self.way, self.folder = way, folder
        domain = json.loads((folder / "domain.json").read_text(encoding="utf-8"))
        self.blocks = [np.array(issue) / domain["scale"] for issue in domain["values"]]
        self.walk_away = np.array(domain["walk_away"]) / domain["scale"]

    def prepare(self) -> None:
        """Load what loads at first use, on two issues of the domain."""
        if self.way != "load":
            blocks, self.blocks = self.blocks, self.blocks[:2]
            self.work()
            self.blocks = blocks

    def work(self) -> None:
        """Find the frontier of the deals that all accept, and the solutions on it."""
        if self.way == "load":
            self.loaded = scenario.load(self.folder / "scenario.yaml")
            return
        tolerance = tolerances(self.blocks)
        if self.way == "compiled":
            starts = np.cumsum([0, *(len(block) for block in self.blocks)])
            points, self.choices = two_party_frontier(np.concatenate(self.blocks), starts, tolerance)
        else:
            frontier = pareto_frontier(self.blocks)
            points, self.choices = frontier.points, frontier.choices
        self.within = acceptable(points, self.walk_away, tolerance)
        self.solutions = {name: find(points, self.walk_away, tolerance) for name, find in NAMED.items()}

    def report(self) -> dict[str, object]:
        """The deals of the frontier as the option of each issue, and which of them each solution picks."""
        if self.way == "load":
            return {"options": sum(len(issue.options) for issue in self.loaded.issues.values())}
        places = {name: np.searchsorted(self.within, found).tolist() for name, found in self.solutions.items()}
        return {"deals": self.choices[self.within].tolist(), "solutions": places}


if __name__ == "__main__":
    side = Side(sys.argv[1], Path(sys.argv[2]))
    serve(side.prepare, side.work, side.report)
