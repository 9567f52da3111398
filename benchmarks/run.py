"""Measure Pourparler against its goals, and the frontier against plain enumeration. Prints two tables.

Every command runs in a process of its own, so that start-up counts and memory is that of the command alone. The ratios
of the other table are taken within one run, on one machine, so that they mean the same on another.
"""

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

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


def commands() -> tuple[Table, bool]:
    """The table of commands, and whether every goal was met."""
    plan = [
        ("pourparler --help", ["--help"], 0.3, REPEATS),
        ("pourparler check", ["check", CASE.name], 1.0, REPEATS),
        ("pourparler brief, nothing compiled yet", ["brief", CASE.name], 30.0, 1),
        ("pourparler brief", ["brief", CASE.name], 10.0, REPEATS),
    ]
    table = Table("command", "seconds", "goal", "peak GB", "goal", "met", title=f"Commands, on the case {CASE.name}")
    all_met = True
    with tempfile.TemporaryDirectory() as cache:
        for name, arguments, goal, repeats in plan:
            seconds, memory = measure(arguments, cache, repeats)
            met = seconds <= goal and memory <= MEMORY_GOAL
            all_met &= met
            table.add_row(
                name, f"{seconds:.2f}", f"{goal:g}", f"{memory:.2f}", f"{MEMORY_GOAL:g}", "yes" if met else "NO"
            )
    return table, all_met


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


def frontiers() -> Table:
    """The frontier by blocks against the frontier by listing all deals, on random spaces of ten options an issue."""
    heads = "deals", "on the frontier", "listing, s", "by blocks, s", "listing / by blocks"
    table = Table(*heads, title="Frontier of two parties")
    for issues in (3, 4, 5, 6):
        blocks = list(np.random.default_rng(issues).random((issues, 10, 2)))
        listed, merged = enumerate_all(blocks), pareto_frontier(blocks).points
        if listed.shape != merged.shape or not np.allclose(listed, merged, rtol=0, atol=1e-9):
            sys.exit(f"The two frontiers of {10**issues:,} deals differ.")
        slow = median_seconds(lambda blocks=blocks: enumerate_all(blocks))
        fast = median_seconds(lambda blocks=blocks: pareto_frontier(blocks))
        table.add_row(f"{10**issues:,}", f"{len(listed):,}", f"{slow:.4f}", f"{fast:.4f}", f"{slow / fast:.2f}")
    return table


def main() -> None:
    """Print both tables; exit code 1 if a goal was missed."""
    console = Console(width=120)
    console.print(
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores; medians of {REPEATS}"
    )
    console.print(frontiers())
    table, met = commands()
    console.print(table)
    if not met:
        sys.exit("A goal was missed.")


if __name__ == "__main__":
    main()
