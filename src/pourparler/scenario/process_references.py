"""Check that every name in what a scenario says of how to meet means something, and that no worth or chance is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from pourparler.scenario.game_references import in_tree
from pourparler.scenario.likelihoods import ALL, WITHOUT_HYPOTHESIS, without_hypothesis
from pourparler.scenario.problem import quoted
from pourparler.scenario.raw import Finding, Lookup, in_target, mapping, names_in
from pourparler.scenario.tree import Path

MOST = {"types": 6, "formats": 8, "agreements": 8, "signals": 8, "ends": 8}
MOST_BEFORE = 4  # each doubles what may have been seen
TOP: Path = ("process",)


def in_process(lookup: Lookup) -> Iterator[Finding]:
    """Every dangling name, missing number and contradiction below `process`, and trees that are no games."""
    process = mapping(lookup.data.get("process"))
    if not process:
        return
    parties = mapping(lookup.data.get("parties"))
    principals = [name for name, party in parties.items() if mapping(party).get("role") == "principal"]
    for key in ("by", "other"):
        yield from lookup.known(process.get(key), (*TOP, key), principals, "principal")
    if process.get("tree") is not None:
        yield from in_tree(lookup, process)
        return
    by, other = _sides(lookup, process, principals)
    if by == other and process.get("other") is not None:
        right = "name the side with which it would meet, or leave 'other' out"
        yield (*TOP, "other"), False, f"{quoted(str(other))} would meet itself", right
    sides = (by, other) if by != other and by in principals and other in principals else ()
    for key in ("waiting", "errors"):
        yield from _of_sides(lookup, process.get(key), (*TOP, key), sides)
    yield from _Formats(lookup, process, sides).findings()


def _sides(lookup: Lookup, process: Mapping[Any, Any], principals: Sequence[Any]) -> tuple[Any, Any]:
    """The side that decides and the other one, as the file says or by default."""
    by = process.get("by") or lookup.data.get("briefed") or next(iter(principals), None)
    return by, process.get("other") or next((name for name in principals if name != by), None)


def _of_sides(lookup: Lookup, given: Any, path: Path, sides: Collection[Any]) -> Iterator[Finding]:
    """Findings for keys that name neither side; none where it is not clear which the sides are."""
    for name in mapping(given) if sides else ():
        yield from lookup.key(name, (*path, name), sides, "side of these talks")


class _Formats:
    def __init__(self, lookup: Lookup, process: Mapping[Any, Any], sides: Collection[Any]) -> None:
        self.lookup = lookup
        self.process = process
        self.sides = sides
        self.parts = {key: mapping(process.get(key)) for key in MOST}
        self.types = [name for name in self.parts["types"] if name not in {ALL, *WITHOUT_HYPOTHESIS}]

    def findings(self) -> Iterator[Finding]:
        for key, most in MOST.items():
            if len(self.parts[key]) > most:
                wrong = f"'{key}' has {len(self.parts[key]):,} entries"
                yield (*TOP, key), True, wrong, f"at most {most} are possible; leave out what matters least"
                return
        yield from self.names()
        for name, agreement in self.parts["agreements"].items():
            yield from self.agreement(name, mapping(agreement), (*TOP, "agreements", name))
        for name, end in self.parts["ends"].items():
            at: Path = (*TOP, "ends", name)
            if "worth" in mapping(end):
                yield from self.worth(end["worth"], (*at, "worth"), at, f"the end {quoted(str(name))}", self.sides)
        for name, signal in self.parts["signals"].items():
            yield from self.signal(mapping(signal), (*TOP, "signals", name))
        for name, form in self.parts["formats"].items():
            yield from self.form(name, mapping(form), (*TOP, "formats", name))

    def names(self) -> Iterator[Finding]:
        """What there must be, and names with two meanings."""
        for name in self.parts["types"].keys() - {*self.types}:
            right = "as a key below it would have two meanings; give it another name"
            yield (*TOP, "types", name), True, f"{quoted(name)} cannot be the name of a type", right
        if self.process.get("formats") and not self.parts["ends"]:
            right = "say under 'ends' what talks come to without an agreement"
            yield TOP, True, "the process has no ends", right
        for key, part in self.parts.items():
            first: dict[str, Any] = {}
            for name, each in part.items():
                called = mapping(each).get("name")
                if isinstance(called, str) and first.setdefault(called, name) != name:
                    wrong = f"{quoted(str(first[called]))} is called {quoted(called)} too"
                    yield (*TOP, key, name, "name"), False, wrong, "give each a name of its own"

    def agreement(self, name: Any, agreement: Mapping[Any, Any], path: Path) -> Iterator[Finding]:
        called = f"the agreement {quoted(str(name))}"
        yield from in_target(self.lookup, agreement.get("deal"), (*path, "deal"))
        needed = self.sides if agreement.get("deal") is None else ()
        yield from self.worth(agreement.get("worth"), (*path, "worth"), path, called, needed)
        if agreement.get("broken"):
            at: Path = (*path, "broken")
            yield from self.worth(agreement["broken"], at, at, f"{called}, broken,", self.sides)

    def worth(self, given: Any, path: Path, whole: Path, called: str, needed: Collection[Any]) -> Iterator[Finding]:
        """Worths by side, each for every type."""
        if given is not None and not isinstance(given, Mapping):
            return
        yield from _of_sides(self.lookup, given, path, self.sides)
        for side in needed:
            if side not in mapping(given):
                right = f"add '{side}: ' and points from 0 to 100"
                yield whole, True, f"{called} has no worth for {quoted(side)}", right
        for side, worth in mapping(given).items():
            yield from self.by_type(worth, (*path, side))

    def by_type(self, given: Any, path: Path) -> Iterator[Finding]:
        """A number that holds for all, or one for each type."""
        if without_hypothesis(given):
            return
        for kind in given:
            yield from self.lookup.key(kind, (*path, kind), [*self.types, ALL], "type")
        missing = [str(kind) for kind in self.types if kind not in given]
        if ALL not in given and (missing or not self.types):
            right = f"give every type a number, or '{ALL}' for the rest"
            yield path, True, f"no number for {', '.join(missing) or 'any type'}", right

    def signal(self, signal: Mapping[Any, Any], path: Path) -> Iterator[Finding]:
        for key in ("chance", "cost"):
            yield from self.by_type(signal.get(key), (*path, key))
        yield from _of_sides(self.lookup, signal.get("brings"), (*path, "brings"), self.sides)

    def form(self, name: Any, form: Mapping[Any, Any], path: Path) -> Iterator[Finding]:
        yield from self.lookup.known(form.get("before"), (*path, "before"), self.parts["signals"], "signal")
        yield from self.lookup.known(form.get("can_sign"), (*path, "can_sign"), self.parts["agreements"], "agreement")
        if len(names_in(form.get("before"))) > MOST_BEFORE:
            right = f"at most {MOST_BEFORE} are possible; leave out what tells least"
            yield (*path, "before"), True, f"{len(form['before'])} signals come before the meeting", right
        for key in ("brings", "leverage"):
            yield from _of_sides(self.lookup, form.get(key), (*path, key), self.sides)
        for key in ("before", "can_sign"):
            names = [each for each in names_in(form.get(key)) if isinstance(each, str)]
            for twice in sorted({each for each in names if names.count(each) > 1}):
                yield (*path, key), False, f"{quoted(twice)} stands here twice", "name each once"
        for key in ("failure", "stop"):
            for end in mapping(form.get(key)):
                yield from self.lookup.key(end, (*path, key, end), self.parts["ends"], "end")
        if form.get("failure") == {}:
            right = "write {end: chance}, chances used as shares of their sum"
            yield (*path, "failure"), True, f"{quoted(str(name))} says nothing of failure", right
        if form.get("stop") and not form.get("before"):
            right = "name signals under 'before', or leave 'stop' out"
            yield (*path, "stop"), True, "nothing is seen before the meeting, so nobody would stop", right
