"""An exchange: steps that players perform in turn, and what every state on the way is worth to each of them.

The model is that of exchange without enforcement (Sandholm and Lesser 1995): nobody is bound, and at every moment each
player compares what the rest of the exchange brings with what breaking off, holding back or pretending would bring.
A state is the set of steps that are complete, written as a bit mask: bit j is set when step j is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Integers = NDArray[np.int64]

MOST_STEPS = 24
TIE = 1e-9  # part of a player's scale within which two of the player's values are the same
TYPES = {"legal": np.bool_} | dict.fromkeys(("owner", "before", "states", "pairs", "escrowed"), np.int64)


def closed_states(before: Integers) -> Integers:
    """List every set of steps that holds, with each step, all that must come before it.

    before: (n,) int64, the bit mask of the steps that must be complete before each step. Returns (S,) int64, ascending.
    Raises ValueError when steps wait for one another in a circle, or for steps that there are not.
    """
    steps = len(before)
    if steps > MOST_STEPS:
        raise ValueError(f"There are {steps} steps; sets of at most {MOST_STEPS} can be listed. Join some steps.")
    if (before < 0).any() or (before >> steps).any():
        raise ValueError(f"`before` names steps that there are not; its bits must be those of the {steps} steps.")
    states = np.zeros(1, dtype=np.int64)
    done = 0
    waiting = list(range(steps))
    while waiting:
        ready = [step for step in waiting if before[step] & ~done == 0]
        if not ready:
            raise ValueError(f"The steps {waiting} wait for one another in a circle. Let one of them come first.")
        for step in ready:
            states = np.concatenate((states, states[states & before[step] == before[step]] | 1 << step))
            done |= 1 << step
        waiting = [step for step in waiting if step not in ready]
    states.sort()
    return states


@dataclass(frozen=True, eq=False)
class Exchange:
    """Players 0..p-1, two or more, and steps 0..n-1, at most 24, from nothing done to all done.

    Attributes:
        owner: (n,) int64, who performs each step.
        before: (n,) int64, bit mask of the steps that must be complete before each step.
        duration: (n,) float64, periods that each step takes, the time to check it included; not negative.
        effect: (p, n) float64, one-off effect of each step on each player, when it is done.
        states: (S,) int64, all states closed under precedence, ascending: `closed_states(before)`.
        legal: (S,) bool, the states that a plan may pass; one who breaks off may leave any state behind.
        worth: (p, S) float64, standing worth of each state: what it would be worth if it stayed so for ever.
        fallback: (p, S) float64, what a player has if relations break off there, after what can be undone is undone.
        discount: (p,) float64, the factor of one period, above 0 and at most 1.
        reserve: (p,) float64, what a player who breaks faith loses besides: reputation, penalty, guarantee; not negative.
        detection: (n,) float64, the chance that a step which is only pretended is found out.
        saved: (n,) float64, what its owner saves, in present value, by pretending undetected, besides not bearing the
            step's own effect; not negative.
        pairs: (k, 2) int64, steps of different owners that may be done at the same time, unprotected.
        escrowed: (e, 2) int64, steps of different owners that may be done through escrow: released only if both perform.
        fee: (p,) float64, what an escrow stage costs each player that takes part; not negative.
        hazard: the chance that an opportunist, if there is one, defects at a stage in which he has to perform; below 1.

    Raises ValueError where a field is not so.
    """

    owner: Integers
    before: Integers
    duration: Numbers
    effect: Numbers
    states: Integers
    legal: NDArray[np.bool_]
    worth: Numbers
    fallback: Numbers
    discount: Numbers
    reserve: Numbers
    detection: Numbers
    saved: Numbers
    pairs: Integers
    escrowed: Integers
    fee: Numbers
    hazard: float

    def __post_init__(self) -> None:
        """Raise ValueError unless every field has its shape, type and range."""
        self._check_shapes()
        self._check_ranges()
        if not np.array_equal(self.states, closed_states(self.before)):
            raise ValueError("`states` must be closed_states(before): all of them, ascending.")
        for name in ("pairs", "escrowed"):
            self._check_pairs(name)

    @property
    def players(self) -> int:
        """How many players there are."""
        return len(self.discount)

    @property
    def steps(self) -> int:
        """How many steps there are."""
        return len(self.owner)

    @property
    def target(self) -> int:
        """The state in which every step is complete."""
        return (1 << self.steps) - 1

    @cached_property
    def tolerance(self) -> Numbers:
        """(p,) the difference within which two values of a player are the same: a billionth of the player's scale."""
        tables = (self.worth, self.fallback, self.effect)  # too long to be copied
        sizes = [np.maximum(table.max(axis=1), -table.min(axis=1)) for table in tables]
        return np.asarray(TIE * np.max([*sizes, self.reserve, self.fee], axis=0), dtype=np.float64)

    def index(self, state: int) -> int:
        """Where `state` stands in `states`. Raises ValueError for a state that is not closed under precedence."""
        place = int(np.searchsorted(self.states, state))
        if place == len(self.states) or self.states[place] != state:
            done = [step for step in range(max(state, 0).bit_length()) if state >> step & 1]
            raise ValueError(f"No state has exactly the steps {done} complete: one of them must wait for others.")
        return place

    def _check_shapes(self) -> None:
        players, steps, states = len(self.discount), len(self.owner), len(self.states)
        if players < 2 or steps < 1:
            raise ValueError(f"An exchange needs two players and one step at least, and has {players} and {steps}.")
        per_step, per_player, per_state = (steps,), (players,), (players, states)
        shapes: dict[str, tuple[int, ...]] = {
            "owner": per_step, "before": per_step, "duration": per_step, "detection": per_step, "saved": per_step,
            "discount": per_player, "reserve": per_player, "fee": per_player,
            "effect": (players, steps), "worth": per_state, "fallback": per_state,
            "states": (states,), "legal": (states,), "pairs": (len(self.pairs), 2), "escrowed": (len(self.escrowed), 2),
        }  # fmt: skip
        for name, shape in shapes.items():
            values = getattr(self, name)
            dtype = np.dtype(TYPES.get(name, np.float64))
            if values.shape != shape or values.dtype != dtype or not np.isfinite(values).all():
                raise ValueError(
                    f"`{name}` must hold finite {dtype} values in the shape {shape}, and is {values.dtype} "
                    f"in the shape {values.shape}."
                )

    def _check_ranges(self) -> None:
        if ((self.owner < 0) | (self.owner >= self.players)).any():
            raise ValueError(f"`owner` must name players 0 to {self.players - 1}, and is {self.owner.tolist()}.")
        for name in ("duration", "reserve", "saved", "fee", "detection"):
            if (getattr(self, name) < 0).any():
                raise ValueError(f"`{name}` must not be negative, and is {getattr(self, name).tolist()}.")
        if (self.detection > 1).any():
            raise ValueError(f"`detection` holds chances, at most 1, and is {self.detection.tolist()}.")
        if ((self.discount <= 0) | (self.discount > 1)).any():
            raise ValueError(f"`discount` must be above 0 and at most 1, and is {self.discount.tolist()}.")
        if not 0 <= self.hazard < 1:
            raise ValueError(
                f"`hazard` must be a chance below 1, and is {self.hazard}. A sure defector has no part here."
            )

    def _check_pairs(self, name: str) -> None:
        seen: set[frozenset[int]] = set()
        for first, second in getattr(self, name).tolist():
            if not (0 <= first < self.steps and 0 <= second < self.steps):
                raise ValueError(f"`{name}` joins {first} and {second}; steps go from 0 to {self.steps - 1}.")
            if self.owner[first] == self.owner[second]:
                raise ValueError(f"`{name}` joins steps {first} and {second} of one owner; they need two.")
            if frozenset((first, second)) in seen:
                raise ValueError(f"`{name}` joins steps {first} and {second} twice; once is enough.")
            seen.add(frozenset((first, second)))
