"""Every number below `conduct`: its meaning, who says so, where it stands; and that it is drawn by itself."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.answer import Status
from pourparler.scenario import load
from pourparler.scenario.conduct_numbers import conduct_numbers, reading
from pourparler.scenario.numbers import NumberLine
from pourparler.scenario.yaml_reader import read_yaml
from tests.scenario.cases import ROOT, SMALL, change, loaded, tables_of
from tests.scenario.conduct_cases import GLANCE_CONDUCT, SMALL_CONDUCT

FOLDER = ROOT / "scenarios" / "korea-2018"
KOREA = (FOLDER / "scenario.yaml").read_text("utf-8")
TABLES = tables_of(FOLDER)
LEGAL = re.compile(r"[A-Za-z][\w.:-]*", re.ASCII)  # what can be the target of a link

SETTINGS = """\
  ratings: {C: 0.75}
  reliability: {B: 0.85}
  credibility: {2: 1.5}
  strengths: {solemn oath: [2, 4]}
  doubt: {likelihood: 3, prior: 10}
"""


def lines_of(text, tables=None):
    return conduct_numbers(loaded(text, tables))


def by_name(text):
    return {line.name.removeprefix("conduct/"): line for line in lines_of(text)}


def test_all_numbers_in_order():
    found = {name: (line.what, str(line.value)) for name, line in by_name(SMALL_CONDUCT + SETTINGS).items()}
    assert found == {
        "tempo/naive/0/every": ("days per event where it is said: 'once a month'", "30"),
        "hypotheses/fair/prior": ("weight before the evidence of 'fair'", "50 (40 to 60)"),
        "hypotheses/fair/resumes_after": ("days until it would act again, under 'fair'", "90"),
        "hypotheses/sly/prior": ("weight before the evidence of 'sly'", "50"),
        "mechanisms/meant/share/fair": ("chance of 'meant', under 'fair'", "0.7"),
        "mechanisms/meant/share/sly": ("chance of 'meant', under 'sly'", "0.8"),
        "mechanisms/chance/share/fair": ("chance of 'chance', under 'fair'", "0.3"),
        "mechanisms/chance/share/sly": ("chance of 'chance', under 'sly'", "0.2"),
        "evidence/pause/likelihood/meant": ("likelihood of 'No visit', under 'meant'", "0.9"),
        "evidence/pause/faithful": ("chance that the report is faithful: 'No visit'", "0.9"),
        "evidence/note/likelihood/fair": ("likelihood of 'A note', under 'fair'", "0.75"),
        "evidence/note/likelihood/sly": ("likelihood of 'A note', under 'sly'", "0.4"),
        "evidence/nod/likelihood/fair": ("likelihood of 'A nod', under 'fair'", "0.6"),
        "evidence/nod/likelihood/sly": ("likelihood of 'A nod', under 'sly'", "0.5"),
        "evidence/echo/likelihood/fair": ("likelihood of 'Hearsay', under 'fair'", "0.6"),
        "evidence/echo/likelihood/sly": ("likelihood of 'Hearsay', under 'sly'", "0.5"),
        "evidence/echo/otherwise": ("chance of the report if it is not faithful: 'Hearsay'", "0.4"),
        "evidence/gift/expected/fair": ("chance that not 'No gift', under 'fair'", "0.3"),
        "evidence/gift/expected/sly": ("chance that not 'No gift', under 'sly'", "0.1"),
        "evidence/gift/faithful": ("chance that the report is faithful: 'No gift'", "0.8"),
        "strengths/solemn oath": ("ratio of likelihoods of a 'solemn oath'", "2 to 4"),
        "clusters/talk/correlation": ("correlation of 'one talk'", "0.5"),
        "indicators/pump/likelihood/fair": ("chance to see 'A pump is ordered', under 'fair'", "0.2"),
        "indicators/pump/likelihood/sly": ("chance to see 'A pump is ordered', under 'sly'", "0.6"),
        "indicators/pump/cost": ("cost of watching for 'A pump is ordered'", "1"),
        "courses/wait/value/fair": ("worth of 'wait', under 'fair'", "60"),
        "courses/wait/value/sly": ("worth of 'wait', under 'sly'", "30"),
        "courses/ask/value/all": ("worth of 'ask', under any reading", "50"),
        "doubt/likelihood": ("factor by which a likelihood's odds may be off where it has no range", "3"),
        "doubt/prior": ("cases that priors without a range are worth", "10"),
        "ratings/C": ("likelihood that 'C' stands for", "0.75"),
        "reliability/B": ("chance that a report marked 'B' is faithful", "0.85"),
        "credibility/2": ("factor on the odds that a report marked '2' is faithful", "1.5"),
    }
    assert [*found] == [*by_name(SMALL_CONDUCT + SETTINGS)]


def test_a_case_without_conduct_has_none():
    assert lines_of(SMALL) == ()


def test_a_common_cause_has_its_chances():
    text = change(
        SMALL_CONDUCT, "correlation: 0.5", "cause: {what: Staged, source: deed, chance: {fair: 0.2, sly: [0.4, 0.6]}}"
    )
    for item in ("word: {", "nod: {"):
        text = change(text, item, item + "if_cause: 0.9, ")
    found = by_name(text)
    assert found["clusters/talk/cause/chance/sly"].what == "chance of 'Staged', under 'sly'"
    assert found["clusters/talk/cause/chance/sly"].origin.source == ("deed",)
    assert found["evidence/nod/if_cause/all"].what == (
        "likelihood of 'A nod' if the common cause is at work, under any reading"
    )


def test_keys_as_a_reader_has_them():
    conduct = loaded(SMALL_CONDUCT).conduct
    assert reading(conduct, "all") == "any reading"
    assert reading(conduct, "sly") == "'sly'"
    assert reading(conduct, "sly+meant") == "'sly' and 'meant'"
    assert reading(conduct, "other+meant") == "'other readings' and 'meant'"


NOTE = "likelihood: {fair: C, sly: 0.4}"


# What is said for the number, for the item and for all of conduct.
@pytest.mark.parametrize(
    ("number", "item", "status", "because"),
    [
        ("0.4", "", Status.JUDGED, None),
        ("0.4", "because: item", Status.JUDGED, "item"),
        ("{value: 0.4, because: number}", "because: item", Status.JUDGED, "number"),
        ("{value: 0.4, source: deed}", "", Status.QUOTED, None),
        ("{value: 0.4, status: computed}", "status: corrected", Status.COMPUTED, None),
        ("0.4", "status: corrected", Status.CORRECTED, None),
        ("0.4", "judged: {by: me, on: 2024-02-02}", Status.JUDGED, None),
    ],
)
def test_where_a_likelihood_is_from(number, item, status, because):
    """The source of an item says that it happened, not how likely it was."""
    text = change(SMALL_CONDUCT, NOTE, f"{item}{', ' if item else ''}likelihood: {{fair: C, sly: {number}}}")
    line = by_name(text)["evidence/note/likelihood/sly"]
    assert line.origin.standing() is status
    assert line.origin.because == because
    assert (line.origin.source == ("deed",)) == ("source" in number)


def test_where_settings_and_rates_are_from():
    judged = by_name(SMALL_CONDUCT + SETTINGS)
    assert judged["ratings/C"].origin.standing() is Status.JUDGED
    assert judged["tempo/naive/0/every"].origin.source == ("deed",)
    bare = by_name(change(SMALL_CONDUCT, "  judged: {by: the owner, on: 2024-02-20}\n  tempo:", "  tempo:") + SETTINGS)
    assert bare["ratings/C"].origin.standing() is Status.ASSUMED
    assert not bare["hypotheses/sly/prior"].origin.says_where_from
    assert bare["indicators/pump/cost"].origin.standing() is Status.ASSUMED


@pytest.mark.parametrize(
    "text", [SMALL_CONDUCT + SETTINGS, GLANCE_CONDUCT, KOREA], ids=["small", "documented", "korea"]
)
def test_names_and_anchors_are_unique_and_legal(text):
    lines = lines_of(text, TABLES)
    assert len({line.name for line in lines}) == len(lines)
    assert len({line.anchor for line in lines}) == len(lines)
    for line in lines:
        assert LEGAL.fullmatch(line.anchor), line.anchor
        assert line.place is not None


STEP = st.from_regex(r"[a-z][a-z0-9_-]{0,3}", fullmatch=True)
KEYS = STEP | st.tuples(STEP, STEP).map("+".join)


@settings(max_examples=1000)
@given(st.lists(st.lists(KEYS, min_size=1, max_size=4).map(tuple), min_size=2, max_size=4, unique=True))
def test_no_two_places_come_to_the_same_anchor(paths):
    anchors = [NumberLine(("conduct", *path), "south", "", None, None, None).anchor for path in paths]
    assert len({*anchors}) == len(anchors)
    assert all(LEGAL.fullmatch(anchor) for anchor in anchors)


def numbers_written(node, path):
    """Path and place of every number below a node of a file's tree; a range is one number."""
    content = node.content
    parts = content if isinstance(content, list) and content else [node]
    if all(isinstance(part.content, int | float) and not isinstance(part.content, bool) for part in parts):
        yield path, node.place
    elif isinstance(content, list):
        for index, child in enumerate(content):
            yield from numbers_written(child, (*path, index))
    elif isinstance(content, dict):
        for key, child in content.items():
            yield from numbers_written(child, (*path, key))


