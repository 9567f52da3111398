"""Events whose rate has a season: some months of the calendar see more of them than others.

Times are days of the calendar, as `date.toordinal()` gives them; day d is the time from d - 1 to d, so that an event on
day d, and all of that day, belong to the same month.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pourparler.conduct.discounted import weighted_days, weights
from pourparler.conduct.poisson import gamma_poisson_silence
from pourparler.conduct.window import Floats, checked_ahead, checked_positive, checked_times

FIRST_OF_1970 = date(1970, 1, 1).toordinal()
LAST_DAY = date.max.toordinal()


def seasonal_silence(
    times: ArrayLike,
    begin: float,
    origin: float,
    ahead: ArrayLike,
    half_life: float | None = 730.0,
    pseudo_events: float = 24.0,
) -> Floats:
    """Chance of no event in (origin, origin + ahead], by a gamma-Poisson model whose days count by their month.

    Month m has the factor s_m = ((c_m + k e_m) / (n + k)) / e_m: c_m of the n events and the share e_m of the window
    fall in it, and k `pseudo_events` draw the factor towards 1. Old events tell as much of the season as new ones; the
    level is learned from events and days with weight 2^(-age / half_life), each day times its month's factor, and
    from the prior of Jeffreys (shape 1/2, rate 0).

    Args:
        times: (events,) ascending, in days of the calendar, all in [begin, origin].
        begin, origin: the ends of the training window, in days of the calendar. Every month must occur in it.
        ahead: days, of any shape.
        half_life: days after which an event counts half; None for never.
        pseudo_events: how many events the belief that there is no season is worth, above 0.

    Returns: chances in the shape of `ahead`. Raises ValueError for wrong arguments.
    """
    found, future = checked_times(times, begin, origin), checked_ahead(ahead)
    checked_positive(pseudo_events, "The number of pseudo-events")
    if half_life is not None:
        checked_positive(half_life, "The half-life")
    end = origin + float(np.max(future, initial=0.0))
    if not 0 <= begin <= end <= LAST_DAY:
        raise ValueError(
            f"The times from {begin} to {end} must be days of the calendar, from 0 to {LAST_DAY}: use date.toordinal()."
        )
    edges, months = month_pieces(begin, origin)
    exposure: Floats = np.bincount(months, np.diff(edges), minlength=12).astype(np.float64)
    if not exposure.all():
        missing = ", ".join(str(month + 1) for month in np.flatnonzero(exposure == 0))
        raise ValueError(f"The window has no day in the months {missing}: a season cannot be learned from it.")
    factors = month_factors(np.bincount(_month_index(found) % 12, minlength=12), exposure, pseudo_events)

    if half_life is None:
        count, days = float(len(found)), np.diff(edges)
    else:
        count = float(np.sum(weights(origin - found, half_life)))
        days = weighted_days(origin - edges[1:], origin - edges[:-1], half_life)
    edges_ahead, months_ahead = month_pieces(origin, end)
    so_far = np.concatenate([[0.0], np.cumsum(np.diff(edges_ahead) * factors[months_ahead])])
    return gamma_poisson_silence(count, float(days @ factors[months]), np.interp(origin + future, edges_ahead, so_far))


def month_factors(counts: NDArray[np.int64], exposure: Floats, pseudo_events: float) -> Floats:
    """How much faster than on average events come in each month: (12,) factors whose mean over the exposure is 1.

    Args:
        counts: (12,) events in each month of the calendar.
        exposure: (12,) days of the window in each month, all above 0.
        pseudo_events: how many events at the average rate are added.
    """
    share = exposure / exposure.sum()
    return np.asarray((counts + pseudo_events * share) / ((counts.sum() + pseudo_events) * share))


def month_pieces(start: float, end: float) -> tuple[Floats, NDArray[np.int64]]:
    """Cut the time from `start` to `end` where a month ends.

    Returns: the ends of the pieces (pieces + 1,), and the month of the calendar (pieces,) of each, 0 for January.
    """
    first, last = _month_index(np.array([np.floor(start) + 1, end]))
    indices = np.arange(first, max(first, last) + 1)
    starts = indices[1:].astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + FIRST_OF_1970 - 1
    return np.concatenate([[start], starts, [end]]), indices % 12


def _month_index(times: Floats) -> NDArray[np.int64]:
    """The month, counted from January 1970, of the day to which each time belongs."""
    days = np.ceil(times).astype(np.int64) - FIRST_OF_1970
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
