"""Commands that answer one question each, and the briefing that answers all."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from pourparler.commands.options import AsJson, Case, Draws, Seconds, Seed
from pourparler.errors import PourparlerError

OBJECTIVES = {"slack": "slack", "mistrust": "mistrust", "exposure": "exposure", "time": "duration"}


def _answer(
    room: str, case: Path, as_json: bool, draws: int, seed: int | None, seconds: float | None = None, **more: object
) -> None:
    """Ask one room and show what it says."""
    from pourparler.scenario import load
    from pourparler.terminal import progress, show

    scenario = load(case)
    with progress() as stage:
        answer = import_module(f"pourparler.{room}").analyse(
            scenario, draws=draws, seed=seed, stage=stage, seconds=seconds, **more
        )
    if as_json:
        typer.echo(json.dumps(answer.to_dict(), indent=1, ensure_ascii=False, allow_nan=False))
    else:
        show(scenario.title, answer)


def deals(
    case: Case,
    as_json: AsJson = False,
    draws: Draws = 1000,
    seed: Seed = None,
    seconds: Seconds = None,
) -> None:
    """Say which deals are possible, and who would be hurt."""
    _answer("deals", case, as_json, draws, seed, seconds)


def conduct(
    case: Case,
    as_json: AsJson = False,
    backtest: Annotated[
        bool, typer.Option("--backtest", help="Instead: how well each model of tempo would have done on the record.")
    ] = False,
    draws: Draws = 4000,
    seed: Seed = None,
) -> None:
    """Say what another party's conduct tells, and what to watch."""
    if not backtest:
        _answer("conduct", case, as_json, draws, seed)
        return
    from pourparler.conduct.backtest_answer import backtest as run
    from pourparler.scenario import load
    from pourparler.terminal import progress, show_blocks

    scenario = load(case)
    with progress() as stage:
        found = run(scenario, stage=stage)
    if as_json:
        typer.echo(json.dumps(found.to_dict(), indent=1, ensure_ascii=False, allow_nan=False))
    else:
        show_blocks(f"{scenario.title}: {found.section.title}", found.section.content)


def leverage(
    case: Case,
    as_json: AsJson = False,
    draws: Draws = 1000,
    seed: Seed = None,
) -> None:
    """Say what moves the outcome: alternatives, gifts given up front, time, pressures."""
    _answer("leverage", case, as_json, draws, seed)


def roadmap(
    case: Case,
    target: Annotated[
        str | None,
        typer.Option(
            "--target",
            help="A target of the file, a named solution, or open for the target that holds best; the first unless given.",
            show_default=False,
        ),
    ] = None,
    objective: Annotated[
        str, typer.Option("--objective", help="What comes first: slack, mistrust, exposure or time.")
    ] = "slack",
    as_json: AsJson = False,
    draws: Annotated[
        int, typer.Option("--draws", min=1, max=200, help="How many times all uncertain numbers are drawn.")
    ] = 200,
    seed: Seed = None,
) -> None:
    """Say in which order to exchange, so that neither side gains by breaking off."""
    if objective not in OBJECTIVES:
        raise PourparlerError(f"--objective: '{objective}' is not known; known are: {', '.join(OBJECTIVES)}")
    _answer("roadmap", case, as_json, draws, seed, target=target, objective=OBJECTIVES[objective])


def allies(
    case: Case,
    as_json: AsJson = False,
    draws: Draws = 1000,
    seed: Seed = None,
) -> None:
    """Say who else must agree, whether they would, and what that costs."""
    _answer("allies", case, as_json, draws, seed)


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
