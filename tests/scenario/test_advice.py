"""Each piece of advice appears where it should, and nowhere else."""

import pytest

from pourparler.scenario import load
from pourparler.scenario.advice import advise
from tests.scenario.cases import FOLDERS, GLANCE, SMALL, TEMPLATE, change, loaded, unmark


def advice(text):
    return [(p.place.line, p.place.column, p.wrong, p.right) for p in advise(loaded(text))]


@pytest.mark.parametrize("text", [SMALL, TEMPLATE], ids=["small", "template"])
def test_none_where_there_is_nothing_to_say(text):
    assert advice(text) == []


def test_the_documented_example():
    """It says nothing of its council and supplier, which is the only thing to say."""
    assert [wrong for *_, wrong, _ in advice(GLANCE)] == [
        "Works council has no preferences",
        "Main supplier has no preferences",
    ]


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])
def test_the_cases_of_the_project_need_none(folder):
    assert advise(load(folder)) == ()


WATER = "      water: {weight: 60, values: {none: 0, half: [50, 60, 70], all: 100}}"
COUNCIL = "    judged: {by: the council, on: 2024-02-20}\n"
RULE = "  - if: {water: all}\n    then: {rent: {at_least: 1}}\n"


@pytest.mark.parametrize(
    ("old", "new", "wrong", "right"),
    [
        # weights
        (
            "    issues:\n" + WATER,
            "    ¦issues:\n" + WATER.replace("60", "70", 1),
            "the weights of North farm add up to 110",
            "used as shares of their sum",
        ),
        (
            "    issues:\n" + WATER,
            "    ¦issues:\n" + WATER.replace("60", "[50, 61, 70]", 1),
            "the weights of North farm add up to 101",
            "100",
        ),
        (
            "    issues:\n" + WATER + "\n      rent: {weight: 40,",
            "    ¦issues:\n" + WATER.replace("60", "0", 1) + "\n      rent: {weight: 0,",
            "all weights of North farm are 0",
            "a weight",
        ),
        # values that do not span the scale
        (
            WATER,
            WATER.replace("values", "¦values").replace("100", "90"),
            "the values go from 0 to 90",
            "the worst option 0 and the best 100",
        ),
        (
            WATER,
            WATER.replace("values", "¦values").replace("none: 0", "none: 5"),
            "the values go from 5 to 100",
            "the worst option 0",
        ),
        # what is missing
        (
            "  south:\n    source: deed\n    walk_away: 30\n",
            "  ¦south:\n    source: deed\n",
            "South farm has no walk-away value",
            "today's state stands for it",
        ),
        (
            f"  village:\n{COUNCIL}    walk_away: 10\n",
            f"  ¦village:\n{COUNCIL}",
            "The village has no walk-away value",
            "today's state stands for it",
        ),
        (
            "parties:\n",
            "parties:\n  ¦guest: {name: A guest, role: outside power}\n",
            "A guest has no preferences",
            "whether a deal hurts it",
        ),
        # options and issues nobody wants
        (
            "issues:\n  water:",
            "issues:\n  ¦view: {name: The view, options: {a: A, b: B}, today: a}\n  water:",
            "no party has a stake in The view",
            "leave the issue out",
        ),
        # origins
        (
            COUNCIL + "    walk_away: 10",
            "    walk_away: ¦10",
            "this number has neither source nor judgement",
            "add 'source",
        ),
        (
            "  dry:\n    says: The old well is dry\n    source: deed",
            "  ¦dry:\n    says: Dry",
            "this claim has neither source nor judgement",
            "add 'source",
        ),
        (
            "sources:\n",
            "sources:\n  ¦map: {title: A map, kind: document}\n",
            "the source 'A map' is used nowhere",
            "use it, or take it out",
        ),
        # rules
        (
            RULE,
            RULE.replace("if: {water: all}", "¦if: {water: none}"),
            "today's options break this rule",
            "mend the rule",
        ),
        (RULE, "  - ¦never: {water: none, rent: {at_most: 1}}\n", "today's options break this rule", "mend the rule"),
        (
            RULE,
            "  - ¦at_most_one: [{water: none}, {rent: 4}, {rent: 0}]\n",
            "today's options break this rule",
            "mend the rule",
        ),
        (
            RULE,
            "  - ¦if: {water: all}\n    then: {rent: 4}\n  - if: {rent: 4}\n    then: {water: all}\n",
            "this rule runs in a circle with the rule in line LINE+2: 'All of it' (Water) stands or falls",
            "if that is meant, all is well",
        ),
    ],
)
def test_each_advice(old, new, wrong, right):
    plain, line, column = unmark(change(SMALL, old, new))
    found = [each for each in advice(plain) if wrong.replace("LINE+2", str(line + 2)) in each[2]]
    assert len(found) == 1, advice(plain)
    assert found[0][:2] == (line, column)
    assert right in found[0][3]


def test_an_option_nobody_values():
    text, line, column = unmark(change(SMALL, "all: All of it}", "all: All of it, salt: ¦Salt}"))
    for values in ("half: [50, 60, 70], all: 100}", "half: 40, all: 0}", "half: 50, all: 0}"):
        text = change(text, values, values[:-1] + ", salt: [0, 0]}")
    assert advice(text) == [(line, column, "nobody values 'Salt' (Water)", "leave it out if nobody would ask for it")]
    assert advice(change(text, "half: 40, all: 0, salt: [0, 0]}", "half: 40, all: 0, salt: [0, 1]}")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    walk_away: 10\n", "    walk_away: {value: 10, because: x}\n"),
        ("{none: 0, half: [50, 60, 70], all: 100}", "{none: [0, 0, 10], half: [50, 60, 70], all: 100}"),
        (WATER, WATER.replace("60", "{value: 60, status: assumed}", 1)),
        ("    source: deed\n    walk_away: 30", "    source: [deed]\n    walk_away: 30"),
        ("role: ratifier, veto: [water]", "role: ratifier, veto: {water: all}"),
        (RULE, RULE.replace("{at_least: 1}", "[0, 1]")),
    ],
)
def test_no_advice_where_all_is_well(old, new):
    assert advice(change(SMALL, old, new)) == []


def test_an_outside_power_without_veto_needs_no_walk_away_value():
    text = change(SMALL, "role: ratifier, veto: [water]}", "role: outside power}")
    assert advice(change(text, "    walk_away: 10\n", "")) == []


def test_numbers_without_origin_are_counted_by_issue():
    text = change(SMALL, COUNCIL, "")
    line = text[: text.index("      water: {weight: 100")].count("\n") + 1
    assert [(row, column, wrong) for row, column, wrong, _ in advice(text)] == [
        (line - 2, 16, "this number has neither source nor judgement"),
        (line, 7, "4 numbers here have neither source nor judgement"),
    ]


def test_advice_stands_in_file_order():
    text = change(SMALL, "sources:\n", "sources:\n  map: {title: A map, kind: document}\n")
    text = change(text, "    walk_away: 30\n", "")
    text = change(text, "today: none", "today: all")
    lines = [line for line, *_ in advice(text)]
    assert lines == sorted(lines)
    assert len(lines) == 3
