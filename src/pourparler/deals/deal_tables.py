"""The tables of deals: which are possible, what each side gives and gets, what one change would do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from pourparler import wording
from pourparler.answer import Block, Paragraph, Sentence, Table, say
from pourparler.deals.findings import LIKELIEST, TODAY
from pourparler.deals.ledger import RANGES, Ledger
from pourparler.deals.solve import NAMED
from pourparler.deals.trades import trades
from pourparler.deals.zone import Zone

SAME = "\N{MIDDLE DOT}"
EXCLUDED = "\N{EM DASH}"


def possible_blocks(ledger: Ledger) -> Iterator[Block]:
    """Counts, the deals option by option, what they are called, and what holding one issue would cost."""
    findings = ledger.findings
    sentences = [
        f"{findings.combinations:,} combinations of options are conceivable; {findings.measure.size:,} break no rule and no red line"
        " that binds.",
        _counted(findings.zone),
    ]
    if findings.frontier is None:
        sentences.append(
            "So many of them cannot be improved for one principal without loss to another that they cannot all be listed:"
            " each named deal was searched for by itself, and what was proven of it stands beside it."
        )
        if findings.guarantee is not None:
            by_party = zip(findings.guarantee, findings.measure.principals, strict=True)
            lost = wording.listed([f"{wording.points(value)} for {ledger.party(party)}" for value, party in by_party])
            sentences.append(
                f"{len(findings.frontier_deals):,} of them stand for all:"
                f" no deal is better for every principal at once by more than {lost}."
            )
    else:
        points, counts = findings.frontier.points, findings.frontier.counts
        sentences.append(
            f"{len(points):,} of the possible deals cannot be improved for one principal without loss to another."
        )
        if len(points) and counts.max() > 1:
            sentences.append(
                f"Up to {int(counts.max()):,} deals tie at one point of that frontier; the one shown favours today's options."
            )
    if findings.proofs:
        sentences.append(
            "In the draws only the fair deal was followed, and the most that each could have while one issue stays as it is"
            " was not worked out."
        )
        missing = [
            name.short for key, name in ledger.deal_names.items() if key in ledger.sought and key not in findings.names
        ]
        if missing and findings.impasse is None:
            sentences.append(f"Not found in the time that was given: {wording.listed(missing)}.")
    yield Paragraph(tuple(say(sentence) for sentence in sentences))
    if findings.impasse is None:
        alternatives = [name for name in findings.names if name in {*NAMED, LIKELIEST}]
        yield _deal_table(
            ledger,
            "The fair deal, what each side would like best, and today",
            [n for n in findings.names if n not in alternatives or n == "nash"],
        )
        yield _deal_table(ledger, "Other ways to choose", alternatives)
        yield _names(ledger)
        yield from _zone(ledger)
        yield from _limits(ledger)


def _counted(zone: Zone) -> str:
    """How many deals every principal accepts, in a sentence."""
    accepted = "give every principal at least its walk-away value at the best guess"
    if zone.count is not None:
        return f"Of these {zone.count:,} {accepted}, {zone.how}."
    if zone.least is not None and zone.most is not None:
        return f"Of these between {wording.about(zone.least)} and {wording.about(zone.most)} {accepted}, {zone.how}."
    return f"How many of these {accepted} was {zone.how}."


def _deal_table(ledger: Ledger, caption: str, names: Sequence[str]) -> Table:
    findings = ledger.findings
    columns = distinct(ledger, names)
    first = next(iter(columns.values()))
    rows: list[tuple[Sentence | str, ...]] = []
    for issue in range(len(ledger.issues)):
        options = [int(findings.shown.deals[index][issue]) for index in columns.values()]
        same = findings.shown.deals[first][issue]
        cells = [
            ledger.option(issue, option) if position == 0 or option != same else SAME
            for position, option in enumerate(options)
        ]
        rows.append((ledger.issue(issue), *cells))
    for party in range(len(findings.measure.parties)):
        worth = [say(ledger.worth(findings.names[index], party)) for index in columns.values()]
        rows.append((f"Worth to {ledger.party(party)}", *worth))
    rows.append(
        (
            "Nobody asked is against (of 100 draws)",
            *(wording.hundredths(findings.shown.all_accept[index]) for index in columns.values()),
        )
    )
    walk = wording.listed(
        [f"{ledger.party(p)} {findings.measure.walk_away[0, p]:g}" for p in findings.measure.principals]
    )
    return Table(
        caption,
        ("Issue", *columns),
        tuple(rows),
        note=f"{SAME} : as in the first column. {RANGES} Walking away is worth, at the best guess: {walk}.",
    )


def distinct(ledger: Ledger, names: Sequence[str]) -> dict[str, int]:
    """Headings and positions of the deals that differ; those that pick the same options share a column."""
    findings = ledger.findings
    headings: dict[tuple[int, ...], list[int]] = {}
    for index in (findings.names.index(name) for name in names):
        headings.setdefault(tuple(findings.shown.deals[index].tolist()), []).append(index)

    def name(index: int) -> str:
        return ledger.deal_names[findings.names[index]].short

    return {
        " = ".join([name(same[0]), *(wording.lower_first(name(i)) for i in same[1:])]): same[0]
        for same in headings.values()
    }


def _limits(ledger: Ledger) -> Iterator[Block]:
    findings = ledger.findings
    if findings.without is None:
        return
    principals = findings.measure.principals
    rows = []
    for issue in range(len(ledger.issues)):
        today = ledger.option(issue, int(findings.measure.today[issue]))
        most = [wording.points(value) if not np.isnan(value) else "no deal" for value in findings.without[issue]]
        rows.append((ledger.issue(issue), today, *most))
    most = [wording.points(value) for value in findings.solved.ideal[0]]
    rows.append(("No issue held", "", *most))
    yield Table(
        "The most each principal can have while one issue stays as it is today",
        ("Issue", "Today", *(ledger.heading(p) for p in principals)),
        tuple(rows),
        numeric=frozenset(range(2, 2 + len(principals))),
        note="The other principals at their walk-away value, best guess."
        " If walking away is worth more than this to a party, no such deal remains.",
    )


def _names(ledger: Ledger) -> Table:
    """What the deals are called, and how firm each is where no frontier proves them all."""
    proofs = ledger.findings.proofs
    rows = []
    for key in ledger.findings.names:
        name = ledger.deal_names[key]
        row = (name.short, wording.upper_first(name.meaning) + ".", name.term)
        rows.append((*row, _firmness(ledger, key)) if proofs else row)
    columns = ("Deal", "What it is", "Term", "How firm")
    return Table("What the deals are called", columns if proofs else columns[:3], tuple(rows))


def _firmness(ledger: Ledger, key: str) -> str:
    if key in {TODAY, LIKELIEST}:
        return ""
    proof = ledger.findings.proofs.get(key)
    if proof is None or proof.proven:
        return "proven: no deal does better"
    return f"stopped early: {proof.objective:.4g} reached, no deal exceeds {proof.bound:.4g}"


def _zone(ledger: Ledger) -> Iterator[Block]:
    """What each party has at least and at most in a deal that every principal accepts."""
    zone, parties = ledger.findings.zone, range(len(ledger.findings.measure.parties))
    if np.isnan(zone.best).any():
        return
    rows = tuple(
        (ledger.heading(party), wording.points(zone.worst[party]), wording.points(zone.best[party]))
        for party in parties
    )
    yield Table(
        "What each party has in the deals that every principal accepts",
        ("Party", "At least", "At most"),
        rows,
        numeric=frozenset({1, 2}),
        note="Exact, at the best guess, over all of these deals.",
    )


def trades_blocks(ledger: Ledger) -> Iterator[Block]:
    """The fair deal against today, issue by issue."""
    findings = ledger.findings
    if findings.impasse is not None:
        return
    moves = trades(findings, findings.solved.picks["nash"][0])
    rows = []
    for move in moves:
        giver = "" if move.giver is None else ledger.heading(findings.measure.principals[move.giver])
        worth = [wording.change(value) for value in move.worth]
        change = (
            f"{ledger.option(move.issue, move.before)} \N{RIGHTWARDS ARROW} {ledger.option(move.issue, move.after)}"
        )
        rows.append((ledger.issue(move.issue), change, giver, *worth))
    if rows:
        parties = [ledger.heading(party) for party in range(len(findings.measure.parties))]
        yield Table(
            "The fair deal against today, issue by issue",
            ("Issue", "From today to", "Given by", *parties),
            tuple(rows),
            numeric=frozenset(range(3, 3 + len(parties))),
            note="Points of each party's own scale, best guess, interactions left out. Given by: the only principal that loses by it.",
        )


def changes_blocks(ledger: Ledger) -> Iterator[Block]:
    """The fair deal with one option changed."""
    findings = ledger.findings
    rows: list[tuple[Sentence | str, ...]] = []
    for change in findings.changes:
        difference = [wording.change(value) for value in change.difference.best]
        possible = EXCLUDED if change.broken else wording.hundredths(change.principals_accept)
        within = "yes" if change.acceptable else "no"
        rows.append(
            (ledger.issue(change.issue), ledger.option(change.issue, change.option), *difference, possible, within)
        )
    if rows:
        parties = [wording.upper_first(ledger.short(party)) for party in range(len(findings.measure.parties))]
        yield Table(
            "The fair deal with one option changed",
            ("Issue", "Option instead", *parties, "Accept", "In any deal"),
            tuple(rows),
            numeric=frozenset(range(2, 3 + len(parties))),
            note="Change of each party's points, best guess, interactions included. Accept: in how many of 100 draws the"
            f" changed deal gives every principal its walk-away value; {EXCLUDED} where a rule or red line excludes it unless more changes."
            " In any deal: whether any deal with this option does so at the best guess.",
        )
