"""Adjusted winner, where it applies."""

from __future__ import annotations

from collections.abc import Iterator

from pourparler import wording
from pourparler.answer import Block, Paragraph, Table, say
from pourparler.deals.ledger import Ledger


def division_blocks(ledger: Ledger) -> Iterator[Block]:
    """Who gets its way on what, and which issue is split."""
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
