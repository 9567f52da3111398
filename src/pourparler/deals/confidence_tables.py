"""How stable the advice is, and which assumptions matter most."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pourparler import wording
from pourparler.answer import Block, Sentence, Table, say
from pourparler.deals import charts
from pourparler.deals.ledger import Ledger
from pourparler.deals.solve import NAMED


def stability_blocks(ledger: Ledger) -> Iterator[Block]:
    """In how many draws each issue is settled how, and each deal is accepted."""
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
    followed = [key for key in NAMED if findings.solved.followed(key)]
    rows = []
    for issue, (name, labels) in enumerate(ledger.issues):
        cells = [name]
        for key in followed:
            picks = findings.solved.picks[key][1:, issue]
            shares = np.bincount(picks[picks >= 0], minlength=len(labels)) / max(int((picks >= 0).sum()), 1)
            most = int(shares.argmax())
            cells.append(f"{labels[most]} ({wording.hundredths(float(shares[most]))})")
        rows.append(tuple(cells))
    return Table(
        "The option each way of choosing picks most often, and in how many of 100 draws",
        ("Issue", *(ledger.deal_names[key].short for key in followed)),
        tuple(rows),
    )


def assumptions_blocks(ledger: Ledger) -> Iterator[Block]:
    """The uncertain numbers, the one that matters most first."""
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
