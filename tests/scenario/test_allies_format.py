"""What a file may say of those who must also agree: where each fault is reported and in which words, and every form that is right."""

import jsonschema
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pourparler.allies.findings import find
from pourparler.scenario.advice import advise
from pourparler.scenario.allies_numbers import allies_numbers
from pourparler.scenario.allies_references import MOST, MOST_GROUPS
from pourparler.scenario.model import json_schema
from pourparler.scenario.problem import ScenarioError
from tests.scenario.allies_cases import ALLIES, GLANCE_ALLIES, SMALL_ALLIES
from tests.scenario.cases import SMALL, change, loaded, outcome, problems, unmark
from tests.scenario.test_fuzz import ODD, assert_usable_or_located, put_odd, share
from tests.scenario.test_schema import plain

VALIDATOR = jsonschema.Draft202012Validator(json_schema())
NUMBER = (
    "write a number, [least, greatest], [least, most likely, greatest], or a distribution such as {pert: [30, 40, 50]}"
)
GUILD = "members: {master: {name: the master, seats: 1, like: north}}"

# What is replaced, by what (the mark stands where the fault is expected), what is wrong, what would be right.
FAULTS = [
    ("of: village", "of: ¦villag", "there is no party 'villag'", "did you mean 'village'?"),
    ("over: {water: [half, all]", "over: {¦watter: [half, all]", "there is no issue 'watter'", "did you mean 'water'?"),
    ("over: {water: [half, all]", "over: {water: [half, ¦al]", "'water' has no option 'al'", "did you mean 'all'?"),
    ("seats: 1, like: north", "seats: 1, like: ¦nort", "there is no party 'nort'", "did you mean 'north'?"),
    ("quota: 4", "quota: ¦8", "the body has 7 votes in all", "give a quota from 1 to 7"),
    ("quota: 4", "quota: ¦0", "'0' is too small", "write 1 or more"),
    ("seats: 3", "seats: ¦0", "'0' is too small", "write 1 or more"),
    ("seats: 3", "seats: ¦10001", "'10001' is too large", "write 10000 or less"),
    (
        GUILD,
        "¦members: {}",
        "the body 'guild' has no members",
        "name at least one group: 'name: {name: ..., seats: ..., like: ...}'",
    ),
    (
        "  correlation: 0.3\n",
        "",
        "there is noise without a correlation",
        "add 'correlation: ', 0 if those who ratify err by themselves, 1 if all err alike",
    ),
    ("correlation: 0.3", "correlation: ¦1.3", "1.3 is outside the scale", "give a number from 0 to 1"),
    ("noise: [2, 4, 6]", "noise: ¦-1", "-1 is outside the scale", "give a number from 0 to 100"),
    ("tilt: [-2, 1, 4]", "tilt: ¦much", "'much' is not a number", NUMBER),
    ("failure: {north: [1, 2, 3], ", "failure: {¦nrth: 1, ", "there is no party 'nrth'", "did you mean 'north'?"),
    (
        "failure: {north: [1, 2, 3], ",
        "failure: {¦village: 1, ",
        "'village' is not a principal and signs nothing",
        "name a principal",
    ),
    ("spoilers: {village:", "spoilers: {¦town:", "there is no party 'town'", "known are: north, south, village"),
    (
        "spoilers: {village: ",
        "spoilers: {¦south: ",
        "'south' is a principal",
        "it blocks by not signing; name a party that does not negotiate",
    ),
    ("over: {water: all}", "over: {water: ¦al}", "'water' has no option 'al'", "did you mean 'all'?"),
    ("over: {water: all}", "over: [¦watr]", "there is no issue 'watr'", "did you mean 'water'?"),
    ("over: {water: all}", "over: ¦watr", "there is no issue 'watr'", "did you mean 'water'?"),
    ("over: {water: all}", "¦over: []", "'village' could block nothing", "write [issue, ...] or {issue: option}"),
    (
        "capability: {north: 100",
        "capability: {¦nort: 1, north: 100",
        "there is no party 'nort'",
        "did you mean 'north'?",
    ),
    (
        "capability: {north: 100, south: [40, 60], village: 20}",
        "capability: {north: 100}",
        "it is not said what 'village' could bring to bear",
        "add 'village: ...' under 'capability:'",
    ),
    (
        "        village: {position: 10",
        "        ¦town: {position: 10",
        "there is no party 'town'",
        "known are: north, south, village",
    ),
    ("position: 10, ", "position: ¦110, ", "110 is outside the scale", "give a number from 0 to 100"),
    (
        "how: its sluice",
        "¦whence: its sluice",
        "the key 'whence' is not known here",
        "known are: because, how, judged, over, quote, source, status",
    ),
]


def faults(text):
    return [(problem.place.line, problem.place.column, problem.wrong, problem.right) for problem in problems(text)]


@pytest.mark.parametrize(("old", "new", "wrong", "right"), FAULTS)
def test_where_a_fault_is_reported(old, new, wrong, right):
    """It is the only one."""
    text = change(SMALL_ALLIES, old, new)
    if "¦" in text:
        text, line, column = unmark(text)
    else:  # what is missing is told where its part or its companion stands
        anchor = "noise" if "noise" in wrong else "village: {position"
        before = text[: text.index(anchor)]
        line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
    assert faults(text) == [(line, column, wrong, right)]


def test_members_like_a_party_that_wants_nothing():
    text = change(
        SMALL_ALLIES, "issues:\n      water: {weight: 100, values: {none: 100, half: 50, all: 0}}", "issues: {}"
    )
    assert {wrong for *_, wrong, _ in faults(text)} == {"'village' has no preferences to share"}


