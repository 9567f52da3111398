"""The command that compares ways to meet, or solves a game tree; reads and writes files of Gambit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pourparler.commands.options import AsJson, Case, Draws, Seed
from pourparler.errors import PourparlerError

if TYPE_CHECKING:
    from pourparler.process.tree import Tree


def process(
    case: Case,
    gambit: Annotated[
        Path | None,
        typer.Option(
            "--gambit", help="Also write the best guess as a game to this file of Gambit (.efg).", show_default=False
        ),
    ] = None,
    error: Annotated[
        float,
        typer.Option(
            "--error",
            min=0.001,
            max=0.5,
            help="For a file of Gambit: how often the worse of two choices a tenth of a player's range apart is taken.",
        ),
    ] = 0.05,
    as_json: AsJson = False,
    draws: Draws = 1000,
    seed: Seed = None,
) -> None:
    """Say whether to meet now or prepare first; or solve a game, of the case or in a file of Gambit (.efg)."""
    if case.suffix.lower() == ".efg":
        _solve_file(case, error, as_json, gambit)
        return
    from pourparler.process import analyse
    from pourparler.scenario import load
    from pourparler.terminal import progress, show

    scenario = load(case)
    with progress() as stage:
        answer = analyse(scenario, draws=draws, seed=seed, stage=stage)
    if gambit is not None:
        _write_file(gambit, answer.tree(), scenario.title)
    if as_json:
        typer.echo(json.dumps(answer.to_dict(), indent=1, ensure_ascii=False, allow_nan=False))
    else:
        show(scenario.title, answer)


def _write_file(path: Path, tree: Tree, title: str) -> None:
    from pourparler.files import reason, write_whole
    from pourparler.formats.gambit_out import write_gambit

    try:
        text = write_gambit(tree, title)
    except ValueError as problem:
        raise PourparlerError(f"--gambit: {problem}") from None
    try:
        write_whole(path, text.encode())
    except OSError as problem:
        raise PourparlerError(f"--gambit: {path} cannot be written ({reason(problem)}); name another file") from None
    typer.echo(f"Wrote {path}", err=True)


def _solve_file(path: Path, error: float, as_json: bool, gambit: Path | None) -> None:
    from pourparler.files import reason
    from pourparler.formats.gambit_in import read_gambit
    from pourparler.process.file_answer import analyse_tree
    from pourparler.terminal import show_blocks

    if gambit is not None:
        raise PourparlerError("--gambit: the game is already in a file of Gambit; name a case to write one")
    try:
        game = read_gambit(path)
    except OSError as problem:
        raise PourparlerError(f"{path}: cannot be read ({reason(problem)}); name a file of Gambit") from None
    for note in game.notes:
        typer.echo(f"note: {note}", err=True)
    answer = analyse_tree(game.tree, error)
    if as_json:
        typer.echo(json.dumps(answer.to_dict(), indent=1, ensure_ascii=False, allow_nan=False))
    else:
        show_blocks(game.title or path.name, answer.blocks())
