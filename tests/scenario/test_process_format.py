"""What a file may say of how to meet: where each fault is reported and in which words, and every form that is right."""

import time

import jsonschema
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pourparler.process.tree import Growth
from pourparler.scenario import ScenarioError
from pourparler.scenario.game_references import MOST_NODES
from pourparler.scenario.model import json_schema
from pourparler.scenario.process import way_in_words
from tests.scenario.cases import SMALL, change, loaded, outcome, problems, unmark
from tests.scenario.process_cases import GLANCE_PROCESS, GLANCE_TREE, PROCESS, SMALL_PROCESS, SMALL_TREE, TREE
from tests.scenario.test_fuzz import ODD_BELOW_PROCESS, put_odd, share
from tests.scenario.test_roadmap_format import at, faults
from tests.scenario.test_schema import plain

VALIDATOR = jsonschema.Draft202012Validator(json_schema())
SIDES = "known are: north, south"
HALF = "deal: {water: half, rent: 1.5}"
BROKEN = "broken: {north: [20, 25, 30], south: {fair: 40, sly: [60, 65, 70]}}"
WORDS = "worth: {north: {fair: 55, sly: 45}, south: 50}"
QUARREL = "worth: {north: [5, 10, 20], south: 12}"
MAP = "cost: {fair: 1, sly: [4, 5, 6]}"
STAY = "failure: {quarrel: 0.2, as-now: 0.8}"
ZERO = ("the chances may all be 0 together", "give one of them a chance that is above 0")
MEANING = "as a key below it would have two meanings; give it another name"
EVERY_TYPE = "give every type a number, or 'all' for the rest"
ONE_FORM = ("a signal has one form", "write 'chance' for what happens, or 'cost' for an act that is chosen")
NAME = "names start with a small letter and go on with small letters, digits, '-' or '_' (at most 60)"

# What is replaced, by what (the mark stands where the fault is expected), what is wrong, what would be right.
DANGLING = [
    ("by: north", "by: ¦nort", "there is no principal 'nort'", "did you mean 'north'?"),
    ("by: north", "by: ¦village", "there is no principal 'village'", SIDES),
    ("other: south", "other: ¦soth", "there is no principal 'soth'", "did you mean 'south'?"),
    ("other: south", "other: ¦north", "'north' would meet itself", "name the side with which it would meet, or leave 'other' out"),
    ("waiting: {north", "waiting: {¦nort", "there is no side of these talks 'nort'", "did you mean 'north'?"),
    ("errors: {north", "errors: {¦village", "there is no side of these talks 'village'", SIDES),
    ("brings: {south: 2}", "brings: {¦village: 2}", "there is no side of these talks 'village'", SIDES),
    ("brings: {north: [1, 2, 3]}", "brings: {¦nrth: 1}", "there is no side of these talks 'nrth'", "did you mean 'north'?"),
    ("leverage: {north: [-2, -1, 0], ", "leverage: {¦norh: 1, ", "there is no side of these talks 'norh'", "did you mean 'north'?"),
    (HALF, "deal: {¦watr: half, rent: 1.5}", "there is no issue 'watr'", "did you mean 'water'?"),
    (HALF, "deal: {water: ¦hlf, rent: 1.5}", "'water' has no option 'hlf'", "did you mean 'half'?"),
    (HALF, "deal: {options: {water: ¦hlf}}", "'water' has no option 'hlf'", "did you mean 'half'?"),
    (HALF, "deal: {rent: ¦1.2}", "'rent' has no amount 1.2", "amounts go from 0 to 4 by 0.5"),
    (WORDS, "worth: {north: {fair: 55, sly: 45, ¦slye: 3}, south: 50}", "there is no type 'slye'", "did you mean 'sly'?"),
    (WORDS, "worth: {north: 50, south: 50, ¦village: 50}", "there is no side of these talks 'village'", SIDES),
    (MAP, "cost: {all: 1, ¦fare: 2}", "there is no type 'fare'", "did you mean 'fair'?"),
    ("chance: 0.4", "chance: {all: 0.4, ¦fare: 0.2}", "there is no type 'fare'", "did you mean 'fair'?"),
    ("before: [map, rain]", "before: [¦mep, rain]", "there is no signal 'mep'", "did you mean 'map'?"),
    ("can_sign: words", "can_sign: ¦word", "there is no agreement 'word'", "did you mean 'words'?"),
    ("can_sign: [half, best]", "can_sign: [half, ¦bst]", "there is no agreement 'bst'", "did you mean 'best'?"),
    (STAY, "failure: {¦quarel: 0.2, as-now: 0.8}", "there is no end 'quarel'", "did you mean 'quarrel'?"),
    ("stop: {as-now: 1}", "stop: {¦as-nw: 1}", "there is no end 'as-nw'", "did you mean 'as-now'?"),
    ("source: deed}\n  signals", "source: ¦dead}\n  signals", "there is no source 'dead'", "did you mean 'deed'?"),
]  # fmt: skip

