"""The briefing as Markdown, for notes, mail and version control."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pourparler import wording
from pourparler.answer import Block, Bullets, Chart, Figure, Paragraph, Sentence, Status, Table
from pourparler.brief.document import Brief, by_origin, by_party, by_topic, by_way

MARKS = {Status.JUDGED: "*", Status.ASSUMED: "†", Status.QUOTED: "", Status.COMPUTED: "", Status.CORRECTED: ""}
KEY = "A number marked \\* is judged by a person, one marked † is assumed; all others are computed or quoted."
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~$]|&(?=#?\w+;))")
_OPENING = re.compile(r"^\s*(\d*)(?=[-+=.)])")  # would begin a list or a rule
_LINE_ENDS = re.compile(r"\s*[\r\n]+\s*")


def render_markdown(brief: Brief) -> str:
    """Set a briefing as GitHub-style Markdown, the same text for the same briefing. Charts are told in words."""
    return "\n\n".join(part.rstrip() for part in _parts(brief)) + "\n"


def text(words: Sentence | str) -> str:
    """Words and figures on one line, with what Markdown would take for markup escaped."""
    pieces = words.pieces if isinstance(words, Sentence) else (words,)
    return "".join(
        escape(str(piece)) + (escape(MARKS[piece.status]) if isinstance(piece, Figure) else "") for piece in pieces
    )


def escape(words: str) -> str:
    """Text in which no character is markup."""
    return _SPECIAL.sub(r"\\\1", _LINE_ENDS.sub(" ", words))


def _opened(words: str) -> str:
    """Escaped text that begins a paragraph or an item of a list: `1. June` and `- 5` stay words."""
    return _OPENING.sub(r"\1\\", words.lstrip())


def _parts(brief: Brief) -> Iterator[str]:
    yield f"# {escape(brief.title)}"
    if brief.question:
        yield f"*{escape(brief.question)}*"
    yield f"For {escape(brief.reader)}. As of {wording.long_date(brief.as_of)}."
    for said in by_topic(brief):
        pages = f" (See: {escape(wording.listed([page.title for page in said.pages]))}.)" if said.pages else ""
        yield f"**{escape(said.heading)}.** " + " ".join(text(sentence) for sentence in said.sentences) + pages
    if brief.page_one_chart is not None:
        yield _block(brief.page_one_chart)
    yield f"{KEY} {escape(brief.range_note)}".rstrip()
    for section in brief.sections:
        yield f"## {escape(section.title)}"
        for block in section.content:
            yield _block(block)
    yield from _annex(brief)


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            said = " ".join(text(sentence) for sentence in block.sentences)
            return f"**{escape(block.lead)}.** {said}" if block.lead else _opened(said)
        case Bullets():
            return "\n".join(f"- {_opened(text(item))}" for item in block.items)
        case Chart():
            note = f" {escape(block.note)}" if block.note else ""
            return f"**{escape(block.message)}.** {escape(block.alternative)}{note}"
        case Table():
            rows = [[text(cell) for cell in row] for row in block.rows]
            note = f"\n\n{_opened(escape(block.note))}" if block.note else ""
            return f"**{escape(block.caption)}**\n\n{_table(block.columns, rows, block.numeric)}{note}"


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], numeric: frozenset[int] = frozenset()) -> str:
    rule = ["---:" if position in numeric else "---" for position in range(len(columns))]
    lines = [[escape(column) for column in columns], rule, *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _annex(brief: Brief) -> Iterator[str]:
    yield "## Annex: numbers, sources, methods"
    if brief.computed:
        yield "### Numbers computed here"
        rows = [
            [escape(line.what), escape(line.value), escape(line.how)]
            for group in by_way(brief.computed)
            for line in group
        ]
        yield _table(("Number", "Value", "How it was found"), rows, frozenset({1}))
    for party, lines in by_party(brief.numbers).items():
        yield f"### Numbers in the scenario: {escape(party)}"
        rows = []
        for group in by_origin(lines):
            for position, line in enumerate(group):
                titles = "; ".join(link.title for link in line.sources)
                who = f"{line.status}{f' by {line.judged_by}' if line.judged_by else ''}"
                why = ". ".join(part for part in (line.because, who, titles) if part) if position == 0 else "as above"
                rows.append([escape(cell) for cell in (line.what, line.value, line.drawn, line.location, why)])
        yield _table(("Number", "Value", "Most draws", "Written in", "Why, and who says so"), rows, frozenset({1, 2}))
    if brief.sources:
        yield "### Sources"
        rows = [
            [escape(cell) for cell in (s.title, s.author, s.date, s.kind, s.reliability, s.credibility)]
            for s in brief.sources
        ]
        yield _table(("Source", "By", "Date", "Kind", "The source", "What it says"), rows)
    if brief.corrections:
        yield "### Corrections"
        rows = []
        for claim in brief.corrections:
            said = f"{claim.says} ({claim.source.title})" if claim.source else claim.says
            correct = f"{claim.correct} {claim.because}".strip()
            rows.append([escape(cell) for cell in (said, correct, claim.against.title if claim.against else "")])
        yield _table(("Claim", "What is correct", "Shown by"), rows)
    if brief.methods:
        yield "### Methods"
        yield "\n\n".join(f"**{escape(m.name)}.** {escape(m.text)} *{escape(m.source)}*" for m in brief.methods)
    yield (
        f"Made with pourparler {escape(brief.version)}, seed {brief.seed}, {brief.draws} draws. "
        f"The same file and seed give the same briefing. Scenario: {escape(brief.scenario_hash)}"
    )
