"""What every model of tempo is given, checked: the times of events in a training window, and how far to look ahead."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def checked_times(times: ArrayLike, begin: float, origin: float) -> Floats:
    """Give the times of events as a float64 array (events,), in days.

    Raises ValueError unless the window from `begin` to `origin` has a length, and the times ascend and lie in it.
    """
    if not (np.isfinite(begin) and np.isfinite(origin) and begin < origin):
        raise ValueError(f"The window must end after it begins, and goes from {begin} to {origin}.")
    found = np.asarray(times, dtype=np.float64)
    if found.ndim != 1:
        raise ValueError(f"Times must be a list of numbers; their shape is {found.shape}.")
    if np.any(np.diff(found) < 0):
        raise ValueError("Times must ascend; sort them first.")
    outside = found[~((found >= begin) & (found <= origin))]
    if len(outside):
        raise ValueError(
            f"{len(outside)} of {len(found)} times, the first of them {outside[0]}, are not in the window from {begin} "
            f"to {origin}. Leave out what came before the window; a forecast may not use what came after its origin."
        )
    return found


def checked_ahead(ahead: ArrayLike) -> Floats:
    """Give the days to look ahead as a float64 array of the same shape.

    Raises ValueError if a number is negative or not finite.
    """
    found = np.asarray(ahead, dtype=np.float64)
    if not np.all(np.isfinite(found) & (found >= 0)):
        raise ValueError(f"One can look ahead 0 or more days, not {found.tolist()}.")
    return found


def checked_positive(value: float, what: str) -> float:
    """Give the number back; raise ValueError, naming it, unless it is finite and above 0."""
    if not (np.isfinite(value) and value > 0):
        raise ValueError(f"{what} must be a number above 0, and is {value}.")
    return value
