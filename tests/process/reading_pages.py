"""What a reader finds on the pages of the process room, bit by bit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pourparler.answer import Chart, Table
from pourparler.process.answer import ProcessAnswer
from tests.reading_pages import sentences


def blocks(found: ProcessAnswer, kind: type) -> list:
    return [block for section in found.sections() for block in section.content if isinstance(block, kind)]


def texts(found: ProcessAnswer) -> Iterator[str]:
    """Everything that is said in words, charts and tables included."""
    yield from map(str, sentences(found))
    yield from (section.title for section in found.sections())
    for chart in blocks(found, Chart):
        yield from (chart.message, chart.alternative, chart.note)
    for table in blocks(found, Table):
        yield from (table.caption, table.note, *table.columns)
        yield from (str(cell) for row in table.rows for cell in row)


def rows_of(chart: Chart, layer: int) -> list[dict[str, Any]]:
    """What one layer of a drawing shows."""
    drawn = chart.draw().to_dict()
    data = drawn["layer"][layer]["data"]
    return data["values"] if "values" in data else drawn["datasets"][data["name"]]
