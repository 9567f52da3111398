"""What a file may say of the way to a deal: where each fault is reported and in which words, and every form that is right."""

import jsonschema
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pourparler.deals.measure import measure
from pourparler.deals.named import named_deals
from pourparler.roadmap.setting import settings
from pourparler.scenario.model import json_schema
from pourparler.scenario.problem import ScenarioError
from pourparler.scenario.roadmap_references import MOST_STEPS
from tests.scenario.cases import SMALL, change, loaded, outcome, problems, unmark
from tests.scenario.roadmap_cases import GLANCE_ROADMAP, ROADMAP, SMALL_ROADMAP
from tests.scenario.test_fuzz import ODD_BELOW_ROADMAP, put_odd, share
from tests.scenario.test_schema import plain

VALIDATOR = jsonschema.Draft202012Validator(json_schema())
NUMBER = (
    "write a number, [least, greatest], [least, most likely, greatest], or a distribution such as {pert: [30, 40, 50]}"
)
FORMS = "write a solution such as nash, or {issue: option}"
ONE_FORM = "a target has one form"
STAGE = ("this stage is not possible", "a stage is one step, or two steps of two parties")
NO_GRID = "amounts go from 0 to 4 by 0.5"
TARGETS = "    fair: nash\n    most: {water: all, rent: 2.5}\n"
STEPS = ROADMAP[ROADMAP.index("  steps:") : ROADMAP.index("  players:")]
MOST = "most: {water: all, rent: 2.5}"
MORE = "by: south, moves: {water: all}, after: pay"
FENCE = "effects: {south: [1, 2, 4], north: -1}"
MENDS = "mends: {guarantee: 5, split: [more], escrow: [more], check: [more]}"
CIRCLE = "let one of them come first; steps that move one issue follow the order of its options"

# What is replaced, by what (the mark stands where the fault is expected), what is wrong, what would be right.
DANGLING = [
    (
        "name: Half the water, by: south",
        "name: Half the water, by: ¦soth",
        "there is no party 'soth'",
        "did you mean 'south'?",
    ),
    ("moves: {water: half}", "moves: {¦watter: half}", "there is no issue 'watter'", "did you mean 'water'?"),
    ("moves: {water: half}", "moves: {water: ¦hlf}", "'water' has no option 'hlf'", "did you mean 'half'?"),
    ("moves: {rent: 2.5}", "moves: {rent: ¦2.2}", "'rent' has no amount 2.2", NO_GRID),
    (
        "moves: {rent: 2.5}",
        "moves: {rent: ¦high}",
        "'rent' is a quantity, 'high' is not an amount",
        f"write a number; {NO_GRID}",
    ),
    (FENCE, "effects: {¦sout: 2}", "there is no party 'sout'", "did you mean 'south'?"),
    ("after: pay", "after: ¦pey", "there is no other step 'pey'", "did you mean 'pay'?"),
    ("after: pay", "after: [pay, ¦more]", "there is no other step 'more'", "known are: open, pay, fence"),
    ("together: [open]", "together: [¦opn]", "there is no other step 'opn'", "did you mean 'open'?"),
    ("together: [open]", "together: ¦pay", "there is no other step 'pay'", "known are: open, more, fence"),
    ("source: deed}\n  players", "source: ¦dead}\n  players", "there is no source 'dead'", "did you mean 'deed'?"),
    ("undo: {takes: 1", "undo: {source: ¦map, takes: 1", "there is no source 'map'", "known are: deed"),
    ("    south: {discount", "    ¦sauth: {discount", "there is no party 'sauth'", "did you mean 'south'?"),
    ("{village: [1, 2, 3]}", "{¦town: [1, 2, 3]}", "there is no party 'town'", "known are: north, south, village"),
    (MOST, "most: {¦land: all, rent: 2.5}", "there is no issue 'land'", "known are: water, rent"),
    (MOST, "most: {water: ¦al, rent: 2.5}", "'water' has no option 'al'", "did you mean 'all'?"),
    (MOST, "most: {options: {water: ¦al}}", "'water' has no option 'al'", "did you mean 'all'?"),
    ("first: [fence]", "first: [¦fense]", "there is no step 'fense'", "did you mean 'fence'?"),
    ("split: [more]", "split: [¦mor]", "there is no step 'mor'", "did you mean 'more'?"),
    ("escrow: [more]", "escrow: ¦mor", "there is no step 'mor'", "did you mean 'more'?"),
    ("check: [more]", "check: [more, ¦mor]", "there is no step 'mor'", "did you mean 'more'?"),
    ("[open, pay], more]", "[open, ¦pai], more]", "there is no step 'pai'", "did you mean 'pay'?"),
    ("[open, pay], more]", "[open, pay], ¦mor]", "there is no step 'mor'", "did you mean 'more'?"),
]

