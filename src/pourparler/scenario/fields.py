"""The small parts of which a scenario is made: numbers with their origin, conditions, dates, names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError

from pourparler.answer import Status
from pourparler.scenario.problem import shown
from pourparler.scenario.uncertain import NotANumber, Uncertain, parse_uncertain

NAME = re.compile(r"[a-z][a-z0-9_-]{0,59}\Z")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")


def teach(wrong: str, right: str) -> PydanticCustomError:
    """An error that a validator raises: what is wrong; what would be right."""
    return PydanticCustomError("teach", "{wrong}; {right}", {"wrong": wrong, "right": right})


class Part(BaseModel):
    """Base of everything in a scenario: unknown keys are errors, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)


def _name(value: object) -> object:
    if not isinstance(value, str) or not NAME.match(value):
        raise teach(
            f"{shown(value)} cannot be a name",
            "names start with a small letter and go on with small letters, digits, '-' or '_' (at most 60)",
        )
    return value


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    match = _DATE.match(str(value)) if isinstance(value, str | int) else None
    if not match or not match[3]:
        raise teach(f"{shown(value)} is not a day", "write year-month-day, such as 2018-03-09")
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise teach(f"{shown(value)} is not in the calendar", "write year-month-day, such as 2018-03-09") from None


def _some_date(value: object) -> object:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    match = _DATE.match(text) if isinstance(text, str) else None
    try:
        if match and date(int(match[1]), int(match[2] or 1), int(match[3] or 1)):
            return text
    except ValueError:
        pass
    raise teach(
        f"{shown(value)} is not a date", "write a year, year-month or year-month-day: 2018, 2018-03, 2018-03-09"
    )


def _names(value: object) -> object:
    if isinstance(value, str):
        return (value,)
    return value


Name = Annotated[str, BeforeValidator(_name)]
Names = Annotated[
    tuple[Name, ...],
    BeforeValidator(_names),
    WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}}),
]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
SomeDate = Annotated[str, BeforeValidator(_some_date), WithJsonSchema({"type": ["string", "integer"]})]


class Judgement(Part):
    """Who judged, and when."""

    by: str = Field(description="The person or team that judged.", examples=["the briefing team"])
    on: Day = Field(description="The day of the judgement.", examples=["2018-03-09"])


class Origin(Part):
    """Where a number, claim or rule comes from."""

    because: str | None = Field(
        None, description="The reason, in a sentence.", examples=["Tests threaten the mainland"]
    )
    source: Names = Field((), description="Name of a source, or a list of names.", examples=["kristof-2018"])
    quote: str | None = Field(None, description="A few words from the source.", examples=["over 160 days"])
    judged: Judgement | None = Field(
        None, description="Who judged, and when.", examples=[{"by": "the briefing team", "on": "2018-03-09"}]
    )
    status: Annotated[Status, Field(strict=False)] | None = Field(
        None, description="How it came to be: quoted, computed, corrected, judged or assumed.", examples=["judged"]
    )

    @property
    def says_where_from(self) -> bool:
        """Whether a source or a judgement is named."""
        return bool(self.source) or self.judged is not None or self.status is not None

    def standing(self) -> Status:
        """The status: as given, else judged, quoted or assumed by what is named."""
        if self.status is not None:
            return self.status
        if self.judged is not None:
            return Status.JUDGED
        return Status.QUOTED if self.source else Status.ASSUMED

    def within(self, wider: Origin) -> Origin:
        """This origin, with what it leaves open taken from the wider one around it."""
        nearer = self if self.says_where_from else wider
        return Origin.model_construct(
            because=self.because or wider.because,
            source=nearer.source,
            judged=nearer.judged,
            status=nearer.status,
            quote=self.quote or nearer.quote,
        )


def _uncertain(value: object) -> Uncertain:
    try:
        return parse_uncertain(value)
    except NotANumber as error:
        raise teach(error.wrong, error.right) from None


_RANGE: dict[str, Any] = {"type": "array", "items": {"type": "number"}, "minItems": 1}
UNCERTAIN_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "number"},
        {**_RANGE, "minItems": 2, "maxItems": 3},
        *(
            {"type": "object", "properties": {kind: _RANGE}, "required": [kind]}
            for kind in ("uniform", "triangular", "pert", "one_of")
        ),
        {
            "type": "object",
            "properties": {
                "normal": {
                    "type": "object",
                    "required": ["mean", "sd", "least", "greatest"],
                    "additionalProperties": {"type": "number"},
                }
            },
            "required": ["normal"],
        },
    ]
}
UncertainField = Annotated[Uncertain, BeforeValidator(_uncertain), WithJsonSchema(UNCERTAIN_SCHEMA)]


