"""The briefing as PDF."""

from __future__ import annotations

import builtins
import logging
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pourparler.brief.pdf import render_pdf
from pourparler.errors import MissingExtra
from tests.brief import sample


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_pdf(sample.BRIEF)


def shown(content: bytes, tmp_path: Path, *words: str) -> str:
    path = tmp_path / "briefing.pdf"
    path.write_bytes(content)
    command = [*words, str(path), *(["-"] if words[0] == "pdftotext" else [])]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_it_has_pages_a_title_and_the_answer(pdf: bytes, tmp_path: Path) -> None:
    facts = shown(pdf, tmp_path, "pdfinfo")
    assert int(next(line for line in facts.splitlines() if line.startswith("Pages")).split()[-1]) >= 3
    assert sample.BRIEF.title in facts
    assert "A4" in facts
    words = " ".join(shown(pdf, tmp_path, "pdftotext", "-layout").split())
    assert "1 of" in words
    assert sample.SECTIONS[0].title in words


def test_letter_paper(tmp_path: Path) -> None:
    assert "letter" in shown(render_pdf(sample.BRIEF, "letter"), tmp_path, "pdfinfo")


def test_the_same_briefing_gives_the_same_bytes(pdf: bytes) -> None:
    assert render_pdf(sample.BRIEF) == pdf


def test_without_the_extra_the_error_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("weasyprint"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r"pip install 'pourparler\[pdf\]'"):
        render_pdf(sample.BRIEF)


def test_page_one_holds_the_answer_the_chart_and_the_key(pdf: bytes, tmp_path: Path) -> None:
    words = shown(pdf, tmp_path, "pdftotext")
    pages = [" ".join(page.split()) for page in words.split("\f")[:-1]]
    for expected in ("Go, and ask for", "Not analysed", "Value to Hallam", "How numbers are marked"):
        assert expected in pages[0]
    assert all(f"{number} of {len(pages)}" in page for number, page in enumerate(pages, start=1))
    assert sample.BRIEF.scenario_hash in pages[-1]


def test_its_dates_are_those_of_the_briefing_and_it_can_be_read_aloud(pdf: bytes, tmp_path: Path) -> None:
    facts = dict(re.findall(r"^([^:]+): +(.*)$", shown(pdf, tmp_path, "pdfinfo", "-isodates"), re.MULTILINE))
    assert facts["CreationDate"][:10] == facts["ModDate"][:10] == sample.BRIEF.as_of.isoformat()
    assert facts["Tagged"] == "yes"


def test_another_process_at_another_time_gives_the_same_bytes(pdf: bytes, tmp_path: Path) -> None:
    again = tmp_path / "again.pdf"
    program = (
        "import sys; from pathlib import Path; from tests.brief.sample import BRIEF; "
        "from pourparler.brief.pdf import render_pdf; Path(sys.argv[1]).write_bytes(render_pdf(BRIEF))"
    )
    root = Path(__file__).parents[2]
    elsewhere = {
        **os.environ,
        "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}",
        "PYTHONHASHSEED": "5",
        "TZ": "Asia/Seoul",
    }
    subprocess.run([sys.executable, "-c", program, str(again)], env=elsewhere, cwd=root, check=True)
    assert again.read_bytes() == pdf


def test_the_page_is_set_without_complaint(caplog: pytest.LogCaptureFixture) -> None:
    """Not even hostile text makes the setter fetch something or skip a rule of the style."""
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        assert render_pdf(sample.hostile_brief()).startswith(b"%PDF-")
    assert caplog.messages == []
