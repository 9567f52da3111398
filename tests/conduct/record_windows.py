"""The Korean record by what counts as an event, and from which year."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from tests.conduct import korean_record

# Missile days, then with nuclear tests, then with minor launches too; each from 2012, 2014 and 2016.
WINDOWS = [
    (nuclear, minor, year) for nuclear, minor in ((0, 0), (1, 0), (1, 1)) for year in (2012, 2014, 2016)
]  # fmt: skip


def window(nuclear: int, minor: int, year: int) -> tuple[NDArray[np.float64], float]:
    """Ascending days of the events from 1 January of a year on, and that day."""
    events = set(korean_record.MISSILE_AND_NUCLEAR)
    if not nuclear:
        events -= set(korean_record.NUCLEAR_TESTS)
    if minor:
        events |= set(korean_record.MINOR)
    begin = date(year, 1, 1)
    return korean_record.days(tuple(day for day in events if day >= begin)), float(begin.toordinal())
