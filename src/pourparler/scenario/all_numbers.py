"""Every number of a scenario, part by part: what advice is given on, and what the annex of a briefing lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pourparler.scenario.allies_numbers import allies_numbers
from pourparler.scenario.conduct_numbers import conduct_numbers
from pourparler.scenario.leverage_numbers import leverage_numbers
from pourparler.scenario.model import Scenario
from pourparler.scenario.numbers import NumberLine, numbers
from pourparler.scenario.process_numbers import process_numbers
from pourparler.scenario.roadmap_numbers import roadmap_numbers

HEADED: Mapping[str, Callable[[Scenario], tuple[NumberLine, ...]]] = {
    "{}": numbers,
    "Pressure and time, {}": leverage_numbers,
    "Steps of {}": roadmap_numbers,
    "Conduct of {}": conduct_numbers,
    "How to meet, {}": process_numbers,
    "Who else must agree, {}": allies_numbers,
}
"""The heading of each part in an annex, for the name of a party, and the part's numbers."""


def all_numbers(scenario: Scenario) -> tuple[NumberLine, ...]:
    """The numbers of all parts."""
    return tuple(line for part in HEADED.values() for line in part(scenario))
