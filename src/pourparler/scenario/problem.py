"""What is wrong with a scenario, where, and what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from pourparler.errors import PourparlerError

MOST_SEARCHES = 200
MOST_SEARCHED = 1_000
MOST_LISTED = 12


@dataclass(frozen=True, order=True)
class Place:
    """A place in a file. Line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong, or, as advice, one thing that could be better. Both texts are a single line."""

    place: Place
    wrong: str
    right: str

    def __post_init__(self) -> None:
        # Texts quote the file, and what a file holds must neither break a message into lines nor steer a terminal.
        object.__setattr__(self, "wrong", one_line(self.wrong))
        object.__setattr__(self, "right", one_line(self.right))

    def __str__(self) -> str:
        return f"{one_line(str(self.place))}: {self.wrong}; {self.right}"


def _in_order(problem: Problem) -> tuple[str, int, int, str, str]:
    # What the class itself compares, but many times faster: a file may hold a hundred thousand faults.
    return problem.place.file, problem.place.line, problem.place.column, problem.wrong, problem.right


class ScenarioError(PourparlerError):
    """The scenario cannot be used. `problems` lists everything that is wrong with it, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems), key=_in_order))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(name: object, known: Collection[object]) -> str:
    """Advice that names the nearest of the `known` names, or lists them when none is near."""
    names = [str(each) for each in known] if len(str(name)) <= 80 and len(known) <= MOST_SEARCHED else []
    close = difflib.get_close_matches(str(name), names, n=1, cutoff=0.6)
    return f"did you mean '{close[0]}'?" if close else listed(known)


def listed(known: Collection[object]) -> str:
    """Advice that lists the first of the `known` names and says how many more there are."""
    if not known:
        return "there is none to choose from"
    more = len(known) - MOST_LISTED
    return f"known are: {', '.join(map(str, islice(known, MOST_LISTED)))}" + (f" and {more} more" if more > 0 else "")


class Suggestions:
    """`nearest` for the first 200 names asked for, `listed` for the rest.

    A search compares with every known name: without an end to it, a long file full of dangling names would take hours.
    """

    def __init__(self) -> None:
        self.left = MOST_SEARCHES

    def nearest(self, name: object, known: Collection[object]) -> str:
        """Advice on what could have been meant by `name`."""
        self.left -= 1
        return nearest(name, known) if self.left >= 0 else listed(known)


def one_line(text: str) -> str:
    """The text on one line, with every character that cannot be seen written as its escape."""
    text = " ".join(text.split())
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def shown(value: object) -> str:
    """A value of any kind, as a message names it."""
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "a mapping"
    return "a list" if isinstance(value, list | tuple) else quoted(value)


def quoted(value: object) -> str:
    """A value as it can be shown inside one line of a message, shortened where it is long."""
    text = one_line(value[:200] if isinstance(value, str) else repr(value))
    return f"'{text[:57]}...'" if len(text) > 60 else f"'{text}'"
