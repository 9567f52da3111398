"""Random exchanges whose numbers add step by step, so that every program can be given the same problem.

`Instance` is plain whole numbers, written as JSON for the programs that are measured.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

UNIT = 100  # all amounts are whole numbers of hundredths
SCALE = 100  # CP-SAT knows whole numbers only, and counts in this part of a hundredth
SECONDS = 40.0  # that CP-SAT may take


@dataclass(frozen=True)
class Instance:
    """An exchange between two players in hundredths; each step takes one period and is verified for certain.

    owner: (n,) 0 or 1. before: (n,) lists of the steps that must come first. effect: (2, n) one-off effect of each step on
    each player. standing: (2, n) what it adds to the standing worth while relations last. kept: (2, n) what of that each
    player keeps if they break off. discount: (2,) factor of one period. pairs: whether any two steps of different owners
    may be done at once, unprotected.
    """

    owner: list[int]
    before: list[list[int]]
    effect: list[list[int]]
    standing: list[list[int]]
    kept: list[list[int]]
    discount: list[float]
    pairs: bool

    def save(self, folder: Path) -> None:
        """Write it as `instance.json`."""
        (folder / "instance.json").write_text(json.dumps(asdict(self)), encoding="utf-8")


def random_instance(
    steps: int, density: float, one_off: tuple[float, float], discounted: bool, pairs: bool, seed: int
) -> Instance:
    """Draw an exchange; the same arguments always give the same.

    Owners take turns in the numbering. A step costs its owner 1 to 10 and is worth 1.1 to 2.5 times that to the other. Of
    either a share between the two of `one_off` comes once; the rest stands while relations last. If they break, the other
    keeps between 0 and half of what stands, and the owner stays without between 0 and all of it. Where `discounted`, a
    period's factor is between 0.97 and 0.99 for each player. In a random order, each step must wait for each one before it
    with the chance `density`.
    """
    shares = [round(100 * share) for share in (density, *one_off)]
    chance = np.random.default_rng([steps, *shares, discounted, pairs, seed])
    owner = np.arange(steps) % 2
    mine = owner == np.array([[0], [1]])
    cost = chance.uniform(1, 10, steps)
    total = np.where(mine, -cost, cost * chance.uniform(1.1, 2.5, steps))
    effect = np.rint(UNIT * total * chance.uniform(*one_off, (2, steps)))
    standing = np.rint(UNIT * total) - effect
    kept = np.rint(standing * chance.uniform(0, 1, (2, steps)) * np.where(mine, 1, 0.5))
    discount = chance.uniform(0.97, 0.99, 2).round(4) if discounted else np.ones(2)
    rank = chance.permutation(steps)
    waits = (rank[:, np.newaxis] > rank) & (chance.random((steps, steps)) < density)
    return Instance(
        owner=owner.tolist(),
        before=[np.flatnonzero(row).tolist() for row in waits],
        effect=effect.astype(int).tolist(),
        standing=standing.astype(int).tolist(),
        kept=kept.astype(int).tolist(),
        discount=discount.tolist(),
        pairs=pairs,
    )
