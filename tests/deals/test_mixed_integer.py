"""Solutions by mixed-integer programming against plain enumeration of all deals, in whole numbers and fractions."""

import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.deals import solutions
from pourparler.deals.equality import tolerances
from pourparler.deals.frontier import pareto_frontier
from pourparler.deals.largest_product import largest_product
from pourparler.deals.milp_model import Clock, DealModel, NothingFoundInTime, Optimum, undominated
from pourparler.deals.mixed_integer import best_for, best_sum, kalai_smorodinsky, leximin, max_min
from pourparler.deals.outer_approximation import nash
from tests.deals import oracle

Case = tuple[oracle.Blocks, tuple[int | None, ...], oracle.Point, tuple[int, ...]]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A space in which some parties have a bound, some count, some both and some neither."""
    blocks = draw(oracle.spaces(parties=(2, 5), most=100))[:4]
    tops = [sum(max(c[party] for c in block) for block in blocks) for party in range(len(blocks[0][0]))]
    bounds = tuple(draw(st.one_of(st.none(), st.integers(0, max(0, top // 2)))) for top in tops)
    walk_away = tuple(draw(st.integers(-1, max(0, top // 2))) for top in tops)
    counting = draw(st.lists(st.sampled_from(range(len(tops))), min_size=1, max_size=len(tops), unique=True))
    return blocks, bounds, walk_away, tuple(counting)


def keeping(points: list[oracle.Point], bounds: tuple[int | None, ...]) -> list[oracle.Point]:
    return [p for p in points if all(b is None or u >= b for u, b in zip(p, bounds, strict=True))]


def arrays(case: Case) -> tuple[list[np.ndarray], np.ndarray, np.ndarray, np.ndarray, tuple[int, ...]]:
    """Arguments of the functions, in tenths."""
    blocks, bounds, walk_away, counting = case
    values = oracle.floats(blocks)
    lowest = np.array([-np.inf if b is None else b / 10 for b in bounds])
    return values, lowest, tolerances(values), np.array(walk_away) / 10, counting


def checked(case: Case, found: Optimum | None, expected: list[oracle.Point]) -> oracle.Point | None:
    """The point found, once it is known to be a deal that keeps its bounds; None where none is expected."""
    if not expected:
        assert found is None
        return None
    assert found is not None
    assert found.proven
    assert found.objective <= found.bound <= found.objective + 2e-6
    point = oracle.add(case[0], tuple(int(c) for c in found.choice))
    assert found.utilities == pytest.approx(np.array(point) / 10)
    assert point in expected
    return point


@settings(max_examples=350)
@given(case=cases(), data=st.data())
def test_best_sum_equals_plain_enumeration(case: Case, data: st.DataObject) -> None:
    blocks, bounds, tolerance, *_ = arrays(case)
    width = len(bounds)
    weights = data.draw(st.lists(st.integers(0, 3), min_size=width, max_size=width).filter(any))
    expected = keeping(list(oracle.every_deal(case[0])), case[1])
    found = best_sum(blocks, bounds, tolerance, np.array(weights, dtype=float))
    best = oracle.best(expected, lambda point: sum(w * u for w, u in zip(weights, point, strict=True)))
    checked(case, found, [p for p in expected if p in best])


@settings(max_examples=200)
@given(case=cases())
def test_best_for_equals_plain_enumeration(case: Case) -> None:
    blocks, bounds, tolerance, *_ = arrays(case)
    points = keeping(list(oracle.every_deal(case[0])), case[1])
    for party in range(len(bounds)):
        best = oracle.best(points, lambda point, party=party: (point[party], sum(point)))
        checked(case, best_for(blocks, bounds, tolerance, party), sorted(best))


def kept_by_counting(case: Case) -> list[oracle.Point]:
    within = keeping(list(oracle.every_deal(case[0])), case[1])
    return [p for p in within if all(p[party] >= case[2][party] for party in case[3])]


@pytest.mark.parametrize("name", ["max_min", "leximin", "kalai_smorodinsky", "nash"])
@settings(max_examples=350)
@given(case=cases())
def test_solutions_equal_plain_enumeration(name: str, case: Case) -> None:
    solve: Callable[..., Optimum | None] = globals()[name]
    points, away, counting = kept_by_counting(case), case[2], case[3]
    of_counting = {p: tuple(p[party] for party in counting) for p in points}
    own = tuple(away[party] for party in counting)
    distinct = sorted(set(of_counting.values()))
    if name == "max_min":
        best = oracle.best(distinct, lambda p: min(oracle.gains(p, own)))
    elif name == "leximin":
        best = oracle.egalitarian(distinct, own)
    elif name == "nash":
        best = oracle.nash(distinct, own, (1,) * len(own)) if distinct else set()
    else:
        best = oracle.kalai_smorodinsky(distinct, own) if distinct else set()
    found = solve(*arrays(case))
    point = checked(case, found, [p for p in points if of_counting[p] in best])
    if point is not None and found is not None and name in {"max_min", "leximin"}:
        assert found.objective == pytest.approx(min(oracle.gains(of_counting[point], own)) / 10)


@settings(max_examples=200)
@given(case=cases(), data=st.data())
def test_nash_with_powers_equals_plain_enumeration(case: Case, data: st.DataObject) -> None:
    width = len(case[2])
    powers = data.draw(st.lists(st.integers(1, 3), min_size=width, max_size=width))
    points, counting = kept_by_counting(case), case[3]
    own = tuple(case[2][party] for party in counting)
    distinct = sorted({tuple(p[party] for party in counting) for p in points})
    best = oracle.nash(distinct, own, tuple(powers[party] for party in counting)) if distinct else set()
    found = nash(*arrays(case), np.array(powers, dtype=float))
    point = checked(case, found, [p for p in points if tuple(p[party] for party in counting) in best])
    if point is not None and found is not None:
        gains = [(point[party] - case[2][party], powers[party]) for party in counting]
        if all(gain > 0 for gain, _ in gains):
            assert found.objective == pytest.approx(sum(p * math.log(g / 10) for g, p in gains))


@settings(max_examples=200)
@given(rows=st.integers(1, 4).flatmap(lambda w: st.lists(st.tuples(*[st.integers(0, 3)] * w), min_size=1, max_size=12)))
def test_undominated_keeps_one_of_each_best(rows: list[oracle.Point]) -> None:
    kept = undominated(np.array(rows, dtype=float)).tolist()
    assert {rows[row] for row in kept} == set(oracle.frontier([rows]))
    assert len(kept) == len({rows[row] for row in kept})


WORKED = [np.array([[10.0, 0.0], [8.0, 5.0], [6.0, 6.0], [3.0, 7.0], [0.0, 8.0]])]
NONE = np.full(2, -np.inf)
SMALL = np.full(2, 1e-8)


def test_worked_values() -> None:
    """Gains over (0, 0): sums 10, 13, 12, 10, 8; products 0, 40, 36, 21, 0; least 0, 5, 6, 3, 0.

    Shares of (10, 8): (1, 0), (.8, .625), (.6, .75), (.3, .875), (0, 1): least .625 at the second.
    """
    away, both = np.zeros(2), (0, 1)
    results = {
        "sum": (best_sum(WORKED, NONE, SMALL, np.ones(2)), 1, 13.0),
        "nash": (nash(WORKED, NONE, SMALL, away, both), 1, math.log(40)),
        "egalitarian": (leximin(WORKED, NONE, SMALL, away, both), 2, 6.0),
        "least": (max_min(WORKED, NONE, SMALL, away, both), 2, 6.0),
        "shares": (kalai_smorodinsky(WORKED, NONE, SMALL, away, both), 1, 0.625),
        "one": (best_for(WORKED, np.array([-np.inf, 5.5]), SMALL, 0), 2, 6.0),
        "powers": (nash(WORKED, NONE, SMALL, away, both, np.array([1.0, 6.0])), 3, math.log(3 * 7**6)),
    }
    for name, (found, row, objective) in results.items():
        assert found is not None, name
        assert (found.choice.tolist(), found.objective) == ([row], pytest.approx(objective)), name
        assert found.proven


def test_leximin_goes_on_to_the_third_party() -> None:
    points = [np.array([[1.0, 5.0, 2.0], [4.0, 1.0, 3.0], [2.0, 1.0, 9.0], [3.0, 4.0, 1.0]])]
    found = leximin(points, np.full(3, -np.inf), np.full(3, 1e-8), np.zeros(3), (0, 1, 2))
    assert found is not None
    assert found.choice.tolist() == [1]


def large(seed: int, issues: int = 30, options: int = 4, parties: int = 5) -> list[np.ndarray]:
    """Additive preferences over issues, from 0 to 100 for each party."""
    generator = np.random.default_rng(seed)
    weights = 100 * generator.dirichlet(np.ones(issues), parties)
    values = generator.random((issues, options, parties))
    least, most = values.min(axis=1, keepdims=True), values.max(axis=1, keepdims=True)
    return list((values - least) / (most - least) * weights.T[:, np.newaxis])


@pytest.mark.parametrize("seed", range(3))
def test_large_spaces_are_solved_and_their_bounds_hold(seed: int) -> None:
    """10^18 deals of five parties: nobody's lot can be bettered beyond what is said to be the best."""
    blocks, none, away, everyone = large(seed), np.full(5, -np.inf), np.full(5, 40.0), tuple(range(5))
    tolerance = tolerances(blocks)
    least = leximin(blocks, none, tolerance, away, everyone)
    shares = kalai_smorodinsky(blocks, none, tolerance, away, everyone)
    product = nash(blocks, none, tolerance, away, everyone)
    total = best_sum(blocks, away, tolerance, np.ones(5))
    assert least is not None
    assert shares is not None
    assert product is not None
    assert total is not None
    for found in (least, shares, product, total):
        assert found.proven
        assert found.bound - found.objective <= 1e-6
        assert (found.utilities >= 40.0 - tolerance).all()
        assert found.objective <= found.bound
    assert best_sum(blocks, np.full(5, 40.0 + least.objective + 1e-4), tolerance, np.ones(5)) is None
    best = [best_for(blocks, away, tolerance, party) for party in everyone]
    most = np.array([found.objective for found in best if found is not None]) - 40.0
    assert ((shares.utilities - 40.0) / most).min() == pytest.approx(shares.objective)
    assert best_sum(blocks, 40.0 + most * (shares.objective + 1e-6), tolerance, np.ones(5)) is None
    searched = largest_product(blocks, none, away, tolerance, everyone)
    assert searched is not None
    assert np.log(searched[1] - 40.0).sum() == pytest.approx(product.objective, abs=1e-6)
    assert total.objective >= max(found.utilities.sum() for found in (least, shares, product))


