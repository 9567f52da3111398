"""Read a game in extensive form from a file of Gambit (.efg, version 2).

The file names the players and then lists the nodes of the tree, each before its children: c for chance, p for a player, t
for an end. Information sets, chance events and outcomes have numbers; what belongs to a number is told when it first
appears, and may be left out or repeated without change later (Gambit's documentation, "The extensive game (.efg) file
format").
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pourparler.formats.exchange import FormatError, refuse
from pourparler.formats.gambit_tokens import END, LABEL, MARK, NUMBER, WORD, Source, Token
from pourparler.formats.gambit_tree import GambitNode, tree_of
from pourparler.process.tree import SUM, Tree
from pourparler.scenario.problem import Problem, quoted

_KINDS = {"c", "p", "t"}
_LONGEST = 2_000  # characters of a fraction; a float needs fewer


@dataclass(frozen=True)
class GambitGame:
    """A game as it was read. `notes` says, a line each, what was named or changed on the way."""

    title: str
    comment: str
    tree: Tree
    notes: tuple[str, ...]


def read_gambit(path: Path) -> GambitGame:
    """Read a file.

    Raises:
        OSError: it cannot be read.
        FormatError: it cannot be used; everything that is wrong is listed.
    """
    return parse_gambit(path.read_bytes(), path.as_posix())


def parse_gambit(raw: bytes, file: str) -> GambitGame:
    """Read the content of a file; `file` is its name in messages.

    Raises:
        FormatError: it cannot be used; everything that is wrong is listed.
    """
    source = Source(raw, file)
    reader = _Reader(source)
    title, players, comment = reader.prologue()
    nodes = list(reader.nodes())
    if reader.problems:  # after a node that was not understood, nobody knows what belongs where
        raise FormatError(reader.problems)
    tree, notes = tree_of(source, players, nodes)
    return GambitGame(title, comment, tree, notes)


class _Reader:
    """Goes through the pieces of the file; where a node is not understood, it goes on with the next one."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.tokens = source.tokens()
        self.at = 0
        self.problems: list[Problem] = []

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def refuse(self, token: Token, wrong: str, right: str) -> FormatError:
        return refuse(self.source.place(token.start), wrong, right)

    def take(self, kind: str, what: str, text: str = "") -> Token:
        """The next piece, which must be of this kind (and text)."""
        token = self.next
        if token.kind != kind or (text and token.text != text):
            found = "the file ends" if token.kind == END else f"{quoted(token.text)} stands"
            raise self.refuse(token, f"{found} here", f"here must stand {what}")
        self.at += 1
        return token

    def meets(self, kind: str, text: str = "") -> bool:
        return self.next.kind == kind and (not text or self.next.text == text)

    def label(self, what: str) -> str:
        return self.take(LABEL, f'{what} between "').text

    def whole(self, what: str, least: int) -> int:
        token = self.take(NUMBER, what)
        if not token.text.isdigit() or len(token.text) > 15 or int(token.text) < least:
            raise self.refuse(token, f"{what} is {quoted(token.text)}", f"write a whole number from {least} on")
        return int(token.text)

    def number(self, what: str) -> float:
        token = self.take(NUMBER, what)
        above, _, below = token.text.partition("/")
        value = math.nan
        if not below:
            value = float(above)
        elif above.lstrip("+-").isdigit() and len(token.text) <= _LONGEST and int(below):
            with suppress(OverflowError):
                value = int(above) / int(below)
        if not math.isfinite(value):
            raise self.refuse(
                token, f"{quoted(token.text)} is no number that can be used", "write one such as 3, -0.5, 2e6 or 1/3"
            )
        return value

    def prologue(self) -> tuple[str, tuple[str, ...], str]:
        """Title, players and comment."""
        for kind, text in ((WORD, "EFG"), (NUMBER, "2")):
            self.take(kind, 'EFG 2 R "title", with which a game in extensive form begins', text)
        if not (self.meets(WORD, "R") or self.meets(WORD, "D")):
            self.take(WORD, "R", "R")
        self.at += 1
        title = self.label("the title")
        brace, players = self.take(MARK, "{ and the names of the players", "{"), []
        while self.meets(LABEL):
            players.append(self.label("a player"))
        self.take(MARK, "} after the names of the players", "}")
        if not players:
            raise self.refuse(brace, "there is no player", 'write { "Home" "Other" }')
        return title, tuple(players), self.label("the comment") if self.meets(LABEL) else ""

    def nodes(self) -> Iterator[GambitNode]:
        """All nodes that are understood."""
        while not self.meets(END):
            begin = self.at
            try:
                yield self.node()
            except FormatError as error:
                self.problems.extend(error.problems)
                self.at = max(self.at, begin + 1)
                while not self.meets(END) and not (self.meets(WORD) and self.next.text in _KINDS):
                    self.at += 1

    def node(self) -> GambitNode:
        begin = self.next
        if not (self.meets(WORD) and begin.text in _KINDS):
            self.take(WORD, "c (chance), p (a player) or t (an end)", "c")
        self.at += 1
        node = GambitNode(begin.text, begin.start, self.label("the name of the node"))
        if node.kind == "p":
            node = replace(node, player=self.whole("the number of the player", 1))
        if node.kind != "t":
            what = "information set" if node.kind == "p" else "event"
            node = replace(node, number=self.whole(f"the number of the {what}", 1))
            if self.meets(LABEL) or self.meets(MARK, "{"):
                name = self.label(f"the name of the {what}") if self.meets(LABEL) else ""
                actions, chances = self.branches(node.kind == "c")
                node = replace(node, set_name=name, actions=actions, chances=chances)
        start = self.next.start
        outcome = self.whole("the number of the outcome", 0)
        return replace(node, outcome=outcome, outcome_start=start, payoffs=self.payoffs(outcome))

    def branches(self, chance: bool) -> tuple[tuple[str, ...], tuple[float, ...]]:
        """The names of the actions, and the chances of events."""
        brace, names, chances = self.take(MARK, "{ and the actions", "{"), [], []
        while self.meets(LABEL):
            names.append(self.label("an action"))
            if chance:
                token = self.next
                chances.append(self.number("the chance"))
                if chances[-1] < 0:
                    raise self.refuse(token, f"the chance {quoted(token.text)} is negative", "write it from 0 to 1")
        self.take(MARK, "another action, or }", "}")
        if not names:
            raise self.refuse(brace, "there is no action here", 'write { "stay" "go" }')
        total = 0.0
        for one in chances:
            total += one
        if chance and not abs(total - 1) <= SUM:
            raise self.refuse(brace, f"the chances make {total:.12g}", "they must add up to 1; thirds are written 1/3")
        return tuple(names), tuple(chances)

    def payoffs(self, outcome: int) -> tuple[float, ...]:
        """What an outcome gives each player; nothing where the file leaves it out."""
        token = self.next
        named = self.meets(LABEL)
        if named:
            self.label("the name of the outcome")
        if not named and not self.meets(MARK, "{"):
            return ()
        if outcome == 0:
            raise self.refuse(token, "outcome 0 is described", "0 means no payoff; give an outcome another number")
        self.take(MARK, "{ and the payoffs", "{")
        payoffs: list[float] = []
        while not self.meets(MARK, "}"):
            if payoffs and self.meets(MARK, ","):
                self.at += 1
            payoffs.append(self.number("a payoff, or }"))
        if not payoffs:
            raise self.refuse(self.next, "there is no payoff here", "give one for each player")
        self.at += 1
        return tuple(payoffs)
