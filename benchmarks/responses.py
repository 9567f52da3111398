"""Measure quantal response equilibria on trees of growing size: the path beside Gambit's and plain damped iteration.

Home and Other move in turns, Home never sees which of four types Other is, payoffs are drawn between 0 and 1, so that the
precision is that times the range of payoffs. Each residual is worked out again in plain Python, and where Gambit ends in time
its payoffs must be the same. Prints the tables and writes them into the README.
"""

from __future__ import annotations

import json
import math
import platform
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections import defaultdict
from datetime import date
from importlib.metadata import version
from pathlib import Path

import numpy as np
from compare import set_up
from tables import machine, table, two_digits, write_into

from pourparler import __version__
from pourparler.formats.gambit_out import write_gambit
from pourparler.process.logit_response import log_softmax
from pourparler.process.quantal_response import TOLERANCE, quantal_response, solve_draws, system_of
from pourparler.process.tree import CHANCE, END, Tree

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent))
from tests.process.type_trees import type_tree  # noqa: E402

PEER = HERE.parent / "build" / "peers" / "gambit"
MARKS = "<!-- responses: begin -->", "<!-- responses: end -->"
SIZES = 45, 101, 437, 1_989, 5_000, 20_000
PRECISIONS = 1.0, 5.0, 20.0, 100.0
SHARES = 0.3, 0.1, 0.03, 0.01  # of the way to the response that a damped iteration goes; the best is shown
PATIENCE = 20.0  # seconds that the damped iteration gets in all
MOST = 60.0  # seconds after which Gambit is stopped
SAME = 1e-5  # Gambit keeps to the precision asked for only so far
DRAWS = 1_000


def slow_residual(tree: Tree, strategy: np.ndarray, precision: float) -> float:
    """Largest difference of a chance from the logit response, by plain sums over nodes."""
    shape = tree.shape
    reach, value = [1.0] * len(shape.parent), [[float(points) for points in row] for row in tree.payoff]
    steps = [
        float(strategy[choice]) if choice >= 0 else float(chance)
        for choice, chance in zip(shape.choice, tree.chance, strict=True)
    ]
    for node in range(1, len(reach)):
        reach[node] = reach[shape.parent[node]] * steps[node]
    for node in range(len(reach) - 1, 0, -1):
        for player, points in enumerate(value[node]):
            value[shape.parent[node]][player] += steps[node] * points
    members: dict[int, list[int]] = defaultdict(list)
    for node, mover in enumerate(shape.player):
        if mover not in (CHANCE, END):
            members[int(shape.information_set[node])].append(node)
    worst = 0.0
    for number, nodes in members.items():
        total = math.fsum(reach[node] for node in nodes)
        if total < sys.float_info.min:
            continue  # so rare that plain floats give no belief
        where, mover = shape.choices(number), int(shape.mover[number])
        worth = [
            precision * math.fsum(reach[node] / total * value[shape.children(node)[action]][mover] for node in nodes)
            for action in range(where.stop - where.start)
        ]
        odds = [math.exp(points - max(worth)) for points in worth]
        worst = max(worst, *(abs(strategy[where][k] - odd / sum(odds)) for k, odd in enumerate(odds)))
    return worst


def damped(tree: Tree, precision: np.ndarray) -> tuple[float, float]:
    """Least residual that moving a share of the way to the response leaves, over the shares; and the seconds."""
    system = system_of(tree, precision)
    started, best = time.perf_counter(), math.inf
    for share in SHARES:
        weight, tried = system.start, 0
        begun = time.perf_counter()
        while best > TOLERANCE and time.perf_counter() - begun < PATIENCE / len(SHARES):
            log_strategy, swept, response = system.respond(weight)
            tried += 1
            if tried % 50 == 0:
                answer = np.exp(log_softmax(system.layout.first_choice, system.precision * swept.worth))
                best = min(best, float(np.abs(np.exp(log_strategy) - answer).max()))
            weight = weight + share * (response - weight)
    return best, time.perf_counter() - started


