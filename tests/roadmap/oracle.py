"""Every plan of a small exchange, written out, with its numbers in fractions; and random exchanges to try it on.

Nothing here looks at the package's own arithmetic. Durations are whole, so that every discount is a fraction too, and a
belief in an opportunist is followed forward, by its odds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np
from hypothesis import strategies as st

from pourparler.roadmap.exchange import Exchange, closed_states

Stages = tuple[tuple[tuple[int, ...], str], ...]


@dataclass(frozen=True)
class Way:
    """One way from a state to the target."""

    stages: Stages
    values: tuple[Fraction, ...]
    slack: Fraction
    exposure: Fraction
    duration: Fraction
    odds: tuple[tuple[Fraction | None, ...], ...]  # by stage and player: the odds each still performs at; None for any


class Oracle:
    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.n, self.p = len(exchange.owner), len(exchange.discount)
        self.worth = self.by_state(exchange.worth)
        self.fallback = self.by_state(exchange.fallback)
        self.effect = [[Fraction(number) for number in row] for row in exchange.effect.tolist()]
        for name in ("duration", "discount", "reserve", "detection", "saved", "fee"):
            setattr(self, name, [Fraction(number) for number in getattr(exchange, name).tolist()])
        self.ways = cache(self._ways)

    def by_state(self, table: np.ndarray) -> list[dict[int, Fraction]]:
        states = self.exchange.states.tolist()
        return [dict(zip(states, map(Fraction, row), strict=True)) for row in table.tolist()]

    def legal(self, state: int) -> bool:
        exchange = self.exchange
        return bool(exchange.legal[exchange.states.tolist().index(state)])

    def stages(self, state: int) -> Iterator[tuple[tuple[int, ...], str]]:
        exchange = self.exchange
        free = {j for j in range(self.n) if not state >> j & 1 and exchange.before[j] & ~state == 0}
        yield from (((j,), "alone") for j in sorted(free))
        for mode, pairs in (("together", exchange.pairs), ("escrow", exchange.escrowed)):
            yield from ((tuple(sorted(pair)), mode) for pair in pairs.tolist() if set(pair) <= free)

    def _ways(self, state: int) -> list[Way]:
        if not self.legal(state):
            return []
        if state == 2**self.n - 1:
            values = tuple(self.worth[i][state] for i in range(self.p))
            slack = min(values[i] - self.fallback[i][state] + self.reserve[i] for i in range(self.p))
            return [Way((), values, slack, Fraction(0), Fraction(0), ())]
        found = []
        for steps, mode in self.stages(state):
            for later in self.ways(state | sum(2**j for j in steps)):
                found.append(self.extend(state, steps, mode, later))
        return found

    def extend(self, x: int, steps: tuple[int, ...], mode: str, later: Way) -> Way:
        tau = max(self.duration[j] for j in steps)
        owners = {int(self.exchange.owner[j]): j for j in steps}
        values, slacks, exposures, odds = [], [later.slack], [later.exposure], []
        for i in range(self.p):
            d = self.discount[i] ** tau
            fee = self.fee[i] if mode == "escrow" and i in owners else 0
            fallback, flow, after = self.fallback[i], (1 - d) * self.worth[i][x], later.values[i]
            value = sum(self.effect[i][j] for j in steps) - fee + flow + d * after
            temptations, bound = [fallback[x]], None
            if i in owners:
                a = owners[i]
                rest = [j for j in steps if j != a]
                u, y = sum(self.effect[i][j] for j in rest), x | sum(2**j for j in rest)
                p, g = self.detection[a], self.saved[a]
                if mode == "escrow":
                    temptations.append(fallback[x] - fee)
                    temptations.append((1 - p) * u - fee + flow + d * (p * fallback[x] + (1 - p) * (after + g)))
                    exposures.append(fee)
                else:
                    temptations.append(u + flow + d * (p * fallback[y] + (1 - p) * (after + g)))
                    if rest:
                        temptations.append(u + flow + d * fallback[y])
                    loss = fallback[x] - (self.effect[i][a] + flow + d * fallback[x | 2**a])
                    exposures.append(max(Fraction(0), loss))
                    nothing = Fraction(self.exchange.tolerance[i])
                    if loss > nothing:
                        bound = (value - fallback[x]) / loss if value - fallback[x] > nothing else Fraction(0)
            values.append(value)
            slacks.append(value - max(temptations) + self.reserve[i])
            odds.append(bound)
        return Way(
            ((steps, mode), *later.stages), tuple(values), min(slacks), max(exposures), tau + later.duration,
            (tuple(odds), *later.odds),
        )  # fmt: skip

    def mistrust(self, way: Way) -> Fraction:
        """The largest first belief with which everybody goes through with every stage."""
        passed = 1 - Fraction(self.exchange.hazard)
        least = Fraction(1)
        for i in range(self.p):
            left = Fraction(1)  # of the odds, after the tests so far
            for (steps, _), odds in zip(way.stages, way.odds, strict=True):
                if odds[i] is not None:
                    first = odds[i] / left
                    least = min(least, first / (1 + first))
                if any(self.exchange.owner[j] != i for j in steps):
                    left *= passed
        return least

    def best(self, objective: str, floor: float, start: int = 0) -> tuple[str, Way, Fraction] | None:
        """The lexicographic best: its objective, the way and its tolerable mistrust; None where no way is legal."""
        tolerance = Fraction(float(self.exchange.tolerance.max()))
        everything = self.ways(start)
        ways = [way for way in everything if objective == "slack" or way.slack >= floor - tolerance]
        if not ways:
            objective, ways = "slack", everything
        if not ways:
            return None
        mistrusts = {id(way): self.mistrust(way) for way in ways}
        keys = {
            "slack": lambda way: -way.slack,
            "exposure": lambda way: way.exposure,
            "duration": lambda way: way.duration,
            "mistrust": lambda way: -mistrusts[id(way)],
        }
        for name in dict.fromkeys((objective, "slack", "exposure", "duration")):
            least = min(map(keys[name], ways))
            margin = Fraction(1, 10**9) if name in ("duration", "mistrust") else tolerance
            ways = [way for way in ways if keys[name](way) <= least + margin]
        return objective, ways[0], mistrusts[id(ways[0])]


@st.composite
def exchanges(
    draw: st.DrawFn,
    players: tuple[int, int] = (2, 3),
    most_steps: int = 4,
    legal: bool = True,
    coarse: bool | None = None,
) -> Exchange:
    """Random exchanges, many of them with ties, with gains from trade so that some plans are self-enforcing."""
    p = draw(st.integers(*players))
    n = draw(st.integers(1, most_steps))
    order, pairs, escrow, patience, grid, holes = (draw(st.integers(0, 2)) for _ in range(6))
    return random_exchange(
        np.random.default_rng(draw(st.integers(0, 2**32))), p, n, order, pairs, escrow, patience,
        grid == 0 if coarse is None else coarse, legal and holes == 0,
    )  # fmt: skip


def random_exchange(
    chance: np.random.Generator,
    p: int,
    n: int,
    order: int,
    pairs: int,
    escrow: int,
    patience: int,
    coarse: bool,
    holes: bool,
) -> Exchange:
    def numbers(low: float, high: float, *shape: int) -> np.ndarray:
        drawn = chance.uniform(low, high, shape)
        return np.rint(drawn) if coarse else drawn

    owner = chance.integers(0, p, n)
    ranks = chance.permutation(n)
    waits = (ranks[:, None] > ranks) & (chance.random((n, n)) < (0, 0.2, 0.5)[order])
    before = (waits * 2 ** np.arange(n)).sum(axis=1).astype(np.int64)
    states = closed_states(before)
    done = (states[:, None] >> np.arange(n)) & 1
    mine = owner == np.arange(p)[:, None]
    effect = np.where(mine, numbers(-4, 0, p, n), numbers(0, 5, p, n))
    worth = np.where(mine, numbers(-2, 1, p, n), numbers(0, 4, p, n)) @ done.T + numbers(-1, 1, p, len(states))
    fallback = np.where(mine, numbers(-2, 1, p, n), numbers(0, 2, p, n)) @ done.T + numbers(-1, 1, p, len(states))
    every = [(i, j) for i in range(n) for j in range(i) if owner[i] != owner[j]]

    def some(share: float) -> np.ndarray:
        return np.array([pair for pair in every if chance.random() < share], dtype=np.int64).reshape(-1, 2)

    return Exchange(
        owner=owner, before=before, duration=chance.integers(0, 4, n).astype(float), effect=effect, states=states,
        worth=worth, fallback=fallback,
        discount=np.ones(p) if patience == 0 else chance.uniform((0, 0.3, 0.85)[patience], 1, p),
        reserve=numbers(0, 3, p) * chance.integers(0, 2), detection=numbers(0, 1, n), saved=numbers(0, 2, n),
        pairs=some(pairs / 2), escrowed=some(escrow / 2), fee=numbers(0, 1, p),
        hazard=float(chance.choice([0, 0.2, 0.7])),
        legal=chance.random(len(states)) < (0.9 if holes else 1),
    )  # fmt: skip
