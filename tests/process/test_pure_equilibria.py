"""Pure equilibria: textbook games, the summit exercise, and every profile of random trees looked at in fractions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pourparler.errors import TooLarge
from pourparler.formats.gambit_in import read_gambit
from pourparler.process.play import action_values, reach, values
from pourparler.process.pure_equilibria import belief_ranges, pure_equilibria, strategy_of
from pourparler.process.tree import END, Growth, Tree
from tests.process.game_oracle import Oracle, feasible, trees

Payoffs = Mapping[tuple[str, str, str], tuple[float, float]]


def signalling(prior: Mapping[str, float], signals: str, answers: str, payoffs: Payoffs) -> Tree:
    """Chance draws a type, the sender sends a signal, the receiver sees it and answers."""
    growth = Growth(("Sender", "Receiver"))
    start = growth.chance_move("type")
    for kind, chance in prior.items():
        node = growth.move("Sender", kind, start, kind, chance)
        for signal in signals:
            seen = growth.move("Receiver", f"sees {signal}", node, signal)
            for answer in answers:
                growth.end(payoffs[kind, signal, answer], seen, answer)
    return growth.tree()


def named(tree: Tree, taken: Sequence[int]) -> dict[str, str]:
    return {name: tree.shape.actions[number][taken[number]] for number, name in enumerate(tree.shape.sets)}


def believed(tree: Tree, taken: np.ndarray, name: str) -> list[tuple[float, float]]:
    nodes = tree.shape.members(tree.shape.sets.index(name))
    return [(float(low), float(high)) for low, high in belief_ranges(tree, taken)[nodes]]


def summit(earnest: float, rejected: float = -1.0) -> Tree:
    """A leader who is in earnest or not may propose a summit; the other side negotiates or rejects."""
    growth = Growth(("Leader", "President"))
    start = growth.chance_move("type")
    for kind, chance, deal in (("earnest", earnest, (2, 2)), ("duplicitous", 1 - earnest, (4, -4))):
        leader = growth.move("Leader", kind, start, kind, chance)
        proposed = growth.move("President", "proposed", leader, "propose")
        growth.end(deal, proposed, "negotiate")
        growth.end((rejected, 0), proposed, "reject")
        growth.end((0, 0), leader, "nothing")
    return growth.tree()


@pytest.mark.parametrize("earnest", [0.0, 0.1, 0.5, 0.66, 0.666666, 2 / 3, 0.667, 0.7, 0.9, 1.0])
def test_a_summit_is_held_only_with_a_leader_in_earnest_two_times_in_three(earnest: float) -> None:
    """To negotiate is worth 2 p - 4 (1 - p) = 6 p - 4, so p must be 2/3. No summit is an equilibrium in any case."""
    tree = summit(earnest)
    found = pure_equilibria(tree)
    none = {"earnest": "nothing", "duplicitous": "nothing", "proposed": "reject"}
    pooling = {"earnest": "propose", "duplicitous": "propose", "proposed": "negotiate"}
    expected = [pooling, none] if earnest >= 2 / 3 else [none]
    assert [named(tree, taken) for taken in found.taken] == expected
    assert found.value[-1].tolist() == [0.0, 0.0]
    (low, high), _ = believed(tree, found.taken[-1], "proposed")
    assert (low, high) == pytest.approx((0, 2 / 3))
    if earnest >= 2 / 3:
        assert found.value[0] == pytest.approx([2 * earnest + 4 * (1 - earnest), 6 * earnest - 4])
        assert believed(tree, found.taken[0], "proposed")[0] == pytest.approx((earnest, earnest))


def test_the_summit_as_a_file() -> None:
    game = read_gambit(Path(__file__).parent / "summit.efg")
    assert game.title == "A summit is proposed"
    assert game.tree.payoff.tolist() == summit(0.7).payoff.tolist()
    assert pure_equilibria(game.tree).value == pytest.approx(np.array([[2.6, 0.2], [0, 0]]))


@pytest.mark.parametrize("earnest", [0.5, 0.7])
def test_with_nothing_to_lose_the_leader_always_proposes(earnest: float) -> None:
    """If a rejected proposal brings the leader 1, to propose is dominant, and there is always a proposal."""
    tree = summit(earnest, rejected=1.0)
    found = pure_equilibria(tree)
    assert {named(tree, taken)["earnest"] for taken in found.taken} == {"propose"}
    assert {named(tree, taken)["duplicitous"] for taken in found.taken} == {"propose"}


def test_beer_and_quiche() -> None:
    """Cho and Kreps (1987): the strong like beer, the weak quiche, both want no duel. Two pooling outcomes."""
    payoffs = {
        (kind, meal, answer): (
            (1.0 if (kind == "strong") == (meal == "b") else 0.0) + (2.0 if answer == "n" else 0.0),
            1.0 if (kind == "weak") == (answer == "d") else 0.0,
        )
        for kind in ("strong", "weak")
        for meal in "bq"
        for answer in "dn"
    }
    tree = signalling({"strong": 0.9, "weak": 0.1}, "bq", "dn", payoffs)
    found = pure_equilibria(tree)
    assert [named(tree, taken) for taken in found.taken] == [
        {"strong": "b", "weak": "b", "sees b": "n", "sees q": "d"},
        {"strong": "q", "weak": "q", "sees b": "d", "sees q": "n"},
    ]
    assert found.value == pytest.approx(np.array([[2.9, 0.9], [2.1, 0.9]]))
    for taken, never in zip(found.taken, ("sees q", "sees b"), strict=True):
        assert believed(tree, taken, never)[1] == pytest.approx((0.5, 1.0))  # weak at least as likely as strong


@pytest.mark.parametrize("friend", [0.3, 0.5, 0.8])
def test_the_gift_game(friend: float) -> None:
    """A friend's gift is worth taking, an enemy's is not; a gift that is not taken shames its giver."""
    payoffs = {(kind, "n", answer): (0.0, 0.0) for kind in ("friend", "enemy") for answer in "ar"}
    payoffs |= {(kind, "g", "r"): (-1.0, 0.0) for kind in ("friend", "enemy")}
    payoffs |= {("friend", "g", "a"): (1.0, 1.0), ("enemy", "g", "a"): (1.0, -1.0)}
    tree = signalling({"friend": friend, "enemy": 1 - friend}, "gn", "ar", payoffs)
    found = pure_equilibria(tree)
    given_by = {(play["friend"], play["enemy"], play["sees g"]) for play in (named(tree, row) for row in found.taken)}
    assert given_by == ({("g", "g", "a"), ("n", "n", "r")} if friend >= 0.5 else {("n", "n", "r")})
    # What is answered to no gift is all the same: each answer is an outcome of its own where no gift comes.
    assert len(found.reach) == (1 + 2 if friend >= 0.5 else 2)


def test_job_market() -> None:
    """Watson's version of Spence (1973): one separating equilibrium, and one in which nobody learns."""
    payoffs = {
        ("high", "e", "m"): (6.0, 10.0), ("high", "e", "c"): (0.0, 4.0),
        ("high", "n", "m"): (10.0, 10.0), ("high", "n", "c"): (4.0, 4.0),
        ("low", "e", "m"): (3.0, 0.0), ("low", "e", "c"): (-3.0, 4.0),
        ("low", "n", "m"): (10.0, 0.0), ("low", "n", "c"): (4.0, 4.0),
    }  # fmt: skip
    tree = signalling({"high": 1 / 3, "low": 2 / 3}, "en", "mc", payoffs)
    found = pure_equilibria(tree)
    assert [named(tree, taken) for taken in found.taken] == [
        {"high": "e", "low": "n", "sees e": "m", "sees n": "c"},
        {"high": "n", "low": "n", "sees e": "c", "sees n": "c"},
    ]
    assert believed(tree, found.taken[1], "sees e")[0] == pytest.approx((0.0, 0.4))