ORDERS = [
    (
        "  steps:\n",
        "  ¦steps:\n    well: {name: A well, by: north, effects: {south: 1}, after: tank}\n"
        "    tank: {name: A tank, by: south, effects: {north: 1}, after: [well]}\n",
        "these steps wait for one another: well, tank",
        CIRCLE,
    ),
    (
        "  steps:\n",
        "  ¦steps:\n    well: {name: A well, by: north, effects: {south: 1}, after: [tank, fence]}\n"
        "    tank: {name: A tank, by: south, effects: {north: 1}, after: pipe}\n"
        "    pipe: {name: A pipe, by: south, effects: {north: 1}, after: well}\n"
        "    leak: {name: A leak, by: south, effects: {north: 1}, after: pipe}\n",
        "these steps wait for one another: well, tank, pipe",
        CIRCLE,
    ),
    (
        "  steps:\n    open: {name: Half the water,",
        "  ¦steps:\n    open: {after: more, name: Half the water,",
        "these steps wait for one another: open, more",
        CIRCLE,
    ),
    (
        "  steps:\n",
        "  ¦steps:\n    less: {name: A coin, by: north, moves: {rent: 1}, after: more}\n",
        "these steps wait for one another: less, more, pay",
        CIRCLE,
    ),
    (
        "together: [open]",
        "together: ¦[open, fence]",
        "'fence' is done by the same party",
        "name steps of others; one party's own steps follow each other",
    ),
    (
        "fence: {name: A new fence, by: north, " + FENCE,
        "¦fence: {name: A new fence, by: north",
        "the step 'fence' does nothing",
        "add 'moves: {issue: option}' or 'effects: ...'",
    ),
    (
        "{village: [1, 2, 3]}",
        "{¦south: 2}",
        "'south' guarantees for itself",
        "name a third party; what it loses by itself is 'reserve'",
    ),
    ("[fence, [open, pay], more]", "[fence, ¦[open, more], pay]", *STAGE),
    ("[fence, [open, pay], more]", "[¦[open, pay, fence], more]", *STAGE),
    ("[fence, [open, pay], more]", "[¦[], open]", *STAGE),
    (
        "[fence, [open, pay], more]",
        "[fence, open, ¦[pay, open], more]",
        "the step 'open' is done twice",
        "name each step once",
    ),
    ("[fence, [open, pay], more]", "[¦[open, open], more]", "the step 'open' is done twice", "name each step once"),
    (TARGETS.join(["  targets:\n", ""]), "  ¦targets: {}\n", "there are no targets", "name at least one"),
]

VALUES = [
    ("duration: [1, 2, 3]", "duration: ¦-1", "-1 is outside the scale", "give a number from 0 to 10000"),
    (
        "duration: [1, 2, 3]",
        "duration: {value: ¦20000, because: x}",
        "20000 is outside the scale",
        "give a number from 0 to 10000",
    ),
    ("duration: [1, 2, 3]", "duration: ¦soon", "'soon' is not a number", NUMBER),
    ("takes: 1,", "takes: ¦~,", "nothing is not a number", NUMBER),
    ("cost: [0, 1, 2]", "cost: ¦[0, 101]", "101 is outside the scale", "give a number from 0 to 100"),
    ("chance: [0.5, 0.7, 0.9]", "chance: ¦70", "70 is outside the scale", "give a number from 0 to 1"),
    ("lag: 0.5", "lag: ¦-0.5", "-0.5 is outside the scale", "give a number from 0 to 10000"),
    ("saves: [3, 4]", "saves: ¦-3", "-3 is outside the scale", "give a number from 0 to 100"),
    ("north: -1", "north: ¦-101", "-101 is outside the scale", "give a number from -100 to 100"),
    ("discount: 0.99", "discount: ¦99", "99 is outside the scale", "give a number from 0.01 to 1"),
    ("discount: 0.99", "discount: ¦0", "0 is outside the scale", "give a number from 0.01 to 1"),
    ("mistrust: 0.3", "mistrust: ¦1.3", "1.3 is outside the scale", "give a number from 0 to 1"),
    ("reserve: 2", "reserve: ¦-2", "-2 is outside the scale", "give a number from 0 to 100"),
    ("{village: [1, 2, 3]}", "{village: ¦[-1, 2]}", "-1 is outside the scale", "give a number from 0 to 100"),
    ("fee: 0.2", "fee: ¦-1", "-1 is outside the scale", "give a number from 0 to 100"),
    ("hazard: [0.3, 0.5, 0.7]", "hazard: ¦1", "1 is outside the scale", "give a number from 0 to 0.999"),
    ("guarantee: 5", "guarantee: ¦500", "500 is outside the scale", "give a number from 0 to 100"),
    ("escrow: true", "escrow: ¦yes", "'yes' is neither true nor false", "write true or false"),
    (
        "simultaneous: listed",
        "simultaneous: ¦list",
        "'list' is not one of the words for this",
        "did you mean 'listed'?",
    ),
    ("period: week", "period: ¦7", "'7' is not text", "write words; put a number that is meant as text in quotes"),
    (
        "proposed: [fence, [open, pay], more]",
        "proposed: ¦fence",
        "'fence' is not a list",
        "write [first, second], or lines that start with '- '",
    ),
    ("moves: {water: half}", "moves: ¦half", "'half' is not a mapping", "write 'name: value' lines below it, indented"),
    (
        "moves: {water: half}",
        "moves: {water: ¦[half]}",
        "this is not an option",
        "write an option's name, or an amount",
    ),
]

