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

Case = Annotated[
    Path, typer.Argument(metavar="CASE", help="Folder of the case, or its scenario.yaml.", show_default=False)
]


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


@app.command()
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


@app.command()
def schema() -> None:
    """Print the JSON Schema of scenario.yaml, with which an editor completes and checks it."""
    import json

    from pourparler.scenario.model import json_schema

    typer.echo(json.dumps(json_schema(), indent=2))


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder to make.", show_default=False)],
) -> None:
    """Start a new case: a commented scenario that passes the check."""
    from pourparler.scenario.start import start

    typer.echo(f"Wrote {start(folder)}. Change it, then: pourparler check {folder}")


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


@app.command()
def deals(
    case: Case,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything that was found as JSON.")] = False,
    draws: Draws = 1000,
    seed: Seed = None,
    seconds: Seconds = None,
) -> None:
    """Say which deals are possible, and who would be hurt."""
    import json

    from pourparler.deals import analyse
    from pourparler.scenario import load
    from pourparler.terminal import progress, show

    scenario = load(case)
    with progress() as stage:
        answer = analyse(scenario, draws=draws, seed=seed, stage=stage, seconds=seconds)
    if as_json:
        typer.echo(json.dumps(answer.to_dict(), indent=1, ensure_ascii=False, allow_nan=False))
    else:
        show(scenario.title, answer)


@app.command()
def brief(
    case: Case,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", help="Folder to write to; briefings/ and the case's name unless given.", show_default=False
        ),
    ] = None,
    formats: Annotated[
        str, typer.Option("--format", help="Any of html, md, json, pdf, with commas between.")
    ] = "html,json",
    draws: Draws = 1000,
    seed: Seed = None,
    seconds: Seconds = None,
) -> None:
    """Write the briefing: what a principal reads in two minutes, and all that stands behind it."""
    from pourparler.brief.write import wanted_formats

    wanted = wanted_formats(formats)
    from pourparler.brief.compose import compose
    from pourparler.brief.rooms import ask
    from pourparler.brief.write import write_brief
    from pourparler.scenario import load
    from pourparler.terminal import progress

    scenario = load(case)
    folder = out or Path("briefings") / (case if case.is_dir() else case.parent).resolve().name
    with progress() as stage:
        answers = ask(scenario, draws, seed, stage, seconds)
        stage("setting the briefing", 0, 1)
        composed = compose(scenario, answers, draws, scenario.seed if seed is None else seed)
        written = write_brief(composed, answers, folder, wanted)
    for path in written:
        typer.echo(f"Wrote {path}")
    sentences = [sentence for headline in composed.headlines for sentence in headline.sentences]
    typer.echo("\n" + " ".join(str(sentence) for sentence in sentences[:3]))


@app.command(name="import")
def import_case(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="PATH", help="Folder with the other tool's files, or its domain file.", show_default=False
        ),
    ],
    tool: Annotated[
        str, typer.Option("--from", help="The other tool: genius, negmas or geniusweb.", show_default=False)
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Folder to write to; the name of PATH, here, unless given.", show_default=False),
    ] = None,
    grid: Annotated[
        int, typer.Option("--grid", min=2, max=1000, help="How many amounts stand for a range of real numbers.")
    ] = 21,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="Day up to which things are known; 2000-01-01 unless given.", show_default=False),
    ] = None,
) -> None:
    """Make a case from the files of GENIUS, NegMAS or GeniusWeb."""
    from datetime import date

    from pourparler.formats.convert import import_folder

    try:
        day = date.fromisoformat(as_of) if as_of is not None else None
    except ValueError:
        raise PourparlerError(f"--as-of: '{as_of}' is not a day; write year-month-day, such as 2018-03-09") from None
    name = (path.parent if path.is_file() else path).resolve().name
    written, notes = import_folder(path, tool, out or Path(name), grid, day)
    for note in notes:
        typer.echo(f"note: {note}", err=True)
    typer.echo(f"Wrote {written}. Look at it with: pourparler check {written.parent}")


@app.command(name="export")
def export_case(
    case: Case,
    tool: Annotated[str, typer.Option("--to", help="The other tool: genius, negmas or geniusweb.", show_default=False)],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", help="Folder to write to; the case's and the tool's name unless given.", show_default=False
        ),
    ] = None,
) -> None:
    """Write the best guess of a case as files of GENIUS, NegMAS or GeniusWeb."""
    from pourparler.formats.convert import export_folder
    from pourparler.scenario import load

    scenario = load(case)
    name = (case if case.is_dir() else case.parent).resolve().name
    written, notes = export_folder(scenario, tool, out or Path(f"{name}-{tool}"))
    for note in notes:
        typer.echo(f"warning: {note}", err=True)
    for file in written:
        typer.echo(f"Wrote {file}")


def main() -> None:
    """Run the command line. Wrong input ends with exit code 2 and a message that teaches, never with a traceback."""
    try:
        app()
    except PourparlerError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
