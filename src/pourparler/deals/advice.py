"""What rules, red lines and walk-away values do to the deals of a scenario that its author may not have meant.

Only numpy is imported for a scenario in which all is well, so that a check stays quick.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pourparler import wording
from pourparler.deals.blocks import allowed
from pourparler.deals.conflict import smallest_conflict
from pourparler.deals.measure import ROUNDING, Measure, measure
from pourparler.scenario.model import Scenario
from pourparler.scenario.problem import Place, Problem

LARGEST_FRONTIER = 200_000  # pairs; a check does not wait for more


def advise_on_deals(scenario: Scenario) -> tuple[Problem, ...]:
    """Advice in file order: red lines and rules that leave no deal, options that no deal can contain.

    Raises:
        TooLarge: issues tied together have too many combinations.
    """
    measured = measure(scenario, 0)
    return tuple(sorted([*_no_deal(measured), *_lost_options(measured)]))


def _place(scenario: Scenario, path: tuple[str | int | float, ...]) -> Place:
    return scenario.place(path) or Place("scenario", 1, 1)


def _no_deal(measured: Measure) -> Iterator[Problem]:
    """The red lines, or else the rules, of a smallest set that excludes every deal."""
    if measured.size == 0:
        members = smallest_conflict(
            len(measured.exclusions),
            lambda kept: all(
                allowed(block, [measured.exclusions[i] for i in kept]).any() for block in measured.everything
            ),
        )
        named = [measured.exclusions[member].name for member in sorted(members)]
        yield from _at_red_lines(measured, sorted(members), f"{wording.listed(named)} together leave no deal at all")
    elif not _someone_accepts(measured):
        from pourparler.deals.impasse import impasse

        names = [obstacle.name for obstacle in impasse(measured).obstacles]
        members = frozenset(index for index, exclusion in enumerate(measured.exclusions) if exclusion.name in names)
        if members:
            yield from _at_red_lines(
                measured,
                sorted(members),
                f"{wording.listed(names)} together leave no acceptable deal at the best guess",
            )


def _at_red_lines(measured: Measure, members: list[int], wrong: str) -> Iterator[Problem]:
    exclusions = [measured.exclusions[member] for member in members]
    red_lines = [exclusion for exclusion in exclusions if exclusion.path[:1] == ("preferences",)] or exclusions
    for exclusion in red_lines:
        kind = "red line" if exclusion.path[:1] == ("preferences",) else "rule"
        right = "if that is meant, the briefing explains it; else loosen one of them"
        yield Problem(
            _place(measured.scenario, exclusion.path), f"with this {kind} every deal is impossible: {wrong}", right
        )


def _someone_accepts(measured: Measure) -> bool:
    from pourparler.deals.frontier import FrontierTooLarge, pareto_frontier
    from pourparler.deals.solutions import acceptable

    principals = list(measured.principals)
    blocks = [block[:, principals] for block in measured.block_utilities(0)]
    try:
        points = pareto_frontier(blocks, limit=LARGEST_FRONTIER, rounding=ROUNDING).points
    except FrontierTooLarge:
        return True  # a check does not wait; the room itself says when there is no deal
    return len(acceptable(points, measured.walk_away[0, principals], measured.slack[principals])) > 0


def _lost_options(measured: Measure) -> Iterator[Problem]:
    """Options that only several rules and red lines together exclude; what one of them excludes by itself is meant."""
    if measured.size == 0:
        return
    for block in measured.blocks:
        for column, position in enumerate(block.issues):
            name, issue = list(measured.scenario.issues.items())[position]
            for option in range(measured.worth[position].shape[2]):
                if (block.options[:, column] == option).any() or _excluded_alone(measured, position, option):
                    continue
                key = issue.option_keys()[option]
                path = ("issues", name, "options", key) if issue.options is not None else ("issues", name, "quantity")
                wrong = f"no possible deal contains '{issue.option_labels()[option]}' ({issue.name})"
                yield Problem(
                    _place(measured.scenario, path),
                    wrong,
                    "leave it out, or loosen the rules and red lines that exclude it",
                )


def _excluded_alone(measured: Measure, issue: int, option: int) -> bool:
    row = np.zeros((1, len(measured.worth)), dtype=np.intp)
    row[0, issue] = option
    return any(
        e.issues() == {issue} and bool(e.broken(row, range(len(measured.worth)))[0]) for e in measured.exclusions
    )
