"""The HTML page: one file, valid links, escaped input, accessible tables and pictures, the same bytes."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pourparler.answer import Chart
from pourparler.brief.html import render_html
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
