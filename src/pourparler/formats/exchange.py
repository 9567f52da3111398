"""What the file formats have in common: things to be settled, and profiles that say what each is worth to whom.

Readers make an `Exchange` from another tool's files, writers make such files from it. All numbers are exact fractions, so
that a utility is the same on both sides.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from pourparler.scenario.problem import Place, Problem, ScenarioError, quoted

MOST_AMOUNT = 1e12
MOST_ISSUES = 1_000


class FormatError(ScenarioError):
    """Another tool's file cannot be used. `problems` lists what is wrong with it."""


def refuse(place: Place, wrong: str, right: str) -> FormatError:
    """The error for one thing that is wrong."""
    return FormatError([Problem(place, wrong, right)])


@dataclass(frozen=True)
class Matter:
    """Something to be settled: options named by labels, or amounts in rising order."""

    name: str
    options: tuple[str | Fraction, ...]
    unit: str = ""

    @property
    def is_amount(self) -> bool:
        """Whether the options are amounts."""
        return not isinstance(self.options[0], str)

    def labels(self) -> tuple[str, ...]:
        """The options as text."""
        return tuple(
            option if isinstance(option, str) else f"{number_text(option)} {self.unit}".strip()
            for option in self.options
        )


@dataclass(frozen=True)
class Rectangle:
    """Utility added where all bounds hold: per matter (its position) the first and last option meant, both inclusive."""

    adds: Fraction
    bounds: Mapping[int, tuple[int, int]]


@dataclass(frozen=True)
class Profile:
    """What the outcomes are worth to one party: sum of weight times value over the matters, plus the rectangles that hold.

    Attributes:
        name: the party, as a person would say it.
        file: the file it was read from, or is to be written to.
        weights: (matters,).
        values: per matter, one for each option, with the scaling of the tool already done.
        reservation: utility of no agreement; none if the file gives none.
        discount: the file's discount factor, if it gives one.
        cut_at_one: whether the tool counts a utility above 1 as 1.
    """

    name: str
    file: str
    weights: tuple[Fraction, ...]
    values: tuple[tuple[Fraction, ...], ...]
    reservation: Fraction | None = None
    discount: Fraction | None = None
    rectangles: tuple[Rectangle, ...] = ()
    cut_at_one: bool = False

    def utility(self, outcome: Sequence[int]) -> Fraction:
        """Utility of an outcome, given as option positions, before any cut."""
        total = sum((w * v[o] for w, v, o in zip(self.weights, self.values, outcome, strict=True)), Fraction(0))
        for rectangle in self.rectangles:
            if all(first <= outcome[matter] <= last for matter, (first, last) in rectangle.bounds.items()):
                total += rectangle.adds
        return total


@dataclass(frozen=True)
class Exchange:
    """A whole case as it goes from one tool to another, and in `notes`, a line each, what is lost or assumed on the way."""

    title: str
    matters: tuple[Matter, ...]
    profiles: tuple[Profile, ...]
    notes: tuple[str, ...] = ()


def exact(number: float) -> Fraction:
    """The decimal number that is written for a float: 0.1 is a tenth."""
    return Fraction(Decimal(repr(float(number))))


def number_of(raw: object, place: Place, what: str) -> Fraction:
    """The number that stands in a file.

    Raises:
        FormatError: not a finite number below 1e12.
    """
    try:
        number = float(raw) if isinstance(raw, str | int | float) and not isinstance(raw, bool) else math.nan
    except (ValueError, OverflowError):
        number = math.nan
    if not abs(number) < MOST_AMOUNT:
        wrong = f"{what} is {'missing' if raw is None else quoted(raw)}"
        raise refuse(place, wrong, "write a number such as 0.5, below 1e12")
    return exact(number)


def number_text(number: Fraction) -> str:
    """The shortest decimal text that reads back as the same float."""
    nearest = float(number)
    return str(int(nearest)) if nearest == int(nearest) and abs(nearest) < 1e15 else repr(nearest)


def count(number: int, thing: str) -> str:
    """A number with its noun."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def listed_names(names: Iterable[str]) -> str:
    """Names in quotation marks, with commas between."""
    return ", ".join(quoted(name) for name in names)
