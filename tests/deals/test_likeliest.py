"""The deal that all accept most often, against every deal of small spaces, in whole numbers."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.deals.likeliest import likeliest
from tests.deals import oracle

Draws = list[oracle.Blocks]


@st.composite
def cases(draw: st.DrawFn) -> tuple[Draws, list[tuple[int | None, ...]]]:
    """The same space in several draws, and in each what every party needs; None where it is not asked."""
    parties, sizes = draw(st.integers(1, 4)), draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    point = st.tuples(*[st.integers(0, 6)] * parties)
    space = st.tuples(*[st.lists(point, min_size=size, max_size=size) for size in sizes])
    number = draw(st.integers(1, 6))
    top = 5 * len(sizes)
    needed = st.tuples(*[st.one_of(st.none(), *[st.integers(0, top)] * 4)] * parties)
    return (
        [list(blocks) for blocks in draw(st.lists(space, min_size=number, max_size=number))],
        draw(st.lists(needed, min_size=number, max_size=number)),
    )


def counted(case: tuple[Draws, list[tuple[int | None, ...]]], deal: oracle.Deal) -> int:
    return sum(
        all(need is None or u >= need for u, need in zip(oracle.add(blocks, deal), needed, strict=True))
        for blocks, needed in zip(*case, strict=True)
    )


def arrays(case: tuple[Draws, list[tuple[int | None, ...]]]) -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
    draws, needed = case
    blocks = [np.array([draw[block] for draw in draws]) / 10 for block in range(len(draws[0]))]
    walk_away = np.array([[-np.inf if need is None else need / 10 for need in row] for row in needed])
    return blocks, walk_away, np.full(walk_away.shape[1], 1e-9)


@settings(max_examples=1500)
@given(case=cases())
def test_equals_plain_enumeration(case: tuple[Draws, list[tuple[int | None, ...]]]) -> None:
    found = likeliest(*arrays(case))
    deals = list(product(*(range(len(block)) for block in case[0][0])))
    assert found.proven
    assert found.accepted == found.bound == max(counted(case, deal) for deal in deals)
    assert counted(case, tuple(found.choice.tolist())) == found.accepted
    assert found.draws == len(case[0])


@settings(max_examples=700)
@given(case=cases(), nodes=st.integers(1, 4))
def test_given_up_early_the_bound_still_holds(case: tuple[Draws, list[tuple[int | None, ...]]], nodes: int) -> None:
    found = likeliest(*arrays(case), nodes=nodes)
    deals = list(product(*(range(len(block)) for block in case[0][0])))
    assert found.nodes <= nodes
    assert found.accepted == counted(case, tuple(found.choice.tolist()))
    assert found.accepted <= max(counted(case, deal) for deal in deals) <= found.bound
    assert found.proven == (found.accepted == found.bound)


def test_worked_value() -> None:
    """One pie of 3 in two draws; the first needs 1, then 2, the second 1, then 2: only 1 : 2 and 2 : 1, in one draw."""
    pie = np.array([[[0.0, 3.0], [1.0, 2.0], [2.0, 1.0], [3.0, 0.0]]] * 2)
    found = likeliest([pie], np.array([[1.0, 1.0], [2.0, 2.0]]), np.zeros(2))
    assert (found.accepted, found.bound, found.draws, found.proven) == (1, 1, 2, True)
    assert found.choice.tolist() in ([1], [2])


def test_a_space_too_large_to_list_is_searched() -> None:
    """10^9 deals and 200 draws around opposed interests: no deal of a large sample does better than what is proven."""
    generator = np.random.default_rng(6)
    mean = [np.stack((side, side.max() - side), axis=1) for side in np.sort(generator.random((15, 4)), axis=1)]
    blocks = [block + generator.normal(0.0, 0.15, (200, 4, 2)) for block in mean]
    middle = np.sum([block.mean(axis=0) for block in mean], axis=0)
    walk_away = middle + generator.normal(0.3, 0.4, (200, 2))
    found = likeliest(blocks, walk_away, np.full(2, 1e-9), nodes=20_000)
    assert 0 < found.accepted <= found.bound <= 200
    sample = generator.integers(0, 4, (2000, 15))
    utilities = sum(block[:, sample[:, place]] for place, block in enumerate(blocks))
    assert (utilities >= walk_away[:, np.newaxis]).all(axis=2).sum(axis=0).max() <= found.accepted


def test_what_does_not_fit_is_refused() -> None:
    block = np.zeros((2, 1, 2))
    for arguments in (
        ([], np.zeros((2, 2)), np.zeros(2)),
        ([np.zeros((2, 0, 2))], np.zeros((2, 2)), np.zeros(2)),
        ([block, np.zeros((3, 1, 2))], np.zeros((2, 2)), np.zeros(2)),
        ([block], np.zeros((2, 3)), np.zeros(2)),
        ([block], np.full((2, 2), np.nan), np.zeros(2)),
    ):
        with pytest.raises(ValueError, match="ust "):
            likeliest(*arguments)
