"""What the roadmap room finds out, as numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.deals.measure import measure
from pourparler.deals.named import named_deals
from pourparler.roadmap.certificate import Certificate, Mend, certify, mends
from pourparler.roadmap.checker import check
from pourparler.roadmap.exchange import Exchange, Numbers
from pourparler.roadmap.good_plan import FEW_LABELS, LABELS, good_plan, guide_of, quick_plan
from pourparler.roadmap.judge import Judged, disagreements, judge
from pourparler.roadmap.milestones import plan_by_milestones
from pourparler.roadmap.payoffs import Rows, exchange
from pourparler.roadmap.plan import Objective, Plan, Stage
from pourparler.roadmap.planner import NoPlan
from pourparler.roadmap.rules_of_thumb import all_at_once, alternate_smallest_first, big_first
from pourparler.roadmap.setting import NoRoadmap, Setting
from pourparler.roadmap.targets import OPEN, Reached, best_of, reach
from pourparler.scenario.model import Scenario
from pourparler.scenario.problem import Place, Problem, ScenarioError
from pourparler.scenario.roadmap import Roadmap
from pourparler.scenario.roadmap_numbers import roadmap_numbers

DRAWS = 200
ORDERED_ANEW = 40  # draws in which an order is sought anew
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Rival:
    """An order that people would propose, judged."""

    name: str
    stages: tuple[Stage, ...]
    judged: Judged


@dataclass(frozen=True)
class Forced:
    """The best plan when one step is taken first, before anything is agreed.

    first: the step and what had to come with it. plan: none where every order of the rest breaks a rule or a red line.
    """

    step: int
    first: tuple[int, ...]
    plan: Plan | None


@dataclass(frozen=True)
class Drawn:
    """The draws. slack: (draws,) of the plan of the best guess; weakest: (draws, 2) its weakest stage and player.

    best: (ORDERED_ANEW,) slack of the plan made anew in the first draws; place: the same with (n), in which part of that
    plan, 0 to 1, each step is begun. enough: (draws, p) whether each player's mistrust is within what the plan of the best guess tolerates.
    rivals: (draws, rivals) slack of each rival.
    """

    slack: Numbers
    weakest: NDArray[np.int64]
    best: Numbers
    place: Numbers
    enough: NDArray[np.bool_]
    rivals: Numbers


@dataclass(frozen=True)
class Findings:
    """Everything found about the way to one target.

    targets: this target, then the others of the file, each with its best order. failed: those that cannot be planned,
        with the reason.
    """

    scenario: Scenario
    roadmap: Roadmap
    setting: Setting
    objective: Objective
    draws: int
    seed: int
    exchange: Exchange
    plan: Plan
    judged: Judged
    faults: tuple[str, ...]
    targets: tuple[Reached, ...]
    failed: tuple[tuple[str, str], ...]
    rivals: tuple[Rival, ...]
    forced: tuple[Forced, ...]
    certificate: Certificate | None
    mends: tuple[Mend, ...]
    mistrust: Numbers
    drawn: Drawn

    @property
    def players(self) -> tuple[str, ...]:
        """Names of the players inside a sentence."""
        return tuple(self.scenario.parties[name].name for name in self.setting.players)


def find(
    scenario: Scenario,
    draws: int,
    seed: int,
    stage: Progress | None = None,
    target: str | None = None,
    objective: Objective = "slack",
    seconds: float | None = None,
) -> Findings:
    """Work out everything.

    Raises:
        NoRoadmap: the file names no steps.
        ScenarioError: the steps do not lead to the target.
        TooLarge: more states or partial plans than can be searched.
    """
    roadmap, draws = scenario.roadmap, min(draws, DRAWS)
    if roadmap is None:
        raise NoRoadmap("the case has no 'roadmap'; add it as docs/scenario-file.md shows, to have steps put in order")
    say = stage or (lambda _what, _done, _all: None)
    say("finding the target", 0, 1)
    _, named = named_deals(scenario, seconds)
    measured = measure(scenario, draws, seed)
    numbers: Rows = {
        line.path[1:]: np.concatenate(([line.value.best], line.draws(draws, seed)))
        for line in roadmap_numbers(scenario)
    }
    say("ordering the steps", 0, 1)

    def way(name: str, labels: int) -> Reached:
        return reach(scenario, measured, named, numbers, name, lambda at, game: _plan(at, game, objective, labels))

    asked = target or next(iter(roadmap.targets))
    others: list[Reached] = []
    failed: dict[str, ScenarioError] = {}
    for name in (name for name in roadmap.targets if name != asked):
        try:
            others.append(way(name, FEW_LABELS))
        except ScenarioError as error:  # what is wrong with a target that nobody asked for is said on its line
            failed[name] = error
    if asked == OPEN and not others:
        raise next(iter(failed.values()))
    chosen = way(best_of(others, objective).setting.target if asked == OPEN else asked, LABELS)
    setting, best_guess, plan = chosen.setting, chosen.exchange, chosen.plan
    judged = judge(best_guess, plan.stages)
    rivals = tuple(_rivals(setting, best_guess))
    mistrust = np.stack(
        [numbers.get(("players", name, "mistrust"), np.full(draws + 1, np.nan)) for name in setting.players], axis=1
    )
    return Findings(
        scenario=scenario,
        roadmap=roadmap,
        setting=setting,
        objective=objective,
        draws=draws,
        seed=seed,
        exchange=best_guess,
        plan=plan,
        judged=judged,
        faults=(*check(best_guess, plan), *disagreements(best_guess, plan, judged)),
        targets=(chosen, *(each for each in others if each.setting.target != setting.target)),
        failed=tuple((name, error.problems[0].wrong) for name, error in failed.items()),
        rivals=rivals,
        forced=tuple(_forced(setting, best_guess, objective)),
        certificate=None if plan.self_enforcing else certify(best_guess, plan, judged),
        mends=() if plan.self_enforcing else tuple(mends(setting, best_guess, plan, numbers)),
        mistrust=mistrust,
        drawn=_drawn(setting, plan, rivals, numbers, mistrust, draws, say),
    )


def _plan(setting: Setting, game: Exchange, objective: Objective, labels: int) -> Plan:
    """The plan as a whole, or from milestone to milestone where the file names some."""
    masks: list[int] = []
    done = 0
    for number, phase in enumerate(setting.roadmap.milestones):
        done |= sum(1 << setting.steps.index(name) for name in phase if name in setting.steps)
        if done not in game.states or not game.legal[game.index(done)]:
            at = setting.scenario.place(("roadmap", "milestones", number)) or Place("scenario", 1, 1)
            wrong = (
                "what is complete after this phase lacks a step that must come before, or breaks a rule or a red line"
            )
            raise ScenarioError([Problem(at, wrong, "move steps between the phases")])
        if done not in {0, game.target, *masks}:
            masks.append(done)
    return plan_by_milestones(game, masks, objective, labels) if masks else good_plan(game, objective, limit=labels)


def _rivals(setting: Setting, game: Exchange) -> list[Rival]:
    orders = [
        ("everything at once", all_at_once(game)),
        ("the dearest step first", big_first(game)),
        ("in turns, the cheapest first", alternate_smallest_first(game)),
    ]
    proposed = tuple(
        Stage(tuple(sorted(setting.steps.index(name) for name in stage if name in setting.steps)), "alone")
        for stage in setting.roadmap.proposed
        if any(name in setting.steps for name in stage)
    )
    stages = tuple(Stage(each.steps, "together" if len(each.steps) > 1 else "alone") for each in proposed)
    if sum(len(each.steps) for each in stages) == len(setting.steps):
        orders.append(("the order proposed", stages))
    return [Rival(name, order, judge(game, order)) for name, order in orders]


def _forced(setting: Setting, game: Exchange, objective: Objective) -> list[Forced]:
    """The best plan from the state in which a step, and what it needs, has been given first."""
    found = []
    for name in setting.roadmap.first:
        if name in setting.steps:
            step = setting.steps.index(name)
            needed = int(game.before[step]) | 1 << step
            start = int(np.bitwise_and.reduce(game.states[game.states & needed == needed]))
            first = tuple(other for other in range(game.steps) if start >> other & 1)
            try:
                plan = good_plan(game, objective, start, FEW_LABELS)
            except NoPlan:
                plan = None
            found.append(Forced(step, first, plan))
    return found


def _drawn(
    setting: Setting, plan: Plan, rivals: tuple[Rival, ...], numbers: Rows, mistrust: Numbers, draws: int, say: Progress
) -> Drawn:
    again = min(draws, ORDERED_ANEW)
    guide = guide_of(exchange(setting, 0, numbers))
    slack, best, others = np.empty(draws), np.empty(again), np.empty((draws, len(rivals)))
    weakest = np.empty((draws, 2), dtype=np.int64)
    place = np.empty((again, len(setting.steps)))
    enough = np.ones((draws, len(setting.players)), dtype=bool)
    for draw in range(draws):
        say("ordering the steps in the draws", draw, draws)
        game = exchange(setting, draw + 1, numbers)
        held = judge(game, plan.stages)
        slack[draw], weakest[draw] = held.slack, held.weakest
        others[draw] = [judge(game, rival.stages).slack for rival in rivals]
        believed = mistrust[draw + 1]
        enough[draw] = np.isnan(believed) | (believed <= held.first.min(axis=0))
        if draw >= again:
            continue
        found = quick_plan(game, plan, guide)
        best[draw] = max(found.slack, 0.0) if found.self_enforcing else found.slack
        for position, each in enumerate(found.stages):
            place[draw, list(each.steps)] = position / max(1, len(found.stages) - 1)
    return Drawn(slack, weakest, best, place, enough, others)
