"""The rooms that a briefing is composed from, and the questions that no room answers yet.

A new room is added by its name, here and nowhere else: it is asked through `analyse(scenario, draws=..., seed=..., stage=..., seconds=...)`
and answers in the common shape of `pourparler.answer.Answer`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from pourparler.answer import Answer
from pourparler.scenario.model import Scenario

ROOMS = ("deals",)

QUESTIONS = {
    "deals": "which deals are possible and who would be hurt",
    "leverage": "what giving something up front, a deadline or pressure would do",
    "roadmap": "in which order to exchange",
    "conduct": "what the other side's conduct tells",
    "process": "whether to meet now or prepare first",
    "allies": "whether those who must ratify would",
    "rehearse": "how the bargaining would run",
    "table": "how to answer an offer",
    "stability": "whether a deal would hold",
}


def ask(
    scenario: Scenario,
    draws: int,
    seed: int | None,
    stage: Callable[[str, int, int], None] | None,
    seconds: float | None = None,
) -> dict[str, Answer]:
    """Ask every room.

    Raises:
        PourparlerError: a room has reached a limit.
    """
    return {
        room: import_module(f"pourparler.{room}").analyse(
            scenario, draws=draws, seed=seed, stage=stage, seconds=seconds
        )
        for room in ROOMS
    }


def unanswered() -> tuple[str, ...]:
    """The questions that no room answers."""
    return tuple(question for room, question in QUESTIONS.items() if room not in ROOMS)
