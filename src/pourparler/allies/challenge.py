"""Expected utility challenge model: actors press each other, and give way where they expect more from it than from a fight.

An alternative view, labelled as such: it is given for those who know it, and did worse on real outcomes than the
compromise (benchmarks/positions.py). The literature leaves parts of it open; each reading is an argument here.

Source: Scholz, Calbert & Smith 2011, "Unravelling Bueno de Mesquita's Group Decision Model", after Bueno de Mesquita
1994, "Political Forecasting: An Expected Utility Method", and 1997, "A Decision Making Model: Its Structure and Form".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from pourparler.allies.positions import ROUNDING, Floats, checked, weighted_median

CONFRONTATION, COMPROMISE, CAPITULATION, NO_OFFER = range(4)  # the most favourable first


@dataclass(frozen=True)
class Reading:
    """How to read what the literature leaves open.

    denominator: a coalition's share is taken of the votes on its own pair of positions (equation 31 as printed), or of the
        votes on all ordered pairs, which makes every chance small.
    choice: an actor picks among compromises the least move, or (as Scholz's numbers need) the one with the lowest
        weighted position (|a| x_i + |b| x_j) / (|a| + |b|), which depends on which end of the line is called low.
    risk: whether attitudes to risk are estimated, or all are neutral.
    risky_votes: whether a vote compares distances raised to the voter's attitude to risk (Scholz's numbers need it).
    stays: Q, chance that who is not challenged stays where it is.
    better: T, chance that, if it moves, the move helps; None for 1 where its move to the median would, else 0.
    """

    denominator: Literal["pair", "all pairs"] = "pair"
    choice: Literal["least move", "lowest position"] = "least move"
    risk: bool = True
    risky_votes: bool = False
    stays: float = 1.0
    better: float | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for a word that is no reading, and for a Q or T that is no chance."""
        if self.denominator not in {"pair", "all pairs"} or self.choice not in {"least move", "lowest position"}:
            raise ValueError(
                f"There is no reading with the denominator {self.denominator} and the choice {self.choice}."
            )
        if not (0 <= self.stays <= 1 and (self.better is None or 0 <= self.better <= 1)):
            raise ValueError(f"Q and T must be chances from 0 to 1, and are {self.stays} and {self.better}.")


@dataclass(frozen=True, eq=False)
class Challenge:
    """The rounds played.

    positions: (rounds + 1, m) in the units of the line, from those given on.
    medians: (rounds + 1,) weighted medians, the middle where there are several; the last is the model's forecast.
    exponents: (rounds, m) attitude to risk, from 1/2 (takes risks) over 1 to 2 (shuns them).
    settled: whether the last round moved nobody; False if the rounds ran out.
    """

    positions: Floats
    medians: Floats
    exponents: Floats
    settled: bool

    @property
    def forecast(self) -> float:
        """The last median, in the units of the line."""
        return float(self.medians[-1])


