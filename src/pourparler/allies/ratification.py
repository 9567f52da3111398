"""The chance that a deal is ratified, when nobody knows for sure how the ratifiers vote and what moves one moves others.

Member j says yes with chance p_j. Behind each vote stands a hidden inclination, normal with mean mu_j = Phi^-1(p_j) and
variance 1, and the vote is yes where it is above 0. The inclinations have one factor Z in common, such as the mood of the
country (here: against the deal): two members' inclinations correlate with r^2. Given Z = z, votes are independent with

    p_j(z) = Phi((mu_j - r z) / sqrt(1 - r^2)).

r^2 = 0 is the independent vote, which is far too sure of itself for most legislatures; r^2 = 1 the vote in which all
follow one order, from the most to the least willing, and the passage hangs on the pivot alone.

Sources: Putnam 1988, Diplomacy and domestic politics: the logic of two-level games (ratification); Vasicek 2002, The
distribution of loan portfolio value (the one-factor model); Trefethen and Weideman 2014, The exponentially convergent
trapezoidal rule (the integral over Z).
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from pourparler.allies.tally import Floats, Layout, arrange, passage_given
from pourparler.allies.voting_rule import VotingRule

FURTHEST = 9.0  # standard deviations; less than 1e-18 lies beyond
SETTLED = 1e-10  # last change of the integral when its step is halved
NEARLY_SETTLED = 1e-3  # the change before: two agreements, not one by accident
FADED = 1e-12
FIRST_STEP = 1.5  # in widths of the fall; a normal density is integrated to 1e-4 by it, to 1e-15 by half of it


def yes_chance(gain: ArrayLike, noise: ArrayLike) -> Floats:
    """Give P(yes) = Phi(gain / noise) of ratifiers whose gain we know with a normal error of standard deviation `noise`.

    gain: utility of the deal less that of walking away, in the ratifier's own points; noise: in the same points. Any shapes
    that broadcast. Without noise, a gain of 0 or more is a yes for sure, and everything less a no.

    Raises ValueError for a gain or noise that is not finite, or a negative noise.
    """
    gains, noises = np.asarray(gain, dtype=np.float64), np.asarray(noise, dtype=np.float64)
    if not np.isfinite(gains).all() or not np.isfinite(noises).all() or (noises < 0).any():
        raise ValueError("Gains must be finite numbers, and noises finite numbers of 0 or more.")
    hard = np.where(gains >= 0, 1.0, 0.0)
    return np.asarray(np.where(noises > 0, ndtr(gains / np.where(noises > 0, noises, 1.0)), hard), dtype=np.float64)


def passage_chance(yes: ArrayLike, rule: VotingRule, correlation: ArrayLike) -> Floats:
    """Give P(every body of the rule reaches its quota), (...).

    yes: (..., groups) P(yes) of a member of each group. correlation: (...) r^2, of the hidden inclinations of any two
    members, from 0 to 1, both included; one number or one for each. Right to 1e-9. With several bodies, all votes have the
    same factor in common.

    Raises ValueError for chances or correlations out of [0, 1] or shapes that do not match, TooLarge as `arrange`.
    """
    chances = np.asarray(yes, dtype=np.float64)
    correlations = np.asarray(correlation, dtype=np.float64)
    if chances.ndim < 1 or chances.shape[-1] != len(rule.counts):
        raise ValueError(f"Expected chances for {len(rule.counts)} groups, got the shape {chances.shape}.")
    for name, values in (("Chances", chances), ("Correlations", correlations)):
        if not ((values >= 0) & (values <= 1)).all():
            raise ValueError(f"{name} must be from 0 to 1.")
    shape = np.broadcast_shapes(chances.shape[:-1], correlations.shape)
    rows = np.array(np.broadcast_to(chances, (*shape, chances.shape[-1])), order="C").reshape(-1, chances.shape[-1])
    common = np.array(np.broadcast_to(correlations, shape), order="C").ravel()
    loose = common < 1
    found = np.empty(len(rows))
    found[~loose] = _pivot_chance(rows[~loose], rule)
    with np.errstate(divide="ignore"):  # a sure vote has an infinite inclination
        hidden = ndtri(rows[loose])
    found[loose] = _integrate_all(rows[loose], hidden, common[loose], arrange(rule))
    return found.reshape(shape)


def _pivot_chance(yes: Floats, rule: VotingRule) -> Floats:
    """P(passage), (rows,), where all follow one order: the chance of the member whose yes completes the quota."""
    order = np.argsort(-yes, axis=1, kind="stable")
    ranked = np.take_along_axis(yes, order, axis=1)
    passage = np.ones(len(yes))
    for weights, quota in zip(rule.weights * rule.counts, rule.quotas, strict=True):
        pivot = (np.cumsum(weights[order], axis=1) >= quota).argmax(axis=1)
        passage = np.minimum(passage, ranked[np.arange(len(yes)), pivot])
    return passage


@njit(cache=True)
def _integrate_all(yes: Floats, hidden: Floats, correlation: Floats, layout: Layout) -> Floats:
    found = np.empty(len(yes))
    for row in range(len(yes)):
        if correlation[row] == 0.0:
            found[row] = passage_given(yes[row], layout)
        else:
            found[row] = _integrate(hidden[row], math.sqrt(correlation[row]), math.sqrt(1 - correlation[row]), layout)
    return found


@njit(cache=True)
def _normal_below(value: float) -> float:
    return 0.5 * math.erfc(-value / math.sqrt(2.0))


@njit(cache=True)
def _passage_at(factor: float, hidden: Floats, common: float, own: float, layout: Layout) -> float:
    """P(passage | Z = factor), which falls as Z grows."""
    yes = np.empty(len(hidden))
    for group in range(len(hidden)):
        yes[group] = _normal_below((hidden[group] - common * factor) / own)
    return passage_given(yes, layout)


@njit(cache=True)
def _crossing(level: float, hidden: Floats, common: float, own: float, layout: Layout) -> float:
    """A factor at which the passage is about `level`, by bisection from a good guess; the end of the range if none is."""
    low, high = -FURTHEST, FURTHEST
    tried = _near_crossing(level, hidden, common, own, layout)
    while low < tried < high:
        passage = _passage_at(tried, hidden, common, own, layout)
        if abs(passage - level) < 0.1:
            return tried
        if passage > level:
            low = tried
        else:
            high = tried
        tried = 0.5 * (low + high)
        if FURTHEST - abs(tried) < 0.25:
            return math.copysign(FURTHEST, tried)
    return tried


@njit(cache=True)
def _near_crossing(level: float, hidden: Floats, common: float, own: float, layout: Layout) -> float:
    """The same for normal approximations of the bodies' votes."""
    low, high = -FURTHEST, FURTHEST
    while True:
        middle = 0.5 * (low + high)
        passage = 1.0
        for body in range(len(layout.weights)):
            mean, variance = 0.5 - layout.needs[0, body], 1e-9
            for group in range(len(hidden)):
                yes = _normal_below((hidden[group] - common * middle) / own)
                votes = layout.weights[body, group] * layout.counts[group]
                mean += votes * yes
                variance += votes * layout.weights[body, group] * yes * (1.0 - yes)
            passage *= _normal_below(mean / math.sqrt(variance))
        if abs(passage - level) < 0.05 or not low < middle < high:
            return middle
        if passage > level:
            low = middle
        else:
            high = middle
        if FURTHEST - abs(middle) < 0.25:
            return math.copysign(FURTHEST, middle)


