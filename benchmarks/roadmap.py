"""Measure the planner of the roadmap: against CP-SAT, networkx, all orders one by one, and rules of thumb.

The same exchanges, in turns, in one run; every order that is found is judged again in fractions, and the run stops if an
answer is wrong. Prints the tables and writes them into the README.
"""

from __future__ import annotations

import math
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from compare import Program, Stopped, set_up
from roadmap_exact import Definition
from roadmap_instances import SCALE, SECONDS, UNIT, random_instance
from tables import machine, table, two_digits, write_into

from pourparler import __version__

HERE = Path(__file__).parent
PEER = HERE.parent / "build" / "peers" / "roadmap"
OURS = Path(sys.executable), HERE / "roadmap_our_side.py"
THEIRS = PEER / "bin" / "python", HERE / "roadmap_peer_side.py"
MARKS = "<!-- roadmap: begin -->", "<!-- roadmap: end -->"
REPEATS = 3
QUICK, QUICK_REPEATS = 0.5, 12  # what takes less is measured more often, since milliseconds depend on what ran before
SLOW = 10.0  # seconds; what takes longer is measured once
MOST = 120.0  # seconds; what takes longer is stopped
LASTING, ONCE = (0.0, 0.6), (0.6, 1.0)  # shares of a step's effect that come once
RULES = "big first", "alternate", "at once"


@dataclass(frozen=True)
class Case:
    """One random exchange, and which ways beside ours and CP-SAT try it."""

    steps: int
    density: float
    one_off: tuple[float, float]
    discounted: bool
    pairs: bool = False
    seed: int = 0
    also: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The columns that tell it apart."""
        return " ".join(map(str, (self.steps, self.density, self.one_off, self.discounted, self.pairs, self.seed)))


GROUPS = {
    "Discounted, some steps must wait for others": (
        Case(8, 0.35, LASTING, True, True, also=("brute",)),
        *(Case(16, 0.35, LASTING, True, seed=seed) for seed in range(3)),
        *(Case(16, 0.35, ONCE, True, seed=seed) for seed in range(3)),
        Case(16, 0.35, LASTING, True, True),
        Case(20, 0.35, LASTING, True),
        *(Case(24, 0.35, LASTING, True, seed=seed) for seed in range(3)),
        Case(24, 0.35, LASTING, True, True),
    ),
    "Discounted, any order": (
        Case(8, 0, LASTING, True, also=("brute",)),
        Case(6, 0, ONCE, True, True, also=("brute",)),
        *(Case(12, 0, LASTING, True, seed=seed) for seed in range(3)),
        *(Case(16, 0, LASTING, True, seed=seed) for seed in range(3)),
        *(Case(16, 0, ONCE, True, seed=seed) for seed in range(3)),
        Case(16, 0, LASTING, True, True),
        Case(20, 0, ONCE, True),
    ),
    "Undiscounted": (
        Case(8, 0, ONCE, False, also=("brute", "networkx")),
        Case(24, 0.35, LASTING, False, also=("networkx",)),
        Case(12, 0, LASTING, False, also=("networkx",)),
        Case(16, 0, LASTING, False, also=("networkx",)),
        Case(16, 0, ONCE, False),
        Case(16, 0, LASTING, False, True),
        *(Case(20, 0, kind, False, seed=seed) for kind, seed in ((LASTING, 0), (ONCE, 0))),
        Case(24, 0, LASTING, False),
    ),
}


@dataclass(frozen=True)
class Row:
    """What was measured: by way least seconds, peak bytes and answer, its slack in fractions; and each rule's slack."""

    case: Case
    seconds: dict[str, float]
    peaks: dict[str, int]
    answers: dict[str, dict[str, Any]]
    rules: dict[str, float]


def in_turns(programs: dict[str, Program]) -> dict[str, float]:
    """Least seconds by program, each turn running all of them that are not slow; infinite for one that was stopped."""
    seconds: dict[str, float] = {}
    for turn in range(QUICK_REPEATS):
        for way, program in programs.items():
            if seconds.get(way, 0.0) <= (SLOW if turn < REPEATS else QUICK):
                seconds[way] = min(timed(program), seconds.get(way, math.inf))
    return seconds


