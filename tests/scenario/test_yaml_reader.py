"""YAML 1.2 values, the place of everything, and what no scenario may contain."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.scenario import ScenarioError
from pourparler.scenario.problem import Place
from pourparler.scenario.yaml_reader import (
    MOST_BYTES,
    MOST_DEPTH,
    MOST_LINES,
    MOST_NODES,
    decode,
    read_yaml,
    scalar_of,
)
from tests.scenario.cases import MARK, unmark


def value(text):
    return read_yaml(text, "x").data()


def refused(raw):
    """The problems of a file that cannot be read, as (line, column, wrong, right)."""
    with pytest.raises(ScenarioError) as caught:
        read_yaml(decode(raw if isinstance(raw, bytes) else raw.encode(), "x"), "x")
    assert all(problem.place.file == "x" for problem in caught.value.problems)
    return [(p.place.line, p.place.column, p.wrong, p.right) for p in caught.value.problems]


# The table of the core schema, https://yaml.org/spec/1.2.2/#103-core-schema, and what is not in it.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("null", None),
        ("Null", None),
        ("NULL", None),
        ("~", None),
        ("", None),
        ("nULL", "nULL"),
        ("none", "none"),
        ("true", True),
        ("True", True),
        ("TRUE", True),
        ("false", False),
        ("FALSE", False),
        ("tRUE", "tRUE"),
        ("yes", "yes"),
        ("Yes", "Yes"),
        ("no", "no"),
        ("NO", "NO"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("n", "n"),
        ("0", 0),
        ("-0", 0),
        ("+12", 12),
        ("-19", -19),
        ("007", 7),
        ("0o17", 15),
        ("0x3A", 58),
        ("017", 17),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        ("190:20:30", "190:20:30"),
        ("-0o17", "-0o17"),
        ("0.", 0.0),
        ("-0.0", 0.0),
        (".5", 0.5),
        ("+.5", 0.5),
        ("1e3", 1000.0),
        ("+12e03", 12000.0),
        ("-2E+05", -200000.0),
        ("1.5e-3", 0.0015),
        ("1e-400", 0.0),
        ("1e", "1e"),
        ("e3", "e3"),
        (".", "."),
        ("-", "-"),
        ("+", "+"),
        ("1.2.3", "1.2.3"),
        ("2018-03-09", "2018-03-09"),
        ("2018-03-09T10:00:00Z", "2018-03-09T10:00:00Z"),
        ("inf", "inf"),
        ("nan", "nan"),
        ("Infinity", "Infinity"),
        ("<<", "<<"),
        ("=", "="),
        ("\u0661", "\u0661"),  # a digit, but not one of YAML's
    ],
)
def test_plain_scalars_follow_the_core_schema(text, expected):
    found = scalar_of(text)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    "text", [".inf", ".Inf", ".INF", "+.inf", "-.INF", ".nan", ".NaN", ".NAN", "1e309", "-1e999999999", "9" * 400]
)
def test_numbers_that_are_not_finite_are_refused(text):
    ((line, column, wrong, right),) = refused(f"a: {text}\n")
    assert (line, column) == (1, 4)
    assert "number" in wrong
    assert "write a number" in right


@pytest.mark.parametrize("text", ["'40'", '"40"', "'true'", "'null'", '"~"', "'.nan'", '""'])
def test_quoted_scalars_stay_text(text):
    assert value(f"a: {text}")["a"] == text[1:-1]


def test_block_scalars_stay_text():
    assert value("a: |\n  40\nb: >-\n  true\n") == {"a": "40\n", "b": "true"}


@settings(max_examples=1000)
@given(st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False))
def test_every_finite_number_comes_back(number):
    assert scalar_of(repr(number)) == number


@settings(max_examples=500)
@given(st.text(max_size=12))
def test_every_scalar_has_a_value_or_a_reason(text):
    try:
        found = scalar_of(text)
    except ValueError:
        assert re.search(r"[0-9]|inf|nan", text, re.IGNORECASE)
    else:
        assert found is None or isinstance(found, bool | int | float | str)


def test_keys_are_text_or_numbers():
    assert value("{1: a, 1.5: b, true: c, null: d, '2': e, no: f}") == {
        1: "a",
        1.5: "b",
        "true": "c",
        "null": "d",
        "2": "e",
        "no": "f",
    }


def test_places_count_from_one():
    root = read_yaml("a: 1\nbc:\n  d: [x, yy]\n  e: {f: 2}\n", "x")
    assert root.place == Place("x", 1, 1)
    assert root.key_places == {"a": Place("x", 1, 1), "bc": Place("x", 2, 1)}
    below = root.content["bc"]
    assert below.key_places == {"d": Place("x", 3, 3), "e": Place("x", 4, 3)}
    assert [item.place for item in below.content["d"].content] == [Place("x", 3, 7), Place("x", 3, 10)]
    assert below.content["e"].key_places["f"] == Place("x", 4, 7)
    assert below.content["e"].content["f"].place == Place("x", 4, 10)


def place_of_marked(text, encoding="utf-8"):
    """Where the value 'here' is found, and where its mark stood."""
    plain, line, column = unmark(text)
    root = read_yaml(decode(plain.encode(encoding), "x"), "x")
    waiting = [root]
    for node in waiting:
        content = node.content
        waiting += content.values() if isinstance(content, dict) else content if isinstance(content, list) else []
    (found,) = (node.place for node in waiting if node.content == "here")
    return found, Place("x", line, column)


@pytest.mark.parametrize(
    "text",
    [
        "a: ¦here\n",
        "é: ¦here\n",
        "名前: [ß, ¦here]\n",
        "'𝄞𝄞': ¦here\n",
        "a: {b: [1, {c: ¦here}]}\n",
        "# comment\n\n\na:\n    - ¦here\n",
        "a:\t¦here\n",
        "a: 'é\n  é'\nb: ¦here",
        "---\na: ¦here\n...\n",
        "%YAML 1.2\n---\na: ¦here\n",
        "? a\n: ¦here\n",
        "a: !  ¦here\n".replace("!  ", ""),
    ],
)
def test_places_of_values(text):
    found, expected = place_of_marked(text)
    assert found == expected


def test_a_byte_order_mark_moves_nothing():
    found, expected = place_of_marked("é: ¦here\n", "utf-8-sig")
    assert found == expected


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_kind(end):
    root = read_yaml(decode(end.join(["a: 1", "", "b: 'x", "  y'", "c: |", "  z", "d: 2"]).encode(), "x"), "x")
    assert root.data() == {"a": 1, "b": "x y", "c": "z\n", "d": 2}
    assert root.key_places["d"] == Place("x", 7, 1)


@settings(max_examples=400)
@given(st.lists(st.text(alphabet="aé名𝄞 ", max_size=6), max_size=6))
def test_places_agree_with_plain_counting(texts):
    text = "".join(f"k{index}: '{each}'\n" for index, each in enumerate(texts)) + f"last: {MARK}here\n"
    found, expected = place_of_marked(text)
    assert found == expected


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("a: 1\n¦a: 2\n", "the key 'a' stands here for the second time (first in line 1)", "keep one of the two"),
        ("{b: 1, ¦b: 2}", "the key 'b' stands here for the second time", "keep one"),
        ("1: a\n¦1.0: b\n", "the key '1.0' stands here for the second time", "keep one"),
        ("a: 1\n¦'a': 2\n", "second time", "keep one"),
        ("x: {y: [{z: 1, ¦z: 1}]}\n", "second time", "keep one"),
        ("a: ¦*b\n", "the alias '*b' has no anchor before it", "put '&b' before"),
        ("a: &b [¦*b]\n", "the alias '*b' contains itself", "put '&b' before"),
        ("a: &b {c: {d: ¦*b}}\n", "the alias '*b' contains itself", "put '&b' before"),
        ("? ¦[a, b]\n: 1\n", "a list or mapping cannot be a key", "use a name"),
        ("? ¦{a: b}\n: 1\n", "a list or mapping cannot be a key", "use a name"),
        ("a: ¦!!str b\n", "the tag 'tag:yaml.org,2002:str' is not used here", "take it away"),
        ("a: ¦!!python/object/apply:os.system [ls]\n", "python/object", "take it away"),
        ("a: ¦!thing {b: c}\n", "the tag '!thing' is not used here", "take it away"),
        ("a: 1\n¦---\nb: 2\n", "a second document starts here", "one file holds one scenario"),
        ("a: 1\n...\n¦---\nb: 2\n", "a second document starts here", "one file holds one scenario"),
        ("a: b¦\x00c\n", "control character 0x00", "remove it"),
        ("é: ¦\x01\n", "control character 0x01", "remove it"),
        ("a: 'b\n\n  ¦\x1b[31m'\n", "control character 0x1b", "remove it"),
        ("é: 'b¦\u2028c'\n", "an invisible line end (U+2028)", "put a space or a plain line end"),
        ("a: 1\nb: ¦\x85\n", "an invisible line end (U+0085)", "put a space or a plain line end"),
        ("a: [1, 2\nb¦: 3\n", "this is not YAML", "look for a bracket"),
        ("a: 'b\n¦", "this is not YAML", "look for a bracket"),
        ("a: b¦: c\n", "this is not YAML", "look for a bracket"),
        ("a:\n¦\tb: c\n", "this is not YAML", "look for a bracket"),
        ("a: ¦@b\n", "this is not YAML", "look for a bracket"),
        ("¦]\n", "this is not YAML", "look for a bracket"),
    ],
)
def test_what_no_scenario_may_contain(text, wrong, right):
    plain, line, column = unmark(text)
    place, said, advised = (found := refused(plain)[0])[:2], found[2], found[3]
    assert place == (line, column)
    assert wrong in said
    assert right in advised


def test_all_faults_of_one_file_are_listed():
    found = refused("a: 1\na: 2\nb: .nan\nc: *d\ne: !f g\n")
    assert [(line, column) for line, column, *_ in found] == [(2, 1), (3, 4), (4, 4), (5, 4)]


@pytest.mark.parametrize(
    ("raw", "line", "column"),
    [
        (b"\xff", 1, 1),
        (b"abc\n\xc3\xa9x\xff", 2, 3),
        (b"\xef\xbb\xbfa: \xff", 1, 4),
        (b"\xef\xbb\xbfa\n\xc3\xa9\xff", 2, 2),
        (b"a\r\nb\rc\xfe", 3, 2),
        (b"a: \xc3", 1, 4),
        (b"a: \xed\xa0\x80", 1, 4),  # half of a surrogate pair
        ("a: é".encode("latin-1"), 1, 4),
        ("a: b".encode("utf-16"), 1, 1),
    ],
)
def test_bytes_that_are_not_text(raw, line, column):
    ((*place, wrong, right),) = refused(raw)
    assert place == [line, column]
    assert "is not UTF-8 text" in wrong
    assert right == "save the file as UTF-8 text"


def test_an_empty_file_is_an_empty_mapping():
    for text in ("", "\n\n", "# only a comment\n", "---\n", "\ufeff"):
        root = read_yaml(decode(text.encode(), "x"), "x")
        assert root.data() in ({}, None)
    assert read_yaml("", "x").data() == {}
    assert read_yaml("", "x").place == Place("x", 1, 1)


def test_aliases_repeat_what_they_name_and_share_nothing():
    root = read_yaml("a: &x {b: [1, 2]}\nc: *x\nd: &y 5\ne: *y\n", "x")
    assert root.data() == {"a": {"b": (1, 2)}, "c": {"b": (1, 2)}, "d": 5, "e": 5}
    assert root.content["c"].place == root.content["a"].place
    root.content["c"].put("new", root.content["d"], Place("x", 9, 9))
    assert root.content["a"].data() == {"b": (1, 2)}


def test_an_anchor_named_again_means_the_later_one():
    assert value("[&a 1, *a, &a 2, *a]") == (1, 1, 2, 2)


def test_an_alias_bomb_is_refused_at_once():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 12)]
    start = time.perf_counter()
    ((line, _, wrong, right),) = refused("\n".join(lines))
    assert time.perf_counter() - start < 5
    assert line == 5  # 10 + 10² + 10³ + 10⁴ values stand before it, and it comes to 10⁵
    assert wrong == f"the file comes to more than {MOST_NODES:,} values once its aliases are written out"
    assert right


def test_a_chain_of_aliases_is_as_deep_as_what_it_repeats():
    lines = ["a0: &a0 [x]"] + [f"a{level}: &a{level} [*a{level - 1}]" for level in range(1, 900)]
    ((line, _, wrong, _),) = refused("\n".join(lines))
    # The mapping and the item are a level each, and line n has n lists between them.
    assert line == MOST_DEPTH - 1
    assert wrong == f"this is nested more than {MOST_DEPTH} deep"


def test_depth_is_bounded():
    assert value("[" * (MOST_DEPTH - 1) + "]" * (MOST_DEPTH - 1)) is not None
    for levels in (MOST_DEPTH + 1, 20_000):
        for text in ("[" * levels, "{a: " * levels, "- " * levels):
            ((line, column, wrong, _),) = refused(text)
            assert line == 1
            assert (
                column
                == text.index("[" if "[" in text else "{" if "{" in text else "-")
                + MOST_DEPTH * len(text) // levels
                + 1
            )
            assert wrong == f"this is nested more than {MOST_DEPTH} deep"


def test_a_million_lines_are_refused_at_once():
    start = time.perf_counter()
    ((line, column, wrong, right),) = refused(b"- a\n" * 1_000_000)
    assert time.perf_counter() - start < 2
    assert (line, column) == (MOST_LINES + 1, 1)
    assert wrong == "the file has 1,000,000 lines"
    assert f"at most {MOST_LINES:,}" in right


def test_many_bytes_are_refused_at_once():
    ((line, column, wrong, right),) = refused(b"a" * (MOST_BYTES + 1))
    assert (line, column) == (1, 1)
    assert wrong == "the file has 8,000,001 bytes"
    assert "at most 8,000,000" in right


@pytest.mark.parametrize(
    "text", ["a: [" + "1," * 3_900_000 + "]", "{a: 1}, " * 900_000, "\n".join(f"k{i}: {i}" for i in range(100_000))]
)
def test_the_largest_files_end_soon(text):
    start = time.perf_counter()
    found = refused(text[:MOST_BYTES])
    assert time.perf_counter() - start < 20
    assert len(found) == 1


def test_what_is_just_within_the_limits_is_read():
    root = read_yaml("\n".join(f"k{i}: {i}" for i in range(MOST_NODES - 1)), "x")
    assert len(root.content) == MOST_NODES - 1
    assert root.size == MOST_NODES
