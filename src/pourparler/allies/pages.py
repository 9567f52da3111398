"""The pages on who else must agree."""

from __future__ import annotations

from pourparler.allies.block_tables import blocker_blocks, changes_table, needs_table
from pourparler.allies.consent_tables import chance_blocks, gates_table, power_table, strongest
from pourparler.allies.headlines import opening, price
from pourparler.allies.ledger import Ledger
from pourparler.allies.offer_tables import offer_blocks, safety_chart
from pourparler.allies.outlook_tables import outlook_blocks, outlook_chart
from pourparler.allies.version_tables import versions_chart, versions_table
from pourparler.answer import Block, Chart, Paragraph, Section, say


def sections(ledger: Ledger) -> tuple[Section, ...]:
    """Every section that this case gives something to say in."""
    found = ledger.findings
    fair = found.fair is not None
    told = opening(ledger) if found.setting.gates or found.setting.silent or not fair else []
    head: list[Block] = [Paragraph(tuple(told))] if told else []
    if found.setting.gates:
        head.append(gates_table(ledger))
    made: list[tuple[str, str, list[Block]]] = [
        ("allies", "Who else must agree", head),
        (
            "allies-chance",
            "How likely a deal is to be ratified",
            chance_blocks(ledger) if found.setting.gates and fair else [],
        ),
        ("allies-offer", "Gain against safety", offer_blocks(ledger) if found.asked else []),
        ("allies-needs", "What would buy consent", [needs_table(ledger)] if found.needs else []),
        ("allies-spoilers", "Who could stand in the way", blocker_blocks(ledger)),
        ("allies-changes", "What would make it safer", [changes_table(ledger)] if found.changes else []),
        ("allies-versions", "With the allies outside or inside", _versions(ledger) if found.versions else []),
        ("allies-power", "Whose vote decides", _power(ledger)),
        ("allies-lines", "A forecast from positions", outlook_blocks(ledger) if found.outlooks else []),
    ]
    return tuple(Section(anchor, title, tuple(content)) for anchor, title, content in made if content)


def _versions(ledger: Ledger) -> list[Block]:
    said = price(ledger)
    return [*([Paragraph(tuple(said))] if said else []), versions_chart(ledger), versions_table(ledger)]


def _power(ledger: Ledger) -> list[Block]:
    found = ledger.findings.power
    if found.refused:
        return [Paragraph((say(f"The power of each member is not worked out: {found.refused}"),))]
    if not found.standings:
        return []
    several = len(ledger.findings.setting.gates) > 1
    return [*([strongest(ledger)] if several else []), power_table(ledger)]


def main_chart(ledger: Ledger) -> Chart:
    """The one chart of the room: gain against safety, or else what the case gives to draw."""
    found = ledger.findings
    if found.asked:
        return safety_chart(ledger)
    if found.versions or not found.outlooks:
        return versions_chart(ledger)
    return outlook_chart(ledger, found.outlooks[0])
