"""Read YAML 1.2 into a tree that knows the place of everything.

libyaml's event parser does the lexing; composing is done here, without recursion, so that depth, size, duplicate keys
and aliases are under control and every fault has a place. Plain scalars follow the core schema of YAML 1.2
(https://yaml.org/spec/1.2.2/#103-core-schema): `no` and `on` are words, dates are text.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from pourparler.scenario.problem import Place, Problem, ScenarioError, quoted
from pourparler.scenario.tree import Key, Node, Scalar

MOST_BYTES = 8_000_000
MOST_LINES = 100_000
MOST_DEPTH = 40
MOST_NODES = 400_000

_NULL = re.compile(r"(~|null|Null|NULL|)\Z")
_BOOLEAN = re.compile(r"(true|True|TRUE|false|False|FALSE)\Z")
_INTEGER = re.compile(r"[-+]?[0-9]{1,300}\Z|0o[0-7]{1,100}\Z|0x[0-9a-fA-F]{1,100}\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,6})?\Z")
_NOT_FINITE = re.compile(r"([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\Z")


def decode(raw: bytes, file: str) -> str:
    """Text of a UTF-8 file, with or without byte-order mark.

    Raises:
        ScenarioError: the file is too long or is not text; the place is the first byte that cannot be read.
    """
    if len(raw) > MOST_BYTES:
        raise _refuse(Place(file, 1, 1), f"the file has {len(raw):,} bytes", f"at most {MOST_BYTES:,} are read; {_SHORTER}")
    lines = raw.count(b"\n")
    if lines > MOST_LINES:
        raise _refuse(
            Place(file, MOST_LINES + 1, 1), f"the file has {lines:,} lines", f"at most {MOST_LINES:,} are read; {_SHORTER}"
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode("utf-8-sig", errors="replace")) + 1
        place = Place(file, before.count(b"\n") + 1, column)
        raise _refuse(place, f"byte 0x{raw[error.start]:02x} is not UTF-8 text", "save the file as UTF-8 text") from None
    return text


_SHORTER = "put long tables into CSV files, and other cases into folders of their own"


def _refuse(place: Place, wrong: str, right: str) -> ScenarioError:
    return ScenarioError([Problem(place, wrong, right)])


def scalar_of(text: str) -> Scalar:
    """The value of a plain scalar by the core schema.

    Raises:
        ValueError: not a number that can be used, such as `.nan`.
    """
    if _NULL.match(text):
        return None
    if _BOOLEAN.match(text):
        return text.lower() == "true"
    if _INTEGER.match(text):
        return int(text, 0) if text[:2] in {"0o", "0x"} else int(text)
    if _NOT_FINITE.match(text):
        raise ValueError(f"{quoted(text)} is not a finite number")
    if _FLOAT.match(text):
        number = float(text)
        if not math.isfinite(number):
            raise ValueError(f"{quoted(text)} is too large for a number")
        return number
    return text


@dataclass
class _Composer:
    """Builds the tree from events. `open` holds the collections that are not closed yet, with the key being waited for."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    anchors: dict[str, Node | None] = field(default_factory=dict)
    open: list[tuple[Node, str | None]] = field(default_factory=list)
    keys: list[tuple[Key, Place] | None] = field(default_factory=list)
    root: Node | None = None
    nodes: int = 0

    def place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def scalar(self, event: Any) -> None:
        place = self.place(event)
        if event.tag not in (None, "!"):
            self.problems.append(Problem(place, f"the tag {quoted(event.tag)} is not used here", "take it away"))
        value: Scalar = event.value
        if not event.style:  # a plain scalar; quoted text stays text
            try:
                value = scalar_of(event.value)
            except ValueError as error:
                self.problems.append(Problem(place, str(error), "write a number, or a range such as [30, 50]"))
        node = Node(value, place)
        if event.anchor:
            self.anchors[event.anchor] = node
        if self.waits_for_key():
            self.key(value if isinstance(value, int | float) and not isinstance(value, bool) else event.value, place)
        else:
            self.add(node)

    def waits_for_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1][0].content, dict) and self.keys[-1] is None

    def key(self, key: Key, place: Place) -> None:
        mapping = self.open[-1][0]
        if key in mapping.content:
            first = mapping.key_places[key]
            wrong = f"the key {quoted(key)} stands here for the second time (first in line {first.line})"
            self.problems.append(Problem(place, wrong, "keep one of the two"))
        self.keys[-1] = (key, place)

    def add(self, node: Node) -> None:
        self.nodes += node.size
        if self.nodes > MOST_NODES:
            wrong = f"the file comes to more than {MOST_NODES:,} values once its aliases are written out"
            raise ScenarioError([*self.problems, Problem(node.place, wrong, "write less, or put tables into CSV files")])
        if not self.open:
            self.root = node
            return
        parent = self.open[-1][0]
        if isinstance(parent.content, list):
            parent.content.append(node)
            parent.size += node.size
        else:
            waiting = self.keys[-1]
            assert waiting is not None
            if waiting[0] not in parent.content:
                parent.put(waiting[0], node, waiting[1])
            self.keys[-1] = None

    def start(self, event: Any, content: Any) -> None:
        place = self.place(event)
        if event.tag not in (None, "!"):
            self.problems.append(Problem(place, f"the tag {quoted(event.tag)} is not used here", "take it away"))
        if self.waits_for_key():
            self.problems.append(Problem(place, "a list or mapping cannot be a key", "use a name as key"))
            self.keys[-1] = (f"key in line {place.line}, column {place.column}", place)
            raise ScenarioError(self.problems)
        if len(self.open) >= MOST_DEPTH:
            wrong = f"this is nested more than {MOST_DEPTH} deep"
            raise ScenarioError([*self.problems, Problem(place, wrong, "no scenario needs more than 10; mend the brackets")])
        if event.anchor:
            self.anchors[event.anchor] = None
        self.open.append((Node(content, place), event.anchor))
        self.keys.append(None)

    def end(self) -> None:
        node, anchor = self.open.pop()
        self.keys.pop()
        if anchor:
            self.anchors[anchor] = node
        self.nodes -= node.size - 1
        self.add(node)

    def alias(self, event: Any) -> None:
        place = self.place(event)
        node = self.anchors.get(event.anchor)
        if node is None:
            inside = event.anchor in self.anchors
            wrong = f"the alias '*{event.anchor}' " + ("contains itself" if inside else "has no anchor before it")
            self.problems.append(Problem(place, wrong, f"put '&{event.anchor}' before the value that is meant"))
            node = Node(None, place)
        if self.waits_for_key():
            self.key(f"*{event.anchor}", place)
        else:
            self.add(node)


