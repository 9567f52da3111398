"""What may stand for a chance, and for a list of chances of which exactly one comes true."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = Floats | float

SUM_TOLERANCE = 1e-9  # how far a sum of chances may be from 1: what adding up typed and drawn numbers leaves


def check_chances(name: str, values: Numbers) -> None:
    """Raise ValueError unless all values lie from 0 to 1."""
    values = np.asarray(values)
    wrong = ~((values >= 0) & (values <= 1))
    if wrong.any():
        raise ValueError(f"{name} must be chances from 0 to 1; found {values[wrong].flat[0]}.")


def check_exhaustive(name: str, values: Floats, axis: int = -1) -> None:
    """Raise ValueError unless all values are chances and sum to 1 along the axis, within SUM_TOLERANCE."""
    check_chances(name, values)
    sums = values.sum(axis=axis)
    wrong = np.abs(sums - 1.0) > SUM_TOLERANCE
    if wrong.any():
        raise ValueError(
            f"{name} must sum to 1, since exactly one of the cases comes true; found a sum of {sums[wrong].flat[0]}. "
            "Divide the numbers by their sum, or add the case that is missing."
        )


def check_weights(name: str, values: Floats) -> None:
    """Raise ValueError unless all values are finite and not negative."""
    wrong = ~((values >= 0) & np.isfinite(values))
    if wrong.any():
        raise ValueError(f"{name} must be finite numbers of at least 0; found {values[wrong].flat[0]}.")
