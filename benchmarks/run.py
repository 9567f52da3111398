"""Measure Pourparler: its commands against their goals, its frontier against plain enumeration and against a peer.

Prints the tables and writes them and the chart into the README. Every command runs in a process of its own, so that
start-up counts and memory is that of the command alone. Ratios are taken within one run, on one machine, so that they
mean the same on another.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from chart import draw
from compare import CASES, Row, Stopped, measure_loading, set_up
from compare import measure as measure_case
from numpy.typing import NDArray
from tables import compared, conditions, goals, table, two_digits, write_into

from pourparler.deals.frontier import pareto_frontier

ROOT = Path(__file__).parents[1]
CASE = ROOT / "scenarios" / "korea-2018"
COMMAND = Path(sys.executable).parent / "pourparler"
REPEATS = 5
MEMORY_GOAL = 2.0  # GB


def measure(arguments: list[str], cache: str, repeats: int) -> tuple[float, float]:
    """Median seconds and largest peak memory in GB over some runs; stops the program if the command fails.

    Each run works on a fresh copy of the case. `cache` is the folder that compiled code is kept in.
    """
    runs = []
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(CASE, Path(folder) / CASE.name)
            done = subprocess.run(
                [sys.executable, str(ROOT / "benchmarks" / "one_run.py"), str(COMMAND), *arguments],
                env=os.environ | {"NUMBA_CACHE_DIR": cache},
                cwd=folder,
                stdout=subprocess.PIPE,
                check=True,
            )
        run = json.loads(done.stdout)
        if run["code"]:
            sys.exit(f"pourparler {' '.join(arguments)} ended with exit code {run['code']}.")
        runs.append(run)
    return statistics.median(run["seconds"] for run in runs), max(run["peak"] for run in runs) / 1e9


def commands() -> tuple[str, bool]:
    """The table of commands, and whether every goal was met."""
    plan = [
        ("`pourparler --help`", ["--help"], 0.3, REPEATS),
        ("`pourparler check`", ["check", CASE.name], 1.0, REPEATS),
        ("`pourparler brief`, nothing compiled yet, once", ["brief", CASE.name], 30.0, 1),
        ("`pourparler brief`", ["brief", CASE.name], 10.0, REPEATS),
    ]
    rows = []
    all_met = True
    with tempfile.TemporaryDirectory() as cache:
        for name, arguments, goal, repeats in plan:
            seconds, memory = measure(arguments, cache, repeats)
            met = seconds <= goal and memory <= MEMORY_GOAL
            all_met &= met
            rows.append(
                [name, f"{seconds:.2f}", f"{goal:g}", f"{memory:.2f}", f"{MEMORY_GOAL:g}", "yes" if met else "NO"]
            )
    return table(("command", "seconds", "at most", "peak GB", "at most", "met"), rows), all_met


def enumerate_all(blocks: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """The frontier of two parties the plain way: list every deal, sort, keep the running best of the second party."""
    sums = np.zeros((1, 2))
    for block in blocks:
        sums = (sums[:, np.newaxis] + block).reshape(-1, 2)
    sums = sums[np.lexsort((-sums[:, 1], -sums[:, 0]))]
    best_before = np.concatenate(([-np.inf], np.maximum.accumulate(sums[:-1, 1])))
    return sums[sums[:, 1] > best_before]


def median_seconds(work: Callable[[], object]) -> float:
    """Median over the repeats."""
    seconds = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def frontiers() -> str:
    """The frontier by blocks against the frontier by listing all deals, on random spaces of ten options an issue."""
    rows = []
    for issues in (3, 4, 5, 6):
        blocks = list(np.random.default_rng(issues).random((issues, 10, 2)))
        listed, merged = enumerate_all(blocks), pareto_frontier(blocks).points
        if listed.shape != merged.shape or not np.allclose(listed, merged, rtol=0, atol=1e-9):
            sys.exit(f"The two frontiers of {10**issues:,} deals differ.")
        slow = median_seconds(lambda blocks=blocks: enumerate_all(blocks))
        fast = median_seconds(lambda blocks=blocks: pareto_frontier(blocks))
        rows.append([f"10^{issues}", f"{len(listed):,}", two_digits(slow), two_digits(fast), two_digits(slow / fast)])
    return table(("deals", "on the frontier", "listing, s", "merging, s", "times"), rows)


def peers() -> tuple[list[str], list[Row], bool]:
    """The parts of the README on the peer, the rows behind them, and whether every goal was met."""
    rows = []
    for case in CASES:
        row = measure_case(case)
        rows.append(row)
        times = ", ".join(f"{way} {two_digits(seconds)} s" for way, seconds in row.seconds.items())
        print(
            f"{case.parties} parties, 10^{case.issues} deals{'' if case.fine else ', many ties'}: {times}", flush=True
        )
    aims, met = goals(rows)
    loading = measure_loading()
    read = table(
        ("reading and checking a file of two parties, fifty issues, ten options each", "seconds"),
        [["Pourparler", two_digits(loading["merging"])], ["NegMAS", two_digits(loading["listing"])]],
    )
    parts = [f"**Ratios aimed at.**\n\n{aims}"]
    for way, name in (("listing", "NegMAS listing all deals"), ("sampler", "NegMAS' exact sampler for two parties")):
        parts.append(f"**{name}.**\n\n{compared([row for row in rows if row.case.way == way])}")
    return [*parts, f"**Reading.**\n\n{read}"], rows, met


def main() -> None:
    """Print all tables and write them into the README; exit code 1 if a goal was missed or the peer is not there."""
    try:
        version = set_up()["negmas"]
    except subprocess.CalledProcessError as error:
        version = None
        print(f"NegMAS cannot be installed, so the comparison with it is left out and the README stays: {error}")
    plain, (command_table, met) = frontiers(), commands()
    parts = [f"**Commands.**\n\n{command_table}", f"**Listing with numpy, two parties.**\n\n{plain}"]
    if version is None:
        print("\n\n".join([conditions(None), *parts]))
        sys.exit("The comparison with NegMAS was not made." if met else "A goal was missed, and NegMAS was not there.")
    try:
        peer_parts, rows, fast = peers()
    except Stopped as stopped:
        sys.exit(str(stopped))
    measured = "\n\n".join([conditions(version), *peer_parts, *parts])
    print(measured)
    write_into(ROOT / "benchmarks" / "README.md", measured)
    draw(rows, ROOT / "docs" / "images" / "benchmark.svg")
    if not (met and fast):
        sys.exit("A goal was missed.")


if __name__ == "__main__":
    main()
