"""What a reader finds on the pages of any room."""

from __future__ import annotations

from collections.abc import Iterator

from pourparler.answer import Bullets, Paragraph, Sentence, Table
from pourparler.room import PagedAnswer


def sentences(found: PagedAnswer) -> Iterator[Sentence]:
    """Every sentence of the headlines and sections, cells of tables that are sentences too."""
    for headline in found.headlines():
        yield from headline.sentences
    for section in found.sections():
        for block in section.content:
            if isinstance(block, Paragraph):
                yield from block.sentences
            elif isinstance(block, Bullets):
                yield from block.items
            elif isinstance(block, Table):
                yield from (cell for row in block.rows for cell in row if isinstance(cell, Sentence))
