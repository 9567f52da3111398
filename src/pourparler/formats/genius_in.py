"""Read GENIUS: a domain and its preference profiles, as XML.

GENIUS (Lin et al. 2014, Computational Intelligence 30(1), 48-70) counts the utility of an outcome as the sum of weight times
value over the issues and cuts it at 1. It does not bring the weights to a sum of 1. The value of an option is its
evaluation over the largest evaluation of its issue. `index` is an identifier, not a position.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pourparler.formats.exchange import (
    MOST_ISSUES,
    Exchange,
    Matter,
    Profile,
    Rectangle,
    exact,
    listed_names,
    number_of,
    number_text,
    refuse,
)
from pourparler.formats.folder import content_of, files_of
from pourparler.formats.genius_evaluators import bounds_of, kind_of, values_of
from pourparler.formats.xml_reader import Element, read_xml
from pourparler.scenario.issues import MOST_OPTIONS
from pourparler.scenario.problem import Place, quoted

ROOTS = ("negotiation_template", "utility_space")
_RIGHT = "name the folder with a GENIUS domain and its profiles, or the domain's file"


@dataclass(frozen=True)
class _Issue:
    """An issue of a domain with what identifies it."""

    index: str
    kind: str
    matter: Matter


def read_genius(path: Path, grid: int) -> Exchange:
    """Read the domain at `path` (its file, or a folder that holds one) and every profile beside it that belongs to it.

    Args:
        path: file or folder.
        grid: how many amounts stand for the range of a real issue.

    Raises:
        FormatError: the files cannot be used.
    """
    trees = {file: read_xml(content_of(file), file.as_posix()) for file in files_of(path, (".xml",), _RIGHT)}
    trees = {file: tree for file, tree in trees.items() if tree.tag in ROOTS}
    notes: list[str] = []
    domain_file = _domain(path, trees, notes)
    issues = _issues(trees[domain_file], grid, notes)
    profiles = []
    for file, tree in trees.items():
        if not _is_profile(tree):
            continue
        stranger = _stranger(tree, issues)
        if stranger is not None:
            notes.append(f"{file.name} is left out: {stranger}")
            continue
        profiles.append(_profile(file, tree, issues, notes))
    if len(profiles) < 2:
        wrong = f"{len(profiles)} of the profiles here belong{'s' if len(profiles) == 1 else ''} to {domain_file.name}"
        said = "".join(f" ({note})" for note in notes if " is left out: " in note)
        raise refuse(Place(path.as_posix(), 1, 1), wrong + said, "a negotiation needs two; put them beside the domain")
    title = domain_file.parent.resolve().name or domain_file.stem
    return Exchange(title, tuple(issue.matter for issue in issues), tuple(profiles), tuple(notes))


def _is_profile(tree: Element) -> bool:
    return tree.tag == "utility_space" and any(
        element.tag in {"weight", "evaluator", "ufun"} or "evaluation" in element.attributes for element in tree.below()
    )


def _domain(path: Path, trees: dict[Path, Element], notes: list[str]) -> Path:
    """The file of the domain: the one named, else the only one that is no profile, else the first profile."""
    if path in trees:
        if _is_profile(trees[path]):
            notes.append(f"{path.name} is a profile; its issues stand for the domain's")
        return path
    if not trees or not path.is_dir():
        raise refuse(Place(path.as_posix(), 1, 1), "no GENIUS file is here", _RIGHT)
    domains = [file for file, tree in trees.items() if not _is_profile(tree)]
    if len(domains) > 1:
        wrong = f"{len(domains)} domains are here: {listed_names(file.name for file in domains)}"
        raise refuse(Place(path.as_posix(), 1, 1), wrong, "name the file of the one that is meant")
    if domains:
        return domains[0]
    first = next(iter(trees))
    notes.append(f"there is no domain file; the issues of {first.name} stand for it")
    return first


def _issues(tree: Element, grid: int, notes: list[str]) -> list[_Issue]:
    issues: list[_Issue] = []
    for element in tree.below():
        if element.tag == "issue":
            if len(issues) == MOST_ISSUES:
                raise refuse(element.place, f"the domain has more than {MOST_ISSUES:,} issues", "split the case")
            name = element.get("name") or f"issue {len(issues) + 1}"
            kind = kind_of(element)
            matter = Matter(name, _options(element, kind, name, grid, notes))
            issues.append(_Issue(element.get("index") or "", kind, matter))
    if not issues:
        raise refuse(tree.place, "the domain has no issue", "add <issue> elements")
    for index, times in Counter(issue.index for issue in issues).items():
        if times > 1:
            raise refuse(tree.place, f"two issues have the index {quoted(index)}", "give each its own")
    return issues


def _options(element: Element, kind: str, name: str, grid: int, notes: list[str]) -> tuple[str | Fraction, ...]:
    if kind == "discrete":
        labels = [item.get("value") or "" for item in element.named("item")]
        if not labels:
            raise refuse(element.place, f"the issue {quoted(name)} has no option", "add <item> elements")
        if len(labels) > MOST_OPTIONS:
            wrong = f"the issue {quoted(name)} has {len(labels):,} options"
            raise refuse(element.place, wrong, f"at most {MOST_OPTIONS:,} are possible")
        if len(set(labels)) < len(labels):
            notes.append(f"{name}: an option that stands there twice counts once, as in GENIUS")
        return tuple(dict.fromkeys(labels))
    low, high = bounds_of(element)
    if high < low:
        raise refuse(element.place, f"the range of {quoted(name)} is empty", "lowerbound comes first")
    if kind == "integer":
        if low.denominator != 1 or high.denominator != 1:
            raise refuse(
                element.place, f"the bounds of {quoted(name)} are not whole", "an integer issue has whole bounds"
            )
        if high - low >= MOST_OPTIONS:
            wrong = f"the issue {quoted(name)} has {int(high - low) + 1:,} amounts"
            raise refuse(
                element.place, wrong, f"at most {MOST_OPTIONS:,} are possible; make the issue real, or coarser"
            )
        return tuple(low + step for step in range(int(high - low) + 1))
    if low == high:
        return (low,)
    notes.append(
        f"{name}: any amount from {number_text(low)} to {number_text(high)} can be agreed; here {grid} amounts stand for them"
    )
    # As floats and back: what is written to the file is what utilities are counted for.
    return tuple(dict.fromkeys(exact(float(low + (high - low) * step / (grid - 1))) for step in range(grid)))


def _matching(tree: Element, issues: Sequence[_Issue]) -> dict[int, Element] | Element:
    """The profile's element of each issue, by position: same index and name, else same name; or the first that is not known."""
    names = [issue.matter.name for issue in issues]
    found: dict[int, Element] = {}
    for element in tree.below():
        if element.tag != "issue":
            continue
        name, index = element.get("name") or "", element.get("index") or ""
        same = [at for at, issue in enumerate(issues) if issue.index == index and name in {"", issue.matter.name}]
        if not same and names.count(name) == 1:
            same = [names.index(name)]
        if not same or same[0] in found:
            return element
        found[same[0]] = element
    return found


