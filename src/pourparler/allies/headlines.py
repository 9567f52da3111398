"""What the allies room says on page one."""

from __future__ import annotations

import numpy as np

from pourparler import wording
from pourparler.allies.blockers import NOTICED, Change
from pourparler.allies.ledger import Ledger, out_of_100
from pourparler.allies.versions import CONSULTED, OUTSIDE, Version
from pourparler.answer import Headline, Sentence, Topic, say

SAFE = 0.95  # a chance from which on a safer deal is not looked for on page one


def headlines(ledger: Ledger) -> tuple[Headline, ...]:
    """Who must be asked before the fair deal is signed, who would stand in its way, what safety or the allies' good will costs."""
    said = [*asked(ledger), *in_the_way(ledger), *safer(ledger), *price(ledger)]
    return (Headline(Topic.BRING, tuple(said), short=2),) if said else ()


def opening(ledger: Ledger) -> list[Sentence]:
    """The answer at the head of the room's own page."""
    return [*asked(ledger), *safer(ledger), *price(ledger), *_silent(ledger)]


def asked(ledger: Ledger) -> list[Sentence]:
    """Who must be asked before the fair deal is signed, and the chance that it passes."""
    found = ledger.findings
    if found.fair is None:
        return [say("There is no deal that all principals would sign, so that nobody else need be asked.")]
    if not found.setting.gates:
        return []
    gates = ledger.asked_gates(0)
    if not gates:
        return [say("The fair deal touches nothing for which anybody else's consent is needed.")]
    names = wording.listed([gate.name for gate in gates])
    spared = [
        f"{gate.name} ({ledger.power_over(gate)})"
        for gate, needed in zip(found.setting.gates, found.chances.asked[0], strict=True)
        if not needed
    ]
    rest = f", not that of {wording.listed(spared, 'or')}" if spared else ""
    return [
        say(
            f"The fair deal needs the consent of {names}{rest}; once signed, it would get "
            f"{'it' if len(gates) == 1 else 'all of it'} with a chance of ",
            ledger.chance_of_fair(),
            ".",
        )
    ]


def in_the_way(ledger: Ledger) -> list[Sentence]:
    """Who would gain most often by standing in the way of the fair deal, and what would win it over."""
    found = ledger.findings
    would = [(each.share, -place) for place, each in enumerate(found.blockers.shown) if each.would]
    if not would:
        return []
    place = -max(would)[1]
    share = ledger.computed(
        "in-the-way",
        f"Draws in which {ledger.blocker(found.blockers.shown[place])} would gain by standing in the way of the fair deal",
        wording.of_100(found.blockers.shown[place].share),
        "What it has if it blocks, or undoes its part, against what it has with the deal, draw by draw",
        "allies-spoilers",
    )
    winning = [change for change in found.changes if place in change.wins]
    over = ""
    if winning:
        change = min(winning, key=lambda each: float(each.cost[found.lead]))
        over = f"; {ledger.option(change.issue, change.option)} instead would win it over"
    who = wording.upper_first(ledger.blocker(found.blockers.shown[place]))
    return [say(f"{who} would gain by standing in its way in ", share, f"{over}.")]


def safer(ledger: Ledger) -> list[Sentence]:
    """The single change after which the fair deal is safest, where it is not safe already, and what it costs."""
    found = ledger.findings
    if found.fair is None or not found.chances.asked[0].any() or found.chances.mean[0] >= SAFE:
        return []
    better = [change for change in found.changes if change.chance > found.chances.mean[0] + NOTICED]
    if not better:
        return [say("No change of a single option that all principals would accept makes it safer.")]
    return [_change(ledger, max(better, key=lambda change: change.chance))]


def _change(ledger: Ledger, change: Change) -> Sentence:
    lead = ledger.findings.lead
    cost = float(change.cost[lead])
    text = wording.points(abs(cost))
    return say(
        f"With one change, {ledger.option(change.issue, change.option)}, the chance is ",
        ledger.computed(
            "chance-safer",
            f"Chance that the fair deal is ratified, with {ledger.option(change.issue, change.option)}",
            out_of_100(change.chance),
            "As the chance of the fair deal; the safest single change that the rules and all principals allow",
            "allies-changes",
        ),
        f", and it {'costs' if cost >= 0 else 'brings'} {ledger.party(lead)} ",
        ledger.computed(
            "cost-safer",
            f"What that change {'costs' if cost >= 0 else 'brings'} {ledger.party(lead)}, in its own points",
            f"{text} point{'' if text == '1' else 's'}{'' if cost >= 0 else ' more'}",
            "Worth of the fair deal less worth of the changed one, at the best guess",
            "allies-changes",
        ),
        ".",
    )


def price(ledger: Ledger) -> list[Sentence]:
    """What it costs the principals, and saves, to leave no ally worse off than today."""
    versions = {version.name: version for version in ledger.findings.versions}
    if OUTSIDE not in versions or versions[OUTSIDE].deal is None:
        return []
    outside, consulted = versions[OUTSIDE], versions[CONSULTED]
    if consulted.deal is None:
        return [
            say(
                "Every deal that all principals would sign leaves some ally, or holder of a veto, worse off than today."
            )
        ]
    if outside.deal is not None and (outside.deal == consulted.deal).all():
        return [
            say(
                "To bring the allies in costs the principals nothing: the fair deal leaves none of them worse off "
                "than today."
            )
        ]
    return [_difference(ledger, outside, consulted)]


def _difference(ledger: Ledger, outside: Version, consulted: Version) -> Sentence:
    found = ledger.findings
    lost = []
    for side in found.sides:
        change = wording.change(float(consulted.worth[0, side] - outside.worth[0, side]))
        lost.append(f"{change} for {ledger.short(side)}")
    protected = list(found.setting.measure.protected)
    saved = consulted.worth[0, protected] - outside.worth[0, protected]
    gainer = protected[int(np.argmax(saved))]
    gain = wording.change(float(saved.max()))
    return say(
        "To leave no ally worse off than today changes what the principals have, in points, by ",
        ledger.computed(
            "price-inclusive",
            "What changes for the principals where no ally or holder of a veto may be worse off than today",
            wording.listed(lost),
            "Worth of the fair deal within that bound less worth of the fair deal, each in its own points, at the "
            "best guess",
            "allies-versions",
        ),
        f", and what {ledger.party(gainer)} has by ",
        ledger.computed(
            "saved-inclusive",
            f"What {ledger.party(gainer)} has more by it",
            gain,
            "Worth of the deal within that bound less worth of the fair deal, at the best guess",
            "allies-versions",
        ),
        ".",
    )


def _silent(ledger: Ledger) -> list[Sentence]:
    silent = ledger.findings.setting.silent
    if not silent:
        return []
    names = wording.upper_first(wording.listed(silent))
    holds = "holds a veto" if len(silent) == 1 else "hold a veto"
    return [
        say(
            f"{names} {holds}, and the file does not say what {'it wants' if len(silent) == 1 else 'they want'}: "
            "not asked here."
        )
    ]
