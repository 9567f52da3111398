"""What it costs to give something before anything is agreed, and how much of the cost could be won back.

A gift grants one side an option of one issue in advance. It does two things. The issue is settled: only deals that
contain the gift remain. And talks that fail no longer leave everybody where they were: what stands of the gift raises
the receiver's walk-away value and changes the giver's, mostly downwards. Both are judged by the deal that a named
solution of bargaining theory picks with and without the gift.

Sources: Schelling 1956 (An essay on bargaining, American Economic Review 46) for what binds before the bargaining;
Nash 1953 (Two-person cooperative games, Econometrica 21) for the walk-away value as a lever; Compte and Jehiel 2004
(Gradualism in bargaining and contribution games, Review of Economic Studies 71) for concessions that raise what the
other side has if talks fail.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Solution = Callable[[Floats, Floats], int | None]


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a named solution picks: the deal's row among all points (None: no deal), and its utilities (parties,).

    Without a deal the utilities are the walk-away values that then hold.
    """

    deal: int | None
    utilities: Floats


@dataclass(frozen=True, eq=False)
class Gift:
    """The outcome with and without a gift, each in the parties' own utility units (parties,).

    bundled: the gift is part of the whole deal or of none, as any other option. given: it is given first, and the
    stated part of it stands. reversible: given first, but none of it stands if talks fail. in_full: all of it stands.
    walk_away_alone: the walk-away values have changed as in `given`, but every deal is still open.
    if_talks_fail: the change of each party's walk-away value: what is won or lost for good without an agreement.
    """

    bundled: Outcome
    given: Outcome
    reversible: Outcome
    in_full: Outcome
    walk_away_alone: Outcome
    if_talks_fail: Floats

    @property
    def price(self) -> Floats:
        """What giving first costs each party (parties,); below 0 where it gains by it."""
        return np.asarray(self.bundled.utilities - self.given.utilities)

    @property
    def recoverable(self) -> Floats:
        """How much of the price each party would be spared if the gift could be taken back (parties,)."""
        return np.asarray(self.reversible.utilities - self.given.utilities)

    @property
    def recoverable_share(self) -> Floats:
        """The same as a share of the price (parties,); NaN for parties that pay no price.

        Above 1 where giving first, reversibly, is better for the party than the bundle; below 0 where it is the
        standing part that helps it.
        """
        price = self.price
        return np.asarray(np.divide(self.recoverable, price, out=np.full(price.shape, np.nan), where=price > 0))


def gift(
    points: Floats, granted: NDArray[np.bool_], walk_aways: Floats, change: Floats, standing: float, solve: Solution
) -> Gift:
    """Work out what a gift does to the deal that a named solution picks.

    points: (deals, parties), utilities. granted: (deals,), whether a deal gives the receiver the gift or something
    that it likes better. walk_aways: (parties,). change: (parties,), by how much the gift, were all of it to stand,
    changes each party's walk-away value: the worth of the option given less the worth of today's. standing: the share
    of that change which stays if talks fail: 0 reversible, 1 for good. solve: gives the row of the deal that it picks
    among points (n, parties) at walk-away values (parties,), or None where no deal is acceptable; n may be 0.

    Raises ValueError for shapes that do not fit, numbers that are not finite, or `standing` outside 0 to 1.
    """
    _check(points, granted, walk_aways, change, standing)
    everything, rest = np.arange(len(points)), np.flatnonzero(granted)

    def outcome(open_deals: NDArray[np.int64], share: float) -> Outcome:
        fallback = walk_aways + share * change
        picked = solve(points[open_deals], fallback)
        if picked is None:
            return Outcome(None, fallback)
        deal = int(open_deals[picked])
        return Outcome(deal, points[deal])

    return Gift(
        bundled=outcome(everything, 0.0),
        given=outcome(rest, standing),
        reversible=outcome(rest, 0.0),
        in_full=outcome(rest, 1.0),
        walk_away_alone=outcome(everything, standing),
        if_talks_fail=standing * change,
    )


def _check(points: Floats, granted: NDArray[np.bool_], walk_aways: Floats, change: Floats, standing: float) -> None:
    if points.ndim != 2 or granted.shape != (len(points),) or granted.dtype != np.bool_:
        raise ValueError("Points must be (deals, parties), and `granted` must say true or false for every deal.")
    if walk_aways.shape != (points.shape[1],) or change.shape != walk_aways.shape:
        raise ValueError(f"Walk-away values and changes must be one for each of {points.shape[1]} parties.")
    if not all(np.isfinite(numbers).all() for numbers in (points, walk_aways, change)):
        raise ValueError("Utilities, walk-away values and changes must be finite.")
    if not 0 <= standing <= 1:
        raise ValueError(f"The share of the gift that stands must be from 0 to 1, and is {standing}.")