@njit(cache=True)
def _integrate(hidden: Floats, common: float, own: float, layout: Layout) -> float:
    """Integrate P(passage | z) over the normal density of Z.

    The passage falls from 1 to 0, steeply if r is near 1 or members are many. A normal fall of the same place and width has
    the integral Phi(place / sqrt(1 + width^2)); what remains of the passage beside it fades to both sides, and the
    trapezoidal rule, its step halved until the sum settles, converges faster than any power of the step.
    """
    early, late = _crossing(0.84, hidden, common, own, layout), _crossing(0.16, hidden, common, own, layout)
    place, width = 0.5 * (early + late), 0.5 * (late - early)
    if width == 0.0:  # beyond the range, or steeper than floats can tell
        width = 1.0 if abs(place) == FURTHEST else 1e-15
    step = FIRST_STEP * min(width, 1.0)
    left, first = _sum_outward(0.0, -step, place, width, hidden, common, own, layout)
    right, last = _sum_outward(step, step, place, width, hidden, common, own, layout)
    total, points = left + right, first + last
    value, change = total * step, math.inf
    while True:
        begin = place - first * step  # halfway between the points so far
        for number in range(points):
            total += _beside(begin + (number + 0.5) * step, place, width, hidden, common, own, layout)[0]
        first, points, step = 2 * first, 2 * points, 0.5 * step
        before, earlier = value, change
        value = total * step
        change = abs(value - before)
        if change < SETTLED and earlier < NEARLY_SETTLED:
            break
    found = _normal_below(place / math.sqrt(1.0 + width * width)) + value / math.sqrt(2.0 * math.pi)
    return min(max(found, 0.0), 1.0)


@njit(cache=True)
def _sum_outward(
    start: float, step: float, place: float, width: float, hidden: Floats, common: float, own: float, layout: Layout
) -> tuple[float, int]:
    """Add up what remains at steps from `place + start` outward until it has faded; give also the number of steps from there."""
    total, number = 0.0, 0
    while True:
        factor = place + start + number * step
        remains, passage, fall = _beside(factor, place, width, hidden, common, own, layout)
        total += remains
        faded = max(passage, fall) < FADED if step > 0 else min(passage, fall) > 1.0 - FADED
        if faded or factor * step > FURTHEST * abs(step):
            return total, number + int(start != 0.0)
        number += 1


@njit(cache=True)
def _beside(
    factor: float, place: float, width: float, hidden: Floats, common: float, own: float, layout: Layout
) -> tuple[float, float, float]:
    """What remains of the passage beside the normal fall, times exp(-z^2 / 2); and both themselves."""
    passage = _passage_at(factor, hidden, common, own, layout)
    fall = _normal_below((place - factor) / width)
    return (passage - fall) * math.exp(-0.5 * factor * factor), passage, fall
