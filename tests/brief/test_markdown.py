"""The briefing as Markdown."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pourparler.answer import Bullets, Figure, Paragraph, Section, Status, Table, say
from pourparler.brief.markdown import KEY, escape, render_markdown, text
from tests.brief import sample

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1)


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


def seen(markdown: str) -> list[str]:
    """What a reader sees in each paragraph, item and cell, by an independent parser; markup shows as its tokens' names."""
    blocks = [token.children or [] for token in PARSER.parse(markdown) if token.type == "inline"]
    return [
        "".join(child.content if child.type == "text" else f"<{child.type}>" for child in block) for block in blocks
    ]


@settings(max_examples=1000, deadline=None)
@given(WORDS.map(lambda words: " ".join(words.split())).filter(bool))
@example("1. June")
@example("30) as before")
@example("- 5 points")
@example("+ 5 points")
@example("==")
@example("&lt; is below, &#35; a cross")
@example("$3 and $4")
@example("~~no~~ _yes_ a_b_c")
@example("a\\|b")
def test_any_words_are_read_back_as_written_wherever_they_stand(words: str) -> None:
    table = Table(words, (words,), ((words,),), note=words)
    section = Section("deals", words, (Paragraph((say(words),)), Bullets((say(words),)), table))
    page = render_markdown(replace(sample.BRIEF, headlines=(), computed=(), sections=(section,)))
    shown = seen(page[page.index("\n## ") : page.index("\n## Annex")])
    bold = f"<strong_open>{words}<strong_close>"
    assert [part.replace("<text_special>", "") for part in shown] == [words, words, words, bold, words, words, words]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", " \n\n "])
def test_a_line_break_in_a_cell_stays_in_the_cell(end: str) -> None:
    table = Table("Caption", ("a | b", "c"), ((f"x | y{end}z", say("1 | 2")),), numeric=frozenset({1}))
    page = render_markdown(replace(sample.BRIEF, sections=(*sample.SECTIONS, Section("extra", "Extra", (table,)))))
    assert "| a \\| b | c |\n| --- | ---: |\n| x \\| y z | 1 \\| 2 |" in page
