"""The Kalai-Smorodinsky solution along one party's walk-away value.

The party's share of its ideal, (own - d) / (ideal - d), falls as its walk-away value d rises, and the order in which
deals are good for it stays. The others' shares change only where the most that one of them can have drops, because
its best deal drops out. Between two such values, a stage, two deals change places once, as in the egalitarian solution,
where the share of the deal better for the others reaches a: at (own - a ideal) / (1 - a).

There may be as many stages as deals. Most deals are ruled out for many stages at once: over a run of stages, a deal's
least share is at most what it is at the run's lowest walk-away value with the others' lowest ideals, and the least
share of the deal chosen is at least what any deal reaches at the highest value with the highest ideals. Deals whose
most is below that least are never chosen in the run. Runs are halved until a stage or a deal is left. The bound is
sound, so nothing is missed; how many deals it rules out, and so the time, depends on the deals. At worst it is one
envelope of all deals for each stage.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pourparler.leverage.product_of_gains import ideal_stages
from pourparler.leverage.single_crossing import Floats, Indices, Piece, ranks, row_ranks, upper_envelope


def kalai_smorodinsky_pieces(
    own: Floats, gains: Floats, tolerance: Floats, low: float, high: float, least: float
) -> list[Piece]:
    """Find the Kalai-Smorodinsky deals at every walk-away value from `low` to `high`.

    own: (n,), utilities of the party, equal where tied. gains, tolerance: (n, others), (others,), of the others. least:
    pieces no longer than this are left out.
    """
    if not len(own) or not low < high:
        return []
    ends, ideals = ideal_stages(own, gains)
    setting = _Setting(own, gains, tolerance, ends, ideals, low, high, least)
    return list(setting.pieces(0, len(ends), np.arange(len(own))))


@dataclass(frozen=True, eq=False)
class _Setting:
    """What stays the same in all stages. ends: (stages,). ideals: (stages, others), the most that each can gain."""

    own: Floats
    gains: Floats
    tolerance: Floats
    ends: Floats
    ideals: Floats
    low: float
    high: float
    least: float

    def pieces(self, first: int, stop: int, deals: Indices) -> Iterator[Piece]:
        """Give the pieces of stages `first` to `stop` (not included), of which only `deals` may be chosen."""
        low = self.low if first == 0 else max(self.low, float(self.ends[first - 1]))
        high = min(self.high, float(self.ends[stop - 1]))
        if not low < high:
            return
        surely = np.minimum(self._own_share(deals, high), self._least_share(deals, first))
        at_most = np.minimum(self._own_share(deals, low), self._least_share(deals, stop - 1))
        lowest = self.ideals[stop - 1]
        margin = (self.tolerance / np.where(lowest > self.tolerance, lowest, np.inf)).max(initial=1e-12)
        deals = deals[at_most >= surely.max() - 2 * margin]
        if stop == first + 1 or len(deals) == 1:
            yield from self._stage(first, deals, low, high)
        else:
            middle = (first + stop) // 2
            yield from self.pieces(first, middle, deals)
            yield from self.pieces(middle, stop, deals)

    def _own_share(self, deals: Indices, walk_away: float) -> Floats:
        """Give the party's share of its ideal (deals,): 1 at the ideal, below 0 where the deal has dropped out."""
        own, ideal = self.own[deals], self.ends[-1]
        if walk_away >= ideal:
            return np.where(own >= ideal, 1.0, -np.inf)
        return np.asarray((own - walk_away) / (ideal - walk_away))

    def _shares(self, deals: Indices, stage: int) -> tuple[Floats, Floats]:
        """Give the others' shares of their ideals (deals, those who can gain), and the tolerance of each share."""
        ideal = self.ideals[stage]
        can_gain = ideal > self.tolerance
        return self.gains[np.ix_(deals, can_gain)] / ideal[can_gain], self.tolerance[can_gain] / ideal[can_gain]

    def _least_share(self, deals: Indices, stage: int) -> Floats:
        return np.asarray(self._shares(deals, stage)[0].min(axis=1, initial=np.inf))

    def _stage(self, stage: int, deals: Indices, low: float, high: float) -> Iterator[Piece]:
        """Compare shares from the least upwards; see `critical_values` for the same with gains."""
        deals = deals[self.own[deals] > low]
        own, ideal = self.own[deals], self.ends[-1]
        shares, slack = self._shares(deals, stage)
        share_ranks = np.sort(ranks(shares, np.broadcast_to(slack, shares.shape)), axis=1)
        ascending = np.sort(shares, axis=1)

        def crossing(before: int, after: int) -> float:
            share = ascending[after, np.argmax(share_ranks[before] != share_ranks[after])]
            return float((own[before] - share * ideal) / (1 - share))

        for piece in upper_envelope(own, row_ranks(share_ranks), crossing, low, high, self.least):
            yield Piece(piece.low, piece.high, deals[piece.deals])
