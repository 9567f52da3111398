"""What the file says about what moves the outcome: gifts given up front, time, pressures."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from pourparler.scenario.fields import (
    Change,
    Name,
    Names,
    Number,
    OptionKey,
    Origin,
    Points,
    ShortOrLong,
    bounded,
    written_short,
)
from pourparler.scenario.likelihoods import Chance
from pourparler.scenario.roadmap import Factor

Offers = Annotated[Number, BeforeValidator(written_short), AfterValidator(bounded(1, 1000)), ShortOrLong]
Between = Annotated[Number, BeforeValidator(written_short), AfterValidator(bounded(0.01, 1000)), ShortOrLong]


class Gift(Origin):
    """Something that one side could grant before anything is agreed."""

    name: str = Field(description="What is given, as a person would say it.", examples=["The leaders meet"])
    by: Name = Field(description="Who gives it.", examples=["us"])
    moves: dict[Name, OptionKey] = Field(
        description="The option that is granted, by issue.", examples=[{"venue": "third-country"}]
    )
    stands: Chance | None = Field(
        None,
        description="Share of its worth that stays where it is if talks fail; 1, all of it, unless given.",
        examples=[[0.5, 0.7, 0.9]],
    )


class Pressure(Origin):
    """Something that bears on what parties have without an agreement, and could be eased."""

    name: str = Field(description="What it is, as a person would say it.", examples=["Sanctions of 2016-17"])
    by: Name | None = Field(None, description="Who could ease it.", examples=["us"])
    effects: dict[Name, Change] = Field(
        description="Points that it adds to the walk-away value of each party; less than 0 where it hurts.",
        examples=[{"north-korea": [-14, -9, -5], "us": [-2, -1, 0]}],
    )
    costs: dict[Name, Points] = Field(
        {}, description="Points that keeping it up costs a party whether there is a deal or not.", examples=[{"us": 1}]
    )


class Joint(Origin):
    """What several pressures add only where they come together."""

    pressures: Names = Field(description="The pressures, two or more.", examples=[["sanctions", "threat"]])
    effects: dict[Name, Change] = Field(
        description="Points that they add together to the walk-away value of each party, besides what each adds.",
        examples=[{"north-korea": [-4, -2, 0]}],
    )


class Deadline(Origin):
    """A date that one side has set."""

    name: str = Field(description="What it is, as a person would say it.", examples=["The meeting by May"])
    by: Name = Field(description="Who set it.", examples=["us"])
    offers: Offers = Field(description="How many offers can be made until then.", examples=[[2, 3, 4]])
    cost: dict[Name, Points] = Field(
        {}, description="Points that a party loses if the date passes without a deal.", examples=[{"us": [2, 4, 8]}]
    )
    real: Chance | None = Field(
        None, description="Chance that talks really end on that day; 1 unless given.", examples=[[0.3, 0.5, 0.8]]
    )


class Time(Origin):
    """How much waiting costs."""

    period: str = Field("period", description="What a period is, in the singular.", examples=["month"])
    discount: dict[Name, Factor] = Field(
        {},
        description="What a point one period later is worth now to each principal; as in the roadmap unless given.",
        examples=[{"us": [0.97, 0.98, 0.99]}],
    )
    between_offers: Between | None = Field(
        None, description="Periods between an offer and the next one; 1 unless given.", examples=[0.5]
    )
    deadlines: dict[Name, Deadline] = Field(
        {},
        description="Dates that a side has set.",
        examples=[{"may": {"name": "The meeting by May", "by": "us", "offers": 3}}],
    )


class Leverage(Origin):
    """What moves the outcome."""

    gifts: dict[Name, Gift] = Field(
        {},
        description="What could be granted before anything is agreed.",
        examples=[{"meeting": {"name": "The leaders meet", "by": "us", "moves": {"venue": "third-country"}}}],
    )
    pressures: dict[Name, Pressure] = Field(
        {},
        description="What bears on the walk-away values, which are given with all of it in force.",
        examples=[{"sanctions": {"name": "Sanctions", "effects": {"north-korea": -9}}}],
    )
    together: tuple[Joint, ...] = Field(
        (),
        description="What pressures add only together.",
        examples=[[{"pressures": ["sanctions", "threat"], "effects": {"north-korea": -2}}]],
    )
    time: Time | None = Field(
        None, description="How much waiting costs, and dates that were set.", examples=[{"period": "month"}]
    )