MISSING = [
    (WORDS, "worth: {¦north: {fair: 55}, south: 50}", "no number for sly", EVERY_TYPE),
    (WORDS, "worth: {¦north: {}, south: 50}", "no number for fair, sly", EVERY_TYPE),
    ("name: A handshake, " + WORDS, "name: A handshake, worth: {north: 1}", "the agreement 'words' has no worth for 'south'",
     "add 'south: ' and points from 0 to 100"),
    ("name: A handshake, " + WORDS, "name: A handshake, deal: ~, worth: {south: 1}",
     "the agreement 'words' has no worth for 'north'", "add 'north: ' and points from 0 to 100"),
    (BROKEN, "¦broken: {north: 20}", "the agreement 'half', broken, has no worth for 'south'", "add 'south: ' and points from 0 to 100"),
    (BROKEN, "broken: {north: 20, ¦south: {fair: 40}}", "no number for sly", EVERY_TYPE),
    ("quarrel: {name: they quarrel, " + QUARREL,
     "¦quarrel: {name: they quarrel, worth: {north: 5}", "the end 'quarrel' has no worth for 'south'",
     "add 'south: ' and points from 0 to 100"),
    (MAP, "¦cost: {fair: 1}", "no number for sly", EVERY_TYPE),
    ("chance: 0.4", "¦chance: {fair: 0.4}", "no number for sly", EVERY_TYPE),
    (STAY, "¦failure: {}", "'stay' says nothing of failure", "write {end: chance}, chances used as shares of their sum"),
    (", " + STAY, "", "'failure' is missing",
     "add it: What it leads to without an agreement: chances of ends, used as shares of their sum, for example "
     "{'as-now': 0.6, 'escalation': [0.2, 0.4, 0.6]}"),
    (MAP + ", ", "", *ONE_FORM),
    (MAP, MAP + ", chance: 0.5", *ONE_FORM),
    ("fair: {name: fair, chance", "¦fair: {chance", "'name' is missing",
     "add it: Its name inside a sentence, for example 'ready for a deal'"),
    ("sly: {name: sly, chance: 0.7}", "¦sly: {name: sly}", "'chance' is missing",
     "add it: How likely it is; the chances of all types are used as shares of their sum, for example [0.1, 0.2, 0.35]"),
    (", " + QUARREL, "", "'worth' is missing",
     "add it: Points that each side then has; of the other side, also by type, for example {'us': [5, 12, 20], 'north-korea': [0, 8, 15]}"),
]  # fmt: skip
MARKED_BY_HAND = {
    "name: A handshake, " + WORDS: "words: {name",
    ", " + STAY: "stay: {",
    MAP + ", ": "map: {name",
    MAP: "map: {name",
    ", " + QUARREL: "quarrel: {name",
}