FORMS_OF_PARTS = [
    ("fair: nash", "fair: ¦3", "'3' is no target", FORMS),
    ("fair: nash", "fair: ¦~", "nothing is no target", FORMS),
    ("fair: nash", "fair: ¦[nash]", "a list is no target", FORMS),
    ("fair: nash", "¦fair: {}", ONE_FORM, FORMS),
    ("fair: nash", "¦fair: {options: {}}", ONE_FORM, FORMS),
    ("fair: nash", "¦fair: {solution: nash, options: {water: all}}", ONE_FORM, FORMS),
    (
        "fair: nash",
        "fair: {solution: nash, ¦water: all}",
        "the key 'water' is not known here",
        "known are: options, solution",
    ),
    (
        "fair: nash",
        "¦Fair: nash",
        "'Fair' cannot be a name",
        "names start with a small letter and go on with small letters, digits, '-' or '_' (at most 60)",
    ),
    (
        "undo: {takes: 1, cost: [0, 1, 2]}",
        "¦undo: {cost: 1}",
        "'takes' is missing",
        "add it: Periods until it is undone; until then it stands, for example [1, 2, 4]",
    ),
    (
        "undo: {takes: 1, cost: [0, 1, 2]}",
        "undo: ¦1",
        "'1' is not a mapping",
        "write 'key: value' lines below it, indented",
    ),
    (
        "check: {chance: [0.5, 0.7, 0.9], lag: 0.5}",
        "¦check: {lag: 0.5}",
        "'chance' is missing",
        "add it: Chance that a step which is only pretended is found out, for example [0.7, 0.9]",
    ),
    (
        "open: {name: Half the water, by: south",
        "¦open: {by: south",
        "'name' is missing",
        "add it: What is done, as a person would say it, for example 'Three detainees released'",
    ),
    ("takes: 1,", "¦take: 2, takes: 1,", "the key 'take' is not known here", "did you mean 'takes'?"),
    (MENDS, "mends: {¦splits: [open]}", "the key 'splits' is not known here", "did you mean 'split'?"),
    ("fee: 0.2", "¦fees: 0.2", "the key 'fees' is not known here", "did you mean 'fee'?"),
    (
        "reserve: 2",
        "¦walk_away: 2",
        "the key 'walk_away' is not known here",
        "known are: because, discount, guarantees, judged, mistrust, quote, reserve, source, status; "
        "it belongs under 'preferences: NAME:'",
    ),
]


def faults(text):
    return [(problem.place.line, problem.place.column, problem.wrong, problem.right) for problem in problems(text)]


def at(text, part):
    """Line and column, from 1, of a part that stands there once."""
    assert text.count(part) == 1
    before = text[: text.index(part)]
    return before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1


@pytest.mark.parametrize(("old", "new", "wrong", "right"), [*DANGLING, *ORDERS, *VALUES, *FORMS_OF_PARTS])
def test_where_a_fault_is_reported(old, new, wrong, right):
    """It is the only one."""
    plain_text, line, column = unmark(change(SMALL_ROADMAP, old, new))
    assert faults(plain_text) == [(line, column, wrong, right)]


