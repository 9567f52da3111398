"""The room against its slow twin on random scenarios, and what must hold whatever a scenario says."""

from __future__ import annotations

import random
from copy import deepcopy
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.conduct.drawing import Drawing
from pourparler.conduct.readings import Readings, read
from pourparler.conduct.watch import NOT_SEEN, SEEN, Watched, watch
from pourparler.conduct.weigh import Weighed, weigh
from pourparler.scenario.conduct_numbers import conduct_numbers
from tests.conduct.conduct_oracle import Oracle, best
from tests.conduct.random_conduct import base, random_conduct
from tests.deals.random_scenarios import Content, loaded

TEMPO = 0.083
seeds = st.integers(0, 10**9)
close = pytest.approx


def drawing_of(content: Content, draws: int = 3) -> Drawing:
    scenario = loaded(content)
    assert scenario.conduct is not None
    return Drawing(scenario, scenario.conduct, draws, scenario.seed, np.full(draws + 1, TEMPO))


def asked(content: Content, draws: int = 3) -> tuple[Drawing, Readings, Weighed, Watched | None]:
    """The room, with the tempo's chance of the silence given."""
    drawing = drawing_of(content, draws)
    readings = read(drawing)
    names = tuple(dict.fromkeys(hypothesis for hypothesis, _ in readings.states))
    weighed = weigh(drawing.scenario, readings, names, None)
    return drawing, readings, weighed, watch(drawing, readings, weighed.states)


