"""The power that the rules alone give to each of those who must agree, where a deal needs them all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pourparler.allies.gates import Gate, Group, Setting
from pourparler.allies.power import banzhaf, shapley_shubik
from pourparler.errors import TooLarge

MOST_VOTERS = 2_000  # members in all; with more, counting their coalitions takes minutes


@dataclass(frozen=True)
class Standing:
    """The power of one group.

    decides: chance that one of its members decides its own gate if all others there toss a coin
    (Banzhaf, absolute). swings, orders: the share of all its members together in the power over the whole, by coalitions (Banzhaf,
    normalised) and by orders of joining (Shapley-Shubik).
    """

    gate: Gate
    group: Group
    decides: float
    swings: float
    orders: float


@dataclass(frozen=True)
class Power:
    """By group, gate after gate. refused: why it is not worked out, if it is too large."""

    standings: tuple[Standing, ...]
    refused: str


def power(setting: Setting) -> Power:
    """The power of all groups in the game that all gates make together; nothing where no gate has more than one member."""
    rule = setting.rule(np.ones(len(setting.gates), dtype=bool))
    if rule is None or not any(sum(group.seats for group in gate.groups) > 1 for gate in setting.gates):
        return Power((), "")
    voters = int(rule.counts.sum())
    if voters > MOST_VOTERS:
        return Power((), f"There are {voters:,} members, more than the {MOST_VOTERS:,} whose coalitions are counted.")
    try:
        swings, orders = banzhaf(rule).normalised, shapley_shubik(rule)
        own = [chance for gate in setting.gates for chance in banzhaf(gate.rule).absolute]
    except TooLarge as error:
        return Power((), str(error))
    groups = [(gate, group) for gate in setting.gates for group in gate.groups]
    return Power(
        tuple(
            Standing(gate, group, decides, share * group.seats, float(order) * group.seats)
            for (gate, group), decides, share, order in zip(groups, own, swings, orders, strict=True)
        ),
        "",
    )
