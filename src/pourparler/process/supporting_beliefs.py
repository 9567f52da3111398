"""Which beliefs make a choice the best one: those with which no row of conditions is above 0.

Conditions are an array (r, k): for each of k nodes of an information set, what the player would gain there by one of r
changes of plan. Beliefs are chances of the nodes, so the beliefs that fulfil them form a polytope: for two nodes an
interval, and otherwise what linear programs tell.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from scipy.optimize import linprog

from pourparler.process.tree import Floats


@njit(cache=True)
def interval(rows: Floats) -> tuple[float, float]:
    """The least and greatest chance of the first of two nodes with which no row is above 0; least > greatest if none is."""
    least, greatest = 0.0, 1.0
    for row in rows:
        slope = row[0] - row[1]  # the row is row[1] + chance * slope
        if slope > 0:
            greatest = min(greatest, -row[1] / slope)
        elif slope < 0:
            least = max(least, -row[1] / slope)
        elif row[1] > 0:
            return 1.0, 0.0
    return least, greatest


@njit(cache=True)
def not_ruled_out(rows: Floats) -> bool:
    """Whether some beliefs may fulfil all conditions: sure for up to two nodes, or one row; else a yes needs `some_belief`."""
    if rows.shape[1] == 2:
        least, greatest = interval(rows)
        return least <= greatest
    for row in rows:  # noqa: SIM110 - compiled code knows no generators
        if row.min() > 0:
            return False
    return True


def some_belief(rows: Floats) -> bool:
    """Whether some beliefs fulfil all conditions."""
    if len(rows) < 2 or rows.shape[1] < 3:
        return bool(not_ruled_out(rows))
    if (rows <= 0).all(axis=0).any():  # to be sure of one node will do
        return True
    # The belief with the least greatest row. What the solver finds is then put into the conditions themselves.
    nodes = rows.shape[1]
    scaled = np.hstack((_scaled(rows), -np.ones((len(rows), 1))))
    belief = _least(np.append(np.zeros(nodes), 1.0), scaled, [(0.0, 1.0)] * nodes + [(-1.0, 1.0)])[:nodes]
    return bool((rows @ np.clip(belief, 0.0, 1.0) <= 0).all())


def belief_span(rows: Floats) -> Floats:
    """(k, 2) the least and greatest chance of each node among the beliefs that fulfil all conditions.

    There must be such beliefs (`some_belief`).
    """
    nodes = rows.shape[1]
    if nodes == 1:
        return np.ones((1, 2))
    if nodes == 2:
        least, greatest = interval(rows)
        return np.array([[least, greatest], [1 - greatest, 1 - least]])
    result = np.empty((nodes, 2))
    for node in range(nodes):
        for side, sign in enumerate((1.0, -1.0)):
            aim = np.zeros(nodes)
            aim[node] = sign
            result[node, side] = _least(aim, _scaled(rows), [(0.0, 1.0)] * nodes)[node]
    return np.clip(result, 0.0, 1.0)


def _scaled(rows: Floats) -> Floats:
    """The conditions, each divided by its largest part, so that the solver's tolerance means the same for all."""
    size = np.abs(rows).max(axis=1, keepdims=True)
    return np.asarray(rows / np.where(size > 0, size, 1.0))


def _least(aim: Floats, rows: Floats, bounds: list[tuple[float, float]]) -> Floats:
    """Where the aim is least: no row is above 0, and what lies between 0 and 1 adds up to 1."""
    chances = np.array([[float(low == 0) for low, _ in bounds]])
    found = linprog(
        aim, A_ub=rows, b_ub=np.zeros(len(rows)), A_eq=chances, b_eq=[1.0], bounds=bounds, method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )  # fmt: skip
    if found.status != 0:
        raise RuntimeError(f"A linear program that has a solution was not solved: {found.message}")
    return np.asarray(found.x, dtype=float)
