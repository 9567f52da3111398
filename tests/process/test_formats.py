"""Formats of talks as trees: the worth of every strategy is that of a direct reading of the file."""

import json
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.process.formats import KEEP, SIGN, Variant, errors_at, format_tree
from pourparler.process.play import values
from pourparler.process.public_play import public_play
from pourparler.process.pure_equilibria import pure_equilibria
from pourparler.process.setting import translate
from pourparler.process.whole_game import whole_game
from pourparler.scenario import parse
from tests.process.random_processes import HEAD, Play, flags, random_process


def setting_of(process, draws=0):
    return translate(parse((HEAD + f"process: {json.dumps(process)}\n").encode()), draws, 5)


def known_as(process, name, form, number):
    """What an information set is called by the oracle, read off the set's nodes from the root down."""
    shape = form.shape
    node = int(shape.members(number)[0])
    way = []
    while node:
        way.append((int(shape.parent[node]), shape.nodes[node]))
        node = int(shape.parent[node])
    way.reverse()
    kinds = list(process["types"])
    kind = next(k for k in kinds if process["types"][k]["name"] == way[0][1])
    titles = {
        f"{process['signals'][s]['name']}: {word}": word == "yes" for s in process["signals"] for word in ("yes", "no")
    }
    shown = tuple(titles[label] for _, label in way if label in titles)
    offered = [label.removeprefix("offers: ") for _, label in way if label.startswith("offers: ")]
    agreement = next((a for a in process["agreements"] if [process["agreements"][a]["name"]] == offered), None)
    match form.kinds[number]:
        case "signal":
            return name, kind, shown, "signal"
        case "go on":
            return name, shown, "go on"
        case "offer":
            return name, kind, shown, "offer"
        case "reply":
            return name, shown, agreement
        case _:
            return name, kind, shown, agreement, "keep"


@settings(max_examples=150)
@given(st.integers(0, 10**9))
def test_worths_are_those_of_the_file_read_directly(seed):
    rng = random.Random(seed)
    process = random_process(rng)
    setting = setting_of(process)
    for name in process["formats"]:
        for given_flags in flags():
            form = format_tree(setting, name, Variant(**given_flags, told=rng.random() < 0.5))
            blind = given_flags["seen"] is False
            strategy, chosen = np.zeros(int(form.shape.first_choice[-1])), {}
            for number in range(len(form.shape.sets)):
                key = known_as(process, name, form, number)
                if blind and form.kinds[number] in {"go on", "reply"}:
                    key = (key[0], (), key[2])
                where = form.shape.choices(number)
                weights = np.array([rng.random() + 0.01 for _ in range(where.stop - where.start)])
                strategy[where] = chosen.setdefault(key, weights / weights.sum())
            play = Play(process, name, lambda _who, known, _count: chosen[known], **given_flags)  # noqa: B023
            found = values(form.tree(), strategy)[0]
            assert found == pytest.approx(play.expected(), abs=1e-9)


@settings(max_examples=60)
@given(st.integers(0, 10**9))
def test_the_play_as_it_is_seen_keeps_chances_beliefs_and_worths(seed):
    rng = random.Random(seed)
    process = random_process(rng)
    setting = setting_of(process)
    kinds = list(process["types"])
    for name in process["formats"]:
        form = format_tree(setting, name)
        sizes = np.diff(form.shape.first_choice)
        strategy = np.concatenate(
            [np.random.default_rng(seed).dirichlet(np.ones(size)) for size in sizes] or [np.zeros(0)]
        )
        root = public_play(form, strategy, len(kinds))
        assert root.chance == pytest.approx(1)
        assert root.belief == pytest.approx([float(setting.types[kind][0]) for kind in kinds])
        assert root.value == pytest.approx(float(values(form.tree(), strategy)[0, 0]))
        waiting = [root]
        while waiting:
            move = waiting.pop()
            below = list(move.moves.values())
            if below:
                assert sum(each.chance for each in below) == pytest.approx(move.chance)
                assert sum(each.worth for each in below) == pytest.approx(move.worth)
                assert sum(each.mass for each in below) == pytest.approx(move.mass)
            waiting += below


@settings(max_examples=80)
@given(st.integers(0, 10**9))
def test_seeing_signals_that_come_by_chance_never_hurts_who_decides_alone(seed):
    rng = random.Random(seed)
    process = random_process(rng)
    process["agreements"] = {}
    for signal in process["signals"].values():
        if "cost" in signal:
            del signal["cost"]
            signal["chance"] = rng.randint(0, 10) / 10
    for form in process["formats"].values():
        form["can_sign"] = []
    setting = setting_of(process)
    for name in process["formats"]:
        best = [
            pure_equilibria(format_tree(setting, name, Variant(seen=seen)).tree()).value[:, 0].max()
            for seen in (True, False)
        ]
        assert best[0] >= best[1] - 1e-9


def test_errors_in_the_room_are_those_of_the_format():
    process = random_process(random.Random(4))
    form = {"name": "a talk", "failure": dict.fromkeys(process["ends"], 1), "error": 0.2, "can_sign": ["a0"]}
    process["formats"] = {"f0": form}
    process["agreements"] = {
        "a0": {"name": "A", "worth": {"north": 60, "south": 60}, "broken": {"north": 1, "south": 2}}
    }
    setting = setting_of(process)
    tree = format_tree(setting, "f0", Variant(exact=True))
    errors = dict(zip(tree.kinds, errors_at(setting, tree)[0], strict=True))
    assert errors == {"offer": process["errors"]["south"], "reply": 0.2, "keep": process["errors"]["south"]}
    assert {SIGN, KEEP} <= set(tree.shape.nodes)


def test_the_whole_game_offers_every_format_and_ends_as_the_formats_do():
    process = random_process(random.Random(11))
    setting = setting_of(process)
    tree = whole_game(setting.best_guess())
    assert tree.shape.actions[0] == tuple(form["name"] for form in process["formats"].values())
    for position, name in enumerate(process["formats"]):
        form = format_tree(setting, name, Variant(exact=True, told=True))
        sizes = np.diff(tree.shape.first_choice)
        strategy = np.concatenate([np.full(size, 1 / size) for size in sizes])
        alone = np.concatenate([np.full(size, 1 / size) for size in np.diff(form.shape.first_choice)] or [np.zeros(0)])
        branch = int(tree.shape.children(0)[position])
        assert values(tree, strategy)[branch] == pytest.approx(values(form.tree(), alone)[0])
