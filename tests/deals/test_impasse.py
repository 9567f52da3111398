"""Why there is no deal, by hand."""

import math

import pytest

from pourparler.deals.findings import find
from pourparler.deals.impasse import Impasse, impasse
from pourparler.deals.measure import measure
from tests.deals.random_scenarios import Content, loaded, small_case


def explained(content: Content) -> Impasse:
    return impasse(measure(loaded(content), 1))


def test_two_bottom_lines_too_high() -> None:
    """Most for the company at 60 or more of the union: 60, 48 and 70, 40; at 45 or more of the company: 60, 48."""
    content = small_case()
    content["preferences"]["union"]["walk_away"] = 65
    content["preferences"]["company"]["walk_away"] = 45
    found = explained(content)
    assert [(o.name, o.party, round(o.give, 9)) for o in found.obstacles] == [
        ("the walk-away value of The union", 0, 5),
        ("the walk-away value of The company", 1, 5),
    ]
    # The best for the worse off: 60, 48 is 5 short for the union, 70, 40 is 5 short for the company.
    assert round(found.shared, 9) == 5


def test_one_bottom_line_that_nothing_reaches() -> None:
    content = small_case()
    content["preferences"]["union"]["walk_away"] = 90
    found = explained(content)
    # Without the rule 100 could be reached: the rule and the walk-away value exclude every deal together.
    assert [(o.party, o.name) for o in found.obstacles] == [
        (0, "the walk-away value of The union"),
        (1, "the walk-away value of The company"),
    ]
    content["rules"] = [{"never": {"pay": "high"}}, {"never": {"contract": "one", "hours": "h36"}}]
    content["preferences"]["company"]["walk_away"] = 0
    found = explained(content)
    assert [o.party for o in found.obstacles] == [0, None]
    # Either rule keeps the union at 80; of smallest sets the one named first in the file is told.
    assert found.obstacles[1].name == "the rule: never 'High pay'"
    assert round(found.obstacles[0].give, 9) == 10
    assert math.isnan(found.obstacles[1].give)


def test_rules_alone() -> None:
    content = small_case()
    content["preferences"]["company"]["walk_away"] = 0
    content["rules"] = [
        {"never": {"pay": ["low", "middle"]}},
        {"never": {"hours": "h36"}},
        {"if": {"pay": "high"}, "then": {"hours": "h36"}},
    ]
    found = explained(content)
    assert [o.party for o in found.obstacles] == [None, None, None]
    assert math.isnan(found.shared)
    whole = find(loaded(content), draws=3)
    assert whole.measure.size == whole.zone.count == len(whole.frontier.points) == len(whole.frontier_deals) == 0
    assert whole.names == ("today",)
    assert not whole.solved.exists.any()
    assert len(whole.impasse.obstacles if whole.impasse else ()) == 3


def test_where_there_is_a_deal_nothing_can_be_explained() -> None:
    with pytest.raises(ValueError, match="a deal satisfies all"):
        explained(small_case())
