"""Bring a scenario to the form that other tools share: principals, issues, best guesses. What is lost is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from pourparler.formats.exchange import Exchange, Matter, Profile, count, exact, listed_names
from pourparler.formats.naming import distinct
from pourparler.scenario.fields import Number
from pourparler.scenario.issues import Issue
from pourparler.scenario.model import Preferences, Scenario
from pourparler.scenario.problem import one_line


def exchange_of(scenario: Scenario) -> Exchange:
    """The best guess of a scenario: its issues and one profile a principal, utilities from 0 to 1."""
    names = distinct(one_line(issue.name) for issue in scenario.issues.values())
    matters = tuple(_matter(issue, name) for issue, name in zip(scenario.issues.values(), names, strict=True))
    profiles = tuple(_profile(scenario, party) for party in scenario.principals())
    notes = [*_lost(scenario)]
    if list(names) != [one_line(issue.name) for issue in scenario.issues.values()]:
        notes.append("issues of the same name are told apart by a number")
    if any(len(set(_labels(issue))) < len(_labels(issue)) for issue in scenario.issues.values()):
        notes.append("options of the same wording are told apart by a number")
    return Exchange(scenario.title, matters, profiles, tuple(notes))


def _labels(issue: Issue) -> list[str]:
    return [one_line(label) for label in issue.option_labels()] if issue.options is not None else []


def _matter(issue: Issue, name: str) -> Matter:
    if issue.quantity is not None:
        return Matter(name, tuple(exact(amount) for amount in issue.quantity.amounts()), one_line(issue.quantity.unit))
    return Matter(name, distinct(_labels(issue)))


def _best(number: Number) -> Fraction:
    return exact(number.value.best)


def _profile(scenario: Scenario, party: str) -> Profile:
    preferences = scenario.preferences[party]
    total = sum((_best(stake.weight) for stake in preferences.issues.values()), Fraction(0))
    weights, values = [], []
    for name, issue in scenario.issues.items():
        stake = preferences.issues.get(name)
        weights.append(_best(stake.weight) / total if stake is not None and total else Fraction(0))
        given = {key: _best(value) / 100 for key, value in stake.values.items()} if stake is not None else {}
        values.append(_values(issue, given))
    made = Profile(scenario.parties[party].name, party, tuple(weights), tuple(values))
    if preferences.walk_away is not None:
        reservation = _best(preferences.walk_away) / 100
    else:
        reservation = made.utility([issue.today_index() for issue in scenario.issues.values()])
    return Profile(made.name, made.file, made.weights, made.values, reservation)


def _values(issue: Issue, given: Mapping[str | int | float, Fraction]) -> tuple[Fraction, ...]:
    """The value of every option; for a quantity, straight lines between the amounts that are given."""
    keys = issue.option_keys()
    if not given or issue.options is not None:
        return tuple(given.get(key, Fraction(0)) for key in keys)
    points = sorted((exact(float(amount)), value) for amount, value in given.items())
    found = []
    for key in keys:
        at = exact(float(key))
        right = next(index for index in range(1, len(points)) if at <= points[index][0])
        (low, below), (high, above) = points[right - 1], points[right]
        found.append(below + (above - below) * (at - low) / (high - low))
    return tuple(found)


def _lost(scenario: Scenario) -> Iterator[str]:
    """What the shared form cannot hold, a line each."""
    others = [party.name for party in scenario.parties.values() if not party.is_principal]
    if others:
        yield f"who does not negotiate is left out: {listed_names(others)}"
    vetoes = [party.name for party in scenario.parties.values() if party.veto]
    if vetoes:
        yield f"vetoes are lost: {listed_names(vetoes)}"
    if scenario.rules:
        yield f"{count(len(scenario.rules), 'rule')} on what cannot come together: lost"
    for party in scenario.principals():
        yield from _lost_of(scenario.parties[party].name, scenario.preferences[party])
    yield "sources, reasons, judgements and what holds today are lost"


def _lost_of(name: str, preferences: Preferences) -> Iterator[str]:
    numbers = [stake.weight for stake in preferences.issues.values()]
    numbers += [value for stake in preferences.issues.values() for value in stake.values.values()]
    numbers += [preferences.walk_away] if preferences.walk_away is not None else []
    ranges = sum(not number.value.known for number in numbers)
    if ranges:
        yield f"{name}: {count(ranges, 'range')} reduced to the best guess"
    if preferences.interactions:
        yield f"{name}: {count(len(preferences.interactions), 'interaction')} lost; utilities differ where one holds"
    if preferences.red_lines:
        yield f"{name}: {count(len(preferences.red_lines), 'red line')} lost"
    if preferences.walk_away is None:
        yield f"{name}: no walk-away value; what today's options are worth is written as reservation value"
