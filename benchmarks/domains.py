"""Random additive domains in whole numbers, so that what is right can be worked out without rounding."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Domain:
    """A space of deals: one option of each issue; the values of the options add.

    values: (issues, options, parties), in units of 1 / scale. walk_away: (parties,), in the same units.
    """

    values: Whole
    walk_away: Whole
    scale: int

    @property
    def deals(self) -> int:
        """How many deals there are."""
        issues, options, _ = self.values.shape
        return int(options) ** int(issues)

    def save(self, folder: Path) -> None:
        """Write the domain as `domain.json` for the programs that are measured."""
        content = {"values": self.values.tolist(), "walk_away": self.walk_away.tolist(), "scale": self.scale}
        (folder / "domain.json").write_text(json.dumps(content), encoding="utf-8")

    def exact(self, deals: list[list[int]]) -> Whole:
        """Utilities (deals, parties) of deals given by the option of each issue."""
        chosen = np.array(deals, dtype=np.int64).reshape(-1, len(self.values))
        return np.asarray(self.values[np.arange(len(self.values)), chosen].sum(axis=1))


def random_domain(parties: int, issues: int, fine: bool = True) -> Domain:
    """Draw a domain of ten options an issue: a party's weight of an issue times its value of an option.

    Weights are whole numbers from 1 to 100; values are ten-thousandths from 0 to 1, or tenths where not `fine`, which
    makes many deals tie. Walking away is worth 30 % of the best deal, rounded down. The seed is the shape, so that
    every run measures the same domains.
    """
    draw = np.random.default_rng([parties, issues, fine])
    steps = 10_000 if fine else 10
    weights = draw.integers(1, 100, (issues, 1, parties), endpoint=True)
    values = weights * draw.integers(0, steps, (issues, 10, parties), endpoint=True)
    return Domain(values, values.max(axis=1).sum(axis=0) * 3 // 10, 100 * steps)
