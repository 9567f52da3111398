"""What the file says about how to meet: the other side's types, formats of talks and what they lead to, or a game tree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from pourparler.scenario.fields import Change, Name, Names, Number, Origin, ShortOrLong, bounded, teach, written_short
from pourparler.scenario.likelihoods import Chance, OrOneForAll, PointsByHypothesis, by_hypothesis
from pourparler.scenario.problem import shown
from pourparler.scenario.roadmap import Periods, TargetField
from pourparler.scenario.uncertain import may_all_be_0

CHANCE = "chance"
"""Who moves in a tree where nobody chooses."""

Payoff = Annotated[Number, BeforeValidator(written_short), AfterValidator(bounded(-1e6, 1e6)), ShortOrLong]
Slip = Annotated[Number, BeforeValidator(written_short), AfterValidator(bounded(0.001, 0.5)), ShortOrLong]
ChanceByType = Annotated[dict[str, Chance], BeforeValidator(by_hypothesis), OrOneForAll]
ChangeByType = Annotated[dict[str, Change], BeforeValidator(by_hypothesis), OrOneForAll]
Worth = dict[Name, PointsByHypothesis]


def _some_chance(chances: dict[Name, Number]) -> dict[Name, Number]:
    if may_all_be_0(chance.value for chance in chances.values()):
        raise teach("the chances may all be 0 together", "give one of them a chance that is above 0")
    return chances


Lottery = Annotated[dict[Name, Chance], AfterValidator(_some_chance)]

_WORDS = re.compile(r"\w[\w-]*(?: [\w-]+)*\Z")


def _words(value: object) -> object:
    if not isinstance(value, str) or not _WORDS.match(value) or len(value) > 60:
        right = "write a few words of letters, digits and '-' (at most 60 signs); put a number in quotes"
        raise teach(f"{shown(value)} cannot stand in a tree", right)
    return value


Words = Annotated[str, BeforeValidator(_words)]


def way_in_words(way: Sequence[str]) -> str:
    """Where a point of a tree is: the branches that lead to it."""
    return f"after {', then '.join(way)}" if way else "the beginning"


class Type(Origin):
    """What the other side may be; it knows, the side that decides does not."""

    name: str = Field(description="Its name inside a sentence.", examples=["ready for a deal"])
    chance: Chance = Field(
        description="How likely it is; the chances of all types are used as shares of their sum.",
        examples=[[0.1, 0.2, 0.35]],
    )


class Agreement(Origin):
    """Something that could be signed in the room."""

    name: str = Field(description="What it is, as a person would say it.", examples=["A halt for a halt"])
    deal: TargetField | None = Field(
        None, description="The deal: a named solution, or options by issue.", examples=[{"testing": "halted"}]
    )
    worth: Worth = Field(
        {},
        description="Points that it brings each side if it is kept, where no deal says so; of the other side, also by type.",
        examples=[{"us": [55, 62, 70], "north-korea": 60}],
    )
    broken: Worth = Field(
        {},
        description="Points that each side has if the other side breaks it; without this it cannot be broken.",
        examples=[{"us": [25, 32, 40], "north-korea": {"sincere": 50, "buying-time": 72}}],
    )


class End(Origin):
    """What talks can come to without an agreement."""

    name: str = Field(description="What it is, as a person would say it.", examples=["Both sides escalate"])
    worth: Worth = Field(
        description="Points that each side then has; of the other side, also by type.",
        examples=[{"us": [5, 12, 20], "north-korea": [0, 8, 15]}],
    )


class Signal(Origin):
    """Something that may be seen before going on: it happens by `chance`, or is an act that the other side chooses at a `cost`."""

    name: str = Field(description="What is seen, as a person would say it.", examples=["A first list of nuclear sites"])
    chance: ChanceByType | None = Field(
        None, description="Chance that it happens, by type.", examples=[{"sincere": 0.7, "buying-time": 0.3}]
    )
    cost: ChangeByType | None = Field(
        None,
        description="Points that the act costs the other side, by type; given for an act that it chooses.",
        examples=[{"sincere": 1, "buying-time": [4, 6, 9]}],
    )
    brings: dict[Name, Change] = Field(
        {}, description="Points that it brings the side that decides, by itself.", examples=[{"us": [1, 2, 4]}]
    )

    @model_validator(mode="after")
    def _one_form(self) -> Signal:
        if (self.chance is None) == (self.cost is None):
            raise teach("a signal has one form", "write 'chance' for what happens, or 'cost' for an act that is chosen")
        return self


class Format(Origin):
    """A way to meet, or not to meet."""

    name: str = Field(description="What is done, as a person would say it.", examples=["Envoys first, then a summit"])
    level: str | None = Field(None, description="Who meets.", examples=["the leaders"])
    prepared: str | None = Field(None, description="What is prepared.", examples=["a text, by officials"])
    delay: Periods | None = Field(
        None, description="Periods until it takes place; 0 unless given.", examples=[[2, 3, 5]]
    )
    brings: dict[Name, Change] = Field(
        {},
        description="Points that it brings each side by itself, whatever comes of it: rank, or the cost of preparing.",
        examples=[{"north-korea": [2, 3, 5], "us": -1}],
    )
    leverage: dict[Name, Change] = Field(
        {},
        description="Points by which what each side has without an agreement changes while it is prepared.",
        examples=[{"north-korea": [-3, -1, 0]}],
    )
    before: Names = Field(
        (),
        description="Signals seen before the meeting, in this order; who decides may then stop.",
        examples=[["list"]],
    )
    can_sign: Names = Field((), description="Agreements that can be signed there.", examples=[["small", "big"]])
    error: Slip | None = Field(
        None,
        description="Chance that the side that decides takes the worse of two choices in the room, ten points apart; "
        "as its other choices unless given.",
        examples=[[0.1, 0.2, 0.35]],
    )
    failure: Lottery = Field(
        description="What it leads to without an agreement: chances of ends, used as shares of their sum.",
        examples=[{"as-now": 0.6, "escalation": [0.2, 0.4, 0.6]}],
    )
    stop: Lottery = Field(
        {},
        description="What stopping before the meeting leads to; as `failure` unless given.",
        examples=[{"as-now": 0.9, "escalation": 0.1}],
    )


def _some_branch(branches: dict[str, Branch]) -> dict[str, Branch]:
    _some_chance({name: branch.chance for name, branch in branches.items() if branch.chance is not None})
    return branches


def _some_type(types: dict[Name, Type]) -> dict[Name, Type]:
    _some_chance({name: each.chance for name, each in types.items()})
    return types


class Branch(Origin):
    """A node of a tree written by hand, and the branch that leads to it."""

    move: Name | None = Field(
        None, description="Who chooses here: a party, or chance. Without it the game ends here.", examples=["us"]
    )
    knows: Words | None = Field(
        None,
        description="Name of what the mover knows here; he cannot tell nodes of one name apart. A name of its own unless given.",
        examples=["the offer is on the table"],
    )
    chance: Chance | None = Field(
        None, description="Of a branch that chance takes: how likely it is.", examples=[[0.2, 0.3, 0.5]]
    )
    worth: dict[Name, Payoff] = Field(
        {}, description="Points that each party gets on reaching this node; sums count.", examples=[{"us": 2}]
    )
    branches: Annotated[dict[Words, Branch], AfterValidator(_some_branch)] = Field(
        {}, description="What can happen here, by name.", examples=[{"sign": {"worth": {"us": 2, "them": 2}}}]
    )


class Process(Origin):
    """How to meet: formats of talks, or a game tree written by hand."""

    by: Name | None = Field(
        None, description="Whose decision it is; the side being briefed unless given.", examples=["us"]
    )
    other: Name | None = Field(
        None, description="The other side; the other principal unless given.", examples=["north-korea"]
    )
    period: str = Field("period", description="What a period is, in the singular.", examples=["month"])
    types: Annotated[dict[Name, Type], AfterValidator(_some_type)] = Field(
        {},
        description="What the other side may be, the one hoped for first.",
        examples=[
            {"sincere": {"name": "sincere", "chance": 0.3}, "buying-time": {"name": "buying time", "chance": 0.7}}
        ],
    )
    agreements: dict[Name, Agreement] = Field(
        {},
        description="What could be signed.",
        examples=[{"small": {"name": "A halt", "worth": {"us": 60, "them": 60}}}],
    )
    ends: dict[Name, End] = Field(
        {},
        description="What talks can come to without an agreement.",
        examples=[{"as-now": {"name": "All stays as it is", "worth": {"us": 40, "them": 45}}}],
    )
    signals: dict[Name, Signal] = Field(
        {}, description="What may be seen first.", examples=[{"list": {"name": "A list", "cost": 2}}]
    )
    formats: dict[Name, Format] = Field(
        {},
        description="The ways to meet, or not to, from which to choose.",
        examples=[{"summit": {"name": "Summit by May", "can_sign": ["small"], "failure": {"as-now": 1}}}],
    )
    waiting: dict[Name, Change] = Field(
        {}, description="Points that each period of delay costs a side.", examples=[{"us": [0.1, 0.3, 0.5]}]
    )
    errors: dict[Name, Slip] = Field(
        {},
        description="Chance that a side takes the worse of two choices ten points apart; 0.05 unless given.",
        examples=[{"us": 0.05, "north-korea": [0.02, 0.05, 0.1]}],
    )
    tree: Branch | None = Field(
        None,
        description="In place of formats: a game tree.",
        examples=[{"move": "us", "branches": {"in": {"worth": {"us": 1}}, "out": {}}}],
    )

    @model_validator(mode="after")
    def _one_form(self) -> Process:
        if bool(self.formats) == (self.tree is not None):
            raise teach("a process has one form", "write 'formats', or 'tree' for a game written by hand")
        return self
