"""How often a side keeps its pledges, from those it kept and broke: the Beta posterior of a share under Jeffreys' prior."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv

from pourparler.conduct.chances import Floats, check_chances

JEFFREYS = 0.5  # pledges kept, and broken, that the prior is worth


@dataclass(frozen=True)
class KeepRate:
    """The chance that the next comparable pledge is kept: Beta(alpha, beta)."""

    alpha: float
    beta: float

    @property
    def mean(self) -> float:
        """The chance to reckon with for the next pledge."""
        return self.alpha / (self.alpha + self.beta)

    @property
    def interval(self) -> tuple[float, float]:
        """The 5 % and the 95 % quantile."""
        low, high = self.quantile(np.array([0.05, 0.95]))
        return float(low), float(high)

    def quantile(self, probability: Floats) -> Floats:
        """Give the rate that is not exceeded with each probability; with uniform draws, draws of the rate.

        Raises ValueError for probabilities outside 0 to 1.
        """
        check_chances("Probabilities", probability)
        return np.asarray(betaincinv(self.alpha, self.beta, probability), dtype=np.float64)


def keep_rate(kept: float, broken: float) -> KeepRate:
    """Give the rate at which pledges are kept, from k kept of n comparable ones: Beta(k + 1/2, n - k + 1/2).

    A case that was kept in part may be divided between both counts.

    Raises ValueError for counts that are negative or not finite.
    """
    if not (np.isfinite([kept, broken]).all() and min(kept, broken) >= 0):
        raise ValueError(f"Counts of pledges must be finite and at least 0, and are {kept} kept and {broken} broken.")
    return KeepRate(kept + JEFFREYS, broken + JEFFREYS)