CONTRADICTIONS = [
    ("    sly: {name: sly", "    ¦all: {name: any, chance: 0.1}\n    sly: {name: sly", "'all' cannot be the name of a type", MEANING),
    ("    sly: {name: sly", "    ¦value: {name: any, chance: 0.1}\n    sly: {name: sly", "'value' cannot be the name of a type", MEANING),
    ("name: sly", "name: ¦fair", "'fair' is called 'fair' too", "give each a name of its own"),
    ("name: A handshake", "name: ¦Half the water for rent", "'half' is called 'Half the water for rent' too",
     "give each a name of its own"),
    ("name: staying at home", "name: ¦a walk along the well", "'walk' is called 'a walk along the well' too",
     "give each a name of its own"),
    ("before: [map, rain]", "before: ¦[map, rain, map]", "'map' stands here twice", "name each once"),
    ("can_sign: [half, best]", "can_sign: ¦[best, half, best]", "'best' stands here twice", "name each once"),
    (STAY, STAY + ", ¦stop: {as-now: 1}", "nothing is seen before the meeting, so nobody would stop",
     "name signals under 'before', or leave 'stop' out"),
    (STAY, "¦failure: {quarrel: 0, as-now: 0}", *ZERO),
    (STAY, "¦failure: {quarrel: {one_of: [0, 0, 1]}, as-now: {value: 0, because: x}}", *ZERO),
    ("stop: {as-now: 1}", "¦stop: {as-now: [0, 0]}", *ZERO),
]  # fmt: skip

VALUES = [
    ("chance: 0.7}", "chance: ¦70}", "70 is outside the scale", "give a number from 0 to 1"),
    ("chance: 0.4", "chance: ¦1.4", "1.4 is outside the scale", "give a number from 0 to 1"),
    (QUARREL, "worth: {north: ¦[5, 120], south: 12}", "120 is outside the scale", "give a number from 0 to 100"),
    (QUARREL, "worth: {north: {value: ¦-5, because: x}, south: 12}", "-5 is outside the scale", "give a number from 0 to 100"),
    (WORDS, "worth: {north: {fair: ¦500, sly: 45}, south: 50}", "500 is outside the scale", "give a number from 0 to 100"),
    ("delay: 3", "delay: ¦-3", "-3 is outside the scale", "give a number from 0 to 10000"),
    ("delay: 3", "delay: ¦soon", "'soon' is not a number",
     "write a number, [least, greatest], [least, most likely, greatest], or a distribution such as {pert: [30, 40, 50]}"),
    ("error: [0.1, 0.2, 0.35]", "error: ¦[0.1, 0.6]", "0.6 is outside the scale", "give a number from 0.001 to 0.5"),
    ("error: [0.1, 0.2, 0.35]", "error: ¦0", "0 is outside the scale", "give a number from 0.001 to 0.5"),
    ("errors: {north: 0.05", "errors: {north: ¦0.0001", "0.0001 is outside the scale", "give a number from 0.001 to 0.5"),
    ("brings: {south: 2}", "brings: {south: ¦200}", "200 is outside the scale", "give a number from -100 to 100"),
    ("period: week", "period: ¦7", "'7' is not text", "write words; put a number that is meant as text in quotes"),
    ("waiting: {north: [0.1, 0.3, 0.5], south: 0.2}", "waiting: ¦0.2", "'0.2' is not a mapping",
     "write 'name: value' lines below it, indented"),
    (QUARREL, "worth: ¦12", "'12' is not a mapping", "write 'name: value' lines below it, indented"),
    (HALF, "deal: ¦3", "'3' is no target", "write a solution such as nash, or {issue: option}"),
    ("stay: {name", "¦Stay: {name", "'Stay' cannot be a name", NAME),
    ("stay: {name", "stay: {¦nme: x, name", "the key 'nme' is not known here", "did you mean 'name'?"),
    ("stay: {name", "stay: {¦zebra: x, name", "the key 'zebra' is not known here",
     "known are: because, before, brings, can_sign, delay, error, failure, judged, level, leverage, name, prepared and 4 more"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "wrong", "right"), [*DANGLING, *MISSING, *CONTRADICTIONS, *VALUES])
def test_where_a_fault_is_reported(old, new, wrong, right):
    """It is the only one."""
    if "¦" not in new and old in MARKED_BY_HAND:
        text = change(SMALL_PROCESS, MARKED_BY_HAND[old], "¦" + MARKED_BY_HAND[old])
        plain_text, line, column = unmark(change(text, old.removeprefix(MARKED_BY_HAND[old]), new))
    else:
        plain_text, line, column = unmark(change(SMALL_PROCESS, old, new))
    assert faults(plain_text) == [(line, column, wrong, right)]


