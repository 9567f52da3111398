"""Game trees written by hand: grown as the file says, solved by what fits them, and too large ones refused in words."""

import json
import random
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.process import analyse
from pourparler.process import game as room
from pourparler.process.backward_induction import backward_induction
from pourparler.process.game import game_of, players_of, solve_game, solve_tree
from pourparler.process.play import values
from pourparler.process.pure_equilibria import pure_equilibria
from pourparler.process.quantal_response import precision_from, quantal_response
from pourparler.process.setting import translate
from pourparler.process.tree import Growth
from pourparler.scenario import load, parse
from pourparler.scenario.process import CHANCE
from tests.process.random_processes import HEAD
from tests.scenario.process_cases import SMALL_TREE

SUMMIT = Path(__file__).parents[2] / "scenarios" / "summit-exercise"
THREE = HEAD.replace("issues:", "  east: {name: the east, role: ally, of: north}\nissues:", 1)
SEEDS = st.integers(0, 10**9)


def random_branch(rng, depth, memory, names):
    """A raw tree of perfect recall: what is known holds all that the mover did and knew before."""
    node = {}
    if rng.random() < 0.5:
        node["worth"] = {rng.choice(["north", "south", "east"]): rng.randint(-9, 9)}
    if depth == 0 or (rng.random() < 0.15 and memory):
        return node
    node["move"] = rng.choice(["north", "south", "east", CHANCE])
    ways = [f"b{k}" for k in range(rng.randint(1, 3))]
    known = ""
    if node["move"] != CHANCE:
        own = memory.get(node["move"], "")
        known = f"{node['move']} {own} {len(ways)} {rng.randint(0, 1)}"
        if rng.random() < 0.7:
            node["knows"] = names.setdefault(known, f"set {len(names)}")
        else:
            known += f" {len(names)}"
            names[known] = ""
    node["branches"] = {}
    for way in ways:
        after = memory if node["move"] == CHANCE else {**memory, node["move"]: f"{known} {way}"}
        below = random_branch(rng, depth - 1, after or {"": ""}, names)
        if node["move"] == CHANCE:
            below["chance"] = rng.randint(1, 9) / 10
        node["branches"][way] = below
    return node


def random_game(seed, depth=3):
    rng = random.Random(seed)
    tree = {}
    while not someone_moves(tree):
        tree = random_branch(rng, depth, {}, {})
    return {"tree": tree, "errors": {"north": 0.1, "east": 0.3}}


def someone_moves(node):
    below = node.get("branches", {}).values()
    return node.get("move", CHANCE) != CHANCE or any(map(someone_moves, below))


def setting_of(process, draws=0):
    return translate(parse((THREE + f"process: {json.dumps(process)}\n").encode()), draws, 5)


def expected(node, way, strategy):
    """What each party expects, straight from the raw branches; strategy: chances by what is known."""
    total = {party: Fraction(node.get("worth", {}).get(party, 0)) for party in ("north", "south", "east")}
    below = node.get("branches", {})
    if node.get("move") == CHANCE:
        odds = [Fraction(each["chance"]) for each in below.values()]
        odds = [each / sum(odds) for each in odds]
    else:
        odds = strategy.get(node.get("knows") or way, ())
    for share, (name, each) in zip(odds, below.items(), strict=True) if below else ():
        for party, value in expected(each, (*way, name), strategy).items():
            total[party] += share * value
    return total


def known(shape, number):
    """The name of an information set as the oracle knows it: the file's, or the way to its one node."""
    if shape.sets[number].startswith("set "):
        return shape.sets[number]
    (node,), way = shape.members(number), []
    while node:
        way.append(shape.nodes[node])
        node = shape.parent[node]
    return tuple(reversed(way))


def strategy_of(shape, strategy):
    """(c,) chances as the oracle takes them, exactly."""
    return {
        known(shape, number): [Fraction(float(share)) for share in strategy[shape.choices(number)]]
        for number in range(len(shape.sets))
    }


@settings(max_examples=200)
@given(SEEDS)
def test_worths_are_those_of_the_branches_read_directly(seed):
    process = random_game(seed)
    game = game_of(setting_of(process))
    sizes = np.diff(game.shape.first_choice)
    random_shares = np.random.default_rng(seed)
    strategy = np.concatenate([random_shares.dirichlet(np.ones(size)) for size in sizes])
    right = expected(process["tree"], (), strategy_of(game.shape, strategy))
    found = dict(zip(game.shape.players, values(game.tree(), strategy)[0], strict=True))
    assert {party for party, value in right.items() if value} <= set(found)
    assert found == pytest.approx({party: float(right[party]) for party in found}, abs=1e-9)


