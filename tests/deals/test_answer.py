"""The answer as a whole: the same everywhere, whole, and within its limits."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import pourparler
from pourparler.deals import analyse
from pourparler.deals.findings import find
from tests.deals.random_scenarios import loaded, small_case, text_of
from tests.deals.test_ledger_headlines import EVERY, SCENARIOS, answer_of, no_deal

ROOT = Path(__file__).parents[2]
KOREA = ROOT / "scenarios" / "korea-2018"


def run(code: str, *arguments: str, **environment: str) -> str:
    """What Python prints in a process of its own, with the same package as here."""
    source = str(Path(pourparler.__file__).parents[1])
    path = os.pathsep.join([source, os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=os.environ | {"PYTHONPATH": path} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


PRINT = """
import json, sys
import pourparler
from pourparler.deals import analyse
answer = analyse(pourparler.load(sys.argv[1]), draws=20)
print(json.dumps([answer.to_dict(), answer.summary(), [line.value for line in answer.computed()]], allow_nan=False))
"""


@pytest.mark.parametrize("folder", SCENARIOS, ids=lambda folder: folder.name)
def test_the_same_in_every_process(folder: Path) -> None:
    first, second = (run(PRINT, str(folder), PYTHONHASHSEED=seed) for seed in ("0", "4242"))
    assert first == second
    answer = analyse(pourparler.load(folder), draws=20)
    assert json.dumps([answer.to_dict(), answer.summary(), [line.value for line in answer.computed()]]) + "\n" == first


@pytest.mark.parametrize("name", EVERY)
def test_json_holds_plain_numbers_and_text_only(name: str) -> None:
    content = answer_of(name).to_dict()
    assert json.loads(json.dumps(content, allow_nan=False)) == content


def test_the_seed_is_the_scenarios_unless_given() -> None:
    content = small_case()
    content["preferences"]["union"]["walk_away"] = [10, 30, 60]
    scenario = loaded(content)

    def worked(seed: int | None) -> dict[str, Any]:
        return dict(analyse(scenario, draws=50, seed=seed).to_dict())

    assert worked(None) == worked(7)
    assert worked(None)["seed"] == 7
    assert worked(8)["seed"] == 8
    assert worked(8)["draws_with_a_deal"] != worked(7)["draws_with_a_deal"] or worked(8)["picks"] != worked(7)["picks"]


def test_the_small_case_as_json() -> None:
    content = answer_of("a small case").to_dict()
    assert content["combinations"] == 12
    assert content["possible_deals"] == 10
    assert content["acceptable_deals"] == 7
    assert content["walk_away"] == {"union": 30, "company": 40, "council": 100}
    assert content["ideal"] == {"union": 70, "company": 88}
    assert [(point["worth"]["union"], point["worth"]["company"], point["tied"]) for point in content["frontier"]] == [
        (80, 28, 1),
        (70, 40, 1),
        (60, 48, 1),
        (50, 68, 1),
        (30, 88, 1),
        (0, 100, 1),
    ]
    chosen = {name: "-".join(deal["deal"].values()) for name, deal in content["deals"].items()}
    assert chosen == {
        "nash": "middle-h40-one",
        "inclusive": "middle-h40-one",
        "best-for-union": "high-h40-one",
        "best-for-company": "middle-h40-two",
        "kalai-smorodinsky": "middle-h40-one",
        "egalitarian": "middle-h40-one",
        "utilitarian": "middle-h40-one",
        "likeliest": chosen["likeliest"],
        "today": "low-h40-two",
    }
    assert content["deals"]["nash"]["worth"]["best"] == {"union": 50, "company": 68, "council": 100}
    assert content["price_of_hurting_no_ally"]["best"] == {"union": 0, "company": 0}
    assert content["impasse"] is None


def test_no_deal_as_json() -> None:
    content = analyse(loaded(no_deal()), draws=5).to_dict()
    assert list(content["deals"])[-1] == "today"
    assert "nash" not in content["deals"]
    assert [obstacle["give"] for obstacle in content["impasse"]["obstacles"]] == [5, 5]
    assert content["impasse"]["if_all_give_alike"] == 5


def test_the_table_has_a_row_for_each_deal_and_party() -> None:
    answer = answer_of("a small case")
    frame = answer.to_frame()
    assert len(frame) == 3 * len(answer.findings.names)
    assert not frame.isna().any().any()
    row = frame[(frame["deal"] == "nash") & (frame["party"] == "company")].iloc[0]
    assert (round(row["worth"], 9), round(row["against_today"], 9), row["accepts"], row["worse_than_today"]) == (
        68,
        -32,
        1,
        1,
    )


def test_stages_are_told_and_end() -> None:
    told: list[tuple[str, int, int]] = []
    find(loaded(no_deal()), draws=4, stage=lambda name, done, total: told.append((name, done, total)))
    assert ("solving the draws", 5, 5) in told
    assert all(0 <= done <= total for _, done, total in told)


def test_no_space_is_too_large() -> None:
    content = small_case()
    for number in range(9):
        options = {f"o{index}": f"Option {index}" for index in range(8)}
        content["issues"][f"more{number}"] = {"name": f"More {number}", "options": options, "today": "o0"}
    found = analyse(loaded(content), draws=2).to_dict()
    assert found["possible_deals"] > 10**9
    assert found["acceptable_deals_how"] == "counted exactly by two sorted halves"
    small = analyse(loaded(small_case()), draws=2).to_dict()
    assert found["acceptable_deals"] == small["acceptable_deals"] * 8**9  # nobody cares about what was added
    assert found["deals"]["nash"]["worth"] == small["deals"]["nash"]["worth"]


MEMORY = """
import re, sys
from pathlib import Path
import pourparler
from pourparler.deals.findings import find
find(pourparler.load(sys.argv[1]), draws=1000)
print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""  # what getrusage gives also counts the memory of the process that started this one


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc, which only Linux has")
def test_memory_stays_bounded() -> None:
    assert int(run(MEMORY, str(KOREA))) < 1_000_000  # kB


def test_a_case_reads_the_same_from_memory_and_from_a_folder(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text(text_of(small_case()), "utf-8")
    assert analyse(pourparler.load(tmp_path), draws=3).to_dict() == analyse(loaded(small_case()), draws=3).to_dict()
