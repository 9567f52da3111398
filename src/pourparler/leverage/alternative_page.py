"""The page on better and worse alternatives to a deal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from pourparler import wording
from pourparler.answer import Block, Paragraph, Section, Sentence, Table, say
from pourparler.leverage.alternatives import Alternative, Step
from pourparler.leverage.charts import alternative_chart
from pourparler.leverage.ledger import Ledger, change, ranged

ANCHOR = "leverage-alternatives"
MOST_SHOWN = 24  # rows of a table
WAYS = {
    "nash": "The fair deal",
    "kalai-smorodinsky": "Equal share of hopes",
    "egalitarian": "Equal gains",
    "utilitarian": "Largest sum",
}
"""The solutions as the pages on deals call them."""


def alternative_section(ledger: Ledger) -> Section | None:
    """For each principal what its alternative would have to be worth for the deal to change or go; who else would not consent."""
    if not ledger.findings.alternatives:
        return None
    content: list[Block] = []
    for side in ledger.seats():
        alternative = ledger.findings.alternatives[side]
        content.append(Paragraph(tuple(_said(ledger, alternative)), wording.upper_first(ledger.side(side))))
        if len(alternative.steps["nash"]) > 1:
            content += [alternative_chart(ledger, alternative), _steps_table(ledger, alternative)]
    content.append(_ways_table(ledger))
    if ledger.findings.consents:
        content.append(_consent_table(ledger))
    return Section(ANCHOR, "If the alternatives to a deal were better or worse", tuple(content))


def _said(ledger: Ledger, alternative: Alternative) -> Iterator[Sentence]:
    side, setting = alternative.side, ledger.findings.setting
    here = setting.walk_away[0, side]
    if np.isnan(alternative.critical[0]):
        yield say("The others accept no deal at all, whatever its alternative is worth.")
        return
    most = ledger.computed(
        f"critical-{side}",
        f"The largest walk-away value of {ledger.side(side)} at which there is a deal",
        wording.points(alternative.critical[0]),
        "The most it has in any deal that the others accept; exact, at the best guess",
        ANCHOR,
    )
    margin = ledger.computed(
        f"room-{side}",
        f"That value less the walk-away value of {ledger.side(side)}",
        ranged(alternative.margin),
        "In each draw; below 0 where there is no deal",
        ANCHOR,
    )
    yield say("Walking away is worth ", ledger.walk_away(side), f" points to {ledger.side(side)}.")
    if alternative.critical[0] >= here:
        yield say("Up to ", most, " a deal exists: ", margin, " points of room.")
    else:
        yield say("A deal would exist only up to ", most, ": the room is ", margin, " points.")
    if setting.fair[0] >= 0:
        unmoved = say("No value that was looked at, the stated range and a bit beyond, changes the fair deal.")
        yield around(ledger, alternative, "nash") or unmoved


def _place(alternative: Alternative, here: float, steps: tuple[Step, ...]) -> int:
    """The step in which the best guess lies; the lower one where it lies on a border, since that deal still holds."""
    return next((index for index, step in enumerate(steps) if step.low <= here <= step.high), len(steps) - 1)


def around(ledger: Ledger, alternative: Alternative, solution: str) -> Sentence | None:
    """Between which values of an alternative the deal of a solution stays, and what it settles otherwise outside."""
    side, steps = alternative.side, alternative.steps[solution]
    place = _place(alternative, float(ledger.findings.setting.walk_away[0, side]), steps)
    here = steps[place]
    if len(steps) == 1:
        return None
    between = ledger.computed(
        f"steady-{side}",
        f"Walk-away values of {ledger.side(side)} between which the fair deal of the best guess stays",
        f"{here.low:.1f} to {here.high:.1f}",
        "Exact, all else at the best guess",
        ANCHOR,
    )
    outside = []
    if place + 1 < len(steps):
        outside.append(f"if it is worth more, {ledger.turns(here.deal, steps[place + 1].deal)}")
    if place > 0:
        outside.append(f"if less, {ledger.turns(here.deal, steps[place - 1].deal)}")
    return say(
        f"The fair deal stays as it is while the alternative of {ledger.side(side)} is worth ",
        between,
        f" points; {'; '.join(outside)}.",
    )


def _steps_table(ledger: Ledger, alternative: Alternative) -> Table:
    setting, seats = ledger.findings.setting, ledger.seats()
    steps = alternative.steps["nash"]
    place = _place(alternative, float(setting.walk_away[0, alternative.side]), steps)
    first = max(0, min(place - MOST_SHOWN // 2, len(steps) - MOST_SHOWN))
    shown = range(first, min(len(steps), first + MOST_SHOWN))
    rows: list[tuple[Sentence | str, ...]] = []
    for index in shown:
        step = steps[index]
        here = " (best guess)" if index == place else ""
        worth = [wording.points(step.worth[setting.sides[seat]]) if step.deal is not None else "·" for seat in seats]
        told = wording.upper_first(ledger.otherwise(steps[index - 1].deal, step.deal)) if index else "·"
        rows.append((f"{step.low:.1f} to {step.high:.1f}{here}", told, *worth))
    name = ledger.side(alternative.side)
    note = "Each row says what is settled otherwise than in the row above, and what the deal is then worth. All else at the best guess."
    if alternative.greatest > alternative.least:
        ends = wording.points(alternative.least), wording.points(alternative.greatest)
        note += f" The file puts the value between {ends[0]} and {ends[1]}."
    if len(shown) < len(steps):
        note += f" Shown are {len(shown)} of {len(steps)} steps, those around the best guess; --json has all."
    return Table(
        f"The fair deal, if the alternative of {name} were worth so much",
        ("Worth of walking away", "The fair deal then has", *(f"{ledger.short(seat)} has" for seat in seats)),
        tuple(rows),
        frozenset(range(2, 2 + len(seats))),
        note,
    )


def _ways_table(ledger: Ledger) -> Table:
    """For every way of choosing and each principal, the nearest changes on both sides of the best guess."""
    rows = []
    for side in ledger.seats():
        alternative = ledger.findings.alternatives[side]
        here = float(ledger.findings.setting.walk_away[0, side])
        for name, way in WAYS.items():
            steps = alternative.steps[name]
            place = _place(alternative, here, steps)
            below, above = "·", "·"
            if place > 0:
                below = f"{steps[place].low:.1f}: {ledger.otherwise(steps[place].deal, steps[place - 1].deal)}"
            if place + 1 < len(steps):
                above = f"{steps[place].high:.1f}: {ledger.otherwise(steps[place].deal, steps[place + 1].deal)}"
            changes = sum(alternative.least <= after.low <= alternative.greatest for _, after in pairwise(steps))
            rows.append((f"{ledger.short(side)}: {ledger.inside(way)}", below, above, str(changes)))
    return Table(
        "For each way of choosing a deal: the nearest values at which something is settled otherwise",
        ("Whose alternative, and how chosen", "Changes below", "Changes above", "Changes in the stated range"),
        tuple(rows),
        frozenset({3}),
        "Best guess, one walk-away value moved at a time. The ways of choosing are explained with the deals.",
    )


def _consent_table(ledger: Ledger) -> Table:
    rows: list[tuple[Sentence | str, ...]] = []
    setting = ledger.findings.setting
    for each in ledger.findings.consents:
        name = setting.measure.parties[each.party]
        holder = setting.scenario.parties[name]
        asked = "yes" if each.asked else "no, its veto is not touched" if holder.veto else "no, it has no veto"
        said = ledger.said(("preferences", name, "walk_away"))
        given = say(said) if said else "not given; today stands in"
        rows.append(
            (
                wording.upper_first(holder.name),
                asked,
                given,
                wording.points(each.worth[0]),
                change(each.margin),
            )
        )
    return Table(
        "Up to which alternative the parties behind the table would still prefer the fair deal",
        ("Party", "Is asked", "Walking away is worth", "Prefers the deal up to", "Room"),
        tuple(rows),
        frozenset({3, 4}),
        "Room: worth of the fair deal less the worth of walking away, the deal found anew in each draw.",
    )
