"""The path of logit equilibria from no precision to the one asked for, followed step by step around its folds.

Unknown are the weights z (c,), centred at each information set, whose softmax is the strategy. The path is

    z = (1 - t) start + t precision Q(softmax(z)),    t from 0 to 1,

whose end is an agent quantal response equilibrium. At t = 0 there is one solution, z = start, and from there one branch
leaves; with start = 0, t is a scale of the precision, and the branch is the principal branch of McKelvey & Palfrey (1998).
Its length, not t, measures progress, since t may fall back on the way (Turocy 2005, A dynamic homotopy interpretation of the
logistic quantal response equilibrium correspondence; Turocy 2010, Computing sequential equilibria using agent quantal
response equilibria; steps as in Allgower & Georg 1990, Numerical Continuation Methods). The system is solved exactly, as the
matrix of who bears on whom has few places that are not 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numba import njit
from scipy.sparse import csr_array
from scipy.sparse.linalg import SuperLU, splu

from pourparler.process.logit_response import Layout, Sweep, centred, effects, log_softmax, residual, sweep
from pourparler.process.tree import Floats, Integers

FAR = 0.25  # how far a guess may lie from the path, in logarithms of chances, for the next step to be longer
SLOW = 0.15  # by how much the first correction may leave the second, for the same
BENT = 0.4  # by how much the direction may turn in a step, in radians, for the same
CLOSE = 1e-6  # a correction smaller than this is the last; the error left is about its square
CORRECTIONS = 8
FIRST_STEP, SMALLEST_STEP = 0.05, 1e-9
MOST_STEPS = 500


@dataclass(frozen=True, eq=False)
class System:
    """What a path leads through: layout, chance (n,), log_chance (n,), payoff (n, p), precision (c,), start (c,) centred."""

    layout: Layout
    chance: Floats
    log_chance: Floats
    payoff: Floats
    precision: Floats
    start: Floats

    def respond(self, weight: Floats) -> tuple[Floats, Sweep, Floats]:
        """The logarithms of a strategy (c,) given by weights, what it leads to, and the centred weights of the response."""
        log_strategy = log_softmax(self.layout.first_choice, weight)
        swept = sweep(self.layout, self.chance, self.log_chance, self.payoff, log_strategy)
        return log_strategy, swept, self.precision * centred(self.layout.first_choice, swept.worth)

    def factor(self, log_strategy: Floats, swept: Sweep, t: float, brake: float = 0.0) -> Factors | None:
        """Solve with the derivatives of (1 + brake) z - t response(z) by z; None where their determinant is 0."""
        places, choices = self.layout, len(self.precision)
        slope = effects(places, self.payoff, log_strategy, swept)
        slope *= -t * self.precision[places.row]
        slope[places.diagonal] += 1 + brake
        matrix = csr_array((slope, places.column, places.first), shape=(choices, choices))
        try:
            return Factors(places.first_choice, splu(matrix.tocsc(), permc_spec="MMD_AT_PLUS_A"))
        except RuntimeError:  # this is how it says that the matrix is singular
            return None

    def residual(self, log_strategy: Floats, worth: Floats) -> float:
        """Largest difference between the logarithms of a strategy and of the response to it."""
        return residual(self.layout.first_choice, self.precision, log_strategy, worth)


class Factors(NamedTuple):
    """Triangular factors of a system of linear equations."""

    first_choice: Integers
    both: SuperLU

    def solve(self, right: Floats) -> Floats:
        """(c,) the solution, centred at each information set."""
        return centred(self.first_choice, self.both.solve(right))

    def sign(self) -> float:
        """The sign of the determinant."""
        order = _parity(self.both.perm_r) * _parity(self.both.perm_c)
        return float(np.sign(self.both.U.diagonal()).prod() * order)


class Point(NamedTuple):
    """A point of a path, and its direction of length 1 in which the path goes on; `choices` weighs the two parts of both."""

    weight: Floats
    t: float
    weight_direction: Floats
    t_direction: float

    def along(self, step: float) -> tuple[Floats, float]:
        """Where a step along the direction leads."""
        return self.weight + step * self.weight_direction, self.t + step * self.t_direction


class Corrected(NamedTuple):
    """A point, the size of the first correction that led to it, and the part of it that the second still was."""

    point: Point
    first: float
    left: float


@dataclass(frozen=True)
class Path:
    """Where a path was left: weights (c,), t, 1 if it came to its end; steps tried, and how often t turned back or forth."""

    weight: Floats
    t: float
    steps: int
    folds: int


def follow(system: System, most_steps: int = MOST_STEPS, caution: float = 1.0) -> Path:
    """Follow the path from t = 0 until t = 1, or until `most_steps` were tried or steps would be too small.

    caution: divides the distances that set the length of the steps.
    """
    count = len(system.start)
    path = Path(system.start, 0.0, 0, 0)
    point = Point(system.start, 0.0, *_direction(system.respond(system.start)[2] - system.start, 1.0))
    step = FIRST_STEP / caution
    while path.steps < most_steps and step > SMALLEST_STEP and path.t < 1 and count:
        landing = point.t + step * point.t_direction >= 1
        if landing:
            step = (1 - point.t) / point.t_direction
        found = correct(system, point, step, landing, caution)
        path = replace(path, steps=path.steps + 1)
        if found is None or not (landing or 0 <= found.point.t < 1):
            step *= 0.4
            continue
        turn = math.acos(max(-1.0, min(1.0, _product(point, found.point))))
        if turn > 2 * BENT or (landing and found.point.t_direction <= 0):
            step *= 0.4
            continue
        folds = path.folds + int(point.t_direction * found.point.t_direction < 0)
        point = found.point
        path = Path(point.weight, point.t, path.steps, folds)
        strain = max(math.sqrt(found.first * caution / FAR), math.sqrt(found.left * caution / SLOW), turn / BENT)
        step *= min(2.0, max(0.5, 1 / max(strain, 0.5)))
    return path if count else replace(path, t=1.0)


def correct(system: System, start: Point, step: float, landing: bool, caution: float = 1.0) -> Corrected | None:
    """Newton's method from a step along the direction back to the path, across that direction; None where that fails.

    landing: keep t = 1 instead. The direction of the point found has t rise where the determinant is positive, as it does at
    the path's begin, and as it must along one path; so a slip to a piece that runs the other way shows as a sharp turn.
    """
    weight, t = start.along(step)
    if landing:
        t = 1.0
    sizes: list[float] = []
    while len(sizes) < CORRECTIONS:
        log_strategy, swept, response = system.respond(weight)
        miss = weight - (1 - t) * system.start - t * response
        factors = system.factor(log_strategy, swept, t)
        if factors is None:
            return None
        across, onward = factors.solve(-miss), factors.solve(response - system.start)
        dt = 0.0
        if not landing:
            count = len(weight)
            slope = start.weight_direction @ onward / count + start.t_direction
            dt = -float(start.weight_direction @ across / count / slope)
        change = across + dt * onward
        weight, t = weight + change, t + dt
        sizes.append(max(float(np.abs(change).max()), abs(dt)))
        worse = len(sizes) > 1 and sizes[-1] > max(sizes[-2] / 2, 1e-3 * CLOSE)
        if not math.isfinite(sizes[-1]) or sizes[0] > 2 * FAR / caution or worse:
            return None
        if sizes[-1] < CLOSE:
            left = sizes[1] / sizes[0] if len(sizes) > 1 else 0.0
            return Corrected(Point(weight, t, *_direction(onward, factors.sign())), sizes[0], left)
    return None


def _direction(onward: Floats, sign: float) -> tuple[Floats, float]:
    """The direction (onward, 1), of length 1; its length counts the mean square of the first part."""
    length = sign * math.sqrt(float(onward @ onward) / max(len(onward), 1) + 1)
    return onward / length, 1 / length


def _product(one: Point, other: Point) -> float:
    """The cosine of the angle between the directions of two points."""
    weights = one.weight_direction @ other.weight_direction / len(one.weight)
    return float(weights) + one.t_direction * other.t_direction


@njit(cache=True)
def _parity(order: Integers) -> float:
    """1 for an order that an even number of exchanges brings about, -1 otherwise."""
    seen = np.zeros(len(order), dtype=np.bool_)
    result = 1.0
    for begin in range(len(order)):
        place, length = begin, 0
        while not seen[place]:
            seen[place] = True
            place = order[place]
            length += 1
        if length and length % 2 == 0:
            result = -result
    return result
