"""From a scenario to those who must say yes: parties with a veto, and bodies, each asked for some deals only.

In this room each of them is a gate through which a signed deal must pass. A body `of` a party with a veto stands in the place
of that veto: the party's consent is what the body gives.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pourparler.allies.mood import even_mood
from pourparler.allies.tally import Floats
from pourparler.allies.voting_rule import Booleans, VotingRule, all_of, one_body
from pourparler.allies.zone_share import Consent
from pourparler.deals.blocks import Condition, meets
from pourparler.deals.measure import SLACK, Deals, Measure
from pourparler.errors import PourparlerError
from pourparler.scenario.allies import Allies, Body
from pourparler.scenario.allies_numbers import allies_numbers
from pourparler.scenario.consent import has_others, wants
from pourparler.scenario.model import Scenario
from pourparler.scenario.numbers import NumberLine
from pourparler.scenario.selecting import selects
from pourparler.scenario.tree import Path
from pourparler.scenario.uncertain import uniform_numbers


class NoAllies(PourparlerError):
    """The file names nobody else who must agree."""


@dataclass(frozen=True)
class Group:
    """Members of a gate who judge alike. like: position of the party whose view they share; tilt (rows,), points they add to it."""

    name: str
    seats: int
    votes: int
    like: int
    tilt: Floats


@dataclass(frozen=True)
class Gate:
    """One whose consent a deal may need.

    key: the party's or the body's. name: inside a sentence. body: whether it is a body. condition: options by issue; a deal needs
    its consent where it touches one of them, or where it meets `all_of` them. groups, quota: who votes, and votes needed.
    """

    key: str
    name: str
    body: bool
    condition: Condition
    all_of: bool
    groups: tuple[Group, ...]
    quota: int

    @property
    def rule(self) -> VotingRule:
        """The rule by which it says yes."""
        return one_body([each.votes for each in self.groups], self.quota, [each.seats for each in self.groups])

    def asked(self, deals: Deals) -> Booleans:
        """Which deals (deals, issues) need its consent."""
        issues = range(deals.shape[1])
        if self.all_of:
            return meets(self.condition, deals, issues)
        touched = np.zeros(len(deals), dtype=bool)
        for issue, options in self.condition.items():
            touched |= options[deals[:, issue]]
        return touched


@dataclass(frozen=True)
class Setting:
    """Those who must agree, and what is not sure about them; every array has one row a draw, row 0 being the best guess.

    silent: names of parties that hold a veto, of which the file does not say what they want. rows: the drawn values of every number
    below `allies`, by path; lines: the same numbers as they stand in the file. mood: (rows,), nan in row 0.
    """

    scenario: Scenario
    measure: Measure
    gates: tuple[Gate, ...]
    silent: tuple[str, ...]
    rows: Mapping[Path, Floats]
    lines: Mapping[Path, NumberLine]
    noise: Floats
    correlation: Floats
    mood: Floats

    @property
    def allies(self) -> Allies:
        """The file's part, empty where it has none."""
        return self.scenario.allies or Allies()

    def party(self, position: int) -> str:
        """A party's name inside a sentence, by its position in the measure."""
        return self.scenario.parties[self.measure.parties[position]].name

    def failure(self, position: int) -> Floats:
        """(rows,) what it costs a principal to sign what is then not ratified; 0 where the file does not say."""
        return self.rows.get(("failure", self.measure.parties[position]), np.zeros(len(self.noise)))

    def asked(self, deals: Deals) -> Booleans:
        """(deals, gates) whose consent each deal needs."""
        return (
            np.stack([gate.asked(deals) for gate in self.gates], axis=1)
            if self.gates
            else np.zeros((len(deals), 0), bool)
        )

    def gains(self, gate: Gate, utilities: Floats, rows: slice) -> Floats:
        """(rows, deals, groups) what a member of each group has more by a deal than without, from utilities (rows, deals, parties)."""
        who = [each.like for each in gate.groups]
        tilt = np.stack([each.tilt[rows] for each in gate.groups], axis=1)
        return np.asarray(utilities[:, :, who] + (tilt - self.measure.walk_away[rows][:, who])[:, None, :])

    def signed(self, utilities: Floats) -> Booleans:
        """Which draws tell how a signed deal would fare: those in which it is signed, (draws, deals); all where it is in none."""
        signed = self.accepted(utilities)
        return signed | ~signed.any(axis=0)

    def accepted(self, utilities: Floats) -> Booleans:
        """In which draws all principals would sign which deal, (draws, deals)."""
        sides = list(self.measure.principals)
        enough = utilities[:, :, sides] >= self.measure.walk_away[:, None, sides] - SLACK
        return np.asarray(enough.all(axis=2))[self.drawn]

    @property
    def drawn(self) -> slice:
        """The rows that are draws; row 0 where nothing is drawn."""
        return slice(1, None) if len(self.noise) > 1 else slice(None)

    def rule(self, asked: Booleans) -> VotingRule | None:
        """The rule of the gates that are asked; none if nobody is."""
        rules = [gate.rule for gate, needed in zip(self.gates, asked, strict=True) if needed]
        return all_of(rules) if rules else None

    def consents(self) -> tuple[Consent, ...]:
        """The gates at the best guess, block by block, for counting."""
        return tuple(self._consent(gate) for gate in self.gates)

    def _consent(self, gate: Gate) -> Consent:
        touches = []
        for block in self.measure.blocks:
            here = {issue: options for issue, options in gate.condition.items() if issue in block.issues}
            if gate.all_of:
                touches.append(meets(here, block.options, block.issues))
                continue
            touched = np.zeros(len(block.options), dtype=bool)
            for issue, options in here.items():
                touched |= options[block.options[:, block.issues.index(issue)]]
            touches.append(touched)
        who = np.array([each.like for each in gate.groups], dtype=np.int64)
        bars = self.measure.walk_away[0, who] - np.array([each.tilt[0] for each in gate.groups])
        votes = np.array([each.votes * each.seats for each in gate.groups], dtype=np.int64)
        return Consent(who, bars, votes, gate.quota, tuple(touches), gate.all_of)