def _stranger(tree: Element, issues: Sequence[_Issue]) -> str | None:
    """Why a profile does not belong to the domain; none if it does."""
    found = _matching(tree, issues)
    if isinstance(found, Element):
        return (
            f"the domain has no issue {quoted(found.get('name') or '')} with the index {found.get('index') or 'none'}"
        )
    if not found:
        return "it names no issue"
    for at, element in found.items():
        labels = {item.get("value") or "" for item in element.named("item")}
        if issues[at].kind == "discrete" and labels and not labels & set(issues[at].matter.labels()):
            return f"none of its options of {quoted(issues[at].matter.name)} is in the domain"
    return None


def _profile(file: Path, tree: Element, issues: Sequence[_Issue], notes: list[str]) -> Profile:
    found = _matching(tree, issues)
    assert isinstance(found, dict)
    own = {at: element.get("index") or "" for at, element in found.items()}
    reservation = _value_of(tree, "reservation")
    discount = _value_of(tree, "discount_factor")
    nothing = tuple((Fraction(0),) * len(issue.matter.options) for issue in issues)
    name = " ".join(file.stem.replace("_", " ").split())
    zero = (Fraction(0),) * len(issues)
    functions = [element for element in tree.below() if element.tag in {"utility", "utility_function"}]
    if functions:
        rectangles = _rectangles(functions[0], own, issues, file, notes)
        return Profile(name, file.name, zero, nothing, reservation, discount, rectangles, cut_at_one=True)
    weights = {
        element.get("index") or "": number_of(element.get("value"), element.place, "the weight")
        for element in tree.below()
        if element.tag == "weight"
    }
    if any(weight < 0 for weight in weights.values()):
        raise refuse(tree.place, "a weight is below 0", "weights are 0 or more")
    if not weights:
        notes.append(f"{file.name} gives no weight; every issue counts the same")
        weights = dict.fromkeys(own.values(), Fraction(1, len(own)))
    values = list(nothing)
    for at, issue in enumerate(issues):
        if at not in found or own[at] not in weights:
            notes.append(
                f"{file.name} gives no {'weight' if at in found else 'value'} for {issue.matter.name}; it counts 0"
            )
        if at in found:
            values[at] = values_of(found[at], issue.kind, issue.matter, file.name, notes)
    given = tuple(weights.get(own[at], Fraction(0)) if at in own else Fraction(0) for at in range(len(issues)))
    return Profile(name, file.name, given, tuple(values), reservation, discount, cut_at_one=True)


