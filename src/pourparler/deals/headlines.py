"""What the deals room says on page one."""

from __future__ import annotations

from pourparler import wording
from pourparler.answer import Figure, Headline, Sentence, Topic, say
from pourparler.deals.confidence import how_sure, would_change
from pourparler.deals.counsel import ask, refuse
from pourparler.deals.counts import acceptable_share, existence, space
from pourparler.deals.ledger import Ledger
from pourparler.deals.no_deal import no_deal, no_deal_sure
from pourparler.deals.solve import best_for
from pourparler.deals.trades import HAIR, Trade, trades

MEDIATOR = "What one side could not sign"


def headlines(ledger: Ledger) -> tuple[Headline, ...]:
    """The answer first, then who is hurt, what to refuse, what to ask for, how sure, what would change it."""
    findings = ledger.findings
    if findings.impasse is not None:
        why = tuple(no_deal(ledger))
        return (Headline(Topic.ANSWER, why, short=len(why)), Headline(Topic.HOW_SURE, tuple(no_deal_sure(ledger))))
    mediator = "" if findings.briefed is not None else MEDIATOR
    made = (
        Headline(Topic.ANSWER, tuple(_answer(ledger)), short=3, page="deals-table"),
        Headline(Topic.HURT, tuple(_hurt(ledger)), page="deals-hurt"),
        Headline(Topic.REFUSE, tuple(refuse(ledger)), mediator, short=2, page="deals-changes"),
        Headline(Topic.ASK, tuple(ask(ledger)), page="deals-trades"),
        Headline(Topic.HOW_SURE, tuple(how_sure(ledger)), page="deals-stability"),
        Headline(Topic.WOULD_CHANGE, tuple(would_change(ledger)), page="deals-assumptions"),
        Headline(Topic.NOT_KNOWN, tuple(_not_asked(ledger))),
    )
    return tuple(headline for headline in made if headline.sentences)


def _answer(ledger: Ledger) -> list[Sentence]:
    findings = ledger.findings
    number = len(findings.measure.principals)
    everyone = "both sides" if number == 2 else f"all {wording.in_words(number)} principals"
    share = acceptable_share(ledger)
    opening: list[str | Figure] = ["There is room for a deal: of ", space(ledger), " possible deals, "]
    if share is not None:
        opening += [share, f" are better for {everyone} than no deal, and ", existence(ledger), " leave at least one."]
    else:
        opening += [
            f"too many to count, some are better for {everyone} than no deal, and ",
            existence(ledger),
            " leave at least one.",
        ]
    found = [say(*opening), *_terms(ledger)]
    worth: list[str | Figure] = []
    for position, party in enumerate(ledger.principals()):
        lead = (
            "It is worth " if position == 0 else ("; " if position < len(findings.measure.principals) - 1 else ", and ")
        )
        worth += [
            lead,
            ledger.worth("nash", party),
            f" to {ledger.party(party)}, where walking away is worth ",
            ledger.walk_away(party),
        ]
    return [*found, say(*worth, ".")]


def _not_asked(ledger: Ledger) -> list[Sentence]:
    """Parties that can block something but have no preferences in the file, so that nobody can say whether they would."""
    scenario = ledger.findings.scenario
    silent = [p.name for name, p in scenario.parties.items() if p.veto and name not in ledger.findings.measure.parties]
    if not silent:
        return []
    return [say(f"Whether {wording.listed(silent, 'or')} would block a deal: the file says nothing of what they want.")]


def _terms(ledger: Ledger) -> list[Sentence]:
    """What the fair deal holds, by who gives it."""
    findings = ledger.findings
    moves = trades(findings, findings.solved.picks["nash"][0])
    if not moves:
        return [say("The fairest deal leaves everything as it is today.")]
    parts = []
    for party in ledger.principals():
        side = findings.measure.principals.index(party)
        given = [ledger.placed(move.issue, move.after) for move in moves if move.giver == side]
        if given:
            parts.append(f"{ledger.party(party)} concedes: {wording.listed(given)}")
    several = [ledger.placed(move.issue, move.after) for move in moves if move.giver is None and _costs(ledger, move)]
    free = [ledger.placed(move.issue, move.after) for move in moves if move.giver is None and not _costs(ledger, move)]
    if several:
        parts.append(f"more than one side concedes: {wording.listed(several)}")
    if free:
        parts.append(f"nobody loses by: {wording.listed(free)}")
    return [say(f"In the fairest (largest product of the gains over walking away) {'; '.join(parts)}.")]


def _costs(ledger: Ledger, move: Trade) -> bool:
    return bool((move.worth[list(ledger.findings.measure.principals)] < -HAIR).any())


def _hurt(ledger: Ledger) -> list[Sentence]:
    findings = ledger.findings
    outside = [party for party in range(len(findings.measure.parties)) if party not in findings.measure.principals]
    if not outside:
        return []
    fair = findings.names.index("nash")
    worse = [party for party in outside if findings.shown.worse[fair][party] >= 0.5]
    found = []
    for party in worse:
        share = ledger.computed(
            f"worse-nash-{party}",
            f"Draws in which the fair deal leaves {ledger.party(party)} worse off than today",
            wording.of_100(float(findings.shown.worse[fair][party])),
            "Worth of the deal against worth of today's options, draw by draw",
            "deals-hurt",
        )
        found.append(
            say(
                f"The fair deal hurts {ledger.party(party)}: ",
                ledger.against_today("nash", party),
                " against today, worse in ",
                share,
                ".",
            )
        )
    if not worse:
        names = wording.listed([ledger.party(party) for party in outside])
        share = ledger.computed(
            "spares-all",
            "Draws in which the fair deal leaves nobody outside the room worse off than today",
            wording.of_100(float(findings.shown.spares_all[fair])),
            "Worth of the deal against worth of today's options, draw by draw, jointly for all who do not negotiate",
            "deals-hurt",
        )
        verb = "is" if len(outside) == 1 else "are all"
        found.append(
            say(
                f"Nobody outside the room: under the fair deal {names} {verb} at least as well off as today in ",
                share,
                ".",
            )
        )
    found += _price(ledger)
    for party in ledger.principals()[1:] if findings.briefed is not None else ledger.principals():
        name = best_for(findings.measure.parties[party])
        index = findings.names.index(name)
        harmed = [
            other
            for other in outside
            if findings.shown.worse[index][other] >= 0.5 and findings.shown.change[index].best[other] <= -1
        ]
        if harmed:
            pieces: list[str | Figure] = [
                f"The best deal that {ledger.party(party)} could still get signed would hurt "
            ]
            for position, other in enumerate(harmed):
                pieces += [", " if position else "", f"{ledger.party(other)}, ", ledger.against_today(name, other)]
            found.append(say(*pieces, " against today."))
    return found


def _price(ledger: Ledger) -> list[Sentence]:
    findings = ledger.findings
    if not findings.measure.protected:
        return []
    if findings.price is None:
        return [say("No acceptable deal leaves every ally at least where it is today.")]
    pieces: list[str | Figure] = []
    for party in ledger.principals():
        index = findings.measure.principals.index(party)
        text = wording.spread(findings.price.best[index], findings.price.low[index], findings.price.high[index])
        how = "Worth of the fair deal less worth of the fair deal among those that leave no protected party worse off, draw by draw"
        figure = ledger.computed(
            f"price-{party}", f"Price of hurting no ally, for {ledger.party(party)}", text, how, "deals-hurt"
        )
        pieces += [" and " if pieces else "", f"{ledger.party(party)} ", figure]
    return [say("Making sure that no ally loses by it costs, in points, ", *pieces, ".")]
