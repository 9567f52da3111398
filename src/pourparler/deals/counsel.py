"""What to refuse in the room, and what to ask for first."""

from __future__ import annotations

from pourparler import wording
from pourparler.answer import Figure, Sentence, say
from pourparler.deals.ledger import Ledger
from pourparler.deals.trades import cheapest_asks, temptations


def refuse(ledger: Ledger) -> list[Sentence]:
    """Say which concessions beyond the fair deal would cost us and those we protect most, up to three."""
    findings = ledger.findings
    found = []
    for temptation in temptations(findings, findings.briefed)[:3]:
        change = temptation.change
        label = wording.upper_first(ledger.placed(change.issue, change.option))
        pieces: list[str | Figure] = [f"{label}: "]
        if findings.briefed is not None:
            us = findings.measure.principals[findings.briefed]
            pieces += ["takes ", _taken(ledger, temptation.change.issue, temptation.change.option, us), " from us"]
        else:
            loser = min(findings.measure.principals, key=lambda party: change.difference.best[party])
            pieces += ["takes ", _taken(ledger, change.issue, change.option, loser), f" from {ledger.party(loser)}"]
        for party in temptation.hurt:
            pieces += [", ", _taken(ledger, change.issue, change.option, party), f" from {ledger.party(party)}"]
        if change.broken:
            pieces += [f"; {_forbidden(ledger, change.broken[0])}"]
        elif not change.acceptable:
            pieces += ["; no deal with it is better than no deal for everyone"]
        else:
            who = findings.measure.principals[findings.briefed] if findings.briefed is not None else None
            share = change.principals_accept if who is None else float(change.accepts[who])
            figure = ledger.computed(
                f"passes-{change.issue}-{change.option}",
                f"Draws in which the fair deal with '{ledger.option(change.issue, change.option)}' still passes the bottom line"
                + (" of all principals" if who is None else f" of {ledger.party(who)}"),
                wording.of_100(share),
                "The fair deal with this one option changed, against the walk-away value, draw by draw",
                "deals-changes",
            )
            pieces += [
                "; the rest of the fair deal with it passes "
                + ("our" if who is not None else "every")
                + " bottom line in ",
                figure,
            ]
        found.append(say(*pieces, "."))
    return found


def _forbidden(ledger: Ledger, exclusion: str) -> str:
    findings = ledger.findings
    if not exclusion.startswith("the red line"):
        return "a rule of the scenario excludes it beside the rest"
    ours = (
        findings.briefed is not None
        and f" of {ledger.party(findings.measure.principals[findings.briefed])}:" in exclusion
    )
    return "crosses our own red line" if ours else f"crosses {exclusion.split(':')[0]}"


def _taken(ledger: Ledger, issue: int, option: int, party: int) -> Figure:
    findings = ledger.findings
    change = next(change for change in findings.changes if (change.issue, change.option) == (issue, option))
    best, low, high = (-part[party] for part in (change.difference.best, change.difference.high, change.difference.low))
    what = f"What '{ledger.option(issue, option)}' in place of the fair deal's option takes from {ledger.party(party)}"
    how = "Worth of the fair deal less its worth with this one option changed, interactions included"
    return ledger.computed(
        f"takes-{issue}-{option}-{party}", what, wording.spread(best, low, high), how, "deals-changes"
    )


def ask(ledger: Ledger) -> list[Sentence]:
    """Say what is worth most to us for what it costs the others, up to three. Nothing for a mediator."""
    findings = ledger.findings
    if findings.briefed is None:
        return []
    us = findings.measure.principals[findings.briefed]
    asks = cheapest_asks(findings, findings.solved.picks["nash"][0], findings.briefed)[:3]
    if not asks:
        return []
    pieces: list[str | Figure] = ["What is worth most to us for what it costs them: "]
    for position, ask in enumerate(asks):
        assert ask.giver is not None
        them = findings.measure.principals[ask.giver]
        pieces += ["; " if position else "", f"{ledger.placed(ask.issue, ask.after)} (worth "]
        pieces += [_step(ledger, ask.issue, ask.after, us, ask.worth[us]), " to us, costs "]
        pieces += [f"{ledger.party(them)} ", _step(ledger, ask.issue, ask.after, them, -ask.worth[them]), ")"]
    return [say(*pieces, ".")]


def _step(ledger: Ledger, issue: int, option: int, party: int, value: float) -> Figure:
    what = f"'{ledger.option(issue, option)}' against today's option, for {ledger.party(party)}"
    how = "Share of the issue's weight times the difference of the two options' values, best guess"
    return ledger.computed(f"step-{issue}-{option}-{party}", what, wording.points(value), how, "deals-trades")
