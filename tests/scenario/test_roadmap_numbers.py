"""Every number below `roadmap`: its meaning, who says so, where it stands; and that it is drawn by itself."""

import re

import numpy as np
import pytest

from pourparler.answer import Status
from pourparler.scenario import load
from pourparler.scenario.conduct_numbers import conduct_numbers
from pourparler.scenario.numbers import numbers
from pourparler.scenario.roadmap_numbers import roadmap_numbers
from pourparler.scenario.yaml_reader import read_yaml
from tests.scenario.cases import ROOT, SMALL, change, loaded, tables_of
from tests.scenario.roadmap_cases import GLANCE_ROADMAP, SMALL_ROADMAP
from tests.scenario.test_conduct_numbers import LEGAL, numbers_written

FOLDER = ROOT / "scenarios" / "korea-2018"
KOREA = (FOLDER / "scenario.yaml").read_text("utf-8")
TABLES = tables_of(FOLDER)


def lines_of(text, tables=None):
    return roadmap_numbers(loaded(text, tables))


def by_name(text):
    return {line.name.removeprefix("roadmap/"): line for line in lines_of(text)}


def test_all_numbers_in_order():
    found = [(name, line.party, line.what, str(line.value)) for name, line in by_name(SMALL_ROADMAP).items()]
    assert found == [
        ("steps/open/duration", "south", "weeks that 'Half the water' takes", "2 (1 to 3)"),
        ("steps/open/undo/takes", "south", "weeks to undo 'Half the water'", "1"),
        ("steps/open/undo/cost", "south", "cost of undoing 'Half the water'", "1 (0 to 2)"),
        (
            "steps/more/check/chance",
            "south",
            "chance that a pretended 'All the water' is found out",
            "0.7 (0.5 to 0.9)",
        ),
        ("steps/more/check/lag", "south", "weeks to check 'All the water'", "0.5"),
        ("steps/pay/saves", "north", "saved by pretending 'Rent'", "3 to 4"),
        ("steps/fence/effects/south", "north", "effect of 'A new fence' on South farm", "2 (1 to 4)"),
        ("steps/fence/effects/north", "north", "effect of 'A new fence' on North farm", "-1"),
        ("players/north/discount", "north", "worth now of a point one week later", "0.98 (0.97 to 0.99)"),
        ("players/north/mistrust", "north", "belief that the other side is out to take and run", "0.3"),
        ("players/north/reserve", "north", "reputation lost by breaking faith", "2"),
        ("players/south/discount", "south", "worth now of a point one week later", "0.99"),
        ("players/south/guarantees/village", "south", "guarantee by The village", "2 (1 to 3)"),
        ("fee", "south", "cost of an escrow to each who uses it", "0.2"),
        ("hazard", "south", "chance that an opportunist defects at any one step", "0.5 (0.3 to 0.7)"),
        ("mends/guarantee", "south", "largest guarantee to be had", "5"),
    ]


def test_a_case_without_roadmap_has_none():
    assert lines_of(SMALL) == ()


OPEN = "duration: [1, 2, 3], undo: {takes: 1, cost: [0, 1, 2]}"
JUDGED = "  judged: {by: the owner, on: 2024-02-20}\n  targets"


# What is said for the number, around it (undo) and for the step.
@pytest.mark.parametrize(
    ("number", "undo", "step", "status", "because"),
    [
        ("1", "", "", Status.JUDGED, None),
        ("1", "", "because: step, ", Status.JUDGED, "step"),
        ("1", "because: undo, ", "because: step, ", Status.JUDGED, "undo"),
        ("{value: 1, because: number}", "because: undo, ", "because: step, ", Status.JUDGED, "number"),
        ("1", "", "source: deed, ", Status.QUOTED, None),
        ("1", "source: deed, ", "status: computed, ", Status.QUOTED, None),
        ("{value: 1, status: assumed}", "source: deed, ", "status: computed, ", Status.ASSUMED, None),
        ("1", "status: corrected, ", "", Status.CORRECTED, None),
    ],
)
def test_where_a_number_is_from(number, undo, step, status, because):
    text = change(SMALL_ROADMAP, OPEN, f"{step}duration: 2, undo: {{{undo}takes: {number}}}")
    line = by_name(text)["steps/open/undo/takes"]
    assert line.origin.standing() is status
    assert line.origin.because == because
    assert (line.origin.source == ("deed",)) == (status is Status.QUOTED)


