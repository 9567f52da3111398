"""What the process room finds out, as numbers."""

from __future__ import annotations

from dataclasses import dataclass

from pourparler.process.compare import Comparison, Say, compare
from pourparler.process.formats import format_tree
from pourparler.process.game import GameFound, game_of, solve_game
from pourparler.process.setting import Setting, translate
from pourparler.scenario.model import Scenario

MOST_POINTS = 600_000  # points of trees, times draws; some ten seconds
FEWEST_DRAWS = 50


@dataclass(frozen=True)
class Findings:
    """Everything found: of formats of talks, or of a game written by hand.

    draws: how many were made; asked: how many were asked for. points: of all trees together.
    """

    scenario: Scenario
    setting: Setting
    draws: int
    asked: int
    points: int
    seed: int
    comparison: Comparison | None
    game: GameFound | None


def find(scenario: Scenario, draws: int, seed: int, stage: Say | None = None, seconds: float | None = None) -> Findings:
    """Work out everything.

    Raises:
        NoProcess: the scenario says nothing about how to meet.
        TooLarge: finding a named deal meets a limit.
    """
    say = stage or (lambda _what, _done, _all: None)
    setting = translate(scenario, draws, seed, seconds)
    points = _points(setting.best_guess())
    made = min(draws, max(FEWEST_DRAWS, MOST_POINTS // points))
    setting = setting.first_rows(made + 1)
    return Findings(
        scenario=scenario,
        setting=setting,
        draws=made,
        asked=draws,
        points=points,
        seed=seed,
        comparison=compare(setting, say) if setting.process.formats else None,
        game=solve_game(setting) if setting.process.tree is not None else None,
    )


def _points(guess: Setting) -> int:
    """How many points the trees have that are solved in every draw."""
    if guess.process.tree is not None:
        return len(game_of(guess).shape.parent)
    return sum(len(format_tree(guess, name).shape.parent) for name in guess.process.formats)
