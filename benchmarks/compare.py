"""Side by side with NegMAS: the same domains, in turns, in one run, each answer held against whole numbers.

NegMAS is installed in an environment of its own under `build` and runs as a program of its own.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import exact
import yaml
from domains import Domain, random_domain

HERE = Path(__file__).parent
PEER = HERE.parent / "build" / "peers" / "negmas"
PEER_PYTHON = PEER / "bin" / "python"
SIDES = {
    "merging": (Path(sys.executable), HERE / "our_side.py"),
    "compiled": (Path(sys.executable), HERE / "our_side.py"),
    "listing": (PEER_PYTHON, HERE / "negmas_side.py"),
    "sampler": (PEER_PYTHON, HERE / "negmas_side.py"),
}
REPEATS = 5
SLOW = 20.0  # seconds; what takes longer is measured once


@dataclass(frozen=True)
class Case:
    """One domain and the peer's way to solve it: "listing" all deals, or its exact "sampler" for two parties."""

    way: str
    parties: int
    issues: int
    fine: bool = True


CASES = (
    *(Case("listing", 2, issues) for issues in range(2, 8)),
    *(Case("listing", parties, issues) for parties in (3, 4, 5) for issues in (4, 5, 6)),
    Case("listing", 3, 5, fine=False),
    Case("listing", 5, 5, fine=False),
    *(Case("sampler", 2, issues) for issues in (6, 10, 20, 30, 40, 50)),
    Case("sampler", 2, 20, fine=False),
    Case("sampler", 2, 50, fine=False),
)
GOALS = {  # how many times faster, and by which of our two ways
    Case("listing", 2, 6): ("merging", 1000),
    Case("listing", 5, 5): ("merging", 50),
    Case("sampler", 2, 50): ("compiled", 300),
}


@dataclass(frozen=True)
class Row:
    """What was measured on one domain: median seconds and peak bytes by way, and where the peer's answer differs."""

    case: Case
    points: int
    seconds: dict[str, float]
    peaks: dict[str, int]
    runs: int
    faults: list[str]

    def ratio(self, way: str) -> float:
        """How many times as long the peer takes as one of our ways."""
        return self.seconds[self.case.way] / self.seconds[way]


class Stopped(RuntimeError):
    """A measured program ended before it answered."""


