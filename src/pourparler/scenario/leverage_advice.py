"""What is allowed in what a scenario says of gifts, pressures and time but probably not meant, or weakens what can be said."""

from __future__ import annotations

from collections.abc import Iterator

from pourparler.scenario.leverage import Leverage
from pourparler.scenario.model import Scenario
from pourparler.scenario.problem import Place, Problem
from pourparler.scenario.tree import Path

Found = tuple[Path, str, str]


def advise_on_leverage(scenario: Scenario) -> Iterator[Problem]:
    """Advice on everything below `leverage`, each with its place; none for a scenario without it."""
    leverage = scenario.leverage
    if leverage is None:
        return
    found = (
        *_empty(leverage),
        *_without_effect(leverage),
        *_without_stake(scenario, leverage),
        *_not_at_the_table(scenario, leverage),
        *_without_discount(scenario, leverage),
    )
    for path, wrong, right in found:
        yield Problem(scenario.place(("leverage", *path)) or Place("scenario", 1, 1), wrong, right)


def _empty(leverage: Leverage) -> Iterator[Found]:
    if not (leverage.gifts or leverage.pressures or leverage.time):
        right = "add 'gifts', 'pressures' or 'time'; until then only the walk-away values are looked at"
        yield (), "nothing is named that could move the outcome", right


def _without_effect(leverage: Leverage) -> Iterator[Found]:
    for name, pressure in leverage.pressures.items():
        joint = any(name in each.pressures for each in leverage.together)
        numbers = pressure.effects.values()
        if not joint and all(number.value.least == number.value.greatest == 0 for number in numbers):
            wrong = f"the pressure '{pressure.name}' changes nobody's walk-away value"
            yield ("pressures", name), wrong, "add 'effects: {party: points}', less than 0 where it hurts"


def _without_stake(scenario: Scenario, leverage: Leverage) -> Iterator[Found]:
    for name, pressure in leverage.pressures.items():
        for party in pressure.effects:
            preferences = scenario.preferences.get(party)
            if preferences is None or not (preferences.issues or preferences.interactions or preferences.walk_away):
                wrong = f"{scenario.parties[party].name} has no preferences, so an effect on it changes nothing"
                yield ("pressures", name, "effects", party), wrong, "add its preferences, or leave this out"


def _not_at_the_table(scenario: Scenario, leverage: Leverage) -> Iterator[Found]:
    for name, gift in leverage.gifts.items():
        if not scenario.parties[gift.by].is_principal:
            wrong = f"'{gift.name}' is given by {scenario.parties[gift.by].name}, which does not negotiate"
            yield (
                ("gifts", name, "by"),
                wrong,
                "name the principal that pays for it; a price is worked out for principals only",
            )


def _without_discount(scenario: Scenario, leverage: Leverage) -> Iterator[Found]:
    time, roadmap = leverage.time, scenario.roadmap
    if time is None:
        return
    for name in scenario.principals():
        player = None if roadmap is None else roadmap.players.get(name)
        if name not in time.discount and (player is None or player.discount is None):
            wrong = f"what waiting costs {scenario.parties[name].name} is not said, so nothing is said of time"
            yield ("time",), wrong, f"add 'discount: {{{name}: 0.98}}', or another number below 1"
