"""Each piece of advice on what a file says of the way to a deal, where it should be, in its words, and nowhere else."""

import pytest

from pourparler.scenario import load
from pourparler.scenario.advice import advise
from pourparler.scenario.roadmap_advice import advise_on_roadmap
from tests.scenario.cases import FOLDERS, SMALL, change, loaded, unmark
from tests.scenario.roadmap_cases import GLANCE_ROADMAP, SMALL_ROADMAP

ON_THE_WAY = "its moves must lie on the way from today to a target; mend them, or take the step out"
PRETENDED = "add 'saves: ' if it does; until then the chance to find it out changes nothing"
ADD_STEP = "add the step, or leave the issue out of the target"
DISCOUNT = "give the players a 'discount: ', such as 0.98, or accept that a plan may take as long as it will"
BARE = "add 'source: ...' or 'judged: {by: ..., on: ...}'"

NASH = "    fair: nash\n"
MOST = "most: {water: all, rent: 2.5}"
FENCE = "fence: {name: A new fence, by: north, effects: {south: [1, 2, 4], north: -1}, source: deed}"
PLAYERS = """\
  players:
    north: {discount: [0.97, 0.98, 0.99], mistrust: 0.3, reserve: 2}
    south: {discount: 0.99, guarantees: {village: [1, 2, 3]}}
"""
JUDGED = "roadmap:\n  period: week\n  judged: {by: the owner, on: 2024-02-20}\n"


def advice(text):
    return [(p.place.line, p.place.column, p.wrong, p.right) for p in advise(loaded(text))]


def test_none_where_there_is_nothing_to_say():
    assert advice(SMALL_ROADMAP) == []
    assert [*advise_on_roadmap(loaded(SMALL))] == []
    assert [*advise_on_roadmap(loaded(GLANCE_ROADMAP))] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])
def test_the_cases_of_the_project_need_none(folder):
    assert [*advise_on_roadmap(load(folder))] == []


@pytest.mark.parametrize(
    ("old", "new", "wrong", "right"),
    [
        # steps that lead nowhere
        (
            f"{NASH}    {MOST}\n  steps:\n    open:",
            f"    {MOST}\n  steps:\n    ¦less: {{name: Much rent, by: north, moves: {{rent: 3}}}}\n    open:",
            "the step 'Much rent' belongs to no target",
            ON_THE_WAY,
        ),
        (
            "    fence: {",
            "    ¦stay: {name: No rent, by: north, moves: {rent: 0}}\n    fence: {",
            "the step 'No rent' belongs to no target",
            ON_THE_WAY,
        ),
        (
            "    fence: {",
            "    ¦both: {name: Both, by: north, moves: {rent: 1, water: none}}\n    fence: {",
            "the step 'Both' belongs to no target",
            ON_THE_WAY,
        ),
        (
            f"{NASH}    {MOST}\n  steps:\n    open: {{name: Half",
            "    half: {rent: 2.5, water: half}\n  steps:\n    open: {name: Half",
            "the step 'All the water' belongs to no target",
            ON_THE_WAY,
        ),
        # targets out of reach
        (
            MOST,
            "¦most: {water: all, rent: 3}",
            "no step brings 'Rent' to '3 coins', which the target 'most' needs",
            ADD_STEP,
        ),
        (
            MOST,
            "¦most: {options: {water: all, rent: 3}}",
            "no step brings 'Rent' to '3 coins', which the target 'most' needs",
            ADD_STEP,
        ),
        # pretences that bring nothing
        (
            FENCE,
            "fence: {name: A new fence, by: north, effects: {south: 2, north: 1}, check: {chance: ¦0.5}}",
            "North farm saves nothing by pretending 'A new fence'",
            PRETENDED,
        ),
        (
            "saves: [3, 4]}",
            "saves: 0, check: {chance: ¦[0.8, 1]}}",
            "North farm saves nothing by pretending 'Rent'",
            PRETENDED,
        ),
        # time
        (
            PLAYERS,
            "  ¦players:\n    north: {discount: 1, mistrust: 0.3, reserve: 2}\n    south: {reserve: 1}\n",
            "time costs nobody anything",
            DISCOUNT,
        ),
        (JUDGED, JUDGED.replace("roadmap", "¦roadmap"), "time costs nobody anything", DISCOUNT),
        # sources
        (
            "  deed: {title",
            "  ¦map: {title: A map, kind: document}\n  deed: {title",
            "the source 'A map' is used nowhere",
            "use it, or take it out",
        ),
    ],
)
def test_each_advice(old, new, wrong, right):
    """It is the only one."""
    text = change(SMALL_ROADMAP, old, new)
    if "¦" not in new:
        text = change(text, "    more: {name", "    ¦more: {name")
    if wrong.startswith("time") and old is JUDGED:
        text = change(text, PLAYERS, "")
    plain, line, column = unmark(text)
    assert advice(plain) == [(line, column, wrong, right)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # a step may lead to a solution that is not known before it is worked out
        ("    fence: {", "    much: {name: Much rent, by: north, moves: {rent: 4}}\n    fence: {"),
        # issues that stay as today need no step
        (MOST, "most: {rent: 2.5}"),
        (MOST, "most: {rent: 2.5, water: none}"),
        # certain checks, and pretences that save something
        ("saves: [3, 4]}", "saves: 0, check: {chance: 1}}"),
        ("saves: [3, 4]}", "check: {chance: 0.5}}"),
        ("saves: [3, 4]}", "saves: [0, 1], check: {chance: 0.5}}"),
        ("north: -1}, source", "north: [-1, 1]}, check: {chance: 0.5}, source"),
        ("north: -1}, source", "north: 1}, saves: 1, check: {chance: 0.5}, source"),
        # one who discounts is enough
        ("discount: [0.97, 0.98, 0.99], ", ""),
        ("discount: 0.99, ", "discount: [0.98, 1], "),
    ],
)
def test_no_advice_where_all_is_well(old, new):
    assert advice(change(SMALL_ROADMAP, old, new)) == []


