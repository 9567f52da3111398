"""Items of evidence, what ties them together, and the record of earlier promises."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from pourparler.scenario.fields import Day, Name, Names, Origin, teach
from pourparler.scenario.likelihoods import Chance, Kind, Likelihoods


class Evidence(Origin):
    """One item that speaks for or against the hypotheses."""

    what: str = Field(description="What was seen or said.", examples=["No test for 100 days"])
    kind: Kind = Field(description="What kind of item it is.", examples=["restraint"])
    date: Day | None = Field(
        None, description="The day; for an absence, the day by which it was expected.", examples=["2018-03-08"]
    )
    likelihood: Likelihoods | None = Field(
        None,
        description="How likely the item is under each hypothesis.",
        examples=[{"sincere": 0.9, "buying-time": 0.8}],
    )
    expected: Likelihoods | None = Field(
        None, description="For an absence: how likely the act was by that day.", examples=[{"sincere": 0.4}]
    )
    favours: Names = Field(
        (), description="Hypotheses that it speaks for, where only a strength is given.", examples=["sincere"]
    )
    strength: str | None = Field(
        None, description="Named strength; the item's kind unless given.", examples=["hand-tying act"]
    )
    cluster: Name | None = Field(None, description="Items of one origin share a cluster.", examples=["envoy"])
    if_cause: Likelihoods | None = Field(
        None, description="Likelihood if the cluster's common cause is at work.", examples=[0.95]
    )
    retells: Name | None = Field(
        None, description="The item that this only repeats; it then counts for nothing.", examples=["pledge"]
    )
    faithful: Chance | None = Field(
        None, description="Chance that the report is faithful; by the source's marks unless given.", examples=[0.9]
    )
    otherwise: Chance | None = Field(
        None, description="Chance of such a report if it is not faithful; 0.5 unless given.", examples=[0.5]
    )

    @model_validator(mode="after")
    def _one_form(self) -> Evidence:
        if (self.likelihood is not None) + (self.expected is not None) + bool(self.favours) != 1:
            raise teach("an item has one form", "write 'likelihood', or 'expected' (absence), or 'favours'")
        if self.strength is not None and not self.favours:
            raise teach(
                "'strength' has nothing to act on", "write 'favours: ' in place of likelihoods, or leave it out"
            )
        if self.kind == "absence" and self.date is None:
            raise teach("an absence has no day", "add 'date: ', the day by which the act was expected")
        if self.expected is not None and self.kind != "absence":
            raise teach("'expected' belongs to an absence", "write 'kind: absence', or 'likelihood'")
        if any(chance.value is not None and chance.value.greatest > 0.999 for chance in (self.expected or {}).values()):
            raise teach("an act that was certain to come did not come", "write at most 0.999")
        return self


class CommonCause(Origin):
    """One cause that would bring about all items of a cluster together."""

    what: str = Field(description="The cause.", examples=["The message was staged for Washington"])
    chance: Likelihoods = Field(description="Its chance under each hypothesis.", examples=[{"sincere": 0.3}])


class Cluster(Origin):
    """Items of one origin: they count for less than as many independent ones."""

    name: str = Field(description="What they have in common.", examples=["One envoy's report"])
    correlation: Chance | None = Field(
        None, description="0: as good as independent; 1: as good as one item.", examples=[[0.4, 0.6, 0.8]]
    )
    cause: CommonCause | None = Field(
        None,
        description="Instead: the exact common cause.",
        examples=[{"what": "Staged for Washington", "chance": {"sincere": 0.3}}],
    )

    @model_validator(mode="after")
    def _one_form(self) -> Cluster:
        if (self.correlation is None) == (self.cause is None):
            raise teach("a cluster has one form", "write 'correlation: 0.6', or 'cause: ...'")
        return self


class Pledge(Origin):
    """An earlier promise, and what became of it."""

    what: str = Field(description="What was promised.", examples=["No launches while talks go on"])
    date: Day = Field(description="When.", examples=["2012-02-29"])
    outcome: Literal["kept", "broken", "disputed"] = Field(
        description="What became of it; disputed ones are shown and not counted.", examples=["broken"]
    )
    comparable: bool = Field(True, description="Whether it says something about the promise at hand.", examples=[True])
