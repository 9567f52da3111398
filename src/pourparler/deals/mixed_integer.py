"""The named solutions without a frontier: each is found, and proven, by mixed-integer programming.

For three and more parties the frontier of a large space can be too large to list; these do not need it. Every function
takes `blocks`, `blocks[b]` of shape (combinations_b, parties); `bounds` and `tolerance` (parties,), in the parties' own
utility units: a deal is acceptable when u_i >= bound_i - tolerance_i for every party, and a bound of -inf is none. Those
that measure gains also take `walk_away` (parties,), finite for the `counting` parties, who must have that much besides.
`seconds` limits the time that the solver may take in all. Each returns one deal, also where several tie (always the same
one, if time suffices), or None where no deal is acceptable. What "proven" means is said in `milp_model`.

All raise ValueError for arrays that do not fit together, and NothingFoundInTime where the seconds end before there is
any deal to show.

Sources: Ogryczak and Sliwinski 2006 (On direct methods for lexicographic min-max optimization, ICCSA) for leximin by
sums of the k smallest; Duran and Grossmann 1986 (An outer-approximation algorithm for a class of mixed-integer
nonlinear programs, Mathematical Programming 36) for the Nash solution; solutions as in `solutions`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from pourparler.deals.halves import Utilities, check, check_counting
from pourparler.deals.milp_model import FEASIBILITY, Clock, DealModel, Optimum, Reached, optimum

LEAST_GAIN = 1e-6  # share of a party's range: what is less is no gain here, for the solver cannot tell it from none


def best_sum(
    blocks: Sequence[Utilities],
    bounds: Utilities,
    tolerance: Utilities,
    weights: Utilities,
    *,
    seconds: float | None = None,
) -> Optimum | None:
    """Find the acceptable deal with the largest weighted sum of utilities (the utilitarian one for weights of 1).

    weights: (parties,), none negative and not all 0. Raises ValueError for others.
    """
    check(blocks, bounds, tolerance, weights)
    if not ((weights >= 0.0) & np.isfinite(weights)).all() or not weights.any():
        raise ValueError(f"Weights must not be negative, and not all 0; they are {weights.tolist()}.")
    model = DealModel(blocks, bounds, tolerance, np.flatnonzero(weights).tolist())
    if not model.possible:
        return None
    size = float((weights * model.width).max())
    terms = {model.u[party]: float(weights[party] * model.width[party] / size) for party in np.flatnonzero(weights)}
    reached = model.maximise(terms, Clock(seconds))
    if reached is None:
        return None
    bound = size * reached.bound + float(weights @ model.least)
    return optimum(reached, float(weights @ reached.utilities), bound, reached.proven)


def best_for(
    blocks: Sequence[Utilities],
    bounds: Utilities,
    tolerance: Utilities,
    party: int,
    *,
    seconds: float | None = None,
) -> Optimum | None:
    """Find the acceptable deal that is best for one party; of several that tie, one with the largest sum of utilities.

    With what the others insist on as bounds this is the best offer that they can still accept. objective, bound: that
    party's utility.
    """
    check(blocks, bounds, tolerance)
    check_counting((party,), len(bounds))
    clock = Clock(seconds)
    model = DealModel(blocks, bounds, tolerance, range(len(bounds)))
    first = model.maximise({model.u[party]: 1.0}, clock) if model.possible else None
    if first is None:
        return None
    bound = float(model.least[party] + model.width[party] * first.bound)
    share = (first.utilities[party] - model.least[party]) / model.width[party]
    model.row(share - FEASIBILITY, math.inf, {model.u[party]: 1.0})
    sizes = model.width / model.width.max()
    second = model.improve(dict(zip(model.u, sizes.tolist(), strict=True)), clock, first)
    best = max(second, first, key=lambda reached: float(reached.utilities.sum()))
    return optimum(best, float(best.utilities[party]), bound, first.proven and second.proven)


def max_min(
    blocks: Sequence[Utilities],
    bounds: Utilities,
    tolerance: Utilities,
    walk_away: Utilities,
    counting: Sequence[int],
    *,
    seconds: float | None = None,
) -> Optimum | None:
    """Find an acceptable deal with the largest least gain of the counting parties; it may leave others room to gain."""
    return _egalitarian(blocks, bounds, tolerance, walk_away, counting, 1, seconds)


def leximin(
    blocks: Sequence[Utilities],
    bounds: Utilities,
    tolerance: Utilities,
    walk_away: Utilities,
    counting: Sequence[int],
    *,
    seconds: float | None = None,
) -> Optimum | None:
    """Find the acceptable deal with the largest least gain, among those the largest second least, and so on.

    objective, bound: the least gain. proven: so for every place in that order. Source: Kalai 1977; Imai 1983.
    """
    return _egalitarian(blocks, bounds, tolerance, walk_away, counting, len(counting), seconds)


def kalai_smorodinsky(
    blocks: Sequence[Utilities],
    bounds: Utilities,
    tolerance: Utilities,
    walk_away: Utilities,
    counting: Sequence[int],
    *,
    seconds: float | None = None,
) -> Optimum | None:
    """Find the leximin of the shares that the counting parties get of the most they could gain at an acceptable deal.

    A party that can gain nothing is left out. objective, bound: the least share; 1 where nobody can gain. Where the
    seconds end while the largest gains are sought, shares are of the largest found, and nothing is proven.
    Source: Kalai and Smorodinsky 1975; Imai 1983.
    """
    clock = Clock(seconds)
    model = gain_model(blocks, bounds, tolerance, walk_away, counting)
    reached = model.maximise({}, clock)
    if reached is None:
        return None
    amounts, proven = {}, True
    for party in counting:
        best = model.improve({model.u[party]: 1.0}, clock, reached)
        reached, proven = best, proven and best.proven
        most = float(best.utilities[party] - walk_away[party])
        if most > LEAST_GAIN * model.width[party]:
            amounts[party] = (model.width[party] / most, (model.least[party] - walk_away[party]) / most)
    if not amounts:
        return optimum(reached, 1.0, 1.0, proven)
    reached, share, bound, settled = _largest_in_order(model, amounts, len(amounts), clock, reached)
    return optimum(reached, share, bound, proven and settled)


def gain_model(
    blocks: Sequence[Utilities], bounds: Utilities, tolerance: Utilities, walk_away: Utilities, counting: Sequence[int]
) -> DealModel:
    """Model the deals that keep all bounds and give the counting parties their walk-away values."""
    check(blocks, bounds, tolerance)
    check_counting(counting, len(bounds))
    who = list(counting)
    if walk_away.shape != bounds.shape or not np.isfinite(walk_away[who]).all():
        raise ValueError("The walk-away values of counting parties must be finite.")
    lowest = bounds.copy()
    lowest[who] = np.maximum(lowest[who], walk_away[who])
    return DealModel(blocks, lowest, tolerance, counting)


def _egalitarian(
    blocks: Sequence[Utilities],
    bounds: Utilities,
    tolerance: Utilities,
    walk_away: Utilities,
    counting: Sequence[int],
    places: int,
    seconds: float | None,
) -> Optimum | None:
    """Leximin of gains, down to a number of places."""
    clock = Clock(seconds)
    model = gain_model(blocks, bounds, tolerance, walk_away, counting)
    first = model.maximise({}, clock)
    if first is None:
        return None
    size = float(model.width[list(counting)].max())
    amounts = {p: (model.width[p] / size, (model.least[p] - walk_away[p]) / size) for p in counting}
    reached, least, bound, settled = _largest_in_order(model, amounts, places, clock, first)
    return optimum(reached, size * least, size * bound, settled)


def _largest_in_order(
    model: DealModel, amounts: Mapping[int, tuple[float, float]], places: int, clock: Clock, before: Reached
) -> tuple[Reached, float, float, bool]:
    """Maximise the least amount, then the sum of the two least, of the three least, and so on.

    amounts: for each party the factor and the constant that make its amount of its column `u`. A deal is best in that
    order exactly when its sorted amounts are lexicographically largest, also where the deals are a discrete set. The
    sum of the k least is the most that k t - sum_i max(0, t - amount_i) can be.

    Returns the deal, its least amount, a bound on the least amount of any deal, and whether all places are proven.
    """
    high = max(0.0, *(factor + constant for factor, constant in amounts.values()))

    def ascending(reached: Reached) -> list[float]:
        u = (reached.utilities - model.least) / model.width
        return sorted(float(factor * u[party] + constant) for party, (factor, constant) in amounts.items())

    best, first_bound = before, high
    for place in range(1, places + 1):
        level = model.column(-1.0, high)
        objective = {level: float(place)}
        for party, (factor, constant) in amounts.items():
            missing = model.column(0.0, high + 1.0)
            model.row(-constant, math.inf, {model.u[party]: factor, missing: 1.0, level: -1.0})
            objective[missing] = -1.0
        reached = model.improve(objective, clock, best)
        if place == 1:
            first_bound = min(reached.bound, high)
        if not reached.proven:
            best = max(best, reached, key=ascending)
            return best, ascending(best)[0], first_bound, False
        best = reached
        model.row(sum(ascending(best)[:place]) - FEASIBILITY, math.inf, objective)
    return best, ascending(best)[0], first_bound, True