@pytest.mark.parametrize("seed", range(12))
def test_equals_the_scan_of_the_exact_frontier(seed: int) -> None:
    """Fractions without ties, 10^6 deals of four parties."""
    blocks, none, everyone = large(seed, issues=10, parties=4), np.full(4, -np.inf), range(4)
    tolerance, points = tolerances(blocks), pareto_frontier(blocks).points
    away = np.full(4, 45.0)
    for solve, scan in (
        (leximin, solutions.egalitarian),
        (kalai_smorodinsky, solutions.kalai_smorodinsky),
        (nash, solutions.nash),
    ):
        found = solve(blocks, none, tolerance, away, everyone)
        assert found is not None
        assert found.utilities == pytest.approx(points[scan(points, away, tolerance)[0]])
    total = best_sum(blocks, away, tolerance, np.ones(4))
    assert total is not None
    assert total.utilities == pytest.approx(points[solutions.utilitarian(points, away, tolerance)[0]])
    for party in everyone:
        best = best_for(blocks, away, tolerance, party)
        assert best is not None
        assert best.utilities == pytest.approx(points[solutions.aspiration(points, away, tolerance, party)[0]])


def test_a_deal_that_only_rounding_lets_through_is_cut_off() -> None:
    """0.5 misses the bound by 6e-10 of the range: within what the solver allows, beyond a tolerance of 1e-12."""
    blocks = [np.array([[0.0, 9.0], [0.5, 5.0], [1.0, 0.0]])]
    bounds, strict = np.array([0.5 + 6e-10, -np.inf]), np.array([1e-12, 1e-12])
    found = best_sum(blocks, bounds, strict, np.array([1.0, 9.0]))
    assert found is not None
    assert found.choice.tolist() == [2]


