"""Beliefs that support a choice: as elimination in fractions finds, and the ranges as lists of corners do."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pourparler.process.supporting_beliefs import belief_span, not_ruled_out, some_belief
from tests.process.game_oracle import feasible


@st.composite
def conditions(draw: st.DrawFn) -> np.ndarray:
    shape = draw(st.integers(0, 4)), draw(st.integers(1, 4))
    return draw(arrays(np.int64, shape, elements=st.integers(-4, 4))).astype(float)


def corners(rows: np.ndarray) -> list[np.ndarray]:
    """All corners of the polytope: k - 1 of the conditions hold with equality."""
    count, nodes = rows.shape
    limits = np.vstack((rows, -np.eye(nodes)))
    found = []
    for active in itertools.combinations(range(count + nodes), nodes - 1):
        system = np.vstack((limits[list(active)], np.ones(nodes)))
        if abs(np.linalg.det(system)) < 1e-9:
            continue
        corner = np.linalg.solve(system, np.append(np.zeros(nodes - 1), 1.0))
        if (limits @ corner <= 1e-9).all():
            found.append(corner)
    return found


@settings(max_examples=800)
@given(rows=conditions())
def test_as_by_elimination(rows: np.ndarray) -> None:
    # The same slack on both sides keeps corners that just hold from hanging on the last bit.
    exists = feasible((rows - 1e-9).tolist() if len(rows) else [[0.0] * rows.shape[1]])
    assert some_belief(rows - 1e-9) == exists
    if exists:
        assert not_ruled_out(rows - 1e-9)
        span, extremes = belief_span(rows - 1e-9), np.array(corners(rows))
        assert span[:, 0] == pytest.approx(extremes.min(axis=0), abs=1e-7)
        assert span[:, 1] == pytest.approx(extremes.max(axis=0), abs=1e-7)


def test_a_dominated_choice() -> None:
    """Neither other choice is better everywhere, but together they are: only the linear program sees it."""
    rows = np.array([[3.0, 3.0, -1.0], [-1.0, -1.0, 3.0]])
    assert not_ruled_out(rows)
    assert not some_belief(rows)
