"""The page on the numbers that move what the other side has."""

from __future__ import annotations

from pourparler import wording
from pourparler.answer import Block, Paragraph, Section, Sentence, Table, say
from pourparler.leverage.charts import swing_chart
from pourparler.leverage.ledger import Ledger
from pourparler.leverage.swings import Swing

ANCHOR = "leverage-numbers"
SHOWN = 10


def looked_at(ledger: Ledger) -> list[int]:
    """The principals that the page looks at: all but the side being briefed, whose numbers the pages on deals rank."""
    briefed = ledger.findings.setting.briefed
    return [side for side in ledger.seats() if side != briefed]


def most_important(ledger: Ledger) -> list[Swing]:
    """The numbers that move the principals looked at most, the one that moves any of them most first."""
    sides = looked_at(ledger)
    ranked = sorted(ledger.findings.swings, key=lambda swing: (-max(swing.by(side) for side in sides), swing.line.name))
    return [swing for swing in ranked[:SHOWN] if max(swing.by(side) for side in sides) > 0]


def number_section(ledger: Ledger) -> Section | None:
    """The ten numbers, what each side has at both ends, and where the rest is shown."""
    shown = most_important(ledger)
    if not shown:
        return None
    sides = looked_at(ledger)
    who = wording.listed([ledger.side(side) for side in sides])
    top = shown[0]
    party = ledger.named(top.line.party)
    opening = [
        say(f"The number that matters most for {who} is the {top.line.what} of {party}, ", ledger.line(top.line), ".")
    ]
    if ledger.findings.setting.briefed is not None:
        own = ledger.side(ledger.findings.setting.briefed)
        opening.append(
            say(
                f"What moves the gain of {own} stands under 'Which assumptions matter most'; here is what moves the others, and "
                f"whether {own} gains or loses with them."
            )
        )
    decides = sum(swing.vanishes for swing in ledger.findings.swings)
    if decides:
        count = f"{wording.in_words(decides)} number{'s' if decides > 1 else ''}"
        opening.append(say(f"{wording.upper_first(count)} alone decide whether there is a deal at all."))
    else:
        opening.append(say("No number alone decides whether there is a deal."))
    content: list[Block] = [Paragraph(tuple(opening))]
    if not any(swing.vanishes for swing in shown):
        content.append(swing_chart(ledger, shown, sides[0]))
    content.append(_table(ledger, shown))
    return Section(
        ANCHOR,
        "Which numbers move the other side" if len(sides) == 1 else "Which numbers move the others",
        tuple(content),
    )


def _table(ledger: Ledger, shown: list[Swing]) -> Table:
    seats = ledger.seats()
    rows: list[tuple[Sentence | str, ...]] = []
    for swing in shown:
        name = wording.upper_first(ledger.named(swing.line.party))
        cells = []
        for side in seats:
            ends = [float(gain[side]) for gain in (swing.gain_low, swing.gain_high)]
            said = ["no deal" if end != end else wording.points(end) for end in ends]
            cells.append(f"{said[0]}, unmoved" if said[0] == said[1] else " to ".join(said))
        rows.append(
            (f"{name}: {swing.line.what}", f"{wording.points(swing.low)} to {wording.points(swing.high)}", *cells)
        )
    return Table(
        f"The {wording.in_words(len(shown))} numbers that move {wording.listed([ledger.side(side) for side in looked_at(ledger)])} most",
        ("Number", "Moved through", *(f"{ledger.short(side)} gains" for side in seats)),
        tuple(rows),
        frozenset(range(2, 2 + len(seats))),
        "Each number alone, from its 5 % to its 95 % value, all others at the best guess. Gain: over walking away, in the fair deal, "
        "which is found anew.",
    )