def test_the_same_deal_every_time_and_nothing_printed(capfd: pytest.CaptureFixture[str]) -> None:
    blocks, none, away = large(5, issues=12), np.full(5, -np.inf), np.full(5, 30.0)
    found = [leximin(blocks, none, tolerances(blocks), away, range(5)) for _ in range(2)]
    assert found[0] is not None
    assert found[1] is not None
    assert found[0].choice.tolist() == found[1].choice.tolist()
    assert tuple(capfd.readouterr()) == ("", "")


def test_without_time_nothing_is_claimed() -> None:
    blocks, none, away = large(1), np.full(5, -np.inf), np.full(5, 40.0)
    with pytest.raises(NothingFoundInTime, match="Give more seconds"):
        leximin(blocks, none, tolerances(blocks), away, range(5), seconds=1e-9)
    with pytest.raises(ValueError, match="must be positive"):
        leximin(blocks, none, tolerances(blocks), away, range(5), seconds=0.0)


@pytest.mark.parametrize("solve", [leximin, kalai_smorodinsky, nash])
def test_cut_short_the_bound_still_holds(solve: Callable[..., Optimum | None]) -> None:
    """Ten parties with much at odds: a second does not suffice on most machines, and whatever is shown must be true."""
    blocks, none = large(2, issues=40, options=6, parties=10), np.full(10, -np.inf)
    found = solve(blocks, none, tolerances(blocks), np.full(10, 30.0), range(10), seconds=1.0)
    assert found is not None
    assert found.objective <= found.bound
    assert (found.utilities >= 30.0 - 1e-6).all()
    if solve is leximin:
        assert found.objective == pytest.approx((found.utilities - 30.0).min())


