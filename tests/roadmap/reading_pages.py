"""What a reader finds on the pages of the roadmap room, bit by bit."""

from __future__ import annotations

from collections.abc import Iterator

from pourparler.answer import Chart, Paragraph, Sentence, Table
from pourparler.roadmap.answer import RoadmapAnswer


def sentences(found: RoadmapAnswer) -> Iterator[Sentence]:
    for headline in found.headlines():
        yield from headline.sentences
    for section in found.sections():
        for block in section.content:
            if isinstance(block, Paragraph):
                yield from block.sentences
            elif isinstance(block, Table):
                yield from (cell for row in block.rows for cell in row if isinstance(cell, Sentence))


def tables(found: RoadmapAnswer, anchor: str) -> list[Table]:
    blocks = next(section.content for section in found.sections() if section.anchor == anchor)
    return [block for block in blocks if isinstance(block, Table)]


def charts(found: RoadmapAnswer) -> list[Chart]:
    return [block for section in found.sections() for block in section.content if isinstance(block, Chart)]
