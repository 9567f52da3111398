"""Check that every name in a scenario's roadmap means something, and that its steps can be put in an order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from pourparler.scenario.problem import quoted
from pourparler.scenario.raw import Finding, Lookup, in_options, in_target, mapping, names_in
from pourparler.scenario.tree import Path

MOST_STEPS = 24


def _known(names: Any, steps: Mapping[Any, Any]) -> list[str]:
    """The names, in a list or one by itself, that are steps."""
    return [name for name in names_in(names) if isinstance(name, str) and name in steps]


def _owner(step: Any) -> str | None:
    owner = mapping(step).get("by")
    return owner if isinstance(owner, str) else None


def in_roadmap(lookup: Lookup) -> Iterator[Finding]:
    """Every dangling name below `roadmap`, and steps that wait for one another."""
    roadmap = mapping(lookup.data.get("roadmap"))
    top: Path = ("roadmap",)
    steps = mapping(roadmap.get("steps"))
    for part in ("steps", "targets"):
        if roadmap.get(part) == {}:
            yield (*top, part), True, f"there are no {part}", "name at least one"
    if len(steps) > MOST_STEPS:  # what follows looks at every step beside every other
        right = f"at most {MOST_STEPS} can be ordered; join those that always go together"
        yield (*top, "steps"), True, f"there are {len(steps):,} steps", right
        return
    for name, step in steps.items():
        yield from _step(lookup, name, mapping(step), (*top, "steps", name), steps)
    yield from _targets(lookup, mapping(roadmap.get("targets")), (*top, "targets"))
    yield from _players(lookup, mapping(roadmap.get("players")), (*top, "players"))
    yield from lookup.known(roadmap.get("first"), (*top, "first"), steps, "step")
    mends = mapping(roadmap.get("mends"))
    for part in ("split", "escrow", "check"):
        yield from lookup.known(mends.get(part), (*top, "mends", part), steps, "step")
    yield from _proposed(lookup, roadmap, steps)
    yield from _milestones(lookup, roadmap, steps)
    yield from _circles(lookup, steps, top)


def _targets(lookup: Lookup, targets: Mapping[Any, Any], path: Path) -> Iterator[Finding]:
    for name, target in targets.items():
        at: Path = (*path, name)
        if name == "open":
            yield at, True, "a target cannot be called 'open'", "that word asks for whichever target holds best"
        yield from in_target(lookup, target, at)


def _players(lookup: Lookup, players: Mapping[Any, Any], path: Path) -> Iterator[Finding]:
    parties = mapping(lookup.data.get("parties"))
    for name, player in players.items():
        yield from lookup.key(name, (*path, name), parties, "party")
        for guarantor in mapping(mapping(player).get("guarantees")):
            at: Path = (*path, name, "guarantees", guarantor)
            yield from lookup.key(guarantor, at, parties, "party")
            if guarantor == name:
                wrong = f"{quoted(str(name))} guarantees for itself"
                yield at, True, wrong, "name a third party; what it loses by itself is 'reserve'"


def _step(
    lookup: Lookup, name: Any, step: Mapping[Any, Any], path: Path, steps: Mapping[Any, Any]
) -> Iterator[Finding]:
    parties = mapping(lookup.data.get("parties"))
    yield from lookup.known(step.get("by"), (*path, "by"), parties, "party")
    yield from in_options(lookup, step.get("moves"), (*path, "moves"))
    for party in mapping(step.get("effects")):
        yield from lookup.key(party, (*path, "effects", party), parties, "party")
    others = [other for other in steps if other != name]
    yield from lookup.known(step.get("after"), (*path, "after"), others, "other step")
    yield from lookup.known(step.get("together"), (*path, "together"), others, "other step")
    if step and not step.get("moves") and not step.get("effects"):
        yield path, True, f"the step {quoted(str(name))} does nothing", "add 'moves: {issue: option}' or 'effects: ...'"
    for other in _known(step.get("together"), steps):
        if other != name and (owner := _owner(steps[other])) is not None and owner == _owner(step):
            wrong = f"{quoted(other)} is done by the same party"
            yield (*path, "together"), False, wrong, "name steps of others; one party's own steps follow each other"


def _proposed(lookup: Lookup, roadmap: Mapping[Any, Any], steps: Mapping[Any, Any]) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, stage in enumerate(names_in(roadmap.get("proposed"))):
        path: Path = ("roadmap", "proposed", index)
        yield from lookup.known(stage, path, steps, "step")
        names = _known(stage, steps)
        owners = [owner for name in dict.fromkeys(names) if (owner := _owner(steps[name])) is not None]
        if len(names_in(stage)) > 2 or len(set(owners)) < len(owners) or stage == ():
            yield path, False, "this stage is not possible", "a stage is one step, or two steps of two parties"
        for name in names:
            if name in seen:
                yield path, False, f"the step {quoted(name)} is done twice", "name each step once"
            seen.add(name)


def _milestones(lookup: Lookup, roadmap: Mapping[Any, Any], steps: Mapping[Any, Any]) -> Iterator[Finding]:
    """Each step in one phase at most, and in none before what must come before it."""
    done: set[str] = set()
    for index, phase in enumerate(names_in(roadmap.get("milestones"))):
        path: Path = ("roadmap", "milestones", index)
        yield from lookup.known(phase, path, steps, "step")
        names = _known(phase, steps)
        for name in names:
            if name in done:
                yield path, False, f"the step {quoted(name)} is in two phases", "name each step once"
        done |= {*names}
        for name in names:
            for earlier in _known(mapping(steps[name]).get("after"), steps):
                if earlier not in done:
                    wrong = f"{quoted(name)} must come after {quoted(earlier)}, which is in no phase up to here"
                    yield path, False, wrong, f"add {quoted(earlier)} to this phase or an earlier one"


def _circles(lookup: Lookup, steps: Mapping[Any, Any], top: Path) -> Iterator[Finding]:
    waiting = {name: {*_known(mapping(step).get("after"), steps)} - {name} for name, step in steps.items()}
    for nearer, farther in _in_order(lookup, steps):
        waiting[farther].add(nearer)
    while True:
        awaited = {before for name in waiting for before in waiting[name]}
        free = [name for name, before in waiting.items() if not before & waiting.keys() or name not in awaited]
        if not free:
            break
        for name in free:
            del waiting[name]
    if waiting:
        wrong = f"these steps wait for one another: {', '.join(map(str, waiting))}"
        right = "let one of them come first; steps that move one issue follow the order of its options"
        yield (*top, "steps"), True, wrong, right


def _in_order(lookup: Lookup, steps: Mapping[Any, Any]) -> Iterator[tuple[Any, Any]]:
    """Pairs of steps that move an issue the same way, the one nearer to today first."""
    movers: dict[Any, list[tuple[Any, Any]]] = defaultdict(list)
    for name, step in steps.items():
        for issue, option in mapping(mapping(step).get("moves")).items():
            movers[issue].append((option, name))
    for key, moved in movers.items():
        issue = mapping(mapping(lookup.data.get("issues")).get(key))
        today = None if issue.get("ordered") is False else _position(issue, issue.get("today"))
        placed = [(place, name) for option, name in moved if (place := _position(issue, option)) is not None]
        for near, nearer in placed if today is not None else ():
            for far, farther in placed:
                if today < near < far or far < near < today:
                    yield nearer, farther


def _position(issue: Mapping[Any, Any], option: Any) -> Any:
    """Where an option stands in its issue's order: its number, or the amount itself; nothing where it has no place."""
    if not isinstance(option, str | int | float):
        return None
    options = mapping(issue.get("options"))
    if options:
        return [*options].index(option) if option in options else None
    return None if isinstance(option, str) else option
