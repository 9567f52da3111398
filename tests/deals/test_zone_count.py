"""The number of acceptable deals and what occurs in them, against every deal of small spaces."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.deals.equality import tolerances
from pourparler.deals.milp_model import NothingFoundInTime
from pourparler.deals.zone_count import ZoneTooLarge, count_on_grid
from pourparler.deals.zone_extremes import extremes_in_zone
from pourparler.deals.zopa import count_acceptable, survey
from tests.deals import oracle

Case = tuple[oracle.Blocks, tuple[int | None, ...]]


@st.composite
def cases(draw: st.DrawFn, most_bounds: int = 5) -> Case:
    blocks = draw(oracle.spaces(parties=(1, 5), most=200))
    tops = [sum(max(c[party] for c in block) for block in blocks) for party in range(len(blocks[0][0]))]
    bounds = [draw(st.one_of(st.none(), st.integers(-1, top + 1))) for top in tops]
    for party in range(len(tops)):
        if sum(b is not None for b in bounds) > most_bounds:
            bounds[party] = None
    return blocks, tuple(bounds)


def arrays(case: Case) -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
    values = oracle.floats(case[0])
    return values, np.array([-np.inf if b is None else b / 10 for b in case[1]]), tolerances(values)


def acceptable(case: Case) -> dict[oracle.Point, list[oracle.Deal]]:
    found = oracle.every_deal(case[0])
    return {
        point: deals
        for point, deals in found.items()
        if all(b is None or u >= b for u, b in zip(point, case[1], strict=True))
    }


@settings(max_examples=1500)
@given(case=cases(most_bounds=3), grid=st.integers(1, 60))
def test_the_number_is_enclosed(case: Case, grid: int) -> None:
    expected = sum(len(deals) for deals in acceptable(case).values())
    found = count_on_grid(*arrays(case), grid)
    assert found.low <= expected <= found.high <= found.space
    assert found.share == (found.low / found.space, found.high / found.space)


@settings(max_examples=1000)
@given(case=cases(most_bounds=1))
def test_a_grid_that_fits_gives_the_exact_number(case: Case) -> None:
    bound = [party for party, value in enumerate(case[1]) if value is not None]
    ranges = [sum(max(c[p] for c in b) - min(c[p] for c in b) for b in case[0]) for p in bound]
    found = count_on_grid(*arrays(case), max(1, *ranges, 1))
    expected = sum(len(deals) for deals in acceptable(case).values())
    assert (found.low, found.high) == (expected, expected)


def test_worked_value() -> None:
    """Two issues, each worth 0, 1 or 2 to one and 2, 1 or 0 to the other: 9 deals, of which 3 give both at least 2.

    With one step of 4 for all, 1 and 2 are a step rounded up and none rounded down, and the bound is half a step, so
    one: rounded down no deal reaches it; rounded up all do but those that give one of them nothing: 0 0 and 2 2.
    """
    issue = np.array([[0.0, 2.0], [1.0, 1.0], [2.0, 0.0]])
    found = count_on_grid([issue, issue], np.array([2.0, 2.0]), np.full(2, 1e-9), 4)
    assert (found.low, found.high, found.space, found.share) == (3, 3, 9, (3 / 9, 3 / 9))
    coarse = count_on_grid([issue, issue], np.array([2.0, 2.0]), np.full(2, 1e-9), 1)
    assert (coarse.low, coarse.high) == (0, 7)


def test_counts_beyond_any_machine_number_are_exact() -> None:
    """50 issues of 10 options worth 0 to 9: by symmetry the deals with at least 225 and at most 225 are as many."""
    blocks = [np.arange(10.0)[:, np.newaxis]] * 50
    found = count_on_grid(blocks, np.array([225.0]), np.array([1e-7]), 450)
    above = count_on_grid(blocks, np.array([226.0]), np.array([1e-7]), 450)
    assert found.space == 10**50
    assert (found.low, above.low) == (found.high, above.high)
    assert found.low + above.low == 10**50  # at least 225, and at most 224 as often as at least 226
    ways = [1]  # plain whole numbers
    for _ in range(50):
        ways = [sum(ways[max(0, s - 9) : s + 1]) for s in range(len(ways) + 9)]
    assert found.low == sum(ways[225:])


def test_large_spaces_are_enclosed_closely() -> None:
    generator = np.random.default_rng(3)
    blocks = [generator.random((4, 3)) for _ in range(11)]
    bounds, tolerance = np.array([6.0, 6.0, -np.inf]), tolerances(blocks)
    expected = count_acceptable(blocks, bounds, tolerance)
    widths = []
    for grid in (30, 300, 1500):
        found = count_on_grid(blocks, bounds, tolerance, grid)
        assert found.low <= expected <= found.high
        widths.append(found.share[1] - found.share[0])
    assert widths[0] > widths[1] > widths[2]
    assert widths[2] < 0.03


def test_what_cannot_be_counted_is_refused() -> None:
    blocks = [np.eye(4)] * 3
    with pytest.raises(ZoneTooLarge, match="at most 3"):
        count_on_grid(blocks, np.ones(4), np.full(4, 1e-9), 10)
    with pytest.raises(ZoneTooLarge, match="coarser grid"):
        count_on_grid(blocks, np.array([1.0, 1.0, 1.0, -np.inf]), np.full(4, 1e-9), 10_000)
    with pytest.raises(ValueError, match="at least one step"):
        count_on_grid(blocks, np.ones(4), np.full(4, 1e-9), 0)
    with pytest.raises(ValueError, match="no combination left"):
        count_on_grid([np.zeros((0, 1))], np.ones(1), np.full(1, 1e-9), 1)


@settings(max_examples=150)
@given(case=cases())
def test_extremes_equal_plain_enumeration(case: Case) -> None:
    expected = acceptable(case)
    found = extremes_in_zone(*arrays(case))
    if not expected:
        assert found is None
        return
    assert found is not None
    points = np.array(list(expected)) / 10
    for value, bound, true in (
        (found.best, found.best_bound, points.max(axis=0)),
        (found.worst, found.worst_bound, points.min(axis=0)),
    ):
        assert value == pytest.approx(true)
        assert bound == pytest.approx(true, abs=1e-5)
    assert (found.best <= found.best_bound).all()
    assert (found.worst >= found.worst_bound).all()
    deals = [deal for tied in expected.values() for deal in tied]
    for block, marks in enumerate(found.occurs):
        assert marks.tolist() == [any(deal[block] == c for deal in deals) for c in range(len(marks))]
        assert not found.unsettled[block].any()


def test_extremes_of_a_large_space_equal_the_survey() -> None:
    generator = np.random.default_rng(8)
    blocks = [generator.random((4, 4)) for _ in range(10)]
    bounds, tolerance = np.array([6.4, 5.9, 5.9, -np.inf]), tolerances(blocks)
    expected, found = survey(blocks, bounds, tolerance), extremes_in_zone(blocks, bounds, tolerance)
    assert expected.count
    assert found is not None
    assert found.best == pytest.approx(expected.best, abs=1e-5)
    assert found.worst == pytest.approx(expected.worst, abs=1e-5)
    assert [marks.tolist() for marks in found.occurs] == [marks.tolist() for marks in expected.occurs]
    assert not all(marks.all() for marks in found.occurs)


def test_extremes_cut_short_say_what_is_not_settled() -> None:
    generator = np.random.default_rng(9)
    blocks = [generator.random((6, 8)) for _ in range(40)]
    bounds = np.sum([block.mean(axis=0) for block in blocks], axis=0) + 2.2
    with pytest.raises(NothingFoundInTime):
        extremes_in_zone(blocks, bounds, tolerances(blocks), seconds=1e-9)
    found = extremes_in_zone(blocks, bounds, tolerances(blocks), seconds=2.0)
    assert found is not None
    assert (found.best_bound >= found.best).all()
    assert (found.worst_bound <= found.worst).all()
    for marks, unsettled in zip(found.occurs, found.unsettled, strict=True):
        assert not (marks & unsettled).any()
