"""How likely something is under each hypothesis, as a team writes it down, and what letters, marks and named strengths stand for."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from pourparler.scenario.fields import (
    UNCERTAIN_SCHEMA,
    Number,
    Origin,
    Points,
    ShortOrLong,
    UncertainField,
    bounded,
    teach,
    written_short,
)
from pourparler.scenario.problem import shown
from pourparler.scenario.uncertain import Uncertain

Letter = Literal["CC", "C", "N", "I", "II"]
Reliability = Literal["A", "B", "C", "D", "E", "F"]
Kind = Literal[
    "statement",
    "restraint",
    "hand-tying act",
    "irreversible act",
    "absence",
    "circumstance",
    "pledge kept",
    "pledge broken",
]

OTHER = "other"
"""The reading that is none of those named. It is always there."""

OTHER_SHARE = 0.05
"""Its share of the prior where the file gives none."""

ALL = "all"
"""Key of a likelihood that holds under every hypothesis."""

TEMPO = "tempo"
"""A likelihood that is the chance of today's silence if the tempo of the record goes on."""

WITHOUT_HYPOTHESIS = frozenset({"value", "rating", TEMPO, "uniform", "triangular", "pert", "normal", "one_of"})
"""Keys of one value that holds under every hypothesis, and therefore the name of none."""

LEAST_LIKELIHOOD = 0.001

RATINGS: Mapping[Letter, float] = {"CC": 0.95, "C": 0.8, "N": 0.5, "I": 0.2, "II": 0.05}
"""What the letters of an ACH matrix stand for, unless the file says otherwise."""

RELIABILITY: Mapping[Reliability, float] = {"A": 0.98, "B": 0.9, "C": 0.75, "D": 0.6, "E": 0.5, "F": 0.7}
"""Chance that a report of a source so marked is faithful, before credibility; a proposal, no standard gives numbers."""

CREDIBILITY: Mapping[int, float] = {1: 4, 2: 2, 3: 1, 4: 1 / 3, 5: 0.1, 6: 1}
"""Factor on the odds that the report is faithful, by the mark of what it says; a proposal too."""

STRENGTHS: Mapping[str, Uncertain] = {
    "statement": Uncertain("uniform", (1, 1.3)),
    "restraint": Uncertain("uniform", (1, 2)),
    "hand-tying act": Uncertain("uniform", (2, 4)),
    "irreversible act": Uncertain("uniform", (4, 15)),
}
"""How many times likelier an item of this kind is under what it favours than under the rest (after Fearon 1997)."""

FAVOURED = 0.8
"""Likelihood of an item under what it favours, where only its strength is given."""


_FORMS = "write a number, a range, CC to II, or tempo"


class Likelihood(Origin):
    """How likely something is if a hypothesis holds: a number, a range, `CC` to `II`, or `tempo`."""

    value: UncertainField | None = Field(None, description="The chance, 0.001 to 1.", examples=[[0.6, 0.7, 0.8]])
    rating: Letter | None = Field(
        None, description="Letter of an ACH matrix, from very consistent to very inconsistent.", examples=["C"]
    )
    tempo: bool = Field(False, description="The chance of today's silence if the old tempo goes on.", examples=[True])

    @model_validator(mode="after")
    def _one(self) -> Likelihood:
        if (self.value is not None) + (self.rating is not None) + self.tempo != 1:
            raise teach("a likelihood has one form", _FORMS)
        if self.value is not None and self.value.greatest > 1:
            raise teach(f"{self.value} is no likelihood", "write a share from 0.001 to 1, such as 0.5 for 50 %")
        if self.value is not None and self.value.least < LEAST_LIKELIHOOD:
            wrong = f"{self.value} is no likelihood"
            raise teach(wrong, f"write {LEAST_LIKELIHOOD} or more: what is held impossible no evidence could ever mend")
        return self


def _likelihood(value: object) -> object:
    if isinstance(value, Likelihood) or (isinstance(value, Mapping) and set(value) & set(Likelihood.model_fields)):
        return value
    if value == TEMPO:
        return {"tempo": True}
    if isinstance(value, str) and value in RATINGS:
        return {"rating": value}
    if isinstance(value, str) or value is None:
        raise teach(f"{shown(value)} is no likelihood", _FORMS)
    return {"value": value}


def without_hypothesis(value: object) -> bool:
    """Whether this is one value that holds under every hypothesis, such as `0.9`, rather than a value for each."""
    return not isinstance(value, Mapping) or bool(set(value) & WITHOUT_HYPOTHESIS)


def by_hypothesis(value: object) -> object:
    """One value as the mapping that says it holds under every hypothesis."""
    return {ALL: value} if without_hypothesis(value) else value


class _LikelihoodForms:
    """Tells the JSON Schema that a likelihood may be written without its origin."""

    @staticmethod
    def __get_pydantic_json_schema__(core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        words = {"enum": [*RATINGS, TEMPO]}
        return {"anyOf": [*UNCERTAIN_SCHEMA["anyOf"], words, handler(core)]}


class OrOneForAll:
    """Tells the JSON Schema that one value may stand in place of the mapping: it then holds under every hypothesis."""

    @staticmethod
    def __get_pydantic_json_schema__(core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        mapping = handler(core)
        return {"anyOf": [mapping["additionalProperties"], mapping]}


_Short = BeforeValidator(_likelihood)
Likelihoods = Annotated[
    dict[str, Annotated[Likelihood, _Short, _LikelihoodForms]], BeforeValidator(by_hypothesis), OrOneForAll
]
PointsByHypothesis = Annotated[dict[str, Points], BeforeValidator(by_hypothesis), OrOneForAll]
Chance = Annotated[Number, BeforeValidator(written_short), AfterValidator(bounded(0, 1)), ShortOrLong]
Strength = Annotated[Number, BeforeValidator(written_short), AfterValidator(bounded(1, 1000)), ShortOrLong]
Days = Annotated[Number, BeforeValidator(written_short), AfterValidator(bounded(0.1, 100_000)), ShortOrLong]


_WORDS = re.compile(r"[a-z][a-z0-9_-]*(?: [a-z0-9_-]+)*\Z")


def _strength_name(value: object) -> object:
    if not isinstance(value, str) or not _WORDS.match(value) or len(value) > 60:
        raise teach(
            f"{shown(value)} cannot name a strength", "write a few words in small letters, such as sworn statement"
        )
    return value


StrengthName = Annotated[str, BeforeValidator(_strength_name)]


def keys_for(keys: Collection[str], hypothesis: str, mechanism: str | None) -> list[str]:
    """The keys of a mapping by hypothesis that speak of one state; more than one is a contradiction, none a gap."""
    pair = f"{hypothesis}+{mechanism}"
    if pair in keys:
        return [pair]
    named = [key for key in (hypothesis, mechanism) if key is not None and key in keys]
    return named or [key for key in (ALL,) if key in keys]
