"""Every number below `process`: its meaning, who says so, where it stands; and that it is drawn by itself."""

import re

import numpy as np
import pytest

from pourparler.answer import Status
from pourparler.scenario.all_numbers import all_numbers
from pourparler.scenario.process_numbers import decides, other_side, process_numbers
from pourparler.scenario.yaml_reader import read_yaml
from tests.scenario.cases import FOLDERS, SMALL, change, loaded, tables_of
from tests.scenario.process_cases import GLANCE_PROCESS, GLANCE_TREE, SMALL_PROCESS, SMALL_TREE
from tests.scenario.test_conduct_numbers import LEGAL, numbers_written

SMALL_TEXTS = [SMALL_PROCESS, SMALL_TREE, GLANCE_PROCESS, GLANCE_TREE]
IDS = ["small", "tree", "documented", "documented tree"]
WITH_PROCESS = [folder for folder in FOLDERS if "\nprocess:\n" in (folder / "scenario.yaml").read_text("utf-8")]


def by_name(text):
    return {line.name.removeprefix("process/"): line for line in process_numbers(loaded(text))}


def test_all_numbers_of_formats_in_order():
    found = [(name, line.party, line.what, str(line.value)) for name, line in by_name(SMALL_PROCESS).items()]
    worse, table = "chance of taking the worse of two choices ten points apart", "'sons first, then a table'"
    assert found == [
        ("types/fair/chance", "south", "chance that it is 'fair'", "0.3 (0.2 to 0.4)"),
        ("types/sly/chance", "south", "chance that it is 'sly'", "0.7"),
        ("agreements/half/broken/north/all", "north", "worth of 'Half the water for rent' broken by South farm", "25 (20 to 30)"),
        ("agreements/half/broken/south/fair", "south", "worth of breaking 'Half the water for rent', if it is 'fair'", "40"),
        ("agreements/half/broken/south/sly", "south", "worth of breaking 'Half the water for rent', if it is 'sly'", "65 (60 to 70)"),
        ("agreements/words/worth/north/fair", "north", "worth of 'A handshake', if South farm is 'fair'", "55"),
        ("agreements/words/worth/north/sly", "north", "worth of 'A handshake', if South farm is 'sly'", "45"),
        ("agreements/words/worth/south/all", "south", "worth of 'A handshake'", "50"),
        ("agreements/best/worth/south/fair", "south", "worth of 'The fair deal', if it is 'fair'", "80"),
        ("agreements/best/worth/south/all", "south", "worth of 'The fair deal'", "70"),
        ("ends/quarrel/worth/north/all", "north", "worth where 'they quarrel'", "10 (5 to 20)"),
        ("ends/quarrel/worth/south/all", "south", "worth where 'they quarrel'", "12"),
        ("ends/as-now/worth/north/all", "north", "worth where 'all stays as it is'", "35"),
        ("ends/as-now/worth/south/fair", "south", "worth where 'all stays as it is', if it is 'fair'", "35"),
        ("ends/as-now/worth/south/all", "south", "worth where 'all stays as it is'", "40"),
        ("signals/map/cost/fair", "south", "cost of 'South hands over its map', if it is 'fair'", "1"),
        ("signals/map/cost/sly", "south", "cost of 'South hands over its map', if it is 'sly'", "5 (4 to 6)"),
        ("signals/map/brings/north", "north", "what 'South hands over its map' brings by itself", "2 (1 to 3)"),
        ("signals/rain/chance/all", "south", "chance of 'It rains'", "0.4"),
        ("formats/walk/delay", "north", "weeks until 'a walk along the well'", "0 to 1"),
        ("formats/walk/brings/south", "south", "what 'a walk along the well' brings by itself", "2"),
        ("formats/walk/error", "north", f"{worse} in the room of 'a walk along the well'", "0.2 (0.1 to 0.35)"),
        ("formats/walk/failure/quarrel", "north",
         "chance that 'a walk along the well' leads to 'they quarrel' without an agreement", "0.4 (0.3 to 0.5)"),
        ("formats/walk/failure/as-now", "north",
         "chance that 'a walk along the well' leads to 'all stays as it is' without an agreement", "0.6"),
        ("formats/table/delay", "north", f"weeks until {table}", "3"),
        ("formats/table/leverage/north", "north", f"change of what it has without an agreement while {table} is prepared", "-1 (-2 to 0)"),
        ("formats/table/leverage/south", "south", f"change of what it has without an agreement while {table} is prepared", "-1"),
        ("formats/table/failure/quarrel", "north", f"chance that {table} leads to 'they quarrel' without an agreement", "0.1"),
        ("formats/table/failure/as-now", "north", f"chance that {table} leads to 'all stays as it is' without an agreement", "0.9"),
        ("formats/table/stop/as-now", "north", f"chance that stopping before {table} leads to 'all stays as it is'", "1"),
        ("formats/stay/failure/quarrel", "north", "chance that 'staying at home' leads to 'they quarrel' without an agreement", "0.2"),
        ("formats/stay/failure/as-now", "north", "chance that 'staying at home' leads to 'all stays as it is' without an agreement", "0.8"),
        ("waiting/north", "north", "cost of each week of waiting", "0.3 (0.1 to 0.5)"),
        ("waiting/south", "south", "cost of each week of waiting", "0.2"),
        ("errors/north", "north", worse, "0.05"),
        ("errors/south", "south", worse, "0.05 (0.02 to 0.1)"),
    ]  # fmt: skip


