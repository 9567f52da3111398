"""Events that come in campaigns: a run of events close to one another is counted as one."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pourparler.conduct.poisson import gamma_poisson_silence
from pourparler.conduct.window import Floats, checked_times


def clusters(times: ArrayLike, longest_gap: float = 14.0) -> NDArray[np.int64]:
    """Number the runs of events in which no gap is longer than `longest_gap`.

    Args:
        times: (events,) ascending, in days.
        longest_gap: days, 0 or more.

    Returns: (events,) the number of the run of each event, from 0. Raises ValueError for wrong arguments.
    """
    found = np.asarray(times, dtype=np.float64)
    if found.ndim != 1 or not np.isfinite(found).all() or np.any(np.diff(found) < 0):
        raise ValueError("Times must be a list of finite numbers that ascend; sort them first.")
    if not longest_gap >= 0:
        raise ValueError(f"The longest gap within a cluster must be 0 or more days, and is {longest_gap}.")
    breaks = np.diff(found) > longest_gap
    return np.cumsum(np.concatenate([np.zeros(min(len(found), 1), dtype=np.int64), breaks]))


def clustered_silence(
    times: ArrayLike, begin: float, origin: float, ahead: ArrayLike, longest_gap: float = 14.0
) -> Floats:
    """Chance of no event in (origin, origin + ahead], by a gamma-Poisson model that counts clusters for events.

    The prior is that of Jeffreys: shape 1/2, rate 0. The model knows nothing of how far into a cluster the origin is,
    and on the record of North Korean launches it expected longer pauses than came: use it to see how much hangs on
    what is counted as one event.

    Args:
        times: (events,) ascending, in days, all in [begin, origin].
        begin, origin: the ends of the training window, in days.
        ahead: days, of any shape.
        longest_gap: days; events no further apart are of one cluster.

    Returns: chances in the shape of `ahead`. Raises ValueError for wrong arguments.
    """
    numbers = clusters(checked_times(times, begin, origin), longest_gap)
    return gamma_poisson_silence(len(np.unique(numbers)), origin - begin, ahead)
