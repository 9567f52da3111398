"""Who would be hurt: the chart, the table, and the price of hurting no ally."""

from __future__ import annotations

from collections.abc import Iterator

from pourparler import wording
from pourparler.answer import Block, Paragraph, Sentence, Table, say
from pourparler.deals import charts
from pourparler.deals.deal_tables import distinct
from pourparler.deals.findings import TODAY
from pourparler.deals.ledger import RANGES, Ledger
from pourparler.deals.solve import INCLUSIVE


def hurt_blocks(ledger: Ledger) -> Iterator[Block]:
    """Change against today for those who do not negotiate, and the price of hurting no ally."""
    findings = ledger.findings
    outside = [party for party in range(len(findings.measure.parties)) if party not in findings.measure.principals]
    if not outside or findings.impasse is not None:
        return
    yield charts.harm_chart(ledger, outside)
    rows = []
    for heading, index in distinct(ledger, [name for name in findings.names if name != TODAY]).items():
        cells: list[Sentence | str] = []
        for party in outside:
            worse = wording.hundredths(findings.shown.worse[index][party])
            block = ""
            if findings.shown.touched[index][party]:
                block = f"; can block, would not in {wording.hundredths(findings.shown.accepts[index][party])}"
            cells.append(say(ledger.against_today(findings.names[index], party), f"; worse in {worse}{block}"))
        rows.append((heading, *cells))
    yield Table(
        "Change against today for those who do not negotiate, and in how many of 100 draws they are worse off",
        ("Deal", *(ledger.heading(party) for party in outside)),
        tuple(rows),
        note=f"{RANGES} 'Can block': the deal touches what the party has a veto over;"
        " it would not where the deal is worth at least its walk-away value.",
    )
    if findings.price is not None:
        both = findings.solved.picks[INCLUSIVE][1:, 0] >= 0
        text = say(
            "The fair deal is compared, draw by draw, with the fair deal among those that leave no ally"
            " and no holder of a veto worse off than today."
            f" Such a deal exists in {wording.of_100(float(both.mean()))}."
        )
        yield Paragraph((text,), lead="The price of hurting no ally")
