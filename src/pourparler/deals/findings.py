"""Answer the first question: which agreements are possible, and who would be hurt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pourparler.deals.assumptions import Assumption, rank_assumptions
from pourparler.deals.changes import Change, changes, most_with
from pourparler.deals.epsilon_frontier import finest_frontier
from pourparler.deals.evaluate import Evaluated, Spread, acceptance, evaluate
from pourparler.deals.frontier import Frontier
from pourparler.deals.impasse import Impasse, impasse
from pourparler.deals.measure import Deals, Floats, Measure, measure
from pourparler.deals.milp_model import Optimum
from pourparler.deals.named import frontier_if_small, must_search, solutions
from pourparler.deals.points import Division, divide
from pourparler.deals.solve import INCLUSIVE, NAMED, Solved, best_for
from pourparler.deals.zone import Zone, zone_of
from pourparler.scenario.model import Scenario

DRAWS = 1_000
MOST_SHOWN = 2_000  # points that stand for a frontier that has too many

Stage = Callable[[str, int, int], None]
TODAY = "today"
LIKELIEST = "likeliest"


@dataclass(frozen=True)
class Findings:
    """Everything this room found, as numbers.

    Attributes:
        combinations: number of deals before rules and red lines; `measure.size` is the number after.
        zone: the acceptable deals at the best guess.
        frontier: the Pareto frontier of the principals at the best guess, None where it has too many points.
        frontier_points, frontier_deals: its points and deals; where it has too many, some that stand for all.
        guarantee: where they stand for all, by how many points (principals) a deal can at most be better for everyone at once.
        frontier_accepts, frontier_all_accept: (deals, parties) and (deals,) shares of draws in which each party, and everyone
            who is asked, is not against a deal of the frontier.
        solved: what each solution picks, row by row; row 0 is the best guess.
        proofs: where deals were searched for without a frontier, what was proven of each named deal.
        names: keys of the deals that are shown, in order; `shown` evaluates them.
        examined: number of deals looked at for the one with the best chance.
        price: (principals) what the fair deal loses for each when no protected party may be worse off than today.
        without: per issue, the most each principal can have while that issue stays as it is today; (issues, principals). None
            where not sought.
        changes: one change at a time to the fair deal.
    """

    scenario: Scenario
    draws: int
    seed: int
    measure: Measure
    combinations: int
    zone: Zone
    frontier: Frontier | None
    frontier_points: Floats
    frontier_deals: Deals
    guarantee: Floats | None
    frontier_accepts: Floats
    frontier_all_accept: Floats
    solved: Solved
    proofs: dict[str, Optimum]
    names: tuple[str, ...]
    shown: Evaluated
    examined: int
    price: Spread | None
    without: Floats | None
    changes: tuple[Change, ...]
    assumptions: tuple[Assumption, ...]
    impasse: Impasse | None
    division: Division | None

    @property
    def briefed(self) -> int | None:
        """Position of the side being briefed among the principals."""
        name = self.scenario.briefed
        return None if name is None else self.measure.principals.index(self.measure.position(name))


def find(
    scenario: Scenario,
    draws: int = DRAWS,
    seed: int | None = None,
    stage: Stage | None = None,
    seconds: float | None = None,
) -> Findings:
    """Work out everything this room has to say.

    Args:
        scenario: the case.
        draws: number of draws of the uncertain numbers; at least 1.
        seed: of the draws; the scenario's own unless given.
        stage: called with what is being done, steps done and steps in all.
        seconds: limit for each proof in a space too large for a frontier; none unless given.

    Raises:
        TooLarge: issues tied together have too many combinations.
    """

    def step(name: str) -> Callable[[int, int], None]:
        return lambda done, total: stage(name, done, total) if stage else None

    measured = measure(scenario, draws, seed)
    frontier = frontier_if_small(measured)
    search = must_search(measured, frontier)
    solved, proofs = solutions(measured, search, seconds, step)
    if frontier is None:
        coarse = finest_frontier(measured.block_utilities(0, measured.principals), MOST_SHOWN)
        frontier_points, choices, guarantee = coarse.points, coarse.choices, coarse.guarantee
    else:
        frontier_points, choices, guarantee = frontier.points, frontier.choices, None
    frontier_deals = measured.deals_of(choices)
    candidates = _candidates(frontier_deals, solved)
    step("weighing the deals")(0, 1)
    names, deals = _shown(measured, solved, candidates)
    frontier_accepts, frontier_all_accept = acceptance(measured, frontier_deals)
    exists = bool(solved.exists[0])
    fair = solved.picks["nash"][0]
    briefed = None if scenario.briefed is None else measured.principals.index(measured.position(scenario.briefed))
    return Findings(
        scenario=scenario,
        draws=draws,
        seed=scenario.seed if seed is None else seed,
        measure=measured,
        combinations=int(np.prod([worth.shape[2] for worth in measured.worth], dtype=object)),
        zone=zone_of(measured, seconds),
        frontier=frontier,
        frontier_points=frontier_points,
        frontier_deals=frontier_deals,
        guarantee=guarantee,
        frontier_accepts=frontier_accepts,
        frontier_all_accept=frontier_all_accept,
        solved=solved,
        proofs=proofs,
        names=names,
        shown=evaluate(measured, deals),
        examined=len(candidates),
        price=_price(measured, solved) if measured.protected and exists else None,
        without=None
        if search
        else np.stack([most_with(measured, 0, {issue: [today]}) for issue, today in enumerate(measured.today)]),
        changes=changes(measured, fair, search) if exists else (),
        assumptions=rank_assumptions(scenario, briefed, step("moving one number at a time"), search),
        impasse=None if exists else impasse(measured),
        division=divide(measured),
    )


def _candidates(frontier: Deals, solved: Solved) -> Deals:
    """The deals among which the one with the best chance is sought: frontiers of the best guess and the first draws, and picks."""
    picked = [deals[deals[:, 0] >= 0] for deals in solved.picks.values()]
    return np.unique(np.concatenate([frontier, *solved.frontiers, *picked]), axis=0)


def _shown(measured: Measure, solved: Solved, candidates: Deals) -> tuple[tuple[str, ...], Deals]:
    """The named deals of the best guess, today, and the candidate most likely to be accepted by all who are asked."""
    bests = [best_for(measured.parties[index]) for index in measured.principals]
    order = ["nash", *([INCLUSIVE] if measured.protected else []), *bests, *NAMED]
    found = {name: solved.picks[name][0] for name in dict.fromkeys(order) if solved.picks[name][0, 0] >= 0}
    chances = acceptance(measured, candidates)[1]
    if chances.max(initial=0.0) > 0:
        likeliest = candidates[chances == chances.max()]
        worth = measured.utilities(likeliest, slice(0, 1))[0][:, list(measured.principals)]
        found[LIKELIEST] = likeliest[int(worth.sum(axis=1).argmax())]
    found[TODAY] = measured.today
    return tuple(found), np.stack(list(found.values()))


def _price(measured: Measure, solved: Solved) -> Spread | None:
    """What the fair deal loses for each principal when no protected party may have less than today, over the rows that have both."""
    fair, inclusive = solved.picks["nash"], solved.picks[INCLUSIVE]
    both = np.flatnonzero((fair[:, 0] >= 0) & (inclusive[:, 0] >= 0))
    if not len(both) or both[0] != 0:
        return None
    lost = np.full((len(fair), len(measured.principals)), np.nan)
    for row in both:
        pair = np.stack([fair[row], inclusive[row]])
        worth = measured.utilities(pair, slice(row, row + 1))[0][:, list(measured.principals)]
        lost[row] = worth[0] - worth[1]
    return Spread.of(lost)
