"""Read JSON and YAML files into trees that know the place of everything. JSON is read as the YAML that it is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from pourparler.formats.exchange import FormatError, refuse
from pourparler.formats.folder import content_of
from pourparler.scenario.problem import ScenarioError, quoted, shown
from pourparler.scenario.tree import Key, Node
from pourparler.scenario.yaml_reader import decode, read_yaml


def read_tree(file: Path) -> Node:
    """The content of a JSON or YAML file.

    Raises:
        FormatError: it cannot be read, or is neither.
    """
    try:
        return read_yaml(decode(content_of(file), file.as_posix()), file.as_posix())
    except ScenarioError as error:
        raise FormatError(error.problems) from None


def mapping_of(node: Node, what: str) -> Mapping[Key, Node]:
    """The children of a mapping, by key.

    Raises:
        FormatError: it is none.
    """
    if not isinstance(node.content, dict):
        raise refuse(node.place, f"{what} is {shown(node.data())}", "a mapping stands here")
    return cast("Mapping[Key, Node]", node.content)


def list_of(node: Node, what: str) -> list[Node]:
    """The items of a list.

    Raises:
        FormatError: it is none.
    """
    if not isinstance(node.content, list):
        raise refuse(node.place, f"{what} is {shown(node.data())}", "a list stands here")
    return cast("list[Node]", node.content)


def child(node: Node, key: str, what: str) -> Node:
    """The value under a key that must be there.

    Raises:
        FormatError: it is not.
    """
    found = mapping_of(node, what).get(key)
    if found is None:
        raise refuse(node.place, f"{quoted(key)} is missing in {what}", f"add {quoted(key)}")
    return found


def has(node: Node, *keys: str) -> bool:
    """Whether the node is a mapping with all of these keys."""
    return isinstance(node.content, dict) and all(key in node.content for key in keys)


def text_of(node: Node) -> str:
    """A scalar as text."""
    if isinstance(node.content, dict | list) or node.content is None:
        raise refuse(node.place, f"{shown(node.data())} stands here", "a word or number stands here")
    return str(node.content)
