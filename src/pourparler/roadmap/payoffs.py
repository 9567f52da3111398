"""What every state on the way is worth to whom, and what each has if relations break off there, in one row of the draws."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pourparler.roadmap.exchange import Exchange, Integers, Numbers
from pourparler.roadmap.setting import Setting
from pourparler.scenario.tree import Path

HAZARD = 0.5
DURATION = 1.0

Rows = Mapping[Path, Numbers]


def exchange(setting: Setting, row: int, numbers: Rows) -> Exchange:
    """The exchange with the numbers of one row of the measure. `numbers`: by path below `roadmap`, (rows,) each."""
    return _Numbers(setting, row, numbers).exchange()


class _Numbers:
    def __init__(self, setting: Setting, row: int, numbers: Rows) -> None:
        self.setting = setting
        self.row = row
        self.numbers = numbers
        # Who has no preferences has no interests: every deal, and none, is worth 0 to it.
        self.worth = np.zeros((len(setting.players), len(setting.table)))  # (p, L)
        self.walk_away = np.zeros(len(setting.players))
        interested = [index for index, name in enumerate(setting.players) if name in setting.measure.parties]
        seats = [setting.measure.position(setting.players[index]) for index in interested]
        self.worth[interested] = setting.measure.utilities(setting.table, slice(row, row + 1))[0][:, seats].T
        self.walk_away[interested] = setting.measure.walk_away[row, seats]

    def number(self, *path: str | int | float, default: float) -> float:
        found = self.numbers.get(path)
        return default if found is None else float(found[self.row])

    def exchange(self) -> Exchange:
        setting, roadmap = self.setting, self.setting.roadmap
        steps, players = setting.steps, setting.players
        owner = setting.owner
        discount = np.array([self.number("players", name, "discount", default=1.0) for name in players])
        pairs = _pairs(setting, owner)
        fee = self.number("fee", default=0.0)
        return Exchange(
            owner=owner,
            before=setting.before,
            duration=np.array(
                [
                    self.number("steps", name, "duration", default=DURATION)
                    + self.number("steps", name, "check", "lag", default=0.0)
                    for name in steps
                ]
            ),
            effect=np.array(
                [[self.number("steps", name, "effects", player, default=0.0) for name in steps] for player in players]
            ),
            states=setting.states,
            legal=setting.legal,
            worth=np.ascontiguousarray(self.worth[:, setting.code]),
            fallback=self.fallback(discount, owner),
            discount=discount,
            reserve=np.array([self.reserve(name) for name in players]),
            detection=np.array([self.number("steps", name, "check", "chance", default=1.0) for name in steps]),
            saved=np.array([self.saved(index) for index in range(len(steps))]),
            pairs=pairs,
            escrowed=np.array(
                [pair for pair in pairs.tolist() if all(roadmap.steps[steps[step]].escrow for step in pair)],
                dtype=np.int64,
            ).reshape(-1, 2),
            fee=np.full(len(players), fee),
            hazard=self.number("hazard", default=HAZARD),
        )

    def reserve(self, player: str) -> float:
        """What a player who breaks faith loses: reputation and every guarantee."""
        given = self.setting.roadmap.players.get(player)
        guarantees = () if given is None else given.guarantees
        own = self.number("players", player, "reserve", default=0.0)
        return own + sum(self.number("players", player, "guarantees", name, default=0.0) for name in guarantees)

    def saved(self, index: int) -> float:
        """What the owner saves by pretending a step: as given, else what its moves cost the owner for ever."""
        setting = self.setting
        name = setting.steps[index]
        given = self.numbers.get(("steps", name, "saves"))
        if given is not None:
            return float(given[self.row])
        needed = int(setting.before[index])
        around = int(np.bitwise_and.reduce(setting.states[setting.states & needed == needed]))
        code = setting.codes(np.array([around, around | 1 << index], dtype=np.int64))
        without, done = self.worth[int(setting.owner[index]), code]
        return float(max(0.0, without - done))

    def fallback(self, discount: Numbers, owner: Integers) -> Numbers:
        """(p, S) what each has if relations break off: its walk-away value and what has changed and stays so.

        What can be undone is undone one by one, each after its time; until then it stands.
        """
        setting, steps = self.setting, self.setting.steps
        takes, cost = np.full(len(steps), np.inf), np.zeros(len(steps))
        for index, name in enumerate(steps):
            if setting.step(name).undo is not None:
                takes[index] = self.number("steps", name, "undo", "takes", default=0.0)
                cost[index] = self.number("steps", name, "undo", "cost", default=0.0)
        times = np.unique(np.concatenate(([0.0], takes[np.isfinite(takes)])))
        shares = discount[:, None] ** times
        found = np.repeat((self.walk_away - self.worth[:, 0])[:, None], len(setting.states), axis=1)
        for number, time in enumerate(times):
            standing = sum(1 << index for index in range(len(steps)) if takes[index] > time)
            code = setting.codes(setting.states & standing)
            until = shares[:, number + 1] if number + 1 < len(times) else 0.0  # the last state stands for ever
            share = shares[:, number] - until
            found += share[:, None] * self.worth[:, code]
        for index in range(len(steps)):
            found[owner[index]] -= np.where(setting.states >> index & 1 == 1, cost[index], 0.0)
        return np.asarray(found)


def _pairs(setting: Setting, owner: Integers) -> Integers:
    """(k, 2) the steps of two players that may be done at the same time."""
    mode, steps = setting.roadmap.simultaneous, setting.steps
    found = [
        (first, second)
        for second in range(len(steps))
        for first in range(second)
        if owner[first] != owner[second]
        and (
            mode == "any"
            or (
                mode == "listed"
                and (
                    steps[second] in setting.step(steps[first]).together
                    or steps[first] in setting.step(steps[second]).together
                )
            )
        )
    ]
    return np.array(found, dtype=np.int64).reshape(-1, 2)