@pytest.mark.parametrize(("part", "block"), [("steps", STEPS), ("targets", "  targets:\n" + TARGETS)])
def test_what_must_be_there(part, block):
    text = change(SMALL_ROADMAP, block, "")
    assert faults(text)[0][:3] == (*at(text, "roadmap:"), f"'{part}' is missing")


def test_a_roadmap_without_steps():
    text = SMALL + "roadmap: {targets: {fair: nash}, steps: {}}\n"
    assert faults(text) == [(*at(text, "steps:"), "there are no steps", "name at least one")]


def test_as_many_steps_as_the_documentation_allows():
    """One more is one fault: what is said of each is then not looked at, which could take long."""

    def steps(number, after=""):
        lines = [f"    n{index}: {{name: x, by: north, effects: {{south: 1}}{after}}}\n" for index in range(number)]
        return SMALL + "roadmap:\n  targets: {fair: nash}\n  steps:\n" + "".join(lines)

    assert len(loaded(steps(24)).roadmap.steps) == MOST_STEPS
    text = steps(25, after=", after: gone")
    right = "at most 24 can be ordered; join those that always go together"
    assert faults(text) == [(*at(text, "steps:"), "there are 25 steps", right)]


def test_options_that_have_no_order_wait_for_nothing():
    text = change(SMALL_ROADMAP, "    today: none\n", "    today: none\n    ordered: false\n")
    assert loaded(change(text, "open: {name: Half the water,", "open: {after: more, name: Half the water,"))


def test_steps_away_from_today_in_two_directions_do_not_wait_for_each_other():
    text = change(SMALL_ROADMAP, "    today: none\n", "    today: half\n")
    text = change(text, "moves: {water: half}", "moves: {water: none}, after: more")
    assert loaded(text)


def test_a_party_that_is_not_said_is_not_the_same_party():
    """Only what is missing is said."""
    text = change(SMALL_ROADMAP, "name: Half the water, by: south", "name: Half the water")
    text = change(text, "name: Rent, by: north", "name: Rent")
    assert [wrong for *_, wrong, _ in faults(text)] == ["'by' is missing"] * 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("together: [open]", "together: [{a: 1}]"),
        ("together: [open]", "together: [[open, {a: 1}]]"),
        ("after: pay", "after: [{a: 1}]"),
        ("name: Rent, by: north", "name: Rent, by: {a: 1}"),
        ("name: Rent, by: north", "name: Rent, by: [south]"),
        ("[fence, [open, pay], more]", "[fence, [{a: 1}, pay], more]"),
        ("moves: {rent: 2.5}", "moves: {rent: {a: 1}}"),
        ("moves: {rent: 2.5}", "moves: {rent: true}"),
        ("first: [fence]", "first: {a: 1}"),
    ],
)
def test_what_is_of_another_kind_is_reported_where_it_stands(old, new):
    text = change(SMALL_ROADMAP, old, new)
    assert {line for line, *_ in faults(text)} == {at(text, new)[0]}


def test_everything_wrong_is_reported_at_once_and_in_order():
    changes = [
        ("period: week", "period: 7"),
        ("fair: nash", "fair: 3"),
        (MOST, "most: {water: al}"),
        ("name: Half the water, by: south", "name: Half the water, by: soth"),
        (MORE, "by: south, moves: {wter: all}, after: pey"),
        ("saves: [3, 4]", "saves: -3"),
        (FENCE, "effects: {nrth: -1}"),
        ("mistrust: 0.3", "mistrust: 3"),
        ("{village: [1, 2, 3]}", "{town: 2}"),
        ("simultaneous: listed", "simultaneous: all"),
        ("fee: 0.2", "fee: much"),
        ("hazard: [0.3, 0.5, 0.7]", "hazard: 1"),
        ("proposed: [fence, [open, pay], more]", "proposed: [fence, fence]"),
        ("first: [fence]", "first: [gate]"),
        (MENDS, "mends: {guarantee: -5, split: [gate]}"),
    ]
    text = SMALL_ROADMAP
    for old, new in changes:
        text = change(text, old, new)
    found = faults(text)
    assert [place[:2] for place in found] == sorted(place[:2] for place in found)
    assert {line for line, *_ in found} == {at(text, new)[0] for _, new in changes}
    assert len(found) == len(changes) + 2  # the second step and the mends have two


