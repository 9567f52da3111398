"""Small cases on how to meet, each of which leaves its pages something else to say."""

import json
import random
from functools import cache
from pathlib import Path

from pourparler.process import analyse
from pourparler.scenario import load, parse
from tests.process.random_processes import HEAD, random_process
from tests.process.test_game import random_game
from tests.scenario.process_cases import GLANCE_PROCESS, GLANCE_TREE, SMALL_PROCESS, SMALL_TREE

ENDS = {"e": {"name": "all waits", "worth": {"north": 40, "south": [35, 45, 50]}}}
SIGN = {"name": "A lease", "worth": {"north": [50, 60, 65], "south": 55}}
CHEAT = {
    "name": "A promise",
    "worth": {"north": 70, "south": 60},
    "broken": {"north": [10, 20, 30], "south": {"fair": 40, "sly": [70, 80, 90]}},
}
TYPES = {"fair": {"name": "fair", "chance": [0.2, 0.3, 0.4]}, "sly": {"name": "sly", "chance": 0.7}}
TALK = {"name": "A talk at once", "failure": {"e": 1}, "can_sign": ["promise"]}
HOME = {"name": "Staying at home", "failure": {"e": 1}}
LATER = {**TALK, "name": "A talk later", "delay": 1}
ASK = {"name": "South shows its map", "cost": {"fair": 1, "sly": [20, 25, 30]}}
EAST = "  east: {name: the east, role: ally, of: north}\n"


def text_of(process):
    return HEAD + f"process: {json.dumps(process)}\n"


def process(formats, agreement=CHEAT, types=TYPES, **more):
    return {
        "types": types,
        "agreements": {"promise": agreement},
        "ends": ENDS,
        "formats": {f"f{k}": form for k, form in enumerate(formats)},
        **more,
    }


VARIANTS = {
    "small": SMALL_PROCESS,
    "documented": GLANCE_PROCESS,
    "one way": text_of(process([TALK])),
    "no types": text_of(process([TALK, HOME], agreement=SIGN, types={})),
    "one type": text_of(process([TALK, HOME], agreement=SIGN, types={"fair": TYPES["fair"]})),
    "no signals": text_of(process([TALK, LATER], waiting={"north": [0.5, 1, 2]})),
    "nothing to sign": text_of(
        process([HOME, {**HOME, "name": "Staying at home, loudly", "brings": {"north": [-2, -1, 1]}}])
    ),
    "nothing to sign, something to see": text_of(
        process(
            [HOME, {**HOME, "name": "Waiting for the map", "before": ["map"], "delay": 2}],
            signals={"map": {**ASK, "brings": {"north": 3}}},
        )
    ),
    "above": text_of(process([HOME, TALK])),
    "below": text_of(process([TALK, HOME], types={"fair": {"name": "fair", "chance": 0.9}, "sly": TYPES["sly"] | {"chance": 0.1}})),
    "above and below": text_of(
        process(
            [
                TALK,
                {**LATER, "before": ["map"], "stop": {"e": 1}, "error": [0.01, 0.02, 0.04]},
                HOME,
            ],
            signals={"map": ASK},
            waiting={"north": [0.5, 1, 2]},
            errors={"north": 0.01, "south": 0.01},
        )
    ),
    "nearly sure": text_of(process([{**TALK, "brings": {"north": -29.4}}, HOME])),
    "all alike": text_of(process([TALK, {**TALK, "name": "The same talk"}, {**TALK, "name": "Once more"}])),
    "same date": text_of(process([{**TALK, "error": [0.3, 0.4, 0.5]}, {**TALK, "name": "A talk with friends"}, HOME])),
    "signals by chance": text_of(
        process(
            [{**TALK, "before": ["map"]}, HOME],
            signals={"map": {"name": "Rain falls", "chance": 0.5}},
        )
    ),
    "tree": SMALL_TREE,
    "documented tree": GLANCE_TREE,
    **{f"tree {seed}": text_of(random_game(seed)).replace("issues:", f"{EAST}issues:", 1) for seed in (1, 2, 3, 6, 12, 20)},
    **{f"random {seed}": text_of(random_process(random.Random(seed))) for seed in range(6)},
}  # fmt: skip


def variant(name):
    return parse(VARIANTS[name].encode())


SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHIPPED = ["korea-2018", "summit-exercise"]
TREES = {name for name in VARIANTS if "tree" in name} | {"summit-exercise"}
FORMATS = [name for name in [*VARIANTS, *SHIPPED] if name not in TREES]


def scenario_of(name):
    """A variant, or a case that is shipped."""
    return load(SCENARIOS / name) if name in SHIPPED else variant(name)


@cache
def answer(name):
    """Its answer, worked out once."""
    return analyse(scenario_of(name), draws=20)


def said(name):
    """What it says on page one."""
    return answer(name).summary()