class Number(Origin):
    """A number with its origin: written short (`[30, 40, 50]`) or long (`{value: [30, 40, 50], because: ...}`)."""

    value: UncertainField = Field(description="The number, known or as a range.", examples=[[30, 40, 50]])


def written_short(value: object) -> object:
    """A number as the mapping of its long form."""
    if isinstance(value, Number) or (isinstance(value, Mapping) and (set(value) & set(Number.model_fields))):
        return value
    return {"value": value}


def bounded(least: float, greatest: float) -> Callable[[Number], Number]:
    """A check that a number lies on a scale from `least` to `greatest` (1e9 or more: without end)."""

    def check(number: Number) -> Number:
        for end in (number.value.least, number.value.greatest):
            if not least <= end <= greatest:
                top = f" to {greatest:g}" if greatest < 1e9 else " or more"
                raise teach(f"{end:.12g} is outside the scale", f"give a number from {least:g}{top}")
        return number

    return check


class ShortOrLong:
    """Tells the JSON Schema that a number may be written without its origin."""

    @staticmethod
    def __get_pydantic_json_schema__(core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [*UNCERTAIN_SCHEMA["anyOf"], handler(core)]}


Points = Annotated[Number, BeforeValidator(written_short), AfterValidator(bounded(0, 100)), ShortOrLong]
Weight = Annotated[Number, BeforeValidator(written_short), AfterValidator(bounded(0, 1e9)), ShortOrLong]
Change = Annotated[Number, BeforeValidator(written_short), AfterValidator(bounded(-100, 100)), ShortOrLong]


def _amount(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise teach(f"{shown(value)} is not an amount", "write a number, such as 4 or 0.5")
    return value


def _option_key(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise teach("this is not an option", "write an option's name, or an amount")
    return value


Amount = Annotated[int | float, BeforeValidator(_amount)]
OptionKey = Annotated[str | int | float, BeforeValidator(_option_key)]


class Selection(Part):
    """Some of an issue's options: any of those named, or for a quantity all from `at_least` to `at_most`."""

    any_of: tuple[OptionKey, ...] = Field(
        (), description="The options, or amounts, that are meant.", examples=[["halted"]]
    )
    at_least: Amount | None = Field(None, description="Lower end, for a quantity.", examples=[2])
    at_most: Amount | None = Field(None, description="Upper end, for a quantity.", examples=[4])

    def __str__(self) -> str:
        if self.any_of:
            return " or ".join(
                format(option, ".12g") if not isinstance(option, str) else option for option in self.any_of
            )
        ends = [f"at least {self.at_least:.12g}"] if self.at_least is not None else []
        return " and ".join(ends + ([f"at most {self.at_most:.12g}"] if self.at_most is not None else []))


def _selection(value: object) -> object:
    if isinstance(value, Selection):
        return value
    if isinstance(value, Mapping):
        if not value or set(value) - {"at_least", "at_most"} or None in value.values():
            raise teach(
                "this selects nothing that is known", "write an option, [option, option] or {at_least: 2, at_most: 4}"
            )
        return {key: value[key] for key in value}
    options = value if isinstance(value, tuple) else (value,)
    if not options or any(isinstance(option, bool) or not isinstance(option, str | int | float) for option in options):
        raise teach("this selects no option", "write an option, [option, option] or {at_least: 2, at_most: 4}")
    return {"any_of": options}


_OPTION: dict[str, Any] = {"type": ["string", "number"]}
SELECTION_SCHEMA: dict[str, Any] = {
    "anyOf": [
        _OPTION,
        {"type": "array", "items": _OPTION, "minItems": 1},
        {
            "type": "object",
            "properties": {"at_least": {"type": "number"}, "at_most": {"type": "number"}},
            "additionalProperties": False,
        },
    ]
}


def _not_empty(condition: dict[str, Selection]) -> dict[str, Selection]:
    if not condition:
        raise teach("the condition is empty", "write {issue: option}")
    return condition


SelectionField = Annotated[Selection, BeforeValidator(_selection), WithJsonSchema(SELECTION_SCHEMA)]
Condition = Annotated[dict[str, SelectionField], AfterValidator(_not_empty)]
