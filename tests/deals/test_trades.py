"""Who gives what in a deal, what to ask for, what to be wary of."""

import numpy as np
import pytest

from pourparler.deals.findings import Findings, find
from pourparler.deals.trades import cheapest_asks, indispensable, temptations, trades
from tests.deals.random_scenarios import Content, loaded, small_case


@pytest.fixture(name="found")
def fixture_found() -> Findings:
    return find(loaded(small_case()), draws=2)


def test_the_fair_deal_is_given_by_the_company(found: Findings) -> None:
    fair = found.solved.picks["nash"][0]
    moves = trades(found, fair)
    assert [(move.issue, move.before, move.after, move.giver) for move in moves] == [(0, 0, 1, 1), (2, 0, 1, 1)]
    assert [move.worth.round(9).tolist() for move in moves] == [[30, -12, 0], [20, -20, 0]]
    assert [move.issue for move in cheapest_asks(found, fair, 0)] == [0, 2]
    assert cheapest_asks(found, fair, 1) == ()
    assert trades(found, found.measure.today) == ()


def test_the_cheapest_comes_first_whatever_its_place_in_the_file(found: Findings) -> None:
    """Hours: 30 to the union for 40 of the company; contract: 20 for 20."""
    assert [move.issue for move in cheapest_asks(found, np.array([0, 1, 1]), 0)] == [2, 1]


def test_what_costs_several_or_nobody_has_no_giver() -> None:
    content = small_case()
    content["preferences"]["union"]["issues"]["contract"]["values"] = {"two": 100, "one": 0}
    content["preferences"]["union"]["issues"]["hours"]["values"] = {"h40": 0, "h36": 100}
    content["preferences"]["company"]["issues"]["hours"]["values"] = {"h40": 0, "h36": 100}
    found = find(loaded(content), draws=1)
    moves = trades(found, np.array([1, 1, 1]))
    assert [(move.issue, move.giver) for move in moves] == [(0, 1), (1, None), (2, None)]


def test_what_would_hurt_us_and_tempt_them(found: Findings) -> None:
    """Back to low pay or two years is only today; to the company nothing beyond today is worth anything."""
    assert temptations(found, 0) == ()
    # For the company: high pay takes 28; 36 hours take 40 from it.
    (first, second) = temptations(found, 1)
    assert (first.change.issue, first.change.option, round(first.lost, 9), first.hurt) == (1, 1, 140, (2,))
    assert (second.change.issue, second.change.option, round(second.lost, 9), second.hurt) == (0, 2, 28, ())
    # For a mediator the same two, by what the company loses.
    assert [temptation.change.issue for temptation in temptations(found, None)] == [1, 0]


def wide() -> Content:
    content = small_case()
    content["issues"]["pay"]["options"]["top"] = "Top pay"
    for party, value in (("union", 90), ("company", 0)):
        content["preferences"][party]["issues"]["pay"]["values"]["top"] = value
    return content


def test_one_warning_an_issue_the_worst(found: Findings) -> None:
    """For the union top pay is less than high pay and to the company the same, so high pay is what they would ask for."""
    pay = [t for t in temptations(find(loaded(wide()), draws=1), 1) if t.change.issue == 0]
    assert [temptation.change.option for temptation in pay] == [2]


def test_what_must_move(found: Findings) -> None:
    """The fair deal moves pay and contract. With low pay the union has at most 50, with two years 60."""
    assert found.without.round(9).tolist() == [[50, 60], [70, 88], [60, 88]]
    assert indispensable(found, 0) == (0, pytest.approx(50))
    assert indispensable(found, 1) == (0, pytest.approx(60))


def test_what_must_move_for_any_deal() -> None:
    content = small_case()
    content["preferences"]["union"]["walk_away"] = 55
    content["preferences"]["company"]["walk_away"] = 45  # only middle pay, 36 hours, two years
    found = find(loaded(content), draws=1)
    assert found.solved.picks["nash"][0].tolist() == [1, 1, 0]
    assert indispensable(found, 0) == (0, -np.inf)


def test_where_nothing_moves() -> None:
    content = small_case()
    content["preferences"]["union"]["walk_away"] = 0
    content["preferences"]["company"]["walk_away"] = 95
    found = find(loaded(content), draws=1)
    assert found.solved.picks["nash"][0].tolist() == [0, 0, 0]
    assert indispensable(found, 0) is None
