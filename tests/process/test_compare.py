"""Ways to meet compared: choices answer each other, the parts add up, crossings cross, and the draws are those of the seed."""

import copy
import json
import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.process import compare as room
from pourparler.process.compare import ERRORS, compare, first_best, solve_format, with_prior
from pourparler.process.findings import find
from pourparler.process.formats import Variant
from pourparler.process.setting import translate
from pourparler.scenario import parse
from tests.process.random_processes import HEAD, Play, random_process
from tests.process.test_formats import known_as, setting_of
from tests.scenario.process_cases import SMALL_PROCESS

SEEDS = st.integers(0, 10**9)


def compared(process):
    return compare(setting_of(process), lambda *_: None)


def worth(process, name, **variant):
    """What a format brings the side that decides, solved in a file that says this."""
    return solve_format(setting_of(process), name, Variant(**variant)).value[0, 0]


def reached(shape, chance, strategy):
    """The chance of each node, multiplied up from the root."""
    result = [1.0]
    for node in range(1, len(shape.parent)):
        branch = strategy[shape.choice[node]] if shape.choice[node] >= 0 else chance[node]
        result.append(result[shape.parent[node]] * branch)
    return result


@settings(max_examples=60)
@given(SEEDS, st.booleans(), st.booleans())
def test_every_choice_is_the_logit_response_to_all_others(seed, seen, moves):
    """Worths of forced choices come from a direct reading of the file; errors are those that the file gives."""
    process = random_process(random.Random(seed))
    setting = setting_of(process)
    for name, form in process["formats"].items():
        solved = solve_format(setting, name, Variant(seen=seen, moves=moves))
        shape, strategy = solved.form.shape, solved.strategy[0]
        assert solved.residual[0] <= 1e-6
        keys = {}
        for number in range(len(shape.sets)):
            key = known_as(process, name, solved.form, number)
            if not seen and solved.form.kinds[number] in {"go on", "reply"}:
                key = (key[0], (), key[2])
            keys[key] = number

        def expected(number=-1, taken=0, name=name, keys=keys, shape=shape, strategy=strategy):
            def chosen(_who, known, count):
                here = keys[known]
                return [float(a == taken) for a in range(count)] if here == number else strategy[shape.choices(here)]

            return Play(process, name, chosen, seen=seen, moves=moves).expected()

        assert solved.value[0] == pytest.approx(expected(), abs=1e-9)
        reach = reached(shape, solved.form.chance[0], strategy)
        for number, where in enumerate(map(shape.choices, range(len(shape.sets)))):
            seat = int(shape.mover[number])
            error = process["errors"][("north", "south")[seat]]
            if solved.form.kinds[number] == "reply":
                error = form.get("error", error)
            precision = math.log((1 - error) / error) / 10
            come = sum(reach[node] for node in shape.members(number))
            if come < 1e-5:  # what a choice is worth cannot be told from what play as a whole is worth
                continue
            values = [expected(number, taken)[seat] / come for taken in range(where.stop - where.start)]
            weights = np.exp(precision * (np.array(values) - max(values)))
            assert strategy[where] == pytest.approx(weights / weights.sum(), abs=1e-5)


@settings(max_examples=60)
@given(SEEDS)
def test_the_parts_of_preparing_are_differences_of_files_without_them(seed):
    process = random_process(random.Random(seed))
    found = compared(process)
    signing = [name for name, form in process["formats"].items() if form["can_sign"]]
    assert [each.other for each in found.preparing] == signing[1:]
    still, at_once = copy.deepcopy(process), copy.deepcopy(process)
    for form in [*still["formats"].values(), *at_once["formats"].values()]:
        form.pop("leverage", None)
    at_once["waiting"] = {}

    def parts(name):
        stages = [worth(each, name) for each in (process, still, at_once)] + [worth(at_once, name, seen=False)]
        return [-np.diff(stages)[part] for part in (2, 1, 0)]

    for each in found.preparing:
        assert each.first == signing[0] == found.first
        gained = np.subtract(parts(each.other), parts(each.first))
        assert [each.information[0], each.delay[0], each.leverage[0]] == pytest.approx(gained, abs=1e-6)
        whole = found.formats[each.other].value[:, 0] - found.formats[each.first].value[:, 0]
        assert each.room + each.information + each.delay + each.leverage == pytest.approx(whole, abs=1e-9)
        assert each.total == pytest.approx(whole, abs=1e-9)
        later = process["formats"][each.other]["delay"] - process["formats"][each.first]["delay"]
        assert each.delay[0] == pytest.approx(-later * process["waiting"]["north"])


