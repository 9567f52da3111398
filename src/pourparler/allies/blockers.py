"""Who could and would block a deal, what they gain by it, and which single change makes the deal safer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pourparler.allies.chances import chances
from pourparler.allies.gates import Gate, Group, Setting
from pourparler.allies.spoilers import BlockingGroup, smallest_blocking_groups
from pourparler.allies.tally import Floats
from pourparler.allies.voting_rule import Booleans, Integers, VotingRule
from pourparler.deals.measure import SLACK, Deals
from pourparler.errors import TooLarge
from pourparler.scenario.selecting import selects

MOST_SHOWN = 6  # blockers that are told apart; more are counted
NOTICED = 0.005  # a chance that is better by less is not called safer


@dataclass(frozen=True)
class Blocker:
    """Groups that could together block the deal, and no fewer of them could; or a party that could undo part of it.

    gates: whose consent fails with it; none for a party that could undo part. parts: the groups that take part, and their
    gain by blocking, (1 + draws,) at the best guess and in the draws in which the deal is signed, in the group's own points.
    enough: the fewest of their members that are enough, of all that they have. undone: the deal that is left where a part is
    undone; none where the whole falls.
    """

    gates: tuple[Gate, ...]
    parts: tuple[tuple[Group, Floats], ...]
    enough: int
    how: str
    undone: Deals | None

    @property
    def would(self) -> bool:
        """Whether all who take part gain by it at the best guess."""
        return all(gain[0] > SLACK for _, gain in self.parts)

    @property
    def share(self) -> float:
        """Share of draws in which all who take part gain by it."""
        gains = np.stack([gain[1:] if len(gain) > 1 else gain for _, gain in self.parts])
        return float((gains > SLACK).all(axis=0).mean())


@dataclass(frozen=True)
class Blockers:
    """Who could block: those who would at the best guess first, then the likeliest. more: further groups that are not shown.

    refused: why they are not listed, where there are too many.
    """

    shown: tuple[Blocker, ...]
    more: int
    refused: str


@dataclass(frozen=True)
class Change:
    """The deal with one option changed. cost: (parties,) what each loses by the change at the best guess. chance: of ratification.

    wins: positions, among the blockers, of those who would block the deal and would not block this one.
    """

    issue: int
    option: int
    cost: Floats
    chance: float
    wins: tuple[int, ...]


def blockers(setting: Setting, deal: Deals) -> Blockers:
    """Find who could block a deal (issues,)."""
    asked = [gate for gate, needed in zip(setting.gates, setting.asked(deal[None, :])[0], strict=True) if needed]
    groups = [group for gate in asked for group in gate.groups]
    undoing = [_undoing(setting, deal, name) for name in setting.allies.spoilers]
    found: list[Blocker] = [each for each in undoing if each is not None]
    utilities = setting.measure.utilities(deal[None, :])
    rows = told_by(setting, utilities)
    rule = setting.rule(setting.asked(deal[None, :])[0])
    refused = ""
    if rule is not None:
        gains = np.concatenate([setting.gains(gate, utilities, slice(None))[rows, 0] for gate in asked], axis=1)
        try:
            would = smallest_blocking_groups(gains[0], _blocs(rule), gains[0] < -SLACK)
            could = smallest_blocking_groups(gains[0], _blocs(rule))
        except TooLarge as error:
            would, could, refused = (), (), str(error)
        every = {tuple(each.members.tolist()): each for each in (*would, *could)}
        found += [_together(each, asked, groups, gains, rule) for each in every.values()]
    ranked = sorted(found, key=lambda each: (not each.would, -each.share))
    return Blockers(tuple(ranked[:MOST_SHOWN]), max(0, len(ranked) - MOST_SHOWN), refused)


def told_by(setting: Setting, utilities: Floats) -> Integers:
    """Row 0, and the rows in which the one deal of these utilities (rows, 1, parties) is signed."""
    return np.concatenate(([0], np.arange(len(utilities))[setting.drawn][setting.signed(utilities)[:, 0]]))


def _blocs(rule: VotingRule) -> VotingRule:
    """The rule if every group acted as one: its members judge alike, so that groups, not members, are told apart."""
    return VotingRule(rule.weights * rule.counts, rule.quotas, np.ones_like(rule.counts))


def _together(found: BlockingGroup, asked: list[Gate], groups: list[Group], gains: Floats, rule: VotingRule) -> Blocker:
    part = np.flatnonzero(found.members)
    enough = min(_fewest(rule, part, body) for body in np.flatnonzero(found.bodies).tolist())
    parts = tuple((groups[place], -gains[:, place]) for place in part)
    fails = tuple(gate for gate, stopped in zip(asked, found.bodies, strict=True) if stopped)
    return Blocker(fails, parts, enough, "", None)


def _fewest(rule: VotingRule, part: Integers, body: int) -> int:
    """How many members of some groups, those with most votes first, keep a body from its quota."""
    votes = np.sort(np.repeat(rule.weights[body, part], rule.counts[part]))[::-1]
    return int(np.argmax(np.cumsum(votes) > rule.totals[body] - rule.quotas[body])) + 1


def rest_without(setting: Setting, deal: Deals, name: str) -> Deals | None:
    """The deal with the options that a spoiler can block put back to today's; none where it touches none of them."""
    measured, rest = setting.measure, deal.copy()
    for place, (key, issue) in enumerate(setting.scenario.issues.items()):
        if key in setting.allies.spoilers[name].over:
            selection = setting.allies.spoilers[name].over[key]
            if selection is None or selects(issue, selection)[int(deal[place])]:
                rest[place] = measured.today[place]
    return None if (rest == deal).all() else rest


