"""The Nash solution without a frontier: the largest product of gains, by mixed-integer outer approximation.

A logarithm lies below each of its tangents. With tangents in place of the logarithms the sum of log gains becomes a
mixed-integer linear program, whose optimum bounds every deal's; tangents at the deal found are added until that deal's
own sum is as good as the bound.

Source: Duran and Grossmann 1986 (An outer-approximation algorithm for a class of mixed-integer nonlinear programs,
Mathematical Programming 36); Nash 1950 (The bargaining problem, Econometrica 18).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from pourparler.deals.halves import Utilities
from pourparler.deals.milp_model import Clock, DealModel, Optimum, Reached, optimum
from pourparler.deals.mixed_integer import LEAST_GAIN, gain_model

PRODUCT_GAP = 1e-6  # how far, relative to the product, the deal may be from the best
FIRST_TANGENTS = (1.0, 0.5, 0.25, 0.125)  # shares of the largest gain


def nash(
    blocks: Sequence[Utilities],
    bounds: Utilities,
    tolerance: Utilities,
    walk_away: Utilities,
    counting: Sequence[int],
    powers: Utilities | None = None,
    *,
    seconds: float | None = None,
) -> Optimum | None:
    """Find the acceptable deal with the largest product of the counting parties' gains, to 1e-6 of that product.

    Arguments and errors as in `mixed_integer`. powers: (parties,), to which the gains are raised, positive; all equal
    unless given. Where no deal lets all counting parties gain: most gainers first, and then the product of their gains,
    each as a share of that party's largest gain among such deals (as in `solutions.nash`). A gain of less than
    LEAST_GAIN of the party's range counts as none.

    objective, bound: the sum of powers times log gains (log shares where not all can gain; 0 where nobody can); the
    product of no deal is larger than this one's by more than the factor exp(bound - objective).
    """
    power = np.ones(len(bounds)) if powers is None else powers
    if power.shape != bounds.shape or not ((power > 0.0) & np.isfinite(power)).all():
        raise ValueError(f"Bargaining powers must be positive, and are {power.tolist()}.")
    clock = Clock(seconds)
    model = gain_model(blocks, bounds, tolerance, walk_away, counting)
    if not model.possible:
        return None
    gainer = {party: model.column(0.0, 1.0, whole=True) for party in counting}
    for party, column in gainer.items():
        offset = float((model.least[party] - walk_away[party]) / model.width[party])
        model.row(-offset - LEAST_GAIN, math.inf, {model.u[party]: 1.0, column: -2.0 * LEAST_GAIN})
    first = model.maximise(dict.fromkeys(gainer.values(), 1.0), clock, accuracy=0.5)
    if first is None:
        return None
    gains_of_first = first.utilities - walk_away
    gainers = sum(bool(gains_of_first[party] >= LEAST_GAIN / 2.0 * model.width[party]) for party in counting)
    model.row(gainers, len(counting), dict.fromkeys(gainer.values(), 1.0))
    unit, proven = {}, first.proven
    for party in counting:
        most = float(model.least[party] + model.width[party] - walk_away[party])
        if gainers < len(counting):
            best = model.improve({model.u[party]: 1.0}, clock, first)
            most = float(best.utilities[party] - walk_away[party]) if best.proven else most
            proven &= best.proven
        unit[party] = max(most, LEAST_GAIN * float(model.width[party]))
    product = _Product(model, gainer, unit, walk_away, power)
    reached, value, bound = product.maximise(clock, first)
    shift = 0.0
    if gainers == len(counting):
        shift = sum(float(power[party]) * math.log(unit[party]) for party in counting)
    return optimum(reached, value + shift, bound + shift, proven and bound - value <= PRODUCT_GAP)


class _Product:
    """The sum of powers times log shares, a share being the gain by a unit that no gain exceeds, and its tangents.

    gainer: for each counting party the column that says whether it gains; where it does not, it adds 0.
    """

    def __init__(
        self,
        model: DealModel,
        gainer: dict[int, int],
        unit: dict[int, float],
        walk_away: Utilities,
        power: Utilities,
    ) -> None:
        self._model, self._gainer, self._unit, self._walk_away, self._power = model, gainer, unit, walk_away, power
        self._log = {party: model.column(math.log(LEAST_GAIN) - 2.0, 0.0) for party in gainer}
        for share in FIRST_TANGENTS:
            self._add_tangents(dict.fromkeys(gainer, share))

    def maximise(self, clock: Clock, first: Reached) -> tuple[Reached, float, float]:
        """Give the deal with the largest sum, that sum, and a bound on every deal's, no further apart than PRODUCT_GAP.

        They can be further apart where the time ends, or where the solver's arithmetic goes no further.
        """
        objective = {column: float(self._power[party]) for party, column in self._log.items()}
        best, value, bound = first, self._value(self._shares(first)), math.inf
        tried = set()
        while bound - value > PRODUCT_GAP:
            reached = self._model.improve(objective, clock, best)
            bound = min(bound, reached.bound)
            shares = self._shares(reached)
            if self._value(shares) > value:
                best, value = reached, self._value(shares)
            if not reached.proven or tuple(reached.choice) in tried:
                break
            tried.add(tuple(reached.choice))
            self._add_tangents(shares)
        return best, value, bound

    def _shares(self, reached: Reached) -> dict[int, float]:
        """Shares of the parties that gain."""
        gains = {party: float(reached.utilities[party] - self._walk_away[party]) for party in self._gainer}
        least = LEAST_GAIN / 2.0 * self._model.width
        return {party: gain / self._unit[party] for party, gain in gains.items() if gain >= least[party]}

    def _value(self, shares: dict[int, float]) -> float:
        return sum(float(self._power[party]) * math.log(share) for party, share in shares.items())

    def _add_tangents(self, shares: dict[int, float]) -> None:
        """Bound the logs of parties that gain by the tangent at a share s: log s + (share - s) / s."""
        model = self._model
        for party, share in shares.items():
            slope = 1.0 / (share * self._unit[party])
            constant = float(slope * (model.least[party] - self._walk_away[party]) + math.log(share) - 1.0)
            loose = 1.0 - math.log(share)  # makes the bound at least 0 for a party that does not gain
            terms = {self._log[party]: 1.0, model.u[party]: -float(slope * model.width[party])}
            model.row(-math.inf, constant + loose, terms | {self._gainer[party]: loose})
