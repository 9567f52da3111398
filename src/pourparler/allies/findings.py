"""What the allies room finds out, as numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pourparler.allies.blockers import Blockers, Change, blockers, changes
from pourparler.allies.chances import Chances, chances
from pourparler.allies.gates import Setting, setting
from pourparler.allies.needs import Need, needs
from pourparler.allies.offer import Asked, Candidates, asked_for, candidates
from pourparler.allies.outlook import Outlook, outlooks
from pourparler.allies.standing import Power, power
from pourparler.allies.tally import Floats
from pourparler.allies.versions import Version, versions
from pourparler.allies.zone_share import Shares, count_ratified
from pourparler.deals.halves import LARGEST_SPACE
from pourparler.deals.measure import Deals, measure
from pourparler.deals.named import named_deals
from pourparler.deals.solve import INCLUSIVE, NAMED, best_for
from pourparler.scenario.model import Scenario

DRAWS = 1_000
FAIR = "nash"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Findings:
    """Everything found about who else must agree.

    names, deals: the named deals, (deals, issues), the fair one first if there is one; chances, alone and together, the last two with
    the correlation 0 and 1; worth (deals, parties) at the best guess. shares: of all acceptable deals, where they can be
    counted. asked: the side being briefed first, none without acceptable deals.
    """

    setting: Setting
    draws: int
    seed: int
    names: tuple[str, ...]
    deals: Deals
    worth: Floats
    chances: Chances
    alone: Floats
    together: Floats
    shares: Shares | None
    candidates: Candidates
    asked: tuple[Asked, ...]
    needs: tuple[Need, ...]
    blockers: Blockers
    changes: tuple[Change, ...]
    versions: tuple[Version, ...]
    power: Power
    outlooks: tuple[Outlook, ...]

    @property
    def fair(self) -> int | None:
        """Position of the fair deal among the named ones."""
        return 0 if self.names and self.names[0] == FAIR else None

    @property
    def lead(self) -> int:
        """Position, in the measure, of the side being briefed, or of the first principal."""
        scenario = self.setting.scenario
        return self.setting.measure.position(scenario.briefed or scenario.principals()[0])

    @property
    def sides(self) -> tuple[int, ...]:
        """Positions of the principals, the lead first."""
        return self.lead, *(side for side in self.setting.measure.principals if side != self.lead)


def find(
    scenario: Scenario, draws: int, seed: int, stage: Progress | None = None, seconds: float | None = None
) -> Findings:
    """Work out everything.

    Raises:
        NoAllies: the file says of nobody else who must agree.
        TooLarge: a body of too many votes, or issues tied together with too many combinations.
    """
    say = stage or (lambda _what, _done, _all: None)
    say("finding the deals to be ratified", 0, 1)
    measured = measure(scenario, draws, seed)
    found = setting(scenario, measured, draws, seed)
    _, named = named_deals(scenario, seconds)
    inclusive = [INCLUSIVE] if measured.protected else []
    order = [FAIR, *inclusive, *NAMED, *(best_for(measured.parties[side]) for side in measured.principals)]
    names = tuple(name for name in dict.fromkeys(order) if name in named)
    deals = np.stack([named[name] for name in names]) if names else np.zeros((0, len(measured.worth)), dtype=np.intp)
    say("asking those who must agree", 0, 1)
    listed = chances(found, deals)
    worth = measured.utilities(deals, slice(0, 1))[0]
    weighed = candidates(found)
    fair = named.get(FAIR)
    nobody = Blockers((), 0, "")
    blocking = nobody if fair is None else blockers(found, fair)
    return Findings(
        setting=found,
        draws=draws,
        seed=seed,
        names=names,
        deals=deals,
        worth=worth,
        chances=listed,
        alone=chances(found, deals, 0.0, best=False).mean,
        together=chances(found, deals, 1.0, best=False).mean,
        shares=_shares(found),
        candidates=weighed,
        asked=_asked(found, weighed),
        needs=() if fair is None else needs(found, fair, listed),
        blockers=blocking,
        changes=() if fair is None else changes(found, fair, blocking, float(listed.mean[0])),
        versions=versions(found, fair, named.get(INCLUSIVE)),
        power=power(found),
        outlooks=outlooks(found),
    )


def _shares(found: Setting) -> Shares | None:
    """How many of the acceptable deals each gate would ratify at the best guess; none where they are not counted."""
    measured = found.measure
    if not found.gates or not 0 < measured.size <= LARGEST_SPACE:
        return None
    bounds = np.full(len(measured.parties), -np.inf)
    bounds[list(measured.principals)] = measured.walk_away[0, list(measured.principals)]
    return count_ratified(measured.block_utilities(0), bounds, measured.slack, found.consents())


def _asked(found: Setting, weighed: Candidates) -> tuple[Asked, ...]:
    if not found.gates or not len(weighed.deals):
        return ()
    measured = found.measure
    first = found.scenario.briefed
    sides = sorted(measured.principals, key=lambda side: measured.parties[side] != first)
    return tuple(asked_for(found, weighed, side) for side in sides)
