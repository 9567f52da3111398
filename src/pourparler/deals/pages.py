"""The sections of the deals room: the charts that show why, the tables that prove it."""

from __future__ import annotations

from pourparler.answer import Section
from pourparler.deals.confidence_tables import assumptions_blocks, stability_blocks
from pourparler.deals.deal_tables import changes_blocks, possible_blocks, trades_blocks
from pourparler.deals.division_table import division_blocks
from pourparler.deals.harm_tables import hurt_blocks
from pourparler.deals.ledger import Ledger


def sections(ledger: Ledger) -> tuple[Section, ...]:
    """Every section that this case gives something to say in."""
    made = [
        Section("deals-table", "Which deals are possible", tuple(possible_blocks(ledger))),
        Section("deals-trades", "What each side gives and gets", tuple(trades_blocks(ledger))),
        Section("deals-hurt", "Who would be hurt", tuple(hurt_blocks(ledger))),
        Section("deals-changes", "Other options, one at a time", tuple(changes_blocks(ledger))),
        Section("deals-stability", "How stable the advice is", tuple(stability_blocks(ledger))),
        Section("deals-assumptions", "Which assumptions matter most", tuple(assumptions_blocks(ledger))),
        Section("deals-division", "Dividing the issues point by point", tuple(division_blocks(ledger))),
    ]
    return tuple(section for section in made if section.content)
