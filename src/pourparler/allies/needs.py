"""What those who would refuse a deal lack, and what would have to be given to whom so that it passes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pourparler.allies.chances import Chances, pivot_margin
from pourparler.allies.gates import Gate, Setting
from pourparler.allies.mood import passages, yes_in_mood
from pourparler.allies.side_payments import cheapest_side_payments
from pourparler.allies.tally import Floats
from pourparler.allies.voting_rule import Booleans
from pourparler.deals.measure import SLACK, Deals
from pourparler.errors import TooLarge

LIKELY = 0.9  # the chance for which it is asked what would have to be given
LARGEST_GIFT = 200.0  # points; no deal can be farther from what anybody has
CLOSE = 0.01  # points to which that is worked out


@dataclass(frozen=True)
class Need:
    """What one gate that is asked for the deal lacks.

    margin: (1 + draws,) at the best guess and in the draws in which the deal is signed, points of the member whose yes
    completes the quota; below 0 the gate refuses. short: (groups,) what a member of each group lacks at the best guess.
    paid: (groups,) members to be given that, the cheapest that are enough, where their points have one measure, else none.
    refused: why it is not worked out, if it is too large. likely: points that every member would have to be given for the
    gate to pass with a chance of 90 in 100, once the deal is signed; infinite if none are enough.
    """

    gate: Gate
    margin: Floats
    short: Floats
    paid: tuple[int, ...] | None
    refused: str
    likely: float


def needs(setting: Setting, deal: Deals, found: Chances) -> tuple[Need, ...]:
    """What every gate lacks that is asked for a deal (issues,), whose chances are the first of those found."""
    utilities = setting.measure.utilities(deal[None, :])
    return tuple(
        _need(setting, gate, setting.gains(gate, utilities, slice(None))[:, 0], setting.signed(utilities)[:, 0])
        for gate, asked in zip(setting.gates, found.asked[0], strict=True)
        if asked
    )


def _need(setting: Setting, gate: Gate, gains: Floats, signed: Booleans) -> Need:
    margin = pivot_margin(gains, gate)
    margin = np.concatenate((margin[:1], margin[setting.drawn][signed]))
    short = np.where(gains[0] < -SLACK, -gains[0], 0.0)
    paid, refused = None, ""
    lacking = {group.like for group, amount in zip(gate.groups, short, strict=True) if amount > 0}
    if len(lacking) <= 1:
        try:
            cheapest = cheapest_side_payments(short, gate.rule)
            paid = None if cheapest is None else tuple(cheapest.paid.tolist())
        except TooLarge as error:
            refused = str(error)
    return Need(gate, margin, short, paid, refused, _likely(setting, gate, gains, signed))


def _likely(setting: Setting, gate: Gate, gains: Floats, signed: Booleans) -> float:
    """Points that every member must be given, by bisection: the chance only grows with them."""
    rows = np.arange(len(gains))[setting.drawn][signed]
    mood = np.where(np.isnan(setting.mood), 0.0, setting.mood)[rows, None]
    noise, common = setting.noise[rows, None], setting.correlation[rows, None]

    def chance(gift: float) -> float:
        better = gains[rows] + gift
        yes = yes_in_mood(np.where(np.abs(better) <= SLACK, 0.0, better), noise, common, mood)
        return float(passages(yes, gate.rule).mean())

    low, high = 0.0, LARGEST_GIFT
    if chance(low) >= LIKELY:
        return low
    if chance(high) < LIKELY:
        return float("inf")
    while high - low > CLOSE:
        middle = (low + high) / 2
        low, high = (low, middle) if chance(middle) >= LIKELY else (middle, high)
    return high