class Program:
    """A measured program that waits for requests."""

    def __init__(self, python: Path, script: Path, way: str, folder: Path) -> None:
        self.errors = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed with the program
        self.process = subprocess.Popen(
            [str(python), str(script), way, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
        )
        self.answer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()
        self.errors.close()

    def answer(self) -> Any:
        """Wait for the next answer. Raises Stopped, with what the program had to say, if it ends instead."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            self.errors.seek(0)
            raise Stopped(f"{self.process.args} ended with code {self.process.wait()}:\n{self.errors.read()}")
        return json.loads(line)

    def ask(self, request: str) -> Any:
        """Send a request and wait for its answer."""
        assert self.process.stdin is not None
        print(request, file=self.process.stdin, flush=True)
        return self.answer()


def set_up(peer: Path = PEER, wanted: Path = HERE / "peers.txt") -> dict[str, str]:
    """Install peers in their folder where they are not yet; versions by name. CalledProcessError where that fails."""
    python, stamp = peer / "bin" / "python", peer / "installed.txt"
    if not stamp.exists() or stamp.read_bytes() != wanted.read_bytes():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(peer)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, "-r", str(wanted)], check=True)
        stamp.write_bytes(wanted.read_bytes())
    lines = wanted.read_text(encoding="utf-8").split()
    return {name: version for name, _, version in (line.partition("==") for line in lines)}


def in_turns(programs: dict[str, Program]) -> tuple[dict[str, float], int]:
    """Median seconds by program, each turn running all of them; and how often the slowest ran."""
    seconds = defaultdict(list)
    for _ in range(REPEATS):
        for way, program in programs.items():
            if not seconds[way] or seconds[way][0] <= SLOW:
                seconds[way].append(program.ask("run"))
    return {way: statistics.median(runs) for way, runs in seconds.items()}, min(map(len, seconds.values()))


def faults(domain: Domain, report: dict[str, Any], right: set[exact.Point], solutions: exact.Solutions) -> list[str]:
    """Say where an answer differs from what is right."""
    deals = [tuple(point) for point in domain.exact(report["deals"]).tolist()]
    found = set(deals)
    said = []
    if found - right:
        said.append(f"{len(found):,} points, {len(found - right)} of them dominated")
    if right - found:
        said.append(f"{len(right - found)} points missing")
    for name in exact.NAMES:
        picked = {deals[place] for place in report["solutions"][name]}
        best = solutions.best(name)
        if picked and picked != best:
            top = solutions.worth(name, min(best))[0]
            least = min(solutions.worth(name, point)[0] for point in picked)
            said.append(
                f"{name}: " + (f"{float(100 * (1 - least / top)):.2g} % short" if least < top else "ties missed")
            )
        elif not picked:
            said.append(f"{name}: none found")
    return said


def measure(case: Case) -> Row:
    """Measure one domain. Raises Stopped if a program ends early or Pourparler's answer is not the right one."""
    domain = random_domain(case.parties, case.issues, case.fine)
    right = exact.frontier(domain)
    solutions = exact.Solutions(right, domain)
    ours = ["merging", "compiled"] if case.parties == 2 else ["merging"]
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        domain.save(Path(place))
        programs = {
            way: stack.enter_context(Program(*SIDES[way], way, Path(place)))
            for way in (*ours, case.way)
        }  # fmt: skip
        seconds, runs = in_turns(programs)
        reports = {way: program.ask("report") for way, program in programs.items()}
    said = {way: faults(domain, report, right, solutions) for way, report in reports.items()}
    for way in ours:
        if said[way]:
            raise Stopped(f"Pourparler's answer by {way} for {case} is wrong: {'; '.join(said[way])}.")
    peaks = {way: report["peak"] for way, report in reports.items()}
    return Row(case, len(right), seconds, peaks, runs, said[case.way])


def scenario_of(domain: Domain) -> dict[str, Any]:
    """Write a domain of two parties and fifty issues as a scenario."""
    most = domain.values.max(axis=1)
    return {
        "format": 1,
        "title": "A random domain",
        "question": "How fast is it read?",
        "as_of": "2024-01-01",
        "seed": 1,
        "parties": {f"p{party}": {"name": f"party {party}", "role": "principal"} for party in range(2)},
        "issues": {
            f"i{issue}": {
                "name": f"issue {issue}",
                "options": {f"o{option}": f"option {option}" for option in range(10)},
                "today": "o0",
            }
            for issue in range(50)
        },
        "preferences": {
            f"p{party}": {
                "walk_away": 30,
                "issues": {
                    f"i{issue}": {
                        "weight": int(most[issue, party]),
                        "values": {f"o{o}": float(v) for o, v in enumerate(values * 100 / most[issue, party])},
                    }
                    for issue, values in enumerate(domain.values[:, :, party])
                },
            }
            for party in range(2)
        },
    }


def measure_loading() -> dict[str, float]:
    """Median seconds to read and check a file of two parties and fifty issues, each side its own form."""
    domain = random_domain(2, 50)
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        folder = Path(place)
        domain.save(folder)
        (folder / "scenario.yaml").write_text(yaml.safe_dump(scenario_of(domain), sort_keys=False), encoding="utf-8")
        programs = {
            way: stack.enter_context(Program(*SIDES[way], "load", folder)) for way in ("merging", "listing")
        }  # fmt: skip
        seconds, _ = in_turns(programs)
        for way, program in programs.items():
            if program.ask("report")["options"] != 500:
                raise Stopped(f"The file was not read in full by {way}.")
    return seconds
