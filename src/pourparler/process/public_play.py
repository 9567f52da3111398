"""A format as the side that decides sees it: the types of the other side merged, with chances and beliefs.

A tree with types has one copy of every move for each type. Who decides does not see which; what he sees is one tree of
moves, at each of which he believes in each type by Bayes' rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from pourparler.process.formats import Form
from pourparler.process.play import gather_values, spread_chances, sum_payoffs
from pourparler.process.tree import CHANCE, END, Floats


@dataclass
class Move:
    """A point in the play as it is seen from outside.

    label: what led here. chance: of coming here. mover: 0 for the side that decides, 1 for the other, CHANCE or END.
    belief: (types,) of the side that decides, here. value: what it expects in the end, given that play has come here.
    """

    label: str
    mover: int
    chance: float = 0.0
    mass: Floats = field(default_factory=lambda: np.zeros(0))
    worth: float = 0.0
    moves: dict[str, Move] = field(default_factory=dict)

    @property
    def belief(self) -> Floats:
        """(types,) how likely each type is, here; NaN where play never comes."""
        return self.mass / self.chance if self.chance > 0 else np.full(len(self.mass), np.nan)

    @property
    def value(self) -> float:
        """What the side that decides expects in the end, of all that it has got and will get; NaN where play never comes."""
        return self.worth / self.chance if self.chance > 0 else float("nan")


def public_play(form: Form, strategy: Floats, types: int, row: int = 0) -> Move:
    """Merge the types of a format.

    form: its tree, whose root is the draw of the type. strategy: (c,) the chance of each choice. types: how many there are.
    """
    shape = form.shape
    chance, payoff = form.chance[row], form.payoff[row]
    reach = spread_chances(shape.parent, shape.choice, chance, strategy)
    after = gather_values(shape.parent, shape.choice, chance, payoff, strategy)[:, 0]
    before = sum_payoffs(shape.parent, payoff)[:, 0] - payoff[:, 0]
    root = Move("", CHANCE, mass=np.zeros(types))
    seen: dict[int, Move] = {0: root}
    for node in range(1, len(shape.parent)):
        above = int(shape.parent[node])
        if above == 0:  # which type it is nobody sees
            here = root
            here.mover = int(shape.player[node])
        else:
            label = shape.nodes[node]
            here = seen[above].moves.setdefault(label, Move(label, END, mass=np.zeros(types)))
            here.mover = max(
                here.mover, int(shape.player[node])
            )  # a deal may end the game for one type and not for another
        seen[node] = here
        here.chance += float(reach[node])
        here.mass[form.type_of[node]] += float(reach[node])
        here.worth += float(reach[node] * (after[node] + before[node]))
    return root
