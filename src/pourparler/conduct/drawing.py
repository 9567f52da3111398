"""The numbers of a scenario's conduct as rows: the best guess first, then the draws."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, gammaincinv, logit, ndtri

from pourparler.scenario.conduct import Conduct
from pourparler.scenario.conduct_numbers import conduct_numbers
from pourparler.scenario.fields import Number
from pourparler.scenario.likelihoods import OTHER, Likelihood, keys_for
from pourparler.scenario.model import Scenario
from pourparler.scenario.numbers import NumberLine
from pourparler.scenario.tree import Path
from pourparler.scenario.uncertain import uniform_numbers

Floats = NDArray[np.float64]
WITHIN = float(ndtri(0.95))  # standard deviations to the 95 % point

State = tuple[str, str | None]


@dataclass
class Drawing:
    """Draws the numbers of one scenario. Rows: the best guess, then `draws` draws.

    `tempo`: (rows,) the chance of today's silence if the old tempo goes on, where the file leaves a likelihood to it.
    """

    scenario: Scenario
    conduct: Conduct
    draws: int
    seed: int
    tempo: Floats | None = None
    lines: Mapping[Path, NumberLine] = field(init=False)

    def __post_init__(self) -> None:
        """Gather the numbers by their place."""
        self.lines = {line.path: line for line in conduct_numbers(self.scenario)}

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self.draws + 1

    def uniform(self, name: str) -> Floats:
        """(draws,) uniform numbers that depend on seed and name only."""
        return uniform_numbers(self.draws, self.seed, name)

    def number(self, *path: str | int) -> Floats:
        """(rows,) the number at this place below `conduct`."""
        line = self.lines["conduct", *path]
        return np.concatenate(([line.value.best], line.draws(self.draws, self.seed)))

    def doubted(self, *path: str | int) -> Floats:
        """(rows,) a likelihood: where it is written as one number, its odds are off by the stated factor (5 to 95 %)."""
        line = self.lines["conduct", *path]
        rows = self.number(*path)
        factor = self.conduct.doubt.likelihood
        if line.value.known and factor > 1 and rows[0] < 1:
            shift = math.log(factor) / WITHIN * ndtri(self.uniform(f"{line.name}/doubt"))
            rows[1:] = expit(logit(rows[0]) + shift)
        return rows

    def by_state(
        self,
        path: tuple[str | int, ...],
        given: Mapping[str, Likelihood] | Mapping[str, Number],
        states: tuple[State, ...],
        prior: Floats,
    ) -> Floats:
        """(rows, states) what a mapping by hypothesis says of each state.

        Where it says nothing of `other`, that takes the mean of the rest under the same mechanism, weighted by the
        `prior` (rows, states), so that the item by itself neither helps nor hurts it.
        """
        found = np.full((self.rows, len(states)), np.nan)
        for index, (hypothesis, mechanism) in enumerate(states):
            for key in keys_for(given, hypothesis, mechanism):
                entry = given[key]
                if isinstance(entry, Likelihood) and entry.tempo:
                    assert self.tempo is not None
                    found[:, index] = self.tempo
                elif isinstance(entry, Likelihood):
                    found[:, index] = self.doubted(*path, key)
                else:
                    found[:, index] = self.number(*path, key)
        for index, (hypothesis, mechanism) in enumerate(states):
            if hypothesis == OTHER and np.isnan(found[0, index]):
                rest = [i for i, (h, m) in enumerate(states) if h != OTHER and m == mechanism]
                found[:, index] = mean_of(prior[:, rest], found[:, rest])
        return found

    def dirichlet(self, shares: Mapping[str, float]) -> Floats:
        """(draws, shares) shares that scatter around those given as if they rested on `doubt.prior` cases.

        `shares`: by the name under which each is drawn, so that their order does not matter.
        """
        parts = np.stack(
            [
                gammaincinv(max(share, 1e-9) * self.conduct.doubt.prior, self.uniform(name))
                for name, share in shares.items()
            ],
            axis=1,
        )
        parts = np.maximum(parts, 1e-300)
        return np.asarray(parts / parts.sum(axis=1, keepdims=True))


def mean_of(weights: Floats, values: Floats) -> Floats:
    """(rows,) mean of values (rows, n) by weights (rows, n) of any scale; a plain mean where all weights are 0."""
    safe = np.where(weights.sum(axis=1, keepdims=True) > 0, weights, 1.0)
    return np.asarray((safe * values).sum(axis=1) / safe.sum(axis=1))
