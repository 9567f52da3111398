"""Counting ratified deals against listing every deal."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.allies.zone_share import Consent, count_ratified

POINTS = st.integers(0, 6).map(float)


@st.composite
def spaces(draw):
    parties = draw(st.integers(1, 3))
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    blocks = [np.array([[draw(POINTS) for _ in range(parties)] for _ in range(size)]) for size in sizes]
    bounds = np.array([draw(st.one_of(st.just(-np.inf), st.integers(0, 20).map(float))) for _ in range(parties)])
    consents = []
    for _ in range(draw(st.integers(0, 3))):
        groups = draw(st.integers(1, 3))
        votes = np.array([draw(st.integers(1, 4)) for _ in range(groups)])
        consents.append(
            Consent(
                parties=np.array([draw(st.integers(0, parties - 1)) for _ in range(groups)]),
                bars=np.array([draw(st.integers(0, 20)) for _ in range(groups)], dtype=float),
                votes=votes,
                quota=draw(st.integers(1, int(votes.sum()))),
                touches=tuple(np.array([draw(st.booleans()) for _ in range(size)]) for size in sizes),
                all_blocks=draw(st.booleans()),
            )
        )
    return blocks, bounds, consents


@settings(max_examples=600)
@given(spaces())
def test_deal_by_deal(space):
    blocks, bounds, consents = space
    acceptable, by_all = 0, 0
    asked, ratified = [0] * len(consents), [0] * len(consents)
    for deal in product(*(range(len(block)) for block in blocks)):
        worth = sum(block[chosen] for block, chosen in zip(blocks, deal, strict=True))
        if (worth < bounds).any():
            continue
        acceptable += 1
        everyone = True
        for place, each in enumerate(consents):
            met = [touch[chosen] for touch, chosen in zip(each.touches, deal, strict=True)]
            if not (all(met) if each.all_blocks else any(met)):
                continue
            asked[place] += 1
            yes = each.votes[worth[each.parties] >= each.bars].sum() >= each.quota
            ratified[place] += yes
            everyone &= bool(yes)
        by_all += everyone
    found = count_ratified(blocks, bounds, np.full(len(bounds), 1e-9), consents)
    assert (found.acceptable, found.by_all) == (acceptable, by_all)
    assert (found.asked.tolist(), found.ratified.tolist()) == (asked, ratified)


def test_arrays_that_do_not_fit_together():
    with pytest.raises(ValueError, match="one number for each of 2 parties"):
        count_ratified([np.zeros((2, 2))], np.zeros(3), np.zeros(2), [])
