"""Whatever stands in a file: a scenario that can be used, or located messages; nothing else, and soon."""

import json
import re
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.deals.measure import measure
from pourparler.errors import TooLarge
from pourparler.scenario import Scenario, ScenarioError
from pourparler.scenario.advice import advise
from pourparler.scenario.all_numbers import all_numbers
from pourparler.scenario.yaml_reader import decode, read_yaml
from tests.scenario.cases import FOLDERS, GLANCE, ROOT, SMALL, TEMPLATE, outcome, tables_of
from tests.scenario.conduct_cases import CONDUCT, GLANCE_CONDUCT, SMALL_CONDUCT
from tests.scenario.process_cases import GLANCE_PROCESS, GLANCE_TREE, PROCESS, SMALL_PROCESS, SMALL_TREE, TREE
from tests.scenario.roadmap_cases import GLANCE_ROADMAP, ROADMAP, SMALL_ROADMAP

MOST_SECONDS = 10.0  # a load takes milliseconds; the rest is for a busy machine

KOREA = (ROOT / "scenarios" / "korea-2018" / "scenario.yaml").read_text("utf-8")
WAGES = (ROOT / "scenarios" / "wage-round" / "scenario.yaml").read_text("utf-8")
WAGE_TABLES = tables_of(ROOT / "scenarios" / "wage-round")
KOREA_TABLES = tables_of(ROOT / "scenarios" / "korea-2018")
TABLES = WAGE_TABLES | KOREA_TABLES

SMALL_FILES = st.sampled_from([SMALL, TEMPLATE, GLANCE, SMALL, TEMPLATE, WAGES])
ODD = [
    *(
        "nan",
        ".nan",
        ".NaN",
        ".inf",
        "-.inf",
        "1e400",
        "-1e400",
        "1e300",
        "-1",
        "-0.0",
        "0",
        "101",
        "1e12",
        "1e13",
        "1e-320",
    ),
    *(
        "",
        "''",
        '""',
        "null",
        "~",
        "true",
        "no",
        "[]",
        "{}",
        "[1, 2, 3, 4]",
        "[3, 2, 1]",
        "[40, 40]",
        "[[1]]",
        "{a: 1}",
    ),
    *(
        "{pert: [1, 2, 3]}",
        "{pert: x}",
        "{normal: {mean: 1, sd: 0, least: 0, greatest: 2}}",
        "{one_of: []}",
        "{value: 3}",
    ),
    *(
        "&a",
        "*a",
        "!!str",
        "!x y",
        "&a [*a]",
        "- a",
        "a: b",
        "? a",
        "|",
        ">",
        "%",
        "@",
        "`",
        "\t",
        '"\\e[31m"',
        '"\\u2028"',
    ),
    *(
        "\u2028",
        "\x85",
        "\u202e",
        "\ufeff",
        "é",
        "𝄞",
        "名前",
        "a" * 5000,
        "9" * 400,
        "0x" + "f" * 100,
        "0o17",
        "2024-02-30",
    ),
    *("water", "stays", "we", "north", "cost", "rent", "0.1", "1000000", "{at_least: 5}", "{at_least: 5, at_most: 4}"),
]


def assert_usable_or_located(raw: str | bytes, tables: dict[str, bytes] | None = None) -> bool:
    """Whether it loads. Either way everything that can be asked of the outcome is asked."""
    content = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    start = time.perf_counter()
    found = outcome(raw, tables)
    if isinstance(found, ScenarioError):
        assert_located(found, {"scenario.yaml": content} | (tables or {}))
    else:
        assert_usable(found)
    assert time.perf_counter() - start < MOST_SECONDS
    return not isinstance(found, ScenarioError)


def assert_located(error: ScenarioError, contents: dict[str, bytes]) -> None:
    assert error.problems
    assert list(error.problems) == sorted(set(error.problems))
    for problem in error.problems:
        lines = re.split(rb"\r\n|\r|\n", contents[problem.place.file])
        assert 1 <= problem.place.line <= len(lines) + 1
        assert 1 <= problem.place.column <= len(lines[min(problem.place.line, len(lines)) - 1]) + 1
        assert problem.wrong
        assert problem.right
        assert str(problem).isprintable()


