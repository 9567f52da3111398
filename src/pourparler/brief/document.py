"""The briefing as plain data: what stands on page one, in the sections and in the annex, before it is set."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from pourparler.answer import (
    Block,
    Bullets,
    Chart,
    Computed,
    Figure,
    Headline,
    Method,
    Paragraph,
    Section,
    Sentence,
    Status,
    Table,
    Topic,
)

MEANING = {
    Status.COMPUTED: "computed from the scenario",
    Status.QUOTED: "quoted from a source",
    Status.CORRECTED: "quoted, then corrected",
    Status.JUDGED: "judged by a person",
    Status.ASSUMED: "assumed",
}
"""How the key on page one explains each status, in the order in which it does."""

RESERVED = "brief-"
"""The setting's own places in the page begin so; an anchor must not."""


@dataclass(frozen=True)
class SourceLink:
    """A mention of a source: the anchor of its annex line and the title to show."""

    anchor: str
    title: str


@dataclass(frozen=True)
class NumberLine:
    """The annex line of a number that stands in the scenario. `party` is the name it is grouped under.

    `drawn` is the range that most draws stay in; `location` is where it is written, such as `scenario.yaml:12`.
    """

    anchor: str
    party: str
    what: str
    value: str
    status: Status
    because: str = ""
    sources: tuple[SourceLink, ...] = ()
    quote: str = ""
    judged_by: str = ""
    location: str = ""
    drawn: str = ""


@dataclass(frozen=True)
class SourceLine:
    """The annex line of a source, with its marks on the Admiralty scale in words."""

    anchor: str
    title: str
    author: str = ""
    date: str = ""
    kind: str = ""
    reliability: str = ""
    credibility: str = ""


@dataclass(frozen=True)
class CorrectionLine:
    """A claim that a source makes, what is correct instead, and the source that shows it."""

    anchor: str
    says: str
    source: SourceLink | None
    correct: str
    against: SourceLink | None = None
    because: str = ""


@dataclass(frozen=True)
class Brief:
    """A whole briefing. `briefed` is the name of the side it is for, None for a mediator.

    `range_note` says once what a range such as "30 (22 to 41)" covers.

    Raises ValueError when two lines share an anchor, when an anchor cannot be the target of a link, or when a figure,
    a source link or a computed line leads nowhere.
    """

    title: str
    question: str
    as_of: date
    briefed: str | None
    version: str
    seed: int
    draws: int
    scenario_hash: str
    headlines: tuple[Headline, ...]
    page_one_chart: Chart | None
    sections: tuple[Section, ...]
    computed: tuple[Computed, ...] = ()
    numbers: tuple[NumberLine, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    corrections: tuple[CorrectionLine, ...] = ()
    methods: tuple[Method, ...] = ()
    range_note: str = ""

    def __post_init__(self) -> None:
        if problems := list(_broken_links(self)):
            raise ValueError("The briefing has broken links:\n" + "\n".join(problems))

    @property
    def reader(self) -> str:
        """For whom the briefing is, as a reader would say it."""
        return self.briefed if self.briefed is not None else "a mediator; no side is briefed"


@dataclass(frozen=True)
class Said:
    """What stands on page one under one heading, and the sections that show where it comes from."""

    heading: str
    sentences: tuple[Sentence, ...]
    pages: tuple[Section, ...]


def by_topic(brief: Brief) -> list[Said]:
    """The sentences of page one under the heading of each topic that has any, topics in reading order."""
    sections = {section.anchor: section for section in brief.sections}
    gathered: dict[str, list[Headline]] = {}
    for topic in Topic:
        for headline in brief.headlines:
            if headline.topic is topic and headline.sentences:
                gathered.setdefault(headline.heading, []).append(headline)
    return [
        Said(
            heading,
            tuple(sentence for headline in said for sentence in headline.sentences),
            tuple(sections[page] for page in dict.fromkeys(headline.page for headline in said if headline.page)),
        )
        for heading, said in gathered.items()
    ]


def by_party(numbers: tuple[NumberLine, ...]) -> dict[str, list[NumberLine]]:
    """The scenario's numbers under each party's name, in the order in which the names first appear."""
    gathered: dict[str, list[NumberLine]] = {}
    for number in numbers:
        gathered.setdefault(number.party, []).append(number)
    return gathered


def by_way(lines: Sequence[Computed]) -> list[list[Computed]]:
    """Neighbouring computed numbers gathered while they were found in the same way and stand in the same section."""
    return [list(group) for _, group in groupby(lines, key=lambda line: (line.how, line.section))]


def by_origin(lines: Sequence[NumberLine]) -> list[list[NumberLine]]:
    """Neighbouring lines gathered while reason, sources, quote, judgement and status stay the same, so that these are said once."""

    def origin(line: NumberLine) -> tuple[object, ...]:
        return line.because, line.sources, line.quote, line.judged_by, line.status

    return [list(group) for _, group in groupby(lines, key=origin)]


def figures(brief: Brief) -> Iterator[Figure]:
    """Every figure on page one and in the sections."""
    sentences = [sentence for headline in brief.headlines for sentence in headline.sentences]
    for section in brief.sections:
        for block in section.content:
            sentences.extend(_sentences(block))
    for sentence in sentences:
        yield from (piece for piece in sentence.pieces if isinstance(piece, Figure))


def _sentences(block: Block) -> Iterator[Sentence]:
    match block:
        case Paragraph():
            yield from block.sentences
        case Bullets():
            yield from block.items
        case Table():
            yield from (cell for row in block.rows for cell in row if isinstance(cell, Sentence))
        case Chart():
            pass


def _broken_links(brief: Brief) -> Iterator[str]:
    sections = [section.anchor for section in brief.sections]
    sources = [source.anchor for source in brief.sources]
    lines = [line.anchor for part in (brief.computed, brief.numbers, brief.corrections) for line in part]
    anchors = Counter(sections + sources + lines)
    yield from _bad_anchors(anchors)
    for figure in figures(brief):
        if figure.anchor not in anchors:
            yield f"- the figure {figure.text!r} leads to {figure.anchor!r}, which is not in the annex"
    for headline in brief.headlines:
        if headline.page and headline.page not in sections:
            yield f"- page one names the section {headline.page!r} under '{headline.heading}', which does not exist"
    for line in brief.computed:
        if line.section and line.section not in sections:
            yield f"- the computed number {line.anchor!r} names the section {line.section!r}, which does not exist"
    for link in _source_links(brief):
        if link.anchor not in sources:
            yield f"- {link.title!r} leads to the source {link.anchor!r}, which is not in the annex"


def _bad_anchors(anchors: Mapping[str, int]) -> Iterator[str]:
    for anchor, times in anchors.items():
        if times > 1:
            yield f"- the anchor {anchor!r} is used {times} times"
        if anchor.startswith(RESERVED) or not re.fullmatch(r"[A-Za-z][\w.:-]*", anchor, re.ASCII):
            yield (
                f"- the anchor {anchor!r} must begin with a letter, not with {RESERVED!r}, and go on with letters, "
                "digits or any of - _ . :"
            )


def _source_links(brief: Brief) -> Iterator[SourceLink]:
    for number in brief.numbers:
        yield from number.sources
    for correction in brief.corrections:
        yield from (link for link in (correction.source, correction.against) if link is not None)
