"""A plan for any size: the best one, proven, where the search ends in time; else a good one and what no plan exceeds.

The search that cannot end is made again on a coarser grain: two ways to go on whose values differ by less than the grain
count as equal, so that far fewer are kept. What it finds is a true plan, its numbers exact; it may miss a better one, but
none above the bound that the exact search had proven when it stopped. A beam search is run beside it. Where only the choice
among equally good plans does not end, the plan is proven all the same: none is better in what comes first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
from scipy.special import expit

from pourparler.roadmap.beam import beam_sequence
from pourparler.roadmap.checker import work_out
from pourparler.roadmap.exchange import TIE, Exchange, Integers, Numbers
from pourparler.roadmap.label_setting import FOUND, best_sequence
from pourparler.roadmap.look_ahead import SLACK, Limits, best_from_start, highest_values, look_ahead
from pourparler.roadmap.plan import Objective, Plan
from pourparler.roadmap.planner import KINDS, TooManyLabels, best_plan, search
from pourparler.roadmap.stages import Game, all_stages, game_of

LABELS = 300_000  # partial plans of the exact search, and of each coarser one
FEW_LABELS = 60_000  # the same for plans that only stand beside the main one
GRAINS = (0.0025, 0.005, 0.01, 0.02, 0.04, 0.08)  # parts of a player's scale
FLOORS: dict[Objective, float] = {"slack": -np.inf, "exposure": 0.0, "duration": 0.0, "mistrust": 0.0}
BEAM = 1_000
QUICK_BEAM = 100


def good_plan(exchange: Exchange, objective: Objective = "slack", start: int = 0, limit: int = LABELS) -> Plan:
    """The best plan in `objective` where it is proven within `limit` partial plans, else a good one with a bound.

    Raises NoPlan where no order is legal, and TooManyLabels where no coarser search finds a plan either.
    """
    try:
        return best_plan(exchange, objective, start=start, limit=limit)
    except TooManyLabels as unfinished:
        stopped = unfinished
    stages = all_stages(exchange)
    game = game_of(exchange, stages, start)
    try:  # What did not end may have been the choice among equals, whose bound says nothing of this objective.
        limits = _free(exchange, FLOORS[objective])
        highest = cache(lambda: highest_values(game, limits, start))
        sequence = search(exchange, game, limits, objective, start, highest, limit)
    except TooManyLabels as unfinished:
        bound = unfinished.bound
    else:
        if sequence is None:  # no order holds, so that the slack is what the best plan was sought by
            return good_plan(exchange, "slack", start, limit)
        best = work_out(exchange, [stages[number] for number in sequence], start)
        return replace(best, objective=objective, proven=True, bound=float(getattr(best, objective)))
    found = [
        work_out(exchange, [stages[number] for number in sequence], start)
        for sequence in _coarse(exchange, game, objective, start, limit)
    ]
    if not found and objective != "slack":
        other = good_plan(exchange, "slack", start, limit)
        if not other.self_enforcing:
            return other
        found = [other]
    if not found:
        raise stopped
    best = max(found, key=lambda plan: (score(plan, objective), plan.slack))
    return replace(best, objective=objective, proven=False, bound=_as_number(bound, objective))


def guide_of(exchange: Exchange) -> Numbers:
    """(S,) what the way from nothing done to each state can score in slack at most: what a beam is guided by."""
    game = game_of(exchange, all_stages(exchange), 0)
    limits = _free(exchange)
    return best_from_start(game, limits, SLACK, 0, highest_values(game, limits, 0))


def quick_plan(exchange: Exchange, known: Plan, guide: Numbers) -> Plan:
    """A plan with a large slack found by a narrow beam, or the order of `known` if that does better here; unproven.

    guide: of this exchange or of one like it, as `guide_of` makes it.
    """
    stages = all_stages(exchange)
    sequence = beam_sequence(game_of(exchange, stages, 0), _free(exchange), 0, guide, QUICK_BEAM)
    plans = [work_out(exchange, known.stages)]
    if sequence is not None:
        plans.append(work_out(exchange, [stages[number] for number in sequence]))
    return max(plans, key=lambda plan: plan.slack)


def score(plan: Plan, objective: Objective) -> float:
    """A plan's number in an objective, larger is better."""
    scores = {"slack": plan.slack, "mistrust": plan.mistrust, "exposure": -plan.exposure, "duration": -plan.duration}
    return scores[objective]


def _coarse(exchange: Exchange, game: Game, objective: Objective, start: int, limit: int) -> Iterator[Integers]:
    """Sequences that searches without proof find: the finest grain that ends in time, and for slack a beam."""
    limits = _free(exchange, FLOORS[objective])
    scale: Numbers = exchange.tolerance / TIE
    highest = highest_values(game, limits, start)
    ahead = look_ahead(game, limits, KINDS[objective], start, highest)
    for grain in GRAINS:
        status, sequence, _, _ = best_sequence(game, limits, KINDS[objective], start, scale * grain, ahead, limit)
        if status == FOUND:
            yield sequence
            break
    if objective == "slack":
        beamed = beam_sequence(game, limits, start, ahead.score, BEAM)
        if beamed is not None:
            yield beamed


def _free(exchange: Exchange, floor: float = -np.inf) -> Limits:
    return Limits(floor - exchange.tolerance, np.full(exchange.players, np.inf), np.inf, -np.inf)


def _as_number(bound: float, objective: Objective) -> float:
    """A bound on a score, larger is better, in the objective's own terms."""
    if objective == "mistrust":
        return float(expit(bound))
    return bound if objective == "slack" else -bound
