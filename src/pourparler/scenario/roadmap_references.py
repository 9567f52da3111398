"""Check that every name in a scenario's roadmap means something, and that its steps can be put in an order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Protocol

from pourparler.scenario.problem import quoted
from pourparler.scenario.tree import Path

Finding = tuple[Path, bool, str, str]
MOST_STEPS = 24


class Lookup(Protocol):
    """What looks names up: see `references`."""

    data: Mapping[Any, Any]

    def known(self, names: Any, path: Path, among: Collection[Any], what: str) -> Iterator[Finding]:
        """A finding for each of the names that is not among those known."""

    def key(self, name: Any, path: Path, among: Collection[Any], what: str, at_key: bool = True) -> Iterator[Finding]:
        """A finding if the name is not among those known."""

    def option(self, issue: Any, option: Any, path: Path, at_key: bool = False) -> Iterator[Finding]:
        """A finding if the option is not one of the issue's."""


def _mapping(value: Any) -> Mapping[Any, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> Sequence[Any]:
    return (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()


def _known(names: Any, steps: Mapping[Any, Any]) -> list[str]:
    """The names, in a list or one by itself, that are steps."""
    return [name for name in _list(names) if isinstance(name, str) and name in steps]


def _owner(step: Any) -> str | None:
    owner = _mapping(step).get("by")
    return owner if isinstance(owner, str) else None


def in_roadmap(lookup: Lookup) -> Iterator[Finding]:
    """Every dangling name below `roadmap`, and steps that wait for one another."""
    roadmap = _mapping(lookup.data.get("roadmap"))
    top: Path = ("roadmap",)
    steps = _mapping(roadmap.get("steps"))
    for part in ("steps", "targets"):
        if roadmap.get(part) == {}:
            yield (*top, part), True, f"there are no {part}", "name at least one"
    if len(steps) > MOST_STEPS:  # what follows looks at every step beside every other
        right = f"at most {MOST_STEPS} can be ordered; join those that always go together"
        yield (*top, "steps"), True, f"there are {len(steps):,} steps", right
        return
    for name, step in steps.items():
        yield from _step(lookup, name, _mapping(step), (*top, "steps", name), steps)
    yield from _targets(lookup, _mapping(roadmap.get("targets")), (*top, "targets"))
    yield from _players(lookup, _mapping(roadmap.get("players")), (*top, "players"))
    yield from lookup.known(roadmap.get("first"), (*top, "first"), steps, "step")
    mends = _mapping(roadmap.get("mends"))
    for part in ("split", "escrow", "check"):
        yield from lookup.known(mends.get(part), (*top, "mends", part), steps, "step")
    yield from _proposed(lookup, roadmap, steps)
    yield from _milestones(lookup, roadmap, steps)
    yield from _circles(lookup, steps, top)


def _targets(lookup: Lookup, targets: Mapping[Any, Any], path: Path) -> Iterator[Finding]:
    for name, target in targets.items():
        options, at = _mapping(target), (*path, name)
        if name == "open":
            yield at, True, "a target cannot be called 'open'", "that word asks for whichever target holds best"
        if "options" in options:
            options, at = _mapping(options["options"]), (*at, "options")
        if "solution" not in options:
            yield from _options(lookup, options, at)


def _players(lookup: Lookup, players: Mapping[Any, Any], path: Path) -> Iterator[Finding]:
    parties = _mapping(lookup.data.get("parties"))
    for name, player in players.items():
        yield from lookup.key(name, (*path, name), parties, "party")
        for guarantor in _mapping(_mapping(player).get("guarantees")):
            at: Path = (*path, name, "guarantees", guarantor)
            yield from lookup.key(guarantor, at, parties, "party")
            if guarantor == name:
                wrong = f"{quoted(str(name))} guarantees for itself"
                yield at, True, wrong, "name a third party; what it loses by itself is 'reserve'"


def _options(lookup: Lookup, options: Mapping[Any, Any], path: Path) -> Iterator[Finding]:
    for issue, option in options.items():
        yield from lookup.key(issue, (*path, issue), _mapping(lookup.data.get("issues")), "issue")
        yield from lookup.option(issue, option, (*path, issue))


def _step(
    lookup: Lookup, name: Any, step: Mapping[Any, Any], path: Path, steps: Mapping[Any, Any]
) -> Iterator[Finding]:
    parties = _mapping(lookup.data.get("parties"))
    yield from lookup.known(step.get("by"), (*path, "by"), parties, "party")
    yield from _options(lookup, _mapping(step.get("moves")), (*path, "moves"))
    for party in _mapping(step.get("effects")):
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
    for index, stage in enumerate(_list(roadmap.get("proposed"))):
        path: Path = ("roadmap", "proposed", index)
        yield from lookup.known(stage, path, steps, "step")
        names = _known(stage, steps)
        owners = [owner for name in dict.fromkeys(names) if (owner := _owner(steps[name])) is not None]
        if len(_list(stage)) > 2 or len(set(owners)) < len(owners) or stage == ():
            yield path, False, "this stage is not possible", "a stage is one step, or two steps of two parties"
        for name in names:
            if name in seen:
                yield path, False, f"the step {quoted(name)} is done twice", "name each step once"
            seen.add(name)


def _milestones(lookup: Lookup, roadmap: Mapping[Any, Any], steps: Mapping[Any, Any]) -> Iterator[Finding]:
    """Each step in one phase at most, and in none before what must come before it."""
    done: set[str] = set()
    for index, phase in enumerate(_list(roadmap.get("milestones"))):
        path: Path = ("roadmap", "milestones", index)
        yield from lookup.known(phase, path, steps, "step")
        names = _known(phase, steps)
        for name in names:
            if name in done:
                yield path, False, f"the step {quoted(name)} is in two phases", "name each step once"
        done |= {*names}
        for name in names:
            for earlier in _known(_mapping(steps[name]).get("after"), steps):
                if earlier not in done:
                    wrong = f"{quoted(name)} must come after {quoted(earlier)}, which is in no phase up to here"
                    yield path, False, wrong, f"add {quoted(earlier)} to this phase or an earlier one"


def _circles(lookup: Lookup, steps: Mapping[Any, Any], top: Path) -> Iterator[Finding]:
    waiting = {name: {*_known(_mapping(step).get("after"), steps)} - {name} for name, step in steps.items()}
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
        for issue, option in _mapping(_mapping(step).get("moves")).items():
            movers[issue].append((option, name))
    for key, moved in movers.items():
        issue = _mapping(_mapping(lookup.data.get("issues")).get(key))
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
    options = _mapping(issue.get("options"))
    if options:
        return [*options].index(option) if option in options else None
    return None if isinstance(option, str) else option