def test_what_holds_for_all_holds_where_nothing_else_is_said():
    lines = by_name(SMALL_ROADMAP)
    assert {name for name, line in lines.items() if line.origin.judged is None} == {
        "steps/fence/effects/south",
        "steps/fence/effects/north",
    }
    bare = by_name(change(SMALL_ROADMAP, JUDGED, "  targets"))
    assert {name for name, line in bare.items() if line.origin.says_where_from} == {
        "steps/fence/effects/south",
        "steps/fence/effects/north",
    }


def test_checks_and_players_say_where_their_numbers_are_from():
    text = change(SMALL_ROADMAP, "lag: 0.5", "lag: 0.5, because: seals")
    text = change(text, "reserve: 2", "reserve: 2, source: deed")
    lines = by_name(text)
    assert {lines[f"steps/more/check/{key}"].origin.because for key in ("chance", "lag")} == {"seals"}
    assert {lines[f"players/north/{key}"].origin.source for key in ("discount", "mistrust")} == {("deed",)}


@pytest.mark.parametrize("text", [SMALL_ROADMAP, GLANCE_ROADMAP, KOREA], ids=["small", "documented", "korea"])
def test_names_and_anchors_are_unique_and_legal(text):
    """Also beside the numbers of the other parts."""
    scenario = loaded(text, TABLES)
    lines = (*numbers(scenario), *conduct_numbers(scenario), *roadmap_numbers(scenario))
    assert len({line.name for line in lines}) == len(lines)
    assert len({line.anchor for line in lines}) == len(lines)
    for line in lines:
        assert line.place is not None
    for line in roadmap_numbers(scenario):
        assert LEGAL.fullmatch(line.anchor), line.anchor


NOT_NUMBERS = ("targets", "moves")  # amounts that name an option


@pytest.mark.parametrize(
    ("text", "tables"),
    [(SMALL_ROADMAP, {}), (GLANCE_ROADMAP, {}), (KOREA, TABLES)],
    ids=["small", "documented", "korea"],
)
def test_every_number_has_a_line_a_place_and_a_standing(text, tables):
    tree = read_yaml(text, "scenario.yaml").content["roadmap"]
    found = {
        path[:-1] if path[-1] == "value" else path: place
        for path, place in numbers_written(tree, ("roadmap",))
        if not {*NOT_NUMBERS} & {*path}
    }
    lines = {line.path: line for line in lines_of(text, tables)}
    assert set(found) == set(lines)
    assert len(lines) > 10
    for path, place in found.items():
        assert lines[path].place.line == place.line
        assert lines[path].origin.says_where_from
        assert lines[path].what


def test_the_korean_file_says_who_judged():
    assert {line.origin.standing() for line in roadmap_numbers(load(FOLDER))} == {Status.JUDGED}


BLOCK = re.search(r"^roadmap:\n(?:[ #].*\n|\n)*", SMALL_ROADMAP, re.MULTILINE)[0]
RANGES = [found.span() for found in re.finditer(r"\[[0-9][0-9., ]*\]", BLOCK)]


@pytest.mark.parametrize("span", RANGES, ids=str)
def test_a_changed_number_changes_its_own_draws_and_no_others(span):
    before = {line.name: line.draws(50, 7) for line in lines_of(SMALL_ROADMAP)}
    start = SMALL_ROADMAP.index(BLOCK)
    low, *_, high = (float(part) for part in BLOCK[slice(*span)].strip("[]").split(","))
    text = (
        SMALL_ROADMAP[: start + span[0]] + f"[{low}, {low + (high - low) / 3:.6g}]" + SMALL_ROADMAP[start + span[1] :]
    )
    after = {line.name: line for line in lines_of(text)}
    differ = [name for name, line in after.items() if not np.array_equal(line.draws(50, 7), before[name])]
    assert len(differ) == 1
    assert after[differ[0]].place.line == SMALL_ROADMAP[: start + span[0]].count("\n") + 1
