"""From any strategy to a logit equilibrium near it: everyone drifts towards the response to what all do.

The weights z move as dz/dt = response(z) - z (perturbed best response, Hofbauer & Sandholm 2007), in implicit steps that
grow as the motion settles, and end as Newton's method (pseudo-transient continuation, Kelley & Keyes 1998). Where the motion
settles the strategy is an equilibrium; it need not settle, since it may go round for ever.
"""

from __future__ import annotations

import numpy as np

from pourparler.process.logit_path import System
from pourparler.process.tree import Floats

STILL = 1e-11  # the motion has settled, as a share of the largest weight
FIRST_STEP, SMALLEST_STEP, LARGEST_STEP = 0.5, 1e-3, 1e12
BAD, GOOD = 0.5, 0.1  # share of the motion that a step may leave unforeseen, to be taken, and for the next to be longer
MOST_STEPS = 500


def relax(system: System, weight: Floats, most_steps: int = MOST_STEPS) -> tuple[Floats, int]:
    """Let the weights (c,) drift until they settle or `most_steps` were tried; returns them and the steps tried.

    The residual tells whether they have settled. The smallest step is always taken, for want of a better one.
    """
    step = FIRST_STEP
    log_strategy, swept, response = system.respond(weight)
    for tried in range(most_steps):
        motion = response - weight
        if np.abs(motion).max(initial=0) <= STILL * max(1.0, np.abs(weight).max(initial=0)):
            return weight, tried
        factors = system.factor(log_strategy, swept, 1.0, 1 / step)
        if factors is None:
            step = max(step / 3, SMALLEST_STEP)
            continue
        change = factors.solve(motion)
        found = system.respond(weight + change)
        unforeseen = np.abs(found[2] - weight - change - change / step).max() / np.abs(motion).max()
        if not unforeseen <= BAD and step > SMALLEST_STEP:
            step = max(step / 3, SMALLEST_STEP)
            continue
        weight, (log_strategy, swept, response) = weight + change, found
        step = min(step * (3 if unforeseen < GOOD else 1.3 if unforeseen <= BAD else 1), LARGEST_STEP)
    return weight, most_steps