def assert_usable(scenario: Scenario) -> None:
    for advice in advise(scenario):
        assert str(advice).isprintable()
    lines = all_numbers(scenario)
    assert len({line.name for line in lines}) == len({line.anchor for line in lines}) == len(lines)
    for line in lines:
        assert line.place is not None
        assert np.isfinite(line.value.draws(2, scenario.seed, line.name)).all()
    try:
        measured = measure(scenario, 3)
    except TooLarge:
        return
    for array in (*measured.worth, measured.walk_away):
        assert np.isfinite(array).all()


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])
def test_the_cases_themselves_load(folder):
    assert assert_usable_or_located((folder / "scenario.yaml").read_bytes(), tables_of(folder))


@pytest.mark.parametrize("text", [SMALL, TEMPLATE, GLANCE])
def test_the_small_files_load(text):
    assert assert_usable_or_located(text)


def share() -> st.SearchStrategy[float]:
    return st.floats(0, 1, exclude_max=True)


def edit_lines(text: str, edits: list[tuple[str, float, float]]) -> str:
    lines = text.split("\n")
    for kind, where, other in edits:
        at, to = int(where * len(lines)), int(other * len(lines))
        match kind:
            case "delete":
                del lines[at]
            case "twice":
                lines.insert(to, lines[at])
            case "swap":
                lines[at], lines[to] = lines[to], lines[at]
            case "indent":
                lines[at] = "  " + lines[at]
            case "outdent":
                lines[at] = lines[at].removeprefix("  ")
            case "cut":
                lines[at] = lines[at][: int(other * (len(lines[at]) + 1))]
        lines = lines or [""]
    return "\n".join(lines)


LINE_EDIT = st.tuples(st.sampled_from(["delete", "twice", "swap", "indent", "outdent", "cut"]), share(), share())


@settings(max_examples=700)
@given(text=SMALL_FILES, edits=st.lists(LINE_EDIT, min_size=1, max_size=4))
def test_lines_deleted_doubled_swapped_and_moved(text, edits):
    assert_usable_or_located(edit_lines(text, edits), TABLES)


@settings(max_examples=60)
@given(edits=st.lists(LINE_EDIT, min_size=1, max_size=4))
def test_lines_of_a_large_case_changed(edits):
    assert_usable_or_located(edit_lines(KOREA, edits), TABLES)


SCALAR = re.compile(r"(?<=[:\[,{] )[^\s\[\]{},:#]+|(?<=\[)[^\s\[\]{},:#]+|[a-z_0-9.-]+(?=:)")


def put_odd(text: str, edits: list[tuple[float, str]]) -> str:
    for where, odd in edits:
        found = list(SCALAR.finditer(text))
        hit = found[int(where * len(found))]
        text = text[: hit.start()] + odd + text[hit.end() :]
    return text


@settings(max_examples=1500)
@given(text=SMALL_FILES, edits=st.lists(st.tuples(share(), st.sampled_from(ODD)), min_size=1, max_size=3))
def test_scalars_and_keys_replaced_by_odd_ones(text, edits):
    assert_usable_or_located(put_odd(text, edits), TABLES)


ODD_BELOW_CONDUCT = [
    *ODD,
    *("tempo", "other", "all", "fair", "fair+meant", "other+chance", "+", "fair+", "C", "II", "talk", "word", "0.5"),
    *("absence", "statement", "{fair: 0.5}", "{meant: tempo}", "{rating: C}", "{tempo: true}", "[fair, meant]"),
    *("2024-02-11", "2025-01-01", "0001-01-01", "value", "from_record: true", "cause", "1e-4", "12"),
]


@settings(max_examples=1500)
@given(
    text=st.sampled_from([SMALL_CONDUCT, SMALL_CONDUCT, GLANCE_CONDUCT]),
    edits=st.lists(st.tuples(share(), st.sampled_from(ODD_BELOW_CONDUCT)), min_size=1, max_size=3),
)
def test_scalars_and_keys_below_conduct_replaced_by_odd_ones(text, edits):
    start = text.index("conduct:")
    assert_usable_or_located(text[:start] + put_odd(text[start:], edits))


@settings(max_examples=500)
@given(edits=st.lists(LINE_EDIT, min_size=1, max_size=4))
def test_lines_below_conduct_deleted_doubled_swapped_and_moved(edits):
    assert_usable_or_located(SMALL_CONDUCT.removesuffix(CONDUCT) + edit_lines(CONDUCT, edits))


