"""Commands that read and write other tools' files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pourparler.commands.options import Case, day


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
    from pourparler.formats.convert import import_folder

    known = day("--as-of", as_of)
    name = (path.parent if path.is_file() else path).resolve().name
    written, notes = import_folder(path, tool, out or Path(name), grid, known)
    for note in notes:
        typer.echo(f"note: {note}", err=True)
    typer.echo(f"Wrote {written}. Look at it with: pourparler check {written.parent}")


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