def test_all_numbers_of_a_tree_in_order():
    found = [(name, line.party, line.what, str(line.value)) for name, line in by_name(SMALL_TREE).items()]
    dry, wet = "tree/branches/dry", "tree/branches/wet"
    give = "branches/ask/branches/give/worth"
    assert found == [
        ("errors/north", "north", "chance of taking the worse of two choices ten points apart", "0.02"),
        (f"{dry}/chance", "north", "chance of 'dry'", "0.4 (0.3 to 0.5)"),
        (f"{dry}/{give}/north", "north", "what it gets after dry, then ask, then give", "4"),
        (f"{dry}/{give}/south", "south", "what it gets after dry, then ask, then give", "6 to 9"),
        (f"{dry}/branches/ask/branches/keep/worth/south", "south", "what it gets after dry, then ask, then keep", "-2"),
        (f"{dry}/branches/wait/worth/north", "north", "what it gets after dry, then wait", "1"),
        (f"{wet}/chance", "north", "chance of 'wet'", "0.6"),
        (f"{wet}/worth/village", "village", "what it gets after wet", "2"),
        (f"{wet}/{give}/north", "north", "what it gets after wet, then ask, then give", "-4"),
        (f"{wet}/{give}/south", "south", "what it gets after wet, then ask, then give", "3"),
    ]


def test_words_at_the_beginning_of_a_tree_and_of_chance_further_down():
    text = change(SMALL_TREE, "    move: chance\n", "    move: chance\n    worth: {north: 3}\n")
    assert by_name(text)["tree/worth/north"].what == "what it gets at the beginning"
    lower = "say nothing: {move: chance, branches: {rain: {chance: 1}}}"
    chance = by_name(change(SMALL_TREE, "say nothing: {}", lower))
    name = "tree/branches/wet/branches/say nothing/branches/rain/chance"
    assert chance[name].what == "chance of 'rain' after wet, then say nothing"


def test_a_case_without_it_has_none():
    assert process_numbers(loaded(SMALL)) == ()


@pytest.mark.parametrize(
    ("old", "new", "sides"),
    [
        ("  by: north\n  other: south\n", "", ("north", "south")),
        ("  by: north\n  other: south\n", "  by: south\n", ("south", "north")),
        ("  other: south\n", "", ("north", "south")),
    ],
)
def test_sides_by_default(old, new, sides):
    scenario = loaded(change(SMALL_PROCESS, old, new))
    assert (decides(scenario), other_side(scenario)) == sides
    mediator = loaded(change(change(SMALL_PROCESS, old, new), "briefed: north\n", ""))
    assert (decides(mediator), other_side(mediator)) == sides


# What is said for the number, and for the part around it.
@pytest.mark.parametrize(
    ("number", "around", "status", "because"),
    [
        ("50", "", Status.JUDGED, None),
        ("50", ", because: around", Status.JUDGED, "around"),
        ("{value: 50, because: number}", ", because: around", Status.JUDGED, "number"),
        ("50", ", source: deed", Status.QUOTED, None),
        ("{value: 50, status: assumed}", ", source: deed", Status.ASSUMED, None),
    ],
)
def test_where_a_number_is_from(number, around, status, because):
    text = change(SMALL_PROCESS, "fair: 55, sly: 45}, south: 50}", f"fair: 55, sly: 45}}, south: {number}}}{around}")
    line = by_name(text)["agreements/words/worth/south/all"]
    assert line.origin.standing() is status
    assert line.origin.because == because
    assert (line.origin.source == ("deed",)) == (status is Status.QUOTED)


