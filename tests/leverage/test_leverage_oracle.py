"""What the room finds on hundreds of random small scenarios, against listing every deal in fractions."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache
from itertools import pairwise, permutations

import numpy as np
import pytest

from pourparler.leverage.findings import Findings, find
from pourparler.leverage.waiting import Dated
from pourparler.scenario.all_numbers import all_numbers
from pourparler.scenario.problem import ScenarioError
from tests.deals.random_scenarios import Content, loaded
from tests.deals.scenario_oracle import Point
from tests.leverage.random_leverage import Slow, random_leverage

DRAWS = 2


@cache
def seeds() -> list[int]:
    """Those whose rules leave something of every option: others are refused when they are read."""
    return [seed for seed in range(240) if loads(seed)]


def loads(seed: int) -> bool:
    try:
        loaded(content_of(seed))
    except ScenarioError:
        return False
    return True


@cache
def content_of(seed: int) -> Content:
    return random_leverage(seed)


@cache
def found_of(seed: int) -> Findings:
    return find(loaded(content_of(seed)), DRAWS)


@cache
def slow_of(seed: int, row: int) -> Slow:
    """The slow twin at the best guess (row 0), or with the numbers of a draw."""
    if row == 0:
        return Slow(content_of(seed))
    scenario = found_of(seed).setting.scenario
    drawn = {line.name: Fraction(float(line.draws(DRAWS, scenario.seed)[row - 1])) for line in all_numbers(scenario)}
    return Slow(content_of(seed), drawn)


def close(point: Point) -> object:
    return pytest.approx([float(value) for value in point], abs=1e-6)


def is_one_of(values: np.ndarray, points: set[Point]) -> bool:
    return any(values.tolist() == close(point) for point in points)


def test_the_fair_deal_and_the_room_for_a_deal() -> None:
    none = 0
    for seed in seeds():
        setting, alternatives = found_of(seed).setting, found_of(seed).alternatives
        for row in range(setting.rows):
            slow = slow_of(seed, row)
            assert is_one_of(setting.fair_worth[row], slow.fair(list(slow.world.least)))
            none += not slow.world.zone
            for alternative in alternatives:
                side = alternative.side
                others = [
                    slow.world.point(deal)[side]
                    for deal in slow.case.possible
                    if min([g for i, g in enumerate(slow.world.gains(deal)) if i != side], default=Fraction(0)) >= 0
                ]
                if not others:
                    assert math.isnan(alternative.critical[row])
                else:
                    assert alternative.critical[row] == pytest.approx(float(max(others)), abs=1e-6)
                    margin = float(max(others) - slow.world.least[side])
                    assert alternative.margin[row] == pytest.approx(margin, abs=1e-6)
    assert none > 20


def test_every_step_of_a_walk_away_value_has_the_deal_of_that_value() -> None:
    tried = 0
    for seed in seeds():
        slow = slow_of(seed, 0)
        for alternative in found_of(seed).alternatives:
            for solution, steps in alternative.steps.items():
                assert all(a.high == b.low for a, b in pairwise(steps))
                for step in steps:
                    if step.high - step.low < 1e-4:
                        continue
                    walk_away = list(slow.world.least)
                    walk_away[alternative.side] = Fraction(step.low + 0.37 * (step.high - step.low))
                    world = slow.at(walk_away)
                    assert (step.deal is None) == (not world.zone)
                    if step.deal is not None:
                        points = getattr(world, solution.replace("-", "_"))()
                        assert is_one_of(step.worth[found_of(seed).setting.sides], points)
                        tried += 1
    assert tried > 1500


def test_gifts() -> None:
    costly = refused = 0
    for seed in seeds():
        findings = found_of(seed)
        for given in findings.given:
            for row in range(findings.setting.rows):
                slow = slow_of(seed, row)
                kept = slow.granted(slow.part["gifts"][given.name])
                changes = slow.change(given.name)
                assert given.if_talks_fail[row].tolist() == close(tuple(changes))
                assert given.possible == bool(kept)
                before = list(slow.world.least)
                after = [value + changes[party] for value, party in zip(before, slow.case.principals, strict=True)]
                bundled, first, undone = slow.fair(before), slow.fair(after, kept), slow.fair(before, kept)
                if len(bundled) == len(first) == len(undone) == 1:
                    (bundle,), (gift,), (back,) = bundled, first, undone
                    assert given.price[row].tolist() == close(tuple(a - b for a, b in zip(bundle, gift, strict=True)))
                    assert given.recoverable[row].tolist() == close(
                        tuple(a - b for a, b in zip(back, gift, strict=True))
                    )
                    costly += any(a > b for a, b in zip(bundle, gift, strict=True))
                zone = [deal for deal in slow.at(after).zone if deal in set(kept)]
                assert given.exists[row] == bool(zone)
                refused += not zone
    assert costly > 100
    assert refused > 20


def test_pressures() -> None:
    tried = tied = 0
    for seed in seeds():
        pressed = found_of(seed).pressed
        if pressed is None:
            continue
        for row in range(found_of(seed).setting.rows):
            slow = slow_of(seed, row)
            names = frozenset(pressed.names)
            fair = {on: slow.fair(slow.shifted(on)) for on in subsets(names)}
            if any(len(points) > 1 for points in fair.values()):
                tied += 1
                continue
            outcome = {on: next(iter(points)) for on, points in fair.items()}
            exists = {on: bool(slow.at(slow.shifted(on)).zone) for on in fair}
            assert pressed.with_all[row].tolist() == close(outcome[names])
            assert pressed.without_any[row].tolist() == close(outcome[frozenset()])
            assert pressed.exists[:, row].tolist() == [exists[frozenset()], exists[names]]
            for index, name in enumerate(pressed.names):
                eased = names - {name}
                change = [a - b for a, b in zip(outcome[eased], outcome[names], strict=True)]
                assert pressed.easing[index, row].tolist() == close(tuple(change))
                assert pressed.left[index, row] == exists[eased]
                adds = in_all_orders(names, name, {on: list(point) for on, point in outcome.items()})
                assert pressed.contribution[index, row].tolist() == close(tuple(adds))
                share = in_all_orders(names, name, {on: [Fraction(held)] for on, held in exists.items()})
                assert pressed.existence[index, row] == pytest.approx(float(share[0]), abs=1e-9)
            tried += 1
    assert tried > 200
    assert tied < tried


def subsets(names: frozenset[str]) -> list[frozenset[str]]:
    found = [frozenset[str]()]
    for name in names:
        found += [each | {name} for each in found]
    return found


def in_all_orders(names: frozenset[str], name: str, worth: dict[frozenset[str], list[Fraction]]) -> list[Fraction]:
    """What one adds to those before it, averaged over every order."""
    orders = list(permutations(sorted(names)))
    total = [Fraction(0)] * len(worth[names])
    for order in orders:
        before = frozenset(order[: order.index(name)])
        total = [t + a - b for t, a, b in zip(total, worth[before | {name}], worth[before], strict=True)]
    return [value / len(orders) for value in total]


def share_by_rounds(factors: tuple[float, float], offering: int, rounds: int, end: tuple[float, float]) -> float:
    """The first side's share, backward from what each has after the last round."""
    has = list(end)
    for left in range(1, rounds + 1):
        offers = offering if (rounds - left) % 2 == 0 else 1 - offering
        answers = 1 - offers
        accepts = max(0.0, factors[answers] * has[answers])
        has[answers], has[offers] = accepts, 1 - accepts
    return has[0]


