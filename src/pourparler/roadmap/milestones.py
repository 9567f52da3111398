"""A plan in phases, for exchanges too large to be planned as a whole: each phase by itself, the last one first.

A milestone is a state that every plan in phases passes. What the later phases bring is the end value of the one before, so
that every stage is judged with what really lies ahead. The plan is true, its numbers are exact; that another way through the
same milestones, or past them, is not better is proven only where time does not count and escrow is free, because then what lies
ahead of a milestone does not hang on the order of the steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from pourparler.roadmap.checker import work_out
from pourparler.roadmap.exchange import Exchange, Integers, Numbers
from pourparler.roadmap.good_plan import LABELS, good_plan, guide_of
from pourparler.roadmap.plan import Objective, Plan, Stage


def plan_by_milestones(
    exchange: Exchange, milestones: Sequence[int], objective: Objective = "slack", limit: int = LABELS
) -> Plan:
    """Plan from milestone to milestone, the last phase first.

    milestones: bit masks of states, each holding the one before; neither the start nor the target. The bound is on the slack
    of any plan at all, through milestones or not.

    Raises ValueError for milestones that are no such states, and what `good_plan` raises.
    """
    states = [0, *milestones, exchange.target]
    for before, after in pairwise(states):
        if before & ~after or before == after or not exchange.legal[exchange.index(after)]:
            raise ValueError("Each milestone must be a legal state that holds all steps of the one before, and more.")
    value = exchange.worth[:, -1]
    stages: list[Stage] = []
    for before, after in reversed(list(pairwise(states))):
        steps = [step for step in range(exchange.steps) if (after & ~before) >> step & 1]
        found = good_plan(phase(exchange, before, after, value), objective, limit=limit)
        own = [Stage(tuple(steps[step] for step in stage.steps), stage.mode) for stage in found.stages]
        stages, value = own + stages, found.values[0]
    ends = float((exchange.worth[:, -1] - exchange.fallback[:, -1] + exchange.reserve).min())
    bound = min(ends, float(guide_of(exchange)[-1]))
    return replace(work_out(exchange, stages), objective="slack", proven=False, bound=bound)


def phase(exchange: Exchange, before: int, after: int, value: Numbers) -> Exchange:
    """The exchange of the steps between two states; `value` (p,) is what follows after the second."""
    steps = np.array([step for step in range(exchange.steps) if (after & ~before) >> step & 1], dtype=np.int64)
    rows = np.flatnonzero((exchange.states & before == before) & (exchange.states & ~after == 0))
    worth = exchange.worth[:, rows].copy()
    worth[:, -1] = value
    place = {int(step): index for index, step in enumerate(steps)}

    def inside(pairs: Integers) -> Integers:
        kept = [[place[a], place[b]] for a, b in pairs.tolist() if a in place and b in place]
        return np.array(kept, dtype=np.int64).reshape(-1, 2)

    return replace(
        exchange,
        owner=exchange.owner[steps],
        before=_narrowed(exchange.before[steps], steps),
        duration=exchange.duration[steps],
        effect=exchange.effect[:, steps],
        states=_narrowed(exchange.states[rows], steps),
        legal=exchange.legal[rows],
        worth=worth,
        fallback=exchange.fallback[:, rows],
        detection=exchange.detection[steps],
        saved=exchange.saved[steps],
        pairs=inside(exchange.pairs),
        escrowed=inside(exchange.escrowed),
    )


def _narrowed(masks: Integers, steps: Integers) -> Integers:
    """The same masks with only the bits of these steps, moved together."""
    found = np.zeros(len(masks), dtype=np.int64)
    for index, step in enumerate(steps):
        found |= (masks >> step & 1) << index
    return found