def test_matching_pennies_has_none() -> None:
    growth = Growth(("Row", "Column"))
    root = growth.move("Row", "row")
    for row in "ht":
        hidden = growth.move("Column", "column", root, row)
        for column in "ht":
            growth.end((1, -1) if row == column else (-1, 1), hidden, column)
    found = pure_equilibria(growth.tree())
    assert (found.taken.shape, found.reach.shape, found.value.shape) == ((0, 2), (0, 7), (0, 2))


def test_nobody_learns_from_his_own_move() -> None:
    """Who goes in against plan still believes what chance says, and so cannot be kept out by a silly belief."""
    growth = Growth(("Home", "Other"))
    start = growth.chance_move("type")
    for kind, chance, good in (("good", 0.9, 1), ("bad", 0.1, 0)):
        home = growth.move("Home", "in?", start, kind, chance)
        inside = growth.move("Home", "stay?", home, "in")
        growth.end((2 if good else -10, 0), inside, "stay")
        growth.end((-1, 0), inside, "leave")
        growth.end((0, 0), home, "out")
    tree = growth.tree()
    assert [named(tree, taken) for taken in pure_equilibria(tree).taken] == [{"in?": "in", "stay?": "stay"}]


@settings(max_examples=700, deadline=None)
@given(tree=trees(depth=4, payoffs=2, widest=2) | trees(depth=3, widest=3, payoffs=9, players=3))
def test_as_by_looking_at_every_profile(tree: Tree) -> None:
    assume(math.prod(map(len, tree.shape.actions)) <= 64)
    compare(tree)


@settings(max_examples=300, deadline=None)
@given(random=st.randoms(use_true_random=False), kinds=st.integers(2, 4), again=st.booleans())
def test_senders_of_several_types(random: Random, kinds: int, again: bool) -> None:
    """Three answers to signals of up to four types: beliefs are free in up to three dimensions; the receiver may move twice."""
    growth = Growth(("Sender", "Receiver"))
    start = growth.chance_move("type")
    for kind in range(kinds):
        node = growth.move("Sender", f"type {kind}", start, f"type {kind}", 1 / kinds)
        growth.end((random.randint(-1, 1), 0), node, "none")
        seen = growth.move("Receiver", "seen", node, "signal")
        for answer in "abc":
            if again and answer == "a":
                late = growth.move("Receiver", "again", seen, "a")
                for choice in "xy":
                    growth.end((random.randint(-2, 2), random.randint(-3, 3)), late, choice)
            else:
                growth.end((random.randint(-2, 2), random.randint(-3, 3)), seen, answer)
    compare(growth.tree())


