"""Logit equilibria of one small shape for many draws of its numbers (Monte Carlo), compiled.

Each draw is followed from precision 0 by itself, so that all lie on their principal branches and can be compared. The path is
that of `logit_path`, in steps of the precision and with dense equations. It ends where the branch folds.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pourparler.process.logit_path import CLOSE, CORRECTIONS, FAR, SLOW
from pourparler.process.logit_response import Layout, centred, effects, log_softmax, residual, sweep
from pourparler.process.tree import Floats

SMALLEST_STEP = 1e-4  # of the precision's share, before a fold is supposed


@njit(cache=True)
def follow_draws(
    places: Layout, chance: Floats, log_chance: Floats, payoff: Floats, precision: Floats
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Strategies (d, c) and residuals (d,) of d draws, and whether the path came to its end (d,); if not, they mean nothing.

    chance, log_chance, payoff: (d, n), (d, n) and (d, n, p). precision: (d, c), of each choice.
    """
    draws, choices = precision.shape
    strategy, left, ended = np.empty((draws, choices)), np.empty(draws), np.zeros(draws, dtype=np.bool_)
    for draw in range(draws):
        numbers = chance[draw], log_chance[draw], payoff[draw]
        weight, ended[draw] = _follow(places, numbers, precision[draw])
        log_strategy = log_softmax(places.first_choice, weight)
        swept = sweep(places, *numbers, log_strategy)
        strategy[draw] = np.exp(log_strategy)
        left[draw] = residual(places.first_choice, precision[draw], log_strategy, swept.worth)
    return strategy, left, ended


@njit(cache=True)
def _follow(places: Layout, numbers: tuple[Floats, Floats, Floats], precision: Floats) -> tuple[Floats, bool]:
    """Weights (c,) at the end of the path, and True; or those where its steps became too small, and False."""
    weight, t = np.zeros(len(precision)), 0.0
    onward = _newton(places, numbers, precision, weight, 0.0)[1]
    step = 1.0 if not onward.any() else min(1.0, FAR / np.abs(onward).max())
    while t < 1 and step > SMALLEST_STEP:
        step = min(step, 1 - t)
        there = 1.0 if step == 1 - t else t + step
        guess = weight + step * onward
        first, last, left = 0.0, np.inf, 0.0
        for correction in range(CORRECTIONS):
            change, direction, sign = _newton(places, numbers, precision, guess, there)
            size = np.abs(change).max() if len(change) else 0.0
            if correction == 0:
                first = size
            elif correction == 1:
                left = size / last
            good = sign > 0 and first <= 2 * FAR and size <= max(last / 2, 1e-3 * CLOSE)
            if not good:
                break
            guess, last = guess + change, size
            if size < CLOSE:
                break
        if not good or last >= CLOSE:
            step *= 0.4
            continue
        weight, onward, t = guess, direction, there
        strain = max(np.sqrt(first / FAR), np.sqrt(left / SLOW), 1 / 3)
        step *= min(3.0, max(0.5, 1 / strain))
    return weight, t >= 1


@njit(cache=True)
def _newton(
    places: Layout, numbers: tuple[Floats, Floats, Floats], precision: Floats, weight: Floats, t: float
) -> tuple[Floats, Floats, float]:
    """Newton's correction (c,), the direction of the path by t (c,), and the sign of the determinant."""
    log_strategy = log_softmax(places.first_choice, weight)
    swept = sweep(places, *numbers, log_strategy)
    response = precision * centred(places.first_choice, swept.worth)
    slope = effects(places, numbers[2], log_strategy, swept)
    choices = len(precision)
    system = np.zeros((choices, choices + 2))  # the two last columns are the right sides
    for place in range(len(slope)):
        system[places.row[place], places.column[place]] = -t * precision[places.row[place]] * slope[place]
    for choice in range(choices):
        system[choice, choice] += 1
        system[choice, choices] = t * response[choice] - weight[choice]
        system[choice, choices + 1] = response[choice]
    sign = _triangle(system)
    if sign != 0:
        _substitute(system)
    first_choice = places.first_choice
    return centred(first_choice, system[:, choices]), centred(first_choice, system[:, choices + 1]), sign


@njit(cache=True)
def _triangle(system: Floats) -> float:
    """Bring a system (c, c + 2) to a triangle (Gauss, with pivots); returns the sign of the determinant, 0 if it is 0."""
    size, sign = len(system), 1.0
    for step in range(size):
        pivot = step + np.abs(system[step:, step]).argmax()
        if pivot != step:
            sign = -sign
            row = system[pivot].copy()
            system[pivot], system[step] = system[step], row
        sign *= np.sign(system[step, step])
        if sign == 0:
            return 0.0
        for below in range(step + 1, size):
            factor = system[below, step] / system[step, step]
            if factor != 0:
                for column in range(step + 1, size + 2):
                    system[below, column] -= factor * system[step, column]
    return float(sign)


@njit(cache=True)
def _substitute(system: Floats) -> None:
    """Turn the right sides of a triangle (c, c + 2) into the solutions."""
    size = len(system)
    for row in range(size - 1, -1, -1):
        for column in range(size, size + 2):
            total = system[row, column]
            for later in range(row + 1, size):
                total -= system[row, later] * system[later, column]
            system[row, column] = total / system[row, row]