@pytest.mark.parametrize(
    ("by", "other"),
    [("nort", "south"), ("village", "south"), ("north", "soth"), ("north", "north"), ("{a: 1}", "south")],
)
def test_nothing_is_said_of_sides_where_it_is_not_clear_which_they_are(by, other):
    text = change(change(SMALL_PROCESS, "by: north\n", f"by: {by}\n"), "other: south", f"other: {other}")
    assert len(faults(change(text, "errors: {north", "errors: {nobody"))) == 1


def test_sides_by_default():
    text = change(change(SMALL_PROCESS, "  by: north\n", ""), "  other: south\n", "")
    assert loaded(text)
    assert loaded(change(text, "briefed: north\n", ""))
    right = "did you mean 'north'?"
    assert [f[2:] for f in faults(change(text, "brings: {north:", "brings: {nrth:"))] == [
        ("there is no side of these talks 'nrth'", right)
    ]


def test_all_types_without_a_chance():
    text = change(SMALL_PROCESS, "chance: [0.2, 0.3, 0.4]", "chance: 0")
    text = change(text, "chance: 0.7}", "chance: {one_of: [0, 1]}}")
    assert faults(text) == [(*at(text, "types:"), *ZERO)]


def test_chances_that_are_0_in_no_draw_are_enough():
    assert loaded(change(SMALL_PROCESS, STAY, "failure: {quarrel: 0, as-now: [0, 0.5]}"))


ENTRY = {
    "types": "{name: x%d, chance: 0.1}",
    "agreements": "{name: x%d, deal: nash}",
    "ends": "{name: x%d, worth: {north: 1, south: 1}}",
    "signals": "{name: x%d, cost: 1}",
    "formats": "{name: x%d, failure: {n0: 1}}",
}


@pytest.mark.parametrize(
    ("part", "most"), [("types", 6), ("agreements", 8), ("ends", 8), ("signals", 8), ("formats", 8)]
)
def test_as_much_as_the_documentation_allows(part, most):
    def with_entries(number):
        lines = ["process:"]
        for key, entry in ENTRY.items():
            lines += [f"  {key}:", *(f"    n{index}: {entry % index}" for index in range(number if key == part else 1))]
        return SMALL + "\n".join(lines) + "\n"

    assert loaded(with_entries(most))
    text = with_entries(most + 1)
    line = at(text, f"  {part}:\n    n0")[0]
    right = f"at most {most} are possible; leave out what matters least"
    assert faults(text) == [(line, 3, f"'{part}' has {most + 1} entries", right)]


def test_as_many_signals_as_can_come_before_a_meeting():
    more = "".join(f"    s{index}: {{name: s{index}, cost: 1}}\n" for index in range(3))
    text = change(SMALL_PROCESS, "  formats:\n", more + "  formats:\n")
    assert loaded(change(text, "before: [map, rain]", "before: [map, rain, s0, s1]"))
    text = change(text, "before: [map, rain]", "before: [map, rain, s0, s1, s2]")
    assert faults(text) == [
        (
            *at(text, "before:"),
            "5 signals come before the meeting",
            "at most 4 are possible; leave out what tells least",
        )
    ]


@pytest.mark.parametrize("process", ["{}", "{by: north}", "{formats: {}}", "{ends: {}}"])
def test_a_process_has_one_form(process):
    text = SMALL + f"process: {process}\n"
    right = "write 'formats', or 'tree' for a game written by hand"
    assert faults(text) == [(*at(text, "process:"), "a process has one form", right)]
    both = change(SMALL_TREE, "  tree:\n", f"  formats: {{stay: {{name: x, {STAY}}}}}\n  tree:\n")
    assert faults(both) == [(*at(both, "process:"), "a process has one form", right)]


def test_formats_without_ends():
    start, end = PROCESS.index("  ends:\n"), PROCESS.index("  signals:\n")
    text = SMALL + PROCESS[:start] + PROCESS[end:]
    found = faults(text)
    right = "say under 'ends' what talks come to without an agreement"
    assert found[0] == (*at(text, "process:"), "the process has no ends", right)
    assert {(wrong, right) for *_, wrong, right in found[1:]} == {
        (f"there is no end '{end}'", "there is none to choose from") for end in ("quarrel", "as-now")
    }


