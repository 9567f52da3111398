"""Turn what pydantic found into messages that say where, what is wrong and what would be right."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Union

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pourparler.scenario.model import Scenario
from pourparler.scenario.problem import Problem, nearest, quoted
from pourparler.scenario.tree import Node, Path

_PLAIN = {
    "string_type": ("is not text", "write words; put a number that is meant as text in quotes"),
    "int_type": ("is not a whole number", "write a whole number, such as 7"),
    "bool_type": ("is neither true nor false", "write true or false"),
    "dict_type": ("is not a mapping", "write 'name: value' lines below it, indented"),
    "model_type": ("is not a mapping", "write 'key: value' lines below it, indented"),
    "tuple_type": ("is not a list", "write [first, second], or lines that start with '- '"),
    "is_instance_of": ("is of the wrong kind", "see docs/scenario-file.md"),
}


def problems_of(error: ValidationError, tree: Node) -> Iterator[Problem]:
    """One problem for every error pydantic found."""
    suggestions = 200
    for details in error.errors(include_url=False):
        suggestions -= 1
        yield _problem(details, tree, suggest=suggestions > 0)


def _problem(details: ErrorDetails, tree: Node, suggest: bool) -> Problem:
    path: Path = tuple(step for step in details["loc"] if step != "[key]")
    kind, given = details["type"], details["input"]
    context: dict[str, Any] = details.get("ctx") or {}
    if kind == "teach":
        place = tree.key_place(path) if details["loc"][-1:] == ("[key]",) else tree.value_place(path)
        return Problem(place, context["wrong"], context["right"])
    if kind == "extra_forbidden":
        known = sorted(known_keys(path[:-1]))
        right = nearest(path[-1], known) if suggest else f"known are: {', '.join(known)}"
        return Problem(tree.key_place(path), f"the key {quoted(path[-1])} is not known here", right)
    if kind == "missing":
        return Problem(tree.key_place(path[:-1]), f"'{path[-1]}' is missing", f"add it: {_meaning(path)}")
    place = tree.value_place(path)
    if kind == "literal_error":
        expected = str(context["expected"]).replace(" or ", ", ").replace("'", "")
        return Problem(place, f"{_shown(given)} is not one of the words for this", nearest(given, expected.split(", ")))
    if kind in _PLAIN:
        wrong, right = _PLAIN[kind]
        return Problem(place, f"{_shown(given)} {wrong}", right)
    said = details["msg"]
    return Problem(place, f"{_shown(given)} does not fit", said[:1].lower() + said[1:])


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, tuple | list):
        return "a list"
    return quoted(value) if isinstance(value, str) else quoted(str(value)[:80])


def known_keys(path: Path) -> set[str]:
    """The keys that may stand in the mapping at `path`."""
    model = _model_at(path)
    return {field.alias or name for name, field in model.model_fields.items()} if model else set()


def _meaning(path: Path) -> str:
    model = _model_at(path[:-1])
    for name, field in model.model_fields.items() if model else ():
        if path[-1] in {name, field.alias}:
            example = f", for example {field.examples[0]!r}" if field.examples else ""
            return f"{(field.description or '').rstrip('.')}{example}"
    return "see docs/scenario-file.md"


def _model_at(path: Path) -> type[BaseModel] | None:
    """The model that describes the mapping at `path`, by following the types of the fields."""
    at: Any = Scenario
    for step in path:
        at = _bare(at)
        if isinstance(at, type) and issubclass(at, BaseModel):
            fields = {field.alias or name: field for name, field in at.model_fields.items()}
            if step not in fields:
                return None
            at = fields[str(step)].annotation
        elif typing.get_origin(at) is dict:
            at = typing.get_args(at)[1]
        elif typing.get_origin(at) is tuple:
            at = typing.get_args(at)[0]
        else:
            return None
    at = _bare(at)
    return at if isinstance(at, type) and issubclass(at, BaseModel) else None


def _bare(annotation: Any) -> Any:
    """An annotation without `Annotated` and without `| None`."""
    while True:
        origin = typing.get_origin(annotation)
        if origin is Annotated:
            annotation = typing.get_args(annotation)[0]
        elif origin in (Union, types.UnionType):
            annotation = next(part for part in typing.get_args(annotation) if part is not type(None))
        else:
            return annotation
