"""The rooms that a briefing is composed from, and the questions that no room answers yet.

A new room is added by its name and what it needs, here and nowhere else: it is asked through
`analyse(scenario, draws=..., seed=..., stage=..., seconds=...)` and answers in the common shape of `pourparler.answer.Answer`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from pourparler.answer import Answer
from pourparler.scenario.consent import has_others
from pourparler.scenario.model import Scenario

ROOMS: Mapping[str, Callable[[Scenario], bool]] = {
    "deals": lambda _: True,
    "leverage": lambda scenario: scenario.leverage is not None,
    "conduct": lambda scenario: bool(scenario.conduct and (scenario.conduct.tempo or scenario.conduct.hypotheses)),
    "roadmap": lambda scenario: scenario.roadmap is not None,
    "process": lambda scenario: scenario.process is not None,
    "allies": has_others,
}
"""Each room, and whether a scenario holds what it needs."""

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
    """Ask every room for which the scenario holds something.

    Raises:
        PourparlerError: a room has reached a limit.
    """
    return {
        room: import_module(f"pourparler.{room}").analyse(
            scenario, draws=draws, seed=seed, stage=stage, seconds=seconds
        )
        for room, has_material in ROOMS.items()
        if has_material(scenario)
    }


def unanswered(scenario: Scenario) -> tuple[str, ...]:
    """The questions that no room answers, or on which the scenario holds nothing."""
    return tuple(question for room, question in QUESTIONS.items() if room not in ROOMS or not ROOMS[room](scenario))
