"""Gambit's side: solve one game in one way and print, as JSON, how long it took and what came out."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pygambit


def main() -> None:
    """Read the request from standard input: a file, a way to solve it, and profiles to check."""
    request = json.load(sys.stdin)
    game = pygambit.read_efg(Path(request["file"]))
    start = time.perf_counter()
    payoffs, regret = [], 0.0
    match request["way"]:
        case "agent":
            payoffs = [paid(game, one) for one in pygambit.nash.enumpure_agent_solve(game).equilibria]
        case "lcp":
            payoffs = [paid(game, pygambit.nash.lcp_solve(game, rational=False).equilibrium)]
        case "logit":
            payoffs = [paid(game, pygambit.qre.logit_solve_branch(game)[-1].profile)]
        case "check":
            for data in request["profiles"]:
                profile = game.mixed_behavior_profile(data=data)
                payoffs.append(paid(game, profile))
                regret = max(regret, float(profile.agent_max_regret()))
    seconds = time.perf_counter() - start
    json.dump({"seconds": seconds, "payoffs": payoffs, "regret": regret}, sys.stdout)


def paid(game: pygambit.gambit.ExtensiveGame, profile: pygambit.gambit.MixedBehaviorProfile) -> list[float]:
    """What each player expects."""
    return [float(profile.payoffs[player]) for player in game.players]


main()
