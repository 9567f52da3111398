"""The page on conduct: the answer, the silence, the evidence, what to watch, the record."""

from __future__ import annotations

from pourparler.answer import Block, Paragraph, Section
from pourparler.conduct import tempo_sentences as tempo
from pourparler.conduct.charts import fan_chart, gaps_chart, posterior_chart
from pourparler.conduct.evidence_tables import corrections, evidence_blocks, record_blocks
from pourparler.conduct.headlines import how_sure, reading
from pourparler.conduct.ledger import Ledger
from pourparler.conduct.silence_speaks import silence_speaks
from pourparler.conduct.tempo import Silence
from pourparler.conduct.tempo_table import grid_table
from pourparler.conduct.watch_tables import assumption_blocks, patience_blocks, watch_blocks


def sections(ledger: Ledger) -> tuple[Section, ...]:
    """Every section for which the file holds something."""
    found = ledger.findings
    parts: list[tuple[str, str, list[Block]]] = []
    if found.weighed is not None:
        opening = Paragraph((*reading(ledger, found.weighed), how_sure(ledger, found.weighed)))
        answer: list[Block] = [opening, posterior_chart(ledger, found.weighed), *assumption_blocks(ledger)]
        if found.silence is None:
            answer += corrections(ledger)
        parts.append(("conduct", f"What the conduct of {ledger.party} tells", answer))
    if found.silence is not None:
        parts.append((tempo.SECTION, "The silence, and how unusual it is", _silence(ledger, found.silence)))
    if found.weighed is not None and found.conduct.evidence:
        parts.append(("conduct-evidence", "The evidence, item by item", evidence_blocks(ledger, found.weighed)))
    watching = watch_blocks(ledger, found.watched) if found.watched is not None else []
    if found.patience is not None:
        watching += patience_blocks(ledger, found.patience)
    if watching:
        parts.append(("conduct-watch", "What to watch, and what would change our mind", watching))
    if found.conduct.pledges:
        parts.append(("conduct-record", "The record of pledges", record_blocks(ledger)))
    return tuple(Section(anchor, title, tuple(content)) for anchor, title, content in parts)


def _silence(ledger: Ledger, silence: Silence) -> list[Block]:
    first = Paragraph(
        (
            tempo.longer_before(ledger, silence),
            tempo.by_itself(ledger, silence),
            tempo.would_expect(ledger, silence),
            *silence_speaks(ledger),
            *tempo.why_naive_misleads(ledger),
            tempo.unusual(ledger, silence),
            *tempo.ahead(ledger, silence),
        )
    )
    then = Paragraph(
        (
            *tempo.spread_flag(silence),
            tempo.since_last(ledger, silence),
            tempo.change_of_rate(ledger, silence),
        )
    )
    charts: list[Block] = [first, gaps_chart(ledger, silence), fan_chart(ledger, silence), then]
    return [*charts, grid_table(ledger, silence), *corrections(ledger)]
