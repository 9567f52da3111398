"""The cheapest side payments, against all ways to pay and, for equal votes, the cheapest who are missing."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.allies.side_payments import cheapest_side_payments
from pourparler.allies.voting_rule import VotingRule, one_body
from pourparler.errors import TooLarge
from tests.allies.voting_oracle import rules

PRICES = st.one_of(st.integers(0, 9).map(float), st.sampled_from([0.0, 0.25, math.inf]))


def tried(price: np.ndarray, rule: VotingRule) -> float:
    """The least cost over all numbers of members paid in each group."""
    costs = [math.inf]
    for paid in product(*(range(count + 1) for count in rule.counts.tolist())):
        yes = np.where(price == 0, rule.counts, paid)
        if (rule.weights @ yes >= rule.quotas).all():
            costs.append(sum(number * cost for number, cost in zip(paid, price.tolist(), strict=True) if number))
    return min(costs)


@given(rules(bodies=3), st.data())
@settings(max_examples=1500)
def test_cost_equals_all_ways_to_pay(rule: VotingRule, data) -> None:
    size = len(rule.counts)
    price = np.array(data.draw(st.lists(PRICES, min_size=size, max_size=size)))
    found = cheapest_side_payments(price, rule)
    expected = tried(price, rule)
    if found is None:
        assert math.isinf(expected)
        return
    assert found.cost == expected
    assert (found.paid <= rule.counts).all()
    assert found.cost == sum(n * cost for n, cost in zip(found.paid.tolist(), price.tolist(), strict=True) if n)
    yes = np.where(price == 0, rule.counts, found.paid)
    assert (rule.votes(yes) >= rule.quotas).all()
    assert not found.paid[price == 0].any()


@pytest.mark.parametrize("seed", range(30))
def test_equal_votes_need_the_cheapest_who_are_missing(seed: int) -> None:
    chance = np.random.default_rng(seed)
    price = np.where(chance.random(300) < 0.4, 0.0, chance.integers(1, 1000, 300) / 8)
    quota = int(chance.integers(1, 301))
    found = cheapest_side_payments(price, one_body(np.ones(300, np.int64), quota))
    assert found is not None
    missing = max(quota - int((price == 0).sum()), 0)
    assert found.cost == np.sort(price[price > 0])[:missing].sum()
    assert found.paid.sum() == missing


def test_by_hand() -> None:
    """Parties with 45, 30, 15 and 10 seats want 0, 70, 40 and 25; 60 of 100 are needed: buy the 15."""
    found = cheapest_side_payments([0, 70, 40, 25], one_body([45, 30, 15, 10], 60))
    assert found is not None
    assert (found.cost, found.paid.tolist()) == (40, [0, 0, 1, 0])
    assert cheapest_side_payments([0, math.inf, 40, 25], one_body([45, 30, 15, 10], 71)) is None


def test_refusals() -> None:
    for wrong in ([1.0], [1.0, -1.0], [1.0, math.nan]):
        with pytest.raises(ValueError, match="2 shortfalls"):
            cheapest_side_payments(wrong, one_body([1, 1], 1))
    with pytest.raises(TooLarge, match="larger unit"):
        cheapest_side_payments([1.0], one_body([10**6], 10**8, [200]))
