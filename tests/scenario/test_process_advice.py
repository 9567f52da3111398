"""Each piece of advice on what a file says of how to meet, where it should be, in its words, and nowhere else."""

import pytest

from pourparler.scenario import load
from pourparler.scenario.advice import advise
from pourparler.scenario.process_advice import advise_on_process
from tests.scenario.cases import FOLDERS, SMALL, change, loaded, unmark
from tests.scenario.process_cases import GLANCE_PROCESS, GLANCE_TREE, PROCESS, SMALL_PROCESS, SMALL_TREE

SHARES = "make them add up to 1, or accept that they are used as shares of their sum"
USE = "name it in a format, or take it out"
STAY = "    stay: {name: staying at home, failure: {quarrel: 0.2, as-now: 0.8}}\n"
WAITING = "  waiting: {north: [0.1, 0.3, 0.5], south: 0.2}\n"
MEETING = "add not to meet: a format without 'can_sign'"


def advice(text):
    return [(p.place.line, p.place.column, p.wrong, p.right) for p in advise(loaded(text))]


@pytest.mark.parametrize("text", [SMALL_PROCESS, SMALL_TREE])
def test_none_where_there_is_nothing_to_say(text):
    assert advice(text) == []


@pytest.mark.parametrize("text", [SMALL, GLANCE_PROCESS, GLANCE_TREE])
def test_none_on_the_documented_examples(text):
    assert [*advise_on_process(loaded(text))] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])
def test_the_cases_of_the_project_need_none(folder):
    assert [*advise_on_process(load(folder))] == []


@pytest.mark.parametrize(
    ("old", "new", "wrong", "right"),
    [
        ("chance: 0.7}", "chance: 0.4}", "the chances of the types add up to 0.7", SHARES),
        ("failure: {quarrel: 0.1, as-now: 0.9}", "¦failure: {quarrel: 0.1, as-now: 0.8}",
         "the chances of these ends add up to 0.9", SHARES),
        ("stop: {as-now: 1}", "¦stop: {as-now: 0.5}", "the chances of these ends add up to 0.5", SHARES),
        ("can_sign: [half, best]", "can_sign: half", "no format uses 'best'", USE),
        ("before: [map, rain]", "before: map", "no format uses 'rain'", USE),
        ("  signals:\n", "    ¦flood: {name: a flood, worth: {north: 1, south: 1}}\n  signals:\n", "no format uses 'flood'", USE),
        (STAY, "", "every format is a meeting", MEETING),
        (WAITING, "", "time passes before the meeting and costs nobody anything", "add 'waiting: ' if it does"),
    ],
)  # fmt: skip
def test_each_advice(old, new, wrong, right):
    """It is the only one."""
    text = change(SMALL_PROCESS, old, new)
    if "¦" not in new:
        mark = {
            "types": "  types:",
            "best": "    best: {",
            "rain": "    rain: {",
            "every": "  formats:",
            "time": "delay: [0, 1]",
        }
        part = mark[next(word for word in mark if word in wrong)]
        text = change(
            text, part, part.replace(part.lstrip(), "¦" + part.lstrip()) if "delay" not in part else "delay: ¦[0, 1]"
        )
    plain, line, column = unmark(text)
    assert advice(plain) == [(line, column, wrong, right)]


def test_one_type_and_one_format():
    text = change(SMALL_PROCESS, "    fair: {name: fair, chance: [0.2, 0.3, 0.4]}\n", "")
    text = change(text, "chance: 0.7}", "chance: 1}").replace("fair:", "all:").replace("sly: [60, 65, 70]", "sly: 1")
    text = (
        text.replace("{all: 55, sly: 45}", "45").replace("{all: 35, all: 40}", "40").replace("{all: 80, all: 70}", "80")
    )
    found = [found[2:] for found in advice(text)]
    assert found == [("there is one type, so nothing can be learnt", "add what else the other side may be")]
    start, end = PROCESS.index("    walk:\n"), PROCESS.index("  waiting:")
    one = SMALL + PROCESS[:start] + STAY + PROCESS[end:]
    told = [wrong for *_, wrong, _ in advice(one)]
    assert "there is one format, so there is nothing to choose" in told
    assert "waiting has a cost, and no format makes anybody wait" in told
    assert sorted(wrong for wrong in told if "no format uses" in wrong) == [
        f"no format uses '{name}'" for name in ("best", "half", "map", "rain", "words")
    ]


def test_more_than_one_other_side():
    text = change(SMALL_PROCESS, "  village: {name", "  mill: {name: The mill, role: principal}\n  village: {name")
    text = change(
        text,
        "  village:\n    judged",
        "  mill: {judged: {by: me, on: 2024-02-20}, walk_away: 1, issues: {}}\n  village:\n    judged",
    )
    assert [*advise_on_process(loaded(text))] == []
    plain = change(text, "  other: south\n", "")
    (found,) = advise_on_process(loaded(plain))
    assert found.wrong == "there are 2 other principals; South farm is taken"
    assert found.right == "add 'other: ' and the side with which the meeting would be"
    assert plain.splitlines()[found.place.line - 1] == "process:"


@pytest.mark.parametrize(
    ("old", "new", "wrong", "right"),
    [
        ("    branches:\n      dry:\n        chance: [0.3, 0.4, 0.5]", "    ¦branches:\n      dry:\n        chance: [0.1, 0.2, 0.3]",
         "the chances of these branches add up to 0.8", SHARES),
        ("          say nothing: {}\n", "",
         "South farm has one choice here, which is none", "add what else it could do, or take this point out"),
        ("say nothing: {}", "say nothing: {move: ¦village, branches: {a: {}, b: {}}}",
         "The village chooses, and nothing is worth anything to it", "add 'worth: {village: ...}' where the tree ends"),
    ],
)  # fmt: skip
def test_each_advice_on_a_tree(old, new, wrong, right):
    """It is the only one."""
    text = change(SMALL_TREE, old, new)
    if "one choice" in wrong:
        text = change(text, "worth: {village: 2}\n        branches", "worth: {village: 2}\n        ¦branches")
    if "village" in wrong:
        text = change(text, "        worth: {village: 2}\n", "")
    plain, line, column = unmark(text)
    assert advice(plain) == [(line, column, wrong, right)]


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (SMALL_PROCESS, "chance: 0.7}", "chance: 0.74}"),
        (SMALL_PROCESS, "delay: [0, 1]", "delay: 0"),
        (SMALL_PROCESS, WAITING, "  waiting: {south: 0.1}\n"),
        (SMALL_TREE, "chance: 0.6", "chance: 0.64"),
    ],
)
def test_no_advice_where_all_is_well(text, old, new):
    assert advice(change(text, old, new)) == []


def test_numbers_without_origin_are_counted_by_part():
    judged = "  judged: {by: the owner, on: 2024-02-20}\n"
    found = advice(change(SMALL + PROCESS, "process:\n" + judged, "process:\n"))
    lines = change(SMALL_PROCESS, "process:\n" + judged, "process:\n").splitlines()
    said = {lines[line - 1].split()[0].rstrip(":"): wrong.split()[0] for line, _, wrong, _ in found}
    assert said == {
        "fair": "this", "sly": "this", "half": "3", "words": "3", "best": "2", "quarrel": "2", "map": "3", "rain": "this",
        "walk": "5", "table": "6", "stay": "2", "waiting": "this", "errors": "this",
    }  # fmt: skip
