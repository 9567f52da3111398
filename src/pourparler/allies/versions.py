"""The same deal with the allies outside, consulted, and with a veto for all: what each costs and saves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pourparler.allies.chances import chances
from pourparler.allies.gates import Setting
from pourparler.allies.tally import Floats
from pourparler.deals.halves import LARGEST_SPACE
from pourparler.deals.inclusive import inclusive_frontier
from pourparler.deals.largest_product import largest_product
from pourparler.deals.measure import SLACK, Deals, Measure
from pourparler.deals.solutions import nash
from pourparler.deals.solve import protective_bounds
from pourparler.deals.zone import countable_in_draws
from pourparler.deals.zopa import count_acceptable

OUTSIDE, CONSULTED, VETO = "outside", "consulted", "veto"


@dataclass(frozen=True)
class Version:
    """The fair deal under one rule about the allies.

    deal: (issues,), none where no deal keeps the bounds. left: number of deals that do, none where not counted. worth:
    (rows, parties). ratified: chance, once signed, by those whose consent the file asks for; unopposed: share of the draws in which it is
    signed where no protected party is better off without a deal.
    """

    name: str
    deal: Deals | None
    left: int | None
    worth: Floats
    ratified: float
    unopposed: float


def versions(setting: Setting, fair: Deals | None, inclusive: Deals | None) -> tuple[Version, ...]:
    """The versions; none where the file has no ally and no holder of a veto that wants something.

    fair, inclusive: the named deals (issues,) of these versions.
    """
    measured = setting.measure
    if not measured.protected:
        return ()
    alone = np.full(len(measured.parties), -np.inf)
    alone[list(measured.principals)] = measured.walk_away[0, list(measured.principals)]
    everyone = alone.copy()
    everyone[list(measured.protected)] = measured.walk_away[0, list(measured.protected)]
    return (
        _version(setting, OUTSIDE, fair, alone),
        _version(setting, CONSULTED, inclusive, protective_bounds(measured, 0)),
        _version(setting, VETO, within(measured, everyone), everyone),
    )


def within(measured: Measure, bounds: Floats) -> Deals | None:
    """The deal with the largest product of the principals' gains that gives every party its bound; none where no deal does."""
    blocks, walk_away = measured.block_utilities(0), measured.walk_away[0]
    if not measured.size:
        return None
    found = largest_product(blocks, bounds, walk_away, measured.slack, measured.principals)
    if found is not None:
        return np.asarray(measured.deals_of(found[0][None, :])[0])
    if largest_product(blocks, bounds, walk_away - 1.0, measured.slack, measured.principals) is None:
        return None
    # Deals keep the bounds, but some principal gains in none of them.
    points, choices = inclusive_frontier(blocks, bounds, measured.slack, measured.principals)
    sides = list(measured.principals)
    return np.asarray(
        measured.deals_of(choices[nash(points[:, sides], walk_away[sides], measured.slack[sides])[:1]])[0]
    )


def _version(setting: Setting, name: str, deal: Deals | None, bounds: Floats) -> Version:
    measured = setting.measure
    left = None
    countable = measured.size <= LARGEST_SPACE or ((bounds > -np.inf).sum() <= 2 and countable_in_draws(measured))
    if measured.size and countable:
        left = count_acceptable(measured.block_utilities(0), bounds, measured.slack)
    if deal is None:
        nothing = np.full(measured.walk_away.shape, np.nan)
        return Version(name, None, left, nothing, float("nan"), float("nan"))
    worth = measured.utilities(deal[None, :])[:, 0]
    protected = list(measured.protected)
    enough = worth[setting.drawn][:, protected] >= measured.walk_away[setting.drawn][:, protected] - SLACK
    signed = setting.signed(worth[:, None, :])[:, 0]
    ratified = float(chances(setting, deal[None, :], best=False).mean[0])
    return Version(name, deal, left, worth, ratified, float(enough[signed].all(axis=1).mean()))
