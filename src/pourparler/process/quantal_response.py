"""Agent quantal response equilibrium: everyone errs, the less the more is at stake, and knows that all others do.

At each information set a choice is taken with a chance proportional to exp(precision x its expected payoff) (logit form;
McKelvey & Palfrey 1998, Quantal response equilibria for extensive form games). The precision, per point of payoff, tells how
hasty or well advised the mover is: of two choices whose expected payoffs differ by x points, the worse is taken with the
chance 1 / (1 + exp(precision x)). At precision 0 every choice is as likely; towards infinity the principal branch leads to a
sequential equilibrium (Turocy 2010).

All nodes are reached, so that Bayes' rule gives beliefs everywhere. There may be several equilibria; see `quantal_response`
for which one is given, and `responses_from` for others.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import lambertw

from pourparler.process.logit_draws import follow_draws
from pourparler.process.logit_path import MOST_STEPS, Path, System, follow
from pourparler.process.logit_relaxation import relax
from pourparler.process.logit_response import centred, layout, log_chances
from pourparler.process.play import Choices, check_strategy
from pourparler.process.tree import Floats, Shape, Tree

TOLERANCE = 1e-6
RAREST = 1e-12  # chance in place of a smaller one in a start, as no choice ever has the chance 0
SAME = 1e-6  # strategies whose chances all differ by less are one


@dataclass(frozen=True, eq=False)
class Response:
    """A quantal response equilibrium, with what proves it; or how far the search came.

    Attributes:
        strategy: (c,) the chance of each choice.
        precision: (m,) as asked for, of each information set.
        residual: largest difference of the logarithms of `strategy` and of the logit response to it. Thus no chance is further
            from the response than that.
        converged: the residual is at most TOLERANCE.
        principal: whether the path from precision 0 led here without a break, so that this is the principal branch's equilibrium.
        reached: the share of the precision up to which the path was followed; 1 if to its end, 0 if none was.
        steps, folds: of the path, and how often it turned from rising to falling precision or back.
        values: (n, p) what each player expects at each node, as in `play.values`; row 0 is the value of the game.
        action_values: (c,) what the mover expects to follow each choice.
        belief: (n,) the chance of each node, given its information set; 0 where no player moves.
        regret: (m,) by how much the best choice is better than what is done. In equilibrium at most `regret_bound`.
    """

    strategy: Choices
    precision: Floats
    residual: float
    converged: bool
    principal: bool
    reached: float
    steps: int
    folds: int
    values: Floats
    action_values: Choices
    belief: Floats
    regret: Floats


def precision_from(slip: ArrayLike, points: ArrayLike) -> Floats:
    """The precision of somebody who takes the worse of two choices `points` apart with the chance `slip`; arrays broadcast.

    >>> round(float(precision_from(slip=0.1, points=10)), 4)  # log(9) / 10
    0.2197

    Raises:
        ValueError: a slip is not above 0 and at most a half, or points are not a finite number above 0.
    """
    chance, apart = np.asarray(slip, dtype=np.float64), np.asarray(points, dtype=np.float64)
    if not (((chance > 0) & (chance <= 0.5)).all() and ((apart > 0) & np.isfinite(apart)).all()):
        raise ValueError(
            "A slip must have a chance above 0 and at most 0.5, and the points must be above 0; got "
            f"{chance.tolist()} and {apart.tolist()}."
        )
    return np.asarray(np.log((1 - chance) / chance) / apart)


def regret_bound(shape: Shape, precision: Floats) -> Floats:
    """(m,) the most that the mover of each information set can give away on average in equilibrium.

    It is W((k - 1) / e) / precision for k choices, W being Lambert's function: where all choices but the best are equally bad.
    Infinite at precision 0, where nothing is weighed.
    """
    others = np.diff(shape.first_choice) - 1
    most = np.array([lambertw(float(count) / math.e).real for count in others])
    free = np.where(others > 0, np.inf, 0.0)
    return np.asarray(np.divide(most, precision, out=free, where=np.asarray(precision) > 0))


def quantal_response(tree: Tree, precision: Floats, most_steps: int = MOST_STEPS) -> Response:
    """The equilibrium on the principal branch: reached by following the path from precision 0 to the one asked for.

    Where the branch folds back and passes the precision several times, it is the first of these. If the path does not come to
    its end in `most_steps`, everyone drifts from there to the response to what all do; `principal` is then False. Whether that
    has led to an equilibrium is told by `converged`.

    Args:
        tree: the game.
        precision: (m,) of each information set, per point of payoff; by player: `by_player[shape.mover]`.
        most_steps: of the path, each taking some three solutions of a sparse linear system.

    Raises:
        ValueError: there is not one finite precision of 0 or more for each information set.
    """
    system = system_of(tree, precision)
    path = follow(system, most_steps)
    weight = path.weight if path.t >= 1 else relax(system, path.weight)[0]
    return judged(system, np.asarray(precision, dtype=np.float64), weight, path)


def solve_from(tree: Tree, precision: Floats, start: Choices) -> Response:
    """The equilibrium to which everyone drifts from a strategy (c,), which need not be the principal branch's.

    A start that is an equilibrium is verified and made exact. Pure equilibria of the game are good starts.

    Raises:
        ValueError: as in `quantal_response`, or the start is no strategy.
    """
    check_strategy(tree.shape, start)
    system = system_of(tree, precision)
    first = centred(tree.shape.first_choice, np.log(np.maximum(start, RAREST)))
    weight, steps = relax(system, first)
    return judged(system, np.asarray(precision, dtype=np.float64), weight, Path(weight, 0.0, steps, 0))


def responses_from(tree: Tree, precision: Floats, starts: Sequence[Choices]) -> tuple[Response, ...]:
    """All different equilibria found: the principal branch's first, and those found from the starts.

    What did not converge is left out, the first one excepted. There may be more that no start leads to.
    """
    found = [quantal_response(tree, precision)]
    for start in starts:
        other = solve_from(tree, precision, start)
        known = any(np.abs(other.strategy - each.strategy).max(initial=0) < SAME for each in found)
        if other.converged and not known:
            found.append(other)
    return tuple(found)


def solve_draws(shape: Shape, chance: Floats, payoff: Floats, precision: Floats) -> tuple[Floats, Floats]:
    """The equilibria on the principal branches of d draws of the numbers: strategies (d, c) and residuals (d,).

    Meant for some 100 choices at most, as the work grows with their third power. A residual above TOLERANCE tells that the path
    of a draw did not come to its end; the strategy is then that of the point where it was left.

    Args:
        shape: the game without its numbers.
        chance, payoff: (d, n) and (d, n, p), as in a Tree.
        precision: (m,) of each information set, or (d, m).

    Raises:
        ValueError: the numbers of a draw are no tree's, or the precision is none.
    """
    check_precision(shape, precision)
    if len(chance) != len(payoff) or (np.ndim(precision) > 1 and np.shape(precision)[:-1] != (len(chance),)):
        raise ValueError(
            f"There are chances for {len(chance)} draws, payoffs for {len(payoff)}, and precisions of the shape "
            f"{np.shape(precision)}."
        )
    trees = [Tree(shape, *numbers) for numbers in zip(chance, payoff, strict=True)]
    places = layout(shape)
    each = np.broadcast_to(precision, (len(chance), len(shape.sets))).astype(np.float64)
    chances, payoffs = np.ascontiguousarray(chance, dtype=np.float64), np.ascontiguousarray(payoff, dtype=np.float64)
    strategy, residual, ended = follow_draws(places, chances, log_chances(chances), payoffs, each[:, places.set_of])
    for draw in np.flatnonzero(~ended):  # the branch folds
        system = system_of(trees[draw], each[draw])
        log_strategy, swept, _ = system.respond(follow(system).weight)
        strategy[draw], residual[draw] = np.exp(log_strategy), system.residual(log_strategy, swept.worth)
    return strategy, residual


def system_of(tree: Tree, precision: Floats) -> System:
    """The equations of the principal branch of a tree."""
    check_precision(tree.shape, precision)
    places = layout(tree.shape)
    each = np.asarray(precision, dtype=np.float64)[places.set_of]
    return System(places, tree.chance, log_chances(tree.chance), tree.payoff, each, np.zeros(len(each)))


def check_precision(shape: Shape, precision: Floats) -> None:
    """Raise ValueError unless there is a finite precision of 0 or more for each information set, in the last axis."""
    if (
        np.shape(precision)[-1:] != (len(shape.sets),)
        or not (np.isfinite(precision) & (np.asarray(precision) >= 0)).all()
    ):
        raise ValueError(
            f"There must be a finite precision of 0 or more for each of {len(shape.sets)} information sets; the array has the "
            f"shape {np.shape(precision)}."
        )


def judged(system: System, precision: Floats, weight: Floats, path: Path) -> Response:
    """Work out everything about a solution afresh, so that its residual proves it, however it was found."""
    log_strategy, swept, _ = system.respond(weight)
    residual = system.residual(log_strategy, swept.worth)
    strategy = np.exp(log_strategy)
    regret = np.zeros(len(precision))
    if len(precision):
        begins = system.layout.first_choice[:-1]
        regret = np.maximum.reduceat(swept.worth, begins) - np.add.reduceat(strategy * swept.worth, begins)
    return Response(
        strategy, precision, residual, residual <= TOLERANCE, path.t >= 1, path.t, path.steps, path.folds, swept.value,
        swept.worth, swept.belief, regret,
    )  # fmt: skip
