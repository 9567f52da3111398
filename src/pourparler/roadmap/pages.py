"""The pages on the order of steps."""

from __future__ import annotations

from pourparler.answer import Block, Paragraph, Section
from pourparler.roadmap.headlines import opening
from pourparler.roadmap.ladder import exposure_chart, ladder_table, slack_chart
from pourparler.roadmap.ledger import Ledger
from pourparler.roadmap.tables import (
    draws_paragraph,
    draws_table,
    forced_table,
    mend_blocks,
    rivals_table,
    targets_table,
)


def sections(ledger: Ledger) -> tuple[Section, ...]:
    """The ladder, what would mend it, other orders, gifts, the draws."""
    found = ledger.findings
    ladder: list[Block] = [
        Paragraph(tuple(opening(ledger))),
        slack_chart(ledger),
        ladder_table(ledger),
        exposure_chart(ledger),
    ]
    parts: list[tuple[str, str, list[Block]]] = [("roadmap", "In which order to exchange", ladder)]
    if found.certificate is not None:
        parts.append(("roadmap-mends", "What is missing for an order to hold", mend_blocks(ledger)))
    parts.append(
        (
            "roadmap-rivals",
            "Other orders, other targets",
            [rivals_table(ledger), *([targets_table(ledger)] if len(found.targets) > 1 or found.failed else [])],
        )
    )
    if found.forced:
        parts.append(("roadmap-first", "What a first gift costs", [forced_table(ledger)]))
    if found.draws:
        parts.append(("roadmap-draws", "How firm the order is", [draws_paragraph(ledger), draws_table(ledger)]))
    return tuple(Section(anchor, title, tuple(content)) for anchor, title, content in parts)
