"""Names made from anything are valid, unique and as near to the original as can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pourparler.formats.naming import clean, distinct, unique_names
from pourparler.scenario.fields import NAME


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("External Monitor", "external-monitor"),
        ("  $4.37 ", "x4-37"),
        ("Café & Bar", "cafe-bar"),
        ("", "x"),
        ("null", "x-null"),
        ("北", "x"),
        ("a" * 100, "a" * 60),
    ],
)
def test_worked_names(text, name):
    assert clean(text, "x") == name


@given(st.lists(st.text(max_size=70) | st.sampled_from(["A", "a ", "a-2", "null", "1", "é"])))
def test_names_are_valid_and_unique(texts):
    names = unique_names(texts, "option")
    assert len(set(names)) == len(names) == len(texts)
    assert all(NAME.match(name) for name in names)
    assert len(set(distinct(texts))) == len(texts)
