"""How many deals there are, and how many would do: the counts that page one opens with."""

from __future__ import annotations

import numpy as np

from pourparler import wording
from pourparler.answer import Figure
from pourparler.deals.evaluate import HIGH, LOW
from pourparler.deals.ledger import Ledger
from pourparler.deals.measure import Floats


def acceptable_share(ledger: Ledger) -> Figure | None:
    """Share of the possible deals that every principal prefers to no deal; None where they are too many to be counted."""
    findings = ledger.findings
    zone, size = findings.zone, max(findings.measure.size, 1)
    if zone.least is None or zone.most is None:
        return None
    what = "Share of the possible deals that are better than no deal for every principal"
    if zone.count is None:
        text = f"between {wording.percent(zone.least / size)} and {wording.percent(zone.most / size)}"
        return ledger.computed("share", what, text, f"At the best guess, {zone.how}")
    text = wording.percent(zone.count / size)
    spread = findings.solved.share[1:]
    how = f"{zone.count:,} of {findings.measure.size:,} deals at the best guess, {zone.how}"
    if not np.isnan(spread).all():
        low, high = wording.percent(_quantile(spread, LOW)), wording.percent(_quantile(spread, HIGH))
        if low != high:
            text += f" ({low.removesuffix(' %')} to {high})"
            how += "; the range from the same count in each draw"
    return ledger.computed("share", what, text, how)


def _quantile(values: Floats, share: float) -> float:
    return float(np.nanquantile(values, share))


def space(ledger: Ledger) -> Figure:
    """Number of possible deals."""
    findings = ledger.findings
    how = f"{findings.combinations:,} combinations of options, less those that a rule or a red line excludes: {findings.measure.size:,}"
    return ledger.computed("space", "Number of possible deals", wording.about(findings.measure.size), how)


def existence(ledger: Ledger) -> Figure:
    """Share of draws in which some deal is better than no deal for every principal."""
    text = wording.of_100(ledger.exists)
    return ledger.computed(
        "exists",
        "Draws in which some deal is better than no deal for every principal",
        text,
        "Exact search in each draw",
    )
