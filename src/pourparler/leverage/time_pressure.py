"""What patience, alternatives and dates do to the shares of two sides who make offers in turn.

Shares are of the surplus: 0 is a side's walk-away value, 1 all that can be gained above it. The sides are 1 and 2, and
every share returned is that of side 1; side 2 has the rest. A factor is what one round of waiting leaves of a share's
worth, above 0 and at most 1. Numbers may be arrays that broadcast, so that a range is a column of draws.

Sources: Rubinstein 1982 (Perfect equilibrium in a bargaining model, Econometrica 50); Binmore, Rubinstein and Wolinsky
1986 (The Nash bargaining solution in economic modelling, RAND Journal of Economics 17) for short rounds and for the
risk of breakdown; Binmore, Shaked and Sutton 1989 (The outside option principle, Quarterly Journal of Economics 104);
Ståhl 1972 (Bargaining Theory) for a last round; Fearon 1997 (Signaling foreign policy interests, Journal of Conflict
Resolution 41) for the cost of missing one's own date.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Pair = tuple[ArrayLike, ArrayLike]


def yearly_rate(loss: ArrayLike) -> Floats:
    """Give the discount rate per year of a side for whom waiting a year costs the share `loss` of a deal's worth.

    A loss of 0.2 a year is a rate of 0.223: rates add over time, losses do not. Raises ValueError outside 0 <= loss < 1.
    """
    loss = np.asarray(loss, dtype=np.float64)
    _check(((loss >= 0) & (loss < 1)).all(), "A yearly loss must be at least 0 and less than 1.")
    return np.asarray(-np.log1p(-loss))


def discount_factor(rate: ArrayLike, years: ArrayLike) -> Floats:
    """Give the factor per round of `years`, exp(-rate years), of a rate per year.

    A hazard, the chance per year that talks break down for good, is a rate too; a side that fears both adds them.
    Raises ValueError for rates below 0 or rounds that do not last.
    """
    rate, years = np.asarray(rate, dtype=np.float64), np.asarray(years, dtype=np.float64)
    _check(bool(((rate >= 0) & np.isfinite(rate)).all()), "Rates must be finite and at least 0.")
    _check(bool(((years > 0) & np.isfinite(years)).all()), "A round must last a positive time.")
    return np.asarray(np.exp(-rate * years))


def bargaining_powers(rates: ArrayLike) -> Floats:
    """Give each side's share as rounds get short (sides, ...), from rates per year (sides, ...): 1 / rate, scaled to 1.

    With two sides, r2 / (r1 + r2) for side 1. These are also the powers with which the asymmetric Nash solution gives
    the same deal. A side that does not mind waiting at all has everything. Raises ValueError for rates below 0, and
    where more than one side has rate 0: then time decides nothing.
    """
    rates = np.asarray(rates, dtype=np.float64)
    _check(bool(((rates >= 0) & np.isfinite(rates)).all()), "Rates must be finite and at least 0.")
    _check(bool(((rates == 0).sum(axis=0) <= 1).all()), "No more than one side may have a rate of 0.")
    least = rates.min(axis=0)
    patience = np.where(rates == least, 1.0, least / np.where(rates == 0, 1.0, rates))
    return np.asarray(patience / patience.sum(axis=0))


def alternating_offers(factors: Pair, least: Pair = (0.0, 0.0)) -> Floats:
    """Give side 1's share when side 1, and when side 2, makes the first offer (2, ...).

    factors: of each side, per round. least: the share below which each side turns an offer down for something else,
    its outside option when it answers, or what those who must ratify insist on. NaN where the two add up to more
    than 1: there is no agreement. A least share moves nothing unless it is more than the side would get anyway.

    The first offer of 1 leaves it v1 = 1 - max(f2 v2, l2), that of 2 leaves v2 = 1 - max(f1 v1, l1). Put together, v1
    is the lesser of 1 - l2 and the greater of two lines in v1 of slopes f1 f2 and 0; so v1 = min(1 - l2, max(fixed
    point of the first, value of the second)).

    Raises ValueError for factors outside 0 < factor <= 1, where both are 1, or for a least share outside 0 to 1.
    """
    first, second = _factors(factors)
    _check(bool((first * second < 1).all()), "Where neither side loses by waiting, time decides nothing.")
    one, two = _shares(least, "A least share")
    keeps = 1 - first * second
    proposing = np.minimum(1 - two, np.maximum((1 - second) / keeps, 1 - second * (1 - one)))
    answering = np.maximum(first * proposing, one)
    return np.asarray(np.where(one + two > 1, np.nan, np.stack(np.broadcast_arrays(proposing, answering))))


def with_breakdown(chances: Pair, afterwards: Pair) -> Floats:
    """Give side 1's share when talks may break down between rounds, and nothing else makes waiting costly (2, ...).

    chances: of breakdown per round, as each side sees it, above 0 and below 1. afterwards: the share that each side has
    after a breakdown, together at most 1. The sides divide what is above that, so it moves the share even where it is
    small; an outside option that one may take or leave does not: that is `least` of `alternating_offers`.

    First axis as in `alternating_offers`. Raises ValueError for other chances or shares.
    """
    one, two = _shares(afterwards, "A share after a breakdown")
    _check(bool((one + two <= 1).all()), "The shares after a breakdown must not add up to more than 1.")
    first, second = (1 - np.asarray(chance, dtype=np.float64) for chance in chances)
    _check(bool((first < 1).all() and (second < 1).all()), "A chance of breakdown must be above 0.")
    return np.asarray(one + (1 - one - two) * alternating_offers((first, second)))


def before_a_date(factors: Pair, rounds: int, afterwards: Pair = (0.0, 0.0), costs: Pair = (0.0, 0.0)) -> Floats:
    """Give side 1's share with so many rounds left before a date, when side 1, and when side 2, offers first (2, ...).

    afterwards: the share that each side has, one round after the last, if it turns the last offer down and the date
    passes: 0 where talks end and both walk away, and what bargaining on would bring where they do not. costs: what a
    passed date costs each side, in shares; a side that announced the date pays with its name. Shares that deals can
    give are 0 to 1, so a side that expects less than 0 accepts 0, and a cost beyond that moves nothing.

    Whoever answers the last offer gets f (afterwards - cost), at least 0. From there v(n) = 1 - f_answering +
    f1 f2 v(n - 2) for whoever offers, which sums to a geometric series.

    Raises ValueError for fewer than one round, factors outside 0 < factor <= 1, costs below 0, or shares outside 0 to 1.
    """
    _check(rounds >= 1, "There must be at least one round before the date.")
    factor = _factors(factors)
    missed = _shares(afterwards, "A share after the date")
    cost = [np.asarray(amount, dtype=np.float64) for amount in costs]
    _check(all(bool((amount >= 0).all()) for amount in cost), "The cost of a missed date must be at least 0.")
    reserved = [factor[side] * np.maximum(missed[side] - cost[side], 0.0) for side in (0, 1)]
    both = factor[0] * factor[1]
    turns = (rounds - 1) // 2
    short = 1 - both  # the geometric series of `turns` terms; where nobody loses by waiting each term is 1
    series = np.where(short > 0, (1 - both**turns) / np.where(short > 0, short, 1.0), turns)
    offering = []
    for side in (0, 1):
        other = 1 - side
        last = 1 - reserved[other] if rounds % 2 else 1 - factor[other] * (1 - reserved[side])
        offering.append((1 - factor[other]) * series + both**turns * last)
    return np.stack(np.broadcast_arrays(offering[0], 1 - offering[1]))


def effect_of_a_date(factors: Pair, rounds: int, afterwards: Pair = (0.0, 0.0), costs: Pair = (0.0, 0.0)) -> Floats:
    """Give by how much a date changes side 1's share, with 1 to `rounds` rounds left (rounds, 2, ...).

    What the date brings side 1, above 0, or costs it, below 0, against talks without a date; side 2 has the opposite.
    Second axis: side 1, and side 2, offers first. Other arguments and errors as in `before_a_date`; factors may not
    both be 1.
    """
    _check(rounds >= 1, "There must be at least one round before the date.")
    without = alternating_offers(factors)
    with_date = [before_a_date(factors, left, afterwards, costs) for left in range(1, rounds + 1)]
    return np.stack(with_date) - _as_wide(without, with_date[0].ndim)


def _as_wide(shares: Floats, axes: int) -> Floats:
    """Insert axes after the first, so that further ones meet their likes when broadcast."""
    return shares.reshape(shares.shape[:1] + (1,) * (axes - shares.ndim) + shares.shape[1:])


def _factors(factors: Pair) -> tuple[Floats, Floats]:
    first, second = (np.asarray(factor, dtype=np.float64) for factor in factors)
    _check(bool(all(((f > 0) & (f <= 1)).all() for f in (first, second))), "Factors must be above 0 and at most 1.")
    return first, second


def _shares(shares: Pair, what: str) -> tuple[Floats, Floats]:
    one, two = (np.asarray(share, dtype=np.float64) for share in shares)
    _check(bool(all(((share >= 0) & (share <= 1)).all() for share in (one, two))), f"{what} must be from 0 to 1.")
    return one, two


def _check(right: bool | np.bool_, message: str) -> None:
    if not right:
        raise ValueError(message)
