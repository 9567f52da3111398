"""The briefing as PDF."""

from __future__ import annotations

import builtins
import subprocess
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
