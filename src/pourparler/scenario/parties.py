"""Who negotiates, must agree, or is affected."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from pourparler.scenario.fields import SELECTION_SCHEMA, Name, Part, SelectionField, teach


class Role(StrEnum):
    """What a party is in this negotiation."""

    PRINCIPAL = "principal"
    ALLY = "ally"
    RATIFIER = "ratifier"
    OUTSIDE_POWER = "outside power"


def veto_over(value: object) -> object:
    """`[forces]` means any change of today's option; `{war: treaty}` only the options named."""
    if isinstance(value, str):
        return {value: None}
    if isinstance(value, tuple):
        for name in value:
            if not isinstance(name, str):
                raise teach("a veto is held over issues", "write [issue, ...] or {issue: option}")
        return dict.fromkeys(value)
    return value


Veto = SelectionField | None
VETO_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "string"},
        {"type": "array", "items": {"type": "string"}},
        {"type": "object", "additionalProperties": {"anyOf": [SELECTION_SCHEMA, {"type": "null"}]}},
    ]
}


class Party(Part):
    """One of those who negotiate, must agree, or are affected."""

    name: str = Field(description="Name as a person would say it.", examples=["North Korea"])
    short: str | None = Field(None, description="A shorter name for charts.", examples=["the North"])
    role: Annotated[Role, Field(strict=False)] = Field(
        description="principal, ally, ratifier or outside power.", examples=["principal"]
    )
    of: Name | None = Field(None, description="For an ally or ratifier: with whom it stands.", examples=["us"])
    veto: Annotated[dict[Name, Veto], BeforeValidator(veto_over), WithJsonSchema(VETO_SCHEMA)] = Field(
        {},
        description="Issues that cannot move from today's option against its will; "
        "or, for each, the options that need its consent.",
        examples=[["forces"]],
    )
    in_the_room: bool | None = Field(
        None, description="Whether it is present; if not given, principals are.", examples=[False]
    )
    wants: str | None = Field(
        None, description="What it wants most, in a sentence.", examples=["Security for its rule"]
    )
    can_live_without: str | None = Field(
        None, description="What it could give up.", examples=["A meeting in its capital"]
    )

    @property
    def is_principal(self) -> bool:
        """Whether it negotiates and must agree to the whole deal."""
        return self.role is Role.PRINCIPAL

    @property
    def present(self) -> bool:
        """Whether it is in the room."""
        return self.is_principal if self.in_the_room is None else self.in_the_room