@settings(max_examples=40)
@given(SEEDS)
def test_the_curves_pass_through_what_the_file_says(seed):
    rng = random.Random(seed)
    process = random_process(rng)
    for form in process["formats"].values():
        form["error"] = rng.choice(ERRORS)
    found = compared(process)
    setting = found.setting
    for name, solved in found.formats.items():
        if found.hoped is not None:
            (at,) = (solve_format(with_prior(setting, setting.types[found.hoped]), name).value,)
            assert at[0] == pytest.approx(solved.value[0], abs=1e-6)
        if name in found.by_error:
            place = ERRORS.index(process["formats"][name]["error"])
            assert found.by_error[name][place] == pytest.approx(solved.value[0, 0], abs=1e-6)
    elsewhere = copy.deepcopy(process)
    for form in elsewhere["formats"].values():
        del form["error"]
    signing = [name for name, form in process["formats"].items() if form["can_sign"]]
    assert [*found.advised] == [*found.by_error] == signing
    for name, advised in found.advised.items():
        assert advised == pytest.approx(worth(elsewhere, name), abs=1e-6)
    assert compared(elsewhere).advised == {}


def test_crossings_cross_and_nothing_changes_between_them():
    some = 0
    for seed in range(60):
        process = random_process(random.Random(seed))
        found = compared(process)
        if found.hoped is None:
            assert not found.crossings
            continue
        names = list(found.formats)

        def at(chance, found=found):
            moved = with_prior(found.setting, np.array([chance]))
            assert moved.types[found.hoped] == pytest.approx(chance)
            return {name: solve_format(moved, name).value[0, 0] for name in found.formats}

        for each in found.crossings:
            some += 1
            before, there, after = (at(each.chance + step) for step in (-1e-5, 0, 1e-5))
            # Where the solution that is followed gives way to another one, worths jump.
            jump = max(abs(after[name] - before[name]) for name in (each.below, each.above))
            assert there[each.below] == pytest.approx(there[each.above], abs=jump + 1e-3)
            assert before[each.below] >= before[each.above] - 1e-6
            assert after[each.above] > after[each.below] - 1e-6
        order = [names[k] for k in first_best(found.by_prior)]
        assert order[0] == (found.crossings[0].below if found.crossings else order[-1])
        for k, prior in enumerate(found.priors):
            passed = [each.above for each in found.crossings if each.chance < prior]
            assert order[k] == (passed[-1] if passed else order[0])
        own = float(found.setting.types[found.hoped][0])
        passed = [each.above for each in found.crossings if each.chance < own]
        today = at(own)
        assert today[passed[-1] if passed else order[0]] == pytest.approx(max(today.values()), abs=0.05)
    assert some >= 10


def test_the_best_is_best_and_regret_is_what_it_forgoes():
    found = find(parse(SMALL_PROCESS.encode()), 60, 3).comparison
    worths = np.stack([solved.value[:, 0] for solved in found.formats.values()], axis=1)
    for row in range(61):
        most = max(worths[row])
        assert worths[row, found.best[row]] == pytest.approx(most, abs=1e-6)
        assert found.regret[row] == pytest.approx([most - each for each in worths[row]])
    shares = [found.best_in(position) for position in range(3)]
    assert shares == pytest.approx([(found.best[1:] == position).mean() for position in range(3)])


