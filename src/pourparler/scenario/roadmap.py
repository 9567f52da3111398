"""What the file says about the way to a deal: who can do which step, what can be undone, checked or held in escrow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from pourparler.scenario.fields import (
    Change,
    Name,
    Names,
    Number,
    OptionKey,
    Origin,
    Part,
    Points,
    ShortOrLong,
    bounded,
    teach,
    written_short,
)
from pourparler.scenario.likelihoods import Chance
from pourparler.scenario.problem import shown

Periods = Annotated[Number, BeforeValidator(written_short), AfterValidator(bounded(0, 1e4)), ShortOrLong]
Factor = Annotated[Number, BeforeValidator(written_short), AfterValidator(bounded(0.01, 1)), ShortOrLong]
Hazard = Annotated[Number, BeforeValidator(written_short), AfterValidator(bounded(0, 0.999)), ShortOrLong]


class Undo(Origin):
    """How a step can be taken back if relations break off."""

    takes: Periods = Field(description="Periods until it is undone; until then it stands.", examples=[[1, 2, 4]])
    cost: Points | None = Field(None, description="What undoing costs its owner, in points.", examples=[1])


class Check(Origin):
    """How well and how fast a step can be verified."""

    chance: Chance = Field(
        description="Chance that a step which is only pretended is found out.", examples=[[0.7, 0.9]]
    )
    lag: Periods | None = Field(None, description="Periods until it is known; the next stage waits.", examples=[0.5])


class Step(Origin):
    """Something that one party does on the way to the deal."""

    name: str = Field(description="What is done, as a person would say it.", examples=["Three detainees released"])
    by: Name = Field(description="Who does it.", examples=["north-korea"])
    moves: dict[Name, OptionKey] = Field(
        {}, description="The option to which it brings an issue.", examples=[{"detainees": "released"}]
    )
    effects: dict[Name, Change] = Field(
        {}, description="Points that it brings a party once, besides its moves.", examples=[{"us": [1, 2, 4]}]
    )
    duration: Periods | None = Field(None, description="Periods that it takes; 1 unless given.", examples=[[6, 9, 12]])
    after: Names = Field((), description="Steps that must be complete before.", examples=[["freeze"]])
    undo: Undo | None = Field(
        None, description="How it can be taken back; without this it cannot.", examples=[{"takes": 3, "cost": 1}]
    )
    check: Check | None = Field(
        None,
        description="How it is verified; without this a pretence is found out at once.",
        examples=[{"chance": 0.9}],
    )
    saves: Points | None = Field(
        None,
        description="Points its owner saves by pretending; what its moves cost the owner for good unless given.",
        examples=[4],
    )
    escrow: bool = Field(
        False, description="Whether it can be held in escrow until the other performs.", examples=[True]
    )
    together: Names = Field(
        (), description="Steps of others that can be done at the same time, where not any can.", examples=[["relief"]]
    )


class Player(Origin):
    """What holds a party to a plan, and how it counts time."""

    discount: Factor | None = Field(
        None, description="What a point one period later is worth now; 1 unless given.", examples=[[0.97, 0.98, 0.99]]
    )
    mistrust: Chance | None = Field(
        None, description="Its belief that the other side is out to take and run.", examples=[[0.2, 0.4, 0.6]]
    )
    reserve: Points | None = Field(
        None, description="Points of reputation that it loses by breaking faith.", examples=[[1, 2, 4]]
    )
    guarantees: dict[Name, Points] = Field(
        {},
        description="Points that a third party would make it lose by breaking faith.",
        examples=[{"china": [1, 2, 3]}],
    )


_FORMS = "write a solution such as nash, or {issue: option}"


class Target(Part):
    """The deal to which the steps lead: a named solution, or options; issues that are left out stay as today."""

    solution: str | None = Field(None, description="Name of a solution.", examples=["nash"])
    options: dict[Name, OptionKey] = Field({}, description="Options by issue.", examples=[{"testing": "halted"}])

    @model_validator(mode="after")
    def _one_form(self) -> Target:
        if (self.solution is None) == (not self.options):
            raise teach("a target has one form", _FORMS)
        return self


def _target(value: object) -> object:
    if isinstance(value, str):
        return {"solution": value}
    if not isinstance(value, Mapping | Target):
        raise teach(f"{shown(value)} is no target", _FORMS)
    if isinstance(value, Mapping) and not set(value) & {"solution", "options"}:
        return {"options": dict(value)}
    return value


class _TargetForms:
    """Tells the JSON Schema that a target may be written as a solution's name or as options."""

    @staticmethod
    def __get_pydantic_json_schema__(core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        options = {"type": "object", "additionalProperties": {"type": ["string", "number"]}}
        return {"anyOf": [{"type": "string"}, options, handler(core)]}


TargetField = Annotated[Target, BeforeValidator(_target), _TargetForms]


class Mends(Part):
    """What may be changed where no order holds."""

    guarantee: Points | None = Field(
        None, description="The largest guarantee that could be had, in points.", examples=[10]
    )
    split: Names = Field((), description="Steps that can be done in two halves.", examples=[["aid"]])
    escrow: Names = Field((), description="Steps that could be put in escrow.", examples=[["aid"]])
    check: Names = Field((), description="Steps that could be verified fully.", examples=[["freeze"]])


class Roadmap(Origin):
    """The way to a deal, in steps."""

    period: str = Field("period", description="What a period is, in the singular.", examples=["month"])
    targets: dict[Name, TargetField] = Field(
        description="Deals to which the steps may lead; the first is the main one.",
        examples=[{"fair": "nash", "freeze": {"nuclear": "freeze"}}],
    )
    steps: dict[Name, Step] = Field(
        description="The steps, by name.",
        examples=[{"release": {"name": "Detainees released", "by": "north-korea", "moves": {"detainees": "released"}}}],
    )
    players: dict[Name, Player] = Field(
        {}, description="What holds each party to a plan.", examples=[{"us": {"discount": 0.98, "reserve": 2}}]
    )
    simultaneous: Literal["any", "listed", "none"] = Field(
        "any", description="Which steps of two parties can be done at the same time.", examples=["listed"]
    )
    fee: Points | None = Field(None, description="What an escrow costs each who uses it.", examples=[0.2])
    hazard: Hazard | None = Field(
        None,
        description="Chance that one who is out to take and run does so at any one step of his; 0.5 unless given.",
        examples=[[0.3, 0.5, 0.7]],
    )
    milestones: tuple[Names, ...] = Field(
        (),
        description="For very many steps: what must be complete before anything else is begun, phase by phase.",
        examples=[[["halt", "release"], ["freeze", "inspectors"]]],
    )
    proposed: tuple[Names, ...] = Field(
        (),
        description="An order that somebody proposes: stages of one or two steps.",
        examples=[[["halt"], ["meeting"]]],
    )
    first: Names = Field((), description="Steps that some want to see first, each judged.", examples=[["meeting"]])
    mends: Mends = Field(Mends(), description="Changes to be tried where no order holds.", examples=[{"guarantee": 10}])
