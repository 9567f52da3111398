"""The answer of the conduct room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pourparler.answer import Chart, Method
from pourparler.conduct import headlines, pages
from pourparler.conduct.charts import gaps_chart, posterior_chart
from pourparler.conduct.export import rows, to_dict
from pourparler.conduct.findings import DRAWS, Findings, NoConduct, Stage, find
from pourparler.conduct.ledger import Ledger
from pourparler.conduct.methods import METHODS
from pourparler.room import PagedAnswer, Pages, as_frame
from pourparler.scenario.model import Scenario

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class ConductAnswer(PagedAnswer):
    """What another party's conduct tells. `findings` holds every number as an array."""

    findings: Findings

    def compose(self) -> Pages:
        """Make the pages."""
        ledger = Ledger(self.findings)
        return Pages(headlines.headlines(ledger), pages.sections(ledger), self._chart(ledger), ledger.annex)

    def _chart(self, ledger: Ledger) -> Chart:
        if self.findings.weighed is not None:
            return posterior_chart(ledger, self.findings.weighed)
        assert self.findings.silence is not None  # `find` raises where there is neither
        return gaps_chart(ledger, self.findings.silence)

    def methods(self) -> Sequence[Method]:
        """How the answer was found."""
        return METHODS

    def to_dict(self) -> Mapping[str, Any]:
        """Everything that was found, rounded to six digits after the point so that it is the same on every machine."""
        return to_dict(self.findings)

    def to_frame(self) -> pandas.DataFrame:
        """Tidy table: one row for each reading, mechanism, model of tempo, course and indicator.

        Columns: what, name, best, low, high. `what` is hypothesis, mechanism, tempo, course or indicator.

        Raises:
            MissingExtra: pandas is not installed.
        """
        return as_frame(rows(self.findings), columns=["what", "name", "best", "low", "high"])


def analyse(
    scenario: Scenario,
    *,
    draws: int = DRAWS,
    seed: int | None = None,
    stage: Stage | None = None,
    seconds: float | None = None,
) -> ConductAnswer:
    """Answer what another party's conduct tells.

    Args:
        scenario: the case; it needs `conduct`.
        draws: how many times all uncertain numbers are drawn; at least 1.
        seed: of the draws; the scenario's own unless given.
        stage: called with what is being done, steps done and steps in all.
        seconds: not needed here; every room takes it.

    Raises:
        NoConduct: the file says nothing of anybody's conduct.
        PourparlerError: too few events to judge a silence.
    """
    return ConductAnswer(find(scenario, draws, scenario.seed if seed is None else seed, stage))


__all__ = ["ConductAnswer", "NoConduct", "analyse"]
