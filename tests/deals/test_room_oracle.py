"""The whole room against the oracle, on thousands of random scenarios: at the best guess and in every draw."""

from __future__ import annotations

import math
import random
from collections import Counter
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from pourparler.deals.findings import LIKELIEST, TODAY, Findings, find
from pourparler.deals.impasse import Impasse, impasse
from pourparler.deals.measure import Measure, measure
from pourparler.deals.solve import INCLUSIVE, Solved, best_for, solve
from pourparler.scenario import ScenarioError
from pourparler.scenario.model import Scenario
from pourparler.scenario.uncertain import parse_uncertain
from tests.deals.random_scenarios import Content, loaded, permuted, random_scenario
from tests.deals.scenario_oracle import Case, Deal, World, written

DRAWS = 3
SEEDS = st.integers(0, 2**32)
CLOSE = 1e-7


def readable(content: Content) -> Scenario:
    """Load it; the reader refuses some scenarios because their rules contradict each other, and only for that."""
    try:
        return loaded(content)
    except ScenarioError as error:
        if "leaves no option" not in str(error):
            raise
        reject()


def worlds(case: Case, seed: int, draws: int = DRAWS) -> list[World]:
    """The best guess, then the draws."""
    drawn = {name: parse_uncertain(written(raw)).draws(draws, seed, name) for name, raw in case.numbers().items()}
    rows = [World(case, {name: Fraction(float(values[row])) for name, values in drawn.items()}) for row in range(draws)]
    return [case.at_best_guess(), *rows]


def close(found: Any, expected: Any) -> bool:
    """Equal to 1e-7; what is missing is NaN on both sides."""
    right = np.array([[float("nan") if e is None else float(e) for e in np.ravel(np.array(expected, dtype=object))]])
    left = np.ravel(np.asarray(found, dtype=float))
    return left.shape == right[0].shape and np.allclose(left, right[0], rtol=0, atol=CLOSE, equal_nan=True)


def tuples(deals: Any) -> list[Deal]:
    return [tuple(deal) for deal in np.asarray(deals).tolist()]


