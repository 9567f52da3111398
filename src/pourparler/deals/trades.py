"""What each side gives and gets in a deal, issue by issue, and which other options would hurt most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pourparler.deals.changes import Change
from pourparler.deals.findings import Findings
from pourparler.deals.measure import Deals, Floats

HAIR = 0.05  # points; what is smaller rounds to nothing
FELT = 5.0  # points lost by one party, from which it is named
MATERIAL = 10.0  # points lost by our side and those it protects, from which an option is worth a warning


@dataclass(frozen=True)
class Trade:
    """One issue that a deal moves away from today.

    Attributes:
        issue, before, after: which issue, and its options today and in the deal.
        worth: (parties,) what the move is worth to each at the best guess, without interactions.
        giver: position among the principals of the only one that loses by it, or None.
    """

    issue: int
    before: int
    after: int
    worth: Floats
    giver: int | None


def trades(findings: Findings, deal: Deals) -> tuple[Trade, ...]:
    """The moves of a deal away from today, in file order."""
    measure = findings.measure
    found = []
    for issue, (before, after) in enumerate(zip(measure.today.tolist(), deal.tolist(), strict=True)):
        if before == after:
            continue
        worth = measure.worth[issue][0, :, after] - measure.worth[issue][0, :, before]
        losers = [index for index, party in enumerate(measure.principals) if worth[party] < -HAIR]
        found.append(Trade(issue, before, after, worth, losers[0] if len(losers) == 1 else None))
    return tuple(found)


def cheapest_asks(findings: Findings, deal: Deals, side: int) -> tuple[Trade, ...]:
    """What others give in a deal, ordered by what it is worth to `side` for each point it costs the giver."""
    us = findings.measure.principals[side]
    given = [trade for trade in trades(findings, deal) if trade.giver not in (None, side) and trade.worth[us] > HAIR]
    return tuple(sorted(given, key=lambda trade: trade.worth[us] / trade.worth[_giver(findings, trade)]))


def _giver(findings: Findings, trade: Trade) -> int:
    assert trade.giver is not None
    return findings.measure.principals[trade.giver]


@dataclass(frozen=True)
class Temptation:
    """An option that others would gain from and that would hurt `side` and those it protects.

    Attributes:
        change: the change it would make to the fair deal.
        lost: points lost by the side and by the protected parties together.
        hurt: positions of the protected parties that lose at least five points.
    """

    change: Change
    lost: float
    hurt: tuple[int, ...]


def temptations(findings: Findings, side: int | None) -> tuple[Temptation, ...]:
    """Concessions beyond the fair deal that are likely to be asked for and cost most: one an issue, the worst first.

    For a mediator (`side` is None) the loss of the principal that loses most counts.
    """
    measure = findings.measure
    worst: dict[int, Temptation] = {}
    for change in findings.changes:
        if change.option == measure.today[change.issue] or change.difference.best.max() <= HAIR:
            continue
        difference = change.difference.best
        ours = min(difference[list(measure.principals)]) if side is None else difference[measure.principals[side]]
        wanted = any(difference[party] > HAIR for index, party in enumerate(measure.principals) if index != side)
        losses = [max(0.0, -difference[party]) for party in measure.protected]
        lost = max(0.0, -float(ours)) + sum(losses)
        if not wanted or ours >= -HAIR or lost < MATERIAL:
            continue
        hurt = tuple(party for party, loss in zip(measure.protected, losses, strict=True) if loss >= FELT)
        if change.issue not in worst or lost > worst[change.issue].lost:
            worst[change.issue] = Temptation(change, lost, hurt)
    return tuple(sorted(worst.values(), key=lambda temptation: -temptation.lost))


def indispensable(findings: Findings, side: int) -> tuple[int, float] | None:
    """The issue without whose movement the principal `side` could have least: its position and that most. None if nothing moves."""
    if findings.without is None:
        return None
    without = findings.without[:, side]
    moved = np.flatnonzero(findings.solved.picks["nash"][0] != findings.measure.today)
    if not len(moved):
        return None
    most = np.where(np.isnan(without[moved]), -np.inf, without[moved])
    return int(moved[np.argmin(most)]), float(most.min())
