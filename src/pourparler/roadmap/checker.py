"""An independent check of a plan: every number worked out again, forward and in plain Python.

Shares nothing with the search for plans but the model's data, so that an error in one shows in the other. It takes any
plan, self-enforcing or not, of whatever origin.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from pourparler.roadmap.exchange import Exchange
from pourparler.roadmap.plan import Plan, Stage

BELIEF_TOLERANCE = 1e-6


def deviations(exchange: Exchange, stage: Stage, state: int, player: int, later: float) -> dict[str, float]:
    """Say what `player` would get by each deviation at `stage`, which begins in `state` and after which `later` is due.

    Keys: "stop", break off now; for who performs also "pretend", and in a stage together "withhold".
    """
    fallback = exchange.fallback[player]
    here = float(fallback[exchange.index(state)])
    found = {"stop": here}
    for own in _performed_by(exchange, stage, player):
        others = [step for step in stage.steps if step != own]
        received = sum(float(exchange.effect[player, step]) for step in others)
        factor, flow = _time(exchange, stage, state, player)
        seen, saved = float(exchange.detection[own]), float(exchange.saved[own])
        if stage.mode == "escrow":
            broken_off, received = here, (1 - seen) * received - float(exchange.fee[player])
        else:
            broken_off = float(fallback[exchange.index(state | sum(1 << step for step in others))])
        found["pretend"] = received + flow + factor * (seen * broken_off + (1 - seen) * (later + saved))
        if stage.mode == "together":
            found["withhold"] = received + flow + factor * broken_off
    return found


def work_out(exchange: Exchange, stages: Sequence[Stage], start: int = 0) -> Plan:
    """Work out all numbers of the plan that performs `stages` from `start`; nothing is claimed of how good it is.

    Raises ValueError for stages that are not allowed: see `wrong_stages`.
    """
    wrong = wrong_stages(exchange, stages, start)
    if wrong:
        raise ValueError(" ".join(wrong))
    states = [start]
    for stage in stages:
        states.append(states[-1] | stage.mask)
    players = range(exchange.players)
    values = [[float(exchange.worth[player, -1]) for player in players]]
    for stage, state in zip(reversed(stages), reversed(states[:-1]), strict=True):
        values.insert(0, [_value(exchange, stage, state, player, values[0][player]) for player in players])
    slacks = [
        [
            values[number][player]
            - max(deviations(exchange, stage, states[number], player, values[number + 1][player]).values())
            + float(exchange.reserve[player])
            for player in players
        ]
        for number, stage in enumerate(stages)
    ]
    slacks.append([values[-1][i] - float(exchange.fallback[i, -1]) + float(exchange.reserve[i]) for i in players])
    exposures = [
        _exposure(exchange, stage, state, i) for stage, state in zip(stages, states, strict=False) for i in players
    ]
    return Plan(
        stages=tuple(stages),
        values=np.array(values),
        slacks=np.array(slacks),
        slack=min(map(min, slacks)),
        exposure=max(exposures, default=0.0),
        duration=math.fsum(_length(exchange, stage) for stage in stages),
        mistrust=min(_tolerated(exchange, stages, states, values, player) for player in players),
        self_enforcing=all(row[player] >= -exchange.tolerance[player] for row in slacks for player in players),
        objective="slack",
        proven=False,
        bound=math.inf,
        start=start,
    )


def wrong_stages(exchange: Exchange, stages: Sequence[Stage], start: int = 0) -> list[str]:
    """Say what forbids performing `stages` one after another from `start` to the target; an empty list if nothing."""
    state = start
    wrong = [] if _legal(exchange, start) else ["The start is no legal state."]
    for number, stage in enumerate(stages, start=1):
        wrong += [f"Stage {number} {reason}." for reason in _wrong_stage(exchange, stage, state)]
        state |= stage.mask
        if not wrong and not _legal(exchange, state):
            wrong.append(f"Stage {number} leads to a state that is not legal.")
    missing = [step for step in range(exchange.steps) if not state >> step & 1]
    if missing:
        wrong.append(f"The steps {missing} are never performed.")
    return wrong


def check(exchange: Exchange, plan: Plan) -> list[str]:
    """Say everything that is wrong with a plan and its numbers; an empty list for a plan that is right."""
    wrong = wrong_stages(exchange, plan.stages, plan.start)
    if wrong:
        return wrong
    right = work_out(exchange, plan.stages, plan.start)
    for name in ("values", "slacks"):
        given, expected = getattr(plan, name), getattr(right, name)
        if given.shape != expected.shape:
            wrong.append(f"The {name} have the shape {given.shape}, not {expected.shape}.")
            continue
        for number, player in np.argwhere(~(np.abs(given - expected) <= exchange.tolerance)).tolist():
            wrong.append(
                f"The {name} say {given[number, player]!r} for player {player} before stage {number + 1}; "
                f"it is {expected[number, player]!r}."
            )
    largest = float(exchange.tolerance.max())
    margins = {"slack": largest, "exposure": largest, "duration": 1e-9 * right.duration, "mistrust": BELIEF_TOLERANCE}
    for name, margin in margins.items():
        given, expected = getattr(plan, name), getattr(right, name)
        if not abs(given - expected) <= margin:
            wrong.append(f"The {name} is {expected!r}, not {given!r}.")
    if plan.self_enforcing != right.self_enforcing:
        wrong.append(f"It is {'' if right.self_enforcing else 'not '}self-enforcing.")
    own = getattr(right, plan.objective)
    beyond = own - plan.bound if plan.objective in ("slack", "mistrust") else plan.bound - own
    if not beyond <= margins[plan.objective]:
        wrong.append(f"The {plan.objective} {own!r} is better than the bound {plan.bound!r} allows.")
    return wrong


def _wrong_stage(exchange: Exchange, stage: Stage, state: int) -> Iterable[str]:
    steps = stage.steps
    if not steps or len(set(steps)) < len(steps) or not set(steps) <= set(range(exchange.steps)):
        yield f"must have different steps from 0 to {exchange.steps - 1}, and has {list(steps)}"
        return
    if (stage.mode == "alone") != (len(steps) == 1):
        yield f"is performed {stage.mode!r} with {len(steps)} step(s)"
    for mode, pairs in (("together", exchange.pairs), ("escrow", exchange.escrowed)):
        if stage.mode == mode and set(steps) not in [set(pair) for pair in pairs.tolist()]:
            yield f"joins the steps {list(steps)}, which are no pair for {mode!r}"
    for step in steps:
        if state >> step & 1:
            yield f"performs step {step} again"
        early = [other for other in range(exchange.steps) if int(exchange.before[step]) & ~state & (1 << other)]
        if early:
            yield f"performs step {step} before the steps {early}"


def _legal(exchange: Exchange, state: int) -> bool:
    return bool(exchange.legal[exchange.index(state)])


def _performed_by(exchange: Exchange, stage: Stage, player: int) -> list[int]:
    return [step for step in stage.steps if exchange.owner[step] == player]


def _length(exchange: Exchange, stage: Stage) -> float:
    return max(float(exchange.duration[step]) for step in stage.steps)


def _time(exchange: Exchange, stage: Stage, state: int, player: int) -> tuple[float, float]:
    """The discount factor of the stage, and what the state before it is worth while the stage lasts."""
    factor = float(exchange.discount[player]) ** _length(exchange, stage)
    return factor, (1 - factor) * float(exchange.worth[player, exchange.index(state)])


def _value(exchange: Exchange, stage: Stage, state: int, player: int, later: float) -> float:
    factor, flow = _time(exchange, stage, state, player)
    gain = sum(float(exchange.effect[player, step]) for step in stage.steps)
    if stage.mode == "escrow" and _performed_by(exchange, stage, player):
        gain -= float(exchange.fee[player])
    return gain + flow + factor * later


def _loss(exchange: Exchange, stage: Stage, state: int, player: int) -> float:
    """What `player` loses against breaking off if cheated in the stage; not more than 0 for who does not perform."""
    own = _performed_by(exchange, stage, player)
    if not own:
        return 0.0
    if stage.mode == "escrow":
        return float(exchange.fee[player])
    factor, flow = _time(exchange, stage, state, player)
    left = float(exchange.fallback[player, exchange.index(state | 1 << own[0])])
    return float(exchange.fallback[player, exchange.index(state)]) - (
        float(exchange.effect[player, own[0]]) + flow + factor * left
    )


def _exposure(exchange: Exchange, stage: Stage, state: int, player: int) -> float:
    return max(0.0, _loss(exchange, stage, state, player))


def _tolerated(
    exchange: Exchange, stages: Sequence[Stage], states: Sequence[int], values: Sequence[Sequence[float]], player: int
) -> float:
    """The largest first belief in an opportunist with which `player` goes through with every stage.

    Forward: each stage in which another performs, and does, multiplies the odds of an opportunist by 1 - hazard.
    """
    tolerated, odds_left = 1.0, 1.0
    for number, stage in enumerate(stages):
        loss = _loss(exchange, stage, states[number], player)
        if stage.mode != "escrow" and loss > exchange.tolerance[player]:
            gain = values[number][player] - float(exchange.fallback[player, exchange.index(states[number])])
            gain = gain if gain > exchange.tolerance[player] else 0.0
            tolerated = min(tolerated, gain / (gain + loss * odds_left))
        if any(exchange.owner[step] != player for step in stage.steps):
            odds_left *= 1 - exchange.hazard
    return tolerated
