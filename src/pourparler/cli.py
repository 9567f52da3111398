"""The bell: `pourparler QUESTION CASE`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pourparler import __version__
from pourparler.commands import cases, exchange, forecasts, games, questions
from pourparler.errors import PourparlerError

app = typer.Typer(
    name="pourparler",
    help="Prepare a negotiation: which deals are possible, who is hurt, how sure anyone is.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"pourparler {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


for command in (
    cases.check,
    cases.schema,
    cases.init,
    questions.deals,
    questions.conduct,
    questions.leverage,
    questions.roadmap,
    games.process,
    questions.allies,
    questions.brief,
    forecasts.forecasts,
):
    app.command()(command)
app.command(name="import")(exchange.import_case)
app.command(name="export")(exchange.export_case)


def main() -> None:
    """Run the command line. Wrong input ends with exit code 2 and a message that teaches, never with a traceback."""
    try:
        app()
    except PourparlerError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