def quantile(values: list[Fraction], share: Fraction) -> Fraction:
    """Between the two nearest ranks on a straight line."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def test_the_random_scenarios_are_of_every_kind() -> None:
    kinds: Counter[str] = Counter()
    for seed in range(300):
        content = random_scenario(seed)
        case = Case(content)
        world = case.at_best_guess()
        kinds[f"{len(case.parties)} parties"] += 1
        kinds[f"{len(case.principals)} principals"] += 1
        kinds["no combination is possible"] += not case.possible
        kinds["no deal"] += bool(case.possible) and not world.zone
        kinds["a deal"] += bool(world.zone)
        kinds["ties on the frontier"] += bool(case.possible) and max(world.frontier.values()) > 1
        kinds["several Nash deals"] += bool(world.zone) and len(world.nash()) > 1
        kinds["nobody gains"] += bool(world.zone) and not any(min(world.gains(deal)) > 0 for deal in world.zone)
        kinds["protected"] += bool(case.protected)
        kinds["hurting nobody costs something"] += bool(world.harmless) and not world.nash() & world.nash(
            world.harmless
        )
        kinds["hurting nobody is impossible"] += bool(world.zone) and not world.harmless
        kinds["interactions"] += any("interactions" in preferred for preferred in case.preferences.values())
        kinds["exclusions"] += bool(case.exclusions)
        kinds["uncertain numbers"] += any(not isinstance(raw, int) for raw in case.numbers().values())
        kinds["walk-away value missing"] += any("walk_away" not in preferred for preferred in case.preferences.values())
    wanted = {f"{number} {who}" for number in range(2, 6) for who in ("parties", "principals")}
    assert wanted <= set(kinds)
    assert {kind: count for kind, count in kinds.items() if count < 5} == {}


@settings(max_examples=600)
@given(SEEDS)
def test_everything_about_a_scenario(seed: int) -> None:
    content = random_scenario(seed)
    scenario = readable(content)
    case = Case(content)
    rows = worlds(case, scenario.seed)
    found = find(scenario, draws=DRAWS)
    check_space_and_frontier(found, rows[0])
    check_named_deals(found.measure, found.solved, rows)
    check_acceptance_and_harm(found, rows)
    check_price(found, rows)
    check_likeliest(found, rows[0], rows[1:])
    check_changes(found, rows)
    assert (found.impasse is None) == bool(rows[0].zone)
    if found.impasse is not None:
        check_impasse(found.measure, found.impasse, rows[0])


@settings(max_examples=800)
@given(SEEDS)
def test_named_deals_in_many_more(seed: int) -> None:
    """As above, without what takes longer."""
    content = random_scenario(seed, most_deals=200)
    scenario = readable(content)
    measured = measure(scenario, 2)
    check_named_deals(measured, solve(measured, range(3)), worlds(Case(content), scenario.seed, 2))


def check_space_and_frontier(found: Findings, world: World) -> None:
    case, measure = world.case, found.measure
    assert measure.parties == tuple(case.parties)
    assert list(measure.principals) == case.principals
    assert list(measure.protected) == case.protected
    assert found.combinations == len(case.combinations)
    assert measure.size == len(case.possible)
    every = np.array(case.combinations)
    broken = [set(np.flatnonzero(row)) for row in measure.broken(every)]
    asked = ~measure.untouched(every) | np.isin(np.arange(len(case.parties)), case.principals)
    # Only what differs is compared at length: a report on two long lists takes minutes.
    assert [deal for deal, found in zip(case.combinations, broken, strict=True) if found != case.broken[deal]] == []
    wrong = [
        deal
        for deal, found in zip(case.combinations, asked.tolist(), strict=True)
        if found != [case.asked(party, deal) for party in range(len(case.parties))]
    ]
    assert wrong == []
    assert close(measure.utilities(every, slice(0, 1))[0], [world.worth[deal] for deal in case.combinations])
    assert close(measure.walk_away[0], world.walk_away)
    assert found.zone.count == len(world.zone)
    assert found.measure.size == len(case.possible)
    columns = list(zip(*(world.worth[deal] for deal in world.zone), strict=True)) or [(None,)] * len(case.parties)
    assert close(found.zone.best, [max(column) for column in columns])
    assert close(found.zone.worst, [min(column) for column in columns])
    frontier = world.frontier if case.possible else {}
    points = [world.point(deal) for deal in tuples(found.frontier_deals)]
    counts = dict(zip(points, found.frontier.counts.tolist(), strict=True))
    assert set(counts.items()) ^ set(frontier.items()) == set()
    assert len(points) == len(frontier)
    assert not len(points) or close(found.frontier.points, points)
    assert set(tuples(found.frontier_deals)) <= set(case.possible)


def check_named_deals(measure: Measure, solved: Solved, rows: list[World]) -> None:
    case = rows[0].case
    for row, world in enumerate(rows):
        assert bool(solved.exists[row]) == bool(world.zone)
        picks = {name: tuple(deals[row].tolist()) for name, deals in solved.picks.items()}
        if case.possible:
            assert solved.share[row] == len(world.zone) / len(case.possible)
        else:
            assert math.isnan(solved.share[row])
        if not world.zone:
            assert {option for deal in picks.values() for option in deal} == {-1}
            assert np.isnan(solved.ideal[row]).all()
            continue
        assert close(solved.ideal[row], world.ideal(world.zone))
        best = {
            "nash": world.nash(),
            "kalai-smorodinsky": world.kalai_smorodinsky(),
            "egalitarian": world.egalitarian(),
            "utilitarian": world.utilitarian(),
        }
        for side, party in enumerate(case.principals):
            best[best_for(case.parties[party])] = world.aspiration(side)
        assert set(picks) == {*best, INCLUSIVE}
        assert measure.parties == tuple(case.parties)
        for name, points in best.items():
            assert picks[name] in world.zone, name
            assert world.point(picks[name]) in points, name
        if case.protected and world.harmless:
            assert picks[INCLUSIVE] in world.harmless
            if picks["nash"] in world.harmless:  # then nothing has to give, whatever else ties
                assert picks[INCLUSIVE] == picks["nash"]
            else:
                assert world.point(picks[INCLUSIVE]) in world.nash(world.harmless)
        elif case.protected:
            assert set(picks[INCLUSIVE]) == {-1}


def check_acceptance_and_harm(found: Findings, rows: list[World]) -> None:
    case, drawn, shown = rows[0].case, rows[1:], found.shown
    parties = range(len(case.parties))
    assert len(found.names) == len(set(found.names)) == len(shown.deals)
    assert found.names[-1] == TODAY
    assert tuples(shown.deals)[-1] == case.today
    assert (INCLUSIVE in found.names) == bool(case.protected and rows[0].harmless)
    for position, deal in enumerate(tuples(shown.deals)):
        for spread, before in ((shown.utilities[position], None), (shown.change[position], case.today)):
            values = [
                [world.worth[deal][party] - (world.worth[before][party] if before else 0) for party in parties]
                for world in rows
            ]
            assert close(spread.best, values[0])
            for end, share in ((spread.low, Fraction(5, 100)), (spread.high, Fraction(95, 100))):
                assert close(end, [quantile([row[party] for row in values[1:]], share) for party in parties])
        accepts = [[world.accepts(party, deal) for party in parties] for world in drawn]
        assert close(shown.accepts[position], [Fraction(sum(column), DRAWS) for column in zip(*accepts, strict=True)])
        assert close(shown.all_accept[position], Fraction(sum(all(row) for row in accepts), DRAWS))
        agreed = sum(all(row[party] for party in case.principals) for row in accepts)
        assert close(shown.principals_accept[position], Fraction(agreed, DRAWS))
        worse = [Fraction(sum(world.worse(party, deal) for world in drawn), DRAWS) for party in parties]
        assert close(shown.worse[position], worse)
        touched = [case.asked(party, deal) for party in parties if party not in case.principals]
        assert shown.touched[position][[party for party in parties if party not in case.principals]].tolist() == touched
        outside = [party for party in parties if party not in case.principals]
        spared = sum(not any(world.worse(party, deal) for party in outside) for world in drawn)
        assert close(shown.spares_all[position], Fraction(spared, DRAWS))


def check_price(found: Findings, rows: list[World]) -> None:
    case = rows[0].case
    if not case.protected or not rows[0].harmless:
        assert found.price is None
        return
    assert found.price is not None
    lost = []
    for row, world in enumerate(rows):
        if world.harmless:
            fair, careful = (tuple(found.solved.picks[name][row].tolist()) for name in ("nash", INCLUSIVE))
            lost.append([a - b for a, b in zip(world.point(fair), world.point(careful), strict=True)])
    assert close(found.price.best, lost[0])
    for side in range(len(case.principals)):
        column = [row[side] for row in lost[1:]]
        ends = (found.price.low[side], found.price.high[side])
        expected = [quantile(column, Fraction(share, 100)) if column else None for share in (5, 95)]
        assert close(ends, expected)


def check_likeliest(found: Findings, world: World, drawn: list[World]) -> None:
    """It is possible, as likely as any other named deal or point of the frontier, and of such the best for all together."""
    case = world.case

    def chance(deal: Deal) -> int:
        return sum(all(each.accepts(party, deal) for party in range(len(case.parties))) for each in drawn)

    if LIKELIEST not in found.names:
        assert not any(
            chance(deal) for name, deal in zip(found.names, tuples(found.shown.deals), strict=True) if name != TODAY
        )
        return
    likeliest = tuples(found.shown.deals)[found.names.index(LIKELIEST)]
    assert likeliest in case.possible
    others = [deal for name, deal in zip(found.names, tuples(found.shown.deals), strict=True) if name != TODAY]
    others += tuples(found.frontier_deals)
    chances = {deal: chance(deal) for deal in [*others, likeliest]}
    assert chances[likeliest] == max(chances.values()) > 0
    best = {deal for deal, count in chances.items() if count == chances[likeliest]}
    assert sum(world.point(likeliest)) == max(sum(world.point(deal)) for deal in best)


def check_changes(found: Findings, rows: list[World]) -> None:
    world, case = rows[0], rows[0].case
    for issue, option in enumerate(case.today):
        assert close(found.without[issue], most_with(world, issue, option))
    if not world.zone:
        assert found.changes == ()
        return
    fair = tuple(found.solved.picks["nash"][0].tolist())
    expected = [(i, o) for i, keys in enumerate(case.keys) for o in range(len(keys)) if o != fair[i]]
    assert [(change.issue, change.option) for change in found.changes] == expected
    names = [exclusion.name for exclusion in found.measure.exclusions]
    for change in found.changes:
        moved = (*fair[: change.issue], change.option, *fair[change.issue + 1 :])
        differences = [[a - b for a, b in zip(w.worth[moved], w.worth[fair], strict=True)] for w in rows]
        assert close(change.difference.best, differences[0])
        for end, share in ((change.difference.low, Fraction(5, 100)), (change.difference.high, Fraction(95, 100))):
            assert close(end, [quantile(list(column), share) for column in zip(*differences[1:], strict=True)])
        assert change.broken == tuple(names[index] for index in sorted(case.broken[moved]))
        assert change.acceptable == any(deal[change.issue] == change.option for deal in world.zone)
        assert close(change.most, most_with(world, change.issue, change.option))
        parties = range(len(case.parties))
        agreed = [[w.accepts(party, moved) for party in parties] for w in rows[1:]]
        assert close(change.accepts, [Fraction(sum(column), DRAWS) for column in zip(*agreed, strict=True)])
        everyone = sum(all(row[party] for party in case.principals) for row in agreed)
        assert close(change.principals_accept, Fraction(everyone, DRAWS))
        assert close(change.worse, [Fraction(sum(w.worse(party, moved) for w in rows[1:]), DRAWS) for party in parties])


def most_with(world: World, issue: int, option: int) -> list[Fraction | None]:
    kept = [deal for deal in world.zone if deal[issue] == option]
    return list(world.ideal(kept)) if kept else [None] * len(world.case.principals)


@settings(max_examples=500)
@given(SEEDS)
def test_why_there_is_no_deal(seed: int) -> None:
    content = random_scenario(seed, most_deals=200)
    case = Case(content)
    world = case.at_best_guess()
    if world.zone:  # raise what each has without a deal until none is left
        greedy = random.Random(seed)
        for name in (case.parties[party] for party in case.principals):
            content["preferences"][name]["walk_away"] = greedy.choice([60, 75, 90, 100])
        case = Case(content)
        world = case.at_best_guess()
    assume(not world.zone)
    measured = measure(readable(content), 1)
    check_impasse(measured, impasse(measured), world)


def check_impasse(measure: Measure, found: Impasse, world: World) -> None:
    case = world.case
    principals = len(case.principals)
    names = [exclusion.name for exclusion in measure.exclusions]
    smallest = world.obstacles()
    obstacles = found.obstacles
    # Two rules may read alike; then only the wording is compared.
    read = [[names[m - principals] if m >= principals else case.principals[m] for m in members] for members in smallest]
    said = [obstacle.name if obstacle.party is None else obstacle.party for obstacle in obstacles]
    assert said == read[0], "the first of the smallest sets"
    for member, obstacle in zip(smallest[0], obstacles, strict=True):
        if member < principals:
            assert close(obstacle.give, world.give(member, smallest[0]))
            assert obstacle.give > 0
        else:
            assert math.isnan(obstacle.give)
    assert close(found.shared, world.shared() if case.possible else None)


@settings(max_examples=120)
@given(SEEDS)
def test_assumptions_moved_one_at_a_time(seed: int) -> None:
    content = random_scenario(seed, most_deals=60)
    scenario = readable(content)
    case = Case(content)
    found = find(scenario, draws=1)
    best = dict(case.at_best_guess().numbers)
    ranges = {name: parse_uncertain(written(raw)) for name, raw in case.numbers().items()}
    uncertain = {name for name, value in ranges.items() if value.least < value.greatest}
    assert {assumption.line.name for assumption in found.assumptions} == uncertain
    base = case.at_best_guess()
    briefed = found.briefed
    for assumption in found.assumptions:
        name = assumption.line.name
        gains = []
        for end, share in ((assumption.low, 0.05), (assumption.high, 0.95)):
            assert end == float(ranges[name].quantile(np.array(share)))
            gains.append(fair_gains(World(case, best | {name: Fraction(end)})))
        for gain, expected in ((assumption.gain_low, gains[0]), (assumption.gain_high, gains[1])):
            assert any(close(gain, each) for each in expected) if expected else np.isnan(gain).all()
        present = [bool(base.zone), *(bool(each) for each in gains)]
        if all(present):
            apart = np.abs(assumption.gain_high - assumption.gain_low)
            assert assumption.swing == (apart.max() if briefed is None else apart[briefed])
        else:
            assert assumption.swing == (math.inf if any(present) else 0.0)
    order = [(-assumption.swing, assumption.line.name) for assumption in found.assumptions]
    assert order == sorted(order)


def fair_gains(world: World) -> list[list[Fraction]]:
    """What each principal gains in each of the Nash deals that tie; empty where there is no deal."""
    points = world.nash() if world.zone else set()
    return [[u - d for u, d in zip(point, world.least, strict=True)] for point in points]


def signature(found: Findings) -> dict[str, Any]:
    """What must not depend on the order in which things are written, under names and rounded."""
    measure = found.measure
    who = sorted(measure.parties)
    sides = {measure.parties[party]: side for side, party in enumerate(measure.principals)}
    principals = sorted(sides)

    def by_name(values: Any) -> list[Any]:
        return [
            round(float(values[sides[name]]), 6) + 0.0 if not math.isnan(values[sides[name]]) else None
            for name in principals
        ]

    def gains(name: str, row: int) -> np.ndarray:
        deal = found.solved.picks[name][row][None, :]
        worth = measure.utilities(deal, slice(row, row + 1))[0, 0]
        return np.array(
            [worth[measure.parties.index(p)] - measure.walk_away[row, measure.parties.index(p)] for p in principals]
        )

    objectives = []
    for row, exists in enumerate(found.solved.exists.tolist()):
        objectives.append([exists, by_name(found.solved.ideal[row]), round(np.nan_to_num(found.solved.share[row]), 9)])
        if exists:
            reach = found.solved.ideal[row] - measure.walk_away[row, list(measure.principals)]
            reach = np.array([reach[sides[name]] for name in principals])
            fair = gains("nash", row)
            objectives[-1] += [
                round(float(gains("utilitarian", row).sum()), 6) + 0.0,
                np.round(np.sort(gains("egalitarian", row)), 6).tolist(),
                np.round(np.sort(gains("kalai-smorodinsky", row) / np.where(reach > CLOSE, reach, np.inf)), 6).tolist(),
                int((fair > CLOSE).sum()),
                round(float(np.log(fair).sum()), 6) if (fair > CLOSE).all() else None,
            ]
            objectives[-1] += [
                round(float(gains(best_for(name), row)[position]), 6) + 0.0 for position, name in enumerate(principals)
            ]
    return {
        "parties": who,
        "size": measure.size,
        "zone": found.zone.count,
        "frontier": sorted(
            [by_name(point), int(count)]
            for point, count in zip(found.frontier.points, found.frontier.counts, strict=True)
        ),
        "rows": objectives,
        "obstacles": None if found.impasse is None else len(found.impasse.obstacles),
        "shared": None if found.impasse is None else round(np.nan_to_num(found.impasse.shared), 6),
        "assumptions": sorted(
            (a.line.name, a.low, a.high, bool(np.isnan(a.gain_low).any()), bool(np.isnan(a.gain_high).any()))
            for a in found.assumptions
        ),
    }


@settings(max_examples=150)
@given(SEEDS)
def test_the_order_in_which_things_are_written_does_not_matter(seed: int) -> None:
    content = random_scenario(seed, most_deals=150)
    first, second = readable(content), readable(permuted(content, random.Random(seed)))
    assert signature(find(first, draws=2)) == signature(find(second, draws=2))
