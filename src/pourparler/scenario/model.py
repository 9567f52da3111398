"""What a scenario holds. Every field has a description and an example; together they are the published JSON Schema."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, model_validator

from pourparler.scenario.allies import Allies
from pourparler.scenario.conduct import Conduct
from pourparler.scenario.fields import (
    Change,
    Condition,
    Day,
    Name,
    Names,
    OptionKey,
    Origin,
    Part,
    Points,
    SomeDate,
    Weight,
    teach,
)
from pourparler.scenario.issues import Issue, Quantity
from pourparler.scenario.leverage import Leverage
from pourparler.scenario.parties import Party, Role
from pourparler.scenario.problem import Place, shown
from pourparler.scenario.process import Process
from pourparler.scenario.roadmap import Roadmap
from pourparler.scenario.tree import Node, Path

__all__ = [
    "Claim",
    "Event",
    "Interaction",
    "Issue",
    "Party",
    "Preferences",
    "Quantity",
    "RedLine",
    "Role",
    "Rule",
    "Scenario",
]
__all__ += ["Source", "Stake", "Tables", "json_schema"]


def _version(value: object) -> object:
    if isinstance(value, bool):  # which equals 1 or 0
        raise teach(f"{shown(value)} is no version", "write 1")
    return value


class Source(Part):
    """Something that can be looked up."""

    title: str = Field(description="Title.", examples=["Trump's North Korea gamble"])
    author: str | None = Field(None, description="Who wrote or said it.", examples=["Nicholas Kristof"])
    date: SomeDate | None = Field(None, description="Day, month or year.", examples=["2018-03"])
    kind: Literal["report", "article", "opinion", "statement", "data set", "book", "interview", "document"] = Field(
        description="What kind of source it is.", examples=["opinion"]
    )
    reliability: Literal["A", "B", "C", "D", "E", "F"] | None = Field(
        None,
        description="Of the source, on the Admiralty scale: A reliable to E unreliable, F cannot be judged.",
        examples=["B"],
    )
    credibility: Annotated[int, Field(ge=1, le=6)] | None = Field(
        None,
        description="Of what it says, on the Admiralty scale: 1 confirmed to 5 improbable, 6 cannot be judged.",
        examples=[3],
    )
    where: str | None = Field(None, description="Where it can be found.", examples=["The New York Times, 9 March 2018"])


class Stake(Origin):
    """What one party has at stake in one issue."""

    weight: Weight = Field(description="How much the step from 0 to 100 on this issue counts.", examples=[[12, 16, 20]])
    values: dict[OptionKey, Points] = Field(
        description="Value of each option from 0 (worst) to 100 (best).", examples=[{"resumes": 0, "halted": 100}]
    )


class Interaction(Origin):
    """Points added or taken where options of several issues come together."""

    when: Condition = Field(
        description="The options that must come together.", examples=[{"war": "treaty", "forces": "withdrawn"}]
    )
    add: Change = Field(
        description="Points added to the value of the deal, from -100 to 100.", examples=[[-20, -12, -5]]
    )


class RedLine(Origin):
    """An option or combination that a party will never sign."""

    never: Condition = Field(description="What it will never sign.", examples=[{"recognition": "accepted"}])


class Preferences(Origin):
    """What one party wants, and what it has without an agreement."""

    walk_away: Points | None = Field(
        None, description="Value, 0 to 100, of its best course without an agreement.", examples=[[30, 38, 48]]
    )
    issues: dict[Name, Stake] = Field(
        {},
        description="Its stake in each issue.",
        examples=[{"testing": {"weight": 16, "values": {"resumes": 0, "halted": 100}}}],
    )
    interactions: tuple[Interaction, ...] = Field(
        (),
        description="Where the whole is not the sum of its parts.",
        examples=[[{"when": {"war": "treaty"}, "add": -5}]],
    )
    red_lines: tuple[RedLine, ...] = Field(
        (), description="What it will never sign.", examples=[[{"never": {"recognition": "accepted"}}]]
    )


class Rule(Origin):
    """A combination that cannot be: exactly one of `never`, `if` with `then`, `at_most_one`."""

    never: Condition | None = Field(
        None, description="This combination cannot be.", examples=[{"war": "treaty", "testing": "resumes"}]
    )
    if_: Condition | None = Field(
        None, alias="if", description="Where this holds, `then` must hold.", examples=[{"war": "treaty"}]
    )
    then: Condition | None = Field(
        None, description="What must hold where `if` holds.", examples=[{"testing": "halted"}]
    )
    at_most_one: tuple[Condition, ...] | None = Field(
        None, description="No two of these together.", examples=[[{"forces": "withdrawn"}, {"nuclear": "as-is"}]]
    )

    @model_validator(mode="after")
    def _one_form(self) -> Rule:
        forms = [self.never is not None, self.if_ is not None or self.then is not None, self.at_most_one is not None]
        if sum(forms) != 1 or (self.if_ is None) != (self.then is None):
            raise teach("a rule has one form", "write 'never', or 'if' with 'then', or 'at_most_one'")
        if self.at_most_one is not None and len(self.at_most_one) < 2:
            raise teach("'at_most_one' has fewer than two conditions", "write at least two")
        return self


class Claim(Origin):
    """Something that a source says about the case."""

    says: str = Field(description="The claim, in plain words.", examples=["No nuclear test for over 160 days"])
    correct: str | None = Field(None, description="Where the claim is wrong: what holds.", examples=["187 days"])
    against: Names = Field((), description="The source, or sources, that show it.", examples=["seismic-record"])


class Event(Part):
    """Something that has happened."""

    date: Day = Field(description="The day.", examples=["2017-11-29"])
    party: Name | None = Field(None, description="Who did it.", examples=["north-korea"])
    kind: str = Field(description="What kind of event, in the file's own words.", examples=["missile launch"])
    count: int = Field(1, ge=0, description="How many at once.", examples=[1])
    what: str = Field(description="What happened, in a few words.", examples=["Hwasong-15"])
    source: Names = Field((), description="Name of a source, or a list of names.", examples=["cns-nti"])


class Tables(Part):
    """CSV files beside the scenario."""

    preferences: str | None = Field(
        None, description="File with walk-away values, weights and values.", examples=["preferences.csv"]
    )
    events: str | None = Field(None, description="File with what has happened.", examples=["events.csv"])


class Scenario(Part):
    """A case as a team writes it down."""

    format: Annotated[Literal[1], BeforeValidator(_version)] = Field(
        description="Version of this file's form.", examples=[1]
    )
    title: str = Field(description="What the case is, in a line.", examples=["The planned summit of 2018"])
    question: str | None = Field(None, description="What the principal asks.", examples=["Should we meet in May?"])
    as_of: Day = Field(description="The day up to which things are known.", examples=["2018-03-09"])
    briefed: Name | None = Field(None, description="The side being briefed; none for a mediator.", examples=["us"])
    seed: int = Field(ge=0, description="Number from which all draws are made.", examples=[7])
    tables: Tables = Field(
        Tables(), description="CSV files beside this one.", examples=[{"preferences": "preferences.csv"}]
    )
    sources: dict[Name, Source] = Field(
        {}, description="The sources, by name.", examples=[{"report-1": {"title": "A report", "kind": "report"}}]
    )
    parties: dict[Name, Party] = Field(
        description="The parties, by name.", examples=[{"us": {"name": "United States", "role": "principal"}}]
    )
    issues: dict[Name, Issue] = Field(
        description="The issues, by name.",
        examples=[
            {"testing": {"name": "Tests", "options": {"resumes": "Resume", "halted": "Halted"}, "today": "resumes"}}
        ],
    )
    preferences: dict[Name, Preferences] = Field(
        {}, description="What each party wants.", examples=[{"us": {"walk_away": 38, "issues": {}}}]
    )
    rules: tuple[Rule, ...] = Field(
        (), description="Which options cannot come together.", examples=[[{"never": {"war": "treaty"}}]]
    )
    claims: dict[Name, Claim] = Field(
        {}, description="What sources say about the case.", examples=[{"pause": {"says": "No test for 160 days"}}]
    )
    events: tuple[Event, ...] = Field(
        (),
        description="What has happened.",
        examples=[[{"date": "2017-11-29", "kind": "missile launch", "what": "Hwasong-15"}]],
    )
    conduct: Conduct | None = Field(
        None,
        description="Another party's conduct, and how it may be read.",
        examples=[{"party": "north-korea", "hypotheses": {"sincere": {"name": "sincere", "prior": 20}}}],
    )
    roadmap: Roadmap | None = Field(
        None,
        description="The way to a deal, in steps.",
        examples=[
            {
                "targets": {"fair": "nash"},
                "steps": {"release": {"name": "Release", "by": "north-korea", "moves": {"detainees": "released"}}},
            }
        ],
    )
    leverage: Leverage | None = Field(
        None,
        description="What moves the outcome: gifts given up front, pressures, time.",
        examples=[{"pressures": {"sanctions": {"name": "Sanctions", "effects": {"north-korea": -9}}}}],
    )
    process: Process | None = Field(
        None,
        description="How to meet: formats of talks, or a game tree.",
        examples=[{"tree": {"move": "us", "branches": {"meet": {"worth": {"us": 2}}, "wait": {}}}}],
    )
    allies: Allies | None = Field(
        None,
        description="Who else must agree, besides the parties with a veto.",
        examples=[{"failure": {"us": [2, 5, 9]}}],
    )
    limits: tuple[str, ...] = Field((), description="What this scenario leaves out.", examples=[["Chemical weapons"]])

    _tree: Node | None = PrivateAttr(None)
    _fingerprint: str = PrivateAttr("")

    def principals(self) -> tuple[str, ...]:
        """Names of the parties that negotiate."""
        return tuple(name for name, party in self.parties.items() if party.is_principal)

    @property
    def fingerprint(self) -> str:
        """SHA-256, in hexadecimal, of the files it was read from, or of its content if it was made in memory."""
        return self._fingerprint or hashlib.sha256(self.model_dump_json(by_alias=True).encode()).hexdigest()

    def place(self, path: Path) -> Place | None:
        """Where the value at `path` stands in its file; none for a scenario made in memory."""
        return self._tree.value_place(path) if self._tree is not None else None


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of `scenario.yaml`."""
    schema = Scenario.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
