"""The pages on what moves the outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pourparler import wording
from pourparler.answer import Chart, Paragraph, Section, say
from pourparler.leverage.alternative_page import alternative_section
from pourparler.leverage.gift_page import gift_section
from pourparler.leverage.ledger import Ledger
from pourparler.leverage.number_page import number_section
from pourparler.leverage.pressure_page import pressure_section
from pourparler.leverage.time_page import time_section

if TYPE_CHECKING:
    import altair

LEADS = {
    "everything": "Nothing here could be worked out",
    "draws": "Without ranges",
    "pressures": "Pressures",
    "time": "Time",
    "dates": "Dates",
}


def sections(ledger: Ledger) -> tuple[Section, ...]:
    """Gifts, pressures, time, alternatives, numbers; what was not analysed, with the reason."""
    made = (
        gift_section(ledger),
        pressure_section(ledger),
        time_section(ledger),
        alternative_section(ledger),
        number_section(ledger),
        _refused(ledger),
    )
    return tuple(section for section in made if section is not None)


def _refused(ledger: Ledger) -> Section | None:
    refused = ledger.findings.refused
    if not refused:
        return None
    blocks = tuple(Paragraph((say(reason),), LEADS[part]) for part, reason in refused.items())
    return Section("leverage-refused", "What was not analysed of what moves the outcome", blocks)


def first_chart(ledger: Ledger, found: tuple[Section, ...]) -> Chart:
    """The first chart of the pages; where nothing could be worked out, a line that says so."""
    for section in found:
        for block in section.content:
            if isinstance(block, Chart):
                return block
    reason = next(iter(ledger.findings.refused.values()), "There is nothing to show")
    return Chart("What moves the outcome was not worked out", reason, lambda: _words(reason))


def _words(text: str) -> altair.TopLevelMixin:
    import altair as alt

    from pourparler.chart_style import fold, inline

    words = alt.Chart(inline([{"text": fold(wording.upper_first(text), 90)}]))
    return alt.layer(words.mark_text(align="left").encode(text="text:N"))
