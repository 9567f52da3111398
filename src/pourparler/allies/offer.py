"""Which deal to ask for when not every deal would be ratified: own gain weighed against the chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pourparler.allies.chances import Chances, chances
from pourparler.allies.gates import Setting
from pourparler.allies.signing import Offer, best_offer
from pourparler.allies.tally import Floats
from pourparler.allies.voting_rule import Booleans
from pourparler.deals.epsilon_frontier import finest_frontier
from pourparler.deals.halves import LARGEST_SPACE
from pourparler.deals.inclusive import inclusive_frontier
from pourparler.deals.measure import SLACK, Deals, Measure
from pourparler.deals.named import frontier_if_small
from pourparler.deals.solve import protective_bounds

MOST_LISTED = 2_000  # deals that stand for a frontier that has too many


@dataclass(frozen=True)
class Asked:
    """What one principal should ask for: offer.deal and the others are positions among the candidates.

    accepted: (candidates,) share of draws in which the other principals accept each. firm: share of draws in which the same deal
    is best for it by that draw's points, of those that the others accept in it.
    """

    party: int
    offer: Offer
    accepted: Floats
    firm: float


@dataclass(frozen=True)
class Candidates:
    """Deals worth weighing: those of the frontier, and of the one that leaves no ally worse off, that all principals accept.

    frontier: the deals of the principals' frontier, accepted or not. whole: whether that is all of it. worth: (candidates, parties)
    at the best guess.
    """

    frontier: Deals
    frontier_chances: Chances
    whole: bool
    deals: Deals
    chances: Chances
    worth: Floats


def candidates(setting: Setting) -> Candidates:
    """Make the list at the best guess."""
    measured = setting.measure
    deals, whole = _frontier(measured)
    more = [deals]
    if measured.protected and 0 < measured.size <= LARGEST_SPACE:
        everyone = measured.block_utilities(0)
        _, choices = inclusive_frontier(everyone, protective_bounds(measured, 0), measured.slack, measured.principals)
        more.append(measured.deals_of(choices))
    listed = np.unique(np.concatenate(more), axis=0)
    worth = measured.utilities(listed, slice(0, 1))[0]
    sides = list(measured.principals)
    accepted = (worth[:, sides] >= measured.walk_away[0, sides] - SLACK).all(axis=1)
    return Candidates(
        deals,
        chances(setting, deals, best=False),
        whole,
        listed[accepted],
        chances(setting, listed[accepted], best=False),
        worth[accepted],
    )


def _frontier(measured: Measure) -> tuple[Deals, bool]:
    found = frontier_if_small(measured)
    if found is not None:
        return measured.deals_of(found.choices), True
    coarse = finest_frontier(measured.block_utilities(0, measured.principals), MOST_LISTED)
    return measured.deals_of(coarse.choices), False


def asked_for(setting: Setting, found: Candidates, party: int) -> Asked:
    """Weigh the candidates, at least one, for one principal."""
    measured = setting.measure
    without, cost = measured.walk_away[:, party], setting.failure(party)
    offer = best_offer(found.worth[:, party], found.chances.mean[:, None], float(without[0]), float(cost[0]))
    others = [other for other in measured.principals if other != party]
    utilities = measured.utilities(found.deals)
    drawn = setting.drawn
    enough = utilities[drawn][:, :, others] >= measured.walk_away[drawn][:, None, others] - SLACK
    takes: Booleans = np.asarray(enough.all(axis=2))
    accepted = takes.mean(axis=0)
    chance = found.chances.mean
    expected = chance * utilities[drawn][:, :, party] + (1 - chance) * (without[drawn] - cost[drawn])[:, None]
    best = np.where(takes, expected, -np.inf).max(axis=1)
    firm = float(((expected[:, offer.deal] >= best - SLACK) & takes[:, offer.deal]).mean())
    return Asked(party, offer, accepted, firm)
