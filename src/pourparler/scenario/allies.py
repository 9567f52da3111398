"""What the file says about who else must agree: bodies that ratify, those who could spoil a deal, positions and influence."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from pourparler.scenario.fields import (
    Change,
    Condition,
    Name,
    Number,
    Origin,
    Points,
    ShortOrLong,
    bounded,
    written_short,
)
from pourparler.scenario.likelihoods import Chance
from pourparler.scenario.parties import VETO_SCHEMA, Veto, veto_over

Capability = Annotated[Number, BeforeValidator(written_short), AfterValidator(bounded(0, 1e9)), ShortOrLong]
MOST_SEATS = 10_000
Seats = Annotated[int, Field(ge=1, le=MOST_SEATS)]


class Members(Origin):
    """Members of a body who judge alike."""

    name: str = Field(description="Who they are, as it stands inside a sentence.", examples=["Republicans"])
    seats: Seats = Field(description="How many they are.", examples=[51])
    votes: Seats = Field(1, description="Votes that each of them has.", examples=[29])
    like: Name = Field(description="The party whose preferences and walk-away value they share.", examples=["congress"])
    tilt: Change | None = Field(
        None,
        description="Points by which they see any deal better, or worse if below 0, than that party; 0 unless given.",
        examples=[[-8, -4, 0]],
    )


class Body(Origin):
    """A body whose consent a deal needs."""

    name: str = Field(description="What it is, as a person would say it.", examples=["the Senate"])
    of: Name | None = Field(None, description="The party whose consent it is.", examples=["us"])
    over: Condition | None = Field(
        None, description="Which deals need it; every deal unless given.", examples=[{"war": "treaty"}]
    )
    quota: Annotated[int, Field(ge=1)] = Field(description="Votes that are needed.", examples=[67])
    members: dict[Name, Members] = Field(
        description="Its members, in groups that judge alike.",
        examples=[{"majority": {"name": "the majority", "seats": 51, "like": "congress"}}],
    )


class Spoiler(Origin):
    """A party that could block or undo part of a deal without a veto."""

    over: Annotated[dict[Name, Veto], BeforeValidator(veto_over), WithJsonSchema(VETO_SCHEMA)] = Field(
        description="Issues that it could block; or, for each, the options.", examples=[{"sanctions": ["all"]}]
    )
    how: str | None = Field(None, description="By what means.", examples=["its vote in the Security Council"])


class Actor(Origin):
    """Where one actor stands on a line."""

    position: Points = Field(description="Where it stands, 0 to 100.", examples=[[20, 30, 40]])
    salience: Points = Field(description="How much it cares about this, 0 to 100.", examples=[[60, 75, 90]])


class Line(Origin):
    """A question on which actors stand somewhere between two ends."""

    name: str = Field(description="The question.", examples=["How far sanctions are eased"])
    at_0: str = Field(description="What 0 means.", examples=["Sanctions stay"])
    at_100: str = Field(description="What 100 means.", examples=["All sanctions lifted"])
    actors: dict[Name, Actor] = Field(
        description="Where each actor stands.", examples=[{"us": {"position": 10, "salience": 80}}]
    )


class Allies(Origin):
    """Who else must agree."""

    bodies: dict[Name, Body] = Field(
        {},
        description="Bodies that must consent; a party with a veto is one by itself.",
        examples=[{"senate": {"name": "the Senate", "of": "us", "quota": 67, "members": {}}}],
    )
    noise: Points | None = Field(
        None,
        description="Standard deviation of what those who ratify see in a deal, in points, around what is judged here; "
        "0 unless given.",
        examples=[[4, 8, 12]],
    )
    correlation: Chance | None = Field(
        None,
        description="How much of that they share: 0 nothing, 1 everything; needed with noise.",
        examples=[[0.2, 0.4, 0.6]],
    )
    failure: dict[Name, Points] = Field(
        {},
        description="Points that it costs a principal to sign what is then not ratified.",
        examples=[{"us": [2, 5, 9], "north-korea": [1, 3, 6]}],
    )
    spoilers: dict[Name, Spoiler] = Field(
        {},
        description="Parties that could block or undo part of a deal.",
        examples=[{"china": {"over": ["sanctions"]}}],
    )
    capability: dict[Name, Capability] = Field(
        {},
        description="What each actor could bring to bear, on any scale.",
        examples=[{"us": 100, "china": [50, 60, 70]}],
    )
    lines: dict[Name, Line] = Field(
        {},
        description="Questions whose outcome is forecast from positions.",
        examples=[{"relief": {"name": "Relief", "at_0": "None", "at_100": "All", "actors": {}}}],
    )
