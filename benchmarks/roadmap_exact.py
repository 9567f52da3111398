"""What an order of steps is worth by the definition, in fractions, and the best of all orders where they are few.

Shares no code with what is measured. Every step takes one period and is verified for certain; see `Instance`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from roadmap_instances import UNIT, Instance

Stage = tuple[int, ...]


class Definition:
    """An instance in fractions."""

    def __init__(self, instance: Instance) -> None:
        self.instance, self.steps = instance, len(instance.owner)
        self.discount = [Fraction(str(factor)) for factor in instance.discount]
        self.done = [(1 << step) for step in range(self.steps)]
        self.before = [sum(self.done[other] for other in row) for row in instance.before]

    def total(self, name: str, player: int, state: int) -> Fraction:
        """The sum of "effect", "standing" or "kept" of a player over the steps of a state."""
        amounts = getattr(self.instance, name)[player]
        return Fraction(sum(amount for amount, bit in zip(amounts, self.done, strict=True) if state & bit), UNIT)

    def turn(self, state: int, stage: Stage, later: list[Fraction]) -> tuple[list[Fraction], Fraction]:
        """What each player gets from a stage on, and the least slack at it."""
        values, slacks = [], []
        owner = self.instance.owner
        for player, factor in enumerate(self.discount):
            flow = (1 - factor) * self.total("standing", player, state)
            given = sum(self.done[step] for step in stage if owner[step] != player)
            effect = self.total("effect", player, sum(self.done[step] for step in stage))
            values.append(effect + flow + factor * later[player])
            cheat = self.total("effect", player, given) + flow + factor * self.total("kept", player, state | given)
            best = self.total("kept", player, state)
            if any(owner[step] == player for step in stage):
                best = max(best, cheat)
            slacks.append(values[-1] - best)
        return values, min(slacks)

    def end(self) -> tuple[list[Fraction], Fraction]:
        """What each player has when all is done, and the least slack there."""
        full = (1 << self.steps) - 1
        values = [self.total("standing", player, full) for player in (0, 1)]
        return values, min(values[player] - self.total("kept", player, full) for player in (0, 1))

    def slack(self, order: Sequence[Stage]) -> Fraction:
        """The least slack of an order. Raises ValueError unless it does every step once, after what must come before."""
        states = [0]
        for stage in order:
            new = sum(self.done[step] for step in stage)
            free = all(self.before[step] & ~states[-1] == 0 for step in stage)
            owners = {self.instance.owner[step] for step in stage}
            fitting = len(stage) == 1 or (self.instance.pairs and len(owners) == len(stage) == 2)
            if states[-1] & new or not free or not fitting:
                raise ValueError(f"The stage {stage} cannot follow in {order}.")
            states.append(states[-1] | new)
        if states.pop() != (1 << self.steps) - 1:
            raise ValueError(f"Steps are missing in {order}.")
        values, least = self.end()
        for state, stage in zip(reversed(states), reversed(order), strict=True):
            values, slack = self.turn(state, stage, values)
            least = min(least, slack)
        return least

    def last_stages(self, state: int) -> Iterator[Stage]:
        """The stages that can be the last one on the way to a state."""
        needed = [sum(self.done[j] for j in range(self.steps) if self.before[j] & bit) for bit in self.done]
        free = [step for step in range(self.steps) if state & self.done[step] and not needed[step] & state]
        yield from ((step,) for step in free)
        if self.instance.pairs:
            owner = self.instance.owner
            yield from ((a, b) for a in free for b in free if a < b and owner[a] != owner[b])

    def best(self) -> Fraction:
        """The largest least slack over all orders, each tried from its end, none left out."""

        def explore(state: int, values: list[Fraction], least: Fraction) -> Fraction:
            if not state:
                return least
            found = []
            for stage in self.last_stages(state):
                previous = state & ~sum(self.done[step] for step in stage)
                earlier, slack = self.turn(previous, stage, values)
                found.append(explore(previous, earlier, min(least, slack)))
            return max(found)

        return explore((1 << self.steps) - 1, *self.end())
