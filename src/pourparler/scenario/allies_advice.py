"""What is allowed in what a scenario says of those who must also agree but probably not meant, or weakens what can be said."""

from __future__ import annotations

from collections.abc import Iterator

from pourparler.scenario.allies import Allies
from pourparler.scenario.consent import wants
from pourparler.scenario.model import Scenario
from pourparler.scenario.problem import Place, Problem
from pourparler.scenario.tree import Path

Found = tuple[Path, str, str]


def advise_on_allies(scenario: Scenario) -> Iterator[Problem]:
    """Advice on everything below `allies`, each with its place; none for a scenario without it."""
    allies = scenario.allies
    if allies is None:
        return
    found = (
        *_bodies(scenario, allies),
        *_signing(scenario, allies),
        *_spoilers(scenario, allies),
        *_lines(scenario, allies),
    )
    for path, wrong, right in found:
        yield Problem(scenario.place(("allies", *path)) or Place("scenario", 1, 1), wrong, right)


def _bodies(scenario: Scenario, allies: Allies) -> Iterator[Found]:
    told = set()
    for name, body in allies.bodies.items():
        for key, group in body.members.items():
            preferences = scenario.preferences.get(group.like)
            asked_elsewhere = scenario.parties[group.like].is_principal or scenario.parties[group.like].veto
            if (
                group.like not in told
                and not asked_elsewhere
                and preferences is not None
                and preferences.walk_away is None
            ):
                told.add(group.like)
                wrong = f"{group.name} judge like {scenario.parties[group.like].name}, which has no walk-away value"
                right = "give it one; until then today's state stands for it"
                yield ("bodies", name, "members", key, "like"), wrong, right


def _signing(scenario: Scenario, allies: Allies) -> Iterator[Found]:
    if allies.correlation is not None and (allies.noise is None or allies.noise.value.greatest == 0):
        right = "add 'noise: ', or leave the correlation out"
        yield ("correlation",), "without noise the correlation changes nothing", right
    vetoes = any(party.veto and not party.is_principal for party in scenario.parties.values())
    if not allies.bodies and not vetoes:
        for part, given in (("noise", allies.noise), ("failure", allies.failure or None)):
            if given is not None:
                right = "name a body, or a party with a veto"
                yield (part,), f"nobody has to ratify, so that '{part}' changes nothing", right


def _spoilers(scenario: Scenario, allies: Allies) -> Iterator[Found]:
    for name in allies.spoilers:
        if not wants(scenario, name):
            right = "without them nobody can say whether it would block anything"
            yield ("spoilers", name), f"{scenario.parties[name].name} has no preferences", right


def _lines(scenario: Scenario, allies: Allies) -> Iterator[Found]:
    used = {actor for line in allies.lines.values() for actor in line.actors}
    for name in allies.capability:
        if name not in used:
            wrong = f"{scenario.parties[name].name} stands on no line"
            yield ("capability", name), wrong, "say where it stands on one, or leave its capability out"
    for name, line in allies.lines.items():
        if all(
            allies.capability[actor].value.best * each.salience.value.best == 0 for actor, each in line.actors.items()
        ):
            right = "give somebody a capability and a salience above 0; until then nothing is forecast"
            yield ("lines", name), f"nobody has any weight on '{line.name}'", right
