"""What a scenario says about how to meet, as numbers: one row for the best guess, then one for each draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from pourparler import wording
from pourparler.deals.measure import Deals, Measure, measure
from pourparler.deals.named import named_deals
from pourparler.errors import PourparlerError
from pourparler.process.tree import Floats
from pourparler.scenario.likelihoods import ALL
from pourparler.scenario.model import Scenario
from pourparler.scenario.process import Process
from pourparler.scenario.process_numbers import decides, other_side, process_numbers
from pourparler.scenario.roadmap import Target
from pourparler.scenario.tree import Path

POINTS = 10.0  # the difference at which the file gives the chance of an error of judgement
USUAL_ERROR = 0.05


class NoProcess(PourparlerError, ValueError):
    """The scenario says nothing about how to meet."""


@dataclass(frozen=True)
class Setting:
    """The numbers behind formats of talks. Every number is an array (rows,); row 0 is the best guess.

    numbers: by path below `process`. kept: for each agreement and side, what it is worth if it is kept and a deal says so.
    """

    scenario: Scenario
    process: Process
    by: str
    other: str
    rows: int
    numbers: Mapping[Path, Floats]
    kept: Mapping[tuple[str, str], Floats]

    def number(self, *path: str | int | float, usual: float = 0.0) -> Floats:
        """The number at a path below `process`; `usual` in every row where the file gives none."""
        found = self.numbers.get(path)
        return np.full(self.rows, usual) if found is None else found

    def by_type(self, path: Path, kind: str) -> Floats | None:
        """The number for a type of the other side: its own, or the one that holds for all."""
        return self.numbers.get((*path, kind), self.numbers.get((*path, ALL)))

    @cached_property
    def types(self) -> dict[str, Floats]:
        """The chance of each type; they add up to 1 in every row. One type, where the file names none."""
        if not self.process.types:
            return {ALL: np.ones(self.rows)}
        given = {name: self.number("types", name, "chance") for name in self.process.types}
        total = np.sum(list(given.values()), axis=0)
        return {name: chance / total for name, chance in given.items()}

    def lottery(self, *path: str) -> dict[str, Floats]:
        """The chances of ends at a path below `process`; they add up to 1 in every row."""
        given = {end: self.number(*path, end) for end in self.process.ends if (*path, end) in self.numbers}
        total = np.sum(list(given.values()), axis=0)
        return {end: chance / total for end, chance in given.items()}

    def error(self, party: str) -> Floats:
        """How often a party takes the worse of two choices ten points apart."""
        return self.number("errors", party, usual=USUAL_ERROR)

    def error_in(self, form: str) -> Floats:
        """The same for the side that decides, in the room of one format."""
        found = self.numbers.get(("formats", form, "error"))
        return self.error(self.by) if found is None else found

    def waiting(self, form: str, party: str) -> Floats:
        """What a side pays for the delay of a format."""
        return self.number("formats", form, "delay") * self.number("waiting", party)

    def worth(self, agreement: str, party: str, kind: str) -> Floats:
        """What an agreement is worth to a side if it is kept."""
        stated = self.by_type(("agreements", agreement, "worth", party), kind)
        return self.kept[agreement, party] if stated is None else stated

    def best_guess(self) -> Setting:
        """The same with the best guess alone."""
        return self.first_rows(1)

    def first_rows(self, rows: int) -> Setting:
        """The same with the best guess and fewer draws."""
        return replace(
            self,
            rows=rows,
            numbers={path: values[:rows] for path, values in self.numbers.items()},
            kept={key: values[:rows] for key, values in self.kept.items()},
        )

    def with_numbers(self, numbers: Mapping[Path, Floats], rows: int) -> Setting:
        """The best guess in `rows` rows, some numbers (rows,) replaced."""
        first = {path: np.repeat(values[:1], rows) for path, values in self.numbers.items()}
        kept = {key: np.repeat(values[:1], rows) for key, values in self.kept.items()}
        return replace(self, rows=rows, numbers={**first, **numbers}, kept=kept)


def translate(scenario: Scenario, draws: int, seed: int, seconds: float | None = None) -> Setting:
    """Read the numbers of `process`, and what its agreements are worth by the deals they name.

    Raises:
        NoProcess: the scenario says nothing about how to meet.
        PourparlerError: an agreement names a solution that there is not.
        TooLarge: finding a named solution meets a limit.
    """
    process = scenario.process
    if process is None:
        raise NoProcess("the case has no 'process'; add it as docs/scenario-file.md shows, to compare ways to meet")
    lines = process_numbers(scenario)
    numbers = {line.path[1:]: np.concatenate(([line.value.best], line.draws(draws, seed))) for line in lines}
    by, other = decides(scenario), other_side(scenario)
    kept: dict[tuple[str, str], Floats] = {}
    named: Mapping[str, Deals] | None = None
    measured: Measure | None = None
    for name, agreement in process.agreements.items():
        if agreement.deal is not None:
            if measured is None:
                measured = measure(scenario, draws, seed)
            if agreement.deal.solution is not None and named is None:
                named = named_deals(scenario, seconds)[1]
            worth = measured.utilities(deal_of(scenario, measured, named or {}, agreement.deal, name)[None, :])[:, 0]
            for party in (by, other):
                kept[name, party] = worth[:, measured.position(party)]
    return Setting(scenario, process, by, other, draws + 1, numbers, kept)


def deal_of(scenario: Scenario, measured: Measure, named: Mapping[str, Deals], target: Target, name: str) -> Deals:
    """The deal (issues,) that an agreement names: a solution, or today's options with some of them moved."""
    if target.solution is not None:
        if target.solution not in named:
            known = wording.listed([*named], "or")
            raise PourparlerError(f"process: '{name}' names no solution '{target.solution}'; name {known}, or options")
        return named[target.solution]
    deal = measured.today.copy()
    for position, (issue, what) in enumerate(scenario.issues.items()):
        if issue in target.options:
            deal[position] = what.option_keys().index(target.options[issue])
    return deal
