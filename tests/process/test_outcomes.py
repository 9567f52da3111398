"""What comes of a format: chances are worths of the same play in a file where only one thing is worth a point to one side."""

import copy
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.process.compare import solve_format
from pourparler.process.formats import BREAK, NO_OFFER, SIGN
from pourparler.process.outcomes import by_type, outcome_of
from pourparler.process.setting import translate
from pourparler.scenario import parse
from tests.process.random_processes import Play, random_process
from tests.process.test_formats import known_as, setting_of
from tests.scenario.process_cases import SMALL_PROCESS

SEEDS = st.integers(0, 10**9)


class Asked:
    """Plays a solved format again; only what is asked for is worth anything to north, who has no choice left to make."""

    def __init__(self, process, name, solved):
        self.name, self.chosen = name, {}
        for number in range(len(solved.form.shape.sets)):
            key = known_as(process, name, solved.form, number)
            self.chosen[key] = solved.strategy[0][solved.form.shape.choices(number)]
        self.process = copy.deepcopy(process)
        form = self.process["formats"][name]
        for brings in (form, *self.process["signals"].values()):
            for key in ("brings", "leverage"):
                brings.get(key, {}).pop("north", None)
        self.process["waiting"]["north"] = 0
        for part in ("agreements", "ends"):
            for each in self.process[part].values():
                each["worth"]["north"] = 0
                if "broken" in each:
                    each["broken"]["north"] = 0

    def chance(self, change, kind=None, signed=()):
        """The chance of what `change` makes worth a point; of one type; where everything in `signed` is signed if offered."""
        process = copy.deepcopy(self.process)
        change(process)
        if kind is not None:
            for name, each in process["types"].items():
                each["chance"] = float(name == kind)

        def strategy(_who, known, _count):
            return (1, 0) if known[-1] in signed and len(known) == 3 else self.chosen[known]

        return Play(process, self.name, strategy).expected()[0]


def worth_a_point(part, name, *keys):
    def change(process):
        for key in keys:
            if key in process[part][name]:
                process[part][name][key]["north"] = 1

    return change


def all_worth_a_point(names, *keys):
    def change(process):
        for name in names:
            worth_a_point("agreements", name, *keys)(process)

    return change


@settings(max_examples=120)
@given(SEEDS)
def test_outcomes_are_those_of_the_file_played_directly(seed):
    process = random_process(random.Random(seed))
    setting = setting_of(process)
    for name, form in process["formats"].items():
        solved = solve_format(setting, name)
        asked, outcome = Asked(process, name, solved), outcome_of(setting, name, solved)
        agreements = form["can_sign"]
        signed = {a: asked.chance(worth_a_point("agreements", a, "worth", "broken")) for a in agreements}
        assert outcome.signed == pytest.approx(signed)
        kept = sum(asked.chance(worth_a_point("agreements", a, "worth")) for a in agreements)
        assert outcome.kept == pytest.approx(kept)
        broken = sum(asked.chance(worth_a_point("agreements", a, "broken")) for a in agreements)
        assert outcome.broken == pytest.approx(broken)
        failed = {e: asked.chance(worth_a_point("ends", e, "worth")) for e in process["ends"]}
        assert outcome.failed == pytest.approx(failed)
        assert outcome.kept + outcome.broken + sum(outcome.failed.values()) == pytest.approx(1)
        assert outcome.kept + outcome.broken == pytest.approx(sum(outcome.signed.values()), abs=1e-9)

        def stop(process, name=name):
            process["ends"]["stopped"] = {"name": "stopped", "worth": {"north": 1, "south": 0}}
            process["formats"][name]["stop"] = {"stopped": 1}

        assert outcome.stopped == pytest.approx(asked.chance(stop) if form.get("stop") else 0)


def by_type_is_alone(setting, solved, asked, label, change, signed=()):
    """What each type does is what it does where there is no other; gives its chances."""
    found = by_type(setting, solved, label)
    assert found == pytest.approx({kind: asked.chance(change, kind, signed) for kind in setting.types})
    return found


def solved_formats(seed):
    process = random_process(random.Random(seed))
    setting = setting_of(process)
    for name, form in process["formats"].items():
        solved = solve_format(setting, name)
        yield process, form, (setting, solved, Asked(process, name, solved))


@settings(max_examples=60)
@given(SEEDS)
def test_signals_of_each_type_are_those_that_it_sends_alone(seed):
    for process, form, found in solved_formats(seed):
        for signal in form["before"]:

            def brings(process, signal=signal):
                process["signals"][signal].setdefault("brings", {})["north"] = 1

            by_type_is_alone(*found, f"{process['signals'][signal]['name']}: yes", brings)


@settings(max_examples=60)
@given(SEEDS)
def test_what_each_type_does_in_the_room_is_what_it_does_alone(seed):
    for process, form, found in solved_formats(seed):
        agreements = form["can_sign"]
        met = np.array([*by_type(*found[:2], NO_OFFER).values()])
        for agreement in agreements:
            change = worth_a_point("agreements", agreement, "worth", "broken")
            title = f"offers: {process['agreements'][agreement]['name']}"
            met += [*by_type_is_alone(*found, title, change, signed=(agreement,)).values()]
        if agreements and not form["before"]:
            assert met == pytest.approx(1)

        shares = by_type_is_alone(*found, SIGN, all_worth_a_point(agreements, "worth", "broken"))
        whole = sum(share * float(found[0].types[kind][0]) for kind, share in shares.items())
        assert whole == pytest.approx(sum(outcome_of(found[0], found[1].form.name, found[1]).signed.values()), abs=1e-9)
        assert (
            sum(by_type_is_alone(*found, BREAK, all_worth_a_point(agreements, "broken")).values())
            <= sum(shares.values()) + 1e-9
        )


def test_a_type_that_is_ruled_out_still_has_its_own_chances():
    text = SMALL_PROCESS.replace("chance: [0.2, 0.3, 0.4]", "chance: 0")
    setting = translate(parse(text.encode()), 0, 1)
    solved = solve_format(setting, "table")
    assert setting.types["fair"].tolist() == [0]
    chances = by_type(setting, solved, "South hands over its map: yes")
    assert chances["fair"] > chances["sly"] > 0


def test_types_may_be_called_what_is_also_done():
    signed = 0.0
    for seed in range(20):
        process = random_process(random.Random(seed))
        setting = setting_of(process)
        plain = {name: outcome_of(setting, name, solve_format(setting, name)) for name in process["formats"]}
        for word, kind in zip((SIGN, BREAK, "stop here"), process["types"], strict=False):
            process["types"][kind]["name"] = word
        setting = setting_of(process)
        for name in process["formats"]:
            solved = solve_format(setting, name)
            assert outcome_of(setting, name, solved) == plain[name]
            shares = by_type(setting, solved, SIGN)
            whole = sum(share * float(setting.types[kind][0]) for kind, share in shares.items())
            assert whole == pytest.approx(sum(plain[name].signed.values()))
            signed += whole
    assert signed > 1