def _undoing(setting: Setting, deal: Deals, name: str) -> Blocker | None:
    """What a party gains by undoing its part: the rest stands where it is allowed and the principals still want it, else all falls."""
    rest = rest_without(setting, deal, name)
    if rest is None or name not in setting.measure.parties:
        return None
    measured, party = setting.measure, setting.measure.position(name)
    sides = list(measured.principals)
    worth = measured.utilities(np.stack([deal, rest]))
    enough = worth[:, 1, sides] >= measured.walk_away[:, sides] - SLACK
    stands: Booleans = np.asarray(enough.all(axis=1)) & (not measured.broken(rest[None, :]).any())
    gain = np.where(stands, worth[:, 1, party], measured.walk_away[:, party]) - worth[:, 0, party]
    gain = gain[told_by(setting, worth[:, :1])]
    group = Group(setting.party(party), 1, 1, party, np.zeros(len(gain)))
    return Blocker((), ((group, gain),), 1, setting.allies.spoilers[name].how or "", rest if stands[0] else None)


def changes(setting: Setting, deal: Deals, found: Blockers, chance: float) -> tuple[Change, ...]:
    """Single changes of a deal (issues,) that make it safer, or win over somebody who would block it.

    Those that the rules and all principals allow at the best guess. Of the safer ones, only those than which no other is as safe for
    less, to the side being briefed or the first; and for each blocker the one that wins it over for least. Safest first.
    """
    measured = setting.measure
    made = [
        (issue, option)
        for issue, worth in enumerate(measured.worth)
        for option in range(worth.shape[2])
        if option != deal[issue]
    ]
    deals = np.repeat(deal[None, :], len(made), axis=0)
    for row, (issue, option) in enumerate(made):
        deals[row, issue] = option
    worth = measured.utilities(deals, slice(0, 1))[0]
    sides = list(measured.principals)
    kept = (worth[:, sides] >= measured.walk_away[0, sides] - SLACK).all(axis=1) & ~measured.broken(deals).any(axis=1)
    if not kept.any():
        return ()
    deals, worth, made = deals[kept], worth[kept], [each for each, keep in zip(made, kept, strict=True) if keep]
    cost = measured.utilities(deal[None, :], slice(0, 1))[0, 0] - worth
    found_chances = chances(setting, deals, best=False).mean
    lead = setting.scenario.briefed or setting.scenario.principals()[0]
    own = cost[:, measured.position(lead)]
    wins = [_won(setting, each, found) for each in deals]
    order = np.lexsort((own, -found_chances))
    chosen: set[int] = set()
    cheapest = np.inf
    for row in order:
        if found_chances[row] > chance + NOTICED and own[row] < cheapest - SLACK:
            cheapest = own[row]
            chosen.add(int(row))
    for place in {place for each in wins for place in each}:
        chosen.add(min((row for row in range(len(made)) if place in wins[row]), key=lambda row: float(own[row])))
    return tuple(
        Change(made[row][0], made[row][1], cost[row], float(found_chances[row]), wins[row])
        for row in order.tolist()
        if row in chosen
    )


def _won(setting: Setting, deal: Deals, found: Blockers) -> tuple[int, ...]:
    """Positions of the blockers who would block and would not block this deal."""
    won = []
    for place, each in enumerate(found.shown):
        if each.would and not _still(setting, deal, each):
            won.append(place)
    return tuple(won)


def _still(setting: Setting, deal: Deals, blocker: Blocker) -> bool:
    """Whether the same group could and would block another deal, at the best guess."""
    if not blocker.gates:
        name = setting.measure.parties[blocker.parts[0][0].like]
        again = _undoing(setting, deal, name)
        return again is not None and again.would
    if not any(gate.asked(deal[None, :])[0] for gate in blocker.gates):
        return False
    worth = setting.measure.utilities(deal[None, :], slice(0, 1))[0, 0]
    without = setting.measure.walk_away[0]
    return all(worth[group.like] + group.tilt[0] - without[group.like] < -SLACK for group, _ in blocker.parts)
