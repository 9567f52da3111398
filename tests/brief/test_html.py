"""The HTML page: one file, valid links, escaped input, accessible tables and pictures, the same bytes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pourparler.answer import Chart, Computed, Figure, Headline, Status, Topic, say
from pourparler.brief.document import SourceLink
from pourparler.brief.html import inline, render_html
from tests.brief import sample

VOID = {"meta", "br", "hr", "img", "input", "link", "path", "circle", "line", "rect", "stop", "use"}
CHROMIUM = [
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


class Page(HTMLParser):
    """Collects tags with their attributes and checks that they close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]


@pytest.fixture(scope="module")
def text() -> str:
    return render_html(sample.BRIEF)


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def test_every_tag_is_closed(page: Page) -> None:
    assert page.open == []


def test_ids_are_unique_and_every_link_leads_somewhere(page: Page) -> None:
    ids = Counter(attributes["id"] for _, attributes in page.tags if "id" in attributes)
    assert [name for name, times in ids.items() if times > 1] == []
    links = [attributes["href"] or "" for attributes in page.all("a")]
    assert len(links) > 30
    assert [link for link in links if not link.startswith("#") or link[1:] not in ids] == []


def test_nothing_is_fetched(text: str, page: Page) -> None:
    for tag, attributes in page.tags:
        assert tag not in {"script", "link", "iframe", "object", "embed", "img", "image", "base"}
        for name, value in attributes.items():
            assert not name.startswith("on"), f"{tag} has {name}"
            if name in {"src", "srcset", "href", "xlink:href", "data", "action", "poster"}:
                assert (value or "").startswith("#")
    assert "@import" not in text
    assert set(re.findall(r"url\((.)", text)) <= {"#"}
    assert set(re.findall(r"https?://[^\s\"'<>)]+", text)) <= {"http://www.w3.org/2000/svg"}


def test_tables_say_what_they_show_and_which_cells_are_headings(page: Page) -> None:
    tables = page.all("table")
    assert len(tables) == len(page.all("caption"))
    assert len(tables) > 5
    assert all(attributes.get("scope") in {"col", "row"} for attributes in page.all("th"))


def test_pictures_have_a_title_and_words_that_stand_in_for_them(page: Page) -> None:
    pictures = page.all("svg")
    ids = {attributes.get("id") for _, attributes in page.tags}
    charts = [block for section in sample.BRIEF.sections for block in section.content if isinstance(block, Chart)]
    assert len(pictures) == len(charts) + 1  # and the one on page one
    for picture in pictures:
        assert picture["role"] == "img"
        assert picture["aria-labelledby"] in ids
        assert picture["aria-describedby"] in ids
    said = "".join(page.words)
    assert sample.DEALS_CHART.alternative in said


def test_what_a_scenario_says_is_never_markup() -> None:
    hostile = render_html(sample.hostile_brief())
    assert sample.HOSTILE not in hostile
    assert "<script" not in hostile
    assert "&lt;script&gt;" in hostile


def test_the_same_briefing_gives_the_same_bytes(text: str) -> None:
    assert render_html(sample.BRIEF) == text