TOLD = "there they are give, keep; who cannot tell points apart has the same, in the same order"
FORGOT = (
    "'north' would have forgotten what it did, or knew, before",
    "it came to another point called 'South has asked' by another choice of its own; give this one another name",
)
CANNOT_STAND = "write a few words of letters, digits and '-' (at most 60 signs); put a number in quotes"
SECOND = "ask: {knows: South has asked, move: north, branches: {give: {worth: {north: -4, south: 3}}, keep: {}}}"

OF_TREES = [
    ("move: chance\n", "move: ¦nobody\n", "there is no party 'nobody'", SIDES + ", village, chance"),
    ("move: chance\n", "move: ¦chnce\n", "there is no party 'chnce'", "did you mean 'chance'?"),
    ("worth: {village: 2}", "worth: {¦vilage: 2}", "there is no party 'vilage'", "did you mean 'village'?"),
    ("errors: {north", "errors: {¦nort", "there is no party 'nort'", "did you mean 'north'?"),
    ("errors: {north: 0.02", "errors: {north: ¦0.6", "0.6 is outside the scale", "give a number from 0.001 to 0.5"),
    ("worth: {north: 1}", "worth: {north: ¦2e6}", "2000000 is outside the scale", "give a number from -1e+06 to 1e+06"),
    ("        chance: 0.6\n        move: south\n", "        chance: 0.6\n", "nobody moves here, and something follows",
     "add 'move: ' and a party, or 'move: chance'"),
    ("say nothing: {}", "¦say nothing: {move: north}", "'north' moves here, and nothing follows", "add 'branches: {name: ...}'"),
    ("say nothing: {}", "say nothing: {¦knows: it rains}", "no party chooses here, so nobody need know anything",
     "leave 'knows' out, or write who moves"),
    ("    move: chance\n", "    move: chance\n    ¦knows: luck\n", "no party chooses here, so nobody need know anything",
     "leave 'knows' out, or write who moves"),
    ("    move: chance\n", "    move: chance\n    ¦chance: 0.5\n", "no branch leads to the beginning, so it has no chance", "leave it out"),
    ("say nothing: {}", "say nothing: {¦chance: 0.5}", "'south' chooses here, not chance",
     "leave 'chance' out, or write 'move: chance' above"),
    ("        chance: 0.6\n", "", "this branch of chance has no chance", "add 'chance: ' and a number from 0 to 1"),
    (SECOND, SECOND.replace("keep: {}", "no: {}").replace("branches", "¦branches"),
     "the choices differ from those at another point called 'South has asked'", TOLD),
    (SECOND, "ask: {knows: South has asked, move: north, ¦branches: {keep: {}, give: {}}}",
     "the choices differ from those at another point called 'South has asked'", TOLD),
    (SECOND, SECOND.replace("move: north", "move: village").replace("knows: ", "knows: ¦"),
     "'South has asked' is what 'north' knows elsewhere", "each party needs names of its own for what it knows"),
    (SECOND, f"ask: {{move: north, branches: {{b: {SECOND[5:].replace('knows: ', 'knows: ¦')}, c: {{}}}}}}", *FORGOT),
    ("keep: {}}}\n", f"keep: {SECOND[5:].replace('knows: ', 'knows: ¦')}}}}}\n", *FORGOT),
    ("knows: rain fell", "¦knows: after dry", "another point is called 'after dry' too", "give 'knows' another name"),
    ("say nothing: {}", "¦3: {}", "'3' cannot stand in a tree", CANNOT_STAND),
    ("say nothing: {}", "¦say, nothing: {}", "'say, nothing' cannot stand in a tree", CANNOT_STAND),
    ("say nothing: {}", "¦'': {}", "'' cannot stand in a tree", CANNOT_STAND),
    ("say nothing: {}", f"¦{'a' * 61}: {{}}", f"'{'a' * 57}...' cannot stand in a tree", CANNOT_STAND),
    ("knows: rain fell", "knows: ¦[rain]", "a list cannot stand in a tree", CANNOT_STAND),
    ("knows: rain fell", "knows: ¦'rain  fell'", "'rain fell' cannot stand in a tree", CANNOT_STAND),
    ("say nothing: {}", "say nothing: ¦3", "'3' is not a mapping", "write 'key: value' lines below it, indented"),
    ("say nothing: {}", "say nothing: {¦wrth: {}}", "the key 'wrth' is not known here", "did you mean 'worth'?"),
    ("say nothing: {}", "say nothing: {¦zebra: {}}", "the key 'zebra' is not known here",
     "known are: because, branches, chance, judged, knows, move, quote, source, status, worth"),
    ("  errors: {north: 0.02}\n", "  ¦types: {a: {name: a, chance: 1}}\n", "a tree has no use for 'types'",
     "leave it out, or write 'formats' in place of the tree"),
    ("  errors: {north: 0.02}\n", "  ¦waiting: {north: 1}\n", "a tree has no use for 'waiting'",
     "leave it out, or write 'formats' in place of the tree"),
]  # fmt: skip
UNMARKED = {
    "        chance: 0.6\n        move: south\n": "      wet:",
    "        chance: 0.6\n": "      wet:",
}


