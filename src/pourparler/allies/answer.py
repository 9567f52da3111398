"""The answer of the allies room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pourparler.allies import headlines, pages
from pourparler.allies.export import rows, to_dict
from pourparler.allies.findings import DRAWS, Findings, Progress, find
from pourparler.allies.ledger import Ledger
from pourparler.allies.methods import METHODS
from pourparler.answer import Method
from pourparler.room import PagedAnswer, Pages, as_frame
from pourparler.scenario.model import Scenario

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class AlliesAnswer(PagedAnswer):
    """Who else must agree. `findings` holds every number."""

    findings: Findings

    def compose(self) -> Pages:
        """Make the pages."""
        ledger = Ledger(self.findings)
        said = headlines.headlines(ledger)
        sections = pages.sections(ledger)
        first = sections[0].anchor if sections else ""  # which it is depends on what the file holds
        said = tuple(replace(headline, page=first) for headline in said)
        return Pages(said, sections, pages.main_chart(ledger), ledger.annex)

    def methods(self) -> Sequence[Method]:
        """How the answer was found."""
        return METHODS

    def to_dict(self) -> Mapping[str, Any]:
        """Everything that was found, rounded to six digits after the point so that it is the same on every machine."""
        return to_dict(self.findings)

    def to_frame(self) -> pandas.DataFrame:
        """Tidy table: one row for each named deal and each who may have to consent.

        Columns: deal, gate, asked, margin, passes, chance, ratified.

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
) -> AlliesAnswer:
    """Answer who else must agree, whether they would, and what that costs.

    Args:
        scenario: the case; it needs an ally or a holder of a veto that wants something, or a part `allies`.
        draws: how many times all uncertain numbers are drawn.
        seed: of the draws; the scenario's own unless given.
        stage: called with what is being done, steps done and steps in all.
        seconds: limit for each proof in finding the named deals of a very large case; none unless given.

    Raises:
        NoAllies: the case says of nobody else who must agree.
        TooLarge: a body has too many votes, or issues tied together have too many combinations.
    """
    return AlliesAnswer(find(scenario, draws, scenario.seed if seed is None else seed, stage, seconds))
