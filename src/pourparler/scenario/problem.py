"""What is wrong with a scenario, where, and what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pourparler.errors import PourparlerError


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
    """One thing that is wrong, or, as advice, one thing that could be better."""

    place: Place
    wrong: str
    right: str

    def __str__(self) -> str:
        return f"{self.place}: {self.wrong}; {self.right}"


class ScenarioError(PourparlerError):
    """The scenario cannot be used. `problems` lists everything that is wrong with it, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(name: object, known: Sequence[str]) -> str:
    """Advice that names the nearest of the `known` names, or lists them when none is near."""
    close = difflib.get_close_matches(str(name), known, n=1, cutoff=0.6) if len(str(name)) <= 80 else []
    if close:
        return f"did you mean '{close[0]}'?"
    if not known:
        return "there is none to choose from"
    shown = ", ".join(known[:12])
    return f"known are: {shown}" + (f" and {len(known) - 12} more" if len(known) > 12 else "")


def quoted(value: object) -> str:
    """A value as it can be shown inside one line of a message, shortened where it is long."""
    text = value if isinstance(value, str) else repr(value)
    text = " ".join(text.split())
    return f"'{text[:57]}...'" if len(text) > 60 else f"'{text}'"
