"""A tree drawn so that somebody who has never seen one can read it: as an outline, with who moves, how likely, and what it brings."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pourparler.chart_style import GREY, INK, LIGHT_GREY, WIDTH, inline, party_look

if TYPE_CHECKING:
    import altair

LINE = 15  # px for each line of a label
GAP = 5  # px between rows
INDENT = 20  # px for each move, at most
LEAST = 20  # letters for which the longest way leaves room
LETTER = 6.0  # px, of the labels
COLUMN = 74  # px for each column of figures on the right


@dataclass
class Node:
    """A row of the drawing. `label` is what led here, `mover` who moves here (empty: nobody, or chance), `figures` the columns."""

    label: str
    mover: str
    figures: tuple[str, ...]
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """A node with its place, and that of the node before it: the middles of the first lines, in px; and its label, in lines."""

    node: Node
    x: float
    y: float
    parent_x: float
    parent_y: float
    label: tuple[str, ...]


def longest(root: Node) -> int:
    """How many moves the longest way has."""
    moves, here = 0, root.children
    while here:
        moves, here = moves + 1, [below for node in here for below in node.children]
    return moves


def ways(root: Node) -> list[str]:
    """Every way from the root to an end in words, with the figures of the end."""
    found, waiting = [], [(root, root.label)]
    while waiting:
        node, way = waiting.pop()
        if not node.children:
            found.append(f"{way} ({', '.join(node.figures)})")
        waiting += [(child, f"{way} > {child.label}") for child in reversed(node.children)]
    return found


def lines_of(text: str, pixels: float) -> tuple[str, ...]:
    """A text in lines of so many px; a word that is longer is broken."""
    return tuple(textwrap.wrap(text, max(1, int(pixels / LETTER)), break_on_hyphens=False)) or ("",)


def outline(root: Node, columns: int, top: float = LINE + GAP) -> tuple[list[Row], float]:
    """Every node in its row, in the order of play, and the height of all. top: height of the heads of the columns, in px."""
    rows: list[Row] = []
    room = WIDTH - columns * COLUMN - 20
    indent = min(INDENT, (room - LEAST * LETTER) / max(1, longest(root)))
    waiting, down = [(root, 0.0, 0.0, 0.0)], top
    while waiting:
        node, x, parent_x, parent_y = waiting.pop()
        row = Row(node, x, down + LINE / 2, parent_x, parent_y, lines_of(node.label, room - x))
        down += len(row.label) * LINE + GAP
        rows.append(row)
        waiting += [(child, x + indent, x, row.y) for child in reversed(node.children)]
    return rows, down


def draw(root: Node, heads: Sequence[str], movers: Sequence[str]) -> altair.TopLevelMixin:
    """The tree as a chart. heads: of the columns of figures; movers: the names that may move, in the order of their colours."""
    import altair as alt

    folded = [lines_of(head, COLUMN - 8) for head in heads]
    rows, height = outline(root, len(heads), max(map(len, folded)) * LINE + GAP)
    x_scale, y_scale = alt.Scale(domain=[-8, WIDTH], nice=False), alt.Scale(domain=[height, 0], nice=False)

    def at(name: str, channel: Any, scale: alt.Scale) -> Any:
        return channel(f"{name}:Q", scale=scale, axis=None)

    def text(data: list[dict[str, Any]], align: Literal["left", "right"], colour: str) -> Any:
        mark = alt.Chart(inline(data)).mark_text(align=align, baseline="middle", fontSize=11.5, color=colour)
        return mark.encode(x=at("x", alt.X, x_scale), y=at("y", alt.Y, y_scale), text="text:N")

    rules = (
        alt.Chart(inline(list(_elbows(rows))))
        .mark_rule(color=LIGHT_GREY)
        .encode(x=at("x", alt.X, x_scale), y=at("y", alt.Y, y_scale), x2="x2:Q", y2="y2:Q")
    )
    looks = [party_look(position) for position in range(len(movers))]
    scales = [alt.Scale(domain=list(movers), range=[look[part] for look in looks]) for part in (0, 1)]
    legend = alt.Legend(title="Who moves", orient="top")
    dots = (
        alt.Chart(inline([{"x": row.x, "y": row.y, "mover": row.node.mover} for row in rows if row.node.mover]))
        .mark_point(filled=True, size=60, opacity=1)
        .encode(
            x=at("x", alt.X, x_scale),
            y=at("y", alt.Y, y_scale),
            color=alt.Color("mover:N", scale=scales[0], legend=legend),
            shape=alt.Shape("mover:N", scale=scales[1], legend=legend),
        )
    )
    # Lines of one label stand below each other by themselves, whatever draws them.
    labels = text(
        [
            {"x": row.x + 8, "y": row.y + line * LINE, "text": part}
            for row in rows
            for line, part in enumerate(row.label)
        ],
        "left",
        INK,
    )
    edge = [WIDTH - (len(heads) - 1 - column) * COLUMN - 6 for column in range(len(heads))]
    figures = [
        {"x": edge[column], "y": row.y, "text": figure}
        for row in rows
        for column, figure in enumerate(row.node.figures)
    ]
    top = [
        {"x": edge[column], "y": LINE / 2 + line * LINE, "text": part}
        for column, head in enumerate(folded)
        for line, part in enumerate(head)
    ]
    layers = (rules, dots, labels, text(figures, "right", INK), text(top, "right", GREY))
    return alt.layer(*layers).properties(width=WIDTH, height=height)


def _elbows(rows: Sequence[Row]) -> Iterator[dict[str, float]]:
    """A line down from each node to the rows of what follows it, and one across to each of them."""
    for row in rows[1:]:
        left = row.parent_x
        yield {"x": left, "y": row.parent_y, "x2": left, "y2": row.y}
        yield {"x": left, "y": row.y, "x2": row.x - (6 if row.node.mover else -2), "y2": row.y}
