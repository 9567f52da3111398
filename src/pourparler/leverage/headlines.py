"""What the leverage room says on page one."""

from __future__ import annotations

from collections.abc import Iterator

from pourparler import wording
from pourparler.answer import Figure, Headline, Sentence, Topic, say
from pourparler.leverage.alternative_page import around
from pourparler.leverage.gift_page import gift_sentence, heaviest_gift
from pourparler.leverage.ledger import FAIR, Ledger, moved, ranged
from pourparler.leverage.pressure_page import strongest
from pourparler.leverage.time_page import date_pieces


def headlines(ledger: Ledger) -> tuple[Headline, ...]:
    """What a gift costs; which pressure carries most, with the date; and up to which alternative the fair deal stays."""
    page = "leverage-gifts" if heaviest_gift(ledger) is not None else "leverage-pressures"
    found = [Headline(Topic.LEVERAGE, tuple(_moves(ledger)), short=2, page=page)]
    if (steady := _steady(ledger)) is not None:
        found.append(Headline(Topic.WOULD_CHANGE, (steady,), short=0, page="leverage-alternatives"))
    return tuple(found)


def _moves(ledger: Ledger) -> Iterator[Sentence]:
    gift = heaviest_gift(ledger)
    if gift is not None:
        yield gift_sentence(ledger, gift)
    told = [pieces for pieces in (list(date_pieces(ledger)), list(_pressure(ledger))) if pieces]
    for first, *rest in told:
        yield say(wording.upper_first(first) if isinstance(first, str) else first, *rest, ".")
    if gift is None and not told:
        yield from _margin(ledger)


def _pressure(ledger: Ledger) -> Iterator[str | Figure]:
    """Which pressure carries most for the side that is looked at, and what easing it would cost or bring."""
    found = strongest(ledger)
    if found is None:
        return
    index, side = found
    pressed = ledger.findings.pressed
    assert pressed is not None
    name = ledger.findings.setting.leverage.pressures[pressed.names[index]].name
    who = ledger.side(side)
    verb, amount = moved(pressed.contribution[index, :, side])
    yield f"of the pressures, most rests on {ledger.inside(name)}: in this model of judged numbers that {verb} {who} "
    yield ledger.computed(
        f"carries-{pressed.names[index]}-{side}",
        f"What '{name}' {verb} {who} in the fair deal",
        amount,
        "Shapley value over all sets of pressures",
        "leverage-pressures",
    )
    verb, amount = moved(pressed.easing[index, :, side] + pressed.saved[index, :, side])
    yield f" points, and easing that alone {verb} it "
    yield ledger.computed(
        f"easing-{pressed.names[index]}-{side}",
        f"What easing '{name}' alone {verb} {who}, what it costs to keep up saved",
        amount,
        f"The effects on the walk-away values are taken away and {FAIR}; the cost of keeping it up is added",
        "leverage-pressures",
    )


def _steady(ledger: Ledger) -> Sentence | None:
    """Between which values of the other side's alternative the fair deal stays, and what happens outside."""
    seats = ledger.seats()
    if not ledger.findings.alternatives or ledger.findings.setting.fair[0] < 0:
        return None
    side = seats[1] if ledger.findings.setting.briefed is not None else seats[0]
    return around(ledger, ledger.findings.alternatives[side], "nash")


def _margin(ledger: Ledger) -> Iterator[Sentence]:
    for side in ledger.seats():
        if ledger.findings.alternatives:
            alternative = ledger.findings.alternatives[side]
            margin = ledger.computed(
                f"margin-{side}",
                f"Largest walk-away value of {ledger.side(side)} at which there is a deal, less its walk-away value",
                ranged(alternative.margin),
                "The most it has in any deal that the others accept, less its walk-away value, in each draw",
                "leverage-alternatives",
            )
            yield say(
                f"The alternative of {ledger.side(side)} could be worth ",
                margin,
                " points more before no deal remains.",
            )
            return
    for reason in ledger.findings.refused.values():
        yield say(reason)
        return