def test_it_has_one_main_heading_and_a_language(page: Page) -> None:
    assert len(page.all("h1")) == 1
    assert page.all("html")[0]["lang"] == "en"
    assert len(page.all("main")) == 1


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_it_does_not_run_off_the_side_of_a_screen(text: str, width: int, tmp_path: Path) -> None:
    """A script, added to a copy, writes how wide the page came out into its title."""
    probe = (
        "<script>onload=()=>{document.title='wide '+document.documentElement.scrollWidth+' of '+innerWidth}</script>"
    )
    copy = tmp_path / "page.html"
    copy.write_text(text.replace("</body>", probe + "</body>"), encoding="utf8")
    # Headless windows do not get narrower than about 500 px, so the page is put into a frame of the width that is wanted.
    frame = tmp_path / "frame.html"
    frame.write_text(
        f"<iframe id=f src='page.html' style='width:{width}px;height:900px;border:0'></iframe>"
        "<script>onload=()=>setTimeout(()=>{document.title=document.getElementById('f').contentDocument.title},300)</script>",
        encoding="utf8",
    )
    done = subprocess.run(
        [*CHROMIUM, f"--user-data-dir={tmp_path / 'profile'}", "--allow-file-access-from-files", "--virtual-time-budget=3000",
         "--window-size=1600,1000", "--dump-dom", frame.as_uri()],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    found = re.search(r"<title>wide (\d+) of (\d+)</title>", done.stdout)
    assert found, done.stdout[:500]
    assert int(found[2]) == width
    assert int(found[1]) <= width


def test_the_answer_comes_before_the_contents(text: str) -> None:
    assert text.index('id="brief-page-one"') < text.index("<nav")


def test_every_figure_is_a_link_that_tells_its_status(page: Page) -> None:
    links = [attributes for attributes in page.all("a") if (attributes.get("class") or "").startswith("figure")]
    assert {link["title"] for link in links} == {str(status) for status in Status}
    assert all(link["class"] == f"figure {link['title']}" for link in links)


def test_each_status_has_a_look_of_its_own_and_the_key_tells_it_once(text: str) -> None:
    looks = {str(inline(say(Figure("1", status, "x")))).replace(status, "") for status in Status}
    assert len(looks) == len(Status)
    assert text.count("How numbers are marked") == 1


@given(st.text())
def test_any_text_is_shown_as_it_is(words: str) -> None:
    shown = Page(f"<p>{inline(say(words, Figure(words, Status.QUOTED, 'x')))}</p>")
    assert [tag for tag, _ in shown.tags] == ["p", "a", "span", "sup"]
    assert "".join(shown.words) == f"{words}{words}q"


def test_every_number_of_the_scenario_stands_in_the_annex(page: Page) -> None:
    ids = {attributes.get("id") for _, attributes in page.tags}
    said = "".join(page.words)
    assert len(sample.NUMBERS) >= 25
    for number in sample.NUMBERS:
        assert number.anchor in ids
        assert number.location in said
        assert number.because in said


def test_headlines_stand_in_reading_order_whatever_order_they_come_in(text: str) -> None:
    turned = sorted(sample.HEADLINES, key=lambda headline: str(headline.topic))
    assert turned != list(sample.HEADLINES)
    assert render_html(replace(sample.BRIEF, headlines=tuple(turned))) == text


def test_a_briefing_without_charts_annex_or_side_is_set_too() -> None:
    bare = replace(
        sample.BRIEF,
        briefed=None,
        headlines=(Headline(Topic.ANSWER, (say("No deal is possible."),)),),
        page_one_chart=None,
        sections=(),
        computed=(),
        numbers=(),
        sources=(),
        corrections=(),
        methods=(),
    )
    said = "".join(Page(render_html(bare)).words)
    assert "No deal is possible." in said
    assert "a mediator; no side is briefed" in said


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"computed": sample.COMPUTED[1:]}, "'4,320' leads to 'deals-count', which is not in the annex"),
        ({"sources": sample.SOURCES[1:]}, "leads to the source 'source-stock-report'"),
        ({"numbers": (*sample.NUMBERS, sample.NUMBERS[0])}, "'hallam-walk-away' is used 2 times"),
        ({"computed": (*sample.COMPUTED, Computed("two words", "", "", ""))}, "'two words' must begin with a letter"),
        ({"computed": (*sample.COMPUTED, Computed("brief-annex", "", "", ""))}, "'brief-annex' must begin"),
        ({"computed": (*sample.COMPUTED, Computed("x", "", "", "", "nowhere"))}, "'nowhere', which does not exist"),
        (
            {"numbers": (replace(sample.NUMBERS[0], sources=(SourceLink("lost", "A lost one"),)), *sample.NUMBERS[1:])},
            "'A lost one' leads to the source 'lost'",
        ),
    ],
)
def test_a_briefing_with_broken_links_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        replace(sample.BRIEF, **change)


def test_another_process_in_another_place_gives_the_same_bytes(text: str) -> None:
    program = (
        "from hashlib import sha256; from tests.brief.sample import BRIEF; "
        "from pourparler.brief.html import render_html; print(sha256(render_html(BRIEF).encode()).hexdigest())"
    )
    root = Path(__file__).parents[2]
    elsewhere = {
        **os.environ,
        "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}",
        "PYTHONHASHSEED": "5",
        "LC_ALL": "C",
        "TZ": "Asia/Seoul",
    }
    done = subprocess.run(
        [sys.executable, "-c", program], env=elsewhere, cwd=root, check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == sha256(text.encode()).hexdigest()
