"""Every number of a scenario's preferences, with its meaning, origin and place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pourparler.scenario.fields import Number, Origin, Selection
from pourparler.scenario.model import Preferences, Scenario
from pourparler.scenario.problem import Place
from pourparler.scenario.tree import Path
from pourparler.scenario.uncertain import Uncertain

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class NumberLine:
    """One number: where it stands, what it means, how sure anyone is and who says so."""

    path: Path
    party: str
    what: str
    value: Uncertain
    origin: Origin
    place: Place | None

    @property
    def name(self) -> str:
        """The path as one word: the name under which the number is drawn."""
        return "/".join(str(step) for step in self.path)

    def draws(self, number: int, seed: int) -> NDArray[Any]:
        """`number` draws (float64), the same on every machine for the same seed."""
        return self.value.draws(number, seed, self.name)

    @property
    def anchor(self) -> str:
        """The name of its line in a briefing's annex."""
        if self.path[0] == "preferences":
            return "number-" + "-".join(str(step) for step in self.path[1:])
        # Neither '.' nor ':' can stand in a name, nor two blanks, so that no two paths come to the same anchor.
        path = re.sub(r"[+ ]", ":", ".".join(str(step) for step in self.path))
        return "number-" + re.sub(r"[^\w.:-]", lambda found: f"::{ord(found[0]):x}:", path, flags=re.ASCII)


def numbers(scenario: Scenario) -> tuple[NumberLine, ...]:
    """All numbers, party by party: walk-away value, weight and values by issue, interactions."""
    return tuple(
        line for party, preferences in scenario.preferences.items() for line in _of_party(scenario, party, preferences)
    )


def _of_party(scenario: Scenario, party: str, preferences: Preferences) -> Iterator[NumberLine]:
    top: Path = ("preferences", party)

    def line(path: Path, what: str, number: Number, *wider: Origin) -> NumberLine:
        origin: Origin = number
        for around in wider:
            origin = origin.within(around)
        return NumberLine(path, party, what, number.value, origin, scenario.place(path))

    if preferences.walk_away is not None:
        yield line((*top, "walk_away"), "walk-away value", preferences.walk_away, preferences)
    for name, stake in preferences.issues.items():
        issue = scenario.issues[name]
        at: Path = (*top, "issues", name)
        yield line((*at, "weight"), f"weight of {issue.name}", stake.weight, stake, preferences)
        for key, value in stake.values.items():
            what = f"value of '{issue.option_label(key)}' ({issue.name})"
            yield line((*at, "values", key), what, value, stake, preferences)
    for index, interaction in enumerate(preferences.interactions):
        what = f"points for {condition_label(scenario, interaction.when)}"
        yield line((*top, "interactions", index, "add"), what, interaction.add, interaction, preferences)


def condition_label(scenario: Scenario, condition: Mapping[str, Selection]) -> str:
    """A condition as a person would say it: 'Peace treaty' together with 'Troops withdrawn'."""
    parts = []
    for name, selection in condition.items():
        issue = scenario.issues[name]
        if selection.any_of:
            parts.append("'" + "' or '".join(issue.option_label(option) for option in selection.any_of) + "'")
        else:
            parts.append(f"{issue.name} {selection}")
    return " together with ".join(parts)
