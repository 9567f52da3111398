"""Two settings whose best plan is known in closed form: goods for divisible money, and gifts that shrink for ever."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.roadmap.checker import check, work_out
from pourparler.roadmap.exchange import Exchange, closed_states
from pourparler.roadmap.judge import judge
from pourparler.roadmap.plan import Stage
from pourparler.roadmap.planner import best_plan

NO_PAIRS = np.empty((0, 2), dtype=np.int64)
BUYER, SELLER = 0, 1

# Goods for divisible money (Sandholm and Lesser 1995). Of the payment still due, the seller needs no less than the cost of
# the goods still due, and the buyer no more than their value, each less a reserve. A good is delivered in one piece, so
# the payment due must satisfy the seller before it and the buyer after it. There is room for such a payment exactly if the
# surplus (values less costs) of all goods still due, this one included, and both reserves come to its value.


def needed_reserve(cost: np.ndarray, value: np.ndarray, orders: np.ndarray) -> np.ndarray:
    """(m,) what both reserves must come to at least for each of the orders (m, n)."""
    surplus = (value - cost)[orders]
    left = surplus[:, ::-1].cumsum(axis=1)[:, ::-1]
    return (value[orders] - left).max(axis=1)


def safe_order(cost: np.ndarray, value: np.ndarray) -> list[int]:
    """First what is worth no more than it costs, by rising value; then the rest, by falling cost."""
    goods = range(len(cost))
    losing = sorted((i for i in goods if value[i] <= cost[i]), key=lambda i: value[i])
    return losing + sorted((i for i in goods if value[i] > cost[i]), key=lambda i: -cost[i])


@pytest.mark.parametrize("count", range(1, 7))
@pytest.mark.parametrize("coarse", [True, False])
def test_the_safe_order_of_goods_is_the_best_of_all_orders(count: int, coarse: bool) -> None:
    chance = np.random.default_rng([count, coarse])
    orders = np.array(list(permutations(range(count))))
    for _ in range(500):
        cost, value = chance.uniform(0, 6, (2, count))
        cost, value = (np.rint(cost), np.rint(value)) if coarse else (cost, value)
        found = needed_reserve(cost, value, np.array([safe_order(cost, value)]))
        assert found[0] == pytest.approx(needed_reserve(cost, value, orders).min(), abs=1e-12)


def sale(cost: list[int], value: list[int], price: int, reserve: tuple[int, int]) -> Exchange:
    """The goods first, then the payments of 1 each, one after another; whatever has been given stays given.

    All amounts are whole numbers, so that money in pieces of 1 is as good as divisible money.
    """
    goods, steps = len(cost), len(cost) + price
    before = np.array([0] * goods + [0 if number == 0 else 1 << goods + number - 1 for number in range(price)])
    states = closed_states(before)
    effect = np.array([value + [-1] * price, [-one for one in cost] + [1] * price], dtype=float)
    return Exchange(
        owner=np.array([SELLER] * goods + [BUYER] * price), before=before, duration=np.ones(steps), effect=effect,
        states=states, legal=np.full(len(states), True), worth=np.zeros((2, len(states))),
        fallback=np.zeros((2, len(states))), discount=np.ones(2), reserve=np.array(reserve, dtype=float),
        detection=np.ones(steps), saved=np.zeros(steps), pairs=NO_PAIRS, escrowed=NO_PAIRS, fee=np.zeros(2), hazard=0.0,
    )  # fmt: skip


def most_slack(cost: list[int], value: list[int], price: int, reserve: tuple[int, int]) -> int:
    """What both reserves could be less by: half of what the goods leave, in whole numbers, and what the price leaves."""
    order = np.array([safe_order(np.array(cost), np.array(value))])
    goods = sum(reserve) - int(needed_reserve(np.array(cost), np.array(value), order)[0])
    return min(goods // 2, price - sum(cost) + reserve[SELLER], sum(value) + reserve[BUYER] - price, *reserve)


def safe_plan(cost: list[int], value: list[int], price: int, reserve: tuple[int, int], slack: int) -> list[Stage]:
    """Before each good, pay down to the least that the seller accepts to be due; at the end pay the rest."""
    due, costs, stages = price, sum(cost), []
    payments = iter(range(len(cost), len(cost) + price))
    for good in safe_order(np.array(cost), np.array(value)):
        least = max(costs - reserve[SELLER] + slack, 0)
        stages += [Stage((next(payments),), "alone") for _ in range(due - least)]
        stages.append(Stage((good,), "alone"))
        due, costs = min(due, least), costs - cost[good]
    return stages + [Stage((payment,), "alone") for payment in payments]


@settings(max_examples=500)
@given(data=st.data())
def test_the_planner_finds_the_safe_order_of_goods(data: st.DataObject) -> None:
    goods = data.draw(st.integers(1, 5))
    cost, value = (data.draw(st.lists(st.integers(0, 5), min_size=goods, max_size=goods)) for _ in range(2))
    price = data.draw(st.integers(0, 12))
    reserve = (data.draw(st.integers(0, 6)), data.draw(st.integers(0, 6)))
    exchange = sale(cost, value, price, reserve)
    slack = most_slack(cost, value, price, reserve)
    plan = best_plan(exchange)
    assert plan.slack == pytest.approx(slack, abs=1e-9)
    assert plan.self_enforcing == (slack >= 0)
    assert check(exchange, plan) == []
    assert work_out(exchange, safe_plan(cost, value, price, reserve, slack)).slack == pytest.approx(slack, abs=1e-9)


# Irreversible levels (as in Lockwood and Thomas 2002, with linear payoffs). A level is worth b a period to the other side
# and costs c a period. Both raise theirs at the same time, by less and less; whoever breaks faith is met by no more raises.
# Holding back saves c for ever and loses all later raises. If every raise is r times the one before, and they never end,
# the two are equal for r = c / (discount b). In this package a stage's raise is felt from its end on, so that the saving
# begins one period after the deviation: cut off after the raise D, the last stage needs a reserve of discount c D /
# (1 - discount), without the first factor if it were felt at once. The stage m stages before the last needs that times
# discount^m, because what the later ones bring falls short by just as much.


def levels(raises: np.ndarray, gain: float, cost: float, discount: float, tail: float = 0.0) -> Exchange:
    """Step 2k is the raise k of player 0, 2k + 1 that of player 1; at the end both have `tail` while relations last."""
    count = len(raises)
    steps = 2 * count
    before = np.array([0 if step < 2 else 1 << step - 2 for step in range(steps)])
    states = closed_states(before)
    done = (states[:, np.newaxis] >> np.arange(steps) & 1).astype(float)
    level = np.array([done[:, player::2] @ raises for player in (0, 1)])
    standing = (gain * level[::-1] - cost * level) / (1 - discount)
    worth = standing.copy()
    worth[:, -1] += tail
    return Exchange(
        owner=np.arange(steps) % 2, before=before, duration=np.ones(steps), effect=np.zeros((2, steps)), states=states,
        legal=np.full(len(states), True), worth=worth, fallback=standing, discount=np.full(2, discount),
        reserve=np.zeros(2), detection=np.ones(steps), saved=np.zeros(steps),
        pairs=np.array([(2 * k, 2 * k + 1) for k in range(count)]), escrowed=NO_PAIRS, fee=np.zeros(2), hazard=0.0,
    )  # fmt: skip


def both_at_once(count: int) -> list[Stage]:
    return [Stage((2 * k, 2 * k + 1), "together") for k in range(count)]


@st.composite
def patient(draw: st.DrawFn) -> tuple[float, float, float]:
    """Gain, cost and discount with which raises that shrink can go on: cost < discount gain."""
    discount, gain = draw(st.floats(0.3, 0.98)), draw(st.floats(0.5, 5))
    return gain, draw(st.floats(0.3, 0.95)) * discount * gain, discount


@settings(max_examples=300)
@given(terms=patient(), count=st.integers(1, 6), change=st.sampled_from([0.8, 0.99, 1.0, 1.01]))
def test_raises_that_shrink_by_cost_over_discounted_gain_just_hold(
    terms: tuple[float, float, float], count: int, change: float
) -> None:
    """What comes after the last stage that is written out is its worth at the end."""
    gain, cost, discount = terms
    ratio = change * cost / (discount * gain)
    raises = ratio ** np.arange(count)
    later = discount * ratio / (1 - discount * ratio) * (gain - cost) / (1 - discount)
    exchange = levels(raises, gain, cost, discount, later * raises[-1])
    stages = both_at_once(count)
    saved = cost / (1 - discount)
    holding_back = discount * (later - saved)
    stopping = discount * ((gain - cost) / (1 - discount) + later)
    expected = min(holding_back, stopping) * np.repeat(raises[:, np.newaxis], 2, axis=1)
    for slacks in (judge(exchange, stages).slacks, work_out(exchange, stages).slacks):
        assert slacks[:-1] == pytest.approx(expected, abs=2 * exchange.tolerance.max())
        if change == 1:
            assert slacks[:-1] == pytest.approx(0, abs=exchange.tolerance.max())
        else:
            assert (slacks[:-1] > 0).all() == (change > 1)


@settings(max_examples=300)
@given(terms=patient(), count=st.integers(1, 6))
def test_where_raises_are_cut_off_the_last_needs_the_reserve(terms: tuple[float, float, float], count: int) -> None:
    gain, cost, discount = terms
    raises = (cost / (discount * gain)) ** np.arange(count)
    exchange = levels(raises, gain, cost, discount)
    needed = discount * cost * raises[-1] / (1 - discount)
    tolerance = exchange.tolerance.max()
    short = needed * discount ** np.arange(count - 1, -1, -1)
    for slacks in (judge(exchange, both_at_once(count)).slacks, work_out(exchange, both_at_once(count)).slacks):
        assert slacks[:-1] == pytest.approx(np.repeat(-short[:, np.newaxis], 2, axis=1), abs=2 * tolerance)
    plan = best_plan(exchange)
    assert plan.slack == pytest.approx(-needed, abs=2 * tolerance)
    for factor in (0.99, 1.0, 1.01):
        backed = replace(exchange, reserve=np.full(2, factor * needed))
        plan = best_plan(backed)
        assert check(backed, plan) == []
        if factor != 1:
            assert plan.self_enforcing == (factor > 1)


@given(terms=patient())
def test_more_and_finer_raises_to_the_same_level_need_less_reserve(terms: tuple[float, float, float]) -> None:
    gain, cost, discount = terms
    needed = []
    for count in range(1, 6):
        raises = (cost / (discount * gain)) ** np.arange(count)
        needed.append(-best_plan(levels(raises / raises.sum(), gain, cost, discount)).slack)
    assert all(finer < coarser for coarser, finer in pairwise(needed))


@settings(max_examples=100)
@given(terms=patient(), share=st.floats(1.001, 3))
def test_who_gains_less_than_it_costs_in_time_never_raises_for_ever(
    terms: tuple[float, float, float], share: float
) -> None:
    """With cost above discounted gain, raises of equal size, the most that could come later, do not pay."""
    gain, _, discount = terms
    cost = share * discount * gain
    later = discount / (1 - discount) * max(gain - cost, 0) / (1 - discount)
    exchange = levels(np.ones(3), gain, cost, discount, later)
    assert work_out(exchange, both_at_once(3)).slack < 0
    assert best_plan(exchange).slack < 0