def _value_of(tree: Element, tag: str) -> Fraction | None:
    found = [element for element in tree.below() if element.tag == tag]
    return number_of(found[0].get("value"), found[0].place, f"<{tag}>") if found else None


def _rectangles(
    function: Element, own: dict[int, str], issues: Sequence[_Issue], file: Path, notes: list[str]
) -> tuple[Rectangle, ...]:
    greatest = number_of(function.get("maxutility"), function.place, "maxutility")
    if greatest <= 0:
        raise refuse(
            function.place, f"maxutility is {number_text(greatest)}", "GENIUS divides by it; it must be above 0"
        )
    (function, *more) = function.named("ufun") or [function]
    if more or function.named("ufun") or (function.get("aggregation") or "sum").lower() != "sum":
        raise refuse(
            function.place, "utility functions are nested or not summed", "only a plain sum of rectangles is read"
        )
    at_index = {index: at for at, index in own.items()}
    amounts = {
        at: [Fraction(each) for each in issue.matter.options]
        for at, issue in enumerate(issues)
        if issue.matter.is_amount
    }
    rectangles = []
    lost = 0
    for element in function.named("hyperRectangle"):
        if element.named("EXCLUDES"):
            raise refuse(element.place, "EXCLUDES is not read", "write the rectangle with INCLUDES")
        weight = number_of(element.get("weight") or "1", element.place, "the weight")
        adds = number_of(element.get("utility"), element.place, "the utility") * weight / greatest
        bounds: dict[int, tuple[int, int]] = {}
        for bound in element.named("INCLUDES"):
            at = at_index.get(bound.get("index") or "")
            if at is None or at not in amounts:
                wrong = f"there is no integer or real issue with the index {quoted(bound.get('index'))}"
                raise refuse(bound.place, wrong, "bounds are on amounts")
            low, high = (number_of(bound.get(end), bound.place, end) for end in ("min", "max"))
            first, last = bounds.get(at, (0, len(amounts[at]) - 1))
            bounds[at] = max(first, bisect_left(amounts[at], low)), min(last, bisect_right(amounts[at], high) - 1)
        if any(first > last for first, last in bounds.values()):
            lost += 1
        elif adds:
            rectangles.append(Rectangle(adds, bounds))
    if lost:
        notes.append(f"{file.name}: rectangles that hold no amount of the case: {lost}; they are left out")
    return tuple(rectangles)