ODD_BELOW_ROADMAP = [
    *ODD,
    *(
        "open",
        "pay",
        "[pay]",
        "[open, more]",
        "[[open], [pay]]",
        "fence",
        "south",
        "village",
        "nash",
        "rent",
        "half",
        "all",
    ),
    *(
        "{water: half}",
        "{rent: 2.5}",
        "{options: {water: all}}",
        "{solution: nash}",
        "{south: 1}",
        "{a: {b: c}}",
        "2.5",
    ),
    *("[{a: 1}]", "[[{a: 1}]]", "any", "none", "listed", "true", "1", "-3", "{takes: 1}", "{chance: 0.5}", "moves"),
]


@settings(max_examples=1500)
@given(
    text=st.sampled_from([SMALL_ROADMAP, SMALL_ROADMAP, GLANCE_ROADMAP]),
    edits=st.lists(st.tuples(share(), st.sampled_from(ODD_BELOW_ROADMAP)), min_size=1, max_size=3),
)
def test_scalars_and_keys_below_roadmap_replaced_by_odd_ones(text, edits):
    start = text.index("roadmap:")
    assert_usable_or_located(text[:start] + put_odd(text[start:], edits))


@settings(max_examples=500)
@given(edits=st.lists(LINE_EDIT, min_size=1, max_size=4))
def test_lines_below_roadmap_deleted_doubled_swapped_and_moved(edits):
    assert_usable_or_located(SMALL_ROADMAP.removesuffix(ROADMAP) + edit_lines(ROADMAP, edits))


@pytest.mark.parametrize("options", [False, True], ids=["steps", "moves"])
def test_a_roadmap_full_of_steps_or_moves_is_refused_soon(options):
    names = [f"n{index}" for index in range(12_000)]
    steps = {name: {"name": "x", "by": "south", "after": last} for name, last in zip(names, ["", *names], strict=False)}
    if options:
        moves = {"name": "x", "by": "south", "moves": dict.fromkeys(names, "half")}
        steps = {f"n{index}": moves for index in range(3)}
    roadmap = {"targets": {"a": "nash"}, "steps": steps}
    raw = flow(PLAIN[0] | {"roadmap": roadmap})
    start = time.perf_counter()
    assert isinstance(outcome(raw), ScenarioError)
    assert time.perf_counter() - start < MOST_SECONDS


ODD_BELOW_PROCESS = [
    *ODD,
    *(
        "all",
        "fair",
        "sly",
        "chance",
        "half",
        "nash",
        "map",
        "walk",
        "quarrel",
        "as-now",
        "village",
        "by",
        "formats",
        "tree",
    ),
    *(
        "{fair: 1}",
        "{all: 1}",
        "{fair: 1, all: 2}",
        "{north: 1, south: 2}",
        "{north: {}}",
        "{water: half}",
        "{solution: nash}",
    ),
    *(
        "{one_of: [0, 1]}",
        "[0, 0]",
        "1e-9",
        "0.5",
        "[map, map]",
        "[map]",
        "move",
        "knows",
        "branches",
        "worth",
        "ask",
        "keep",
    ),
    *(
        "{move: north}",
        "{branches: {a: {}}}",
        "{move: chance, branches: {a: {chance: 1}}}",
        "{chance: 1}",
        "say nothing",
    ),
]


def find_in(text: str, start: str, odd: list[tuple[float, str]]) -> str:
    at = text.index(start)
    return text[:at] + put_odd(text[at:], odd)


@settings(max_examples=2000)
@given(
    text=st.sampled_from([SMALL_PROCESS, SMALL_PROCESS, SMALL_TREE, SMALL_TREE, GLANCE_PROCESS, GLANCE_TREE]),
    edits=st.lists(st.tuples(share(), st.sampled_from(ODD_BELOW_PROCESS)), min_size=1, max_size=3),
)
def test_scalars_and_keys_below_process_replaced_by_odd_ones(text, edits):
    assert_usable_or_located(find_in(text, "process:", edits))


@settings(max_examples=700)
@given(part=st.sampled_from([PROCESS, TREE]), edits=st.lists(LINE_EDIT, min_size=1, max_size=4))
def test_lines_below_process_deleted_doubled_swapped_and_moved(part, edits):
    assert_usable_or_located(SMALL + edit_lines(part, edits))


