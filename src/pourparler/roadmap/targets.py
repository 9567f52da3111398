"""The targets that a file names, each with its best order: what they bring whom, and which holds best."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pourparler.deals.measure import Deals, Measure
from pourparler.roadmap.exchange import Exchange
from pourparler.roadmap.good_plan import score
from pourparler.roadmap.payoffs import Rows, exchange
from pourparler.roadmap.plan import Objective, Plan
from pourparler.roadmap.setting import Setting, settings
from pourparler.scenario.model import Scenario

OPEN = "open"
"""Instead of a target's name: whichever of the file's targets has the best order."""

Planner = Callable[[Setting, Exchange], Plan]


@dataclass(frozen=True)
class Reached:
    """A target with its exchange and best order at the best guess."""

    setting: Setting
    exchange: Exchange
    plan: Plan


def reach(
    scenario: Scenario, measure: Measure, named: Mapping[str, Deals], numbers: Rows, target: str, planner: Planner
) -> Reached:
    """The way to one target. Raises what `settings` and the planner raise."""
    setting = settings(scenario, measure, named, target)
    game = exchange(setting, 0, numbers)
    return Reached(setting, game, planner(setting, game))


def best_of(targets: list[Reached], objective: Objective) -> Reached:
    """The target whose order holds, if any does, and is best in the objective; of equal ones the first."""
    return max(targets, key=lambda each: (each.plan.self_enforcing, score(each.plan, objective)))
