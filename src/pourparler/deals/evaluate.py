"""Look at given deals over all draws: what they are worth, who accepts, who is hurt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.deals.measure import SLACK, Deals, Floats, Measure

LOW, HIGH = 0.05, 0.95
CHUNK = 4_000_000  # numbers held at a time


@dataclass(frozen=True)
class Spread:
    """A number per party: best guess, and the values below which 5 % and 95 % of the draws lie. Each (parties,)."""

    best: Floats
    low: Floats
    high: Floats

    @staticmethod
    def of(rows: Floats) -> Spread:
        """From (rows, parties), row 0 being the best guess; rows that are NaN are left out."""
        drawn = rows[1:] if len(rows) > 1 else rows
        drawn = drawn[~np.isnan(drawn).any(axis=1)] if drawn.ndim > 1 else drawn[~np.isnan(drawn)]
        if not len(drawn):
            return Spread(rows[0], np.full_like(rows[0], np.nan), np.full_like(rows[0], np.nan))
        low, high = np.quantile(drawn, [LOW, HIGH], axis=0)
        return Spread(rows[0], low, high)


@dataclass(frozen=True)
class Evaluated:
    """Some deals over all draws. First axis: deals; second, where there is one: parties.

    Attributes:
        deals: (deals, issues) option positions.
        utilities: worth to each party.
        change: worth less what today's options are worth.
        accepts: share of draws in which the party is not against: a principal has at least its walk-away value; a party with a
            veto has that too, or the deal leaves alone what it has a veto over; any other party is not asked.
        all_accept: (deals,) share of draws in which nobody is against.
        principals_accept: (deals,) the same for the principals alone.
        worse: share of draws in which the party has less than today.
        spares_all: (deals,) share of draws in which nobody who does not negotiate has less than today.
        touched: whether the deal touches what the party has a veto over.
    """

    deals: Deals
    utilities: tuple[Spread, ...]
    change: tuple[Spread, ...]
    accepts: Floats
    all_accept: Floats
    principals_accept: Floats
    worse: Floats
    spares_all: Floats
    touched: NDArray[np.bool_]


def evaluate(measure: Measure, deals: Deals) -> Evaluated:
    """Evaluate deals (deals, issues) over every row of the measure, a few at a time so that memory stays bounded."""
    rows, parties = measure.walk_away.shape
    today = measure.utilities(measure.today[None, :])
    step = max(1, CHUNK // (rows * parties))
    parts = [_evaluate(measure, deals[start : start + step], today) for start in range(0, len(deals), step)]
    if not parts:
        empty = np.zeros((0, parties))
        return Evaluated(deals, (), (), empty, empty[:, 0], empty[:, 0], empty, empty[:, 0], empty.astype(bool))
    return Evaluated(
        deals,
        tuple(spread for part in parts for spread in part.utilities),
        tuple(spread for part in parts for spread in part.change),
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("accepts", "all_accept", "principals_accept", "worse", "spares_all", "touched")
        ),
    )


def _evaluate(measure: Measure, deals: Deals, today: Floats) -> Evaluated:
    utilities = measure.utilities(deals)
    change = utilities - today
    worse = change < -SLACK
    outside = [party for party in range(len(measure.parties)) if party not in measure.principals]
    content = accepting(measure, deals, utilities)
    drawn = slice(1, None) if len(utilities) > 1 else slice(None)
    return Evaluated(
        deals,
        tuple(Spread.of(utilities[:, deal]) for deal in range(len(deals))),
        tuple(Spread.of(change[:, deal]) for deal in range(len(deals))),
        content[drawn].mean(axis=0),
        content[drawn].all(axis=2).mean(axis=0),
        content[drawn][:, :, list(measure.principals)].all(axis=2).mean(axis=0),
        worse[drawn].mean(axis=0),
        (~worse[drawn][:, :, outside]).all(axis=2).mean(axis=0),
        ~measure.untouched(deals),
    )


def acceptance(measure: Measure, deals: Deals) -> tuple[Floats, Floats]:
    """Shares of draws in which each party (deals, parties), and everyone who is asked (deals,), is not against a deal."""
    rows, parties = measure.walk_away.shape
    step = max(1, CHUNK // (rows * parties))
    drawn = slice(1, None) if rows > 1 else slice(None)
    each, everyone = np.empty((len(deals), parties)), np.empty(len(deals))
    for start in range(0, len(deals), step):
        some = slice(start, start + step)
        content = accepting(measure, deals[some], measure.utilities(deals[some]))[drawn]
        each[some], everyone[some] = content.mean(axis=0), content.all(axis=2).mean(axis=0)
    return each, everyone


def accepting(measure: Measure, deals: Deals, utilities: Floats) -> NDArray[np.bool_]:
    """Who is not against which deal in which row: (rows, deals, parties)."""
    enough = utilities >= measure.walk_away[:, None, :] - SLACK
    asked = ~measure.untouched(deals)
    asked[:, list(measure.principals)] = True
    accepting: NDArray[np.bool_] = enough | ~asked[None]
    return accepting
