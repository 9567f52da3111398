"""Page one stays one page: what fits stands there, what does not is cut and follows in full."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from pourparler.answer import Headline, Paragraph, Topic, say
from pourparler.brief.document import by_topic
from pourparler.brief.html import render_html
from pourparler.brief.markdown import render_markdown
from pourparler.brief.page_one import IN_FULL, MOST_WORDS, page_one
from tests.brief.sample import BRIEF, SECTIONS

LONG = "word " * 99 + "word."


def headline(topic: Topic, sentences: int, short: int = 1) -> Headline:
    return Headline(topic, tuple(say(f"{position}: {LONG}") for position in range(sentences)), short=short)


def test_all_stands_there_where_it_fits() -> None:
    given = [headline(Topic.HOW_SURE, 2), headline(Topic.ANSWER, 2)]
    shown, in_full = page_one(given)
    assert [each.topic for each in shown] == [Topic.ANSWER, Topic.HOW_SURE]
    assert shown == (given[1], given[0])
    assert in_full == ()


def test_what_does_not_fit_is_cut_and_follows_in_full() -> None:
    given = [headline(Topic.WATCH, 2, short=0), headline(Topic.ANSWER, 3, short=2), headline(Topic.ORDER, 1)]
    assert sum(len(str(sentence).split()) for each in given for sentence in each.sentences) > MOST_WORDS
    shown, in_full = page_one(given)
    assert [(each.topic, len(each.sentences)) for each in shown] == [(Topic.ANSWER, 2), (Topic.ORDER, 1)]
    (section,) = in_full
    assert section.anchor == IN_FULL
    said = [(block.lead, block.sentences) for block in section.content if isinstance(block, Paragraph)]
    assert said == [(Topic.ANSWER.value, given[1].sentences), (Topic.WATCH.value, given[0].sentences)]


def test_nothing_follows_where_nothing_is_cut() -> None:
    given = [headline(Topic.ANSWER, 6, short=9)]
    assert page_one(given) == (tuple(given), ())


def test_headlines_without_a_sentence_are_left_out() -> None:
    assert page_one([Headline(Topic.ANSWER, ())]) == ((), ())


def test_page_one_leads_to_the_pages_it_comes_from() -> None:
    first, second = SECTIONS[:2]
    said = (
        Headline(Topic.ANSWER, (say("Go."),), page=first.anchor),
        Headline(Topic.ANSWER, (say("Soon."),), page=second.anchor),
        Headline(Topic.ANSWER, (say("With envoys."),), page=first.anchor),
        Headline(Topic.ASK, (say("For proof."),)),
    )
    brief = replace(BRIEF, headlines=said)
    answer, ask = by_topic(brief)
    assert [str(sentence) for sentence in answer.sentences] == ["Go.", "Soon.", "With envoys."]
    assert answer.pages == (first, second)
    assert ask.pages == ()
    assert f'<a class="more" href="#{first.anchor}"><span>{first.title}</span></a>' in render_html(brief)
    assert f"(See: {first.title} and {second.title}.)" in render_markdown(brief).replace("\\", "")


def test_a_page_that_does_not_exist_is_refused() -> None:
    lost = Headline(Topic.ANSWER, (say("Go."),), page="nowhere")
    with pytest.raises(ValueError, match=r"page one names the section 'nowhere' under 'Answer', which does not exist"):
        replace(BRIEF, headlines=(lost,))


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext (poppler-utils)")
def test_page_one_of_the_korean_case_is_one_printed_page(tmp_path: Path) -> None:
    from pourparler.brief.compose import compose
    from pourparler.brief.rooms import ask
    from pourparler.brief.write import write_brief
    from pourparler.scenario import load

    scenario = load(Path(__file__).parents[2] / "scenarios" / "korea-2018")
    answers = ask(scenario, 30, None, None)
    brief = compose(scenario, answers, 30, scenario.seed)
    (pdf,) = write_brief(brief, answers, tmp_path, ("pdf",))
    first = subprocess.run(
        ["pdftotext", "-l", "1", "-layout", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout
    for said in by_topic(brief):
        assert re.sub(r"\s+", " ", said.heading)[:12] in re.sub(r"\s+", " ", first), said.heading