def read_yaml(text: str, file: str) -> Node:
    """Read one YAML document.

    Args:
        text: the file's content.
        file: its name, for messages.

    Returns:
        The tree. An empty file gives an empty mapping.

    Raises:
        ScenarioError: not YAML, or something in it that no scenario may contain; all faults found are listed.
    """
    composer = _Composer(file)
    documents = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            match event:
                case yaml.ScalarEvent():
                    composer.scalar(event)
                case yaml.MappingStartEvent():
                    composer.start(event, {})
                case yaml.SequenceStartEvent():
                    composer.start(event, [])
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    composer.end()
                case yaml.AliasEvent():
                    composer.alias(event)
                case yaml.DocumentStartEvent():
                    documents += 1
                    if documents > 1:
                        place = composer.place(event)
                        composer.problems.append(Problem(place, "a second document starts here", "one file holds one scenario"))
                        break
    except yaml.YAMLError as error:
        composer.problems.append(_not_yaml(error, text, file))
    if composer.problems:
        raise ScenarioError(composer.problems)
    return composer.root or Node({}, Place(file, 1, 1))


def _not_yaml(error: yaml.YAMLError, text: str, file: str) -> Problem:
    if isinstance(error, yaml.MarkedYAMLError) and (mark := error.problem_mark or error.context_mark) is not None:
        place = Place(file, mark.line + 1, mark.column + 1)
        said = ", ".join(str(part) for part in (error.context, error.problem) if part)
        return Problem(place, f"this is not YAML ({said})", "look for a bracket, quote, colon or indentation that is off, here or just above")
    position = getattr(error, "position", 0)
    before = text.encode("utf-8", errors="replace")[: position if isinstance(position, int) else 0]
    line_start = before.rfind(b"\n") + 1
    place = Place(file, before.count(b"\n") + 1, len(before[line_start:].decode("utf-8", errors="replace")) + 1)
    character = getattr(error, "character", None)
    shown = f" 0x{character:02x}" if isinstance(character, int) else ""
    return Problem(place, f"this is not text: control character{shown}", "remove it, or save the file as plain text")
