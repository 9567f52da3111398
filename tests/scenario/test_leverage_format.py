"""What a file may say of what moves the outcome: where each fault is reported and in which words, and every form that is right."""

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.leverage.findings import find
from pourparler.scenario.leverage_numbers import leverage_numbers
from pourparler.scenario.leverage_references import MOST
from pourparler.scenario.model import json_schema
from pourparler.scenario.problem import ScenarioError
from tests.scenario.cases import SMALL, change, loaded, outcome, problems, unmark
from tests.scenario.leverage_cases import GLANCE_LEVERAGE, LEVERAGE, SMALL_LEVERAGE
from tests.scenario.roadmap_cases import ROADMAP
from tests.scenario.test_fuzz import ODD_BELOW_ROADMAP, put_odd, share
from tests.scenario.test_schema import plain

VALIDATOR = jsonschema.Draft202012Validator(json_schema())
KNOWN = "known are: north, south, village"
GRID = "amounts go from 0 to 4 by 0.5"
ALONE = ("this is one pressure by itself", "name two or more that add something together")

# What is replaced, by what (the mark stands where the fault is expected), what is wrong, what would be right.
WRONG = [
    ("water, by: south", "water, by: ¦soth", "there is no party 'soth'", "did you mean 'south'?"),
    ("{water: half}", "{¦watter: half}", "there is no issue 'watter'", "did you mean 'water'?"),
    ("{water: half}", "{water: ¦hlf}", "'water' has no option 'hlf'", "did you mean 'half'?"),
    ("{water: half}", "{water: ¦none}", "'none' holds today, so nothing is given", "name another option"),
    ("{rent: 0.5}", "{rent: ¦0.7}", "'rent' has no amount 0.7", GRID),
    ("{rent: 0.5}", "{rent: ¦0.0}", "'0.0' holds today, so nothing is given", "name another option"),
    ("moves: {rent: 0.5}", "¦moves: {}", "nothing is given", "write {issue: option}"),
    ("stands: [0.1, 0.2, 0.3]", "stands: ¦2", "2 is outside the scale", "give a number from 0 to 1"),
    ("lawsuit, by: north", "lawsuit, by: ¦nroth", "there is no party 'nroth'", "did you mean 'north'?"),
    ("village: -1}", "¦vilage: -1}", "there is no party 'vilage'", "did you mean 'village'?"),
    ("village: -1}", "village: ¦-101}", "-101 is outside the scale", "give a number from -100 to 100"),
    ("costs: {north: [0, 1, 2]}", "costs: {¦town: 1}", "there is no party 'town'", KNOWN),
    ("costs: {north: [0, 1, 2]}", "costs: {north: ¦-1}", "-1 is outside the scale", "give a number from 0 to 100"),
    ("pressures: [drought, suit]", "pressures: [drought, ¦sut]", "there is no pressure 'sut'", "did you mean 'suit'?"),
    ("pressures: [drought, suit]", "pressures: ¦[drought, drought]", *ALONE),
    ("pressures: [drought, suit]", "pressures: ¦drought", *ALONE),
    ("effects: {south: [-2, -1, 0]}", "effects: {¦town: 1}", "there is no party 'town'", KNOWN),
    (
        "discount: {north: [",
        "discount: {village: 0.9, north: [",
        "there is no principal 'village'",
        "known are: north, south",
    ),
    ("south: 0.98}", "south: ¦1.1}", "1.1 is outside the scale", "give a number from 0.01 to 1"),
    ("between_offers: [0.5, 1, 2]", "between_offers: ¦0", "0 is outside the scale", "give a number from 0.01 to 1000"),
    ("harvest, by: north", "harvest, by: ¦nort", "there is no party 'nort'", "did you mean 'north'?"),
    ("offers: [2, 3, 4]", "offers: ¦0.5", "0.5 is outside the scale", "give a number from 1 to 1000"),
    ("cost: {north: [1, 2, 4]}", "cost: {¦town: 1}", "there is no party 'town'", KNOWN),
    ("source: deed}\n  together", "source: ¦dead}\n  together", "there is no source 'dead'", "did you mean 'deed'?"),
]


@pytest.mark.parametrize(("old", "new", "wrong", "right"), WRONG)
def test_each_fault_where_it_is_and_in_its_words(old, new, wrong, right):
    if "¦" not in new:
        new = new.replace("village:", "¦village:")
    text, line, column = unmark(change(SMALL_LEVERAGE, old, new))
    found = [(p.place.line, p.place.column, p.wrong, p.right) for p in problems(text)]
    assert found == [(line, column, wrong, right)]


