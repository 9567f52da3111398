"""A game tree written by hand, as it stands in a scenario: solved exactly, and for deciders who err."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pourparler.errors import TooLarge
from pourparler.process.backward_induction import Solution, backward_induction
from pourparler.process.play import sum_payoffs, tolerances
from pourparler.process.pure_equilibria import PureEquilibria, pure_equilibria
from pourparler.process.quantal_response import precision_from, solve_draws
from pourparler.process.root_values import root_values
from pourparler.process.setting import POINTS, Setting
from pourparler.process.tree import END, NOTHING, Floats, Growth, Shape, Tree
from pourparler.scenario.process import CHANCE, Branch, way_in_words
from pourparler.scenario.tree import Path

MOST_TRIED = 200_000


@dataclass(frozen=True)
class Game:
    """A tree for every row: chance (rows, n), payoff (rows, n, p)."""

    shape: Shape
    chance: Floats
    payoff: Floats

    def tree(self, row: int = 0) -> Tree:
        """The tree of one row."""
        return Tree(self.shape, self.chance[row], self.payoff[row])


@dataclass(frozen=True)
class GameFound:
    """Everything found about a game written by hand.

    induction: where everybody always knows where he is. equilibria: all pure ones otherwise, or `refused` says why not.
    strategy (rows, c), residual (rows,), value (rows, p): of deciders who err.
    """

    game: Game
    induction: Solution | None
    equilibria: PureEquilibria | None
    refused: str
    strategy: Floats
    residual: Floats
    value: Floats


def players_of(branch: Branch, order: tuple[str, ...]) -> tuple[str, ...]:
    """The parties that move or get something in a tree, in the order of the file's parties."""
    found: set[str] = set()
    waiting = [branch]
    while waiting:
        here = waiting.pop()
        found |= {*here.worth, *([here.move] if here.move not in {None, CHANCE} else [])}
        waiting += here.branches.values()
    return tuple(name for name in order if name in found)


def game_of(setting: Setting) -> Game:
    """Grow the tree; that it is a game was checked when the file was read (`scenario.game_references`)."""
    root = setting.process.tree
    assert root is not None
    players = players_of(root, tuple(setting.scenario.parties))
    growth = Growth(players)
    chances: list[Floats] = []
    payoffs: list[Floats] = []

    def grow(branch: Branch, path: Path, parent: int, label: str, chance: Floats) -> None:
        knows = branch.knows or way_in_words([str(name) for name in path[2::2]])
        if not branch.branches:
            node = growth.end((0.0,) * len(players), parent, label)
        elif branch.move == CHANCE:
            node = growth.chance_move("chance", parent, label)
        else:
            node = growth.move(str(branch.move), knows, parent, label)
        chances.append(chance)
        payoffs.append(np.stack([setting.number(*path, "worth", player) for player in players], axis=1))
        shares = [setting.number(*path, "branches", name, "chance", usual=1.0) for name in branch.branches]
        total = np.sum(shares, axis=0) if branch.move == CHANCE else 1.0
        for (name, below), share in zip(branch.branches.items(), shares, strict=True):
            odds = share / total if branch.move == CHANCE else np.ones(setting.rows)
            grow(below, (*path, "branches", name), node, name, odds)

    grow(root, ("tree",), NOTHING, "", np.ones(setting.rows))
    return Game(growth.shape(), np.stack(chances, axis=1), np.stack(payoffs, axis=1))


def solve_game(setting: Setting) -> GameFound:
    """Solve the tree of a scenario: in every row for deciders who err, and exactly at the best guess."""
    game = game_of(setting)
    errors = np.stack([setting.error(game.shape.players[who]) for who in game.shape.mover], axis=1)
    return solve(game, precision_from(errors, POINTS))


def solve_tree(tree: Tree, error: float) -> GameFound:
    """Solve a tree from elsewhere, whose payoffs may be in any unit.

    error: how often each player takes the worse of two choices that differ by a tenth of what it can win or lose in all.
    """
    shape = tree.shape
    total = sum_payoffs(shape.parent, tree.payoff)[shape.player == END]
    span = np.ptp(total, axis=0)
    tenth = np.where(span > tolerances(tree), span / 10, 1.0)  # where nothing is at stake any unit will do
    game = Game(shape, tree.chance[None, :], tree.payoff[None, :])
    return solve(game, np.asarray(precision_from(np.array(error), tenth[shape.mover]))[None, :])


def solve(game: Game, precision: Floats) -> GameFound:
    """Solve a tree in every row, given how sharply each information set chooses, (rows, m)."""
    shape = game.shape
    strategy, residual = solve_draws(shape, game.chance, game.payoff, precision)
    perfect = len(shape.sets) == int((shape.player >= 0).sum())
    equilibria: PureEquilibria | None = None
    refused = ""
    if not perfect:
        try:
            equilibria = pure_equilibria(game.tree(), MOST_TRIED)
        except TooLarge as error:
            refused = str(error)
    return GameFound(
        game=game,
        induction=backward_induction(game.tree()) if perfect else None,
        equilibria=equilibria,
        refused=refused,
        strategy=strategy,
        residual=residual,
        value=root_values(shape.parent, shape.choice, game.chance, game.payoff, strategy),
    )
