"""Deals over all draws: ranges, acceptance, harm."""

import numpy as np
import pytest

from pourparler.deals import evaluate as module
from pourparler.deals.evaluate import Spread, evaluate
from pourparler.deals.measure import measure
from tests.deals.random_scenarios import loaded, random_scenario, small_case

NAN = float("nan")


def test_a_range_leaves_out_the_best_guess() -> None:
    rows = np.array([[1000.0], *([float(value)] for value in range(21))])
    spread = Spread.of(rows)
    assert (spread.best[0], spread.low[0], spread.high[0]) == (1000, 1, 19)


def test_a_range_leaves_out_draws_without_a_deal() -> None:
    spread = Spread.of(np.array([[5.0, 6], [NAN, 1], [0, 2], [10, 4]]))
    assert spread.best.tolist() == [5, 6]
    assert spread.low.round(9).tolist() == [0.5, 2.1]
    assert spread.high.round(9).tolist() == [9.5, 3.9]


def test_a_range_without_any_draw_is_missing() -> None:
    spread = Spread.of(np.array([[5.0], [NAN]]))
    assert spread.best.tolist() == [5]
    assert np.isnan([spread.low, spread.high]).all()


def test_acceptance_and_harm_by_hand() -> None:
    content = small_case()
    content["preferences"]["union"]["walk_away"] = {"one_of": [30, 30, 55]}
    content["preferences"]["council"]["walk_away"] = 50
    made = measure(loaded(content), 400)
    high = (made.walk_away[1:, 0] == 55).mean()
    assert 0.2 < high < 0.5
    deals = np.array([[1, 0, 1], [1, 1, 0], [0, 0, 0]])  # union 50, 60, 0; company 68, 48, 100; council 100, 0, 100
    found = evaluate(made, deals)
    assert found.accepts.round(9).tolist() == [[round(1 - high, 9), 1, 1], [1, 1, 0], [0, 1, 1]]
    assert found.all_accept.round(9).tolist() == [round(1 - high, 9), 0, 0]
    assert found.principals_accept.round(9).tolist() == [round(1 - high, 9), 1, 0]
    assert found.worse.tolist() == [[0, 1, 0], [0, 1, 1], [0, 0, 0]]
    assert found.spares_all.tolist() == [1, 0, 1]
    assert found.touched[:, 2].tolist() == [False, True, False]
    assert found.change[1].best.round(9).tolist() == [60, -52, -100]
    assert found.utilities[0].low.round(9).tolist() == [50, 68, 100]


def test_memory_is_bounded_without_changing_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    made = measure(loaded(random_scenario(11)), 30)
    deals = made.deals_of(np.zeros((7, len(made.everything)), dtype=int), made.everything)
    deals[:, 0] = [0, 1, 0, 1, 0, 1, 1]
    whole = evaluate(made, deals)
    monkeypatch.setattr(module, "CHUNK", 1)
    parts = evaluate(made, deals)
    for name in ("accepts", "all_accept", "principals_accept", "worse", "spares_all", "touched"):
        assert np.array_equal(getattr(whole, name), getattr(parts, name))
    for one, other in zip(whole.utilities + whole.change, parts.utilities + parts.change, strict=True):
        assert np.array_equal(np.stack([one.best, one.low, one.high]), np.stack([other.best, other.low, other.high]))


def test_no_deals_are_no_trouble() -> None:
    made = measure(loaded(small_case()), 5)
    found = evaluate(made, np.zeros((0, 3), dtype=np.intp))
    assert found.accepts.shape == found.worse.shape == found.touched.shape == (0, 3)
    assert found.all_accept.shape == found.spares_all.shape == (0,)
    assert found.utilities == ()