@settings(max_examples=150)
@given(SEEDS)
def test_what_is_found_is_what_the_solvers_find_and_its_worth_is_that_of_the_file(seed):
    process = random_game(seed)
    setting = setting_of(process)
    found, game = solve_game(setting), game_of(setting)
    shape = game.shape
    perfect = all(len(shape.members(number)) == 1 for number in range(len(shape.sets)))
    assert (found.induction is not None) == perfect
    assert (found.equilibria is None) == perfect
    assert found.refused == ""
    if found.induction is not None:
        assert found.induction.value[0] == pytest.approx(backward_induction(game.tree()).value[0])
    if found.equilibria is not None:
        assert (found.equilibria.taken == pure_equilibria(game.tree()).taken).all()
    usual = {"north": 0.1, "south": 0.05, "east": 0.3}
    precision = precision_from([usual[shape.players[who]] for who in shape.mover], 10)
    assert found.strategy[0] == pytest.approx(quantal_response(game.tree(), precision).strategy, abs=1e-5)
    assert found.residual[0] <= 1e-6
    right = expected(process["tree"], (), strategy_of(shape, found.strategy[0]))
    assert found.value[0] == pytest.approx([float(right[party]) for party in shape.players], abs=1e-9)


def test_players_come_in_the_order_of_the_parties_and_only_those_in_the_tree():
    scenario = parse(SMALL_TREE.encode())
    parties = tuple(scenario.parties)
    assert players_of(scenario.process.tree, parties) == tuple(
        name for name in parties if name in {"north", "south", "village"}
    )
    assert players_of(scenario.process.tree, parties[::-1]) == players_of(scenario.process.tree, parties)[::-1]


def test_chances_are_shares_in_every_draw():
    setting = translate(parse(SMALL_TREE.encode()), 40, 2)
    game = game_of(setting)
    assert game.chance.shape == (41, len(game.shape.parent))
    first, second = game.shape.children(0)
    assert game.chance[:, first] + game.chance[:, second] == pytest.approx(1)
    assert game.chance[0, first] == pytest.approx(0.4)
    assert len(set(game.chance[:, first])) > 30
    found = solve_game(setting)
    assert found.residual.max() <= 1e-6
    assert found.value.shape == (41, len(game.shape.players))


def lifted(scale):
    """In or out, fight or share; one player's payoffs in another unit. A third one has nothing at stake."""
    growth = Growth(("Row", "Column", "Judge"))
    root = growth.move("Row", "in?")
    into = growth.move("Column", "fight?", root, "in")
    growth.end((0, 2 * scale, 0.3), root, "out")
    judge = growth.move("Judge", "watch?", into, "fight")
    growth.end((1, scale, 0.3), into, "share")
    for label in ("look", "sleep"):
        growth.end((-1, -scale, 0.1 + 0.2), judge, label)
    return growth.tree()


def test_an_error_is_measured_by_a_tenth_of_what_is_at_stake():
    for scale in (1.0, 1e-5, 1e7):
        found = solve_tree(lifted(scale), 0.1)
        assert found.strategy == pytest.approx(solve_tree(lifted(1.0), 0.1).strategy, abs=1e-6)
        assert found.residual.max() <= 1e-6
    # Column has 3 at stake, so that 0.3 is a tenth; to share brings him 2 more than to fight.
    assert found.strategy[0][2:4] == pytest.approx([1 / (1 + 9 ** (2 / 0.3)), 1 / (1 + 9 ** (-2 / 0.3))])
    assert found.strategy[0][4:] == pytest.approx([0.5, 0.5])
    assert found.induction is not None


def test_the_summit_exercise_has_both_outcomes_from_two_thirds_on():
    setting = translate(load(SUMMIT), 0, 1)
    for chance in (0.5, 0.66, 0.67, 0.7, 0.9):
        numbers = dict(setting.numbers)
        for name, share in (("earnest", chance), ("duplicitous", 1 - chance)):
            numbers["tree", "branches", name, "chance"] = np.array([share])
        found = solve_game(setting.with_numbers(numbers, 1))
        worths = sorted(tuple(value.round(6)) for value in found.equilibria.value)
        proposed = (round(chance * 20 - (1 - chance) * 40, 6), round(chance * 20 + (1 - chance) * 40, 6))
        assert worths == ([(0, 0), proposed] if chance > 2 / 3 else [(0, 0)])


def test_a_tree_too_large_to_list_says_so_on_its_page(monkeypatch):
    monkeypatch.setattr(room, "MOST_TRIED", 1)
    answer = analyse(load(SUMMIT), draws=3)
    assert answer.findings.game.equilibria is None
    refused = answer.findings.game.refused
    assert (
        "What could happen if nobody errs was not listed: there are too many patterns of choices." in answer.summary()
    )
    assert answer.to_dict()["game"]["equilibria"] == {"not_listed": refused}
    (section,) = answer.sections()
    assert refused in str(section.content[-1].items[-1])
