"""The answer of the leverage room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pourparler.answer import Method
from pourparler.leverage import headlines, pages
from pourparler.leverage.export import rows, to_dict
from pourparler.leverage.findings import DRAWS, Findings, find
from pourparler.leverage.ledger import Ledger
from pourparler.leverage.methods import METHODS
from pourparler.leverage.setting import Progress
from pourparler.room import PagedAnswer, Pages, as_frame
from pourparler.scenario.model import Scenario

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class LeverageAnswer(PagedAnswer):
    """What moves the outcome. `findings` holds every number."""

    findings: Findings

    def compose(self) -> Pages:
        """Make the pages."""
        ledger = Ledger(self.findings)
        sections = pages.sections(ledger)
        return Pages(headlines.headlines(ledger), sections, pages.first_chart(ledger, sections), ledger.annex)

    def methods(self) -> Sequence[Method]:
        """How the answer was found."""
        return METHODS

    def to_dict(self) -> Mapping[str, Any]:
        """Everything that was found, rounded to six digits after the point so that it is the same on every machine."""
        return to_dict(self.findings)

    def to_frame(self) -> pandas.DataFrame:
        """Tidy table: one row for each thing that moves the outcome and each principal.

        Columns: kind (gift, pressure, date), name, party, change, low, high: of what the party has in the fair deal, if it
        is given first, is in force, or is set.

        Raises:
            MissingExtra: pandas is not installed.
        """
        return as_frame(rows(self.findings), columns=["kind", "name", "party", "change", "low", "high"])


def analyse(
    scenario: Scenario,
    *,
    draws: int = DRAWS,
    seed: int | None = None,
    stage: Progress | None = None,
    seconds: float | None = None,
) -> LeverageAnswer:
    """Answer what moves the outcome: alternatives, gifts given up front, time, pressures.

    Args:
        scenario: the case; what it says under `leverage` is looked at besides the walk-away values.
        draws: how many times all uncertain numbers are drawn.
        seed: of the draws; the scenario's own unless given.
        stage: called with what is being done, steps done and steps in all.
        seconds: not used: nothing here is searched for with a limit.

    Raises:
        TooLarge: issues tied together have too many combinations.
    """
    return LeverageAnswer(find(scenario, draws, seed, stage))
