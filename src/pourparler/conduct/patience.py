"""How much a silence, or a break of it, tells two kinds of opponent apart: a, who means the pause, and b, who does not.

Each kind breaks the pause at a constant hazard per day, 1 / its mean time to the break, so that one break on any day is
mean_a / mean_b times likelier under b. All arguments are arrays that broadcast, of days or plain numbers.
"""

from __future__ import annotations

import numpy as np

from pourparler.conduct.chances import Floats, Numbers


def exponential_silence_ratio(days: Numbers, mean_a: Numbers, mean_b: Numbers) -> Floats:
    """Give P(silent for so many days | a) : P(the same | b) for mean times to the break, in days.

    Raises ValueError for days below 0 or means that are not positive.
    """
    _check_days(days)
    _check_positive(mean_a, mean_b)
    with np.errstate(over="ignore"):  # an infinite ratio is meant
        return np.asarray(np.exp(days / mean_b - days / mean_a), dtype=np.float64)


def exponential_days_to_ratio(target: Numbers, mean_a: Numbers, mean_b: Numbers) -> Floats:
    """Give the days of silence after which the ratio a : b reaches the target; infinite where it never does.

    A target above 1 is met by rising to it, one below 1 by falling, 1 at once.

    Raises ValueError for a target or a mean that is not positive.
    """
    _check_positive(target, mean_a, mean_b)
    goal, drift = np.broadcast_arrays(np.log(target), 1.0 / mean_b - 1.0 / mean_a)
    days = np.where(goal == 0, 0.0, np.inf)
    np.divide(goal, drift, out=days, where=goal * drift > 0)
    return days


def _check_days(days: Numbers) -> None:
    if not ((np.asarray(days) >= 0) & np.isfinite(days)).all():
        raise ValueError("Days of silence must be finite and at least 0.")


def _check_positive(*arguments: Numbers) -> None:
    for values in arguments:
        if not ((np.asarray(values) > 0) & np.isfinite(values)).all():
            raise ValueError("Targets and means must be finite and greater than 0.")
