"""The frontier by cells against every deal of small spaces: the guarantee must hold, and every point must be a deal."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.deals import epsilon_frontier as module
from pourparler.deals.epsilon_frontier import epsilon_frontier, finest_frontier
from pourparler.deals.frontier import FrontierTooLarge, pareto_frontier
from tests.deals import oracle


def check_guarantee(blocks: oracle.Blocks, found: module.EpsilonFrontier) -> None:
    """Each deal, one by one: some point gives everyone as much, but for the guarantee."""
    points = [oracle.add(blocks, tuple(choice)) for choice in found.choices.tolist()]
    assert found.points == pytest.approx(np.array(points) / 10)
    for deal in oracle.every_deal(blocks):
        losses = [np.maximum(0, np.array(deal) - point) / 10 for point in points]
        assert any((loss <= found.guarantee + 1e-9).all() for loss in losses), deal
    for point in points:
        others = [other for other in points if other is not point]
        assert not any(all(a >= b for a, b in zip(other, point, strict=True)) for other in others)


@settings(max_examples=1500)
@given(
    blocks=oracle.spaces(parties=(1, 5), most=150),
    widths=st.tuples(*[st.sampled_from([1, 3, 5, 7, 10, 15, 25, 100])] * 5),
    piece=st.sampled_from([3, 10, 1 << 16]),
    exact=st.sampled_from([0, 20]),
)
def test_guarantee_holds_for_every_deal(blocks: oracle.Blocks, widths: tuple[int, ...], piece: int, exact: int) -> None:
    cell = np.array(widths[: len(blocks[0][0])]) / 10
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PIECE", piece)
        patch.setattr(module, "EXACT", exact)
        found = epsilon_frontier(oracle.floats(blocks), cell)
    assert (found.guarantee <= len(blocks) * cell).all()
    check_guarantee(blocks, found)


@settings(max_examples=700)
@given(blocks=oracle.spaces(parties=(1, 5), most=150))
def test_cells_smaller_than_any_difference_give_the_exact_frontier(blocks: oracle.Blocks) -> None:
    found = epsilon_frontier(oracle.floats(blocks, 1.0), np.full(len(blocks[0][0]), 0.5))
    assert [tuple(point) for point in found.points] == list(oracle.frontier(blocks))
    assert not found.guarantee.any()


@settings(max_examples=500)
@given(blocks=oracle.spaces(parties=(1, 4), most=150), most=st.integers(1, 12))
def test_finest_keeps_no_more_than_asked(blocks: oracle.Blocks, most: int) -> None:
    found = finest_frontier(oracle.floats(blocks), most)
    assert 1 <= len(found.points) <= most
    check_guarantee(blocks, found)
    if (found.cell > 1e-3).any():  # it was doubled, so half the cell must have been too small
        with pytest.raises(FrontierTooLarge):
            epsilon_frontier(oracle.floats(blocks), found.cell / 2, most=most)


def test_worked_value() -> None:
    """One block of five deals, in cells of 4 by 4 each has its own.

    Cells, counted from the least: (2, 0), (2, 1), (1, 1), (0, 1), (0, 2). In cells of 5 they fall into (2, 0), (1, 1),
    (1, 1), (0, 1), (0, 1): of the second and third (8, 5) is kept, with 13 in all, and of the last two (3, 7), with 10;
    either way the second party loses 1.
    """
    block = np.array([[10.0, 0.0], [8.0, 5.0], [6.0, 6.0], [3.0, 7.0], [0.0, 8.0]])
    fine = epsilon_frontier([block], np.full(2, 4.0))
    assert (fine.points.tolist(), fine.guarantee.tolist()) == (block.tolist(), [0.0, 0.0])
    coarse = epsilon_frontier([block], np.full(2, 5.0))
    assert coarse.points.tolist() == [[10.0, 0.0], [8.0, 5.0], [3.0, 7.0]]
    assert (coarse.choices.tolist(), coarse.guarantee.tolist()) == ([[0], [1], [3]], [0.0, 1.0])


def test_large_space_of_three_parties_stays_close_to_the_exact_frontier() -> None:
    generator = np.random.default_rng(4)
    blocks = [generator.random((4, 3)) for _ in range(12)]
    exact = pareto_frontier(blocks)
    found = finest_frontier(blocks, 300)
    assert len(found.points) <= 300 < len(exact.points)
    shortfall = np.maximum(0.0, exact.points[:, np.newaxis] - found.points)
    assert (shortfall <= found.guarantee + 1e-12).all(axis=2).any(axis=1).all()


def test_what_cannot_be_is_refused() -> None:
    block = np.zeros((2, 2))
    with pytest.raises(ValueError, match="width of a cell must be positive"):
        epsilon_frontier([block], np.array([1.0, 0.0]))
    with pytest.raises(ValueError, match="no combination left"):
        epsilon_frontier([np.zeros((0, 2))], np.ones(2))
    with pytest.raises(ValueError, match="At least one point"):
        finest_frontier([block], 0)
    with pytest.raises(FrontierTooLarge):
        epsilon_frontier([np.eye(3)], np.full(3, 0.1), most=2)