@pytest.mark.parametrize(("old", "new", "wrong", "right"), OF_TREES)
def test_where_a_fault_of_a_tree_is_reported(old, new, wrong, right):
    """It is the only one."""
    text = change(SMALL_TREE, old, new)
    if old in UNMARKED:
        text = change(text, UNMARKED[old], UNMARKED[old].replace("wet", "¦wet"))
    plain_text, line, column = unmark(text)
    assert faults(plain_text) == [(line, column, wrong, right)]


def test_chances_of_a_tree_that_may_all_be_0():
    text = change(change(SMALL_TREE, "chance: [0.3, 0.4, 0.5]", "chance: 0"), "chance: 0.6", "chance: {one_of: [0, 1]}")
    line, _ = at(text, "    move: chance\n")
    assert faults(text) == [(line + 1, 5, *ZERO)]


@pytest.mark.parametrize(
    ("tree", "wrong", "right"),
    [
        ("{}", "the tree has no branches", "write 'move: ' and 'branches: {name: ...}'"),
        ("{move: north}", "the tree has no branches", "write 'move: ' and 'branches: {name: ...}'"),
        ("{move: north, branches: {}}", "the tree has no branches", "write 'move: ' and 'branches: {name: ...}'"),
        (
            "{move: chance, branches: {a: {chance: 1}, b: {chance: 0, worth: {north: 2}}}}",
            "no party chooses anything in the tree",
            "write 'move: ' and a party where one does",
        ),
    ],
)
def test_trees_in_which_nobody_chooses(tree, wrong, right):
    text = SMALL + f"process:\n  tree: {tree}\n"
    assert faults(text) == [(*at(text, "tree:"), wrong, right)]


def test_a_party_called_chance():
    text = change(SMALL_TREE, "  village: {name", "  chance: {name: Luck, role: outside power}\n  village: {name")
    found = [found for found in faults(text) if "chance" in found[2]]
    right = "give the party another name: in a tree that word stands for nobody's choice"
    assert found == [(*at(text, "chance: {name"), "a party cannot be called 'chance' beside a tree", right)]
    formats = change(SMALL_PROCESS, "  village: {name", "  chance: {name: Luck, role: outside power}\n  village: {name")
    assert loaded(formats)


def nested(levels):
    return "{move: north, branches: {a: " * levels + "{worth: {north: 1}}" + ", b: {}}}" * levels


def test_trees_as_deep_and_as_large_as_can_be():
    assert loaded(SMALL + f"process:\n  tree: {nested(17)}\n").process.tree
    found = problems(SMALL + f"process:\n  tree: {nested(18)}\n")
    assert ["nested" in str(problem) for problem in found] == [True]
    wide = ", ".join(f"b{index}: {{}}" for index in range(MOST_NODES - 1))
    text = SMALL + f"process:\n  tree: {{move: north, branches: {{{wide}}}}}\n"
    assert len(loaded(text).process.tree.branches) == MOST_NODES - 1
    start = time.perf_counter()
    text = text.replace("b0: {}", "b0: {}, c: {}")
    assert faults(text) == [(*at(text, "tree:"), "the tree has more than 2,000 nodes", "leave out what matters least")]
    assert time.perf_counter() - start < 10


