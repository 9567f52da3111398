"""What a scenario holds. Every field has a description and an example; together they are the published JSON Schema."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, WithJsonSchema, model_validator

from pourparler.scenario.fields import (
    SELECTION_SCHEMA,
    Change,
    Condition,
    Day,
    Name,
    Names,
    Origin,
    Part,
    Points,
    SelectionField,
    SomeDate,
    Weight,
    teach,
)
from pourparler.scenario.problem import Place
from pourparler.scenario.tree import Node, Path

MOST_GRID_POINTS = 1_000


class Role(StrEnum):
    """What a party is in this negotiation."""

    PRINCIPAL = "principal"
    ALLY = "ally"
    RATIFIER = "ratifier"
    OUTSIDE_POWER = "outside power"


def _role(value: object) -> object:
    if value not in [role.value for role in Role]:
        raise teach(f"the role '{str(value)[:40]}' is not known", f"known are: {', '.join(role.value for role in Role)}")
    return Role(str(value))


class Source(Part):
    """Something that can be looked up."""

    title: str = Field(description="Title.", examples=["Trump's North Korea gamble"])
    author: str | None = Field(None, description="Who wrote or said it.", examples=["Nicholas Kristof"])
    date: SomeDate | None = Field(None, description="Day, month or year.", examples=["2018-03"])
    kind: Literal["report", "article", "opinion", "statement", "data set", "book", "interview", "document"] = Field(
        description="What kind of source it is.", examples=["opinion"]
    )
    reliability: Literal["A", "B", "C", "D", "E", "F"] | None = Field(
        None, description="Of the source, on the Admiralty scale: A reliable to E unreliable, F cannot be judged.", examples=["B"]
    )
    credibility: Annotated[int, Field(ge=1, le=6)] | None = Field(
        None, description="Of what it says, on the Admiralty scale: 1 confirmed to 5 improbable, 6 cannot be judged.", examples=[3]
    )
    where: str | None = Field(None, description="Where it can be found.", examples=["The New York Times, 9 March 2018"])


def _veto(value: object) -> object:
    """`[forces]` means any change of today's option; `{war: treaty}` only the options named."""
    if isinstance(value, str):
        return {value: None}
    if isinstance(value, tuple):
        return {name if isinstance(name, str) else str(name): None for name in value}
    return value


Veto = SelectionField | None
_VETO_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "array", "items": {"type": "string"}},
        {"type": "object", "additionalProperties": SELECTION_SCHEMA},
    ]
}


class Party(Part):
    """One of those who negotiate, must agree, or are affected."""

    name: str = Field(description="Name as a person would say it.", examples=["North Korea"])
    short: str | None = Field(None, description="A shorter name for charts.", examples=["the North"])
    role: Annotated[Role, BeforeValidator(_role)] = Field(description="principal, ally, ratifier or outside power.", examples=["principal"])
    of: Name | None = Field(None, description="For an ally or ratifier: with whom it stands.", examples=["us"])
    veto: Annotated[dict[Name, Veto], BeforeValidator(_veto), WithJsonSchema(_VETO_SCHEMA)] = Field(
        {},
        description="Issues that cannot move from today's option against its will; or, for each, the options that need its consent.",
        examples=[["forces"]],
    )
    in_the_room: bool | None = Field(None, description="Whether it is present; if not given, principals are.", examples=[False])
    wants: str | None = Field(None, description="What it wants most, in a sentence.", examples=["Security for its rule"])
    can_live_without: str | None = Field(None, description="What it could give up.", examples=["A meeting in its capital"])

    @property
    def is_principal(self) -> bool:
        """Whether it negotiates and must agree to the whole deal."""
        return self.role is Role.PRINCIPAL

    @property
    def present(self) -> bool:
        """Whether it is in the room."""
        return self.is_principal if self.in_the_room is None else self.in_the_room