STEP = "    step: {{name: A step, by: {}, moves: {}, check: {{chance: 0.5}}}}\n    fence: {{"


@pytest.mark.parametrize(
    ("by", "moves", "saves"),
    [
        ("north", "{rent: 1}", True),  # rent costs it something, also between the amounts that have a value
        ("south", "{rent: 1}", False),
        ("north", "{water: half}", False),
        ("south", "{water: half}", True),
        ("south", "{rent: 1, water: half}", True),
        ("south", "{rent: 3}", False),  # also compared with 2.5, where another step brings it
        ("north", "{rent: 3}", True),
    ],
)
def test_what_moves_cost_who_makes_them(by, moves, saves):
    """Where the whole is the sum of its parts, a pretence saves what a move costs."""
    text = change(SMALL_ROADMAP, "      - when: {water: all, rent: {at_least: 3}}\n        add: -5\n", "")
    text = change(text, "    interactions:\n", "")
    text = change(text, "    fence: {", STEP.format(by, moves))
    text = change(text, MOST, "most: {water: all, rent: 2.5}\n    other: {water: half, rent: 4}")
    found = [wrong for *_, wrong, _ in advice(text) if "saves nothing" in wrong]
    owner = {"north": "North farm", "south": "South farm"}[by]
    assert found == ([] if saves else [f"{owner} saves nothing by pretending 'A step'"])


def test_what_comes_together_may_make_a_move_dear():
    assert advice(change(SMALL_ROADMAP, "    fence: {", STEP.format("north", "{water: half}"))) == []


@pytest.mark.parametrize(
    ("weight", "today", "saves"),
    [("50", "[0, 40]", True), ("50", "[0, 30]", False), ("0", "[0, 40]", False), ("[0, 50]", "[0, 40]", True)],
)
def test_a_range_of_values_may_make_a_move_dear(weight, today, saves):
    """To the south one coin is worth a third of what none is, and two thirds of 50: at least 33."""
    stake = f"rent: {{weight: {weight}, values: {{0: {today}, 1.5: 50, 4: 100}}}}"
    text = change(SMALL_ROADMAP, "rent: {weight: 50, values: {0: 0, 1.5: 50, 4: 100}}", stake)
    text = change(text, "    fence: {", STEP.format("south", "{rent: 1}"))
    found = [wrong for *_, wrong, _ in advice(text) if "saves nothing" in wrong]
    assert found == ([] if saves else ["South farm saves nothing by pretending 'A step'"])