def test_everything_wrong_is_reported_at_once_and_in_order():
    changes = [
        ("by: north", "by: 7"),
        ("period: week", "period: 8"),
        ("chance: 0.7}", "chance: 7}"),
        (BROKEN, "broken: {north: -20, south: {fair: 40}}"),
        (QUARREL, "worth: {north: [5, 120], south: {slye: 1, all: 2}}"),
        (MAP, "cost: {fair: 1, sly: much}"),
        ("chance: 0.4", "chance: {fair: 2}"),
        ("can_sign: words", "can_sign: word"),
        ("before: [map, rain]", "before: [map, snow, map]"),
        (STAY, "failure: {}"),
        ("errors: {north: 0.05", "errors: {north: 5"),
    ]
    text = SMALL_PROCESS
    for old, new in changes:
        text = change(text, old, new)
    found = faults(text)
    assert [place[:2] for place in found] == sorted(place[:2] for place in found)
    assert {line for line, *_ in found} == {at(text, new)[0] for _, new in changes}
    assert len(found) == len(changes) + 4
    tree = SMALL_TREE
    for old, new, *_ in (
        row for row in OF_TREES if row[0] in {"worth: {north: 1}", "worth: {village: 2}", "move: chance\n"}
    ):
        tree = change(tree, old, new.replace("¦", "")) if old in tree else tree
    assert len({line for line, *_ in faults(tree)}) >= 3


def written(text):
    """The process of a valid text, which is valid by the JSON Schema too."""
    VALIDATOR.validate(plain(text.encode()))
    return loaded(text).process


@pytest.mark.parametrize(
    "text",
    [SMALL_PROCESS, GLANCE_PROCESS, SMALL_TREE, GLANCE_TREE],
    ids=["small", "documented", "tree", "documented tree"],
)
def test_the_examples_load_and_are_valid(text):
    process = written(text)
    assert (process.tree is None) == (len(process.formats) == 3)


@pytest.mark.parametrize(
    "form", ["0.2", "[0.1, 0.2]", "[0.1, 0.2, 0.4]", "{pert: [0.1, 0.2, 0.4]}", "{one_of: [0.1, 0.2]}"]
)
@pytest.mark.parametrize(
    ("text", "old", "field"),
    [
        (SMALL_PROCESS, "chance: 0.7", lambda p: p.types["sly"].chance),
        (SMALL_PROCESS, "north: {fair: 55, sly: 45}", lambda p: p.agreements["words"].worth["north"]["all"]),
        (SMALL_PROCESS, "fair: 55", lambda p: p.agreements["words"].worth["north"]["fair"]),
        (SMALL_PROCESS, "sly: [60, 65, 70]", lambda p: p.agreements["half"].broken["south"]["sly"]),
        (SMALL_PROCESS, "south: 12", lambda p: p.ends["quarrel"].worth["south"]["all"]),
        (SMALL_PROCESS, MAP, lambda p: p.signals["map"].cost["all"]),
        (SMALL_PROCESS, "chance: 0.4", lambda p: p.signals["rain"].chance["all"]),
        (SMALL_PROCESS, "north: [1, 2, 3]", lambda p: p.signals["map"].brings["north"]),
        (SMALL_PROCESS, "delay: 3", lambda p: p.formats["table"].delay),
        (SMALL_PROCESS, "error: [0.1, 0.2, 0.35]", lambda p: p.formats["walk"].error),
        (SMALL_PROCESS, "as-now: 1}", lambda p: p.formats["table"].stop["as-now"]),
        (SMALL_PROCESS, "south: 0.2", lambda p: p.waiting["south"]),
        (SMALL_PROCESS, "north: 0.05", lambda p: p.errors["north"]),
        (SMALL_TREE, "chance: 0.6", lambda p: p.tree.branches["wet"].chance),
        (SMALL_TREE, "village: 2", lambda p: p.tree.branches["wet"].worth["village"]),
    ],
)  # fmt: skip
def test_numbers_are_written_short_and_long(form, text, old, field):
    key, end = old.partition(":")[0], "}" if old == "as-now: 1}" else ""
    short = field(written(change(text, old, f"{key}: {form}{end}")))
    long = field(written(change(text, old, f"{key}: {{value: {form}, because: so}}{end}")))
    assert short.value == long.value
    assert (short.because, long.because) == (None, "so")