def test_a_known_deal_is_handed_back_when_time_ends() -> None:
    blocks = large(1)
    model = DealModel(blocks, np.full(5, 40.0), tolerances(blocks))
    first = model.maximise({}, Clock(None))
    assert first is not None
    again = model.improve({model.u[0]: 1.0}, Clock(1e-9), first)
    assert not again.proven
    assert (again.utilities >= 40.0 - 1e-6).all()
    model.row(2.0, 2.0, {model.u[0]: 1.0})  # nothing keeps this one
    same = model.improve({model.u[0]: 1.0}, Clock(None), first)
    assert (same.choice.tolist(), same.bound, same.proven) == (first.choice.tolist(), 1.0, False)


def test_no_combination_or_no_deal_gives_nothing() -> None:
    assert best_sum([np.zeros((0, 2))], NONE, SMALL, np.ones(2)) is None
    assert best_for(WORKED, np.array([9.0, 1.0]), SMALL, 0) is None
    assert best_for(WORKED, np.array([np.inf, 0.0]), SMALL, 0) is None
    for solve in (max_min, leximin, kalai_smorodinsky, nash):
        assert solve(WORKED, NONE, SMALL, np.array([9.0, 1.0]), (0, 1)) is None
        assert solve(WORKED, NONE, SMALL, np.array([99.0, 1.0]), (0, 1)) is None


def test_nobody_can_gain() -> None:
    for solve, objective in ((max_min, 0.0), (leximin, 0.0), (kalai_smorodinsky, 1.0), (nash, 0.0)):
        found = solve([np.ones((1, 2))], NONE, SMALL, np.ones(2), (0, 1))
        assert found is not None
        assert (found.choice.tolist(), found.objective, found.bound) == ([0], objective, pytest.approx(objective))


def test_arguments_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="Weights must not be negative"):
        best_sum(WORKED, NONE, SMALL, np.array([1.0, -1.0]))
    with pytest.raises(ValueError, match="Weights must not be negative"):
        best_sum(WORKED, NONE, SMALL, np.zeros(2))
    with pytest.raises(ValueError, match="powers must be positive"):
        nash(WORKED, NONE, SMALL, np.zeros(2), (0, 1), np.array([1.0, 0.0]))
    with pytest.raises(ValueError, match="must be finite"):
        leximin(WORKED, NONE, SMALL, np.array([0.0, -np.inf]), (0, 1))
    with pytest.raises(ValueError, match="different numbers"):
        leximin(WORKED, NONE, SMALL, np.zeros(2), (0, 0))
    with pytest.raises(ValueError, match="different numbers"):
        best_for(WORKED, NONE, SMALL, 2)


def test_the_oracle_orders_shares_exactly() -> None:
    assert oracle.kalai_smorodinsky([(1, 3), (2, 2)], (0, 0)) == {(2, 2)}
    assert min(Fraction(2, 2), Fraction(2, 3)) > min(Fraction(1, 2), Fraction(3, 3))


def test_a_bound_at_the_very_top_of_a_range_can_be_met() -> None:
    """Presolve once called this impossible: the one party with a bound must have exactly the most there is."""
    block = np.array(
        [
            [42.14285714285714, 100.0, 90.0],
            [78.57142857142857, 100.0, 50.0],
            [78.57142857142857, 0.0, 90.0],
            [100.0, 100.0, 10.0],
        ]
    )
    bounds = np.array([-np.inf, 100.0, -np.inf])
    found = best_sum([block], bounds, np.full(3, 1e-7), np.ones(3))
    assert found is not None
    assert found.choice.tolist() == [0]
    assert best_sum([block], np.add(bounds, [0, 1e-6, 0]), np.full(3, 1e-7), np.ones(3)) is None


@settings(max_examples=400)
@given(st.integers(0, 10**9))
def test_bounds_met_to_the_last_digit(seed: int) -> None:
    """Bounds that are exactly what some deal gives, in values with no short form: that deal must not be lost."""
    chance = np.random.default_rng(seed)
    parties = int(chance.integers(2, 5))
    blocks = [
        chance.integers(0, 8, (int(chance.integers(1, 6)), parties)) * 100 / 7
        for _ in range(int(chance.integers(1, 4)))
    ]
    deal = [int(chance.integers(len(block))) for block in blocks]
    bounds = np.sum([block[pick] for block, pick in zip(blocks, deal, strict=True)], axis=0)
    found = best_sum(blocks, bounds, np.full(parties, 1e-7), np.ones(parties))
    assert found is not None
    assert (found.utilities >= bounds - 1e-7).all()
