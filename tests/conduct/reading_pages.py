"""What a reader finds on the pages of the conduct room, bit by bit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pourparler.answer import Bullets, Chart, Table, Topic
from pourparler.conduct.answer import ConductAnswer
from tests.reading_pages import sentences

ESTIMATIVE = re.compile(
    r"\b(almost no chance|remote chance|(un)?likely|roughly even chance|realistic possibility|almost certain)\b"
)
CONFIDENCE = re.compile(r"\bconfidence\b.*\b(low|moderate|high)\b|\b(low|moderate|high) confidence\b", re.IGNORECASE)


def texts(found: ConductAnswer) -> Iterator[str]:
    """Everything that a reader can read, bit by bit."""
    yield from map(str, sentences(found))
    for section in found.sections():
        for block in section.content:
            if isinstance(block, Table):
                yield from (
                    block.caption,
                    block.note,
                    *block.columns,
                    *(str(cell) for row in block.rows for cell in row),
                )
            elif isinstance(block, Chart):
                yield from (block.message, block.alternative, block.note)


def section(found: ConductAnswer, anchor: str) -> Any:
    return next(section for section in found.sections() if section.anchor == anchor)


def told(found: ConductAnswer, topic: Topic) -> str:
    return " ".join(str(s) for headline in found.headlines() if headline.topic is topic for s in headline.sentences)


def page(found: ConductAnswer, anchor: str) -> str:
    blocks = section(found, anchor).content
    items = [
        block.items if isinstance(block, Bullets) else block.sentences
        for block in blocks
        if not isinstance(block, (Table, Chart))
    ]
    return " ".join(str(sentence) for group in items for sentence in group)


def table(found: ConductAnswer, caption: str) -> Table:
    tables = [b for s in found.sections() for b in s.content if isinstance(b, Table) and caption in b.caption]
    return tables[0]


def mixed(found: ConductAnswer) -> list[str]:
    return [text for text in texts(found) if CONFIDENCE.search(text) and ESTIMATIVE.search(text)]
