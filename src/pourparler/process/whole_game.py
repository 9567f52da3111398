"""The choice of a way to meet and all that follows as one game, as other tools read it."""

from __future__ import annotations

from pourparler.process.formats import Variant, format_tree
from pourparler.process.setting import Setting
from pourparler.process.tree import CHANCE, END, Growth, Tree

QUESTION = "How to meet?"


def whole_game(setting: Setting) -> Tree:
    """The best guess: first the side that decides chooses a format, then the format's tree follows.

    Errors in the room are moves of chance; every end of a lottery is a node of its own.
    """
    growth = Growth((setting.by, setting.other))
    root = growth.move(setting.by, QUESTION)
    for name, form in setting.process.formats.items():
        tree = format_tree(setting, name, Variant(exact=True, told=True)).tree()
        shape = tree.shape
        at: list[int] = []
        for node in range(len(shape.parent)):
            above = at[shape.parent[node]] if node else root
            label = shape.nodes[node] if node else form.name
            player, chance = int(shape.player[node]), float(tree.chance[node])
            if player == END:
                at.append(growth.end((0.0, 0.0), above, label, chance))
            elif player == CHANCE:
                at.append(growth.chance_move("", above, label, chance))
            else:
                known = shape.sets[shape.information_set[node]]
                at.append(growth.move(shape.players[player], known, above, label, chance))
            growth.pay(at[-1], tree.payoff[node].tolist())
    return growth.tree()
