"""What each pressure adds to the outcome, and what easing it would buy and cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.deals.measure import Floats
from pourparler.leverage.setting import Setting
from pourparler.leverage.shapley import shapley, shapley_interactions

MOST_PRESSURES = 8  # 256 sets of pressures in every draw


@dataclass(frozen=True, eq=False)
class Pressed:
    """All pressures together. First axis where there is one: pressures, in file order; then rows, the best guess first.

    names: keys. with_all, without_any: (rows, principals) what each has in the fair deal, or without one where there is none.
    contribution: (k, rows, principals) Shapley value for that. existence: (k, rows) for whether there is a deal, as a
    share. exists: (2, rows) without any, with all. easing: (k, rows, principals) what easing one alone changes, without its
    cost. saved: (k, rows, principals) its cost. left: (k, rows) whether a deal is left once it is eased.
    alone: (k, rows, parties) effect of each on the walk-away values.
    pairs: (k, k, rows, principals) how much more two do together than each does alone.
    changed: by pressure, issue and new option of all that the fair deal of the best guess settles otherwise once it is eased.
    """

    names: tuple[str, ...]
    with_all: Floats
    without_any: Floats
    contribution: Floats
    existence: Floats
    exists: NDArray[np.bool_]
    easing: Floats
    saved: Floats
    left: NDArray[np.bool_]
    alone: Floats
    pairs: Floats
    changed: tuple[tuple[tuple[int, int], ...], ...]


def pressing(setting: Setting) -> Pressed | None:
    """Try every set of pressures in every row; nothing without pressures, without a frontier, or with too many of them."""
    pressures = setting.leverage.pressures
    names = tuple(pressures)
    count = len(names)
    if not names or not setting.rows or count > MOST_PRESSURES:
        return None
    top = ("leverage", "pressures")
    alone = np.stack([setting.party_draws(pressures[name].effects, (*top, name, "effects")) for name in names])
    saved = np.stack([setting.party_draws(pressures[name].costs, (*top, name, "costs")) for name in names])
    walk_aways = _walk_aways(setting, names, alone)
    picks = setting.picks(walk_aways)
    worths = setting.worths(picks, walk_aways)
    everything = (1 << count) - 1
    outcome = np.moveaxis(np.concatenate([worths, (picks >= 0)[..., None]], axis=2), 1, 0)
    values = shapley(outcome)
    eased = [everything & ~(1 << index) for index in range(count)]
    return Pressed(
        names=names,
        with_all=worths[:, everything],
        without_any=worths[:, 0],
        contribution=values[..., :-1],
        existence=values[..., -1],
        exists=np.stack([picks[:, 0] >= 0, picks[:, everything] >= 0]),
        easing=np.stack([worths[:, subset] - worths[:, everything] for subset in eased]),
        saved=saved[..., setting.sides],
        left=np.stack([picks[:, subset] >= 0 for subset in eased]),
        alone=alone,
        pairs=shapley_interactions(outcome)[..., :-1],
        changed=tuple(_changed(setting, int(picks[0, everything]), int(picks[0, subset])) for subset in eased),
    )


def _walk_aways(setting: Setting, names: tuple[str, ...], alone: Floats) -> Floats:
    """Walk-away values (rows, 2^k, principals) for every set of pressures that are on; those of the file have all on."""
    sides = setting.sides
    subsets = np.arange(1 << len(names))
    found = np.repeat(setting.walk_away[:, None], len(subsets), axis=1)
    for index in range(len(names)):
        found[:, (subsets >> index & 1) == 0] -= alone[index][:, None, sides]
    for index, joint in enumerate(setting.leverage.together):
        needed = sum(1 << names.index(name) for name in joint.pressures)
        effect = setting.party_draws(joint.effects, ("leverage", "together", index, "effects"))
        found[:, (subsets & needed) != needed] -= effect[:, None, sides]
    return found


def _changed(setting: Setting, before: int, after: int) -> tuple[tuple[int, int], ...]:
    """Issue and new option of everything that the second point of the best guess settles otherwise than the first."""
    if before < 0 or after < 0:
        return ()
    old, new = setting.deal(0, before), setting.deal(0, after)
    return tuple((int(issue), int(new[issue])) for issue in np.flatnonzero(old != new))
