"""Gambit's side: follow the quantal response of one game up to one precision and print, as JSON, what came out and how fast."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pygambit


def main() -> None:
    """Arguments: a file with the game, and the precision."""
    game = pygambit.read_efg(Path(sys.argv[1]))
    start = time.perf_counter()
    profile = pygambit.qre.logit_solve_lambda(game, float(sys.argv[2]))[0].profile
    seconds = time.perf_counter() - start
    json.dump({"seconds": seconds, "payoffs": [float(profile.payoffs[player]) for player in game.players]}, sys.stdout)


main()
