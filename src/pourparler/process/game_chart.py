"""A game tree written by hand as a drawing, and its amounts in words."""

from __future__ import annotations

import math

import numpy as np

from pourparler import wording
from pourparler.answer import Chart
from pourparler.process.drawing import Node, draw, ways
from pourparler.process.game import GameFound
from pourparler.process.play import gather_values, spread_chances, sum_payoffs
from pourparler.process.tree import END, Floats

MOST_DRAWN = 60  # points of a tree; of a larger one only the branches that are likely are drawn
SHOWN = 0.02  # branches of a large tree less likely than this are left out
MOST_COLUMNS = 4  # players whose figures there is room for


class Amounts:
    """Writes the amounts of one game, whose unit may be any: three digits of the largest, and as many decimals for all."""

    def __init__(self, found: GameFound) -> None:
        """Find the largest amount at the ends, at the best guess."""
        shape = found.game.shape
        ends = shape.player == END
        largest = float(np.abs(sum_payoffs(shape.parent, found.game.payoff[0])[ends]).max())
        self.decimals = max(0, 2 - math.floor(math.log10(largest))) if largest > 0 else 0

    def text(self, value: float) -> str:
        """One amount."""
        rounded = round(float(value), self.decimals) + 0.0
        text = f"{abs(rounded):,.{self.decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return wording.MINUS + text if rounded < 0 else text

    def spread(self, values: Floats) -> str:
        """The best guess with the 5 and 95 % points of the draws; values: (rows,), the best guess first."""
        middle = self.text(values[0])
        if len(values) < 2:
            return middle
        low, high = map(self.text, np.quantile(values[1:], [0.05, 0.95]))
        return middle if low == high == middle else f"{middle} ({low} to {high})"


def tree_chart(found: GameFound, names: list[str]) -> Chart:
    """The tree with the chances of deciders who err. names: of the players, for narrow columns."""
    shape = found.game.shape
    chance, payoff, strategy = found.game.chance[0], found.game.payoff[0], found.strategy[0]
    reach = spread_chances(shape.parent, shape.choice, chance, strategy)
    after = gather_values(shape.parent, shape.choice, chance, payoff, strategy)
    value = after + sum_payoffs(shape.parent, payoff) - payoff
    amounts, least = Amounts(found), SHOWN if len(shape.parent) > MOST_DRAWN else 0.0
    seats = sorted(range(len(names)), key=lambda seat: seat not in shape.mover)[:MOST_COLUMNS]

    nodes: list[Node] = []
    for at, above in enumerate(shape.parent):
        number = int(shape.information_set[at])
        shared = number >= 0 and len(shape.members(number)) > 1
        label = wording.upper_first(shape.nodes[at]) if at else "Beginning"
        mover = names[shape.player[at]] if shape.player[at] >= 0 else ""
        figures = (wording.percent(float(reach[at])), *(amounts.text(value[at, seat]) for seat in seats))
        nodes.append(Node(f"{label} ({shape.sets[number]})" if shared else label, mover, figures))
        if at and reach[at] >= least:
            nodes[above].children.append(nodes[at])
    note = (
        "Likely: how often play comes to a point. Figures of the players: what each then expects in the end, in points. A name in "
        "brackets: who moves there does not know at which of the points with that name he is."
    )
    if least:
        note += f" Branches less likely than {wording.percent(least)} are left out."
    if len(seats) < len(names):
        left = [name for seat, name in enumerate(names) if seat not in seats]
        note += f" There is no room for the figures of {wording.listed(left)}."
    heads = ["likely", *(names[seat] for seat in seats)]
    message = f"Likeliest: {', then '.join(_likeliest(found, reach))}"
    told = "; ".join(ways(nodes[0]))
    return Chart(
        message, f"The tree, way by way ({', '.join(heads)}): {told}.", lambda: draw(nodes[0], heads, names), note
    )


def _likeliest(found: GameFound, reach: Floats) -> list[str]:
    """The branches to the end to which play comes most often."""
    shape = found.game.shape
    ends = np.flatnonzero(shape.player == END)
    at, way = int(ends[reach[ends].argmax()]), []
    while at:
        way.append(shape.nodes[at])
        at = int(shape.parent[at])
    return way[::-1]
