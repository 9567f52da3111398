"""What those who would refuse lack, who could block the fair deal, and which change makes it safer."""

from __future__ import annotations

import math

from pourparler import wording
from pourparler.allies.blockers import Blocker
from pourparler.allies.ledger import Ledger, out_of_100, quantiles
from pourparler.allies.needs import Need
from pourparler.answer import Block, Paragraph, Sentence, Table, say


def needs_table(ledger: Ledger) -> Table:
    """What would have to be given to whom so that the fair deal passes."""
    rows = [
        (
            wording.upper_first(need.gate.name),
            wording.change_spread(*quantiles(need.margin)),
            _to_pass(ledger, need),
            _likely(need),
        )
        for need in ledger.findings.needs
    ]
    columns = (
        "Who",
        "To spare, or short of, in points",
        "Cheapest gifts that make it pass",
        "For a chance of 90 in 100",
    )
    note = (
        "To spare: points by which the member whose yes completes the quota is better off with the deal; if its "
        "walk-away value rose, or the deal got worse for it, by more, the gate would close. Below 0: by how much "
        "the one must fall or the other get better before it opens. Gifts are in each receiver's own points, which "
        "nobody else's can be added to. Last column: what every member would need. Ranges: over the draws in which "
        "the deal is signed."
    )
    return Table("What the fair deal lacks at home, and what would buy it", columns, tuple(rows), frozenset({1}), note)


def _to_pass(ledger: Ledger, need: Need) -> str:
    if need.margin[0] >= 0:
        return "none needed"
    if need.refused:
        return "not worked out: too many votes"
    groups = need.gate.groups
    if need.paid is not None:
        gifts = [
            f"{wording.points(short)} to {ledger.members(group, number)}"
            for group, number, short in zip(groups, need.paid, need.short, strict=True)
            if number
        ]
        return wording.listed(gifts)
    short = [(group, amount) for group, amount in zip(groups, need.short, strict=True) if amount > 0]
    if not short:
        return "no gift is enough"
    gifts = [f"{wording.points(amount)} to each of {ledger.members(group, group.seats)}" for group, amount in short]
    return f"some of these, which have no common measure: {wording.listed(gifts, 'or')}"


def _likely(need: Need) -> str:
    if math.isinf(need.likely):
        return "no gift is enough"
    return "none needed" if need.likely == 0 else f"{wording.points(need.likely)} to each member"


def blocker_blocks(ledger: Ledger) -> list[Block]:
    """The smallest groups that could block the fair deal, and what they gain by it."""
    found = ledger.findings.blockers
    said: list[Sentence] = []
    would = [each for each in found.shown if each.would]
    if would:
        names = wording.listed([ledger.blocker(each) for each in would[:3]])
        more = f" and {wording.in_words(len(would) - 3)} more" if len(would) > 3 else ""
        said.append(say(f"Better off by standing in the way of the fair deal, at the best guess: {names}{more}."))
    elif found.shown:
        said.append(say("At the best guess nobody who could stand in the way of the fair deal gains by it."))
    if found.refused:
        said.append(say(f"Not all groups that could block are listed: {found.refused}"))
    blocks: list[Block] = [Paragraph(tuple(said))] if said else []
    return [*blocks, _blockers(ledger)] if found.shown else blocks


def _blockers(ledger: Ledger) -> Table:
    found = ledger.findings.blockers
    rows = [
        (
            wording.upper_first(ledger.blocker(each)),
            _what(ledger, each),
            wording.listed([wording.change_spread(*quantiles(gain)) for _, gain in each.parts]),
            wording.of_100(each.share),
            _won_by(ledger, place) if each.would else "",
        )
        for place, each in enumerate(found.shown)
    ]
    note = (
        "Groups that are enough together and would not be without any one of them; in brackets, how many of their members are. "
        "Gain: what a group has if it blocks, less what it has with the deal, in its own points, at the best guess and over "
        "the draws in which the deal is signed. Won over by: the single change after which it no longer gains by blocking, "
        "that all principals would still sign, at the least cost to the side being briefed."
    )
    if found.more:
        further = f"{wording.upper_first(wording.in_words(found.more))} further group{'s' if found.more > 1 else ''}"
        note += f" {further} could too, and would less often."
    columns = ("Who", "What falls if they block", "Gain by blocking", "Would, in", "Won over by")
    return Table("Who could block or undo the fair deal", columns, tuple(rows), frozenset({2, 3}), note)


def _what(ledger: Ledger, blocker: Blocker) -> str:
    if blocker.gates:
        return "the deal"
    means = f", by {blocker.how}" if blocker.how else ""
    if blocker.undone is None:
        return f"the deal, for what is left is not signed{means}"
    fair = ledger.findings.deals[0]
    return f"a part: {ledger.differences(blocker.undone, fair)} instead{means}"


def _won_by(ledger: Ledger, place: int) -> str:
    found = ledger.findings
    winning = [change for change in found.changes if place in change.wins]
    if not winning:
        return "no single change"
    change = min(winning, key=lambda each: float(each.cost[found.lead]))
    cost = wording.change(-float(change.cost[found.lead]))
    return f"{ledger.option(change.issue, change.option)} ({cost} for {ledger.short(found.lead)})"


def changes_table(ledger: Ledger) -> Table:
    """Single changes of the fair deal that make it safer or win somebody over."""
    found = ledger.findings
    issues = list(found.setting.scenario.issues.values())
    rows = [
        (
            ledger.option(change.issue, change.option),
            ledger.inside(issues[change.issue].option_labels()[int(found.deals[0][change.issue])]),
            out_of_100(change.chance),
            *(wording.change(-float(change.cost[side])) for side in found.sides),
            wording.listed([ledger.blocker(found.blockers.shown[place]) for place in change.wins]) or "·",
        )
        for change in found.changes
    ]
    columns = (
        "Instead of what the fair deal has",
        "It has",
        "Ratified",
        *(f"For {ledger.short(side)}" for side in found.sides),
        "Wins over",
    )
    note = (
        f"Chance that the fair deal is ratified: {out_of_100(float(found.chances.mean[0]))}. Points at the best "
        f"guess. Listed are the changes than which no other is as safe and cheaper for {ledger.party(found.lead)}, "
        "and for each group that would block the cheapest that wins it over."
    )
    return Table(
        "One change that makes the fair deal safer",
        columns,
        tuple(rows),
        frozenset(range(2, 3 + len(found.sides))),
        note,
    )
