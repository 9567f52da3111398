"""The points of two principals for adjusted winner, where the scenario fits that procedure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pourparler.deals.adjusted_winner import AdjustedWinner, adjusted_winner
from pourparler.deals.measure import Floats, Measure


@dataclass(frozen=True)
class Division:
    """Adjusted winner over the issues on which the two sides want different things.

    Attributes:
        issues: positions of those issues.
        points: (issues, 2) what each side would lose if the other's favourite option were taken, out of 100 in all.
        favourites: (issues, 2) option each side wants.
        result: who gets its way on what.
    """

    issues: tuple[int, ...]
    points: Floats
    favourites: tuple[tuple[int, int], ...]
    result: AdjustedWinner


def divide(measure: Measure) -> Division | None:
    """Adjusted winner at the best guess.

    None where it does not apply: not two principals, or rules, red lines or interactions tie issues together (the procedure
    takes each issue by itself and lets one be split), or the sides do not differ on anything.
    """
    if (
        len(measure.principals) != 2
        or measure.exclusions
        or any(t.party in measure.principals for t in measure.together)
    ):
        return None
    issues, points, favourites = [], [], []
    for issue, worth in enumerate(measure.worth):
        first, second = (worth[0, party] for party in measure.principals)
        wanted = int(np.argmax(first)), int(np.argmax(second))
        stakes = first[wanted[0]] - first[wanted[1]], second[wanted[1]] - second[wanted[0]]
        if max(stakes) > 0:
            issues.append(issue)
            points.append(stakes)
            favourites.append(wanted)
    table = np.array(points).reshape(-1, 2)
    if not len(table) or not (table.sum(axis=0) > 0).all():
        return None
    shares = 100 * table / table.sum(axis=0)
    return Division(tuple(issues), shares, tuple(favourites), adjusted_winner(shares[:, 0], shares[:, 1]))