@settings(max_examples=60)
@given(edits=st.lists(st.tuples(share(), st.sampled_from(ODD)), min_size=1, max_size=3))
def test_scalars_of_a_large_case_replaced(edits):
    assert_usable_or_located(put_odd(KOREA, edits), TABLES)


@settings(max_examples=500)
@given(
    text=SMALL_FILES,
    edits=st.lists(st.tuples(share(), st.integers(0, 3), st.binary(max_size=3)), min_size=1, max_size=3),
    end=st.none() | share(),
)
def test_bytes_changed_and_files_cut_off(text, edits, end):
    raw = text.encode()
    for where, dropped, put in edits:
        at = int(where * len(raw))
        raw = raw[:at] + put + raw[at + dropped :]
    assert_usable_or_located(raw if end is None else raw[: int(end * len(raw))], TABLES)


@settings(max_examples=300)
@given(st.binary(max_size=200) | st.text(max_size=200))
def test_rubbish(raw):
    assert_usable_or_located(raw)


ODD_TEXT = st.text(max_size=8) | st.sampled_from(
    ["pay", "we", "water", "none", "at_least", "value", "pert", "if", "=", "<<"]
)
ODD_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 10**20) | st.floats() | ODD_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ODD_TEXT, inner, max_size=4),
    max_leaves=8,
)


def flow(data: object) -> str:
    """The data on one line of YAML: JSON, but for keys that are numbers."""
    return re.sub(r'"(-?[0-9]+(?:\.[0-9]+)?)":', r"\1:", json.dumps(data, ensure_ascii=False))


PLAIN = [json.loads(json.dumps(read_yaml(text, "x").data())) for text in (SMALL, TEMPLATE, GLANCE)]


def replace_somewhere(data: object, steps: list[float], value: object) -> object:
    """The data with the value put in place of what is found by going down, one share of the choices at a time."""
    if not steps or not isinstance(data, dict | list) or not data:
        return value
    at = int(steps[0] * len(data))
    if isinstance(data, list):
        return [replace_somewhere(item, steps[1:], value) if index == at else item for index, item in enumerate(data)]
    chosen = list(data)[at]
    return {key: replace_somewhere(item, steps[1:], value) if key == chosen else item for key, item in data.items()}


@pytest.mark.parametrize("data", PLAIN, ids=["small", "template", "glance"])
def test_plain_data_written_on_one_line_load(data):
    assert assert_usable_or_located(flow(data))


@settings(max_examples=800)
@given(data=st.sampled_from(PLAIN), steps=st.lists(share(), min_size=1, max_size=7), value=ODD_VALUE)
def test_parts_replaced_by_odd_structures(data, steps, value):
    assert_usable_or_located(flow(replace_somewhere(data, steps, value)))


PLAIN_CONDUCT = json.loads(json.dumps(read_yaml(SMALL_CONDUCT, "x").data()))
ODD_KEY = st.sampled_from(
    ["fair", "sly", "other", "all", "fair+meant", "value", "tempo", "rating", "likelihood", "note"]
)
ODD_LIKELIHOOD = st.recursive(
    ODD_VALUE | st.sampled_from([0.5, "tempo", "C", "fair", "note", "talk", "2024-02-01"]),
    lambda inner: st.dictionaries(ODD_KEY, inner, max_size=3) | st.lists(inner, max_size=3),
    max_leaves=6,
)


def test_conduct_written_on_one_line_loads():
    assert assert_usable_or_located(flow(PLAIN_CONDUCT))


@settings(max_examples=1200)
@given(steps=st.lists(share(), min_size=1, max_size=5), value=ODD_LIKELIHOOD)
def test_parts_of_conduct_replaced_by_odd_structures(steps, value):
    conduct = replace_somewhere(PLAIN_CONDUCT["conduct"], steps, value)
    assert_usable_or_located(flow(PLAIN_CONDUCT | {"conduct": conduct}))


PLAIN_ROADMAP = json.loads(json.dumps(read_yaml(SMALL_ROADMAP, "x").data()))
ODD_STEP_KEY = st.sampled_from(
    ["open", "pay", "more", "options", "solution", "moves", "effects", "after", "by", "undo", "check", "takes", "value"]
)
ODD_STEP = st.recursive(
    ODD_VALUE | st.sampled_from([0.5, 2.5, "open", "pay", "more", "south", "village", "water", "half", "nash"]),
    lambda inner: st.dictionaries(ODD_STEP_KEY, inner, max_size=3) | st.lists(inner, max_size=3),
    max_leaves=6,
)


