"""Every number that a scenario says of those who must also agree, with its meaning."""

from __future__ import annotations

from pourparler.scenario.model import Scenario
from pourparler.scenario.numbers import NumberLine
from pourparler.scenario.tree import Path
from pourparler.scenario.walk import numbers_below


def allies_numbers(scenario: Scenario) -> tuple[NumberLine, ...]:
    """All numbers below `allies`."""
    return tuple(numbers_below(scenario, scenario.allies, ("allies",), lambda path: _words(scenario, path)))


def _words(scenario: Scenario, path: Path) -> tuple[str, str]:
    allies = scenario.allies
    assert allies is not None
    first = scenario.briefed or scenario.principals()[0]
    match path:
        case ("bodies", str(name), "members", str(members), "tilt"):
            body = allies.bodies[name]
            group = body.members[members]
            return group.like, f"points by which {group.name} in {body.name} see any deal better"
        case ("failure", str(party)):
            return party, "cost of signing what is then not ratified"
        case ("capability", str(party)):
            return party, "capability"
        case ("lines", str(name), "actors", str(party), key):
            return party, f"{key} on '{allies.lines[name].name}'"
        case ("noise",):
            return first, "standard deviation of what those who ratify see in a deal"
    return first, "share of that which they have in common"