@pytest.mark.parametrize("part", MOST)
def test_more_than_can_be_looked_at(part):
    entry = {
        "gifts": "{name: A gift, by: south, moves: {water: half}}",
        "pressures": "{name: A pressure, effects: {south: -1}}",
        "deadlines": "{name: A date, by: south, offers: 2}",
    }[part]
    many = "".join(f"    n{index}: {entry}\n" for index in range(MOST[part] + 1))
    text = SMALL + "leverage:\n" + ("  time:\n" if part == "deadlines" else "") + f"  {part}:\n{many}"
    if part == "deadlines":
        text = text.replace(f"  {part}:", f"   {part}:")
    (found,) = problems(text)
    assert found.wrong == f"there are {MOST[part] + 1} {part}"
    assert found.right == f"at most {MOST[part]} can be looked at; join those that come together"
    outcome(text.replace(f"    n{MOST[part]}: {entry}\n", ""))


def test_a_discount_of_the_roadmap_counts_its_own_periods():
    bare = change(LEVERAGE, "    discount: {north: [0.9, 0.95, 0.98], south: 0.98}\n", "")
    (found,) = problems(SMALL + ROADMAP + change(bare, "period: week", "period: month"))
    assert found.wrong == "the period is 'month', and the discount of north is the roadmap's, by the 'week'"
    assert found.right == "write 'period: week', or give every principal a discount here"
    loaded(SMALL + ROADMAP + bare)
    loaded(SMALL + ROADMAP + change(LEVERAGE, "period: week", "period: month"))


@pytest.mark.parametrize("text", [SMALL_LEVERAGE, GLANCE_LEVERAGE], ids=["small", "documented"])
def test_what_loads_is_valid_and_can_be_analysed(text):
    VALIDATOR.validate(plain(text.encode()))
    found = find(loaded(text), 3)
    assert found.pressed is not None
    assert found.waiting is not None
    assert found.given


RIGHT = [
    (LEVERAGE, "leverage: {}\n"),
    (", stands: [0.1, 0.2, 0.3]", ""),
    ("stands: [0.1, 0.2, 0.3]", "stands: {value: 0.2, because: It stays, source: deed}"),
    ("[drought, suit]", "[suit, drought]"),
    (", by: north, effects", ", effects"),
    ("offers: [2, 3, 4]", "offers: 3"),
    (", real: [0.3, 0.5, 0.8]", ""),
    ("    between_offers: [0.5, 1, 2]\n", ""),
]


@pytest.mark.parametrize(("old", "new"), RIGHT)
def test_every_form_that_is_right(old, new):
    text = change(SMALL_LEVERAGE, old, new)
    VALIDATOR.validate(plain(text.encode()))
    find(loaded(text), 2)


def test_every_number_has_its_words():
    lines = {
        line.name.removeprefix("leverage/"): (line.party, line.what)
        for line in leverage_numbers(loaded(SMALL_LEVERAGE))
    }
    assert lines == {
        "gifts/trial/stands": ("south", "share of 'A trial of half the water' that stays if talks fail"),
        "pressures/drought/effects/north": ("north", "walk-away value added by 'The drought'"),
        "pressures/drought/effects/village": ("village", "walk-away value added by 'The drought'"),
        "pressures/suit/effects/south": ("south", "walk-away value added by 'The lawsuit'"),
        "pressures/suit/costs/north": ("north", "cost of keeping up 'The lawsuit'"),
        "together/0/effects/south": ("south", "walk-away value added by 'The drought' and 'The lawsuit' together"),
        "time/discount/north": ("north", "worth now of a point one week later, in bargaining"),
        "time/discount/south": ("south", "worth now of a point one week later, in bargaining"),
        "time/between_offers": ("north", "weeks between offers"),
        "time/deadlines/harvest/offers": ("north", "offers that can be made until 'The harvest'"),
        "time/deadlines/harvest/cost/north": ("north", "cost if 'The harvest' passes without a deal"),
        "time/deadlines/harvest/real": ("north", "chance that talks really end with 'The harvest'"),
    }


def test_origins_are_taken_from_around():
    lines = {line.name: line.origin for line in leverage_numbers(loaded(SMALL_LEVERAGE))}
    assert lines["leverage/pressures/suit/effects/south"].source == ("deed",)
    assert lines["leverage/gifts/trial/stands"].judged is not None


@settings(max_examples=600, deadline=None)
@given(edits=st.lists(st.tuples(share(), st.sampled_from(ODD_BELOW_ROADMAP)), min_size=1, max_size=3))
def test_odd_values_are_refused_with_a_place_or_can_be_analysed(edits):
    start = SMALL_LEVERAGE.index("leverage:")
    found = outcome(SMALL_LEVERAGE[:start] + put_odd(SMALL_LEVERAGE[start:], edits))
    if isinstance(found, ScenarioError):
        assert all(problem.place.line >= 1 for problem in found.problems)
    else:
        find(found, 1)
