"""What each player expects from the game, for many draws of its numbers; compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

from pourparler.process.play import gather_values
from pourparler.process.tree import Floats, Integers


@njit(cache=True)
def root_values(parent: Integers, choice: Integers, chance: Floats, payoff: Floats, strategy: Floats) -> Floats:
    """(d, p) the expected payoffs at the root.

    parent, choice: (n,) of the shape. chance: (d, n). payoff: (d, n, p). strategy: (d, c), the chance of each choice.
    """
    result = np.empty((len(chance), payoff.shape[2]))
    for draw in range(len(chance)):
        result[draw] = gather_values(parent, choice, chance[draw], payoff[draw], strategy[draw])[0]
    return result
