"""Random trees, and all that is worked out of them done again slowly, in fractions, by recursion and enumeration."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction
from random import Random

import numpy as np
from hypothesis import strategies as st

from pourparler.process.tree import CHANCE, END, Growth, Tree

Plan = dict[int, int]  # the action at each information set


def random_tree(
    random: Random, *, depth: int = 4, widest: int = 3, payoffs: int = 3, private: bool = True, players: int = 2
) -> Tree:
    """A tree of perfect recall. With `private`, nodes at which a player remembers the same are put into sets at random."""
    names = ("Home", "Other", "Third")[:players]
    growth = Growth(names)

    def grow(parent: int, label: str, chance: float, left: int, memory: tuple[str, ...]) -> None:
        if left == 0 or (parent >= 0 and random.random() < 0.15):
            growth.end([random.randint(-payoffs, payoffs) for _ in names], parent, label, chance)
            return
        branches = random.randint(2, widest) if random.random() < 0.9 else 1
        shares = [1.0] * branches
        mover = random.randint(-1, players - 1)
        if mover < 0:
            node = growth.chance_move("chance", parent, label, chance)
            cut = [random.randint(0 if random.random() < 0.3 else 1, 3) for _ in range(branches)]
            cut[0] += 1
            shares = [part / sum(cut) for part in cut]
        else:
            which = f"{random.randint(0, 1)}" if private else f"{len(growth.parent)}"
            name = f"{memory[mover]}/{branches}/{which}"
            node = growth.move(names[mover], name, parent, label, chance)
        if random.random() < 0.2:
            growth.pay(node, [random.randint(-1, 1) for _ in names])
        for branch, share in enumerate(shares):
            known = list(memory)
            if mover >= 0:
                known[mover] = f"{name}>{branch}"
            grow(node, f"b{branch}", share, left - 1, tuple(known))

    grow(-1, "", 1.0, depth, ("",) * players)
    return growth.tree()


def trees(**wanted: int) -> st.SearchStrategy[Tree]:
    return st.randoms(use_true_random=False).map(lambda random: random_tree(random, **wanted))


class Oracle:
    """A tree in fractions; strategies are one list of chances for each information set."""

    def __init__(self, tree: Tree) -> None:
        self.tree, self.shape = tree, tree.shape
        self.payoff = [[Fraction(float(number)) for number in row] for row in tree.payoff]
        self.chance = [Fraction(float(number)).limit_denominator(1000) for number in tree.chance]
        self.sets = range(len(self.shape.sets))
        self.actions = [len(names) for names in self.shape.actions]
        self.mover = [int(who) for who in self.shape.mover]

    def children(self, node: int) -> list[int]:
        return [int(child) for child in self.shape.children(node)]

    def branch_chances(self, node: int, strategy: Sequence[Sequence[Fraction]]) -> list[Fraction]:
        if self.shape.player[node] == CHANCE:
            return [self.chance[child] for child in self.children(node)]
        return list(strategy[self.shape.information_set[node]])

    def plays(self, node: int, strategy: Sequence[Sequence[Fraction]]) -> Iterator[tuple[Fraction, list[int]]]:
        """Every way from a node to an end, with its chance."""
        if self.shape.player[node] == END:
            yield Fraction(1), [node]
            return
        for chance, child in zip(self.branch_chances(node, strategy), self.children(node), strict=True):
            for later, way in self.plays(child, strategy):
                yield chance * later, [node, *way]

    def value(self, node: int, strategy: Sequence[Sequence[Fraction]], player: int) -> Fraction:
        return sum(
            (chance * sum(self.payoff[passed][player] for passed in way) for chance, way in self.plays(node, strategy)),
            Fraction(0),
        )

    def reach(self, node: int, strategy: Sequence[Sequence[Fraction]]) -> Fraction:
        return sum((chance for chance, way in self.plays(0, strategy) if node in way), Fraction(0))

    def members(self, number: int) -> list[int]:
        return [int(node) for node in np.flatnonzero(self.shape.information_set == number)]

    def pure(self, plan: Plan) -> list[list[Fraction]]:
        return [[Fraction(action == plan[number]) for action in range(self.actions[number])] for number in self.sets]

    def way_down(self, top: int, node: int) -> list[int] | None:
        way = [node]
        while way[-1] != top:
            if way[-1] == 0:
                return None
            way.append(int(self.shape.parent[way[-1]]))
        return way[::-1]

    def helped(self, top: int, node: int, plan: Plan, player: int) -> Fraction:
        """The chance of coming from `top` to `node` if the player makes for it; 0 where there is no way."""
        way = self.way_down(top, node)
        if way is None:
            return Fraction(0)
        chance = Fraction(1)
        for above, below in itertools.pairwise(way):
            if self.shape.player[above] != player:
                chance *= self.branch_chances(above, self.pure(plan))[self.shape.branch[below]]
        return chance

    def later(self, number: int) -> list[int]:
        """The set and all of the same player's below it."""
        tops = self.members(number)
        return [
            after
            for after in self.sets
            if self.mover[after] == self.mover[number]
            and any(self.way_down(top, node) is not None for top in tops for node in self.members(after))
        ]

    def gains(self, number: int, plan: Plan) -> list[list[Fraction]]:
        """What the player would gain at each node of the set by every other plan from there on."""
        own, player = self.later(number), self.mover[number]
        now = [self.value(node, self.pure(plan), player) for node in self.members(number)]
        rows = []
        for actions in itertools.product(*(range(self.actions[after]) for after in own)):
            other = self.pure(plan | dict(zip(own, actions, strict=True)))
            rows.append(
                [self.value(node, other, player) - old for node, old in zip(self.members(number), now, strict=True)]
            )
        return rows

    def supported(self, number: int, plan: Plan) -> bool:
        """Whether beliefs of the player, as they must be or as they may be, make his whole plan the best from there on."""
        nodes, player = self.members(number), self.mover[number]
        weight = [self.helped(0, node, plan, player) for node in nodes]
        if sum(weight):
            return all(
                sum(w * gain for w, gain in zip(weight, row, strict=True)) <= 0 for row in self.gains(number, plan)
            )
        return feasible(self.free_rows(number, plan))

    def free_rows(self, number: int, plan: Plan) -> list[list[Fraction]]:
        """What beliefs that are free must fulfil: the set's own rows, and those of later sets moved up to it."""
        rows = []
        for after in self.later(number):
            ways = [
                [self.helped(top, node, plan, self.mover[number]) for node in self.members(after)]
                for top in self.members(number)
            ]
            for row in self.gains(after, plan):
                rows.append([sum((w * gain for w, gain in zip(way, row, strict=True)), Fraction(0)) for way in ways])
        return rows

    def equilibria(self) -> list[Plan]:
        """All pure equilibria, by looking at every profile."""
        found = []
        for actions in itertools.product(*(range(count) for count in self.actions)):
            plan = dict(enumerate(actions))
            if all(self.supported(number, plan) for number in self.sets):
                found.append(plan)
        return found


def feasible(rows: Sequence[Sequence[Fraction]]) -> bool:
    """Whether chances exist with which no row is above 0: exactly, by Fourier-Motzkin elimination."""
    nodes = len(rows[0])
    # The last chance is 1 minus the others; each condition is: coefficients times chances + constant <= 0.
    last = [-Fraction(1)] * nodes if nodes else []
    wanted = [[a - row[-1] for a in row[:-1]] + [row[-1]] for row in rows]
    wanted += [[-Fraction(place == node) for place in range(nodes - 1)] + [Fraction(0)] for node in range(nodes - 1)]
    wanted.append([Fraction(1)] * (nodes - 1) + last[:1])
    for _ in range(nodes - 1):
        up = [row for row in wanted if row[0] > 0]
        down = [row for row in wanted if row[0] < 0]
        level = [row[1:] for row in wanted if row[0] == 0]
        pairs = [
            [a / high[0] - b / low[0] for a, b in zip(high[1:], low[1:], strict=True)] for high in up for low in down
        ]
        wanted = [list(row) for row in {tuple(row) for row in level + pairs}]
    return all(row[0] <= 0 for row in wanted)
