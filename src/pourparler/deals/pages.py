"""The sections of the deals room: the charts that show why, the tables that prove it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from pourparler import wording
from pourparler.answer import Block, Paragraph, Section, Sentence, Table, say
from pourparler.deals import charts
from pourparler.deals.findings import LIKELIEST, TODAY
from pourparler.deals.ledger import Ledger
from pourparler.deals.solve import INCLUSIVE, NAMED
from pourparler.deals.trades import trades

EXCLUDED = "\N{EM DASH}"
SAME = "\N{MIDDLE DOT}"
RANGES = "Ranges hold 90 of 100 draws (5 to 95 %)."


def sections(ledger: Ledger) -> tuple[Section, ...]:
    """Every section that this case gives something to say in."""
    made = [
        Section("deals-table", "Which deals are possible", tuple(_possible(ledger))),
        Section("deals-trades", "What each side gives and gets", tuple(_trades(ledger))),
        Section("deals-hurt", "Who would be hurt", tuple(_hurt(ledger))),
        Section("deals-changes", "Other options, one at a time", tuple(_changes(ledger))),
        Section("deals-stability", "How stable the advice is", tuple(_stability(ledger))),
        Section("deals-assumptions", "Which assumptions matter most", tuple(_assumptions(ledger))),
        Section("deals-division", "Dividing the issues point by point", tuple(_division(ledger))),
    ]
    return tuple(section for section in made if section.content)


def _possible(ledger: Ledger) -> Iterator[Block]:
    findings = ledger.findings
    counted = say(
        f"{findings.combinations:,} combinations of options are conceivable; {findings.measure.size:,} break no rule"
        " and no red line that binds;"
        f" of these {findings.zopa.count:,} give every principal at least its walk-away value at the best guess."
        f" {len(findings.frontier.points):,} of the possible deals cannot be improved for one principal without loss to another."
    )
    ties = int(findings.frontier.counts.max()) if len(findings.frontier.points) else 1
    tied = (
        [say(f"Up to {ties:,} deals tie at one point of that frontier; the one nearest to today is shown.")]
        if ties > 1
        else []
    )
    yield Paragraph((counted, *tied))
    if findings.impasse is None:
        alternatives = [name for name in findings.names if name in {*NAMED, LIKELIEST}]
        yield _deal_table(
            ledger,
            "The fair deal, what each side would like best, and today",
            [n for n in findings.names if n not in alternatives or n == "nash"],
        )
        yield _deal_table(ledger, "Other ways to choose", alternatives)
        yield Table(
            "What the deals are called",
            ("Deal", "What it is", "Term"),
            tuple(
                (name.short, wording.upper_first(name.meaning) + ".", name.term)
                for name in (ledger.deal_names[key] for key in findings.names)
            ),
        )
        yield _limits(ledger)


def _deal_table(ledger: Ledger, caption: str, names: Sequence[str]) -> Table:
    findings = ledger.findings
    columns = _distinct(ledger, names)
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


def _distinct(ledger: Ledger, names: Sequence[str]) -> dict[str, int]:
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


def _limits(ledger: Ledger) -> Table:
    findings = ledger.findings
    principals = findings.measure.principals
    rows = []
    for issue in range(len(ledger.issues)):
        today = ledger.option(issue, int(findings.measure.today[issue]))
        most = [wording.points(value) if not np.isnan(value) else "no deal" for value in findings.without[issue]]
        rows.append((ledger.issue(issue), today, *most))
    most = [wording.points(value) for value in findings.solved.ideal[0]]
    rows.append(("No issue held", "", *most))
    return Table(
        "The most each principal can have while one issue stays as it is today",
        ("Issue", "Today", *(ledger.heading(p) for p in principals)),
        tuple(rows),
        numeric=frozenset(range(2, 2 + len(principals))),
        note="The other principals at their walk-away value, best guess."
        " If walking away is worth more than this to a party, no such deal remains.",
    )


def _trades(ledger: Ledger) -> Iterator[Block]:
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


def _hurt(ledger: Ledger) -> Iterator[Block]:
    findings = ledger.findings
    outside = [party for party in range(len(findings.measure.parties)) if party not in findings.measure.principals]
    if not outside or findings.impasse is not None:
        return
    yield charts.harm_chart(ledger, outside)
    rows = []
    for heading, index in _distinct(ledger, [name for name in findings.names if name != TODAY]).items():
        cells: list[Sentence | str] = []
        for party in outside:
            worse = wording.hundredths(findings.shown.worse[index][party])
            block = ""
            if findings.shown.touched[index][party]:
                block = f"; can block, would not in {wording.hundredths(findings.shown.accepts[index][party])}"
            cells.append(say(ledger.against_today(findings.names[index], party), f"; worse in {worse}{block}"))
        rows.append((heading, *cells))
    yield Table(
        "Change against today for those who do not negotiate, and in how many of 100 draws they are worse off",
        ("Deal", *(ledger.heading(party) for party in outside)),
        tuple(rows),
        note=f"{RANGES} 'Can block': the deal touches what the party has a veto over;"
        " it would not where the deal is worth at least its walk-away value.",
    )
    if findings.price is not None:
        both = findings.solved.picks[INCLUSIVE][1:, 0] >= 0
        text = say(
            "The fair deal is compared, draw by draw, with the fair deal among those that leave no ally"
            " and no holder of a veto worse off than today."
            f" Such a deal exists in {wording.of_100(float(both.mean()))}."
        )
        yield Paragraph((text,), lead="The price of hurting no ally")


def _changes(ledger: Ledger) -> Iterator[Block]:
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


def _stability(ledger: Ledger) -> Iterator[Block]:
    findings = ledger.findings
    if not findings.solved.exists[1:].any():
        return
    yield charts.stability_chart(ledger)
    rows = []
    for name in findings.names:
        index = findings.names.index(name)
        accepts = [wording.hundredths(findings.shown.accepts[index][party]) for party in findings.measure.principals]
        rows.append((ledger.deal_names[name].short, *accepts, wording.hundredths(findings.shown.all_accept[index])))
    yield Table(
        "In how many of 100 draws each deal is at least as good as walking away",
        ("Deal", *(ledger.heading(party) for party in findings.measure.principals), "Nobody asked is against"),
        tuple(rows),
        numeric=frozenset(range(1, 2 + len(findings.measure.principals))),
        note="Last column: joint, not a product; holders of a veto are asked too where the deal touches what they can block.",
    )
    yield _agreement(ledger)


def _agreement(ledger: Ledger) -> Table:
    """For each solution the option it picks most often on each issue, and how often."""
    findings = ledger.findings
    rows = []
    for issue, (name, labels) in enumerate(ledger.issues):
        cells = [name]
        for key in NAMED:
            picks = findings.solved.picks[key][1:, issue]
            shares = np.bincount(picks[picks >= 0], minlength=len(labels)) / max(int((picks >= 0).sum()), 1)
            most = int(shares.argmax())
            cells.append(f"{labels[most]} ({wording.hundredths(float(shares[most]))})")
        rows.append(tuple(cells))
    return Table(
        "The option each way of choosing picks most often, and in how many of 100 draws",
        ("Issue", *(ledger.deal_names[key].short for key in NAMED)),
        tuple(rows),
    )


def _assumptions(ledger: Ledger) -> Iterator[Block]:
    findings = ledger.findings
    if not findings.assumptions:
        return
    shown = findings.assumptions[:12]
    if findings.impasse is None:
        yield charts.assumption_chart(ledger)
    rows: list[tuple[Sentence | str, ...]] = []
    for assumption in shown:
        issues = sorted({*assumption.changed_low, *assumption.changed_high})
        moved = ", ".join(ledger.issue(issue) for issue in issues) or "nothing"
        effect = "the deal vanishes" if assumption.swing == float("inf") else wording.points(assumption.swing)
        if findings.impasse is not None:
            effect = (
                "a deal appears"
                if np.isfinite(assumption.gain_low).any() or np.isfinite(assumption.gain_high).any()
                else "no deal either way"
            )
        name = findings.scenario.parties[assumption.line.party].name
        line = assumption.line
        number = charts.scenario_figure(line)
        rows.append(
            (
                f"{wording.upper_first(name)}: {line.what}",
                say(number),
                f"{wording.points(assumption.low)} to {wording.points(assumption.high)}",
                effect,
                moved,
            )
        )
    whose = (
        "the principal that it moves most"
        if findings.briefed is None
        else ledger.party(findings.measure.principals[findings.briefed])
    )
    yield Table(
        f"The {len(shown)} numbers that matter most, of {len(findings.assumptions)} that are uncertain",
        ("Number", "In the scenario", "Moved through", "Gain moves by", "Issues settled otherwise"),
        tuple(rows),
        numeric=frozenset({3}),
        note=f"Each number alone, from its 5 % to its 95 % value, all others at the best guess."
        f" Gain: of {whose}, over walking away, in the fair deal.",
    )


def _division(ledger: Ledger) -> Iterator[Block]:
    division = ledger.findings.division
    if division is None:
        return
    first, second = ledger.findings.measure.principals
    rows = []
    for row, issue in enumerate(division.issues):
        owner = int(division.result.owner[row])
        winner = ledger.party((first, second)[owner])
        option = ledger.option(issue, division.favourites[row][owner])
        if division.result.split == row and division.result.share is not None:
            share = division.result.share
            winner = f"split: {wording.percent(share)} {ledger.party(first)}, {wording.percent(1 - share)} {ledger.party(second)}"
            option = "split"
        rows.append((ledger.issue(issue), *(wording.points(value) for value in division.points[row]), winner, option))
    total = wording.points(division.result.totals[0])
    yield Paragraph(
        (
            say(
                f"If every issue could be divided and counted by itself, adjusted winner gives each side {total} of its 100 points:"
                " whoever values an issue more gets its way on it, and at most one issue is split."
            ),
        )
    )
    yield Table(
        "Adjusted winner",
        ("Issue", f"Points of {ledger.party(first)}", f"Points of {ledger.party(second)}", "Goes to", "Option"),
        tuple(rows),
        numeric=frozenset({1, 2}),
        note="Points: what a side would lose if the other's favourite were taken, as a share of all it could lose, best guess.",
    )
