"""What an exchange may be, and its states."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pourparler.roadmap.exchange import Exchange, closed_states
from tests.roadmap.oracle import random_exchange


@given(st.data())
def test_closed_states_are_the_sets_that_hold_what_must_come_before(data: st.DataObject) -> None:
    steps = data.draw(st.integers(1, 7))
    order = data.draw(st.permutations(range(steps)))
    before = np.zeros(steps, dtype=np.int64)
    for place, step in enumerate(order):
        earlier = data.draw(st.lists(st.sampled_from(order[:place]))) if place else []
        before[step] = sum(1 << other for other in set(earlier))
    expected = [
        state
        for state in range(2**steps)
        if all(before[step] & ~state == 0 for step in range(steps) if state >> step & 1)
    ]
    assert closed_states(before).tolist() == expected


@pytest.mark.parametrize(
    ("before", "message"),
    [([2, 1], "in a circle"), ([1], "in a circle"), ([4, 0], "not"), ([-1], "not"), ([0] * 25, "at most 24")],
)
def test_steps_that_cannot_be_ordered_are_refused(before: list[int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        closed_states(np.array(before, dtype=np.int64))


def example() -> Exchange:
    exchange = random_exchange(np.random.default_rng(5), 2, 3, 0, 0, 0, 2, False, False)
    return replace(exchange, owner=np.array([0, 1, 0]))


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("owner", np.array([0, 1, 2]), "`owner` must name players 0 to 1"),
        ("owner", np.array([0.0, 1.0, 0.0]), "`owner` must hold finite int64 values in the shape"),
        ("effect", np.zeros((3, 2)), "`effect` must hold finite float64 values"),
        ("worth", np.full((2, 8), np.nan), "`worth` must hold finite"),
        ("legal", np.ones(8), "`legal` must hold finite bool"),
        ("duration", np.array([1.0, -1.0, 0.0]), "`duration` must not be negative"),
        ("reserve", np.array([1.0, -1.0]), "`reserve` must not be negative"),
        ("detection", np.array([1.0, 1.2, 0.0]), "at most 1"),
        ("discount", np.array([1.0, 0.0]), "above 0 and at most 1"),
        ("discount", np.array([1.0, 1.1]), "above 0 and at most 1"),
        ("discount", np.array([1.0]), "needs two players"),
        ("hazard", 1.0, "a chance below 1"),
        ("states", np.arange(8)[::-1], "all of them, ascending"),
        ("before", np.array([2, 1, 0]), "in a circle"),
        ("pairs", np.array([[0, 3]]), "steps go from 0 to 2"),
        ("pairs", np.array([[0, 2]]), "of one owner"),
        ("escrowed", np.array([[0, 1], [1, 0]]), "twice"),
    ],
)
def test_wrong_fields_are_refused(field: str, value: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(example(), **{field: value})


def test_a_state_is_found_by_its_mask() -> None:
    exchange = replace(example(), before=np.array([0, 1, 0]), states=np.array([0, 1, 3, 4, 5, 7]), legal=np.full(6, True),
                       worth=np.zeros((2, 6)), fallback=np.zeros((2, 6)))  # fmt: skip
    assert [exchange.index(state) for state in (0, 1, 3, 4, 5, 7)] == [0, 1, 2, 3, 4, 5]
    for state in (2, 6, 8, -1):
        with pytest.raises(ValueError, match="No state has exactly"):
            exchange.index(state)


def test_what_is_equal_depends_on_the_scale_of_each_player() -> None:
    exchange = replace(example(), worth=np.array([[1.0] * 8, [-4e6] * 8]), effect=np.zeros((2, 3)))
    exchange = replace(exchange, fallback=np.zeros((2, 8)), reserve=np.array([2.0, 0]), fee=np.zeros(2))
    assert exchange.tolerance.tolist() == pytest.approx([2e-9, 4e-3])