def timed(program: Program) -> float:
    """Seconds of one run; infinite where it had to be stopped."""
    stopped = threading.Event()

    def stop() -> None:
        stopped.set()
        program.process.kill()

    alarm = threading.Timer(MOST, stop)
    alarm.start()
    try:
        return float(program.ask("run"))
    except Stopped:
        if stopped.is_set():
            return math.inf
        raise
    finally:
        alarm.cancel()


def measure(case: Case) -> Row:
    """Measure one exchange. Raises Stopped if a program ends early or two answers do not go together."""
    instance = random_instance(case.steps, case.density, case.one_off, case.discounted, case.pairs, case.seed)
    definition = Definition(instance)
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        instance.save(Path(place))
        sides = {"planner": OURS, "cp-sat": THEIRS}
        sides |= {"networkx": THEIRS} if "networkx" in case.also else {}
        programs = {way: stack.enter_context(Program(*side, way, Path(place))) for way, side in sides.items()}
        seconds = in_turns(programs)
        answers = {way: program.ask("report") for way, program in programs.items() if seconds[way] < math.inf}
        thumb = stack.enter_context(Program(*OURS, "thumb", Path(place)))
        thumb.ask("run")
        rules = thumb.ask("report")
    for way, answer in answers.items():
        answer["exact"] = (
            float(definition.slack([tuple(stage) for stage in answer["order"]])) if answer["order"] else None
        )
        answer["bound"] /= 1 if way == "planner" else UNIT
    if "brute" in case.also:
        started = time.perf_counter()
        best = float(definition.best())
        seconds["brute"] = time.perf_counter() - started
        answers["brute"] = {"exact": best, "bound": best, "proven": True, "slack": best}
    hold_together(case, answers, [rules[name] for name in RULES if name != "at once"])
    return Row(case, seconds, {way: answers[way]["peak"] for way in sides if way in answers}, answers, rules)


def hold_together(case: Case, answers: dict[str, dict[str, Any]], thumbs: Sequence[float]) -> None:
    """Raise Stopped unless every answer keeps within every bound, and what is proven is the same.

    CP-SAT counts in whole numbers: three sums of as many terms as there are steps, each rounded by half a part at most.
    """
    rounding = 1.5 * case.steps / (UNIT * SCALE)
    ours = answers.get("planner")
    if ours and abs(ours["exact"] - ours["slack"]) > 1e-6:
        raise Stopped(f"{case.name}: our plan's slack is {ours['exact']}, not {ours['slack']}.")
    reached = max([answer["exact"] for answer in answers.values() if answer["exact"] is not None] + list(thumbs))
    for way, answer in answers.items():
        margin = rounding if way == "cp-sat" else 1e-6
        if answer["bound"] < reached - margin or (answer["proven"] and answer["exact"] < reached - margin):
            raise Stopped(
                f"{case.name}: {way} says {answer['exact']}, at most {answer['bound']}; {reached} is reached."
            )


def said(answer: dict[str, Any] | None) -> str:
    """The slack reached, with the bound where it is not proven best."""
    if answer is None:
        return "–"
    value = "nothing" if answer["exact"] is None else f"{answer['exact']:.2f}"
    return value if answer["proven"] else f"{value} (not proven: at most {answer['bound']:.2f})"


def spent(seconds: float) -> str:
    """Seconds with two digits, or that it was stopped."""
    return two_digits(seconds) if seconds < math.inf else f"stopped at {MOST:g}"


def proven(row: Row) -> bool:
    """Whether our plan is proven best."""
    return "planner" in row.answers and bool(row.answers["planner"]["proven"])


