"""What waiting and dates do to the shares of two principals who make offers in turn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pourparler.deals.measure import Deals, Floats
from pourparler.leverage.nash_choices import nash_choices
from pourparler.leverage.setting import Setting
from pourparler.leverage.time_pressure import alternating_offers, bargaining_powers, before_a_date
from pourparler.scenario.fields import Number
from pourparler.scenario.leverage import Deadline, Time
from pourparler.scenario.tree import Path

MOST_OFFERS = 12  # shown one by one


@dataclass(frozen=True, eq=False)
class Dated:
    """One date. change: (rows, 2) what it brings each principal in the deal, below 0 what it costs, in points.

    by_offers: (2, offers, 2) the first principal's share of the gain with 1, 2, ... offers left, best guess: first axis who
    makes the last offer. points: (2, offers, 2) what that changes for each principal. without: its share without a date.
    """

    name: str
    deadline: Deadline
    change: Floats
    by_offers: Floats
    points: Floats
    without: float


@dataclass(frozen=True, eq=False)
class Waiting:
    """How patience divides the gain.

    discount: (rows, principals) worth now of a point one period later. from_roadmap: sides whose discount stands there.
    powers: (rows, principals) shares as offers follow each other quickly. first: (2, rows) the first principal's share when
    it, and when the other, makes the first offer; None for more than two principals. worth: (rows, principals) in the deal
    that these powers give. same: (rows,) whether it is the fair deal. deal: its options at the best guess.
    """

    time: Time
    discount: Floats
    from_roadmap: tuple[int, ...]
    powers: Floats
    first: Floats | None
    worth: Floats
    same: Floats
    deal: Deals | None
    dates: tuple[Dated, ...]


def refusal(setting: Setting) -> str | None:
    """Why time is not analysed, if it is asked for and cannot be; in words."""
    time = setting.leverage.time
    if time is None:
        return None
    scenario = setting.scenario
    without = [name for name in scenario.principals() if _discount(setting, name)[0] is None]
    if without:
        who = " and ".join(scenario.parties[name].name for name in without)
        return f"What waiting costs {who} is not in the file. Give a discount to every principal."
    best = np.array(
        [number.value.greatest for name in scenario.principals() if (number := _discount(setting, name)[0])]
    )
    if (best == 1).sum() > 1:
        return "For two or more principals the range of the discount reaches 1, waiting costs nothing, and time decides nothing."
    return None


def waiting(setting: Setting) -> Waiting | None:
    """Work out the shares; nothing where the file does not speak of time, `refusal` says why not, or no frontier is made."""
    time = setting.leverage.time
    if time is None or not setting.rows or refusal(setting) is not None:
        return None
    principals = setting.scenario.principals()
    found = [_discount(setting, name) for name in principals]
    discount = np.stack([setting.drawn(number, path, 1.0)[: setting.rows] for number, path in found], axis=1)
    between = setting.drawn(time.between_offers, ("leverage", "time", "between_offers"), 1.0)[: setting.rows]
    powers = bargaining_powers(-np.log(discount).T).T
    walk_aways = setting.walk_away[:, None]
    picks = setting.picks(walk_aways, powers[:, None])
    factors = discount ** between[:, None]
    two = len(principals) == 2
    return Waiting(
        time=time,
        discount=discount,
        from_roadmap=tuple(side for side, (_, path) in enumerate(found) if path[0] == "roadmap"),
        powers=powers,
        first=alternating_offers((factors[:, 0], factors[:, 1])) if two else None,
        worth=setting.worths(picks, walk_aways)[:, 0],
        same=picks[:, 0] == setting.fair,
        deal=setting.deal(0, int(picks[0, 0])) if picks[0, 0] >= 0 else None,
        dates=tuple(_dated(setting, name, date, factors) for name, date in time.deadlines.items()) if two else (),
    )


def _discount(setting: Setting, name: str) -> tuple[Number | None, Path]:
    """A principal's discount and its place: here, else in the roadmap."""
    time, roadmap = setting.leverage.time, setting.scenario.roadmap
    assert time is not None
    if name in time.discount:
        return time.discount[name], ("leverage", "time", "discount", name)
    player = None if roadmap is None else roadmap.players.get(name)
    return None if player is None else player.discount, ("roadmap", "players", name, "discount")


