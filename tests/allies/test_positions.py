"""Compromise, levers, what is needed and medians, against fractions, trials of every side, and counting of votes."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pourparler.allies.positions import compromise, levers, needed, weighted_median

LINE = (0.0, 100.0)
Actors = list[tuple[int, int, int]]  # position, capability, salience in percent


@st.composite
def actors(draw: st.DrawFn) -> Actors:
    """One to seven actors, many at equal places or without weight; at least one with some."""
    place, number = st.sampled_from([0, 50, 100]) | st.integers(0, 100), st.integers(0, 100)
    found = draw(st.lists(st.tuples(place, number, number), min_size=1, max_size=7))
    return [*found, draw(st.tuples(place, st.integers(1, 100), st.integers(1, 100)))]


def mean(pairs: list[tuple[Fraction, Fraction]]) -> Fraction:
    """Of positions, weights."""
    return sum((x * w for x, w in pairs), Fraction(0)) / sum((w for _, w in pairs), Fraction(0))


def pairs_of(found: Actors) -> list[tuple[Fraction, Fraction]]:
    return [(Fraction(x), Fraction(c * s)) for x, c, s in found]


def arrays(found: Actors) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x, c, s = np.array(found, dtype=float).T
    return x, c, s / 100


@settings(max_examples=400, deadline=None)
@given(actors())
def test_the_compromise_and_its_levers_are_those_of_fractions(found: Actors) -> None:
    x, c, s = arrays(found)
    pairs = pairs_of(found)
    forecast = mean(pairs)
    assert float(compromise(x, c * s)) == pytest.approx(float(forecast), abs=1e-9)
    moved = levers(x, 100 * c * s)
    for i, (place, weight) in enumerate(pairs):
        others = pairs[:i] + pairs[i + 1 :]
        by_seven = mean([*others, (place + 7, weight)]) - forecast
        assert moved.per_position[i] * 7 == pytest.approx(float(by_seven), abs=1e-9)
        small = Fraction(1, 10**12)
        slope = (mean([*others, (place, weight + small)]) - forecast) / small
        assert moved.per_weight[i] == pytest.approx(float(slope), rel=1e-6, abs=1e-9)


@settings(max_examples=400, deadline=None)
@given(actors(), st.integers(0, 100))
@example([(0, 1, 1), (0, 0, 0)], 0)
@example([(50, 3, 100), (50, 2, 100)], 50)
def test_what_is_needed_does_it_and_where_nothing_is_nothing_does(found: Actors, wanted: int) -> None:
    x, c, s = arrays(found)
    result = needed(x, c, s, wanted, LINE)
    pairs, aim = pairs_of(found), Fraction(wanted)
    there = mean(pairs) == aim

    def reachable(ends: list[Fraction]) -> bool:
        return min(ends) <= aim <= max(ends)

    for i, (place, capability, salience) in enumerate(found):
        others, weight = pairs[:i] + pairs[i + 1 :], pairs[i][1]
        position = mean([*others, (Fraction(0), weight)]), mean([*others, (Fraction(100), weight)])
        assert np.isnan(result.position[i]) == (not reachable(list(position))), "the mean moves evenly with a position"
        silent = [mean(others)] if any(w for _, w in others) else []
        # With ever more weight the mean comes ever nearer to the actor's own place, and reaches it only if it is there.
        if there:
            assert (result.capability[i], result.salience[i]) == (c[i], s[i])
        elif salience:
            able = bool(silent) and (
                aim == silent[0] != place or (silent[0] < aim < place) or (place < aim < silent[0])
            )
            assert np.isnan(result.capability[i]) == (not able)
        else:
            assert np.isnan(result.capability[i])
        if not there:
            most = [mean([*others, (Fraction(place), Fraction(capability * 100))])] if capability and silent else []
            able = bool(most) and reachable(most + silent) and aim != place
            assert np.isnan(result.salience[i]) == (not able)
        for kind, given_now in (("position", x), ("capability", c), ("salience", s)):
            value = getattr(result, kind)[i]
            if not np.isnan(value):
                changed = {"position": x.copy(), "capability": c.copy(), "salience": s.copy()}
                assert changed[kind][i] == given_now[i]
                changed[kind][i] = value
                new = compromise(changed["position"], changed["capability"] * changed["salience"])
                assert float(new) == pytest.approx(wanted, abs=1e-7)


@settings(max_examples=400, deadline=None)
@given(actors())
def test_no_position_beats_a_weighted_median_by_either_way_of_voting(found: Actors) -> None:
    x, c, s = arrays(found)
    lower, upper = (float(end) for end in weighted_median(x, c * s))
    pairs = pairs_of(found)

    def lead(a: Fraction, b: Fraction, graded: bool) -> Fraction:
        """Votes for a over b."""
        total = Fraction(0)
        for x_k, w in pairs:
            nearer = abs(x_k - b) - abs(x_k - a)
            total += w * (nearer if graded else (nearer > 0) - (nearer < 0))
        return total

    places = sorted({place for place, weight in pairs if weight})
    for graded in (False, True):
        best = [a for a in places if all(lead(a, b, graded) >= 0 for b in places)]
        assert (lower, upper) == (min(best), max(best))


def test_worked_by_hand() -> None:
    """Years of inspections: the example of the documentation."""
    x, c, s = np.array([2.0, 10, 5]), np.array([100.0, 80, 40]), np.array([0.9, 0.5, 0.5])
    w = c * s
    assert float(compromise(x, w)) == pytest.approx(680 / 150)
    found = levers(x, w)
    np.testing.assert_allclose(found.per_position, [0.6, 40 / 150, 20 / 150])
    np.testing.assert_allclose(found.per_weight, [-2.5333 / 150, 5.4667 / 150, 0.4667 / 150], atol=1e-6)
    result = needed(x, c, s, 5.0, (0.0, 10.0))
    np.testing.assert_allclose(result.position, [2 + 7 / 9, np.nan, 8.5])
    np.testing.assert_allclose(result.capability, [200 / 3 / 0.9, 108, np.nan])
    np.testing.assert_allclose(result.salience, [2 / 3, 0.675, np.nan])
    assert [float(end) for end in weighted_median(x, w)] == [2.0, 2.0]
    assert [float(end) for end in weighted_median([1.0, 4, 9], [1.0, 0, 1])] == [1.0, 9.0]


def test_draws_are_worked_out_side_by_side() -> None:
    random = np.random.default_rng(1)
    x, c, s = 100 * random.random((4, 5, 6)), random.random((4, 5, 6)), random.random((4, 5, 6))
    wanted = 100 * random.random((4, 5))
    together = needed(x, c, s, wanted, LINE)
    for at in np.ndindex(4, 5):
        assert compromise(x, c * s)[at] == pytest.approx(float(compromise(x[at], c[at] * s[at])))
        assert [end[at] for end in weighted_median(x, c * s)] == list(weighted_median(x[at], c[at] * s[at]))
        np.testing.assert_allclose(levers(x, c * s).per_weight[at], levers(x[at], c[at] * s[at]).per_weight)
        alone = needed(x[at], c[at], s[at], wanted[at], LINE)
        for kind in ("position", "capability", "salience"):
            np.testing.assert_allclose(getattr(together, kind)[at], getattr(alone, kind))
    assert compromise(x, c[0, 0]).shape == (4, 5)  # weights of one draw serve all


@pytest.mark.parametrize(
    ("positions", "weights"),
    [
        ([], []),
        (3.0, 1.0),
        ([1.0, np.nan], [1.0, 1]),
        ([1.0, 2], [1.0, -1]),
        ([1.0, 2], [0.0, 0]),
        ([1.0, 2], [1.0, np.inf]),
    ],
)
def test_wrong_arguments_are_refused(positions: object, weights: object) -> None:
    with pytest.raises(ValueError, match=r"Positions|Weights|weight"):
        compromise(positions, weights)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"line": (5.0, 5.0)}, "line"),
        ({"salience": [0.5, 1.2]}, "salience"),
        ({"capability": [-1.0, 1]}, "Capability"),
        ({"wanted": np.inf}, "wanted"),
        ({"positions": [0.0, 101]}, "on the line"),
    ],
)
def test_wrong_wishes_are_refused(changes: dict[str, object], said: str) -> None:
    right = {"positions": [0.0, 90], "capability": [1.0, 1], "salience": [0.5, 1], "wanted": 50.0, "line": LINE}
    needed(**right)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=said):
        needed(**(right | changes))  # type: ignore[arg-type]
