"""Where adjusted winner fits a scenario, and what it divides."""

import numpy as np
import pytest

from pourparler.deals.measure import measure
from pourparler.deals.points import Division, divide
from tests.deals.random_scenarios import Content, loaded, small_case


def plain() -> Content:
    """Union 50, 30, 20 and company 40, 40, 20 points for what they want on pay, hours and contract."""
    return small_case() | {"rules": []}


def division(content: Content) -> Division | None:
    return divide(measure(loaded(content), 1))


def test_points_and_winner_by_hand() -> None:
    """The ratios are 5/4, 3/4 and 1: pay goes to the union, then as much of the contract as makes both equal."""
    found = division(plain())
    assert found is not None
    assert found.issues == (0, 1, 2)
    assert found.points.round(9).tolist() == [[50, 40], [30, 40], [20, 20]]
    assert found.favourites == ((2, 0), (1, 0), (1, 0))
    # Pay alone gives 50 against 60; with a share s of the contract 50 + 20 s = 60 - 20 s, so s is a quarter.
    assert found.result.owner.tolist() == [0, 1, 1]
    assert found.result.split == 2
    assert found.result.share is not None
    assert round(found.result.share, 9) == 0.25
    assert np.round(found.result.totals, 9).tolist() == [55, 55]


def test_issues_on_which_both_want_the_same_are_not_divided() -> None:
    content = plain()
    content["preferences"]["company"]["issues"]["contract"]["values"] = {"two": 0, "one": 100}
    found = division(content)
    assert found is not None
    assert found.issues == (0, 1)
    assert found.points.round(6).tolist() == [[62.5, 50], [37.5, 50]]


def with_rule(content: Content) -> None:
    content["rules"] = [{"never": {"pay": "high", "hours": "h36"}}]


def with_red_line(content: Content) -> None:
    content["preferences"]["company"]["red_lines"] = [{"never": {"pay": "high"}}]


def with_interaction(content: Content) -> None:
    content["preferences"]["union"]["interactions"] = [{"when": {"pay": "high"}, "add": 5}]


def with_third_principal(content: Content) -> None:
    content["parties"]["council"]["role"] = "principal"


def with_same_wishes(content: Content) -> None:
    content["preferences"]["company"] = content["preferences"]["union"]


def with_one_side_indifferent(content: Content) -> None:
    for stake in content["preferences"]["company"]["issues"].values():
        stake["values"] = dict.fromkeys(stake["values"], 50)


@pytest.mark.parametrize(
    "spoil",
    [with_rule, with_red_line, with_interaction, with_third_principal, with_same_wishes, with_one_side_indifferent],
)
def test_where_it_does_not_fit(spoil: object) -> None:
    content = plain()
    assert callable(spoil)
    spoil(content)
    assert division(content) is None


def test_an_interaction_of_a_party_outside_does_not_matter() -> None:
    content = plain()
    content["preferences"]["council"]["interactions"] = [{"when": {"pay": "high"}, "add": 5}]
    assert division(content) is not None