@pytest.mark.parametrize("text", [SMALL_ROADMAP, GLANCE_ROADMAP], ids=["small", "documented"])
def test_the_examples_load_are_valid_and_lead_to_their_targets(text):
    scenario = loaded(text)
    VALIDATOR.validate(plain(text.encode()))
    _, named = named_deals(scenario)
    for target in scenario.roadmap.targets:
        setting = settings(scenario, measure(scenario, 0), named, target)
        assert len(setting.steps) >= 3
        assert setting.legal[-1]


def written(text):
    """The roadmap of a valid text, which is valid by the JSON Schema too."""
    VALIDATOR.validate(plain(text.encode()))
    return loaded(text).roadmap


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("nash", "{solution: nash}"),
        ("{water: half}", "{options: {water: half}}"),
        ("{water: half, rent: 3}", "{options: {water: half, rent: 3.0}}"),
    ],
)
def test_forms_of_targets(short, long):
    targets = [written(change(SMALL_ROADMAP, "fair: nash", f"fair: {form}")).targets["fair"] for form in (short, long)]
    assert targets[0] == targets[1]
    assert (targets[0].solution is None) == ("water" in short)


@pytest.mark.parametrize("form", ["2", "[1, 2]", "[1, 2, 4]", "{pert: [1, 2, 4]}", "{one_of: [1, 2]}"])
@pytest.mark.parametrize(
    ("old", "field"),
    [
        ("duration: [1, 2, 3]", lambda r: r.steps["open"].duration),
        ("takes: 1", lambda r: r.steps["open"].undo.takes),
        ("cost: [0, 1, 2]", lambda r: r.steps["open"].undo.cost),
        ("lag: 0.5", lambda r: r.steps["more"].check.lag),
        ("saves: [3, 4]", lambda r: r.steps["pay"].saves),
        ("north: -1", lambda r: r.steps["fence"].effects["north"]),
        ("reserve: 2", lambda r: r.players["north"].reserve),
        ("village: [1, 2, 3]", lambda r: r.players["south"].guarantees["village"]),
        ("fee: 0.2", lambda r: r.fee),
        ("guarantee: 5", lambda r: r.mends.guarantee),
    ],
)
def test_numbers_are_written_short_and_long(form, old, field):
    key = old.partition(":")[0]
    short = field(written(change(SMALL_ROADMAP, old, f"{key}: {form}")))
    long = field(written(change(SMALL_ROADMAP, old, f"{key}: {{value: {form}, because: so}}")))
    assert short.value == long.value
    assert (short.because, long.because) == (None, "so")


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("after: pay", "after: [pay]", lambda r: r.steps["more"].after == ("pay",)),
        ("after: pay", "after: [open, pay]", lambda r: r.steps["more"].after == ("open", "pay")),
        ("together: [open]", "together: open", lambda r: r.steps["pay"].together == ("open",)),
        ("first: [fence]", "first: fence", lambda r: r.first == ("fence",)),
        ("split: [more]", "split: more", lambda r: r.mends.split == ("more",)),
        (
            "proposed: [fence, ",
            "proposed: [[fence], ",
            lambda r: r.proposed == (("fence",), ("open", "pay"), ("more",)),
        ),
        ("simultaneous: listed", "simultaneous: none", lambda r: r.simultaneous == "none"),
        ("escrow: true", "escrow: false", lambda r: not r.steps["pay"].escrow),
    ],
)
def test_forms_of_lists_and_words(old, new, names):
    assert names(written(change(SMALL_ROADMAP, old, new)))


def test_what_is_left_out():
    step = "{name: Half the water, by: south, moves: {water: half}}"
    roadmap = written(SMALL + f"roadmap: {{targets: {{half: {{water: half}}}}, steps: {{open: {step}}}}}\n")
    opening = roadmap.steps["open"]
    assert (roadmap.period, roadmap.simultaneous, roadmap.players) == ("period", "any", {})
    assert roadmap.fee is roadmap.hazard is roadmap.mends.guarantee is None
    assert roadmap.proposed == roadmap.first == roadmap.mends.split == roadmap.mends.escrow == roadmap.mends.check == ()
    assert opening.duration is opening.undo is opening.check is opening.saves is None
    assert opening.after == opening.together == ()
    assert not opening.escrow
    assert opening.effects == {}


@hypothesis_settings(max_examples=600)
@given(edits=st.lists(st.tuples(share(), st.sampled_from(ODD_BELOW_ROADMAP)), min_size=1, max_size=2))
def test_changed_files_that_load_are_valid(edits):
    changed = SMALL + put_odd(ROADMAP, edits)
    if not isinstance(outcome(changed), ScenarioError):
        VALIDATOR.validate(plain(changed.encode()))
