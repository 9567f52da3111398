"""Each piece of advice on what a file says of what moves the outcome, where it should be, in its words, and nowhere else."""

import pytest

from pourparler.scenario import load
from pourparler.scenario.leverage_advice import advise_on_leverage
from tests.scenario.cases import FOLDERS, SMALL, change, loaded, unmark
from tests.scenario.leverage_cases import GLANCE_LEVERAGE, LEVERAGE, SMALL_LEVERAGE


def advice(text):
    return [(p.place.line, p.place.column, p.wrong, p.right) for p in advise_on_leverage(loaded(text))]


def test_none_where_there_is_nothing_to_say():
    assert advice(SMALL_LEVERAGE) == []
    assert advice(SMALL) == []
    assert advice(GLANCE_LEVERAGE) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])
def test_the_cases_of_the_project_need_none(folder):
    assert [*advise_on_leverage(load(folder))] == []


@pytest.mark.parametrize(
    ("old", "new", "wrong", "right"),
    [
        (
            LEVERAGE,
            "¦leverage: {}\n",
            "nothing is named that could move the outcome",
            "add 'gifts', 'pressures' or 'time'; until then only the walk-away values are looked at",
        ),
        (
            "  together:\n",
            "    ¦idle: {name: A rumour, effects: {north: 0}}\n  together:\n",
            "the pressure 'A rumour' changes nobody's walk-away value",
            "add 'effects: {party: points}', less than 0 where it hurts",
        ),
        (
            "village: -1}",
            "village: -1, town: ¦-1}",
            "The town has no preferences, so an effect on it changes nothing",
            "add its preferences, or leave this out",
        ),
        (
            "payment, by: north",
            "payment, by: ¦village",
            "'A down payment' is given by The village, which does not negotiate",
            "name the principal that pays for it; a price is worked out for principals only",
        ),
        (
            "discount: {north: [0.9, 0.95, 0.98], south: 0.98}",
            "discount: {north: 0.9}",
            "what waiting costs South farm is not said, so nothing is said of time",
            "add 'discount: {south: 0.98}', or another number below 1",
        ),
    ],
)
def test_each_piece_of_advice(old, new, wrong, right):
    text = change(SMALL_LEVERAGE, old, new)
    if "town" in new:
        text = change(text, "  village: {name", "  town: {name: The town, role: outside power}\n  village: {name")
    if "¦" in text:
        text, line, column = unmark(text)
    else:
        line, column = next(i for i, row in enumerate(text.splitlines(), 1) if row == "  time:"), 3
    assert advice(text) == [(line, column, wrong, right)]
