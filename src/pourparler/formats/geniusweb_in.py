"""Read GeniusWeb: profiles as JSON, each a LinearAdditiveUtilitySpace that holds its domain.

The utility of a bid is the sum of weight times utility over the issues. There is no reservation value but a reservation bid; its
utility stands for it (GeniusWeb wiki, "profile").
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from pourparler.formats.exchange import Exchange, Matter, Profile, listed_names, number_of, number_text, refuse
from pourparler.formats.folder import files_of
from pourparler.formats.trees import child, has, list_of, mapping_of, read_tree, text_of
from pourparler.scenario.issues import MOST_OPTIONS
from pourparler.scenario.problem import Place, quoted
from pourparler.scenario.tree import Node

SPACE = "LinearAdditiveUtilitySpace"
_RIGHT = "name a folder with GeniusWeb profiles (JSON files with a LinearAdditiveUtilitySpace)"


def read_geniusweb(path: Path, grid: int) -> Exchange:
    """Read every profile at `path` (a folder, or a file in it). `grid` is not needed: ranges come with a step.

    Raises:
        FormatError: the files cannot be used.
    """
    notes: list[str] = []
    title, matters = "", None
    profiles = []
    for file in files_of(path, (".json",), _RIGHT):
        tree = read_tree(file)
        if not has(tree, SPACE):
            if not has(tree, "issuesValues"):
                notes.append(f"{file.name} is left out: it is no {SPACE}")
            continue
        space = child(tree, SPACE, file.name)
        domain = child(space, "domain", "the profile")
        found = _matters(child(domain, "issuesValues", "the domain"), file.name, notes)
        if matters is None:
            matters, title = found, text_of(child(domain, "name", "the domain"))
        elif {matter.name: set(matter.options) for matter in found} != {m.name: set(m.options) for m in matters}:
            raise refuse(
                domain.place, "this domain is not that of the other profiles", "put each case into its own folder"
            )
        profiles.append(_profile(file, space, matters, notes))
    if matters is None or len(profiles) < 2:
        wrong = f"{len(profiles)} profile{'s are' if len(profiles) != 1 else ' is'} here"
        raise refuse(Place(path.as_posix(), 1, 1), wrong, _RIGHT)
    return Exchange(title, matters, tuple(profiles), tuple(notes))


def _matters(node: Node, file: str, notes: list[str]) -> tuple[Matter, ...]:
    return tuple(
        Matter(str(name), _options(str(name), values, file, notes))
        for name, values in mapping_of(node, "issuesValues").items()
    )


def _options(name: str, node: Node, file: str, notes: list[str]) -> tuple[str | Fraction, ...]:
    if has(node, "range"):
        given = child(node, "range", "the issue")
        parts = (
            [child(given, key, "the range") for key in ("low", "high", "step")]
            if isinstance(given.content, dict)
            else list_of(given, "the range")
        )
        numbers = [number_of(part.content, part.place, "the range") for part in parts]
        if len(numbers) != 3 or numbers[1] < numbers[0] or numbers[2] <= 0:
            raise refuse(given.place, "this is no range", "write [least, greatest, step]")
        low, high, step = numbers
        amounts = (high - low) // step + 1
        if amounts > MOST_OPTIONS:
            wrong = f"the issue {quoted(name)} has {amounts:,} amounts"
            raise refuse(given.place, wrong, f"at most {MOST_OPTIONS:,} are possible; choose a larger step")
        if (high - low) % step:
            notes.append(
                f"{file}: {name} ends at {number_text(low + (amounts - 1) * step)}, the last step within its range"
            )
        return tuple(low + index * step for index in range(amounts))
    options = [text_of(value) for value in list_of(child(node, "values", "the issue"), "the values")]
    if not options:
        raise refuse(node.place, f"the issue {quoted(name)} has no value", "add values")
    return tuple(dict.fromkeys(options))


def _profile(file: Path, space: Node, matters: tuple[Matter, ...], notes: list[str]) -> Profile:
    weights = mapping_of(child(space, "issueWeights", "the profile"), "issueWeights")
    utilities = mapping_of(child(space, "issueUtilities", "the profile"), "issueUtilities")
    given, values = [], []
    for matter in matters:
        if matter.name not in weights or matter.name not in utilities:
            notes.append(f"{file.name} gives no weight or no utilities for {matter.name}; it counts 0")
            given.append(Fraction(0))
            values.append((Fraction(0),) * len(matter.options))
            continue
        weight = weights[matter.name]
        given.append(number_of(weight.content, weight.place, "the weight"))
        values.append(_values(matter, utilities[matter.name], file.name, notes))
    made = Profile(" ".join(file.stem.replace("_", " ").split()), file.name, tuple(given), tuple(values))
    bid = mapping_of(space, "the profile").get("reservationBid")
    if bid is None or bid.content is None:
        return made
    reservation = made.utility(_outcome(matters, child(bid, "issuevalues", "the reservation bid")))
    notes.append(
        f"{file.name}: the utility {number_text(reservation)} of its reservation bid stands for its walk-away value"
    )
    return Profile(made.name, made.file, made.weights, made.values, reservation)


def _values(matter: Matter, node: Node, file: str, notes: list[str]) -> tuple[Fraction, ...]:
    kinds = mapping_of(node, "the utilities")
    for kind in ("discreteutils", "DiscreteValueSetUtilities"):
        if kind in kinds:
            table = mapping_of(child(kinds[kind], "valueUtilities", kind), "valueUtilities")
            found = {str(key): number_of(each.content, each.place, "the utility") for key, each in table.items()}
            missing = [label for label in matter.labels() if label not in found]
            if missing:
                notes.append(f"{file} gives no utility for {listed_names(missing)} ({matter.name}); it counts 0")
            return tuple(found.get(label, Fraction(0)) for label in matter.labels())
    for kind in ("numberutils", "NumberValueSetUtilities"):
        if kind in kinds and matter.is_amount:
            parts = [child(kinds[kind], key, kind) for key in ("lowValue", "lowUtility", "highValue", "highUtility")]
            low, below, high, above = (number_of(part.content, part.place, kind) for part in parts)
            if low == high:
                raise refuse(node.place, "lowValue and highValue are the same", "give two amounts")
            amounts = [Fraction(option) for option in matter.options]
            return tuple(below + (above - below) * (amount - low) / (high - low) for amount in amounts)
    raise refuse(
        node.place, f"the utilities of {quoted(matter.name)} are of no known kind", "write discreteutils or numberutils"
    )


def _outcome(matters: tuple[Matter, ...], node: Node) -> list[int]:
    outcome = []
    for matter in matters:
        value = child(node, matter.name, "the reservation bid")
        wanted = number_of(value.content, value.place, "the amount") if matter.is_amount else text_of(value)
        if wanted not in matter.options:
            right = "take one of its values; a bid that leaves issues open is not read"
            raise refuse(value.place, f"{quoted(matter.name)} has no value {quoted(text_of(value))}", right)
        outcome.append(matter.options.index(wanted))
    return outcome
