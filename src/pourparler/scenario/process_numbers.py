"""Every number that a scenario says of how to meet, with its meaning."""

from __future__ import annotations

from collections.abc import Sequence

from pourparler.scenario.likelihoods import ALL
from pourparler.scenario.model import Scenario
from pourparler.scenario.numbers import NumberLine
from pourparler.scenario.process import Process, way_in_words
from pourparler.scenario.tree import Path
from pourparler.scenario.walk import numbers_below


def process_numbers(scenario: Scenario) -> tuple[NumberLine, ...]:
    """All numbers below `process`."""
    return tuple(numbers_below(scenario, scenario.process, ("process",), lambda path: _words(scenario, path)))


def decides(scenario: Scenario) -> str:
    """The party whose decision the process is: as the file says, else the side being briefed, else the first principal."""
    process = scenario.process
    return (process and process.by) or scenario.briefed or scenario.principals()[0]


def other_side(scenario: Scenario) -> str:
    """The party with which it would meet: as the file says, else the first principal that does not decide."""
    process = scenario.process
    others = [name for name in scenario.principals() if name != decides(scenario)]
    return (process and process.other) or others[0]


def _words(scenario: Scenario, path: Path) -> tuple[str, str]:
    process = scenario.process
    assert process is not None
    by = decides(scenario)
    match path:
        case ("types", str(name), "chance"):
            return other_side(scenario), f"chance that it is '{process.types[name].name}'"
        case ("signals", str(name), "brings", str(party)):
            return party, f"what '{process.signals[name].name}' brings by itself"
        case ("signals", str(name), str(key), str(kind)):
            party = other_side(scenario)
            return party, f"{key} of '{process.signals[name].name}'{_if_type(scenario, kind, party)}"
        case ("agreements" | "ends", *_, str(party), str(kind)):
            return party, f"{_of_result(scenario, path)}{_if_type(scenario, kind, party)}"
        case ("formats", str(name), *rest):
            return _of_format(process, name, tuple(rest), by)
        case ("waiting", str(party)):
            return party, f"cost of each {process.period} of waiting"
        case ("errors", str(party)):
            return party, "chance of taking the worse of two choices ten points apart"
        case ("tree", *way, "worth", str(party)):
            return party, f"what it gets {_at(way)}"
    *way, _, branch, _ = path
    return by, f"chance of '{branch}'" + (f" {_at(way[1:])}" if way[1:] else "")


def _if_type(scenario: Scenario, kind: str, party: str) -> str:
    assert scenario.process is not None
    other = other_side(scenario)
    who = "it" if party == other else scenario.parties[other].name
    return "" if kind == ALL else f", if {who} is '{scenario.process.types[kind].name}'"


def _of_result(scenario: Scenario, path: Path) -> str:
    process, other = scenario.process, other_side(scenario)
    assert process is not None
    part, name, key, party = map(str, path[:4])
    if part == "ends":
        return f"worth where '{process.ends[name].name}'"
    called = f"'{process.agreements[name].name}'"
    if key == "worth":
        return f"worth of {called}"
    return (
        f"worth of breaking {called}"
        if party == other
        else f"worth of {called} broken by {scenario.parties[other].name}"
    )


def _at(way: Sequence[str | int | float]) -> str:
    """Where in the tree: `way` is branches, a name, branches, a name."""
    names = [str(name) for name in way[1::2]]
    return way_in_words(names) if names else f"at {way_in_words(names)}"


def _of_format(process: Process, name: str, rest: Path, by: str) -> tuple[str, str]:
    called = f"'{process.formats[name].name}'"
    match rest:
        case ("delay",):
            return by, f"{process.period}s until {called}"
        case ("error",):
            return by, f"chance of taking the worse of two choices ten points apart in the room of {called}"
        case ("brings", str(party)):
            return party, f"what {called} brings by itself"
        case ("leverage", str(party)):
            return party, f"change of what it has without an agreement while {called} is prepared"
        case ("failure", str(end)):
            return by, f"chance that {called} leads to '{process.ends[end].name}' without an agreement"
    return by, f"chance that stopping before {called} leads to '{process.ends[str(rest[1])].name}'"
