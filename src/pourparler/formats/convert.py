"""Import and export: from another tool's files to a scenario, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from pourparler.deals.blocks import MOST_COMBINATIONS
from pourparler.errors import PourparlerError
from pourparler.formats.exchange import Exchange
from pourparler.formats.folder import write_set
from pourparler.formats.from_scenario import exchange_of
from pourparler.formats.genius_in import read_genius
from pourparler.formats.genius_out import write_genius
from pourparler.formats.geniusweb_in import read_geniusweb
from pourparler.formats.geniusweb_out import write_geniusweb
from pourparler.formats.negmas_in import read_negmas
from pourparler.formats.negmas_out import write_negmas
from pourparler.formats.to_scenario import scenario_text, tied_together
from pourparler.scenario import Scenario, parse
from pourparler.scenario.load import FILE_NAME

READERS: Mapping[str, tuple[str, Callable[[Path, int], Exchange]]] = {
    "genius": ("GENIUS", read_genius),
    "negmas": ("NegMAS", read_negmas),
    "geniusweb": ("GeniusWeb", read_geniusweb),
}
WRITERS: Mapping[str, Callable[[Exchange], tuple[dict[str, str], tuple[str, ...]]]] = {
    "genius": write_genius,
    "negmas": write_negmas,
    "geniusweb": write_geniusweb,
}


def _known(name: str, option: str) -> str:
    if name not in READERS:
        raise PourparlerError(f"{option}: '{name}' is not known; known are: {', '.join(READERS)}")
    return name


def read_case(path: Path, tool: str, grid: int, as_of: date | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of `scenario.yaml` for another tool's case, checked, and what is lost or assumed, a line each.

    Raises:
        PourparlerError: the tool is not known, or its files cannot be used.
    """
    name, reader = READERS[_known(tool, "--from")]
    exchange = reader(path, grid)
    text, notes = scenario_text(exchange, name, as_of)
    parse(text, f"{FILE_NAME} (not written)")
    tied, combinations = tied_together(exchange)
    if combinations > MOST_COMBINATIONS:
        said = f"{', '.join(tied)} are tied together and have {combinations:,} combinations"
        notes += (f"{said}; above {MOST_COMBINATIONS:,} no question about deals is answered",)
    return text, notes


def import_folder(
    path: Path, tool: str, out: Path, grid: int, as_of: date | None = None
) -> tuple[Path, tuple[str, ...]]:
    """Write another tool's case as a scenario into the folder `out`. Returns the file written, and what is lost or assumed.

    Raises:
        PourparlerError: nothing is written.
    """
    text, notes = read_case(path, tool, grid, as_of)
    (written,) = write_set(out, {FILE_NAME: text})
    return written, notes


def export_folder(scenario: Scenario, tool: str, out: Path) -> tuple[list[Path], tuple[str, ...]]:
    """Write the best guess of a scenario as another tool's files into `out`. Returns them, and what is lost.

    Raises:
        PourparlerError: the tool is not known, or the files cannot be written.
    """
    exchange = exchange_of(scenario)
    contents, notes = WRITERS[_known(tool, "--to")](exchange)
    return write_set(out, contents), exchange.notes + notes
