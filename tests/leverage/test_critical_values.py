"""Critical walk-away values against fractions, and against the deals room's own solutions on grids."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, permutations
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.deals import solutions
from pourparler.leverage.critical_values import SOLUTIONS, solution_changes, zone_changes
from pourparler.leverage.single_crossing import Piece
from tests.deals import oracle

Point = tuple[int, ...]
Value = Fraction | int
SOLVE = {
    "nash": solutions.nash,
    "kalai-smorodinsky": solutions.kalai_smorodinsky,
    "egalitarian": solutions.egalitarian,
    "utilitarian": solutions.utilitarian,
}
LOW, HIGH = -3, 9


def pick(points: list[Point], walk_away: list[Value], solution: str, powers: Point) -> set[Point]:
    """The deals of a solution, in fractions; none where none is acceptable."""
    if not oracle.acceptable(points, walk_away):
        return set()
    if solution == "nash":
        return oracle.nash(points, walk_away, powers)
    return getattr(oracle, solution.replace("-", "_"))(points, walk_away)


def events(points: list[Point], walk_away: list[Value], party: int, solution: str, powers: Point) -> Iterator[Value]:
    """More than all values between `LOW` and `HIGH` at which two deals may change places, without being clever.

    At the utilities the set of open deals changes. Between two, the formulas of all pairs stay the same; for Nash these
    are lines, known from two points.
    """
    others = [other for other in range(len(walk_away)) if other != party]
    yield from (LOW, HIGH)
    own = sorted({point[party] for point in points})
    yield from own
    for begin, end in pairwise([LOW - 1, *own]):
        here = [Fraction(2 * begin + end, 3), Fraction(begin + 2 * end, 3)]
        value = [[*walk_away[:party], at, *walk_away[party + 1 :]] for at in here]
        within = oracle.acceptable(points, value[1])
        if not within:
            continue
        if solution == "nash":
            for one, two in permutations(lines(within, value, party, powers), 2):
                if one[1] - one[0] != two[1] - two[0]:
                    yield here[0] + (here[1] - here[0]) * (two[0] - one[0]) / (one[1] - one[0] - two[1] + two[0])
        best = [max(point[j] for point in within) - walk_away[j] for j in others]
        gains = {(point[j] - walk_away[j], most) for point in within for j, most in zip(others, best, strict=True)}
        for point in within:
            if solution == "egalitarian":
                yield from (point[party] - gain for gain, _ in gains)
            if solution == "kalai-smorodinsky":
                top = max(point[party] for point in within)
                yield from ((point[party] - Fraction(g, m) * top) / (1 - Fraction(g, m)) for g, m in gains if g < m)


def lines(within: list[Point], value: list[list[Value]], party: int, powers: Point) -> list[list[Fraction]]:
    """Products of gains at two walk-away values, of those deals in which most parties gain."""
    gains = [[oracle.gains(point, at) for at in value] for point in within]
    most = max(sum(g > 0 for g in at[0]) for at in gains)
    gains = [at for at in gains if sum(g > 0 for g in at[0]) == most]
    largest = [max(column) for column in zip(*(at[0] for at in gains), strict=True)]
    largest[party] = 1
    return [
        [prod((Fraction(g) / m) ** p for g, m, p in zip(row, largest, powers, strict=True) if g > 0) for row in at]
        for at in gains
    ]


def exact_pieces(
    points: list[Point], walk_away: list[Value], party: int, solution: str, powers: Point
) -> list[tuple[Value, Value, set[Point]]]:
    found: list[tuple[Value, Value, set[Point]]] = []
    at = sorted({value for value in events(points, walk_away, party, solution, powers) if LOW <= value <= HIGH})
    for begin, end in pairwise(at):
        middle = [*walk_away[:party], Fraction(begin + end) / 2, *walk_away[party + 1 :]]
        chosen = pick(points, middle, solution, powers)
        if found and found[-1][2] == chosen:
            begin = found.pop()[0]
        found.append((begin, end, chosen))
    return found


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Point], list[int], int, Point]:
    """Points (some twice), walk-away values, the party, and powers: 1 for the party itself, or its lines would bend."""
    parties = draw(st.integers(1, 4))
    points = draw(st.lists(st.tuples(*[st.integers(0, 6)] * parties), min_size=1, max_size=9))
    walk_away = draw(st.lists(st.integers(-1, 4), min_size=parties, max_size=parties))
    party = draw(st.integers(0, parties - 1))
    powers = draw(st.lists(st.integers(1, 2), min_size=parties, max_size=parties))
    powers[party] = 1
    if parties > 2 and draw(st.booleans()):  # no deal lets all others gain, and it differs who does
        left_out = draw(st.lists(st.integers(0, parties - 1), min_size=len(points), max_size=len(points)))
        points = [
            tuple(walk_away[j] if j == out and j != party else u for j, u in enumerate(point))
            for point, out in zip(points, left_out, strict=True)
        ]
    return points, walk_away, party, tuple(powers)


@pytest.mark.parametrize("solution", SOLUTIONS)
@settings(max_examples=700)
@given(case=cases())
def test_pieces_are_those_of_fractions(solution: str, case: tuple[list[Point], list[int], int, Point]) -> None:
    points, walk_away, party, powers = case
    found = solution_changes(
        np.array(points) / 10,
        np.array(walk_away) / 10,
        np.full(len(walk_away), 1e-9),
        party,
        solution,
        LOW / 10,
        HIGH / 10,
        np.array(powers, dtype=float) if solution == "nash" else None,
    )
    expected = exact_pieces(points, list(walk_away), party, solution, powers)
    assert [piece.deals.tolist() for piece in found] == [
        [row for row, point in enumerate(points) if point in chosen] for _, _, chosen in expected
    ]
    assert [piece.low for piece in found] == pytest.approx([float(low) / 10 for low, _, _ in expected], abs=1e-8)
    assert [piece.high for piece in found] == pytest.approx([float(high) / 10 for _, high, _ in expected], abs=1e-8)


def real_points(seed: int, size: int, parties: int) -> np.ndarray:
    """Points near a curved frontier, so that many of them are chosen at some value."""
    random = np.random.default_rng(seed)
    directions = np.abs(random.normal(size=(size, parties)))
    return 100 * directions / np.linalg.norm(directions, axis=1, keepdims=True) * random.uniform(0.8, 1, (size, 1))


def covers(pieces: tuple[Piece, ...], low: float, high: float) -> bool:
    ends = [piece.high for piece in pieces]
    return pieces[0].low == low and ends[-1] == high and [piece.low for piece in pieces[1:]] == ends[:-1]


@pytest.mark.parametrize("solution", SOLUTIONS)
@settings(max_examples=150)
@given(seed=st.integers(0, 10**9), size=st.integers(1, 60), parties=st.integers(2, 4), data=st.data())
def test_the_deals_room_agrees_on_a_grid(
    solution: str, seed: int, size: int, parties: int, data: st.DataObject
) -> None:
    """Nothing changes between two breakpoints, and the deal differs on the two sides of each."""
    points = real_points(seed, size, parties)
    tolerance = np.full(parties, 1e-9)
    walk_away = np.array(data.draw(st.lists(st.integers(-5, 40), min_size=parties, max_size=parties)), dtype=float)
    party = data.draw(st.integers(0, parties - 1))
    powers = np.array(data.draw(st.lists(st.sampled_from([0.5, 1.0, 3.0]), min_size=parties, max_size=parties)))
    more = [powers] if solution == "nash" else []
    pieces = solution_changes(points, walk_away, tolerance, party, solution, -10.0, 110.0, *more)
    assert covers(pieces, -10.0, 110.0)

    def room(value: float) -> list[int]:
        return SOLVE[solution](
            points, np.where(np.arange(parties) == party, value, walk_away), tolerance, *more
        ).tolist()

    for piece in pieces:
        near = min(1e-6, (piece.high - piece.low) / 3)
        if near > 1e-8:  # nearer than that the room takes both for tied
            for value in np.linspace(piece.low + near, piece.high - near, 9):
                assert room(value) == piece.deals.tolist()
    assert all(a.deals.tolist() != b.deals.tolist() for a, b in pairwise(pieces))


@pytest.mark.parametrize("solution", ["nash", "egalitarian", "utilitarian"])
@settings(max_examples=100)
@given(seed=st.integers(0, 10**9), party=st.integers(0, 2))
def test_a_better_alternative_never_gives_a_worse_deal(solution: str, seed: int, party: int) -> None:
    """Thomson 1987: a party gets no less from a higher walk-away value, as long as there is a deal."""
    points = real_points(seed, 80, 3)
    pieces = solution_changes(points, np.full(3, 5.0), np.full(3, 1e-9), party, solution, 0.0, 100.0)
    worth = [points[piece.deals[0], party] for piece in pieces if len(piece.deals)]
    assert worth == sorted(worth)
    assert len(pieces[-1].deals) == 0


def test_a_better_alternative_can_give_a_worse_kalai_smorodinsky_deal() -> None:
    """With three parties, a deal that drops out changes how the two others compare."""
    points = [(25, 26, 12), (6, 9, 26), (9, 21, 24), (11, 29, 7), (0, 21, 28), (26, 7, 19), (8, 9, 5)]
    pieces = solution_changes(
        np.array(points, dtype=float), np.array([2.0, -1, 10]), np.full(3, 1e-9), 2, "kalai-smorodinsky", 0.0, 26.0
    )
    assert [points[piece.deals[0]][2] for piece in pieces] == [12, 24, 19, 24, 26]


@pytest.mark.parametrize("solution", SOLUTIONS)
def test_a_range_without_a_deal_is_one_piece(solution: str) -> None:
    for points in (np.empty((0, 2)), np.array([[1.0, 1.0]])):
        (piece,) = solution_changes(points, np.zeros(2), np.full(2, 1e-9), 0, solution, 2.0, 3.0)
        assert (piece.low, piece.high, piece.deals.tolist()) == (2.0, 3.0, [])


@settings(max_examples=500)
@given(case=cases())
def test_the_zone_is_counted_right(case: tuple[list[Point], list[int], int, Point]) -> None:
    points, walk_away, party, _ = case
    zone = zone_changes(np.array(points) / 10, np.array(walk_away) / 10, np.full(len(walk_away), 1e-9), party)
    rest = [
        point
        for point in points
        if all(u >= d for j, (u, d) in enumerate(zip(point, walk_away, strict=True)) if j != party)
    ]
    values = sorted({point[party] for point in rest})
    assert zone.values.tolist() == pytest.approx([value / 10 for value in values])
    assert zone.counts.tolist() == [sum(point[party] >= value for point in rest) for value in values]
    assert zone.largest == (pytest.approx(values[-1] / 10) if values else None)


PAY = np.array([[85.0, 20], [75, 40], [65, 55], [60, 60], [55, 75], [40, 95], [0, 100]])


def test_worked_example() -> None:
    """The frontier of the union and the company: the company's walk-away value is 20, the union's moves."""
    walk_away, tolerance = np.array([30.0, 20.0]), np.full(2, 1e-7)
    nash = solution_changes(PAY, walk_away, tolerance, 0, "nash", 0.0, 100.0)
    # 55 (55 - d) = 75 (40 - d) at d = -1.25; 55 (55 - d) = 40 (60 - d) at 41.67, = 35 (65 - d) at 37.5
    assert [piece.high for piece in nash] == pytest.approx([37.5, 51.66666667, 75.0, 85.0, 100.0])
    assert [piece.deals.tolist() for piece in nash] == [[4], [2], [1], [0], []]
    zone = zone_changes(PAY, walk_away, tolerance, 0)
    assert zone.largest == 85.0
    assert zone.counts.tolist() == [7, 6, 5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"solution": "median"}, "must be one of"),
        ({"solution": "egalitarian", "powers": np.ones(2)}, "for nash only"),
        ({"low": 5.0, "high": 5.0}, "not empty"),
        ({"party": 2}, "from 0 to 1"),
        ({"walk_aways": np.zeros(3)}, "one for each party"),
        ({"points": np.array([[np.nan, 1.0]])}, "finite"),
        ({"powers": np.array([1.0, 0.0])}, "positive"),
    ],
)
def test_wrong_arguments_are_refused(wrong: dict[str, object], message: str) -> None:
    right = {"points": PAY, "walk_aways": np.zeros(2), "tolerance": np.zeros(2), "party": 0, "solution": "nash"}
    with pytest.raises(ValueError, match=message):
        solution_changes(**({"low": 0.0, "high": 1.0} | right | wrong))
