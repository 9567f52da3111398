"""Arguments and options that several commands share."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from pourparler.errors import PourparlerError

Case = Annotated[
    Path, typer.Argument(metavar="CASE", help="Folder of the case, or its scenario.yaml.", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print everything that was found as JSON.")]
Draws = Annotated[
    int, typer.Option("--draws", min=1, max=100_000, help="How many times all uncertain numbers are drawn.")
]
Seed = Annotated[
    int | None,
    typer.Option("--seed", min=0, help="Seed of the draws; the case's own unless given.", show_default=False),
]
Seconds = Annotated[
    float | None,
    typer.Option(
        "--seconds", min=0.1, help="Limit for each proof in a very large case; none unless given.", show_default=False
    ),
]


def day(option: str, text: str | None) -> date | None:
    """The day that an option gives, or none."""
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError:
        raise PourparlerError(f"{option}: '{text}' is not a day; write year-month-day, such as 2018-03-09") from None
