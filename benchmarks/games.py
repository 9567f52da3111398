"""Measure the solvers of game trees beside Gambit's: the same trees, each through the file that both read and write.

Gambit is given every equilibrium that is found here and must see no regret in it, and the same payoffs; its own list of pure
equilibria of agents, where it can be had in time, must hold all payoffs found here. Prints the tables and writes them into
the README.
"""

from __future__ import annotations

import json
import platform
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from compare import HERE, set_up
from game_instances import SIZES, summit_game
from tables import machine, table, two_digits, write_into

from pourparler import __version__
from pourparler.errors import TooLarge
from pourparler.formats.gambit_in import parse_gambit
from pourparler.formats.gambit_out import write_gambit
from pourparler.process.backward_induction import backward_induction
from pourparler.process.pure_equilibria import pure_equilibria, strategy_of
from pourparler.process.tree import Tree

PEER = HERE.parent / "build" / "peers" / "gambit"
README = HERE / "README.md"
MARKS = "<!-- games: begin -->", "<!-- games: end -->"
MOST = 30.0  # seconds; what takes longer is stopped
LONG = 10.0  # seconds; what takes longer is not repeated
CHECKED = 200  # equilibria of a game that Gambit checks, evenly spread
SAME = 1e-9
Answer = TypeVar("Answer")


def main() -> None:
    """Run everything, print it, and write it into the README."""
    versions = set_up(PEER, HERE / "games_peers.txt")
    start = time.perf_counter()
    hidden = [private(name, seed) for name in SIZES for seed in range(2)]
    known = [open_game(signs, offers) for signs, offers in ((0, 2), (2, 3), (6, 6), (30, 30))]
    peers = ", ".join(f"{name} {version}" for name, version in versions.items())
    text = f"""
Measured on {date.today()}: {machine()}; Python {platform.python_version()}, Pourparler {__version__}, {
        peers
    }. The least of 3 runs
for ours, one run for Gambit; what takes over {MOST:.0f} seconds was stopped. The whole took {
        time.perf_counter() - start:.0f} seconds.

**Private types: all pure equilibria.**

{
        table(
            (
                "game",
                "seed",
                "nodes",
                "sets",
                "ours, s",
                "equilibria",
                "outcomes",
                "Gambit: pure agents, s",
                "profiles",
                "Gambit: lcp, s",
                "Gambit: logit, s",
            ),
            hidden,
        )
    }

**One type, so that everyone knows where he is: backward induction.**

{table(("nodes", "sets", "ours, s", "Gambit: lcp, s", "Gambit: logit, s"), known)}
"""
    print(text)
    write_into(README, text.strip(), MARKS)


def private(name: str, seed: int) -> list[str]:
    """One line: a game with private types."""
    tree = summit_game(*SIZES[name], seed)
    file = written(tree, f"{name}-{seed}")
    line = [name, f"{seed}", f"{len(tree.chance)}", f"{len(tree.shape.sets)}"]
    payoffs: list[list[float]] = []
    try:
        seconds, found = least(lambda: pure_equilibria(tree))
        line += [two_digits(seconds), f"{len(found.taken):,}", f"{len(found.value)}"]
        payoffs = found.value.tolist()
        for_gambit = np.linspace(0, len(found.taken) - 1, min(CHECKED, len(found.taken))).astype(int)
        check(tree, file, [strategy_of(tree.shape, found.taken[one]) for one in for_gambit],
              [payoffs[found.outcome[one]] for one in for_gambit])  # fmt: skip
    except TooLarge:
        line += ["–", "too many", "–"]
    agents = gambit(file, "agent")
    if agents and payoffs:
        there = np.array(agents["payoffs"])
        for own in payoffs:
            assert (np.abs(there - own).max(axis=1) < SAME * 100).any(), f"Gambit does not know the outcome {own}"
    line += [two_digits(agents["seconds"]), f"{len(agents['payoffs']):,}"] if agents else ["–", "–"]
    return line + [timed(gambit(file, way)) for way in ("lcp", "logit")]


def open_game(signs: int, offers: int) -> list[str]:
    """One line: a game without private types."""
    tree = summit_game(1, signs, offers, seed=0)
    file = written(tree, f"open-{signs}-{offers}")
    seconds, solution = least(lambda: backward_induction(tree))
    if len(tree.chance) < 2000:
        check(tree, file, [solution.strategy], [solution.value[0].tolist()])
    line = [f"{len(tree.chance):,}", f"{len(tree.shape.sets):,}", two_digits(seconds)]
    return line + [timed(gambit(file, way)) for way in ("lcp", "logit")]


def check(tree: Tree, file: Path, strategies: Sequence[np.ndarray], payoffs: Sequence[Sequence[float]]) -> None:
    """Let Gambit look at profiles: AssertionError unless it sees no regret and the same payoffs."""
    shape = tree.shape
    profiles = [
        [
            [
                strategy[shape.choices(number)].tolist()
                for number in range(len(shape.sets))
                if shape.mover[number] == player
            ]
            for player in range(len(shape.players))
        ]
        for strategy in strategies
    ]
    answer = gambit(file, "check", profiles)
    if answer is None:
        raise AssertionError(f"Gambit did not check {file.name} in {MOST:.0f} seconds.")
    assert answer["regret"] < SAME * 100, f"Gambit sees a regret of {answer['regret']} in {file.name}"
    assert np.allclose(answer["payoffs"], payoffs, atol=SAME * 100), f"Gambit has other payoffs in {file.name}"


def gambit(file: Path, way: str, profiles: Sequence[object] = ()) -> dict[str, Any] | None:
    """What Gambit answers; None if it takes too long."""
    request = json.dumps({"file": str(file), "way": way, "profiles": profiles})
    command = [str(PEER / "bin" / "python"), str(HERE / "games_peer_side.py")]
    try:
        done = subprocess.run(command, input=request, capture_output=True, text=True, timeout=MOST, check=True)
    except subprocess.TimeoutExpired:
        return None
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def timed(answer: dict[str, Any] | None) -> str:
    """The seconds of an answer."""
    return two_digits(answer["seconds"]) if answer else "–"


def written(tree: Tree, name: str) -> Path:
    """The file of a tree; what is written is read again and must be the same."""
    text = write_gambit(tree, name)
    again = parse_gambit(text.encode(), name).tree
    assert again.payoff.tolist() == tree.payoff.tolist()
    assert again.chance.tolist() == tree.chance.tolist()
    file = FOLDER / f"{name}.efg"
    file.write_text(text, encoding="utf-8")
    return file


def least(work: Callable[[], Answer]) -> tuple[float, Answer]:
    """The least seconds of three runs after a first one, which may compile, and the answer; of one run if it is long."""
    start = time.perf_counter()
    answer = work()
    times = [time.perf_counter() - start]
    if times[0] > LONG:
        return times[0], answer
    times.clear()
    for _ in range(3):
        start = time.perf_counter()
        answer = work()
        times.append(time.perf_counter() - start)
    return min(times), answer


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        FOLDER = Path(folder)
        main()
