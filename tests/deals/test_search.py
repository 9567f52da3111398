"""Search without a frontier agrees with the frontier, and spaces of any size are answered."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler import ScenarioError, parse
from pourparler.deals import solutions
from pourparler.deals.changes import acceptable_with, most_with
from pourparler.deals.findings import find
from pourparler.deals.measure import Measure, measure
from pourparler.deals.search import named_by_programmes, solve_by_search
from pourparler.deals.solve import INCLUSIVE, best_for, frontier_of, solve
from tests.deals.random_scenarios import loaded, random_scenario, text_of


def gains(measured: Measure, deal: np.ndarray, row: int) -> np.ndarray:
    sides = list(measured.principals)
    worth = measured.utilities(deal[None, :], slice(row, row + 1))[0, 0, sides]
    return worth - measured.walk_away[row, sides]


def possible(seed: int) -> Measure | None:
    try:
        return measure(loaded(random_scenario(seed)), 3)
    except ScenarioError as error:  # about one in a hundred contradicts itself and is refused
        if "leaves no option" not in str(error):
            raise
        return None


@settings(max_examples=300)
@given(st.integers(0, 10**6))
def test_search_finds_what_the_frontier_holds(seed: int) -> None:
    measured = possible(seed)
    if measured is None:
        return
    by_frontier = solve(measured, range(4))
    by_search = solve_by_search(measured, range(4))
    assert by_search.exists.tolist() == by_frontier.exists.tolist()
    for row in np.flatnonzero(by_frontier.exists):
        for name in ("nash", INCLUSIVE):
            theirs, ours = by_frontier.picks[name][row], by_search.picks[name][row]
            assert (theirs[0] < 0) == (ours[0] < 0)
            if theirs[0] < 0:
                continue
            one, other = gains(measured, theirs, row), gains(measured, ours, row)
            if (one > 1e-6).all():
                assert np.log(other).sum() == pytest.approx(np.log(one).sum(), abs=1e-6)
            else:
                assert (other >= -1e-6).all()


@settings(max_examples=120)
@given(st.integers(0, 10**6))
def test_programmes_prove_what_the_frontier_holds(seed: int) -> None:
    measured = possible(seed)
    if measured is None or not measured.size:
        return
    sides = list(measured.principals)
    points, _ = frontier_of([block[:, sides] for block in measured.block_utilities(0)])
    walk_away, slack = measured.walk_away[0, sides], measured.slack[sides]
    proofs = named_by_programmes(measured)
    most = solutions.ideal(points, walk_away, slack)
    if most is None:
        assert proofs == {}
        return
    fairest = points[solutions.nash(points, walk_away, slack)[0]] - walk_away
    if (fairest > 1e-6).all():
        assert proofs["nash"].objective == pytest.approx(np.log(fairest).sum(), abs=1e-6)
    for side, party in enumerate(sides):
        proof = proofs[best_for(measured.parties[party])]
        assert proof.proven
        assert proof.objective == pytest.approx(most[side], abs=1e-6)
    assert proofs["utilitarian"].objective == pytest.approx(
        points[solutions.utilitarian(points, walk_away, slack)[0]].sum(), abs=1e-6
    )
    fair = points[solutions.egalitarian(points, walk_away, slack)[0]]
    assert sorted(proofs["egalitarian"].utilities - walk_away) == pytest.approx(sorted(fair - walk_away), abs=1e-5)


@settings(max_examples=60)
@given(st.integers(0, 10**6))
def test_which_options_occur(seed: int) -> None:
    measured = possible(seed)
    if measured is None or not measured.size:
        return
    for issue, worth in enumerate(measured.worth):
        for option in range(worth.shape[2]):
            listed = not np.isnan(most_with(measured, 0, {issue: [option]})).any()
            assert acceptable_with(measured, 0, {issue: [option]}) == listed


def large(issues: int, options: int, parties: int, seed: int) -> dict[str, Any]:
    """A random additive case without rules."""
    chance = random.Random(seed)
    names = [f"o{option}" for option in range(options)]
    content: dict[str, Any] = {
        "format": 1,
        "title": "Large",
        "as_of": "2024-01-01",
        "seed": 1,
        "parties": {f"p{p}": {"name": f"Party {p}", "role": "principal"} for p in range(parties)},
        "issues": {
            f"i{i}": {"name": f"Issue {i}", "options": {name: f"{name} of {i}" for name in names}, "today": "o0"}
            for i in range(issues)
        },
        "preferences": {},
    }
    for party in content["parties"]:
        stakes = {}
        for issue in content["issues"]:
            values = [0, 100, *(chance.randint(0, 100) for _ in names[2:])]
            chance.shuffle(values)
            weight = chance.randint(2, 20)
            stakes[issue] = {
                "weight": [weight - 1, weight, weight + 1],
                "values": dict(zip(names, values, strict=True)),
            }
        content["preferences"][party] = {"walk_away": [45, 50, 55], "issues": stakes}
    return content


def test_two_principals_and_ten_to_the_fifty_deals() -> None:
    found = find(parse(text_of(large(50, 10, 2, 1))), draws=3)
    assert found.measure.size == 10**50
    assert found.zone.count is None
    assert found.zone.least is not None
    assert found.zone.most is not None
    assert 0 < found.zone.least < found.zone.most < 10**50
    assert "grid of 1,000 steps" in found.zone.how
    assert (found.zone.worst >= 50 - 1e-6).all()
    assert (found.zone.best <= found.solved.ideal[0] + 1e-3).all()
    assert found.frontier is not None
    assert found.solved.exists.all()
    assert found.proofs == {}


def test_five_principals_and_thirty_issues_with_proofs() -> None:
    found = find(parse(text_of(large(30, 4, 5, 1))), draws=5)
    assert found.measure.size == 4**30
    assert found.frontier is None
    assert found.without is None
    assert found.guarantee is not None
    assert (found.guarantee > 0).all()
    assert 0 < len(found.frontier_deals) <= 2_000
    assert found.solved.exists.all()
    assert all(proof.proven for proof in found.proofs.values())
    assert set(found.proofs) == {
        "nash",
        "kalai-smorodinsky",
        "egalitarian",
        "utilitarian",
        *(f"best-for-p{p}" for p in range(5)),
    }
    sides = list(found.measure.principals)
    shown = {name: found.shown.utilities[index].best[sides] for index, name in enumerate(found.names)}
    walk_away = found.measure.walk_away[0, sides]
    for name, worth in shown.items():
        if name != "today":
            assert worth.sum() <= found.proofs["utilitarian"].bound + 1e-6
            assert np.prod(np.maximum(worth - walk_away, 0)) <= np.prod(shown["nash"] - walk_away) * (1 + 1e-9)
            assert (worth - walk_away).min() <= found.proofs["egalitarian"].bound + 1e-6


def test_a_briefing_of_a_large_case_says_what_was_not_done() -> None:
    from pourparler.deals import analyse

    answer = analyse(parse(text_of(large(30, 4, 5, 2))), draws=3)
    assert "too many to count" in answer.summary()
    content = answer.to_dict()
    assert content["acceptable_deals"] is None
    assert "no frontier" in content["exact"]
    assert "only the fair deal was followed" in str(answer.sections()[0].content[0])
    assert "Not found in the time" not in str(answer.sections()[0].content[0])
    assert all(proof["proven"] for proof in content["proofs"].values())
    text = " ".join(
        str(cell)
        for section in answer.sections()
        for block in section.content
        for row in getattr(block, "rows", ())
        for cell in row
    )
    assert "proven: no deal does better" in text
    assert "nan" not in text


def test_a_deal_that_was_not_found_in_time_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from pourparler.deals import analyse, mixed_integer
    from pourparler.deals.milp_model import NothingFoundInTime

    def out_of_time(*_: Any, **__: Any) -> None:
        raise NothingFoundInTime

    monkeypatch.setattr(mixed_integer, "leximin", out_of_time)
    answer = analyse(parse(text_of(large(30, 4, 5, 2))), draws=2)
    assert "Not found in the time that was given: Equal gains." in str(answer.sections()[0].content[0])
    assert "egalitarian" not in answer.to_dict()["deals"]
