"""A scenario's raw content with the place of every key and value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pourparler.scenario.problem import Place

Key = str | int | float
Scalar = str | int | float | bool | None
Path = tuple[str | int | float, ...]


@dataclass(slots=True)
class Node:
    """A scalar, a list or a mapping, and where it starts.

    `content` is a scalar, a list of nodes, or a mapping of keys to nodes; `key_places` says where each key of a
    mapping stands. `size` counts the nodes from here down, `depth` their levels.
    """

    content: Any
    place: Place
    key_places: dict[Key, Place] = field(default_factory=dict)
    size: int = 1
    depth: int = 1

    def data(self) -> Any:
        """The content as plain dicts, tuples and scalars."""
        if isinstance(self.content, dict):
            return {key: child.data() for key, child in self.content.items()}
        if isinstance(self.content, list):
            return tuple(child.data() for child in self.content)
        return self.content

    def copy(self) -> Node:
        """The same content at the same places, with nothing shared that can change."""
        content = self.content
        if isinstance(content, dict):
            content = {key: child.copy() for key, child in content.items()}
        elif isinstance(content, list):
            content = [child.copy() for child in content]
        return Node(content, self.place, dict(self.key_places), self.size, self.depth)

    def find(self, path: Path) -> tuple[Node, Place, int]:
        """Follow `path` as far as it leads: the node reached, the place of its key (or of itself), the steps taken."""
        node, place, steps = self, self.place, 0
        for step in path:
            content = node.content
            if isinstance(content, dict) and step in content:
                place, node = node.key_places[step], content[step]
            elif isinstance(content, list) and isinstance(step, int) and 0 <= step < len(content):
                node = content[step]
                place = node.place
            else:
                break
            steps += 1
        return node, place, steps

    def key_place(self, path: Path) -> Place:
        """Where the key (or list item) at `path` stands, or the nearest one above it."""
        return self.find(path)[1]

    def value_place(self, path: Path) -> Place:
        """Where the value at `path` stands; for a mapping, and for what is not there, the key's place.

        A path that leads below a scalar or list means a part that was written short: the scalar or list stands for it.
        """
        node, place, steps = self.find(path)
        written_short = steps < len(path) and not isinstance(node.content, dict)
        return node.place if (steps == len(path) or written_short) and not isinstance(node.content, dict) else place

    def put(self, key: Key, child: Node, place: Place) -> None:
        """Add `child` to this mapping under `key`, which stands at `place`."""
        self.content[key] = child
        self.key_places[key] = place
        self._grow(child)

    def append(self, child: Node) -> None:
        """Add `child` to this list."""
        self.content.append(child)
        self._grow(child)

    def _grow(self, child: Node) -> None:
        self.size += child.size
        self.depth = max(self.depth, child.depth + 1)
