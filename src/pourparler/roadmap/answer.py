"""The answer of the roadmap room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pourparler.answer import Method
from pourparler.roadmap import headlines, pages
from pourparler.roadmap.export import rows, to_dict
from pourparler.roadmap.findings import DRAWS, Findings, Progress, find
from pourparler.roadmap.ladder import slack_chart
from pourparler.roadmap.ledger import Ledger
from pourparler.roadmap.methods import METHODS
from pourparler.roadmap.plan import Objective
from pourparler.room import PagedAnswer, Pages, as_frame
from pourparler.scenario.model import Scenario

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class RoadmapAnswer(PagedAnswer):
    """In which order to exchange. `findings` holds every number."""

    findings: Findings

    def compose(self) -> Pages:
        """Make the pages."""
        ledger = Ledger(self.findings)
        return Pages(headlines.headlines(ledger), pages.sections(ledger), slack_chart(ledger), ledger.annex)

    def methods(self) -> Sequence[Method]:
        """How the answer was found."""
        return METHODS

    def to_dict(self) -> Mapping[str, Any]:
        """Everything that was found, rounded to six digits after the point so that it is the same on every machine."""
        return to_dict(self.findings)

    def to_frame(self) -> pandas.DataFrame:
        """Tidy table: one row for each stage and party.

        Columns: stage, steps, party, begins, value, fallback, slack, at_risk, tolerated.

        Raises:
            MissingExtra: pandas is not installed.
        """
        return as_frame(rows(self.findings))


def analyse(
    scenario: Scenario,
    *,
    draws: int = DRAWS,
    seed: int | None = None,
    stage: Progress | None = None,
    seconds: float | None = None,
    target: str | None = None,
    objective: Objective = "slack",
) -> RoadmapAnswer:
    """Answer in which order to exchange, so that neither side gains by breaking off.

    Args:
        scenario: the case; it needs `roadmap`.
        draws: how many times all uncertain numbers are drawn; more than 200 are not made, each takes a search of its own.
        seed: of the draws; the scenario's own unless given.
        stage: called with what is being done, steps done and steps in all.
        seconds: limit for each proof in finding the target of a very large case; none unless given.
        target: a target of the file, or a named solution; the file's first unless given.
        objective: what comes first: slack, mistrust, exposure or duration.

    Raises:
        NoRoadmap: the file names no steps.
        ScenarioError: the steps do not lead to the target.
        TooLarge: there are too many states on the way.
    """
    chosen = scenario.seed if seed is None else seed
    return RoadmapAnswer(find(scenario, draws, chosen, stage, target, objective, seconds))
