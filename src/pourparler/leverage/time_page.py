"""The page on waiting and on dates."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from pourparler import wording
from pourparler.answer import Block, Figure, Paragraph, Section, Sentence, Table, say
from pourparler.leverage.ledger import Ledger, moved, parts, plain_change, ranged
from pourparler.leverage.waiting import Dated

ANCHOR = "leverage-time"


def time_section(ledger: Ledger) -> Section | None:
    """Who can wait, which deal that leads to, and what each date does."""
    waiting = ledger.findings.waiting
    if waiting is None:
        return None
    content: list[Block] = [Paragraph(tuple(_patience(ledger)), "Patience"), _patience_table(ledger)]
    for dated in waiting.dates:
        content.append(Paragraph(tuple(_date(ledger, dated)), wording.upper_first(dated.deadline.name)))
        content.append(_date_table(ledger, dated))
    return Section(ANCHOR, "What time does", tuple(content))


def _patience(ledger: Ledger) -> Iterator[Sentence]:
    waiting, setting = ledger.findings.waiting, ledger.findings.setting
    assert waiting is not None
    first = max(range(len(setting.sides)), key=lambda side: float(waiting.powers[0, side]))
    share = ledger.computed(
        f"power-{first}",
        f"Parts of 100 of the gain that patience alone gives {ledger.side(first)}",
        parts(waiting.powers[:, first]),
        "Offers in turn that follow each other quickly; shares are as one over the rate at which waiting costs",
        ANCHOR,
    )
    yield say(
        f"If nothing but patience decided, {ledger.side(first)} would have ",
        share,
        " of 100 parts of what can be gained over walking away: who loses less by waiting gets more.",
    )
    fair = None if setting.fair[0] < 0 else setting.deal(0, int(setting.fair[0]))
    if waiting.deal is None:
        yield say("At the best guess there is no deal to divide.")
    elif fair is not None and (waiting.deal == fair).all():
        yield say("At the best guess that leads to the fair deal itself.")
    else:
        yield say(f"Against the fair deal that would mean: {ledger.otherwise(fair, waiting.deal)}.")
    if len(waiting.same) > 1:
        same = ledger.computed(
            "patience-same",
            "Draws in which patience leads to the fair deal",
            wording.of_100(float(waiting.same[1:].mean())),
            "Largest product of gains, weighted by patience, against that with equal weights",
            ANCHOR,
        )
        yield say("It leads to the fair deal in ", same, ".")


def _patience_table(ledger: Ledger) -> Table:
    waiting, setting = ledger.findings.waiting, ledger.findings.setting
    assert waiting is not None
    rows: list[tuple[Sentence | str, ...]] = []
    for side in ledger.seats():
        name = setting.measure.parties[setting.sides[side]]
        borrowed = side in waiting.from_roadmap
        path = ("roadmap", "players") if borrowed else ("leverage", "time", "discount")
        discount = ledger.said((*path, name, *(("discount",) if borrowed else ())))
        cells: list[Sentence | str] = [
            ledger.short(side),
            say(discount, " (from the roadmap)" if borrowed else ""),
            parts(waiting.powers[:, side]),
        ]
        if waiting.first is not None:
            shares = waiting.first if side == 0 else 1 - waiting.first
            cells += [parts(shares[side]), parts(shares[1 - side])]
        cells += [ranged(setting.fair_worth[:, side]), ranged(waiting.worth[:, side])]
        rows.append(tuple(cells))
    two = ("If it makes the first offer", "If the other does") if waiting.first is not None else ()
    columns = (
        "Side",
        f"A point one {waiting.time.period} later is worth now",
        "Parts of 100 of the gain, by patience",
        *two,
        "Has in the fair deal",
        "Has in the deal by patience",
    )
    return Table(
        "Who can wait, and what that is worth", columns, tuple(rows), frozenset(range(2, len(columns))), _note(ledger)
    )


def _note(ledger: Ledger) -> str:
    waiting = ledger.findings.waiting
    assert waiting is not None
    between = waiting.time.between_offers
    best = "1" if between is None else f"{between.value.best:.2g}"
    return f"Offers are taken to be {best} {waiting.time.period} apart at the best guess. The last two columns are in points."


def _effect(ledger: Ledger, dated: Dated, side: int) -> tuple[str, Figure]:
    verb, amount = moved(dated.change[:, side])
    return verb, ledger.computed(
        f"date-{dated.name}-{side}",
        f"What the date '{dated.deadline.name}' {verb} {ledger.side(side)}",
        amount,
        "Expected worth of the deal with the date less that without one: both readings, weighted by the chance that talks really "
        "end with it; who offers first is open",
        ANCHOR,
    )


def date_pieces(ledger: Ledger) -> Iterator[str | Figure]:
    """On page one: what the first date does to the side that set it, and to the other."""
    waiting = ledger.findings.waiting
    if waiting is None or not waiting.dates:
        return
    dated = waiting.dates[0]
    setter = ledger.seat(dated.deadline.by)
    side = ledger.seats()[0] if setter is None else setter
    yield f"{ledger.inside(dated.deadline.name)}, a date that {ledger.named(dated.deadline.by)} set, "
    yield from _effects(ledger, dated, side)


def _effects(ledger: Ledger, dated: Dated, side: int) -> Iterator[str | Figure]:
    verb, own = _effect(ledger, dated, side)
    yield f"{verb} {ledger.side(side)} "
    yield own
    verb, others = _effect(ledger, dated, 1 - side)
    yield f" points and {verb} {ledger.side(1 - side)} "
    yield others


def _date(ledger: Ledger, dated: Dated) -> Iterator[Sentence]:
    at = ("leverage", "time", "deadlines", dated.name)
    setter = ledger.seat(dated.deadline.by)
    first = ledger.seats()[0] if setter is None else setter
    yield say(
        f"{wording.upper_first(ledger.named(dated.deadline.by))} set it. By this reckoning it ",
        *_effects(ledger, dated, first),
        ".",
    )
    chance = ledger.said((*at, "real"), "1, assumed")
    yield say(
        "The chance that talks really end with it is put at ",
        chance,
        ", the offers that can be made until then at ",
        ledger.said((*at, "offers")),
        " (rounded to whole offers in each draw).",
    )
    for party in dated.deadline.cost:
        yield say(
            f"If it passes without a deal, {ledger.named(party)} loses ",
            ledger.said((*at, "cost", party)),
            " points, so that it would give something to keep it.",
        )
    yield say(
        "Whoever can make the last offer before the date gains by it, and the other loses: more so the surer it is that talks end then. "
        "If both know that talks go on, only the cost to the side that would miss it counts."
    )


def _date_table(ledger: Ledger, dated: Dated) -> Table:
    seats = ledger.seats()
    rows: list[tuple[str, ...]] = []
    found = [_offers_left(ledger, dated, left) for left in range(dated.by_offers.shape[1])]
    for cells, group in groupby(range(len(found)), key=lambda left: found[left]):
        same = [left + 1 for left in group]
        rows.append((str(same[0]) if len(same) == 1 else f"{same[0]} to {same[-1]}", *cells))
    heads = [
        (
            f"{ledger.short(last)} makes the last offer: parts of 100 to {ledger.brief(seats[0])}",
            *(f"{ledger.short(side)}, points" for side in seats),
        )
        for last in seats
    ]
    without = dated.without if seats[0] == 0 else 1 - dated.without
    return Table(
        f"{wording.upper_first(dated.deadline.name)}: what it does, by the offers that are left",
        ("Offers left", *(head for group in heads for head in group)),
        tuple(rows),
        frozenset(range(7)),
        f"Best guess. Parts of 100 of what can be gained; without a date {ledger.side(seats[0])} would have {100 * without:.0f}. Points: "
        "change against no date.",
    )


def _offers_left(ledger: Ledger, dated: Dated, left: int) -> tuple[str, ...]:
    """One row: for whoever makes the last offer, the share of the first seat and what changes for both."""
    seats, cells = ledger.seats(), []
    for last in seats:
        share = float(dated.by_offers[last, left])
        cells.append(f"{100 * (share if seats[0] == 0 else 1 - share):.0f}")
        cells += [plain_change(float(dated.points[last, left, side])) for side in seats]
    return tuple(cells)
