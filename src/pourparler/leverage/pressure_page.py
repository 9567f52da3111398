"""The page on pressures: what each carries, what easing it would buy and cost."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from pourparler import wording
from pourparler.answer import Block, Bullets, Paragraph, Section, Sentence, Table, say
from pourparler.leverage.charts import pressure_chart
from pourparler.leverage.ledger import Ledger, change, ranged
from pourparler.leverage.pressing import Pressed

ANCHOR = "leverage-pressures"
WORTH_SAYING = 0.5  # points that two pressures do more, or less, together


def strongest(ledger: Ledger) -> tuple[int, int] | None:
    """The pressure that adds most to what the side being briefed has, else the one that moves any side most; and the side."""
    pressed, briefed = ledger.findings.pressed, ledger.findings.setting.briefed
    if pressed is None:
        return None
    best = pressed.contribution[:, 0]
    if briefed is not None and best[:, briefed].max() > 0:
        return int(best[:, briefed].argmax()), briefed
    index, side = np.unravel_index(int(np.abs(best).argmax()), best.shape)
    return int(index), int(side)


def pressure_section(ledger: Ledger) -> Section | None:
    """What each pressure carries, alone and with others, and what easing it would do."""
    pressed = ledger.findings.pressed
    if pressed is None:
        return None
    content: list[Block] = [
        Paragraph(tuple(_opening(ledger, pressed))),
        pressure_chart(ledger, pressed),
        _share_table(ledger, pressed),
        _easing_table(ledger, pressed),
    ]
    pairs = tuple(_pairs(ledger, pressed))
    if pairs:
        content.append(Bullets(pairs))
    content.append(_effects_table(ledger, pressed))
    return Section(ANCHOR, "How much of the outcome pressure carries", tuple(content))


def name_of(ledger: Ledger, pressed: Pressed, index: int) -> str:
    """A pressure as a person would say it."""
    return ledger.findings.setting.leverage.pressures[pressed.names[index]].name


def _opening(ledger: Ledger, pressed: Pressed) -> Iterator[Sentence]:
    for side in ledger.seats():
        with_all = ledger.computed(
            f"all-on-{side}",
            f"What {ledger.side(side)} has with all pressures in force",
            ranged(pressed.with_all[:, side]),
            "Worth of the fair deal; its walk-away value where there is none",
            ANCHOR,
        )
        without = ledger.computed(
            f"all-off-{side}",
            f"What {ledger.side(side)} would have without any of the pressures",
            ranged(pressed.without_any[:, side]),
            "The same, the effects of all pressures on the walk-away values taken away",
            ANCHOR,
        )
        yield say(
            f"With all pressures in force {wording.lower_first(ledger.side(side), ledger.words)} has ",
            with_all,
            " points, without any ",
            without,
            ".",
        )
    if pressed.exists.shape[1] > 1:
        on, off = pressed.exists[1, 1:].mean(), pressed.exists[0, 1:].mean()
        exists = ledger.computed(
            "exists-on", "Draws in which a deal exists with all pressures", wording.of_100(float(on)), "Counted", ANCHOR
        )
        lacking = ledger.computed(
            "exists-off", "Draws in which a deal exists without any", wording.of_100(float(off)), "Counted", ANCHOR
        )
        yield say(
            "A deal that is better than none for all who negotiate exists in ",
            exists,
            ", without any in ",
            lacking,
            ".",
        )
    yield say(
        "What follows divides that difference among the pressures, within this model of judged numbers. It does not prove what caused "
        "what: whether pressure brought the other side to the table is not a thing that these numbers can show."
    )


def _share_table(ledger: Ledger, pressed: Pressed) -> Table:
    seats = ledger.seats()
    rows = []
    for index in np.argsort(-np.abs(pressed.contribution[:, 0]).max(axis=1), kind="stable").tolist():
        drawn = pressed.existence[index, 1:]
        more = f"{100 * float(drawn.mean()):+.0f}".replace("-", wording.MINUS) if len(drawn) else "·"
        cells = (change(pressed.contribution[index, :, side]) for side in seats)
        rows.append((wording.upper_first(name_of(ledger, pressed, index)), *cells, more))
    return Table(
        "What each pressure adds, averaged over all orders in which they could have been put on",
        ("Pressure", *(f"Adds for {ledger.brief(side)}" for side in seats), "Draws with a deal, of 100"),
        tuple(rows),
        frozenset(range(1, 2 + len(seats))),
        "The rows of a column add up to the difference between all pressures and none, at the best guess. What keeping a pressure up "
        "costs is not taken off here.",
    )


def _easing_table(ledger: Ledger, pressed: Pressed) -> Table:
    seats = ledger.seats()
    rows = []
    for index, key in enumerate(pressed.names):
        pressure = ledger.findings.setting.leverage.pressures[key]
        cells = []
        for side in seats:
            cells.append(change(pressed.easing[index, :, side] + pressed.saved[index, :, side]))
        drawn = pressed.left[index, 1:]
        moved = [ledger.option(issue, option) for issue, option in pressed.changed[index]]
        told = wording.upper_first(wording.listed(moved)) if moved else "nothing else"
        rows.append(
            (
                wording.upper_first(pressure.name),
                "·" if pressure.by is None else ledger.named(pressure.by),
                *cells,
                told if pressed.left[index, 0] else "no deal is left",
                wording.of_100(float(drawn.mean())) if len(drawn) else "·",
            )
        )
    return Table(
        "If one pressure alone were eased, the others staying",
        (
            "Pressure",
            "Could be eased by",
            *(ledger.short(side) for side in seats),
            "The fair deal then has",
            "A deal exists in",
        ),
        tuple(rows),
        frozenset(range(2, 2 + len(seats))),
        "Change of what each side has in the fair deal, the cost of keeping the pressure up saved.",
    )


def _pairs(ledger: Ledger, pressed: Pressed) -> Iterator[Sentence]:
    """Pairs that do much more, or much less, together than each alone, for the side that feels it most."""
    for one, other in combinations(range(len(pressed.names)), 2):
        more = pressed.pairs[one, other, 0]
        side = ledger.seats()[0] if abs(more[ledger.seats()[0]]) >= WORTH_SAYING else int(np.abs(more).argmax())
        if abs(more[side]) < WORTH_SAYING:
            continue
        names = [ledger.inside(name_of(ledger, pressed, index)) for index in (one, other)]
        together = ledger.computed(
            f"pair-{pressed.names[one]}-{pressed.names[other]}",
            f"How much more '{names[0]}' and '{names[1]}' add together than each by itself, for {ledger.side(side)}",
            change(pressed.pairs[one, other, :, side]),
            "Interaction index over all sets of pressures",
            ANCHOR,
        )
        yield say(
            f"Together, {names[0]} and {names[1]} change what {ledger.side(side)} has by ",
            together,
            " points besides what each does without the other.",
        )


def _effects_table(ledger: Ledger, pressed: Pressed) -> Table:
    """The judged effects on what each party has without a deal, as they stand in the file."""
    setting = ledger.findings.setting
    parties = [party for party in range(len(setting.measure.parties)) if pressed.alone[:, 0, party].any()]
    rows: list[tuple[Sentence | str, ...]] = []
    for key in pressed.names:
        pressure = setting.leverage.pressures[key]
        cells = [
            say(ledger.best(("leverage", "pressures", key, "effects", setting.measure.parties[party]), "·"))
            for party in parties
        ]
        rows.append((wording.upper_first(pressure.name), *cells))
    for index, joint in enumerate(setting.leverage.together):
        names = [ledger.inside(setting.leverage.pressures[key].name) for key in joint.pressures]
        cells = [
            say(ledger.best(("leverage", "together", index, "effects", setting.measure.parties[party]), "·"))
            for party in parties
        ]
        rows.append((f"Besides, {wording.listed(names)} together", *cells))
    return Table(
        "What each pressure is judged to do to the worth of having no deal",
        ("Pressure", *(wording.upper_first(ledger.party(party)) for party in parties)),
        tuple(rows),
        frozenset(range(1, 1 + len(parties))),
        "Numbers of the file, not results: best guesses; each leads to its line, with the range. The walk-away values hold with all "
        "of this in force.",
    )
