"""The bell: `pourparler QUESTION CASE`.

Whatever is heavy is imported inside the command that needs it, so that help and checks come at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pourparler import __version__
from pourparler.errors import PourparlerError

app = typer.Typer(
    name="pourparler",
    help="Prepare a negotiation: which deals are possible, who is hurt, how sure anyone is.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Case = Annotated[Path, typer.Argument(metavar="CASE", help="Folder of the case, or its scenario.yaml.", show_default=False)]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"pourparler {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")] = False,
) -> None:
    pass


@app.command()
def check(case: Case) -> None:
    """Read a case and say, line by line, what is wrong and what could be better."""
    from pourparler.scenario import load
    from pourparler.scenario.advice import advise

    scenario = load(case)
    advice = advise(scenario)
    for problem in advice:
        typer.echo(f"advice: {problem}")
    count = "no advice" if not advice else f"{len(advice)} piece{'s' if len(advice) > 1 else ''} of advice"
    typer.echo(f"{case}: no errors, {count}.")


@app.command()
def schema() -> None:
    """Print the JSON Schema of scenario.yaml, with which an editor completes and checks it."""
    import json

    from pourparler.scenario.model import json_schema

    typer.echo(json.dumps(json_schema(), indent=2))


@app.command()
def init(folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder to make.", show_default=False)]) -> None:
    """Start a new case: a commented scenario that passes the check."""
    from pourparler.scenario.start import start

    typer.echo(f"Wrote {start(folder)}. Change it, then: pourparler check {folder}")


def main() -> None:
    """Run the command line. Wrong input ends with exit code 2 and a message that teaches, never with a traceback."""
    try:
        app()
    except PourparlerError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
