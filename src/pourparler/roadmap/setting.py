"""From a scenario to exchanges: which steps lead to the target, and what every state on the way is worth to whom."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pourparler import wording
from pourparler.deals.measure import Deals, Measure
from pourparler.errors import PourparlerError, TooLarge
from pourparler.roadmap.exchange import Integers, closed_states
from pourparler.scenario.model import Scenario
from pourparler.scenario.numbers import NumberLine
from pourparler.scenario.problem import Place, Problem, ScenarioError
from pourparler.scenario.roadmap import Roadmap, Step
from pourparler.scenario.roadmap_numbers import roadmap_numbers
from pourparler.scenario.tree import Path

MOST_DEALS = 2_000_000  # combinations of options on the way; their worth to every party is held at once


class NoRoadmap(PourparlerError):
    """The file names no steps."""


@dataclass(frozen=True)
class Setting:
    """The steps to one target, apart from the numbers that are drawn.

    steps, owners: keys of the steps and of who does them. players: keys of those who own a step or negotiate.
    before, states: as in Exchange. table: (L, issues) deals that can hold on the way; code: (S,) which of them holds in
    each state. chains: by issue, the steps that move it, in the order of its options.
    """

    scenario: Scenario
    roadmap: Roadmap
    measure: Measure
    target: str
    deal: Deals
    steps: tuple[str, ...]
    players: tuple[str, ...]
    before: Integers
    states: Integers
    chains: tuple[tuple[int, ...], ...]
    table: Deals
    code: Integers
    legal: NDArray[np.bool_]
    lines: Mapping[Path, NumberLine]

    @property
    def owner(self) -> Integers:
        """(n,) position of each step's owner among the players."""
        return np.array([self.players.index(self.step(step).by) for step in self.steps], dtype=np.int64)

    def step(self, key: str) -> Step:
        """A step of the file."""
        return self.roadmap.steps[key]

    def codes(self, states: Integers) -> Integers:
        """Which deal of the table holds where these steps are complete."""
        return _codes(self.chains, states)


def settings(scenario: Scenario, measure: Measure, named: Mapping[str, Deals], target: str) -> Setting:
    """Select the steps that lead to a target and lay out the states on the way.

    `target`: a target of the file, or the name of a solution among `named`.

    Raises:
        NoRoadmap: the file has no `roadmap`.
        ScenarioError: no step, or two, bring an issue to where the target wants it; or the target breaks a rule, or needs
            no step at all.
        PourparlerError: there is no such target.
        TooLarge: the steps can lead through too many combinations of options.
    """
    roadmap = scenario.roadmap
    if roadmap is None:
        raise NoRoadmap("the case has no 'roadmap'; add it as docs/scenario-file.md shows, to have steps put in order")
    deal = _deal(scenario, measure, named, target)
    steps = _selected(scenario, measure, deal)
    chains = _chains(scenario, measure, steps)
    _complete(scenario, measure, deal, steps, chains, target)
    if not steps:
        wrong = f"the target '{target}' is what holds today, so there is nothing to put in order"
        raise ScenarioError([Problem(_at(scenario, target), wrong, "name another target")])
    before = _before(roadmap, steps, chains)
    states = closed_states(before)
    table = _table(scenario, measure, steps, chains)
    code = _codes(chains, states)
    broken = np.zeros(len(table), dtype=bool)
    for exclusion in measure.exclusions:
        broken |= exclusion.broken(table, range(table.shape[1]))
    legal = ~broken[code]
    if not legal[-1] or not legal[0]:
        which = "the target" if not legal[-1] else "today"
        right = "choose another target, or mend the rule"
        raise ScenarioError([Problem(_at(scenario, target), f"{which} breaks a rule or a red line", right)])
    owners = {roadmap.steps[step].by for step in steps}
    players = tuple(name for name in scenario.parties if name in owners or name in scenario.principals())
    return Setting(
        scenario=scenario,
        roadmap=roadmap,
        measure=measure,
        target=target,
        deal=deal,
        steps=steps,
        players=players,
        before=before,
        states=states,
        chains=chains,
        table=table,
        code=code,
        legal=legal,
        lines={line.path: line for line in roadmap_numbers(scenario)},
    )


def _at(scenario: Scenario, target: str) -> Place:
    """Where the target stands in the file; all targets for a solution that is none of the file."""
    return scenario.place(("roadmap", "targets", target)) or Place("scenario", 1, 1)


def _deal(scenario: Scenario, measure: Measure, named: Mapping[str, Deals], target: str) -> Deals:
    """The options (issues,) of the target."""
    assert scenario.roadmap is not None
    given = scenario.roadmap.targets.get(target)
    if given is not None and given.options:
        deal = measure.today.copy()
        for position, (name, issue) in enumerate(scenario.issues.items()):
            if name in given.options:
                deal[position] = issue.option_keys().index(given.options[name])
        return deal
    solution = given.solution if given is not None else target
    if solution not in named:
        known = wording.listed([*scenario.roadmap.targets, *named], "or")
        raise PourparlerError(f"roadmap: there is no target '{solution}'; name {known}")
    return named[str(solution)]


