"""The answer of the process room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pourparler.answer import Method
from pourparler.process import headlines, pages
from pourparler.process.charts import values_chart
from pourparler.process.compare import Say
from pourparler.process.export import rows, to_dict
from pourparler.process.findings import Findings, find
from pourparler.process.game_pages import game_chart
from pourparler.process.ledger import Ledger
from pourparler.process.methods import METHODS
from pourparler.process.tree import Tree
from pourparler.process.whole_game import whole_game
from pourparler.room import PagedAnswer, Pages, as_frame
from pourparler.scenario.model import Scenario

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class ProcessAnswer(PagedAnswer):
    """Meet now, or prepare first. `findings` holds every number."""

    findings: Findings

    def compose(self) -> Pages:
        """Make the pages."""
        ledger = Ledger(self.findings)
        game = self.findings.game
        chart = values_chart(ledger) if game is None else game_chart(ledger, game)
        return Pages(headlines.headlines(ledger), pages.sections(ledger), chart, ledger.annex)

    def tree(self) -> Tree:
        """The best guess as one game: the choice of a way to meet and all that follows, or the tree written by hand."""
        game = self.findings.game
        return whole_game(self.findings.setting.best_guess()) if game is None else game.game.tree()

    def methods(self) -> Sequence[Method]:
        """How the answer was found."""
        return METHODS

    def to_dict(self) -> Mapping[str, Any]:
        """Everything that was found, rounded to six digits after the point so that it is the same on every machine."""
        return to_dict(self.findings)

    def to_frame(self) -> pandas.DataFrame:
        """Tidy table: one row for each way to meet and side.

        Columns: format, party, best, low, high.

        Raises:
            MissingExtra: pandas is not installed.
        """
        return as_frame(rows(self.findings))


def analyse(
    scenario: Scenario,
    *,
    draws: int = 1000,
    seed: int | None = None,
    stage: Say | None = None,
    seconds: float | None = None,
) -> ProcessAnswer:
    """Answer whether to meet now or to prepare first.

    Args:
        scenario: the case; it needs `process`.
        draws: how many times all uncertain numbers are drawn; fewer for very large trees, and then the answer says so.
        seed: of the draws; the scenario's own unless given.
        stage: called with what is being done, steps done and steps in all.
        seconds: limit for each proof in finding a named deal of a very large case; none unless given.

    Raises:
        NoProcess: the file says nothing about how to meet.
        TooLarge: a limit is reached.
    """
    return ProcessAnswer(find(scenario, draws, scenario.seed if seed is None else seed, stage, seconds))
