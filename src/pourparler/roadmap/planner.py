"""The order in which to exchange steps so that nobody gains by breaking off: the best plan, exactly.

Exchange without enforcement (Sandholm and Lesser 1995) with discounting, simultaneous and escrowed stages, pretended
steps and mistrust (Kydd 2000). Best-first label setting with Pareto dominance: see `label_setting`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from math import isclose
from typing import get_args

import numpy as np
from scipy.special import expit, logit

from pourparler.errors import PourparlerError, TooLarge
from pourparler.roadmap.exchange import TIE, Exchange, Integers, Numbers
from pourparler.roadmap.label_setting import FOUND, NONE, SAME, TOO_MANY, best_sequence
from pourparler.roadmap.look_ahead import (
    DURATION,
    EXPOSURE,
    MISTRUST,
    SLACK,
    Limits,
    highest_values,
    look_ahead,
    look_closely,
    look_nowhere,
)
from pourparler.roadmap.plan import Objective, Plan, Stage
from pourparler.roadmap.stage_payoffs import appraise, end_slack
from pourparler.roadmap.stages import FALLBACK, MASK, RESERVE, Game, all_stages, game_of

KINDS: dict[Objective, int] = {"slack": SLACK, "exposure": EXPOSURE, "duration": DURATION, "mistrust": MISTRUST}
TIE_BREAKS: tuple[Objective, ...] = ("slack", "exposure", "duration")
MOST_LABELS = 5_000_000
FEW_LABELS = 1_000
FIRST_DEMAND = 0.001  # part of the scale by which a plan may at first miss what is proven


class TooManyLabels(TooLarge):
    """The search for the best plan needs more labels than it may make; `bound` is what no plan exceeds."""

    def __init__(self, labels: int, objective: Objective, bound: float) -> None:
        super().__init__(
            f"The best plan by {objective} was not found within {labels:,} partial plans. Allow more of them (limit), "
            "say which steps must come before which, join steps that go together, or plan one phase after another."
        )
        self.bound = bound


class NoPlan(PourparlerError, ValueError):
    """No order of the steps leads to the target through legal states only."""


def best_plan(
    exchange: Exchange, objective: Objective = "slack", floor: float = 0.0, start: int = 0, limit: int = MOST_LABELS
) -> Plan:
    """Find the plan that is best in `objective`; of equals the one with the largest slack, least exposure, shortest.

    objective: "slack" (largest least slack), "exposure" (least), "duration" (shortest), "mistrust" (most tolerated).
    floor: for the objectives other than slack, only plans whose least slack is at least this count. If there is none,
        the plan with the largest slack is given instead, and its `objective` says "slack".
    start: the state from which to plan; a bit mask.
    limit: how many partial plans (labels) each search may make; some 70 bytes each.

    Values within 1e-9 of a player's scale are equal. Raises TooManyLabels beyond the limit, NoPlan where no order is legal,
    and ValueError for an unknown objective, a state that is not closed under precedence, or a limit below 1.
    """
    if objective not in get_args(Objective):
        raise ValueError(f"The objective must be one of {', '.join(get_args(Objective))}, and is {objective!r}.")
    if limit < 1:
        raise ValueError(f"The limit of partial plans must be at least 1, and is {limit}.")
    exchange.index(start)
    stages = all_stages(exchange)
    game = game_of(exchange, stages, start)
    least = -np.inf if objective == "slack" else floor
    sequence = _lexicographic(exchange, game, objective, least, start, limit)
    if sequence is None:
        objective = "slack"
        sequence = _lexicographic(exchange, game, objective, -np.inf, start, limit)
    if sequence is None:
        raise NoPlan("Whatever the order, a state comes that is not legal. Allow it, or change which steps must wait.")
    return _plan(exchange, game, stages, sequence, objective, start)


def _lexicographic(
    exchange: Exchange, game: Game, first: Objective, floor: float, start: int, limit: int
) -> Integers | None:
    """The best sequence in `first` and then in the other objectives; None where no slack reaches `floor`."""
    limits = Limits(floor - exchange.tolerance, np.full(exchange.players, np.inf), np.inf, -np.inf)
    most = _conceivable(game, start)
    highest = cache(lambda: highest_values(game, limits, start))  # of the limits when first asked for, the widest
    sequence: Integers | None = None
    scores: dict[Objective, float] = dict.fromkeys(KINDS, -np.inf)
    for objective in dict.fromkeys((first, *TIE_BREAKS)):
        if not isclose(scores[objective], most[objective], rel_tol=SAME):
            found = search(exchange, game, limits, objective, start, highest, limit)
            sequence = sequence if found is None else found
            if sequence is None:
                return None
            scores = _scores(exchange, game, sequence, start)
        limits = _within(limits, objective, scores[objective], TIE, exchange.tolerance)
    return sequence


def _scores(exchange: Exchange, game: Game, sequence: Integers, start: int) -> dict[Objective, float]:
    """What a sequence scores in each objective, larger is better."""
    _, slacks, exposures, trust = appraise(game, sequence, exchange.index(start))
    return {
        "slack": float(slacks.min()),
        "exposure": -float(exposures.max(initial=0.0)),
        "duration": -float(game.duration[sequence].sum()),
        "mistrust": float(trust.min()),
    }


def _conceivable(game: Game, start: int) -> dict[Objective, float]:
    """A score in each objective that no plan can beat, known without a search.

    The slack at the target; no exposure; each step taking its part of the shortest stage for each of its steps.
    """
    masks = game.stage[:, MASK]
    count = np.bitwise_count(masks)
    steps = masks[(count == 1) & (masks & start == 0)]
    part = np.where(masks[:, np.newaxis] & steps > 0, (game.duration / count)[:, np.newaxis], np.inf)
    shortest = float(part.min(axis=0).sum())
    return {"slack": _slack_at_target(game), "exposure": 0.0, "duration": -shortest, "mistrust": np.inf}


def _slack_at_target(game: Game) -> float:
    """The least slack of any player once all is done."""
    return min(end_slack(game, player) for player in range(len(game.player)))


def _slack_at_the_ends(game: Game, first: int, highest: Callable[[], Numbers]) -> Iterator[float]:
    """The largest slack that the target allows, and if the row `first`, the start, allows less, that."""
    at_target = _slack_at_target(game)
    yield at_target
    beaten = game.standing[first, FALLBACK] - game.player[:, RESERVE]
    at_start = float((highest()[first] - beaten).min())
    if at_start < at_target:
        yield at_start


def search(
    exchange: Exchange,
    game: Game,
    limits: Limits,
    objective: Objective,
    start: int,
    highest: Callable[[], Numbers],
    limit: int,
) -> Integers | None:
    """The best sequence in one objective; None for none within the limits.

    highest: (S, p) what `highest_values` gives within these limits or wider ones, worked out when called.

    First, all the slack that the target or the start allows is demanded, at no cost of looking ahead; then a few labels are
    made. A search that does not end soon has at least proven that no plan is better than some score. To demand almost that
    much, and then less and less, cuts far more than it costs: what is found under such a demand is the best of all.
    """
    kind, rounding = KINDS[objective], exchange.tolerance * (SAME / TIE)
    few = min(limit, FEW_LABELS, len(game.states))
    allowed = _slack_at_the_ends(game, exchange.index(start), highest) if objective == "slack" else ()
    for most in allowed:
        demand = _within(limits, objective, most, SAME, rounding)
        status, found, _, _ = best_sequence(game, demand, kind, start, rounding, look_nowhere(game, most), few)
        if status == FOUND:
            return found
    ahead = look_ahead(game, limits, kind, start, highest())
    status, found, _, score = best_sequence(game, limits, kind, start, rounding, ahead, few)
    if status == TOO_MANY:
        return _demand(exchange, game, limits, objective, start, score, limit)
    return found if status == FOUND else None


def _demand(
    exchange: Exchange, game: Game, limits: Limits, objective: Objective, start: int, best: float, limit: int
) -> Integers | None:
    """Demand less and less of a score of which no sequence has more than `best`, until one is found; see `search`."""
    kind, rounding = KINDS[objective], exchange.tolerance * (SAME / TIE)
    scale = exchange.tolerance.max() / TIE
    bound, share, status = best, FIRST_DEMAND, NONE
    while status == NONE:
        demand = _within(limits, objective, best, share, scale * share) if share < 1 else limits
        ahead = look_closely(game, demand, kind, start, bound)
        status, found, made, score = best_sequence(game, demand, kind, start, rounding, ahead, limit)
        if status == TOO_MANY:
            raise TooManyLabels(made, objective, min(bound, score))
        if status == NONE and share >= 1:
            return None
        if status == NONE and objective == "slack":
            bound = min(bound, float(demand.slack.max()))
        share *= 1.5 if made == 0 else 1.2  # where the look ahead alone refutes a demand, one can afford larger steps
    return found


def _within(limits: Limits, objective: Objective, score: float, share: float, margin: Numbers | float) -> Limits:
    """The limits under which a plan misses `score`, larger is better, by no more than a margin.

    The margin is `margin` for slack and exposure, of each player or one number for all, and `share` for a belief and, as part
    of the whole, for a duration.
    """
    if objective == "slack":
        return limits._replace(slack=np.maximum(limits.slack, score - margin))
    if objective == "exposure":
        return limits._replace(exposure=np.minimum(limits.exposure, margin - score))
    if objective == "duration":
        return limits._replace(duration=min(limits.duration, float(-score * (1 + share))))
    belief = float(expit(score)) - share
    return limits._replace(trust=max(limits.trust, float(logit(belief)) if belief > 0 else -np.inf))


def _plan(
    exchange: Exchange, game: Game, stages: list[Stage], sequence: Integers, objective: Objective, start: int
) -> Plan:
    """Give a best sequence with its numbers."""
    values, slacks, _, _ = appraise(game, sequence, exchange.index(start))
    scores = _scores(exchange, game, sequence, start)
    score: dict[Objective, float] = {
        "slack": scores["slack"],
        "exposure": -scores["exposure"],
        "duration": -scores["duration"],
        "mistrust": float(expit(scores["mistrust"])),
    }
    return Plan(
        stages=tuple(stages[number] for number in sequence),
        values=values,
        slacks=slacks,
        **score,
        self_enforcing=bool((slacks >= -exchange.tolerance).all()),
        objective=objective,
        proven=True,
        bound=score[objective],
        start=start,
    )
