"""Check that every name in what a scenario says of conduct means something, and that no likelihood is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any, get_args

from pourparler.scenario.likelihoods import (
    ALL,
    OTHER,
    STRENGTHS,
    TEMPO,
    WITHOUT_HYPOTHESIS,
    Kind,
    keys_for,
    without_hypothesis,
)
from pourparler.scenario.problem import listed, quoted
from pourparler.scenario.raw import Finding, Lookup, mapping, sequence
from pourparler.scenario.tree import Path

MOST = {
    ("hypotheses",): 12,
    ("mechanisms",): 6,
    ("evidence",): 200,
    ("indicators",): 50,
    ("courses",): 20,
    ("tempo", "definitions"): 6,
    ("tempo", "windows"): 6,
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def _day(value: Any) -> str:
    """A day as the file has it, which sorts as time does; nothing where it is no day."""
    return value if isinstance(value, str) and _DAY.match(value) else ""


def _states(states: Sequence[tuple[str, str | None]], each: int) -> str:
    """States as a message names them; a hypothesis by itself where all `each` of its mechanisms are among them."""
    named: dict[str, list[str]] = {}
    for hypothesis, mechanism in states:
        named.setdefault(hypothesis, []).append(f"{hypothesis}+{mechanism}")
    return ", ".join(", ".join(pairs) if len(pairs) < each else str(name) for name, pairs in named.items())


def in_conduct(names: Lookup) -> Iterator[Finding]:
    """Every dangling name, missing likelihood and impossible day below `conduct`."""
    conduct = mapping(names.data.get("conduct"))
    if not conduct:
        return
    yield from names.known(conduct.get("party"), ("conduct", "party"), mapping(names.data.get("parties")), "party")
    corrected = {n for n, c in mapping(names.data.get("claims")).items() if mapping(c).get("status") == "corrected"}
    yield from names.known(conduct.get("corrections"), ("conduct", "corrections"), corrected, "corrected claim")
    yield from _tempo(names, mapping(conduct.get("tempo")))
    yield from _days(names, conduct)
    too_many = [*_too_many(conduct)]
    yield from too_many
    if not too_many:  # what follows looks at every item under every hypothesis
        yield from _Readings(names, conduct).findings()


def _too_many(conduct: Mapping[Any, Any]) -> Iterator[Finding]:
    for path, most in MOST.items():
        part: Any = conduct
        for step in path:
            part = mapping(part).get(step)
        if isinstance(part, Mapping | tuple) and len(part) > most:
            wrong = f"'{path[-1]}' has {len(part):,} entries"
            yield ("conduct", *path), True, wrong, f"at most {most} are possible; leave out what tells least"


def _tempo(names: Lookup, tempo: Mapping[Any, Any]) -> Iterator[Finding]:
    events = [mapping(event) for event in sequence(names.data.get("events"))]
    kinds = {event["kind"] for event in events if isinstance(event.get("kind"), str)}
    top: Path = ("conduct", "tempo")
    definitions = tempo.get("definitions")
    if definitions == {}:
        yield (*top, "definitions"), True, "nothing is counted", "define at least one kind of event"
    for name, definition in mapping(definitions).items():
        path: Path = (*top, "definitions", name, "kinds")
        counted = mapping(definition).get("kinds")
        yield from names.known(counted, path, kinds, "kind of event")
        if counted == ():
            yield path, True, "nothing is counted", "name at least one kind of event"
    if tempo.get("windows") == ():
        yield (*top, "windows"), True, "there is no window", "name the day from which the record is whole"
    for index, naive in enumerate(sequence(tempo.get("naive"))):
        at: Path = (*top, "naive", index, "claim")
        yield from names.known(mapping(naive).get("claim"), at, mapping(names.data.get("claims")), "claim")


def _days(names: Lookup, conduct: Mapping[Any, Any]) -> Iterator[Finding]:
    """What would have to be known, or counted, at a day that has not come; what is asked of a day that has."""
    today, tempo = _day(names.data.get("as_of")), mapping(conduct.get("tempo"))
    if not today:
        return
    known = f"{today}, the day up to which things are known"
    for part in ("evidence", "pledges"):
        for name, raw in mapping(conduct.get(part)).items():
            day = _day(mapping(raw).get("date"))
            if day > today:
                right = "leave it out; what is still to come is an indicator"
                yield ("conduct", part, name, "date"), False, f"{day} is after {known}", right
    for index, raw in enumerate(sequence(tempo.get("windows"))):
        if _day(raw) >= today:
            at: Path = ("conduct", "tempo", "windows", index)
            yield at, False, f"{raw} is not before {known}", "name a day from which events were recorded"
    until = _day(tempo.get("until"))
    if until and until <= today:
        yield ("conduct", "tempo", "until"), False, f"{until} is not after {known}", "name a later day, or leave it out"


class _Readings:
    """Hypotheses, mechanisms and what is said under each of them."""

    def __init__(self, names: Lookup, conduct: Mapping[Any, Any]) -> None:
        self.names = names
        self.conduct = conduct
        self.hypotheses = mapping(conduct.get("hypotheses"))
        self.mechanisms = mapping(conduct.get("mechanisms"))
        self.evidence = mapping(conduct.get("evidence"))
        self.strengths = {*STRENGTHS, *mapping(conduct.get("strengths"))}

    def findings(self) -> Iterator[Finding]:
        top: Path = ("conduct",)
        wanted = [part for part in ("evidence", "indicators", "courses", "mechanisms") if self.conduct.get(part)]
        if wanted and not self.hypotheses:
            yield top, True, f"there is '{wanted[0]}' but no hypothesis", "name at least two under 'hypotheses'"
            return
        yield from self.layers(top)
        yield from self.record(top)
        for part, key in (("indicators", "likelihood"), ("courses", "value"), ("mechanisms", "share")):
            for name, raw in mapping(self.conduct.get(part)).items():
                value, path = mapping(raw).get(key), (*top, part, name, key)
                yield from self.by_hypothesis(value, path, part == "mechanisms")
                if part != "courses":
                    yield from self.left_to_tempo(value, path, False)
        for name, raw in self.evidence.items():
            item, at = mapping(raw), (*top, "evidence", name)
            yield from self.item(item, at)
            yield from self.origin(name, item, at)
        for name, raw in mapping(self.conduct.get("clusters")).items():
            chance, path = (
                mapping(mapping(raw).get("cause")).get("chance"),
                (*top, "clusters", name, "cause", "chance"),
            )
            yield from self.by_hypothesis(chance, path)
            yield from self.left_to_tempo(chance, path, False)

    def layers(self, top: Path) -> Iterator[Finding]:
        if self.hypotheses and len({*self.hypotheses} - {OTHER}) < 2:
            wrong = f"there is only one hypothesis besides '{OTHER}'"
            yield (*top, "hypotheses"), True, wrong, "name what else could explain the conduct"
        if len(self.mechanisms) == 1:
            yield (*top, "mechanisms"), True, "there is only one mechanism", "name what else could bring it about"
        for part, reserved in (("hypotheses", {ALL}), ("mechanisms", {ALL, OTHER, *self.hypotheses})):
            for name in mapping(self.conduct.get(part)):
                if name in reserved | WITHOUT_HYPOTHESIS:
                    right = "as a key below it would have two meanings; give it another name"
                    yield (*top, part, name), True, f"{quoted(name)} cannot be the name of one of the {part}", right

    def record(self, top: Path) -> Iterator[Finding]:
        """Findings where a prior is taken from a record that there is not."""
        taking = [name for name, each in self.hypotheses.items() if mapping(each).get("from_record") is True]
        pledges = [mapping(each) for each in mapping(self.conduct.get("pledges")).values()]
        counted = [p for p in pledges if p.get("outcome") in ("kept", "broken") and p.get("comparable") is not False]
        for name in taking[1:]:
            wrong = f"{quoted(taking[0])} takes its prior from the record too"
            yield (*top, "hypotheses", name, "from_record"), True, wrong, "leave it to one of the two"
        if taking and not counted:
            wrong = "there is no record: no comparable pledge was kept or broken"
            yield (
                (*top, "hypotheses", taking[0], "from_record"),
                True,
                wrong,
                "add one under 'pledges', or give a 'prior'",
            )

    def item(self, item: Mapping[Any, Any], path: Path) -> Iterator[Finding]:
        for key in ("likelihood", "expected", "if_cause"):
            yield from self.by_hypothesis(item.get(key), (*path, key))
            yield from self.left_to_tempo(item.get(key), (*path, key), key != "expected")
        readings = [*self.hypotheses, OTHER, *self.mechanisms]
        yield from self.names.known(item.get("favours"), (*path, "favours"), readings, "hypothesis")
        key = "strength" if "strength" in item else "kind"
        strength = item.get(key)
        known = get_args(Kind) if key == "kind" else (strength,)  # a kind that there is not is the model's to report
        if item.get("favours") and isinstance(strength, str) and strength not in self.strengths and strength in known:
            right = f"write 'likelihood: ', or add a 'strength: '; {listed(sorted(map(str, self.strengths)))}"
            yield (*path, key), False, f"{quoted(strength)} has no strength", right

    def origin(self, name: Any, item: Mapping[Any, Any], path: Path) -> Iterator[Finding]:
        """Findings for what an item shares with others."""
        clusters, cluster = mapping(self.conduct.get("clusters")), item.get("cluster")
        yield from self.names.known(cluster, (*path, "cluster"), clusters, "cluster")
        caused = isinstance(cluster, str) and "cause" in mapping(clusters.get(cluster))
        if caused and item.get("if_cause") is None:
            wrong = f"the cluster {quoted(cluster)} has a common cause, and this item has no 'if_cause'"
            yield path, True, wrong, "add 'if_cause: ', how likely the item is if that cause is at work"
        if not caused and item.get("if_cause") is not None:
            right = "leave it out, or give the item's cluster a 'cause'"
            yield (*path, "if_cause"), True, "this item has no common cause with others", right
        retold = item.get("retells")
        others = [other for other in self.evidence if other != name]
        yield from self.names.known(retold, (*path, "retells"), others, "other item")
        if isinstance(retold, str) and retold in others:
            yield from self.retelling(name, retold, (*path, "retells"))

    def retelling(self, name: Any, retold: str, path: Path) -> Iterator[Finding]:
        """A finding if what is retold is a retelling itself."""
        chain = [name, retold]
        while isinstance(further := mapping(self.evidence.get(chain[-1])).get("retells"), str):
            if further in chain:
                told = ", ".join(quoted(each) for each in chain[chain.index(further) :])
                yield (
                    path,
                    False,
                    f"this goes round in a circle: {told}",
                    "take 'retells' from the item that came first",
                )
                return
            chain.append(further)
        if len(chain) > 2 and chain[-1] in self.evidence:
            wrong = f"{quoted(retold)} only retells another item itself"
            yield path, False, wrong, f"name the item that it all goes back to: 'retells: {chain[-1]}'"

    def left_to_tempo(self, raw: Any, path: Path, of_silence: bool) -> Iterator[Finding]:
        """Findings for `tempo` where no tempo is defined, or where no silence is asked about."""
        one = without_hypothesis(raw)
        for at, value in [(path, raw)] if one else [((*path, key), value) for key, value in raw.items()]:
            if value != TEMPO and mapping(value).get("tempo") is not True:
                continue
            if not of_silence:
                right = "write a number, a range, or CC to II"
                yield at, False, "'tempo' is the chance of a silence, and here something else is asked", right
            elif not mapping(self.conduct.get("tempo")):
                right = "say under 'conduct: tempo:' which events are counted, or write a number"
                yield at, False, "this is left to the tempo, and none is defined", right

    def by_hypothesis(self, raw: Any, path: Path, hypotheses_only: bool = False) -> Iterator[Finding]:
        """Findings for keys that name nothing, for states that have no value and for states that have two."""
        if without_hypothesis(raw):
            return
        layers = ({**self.hypotheses, OTHER: None}, {} if hypotheses_only else self.mechanisms)
        pairs = ["+".join(pair) for pair in product(*([str(name) for name in layer] for layer in layers))]
        for key in raw:
            if isinstance(key, str):
                yield from self.names.key(key, (*path, key), [ALL, *layers[0], *layers[1], *pairs], "hypothesis")
        missing: list[tuple[str, str | None]] = []
        double: list[tuple[str, str | None]] = []
        for hypothesis, mechanism in product(layers[0], layers[1] or [None]):
            found = keys_for(raw, str(hypothesis), mechanism)
            if not found and hypothesis != OTHER:
                missing.append((hypothesis, mechanism))
            elif len(found) > 1:
                double.append((hypothesis, mechanism))
        each = len(layers[1]) or 1
        if missing:
            yield path, True, f"nothing is said for {_states(missing, each)}", "give every hypothesis a value"
        if double:
            right = "speak of hypotheses or of mechanisms, or write the pair"
            yield path, True, f"two values are given for {_states(double, each)}", right
