"""Put the nodes of a Gambit file together to a tree, and find what does not fit together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from pourparler.formats.exchange import FormatError
from pourparler.formats.gambit_tokens import Source
from pourparler.process.tree import Growth, Tree
from pourparler.scenario.problem import Problem, quoted

_Key = tuple[int, int]  # an information set: its player (0: chance) and its number
_Memory = tuple[int, int, str]  # an information set, and what was done there


@dataclass(frozen=True)
class GambitNode:
    """A node as it stands in the file.

    Attributes:
        kind: c for chance, p for a player, t for an end.
        start: where in the text it begins.
        name: of the node.
        player: counted from 1; 0 for chance.
        number, set_name: of the event or information set.
        actions, chances: its branches; empty where the file leaves them out.
        outcome, outcome_start: the number of the outcome (0: none), and where it stands.
        payoffs: of the outcome; empty where the file leaves them out.
    """

    kind: str
    start: int
    name: str
    player: int = 0
    number: int = 0
    set_name: str = ""
    actions: tuple[str, ...] = ()
    chances: tuple[float, ...] = ()
    outcome: int = 0
    outcome_start: int = 0
    payoffs: tuple[float, ...] = ()


def tree_of(source: Source, players: Sequence[str], nodes: Sequence[GambitNode]) -> tuple[Tree, tuple[str, ...]]:
    """The tree, and notes on what had to be named.

    Raises:
        FormatError: the nodes are no tree of perfect recall, or contradict each other; everything found is listed.
    """
    builder = _Builder(source, players)
    if not builder.problems:
        builder.grow(nodes)
    if builder.problems:
        raise FormatError(builder.problems)
    return builder.growth.tree(), tuple(builder.notes)


@dataclass
class _Open:
    """A node whose children are still to come, and what each player did last on the way to it.

    left: names and chances of the branches without a child, the next one last.
    """

    node: int
    left: list[tuple[str, float]]
    key: _Key
    memory: dict[int, _Memory]


@dataclass
class _Builder:
    source: Source
    given: Sequence[str]
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    told: dict[_Key, GambitNode] = field(default_factory=dict)  # where it was told what belongs to a number
    outcomes: dict[int, GambitNode] = field(default_factory=dict)
    names: dict[_Key, str] = field(default_factory=dict)
    used: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    remembered: dict[_Key, _Memory | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.players = tuple(name or f"Player {number}" for number, name in enumerate(self.given, 1))
        self.growth = Growth(self.players)
        if len(set(self.players)) < len(self.players):
            self.wrong(0, "two players have the same name", "tell them apart")
        for name, given in zip(self.players, self.given, strict=True):
            if name != given:
                self.notes.append(f"a player without a name is called '{name}' here")

    def wrong(self, start: int, wrong: str, right: str) -> None:
        self.problems.append(Problem(self.source.place(start), wrong, right))

    def grow(self, nodes: Sequence[GambitNode]) -> None:
        """Add all nodes; stop where it is no longer known what belongs where."""
        waiting: list[_Open] = []
        for position, node in enumerate(nodes):
            if position and not waiting:
                self.wrong(node.start, "the tree is complete, and here is another node", "take away all from here on")
                return
            if not self._add(node, waiting):
                return
            while waiting and not waiting[-1].left:
                waiting.pop()
        if not nodes:
            self.wrong(len(self.source.text), "the game has no node", 'the shortest game is t "" 0')
        elif waiting:
            wrong = f"the file ends, and at least {sum(len(each.left) for each in waiting)} more nodes are needed"
            self.wrong(len(self.source.text), wrong, f"the next one is what follows {quoted(waiting[-1].left[-1][0])}")

    def _add(self, node: GambitNode, waiting: list[_Open]) -> bool:
        """Add a node to the tree; False if it is not known how many children it has."""
        parent, label, chance = -1, "", 1.0
        memory: dict[int, _Memory] = {}
        if waiting:
            above = waiting[-1]
            parent, (label, chance) = above.node, above.left.pop()
            memory = above.memory | {above.key[0]: (*above.key, label)}
        payoffs = self._payoffs(node)
        if node.kind == "t":
            self.growth.end(payoffs, parent, label, chance)
            return True
        if node.player > len(self.players):
            self.wrong(
                node.start, f"there is no player {node.player}", f"there are {len(self.players)}, counted from 1"
            )
            return False
        key = node.player, node.number
        branches = self._branches(key, node)
        if branches is None:
            return False
        if node.kind == "c":
            number = self.growth.chance_move(self.names[key] or node.name, parent, label, chance)
        else:
            self._check_recall(key, node, memory.get(node.player))
            number = self.growth.move(self.players[node.player - 1], self.names[key], parent, label, chance)
        self.growth.pay(number, payoffs)
        waiting.append(_Open(number, list(zip(branches.actions, branches.chances, strict=True))[::-1], key, memory))
        return True

    def _branches(self, key: _Key, node: GambitNode) -> GambitNode | None:
        """The branches of this event or information set; None if they are not told."""
        what = f"{'information set' if node.player else 'event'} {node.number}"
        actions = tuple(name or str(number) for number, name in enumerate(node.actions, 1))
        told = replace(node, actions=actions, chances=node.chances or (1.0,) * len(actions))
        first = self.told.get(key)
        if first is not None:
            if actions and (told.set_name, actions, told.chances) != (first.set_name, first.actions, first.chances):
                wrong = f"{what} is not told as in line {self.source.place(first.start).line}"
                self.wrong(node.start, wrong, "tell it the same, leave it out, or give another number")
            return first
        if not actions:
            self.wrong(node.start, f"{what} has no actions", "tell them where it first appears")
            return None
        if node.player and len(set(actions)) < len(actions):
            self.wrong(node.start, f"two actions of {what} have the same name", "tell them apart")
        if actions != node.actions:
            self.notes.append(f"actions of {what} without a name are called by their numbers here")
        self.names[key] = self._name(node)
        self.told[key] = told
        return told

    def _name(self, node: GambitNode) -> str:
        """A name for a new information set that no other one of its player has; for chance, the name of the event."""
        if not node.player:
            return node.set_name
        name = next(name for name in _names(node) if name not in self.used[node.player])
        self.used[node.player].add(name)
        if name != node.set_name:
            self.notes.append(
                f"information set {node.number} of {self.players[node.player - 1]} is called '{name}' here"
            )
        return name

    def _payoffs(self, node: GambitNode) -> tuple[float, ...]:
        nothing = (0.0,) * len(self.players)
        if node.outcome == 0:
            return nothing
        first = self.outcomes.get(node.outcome)
        if not node.payoffs:
            if first is None:
                wrong = f"outcome {node.outcome} has no payoffs"
                self.wrong(node.outcome_start, wrong, "give them where it first appears")
            return first.payoffs if first else nothing
        if len(node.payoffs) != len(self.players):
            wrong = f"outcome {node.outcome} has {len(node.payoffs)} payoffs"
            self.wrong(node.outcome_start, wrong, f"give one for each of {len(self.players)} players")
            return nothing
        if first is not None and first.payoffs != node.payoffs:
            wrong = (
                f"outcome {node.outcome} has other payoffs than in line {self.source.place(first.outcome_start).line}"
            )
            self.wrong(node.outcome_start, wrong, "give the same, leave them out, or give another number")
        self.outcomes.setdefault(node.outcome, node)
        return node.payoffs

    def _check_recall(self, key: _Key, node: GambitNode, last: _Memory | None) -> None:
        if self.remembered.setdefault(key, last) != last:
            name = self.players[node.player - 1]
            wrong = f"at information set {node.number} {name} has forgotten what he did or knew before"
            self.wrong(node.start, wrong, "give another number where he did or knew something else (perfect recall)")


def _names(node: GambitNode) -> Iterator[str]:
    """What an information set can be called: its name, else one with its number."""
    if node.set_name:
        yield node.set_name
    numbered = f"{node.set_name} ({node.number})" if node.set_name else f"set {node.number}"
    yield numbered
    yield from (f"{numbered} ({more})" for more in count(2))
