"""Read YAML 1.2 into a tree that knows the place of everything.

libyaml's event parser does the lexing; composing is done here, without recursion, so that depth, size, duplicate keys
and aliases are under control and every fault has a place. Plain scalars follow the core schema of YAML 1.2
(https://yaml.org/spec/1.2.2/#103-core-schema): `no` and `on` are words, dates are text.
"""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from pourparler.scenario.problem import Place, Problem, ScenarioError, quoted
from pourparler.scenario.tree import Key, Node, Scalar

MOST_BYTES = 8_000_000
MOST_LINES = 100_000
MOST_DEPTH = 40
MOST_NODES = 100_000

_NULL = re.compile(r"(~|null|Null|NULL|)\Z")
_BOOLEAN = re.compile(r"(true|True|TRUE|false|False|FALSE)\Z")
_INTEGER = re.compile(r"[-+]?[0-9]{1,300}\Z|0o[0-7]{1,100}\Z|0x[0-9a-fA-F]{1,100}\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_NOT_FINITE = re.compile(r"([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\Z")
# libyaml, as YAML 1.1 did, ends a line at these; editors and YAML 1.2 do not, so every place below would be off.
_OTHER_LINE_END = re.compile("[\x85\u2028\u2029]")

_SHORTER = "put long tables into CSV files, and other cases into folders of their own"


def decode(raw: bytes, file: str) -> str:
    """Text of a UTF-8 file, without byte-order mark, every line ended by a line feed.

    Raises:
        ScenarioError: the file is too long or is not text; the place is the first byte that cannot be read.
    """
    if len(raw) > MOST_BYTES:
        wrong = f"the file has {len(raw):,} bytes"
        raise _refuse(Place(file, 1, 1), wrong, f"at most {MOST_BYTES:,} are read; {_SHORTER}")
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        text = _plain_ends(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        place = _end_of(_plain_ends(raw[: error.start].decode("utf-8")), file)
        wrong = f"byte 0x{raw[error.start]:02x} is not UTF-8 text"
        raise _refuse(place, wrong, "save the file as UTF-8 text") from None
    lines = text.count("\n")
    if lines > MOST_LINES:
        wrong = f"the file has {lines:,} lines"
        raise _refuse(Place(file, MOST_LINES + 1, 1), wrong, f"at most {MOST_LINES:,} are read; {_SHORTER}")
    return text


def _plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _end_of(text: str, file: str) -> Place:
    """The place just behind `text`."""
    return Place(file, text.count("\n") + 1, len(text) - text.rfind("\n"))


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
    """Builds the tree from events.

    `open` holds the collections that are not closed yet with their anchors, `keys` the key for which each waits.
    """

    file: str
    problems: list[Problem] = field(default_factory=list)
    anchors: dict[str, Node | None] = field(default_factory=dict)
    open: list[tuple[Node, str | None]] = field(default_factory=list)
    keys: list[tuple[Key, Place] | None] = field(default_factory=list)
    root: Node | None = None
    nodes: int = 0
    documents: int = 0

    def take(self, event: yaml.Event) -> None:
        """Add what the event brings. What is of no use, such as the end of the file, is passed over."""
        step, mark = _STEPS.get(type(event)), event.start_mark
        if step is not None and mark is not None:
            step(self, event, Place(self.file, mark.line + 1, mark.column + 1))

    def refuse(self, place: Place, wrong: str, right: str) -> ScenarioError:
        """The error with which reading ends at once, with everything found so far."""
        return ScenarioError([*self.problems, Problem(place, wrong, right)])

    def document(self, event: Any, place: Place) -> None:
        self.documents += 1
        if self.documents > 1:
            raise self.refuse(place, "a second document starts here", "one file holds one scenario")

    def tag(self, event: Any, place: Place) -> None:
        if event.tag not in (None, "!"):
            self.problems.append(Problem(place, f"the tag {quoted(event.tag)} is not used here", "take it away"))

    def scalar(self, event: Any, place: Place) -> None:
        self.tag(event, place)
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
        self.check_depth(node.depth, node.place)
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise self.refuse(node.place, f"the file has more than {MOST_NODES:,} values", f"write less; {_SHORTER}")
        if not self.open:
            self.root = node
            return
        parent = self.open[-1][0]
        if isinstance(parent.content, list):
            parent.append(node)
        elif (waiting := self.keys[-1]) is not None:
            if waiting[0] not in parent.content:
                parent.put(waiting[0], node, waiting[1])
            self.keys[-1] = None

    def check_depth(self, levels: int, place: Place) -> None:
        if len(self.open) + levels > MOST_DEPTH:
            wrong = f"this is nested more than {MOST_DEPTH} deep"
            raise self.refuse(place, wrong, "mend the brackets, or write what is nested flatter")

    def start_mapping(self, event: Any, place: Place) -> None:
        self.start(event, Node({}, place))

    def start_list(self, event: Any, place: Place) -> None:
        self.start(event, Node([], place))

    def start(self, event: Any, node: Node) -> None:
        self.tag(event, node.place)
        if self.waits_for_key():
            raise self.refuse(node.place, "a list or mapping cannot be a key", "use a name as key")
        self.check_depth(1, node.place)
        if event.anchor:
            self.anchors[event.anchor] = None
        self.open.append((node, event.anchor))
        self.keys.append(None)

    def end(self, event: Any, place: Place) -> None:
        node, anchor = self.open.pop()
        self.keys.pop()
        if anchor:
            self.anchors[anchor] = node
        self.add(node)

    def alias(self, event: Any, place: Place) -> None:
        node = self.anchors.get(event.anchor)
        if node is None:
            inside = event.anchor in self.anchors
            wrong = f"the alias '*{event.anchor}' " + ("contains itself" if inside else "has no anchor before it")
            self.problems.append(Problem(place, wrong, f"put '&{event.anchor}' before the value that is meant"))
            node = Node(None, place)
        if self.waits_for_key():
            self.key(f"*{event.anchor}", place)
            return
        self.check_depth(node.depth, place)
        if self.nodes + node.size > MOST_NODES:
            wrong = f"the file comes to more than {MOST_NODES:,} values once its aliases are written out"
            raise self.refuse(place, wrong, f"write less; {_SHORTER}")
        self.nodes += node.size - 1
        # A table may add to one of two places that share an anchor; the other must not change with it.
        self.add(node.copy())


_STEPS: Mapping[type[yaml.Event], Callable[[_Composer, Any, Place], None]] = {
    yaml.DocumentStartEvent: _Composer.document,
    yaml.ScalarEvent: _Composer.scalar,
    yaml.MappingStartEvent: _Composer.start_mapping,
    yaml.SequenceStartEvent: _Composer.start_list,
    yaml.MappingEndEvent: _Composer.end,
    yaml.SequenceEndEvent: _Composer.end,
    yaml.AliasEvent: _Composer.alias,
}


def read_yaml(text: str, file: str) -> Node:
    """Read one YAML document.

    Args:
        text: the file's content, as `decode` gives it.
        file: its name, for messages.

    Returns:
        The tree. An empty file gives an empty mapping.

    Raises:
        ScenarioError: not YAML, or something in it that no scenario may contain; all faults found are listed.
    """
    composer = _Composer(file)
    if found := _OTHER_LINE_END.search(text):
        wrong = f"an invisible line end (U+{ord(found[0]):04X}) stands here"
        raise _refuse(_end_of(text[: found.start()], file), wrong, "put a space or a plain line end in its place")
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            composer.take(event)
    except yaml.YAMLError as error:
        composer.problems.append(_not_yaml(error, text, file))
    if composer.problems:
        raise ScenarioError(composer.problems)
    return composer.root or Node({}, Place(file, 1, 1))


def _not_yaml(error: yaml.YAMLError, text: str, file: str) -> Problem:
    if isinstance(error, yaml.MarkedYAMLError) and (mark := error.problem_mark or error.context_mark) is not None:
        place = Place(file, mark.line + 1, mark.column + 1)
        said = ", ".join(str(part) for part in (error.context, error.problem) if part)
        right = "look for a bracket, quote, colon or indentation that is off, here or just above"
        return Problem(place, f"this is not YAML ({said})", right)
    position = getattr(error, "position", 0)
    before = text.encode()[: position if isinstance(position, int) else 0].decode(errors="ignore")
    character = getattr(error, "character", None)
    shown = f" 0x{character:02x}" if isinstance(character, int) else ""
    wrong = f"this is not text: control character{shown}"
    return Problem(_end_of(before, file), wrong, "remove it, or save the file as plain text")
