"""North Korean launch days and nuclear tests from 1 January 2012 to 29 November 2017, by the date in Korea.

Facts on public record, as gathered from the missile test database of the James Martin Center for Nonproliferation
Studies (to which the nuclear tests are added) and, for the minor launches, from CSIS Beyond Parallel.
"""

from datetime import date

import numpy as np
from numpy.typing import NDArray


def _dates(text: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(word) for word in text.split())


def days(dates: tuple[date, ...]) -> NDArray[np.float64]:
    """The dates as ascending proleptic Gregorian ordinals."""
    return np.array(sorted(day.toordinal() for day in dates), dtype=np.float64)


BEGIN = date(2012, 1, 1)
LAST = date(2017, 11, 29)

# Days with a ballistic missile launch, a satellite launch or a nuclear test, each day once.
MISSILE_AND_NUCLEAR = _dates(
    """
    2012-04-13 2012-12-12
    2013-02-12 2013-05-18 2013-05-19 2013-05-20
    2014-02-27 2014-03-03 2014-03-26 2014-06-26 2014-06-29 2014-07-09 2014-07-13 2014-07-26 2014-08-14
    2014-09-01 2014-09-06
    2015-02-08 2015-03-02 2015-04-02 2015-04-03 2015-05-08 2015-11-28 2015-12-21
    2016-01-06 2016-02-07 2016-03-10 2016-03-18 2016-04-16 2016-04-23 2016-04-28 2016-05-31 2016-06-22
    2016-07-09 2016-07-19 2016-08-03 2016-08-24 2016-09-05 2016-09-09 2016-10-15 2016-10-20
    2017-02-12 2017-03-06 2017-03-22 2017-04-05 2017-04-16 2017-04-29 2017-05-15 2017-05-21 2017-05-29
    2017-07-04 2017-07-28 2017-08-26 2017-08-29 2017-09-03 2017-09-15 2017-11-29
    """
)

NUCLEAR_TESTS = _dates("2013-02-12 2016-01-06 2016-09-09 2017-09-03")
MISSILE = tuple(day for day in MISSILE_AND_NUCLEAR if day not in NUCLEAR_TESTS)

# Days with nothing but cruise, air-defence, artillery or other short-range launches.
MINOR = _dates(
    """
    2012-03-29
    2013-03-15 2013-06-26
    2014-02-21 2014-03-04 2014-03-16 2014-03-22 2014-03-23 2014-07-02
    2015-02-07 2015-03-13 2015-06-14
    2016-03-03 2016-03-21 2016-03-29 2016-04-01 2016-04-06
    2017-05-27 2017-06-08
    """
)
