"""Which uncertain numbers matter most: each moved in turn through its range, all others at the best guess."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pourparler.deals.evaluate import HIGH, LOW
from pourparler.deals.measure import Floats, one_at_a_time
from pourparler.deals.search import solve_by_search
from pourparler.deals.solve import Progress, solve
from pourparler.scenario.model import Scenario
from pourparler.scenario.numbers import NumberLine


@dataclass(frozen=True)
class Assumption:
    """What moving one number from its 5 % to its 95 % value does.

    Attributes:
        line: the number.
        low, high: those two values.
        gain_low, gain_high: (principals,) what each principal has over its walk-away value in the fair deal; NaN where no deal
            is left.
        changed_low, changed_high: positions of the issues that the fair deal then settles otherwise.
        swing: how far the gain of the side that is looked at moves (of the one moved most, for a mediator); infinite where
            a deal vanishes or appears, 0 where there is none throughout.
    """

    line: NumberLine
    low: float
    high: float
    gain_low: Floats
    gain_high: Floats
    changed_low: tuple[int, ...]
    changed_high: tuple[int, ...]
    swing: float


def rank_assumptions(
    scenario: Scenario, briefed: int | None, progress: Progress | None = None, search: bool = False
) -> tuple[Assumption, ...]:
    """Every uncertain number, the one that matters most first.

    Args:
        scenario: the case.
        briefed: position, among the principals, of the side that is looked at; None for a mediator.
        progress: called with rows done and rows in all.
        search: find the fair deals without frontiers.
    """
    moved, measure = one_at_a_time(scenario, LOW, HIGH)
    principals = list(measure.principals)
    rows = range(len(measure.walk_away))
    if search:
        solved = solve_by_search(measure, rows, inclusive=False, progress=progress)
    else:
        solved = solve(measure, rows, inclusive=False, share=False, progress=progress)
    fair = solved.picks["nash"]
    gains = np.full((len(fair), len(principals)), np.nan)
    for row in np.flatnonzero(solved.exists):
        worth = measure.utilities(fair[row][None, :], slice(row, row + 1))[0, 0, principals]
        gains[row] = worth - measure.walk_away[row, principals]
    found = []
    for index, line in enumerate(moved):
        low, high = 2 * index + 1, 2 * index + 2
        apart = np.abs(gains[high] - gains[low])
        deal = {bool(solved.exists[row]) for row in (0, low, high)}
        swing = 0.0 if deal == {False} else float("inf")
        if deal == {True}:
            swing = float(apart.max() if briefed is None else apart[briefed])
        found.append(
            Assumption(
                line=line,
                low=float(line.value.quantile(np.array(LOW))),
                high=float(line.value.quantile(np.array(HIGH))),
                gain_low=gains[low],
                gain_high=gains[high],
                changed_low=_changed(fair[0], fair[low]),
                changed_high=_changed(fair[0], fair[high]),
                swing=swing,
            )
        )
    return tuple(sorted(found, key=lambda assumption: (-assumption.swing, assumption.line.name)))


def _changed(before: Floats, after: Floats) -> tuple[int, ...]:
    return tuple(np.flatnonzero(before != after).tolist()) if after[0] >= 0 and before[0] >= 0 else ()