@pytest.mark.parametrize(
    ("old", "new", "holds"),
    [
        ("can_sign: words", "can_sign: [words]", lambda p: p.formats["walk"].can_sign == ("words",)),
        ("before: [map, rain]", "before: map", lambda p: p.formats["table"].before == ("map",)),
        (HALF, "deal: {options: {water: half}}", lambda p: p.agreements["half"].deal.options == {"water": "half"}),
        (HALF, "deal: {solution: nash}", lambda p: p.agreements["half"].deal.solution == "nash"),
        (BROKEN, "broken: {}", lambda p: not p.agreements["half"].broken),
    ],
)
def test_other_forms(old, new, holds):
    assert holds(written(change(SMALL_PROCESS, old, new)))


def test_what_is_left_out():
    process = written(
        SMALL
        + "process: {ends: {as-now: {name: as now, worth: {north: 1, south: 1}}}, formats: {stay: {name: x, failure: {as-now: 1}}}}\n"
    )
    stay = process.formats["stay"]
    assert (process.by, process.other, process.period, process.tree) == (None, None, "period", None)
    assert process.types == process.agreements == process.signals == process.waiting == process.errors == {}
    assert stay.level is stay.prepared is stay.delay is stay.error is None
    assert stay.before == stay.can_sign == ()
    assert stay.brings == stay.leverage == stay.stop == {}


@hypothesis_settings(max_examples=600)
@given(
    part=st.sampled_from([PROCESS, TREE]),
    edits=st.lists(st.tuples(share(), st.sampled_from(ODD_BELOW_PROCESS)), min_size=1, max_size=2),
)
def test_changed_files_that_load_are_valid(part, edits):
    changed = SMALL + put_odd(part, edits)
    if not isinstance(outcome(changed), ScenarioError):
        VALIDATOR.validate(plain(changed.encode()))


BRANCH = st.recursive(
    st.just({}),
    lambda below: st.builds(
        lambda move, knows, branches: {"move": move, "knows": knows, "branches": branches},
        st.sampled_from(["north", "south"]),
        st.sampled_from([None, None, "one", "two", "three", "after a"]),
        st.sampled_from([("a",), ("a", "b"), ("a", "b"), ("b", "a")]).flatmap(
            lambda names: st.fixed_dictionaries(dict.fromkeys(names, below))
        ),
    ),
    max_leaves=7,
)


def in_yaml(branch):
    if not branch:
        return "{}"
    below = ", ".join(f"{name}: {in_yaml(each)}" for name, each in branch["branches"].items())
    knows = f"knows: {branch['knows']}, " if branch["knows"] else ""
    return f"{{{knows}move: {branch['move']}, branches: {{{below}}}}}"


def is_game(branch):
    """Whether the tree can be grown with perfect recall, and each name means one thing."""
    growth = Growth(("north", "south"))
    called = {}

    def grow(branch, way, parent, label):
        if not branch:
            growth.end((0, 0), parent, label)
            return
        knows = branch["knows"] or way_in_words(way)
        called.setdefault(knows, set()).add((branch["move"], branch["knows"] is None))
        node = growth.move(branch["move"], knows, parent, label)
        for name, each in branch["branches"].items():
            grow(each, (*way, name), node, name)

    grow(branch, (), -1, "")
    try:
        growth.shape()
    except ValueError:
        return False
    return all(len(each) == 1 for each in called.values())


@hypothesis_settings(max_examples=1500)
@given(BRANCH.filter(bool))
def test_what_is_said_of_a_tree_is_right(branch):
    """A tree loads if and only if it can be grown, which looks for perfect recall in another way."""
    text = SMALL + f"process:\n  tree: {in_yaml(branch)}\n"
    assert isinstance(outcome(text), ScenarioError) != is_game(branch)