def setting(scenario: Scenario, measure: Measure, draws: int, seed: int) -> Setting:
    """Find those who must agree.

    Raises NoAllies where the file says nothing of them.
    """
    if not has_others(scenario):
        raise NoAllies(
            "nobody else must agree: no ally and no holder of a veto has preferences, and the case has no 'allies'; add it as "
            "docs/scenario-file.md shows"
        )
    lines = {line.path[1:]: line for line in allies_numbers(scenario)}
    rows = {path: np.concatenate(([line.value.best], line.draws(draws, seed))) for path, line in lines.items()}
    none = np.zeros(draws + 1)
    bodies = (scenario.allies or Allies()).bodies
    represented = {body.of for body in bodies.values()}
    holders = [name for name, party in scenario.parties.items() if party.veto and not party.is_principal]
    asked = [name for name in holders if name not in represented]
    return Setting(
        scenario=scenario,
        measure=measure,
        gates=(
            *(_of_party(scenario, measure, name, none) for name in asked if wants(scenario, name)),
            *(_of_body(scenario, measure, name, body, rows, none) for name, body in bodies.items()),
        ),
        silent=tuple(scenario.parties[name].name for name in asked if not wants(scenario, name)),
        rows=rows,
        lines=lines,
        noise=rows.get(("noise",), none),
        correlation=rows.get(("correlation",), none),
        mood=np.concatenate(([np.nan], even_mood(uniform_numbers(draws, seed, "allies/mood")))),
    )


def _of_party(scenario: Scenario, measure: Measure, name: str, none: Floats) -> Gate:
    party = scenario.parties[name]
    group = Group(party.name, 1, 1, measure.position(name), none)
    return Gate(name, party.name, False, _veto(scenario, measure, name), False, (group,), 1)


def _of_body(
    scenario: Scenario, measure: Measure, name: str, body: Body, rows: Mapping[Path, Floats], none: Floats
) -> Gate:
    groups = tuple(
        Group(
            each.name,
            each.seats,
            each.votes,
            measure.position(each.like),
            rows.get(("bodies", name, "members", key, "tilt"), none),
        )
        for key, each in body.members.items()
    )
    issues = list(scenario.issues)
    if body.over is None and body.of is not None and scenario.parties[body.of].veto:
        return Gate(name, body.name, True, _veto(scenario, measure, body.of), False, groups, body.quota)
    over = {
        issues.index(issue): np.array(selects(scenario.issues[issue], chosen))
        for issue, chosen in (body.over or {}).items()
    }
    return Gate(name, body.name, True, over, True, groups, body.quota)


def _veto(scenario: Scenario, measure: Measure, name: str) -> Condition:
    """The options, today's left out, that a party can refuse, by issue."""
    issues, found = list(scenario.issues), {}
    for issue, selection in scenario.parties[name].veto.items():
        place = issues.index(issue)
        meant = np.ones(measure.worth[place].shape[2], dtype=bool)
        if selection is not None:
            meant = np.array(selects(scenario.issues[issue], selection))
        meant[measure.today[place]] = False
        found[place] = meant
    return found