def _dated(setting: Setting, name: str, deadline: Deadline, factors: Floats) -> Dated:
    at: Path = ("leverage", "time", "deadlines", name)
    rows = setting.rows
    offers = np.maximum(1, np.rint(setting.drawn(deadline.offers, (*at, "offers"), 1.0)[:rows])).astype(int)
    real = setting.drawn(deadline.real, (*at, "real"), 1.0)[:rows]
    cost = setting.party_draws(deadline.cost, (*at, "cost"))[:, setting.sides]
    gain = np.array([_most(setting, row) for row in range(rows)])
    shares = np.where(gain > 0, cost / np.where(gain > 0, gain, 1.0), 0.0)
    without = alternating_offers((factors[:, 0], factors[:, 1]))
    with_date = np.empty((2, 2, rows))
    for number in np.unique(offers):
        here = offers == number
        with_date[:, :, here] = _readings(factors[here], int(number), shares[here], without[:, here])
    every = np.concatenate([without[None], with_date])  # without a date, if talks end, if they go on; who offers first
    points = _points(setting, np.moveaxis(every.reshape(6, rows), 1, 0)).reshape(rows, 3, 2, 2).mean(axis=2)
    mixed = real[:, None] * points[:, 1] + (1 - real[:, None]) * points[:, 2]
    most = int(np.clip(np.ceil(deadline.offers.value.greatest), 4, MOST_OFFERS))
    by_offers = np.empty((2, most, 2))  # who makes the last offer, offers left, reading
    for left in range(1, most + 1):
        found = _readings(factors[:1], left, shares[:1], without[:, :1])[:, :, 0]
        for last in (0, 1):
            by_offers[last, left - 1] = found[:, last if left % 2 else 1 - last]
    reached = _points_at_best(setting, by_offers.ravel()).reshape(2, most, 2, 2)
    base = _points_at_best(setting, without[:, 0]).mean(axis=0)
    chance = real[0]
    return Dated(
        name,
        deadline,
        mixed - points[:, 0],
        chance * by_offers[..., 0] + (1 - chance) * by_offers[..., 1],
        chance * reached[:, :, 0] + (1 - chance) * reached[:, :, 1] - base,
        float(without[:, 0].mean()),
    )


def _readings(factors: Floats, offers: int, cost: Floats, without: Floats) -> Floats:
    """The first principal's share (reading, who offers first, rows): if talks end with the date, and if they go on."""
    pair = factors[:, 0], factors[:, 1]
    ends = before_a_date(pair, offers)
    on = without.mean(axis=0)
    goes_on = before_a_date(pair, offers, (on, 1 - on), (cost[:, 0], cost[:, 1]))
    return np.stack([ends, goes_on])


def _most(setting: Setting, row: int) -> Floats:
    """The most that each principal can gain over its walk-away value; 0 where there is no deal."""
    points, walk_away = setting.points[row], setting.walk_away[row]
    open_deals = (points >= walk_away - setting.slack).all(axis=1)
    return points[open_deals].max(axis=0) - walk_away if open_deals.any() else np.zeros(len(walk_away))


def _points(setting: Setting, shares: Floats) -> Floats:
    """What each principal has in the deals that shares (rows, cases) of the first principal lead to, (rows, cases, 2)."""
    shares = np.clip(shares, 0.0, 1.0)
    walk_aways = np.repeat(setting.walk_away[:, None], shares.shape[1], axis=1)
    picks = setting.picks(walk_aways, np.stack([shares, 1 - shares], axis=2))
    return setting.worths(picks, walk_aways)


def _points_at_best(setting: Setting, shares: Floats) -> Floats:
    """The same at the best guess: shares (cases,), points (cases, 2)."""
    shares = np.clip(shares, 0.0, 1.0)
    walk_aways = np.repeat(setting.walk_away[:1], len(shares), axis=0)
    picks = nash_choices(setting.points[0], walk_aways, np.stack([shares, 1 - shares], axis=1), setting.slack)
    return np.where(picks[:, None] >= 0, setting.points[0][picks], walk_aways)
