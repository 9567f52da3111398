"""A game in extensive form: who chooses when, knowing what, and what everyone gets; as arrays (Kuhn 1953).

The shape (who moves where, and what is known) is kept apart from the numbers (chances and payoffs), since one shape is
solved for many draws of the numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

CHANCE, END = -1, -2
NOTHING = -1
SUM = 1e-9  # by how much the chances of one event may miss 1


@dataclass(frozen=True, eq=False)
class Shape:
    """Nodes 0..n-1, every parent before its children; node 0 is the root.

    Attributes:
        players: names of players 0..p-1.
        parent: (n,) int64, -1 for the root.
        player: (n,) int64, who moves at each node; CHANCE, or END where the game is over.
        information_set: (n,) int64, 0..m-1 where a player moves, -1 elsewhere. A player who moves at one node of a set does
            not know at which.
        branch: (n,) int64, which branch of its parent leads to each node, counted from 0; -1 for the root.
        sets: names of information sets; actions: of each set, the names of its actions, in the order of the branches.
        nodes: names of nodes, for messages and drawings; of a child of chance, the name of the event.
        mover: (m,) int64, the player of each information set.
        first_choice: (m + 1,) int64: the choices of set h are numbered first_choice[h] to first_choice[h + 1] - 1 among all
            the choices of all sets. A strategy of everyone is thus one array of c = first_choice[m] chances.
        choice: (n,) int64, the number of the choice that leads to each node; -1 where chance does, and for the root.
        first_child, child: (n + 1,) and (n - 1,) int64, the children of each node in the order of their branches.
    """

    players: tuple[str, ...]
    parent: Integers
    player: Integers
    information_set: Integers
    branch: Integers
    sets: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]
    nodes: tuple[str, ...]
    mover: Integers
    first_choice: Integers
    choice: Integers
    first_child: Integers
    child: Integers

    def children(self, node: int) -> Integers:
        """The children of a node in the order of their branches."""
        return self.child[self.first_child[node] : self.first_child[node + 1]]

    def choices(self, information_set: int) -> slice:
        """Where the choices of an information set stand among all choices."""
        return slice(int(self.first_choice[information_set]), int(self.first_choice[information_set + 1]))

    def members(self, information_set: int) -> Integers:
        """The nodes of an information set."""
        return np.flatnonzero(self.information_set == information_set)


@dataclass(frozen=True, eq=False)
class Tree:
    """A shape with its numbers.

    chance: (n,) float64, the chance of the branch that leads to each child of a chance node; 1 for all other nodes.
    payoff: (n, p) float64, what each player gets on reaching a node; the payoff of a play is the sum along its way.
    """

    shape: Shape
    chance: Floats
    payoff: Floats

    def __post_init__(self) -> None:
        """Refuse numbers that are none, or chances that do not add up to 1."""
        nodes, players = len(self.shape.parent), len(self.shape.players)
        if self.chance.shape != (nodes,) or self.payoff.shape != (nodes, players):
            raise ValueError(
                f"There must be one chance and {players} payoffs for each of {nodes} nodes, and the arrays have the shapes "
                f"{self.chance.shape} and {self.payoff.shape}."
            )
        if not (np.isfinite(self.chance).all() and np.isfinite(self.payoff).all()):
            raise ValueError("Chances and payoffs must be finite numbers.")
        if (self.chance < 0).any():
            raise ValueError(f"A chance must not be negative; that of node {int(np.argmin(self.chance))} is.")
        total = np.zeros(nodes)
        np.add.at(total, self.shape.parent[1:], self.chance[1:])
        events = np.flatnonzero(self.shape.player == CHANCE)
        for node in events[np.abs(total[events] - 1) > SUM]:
            raise ValueError(
                f"The chances at '{self.shape.nodes[node]}' must add up to 1, and make {total[node]:.12g}."
            )


@dataclass
class Growth:
    """A tree that is being written, node by node.

    >>> growth = Growth(("Row", "Column"))
    >>> root = growth.move("Row", "Row: in or out?")
    >>> into, out = growth.move("Column", "Column: fight or share?", root, "in"), growth.end((0, 2), root, "out")
    >>> fight, share = growth.end((-1, -1), into, "fight"), growth.end((1, 1), into, "share")
    >>> growth.tree().shape.actions
    (('in', 'out'), ('fight', 'share'))
    """

    players: Sequence[str]
    parent: list[int] = field(default_factory=list)
    player: list[int] = field(default_factory=list)
    label: list[str] = field(default_factory=list)
    set_name: list[str] = field(default_factory=list)
    chance: list[float] = field(default_factory=list)
    payoff: list[tuple[float, ...]] = field(default_factory=list)

    def move(
        self, player: str, information_set: str, parent: int = NOTHING, label: str = "", chance: float = 1.0
    ) -> int:
        """Add a node at which a player chooses; `label` and `chance` tell of the branch that leads there."""
        if player not in self.players:
            raise ValueError(f"There is no player '{player}'; there are {', '.join(self.players)}.")
        return self._add(list(self.players).index(player), information_set, parent, label, chance)

    def chance_move(self, name: str, parent: int = NOTHING, label: str = "", chance: float = 1.0) -> int:
        """Add a node at which chance decides."""
        return self._add(CHANCE, name, parent, label, chance)

    def end(self, payoff: Sequence[float], parent: int = NOTHING, label: str = "", chance: float = 1.0) -> int:
        """Add a node at which the game is over."""
        node = self._add(END, "", parent, label, chance)
        self.pay(node, payoff)
        return node

    def pay(self, node: int, payoff: Sequence[float]) -> None:
        """Add what every player gets on reaching a node."""
        if len(payoff) != len(self.players):
            raise ValueError(f"A payoff needs {len(self.players)} numbers, one for each player, and has {len(payoff)}.")
        self.payoff[node] = tuple(before + float(more) for before, more in zip(self.payoff[node], payoff, strict=True))

    def _add(self, player: int, name: str, parent: int, label: str, chance: float) -> int:
        node = len(self.parent)
        if (parent == NOTHING) != (node == 0) or parent >= node:
            raise ValueError("The first node has no parent; every other node needs one that stands before it.")
        if node and self.player[parent] == END:
            raise ValueError(f"Nothing can follow '{label}', since its parent is an end of the game.")
        self.parent.append(parent)
        self.player.append(player)
        self.label.append(label)
        self.set_name.append(name)
        self.chance.append(chance)
        self.payoff.append((0.0,) * len(self.players))
        return node

    def tree(self) -> Tree:
        """The tree as it stands. Raises ValueError where it is no game with perfect recall, or its numbers are wrong."""
        return Tree(
            self.shape(), np.array(self.chance), np.array(self.payoff, dtype=float).reshape(-1, len(self.players))
        )

    def shape(self) -> Shape:
        """The shape alone; its chances may still be anything."""
        if not self.parent:
            raise ValueError("A tree needs at least one node.")
        parent, player = np.array(self.parent, dtype=np.int64), np.array(self.player, dtype=np.int64)
        child = np.argsort(parent[1:], kind="stable") + 1
        first_child = np.searchsorted(parent[child], np.arange(len(parent) + 1)).astype(np.int64)
        for node in np.flatnonzero((np.diff(first_child) == 0) & (player != END)):
            raise ValueError(
                f"Nothing follows '{self.label[node] or self.set_name[node]}', and it is no end of the game."
            )
        branch = np.full(len(parent), NOTHING, dtype=np.int64)
        branch[child] = np.arange(len(child)) - first_child[parent[child]]
        children = [child[first_child[node] : first_child[node + 1]] for node in range(len(parent))]
        numbers, actions, information_set = self._sets(player, children)
        mover = np.array([who for who, _ in numbers], dtype=np.int64)
        first_choice = np.concatenate(([0], np.cumsum([len(names) for names in actions]))).astype(np.int64)
        above = information_set[parent[1:]]
        choice = np.full(len(parent), NOTHING, dtype=np.int64)
        choice[1:] = np.where(above >= 0, first_choice[above] + branch[1:], NOTHING)
        names = tuple(label or name for label, name in zip(self.label, self.set_name, strict=True))
        sets = tuple(name for _, name in numbers)
        shape = Shape(
            tuple(self.players), parent, player, information_set, branch, sets, actions, names, mover, first_choice, choice,
            first_child, child,
        )  # fmt: skip
        _require_recall(shape)
        return shape

    def _sets(
        self, player: Integers, children: list[Integers]
    ) -> tuple[Mapping[tuple[int, str], int], tuple[tuple[str, ...], ...], Integers]:
        """Number the information sets in the order in which they appear, with the actions of each."""
        numbers: dict[tuple[int, str], int] = {}
        actions: list[tuple[str, ...]] = []
        information_set = np.full(len(player), NOTHING, dtype=np.int64)
        for node in np.flatnonzero(player >= 0):
            key = int(player[node]), self.set_name[node]
            names = tuple(self.label[branch] for branch in children[node])
            if len(set(names)) < len(names):
                raise ValueError(f"Two choices at '{key[1]}' have the same name; they are {', '.join(names)}.")
            number = numbers.setdefault(key, len(numbers))
            if number == len(actions):
                actions.append(names)
            elif actions[number] != names:
                raise ValueError(
                    f"Who does not know where he is must have the same choices everywhere, in the same order; at '{key[1]}' "
                    f"they are once {', '.join(actions[number])}, once {', '.join(names)}."
                )
            information_set[node] = number
        return numbers, tuple(actions), information_set


def _require_recall(shape: Shape) -> None:
    """Refuse a player who forgets what he did or knew (perfect recall, Kuhn 1953)."""
    players = len(shape.players)
    last = np.full((len(shape.parent), players), NOTHING, dtype=np.int64)
    remembered: dict[int, int] = {}
    for node in range(1, len(shape.parent)):
        above = int(shape.parent[node])
        last[node] = last[above]
        if shape.player[above] >= 0:
            last[node, shape.player[above]] = shape.choice[node]
    for node in map(int, np.flatnonzero(shape.player >= 0)):
        own = int(last[node, shape.player[node]])
        information_set = int(shape.information_set[node])
        if remembered.setdefault(information_set, own) != own:
            raise ValueError(
                f"At '{shape.sets[information_set]}' {shape.players[shape.player[node]]} would have forgotten what he did before "
                "or knew then. Give another name to the information set where he did something else."
            )
