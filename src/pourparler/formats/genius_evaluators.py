"""What an issue's options are worth in a GENIUS profile, before the weight: from evaluations, or from a function of the amount.

Discrete: evaluation over the issue's largest. Linear: `slope` times the distance from the lower bound plus `offset`, or
`parameter1` times the amount plus `parameter0`, kept within 0 and 1. Triangular: from 0 at `parameter0` up to 1 at
`parameter2` and down to 0 at `parameter1`. Constant: `parameter0`.
"""

from __future__ import annotations

from fractions import Fraction

from pourparler.formats.exchange import Matter, listed_names, number_of, number_text, refuse
from pourparler.formats.xml_reader import Element
from pourparler.scenario.problem import quoted

_NEARLY_ZERO = Fraction(1, 100_000)  # where the largest evaluation is below this, GENIUS counts every option 0


def kind_of(element: Element) -> str:
    """Whether an issue is discrete, integer or real."""
    kind = (element.get("type", "etype", "vtype") or "discrete").lower()
    if kind not in {"discrete", "integer", "real"}:
        raise refuse(element.place, f"the type {quoted(kind)} is not known", "known are: discrete, integer, real")
    return kind


def bounds_of(element: Element) -> tuple[Fraction, Fraction]:
    """The range of an integer or real issue, from the issue's attributes or its <range>."""
    holder = next((each for each in (element, *element.named("range")) if each.get("lowerbound") is not None), element)
    return (
        number_of(holder.get("lowerbound"), holder.place, "lowerbound"),
        number_of(holder.get("upperbound"), holder.place, "upperbound"),
    )


def values_of(element: Element, kind: str, matter: Matter, file: str, notes: list[str]) -> tuple[Fraction, ...]:
    """Value of every option of the domain's issue `matter`, by the profile's `element`; what is odd goes into `notes`."""
    evaluators = element.named("evaluator")
    if kind != "discrete" and evaluators:
        return _by_function(element, evaluators[0], matter, file, notes)
    given: dict[str | Fraction, Fraction] = {}
    for item in element.named("item"):
        if (item.get("evaluation") or "null") != "null":
            label = item.get("value") or ""
            evaluation = number_of(item.get("evaluation"), item.place, "the evaluation")
            if evaluation < 0:
                raise refuse(item.place, "an evaluation is below 0", "evaluations are 0 or more")
            given[label if kind == "discrete" else number_of(label, item.place, "the amount")] = evaluation
    if kind == "real" or (kind == "integer" and not given):
        notes.append(f"{file} gives no evaluator for {matter.name}; every amount counts 0")
        return (Fraction(0),) * len(matter.options)
    unknown = [str(label) for label in given if label not in matter.options]
    if unknown:
        notes.append(f"{file}: options of {matter.name} that the domain does not know: {listed_names(unknown)}")
    missing = [str(option) for option in matter.options if option not in given]
    if missing:
        notes.append(f"{file} gives no evaluation for {listed_names(missing)} ({matter.name}); it counts 0")
    largest = max(given.values(), default=Fraction(0))
    if largest < _NEARLY_ZERO:
        return (Fraction(0),) * len(matter.options)
    return tuple(given.get(option, Fraction(0)) / largest for option in matter.options)


def _by_function(
    element: Element, evaluator: Element, matter: Matter, file: str, notes: list[str]
) -> tuple[Fraction, ...]:
    amounts = [Fraction(option) for option in matter.options]
    shape = (evaluator.get("ftype") or "linear").lower()

    def parameter(*names: str) -> Fraction:
        return number_of(evaluator.get(*names), evaluator.place, f"{names[0]} of {quoted(matter.name)}")

    match shape:
        case "linear":
            from_low = evaluator.get("slope") is not None
            slope, offset = (
                (parameter("slope"), parameter("offset"))
                if from_low
                else (
                    parameter("parameter1"),
                    parameter("parameter0"),
                )
            )
            start = bounds_of(element)[0] if from_low else Fraction(0)
            bends = [start + (level - offset) / slope for level in (0, 1)] if slope else []
            found = [min(max(slope * (amount - start) + offset, Fraction(0)), Fraction(1)) for amount in amounts]
        case "constant":
            bends, found = [], [parameter("parameter0") for _ in amounts]
        case "triangular":
            low, high, top = parameter("parameter0"), parameter("parameter1"), parameter("parameter2")
            if not low <= top <= high:
                raise refuse(
                    evaluator.place, "the top of the triangle is not between its ends", "parameter2 is the top"
                )
            bends, found = [low, top, high], [_triangle(amount, low, high, top) for amount in amounts]
        case _:
            right = "known are: linear, triangular, constant"
            raise refuse(evaluator.place, f"the evaluator {quoted(shape)} is not known", right)
    between = [bend for bend in bends if amounts[0] < bend < amounts[-1] and bend not in amounts]
    if between:
        said = ", ".join(number_text(bend) for bend in between)
        notes.append(f"{file}: {matter.name} bends at {said}, between two amounts of the case; the bend itself is lost")
    return tuple(found)


def _triangle(amount: Fraction, low: Fraction, high: Fraction, top: Fraction) -> Fraction:
    if amount < low or amount >= high:
        return Fraction(0)
    return (amount - low) / (top - low) if amount < top else 1 - (amount - top) / (high - top)
