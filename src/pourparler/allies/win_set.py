"""Win-sets: the deals that the bodies at home would ratify, if every member votes by what the deal gives it.

A member accepts a deal that gives it no less than walking away does. The win-set of a body is every deal that brings its
quota together. Of two sides' win-sets, the overlap is where an agreement can be ratified at all.

Sources: Putnam 1988, Diplomacy and domestic politics: the logic of two-level games; Romer and Rosenthal 1978, Political
resource allocation, controlled agendas, and the status quo (the interval in one dimension).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from pourparler.allies.tally import Floats
from pourparler.allies.voting_rule import Booleans, VotingRule


def win_sets(utilities: ArrayLike, walk_away: ArrayLike, rule: VotingRule) -> Booleans:
    """Say which deals each body would ratify, (..., bodies).

    utilities: (..., groups) what a deal gives a member of each group, in its own points; walk_away: (groups,), or any shape
    that broadcasts, what it has without. The deals that all bodies ratify are `win_sets(...).all(axis=-1)`.

    Raises ValueError for NaN or shapes that do not match.
    """
    gives, without = np.asarray(utilities, dtype=np.float64), np.asarray(walk_away, dtype=np.float64)
    if gives.shape[-1:] != rule.counts.shape or np.isnan(gives).any() or np.isnan(without).any():
        raise ValueError(f"Expected numbers for {len(rule.counts)} groups, got the shape {gives.shape}, or a NaN.")
    return np.asarray(rule.votes(np.where(gives >= without, rule.counts, 0)) >= rule.quotas)


def share(win_set: Booleans, measure: ArrayLike | None = None) -> float:
    """Give the part of the outcome space, from 0 to 1, that a win-set (n,) or an overlap of win-sets fills.

    measure: (n,) how much each deal counts, such as how many it stands for; all alike if not given.

    Raises ValueError without a deal, or for a measure that is negative or 0 everywhere.
    """
    size = np.ones(len(win_set)) if measure is None else np.asarray(measure, dtype=np.float64)
    if size.shape != win_set.shape or not (size >= 0).all() or not size.sum() > 0:
        raise ValueError("A share needs at least one deal, and a measure of 0 or more for each, not 0 for all.")
    return float(size[win_set].sum() / size.sum())


def pivot_interval(ideals: ArrayLike, rule: VotingRule, status_quo: float) -> Floats:
    """Give the least and the largest outcome (bodies, 2) on a line that each body would put in the place of the status quo.

    ideals: (groups,) the outcome that a member of each group likes best; it accepts whatever is no farther from it than the
    status quo. To the right of the status quo q, voters are eager by how far to the right their ideals lie, and the pivot
    is the one who completes the quota: up to 2 pivot - q passes, or nothing if the pivot is not to the right of q. In the
    same way to the left. The status quo itself is always in the interval; both ends are q where nothing can replace it.

    Raises ValueError for numbers that are not finite or shapes that do not match.
    """
    places = np.asarray(ideals, dtype=np.float64)
    if places.shape != rule.counts.shape or not np.isfinite(places).all() or not np.isfinite(status_quo):
        raise ValueError(f"Expected {len(rule.counts)} finite ideals and a finite status quo, got {places.tolist()}.")
    votes = rule.weights * rule.counts
    from_left = np.argsort(places)
    ends = []
    for order in (from_left, from_left[::-1]):
        pivots = (np.cumsum(votes[:, order], axis=1) >= rule.quotas[:, np.newaxis]).argmax(axis=1)
        ends.append(2 * places[order][pivots] - status_quo)
    return np.stack([np.minimum(ends[0], status_quo), np.maximum(ends[1], status_quo)], axis=1)
