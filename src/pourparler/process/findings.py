"""What the process room finds out, as numbers."""

from __future__ import annotations

from dataclasses import dataclass

from pourparler.process.compare import Comparison, Say, compare
from pourparler.process.game import GameFound, solve_game
from pourparler.process.setting import Setting, translate
from pourparler.scenario.model import Scenario


@dataclass(frozen=True)
class Findings:
    """Everything found: of formats of talks, or of a game written by hand."""

    scenario: Scenario
    setting: Setting
    draws: int
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
    return Findings(
        scenario=scenario,
        setting=setting,
        draws=draws,
        seed=seed,
        comparison=compare(setting, say) if setting.process.formats else None,
        game=solve_game(setting) if setting.process.tree is not None else None,
    )