def test_a_roadmap_written_on_one_line_loads():
    assert assert_usable_or_located(flow(PLAIN_ROADMAP))


@settings(max_examples=1200)
@given(steps=st.lists(share(), min_size=1, max_size=5), value=ODD_STEP)
def test_parts_of_a_roadmap_replaced_by_odd_structures(steps, value):
    roadmap = replace_somewhere(PLAIN_ROADMAP["roadmap"], steps, value)
    assert_usable_or_located(flow(PLAIN_ROADMAP | {"roadmap": roadmap}))


PLAIN_PROCESS = [json.loads(json.dumps(read_yaml(text, "x").data())) for text in (SMALL_PROCESS, SMALL_TREE)]
ODD_FORMAT_KEY = st.sampled_from(
    [
        "fair",
        "all",
        "north",
        "south",
        "walk",
        "map",
        "half",
        "worth",
        "failure",
        "move",
        "branches",
        "knows",
        "chance",
        "tree",
    ]
)
ODD_FORMAT = st.recursive(
    ODD_VALUE | st.sampled_from([0.5, 1, "north", "south", "chance", "nash", "map", "half", "quarrel"]),
    lambda inner: st.dictionaries(ODD_FORMAT_KEY, inner, max_size=3) | st.lists(inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("data", PLAIN_PROCESS, ids=["formats", "tree"])
def test_a_process_written_on_one_line_loads(data):
    assert assert_usable_or_located(flow(data))


@settings(max_examples=1500)
@given(data=st.sampled_from(PLAIN_PROCESS), steps=st.lists(share(), min_size=1, max_size=7), value=ODD_FORMAT)
def test_parts_of_a_process_replaced_by_odd_structures(data, steps, value):
    assert_usable_or_located(flow(data | {"process": replace_somewhere(data["process"], steps, value)}))


@settings(max_examples=200)
@given(
    st.dictionaries(
        st.sampled_from([*PLAIN[0], "events", "tables", "conduct", "roadmap", "leverage", "process", "allies"]),
        ODD_VALUE,
    )
)
def test_odd_structures_under_the_known_keys(data):
    assert_usable_or_located(flow(data))


PREFERENCES = WAGE_TABLES["preferences.csv"].decode()
EVENTS = KOREA_TABLES["events.csv"].decode()
ODD_CELLS = [
    *ODD,
    '"',
    '""',
    '"a',
    '"a" b',
    '"a,b"',
    '"a\nb"',
    ",",
    ",,",
    ";",
    "union",
    "pay",
    "2025-13-01",
    "quoted",
    "\r",
]


@settings(max_examples=600)
@given(
    edits=st.lists(st.tuples(share(), st.sampled_from(ODD_CELLS)), max_size=3),
    moved=st.lists(LINE_EDIT, max_size=2),
)
def test_tables_changed(edits, moved):
    text = edit_lines(PREFERENCES, moved)
    for where, odd in edits:
        cells = list(re.finditer(r"[^,\n]*", text))
        hit = cells[int(where * len(cells))]
        text = text[: hit.start()] + odd + text[hit.end() :]
    assert_usable_or_located(WAGES, {"preferences.csv": text.encode()})


@settings(max_examples=300)
@given(edits=st.lists(st.tuples(share(), st.sampled_from(ODD_CELLS)), min_size=1, max_size=3))
def test_tables_of_events_changed(edits):
    text = EVENTS
    for where, odd in edits:
        cells = list(re.finditer(r"[^,\n]*", text))
        hit = cells[int(where * len(cells))]
        text = text[: hit.start()] + odd + text[hit.end() :]
    assert_usable_or_located(SMALL + "tables: {events: events.csv}\n", {"events.csv": text.encode()})


@settings(max_examples=200)
@given(st.binary(max_size=120) | st.text(alphabet='party,issue\n\r"likely;we', max_size=120).map(str.encode))
def test_tables_of_rubbish(raw):
    for kind in ("preferences", "events"):
        assert_usable_or_located(SMALL + f"tables: {{{kind}: t.csv}}\n", {"t.csv": raw})


def test_decode_and_read_agree_on_the_number_of_lines():
    assert read_yaml(decode(b"\xef\xbb\xbfa: 1\r\nb: 2\rc: 3\n", "x"), "x").key_places["c"].line == 3
