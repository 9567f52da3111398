"""What better or worse alternatives to a deal would change: the room's first question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pourparler.deals.measure import Deals, Floats
from pourparler.leverage.critical_values import SOLUTIONS, solution_changes
from pourparler.leverage.setting import Setting

BEYOND = 0.25  # of the stated range, on either side
KNOWN_BEYOND = 10.0  # points, where the walk-away value is given as known or not at all


@dataclass(frozen=True, eq=False)
class Step:
    """The deal of a solution while a walk-away value is from `low` to `high`; none is acceptable where `deal` is None.

    deal: options (issues,). worth: to every party at the best guess (parties,).
    """

    low: float
    high: float
    deal: Deals | None
    worth: Floats


@dataclass(frozen=True, eq=False)
class Alternative:
    """One principal's walk-away value moved, all else staying.

    side: position among the principals. least, greatest: the range stated in the file. critical: (rows,) the largest value
    at which there is a deal; NaN where the others accept none. margin: (rows,) that less the walk-away value itself; below 0
    where there is no deal. steps: by solution, what it picks over the range and a bit beyond.
    """

    side: int
    least: float
    greatest: float
    critical: Floats
    margin: Floats
    steps: Mapping[str, tuple[Step, ...]]


@dataclass(frozen=True, eq=False)
class Consent:
    """Up to which walk-away value a party that does not negotiate would consent to the fair deal.

    party: position among all parties. asked: whether the deal touches what it has a veto over. worth: (rows,) of each row's
    fair deal to it, NaN where there is none. margin: (rows,) that less its walk-away value.
    """

    party: int
    asked: bool
    worth: Floats
    margin: Floats


def alternatives(setting: Setting) -> tuple[Alternative, ...]:
    """Every principal in turn; nothing without a frontier."""
    return tuple(_alternative(setting, side) for side in range(len(setting.sides))) if setting.rows else ()


def _alternative(setting: Setting, side: int) -> Alternative:
    others = [other for other in range(len(setting.sides)) if other != side]
    critical = np.full(setting.rows, np.nan)
    for row, points in enumerate(setting.points):
        open_deals = (points[:, others] >= setting.walk_away[row, others] - setting.slack[others]).all(axis=1)
        if open_deals.any():
            critical[row] = points[open_deals, side].max()
    party = setting.sides[side]
    preferences = setting.scenario.preferences[setting.measure.parties[party]]
    here = float(setting.walk_away[0, side])
    value = None if preferences.walk_away is None else preferences.walk_away.value
    least, greatest = (here, here) if value is None else (value.least, value.greatest)
    beyond = BEYOND * (greatest - least) if greatest > least else KNOWN_BEYOND
    low, high = max(0.0, least - beyond), min(100.0, greatest + beyond)
    steps = {name: _steps(setting, side, name, low, high) for name in SOLUTIONS}
    return Alternative(side, least, greatest, critical, critical - setting.walk_away[:, side], steps)


def _steps(setting: Setting, side: int, solution: str, low: float, high: float) -> tuple[Step, ...]:
    pieces = solution_changes(setting.points[0], setting.walk_away[0], setting.slack, side, solution, low, high)
    found = []
    for piece in pieces:
        if len(piece.deals):  # of several that tie the first, as the deals room takes it
            deal = setting.deal(0, int(piece.deals[0]))
            found.append(Step(piece.low, piece.high, deal, setting.worth(0, deal)))
        else:
            found.append(Step(piece.low, piece.high, None, np.full(len(setting.measure.parties), np.nan)))
    joined: list[Step] = []
    for step in found:  # of deals that tie, the first may be the same in neighbouring pieces
        before = joined[-1].deal if joined else None
        if step.deal is not None and before is not None and np.array_equal(step.deal, before):
            step = Step(joined.pop().low, step.high, step.deal, step.worth)
        joined.append(step)
    return tuple(joined)


def consents(setting: Setting) -> tuple[Consent, ...]:
    """Every ally and holder of a veto; nothing where there is no deal at the best guess."""
    protected = setting.measure.protected
    if not setting.rows or setting.fair[0] < 0 or not protected:
        return ()
    worth = np.full((setting.rows, len(setting.measure.parties)), np.nan)
    for row in np.flatnonzero(setting.fair >= 0).tolist():
        worth[row] = setting.worth(row, setting.deal(row, int(setting.fair[row])))
    margin = worth - setting.measure.walk_away[: setting.rows]
    touched = ~setting.measure.untouched(setting.deal(0, int(setting.fair[0]))[None])[0]
    return tuple(Consent(party, bool(touched[party]), worth[:, party], margin[:, party]) for party in protected)
