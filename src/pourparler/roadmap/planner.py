"""The order in which to exchange steps so that nobody gains by breaking off: the best plan, exactly.

Exchange without enforcement (Sandholm and Lesser 1995) with discounting, simultaneous and escrowed stages, pretended
steps and mistrust (Kydd 2000). Best-first label setting with Pareto dominance: see `label_setting`.
"""

from __future__ import annotations

from typing import get_args

import numpy as np
from scipy.special import expit, logit

from pourparler.errors import PourparlerError, TooLarge
from pourparler.roadmap.exchange import TIE, Exchange, Integers, Numbers
from pourparler.roadmap.label_setting import FOUND, NONE, SAME, TOO_MANY, best_sequence
from pourparler.roadmap.look_ahead import DURATION, EXPOSURE, MISTRUST, SLACK, Limits
from pourparler.roadmap.plan import Objective, Plan, Stage
from pourparler.roadmap.stage_payoffs import appraise
from pourparler.roadmap.stages import Game, all_stages, game_of

KINDS: dict[Objective, int] = {"slack": SLACK, "exposure": EXPOSURE, "duration": DURATION, "mistrust": MISTRUST}
TIE_BREAKS: tuple[Objective, ...] = ("slack", "exposure", "duration")
MOST_LABELS = 5_000_000
FEW_LABELS = 20_000
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
    sequence: Integers | None = None
    for objective in dict.fromkeys((first, *TIE_BREAKS)):
        found = search(exchange, game, limits, objective, start, limit)
        sequence = sequence if found is None else found
        if sequence is None:
            return None
        _, slacks, exposures, trust = appraise(game, sequence, exchange.index(start))
        scores: dict[Objective, float] = {
            "slack": slacks.min(),
            "exposure": -exposures.max(initial=0.0),
            "duration": -game.duration[sequence].sum(),
            "mistrust": trust.min(),
        }
        limits = _within(limits, objective, scores[objective], TIE, exchange.tolerance)
    return sequence


def search(
    exchange: Exchange, game: Game, limits: Limits, objective: Objective, start: int, limit: int
) -> Integers | None:
    """The best sequence in one objective; None for none within the limits.

    A search that does not end soon has at least proven that no plan is better than some score. To demand almost that much,
    and then less and less, cuts far more than it costs: what is found under such a demand is the best of all.
    """
    rounding = exchange.tolerance * (SAME / TIE)
    scale = exchange.tolerance.max() / TIE
    labels = min(limit, FEW_LABELS)
    status, found, made, score = best_sequence(game, limits, KINDS[objective], start, rounding, labels)
    best, share, missed = score, FIRST_DEMAND, status == TOO_MANY
    while missed:
        demand = _within(limits, objective, best, share, scale * share) if share < 1 else limits
        status, found, made, score = best_sequence(game, demand, KINDS[objective], start, rounding, limit)
        if status == TOO_MANY:
            raise TooManyLabels(made, objective, min(best, score))
        missed = status == NONE and share < 1
        share *= 1.5 if made == 0 else 1.2  # where the look ahead alone refutes a demand, one can afford larger steps
    return found if status == FOUND else None


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
    values, slacks, exposures, trust = appraise(game, sequence, exchange.index(start))
    score: dict[Objective, float] = {
        "slack": float(slacks.min()),
        "exposure": float(exposures.max(initial=0.0)),
        "duration": float(game.duration[sequence].sum()),
        "mistrust": float(expit(trust.min())),
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
