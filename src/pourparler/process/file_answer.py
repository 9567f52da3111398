"""The answer on a game in a file of Gambit: what each player can expect, what is chosen where, what could happen if nobody erred."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pourparler.answer import Block, Figure
from pourparler.process.export import game_to_dict
from pourparler.process.game import GameFound, solve_tree
from pourparler.process.game_pages import game_sections
from pourparler.process.tree import Tree
from pourparler.room import Annex


@dataclass
class _Names:
    """Players are called what the file calls them."""

    annex: Annex = field(default_factory=lambda: Annex("process"))

    def party(self, name: str) -> str:
        return name

    def short(self, name: str) -> str:
        return name

    def computed(self, anchor: str, what: str, text: str, how: str, section: str = "process") -> Figure:
        return self.annex.computed(anchor, what, text, how, section)


@dataclass(frozen=True)
class FileAnswer:
    """A game that stands by itself, solved."""

    found: GameFound

    def blocks(self) -> tuple[Block, ...]:
        """What it says."""
        return game_sections(_Names(), self.found)[0].content

    def to_dict(self) -> Mapping[str, Any]:
        """Everything that was found, rounded as in all answers."""
        return {"question": "process", "game": game_to_dict(self.found)}


def analyse_tree(tree: Tree, error: float) -> FileAnswer:
    """Solve a tree whose payoffs may be in any unit.

    error: how often each player takes the worse of two choices that differ by a tenth of what it can win or lose in all; above
        0, at most 0.5.
    """
    if not 0 < error <= 0.5:
        raise ValueError(f"The chance of an error must be above 0 and at most 0.5, and is {error:g}.")
    return FileAnswer(solve_tree(tree, error))