def near(expected: Any) -> Any:
    return close(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("start", range(0, 2000, 100))
def test_room_equals_oracle(start: int) -> None:
    for seed in range(start, start + 100):
        content = random_conduct(seed)
        _, readings, weighed, watched = asked(content)
        oracle = Oracle(content, TEMPO)
        assert list(readings.states) == oracle.states, seed
        assert weighed.prior[0] == near(list(oracle.hypothesis_prior.values())), seed
        assert readings.prior[0] == near(list(oracle.prior.values())), seed
        check_evidence(oracle, readings, weighed)
        check_what_it_hangs_on(oracle, weighed)
        if watched is not None:
            check_watch(oracle, watched)


def check_evidence(oracle: Oracle, readings: Readings, weighed: Weighed) -> None:
    for index, name in enumerate(oracle.items):
        assert readings.faithful[0, index] == near(oracle.faithful(name))
        assert readings.likelihood[0, index] == near(list(oracle.reported[name].values()))
        assert weighed.likelihood[index] == near(list(oracle.averaged(name).values()))
        assert weighed.weights[index] == near(oracle.weight[name])
        assert dict(zip(oracle.hypotheses, weighed.letters[index], strict=True)) == oracle.letters(name)
    assert weighed.states[0] == near(list(oracle.posterior.values()))
    assert weighed.hypotheses[0] == near(list(oracle.by_hypothesis.values()))
    if weighed.mechanisms.shape[1]:
        assert weighed.mechanisms[0] == near(list(oracle.by_mechanism.values()))
    assert weighed.ignoring_origin == near(list(oracle.independent().values()))
    assert weighed.inconsistency.tolist() == list(oracle.inconsistency().values())
    assert weighed.good_origins == oracle.good_origins()


def check_what_it_hangs_on(oracle: Oracle, weighed: Weighed) -> None:
    shares = list(oracle.by_hypothesis.values())
    assert shares[weighed.leader] == near(max(shares))
    assert shares[weighed.runner_up] == near(sorted(shares)[-2])
    assert weighed.break_even == near([oracle.break_even(h) for h in oracle.hypotheses])
    leader, second = oracle.hypotheses[weighed.leader], oracle.hypotheses[weighed.runner_up]
    largest = oracle.largest_origin(leader, second)
    assert (weighed.one_origin is None) == (largest is None)
    assert (weighed.one_origin or 0.0) == close(largest or 0.0, rel=1e-6)
    odds = shares[weighed.leader] / shares[weighed.runner_up] if shares[weighed.runner_up] else np.inf
    for index, name in enumerate(oracle.items):
        assert weighed.without[index] == near(list(oracle.without(name).by_hypothesis.values()))
        assert weighed.ratios[index] == near(oracle.ratio(name, leader, second))
        weight = oracle.weight[name]
        assert weighed.factors[index] == (close(odds ** (1 / weight), rel=1e-6) if weight else np.inf)


def check_watch(oracle: Oracle, watched: Watched) -> None:
    for index, name in enumerate(oracle.conduct["indicators"]):
        cost = best(oracle.conduct["indicators"][name].get("cost", 0))
        assert watched.chance[0, index] == near(oracle.chance_seen(name))
        assert watched.gain[0, index] == near(oracle.bits(name))
        for result, joint in zip((SEEN, NOT_SEEN), oracle.results(name), strict=True):
            chance = sum(joint.values())
            if chance < 1e-12:
                assert np.isnan(watched.belief[index, result]).all()
                continue
            belief = {state: both / chance for state, both in joint.items()}
            shares = [sum(p for (h, _), p in belief.items() if h == each) for each in oracle.hypotheses]
            assert watched.belief[index, result] == near(shares)
            if oracle.value:
                assert watched.after is not None
                chosen = list(oracle.value)[watched.after.action[0, index, result]]
                assert oracle.worth(chosen, belief) == near(max(oracle.worth(a, belief) for a in oracle.value))
        if oracle.value:
            assert watched.worth[0, index] == near(oracle.sample_information(name) - cost)
    if oracle.value:
        assert watched.course[0] == near([oracle.worth(a, oracle.posterior) for a in oracle.value])
        assert watched.course[0, watched.best[0]] == watched.course[0].max()
        assert watched.perfect[0] == near(oracle.perfect_information())


# What must hold whatever a scenario says


@given(seeds)
@settings(max_examples=150)
def test_shares_add_up_and_information_is_within_its_bounds(seed: int) -> None:
    _, readings, weighed, watched = asked(random_conduct(seed), draws=20)
    for rows in (readings.prior, weighed.states, weighed.hypotheses, weighed.prior):
        assert rows.sum(axis=1) == close(np.ones(21), abs=1e-12)
        assert ((rows >= 0) & (rows <= 1 + 1e-12)).all()
    if weighed.mechanisms.shape[1]:
        assert weighed.mechanisms.sum(axis=1) == close(np.ones(21), abs=1e-12)
    if watched is not None:
        before_cost = watched.worth + watched.cost
        if watched.after is not None:
            assert (before_cost >= -1e-12).all()
            assert (before_cost <= watched.perfect[:, None] + 1e-9).all()
        entropy = -(weighed.states * np.log2(np.maximum(weighed.states, 1e-300))).sum(axis=1)
        assert ((watched.gain >= 0) & (watched.gain <= entropy[:, None] + 1e-9)).all()


def with_items(seed: int) -> Content:
    """A random scenario that has evidence."""
    chance = random.Random(seed)
    while True:
        content = random_conduct(chance.randrange(10**9))
        if content["conduct"]["evidence"]:
            return content


def same(one: Weighed, other: Weighed) -> None:
    """Every row where nothing drawn has changed."""
    assert other.states == close(one.states, rel=1e-9, abs=1e-12)


@given(seeds)
@settings(max_examples=150)
def test_an_item_told_twice_in_one_cluster_moves_nothing_at_the_best_guess(seed: int) -> None:
    content = with_items(seed)
    conduct = content["conduct"]
    name = random.Random(seed).choice(list(conduct["evidence"]))
    item = conduct["evidence"][name]
    item.pop("cluster", None)
    item.pop("if_cause", None)
    alone = asked(content)[2]
    item["cluster"] = "twice"
    conduct["clusters"]["twice"] = {"name": "told twice", "correlation": 1}
    conduct["evidence"]["again"] = deepcopy(item)
    assert asked(content)[2].states[0] == close(alone.states[0], rel=1e-9, abs=1e-12)


@given(seeds)
@settings(max_examples=150)
def test_an_item_that_retells_moves_nothing_in_any_draw(seed: int) -> None:
    content = with_items(seed)
    evidence = content["conduct"]["evidence"]
    before = asked(content, draws=20)
    first = next(name for name, item in evidence.items() if "retells" not in item)
    evidence["echo"] = deepcopy(evidence[first]) | {"retells": first}
    after = asked(content, draws=20)
    same(before[2], after[2])
    assert after[2].ratios[-1] == 1
    assert after[2].factors[-1] == np.inf
    assert after[2].one_origin == before[2].one_origin


@given(seeds)
@settings(max_examples=150)
def test_an_item_as_likely_under_all_moves_nothing_in_any_draw(seed: int) -> None:
    content = with_items(seed)
    before = asked(content, draws=20)
    content["conduct"]["evidence"]["mute"] = {
        "what": "Mute",
        "kind": "circumstance",
        "likelihood": [0.1, 0.5, 0.9],
        "faithful": [0.3, 0.9],
    }
    same(before[2], asked(content, draws=20)[2])


@given(seeds)
@settings(max_examples=150)
def test_one_more_item_changes_no_draw_of_the_others(seed: int) -> None:
    content = with_items(seed)
    before = asked(content, draws=20)[1]
    content["conduct"]["evidence"] = {"new": {"what": "New", "kind": "statement", "favours": "h0"}} | content[
        "conduct"
    ]["evidence"]
    after = asked(content, draws=20)[1]
    assert after.likelihood[:, 1:].tolist() == before.likelihood.tolist()
    assert after.prior.tolist() == before.prior.tolist()
    assert after.correlation.tolist() == before.correlation.tolist()


@given(seeds)
@settings(max_examples=150)
def test_order_does_not_matter(seed: int) -> None:
    content = random_conduct(seed)
    chance = random.Random(seed)
    turned = deepcopy(content)
    for part in ("hypotheses", "mechanisms", "evidence", "clusters", "indicators", "courses"):
        entries = list(turned["conduct"].get(part, {}).items())
        chance.shuffle(entries)
        turned["conduct"][part] = dict(entries)
    drawing, readings, weighed, watched = asked(content, draws=20)
    _, turned_readings, turned_weighed, turned_watched = asked(turned, draws=20)
    order = [turned_readings.states.index(state) for state in readings.states]
    assert turned_weighed.states[:, order] == close(weighed.states, rel=1e-9, abs=1e-12)
    shares = sorted(weighed.hypotheses[0])
    if shares[-2] - shares[-3] > 1e-9:  # else it hangs on the order which of two equals is the runner-up
        assert (turned_weighed.one_origin is None) == (weighed.one_origin is None)
        assert (turned_weighed.one_origin or 0.0) == close(weighed.one_origin or 0.0, rel=1e-6)
    if watched is not None and turned_watched is not None:
        names = list(turned["conduct"]["indicators"])
        columns = [names.index(name) for name in drawing.conduct.indicators]
        assert turned_watched.worth[:, columns] == close(watched.worth, rel=1e-9, abs=1e-9)
        assert turned_watched.gain[:, columns] == close(watched.gain, rel=1e-9, abs=1e-9)


@given(seeds)
@settings(max_examples=100)
def test_the_same_seed_draws_the_same_and_fewer_draws_are_the_first_of_more(seed: int) -> None:
    content = random_conduct(seed)
    one, again, more = (asked(content, draws=draws)[2].states for draws in (10, 10, 25))
    assert one.tobytes() == again.tobytes()
    assert more[:11].tobytes() == one.tobytes()


def test_another_seed_draws_others() -> None:
    content = random_conduct(4)
    assert (asked(content)[2].states[1:] != asked(content | {"seed": 5})[2].states[1:]).any()


@given(seeds)
@settings(max_examples=150)
def test_what_is_drawn_stays_in_its_range(seed: int) -> None:
    drawing = drawing_of(random_conduct(seed), draws=50)
    for line in conduct_numbers(drawing.scenario):
        rows = drawing.number(*line.path[1:])
        assert rows[0] == line.value.best
        assert ((rows >= line.value.least) & (rows <= line.value.greatest)).all()


# How wide the draws are


def plain_case(**conduct: Any) -> Content:
    return base() | {
        "conduct": {
            "party": "them",
            "hypotheses": {"h": {"name": "h", "prior": 30}, "k": {"name": "k", "prior": 65}},
            "evidence": {
                "e": {"what": "Something", "kind": "circumstance", "faithful": 1, "likelihood": {"h": 0.8, "k": 0.3}}
            },
        }
        | conduct
    }


@pytest.mark.parametrize("factor", [1.5, 2, 5])
def test_the_odds_of_a_plain_likelihood_are_off_by_the_factor(factor: float) -> None:
    drawing = drawing_of(plain_case(doubt={"likelihood": factor}), draws=40_000)
    for key, likely in (("h", 0.8), ("k", 0.3)):
        rows = drawing.doubted("evidence", "e", "likelihood", key)
        odds = rows[1:] / (1 - rows[1:]) / (likely / (1 - likely))
        assert rows[0] == likely
        assert np.quantile(odds, [0.05, 0.5, 0.95]) == close([1 / factor, 1, factor], rel=0.02)
    apart = np.corrcoef([drawing.doubted("evidence", "e", "likelihood", key)[1:] for key in ("h", "k")])
    assert abs(apart[0, 1]) < 0.02


def test_what_is_certain_and_what_has_a_range_is_not_doubted() -> None:
    content = plain_case(doubt={"likelihood": 5})
    content["conduct"]["evidence"]["e"]["likelihood"] = {"h": 1, "k": [0.2, 0.4]}
    drawing = drawing_of(content, draws=2_000)
    assert (drawing.doubted("evidence", "e", "likelihood", "h") == 1).all()
    ranged = drawing.doubted("evidence", "e", "likelihood", "k")[1:]
    assert np.quantile(ranged, [0, 0.5, 1]) == close([0.2, 0.3, 0.4], abs=0.005)
    content["conduct"]["doubt"] = {"likelihood": 1}
    content["conduct"]["evidence"]["e"]["likelihood"] = {"h": 0.8, "k": "II"}
    drawing = drawing_of(content, draws=10)
    assert set(drawing.doubted("evidence", "e", "likelihood", "h")) == {0.8}
    assert set(drawing.doubted("evidence", "e", "likelihood", "k")) == {0.05}


@pytest.mark.parametrize("cases", [5, 20, 200])
def test_priors_without_ranges_scatter_as_if_they_rested_on_so_many_cases(cases: int) -> None:
    content = plain_case(doubt={"prior": cases})
    content["conduct"]["hypotheses"] = {
        name: {"name": name, "prior": w} for name, w in zip("hkj", (20, 50, 30), strict=True)
    }
    content["conduct"]["evidence"] = {}
    prior = asked(content, draws=40_000)[1].prior
    mean = np.array([0.2, 0.5, 0.3])
    assert prior[0] == close([*(0.95 * mean), 0.05])
    assert prior[1:].mean(axis=0) == close(prior[0], abs=0.003)
    # The variance of a Dirichlet distribution worth n cases is p (1 - p) / (n + 1).
    assert prior[1:, :3].var(axis=0) == close(0.95**2 * mean * (1 - mean) / (cases + 1), rel=0.03)


def test_a_prior_from_the_record_is_drawn_from_its_beta_distribution() -> None:
    content = plain_case(
        hypotheses={"h": {"name": "h", "from_record": True}, "k": {"name": "k", "prior": 3}},
        pledges={
            f"p{index}": {"what": "A pledge", "date": "2020-01-01", "outcome": outcome}
            for index, outcome in enumerate(["kept", "kept", "broken", "broken", "broken", "disputed"])
        },
        evidence={},
    )
    prior = asked(content, draws=40_000)[1].prior
    assert prior[0] == close([0.95 * 2.5 / 6, 0.95 * 3.5 / 6, 0.05])
    assert prior[1:, 0].mean() == close(0.95 * 2.5 / 6, abs=0.003)
    assert prior[1:, 0].var() == close(0.95**2 * 2.5 * 3.5 / (6**2 * 7), rel=0.03)


def test_two_layers_by_hand() -> None:
    """Shares .9, .7, .8 of a deliberate pause, as likely as .95 and .12: worked out with a pencil.

    With the other reading at 0: deliberate .77 before and .9636 after, the first reading .2 before and .2284 after.
    """
    content = plain_case(
        hypotheses={n: {"name": n, "prior": p} for n, p in zip(("a", "b", "c", "other"), (20, 50, 30, 0), strict=True)},
        mechanisms={
            "meant": {"name": "meant", "share": {"a": 0.9, "b": 0.7, "c": 0.8}},
            "chance": {"name": "chance", "share": {"a": 0.1, "b": 0.3, "c": 0.2}},
        },
        evidence={
            "pause": {
                "what": "A pause",
                "kind": "restraint",
                "faithful": 1,
                "likelihood": {"meant": 0.95, "chance": 0.12},
            }
        },
    )
    _, _, weighed, _ = asked(content)
    assert weighed.mechanism_prior[0, 0] == close(0.77)
    assert weighed.mechanisms[0, 0] == close(0.9636, abs=5e-5)
    assert weighed.hypotheses[0, 0] == close(0.2284, abs=5e-5)
    assert weighed.hypotheses[0, 3] == 0
