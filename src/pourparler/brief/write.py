"""Write a briefing to files, each whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from pourparler.answer import Answer
from pourparler.brief.document import Brief
from pourparler.errors import PourparlerError
from pourparler.files import write_whole

FORMATS = ("html", "md", "json", "pdf")


class CannotWrite(PourparlerError):
    """A folder or file cannot be written."""


def wanted_formats(text: str) -> tuple[str, ...]:
    """Formats from a list with commas, each once.

    Raises:
        PourparlerError: a format is not known.
    """
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    for name in names:
        if name not in FORMATS:
            raise PourparlerError(f"--format: '{name}' is not known; known are: {', '.join(FORMATS)}")
    if not names:
        raise PourparlerError(f"--format: no format is named; known are: {', '.join(FORMATS)}")
    return names


def render_json(brief: Brief, answers: Mapping[str, Answer]) -> str:
    """The briefing and every room's full answer as JSON: the twin of the page."""
    content = {
        "title": brief.title,
        "question": brief.question,
        "as_of": brief.as_of.isoformat(),
        "briefed": brief.briefed,
        "version": brief.version,
        "seed": brief.seed,
        "draws": brief.draws,
        "scenario": brief.scenario_hash,
        "page_one": [
            {"topic": headline.heading, "sentences": [str(sentence) for sentence in headline.sentences]}
            for headline in brief.headlines
        ],
        "rooms": {name: answer.to_dict() for name, answer in answers.items()},
        "computed": [asdict(line) for line in brief.computed],
        "numbers": [asdict(line) for line in brief.numbers],
        "sources": [asdict(line) for line in brief.sources],
        "corrections": [asdict(line) for line in brief.corrections],
        "methods": [asdict(method) for method in brief.methods],
    }
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def write_brief(brief: Brief, answers: Mapping[str, Answer], folder: Path, formats: Sequence[str]) -> list[Path]:
    """Write the briefing in the given formats. Every format is set before the first file is written.

    Returns:
        The files written.

    Raises:
        CannotWrite: the folder cannot be written.
        MissingExtra: PDF is asked for and its extra is not installed.
    """
    from pourparler.brief.html import render_html
    from pourparler.brief.markdown import render_markdown
    from pourparler.brief.pdf import render_pdf

    setters: dict[str, Callable[[], bytes]] = {
        "html": lambda: render_html(brief).encode(),
        "md": lambda: render_markdown(brief).encode(),
        "json": lambda: render_json(brief, answers).encode(),
        "pdf": lambda: render_pdf(brief),
    }
    contents = {folder / f"briefing.{name}": setters[name]() for name in formats}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in contents.items():
            write_whole(path, content)
    except OSError as error:
        raise CannotWrite(
            f"{folder}: the briefing cannot be written ({error.strerror}); name another folder with --out"
        ) from None
    return list(contents)