def weighted(slow: Slow, share: float) -> list[tuple[float, ...]]:
    """The points with nearly the largest product of gains, weighted by a share and the rest; the walk-away values without a deal."""
    least = [float(value) for value in slow.world.least]
    if not slow.world.zone:
        return [tuple(least)]
    points = [tuple(map(float, slow.world.point(deal))) for deal in slow.world.zone]
    powers = (share, 1 - share)
    counts = [sum(p > 0 and u - d > 1e-7 for p, u, d in zip(powers, point, least, strict=True)) for point in points]
    points = [point for point, count in zip(points, counts, strict=True) if count == max(counts)]
    largest = [max(point[side] - least[side] for point in points) for side in (0, 1)]

    def score(point: tuple[float, ...]) -> float:
        gains = [(u - d, p, m) for u, d, p, m in zip(point, least, powers, largest, strict=True)]
        return sum(p * math.log(g / m) for g, p, m in gains if p > 0 and g > 1e-7)

    best = max(score(point) for point in points)
    return [point for point in points if score(point) > best - 1e-5]


def test_dates() -> None:
    tried = moved = 0
    for seed in seeds():
        findings = found_of(seed)
        waiting = findings.waiting
        if waiting is None or waiting.first is None:
            continue
        for row in range(findings.setting.rows):
            slow = slow_of(seed, row)
            factors = tuple(float(value) for value in waiting.discount[row])
            without = [share_by_rounds(factors, offering, 300, (0.5, 0.5)) for offering in (0, 1)]
            assert waiting.first[:, row].tolist() == pytest.approx(without, abs=1e-9)
            for dated in waiting.dates:
                expected = date_effect(slow, dated, factors, without)
                if expected is None:
                    continue
                assert dated.change[row].tolist() == pytest.approx(expected, abs=1e-5)
                tried += 1
                moved += any(abs(value) > 0.1 for value in expected)
    assert tried > 50
    assert moved > 20


def date_effect(slow: Slow, dated: Dated, factors: tuple[float, ...], without: list[float]) -> list[float] | None:
    """What a date changes, by hand; None where deals tie, since which of them is taken does not follow from the definition."""
    at = f"leverage/time/deadlines/{dated.name}"
    raw = slow.part["time"]["deadlines"][dated.name]
    offers = round(float(slow.number(f"{at}/offers", raw["offers"])))
    real = float(slow.number(f"{at}/real", raw["real"]))
    if slow.world.zone:
        most = [float(m - d) for m, d in zip(slow.world.ideal(slow.world.zone), slow.world.least, strict=True)]
    else:
        most = [0.0, 0.0]
    costs = []
    for side, name in enumerate(slow.names):
        cost = float(slow.number(f"{at}/cost/{name}", raw["cost"][name])) if name in raw["cost"] else 0.0
        costs.append(cost / most[side] if most[side] > 0 else 0.0)
    on = sum(without) / 2
    readings = ((0.0, 0.0), (on - costs[0], 1 - on - costs[1]))
    shares = [[share_by_rounds((factors[0], factors[1]), who, offers, end) for who in (0, 1)] for end in readings]
    total = [0.0, 0.0]
    for weight, pair in zip((real, 1 - real, -1.0), (*shares, without), strict=True):
        for share in pair:
            points = weighted(slow, min(1.0, max(0.0, share)))
            if max(abs(a - b) for point in points for a, b in zip(point, points[0], strict=True)) > 1e-6:
                return None
            total = [t + weight * u / 2 for t, u in zip(total, points[0], strict=True)]
    return total
