"""Every part of a scenario, wherever it stands, with the origins around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from pourparler.scenario.fields import Number, Origin, Part
from pourparler.scenario.model import Scenario
from pourparler.scenario.numbers import NumberLine
from pourparler.scenario.tree import Path


class Found(NamedTuple):
    """A part, the path at which it stands in the file, and the origins around it, the nearest first."""

    path: Path
    part: Part
    around: tuple[Origin, ...]


def walk(value: object, path: Path = (), around: tuple[Origin, ...] = ()) -> Iterator[Found]:
    """Every part at or below `value`, in the order of the file's keys."""
    if isinstance(value, Part):
        yield Found(path, value, around)
        within = (value, *around) if isinstance(value, Origin) else around
        for name, field in type(value).model_fields.items():
            yield from walk(getattr(value, name), (*path, field.alias or name), within)
    elif isinstance(value, Mapping):
        for key, below in value.items():
            yield from walk(below, (*path, key), around)
    elif isinstance(value, tuple):
        for index, below in enumerate(value):
            yield from walk(below, (*path, index), around)


def numbers_below(
    scenario: Scenario, part: Part | None, path: Path, words: Callable[[Path], tuple[str, str]]
) -> Iterator[NumberLine]:
    """Every number below a part, with its origin and place.

    words: for the path of a number, below the part's own, the name of the party under which the number is listed, and what
        the number means, as it stands inside a sentence.
    """
    for at, number, around in walk(part, path):
        if isinstance(number, Number):
            origin: Origin = number
            for wider in around:
                origin = origin.within(wider)
            party, what = words(at[len(path) :])
            yield NumberLine(at, party, what, number.value, origin, scenario.place(at))