def test_every_number_of_the_korean_file_has_a_line_a_place_and_a_standing():
    scenario = load(FOLDER)
    conduct = read_yaml(KOREA, "scenario.yaml").content["conduct"]
    written = dict(numbers_written(conduct, ("conduct",)))
    lines = {line.path: line for line in conduct_numbers(scenario)}

    def plain(path):
        """Without the `value` of a number written long."""
        return path[:-1] if path[-1] == "value" else path

    assert {plain(path) for path in written} == set(lines)
    assert len(lines) > 60
    for path, place in written.items():
        line = lines[plain(path)]
        assert line.place is not None
        assert line.place.line == place.line
        assert line.origin.says_where_from
        assert line.what


BLOCK = re.search(r"\nconduct:\n(?:[ #].*\n|\n)*", KOREA)[0]
RANGES = [found.span() for found in re.finditer(r"\[[0-9][0-9., ]*\]", BLOCK)]


@pytest.mark.parametrize("span", RANGES[:: max(1, len(RANGES) // 12)], ids=str)
def test_a_changed_number_changes_its_own_draws_and_no_others(span):
    before = {line.name: line.draws(50, 7) for line in lines_of(KOREA, TABLES)}
    start = KOREA.index("\nconduct:")
    low, *_, high = (float(part) for part in BLOCK[slice(*span)].strip("[]").split(","))
    changed = f"[{low}, {low + (high - low) / 3:.6g}]"
    text = KOREA[: start + span[0]] + changed + KOREA[start + span[1] :]
    after = {line.name: line for line in lines_of(text, TABLES)}
    assert set(after) == set(before)
    differ = [name for name, line in after.items() if not np.array_equal(line.draws(50, 7), before[name])]
    assert len(differ) == 1
    assert after[differ[0]].place.line == KOREA[: start + span[0]].count("\n") + 1


def test_draws_hang_on_seed_and_name_only():
    more = change(
        SMALL_CONDUCT,
        "    nod: {what",
        "    nudge: {what: N, kind: statement, status: assumed, likelihood: [0.1, 0.4]}\n    nod: {what",
    )
    before, after = by_name(SMALL_CONDUCT), by_name(more)
    for name, line in before.items():
        assert np.array_equal(line.draws(20, 3), after[name].draws(20, 3))
    prior = before["hypotheses/fair/prior"]
    assert not np.array_equal(prior.draws(20, 3), prior.draws(20, 4))
