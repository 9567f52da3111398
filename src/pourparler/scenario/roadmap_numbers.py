"""Every number that a scenario says of the way to a deal, with its meaning, origin and place."""

from __future__ import annotations

from collections.abc import Iterator

from pourparler.scenario.fields import Number, Origin
from pourparler.scenario.model import Scenario
from pourparler.scenario.numbers import NumberLine
from pourparler.scenario.roadmap import Roadmap, Step
from pourparler.scenario.tree import Path


def roadmap_numbers(scenario: Scenario) -> tuple[NumberLine, ...]:
    """All numbers below `roadmap`: durations, checks, effects, discount, mistrust, guarantees."""
    roadmap = scenario.roadmap
    return () if roadmap is None else tuple(_Lines(scenario, roadmap).lines())


class _Lines:
    def __init__(self, scenario: Scenario, roadmap: Roadmap) -> None:
        self.scenario = scenario
        self.roadmap = roadmap

    def line(self, party: str, path: Path, what: str, number: Number | None, *wider: Origin) -> Iterator[NumberLine]:
        if number is None:
            return
        origin: Origin = number
        for around in (*wider, self.roadmap):
            origin = origin.within(around)
        at: Path = ("roadmap", *path)
        yield NumberLine(at, party, what, number.value, origin, self.scenario.place(at))

    def lines(self) -> Iterator[NumberLine]:
        for name, step in self.roadmap.steps.items():
            yield from self.in_step(("steps", name), step)
        for party, player in self.roadmap.players.items():
            at: Path = ("players", party)
            what = f"worth now of a point one {self.roadmap.period} later"
            yield from self.line(party, (*at, "discount"), what, player.discount, player)
            belief = "belief that the other side is out to take and run"
            yield from self.line(party, (*at, "mistrust"), belief, player.mistrust, player)
            yield from self.line(party, (*at, "reserve"), "reputation lost by breaking faith", player.reserve, player)
            for guarantor, worth in player.guarantees.items():
                what = f"guarantee by {self.scenario.parties[guarantor].name}"
                yield from self.line(party, (*at, "guarantees", guarantor), what, worth, player)
        first = next(iter(self.roadmap.steps.values())).by
        yield from self.line(first, ("fee",), "cost of an escrow to each who uses it", self.roadmap.fee)
        hazard = "chance that an opportunist defects at any one step"
        yield from self.line(first, ("hazard",), hazard, self.roadmap.hazard)
        yield from self.line(first, ("mends", "guarantee"), "largest guarantee to be had", self.roadmap.mends.guarantee)

    def in_step(self, at: Path, step: Step) -> Iterator[NumberLine]:
        for party, points in step.effects.items():
            name = self.scenario.parties[party].name
            yield from self.line(step.by, (*at, "effects", party), f"effect of '{step.name}' on {name}", points, step)
        parts = (
            ("duration", f"{self.roadmap.period}s that '{step.name}' takes", step.duration),
            ("saves", f"saved by pretending '{step.name}'", step.saves),
        )
        for key, what, number in parts:
            yield from self.line(step.by, (*at, key), what, number, step)
        if step.undo is not None:
            takes = f"{self.roadmap.period}s to undo '{step.name}'"
            yield from self.line(step.by, (*at, "undo", "takes"), takes, step.undo.takes, step.undo, step)
            yield from self.line(
                step.by, (*at, "undo", "cost"), f"cost of undoing '{step.name}'", step.undo.cost, step.undo, step
            )
        if step.check is not None:
            found = f"chance that a pretended '{step.name}' is found out"
            yield from self.line(step.by, (*at, "check", "chance"), found, step.check.chance, step.check, step)
            lag = f"{self.roadmap.period}s to check '{step.name}'"
            yield from self.line(step.by, (*at, "check", "lag"), lag, step.check.lag, step.check, step)
