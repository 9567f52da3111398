"""One change at a time, by hand."""

import numpy as np
import pytest

from pourparler.deals.changes import acceptable_with, most_with
from pourparler.deals.findings import find
from tests.deals.random_scenarios import loaded, small_case


def test_every_single_change_to_the_fair_deal() -> None:
    found = find(loaded(small_case()), draws=2)
    assert found.solved.picks["nash"][0].tolist() == [1, 0, 1]
    rule = "the rule: never 'High pay' together with 'Thirty-six hours'"
    seen = [
        (change.issue, change.option, change.difference.best.round(9).tolist(), change.broken, change.acceptable)
        for change in found.changes
    ]
    assert seen == [
        (0, 0, [-30, 12, 0], (), True),
        (0, 2, [20, -28, 0], (), True),
        (1, 1, [30, -40, -100], (), True),
        (2, 0, [-20, 20, 0], (), True),
    ]
    assert [change.most.round(9).tolist() for change in found.changes] == [[50, 60], [70, 60], [60, 60], [60, 88]]
    assert [change.principals_accept for change in found.changes] == [0, 1, 0, 1]
    assert [change.worse.tolist() for change in found.changes] == [[0, 1, 0], [0, 1, 0], [0, 1, 1], [0, 1, 0]]
    assert [change.accepts.tolist() for change in found.changes] == [[0, 1, 1], [1, 1, 1], [1, 0, 0], [1, 1, 1]]
    assert found.measure.exclusions[0].name == rule


def test_a_change_names_what_forbids_it() -> None:
    content = small_case()
    content["preferences"]["company"]["red_lines"] = [{"never": {"contract": "two", "hours": "h40"}}]
    found = find(loaded(content), draws=2)
    broken = {(change.issue, change.option): change.broken for change in found.changes}
    assert found.solved.picks["nash"][0].tolist() == [1, 0, 1]
    assert broken[2, 0] == ("the red line of The company: never 'Two years' together with 'Forty hours'",)
    assert broken[0, 0] == ()


def test_an_option_that_occurs_in_no_acceptable_deal() -> None:
    content = small_case()
    content["preferences"]["company"]["walk_away"] = 65  # only middle pay with 40 hours is left
    found = find(loaded(content), draws=1)
    acceptable = {(change.issue, change.option): change.acceptable for change in found.changes}
    assert acceptable == {(0, 0): False, (0, 2): False, (1, 1): False, (2, 0): True}
    assert np.isnan(most_with(found.measure, 0, {1: [1]})).all()
    assert most_with(found.measure, 0, {0: [1], 2: [0]}).round(9).tolist() == [30, 88]
    assert most_with(found.measure, 0, {2: [0, 1]}).round(9).tolist() == [50, 88]
    assert np.isnan(most_with(found.measure, 0, {0: [2], 1: [1]})).all()
    with pytest.raises(ValueError, match="there is no issue 3"):
        most_with(found.measure, 0, {3: [0]})
    for issue, option in [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (2, 0), (2, 1)]:
        searched = acceptable_with(found.measure, 0, {issue: [option]})
        assert searched == (not np.isnan(most_with(found.measure, 0, {issue: [option]})).any())
