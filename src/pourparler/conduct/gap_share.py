"""How many of the past gaps were longer: the share that needs no model."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from pourparler.conduct.window import Floats, checked_ahead


def gap_share(gaps: ArrayLike, ahead: ArrayLike, quiet: float = 0.0) -> Floats:
    """Chance that silence lasts `ahead` days more, from the gaps that were already longer than `quiet` days.

    (longer than quiet + ahead, plus 1/2) / (longer than quiet, plus 1). With few such gaps it is drawn to 1/2, and it
    stays a little below 1 even for `ahead` 0.

    Args:
        gaps: (gaps,) days between one event and the next, in any order.
        ahead: days, of any shape.
        quiet: days of silence so far. A gap of 0, of two events at once, is never longer than it.

    Returns: chances in the shape of `ahead`. Raises ValueError for wrong arguments.
    """
    found = np.sort(np.asarray(gaps, dtype=np.float64), axis=None)
    if np.ndim(gaps) != 1 or not np.all(np.isfinite(found) & (found >= 0)):
        raise ValueError("Gaps must be a list of finite numbers of 0 or more days; sort the times they come from.")
    future = checked_ahead(ahead)
    if not (np.isfinite(quiet) and quiet >= 0):
        raise ValueError(f"The days of silence so far must be 0 or more, and are {quiet}.")
    longer = len(found) - np.searchsorted(found, quiet + future, side="right")
    eligible = len(found) - np.searchsorted(found, quiet, side="right")
    return np.asarray((longer + 0.5) / (eligible + 1))
