"""Every number that a scenario says of what moves the outcome, with its meaning."""

from __future__ import annotations

from pourparler import wording
from pourparler.scenario.model import Scenario
from pourparler.scenario.numbers import NumberLine
from pourparler.scenario.tree import Path
from pourparler.scenario.walk import numbers_below


def leverage_numbers(scenario: Scenario) -> tuple[NumberLine, ...]:
    """All numbers below `leverage`."""
    return tuple(numbers_below(scenario, scenario.leverage, ("leverage",), lambda path: _words(scenario, path)))


def _words(scenario: Scenario, path: Path) -> tuple[str, str]:
    leverage = scenario.leverage
    assert leverage is not None
    match path:
        case ("gifts", str(name), "stands"):
            gift = leverage.gifts[name]
            return gift.by, f"share of '{gift.name}' that stays if talks fail"
        case ("pressures", str(name), "effects", str(party)):
            return party, f"walk-away value added by '{leverage.pressures[name].name}'"
        case ("pressures", str(name), _, str(party)):
            return party, f"cost of keeping up '{leverage.pressures[name].name}'"
        case ("together", int(index), _, str(party)):
            names = [f"'{leverage.pressures[name].name}'" for name in leverage.together[index].pressures]
            return party, f"walk-away value added by {wording.listed(names)} together"
    time = leverage.time
    assert time is not None
    match path:
        case ("time", "discount", str(party)):
            return party, f"worth now of a point one {time.period} later, in bargaining"
        case ("time", "deadlines", str(name), "cost", str(party)):
            return party, f"cost if '{time.deadlines[name].name}' passes without a deal"
        case ("time", "deadlines", str(name), key):
            deadline = time.deadlines[name]
            what = {"offers": "offers that can be made until", "real": "chance that talks really end with"}[str(key)]
            return deadline.by, f"{what} '{deadline.name}'"
    return scenario.principals()[0], f"{time.period}s between offers"