def _place_on_the_way(scenario: Scenario, measure: Measure, deal: Deals, issue: int, option: int) -> bool:
    """Whether an option lies on the way from today's to the target's."""
    today, end = int(measure.today[issue]), int(deal[issue])
    if not list(scenario.issues.values())[issue].ordered:
        return option == end != today
    return today < option <= end or end <= option < today


def _selected(scenario: Scenario, measure: Measure, deal: Deals) -> tuple[str, ...]:
    """The steps all of whose moves lie on the way to the target; those without moves too."""
    assert scenario.roadmap is not None
    issues = list(scenario.issues)
    return tuple(
        name
        for name, step in scenario.roadmap.steps.items()
        if all(
            _place_on_the_way(scenario, measure, deal, issues.index(issue), _option(scenario, issue, option))
            for issue, option in step.moves.items()
        )
    )


def _option(scenario: Scenario, issue: str, option: str | int | float) -> int:
    return list(scenario.issues[issue].option_keys()).index(option)


def _chains(scenario: Scenario, measure: Measure, steps: tuple[str, ...]) -> tuple[tuple[int, ...], ...]:
    """By issue the positions of the steps that move it, nearest to today first."""
    assert scenario.roadmap is not None
    chains = []
    for position, issue in enumerate(scenario.issues):
        movers = [
            (abs(_option(scenario, issue, moves[issue]) - int(measure.today[position])), index)
            for index, name in enumerate(steps)
            if issue in (moves := scenario.roadmap.steps[name].moves)
        ]
        chains.append(tuple(index for _, index in sorted(movers)))
    return tuple(chains)


def _complete(
    scenario: Scenario,
    measure: Measure,
    deal: Deals,
    steps: tuple[str, ...],
    chains: tuple[tuple[int, ...], ...],
    target: str,
) -> None:
    """Raise unless one step brings each issue to where the target wants it, and none stands twice."""
    assert scenario.roadmap is not None
    problems = []
    at = _at(scenario, target)
    for position, (name, issue) in enumerate(scenario.issues.items()):
        reached = [
            _option(scenario, name, scenario.roadmap.steps[steps[index]].moves[name]) for index in chains[position]
        ]
        if deal[position] != measure.today[position] and int(deal[position]) not in reached:
            wrong = f"no step brings '{issue.name}' to '{issue.option_label(issue.option_keys()[int(deal[position])])}'"
            problems.append(
                Problem(at, f"{wrong}, which the target '{target}' needs", "add the step, or another target")
            )
        for option in {option for option in reached if reached.count(option) > 1}:
            double = [steps[index] for index, found in zip(chains[position], reached, strict=True) if found == option]
            wrong = f"{wording.listed(double)} bring '{issue.name}' to the same option"
            where = scenario.place(("roadmap", "steps", double[1])) or at
            problems.append(Problem(where, wrong, "keep one of them, or make them one step"))
    if problems:
        raise ScenarioError(problems)


def _before(roadmap: Roadmap, steps: tuple[str, ...], chains: tuple[tuple[int, ...], ...]) -> Integers:
    """(n,) bit masks of what must come before: as the file says, and nearer options of the same issue."""
    before = np.zeros(len(steps), dtype=np.int64)
    for index, name in enumerate(steps):
        for earlier in roadmap.steps[name].after:
            if earlier in steps:
                before[index] |= 1 << steps.index(earlier)
    for chain in chains:
        for nearer, farther in pairwise(chain):
            before[farther] |= 1 << nearer
    return before


def _codes(chains: tuple[tuple[int, ...], ...], states: Integers) -> Integers:
    """Number of the deal that holds where the steps in each mask are complete; mixed radix over the issues' levels."""
    code = np.zeros(len(states), dtype=np.int64)
    for chain in chains:
        level = np.zeros(len(states), dtype=np.int64)
        for position, step in enumerate(chain):
            level[states >> step & 1 == 1] = position + 1
        code = code * (len(chain) + 1) + level
    return code


def _table(scenario: Scenario, measure: Measure, steps: tuple[str, ...], chains: tuple[tuple[int, ...], ...]) -> Deals:
    """(L, issues) the deal of every code."""
    assert scenario.roadmap is not None
    size = math.prod(len(chain) + 1 for chain in chains)
    if size > MOST_DEALS:
        raise TooLarge(
            f"roadmap: the steps can lead through {size:,} combinations of options; at most {MOST_DEALS:,} are possible. Join steps "
            "that always go together, or choose a target that needs fewer."
        )
    levels = np.indices([len(chain) + 1 for chain in chains]).reshape(len(chains), -1)
    table = np.empty((levels.shape[1], len(chains)), dtype=np.intp)
    for position, (name, chain) in enumerate(zip(scenario.issues, chains, strict=True)):
        reached = [_option(scenario, name, scenario.roadmap.steps[steps[step]].moves[name]) for step in chain]
        table[:, position] = np.array([measure.today[position], *reached])[levels[position]]
    return table
