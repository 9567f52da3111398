"""What to sign, against every deal tried; the division of 1 with ratifiers, against the game solved round by round."""

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.allies.signing import best_offer, involuntary_defection, ratification_bargain, value_of_tied_hands

TENTHS = st.integers(0, 10).map(lambda number: number / 10)
POINTS = st.integers(-20, 100)


@pytest.mark.parametrize(
    ("constraints", "shares"),
    [
        ((0, 0), (0.5263, 0.4737)),
        ((0, 0.4), (0.5263, 0.4737)),
        ((0, 0.6), (0.40, 0.36)),
        ((0, 0.8), (0.20, 0.18)),
        ((0.6, 0.2), (0.64, 0.60)),
        ((0.6, 0.4), (0.60, 0.60)),
        ((0.48, 0.48), (0.52, 0.48)),
    ],
)
def test_shares_by_hand(constraints, shares) -> None:
    found = ratification_bargain(constraints, (0.9, 0.9))
    assert found is not None
    assert (found.first_proposes, found.second_proposes) == pytest.approx(shares, abs=5e-5)


@given(TENTHS, TENTHS, st.integers(0, 97), st.integers(0, 97))
@settings(max_examples=1500)
def test_closed_form_equals_offers_round_by_round(c1: float, c2: float, p1: int, p2: int) -> None:
    """From any last round back to the first, what proposers keep comes to the closed form; no deal if c1 + c2 > 1."""
    d1, d2 = p1 / 100, p2 / 100
    found = ratification_bargain((c1, c2), (d1, d2))
    assert (found is None) == (Fraction(str(c1)) + Fraction(str(c2)) > 1)
    if found is None:
        return
    for last in (0.0, 1.0):
        v1 = v2 = last
        for _ in range(600):
            v1, v2 = 1 - max(d2 * v2, c2), 1 - max(d1 * v1, c1)
        assert (found.first_proposes, found.second_proposes) == pytest.approx((v1, 1 - v2), abs=1e-7)
    assert c1 - 1e-12 <= found.second_proposes
    assert found.first_proposes <= 1 - c2 + 1e-12


@given(TENTHS, TENTHS, st.integers(0, 99), st.integers(0, 99))
@settings(max_examples=500)
def test_tied_hands_help_exactly_above_what_one_gets_anyhow(c1: float, c2: float, p1: int, p2: int) -> None:
    discounts = (p1 / 100, p2 / 100)
    found, free = value_of_tied_hands((c1, c2), discounts), ratification_bargain((0, c2), discounts)
    assert free is not None
    if found is None:
        assert c1 + c2 > 1
        return
    assert min(found.first_proposes, found.second_proposes) >= -1e-12
    helps = max(found.first_proposes, found.second_proposes) > 1e-12
    assert helps == (c1 > free.second_proposes + 1e-12)


@pytest.mark.parametrize("wrong", [((1.1, 0), (0.9, 0.9)), ((0, 0), (1.0, 0.9)), ((0, math.nan), (0.9, 0.9))])
def test_bargain_refuses(wrong) -> None:
    with pytest.raises(ValueError, match="Constraints are from 0 to 1"):
        ratification_bargain(*wrong)


@st.composite
def offers(draw) -> tuple[np.ndarray, np.ndarray, int, int]:
    deals, sides = draw(st.integers(1, 6)), draw(st.integers(1, 3))
    utility = draw(st.lists(POINTS, min_size=deals, max_size=deals))
    passage = draw(
        st.lists(st.lists(st.integers(0, 4), min_size=sides, max_size=sides), min_size=deals, max_size=deals)
    )
    return np.array(utility, dtype=float), np.array(passage) / 4, draw(POINTS), draw(st.integers(0, 50))


@given(offers())
@settings(max_examples=1500)
def test_offer_equals_every_deal_tried(case) -> None:
    """All numbers are exact in floats, so that ties are ties."""
    utility, passage, no_deal, failure = case
    exact = [math.prod(Fraction(chance) for chance in row) for row in passage.tolist()]
    worth = [p * Fraction(u) + (1 - p) * (no_deal - failure) for p, u in zip(exact, utility.tolist(), strict=True)]
    deals = range(len(utility))
    best = max(deals, key=lambda deal: (worth[deal], exact[deal], -deal))
    sure = max(deals, key=lambda deal: (utility[deal], exact[deal], -deal))
    found = best_offer(utility, passage, no_deal, failure)
    assert (found.deal, found.if_sure) == (best, sure)
    assert found.passage == exact[best]
    assert found.expected == worth[best]
    assert found.price_of_safety == utility[sure] - utility[best] >= 0
    assert found.worth_of_safety == worth[best] - worth[sure] >= 0
    assert found.worth_signing == worth[best] - no_deal
    assert involuntary_defection(passage).tolist() == [1 - p for p in exact]
    points = [(exact[deal], utility[deal]) for deal in deals]
    kept = [points[deal] for deal in found.frontier]
    assert len(set(kept)) == len(kept)
    assert set(kept) == {
        (p, u) for p, u in points if not any((q >= p and v >= u) and (q, v) != (p, u) for q, v in points)
    }
    assert kept == sorted(kept, reverse=True)
    assert [points.index(point) for point in kept] == found.frontier.tolist()


def test_a_safer_offer_by_hand() -> None:
    """80 with 0.5 * 0.8 against 60 with 0.9: 0.4 * 80 + 0.6 * -10 = 26, 0.9 * 60 + 0.1 * -10 = 53."""
    found = best_offer([80, 60], [[0.5, 0.8], [0.9, 1.0]], no_deal=10, failure_cost=20)
    assert (found.deal, found.if_sure) == (1, 0)
    assert (found.expected, found.price_of_safety, found.worth_of_safety, found.worth_signing) == pytest.approx(
        (53, 20, 27, 43)
    )
    assert found.frontier.tolist() == [1, 0]


@pytest.mark.parametrize(
    "wrong",
    [
        ([], np.empty((0, 1)), 0, 0),
        ([1, 2], [[0.5]], 0, 0),
        ([1], [[1.5]], 0, 0),
        ([1], [[math.nan]], 0, 0),
        ([math.nan], [[0.5]], 0, 0),
        ([1], [[0.5]], 0, -1),
        ([1], [[0.5]], math.inf, 0),
    ],
)
def test_offer_refuses(wrong) -> None:
    with pytest.raises(ValueError, match=r"Expected|Utilities"):
        best_offer(*wrong)


def test_a_constraint_above_the_free_share_is_what_one_gets() -> None:
    """Tarar's high constraint against a low one, equally patient: the bound side gains; both high, there may be no deal."""
    for c1, c2 in product((0.2, 0.6), (0.2, 0.6)):
        found = value_of_tied_hands((c1, c2), (0.9, 0.9))
        assert (found is None) == (c1 + c2 > 1)
        if found is not None and c1 == 0.6:
            assert min(found.first_proposes, found.second_proposes) > 0.1
