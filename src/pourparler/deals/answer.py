"""The answer of the deals room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pourparler.answer import Method
from pourparler.deals import headlines, pages
from pourparler.deals.export import to_dict
from pourparler.deals.findings import DRAWS, Findings, Stage, find
from pourparler.deals.ledger import Ledger
from pourparler.deals.methods import METHODS
from pourparler.deals.utility_chart import utility_chart
from pourparler.room import PagedAnswer, Pages, as_frame
from pourparler.scenario.model import Scenario

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class DealsAnswer(PagedAnswer):
    """Which deals are possible, and who would be hurt. `findings` holds every number as an array."""

    findings: Findings

    def compose(self) -> Pages:
        """Make the pages."""
        ledger = Ledger(self.findings)
        return Pages(headlines.headlines(ledger), pages.sections(ledger), utility_chart(ledger), ledger.annex)

    def methods(self) -> Sequence[Method]:
        """How the answer was found."""
        return METHODS

    def to_dict(self) -> Mapping[str, Any]:
        """Everything that was found, rounded to six digits after the point so that it is the same on every machine."""
        return to_dict(self.findings)

    def to_frame(self) -> pandas.DataFrame:
        """Tidy table: one row for each named deal and party.

        Columns: deal, party, worth, worth_low, worth_high, against_today, accepts, worse_than_today.

        Raises:
            MissingExtra: pandas is not installed.
        """
        shown = self.findings.shown
        return as_frame(
            [
                {
                    "deal": name,
                    "party": party,
                    "worth": shown.utilities[index].best[column],
                    "worth_low": shown.utilities[index].low[column],
                    "worth_high": shown.utilities[index].high[column],
                    "against_today": shown.change[index].best[column],
                    "accepts": shown.accepts[index][column],
                    "worse_than_today": shown.worse[index][column],
                }
                for index, name in enumerate(self.findings.names)
                for column, party in enumerate(self.findings.measure.parties)
            ]
        )


def analyse(
    scenario: Scenario,
    *,
    draws: int = DRAWS,
    seed: int | None = None,
    stage: Stage | None = None,
    seconds: float | None = None,
) -> DealsAnswer:
    """Answer which agreements are possible, and who would be hurt.

    Args:
        scenario: the case.
        draws: how many times all uncertain numbers are drawn; at least 1.
        seed: of the draws; the scenario's own unless given.
        stage: called with what is being done, steps done and steps in all.
        seconds: limit for each proof in a space too large for a frontier; none unless given.

    Raises:
        TooLarge: issues tied together have too many combinations.
    """
    return DealsAnswer(find(scenario, draws, seed, stage, seconds))
