"""The whole room against the oracle, on hundreds of random scenarios."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from pourparler.allies.answer import AlliesAnswer
from pourparler.allies.blockers import NOTICED
from pourparler.allies.findings import Findings, find
from pourparler.allies.versions import CONSULTED, OUTSIDE, VETO
from pourparler.scenario import ScenarioError
from tests.allies.room_oracle import Room, random_allies
from tests.deals.random_scenarios import loaded

DRAWS = 4
SEEDS = st.integers(0, 2**32)


def both(seed: int) -> tuple[Room, Findings]:
    content = random_allies(seed)
    try:
        scenario = loaded(content)
    except ScenarioError as error:
        if "leaves no option" not in str(error):
            raise
        reject()
    return Room(content, DRAWS, scenario.seed), find(scenario, DRAWS, scenario.seed)


def tuples(deals: np.ndarray) -> list[tuple[int, ...]]:
    return [tuple(int(option) for option in deal) for deal in deals]


@settings(max_examples=150)
@given(SEEDS)
def test_gates_and_chances(seed):
    room, found = both(seed)
    assert [gate.key for gate in found.setting.gates] == [gate.key for gate in room.gates]
    for place, deal in enumerate(tuples(found.deals)):
        for column, gate in enumerate(room.gates):
            assert found.chances.asked[place, column] == gate.asked(deal)
            assert found.chances.margin[place, column] == pytest.approx(room.margin(gate, deal), abs=1e-6)
        assert found.chances.signed[place] == pytest.approx(len(room.signed(deal)) / DRAWS)
        assert found.chances.mean[place] == pytest.approx(room.mean(deal), abs=1e-7)
    if len(found.deals):
        assert found.chances.best[0] == pytest.approx(room.best(tuples(found.deals)[0]), abs=1e-5)


@settings(max_examples=150)
@given(SEEDS)
def test_counts_and_versions(seed):
    room, found = both(seed)
    world, case = room.worlds[0], room.case
    if found.shares is not None:
        assert found.shares.acceptable == len(world.zone)
        for place, gate in enumerate(room.gates):
            asked = [deal for deal in world.zone if gate.asked(deal)]
            assert found.shares.asked[place] == len(asked)
            assert found.shares.ratified[place] == sum(room.says_yes(gate, deal) for deal in asked)
        by_all = [d for d in world.zone if all(room.says_yes(g, d) for g in room.gates if g.asked(d))]
        assert found.shares.by_all == len(by_all)
    vetoed = [d for d in world.zone if all(world.worth[d][p] >= world.walk_away[p] for p in case.protected)]
    left = {OUTSIDE: world.zone, CONSULTED: world.harmless, VETO: vetoed}
    assert bool(found.versions) == bool(case.protected)
    for version in found.versions:
        deals = left[version.name]
        assert (version.left or 0) == len(deals)
        assert (version.deal is None) == (not deals)
        if version.deal is not None:
            assert world.point(tuples(version.deal[None, :])[0]) in world.nash(deals)


@settings(max_examples=150)
@given(SEEDS)
def test_blockers_and_changes(seed):
    room, found = both(seed)
    world, case = room.worlds[0], room.case
    if found.fair is None:
        assert found.blockers.shown == found.changes == ()
        return
    deal = tuples(found.deals)[0]
    expected = room.blocking_sets(deal)
    gates = {gate.key: gate for gate in room.gates}
    listed = [each for each in found.blockers.shown if each.gates]
    if not found.blockers.more:
        assert len(listed) >= len(expected)
    for each in listed:
        key = each.gates[0].key
        names = [group.name for group, _ in each.parts]
        some = frozenset((key, place) for place, group in enumerate(gates[key].groups) if group[0] in names)
        if some in expected:  # else a set of those who would block, which is not among the smallest of all
            assert each.enough == expected[some]
        gains = room.gains(gates[key], deal, 0)
        assert [float(gain[0]) for _, gain in each.parts] == pytest.approx([-gains[place] for _, place in sorted(some)])
        assert each.would == all(gains[place] < -1e-7 for _, place in some)
    refusing = any(not room.says_yes(gate, deal) for gate in room.gates if gate.asked(deal))
    assert refusing == any(each.would for each in listed)
    changed = {}
    for issue, keys in enumerate(case.keys):
        for option in range(len(keys)):
            other = (*deal[:issue], option, *deal[issue + 1 :])
            if other != deal and not case.broken[other] and min(world.gains(other)) >= 0:
                changed[issue, option] = other
    assert {(each.issue, each.option) for each in found.changes} <= set(changed)
    best = max((room.mean(other) for other in changed.values()), default=0.0)
    if best > room.mean(deal) + NOTICED + 1e-6:
        assert max(each.chance for each in found.changes) == pytest.approx(best, abs=1e-6)
    for each in found.changes:
        assert each.chance == pytest.approx(room.mean(changed[each.issue, each.option]), abs=1e-7)
        lead = found.setting.measure.parties[found.lead]
        place = case.parties.index(lead)
        lost = world.worth[deal][place] - world.worth[changed[each.issue, each.option]][place]
        assert float(each.cost[found.lead]) == pytest.approx(float(lost), abs=1e-7)


@settings(max_examples=100)
@given(SEEDS)
def test_offers_and_needs(seed):
    room, found = both(seed)
    world = room.worlds[0]
    for asked in found.asked:
        name = found.setting.measure.parties[asked.party]
        place = room.case.parties.index(name)
        cost = float(found.setting.failure(asked.party)[0])

        def expected(deal, place=place, cost=cost):
            chance = room.mean(deal)
            return chance * float(world.worth[deal][place]) + (1 - chance) * (float(world.walk_away[place]) - cost)

        listed = tuples(found.candidates.deals)
        assert asked.offer.expected == pytest.approx(max(expected(deal) for deal in listed), abs=1e-6)
        assert asked.offer.price_of_safety >= 0
        assert asked.offer.worth_of_safety >= -1e-9
    for need in found.needs:
        gate = next(gate for gate in room.gates if gate.key == need.gate.key)
        gains = room.gains(gate, tuples(found.deals)[0], 0)
        if need.paid is not None:
            better = [gain if gain >= -1e-7 else (gain, number) for gain, number in zip(gains, need.paid, strict=True)]
            votes = sum(
                group[2] * (group[1] if not isinstance(each, tuple) else each[1])
                for group, each in zip(gate.groups, better, strict=True)
            )
            assert votes >= gate.quota


@settings(max_examples=80)
@given(SEEDS)
def test_pages_of_anything_can_be_made(seed):
    _, found = both(seed)
    answer = AlliesAnswer(found)
    assert answer.sections() or not found.setting.gates
    assert answer.summary() is not None
    answer.chart().to_dict()
    for line in answer.computed():
        assert "nan" not in line.value
