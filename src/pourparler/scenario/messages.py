"""Turn what pydantic found into messages that say where, what is wrong and what would be right."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Any, Union

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pourparler.scenario.model import Scenario
from pourparler.scenario.problem import Problem, Suggestions, listed, quoted, shown
from pourparler.scenario.tree import Node, Path
from pourparler.scenario.yaml_reader import scalar_of

_PLAIN = {
    "string_type": ("is not text", "write words; put a number that is meant as text in quotes"),
    "int_type": ("is not a whole number", "write a whole number, such as 7"),
    "bool_type": ("is neither true nor false", "write true or false"),
    "dict_type": ("is not a mapping", "write 'name: value' lines below it, indented"),
    "model_type": ("is not a mapping", "write 'key: value' lines below it, indented"),
    "tuple_type": ("is not a list", "write [first, second], or lines that start with '- '"),
    "greater_than_equal": ("is too small", "write {ge} or more"),
    "less_than_equal": ("is too large", "write {le} or less"),
}


def problems_of(error: ValidationError, tree: Node, suggestions: Suggestions) -> Iterator[Problem]:
    """One problem for every error pydantic found."""
    for details in error.errors(include_url=False):
        yield _problem(details, tree, suggestions)


def _problem(details: ErrorDetails, tree: Node, suggestions: Suggestions) -> Problem:
    at_key = details["loc"][-1:] == ("[key]",)
    path = _path(details["loc"], tree)
    kind, given = details["type"], details["input"]
    context: dict[str, Any] = details.get("ctx") or {}
    if kind == "extra_forbidden":
        known = sorted(known_keys(path[:-1]))
        right = suggestions.nearest(path[-1], known)
        if right == listed(known) and (elsewhere := _homes().get(str(path[-1]))):
            right += f"; it belongs {elsewhere}"
        return Problem(tree.key_place(path), f"the key {quoted(path[-1])} is not known here", right)
    if kind == "missing":
        return Problem(tree.key_place(path[:-1]), f"'{path[-1]}' is missing", f"add it: {_meaning(path)}")
    place = tree.key_place(path) if at_key else tree.value_place(path)
    if kind == "teach":
        written, _, steps = tree.find(path)
        if (
            isinstance(written.content, dict) and "value" in written.content
        ):  # a number written long is off, not its because
            place = tree.value_place((*path[:steps], "value"))
        return Problem(place, context["wrong"], context["right"])
    if kind in {"literal_error", "enum"}:
        words = re.split(", | or ", str(context["expected"]).replace("'", ""))
        return Problem(place, f"{shown(given)} is not one of the words for this", suggestions.nearest(given, words))
    if kind in _PLAIN:
        wrong, right = _PLAIN[kind]
        return Problem(place, f"{shown(given)} {wrong}", right.format(**context))
    said = details["msg"]
    return Problem(place, f"{shown(given)} does not fit", said[:1].lower() + said[1:])


def _path(location: tuple[int | str, ...], tree: Node) -> Path:
    """The place pydantic names, with keys as they stand in the file: it writes the key 0.5 as '0.5'."""
    path: list[str | int | float] = []
    for step in location:
        if step == "[key]":
            continue
        if isinstance(step, str) and step[:1] in "-.0123456789":
            content = tree.find(tuple(path))[0].content
            number = scalar_of(step) if isinstance(content, dict) and step not in content else step
            path.append(number if isinstance(number, int | float) else step)
        else:
            path.append(step)
    return tuple(path)


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


@lru_cache(maxsize=1)
def _homes() -> dict[str, str]:
    """Where each key belongs, as keys from the top: the first place that has it."""
    homes: dict[str, str] = {}
    waiting: list[tuple[Any, str]] = [(Scenario, "")]
    seen: set[Any] = set()  # a part may hold parts of its own kind
    for annotation, where in waiting:
        bare = _bare(annotation)
        if isinstance(bare, type) and issubclass(bare, BaseModel):
            if bare in seen:
                continue
            seen.add(bare)
            for name, field in bare.model_fields.items():
                key = field.alias or name
                homes.setdefault(key, f"under '{where}'" if where else "at the top")
                waiting.append((field.annotation, f"{where} {key}:".strip()))
        elif typing.get_origin(bare) is dict:
            waiting.append((typing.get_args(bare)[1], f"{where} NAME:"))
        elif typing.get_origin(bare) is tuple:
            waiting.append((typing.get_args(bare)[0], f"{where} -"))
    return homes


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