def test_ways_that_are_the_same_are_best_together():
    process = random_process(random.Random(5))
    assert len(process["types"]) > 1
    form = process["formats"]["f0"]
    process["formats"] = {"f0": form, "f1": {**form, "name": "the same"}}
    setting = setting_of(process, draws=5)
    found = compare(setting, lambda *_: None)
    assert found.best.tolist() == [0] * 6
    assert [found.best_in(position) for position in (0, 1)] == [1, 1]
    assert not found.crossings
    close = np.array([[1.0, 1.0, 2.0], [1.0 + 1e-9, 1.0 + 1e-3, 1.0]])
    assert first_best(close).tolist() == [0, 1, 0]


def test_draws_are_those_of_the_seed_whatever_their_number():
    scenario = parse(SMALL_PROCESS.encode())
    few, again, more, other = (
        find(scenario, draws, seed).comparison for draws, seed in ((20, 3), (20, 3), (50, 3), (20, 4))
    )
    for name, solved in few.formats.items():
        assert (solved.value == again.formats[name].value).all()
        assert solved.value == pytest.approx(more.formats[name].value[:21], abs=1e-9)
        assert (solved.value[0] == other.formats[name].value[0]).all()
    assert any((solved.value[1:] != other.formats[name].value[1:]).any() for name, solved in few.formats.items())


@settings(max_examples=40)
@given(SEEDS)
def test_draws_are_solved_as_if_each_were_the_best_guess(seed):
    rng = random.Random(seed)
    process = random_process(rng)
    name = rng.choice(list(process["formats"]))
    rows = 4
    setting = setting_of(process)
    numbers = {
        path: values * [1, *(rng.uniform(0.8, 1) for _ in range(rows - 1))] for path, values in setting.numbers.items()
    }
    together = solve_format(setting.with_numbers(numbers, rows), name)
    for row in range(rows):
        one = setting.with_numbers({path: values[row : row + 1] for path, values in numbers.items()}, 1)
        assert together.value[row] == pytest.approx(solve_format(one, name).value[0], abs=1e-6)


def test_one_type_has_no_curve_and_nothing_to_sign_no_errors():
    process = random_process(random.Random(1))
    process["types"] = {}
    process["agreements"] = {}
    process["signals"] = {}
    process["ends"] = {"e": {"name": "end", "worth": {"north": 30, "south": 40}}}
    process["formats"] = {"f0": {"name": "no talks", "failure": {"e": 1}, "delay": 2}}
    process["waiting"] = {"north": 3}
    found = compared(process)
    assert (found.first, found.hoped, found.preparing, found.crossings) == (None, None, (), ())
    assert (found.by_error, found.advised, len(found.priors)) == ({}, {}, 0)
    assert found.formats["f0"].value[0].tolist() == [24, 40]
    assert found.formats["f0"].residual[0] == 0


def test_what_cannot_be_listed_says_so(monkeypatch):
    monkeypatch.setattr(room, "MOST_TRIED", 3)
    rng = random.Random(0)
    process = random_process(rng)
    while not any(form["can_sign"] and form["before"] for form in process["formats"].values()):
        process = random_process(rng)
    exact = compared(process).exact
    refused = [each.refused for each in exact.values() if each.equilibria is None]
    assert refused
    assert all("3" in text for text in refused)


def test_a_named_deal_counts_unless_a_worth_is_given():
    text = HEAD + "process: " + json.dumps(
        {
            "agreements": {
                "open": {"name": "Open", "deal": {"well": "open"}},
                "told": {"name": "Told", "deal": {"well": "open"}, "worth": {"south": 33}},
            },
            "ends": {"e": {"name": "end", "worth": {"north": 30, "south": 40}}},
            "formats": {"f": {"name": "talk", "failure": {"e": 1}, "can_sign": ["open", "told"]}},
        }
    )  # fmt: skip
    setting = translate(parse(text.encode()), 0, 1)
    worths = {
        (name, side): float(setting.worth(name, side, "all")[0])
        for name in ("open", "told")
        for side in ("north", "south")
    }
    assert worths == {("open", "north"): 100, ("open", "south"): 0, ("told", "north"): 100, ("told", "south"): 33}
