"""Check that a game tree written by hand is one: who moves, with what chance, and that nobody forgets what he knew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pourparler.scenario.problem import quoted
from pourparler.scenario.process import CHANCE, way_in_words
from pourparler.scenario.raw import Finding, Lookup, mapping
from pourparler.scenario.tree import Path

MOST_NODES = 2_000
TOP: Path = ("process", "tree")
OF_FORMATS = ("other", "period", "types", "agreements", "ends", "signals", "waiting")


class _Node(NamedTuple):
    """A node that waits to be looked at: `way` are the branches to it, `last` what each party chose last, and where."""

    path: Path
    branch: Mapping[Any, Any]
    way: tuple[str, ...] = ()
    last: Mapping[str, tuple[str, str]] = {}


class _Known(NamedTuple):
    """What the first node of a name says of all: who moves, his choices, what he chose last, whether the file names it."""

    move: str
    choices: tuple[str, ...]
    last: tuple[str, str] | None
    named: bool


def in_tree(lookup: Lookup, process: Mapping[Any, Any]) -> Iterator[Finding]:
    """Everything that is wrong with the tree of `process` as a game."""
    parties = mapping(lookup.data.get("parties"))
    for key in OF_FORMATS:
        if process.get(key):
            right = "leave it out, or write 'formats' in place of the tree"
            yield ("process", key), True, f"a tree has no use for '{key}'", right
    for party in mapping(process.get("errors")):
        yield from lookup.key(party, ("process", "errors", party), parties, "party")
    if CHANCE in parties:
        right = "give the party another name: in a tree that word stands for nobody's choice"
        yield ("parties", CHANCE), True, f"a party cannot be called '{CHANCE}' beside a tree", right
    if isinstance(process["tree"], Mapping):
        yield from _Tree(lookup, parties).findings(process["tree"])


class _Tree:
    def __init__(self, lookup: Lookup, parties: Mapping[Any, Any]) -> None:
        self.lookup = lookup
        self.parties = parties
        self.known: dict[str, _Known] = {}

    def findings(self, tree: Mapping[Any, Any]) -> Iterator[Finding]:
        nodes, moves = 0, 0
        waiting = [_Node(TOP, tree)]
        if "chance" in tree:
            wrong = "no branch leads to the beginning, so it has no chance"
            yield (*TOP, "chance"), True, wrong, "leave it out"
        while waiting:
            node = waiting.pop()
            nodes += 1
            if nodes > MOST_NODES:
                yield TOP, True, f"the tree has more than {MOST_NODES:,} nodes", "leave out what matters least"
                return
            move = node.branch.get("move")
            chooser = _chooser(node)
            moves += chooser is not None
            yield from self.names(node, move)
            yield from self.branches(node, move)
            below = mapping(node.branch.get("branches"))
            if chooser is not None and below:
                yield from self.knows(node, chooser)
            elif node.branch.get("knows") is not None and not (move is None and below):
                right = "leave 'knows' out, or write who moves"
                yield (*node.path, "knows"), True, "no party chooses here, so nobody need know anything", right
            waiting += [self.after(node, name, mapping(each)) for name, each in reversed([*below.items()])]
        if not tree.get("branches"):
            yield TOP, True, "the tree has no branches", "write 'move: ' and 'branches: {name: ...}'"
        elif not moves:
            yield TOP, True, "no party chooses anything in the tree", "write 'move: ' and a party where one does"

    def names(self, node: _Node, move: Any) -> Iterator[Finding]:
        yield from self.lookup.known(move, (*node.path, "move"), [*self.parties, CHANCE], "party")
        for party in mapping(node.branch.get("worth")):
            yield from self.lookup.key(party, (*node.path, "worth", party), self.parties, "party")

    def branches(self, node: _Node, move: Any) -> Iterator[Finding]:
        """Somebody moves where something follows; the branches of chance, and no others, have a chance."""
        path, below = node.path, mapping(node.branch.get("branches"))
        if move is None and below:
            right = f"add 'move: ' and a party, or 'move: {CHANCE}'"
            yield path, True, "nobody moves here, and something follows", right
        if isinstance(move, str) and not node.branch.get("branches") and node.way:
            yield path, True, f"{quoted(move)} moves here, and nothing follows", "add 'branches: {name: ...}'"
        for name, each in below.items():
            at: Path = (*path, "branches", name)
            given = "chance" in mapping(each)
            if move == CHANCE and not given:
                yield at, True, "this branch of chance has no chance", "add 'chance: ' and a number from 0 to 1"
            if _chooser(node) in self.parties and given:
                right = f"leave 'chance' out, or write 'move: {CHANCE}' above"
                yield (*at, "chance"), True, f"{quoted(move)} chooses here, not chance", right

    def knows(self, node: _Node, move: str) -> Iterator[Finding]:
        """Who cannot tell nodes apart moves at all of them, has the same choices, and remembers the same of himself."""
        given, choices = node.branch.get("knows"), tuple(map(str, node.branch["branches"]))
        name, at = _called(node), (*node.path, "knows")
        first = self.known.setdefault(name, _Known(move, choices, node.last.get(move), isinstance(given, str)))
        if first.named != isinstance(given, str):
            yield at, True, f"another point is called {quoted(name)} too", "give 'knows' another name"
        elif first.move != move:
            wrong = f"{quoted(name)} is what {quoted(first.move)} knows elsewhere"
            yield at, False, wrong, "each party needs names of its own for what it knows"
        elif first.choices != choices:
            wrong = f"the choices differ from those at another point called {quoted(name)}"
            right = f"there they are {', '.join(first.choices)}; who cannot tell points apart has the same, in the same order"
            yield (*node.path, "branches"), True, wrong, right
        elif first.last != node.last.get(move):
            wrong = f"{quoted(move)} would have forgotten what it did, or knew, before"
            right = f"it came to another point called {quoted(name)} by another choice of its own; give this one another name"
            yield at, False, wrong, right

    def after(self, node: _Node, name: Any, branch: Mapping[Any, Any]) -> _Node:
        """What follows a node by one of its branches."""
        chooser = _chooser(node)
        chosen = {} if chooser is None else {chooser: (_called(node), str(name))}
        return _Node((*node.path, "branches", name), branch, (*node.way, str(name)), {**node.last, **chosen})


def _chooser(node: _Node) -> str | None:
    """The party that moves at a node, if one does."""
    move = node.branch.get("move")
    return move if isinstance(move, str) and move != CHANCE else None


def _called(node: _Node) -> str:
    """The name of what is known at a node."""
    given = node.branch.get("knows")
    return given if isinstance(given, str) else way_in_words(node.way)
