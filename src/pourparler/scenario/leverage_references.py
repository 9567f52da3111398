"""Check that every name in what a scenario says of gifts, pressures and time means something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pourparler.scenario.problem import quoted
from pourparler.scenario.raw import Finding, Lookup, mapping, names_in, sequence
from pourparler.scenario.tree import Path

MOST = {"gifts": 24, "pressures": 8, "deadlines": 24}
TOP: Path = ("leverage",)


def in_leverage(lookup: Lookup) -> Iterator[Finding]:
    """Every dangling name below `leverage`, gifts of what holds today, and more pressures than can be told apart."""
    leverage = mapping(lookup.data.get("leverage"))
    time = mapping(leverage.get("time"))
    for part, holder, path in (
        ("gifts", leverage, TOP),
        ("pressures", leverage, TOP),
        ("deadlines", time, (*TOP, "time")),
    ):
        if len(mapping(holder.get(part))) > MOST[part]:
            wrong = f"there are {len(holder[part]):,} {part}"
            yield (*path, part), True, wrong, f"at most {MOST[part]} can be looked at; join those that come together"
            return
    for name, gift in mapping(leverage.get("gifts")).items():
        yield from _gift(lookup, mapping(gift), (*TOP, "gifts", name))
    pressures = mapping(leverage.get("pressures"))
    for name, pressure in pressures.items():
        at: Path = (*TOP, "pressures", name)
        yield from _by(lookup, mapping(pressure), at)
        yield from _of_parties(lookup, mapping(pressure).get("effects"), (*at, "effects"))
        yield from _of_parties(lookup, mapping(pressure).get("costs"), (*at, "costs"))
    for index, joint in enumerate(sequence(leverage.get("together"))):
        yield from _joint(lookup, mapping(joint), (*TOP, "together", index), pressures)
    yield from _time(lookup, time, (*TOP, "time"))


def _by(lookup: Lookup, part: Mapping[Any, Any], path: Path) -> Iterator[Finding]:
    yield from lookup.known(part.get("by"), (*path, "by"), mapping(lookup.data.get("parties")), "party")


def _of_parties(lookup: Lookup, given: Any, path: Path) -> Iterator[Finding]:
    for party in mapping(given):
        yield from lookup.key(party, (*path, party), mapping(lookup.data.get("parties")), "party")


def _gift(lookup: Lookup, gift: Mapping[Any, Any], path: Path) -> Iterator[Finding]:
    yield from _by(lookup, gift, path)
    issues = mapping(lookup.data.get("issues"))
    moves = gift.get("moves")
    if isinstance(moves, Mapping) and not moves:
        yield (*path, "moves"), True, "nothing is given", "write {issue: option}"
    for issue, option in mapping(moves).items():
        at = (*path, "moves", issue)
        yield from lookup.key(issue, at, issues, "issue")
        yield from lookup.option(issue, option, at)
        today = mapping(issues.get(issue)).get("today")
        if isinstance(option, str | int | float) and not isinstance(option, bool) and option == today:
            yield at, False, f"{quoted(str(option))} holds today, so nothing is given", "name another option"


def _joint(lookup: Lookup, joint: Mapping[Any, Any], path: Path, pressures: Mapping[Any, Any]) -> Iterator[Finding]:
    names = joint.get("pressures")
    yield from lookup.known(names, (*path, "pressures"), pressures, "pressure")
    yield from _of_parties(lookup, joint.get("effects"), (*path, "effects"))
    given = [name for name in names_in(names) if isinstance(name, str)]
    if names is not None and len(given) == len(names_in(names)) and len({*given}) < 2:
        yield (
            (*path, "pressures"),
            False,
            "this is one pressure by itself",
            "name two or more that add something together",
        )


def _time(lookup: Lookup, time: Mapping[Any, Any], path: Path) -> Iterator[Finding]:
    parties = mapping(lookup.data.get("parties"))
    principals = [name for name, party in parties.items() if mapping(party).get("role") == "principal"]
    discount = mapping(time.get("discount"))
    for name in discount:
        yield from lookup.key(name, (*path, "discount", name), principals, "principal")
    for name, deadline in mapping(time.get("deadlines")).items():
        at: Path = (*path, "deadlines", name)
        yield from _by(lookup, mapping(deadline), at)
        yield from _of_parties(lookup, mapping(deadline).get("cost"), (*at, "cost"))
    roadmap = mapping(lookup.data.get("roadmap"))
    here, there = time.get("period", "period"), roadmap.get("period", "period")
    borrowed = [
        name
        for name in principals
        if name not in discount and mapping(mapping(roadmap.get("players")).get(name)).get("discount")
    ]
    if time and borrowed and isinstance(here, str) and isinstance(there, str) and here != there:
        wrong = (
            f"the period is {quoted(here)}, and the discount of {borrowed[0]} is the roadmap's, by the {quoted(there)}"
        )
        yield path, True, wrong, f"write 'period: {there}', or give every principal a discount here"
