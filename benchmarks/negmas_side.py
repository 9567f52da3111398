"""The peer's side of the comparison: its frontier and its named solutions, for a domain in a file.

A program of its own, run by the Python of the peer's environment: `python negmas_side.py listing|sampler|load FOLDER`.
The library is measured from outside; Pourparler neither imports it nor shares code with it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from negmas.inout import Scenario
from negmas.outcomes import make_issue, make_os
from negmas.preferences import LinearAdditiveUtilityFunction
from negmas.preferences import ops as negmas
from negmas.preferences.pareto_sampler import MOBANOSParetoSampler
from rounds import serve

NAMED = {
    "Nash": negmas.nash_points,
    "egalitarian": negmas.kalai_points,
    "Kalai-Smorodinsky": negmas.ks_points,
    "utilitarian": negmas.max_welfare_points,
}


class Side:
    """One domain in the peer's own objects; building them is not timed."""

    def __init__(self, way: str, folder: Path) -> None:
        self.way, self.folder = way, folder
        self.domain = json.loads((folder / "domain.json").read_text(encoding="utf-8"))

    def build(self, issues: int | None = None) -> None:
        """Make the library's objects for the first issues of the domain, or for all."""
        values = np.array(self.domain["values"][:issues]) / self.domain["scale"]
        names = [f"o{option}" for option in range(values.shape[1])]
        self.shape = values.shape[1:2] * len(values)
        self.space = make_os([make_issue(names, f"i{issue}") for issue in range(len(values))])
        self.parties = [
            LinearAdditiveUtilityFunction(
                values=[dict(zip(names, issue[:, party].tolist(), strict=True)) for issue in values],
                weights=[1.0] * len(values),
                outcome_space=self.space,
                reserved_value=walk_away / self.domain["scale"],
                name=f"p{party}",
            )
            for party, walk_away in enumerate(self.domain["walk_away"])
        ]

    def prepare(self) -> None:
        """Write the files that `load` reads; else load what loads at first use, on two issues of the domain."""
        if self.way == "load":
            self.build()
            Scenario(self.space, tuple(self.parties)).dumpas(self.folder / "negmas", "yml")
        else:
            self.build(2)
            self.work()
            self.build()

    def work(self) -> None:
        """Find the frontier of the deals that all accept, and the solutions on it."""
        if self.way == "load":
            self.loaded = Scenario.load(self.folder / "negmas")
            return
        if self.way == "sampler":
            sampler = MOBANOSParetoSampler()
            sampler.init(*self.parties)
            self.deals = sampler.pareto_outcomes(min_util=self.parties[0].reserved_value)
            self.points = [tuple(float(party(deal)) for party in self.parties) for deal in self.deals]
            within = [i for i, p in enumerate(self.points) if p[1] >= self.parties[1].reserved_value]
            self.deals, self.points = [self.deals[i] for i in within], tuple(self.points[i] for i in within)
        else:
            self.points, self.places = negmas.pareto_frontier(self.parties, issues=self.space.issues)
        ranges = [party.minmax(self.space, above_reserve=False) for party in self.parties]
        self.solutions = {
            name: [int(place) for _, place in find(self.parties, self.points, ranges=ranges)]
            for name, find in NAMED.items()
        }

    def report(self) -> dict[str, object]:
        """The deals of the frontier as the option of each issue, and which of them each solution picks."""
        if self.way == "load":
            return {"options": sum(issue.cardinality for issue in self.loaded.outcome_space.issues)}
        if self.way == "sampler":
            deals = [[int(option[1:]) for option in deal] for deal in self.deals]
        else:
            deals = np.stack(np.unravel_index(np.array(self.places), self.shape), axis=1).tolist()
        return {"deals": deals, "solutions": self.solutions}


if __name__ == "__main__":
    side = Side(sys.argv[1], Path(sys.argv[2]))
    serve(side.prepare, side.work, side.report)