class Quantity(Part):
    """An amount on a stated grid: from `least` to `greatest` by `step`."""

    least: int | float = Field(description="The least amount.", examples=[0])
    greatest: int | float = Field(description="The greatest amount.", examples=[6])
    step: int | float = Field(description="The distance between two amounts that are looked at.", examples=[0.5])
    unit: str = Field("", description="Unit, written after the amount.", examples=["percent"])

    @model_validator(mode="after")
    def _fits(self) -> Quantity:
        if self.step <= 0 or self.greatest <= self.least:
            raise teach("the grid is empty", "'greatest' must be above 'least' and 'step' above 0")
        steps = (Decimal(str(self.greatest)) - Decimal(str(self.least))) / Decimal(str(self.step))
        if steps != steps.to_integral_value():
            raise teach(f"{self.step:g} does not go evenly from {self.least:g} to {self.greatest:g}", "choose a step that does")
        if steps >= MOST_GRID_POINTS:
            raise teach(f"the grid has {int(steps) + 1} amounts", f"at most {MOST_GRID_POINTS} are possible; choose a larger step")
        return self

    def amounts(self) -> tuple[float, ...]:
        """Every amount on the grid, free of rounding drift."""
        least, step = Decimal(str(self.least)), Decimal(str(self.step))
        count = int((Decimal(str(self.greatest)) - least) / step) + 1
        return tuple(float(least + index * step) for index in range(count))


class Issue(Part):
    """Something to be settled."""

    name: str = Field(description="Name as a person would say it.", examples=["Nuclear and missile tests"])
    options: dict[Name, str] | None = Field(
        None,
        description="Options from least to most conceded, each with its wording.",
        examples=[{"resumes": "Tests resume", "halted": "Tests halted for good"}],
    )
    ordered: bool = Field(True, description="Whether the order of the options means anything.", examples=[True])
    quantity: Quantity | None = Field(
        None, description="Instead of options: an amount on a grid.", examples=[{"least": 0, "greatest": 6, "step": 0.5}]
    )
    today: str | int | float = Field(description="The option, or amount, that holds today.", examples=["resumes"])

    @model_validator(mode="after")
    def _one_kind(self) -> Issue:
        if (self.options is None) == (self.quantity is None):
            raise teach("an issue has either options or a quantity", "write one of the two")
        if self.options is not None and len(self.options) < 2:
            raise teach("an issue with one option is settled", "name at least two options, or leave the issue out")
        return self

    def option_keys(self) -> tuple[str | float, ...]:
        """The options' names, or the amounts, in order."""
        if self.options is not None:
            return tuple(self.options)
        assert self.quantity is not None
        return self.quantity.amounts()

    def option_labels(self) -> tuple[str, ...]:
        """The options as a person would say them, in order."""
        if self.options is not None:
            return tuple(self.options.values())
        assert self.quantity is not None
        unit = f" {self.quantity.unit}" if self.quantity.unit else ""
        return tuple(f"{amount:g}{unit}" for amount in self.quantity.amounts())

    def today_index(self) -> int:
        """Position of today's option."""
        keys = self.option_keys()
        return keys.index(self.today if isinstance(self.today, str) else float(self.today))


