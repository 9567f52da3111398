"""Which uncertain numbers move what the principals have in the fair deal, each moved alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pourparler.deals.evaluate import HIGH, LOW
from pourparler.deals.measure import Floats, one_at_a_time
from pourparler.deals.solve import frontier_of
from pourparler.leverage.nash_choices import nash_choices
from pourparler.leverage.setting import Setting
from pourparler.scenario.numbers import NumberLine


@dataclass(frozen=True, eq=False)
class Swing:
    """What moving one number from its 5 % to its 95 % value does.

    low, high: those values. gain_low, gain_high: (principals,) over the walk-away value in the fair deal; NaN where there
    is no deal. exists: whether there is one at the best guess, at the low and at the high value.
    """

    line: NumberLine
    low: float
    high: float
    gain_low: Floats
    gain_high: Floats
    exists: tuple[bool, bool, bool]

    @property
    def vanishes(self) -> bool:
        """Whether the number decides if there is a deal."""
        return len(set(self.exists)) > 1

    def by(self, side: int) -> float:
        """How far a principal's gain moves; infinite where the number decides if there is a deal, 0 where there is none."""
        if self.vanishes:
            return np.inf
        return float(abs(self.gain_high[side] - self.gain_low[side])) if self.exists[0] else 0.0


def swings(setting: Setting) -> tuple[Swing, ...]:
    """Every uncertain number, in file order; nothing where no frontier is followed."""
    if setting.rows <= 1:
        return ()
    moved, measure = one_at_a_time(setting.scenario, LOW, HIGH)
    gains = np.full((len(measure.walk_away), len(setting.sides)), np.nan)
    powers = np.ones((1, len(setting.sides)))
    for row in range(len(gains)):
        points, _ = frontier_of(measure.block_utilities(row, measure.principals))
        walk_away = measure.walk_away[row : row + 1, setting.sides]
        pick = nash_choices(np.ascontiguousarray(points), np.ascontiguousarray(walk_away), powers, setting.slack)[0]
        if pick >= 0:
            gains[row] = points[pick] - walk_away[0]
    exists = ~np.isnan(gains[:, 0])
    ends = np.array([line.value.quantile(np.array([LOW, HIGH])) for line in moved]).reshape(-1, 2)
    return tuple(
        Swing(
            line,
            float(ends[index, 0]),
            float(ends[index, 1]),
            gains[2 * index + 1],
            gains[2 * index + 2],
            (bool(exists[0]), bool(exists[2 * index + 1]), bool(exists[2 * index + 2])),
        )
        for index, line in enumerate(moved)
    )