def gambit(tree: Tree, precision: float) -> tuple[float, list[float]]:
    """Gambit's seconds and payoffs; infinite and none if it was stopped."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "game.efg"
        file.write_text(write_gambit(tree, "types"), encoding="utf-8")
        command = [str(PEER / "bin" / "python"), str(HERE / "responses_peer_side.py"), str(file), str(precision)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=MOST, check=True)
        except subprocess.TimeoutExpired:
            return math.inf, []
    answer = json.loads(done.stdout)
    return answer["seconds"], answer["payoffs"]


def measure(nodes: int, precision: float) -> list[str]:
    """One row: the path, and the damped iteration on the same tree."""
    tree = type_tree(nodes)
    each = np.full(len(tree.shape.sets), precision)
    started = time.perf_counter()
    found = quantal_response(tree, each)
    seconds = time.perf_counter() - started
    again = slow_residual(tree, found.strategy, precision)
    if found.converged and again > TOLERANCE:
        sys.exit(f"{nodes} nodes, precision {precision:g}: the residual is {again}, not {found.residual}.")
    peak = "–"
    if seconds < PATIENCE:
        tracemalloc.start()
        quantal_response(tree, each)
        peak = f"{tracemalloc.get_traced_memory()[1] / 1e6:,.1f}"
        tracemalloc.stop()
    left, spent = damped(tree, each)
    theirs, payoffs = gambit(tree, precision)
    if payoffs and found.principal and np.abs(np.array(payoffs) - found.values[0]).max() > SAME:
        sys.exit(f"{nodes} nodes, precision {precision:g}: Gambit has the payoffs {payoffs}, not {found.values[0]}.")
    how = "yes" if found.principal else "yes, not principal" if found.converged else "NO"
    return [
        f"{len(tree.shape.parent):,}", f"{len(tree.shape.sets):,}", f"{len(found.strategy):,}", f"{precision:g}", how,
        f"{found.reached * precision:.3g}", two_digits(seconds), peak, f"{found.residual:.0e}", str(found.steps), str(found.folds),
        two_digits(theirs) if payoffs else f"stopped at {MOST:g}",
        two_digits(spent), "yes" if left <= TOLERANCE else f"NO, {left:.1g} left",
    ]  # fmt: skip


def measure_draws(nodes: int, precision: float) -> list[str]:
    """One row: a thousand draws of the numbers of a small tree."""
    tree = type_tree(nodes, types=3, seed=1)
    payoff = tree.payoff * (1 + 0.5 * np.random.default_rng(0).normal(size=(DRAWS, *tree.payoff.shape)))
    chance, each = np.tile(tree.chance, (DRAWS, 1)), np.full(len(tree.shape.sets), precision)
    solve_draws(tree.shape, chance[:2], payoff[:2], each)
    started = time.perf_counter()
    _, residual = solve_draws(tree.shape, chance, payoff, each)
    seconds = time.perf_counter() - started
    return [
        str(len(tree.shape.parent)), str(len(tree.shape.sets)), f"{precision:g}", two_digits(seconds), f"{residual.max():.0e}",
        f"{(residual <= TOLERANCE).mean():.1%}",
    ]  # fmt: skip


def main() -> None:
    """Print the tables and write them into the README."""
    versions = set_up(PEER, HERE / "games_peers.txt") | {name: version(name) for name in ("scipy", "numba")}
    quantal_response(type_tree(45), np.full(len(type_tree(45).shape.sets), 1.0))  # compiles
    started = time.perf_counter()
    rows = []
    for nodes in SIZES:
        for precision in PRECISIONS[: 3 if nodes > 5_000 else 4]:
            rows.append(measure(nodes, precision))
            print(rows[-1], flush=True)
    draws = [measure_draws(nodes, precision) for nodes in (30, 45, 60) for precision in (5.0, 20.0)]
    heads = (
        "nodes", "sets", "choices", "precision x range", "converged", "path reached", "s", "MB", "residual", "steps", "folds",
        "Gambit, s", "damped, s", "damped converged",
    )  # fmt: skip
    measured = "\n\n".join([
        f"Measured on {date.today()}: {machine()}; Python {platform.python_version()}, Pourparler {__version__}, "
        f"{', '.join(f'{name} {number}' for name, number in versions.items())}. One run each, on one core. The damped iteration goes "
        f"{', '.join(map(str, SHARES))} of the way to the response, {PATIENCE:g} seconds in all, and the best is shown. "
        f"MB are what Python's allocator saw. The whole took {time.perf_counter() - started:,.0f} seconds.",
        f"**One tree.**\n\n{table(heads, rows)}",
        f"**{DRAWS:,} draws of the payoffs of a small tree.**\n\n"
        + table(("nodes", "sets", "precision x range", "s", "largest residual", "converged"), draws),
    ])  # fmt: skip
    print(measured)
    write_into(HERE / "README.md", measured, MARKS)


if __name__ == "__main__":
    main()