def _option_key(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise teach("this is not an option", "write an option's name, or an amount")
    return value


OptionKey = Annotated[str | int | float, BeforeValidator(_option_key)]


class Stake(Origin):
    """What one party has at stake in one issue."""

    weight: Weight = Field(description="How much the step from 0 to 100 on this issue counts.", examples=[[12, 16, 20]])
    values: dict[OptionKey, Points] = Field(
        description="Value of each option from 0 (worst) to 100 (best).", examples=[{"resumes": 0, "halted": 100}]
    )


class Interaction(Origin):
    """Points added or taken where options of several issues come together."""

    when: Condition = Field(description="The options that must come together.", examples=[{"war": "treaty", "forces": "withdrawn"}])
    add: Change = Field(description="Points added to the value of the deal, from -100 to 100.", examples=[[-20, -12, -5]])


class RedLine(Origin):
    """An option or combination that a party will never sign."""

    never: Condition = Field(description="What it will never sign.", examples=[{"recognition": "accepted"}])


class Preferences(Origin):
    """What one party wants, and what it has without an agreement."""

    walk_away: Points | None = Field(None, description="Value, 0 to 100, of its best course without an agreement.", examples=[[30, 38, 48]])
    issues: dict[Name, Stake] = Field(
        {}, description="Its stake in each issue.", examples=[{"testing": {"weight": 16, "values": {"resumes": 0, "halted": 100}}}]
    )
    interactions: tuple[Interaction, ...] = Field(
        (), description="Where the whole is not the sum of its parts.", examples=[[{"when": {"war": "treaty"}, "add": -5}]]
    )
    red_lines: tuple[RedLine, ...] = Field((), description="What it will never sign.", examples=[[{"never": {"recognition": "accepted"}}]])


class Rule(Origin):
    """A combination that cannot be: exactly one of `never`, `if` with `then`, `at_most_one`."""

    never: Condition | None = Field(None, description="This combination cannot be.", examples=[{"war": "treaty", "testing": "resumes"}])
    if_: Condition | None = Field(None, alias="if", description="Where this holds, `then` must hold.", examples=[{"war": "treaty"}])
    then: Condition | None = Field(None, description="What must hold where `if` holds.", examples=[{"testing": "halted"}])
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

    preferences: str | None = Field(None, description="File with walk-away values, weights and values.", examples=["preferences.csv"])
    events: str | None = Field(None, description="File with what has happened.", examples=["events.csv"])


class Scenario(Part):
    """A case as a team writes it down."""

    format: Literal[1] = Field(description="Version of this file's form.", examples=[1])
    title: str = Field(description="What the case is, in a line.", examples=["The planned summit of 2018"])
    question: str | None = Field(None, description="What the principal asks.", examples=["Should we meet in May?"])
    as_of: Day = Field(description="The day up to which things are known.", examples=["2018-03-09"])
    briefed: Name | None = Field(None, description="The side being briefed; none for a mediator.", examples=["us"])
    seed: int = Field(ge=0, description="Number from which all draws are made.", examples=[7])
    tables: Tables = Field(Tables(), description="CSV files beside this one.", examples=[{"preferences": "preferences.csv"}])
    sources: dict[Name, Source] = Field({}, description="The sources, by name.", examples=[{"report-1": {"title": "A report", "kind": "report"}}])
    parties: dict[Name, Party] = Field(description="The parties, by name.", examples=[{"us": {"name": "United States", "role": "principal"}}])
    issues: dict[Name, Issue] = Field(
        description="The issues, by name.",
        examples=[{"testing": {"name": "Tests", "options": {"resumes": "Resume", "halted": "Halted"}, "today": "resumes"}}],
    )
    preferences: dict[Name, Preferences] = Field(
        {}, description="What each party wants.", examples=[{"us": {"walk_away": 38, "issues": {}}}]
    )
    rules: tuple[Rule, ...] = Field((), description="Which options cannot come together.", examples=[[{"never": {"war": "treaty"}}]])
    claims: dict[Name, Claim] = Field({}, description="What sources say about the case.", examples=[{"pause": {"says": "No test for 160 days"}}])
    events: tuple[Event, ...] = Field(
        (), description="What has happened.", examples=[[{"date": "2017-11-29", "kind": "missile launch", "what": "Hwasong-15"}]]
    )
    limits: tuple[str, ...] = Field((), description="What this scenario leaves out.", examples=[["Chemical weapons"]])

    _tree: Node | None = PrivateAttr(None)
    _fingerprint: str = PrivateAttr("")

    def principals(self) -> tuple[str, ...]:
        """Names of the parties that negotiate."""
        return tuple(name for name, party in self.parties.items() if party.is_principal)

    @property
    def fingerprint(self) -> str:
        """SHA-256, in hexadecimal, of the files the scenario was read from, or of its content if it was made in memory."""
        return self._fingerprint or hashlib.sha256(self.model_dump_json(by_alias=True).encode()).hexdigest()

    def place(self, path: Path) -> Place | None:
        """Where the value at `path` stands in its file; none for a scenario made in memory."""
        return self._tree.value_place(path) if self._tree is not None else None


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of `scenario.yaml`."""
    schema = Scenario.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
