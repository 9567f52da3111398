"""The command that keeps and scores the forecasts of a case."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated

import typer

from pourparler.commands.options import AsJson, Case, day


def forecasts(
    case: Case,
    as_json: AsJson = False,
    add: Annotated[str | None, typer.Option("--add", help="A question to forecast.", show_default=False)] = None,
    by: Annotated[str | None, typer.Option("--by", help="Day by which it is known.", show_default=False)] = None,
    probability: Annotated[
        float | None, typer.Option("--probability", help="Of yes, from 0 to 1.", show_default=False)
    ] = None,
    author: Annotated[str | None, typer.Option("--author", help="Who says so.", show_default=False)] = None,
    resolve: Annotated[
        int | None, typer.Option("--resolve", help="Number of a forecast that is known now.", show_default=False)
    ] = None,
    outcome: Annotated[
        str | None, typer.Option("--outcome", help="How it came: yes or no.", show_default=False)
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Show the log as it stood on this day.", show_default=False)
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", help="Day that counts as today; today unless given.", show_default=False)
    ] = None,
) -> None:
    """Keep the forecasts of a case, and say how good they were."""
    from pourparler.conduct.forecast_command import ForecastRequest, carry_out
    from pourparler.conduct.forecast_log import FILE_NAME
    from pourparler.scenario import load
    from pourparler.terminal import show_blocks

    request = ForecastRequest(
        on=day("--on", on) or date.today(),
        as_of=day("--as-of", as_of),
        add=add,
        by=day("--by", by),
        probability=probability,
        author=author,
        resolve=resolve,
        outcome=outcome,
    )
    scenario = load(case)
    found = carry_out((case if case.is_dir() else case.parent) / FILE_NAME, request)
    if as_json:
        typer.echo(json.dumps(found.data, indent=1, ensure_ascii=False, allow_nan=False))
    else:
        show_blocks(scenario.title, found.blocks)
