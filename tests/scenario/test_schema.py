"""The published JSON Schema: every field explained, every example right, and every file that loads valid by it."""

import json
import re
from collections.abc import Iterator

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.scenario import ScenarioError, parse
from pourparler.scenario.model import json_schema
from pourparler.scenario.yaml_reader import decode, read_yaml
from tests.scenario.cases import FOLDERS, GLANCE, ROOT, SMALL, TEMPLATE, change, tables_of
from tests.scenario.test_fuzz import ODD, put_odd, share

SCHEMA = json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def plain(raw: bytes):
    """The data as JSON has it: lists, and keys that are text."""
    return json.loads(json.dumps(read_yaml(decode(raw, "x"), "x").data()))


def walk() -> Iterator[tuple[str, dict]]:
    for name, part in [("Scenario", SCHEMA), *SCHEMA["$defs"].items()]:
        for key, field in part.get("properties", {}).items():
            yield f"{name}.{key}", field


FIELDS = list(walk())


def test_it_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


@pytest.mark.parametrize(("name", "field"), FIELDS, ids=[name for name, _ in FIELDS])
def test_every_field_has_a_description_and_examples_that_fit(name, field):
    assert re.fullmatch(r"\S.*\S", field["description"])
    assert field["examples"]
    for example in field["examples"]:
        jsonschema.Draft202012Validator({"$defs": SCHEMA["$defs"], **field}).validate(json.loads(json.dumps(example)))


def test_the_walk_meets_every_part():
    assert {name.partition(".")[0] for name, _ in FIELDS} >= {
        *(
            "Scenario",
            "Source",
            "Party",
            "Issue",
            "Quantity",
            "Preferences",
            "Stake",
            "Number",
            "Interaction",
            "RedLine",
        ),
        *("Rule", "Claim", "Event", "Tables", "Judgement"),
    }
    for part in SCHEMA["$defs"].values():
        assert part.get("description") or "enum" in part


def test_a_schema_says_where_keys_are_not_known():
    for data in ({"zebra": 1}, {"parties": {"a": {"name": "A", "role": "principal", "zebra": 1}}}):
        found = {error.validator for error in VALIDATOR.iter_errors(plain(SMALL.encode()) | data)}
        assert "additionalProperties" in found


@pytest.mark.parametrize("text", [SMALL, TEMPLATE, GLANCE], ids=["small", "template", "glance"])
def test_small_files_are_valid(text):
    VALIDATOR.validate(plain(text.encode()))


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])
def test_the_cases_are_valid(folder):
    VALIDATOR.validate(plain((folder / "scenario.yaml").read_bytes()))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("veto: [water]", "veto: water"),
        ("veto: [water]", "veto: {water: [half, all]}"),
        ("veto: [water]", "veto: {water: , rent: {at_least: 1}}"),
        ("    source: deed\n    walk_away: 30", "    source: [deed]\n    walk_away: {pert: [1, 2, 3]}"),
        ("    walk_away: 30", "    walk_away: {value: {one_of: [1, 2]}, because: x}"),
        ("    walk_away: 30", "    walk_away: {normal: {mean: 3, sd: 1, least: 0, greatest: 9}}"),
        ("date: 1999", "date: 1999-12"),
        ("add: -5", "add: {value: {uniform: [-5, 5]}, status: assumed}"),
        ("format: 1", "format: 1.0"),
        ("title: A well", "question: null\ntitle: A well"),
    ],
)
def test_every_form_that_loads_is_valid(old, new):
    text = change(SMALL, old, new)
    parse(text)
    VALIDATOR.validate(plain(text.encode()))


def test_true_is_not_version_1():
    with pytest.raises(ScenarioError, match=r"scenario.yaml:1:9: 'True' is no version; write 1"):
        parse(change(SMALL, "format: 1", "format: true"))


@settings(max_examples=600)
@given(
    text=st.sampled_from([SMALL, TEMPLATE, GLANCE]),
    edits=st.lists(st.tuples(share(), st.sampled_from(ODD)), min_size=1, max_size=2),
)
def test_changed_files_that_load_are_valid(text, edits):
    changed = put_odd(text, edits)
    try:
        parse(changed)
    except ScenarioError:
        return
    VALIDATOR.validate(plain(changed.encode()))


def test_the_documentation_names_every_key():
    documentation = (ROOT / "docs" / "scenario-file.md").read_text("utf-8")
    missing = {name for name, _ in FIELDS if not re.search(rf"\b{re.escape(name.partition('.')[2])}\b", documentation)}
    assert missing == set()


def test_tables_are_part_of_a_case():
    assert tables_of(ROOT / "scenarios" / "wage-round")
