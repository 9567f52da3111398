"""Every number of a scenario: its meaning, who says so, where it stands; what a number inherits from what is around it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.answer import Status
from pourparler.scenario.fields import Judgement, Origin
from pourparler.scenario.numbers import condition_label, numbers
from pourparler.scenario.problem import Place
from tests.scenario.cases import SMALL, change, loaded


def by_name(text):
    return {line.name: line for line in numbers(loaded(text))}


def test_all_numbers_in_order():
    lines = [(line.name, line.what, str(line.value)) for line in numbers(loaded(SMALL)) if line.party == "north"]
    assert lines == [
        ("preferences/north/walk_away", "walk-away value", "30 (20 to 40)"),
        ("preferences/north/issues/water/weight", "weight of Water", "60"),
        ("preferences/north/issues/water/values/none", "value of 'No water' (Water)", "0"),
        ("preferences/north/issues/water/values/half", "value of 'Half' (Water)", "60 (50 to 70)"),
        ("preferences/north/issues/water/values/all", "value of 'All of it' (Water)", "100"),
        ("preferences/north/issues/rent/weight", "weight of Rent", "40"),
        ("preferences/north/issues/rent/values/0", "value of '0 coins' (Rent)", "100"),
        ("preferences/north/issues/rent/values/4", "value of '4 coins' (Rent)", "0"),
        ("preferences/north/interactions/0/add", "points for 'All of it' together with Rent at least 3", "-5"),
    ]


def test_large_amounts_are_written_in_full():
    text = change(
        SMALL, "{least: 0, greatest: 4, step: 0.5, unit: coins}", "{least: 0, greatest: 12345678, step: 12345678}"
    )
    for values in ("0: 100, 4: 0", "0: 0, 1.5: 50, 4: 100"):
        text = change(text, values, "0: 100, 12345678: 0")
    for condition in ("{at_least: 3}", "{at_least: 1}"):
        text = change(text, condition, "{at_least: 12345678}")
    text = change(text, "rent: 4}", "rent: 12345678}")
    scenario = loaded(text)
    assert scenario.issues["rent"].option_labels() == ("0", "12345678")
    assert (
        condition_label(scenario, scenario.preferences["north"].red_lines[0].never)
        == "'No water' together with '12345678'"
    )
    assert condition_label(scenario, scenario.rules[0].then) == "Rent at least 12345678"


def test_places():
    found = by_name(SMALL)
    assert found["preferences/north/walk_away"].place == Place(
        "scenario.yaml", SMALL[: SMALL.index("walk_away: [20")].count("\n") + 1, 16
    )
    assert found["preferences/south/issues/rent/values/1.5"].place == Place(
        "scenario.yaml", SMALL[: SMALL.index("1.5: 50")].count("\n") + 1, 46
    )


TABLE = b"party,issue,option,likely,source\nnorth,water,half,60,deed\n"


def test_places_of_a_number_in_a_table():
    text = change(SMALL, "half: [50, 60, 70], all: 100", "all: 100") + "tables: {preferences: t.csv}\n"
    (line,) = (
        line
        for line in numbers(loaded(text, {"t.csv": TABLE}))
        if line.name == "preferences/north/issues/water/values/half"
    )
    assert line.place.file == "t.csv"
    assert line.place.line == 2
    assert line.origin.source == ("deed",)
    assert line.origin.standing() is Status.QUOTED


# What is written for the number, for its issue and for its party; what follows by docs/scenario-file.md.
@pytest.mark.parametrize(
    ("number", "stake", "party", "status", "because"),
    [
        ("", "", "", Status.ASSUMED, None),
        ("", "", "judged: {by: p, on: 2024-01-01}", Status.JUDGED, None),
        ("", "source: deed", "judged: {by: p, on: 2024-01-01}", Status.QUOTED, None),
        ("", "judged: {by: p, on: 2024-01-01}", "source: deed", Status.JUDGED, None),
        ("source: deed", "judged: {by: p, on: 2024-01-01}", "", Status.QUOTED, None),
        ("judged: {by: p, on: 2024-01-01}", "source: deed", "", Status.JUDGED, None),
        ("judged: {by: p, on: 2024-01-01}, source: deed", "", "", Status.JUDGED, None),
        ("status: computed", "source: deed", "", Status.COMPUTED, None),
        ("status: assumed, source: deed", "", "", Status.ASSUMED, None),
        ("", "status: corrected, source: deed", "", Status.CORRECTED, None),
        ("because: mine", "source: deed, because: its", "because: all", Status.QUOTED, "mine"),
        ("", "source: deed, because: its", "because: all", Status.QUOTED, "its"),
        ("", "source: deed", "because: all", Status.QUOTED, "all"),
        ("source: deed", "", "because: all", Status.QUOTED, "all"),
    ],
)
def test_origin_is_inherited_where_nothing_is_said(number, stake, party, status, because):
    text = change(
        SMALL,
        "    judged: {by: the owner, on: 2024-02-20}\n",
        f"    {party.replace(', b', chr(10) + '    b')}\n" if party else "",
    )
    text = change(
        text,
        "{weight: 60, values",
        f"{{weight: {{value: 60{', ' if number else ''}{number}}}, {stake}{', ' if stake else ''}values",
    )
    line = by_name(text)["preferences/north/issues/water/weight"]
    assert line.origin.standing() is status
    assert line.origin.because == because
    assert line.origin.says_where_from == (status is not Status.ASSUMED or "status" in number)


JUDGED = Judgement(by="p", on=date(2024, 1, 1))
ORIGINS = st.builds(
    Origin,
    because=st.none() | st.sampled_from(["x", "y"]),
    source=st.sampled_from([(), ("a",), ("a", "b")]),
    quote=st.none() | st.sampled_from(["q", "r"]),
    judged=st.none() | st.just(JUDGED),
    status=st.none() | st.sampled_from(list(Status)),
)


@settings(max_examples=1000)
@given(ORIGINS, ORIGINS, ORIGINS)
def test_inheritance_is_taken_whole_from_the_nearest_that_says_something(number, stake, party):
    found = number.within(stake).within(party)
    says = [each for each in (number, stake, party) if each.source or each.judged or each.status]
    nearest = says[0] if says else Origin()
    assert (found.source, found.judged, found.status) == (nearest.source, nearest.judged, nearest.status)
    assert found.because == next((each.because for each in (number, stake, party) if each.because), None)
    assert found.standing() is nearest.standing()
