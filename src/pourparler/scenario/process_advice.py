"""What a scenario says of how to meet that is allowed but probably not meant."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pourparler.scenario.fields import Number
from pourparler.scenario.model import Scenario
from pourparler.scenario.problem import Place, Problem
from pourparler.scenario.process import CHANCE, Branch, Process
from pourparler.scenario.process_numbers import decides, other_side
from pourparler.scenario.tree import Path

Found = tuple[Path, str, str]


def advise_on_process(scenario: Scenario) -> Iterator[Problem]:
    """Advice on how to meet, with its place."""
    process = scenario.process
    if process is None:
        return
    found = _on_tree(scenario, process.tree) if process.tree else _on_formats(scenario, process)
    for path, wrong, right in found:
        yield Problem(scenario.place(("process", *path)) or Place("scenario", 1, 1), wrong, right)


def _on_formats(scenario: Scenario, process: Process) -> Iterator[Found]:
    yield from _shares(("types",), "the types", [each.chance for each in process.types.values()])
    if len(process.types) == 1:
        yield ("types",), "there is one type, so nothing can be learnt", "add what else the other side may be"
    yield from _unused(process)
    yield from _parties(scenario, process)
    for name, form in process.formats.items():
        yield from _shares(("formats", name, "failure"), "these ends", form.failure.values())
        yield from _shares(("formats", name, "stop"), "these ends", form.stop.values())
    yield from _choice(process)
    yield from _delays(process)


def _shares(path: Path, whose: str, chances: Collection[Number]) -> Iterator[Found]:
    total = sum(chance.value.best for chance in chances)
    if chances and abs(total - 1) > 0.05:
        right = "make them add up to 1, or accept that they are used as shares of their sum"
        yield path, f"the chances of {whose} add up to {total:.2g}", right


def _unused(process: Process) -> Iterator[Found]:
    signed = {name for form in process.formats.values() for name in form.can_sign}
    seen = {name for form in process.formats.values() for name in form.before}
    led = {name for form in process.formats.values() for name in (*form.failure, *form.stop)}
    for key, used, given in (
        ("agreements", signed, process.agreements),
        ("signals", seen, process.signals),
        ("ends", led, process.ends),
    ):
        for name in given:
            if name not in used:
                yield (key, name), f"no format uses '{name}'", "name it in a format, or take it out"


def _parties(scenario: Scenario, process: Process) -> Iterator[Found]:
    others = [name for name in scenario.principals() if name != decides(scenario)]
    if process.other is None and len(others) > 1:
        wrong = f"there are {len(others)} other principals; {scenario.parties[other_side(scenario)].name} is taken"
        yield (), wrong, "add 'other: ' and the side with which the meeting would be"


def _choice(process: Process) -> Iterator[Found]:
    if len(process.formats) < 2:
        yield ("formats",), "there is one format, so there is nothing to choose", "add another one, such as not to meet"
    if process.formats and all(form.can_sign for form in process.formats.values()):
        yield ("formats",), "every format is a meeting", "add not to meet: a format without 'can_sign'"


def _delays(process: Process) -> Iterator[Found]:
    delayed = [
        name for name, form in process.formats.items() if form.delay is not None and form.delay.value.greatest > 0
    ]
    if delayed and not process.waiting:
        wrong, right = "time passes before the meeting and costs nobody anything", "add 'waiting: ' if it does"
        yield ("formats", delayed[0], "delay"), wrong, right
    if process.waiting and not delayed:
        yield (
            ("waiting",),
            "waiting has a cost, and no format makes anybody wait",
            "add a 'delay: ' to one, or take it out",
        )


def _on_tree(scenario: Scenario, tree: Branch) -> Iterator[Found]:
    movers: dict[str, Path] = {}
    gains: set[str] = set()
    waiting: list[tuple[Path, Branch]] = [(("tree",), tree)]
    for path, branch in waiting:
        gains |= {*branch.worth}
        below = branch.branches
        if branch.move == CHANCE:
            yield from _shares((*path, "branches"), "these branches", [b.chance for b in below.values() if b.chance])
        elif branch.move is not None:
            movers.setdefault(branch.move, (*path, "move"))
            if len(below) == 1:
                wrong = f"{scenario.parties[branch.move].name} has one choice here, which is none"
                yield (*path, "branches"), wrong, "add what else it could do, or take this point out"
        waiting += [((*path, "branches", name), each) for name, each in below.items()]
    for party, path in movers.items():
        if party not in gains:
            wrong = f"{scenario.parties[party].name} chooses, and nothing is worth anything to it"
            yield path, wrong, f"add 'worth: {{{party}: ...}}' where the tree ends"
