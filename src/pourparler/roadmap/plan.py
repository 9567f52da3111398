"""A plan of an exchange: its stages in order, and what it means for each player at every moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Mode = Literal["alone", "together", "escrow"]
Objective = Literal["slack", "exposure", "duration", "mistrust"]


@dataclass(frozen=True)
class Stage:
    """What is done at one time.

    Attributes:
        steps: one step, or two of different owners, ascending.
        mode: "alone" for one step; for two "together", unprotected, or "escrow", released only if both perform.
    """

    steps: tuple[int, ...]
    mode: Mode

    @property
    def mask(self) -> int:
        """The bit mask of the steps."""
        return sum(1 << step for step in self.steps)


@dataclass(frozen=True, eq=False)
class Plan:
    """A sequence of K stages from `start` to the target, with its numbers for p players.

    Attributes:
        stages: the stages, first to last.
        values: (K + 1, p), what each player gets from there on if all keep to the plan; the last row is the target's.
        slacks: (K + 1, p), by how much keeping to the plan beats each player's best deviation, the reserve included.
        slack: the least of `slacks`.
        exposure: the most that a player can lose at one stage by being cheated when performing.
        duration: periods from start to target.
        mistrust: the largest first belief, 0 to 1, in facing an opportunist at which nobody refuses to go on.
        self_enforcing: whether every slack is at least zero, within the player's tolerance.
        objective: what comes first in the choice of the plan.
        proven: whether no plan is better in the objective.
        bound: no plan has a better objective than this number; the plan's own where proven.
        start: the state in which the plan begins, 0 for nothing done.
    """

    stages: tuple[Stage, ...]
    values: Numbers
    slacks: Numbers
    slack: float
    exposure: float
    duration: float
    mistrust: float
    self_enforcing: bool
    objective: Objective
    proven: bool
    bound: float
    start: int = 0
