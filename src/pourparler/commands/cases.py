"""Commands that start, check and describe a case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pourparler.commands.options import Case


def check(case: Case) -> None:
    """Read a case and say, line by line, what is wrong and what could be better."""
    from pourparler.deals.advice import advise_on_deals
    from pourparler.scenario import load
    from pourparler.scenario.advice import advise

    scenario = load(case)
    advice = sorted([*advise(scenario), *advise_on_deals(scenario)])
    for problem in advice:
        typer.echo(f"advice: {problem}")
    count = "no advice" if not advice else f"{len(advice)} piece{'s' if len(advice) > 1 else ''} of advice"
    typer.echo(f"{case}: no errors, {count}.")


def schema() -> None:
    """Print the JSON Schema of scenario.yaml, with which an editor completes and checks it."""
    import json

    from pourparler.scenario.model import json_schema

    typer.echo(json.dumps(json_schema(), indent=2))


def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder to make.", show_default=False)],
) -> None:
    """Start a new case: a commented scenario that passes the check."""
    from pourparler.scenario.start import start

    typer.echo(f"Wrote {start(folder)}. Change it, then: pourparler check {folder}")
