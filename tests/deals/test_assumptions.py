"""Which uncertain numbers matter most, by hand."""

import math

import numpy as np

from pourparler.deals.assumptions import Assumption, rank_assumptions
from tests.deals.random_scenarios import Content, loaded, small_case

UNION = "preferences/union/walk_away"
COMPANY = "preferences/company/walk_away"


def ranked(content: Content, briefed: int | None) -> dict[str, Assumption]:
    return {assumption.line.name: assumption for assumption in rank_assumptions(loaded(content), briefed)}


def test_gains_at_both_ends_of_a_number() -> None:
    """At 55 of the union the fair deal is 60, 48 and leaves it 5; at 5 it is 30, 88 for 25 and 48 (1,200 against 1,260)."""
    content = small_case()
    content["preferences"]["union"]["walk_away"] = {"one_of": [5, 30, 30, 55]}
    content["preferences"]["company"]["issues"]["pay"]["values"]["high"] = {"one_of": [0, 0, 0, 5]}
    calls: list[tuple[int, int]] = []
    found = rank_assumptions(loaded(content), 0, lambda done, total: calls.append((done, total)))
    assert [assumption.line.name for assumption in found] == [UNION, "preferences/company/issues/pay/values/high"]
    assert calls == [(number, 5) for number in range(1, 6)]
    first, second = found
    assert (first.low, first.high) == (5, 55)
    assert first.gain_low.round(9).tolist() == [45, 28]
    assert first.gain_high.round(9).tolist() == [5, 8]
    assert (first.changed_low, first.changed_high) == ((), (1, 2))
    assert round(first.swing, 9) == 40
    assert second.swing == 0
    assert round(ranked(content, 1)[UNION].swing, 9) == 20
    assert round(ranked(content, None)[UNION].swing, 9) == 40


def test_where_the_deal_vanishes_at_one_end() -> None:
    content = small_case()
    content["preferences"]["union"]["walk_away"] = {"one_of": [0, 30, 30, 90]}
    content["preferences"]["company"]["walk_away"] = {"one_of": [20, 40, 40, 50]}
    found = ranked(content, 0)
    assert list(found) == [UNION, COMPANY]
    assert found[UNION].swing == math.inf
    assert np.isnan(found[UNION].gain_high).all()
    assert found[UNION].changed_high == ()
    assert math.isfinite(found[COMPANY].swing)


def test_where_there_is_no_deal_a_number_that_brings_none_does_not_matter() -> None:
    content = small_case()
    content["preferences"]["union"]["walk_away"] = {"one_of": [30, 90, 90, 95]}
    content["preferences"]["company"]["walk_away"] = {"one_of": [35, 40, 40, 50]}
    found = ranked(content, 0)
    assert list(found) == [UNION, COMPANY]
    assert [assumption.swing for assumption in found.values()] == [math.inf, 0]


def test_nothing_uncertain() -> None:
    assert ranked(small_case(), 0) == {}