def compare(tree: Tree) -> None:
    found, oracle = pure_equilibria(tree), Oracle(tree)
    plans = [dict(enumerate(row)) for row in found.taken.tolist()]
    assert plans == oracle.equilibria()
    ends = np.flatnonzero(tree.shape.player == END).tolist()
    outcomes: dict[tuple[object, ...], int] = {}
    for plan, outcome, row in zip(plans, found.outcome, found.taken, strict=True):
        strategy = oracle.pure(plan)
        ways = tuple(oracle.reach(end, strategy) for end in ends)
        assert outcomes.setdefault(ways, len(outcomes)) == outcome  # same outcome if and only if the same ends
        assert found.reach[outcome] == pytest.approx(reach(tree, strategy_of(tree.shape, row)))
        assert found.value[outcome] == pytest.approx(values(tree, strategy_of(tree.shape, row))[0])
    assert len(outcomes) == len(found.reach)
    for plan, row in list(zip(plans, found.taken, strict=True))[:3]:
        check_ranges(tree, oracle, plan, belief_ranges(tree, row))


def check_ranges(tree: Tree, oracle: Oracle, plan: dict[int, int], ranges: np.ndarray) -> None:
    assert np.isnan(ranges[tree.shape.player < 0]).all()
    for number in oracle.sets:
        nodes, player = oracle.members(number), oracle.mover[number]
        weight = [oracle.helped(0, node, plan, player) for node in nodes]
        if sum(weight):
            expected = [float(chance / sum(weight)) for chance in weight]
            assert ranges[nodes] == pytest.approx(np.stack((expected, expected), axis=1))
            continue
        rows = [[float(number) for number in row] for row in oracle.free_rows(number, plan)]
        for place, node in enumerate(nodes):
            for side, sign in ((0, 1.0), (1, -1.0)):
                edge = ranges[node, side]
                for off, possible in ((1e-6, True), (-1e-6, False)):
                    # Is there a belief with the chance of this node up to (or down to) just inside, or just outside?
                    limit = [sign * (float(other == place) - edge - sign * off) for other in range(len(nodes))]
                    slack = [[number - 2e-8 * possible for number in row] for row in rows]
                    assert feasible([*slack, limit]) == possible


def test_few_of_many_profiles_are_looked_at() -> None:
    """Three types, three offers, three answers, and what is signed is kept or broken: 24 information sets."""
    random, growth = Random(2), Growth(("Home", "Other"))
    start = growth.chance_move("type")
    for kind in range(3):
        offering = growth.move("Other", f"offer of {kind}", start, f"type {kind}", (0.5, 0.3, 0.2)[kind])
        for offer in range(3):
            answer = growth.move("Home", f"offer {offer}", offering, f"offer {offer}")
            for deal in (1, 2):
                keep = growth.move("Other", f"{kind} {offer} {deal}", answer, f"deal {deal}")
                growth.end((deal + offer, 3 - offer + random.random()), keep, "keep")
                growth.end((-deal, 3 + random.random() - kind), keep, "break")
            growth.end((0, 0), answer, "walk")
    tree = growth.tree()
    found = pure_equilibria(tree)
    assert math.prod(map(len, tree.shape.actions)) == 2**18 * 3**6
    assert len(found.taken)
    assert found.tried < 1000
    for row, outcome in zip(found.taken, found.outcome, strict=True):
        strategy = strategy_of(tree.shape, row)
        assert values(tree, strategy)[0] == pytest.approx(found.value[outcome])
        gain = action_values(tree, strategy)  # no choice that is looked at with Bayes' beliefs can be improved
        for number in range(len(tree.shape.sets)):
            wide = gain[tree.shape.choices(number)]
            assert np.isnan(wide).all() or wide[row[number]] >= wide.max() - 1e-9


def test_limits() -> None:
    growth = Growth(("Row",))
    start = growth.chance_move("many")
    for number in range(20):
        node = growth.move("Row", f"choice {number}", start, f"event {number}", 0.05)
        for action in "ab":
            growth.end((0,), node, action)
    with pytest.raises(
        TooLarge, match="1,048,576 pure profiles at 20 information sets, and more than 100 pure equilibria"
    ):
        pure_equilibria(growth.tree(), most_found=100)
    with pytest.raises(TooLarge, match=r"more than 1,000 beginnings of them.*quantal response"):
        pure_equilibria(growth.tree(), most_tried=1000)


def test_no_choice_at_all() -> None:
    growth = Growth(("Row",))
    growth.end((3,))
    found = pure_equilibria(growth.tree())
    assert (found.taken.shape, found.outcome.tolist(), found.value.tolist()) == ((1, 0), [0], [[3.0]])


def test_what_is_no_equilibrium_has_no_beliefs() -> None:
    with pytest.raises(ValueError, match="at 'duplicitous' no belief makes the choice the best one"):
        belief_ranges(summit(0.9), np.array([0, 0, 1]))
