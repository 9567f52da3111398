"""The page on what is given before anything is agreed."""

from __future__ import annotations

import numpy as np

from pourparler import wording
from pourparler.answer import Block, Figure, Paragraph, Section, Sentence, Table, say
from pourparler.leverage.charts import gift_chart
from pourparler.leverage.giving import Given
from pourparler.leverage.ledger import FAIR, Ledger, change, moved, plain_change, ranged

ANCHOR = "leverage-gifts"
HOW = f"Worth in the fair deal with the gift bundled, less that with the gift given first; {FAIR} in each draw"


def gift_section(ledger: Ledger) -> Section | None:
    """Each gift: its price, what the other side gains, what could be won back, what is lost for good."""
    given = ledger.findings.given
    if not given:
        return None
    rows = given[0].price.shape[0] - 1
    opening = [
        say(
            "Whatever is given before anything is agreed is settled: only deals that contain it remain. It also changes what both "
            "sides have if talks fail, and so the fair deal itself. The price is what the giver has in the fair deal if the thing is "
            "part of the bargain, less what it has if it was given first."
        ),
    ]
    if (gift := heaviest_gift(ledger)) is not None:
        opening.insert(0, gift_sentence(ledger, gift))
    if ledger.findings.setting.rows > rows + 1:
        opening.append(say(f"Ranges are those of the first {rows} draws: each gift needs a search of its own in each."))
    content: list[Block] = [Paragraph(tuple(opening)), gift_chart(ledger), _table(ledger), _failure_table(ledger)]
    return Section(ANCHOR, "What it costs to give something first", tuple(content))


def heaviest_gift(ledger: Ledger) -> Given | None:
    """The gift with the highest price for its giver, of those of the side being briefed if any; the first of equals."""
    briefed = ledger.findings.setting.scenario.briefed
    priced = [
        each
        for each in ledger.findings.given
        if each.possible and each.gift.by in (briefed, *(ledger.findings.setting.scenario.principals()))
    ]
    own = [each for each in priced if each.gift.by == briefed] or priced
    return max(own, key=lambda each: round(float(each.price[0, _giver(ledger, each)]), 6), default=None)


def _giver(ledger: Ledger, each: Given) -> int:
    side = ledger.seat(each.gift.by)
    assert side is not None  # asked only of gifts by principals
    return side


def _gainer(ledger: Ledger, each: Given) -> int:
    """The other principal; of several the one that gains most."""
    others = [side for side in ledger.seats() if side != ledger.seat(each.gift.by)]
    return min(others, key=lambda side: float(each.price[0, side]))


def price(ledger: Ledger, each: Given, side: int) -> tuple[str, Figure]:
    """Whether giving first costs a principal something in the fair deal, or brings it something, and how much."""
    verb, amount = moved(-each.price[:, side])
    what = f"What giving '{each.gift.name}' first {verb} {ledger.side(side)} in the fair deal"
    return verb, ledger.computed(f"gift-{each.name}-{side}", what, amount, HOW, ANCHOR)


def lost(ledger: Ledger, each: Given, party: int) -> tuple[str, Figure]:
    """The same for a party without a deal."""
    verb, amount = moved(each.if_talks_fail[:, party])
    what = f"What giving '{each.gift.name}' first {verb} {ledger.party(party)} if talks fail"
    how = "Its worth against today's option, times the share that stays"
    return verb, ledger.computed(f"gift-lost-{each.name}-{party}", what, amount, how, ANCHOR)


def gift_sentence(ledger: Ledger, each: Given) -> Sentence:
    """What one gift costs its giver, brings the other, and what of it is gone for good."""
    setting = ledger.findings.setting
    giver, gainer = _giver(ledger, each), _gainer(ledger, each)
    cost, own = price(ledger, each, giver)
    gain, others = price(ledger, each, gainer)
    lose, gone = lost(ledger, each, setting.sides[giver])
    return say(
        f"Giving {ledger.inside(each.gift.name)} before anything is received {cost} {ledger.side(giver)} ",
        own,
        f" points in the fair deal and {gain} {ledger.side(gainer)} ",
        others,
        f"; if talks fail, it {lose} {ledger.side(giver)} ",
        gone,
        " for good.",
    )


def _table(ledger: Ledger) -> Table:
    seats = ledger.seats()
    rows: list[tuple[Sentence | str, ...]] = []
    for each in ledger.findings.given:
        giver = ledger.seat(each.gift.by)
        by = ledger.named(each.gift.by)
        if not each.possible:
            empty = ["·"] * (len(seats) + 2)
            rows.append((wording.upper_first(each.gift.name), by, "no deal can contain it", *empty))
            continue
        stands = ledger.said(("leverage", "gifts", each.name, "stands"), "all of it, assumed")
        back = "·"
        if giver is not None and each.price[0, giver] > 0.05:
            back = f"{ranged(each.recoverable[:, giver])}, {wording.percent(float(np.clip(each.share[giver], 0, 1)))}"
        rows.append(
            (
                wording.upper_first(each.gift.name),
                by,
                "yes" if each.bundled else "no",
                *(change(-each.price[:, side]) for side in seats),
                say(stands),
                back,
            )
        )
    return Table(
        "Each gift given first, against the same thing kept for the bargain",
        (
            "Gift",
            "Given by",
            "In the fair deal anyway",
            *(f"{ledger.short(side)}, fair deal" for side in seats),
            "Share that stays if talks fail",
            "Giver could win back by making it reversible",
        ),
        tuple(rows),
        frozenset(range(3, 3 + len(seats))),
        "Changes of what each side has, in its own points. Last column: points of the price, and its share at the best guess.",
    )


def _failure_table(ledger: Ledger) -> Table:
    setting = ledger.findings.setting
    moved = np.abs([each.if_talks_fail for each in ledger.findings.given]).max(axis=(0, 1)) > 0.05
    parties = [party for party in range(len(setting.measure.parties)) if moved[party] or party in setting.sides]
    rows = [
        (
            wording.upper_first(each.gift.name),
            *(plain_change(float(each.if_talks_fail[0, party])) for party in parties),
            "" if len(each.exists) < 2 else wording.of_100(float(each.exists[1:].mean())),
        )
        for each in ledger.findings.given
    ]
    return Table(
        "If the gift is given and talks fail: what each party has more or less, for good",
        ("Gift", *(wording.upper_first(ledger.party(party)) for party in parties), "A deal is left in"),
        tuple(rows),
        frozenset(range(1, 2 + len(parties))),
        "Best guess. Last column: draws in which, once it is given, some deal is still better than no deal for all who negotiate.",
    )
