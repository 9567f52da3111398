"""Named solutions on the frontier against plain enumeration of all deals, in whole numbers and fractions."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.deals import solutions
from pourparler.deals.equality import tolerances
from pourparler.deals.frontier import pareto_frontier
from tests.deals import oracle

Case = tuple[oracle.Blocks, oracle.Point]


@st.composite
def cases(draw: st.DrawFn, parties: tuple[int, int] = (1, 5)) -> Case:
    """A space, and walk-away values near the middle of it."""
    blocks = draw(oracle.spaces(parties=parties, most=120))
    blocks = blocks[:3]
    tops = [sum(max(c[party] for c in block) for block in blocks) for party in range(len(blocks[0][0]))]
    return blocks, tuple(draw(st.integers(-1, max(0, top * 2 // 3))) for top in tops)


def chosen(case: Case, solve: Callable[..., np.ndarray], *more: object) -> set[oracle.Point]:
    """The exact points that a solution picks when it is given floating-point tenths."""
    blocks, walk_away = case
    arrays = oracle.floats(blocks)
    frontier = pareto_frontier(arrays)
    picked = solve(frontier.points, np.array(walk_away) / 10, tolerances(arrays), *more)
    assert picked.tolist() == sorted(set(picked.tolist()))
    return {oracle.add(blocks, tuple(frontier.choices[place])) for place in picked}


@pytest.mark.parametrize("name", ["utilitarian", "egalitarian", "kalai_smorodinsky"])
@settings(max_examples=700)
@given(case=cases())
def test_equals_plain_enumeration(name: str, case: Case) -> None:
    blocks, walk_away = case
    expected = getattr(oracle, name)(list(oracle.every_deal(blocks)), walk_away)
    assert chosen(case, getattr(solutions, name)) == expected


@settings(max_examples=1000)
@given(case=cases(parties=(1, 3)), powers=st.tuples(*[st.integers(1, 2)] * 3))
def test_nash_equals_plain_enumeration(case: Case, powers: tuple[int, ...]) -> None:
    blocks, walk_away = case
    points = list(oracle.every_deal(blocks))
    powers = powers[: len(walk_away)]
    assert chosen(case, solutions.nash, np.array(powers, dtype=float)) == oracle.nash(points, walk_away, powers)
    expected = oracle.nash(points, walk_away, (1,) * len(walk_away))
    assert chosen(case, solutions.nash) == expected
    if any(all(g > 0 for g in oracle.gains(point, walk_away)) for point in points):
        assert expected == oracle.nash_plain(points, walk_away)


@settings(max_examples=500)
@given(case=cases())
def test_aspiration_and_ideal_equal_plain_enumeration(case: Case) -> None:
    blocks, walk_away = case
    points = list(oracle.every_deal(blocks))
    for party in range(len(walk_away)):
        assert chosen(case, solutions.aspiration, party) == oracle.aspiration(points, walk_away, party)
    arrays = oracle.floats(blocks)
    best = solutions.ideal(pareto_frontier(arrays).points, np.array(walk_away) / 10, tolerances(arrays))
    within = oracle.acceptable(points, walk_away)
    if within:
        assert best == pytest.approx(np.max(within, axis=0) / 10)
    else:
        assert best is None


@pytest.mark.parametrize("name", ["nash", "kalai_smorodinsky"])
@settings(max_examples=400)
@given(data=st.data(), case=cases(parties=(2, 3)))
def test_units_of_utility_do_not_matter(name: str, data: st.DataObject, case: Case) -> None:
    blocks, walk_away = case
    arrays = oracle.floats(blocks)
    points, tolerance = pareto_frontier(arrays).points, tolerances(arrays)
    width = len(walk_away)
    scale = np.array(data.draw(st.lists(st.integers(1, 50), min_size=width, max_size=width))) / 7
    shift = np.array(data.draw(st.lists(st.integers(-50, 50), min_size=width, max_size=width))) / 7
    solve = getattr(solutions, name)
    away = np.array(walk_away) / 10
    moved = solve(points * scale + shift, away * scale + shift, tolerance * scale)
    assert moved.tolist() == solve(points, away, tolerance).tolist()


@pytest.mark.parametrize("name", ["utilitarian", "nash", "egalitarian", "kalai_smorodinsky"])
@settings(max_examples=200)
@given(data=st.data(), case=cases())
def test_order_of_parties_and_common_shifts_do_not_matter(name: str, data: st.DataObject, case: Case) -> None:
    blocks, walk_away = case
    arrays = oracle.floats(blocks)
    points, tolerance = pareto_frontier(arrays).points, tolerances(arrays)
    order = data.draw(st.permutations(range(len(walk_away))))
    shift = data.draw(st.integers(-50, 50)) / 7
    solve = getattr(solutions, name)
    away = np.array(walk_away) / 10
    moved = solve(points[:, order] + shift, away[order] + shift, tolerance[order])
    assert moved.tolist() == solve(points, away, tolerance).tolist()


POINTS = np.array([[10.0, 0.0], [8.0, 5.0], [6.0, 6.0], [3.0, 7.0], [0.0, 8.0]])
SMALL = np.full(2, 1e-8)


def test_worked_values() -> None:
    """Gains over (0, 0): sums 10, 13, 12, 10, 8; products 0, 40, 36, 21, 0; least 0, 5, 6, 3, 0.

    Shares of (10, 8): (1, 0), (.8, .625), (.6, .75), (.3, .875), (0, 1): least .625 at the second.
    """
    away = np.zeros(2)
    assert solutions.utilitarian(POINTS, away, SMALL).tolist() == [1]
    assert solutions.nash(POINTS, away, SMALL).tolist() == [1]
    assert solutions.egalitarian(POINTS, away, SMALL).tolist() == [2]
    assert solutions.kalai_smorodinsky(POINTS, away, SMALL).tolist() == [1]
    assert solutions.aspiration(POINTS, away, SMALL, 1).tolist() == [4]
    assert solutions.nash(POINTS, away, SMALL, np.array([1.0, 6.0])).tolist() == [3]  # 8*5^6 < 6*6^6 < 3*7^6
    assert solutions.nash(POINTS, np.array([0.0, 5.5]), SMALL).tolist() == [3]  # 6*.5 < 3*1.5
    assert solutions.aspiration(POINTS, np.array([0.0, 5.5]), SMALL, 0).tolist() == [2]
    best = solutions.ideal(POINTS, np.array([0.0, 5.5]), SMALL)
    assert best is not None
    assert best.tolist() == [6, 8]


@pytest.mark.parametrize("name", ["utilitarian", "nash", "egalitarian", "kalai_smorodinsky"])
def test_no_acceptable_point_gives_nothing(name: str) -> None:
    picked = getattr(solutions, name)(POINTS, np.array([9.0, 1.0]), SMALL)
    assert (picked.tolist(), picked.dtype) == ([], np.int64)
    assert solutions.aspiration(POINTS, np.array([9.0, 1.0]), SMALL, 0).tolist() == []
    assert solutions.ideal(POINTS, np.array([9.0, 1.0]), SMALL) is None


def test_all_ties_are_returned() -> None:
    points = np.array([[5.0, 1.0], [3.0, 3.0], [1.0, 5.0]])
    away = np.zeros(2)
    assert solutions.utilitarian(points, away, SMALL).tolist() == [0, 1, 2]
    assert solutions.nash(points[[0, 2]], away, SMALL).tolist() == [0, 1]
    assert solutions.egalitarian(points[[0, 2]], away, SMALL).tolist() == [0, 1]
    assert solutions.kalai_smorodinsky(points[[0, 2]], away, SMALL).tolist() == [0, 1]
    assert solutions.nash(np.array([[0.1 + 0.2, 0.7], [0.7, 0.3]]), away, SMALL).tolist() == [0, 1]


def test_nash_where_different_parties_gain_does_not_depend_on_units() -> None:
    points, away = np.array([[4.0, 0.0], [0.0, 5.0]]), np.zeros(2)
    assert solutions.nash(points, away, SMALL).tolist() == [0, 1]
    assert solutions.nash(points * [1.0, 9.0], away, SMALL).tolist() == [0, 1]


def test_nobody_can_gain() -> None:
    points, away = np.array([[1.0, 1.0]]), np.array([1.0, 1.0])
    for name in ("utilitarian", "nash", "egalitarian", "kalai_smorodinsky"):
        assert getattr(solutions, name)(points, away, SMALL).tolist() == [0]


def test_a_walk_away_value_reached_but_for_rounding_is_reached() -> None:
    assert solutions.utilitarian(np.array([[0.3, 1.0]]), np.array([0.1 + 0.2, 0.0]), SMALL).tolist() == [0]


def test_leximin_goes_on_to_the_third_party() -> None:
    points = np.array([[1.0, 5.0, 2.0], [4.0, 1.0, 3.0], [2.0, 1.0, 9.0], [3.0, 4.0, 1.0 + 1e-12]])
    assert solutions.egalitarian(points, np.zeros(3), np.full(3, 1e-8)).tolist() == [1, 3]


@pytest.mark.parametrize("powers", [[0.0, 1.0], [-1.0, 1.0], [np.nan, 1.0]])
def test_powers_must_be_positive(powers: list[float]) -> None:
    with pytest.raises(ValueError, match="powers must be positive"):
        solutions.nash(POINTS, np.zeros(2), SMALL, np.array(powers))
