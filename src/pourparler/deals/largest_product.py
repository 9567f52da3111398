"""The deal with the largest product of some parties' gains that leaves every party at least its bound.

With a bound for each ally this is the principals' Nash solution among the deals that leave no ally worse off. Built for
loops over many draws of uncertain preferences: deals are not listed but searched, by depth-first branch and bound.

For any prices w > 0 of the counting parties and v >= 0 on the bounds, log g <= w g - 1 - log w, so no deal has a sum of
log gains above sum_i (w_i (u_i - walk_away_i) - 1 - log w_i) + sum_i v_i (u_i - bound_i). This adds over blocks, and
subgradient steps find prices that make it small. A second set of prices shows early that a partial deal cannot keep
every bound: where sum_i v_i (u_i - bound_i) < 0 whatever follows.

Sources: Nash 1950 (The bargaining problem, Econometrica 18); Land and Doig 1960 (An automatic method of solving
discrete programming problems, Econometrica 28) for the tree; Geoffrion 1974 (Lagrangean relaxation for integer
programming) and Held, Wolfe and Crowder 1974 (Validation of subgradient optimization) for the prices.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numba import njit

from pourparler.deals.halves import Indices, Utilities, check, check_counting

ROUNDS = 100  # subgradient steps for each set of prices
PATIENCE = 8  # steps without progress after which they get shorter
SLACK = 1e-12  # by how much, relative to the size of the terms, rounding may move a bound


@njit(cache=True)
def _log_product(
    given: Utilities, lowest: Utilities, gain_from: Utilities, least_gain: Utilities, who: Indices
) -> float:
    """Sum of log gains of a deal that gives (parties,); -inf where a bound is broken or a gain is too small."""
    for party in range(len(given)):
        if given[party] < lowest[party]:
            return -np.inf
    total = 0.0
    for place in range(len(who)):
        gain = given[who[place]] - gain_from[place]
        if gain <= least_gain[place]:
            return -np.inf
        total += math.log(gain)
    return total


@njit(cache=True)
def _best_at(prices: Utilities, values: Utilities, starts: Indices, choice: Indices, given: Utilities) -> None:
    """Write into `choice` (blocks,) and `given` (parties,) the deal with the largest sum of prices times utilities."""
    given[:] = 0.0
    for block in range(len(choice)):
        best = -np.inf
        for row in range(starts[block], starts[block + 1]):
            score = 0.0
            for party in range(len(given)):
                score += prices[party] * values[row, party]
            if score > best:
                best = score
                choice[block] = row - starts[block]
        given += values[starts[block] + choice[block]]


@njit(cache=True)
def _gain_prices(
    values: Utilities, starts: Indices, unit: Utilities, floor: Utilities, lowest: Utilities, gain_from: Utilities,
    least_gain: Utilities, who: Indices, gain_price: Utilities, incumbent: Indices, reached: float,
) -> tuple[Utilities, float, float]:  # fmt: skip
    """Prices (parties,) and a constant: no log product exceeds constant + prices . utilities.

    unit: (parties,), one over the range of utility; 0 without a bound. floor: the bound; 0 without. gain_price: first
    prices of the counting parties' gains. Every deal that is best at some prices is tried; the best is left in
    `incumbent`, its log product is the third result. Steps are Polyak's, towards the best log product known; prices of
    gains move by factors and those of bounds in units of the range, so that no party's scale matters.
    """
    bound_price = np.zeros(len(unit))  # times the range
    best_prices, best_constant, best_bound = bound_price, np.inf, np.inf
    choice, given = np.empty(len(starts) - 1, dtype=np.int64), np.empty(len(unit))
    length, waited = 1.0, 0
    for _ in range(ROUNDS):
        prices = bound_price * unit
        constant = -(prices * floor).sum() - (1.0 + np.log(gain_price) + gain_price * gain_from).sum()
        prices[who] += gain_price
        _best_at(prices, values, starts, choice, given)
        value = _log_product(given, lowest, gain_from, least_gain, who)
        if value > reached:
            reached = value
            incumbent[:] = choice
        bound = constant + (prices * given).sum()
        waited += 1
        if bound < best_bound:
            best_prices, best_constant, best_bound, waited = prices, constant, bound, 0
        elif waited == PATIENCE:
            length, waited = length / 2.0, 0
        slope = gain_price * (given[who] - gain_from) - 1.0
        bound_slope = (given - floor) * unit
        square = (slope**2).sum() + (bound_slope**2).sum()
        if bound <= reached or square == 0.0:
            break
        step = length * min(bound - reached, 1.0) / square
        gain_price = gain_price * np.exp(-np.minimum(np.maximum(step * slope, -1.0), 1.0))
        bound_price = np.maximum(bound_price - step * bound_slope, 0.0)
    return best_prices, best_constant, reached


@njit(cache=True)
def _bound_prices(
    values: Utilities, starts: Indices, unit: Utilities, floor: Utilities, lowest: Utilities, gain_from: Utilities,
    least_gain: Utilities, who: Indices, incumbent: Indices, reached: float,
) -> tuple[Utilities, float]:  # fmt: skip
    """Prices (parties,) on the bounds at which the best deal exceeds the priced bounds by least: multiplicative steps.

    Arguments, and what happens to deals met on the way, as in `_gain_prices`; the second result is `reached`.
    """
    weight = np.where(unit > 0.0, 1.0, 0.0)
    best_prices, best_excess = np.zeros(len(unit)), np.inf
    choice, given = np.empty(len(starts) - 1, dtype=np.int64), np.empty(len(unit))
    for done in range(ROUNDS if weight.any() else 0):
        weight /= weight.sum()
        prices = weight * unit
        _best_at(prices, values, starts, choice, given)
        value = _log_product(given, lowest, gain_from, least_gain, who)
        if value > reached:
            reached = value
            incumbent[:] = choice
        excess = (prices * (given - floor)).sum()
        if excess < best_excess:
            best_prices, best_excess = prices, excess
        if excess < 0.0:
            break
        weight *= np.exp(-4.0 / math.sqrt(done + 1.0) * (given - floor) * unit)
    return best_prices, reached


@njit(cache=True)
def _order(score: Utilities, starts: Indices) -> tuple[Indices, Indices]:
    """Blocks by the spread of their scores, largest first, and the rows of each block by score, best first."""
    ranked = np.empty(len(score), dtype=np.int64)
    spread = np.empty(len(starts) - 1)
    for block in range(len(spread)):
        begin, end = starts[block], starts[block + 1]
        ranked[begin:end] = begin + np.argsort(-score[begin:end], kind="mergesort")
        spread[block] = score[ranked[begin]] - score[ranked[end - 1]]
    return np.argsort(-spread, kind="mergesort"), ranked


@njit(cache=True)
def _most_from(table: Utilities, starts: Indices, order: Indices) -> Utilities:
    """For each column of the table the most that the blocks from each depth on can add (blocks + 1, columns)."""
    most = np.zeros((len(order) + 1, table.shape[1]))
    for depth in range(len(order) - 1, -1, -1):
        block = order[depth]
        for column in range(table.shape[1]):
            most[depth, column] = most[depth + 1, column] + table[starts[block] : starts[block + 1], column].max()
    return most


@njit(cache=True)
def _can_keep(sums: Utilities, addition: Utilities, most: Utilities, needed: Utilities) -> bool:
    """Whether every column can still reach what is needed."""
    can = True
    for column in range(len(sums)):
        can &= sums[column] + addition[column] + most[column] >= needed[column]
    return can


@njit(cache=True)
def _search(
    table: Utilities, starts: Indices, order: Indices, ranked: Indices, needed: Utilities, constant: float,
    lowest: Utilities, gain_from: Utilities, least_gain: Utilities, who: Indices, incumbent: Indices, reached: float,
    first: bool,
) -> float:  # fmt: skip
    """Leave in `incumbent` the best deal with a log product of more than `reached`, if any; or the first one met.

    table: a row for each combination: its score (utilities times prices; a deal's log product is at most the constant
    plus the sum of its scores), its utilities times the bounds' prices, and its utilities. order: the blocks in the
    order in which they are decided. ranked: the rows of each block in the order in which they are tried. needed: what
    the sum of each column but the first must reach. Returns the log product of `incumbent`.
    """
    most = _most_from(table, starts, order)
    blocks = len(order)
    margin = SLACK * (1.0 + abs(constant) + most[0, 0])
    needed = needed - SLACK * (np.abs(needed) + most[0])
    # The first deal must not be missed for rounding; for the best one, differences that rounding hides do not count.
    needed[0] = reached - constant + (-margin if first else margin)
    sums = np.zeros((blocks + 1, table.shape[1]))
    position = np.zeros(blocks, dtype=np.int64)
    position[0] = starts[order[0]]
    depth = 0
    while depth >= 0:
        if position[depth] == starts[order[depth] + 1]:
            depth -= 1
            continue
        row = ranked[position[depth]]
        position[depth] += 1
        if not _can_keep(sums[depth], table[row], most[depth + 1], needed):
            continue
        for column in range(table.shape[1]):
            sums[depth + 1, column] = sums[depth, column] + table[row, column]
        if depth < blocks - 1:
            depth += 1
            position[depth] = starts[order[depth]]
            continue
        value = _log_product(sums[blocks, 2:], lowest, gain_from, least_gain, who)
        if value > reached:
            reached = value
            for level in range(blocks):
                incumbent[order[level]] = ranked[position[level] - 1] - starts[order[level]]
            if first:
                break
            needed[0] = reached - constant + margin
    return reached


def largest_product(
    blocks: Sequence[Utilities],
    bounds: Utilities,
    walk_away: Utilities,
    tolerance: Utilities,
    counting: tuple[int, ...],
    start: Sequence[int] | None = None,
) -> tuple[Indices, Utilities] | None:
    """Find the deal with the largest product of the counting parties' gains that leaves every party its bound.

    blocks: `blocks[b]` has shape (combinations_b, parties), finite. bounds, walk_away, tolerance: (parties,), in the
    parties' own utility units; a bound of -inf is none; `walk_away` is read for the counting parties only, and must be
    finite there. start: a deal (combination of each block) that is likely to be good, such as the solution of another
    draw; it saves time and changes nothing else.

    Returns the choice (blocks,) and the utilities (parties,), or None where no deal gives everyone the bound (less the
    tolerance) and every counting party a gain u_i - walk_away_i of more than the tolerance.

    Exact: no product has a logarithm larger than that of the one found by more than 1e-12 of the size of the terms in
    the bound. Of the deals that tie, the one whose tuple of combinations comes first is returned; a deal ties when its
    log product falls short by no more than it changes when every gain changes by its tolerance (and by rounding).
    Memory does not grow with the number of deals, nor does time as a rule; in the worst case every deal is visited.

    Raises ValueError for arrays that do not fit together.
    """
    check(blocks, bounds, walk_away, tolerance)
    check_counting(counting, len(bounds))
    who = np.array(counting)
    if not np.isfinite(walk_away[who]).all():
        raise ValueError("The walk-away values of counting parties must be finite.")
    sizes = np.array([len(block) for block in blocks])
    if start is not None and (len(start) != len(blocks) or min(start) < 0 or (np.asarray(start) >= sizes).any()):
        raise ValueError(f"The start must pick one combination of each of {len(blocks)} blocks, and is {list(start)}.")
    if not sizes.all():
        return None
    # Measured from each block's least, so that a large constant in the values costs no digits in the sums.
    origin = np.sum([block.min(axis=0) for block in blocks], axis=0)
    values = np.concatenate([block - block.min(axis=0) for block in blocks])
    starts = np.concatenate(([0], np.cumsum(sizes)))
    scale = np.maximum.reduceat(values, starts[:-1], axis=0).sum(axis=0)
    gain_from, least_gain = (walk_away - origin)[who], tolerance[who]
    largest_gain = scale[who] - gain_from
    if (largest_gain <= least_gain).any() or (bounds == math.inf).any():
        return None
    lowest = bounds - tolerance - origin
    lowest[who] = np.maximum(lowest[who], gain_from)
    bound = np.isfinite(lowest)
    unit = np.divide(1.0, scale, out=np.zeros(len(scale)), where=bound & (scale > 0.0))
    floor = np.where(bound, lowest, 0.0)
    task = (lowest, gain_from, least_gain, who)
    choice, reached = np.full(len(blocks), -1), -math.inf
    if start is not None:
        reached = _log_product(values[starts[:-1] + np.asarray(start)].sum(axis=0), *task)
        choice[:] = start if reached > -math.inf else -1
    prices, constant, reached = _gain_prices(values, starts, unit, floor, *task, 2.0 / largest_gain, choice, reached)
    bound_prices, reached = _bound_prices(values, starts, unit, floor, *task, choice, reached)
    table = np.column_stack((values @ prices, values @ bound_prices, values))
    needed = np.array([-math.inf, bound_prices @ floor, *lowest])
    order, ranked = _order(table[:, 0], starts)
    reached = _search(table, starts, order, ranked, needed, constant, *task, choice, reached, False)
    if choice[0] < 0:
        return None
    gains = values[starts[:-1] + choice].sum(axis=0)[who] - gain_from
    tied = reached - (least_gain / gains).sum() - SLACK * (1.0 + np.abs(np.log(gains)).sum())
    in_order = np.arange(len(blocks)), np.arange(len(values))
    _search(table, starts, *in_order, needed, constant, *task, choice, tied, True)
    return choice, np.sum([block[picked] for block, picked in zip(blocks, choice, strict=True)], axis=0)