@dataclass(frozen=True, eq=False)
class _Issue:
    """What does not change from round to round: weights (m,), salience (m,) from 0 to 1, span of the first positions."""

    weights: Floats
    salience: Floats
    span: float
    reading: Reading

    def median(self, positions: Floats) -> float:
        """The middle of the weighted medians."""
        lower, upper = weighted_median(positions, self.weights)
        return float(lower + upper) / 2

    def victory(self, positions: Floats, exponents: Floats) -> Floats:
        """(i, j) P(i wins against j): its coalition's share of the votes; 0 where nobody has a preference."""
        distance = np.abs(positions[:, np.newaxis] - positions) / self.span
        if self.reading.risky_votes:
            distance = distance ** exponents[:, np.newaxis]
        votes = self.weights[:, np.newaxis, np.newaxis] * (distance[:, np.newaxis, :] - distance[:, :, np.newaxis])
        cast = np.abs(votes).sum(axis=0)
        whole = cast if self.reading.denominator == "pair" else np.full_like(cast, cast.sum())
        return np.asarray(np.divide(np.maximum(votes, 0).sum(axis=0), whole, out=np.zeros_like(cast), where=whole > 0))

    def expected(self, positions: Floats, victory: Floats, exponents: Floats) -> Floats:
        """(i, j) what i expects from challenging j; exponents (m, 1) for i's own view of it, (1, m) for j's."""
        away = np.abs(positions[:, np.newaxis] - positions) / self.span
        to_median = np.abs(positions[:, np.newaxis] - self.median(positions)) / self.span

        def utility(badness: Floats | float) -> Floats:
            # At the far end, rounding may leave a distance a little above the span.
            return np.asarray(2 - 4 * np.power(np.maximum(badness, 0), exponents))

        wins, loses = utility(0.5 - 0.5 * away), utility(0.5 + 0.5 * away)
        fight = victory * wins + (1 - victory) * loses
        better, worse = utility(0.5 - 0.25 * (to_median + away)), utility(0.5 + 0.25 * (to_median + away))
        given = self.reading.better
        helps = (to_median < away).astype(np.float64) if given is None else given
        unchallenged = self.reading.stays * utility(0.5) + (1 - self.reading.stays) * (
            helps * better + (1 - helps) * worse
        )
        return np.asarray(self.salience * fight + (1 - self.salience) * wins - unchallenged)

    def exponents(self, positions: Floats) -> Floats:
        """(m,) attitudes to risk, from how much the others expect from challenging each actor, all taken as neutral."""
        neutral = np.ones(len(positions))
        if not self.reading.risk:
            return neutral
        expected = self.expected(positions, self.victory(positions, neutral), neutral[:, np.newaxis])
        threat = expected.sum(axis=0) - np.diagonal(expected)
        most, least = threat.max(), threat.min()
        if most - least <= ROUNDING * len(positions):
            return neutral
        risk = (2 * threat - most - least) / (most - least)
        return np.asarray((1 - risk / 3) / (1 + risk / 3))

    def moved(self, positions: Floats, exponents: Floats) -> Floats:
        """(m,) positions after every actor has taken the best of its offers, all at once."""
        victory = self.victory(positions, exponents)
        own = _snapped(self.expected(positions, victory, exponents[:, np.newaxis]))
        other = _snapped(self.expected(positions, victory, exponents[np.newaxis, :])).T
        pressed = (other > own + ROUNDING) & (other > 0) & (own != 0) & (positions[:, np.newaxis] != positions)
        kind = np.select(
            [~pressed, own > 0, other >= -own - ROUNDING], [NO_OFFER, CONFRONTATION, COMPROMISE], default=CAPITULATION
        )
        share = np.minimum(np.divide(-own, other, out=np.ones_like(own), where=kind == COMPROMISE), 1)
        target = share * positions + (1 - share) * positions[:, np.newaxis]
        cost = np.abs(target - positions[:, np.newaxis])
        if self.reading.choice == "lowest position":
            apart = np.where(pressed, np.abs(own) + np.abs(other), 1.0)
            middle = (np.abs(own) * positions[:, np.newaxis] + np.abs(other) * positions) / apart
            cost = np.where(kind == COMPROMISE, middle, cost)
        rows = np.arange(len(positions))
        chosen = self._chosen(kind, cost, other)
        return np.where(kind.min(axis=1) == NO_OFFER, positions, target[rows, chosen])

    def _chosen(self, kind: np.ndarray, cost: Floats, other: Floats) -> np.ndarray:
        """(m,) whose offer each takes: best kind, least cost, then of the challenger that expects most, then the first."""
        cost = np.where(kind == kind.min(axis=1, keepdims=True), cost, np.inf)
        least = cost <= cost.min(axis=1, keepdims=True) + ROUNDING * self.span
        eager = np.where(least, other, -np.inf)
        return np.asarray(np.argmax(eager >= eager.max(axis=1, keepdims=True) - ROUNDING, axis=1))


def challenge(
    positions: ArrayLike, weights: ArrayLike, salience: ArrayLike, rounds: int = 10, reading: Reading | None = None
) -> Challenge:
    """Play up to so many rounds on one issue; stops early when a round moves nobody.

    In i's view, a is what it expects from challenging j, b what j expects from challenging it. b > a > 0: confrontation
    that i loses, it goes to x_j. b >= |a|, a < 0: compromise, it goes |a| / b of the way. 0 < b < |a|, a < 0: it
    capitulates and goes to x_j. Otherwise it stays. Of its offers, confrontation goes before compromise before
    capitulation; within a kind the reading decides, then the challenger that expects most, then the order of the actors.
    Expectations, from -4 to 4, that differ by no more than 1e-12 are equal.

    Args:
        positions: (m,) in the units of the line; distances count in shares of their span.
        weights: (m,) capability times salience. salience: (m,) from 0 to 1, the chance to resist a challenge.
        rounds: at least 1.

    Raises ValueError for wrong arguments.
    """
    reading = reading or Reading()
    places, shares = checked(positions, weights)
    care = np.asarray(salience, dtype=np.float64)
    if places.ndim != 1 or care.shape != places.shape or not ((care >= 0) & (care <= 1)).all():
        raise ValueError("Positions, weights and salience must be lists of one length, salience from 0 to 1.")
    if rounds < 1:
        raise ValueError(f"There must be at least one round, not {rounds}.")
    issue = _Issue(shares, care, float(np.ptp(places)), reading)
    path, attitudes, settled = [places], [], not issue.span
    while not settled and len(path) <= rounds:
        attitudes.append(issue.exponents(path[-1]))
        path.append(issue.moved(path[-1], attitudes[-1]))
        settled = bool(np.abs(path[-1] - path[-2]).max() <= 1e-9 * issue.span)
    return Challenge(
        positions=np.array(path),
        medians=np.array([issue.median(each) for each in path]),
        exponents=np.array(attitudes).reshape(-1, len(places)),
        settled=settled,
    )


def _snapped(values: Floats) -> Floats:
    """Rounding must not decide who gives way: what is 0 on paper is 0."""
    return np.where(np.abs(values) <= ROUNDING, 0.0, values)
