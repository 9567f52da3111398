"""What each thing that could be granted before anything is agreed would cost, given first against bundled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.deals.measure import Deals, Floats
from pourparler.deals.solve import frontier_of
from pourparler.leverage import up_front
from pourparler.leverage.nash_choices import nash_choices
from pourparler.leverage.setting import Setting
from pourparler.scenario.leverage import Gift

MOST_ROWS = 201  # the best guess and draws; every gift needs a frontier of its own in each


@dataclass(frozen=True, eq=False)
class Given:
    """One gift over the rows that were followed, the best guess first.

    name: its key in the file. possible: whether some deal contains it. price, recoverable: (rows, principals), in the fair
    deal; see `up_front.Gift`. exists: (rows,) whether a deal is left once it is given. stands: (rows,) the share that stays.
    if_talks_fail: (rows, parties), change of what each party has without a deal. share: (principals,) of the price that
    could be won back, best guess. deal: options (issues,) of the fair deal once it is given, best guess; None without one.
    bundled: whether the fair deal of the best guess holds it anyway.
    """

    name: str
    gift: Gift
    possible: bool
    price: Floats
    recoverable: Floats
    exists: NDArray[np.bool_]
    stands: Floats
    if_talks_fail: Floats
    share: Floats
    deal: Deals | None
    bundled: bool


def giving(setting: Setting) -> tuple[Given, ...]:
    """Every gift of the file; nothing without a frontier."""
    if not setting.rows:
        return ()
    return tuple(_given(setting, name, gift) for name, gift in setting.leverage.gifts.items())


def granted_options(setting: Setting, gift: Gift) -> dict[int, list[int]]:
    """By issue, the options that hold what is granted: that option and, in an ordered issue, those further from today's."""
    found = {}
    for issue, (name, about) in enumerate(setting.scenario.issues.items()):
        if name in gift.moves:
            option, today = about.option_keys().index(gift.moves[name]), int(setting.measure.today[issue])
            further = range(option, len(about.option_keys())) if option >= today else range(option + 1)
            found[issue] = list(further) if about.ordered else [option]
    return found


def _given(setting: Setting, name: str, gift: Gift) -> Given:
    measure, sides = setting.measure, setting.sides
    options = granted_options(setting, gift)
    kept = [
        np.logical_and.reduce(
            [np.isin(block.options[:, block.issues.index(i)], o) for i, o in options.items() if i in block.issues]
            or [np.ones(len(block.options), dtype=bool)]
        )
        for block in measure.blocks
    ]
    rows = min(setting.rows, MOST_ROWS)
    stands = setting.drawn(gift.stands, ("leverage", "gifts", name, "stands"), 1.0)[:rows]
    after = measure.today.copy()
    for issue, about in enumerate(setting.scenario.issues):
        if about in gift.moves:
            after[issue] = list(setting.scenario.issues[about].option_keys()).index(gift.moves[about])
    worth = measure.utilities(np.stack([measure.today, after]), slice(0, rows))
    change = worth[:, 1] - worth[:, 0]
    prices, recoverable = np.empty((rows, len(sides))), np.empty((rows, len(sides)))
    exists = np.zeros(rows, dtype=bool)
    powers = np.ones((1, len(sides)))

    def solve(points: Floats, walk_away: Floats) -> int | None:
        pick = int(nash_choices(np.ascontiguousarray(points), walk_away[None], powers, setting.slack)[0])
        return None if pick < 0 else pick

    first: up_front.Gift | None = None
    deal: Deals | None = None
    for row in range(rows):
        blocks = [
            block[keep] for block, keep in zip(measure.block_utilities(row, measure.principals), kept, strict=True)
        ]
        rest, choices = frontier_of([np.ascontiguousarray(block) for block in blocks])
        everything = np.concatenate([setting.points[row], rest])
        granted = np.arange(len(everything)) >= len(setting.points[row])
        found = up_front.gift(
            everything, granted, setting.walk_away[row], change[row, sides], float(stands[row]), solve
        )
        prices[row], recoverable[row], exists[row] = found.price, found.recoverable, found.given.deal is not None
        if first is None:
            first = found
            if found.given.deal is not None:
                chosen = choices[found.given.deal - len(setting.points[row])]
                full = [np.flatnonzero(keep)[pick] for keep, pick in zip(kept, chosen, strict=True)]
                deal = measure.deals_of(np.array(full)[None])[0]
    assert first is not None  # there is at least the row of the best guess
    fair = None if setting.fair[0] < 0 else setting.deal(0, int(setting.fair[0]))
    return Given(
        name,
        gift,
        all(keep.any() for keep in kept),
        prices,
        recoverable,
        exists,
        stands,
        stands[:, None] * change,
        first.recoverable_share,
        deal,
        fair is not None and all(fair[issue] in chosen for issue, chosen in options.items()),
    )