def listed(rows: Sequence[Row]) -> str:
    """Table of a group of cases."""
    heads = (
        "steps", "effects", "two at once", "seed", "ours, s", "CP-SAT, s", "CP-SAT / ours", "networkx, s", "all orders, s",
        "ours: least slack", "CP-SAT: least slack", *RULES, "ours, MB", "CP-SAT, MB",
    )  # fmt: skip
    lines = []
    for row in rows:
        case, seconds, answers = row.case, row.seconds, row.answers
        ratio = two_digits(seconds["cp-sat"] / seconds["planner"]) if "planner" in answers else "–"
        lines.append([
            f"{case.steps}{', some must wait' if case.density else ''}", "last" if case.one_off == LASTING else "once",
            "yes" if case.pairs else "no", str(case.seed), spent(seconds["planner"]), spent(seconds["cp-sat"]), ratio,
            *(two_digits(seconds[way]) if way in seconds else "–" for way in ("networkx", "brute")),
            *(said(answers.get(way)) for way in ("planner", "cp-sat")), *(f"{row.rules[name]:.2f}" for name in RULES),
            *(f"{row.peaks[way] / 1e6:,.0f}" if way in row.peaks else "–" for way in ("planner", "cp-sat")),
        ])  # fmt: skip
    return table(heads, lines)


def aims(rows: Sequence[Row]) -> str:
    """Table of what was aimed at; the worst of the seeds counts, and what is not proven has not been reached."""

    def chosen(steps: int, density: float, discounted: bool) -> list[Row]:
        return [
            row
            for row in rows
            if (row.case.steps, row.case.density, row.case.discounted) == (steps, density, discounted)
            and not row.case.pairs
        ]

    waiting = chosen(16, 0.35, True)
    ratio = min(row.seconds["cp-sat"] / row.seconds["planner"] for row in waiting)
    met = "yes" if all(map(proven, waiting)) and ratio >= 100 else "NO"
    lines = [["16 steps, discounted, some must wait: CP-SAT / ours", "at least 100", two_digits(ratio), met]]
    for steps, discounted, most in ((16, True, 3.0), (20, False, 1.3), (24, False, 24.0)):
        found = chosen(steps, 0, discounted)
        slowest = max(row.seconds["planner"] for row in found)
        missing = sum(not proven(row) for row in found)
        note = f", {missing} of {len(found)} not proven" if missing else ""
        name = f"{steps} steps, {'discounted' if discounted else 'undiscounted'}, any order: seconds"
        met = "yes" if slowest <= most and not missing else "NO"
        lines.append([name, f"at most {most:g}", spent(slowest) + note, met])
    return table(("aim", "", "found, the worst of the seeds", "met"), lines)


def main() -> None:
    """Print all tables and write them into the README; exit code 1 if the peers are not there or an answer is wrong."""
    try:
        versions = set_up(PEER, HERE / "roadmap_peers.txt")
    except subprocess.CalledProcessError as error:
        sys.exit(f"OR-tools and networkx cannot be installed, so the plans were not compared: {error}")
    started = time.perf_counter()
    groups: dict[str, list[Row]] = {}
    for title, cases in GROUPS.items():
        groups[title] = []
        for case in cases:
            try:
                row = measure(case)
            except Stopped as stopped:
                sys.exit(str(stopped))
            groups[title].append(row)
            print(case.name, {way: two_digits(seconds) for way, seconds in row.seconds.items()}, flush=True)
    peers = ", ".join(f"{name} {version}" for name, version in versions.items())
    measured = "\n\n".join([
        f"Measured on {date.today()}: {machine()}; Python {platform.python_version()}, Pourparler {__version__}, {peers}. "
        f"The least of {REPEATS} runs taken in turns, of {QUICK_REPEATS} where they take under {QUICK:g} seconds; what takes over "
        f"{SLOW:g} seconds ran once, and what takes over "
        f"{MOST:g} was stopped; CP-SAT stops itself after {SECONDS:g}. The whole took {time.perf_counter() - started:,.0f} seconds.",
        f"**Aimed at.**\n\n{aims([row for rows in groups.values() for row in rows])}",
        *(f"**{title}.**\n\n{listed(rows)}" for title, rows in groups.items()),
    ])  # fmt: skip
    print(measured)
    write_into(HERE / "README.md", measured, MARKS)


if __name__ == "__main__":
    main()
