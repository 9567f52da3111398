"""What page one says where there is no deal."""

from __future__ import annotations

from pourparler import wording
from pourparler.answer import Sentence, say
from pourparler.deals.confidence import standing
from pourparler.deals.counts import existence, space
from pourparler.deals.ledger import Ledger, finite


def no_deal(ledger: Ledger) -> list[Sentence]:
    """Say what excludes every deal, and by how much each would have to give."""
    findings = ledger.findings
    assert findings.impasse is not None
    found = [
        say(
            "There is no deal that is better than no deal for every principal, at the best guess: none of ",
            space(ledger),
            " possible deals.",
        )
    ]
    names = [obstacle.name for obstacle in findings.impasse.obstacles]
    verb = "excludes" if len(names) == 1 else "together exclude"
    found.append(
        say(
            wording.upper_first(wording.listed(names)),
            f" {verb} every one; without any one of these, the others would leave a deal.",
        )
    )
    for index, obstacle in enumerate(findings.impasse.obstacles):
        if obstacle.party is not None:
            give = ledger.computed(
                f"give-{index}",
                f"By how much {obstacle.name} would have to fall",
                wording.points(obstacle.give),
                "Exact, the others of the set staying",
            )
            found.append(say(f"{ledger.party(obstacle.party)} would have to give ", give, " points if it alone gave."))
    if finite([findings.impasse.shared]):
        shared = ledger.computed(
            "shared", "What each would have to give if all gave alike", wording.points(findings.impasse.shared), "Exact"
        )
        found.append(say("If all gave alike, each would have to give ", shared, " points."))
    return found


def no_deal_sure(ledger: Ledger) -> list[Sentence]:
    """Say how often the draws find a deal after all, and on what the numbers rest."""
    return [say("A deal exists in ", existence(ledger), "."), standing(ledger)]
