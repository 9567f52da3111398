"""What to sign when ratification is not sure, and what tied hands are worth.

Sources: Putnam 1988, Diplomacy and domestic politics (involuntary defection, tied hands); Iida 1993, When and how do
domestic constraints matter? (ratification uncertain to both sides); Schelling 1960, The Strategy of Conflict (the power to
bind oneself); Rubinstein 1982, Perfect equilibrium in a bargaining model; Tarar 2001, International bargaining with
two-sided domestic constraints.

That tied hands help is theory. In 66 decisions of the European Union, domestic constraints were not a particularly
important resource (Schneider, Finke and Bailer 2010, Bargaining power in the European Union).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pourparler.allies.tally import Floats
from pourparler.allies.voting_rule import Integers


@dataclass(frozen=True, eq=False)
class Offer:
    """The deal to sign, of n.

    deal: the number of the deal with the highest expected utility. passage: its chance to be ratified everywhere.
    expected: its expected utility, in the signer's own points. if_sure: the deal one would sign if ratification were sure.
    price_of_safety: the utility given up for the better chance, utility of `if_sure` less that of `deal`: 0 or more.
    worth_of_safety: what that buys, `expected` less the expected utility of signing `if_sure`: 0 or more.
    worth_signing: `expected` less what there is without a deal; below 0 it is better to sign nothing.
    frontier: the deals to choose from, where no other gives as much and is as safe, from the safest to the best for the
    signer; of equal ones the first.
    """

    deal: int
    passage: float
    expected: float
    if_sure: int
    price_of_safety: float
    worth_of_safety: float
    worth_signing: float
    frontier: Integers


@dataclass(frozen=True)
class Division:
    """Side 1's share of 1 in the alternating-offers game. Side 2 has the rest.

    first_proposes: where side 1 makes the first offer. second_proposes: where side 2 does.
    """

    first_proposes: float
    second_proposes: float


def involuntary_defection(passage: ArrayLike) -> Floats:
    """Give the chance (...) that a signed deal fails at home on some side: 1 - product of passage (..., sides).

    The sides' ratifications are taken as independent of each other. If they are not, work out their joint chance and
    give it as that of one side.

    Raises ValueError for chances out of [0, 1].
    """
    chances = np.asarray(passage, dtype=np.float64)
    if chances.ndim < 1 or not ((chances >= 0) & (chances <= 1)).all():
        raise ValueError("Expected chances from 0 to 1 in the shape (..., sides).")
    return np.asarray(1 - chances.prod(axis=-1), dtype=np.float64)


def best_offer(utility: ArrayLike, passage: ArrayLike, no_deal: float, failure_cost: float) -> Offer:
    """Choose the deal with the highest P u + (1 - P) (no_deal - failure_cost), P the chance of ratification on all sides.

    utility: (n,) what each deal, ratified, gives the signer, in its own points. passage: (n, sides), as
    `involuntary_defection`. no_deal: what it has if nothing is signed; failure_cost: what it loses if a signed deal is not
    ratified, 0 or more, both in the same points. Of deals equal in this, the safer; of equally safe ones the first.

    Raises ValueError without a deal, for shapes that do not match or numbers that are not in order.
    """
    gives = np.asarray(utility, dtype=np.float64)
    safe = 1 - involuntary_defection(passage)
    if gives.ndim != 1 or not len(gives) or gives.shape != safe.shape:
        raise ValueError(f"Expected utility (n,) and passage (n, sides), got {gives.shape} and {np.shape(passage)}.")
    if not np.isfinite([*gives, no_deal, failure_cost]).all() or failure_cost < 0:
        raise ValueError("Utilities must be finite numbers, and the cost of failure 0 or more.")
    expected = safe * gives + (1 - safe) * (no_deal - failure_cost)
    deal = int(np.lexsort((-safe, -expected))[0])
    if_sure = int(np.lexsort((-safe, -gives))[0])
    by_safety = np.lexsort((-gives, -safe))
    most_so_far = np.concatenate([[-np.inf], np.maximum.accumulate(gives[by_safety])[:-1]])
    return Offer(
        deal=deal,
        passage=float(safe[deal]),
        expected=float(expected[deal]),
        if_sure=if_sure,
        price_of_safety=float(gives[if_sure] - gives[deal]),
        worth_of_safety=float(expected[deal] - expected[if_sure]),
        worth_signing=float(expected[deal] - no_deal),
        frontier=by_safety[gives[by_safety] > most_so_far],
    )


def ratification_bargain(constraints: tuple[float, float], discounts: tuple[float, float]) -> Division | None:
    """Divide 1 by alternating offers where each side's ratifiers reject a share below a threshold; None if none is left.

    constraints: (c1, c2), the least share, from 0 to 1, that the ratifiers of each side let pass. discounts: (d1, d2), what
    a share is worth one round later, from 0 to below 1. Both are known to both sides.

    A proposer leaves the other just enough to accept and to ratify. What proposers keep therefore solves
    v1 = 1 - max(d2 v2, c2), v2 = 1 - max(d1 v1, c1); there is no agreement exactly if c1 + c2 > 1. Put into each other,
    they say v1 = min(max(1 - d2 + d1 d2 v1, 1 - d2 + d2 c1), 1 - c2): three lines rising less steeply than v1 itself, so
    that the solution is the same minimum and maximum of where each line meets v1:

        v1 = min(max((1 - d2) / (1 - d1 d2), 1 - d2 + d2 c1), 1 - c2), and v2 in the same way.

    Raises ValueError for numbers out of their range.
    """
    (c1, c2), (d1, d2) = constraints, discounts
    if not (0 <= c1 <= 1 and 0 <= c2 <= 1 and 0 <= d1 < 1 and 0 <= d2 < 1):
        raise ValueError(
            f"Constraints are from 0 to 1, discounts from 0 to below 1; they are {constraints}, {discounts}."
        )
    if c1 + c2 > 1:
        return None
    first = min(max((1 - d2) / (1 - d1 * d2), 1 - d2 + d2 * c1), 1 - c2)
    second = min(max((1 - d1) / (1 - d1 * d2), 1 - d1 + d1 * c2), 1 - c1)
    return Division(first_proposes=first, second_proposes=1 - second)


def value_of_tied_hands(constraints: tuple[float, float], discounts: tuple[float, float]) -> Division | None:
    """Give how much more of 1 side 1 gets by its constraint c1 than it would without any; None if its hands stop the deal.

    Never below 0 where there is a deal; 0 for a constraint that asks for no more than side 1 gets anyhow.

    Raises ValueError for numbers out of their range.
    """
    tied = ratification_bargain(constraints, discounts)
    free = ratification_bargain((0.0, constraints[1]), discounts)
    if tied is None or free is None:
        return None
    return Division(
        tied.first_proposes - free.first_proposes,
        tied.second_proposes - free.second_proposes,
    )
