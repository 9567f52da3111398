"""What a reader finds on the pages of the roadmap room, bit by bit."""

from __future__ import annotations

from pourparler.answer import Chart, Table
from pourparler.roadmap.answer import RoadmapAnswer


def tables(found: RoadmapAnswer, anchor: str) -> list[Table]:
    blocks = next(section.content for section in found.sections() if section.anchor == anchor)
    return [block for block in blocks if isinstance(block, Table)]


def charts(found: RoadmapAnswer) -> list[Chart]:
    return [block for section in found.sections() for block in section.content if isinstance(block, Chart)]
