"""The named deals, by the way that a case's size asks for: from the frontier, or by search where it has too many points."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pourparler.deals.frontier import Frontier, FrontierTooLarge, pareto_frontier
from pourparler.deals.measure import ROUNDING, Deals, Measure, measure
from pourparler.deals.milp_model import Optimum
from pourparler.deals.search import named_by_programmes, solve_by_search
from pourparler.deals.solve import Solved, best_for, solve
from pourparler.deals.zone import countable_in_draws
from pourparler.scenario.model import Scenario

MOST_PAIRS = (
    500_000  # candidate pairs in a merge, for three and more principals; beyond it deals are searched for one by one
)
MOST_FOLLOWED = 3_000  # points of a frontier of three and more principals that is made anew in every draw
FRONTIERS_EXAMINED = 20

Step = Callable[[str], Callable[[int, int], None]]


def named_deals(scenario: Scenario, seconds: float | None = None) -> tuple[Measure, dict[str, Deals]]:
    """The measure at the best guess, and the deal (issues,) that each named solution picks there; without those that there are not.

    Raises TooLarge where issues tied together have too many combinations.
    """
    measured = measure(scenario, 0)
    search = must_search(measured, frontier_if_small(measured))
    solved, _ = solutions(measured, search, seconds)
    return measured, {name: picks[0] for name, picks in solved.picks.items() if picks[0][0] >= 0}


def must_search(measured: Measure, frontier: Frontier | None) -> bool:
    """Whether deals are searched for one by one, since there is no frontier or it is too long to be made in every draw."""
    return frontier is None or (len(measured.principals) > 2 and len(frontier.points) > MOST_FOLLOWED)


def _silent(_: str) -> Callable[[int, int], None]:
    return lambda _done, _total: None


def solutions(
    measured: Measure, search: bool, seconds: float | None, step: Step = _silent
) -> tuple[Solved, dict[str, Optimum]]:
    """What each solution picks in every row of the measure, and what was proven where deals were searched for."""
    rows = range(len(measured.walk_away))
    if not search:
        solved = solve(
            measured,
            rows,
            share=countable_in_draws(measured),
            keep_frontiers=FRONTIERS_EXAMINED,
            progress=step("solving the draws"),
        )
        return solved, {}
    solved = solve_by_search(measured, rows, progress=step("searching the draws"))
    step("proving the named deals")(0, 1)
    proofs = named_by_programmes(measured, seconds)
    _enter(measured, solved, proofs)
    return solved, proofs


def frontier_if_small(measured: Measure) -> Frontier | None:
    """The frontier of the principals at the best guess; without a point where rules and red lines exclude every deal.

    None where three or more principals have so many points that no frontier is made.
    """
    blocks = measured.block_utilities(0, measured.principals)
    if not measured.size:
        nothing = np.zeros((0, len(blocks)), dtype=np.int64)
        return Frontier(np.zeros((0, len(measured.principals))), nothing, np.zeros(0, dtype=np.int64), (), ())
    if len(measured.principals) == 2:
        return pareto_frontier(blocks, rounding=ROUNDING)
    try:
        return pareto_frontier(blocks, limit=MOST_PAIRS, rounding=ROUNDING)
    except FrontierTooLarge:
        return None


def _enter(measured: Measure, solved: Solved, proofs: dict[str, Optimum]) -> None:
    """Put the deals found by programmes at the best guess among the picks, and what each principal can have at most."""
    for name, optimum in proofs.items():
        solved.picks[name][0] = measured.deals_of(optimum.choice[None, :])[0]
    for side, party in enumerate(measured.principals):
        best = proofs.get(best_for(measured.parties[party]))
        if best is not None:
            solved.ideal[0, side] = best.objective