@pytest.mark.parametrize("part", MOST)
def test_as_many_as_the_documentation_allows(part):
    entry = {
        "bodies": "{name: b, quota: 1, members: {m: {name: m, seats: 1, like: north}}}",
        "spoilers": "{over: [water]}",
        "lines": "{name: l, at_0: a, at_100: b, actors: {}}",
    }[part]
    text = SMALL + f"allies:\n  {part}:\n" + "".join(f"    n{index}: {entry}\n" for index in range(MOST[part] + 1))
    assert faults(text)[0][2] == f"there are {MOST[part] + 1} {part}"


def test_as_many_groups_as_the_documentation_allows():
    group = "{name: m, seats: 1, like: north}"
    groups = ", ".join(f"m{index}: {group}" for index in range(MOST_GROUPS + 1))
    text = SMALL + f"allies: {{bodies: {{b: {{name: b, quota: 1, members: {{{groups}}}}}}}}}\n"
    assert [wrong for *_, wrong, _ in faults(text)] == [f"there are {MOST_GROUPS + 1} groups"]


def test_a_line_on_which_nobody_stands():
    text = SMALL + "allies: {lines: {l: {name: l, at_0: a, at_100: b, actors: {}}}}\n"
    assert [wrong for *_, wrong, _ in faults(text)] == ["nobody stands on the line 'l'"]


@pytest.mark.parametrize("text", [SMALL_ALLIES, GLANCE_ALLIES], ids=["small", "documented"])
def test_the_examples_load_are_valid_and_are_answered(text):
    scenario = loaded(text)
    VALIDATOR.validate(plain(text.encode()))
    found = find(scenario, 3, 1)
    assert found.setting.gates
    assert len(found.outlooks) == len(scenario.allies.lines)


def test_all_numbers_in_order():
    found = [
        (line.name.removeprefix("allies/"), line.party, line.what) for line in allies_numbers(loaded(SMALL_ALLIES))
    ]
    assert found == [
        (
            "bodies/moot/members/elders/tilt",
            "village",
            "points by which the elders in the village moot see any deal better",
        ),
        ("noise", "north", "standard deviation of what those who ratify see in a deal"),
        ("correlation", "north", "share of that which they have in common"),
        ("failure/north", "north", "cost of signing what is then not ratified"),
        ("failure/south", "south", "cost of signing what is then not ratified"),
        ("capability/north", "north", "capability"),
        ("capability/south", "south", "capability"),
        ("capability/village", "village", "capability"),
        ("lines/share/actors/north/position", "north", "position on 'How much water is given'"),
        ("lines/share/actors/north/salience", "north", "salience on 'How much water is given'"),
        ("lines/share/actors/village/position", "village", "position on 'How much water is given'"),
        ("lines/share/actors/village/salience", "village", "salience on 'How much water is given'"),
    ]


ADVICE = [
    ("  noise: [2, 4, 6]\n", "", "without noise the correlation changes nothing"),
    ("noise: [2, 4, 6]", "noise: 0", "without noise the correlation changes nothing"),
    ("walk_away: 10\n", "\n", "The village has no walk-away value"),
    (
        "        north: {position: [60, 80, 100], salience: 90}\n",
        "        south: {position: 3, salience: 9}\n",
        "North farm stands on no line",
    ),
    (
        "north: 100, south: [40, 60], village: 20}",
        "north: 0, south: 2, village: 0}",
        "nobody has any weight on 'How much water is given'",
    ),
]


def test_the_small_case_has_one_piece_of_advice():
    assert [each.wrong for each in advise(loaded(SMALL_ALLIES))] == ["South farm stands on no line"]


@pytest.mark.parametrize(("old", "new", "wrong"), ADVICE)
def test_advice(old, new, wrong):
    found = [each for each in advise(loaded(change(SMALL_ALLIES, old, new))) if each.wrong == wrong]
    assert len(found) == 1


def test_advice_where_nobody_ratifies_or_a_spoiler_wants_nothing():
    bare = change(SMALL, "role: ratifier, veto: [water]}", "role: outside power}")
    part = "allies: {noise: 3, correlation: 0.1, failure: {north: 2}, spoilers: {village: {over: [water]}}}\n"
    wrong = [each.wrong for each in advise(loaded(bare + part))]
    assert "nobody has to ratify, so that 'noise' changes nothing" in wrong
    assert "nobody has to ratify, so that 'failure' changes nothing" in wrong
    silent = change(bare, "issues:\n      water: {weight: 100, values: {none: 100, half: 50, all: 0}}", "issues: {}")
    told = [each for each in advise(loaded(silent + part)) if "spoil" in each.right or "block" in each.right]
    assert [each.wrong for each in told] == ["The village has no preferences"]


ODD_BELOW_ALLIES = [
    *ODD,
    *("moot", "village", "north", "[north]", "{a: {b: c}}", "{water: all}", "[[water]]", "{like: north}", "half", "4"),
    *("members", "quota", "over", "seats", "like", "lines", "0.5", "10000", "10001", "true"),
]


@hypothesis_settings(max_examples=800)
@given(
    text=st.sampled_from([SMALL_ALLIES, GLANCE_ALLIES]),
    edits=st.lists(st.tuples(share(), st.sampled_from(ODD_BELOW_ALLIES)), min_size=1, max_size=3),
)
def test_scalars_and_keys_below_allies_replaced_by_odd_ones(text, edits):
    start = text.index("allies:")
    changed = text[:start] + put_odd(text[start:], edits)
    assert_usable_or_located(changed)
    if not isinstance(outcome(changed), ScenarioError):
        VALIDATOR.validate(plain(changed.encode()))


def test_the_part_stands_behind_the_small_case():
    assert SMALL_ALLIES.endswith(ALLIES)