def test_what_is_said_of_a_point_of_a_tree_holds_below_it():
    text = change(SMALL_TREE, "        knows: rain fell\n", "        knows: rain fell\n        source: deed\n")
    sources = {name: line.origin.source for name, line in by_name(text).items()}
    assert {name for name, source in sources.items() if source} == {
        n for n in sources if n.startswith("tree/branches/wet")
    }


@pytest.mark.parametrize("text", SMALL_TEXTS, ids=IDS)
def test_names_and_anchors_are_unique_and_legal(text):
    """Also beside the numbers of the other parts."""
    lines = all_numbers(loaded(text))
    assert len({line.name for line in lines}) == len({line.anchor for line in lines}) == len(lines)
    for line in process_numbers(loaded(text)):
        assert LEGAL.fullmatch(line.anchor), line.anchor
        assert line.place is not None


def test_names_of_branches_in_any_letters_make_anchors_of_their_own():
    names = ["a b", "a-b", "a_b", "é", "e", "xe9", "e é", "名 前", "名前", "ª"]
    below = ", ".join(f"{name}: {{worth: {{north: 1}}}}" for name in names)
    lines = process_numbers(loaded(SMALL + f"process:\n  tree: {{move: north, branches: {{{below}}}}}\n"))
    assert len({line.anchor for line in lines}) == len(names)
    assert all(LEGAL.fullmatch(line.anchor) for line in lines)


def lines_and_places(text, scenario):
    tree = read_yaml(text, "scenario.yaml").content["process"]
    found = {}
    for path, place in numbers_written(tree, ("process",)):
        if "deal" not in path:  # amounts that name an option
            found[path[:-1] if path[-1] == "value" else path] = place
    return found, {line.path: line for line in process_numbers(scenario)}


def assert_every_number_has_a_line(text, scenario):
    found, lines = lines_and_places(text, scenario)
    short = {path if path in lines else (*path, "all") for path in found}
    assert short == set(lines)
    assert len(lines) > 8
    for path, place in found.items():
        line = lines.get(path) or lines[(*path, "all")]
        assert line.place.line == place.line
        assert line.origin.says_where_from
        assert re.fullmatch(r"\S.*[^\s:.]", line.what)


@pytest.mark.parametrize("text", SMALL_TEXTS, ids=IDS)
def test_every_number_has_a_line_a_place_and_a_standing(text):
    assert_every_number_has_a_line(text, loaded(text))


@pytest.mark.parametrize("folder", WITH_PROCESS, ids=lambda folder: folder.name)
def test_the_cases_say_where_every_number_is_from(folder):
    text = (folder / "scenario.yaml").read_text("utf-8")
    assert_every_number_has_a_line(text, loaded(text, tables_of(folder)))


def test_some_cases_have_it():
    assert {"korea-2018", "summit-exercise"} <= {folder.name for folder in WITH_PROCESS}


RANGES = [
    pytest.param(text, found.span(), id=f"{name}:{text.count(chr(10), 0, found.start()) + 1}:{found.start()}")
    for text, name in ((SMALL_PROCESS, "small"), (SMALL_TREE, "tree"))
    for found in re.finditer(r"\[-?[0-9][0-9., -]*\]", text)
    if found.start() > text.index("\nprocess:")
]


@pytest.mark.parametrize(("text", "span"), RANGES)
def test_a_changed_number_changes_its_own_draws_and_no_others(text, span):
    before = {name: line.draws(50, 7) for name, line in by_name(text).items()}
    low, *_, high = (float(part) for part in text[slice(*span)].strip("[]").split(","))
    after = by_name(text[: span[0]] + f"[{low}, {low + (high - low) / 3:.6g}]" + text[span[1] :])
    differ = [name for name, line in after.items() if not np.array_equal(line.draws(50, 7), before[name])]
    assert len(differ) == 1
    assert after[differ[0]].place.line == text[: span[0]].count("\n") + 1
