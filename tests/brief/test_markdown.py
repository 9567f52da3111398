"""The briefing as Markdown."""

from __future__ import annotations

import re

from pourparler.answer import Figure, Status, say
from pourparler.brief.markdown import KEY, escape, render_markdown, text
from tests.brief import sample


def cells(line: str) -> int:
    return len(re.findall(r"(?<!\\)\|", line)) - 1


def test_every_row_of_a_table_has_as_many_cells_as_its_heading() -> None:
    lines = render_markdown(sample.BRIEF).split("\n")
    tables = 0
    for position, line in enumerate(lines):
        if re.fullmatch(r"\|( -{3}:? \|)+", line):
            tables += 1
            after = position - 1
            while after < len(lines) and lines[after].startswith("|"):
                assert cells(lines[after]) == cells(line), lines[after]
                after += 1
    assert tables > 5


def test_what_a_scenario_says_is_never_markup() -> None:
    assert escape("a | b *c* [d](e) <f> #g `h` _i_") == r"a \| b \*c\* \[d\](e) \<f\> \#g \`h\` \_i\_"
    assert sample.HOSTILE not in render_markdown(sample.hostile_brief())


def test_judged_and_assumed_numbers_are_marked_and_the_marks_explained_once() -> None:
    sentence = say(
        "worth ",
        Figure("12", Status.JUDGED, "x"),
        " or ",
        Figure("9", Status.ASSUMED, "y"),
        " and ",
        Figure("7", Status.COMPUTED, "z"),
    )
    assert text(sentence) == r"worth 12\* or 9† and 7"
    assert render_markdown(sample.BRIEF).count(KEY) == 1


def test_charts_are_told_in_words() -> None:
    page = render_markdown(sample.BRIEF)
    assert escape(sample.DEALS_CHART.message) in page
    assert escape(sample.DEALS_CHART.alternative) in page


def test_it_begins_with_the_answer_and_ends_with_how_it_was_made() -> None:
    page = render_markdown(sample.BRIEF)
    assert page.startswith(f"# {escape(sample.BRIEF.title)}\n")
    assert page.index("**Answer.**") < page.index("## ")
    assert page.endswith("\n")
    assert sample.BRIEF.scenario_hash in page.rsplit("\n\n", 1)[-1]
    assert render_markdown(sample.BRIEF) == page