def test_a_step_by_a_party_without_preferences():
    text = change(SMALL_ROADMAP, "  village: {name", "  town: {name: the town, role: outside power}\n  village: {name")
    text = change(text, "    fence: {", "    well: {name: A well, by: town, effects: {south: 1}}\n    fence: {")
    text = change(text, "    well:", "    road: {name: A road, by: town, effects: {south: 1}}\n    well:")
    line = text[: text.index("by: town")].count("\n") + 1
    found = [found for found in advice(text) if "does a step" in found[2]]
    right = "add them; until then no move is worth anything to it, or costs it anything"
    column = text.splitlines()[line - 1].index("town") + 1
    assert found == [(line, column, "the town does a step and has no preferences", right)]


def test_options_without_an_order_are_reached_in_one_move():
    text = change(SMALL_ROADMAP, "    today: none\n", "    today: none\n    ordered: false\n")
    text = change(text, NASH, "")
    assert [found[2:] for found in advice(text)] == [("the step 'Half the water' belongs to no target", ON_THE_WAY)]


def test_steps_back_from_today():
    text = change(SMALL_ROADMAP, "    today: none\n", "    today: all\n")
    text = change(change(text, NASH, ""), MOST, "most: {water: none, rent: 2.5}")
    text = change(text, "    today: 0\n", "    today: 1\n")
    found = [found[2] for found in advice(text)]
    assert "no step brings 'Water' to 'No water', which the target 'most' needs" in found
    assert "the step 'All the water' belongs to no target" in found
    assert "the step 'Half the water' belongs to no target" not in found


def test_numbers_without_origin_are_counted_by_step_and_player():
    text = change(SMALL_ROADMAP, JUDGED, "roadmap:\n  period: week\n")
    one, many = "this number has neither source nor judgement", "{} numbers here have neither source nor judgement"
    expected = [
        ("open: {name", many.format(3)),
        ("more: {name", many.format(2)),
        ("saves: [3, 4]", one),
        ("north: {discount", many.format(3)),
        ("south: {discount", many.format(2)),
        ("fee: 0.2", one),
        ("hazard: [", one),
        ("guarantee: 5", one),
    ]
    lines = [(text[: text.index(part)].count("\n") + 1, wrong, BARE) for part, wrong in expected]
    assert sorted((line, wrong, right) for line, _, wrong, right in advice(text)) == sorted(lines)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (JUDGED, JUDGED + "  source: map\n"),
        ("undo: {takes: 1", "undo: {source: map, takes: 1"),
        ("undo: {takes: 1", "undo: {takes: {value: 1, source: map}"),
        ("check: {chance", "check: {source: map, chance"),
        ("lag: 0.5", "lag: {value: 0.5, source: map}"),
        ("source: deed}\n  players", "source: [deed, map]}\n  players"),
        ("saves: [3, 4]", "saves: {value: 4, source: map}"),
        ("saves: [3, 4]", "saves: {value: 4, status: assumed}, source: map"),
        ("reserve: 2", "reserve: 2, source: map"),
        ("{village: [1, 2, 3]}", "{village: {value: 2, source: map}}"),
        ("fee: 0.2", "fee: {value: 0.2, source: map}"),
        ("hazard: [0.3, 0.5, 0.7]", "hazard: {value: 0.5, source: map}"),
        ("guarantee: 5", "guarantee: {value: 5, source: map}"),
    ],
)
def test_sources_used_below_roadmap_are_used(old, new):
    text = change(SMALL_ROADMAP, "  deed: {title", "  map: {title: A map, kind: document}\n  deed: {title")
    assert [wrong for *_, wrong, _ in advice(text)] == ["the source 'A map' is used nowhere"]
    used = change(text, old, new)
    assert advice(used) == []
