"""The pages on how to meet."""

from __future__ import annotations

from pourparler.answer import Block, Paragraph, Section, say
from pourparler.process.charts import errors_chart, play_chart, prior_chart, values_chart
from pourparler.process.game_pages import game_sections
from pourparler.process.headlines import against, best, ranked, telling, turning
from pourparler.process.ledger import Ledger
from pourparler.process.tables import (
    certificate,
    comparison_of,
    errors_table,
    exact_table,
    formats_table,
    outcomes_table,
    preparing_table,
    types_table,
)


def sections(ledger: Ledger) -> tuple[Section, ...]:
    """Formats compared, what preparing is worth, what would turn it, how each would run; or the game written by hand."""
    made = game_sections(ledger, ledger.findings.game) if ledger.findings.game is not None else _of_formats(ledger)
    few = fewer_draws(ledger)
    first = made[0]
    return (Section(first.anchor, first.title, (*first.content, *few)), *made[1:]) if few else made


def fewer_draws(ledger: Ledger) -> tuple[Paragraph, ...]:
    """That large trees were solved in fewer draws than were asked for, if so."""
    found = ledger.findings
    if found.draws == found.asked:
        return ()
    text = (
        f"The trees have {found.points:,} points in all; they were solved in {found.draws:,} draws, not in the {found.asked:,} asked for. "
        "Fewer types, signals or agreements leave room for more."
    )
    return (Paragraph((say(text),)),)


def _of_formats(ledger: Ledger) -> tuple[Section, ...]:
    comparison = comparison_of(ledger)
    names = ranked(ledger)
    opening = Paragraph((*best(ledger), *against(ledger), *turning(ledger)))
    parts: list[tuple[str, str, list[Block]]] = [
        (
            "process",
            "Meet now, or prepare first",
            [opening, values_chart(ledger), formats_table(ledger), outcomes_table(ledger)],
        )
    ]
    if comparison.preparing:
        parts.append(("process-preparing", "What preparing is worth, and why", [preparing_table(ledger)]))
    if comparison.hoped is not None:
        other, hoped = ledger.party(ledger.findings.setting.other), ledger.type_name(comparison.hoped)
        parts.append(("process-prior", f"How likely it must be that {other} is {hoped}", [prior_chart(ledger)]))
    if comparison.by_error:
        table = errors_table(ledger)
        blocks: list[Block] = [errors_chart(ledger)] if table is None else [table, errors_chart(ledger)]
        parts.append(("process-errors", "What advice in the room is worth", blocks))
    run = _runs(ledger, names[0])
    if run:
        parts.append(("process-play", "How it would run", run))
    if any(solved.form.kinds for solved in comparison.formats.values()):
        parts.append(("process-exact", "What could happen if nobody erred", [exact_table(ledger), certificate(ledger)]))
    return tuple(Section(anchor, title, tuple(content)) for anchor, title, content in parts)


def _runs(ledger: Ledger, top: str) -> list[Block]:
    """The best format and the first one as they would be played; formats in which nobody chooses anything are left out."""
    comparison, process = comparison_of(ledger), ledger.findings.setting.process
    told = telling(ledger, top)
    blocks: list[Block] = [Paragraph(tuple(told))] if told else []
    for name in dict.fromkeys(name for name in (top, comparison.first) if name is not None):
        if comparison.formats[name].form.kinds:
            blocks.append(play_chart(ledger, name))
        if len(process.types) > 1 and process.formats[name].can_sign:
            blocks.append(types_table(ledger, name))
    return blocks
