"""Read a NegMAS folder: an outcome space and utility functions, as YAML, JSON or (in GENIUS's form) XML.

An outcome space has `issues`; a LinearAdditiveUtilityFunction has `weights` and `values`, one single-issue function an issue, and
its utility is the sum of weight times value, with no scaling (NegMAS documentation, "Defining Scenarios").
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from pourparler.formats.exchange import Exchange, Matter, Profile, exact, listed_names, number_of, number_text, refuse
from pourparler.formats.folder import files_of
from pourparler.formats.genius_in import read_genius
from pourparler.formats.trees import child, has, list_of, mapping_of, read_tree, text_of
from pourparler.scenario.issues import MOST_OPTIONS
from pourparler.scenario.problem import Place, quoted
from pourparler.scenario.tree import Node

LINEAR = "LinearAdditiveUtilityFunction"
_RIGHT = "name a folder that NegMAS saved: an outcome space with 'issues', and utility functions"
_CLASS = ("type", "__python_class__")


def read_negmas(path: Path, grid: int) -> Exchange:
    """Read the outcome space and every utility function at `path` (a folder, or a file in it).

    Args:
        path: file or folder.
        grid: how many amounts stand for the range of a continuous issue.

    Raises:
        FormatError: the files cannot be used.
    """
    files = files_of(path, (".yml", ".yaml", ".json"), _RIGHT)
    if path.suffix.lower() == ".xml" or (not files and files_of(path, (".xml",), _RIGHT)):
        return read_genius(path, grid)
    notes: list[str] = []
    trees = {file: read_tree(file) for file in files if file.name != "scenario.yaml"}
    domains = [file for file, tree in trees.items() if has(tree, "issues")]
    if len(domains) != 1:
        wrong = f"{len(domains) or 'no'} outcome space{'s are' if len(domains) > 1 else ' is'} here"
        raise refuse(Place(path.as_posix(), 1, 1), wrong + (f": {listed_names(d.name for d in domains)}"), _RIGHT)
    matters = _matters(trees[domains[0]], grid, notes)
    profiles = []
    for file, tree in trees.items():
        if file in domains:
            continue
        if has(tree, "weights", "values") and _class(tree) in {"", LINEAR}:
            profiles.append(_profile(file, tree, matters, notes))
        elif _class(tree).endswith(("Function", "UFun", "Fun")):
            raise refuse(tree.place, f"the utility function {quoted(_class(tree))} is not read", f"save a {LINEAR}")
        else:
            notes.append(f"{file.name} is left out: it is no utility function")
    if len(profiles) < 2:
        wrong = f"{len(profiles)} utility function{'s are' if len(profiles) != 1 else ' is'} here"
        raise refuse(Place(path.as_posix(), 1, 1), wrong, "a negotiation needs two")
    return Exchange(domains[0].parent.resolve().name, matters, tuple(profiles), tuple(notes))


def _class(node: Node) -> str:
    """The last part of the class that a mapping names, or nothing."""
    content = mapping_of(node, "the file")
    named = next((content[key] for key in _CLASS if key in content), None)
    return "" if named is None else text_of(named).rpartition(".")[2]


def _matters(tree: Node, grid: int, notes: list[str]) -> tuple[Matter, ...]:
    matters = []
    for position, node in enumerate(list_of(child(tree, "issues", "the outcome space"), "issues")):
        named = mapping_of(node, "the issue").get("name")
        name = text_of(named) if named is not None and named.content is not None else f"issue {position + 1}"
        matters.append(Matter(name, _options(name, node, grid, notes)))
    if not matters:
        raise refuse(tree.place, "the outcome space has no issue", "add issues")
    return tuple(matters)


def _options(name: str, node: Node, grid: int, notes: list[str]) -> tuple[str | Fraction, ...]:
    values, kind = child(node, "values", "the issue"), _class(node)
    if not isinstance(values.content, list):  # a number n stands for 0 to n - 1
        size = number_of(values.content, values.place, "the number of values")
        return _whole(name, Fraction(0), size - 1, values.place)
    items = values.content
    numbers = [item.content for item in items]
    numeric = bool(items) and all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers)
    if kind in {"ContiguousIssue", "ContinuousIssue"}:
        if len(items) != 2 or not numeric:
            raise refuse(values.place, f"{quoted(name)} is no range", "write [least, greatest]")
        low, high = (number_of(item.content, item.place, "the bound") for item in items)
        if kind == "ContiguousIssue":
            return _whole(name, low, high, values.place)
        if high <= low:
            raise refuse(values.place, f"the range of {quoted(name)} is empty", "the least comes first")
        said = f"any amount from {number_text(low)} to {number_text(high)} can be agreed; here {grid} amounts stand for them"
        notes.append(f"{name}: {said}")
        return tuple(exact(float(low + (high - low) * step / (grid - 1))) for step in range(grid))
    if numeric and kind != "CategoricalIssue":
        return tuple(sorted({number_of(item.content, item.place, "the value") for item in items}))
    if not items:
        raise refuse(values.place, f"the issue {quoted(name)} has no value", "add values")
    return tuple(dict.fromkeys(text_of(item) for item in items))


def _whole(name: str, low: Fraction, high: Fraction, place: Place) -> tuple[Fraction, ...]:
    if low.denominator != 1 or high.denominator != 1 or high < low:
        raise refuse(
            place, f"the range of {quoted(name)} is empty or not whole", "write [least, greatest], whole numbers"
        )
    if high - low >= MOST_OPTIONS:
        wrong = f"the issue {quoted(name)} has {int(high - low) + 1:,} amounts"
        raise refuse(place, wrong, f"at most {MOST_OPTIONS:,} are possible; make it coarser")
    return tuple(low + step for step in range(int(high - low) + 1))


def _profile(file: Path, tree: Node, matters: tuple[Matter, ...], notes: list[str]) -> Profile:
    weights = _by_issue(child(tree, "weights", "the utility function"), matters)
    functions = _by_issue(child(tree, "values", "the utility function"), matters)
    values = [_values(matter, function, file.name, notes) for matter, function in zip(matters, functions, strict=True)]
    given = mapping_of(tree, "the utility function").get("reserved_value")
    reservation = None
    if (
        given is not None
        and given.content is not None
        and str(given.content).lower() not in {"-inf", "-.inf", "-infinity"}
    ):
        reservation = number_of(given.content, given.place, "reserved_value")
    return Profile(
        name=" ".join(file.stem.replace("_", " ").split()),
        file=file.name,
        weights=tuple(number_of(weight.content, weight.place, "the weight") for weight in weights),
        values=tuple(values),
        reservation=reservation,
    )


def _by_issue(node: Node, matters: Sequence[Matter]) -> list[Node]:
    """One node an issue, from a list in their order or a mapping by name."""
    if isinstance(node.content, dict):
        return [child(node, matter.name, "the mapping by issue") for matter in matters]
    items = list_of(node, "the list by issue")
    if len(items) != len(matters):
        raise refuse(
            node.place, f"{len(items)} stand here for {len(matters)} issues", "give one for each issue, in their order"
        )
    return items


def _values(matter: Matter, node: Node, file: str, notes: list[str]) -> tuple[Fraction, ...]:
    kind = _class(node)
    if kind == "TableFun" or has(node, "mapping"):
        table = mapping_of(child(node, "mapping", "the table"), "mapping")
        found = {_key(matter, key): number_of(each.content, each.place, "the value") for key, each in table.items()}
        missing = [label for option, label in zip(matter.options, matter.labels(), strict=True) if option not in found]
        if missing:
            raise refuse(
                node.place, f"no value for {listed_names(missing[:5])} ({matter.name})", "give every option one"
            )
        return tuple(found[option] for option in matter.options)
    if not matter.is_amount and kind != "ConstFun":
        raise refuse(node.place, f"{quoted(kind)} needs amounts, {quoted(matter.name)} has options", "write a TableFun")

    def parameter(name: str) -> Fraction:
        given = mapping_of(node, kind).get(name)
        return number_of(given.content, given.place, name) if given is not None else Fraction(0)

    match kind:
        case "IdentityFun":
            slope, bias = Fraction(1), Fraction(0)
        case "ConstFun":
            return (parameter("bias"),) * len(matter.options)
        case "LinearFun" | "AffineFun":
            slope, bias = parameter("slope"), parameter("bias")
            if not has(node, "slope"):
                raise refuse(node.place, f"the {kind} has no slope", "add 'slope'")
        case _:
            right = "known are: TableFun, AffineFun, LinearFun, ConstFun, IdentityFun"
            raise refuse(node.place, f"the function {quoted(kind)} is not read", right)
    return tuple(slope * Fraction(option) + bias for option in matter.options)


def _key(matter: Matter, key: str | int | float) -> str | Fraction:
    """A key of a table as an option: a number for amounts (JSON writes it as text), else text."""
    if not matter.is_amount:
        return str(key)
    try:
        number = float(key)
    except ValueError:
        return str(key)
    return exact(number) if math.isfinite(number) else str(key)
