"""Tables in Markdown, and the place in the README that they are written to."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from os import cpu_count, sysconf
from pathlib import Path

from compare import GOALS, REPEATS, Row

from pourparler import __version__

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
LIBRARIES = "numpy", "numba", "moocore"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table whose columns after the first stand to the right where all their cells are numbers."""
    cells = zip(*rows, strict=True)
    sides = ["---:" if all(c[:1].isdigit() or c in ("", "–") for c in column) else "---" for column in cells]
    return "\n".join("| " + " | ".join(line) + " |" for line in (heads, sides, *rows))


def two_digits(number: float) -> str:
    """Two significant digits, never as a power of ten."""
    return f"{float(f'{number:.2g}'):,.6f}".rstrip("0").rstrip(".")


def machine() -> str:
    """Name the processor, the cores and the memory."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    memory = sysconf("SC_PAGE_SIZE") * sysconf("SC_PHYS_PAGES") / 2**30
    return f"{models[0] if models else platform.machine()}, {cpu_count()} cores, {memory:.0f} GiB memory"


def conditions(peer: str | None) -> str:
    """Say when, where and with which versions was measured."""
    versions = [f"Pourparler {__version__}", *(f"{name} {version(name)}" for name in LIBRARIES)]
    versions += [f"NegMAS {peer}"] if peer else []
    return (
        f"Measured on {date.today()}: {machine()}; Python {platform.python_version()}, {', '.join(versions)}. "
        f"Medians of {REPEATS} runs taken in turns, unless the table says otherwise."
    )


def compared(rows: Sequence[Row]) -> str:
    """Table of the cases of one way of the peer."""
    heads = (
        "parties", "deals", "on the frontier", "NegMAS, s", "merging, s", "times", "compiled, s", "times",
        "NegMAS, MB", "merging, MB", "compiled, MB", "where NegMAS differs from what is right",
    )  # fmt: skip
    lines = []
    for row in rows:
        case, way = row.case, row.case.way
        once = "" if row.runs == REPEATS else " (once)" if row.runs == 1 else f" (median of {row.runs})"
        ties = "" if case.fine else ", many ties"
        own = {name: name in row.seconds for name in ("merging", "compiled")}
        lines.append([
            str(case.parties), f"10^{case.issues}{ties}", f"{row.points:,}", two_digits(row.seconds[way]) + once,
            two_digits(row.seconds["merging"]), two_digits(row.ratio("merging")),
            two_digits(row.seconds["compiled"]) if own["compiled"] else "–",
            two_digits(row.ratio("compiled")) if own["compiled"] else "–",
            f"{row.peaks[way] / 1e6:,.0f}", f"{row.peaks['merging'] / 1e6:,.0f}",
            f"{row.peaks['compiled'] / 1e6:,.0f}" if own["compiled"] else "–", "; ".join(row.faults) or "nowhere",
        ])  # fmt: skip
    return table(heads, lines)


def goals(rows: Sequence[Row]) -> tuple[str, bool]:
    """Table of the ratios aimed at, and whether all were reached."""
    lines, all_met = [], True
    for row in rows:
        if row.case in GOALS:
            way, goal = GOALS[row.case]
            met = row.ratio(way) >= goal
            all_met &= met
            name = f"{row.case.parties} parties, 10^{row.case.issues} deals, NegMAS' {row.case.way} / {way}"
            lines.append([name, f"{goal:,}", two_digits(row.ratio(way)), "yes" if met else "NO"])
    return table(("ratio", "at least", "found", "met"), lines), all_met


def write_into(readme: Path, measured: str, marks: tuple[str, str] = (BEGIN, END)) -> None:
    """Replace what stands between the two marks. Raises ValueError where a mark is missing."""
    before, begin, rest = readme.read_text(encoding="utf-8").partition(marks[0])
    _, end, after = rest.partition(marks[1])
    if not begin or not end:
        raise ValueError(f"{readme.name} must hold the lines {marks[0]} and {marks[1]}.")
    readme.write_text(f"{before}{begin}\n\n{measured}\n\n{end}{after}", encoding="utf-8")
