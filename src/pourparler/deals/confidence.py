"""How sure the advice is, and what would change it."""

from __future__ import annotations

from pourparler import wording
from pourparler.answer import Figure, Sentence, Status, say
from pourparler.deals.ledger import Ledger, finite
from pourparler.deals.trades import HAIR, indispensable

FIRM = 0.9
OPEN = 0.65


def how_sure(ledger: Ledger) -> list[Sentence]:
    """Say what is firm, what is open, whether this very deal would pass, and on what the numbers rest."""
    findings = ledger.findings
    best = [(issue, int(shares.argmax()), float(shares.max())) for issue, shares in enumerate(ledger.picked)]
    firm = sorted((item for item in best if item[2] >= FIRM), key=lambda item: -item[2])[:3]
    unsettled = sorted((item for item in best if item[2] < OPEN), key=lambda item: item[2])[:2]
    found = []
    if firm:
        pieces: list[str | Figure] = ["Firm in the fair deal: "]
        for position, (issue, option, share) in enumerate(firm):
            pieces += [
                ", " if position else "",
                f"{ledger.placed(issue, option)} in ",
                _picked(ledger, issue, option, share),
            ]
        found.append(say(*pieces, "."))
    if unsettled:
        pieces = ["Open: "]
        for position, (issue, _, _) in enumerate(unsettled):
            first, second = ledger.picked[issue].argsort()[::-1][:2]
            pieces += ["; " if position else "", f"{ledger.inside(ledger.issue(issue))} ("]
            pieces += [
                f"{ledger.inside(ledger.option(issue, int(first)))} ",
                _picked(ledger, issue, int(first), float(ledger.picked[issue][first])),
            ]
            pieces += [f", {ledger.inside(ledger.option(issue, int(second)))} "]
            pieces += [_picked(ledger, issue, int(second), float(ledger.picked[issue][second])), ")"]
        found.append(say(*pieces, "."))
    accepted = ledger.computed(
        "accepted",
        "Draws in which nobody who is asked is against the fair deal of the best guess",
        wording.of_100(float(findings.shown.all_accept[findings.names.index("nash")])),
        "Principals need their walk-away value; a party with a veto too, where the deal touches what it has a veto over",
        "deals-stability",
    )
    found.append(say("This very deal would pass the bottom line of everyone who is asked in ", accepted, "."))
    found.append(standing(ledger))
    return found


def _picked(ledger: Ledger, issue: int, option: int, share: float) -> Figure:
    what = f"Draws in which the fair deal has '{ledger.option(issue, option)}' ({ledger.issue(issue)})"
    return ledger.computed(
        f"picked-{issue}-{option}",
        what,
        wording.of_100(share),
        "The fair deal is found anew in each draw",
        "deals-stability",
    )


def standing(ledger: Ledger) -> Sentence:
    """On what the numbers rest, counted."""
    lines = list(ledger.numbers.values())
    counts = {status: sum(line.origin.standing() is status for line in lines) for status in Status}
    weak = counts[Status.JUDGED] + counts[Status.ASSUMED]
    if weak == len(lines):
        who = sorted({line.origin.judged.by for line in lines if line.origin.judged is not None})
        by = f" by {wording.listed(who)}" if who and counts[Status.ASSUMED] == 0 else ""
        kind = "judgements" if counts[Status.ASSUMED] == 0 else "judgements or assumptions"
        return say(
            f"All {len(lines)} numbers about what the parties want are {kind}{by}:"
            " the draws show how far they carry, not whether they are right."
        )
    return say(f"Of {len(lines)} numbers about what the parties want, {weak} are judgements or assumptions.")


def would_change(ledger: Ledger) -> list[Sentence]:
    """Say at which walk-away values no deal remains, and which number matters most."""
    findings = ledger.findings
    found = []
    for party in ledger.principals()[1:] if findings.briefed is not None else ledger.principals():
        side = findings.measure.principals.index(party)
        most = findings.solved.ideal[0, side]
        if most >= 100 - HAIR:
            continue  # it can have all it wants: no walk-away value on the scale is above that
        figure = ledger.computed(
            f"ideal-{party}",
            f"The most {ledger.party(party)} can have while every other principal has its walk-away value",
            wording.points(most),
            "Exact, at the best guess",
            "deals-table",
        )
        found.append(say("If walking away is worth more than ", figure, f" to {ledger.party(party)}, no deal remains."))
        needed = indispensable(findings, side)
        if needed is not None and needed[1] < most - 0.5:
            issue, least = needed
            unmoved = f"If nothing moves on {ledger.inside(ledger.issue(issue))}, "
            if finite([least]) and least > float("-inf"):
                room = ledger.computed(
                    f"without-{issue}-{party}",
                    f"The most {ledger.party(party)} can have while '{ledger.issue(issue)}' stays as today",
                    wording.points(least),
                    "Exact, at the best guess, among deals that keep today's option on this issue",
                    "deals-table",
                )
                found.append(say(f"{unmoved}the limit is ", room, "."))
            else:
                found.append(say(f"{unmoved}no deal remains at all."))
    if findings.assumptions:
        found.append(_what_matters_most(ledger))
    return found


def _what_matters_most(ledger: Ledger) -> Sentence:
    findings = ledger.findings
    top = findings.assumptions[0]
    line = top.line
    name = findings.scenario.parties[line.party].name
    number = Figure(wording.spread(line.value.best, top.low, top.high), line.origin.standing(), line.anchor)
    side = findings.briefed
    by = f", judged by {line.origin.judged.by}" if line.origin.judged is not None else ""
    opening: list[str | Figure] = [f"The number that matters most is the {line.what} of {name}, ", number, by]
    if top.swing == float("inf"):
        return say(*opening, ": at one end of its range no deal is left.")
    position = side if side is not None else int(abs(top.gain_high - top.gain_low).argmax())
    party = findings.measure.principals[position]
    gain = ledger.computed(
        "matters-most",
        f"What {ledger.party(party)} gains over walking away in the fair deal, as the {line.what} of {name} goes through its range",
        f"from {wording.points(top.gain_low[position])} to {wording.points(top.gain_high[position])}",
        "This number at its 5 % and 95 % value, all others at the best guess; the fair deal is found anew",
        "deals-assumptions",
    )
    whose = "our gain" if side is not None else f"the gain of {ledger.party(party)}"
    return say(*opening, f": through its range {whose} over walking away goes ", gain, ".")
