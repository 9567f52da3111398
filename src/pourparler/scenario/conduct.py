"""What the file says about another party's conduct: how often it acts, what speaks for which reading of it, what to watch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from pourparler.scenario.evidence import Cluster, Evidence, Pledge
from pourparler.scenario.fields import Amount, Day, Name, Names, Origin, Part, Points, Weight, teach
from pourparler.scenario.likelihoods import (
    CREDIBILITY,
    LEAST_LIKELIHOOD,
    OTHER,
    RATINGS,
    RELIABILITY,
    STRENGTHS,
    Days,
    Letter,
    Likelihood,
    Likelihoods,
    PointsByHypothesis,
    Reliability,
    Strength,
    StrengthName,
)
from pourparler.scenario.uncertain import Uncertain, may_all_be_0


class Definition(Part):
    """What counts as an event: a day with at least one event of these kinds."""

    name: str = Field(description="What is counted, in the plural.", examples=["missile launch days"])
    kinds: tuple[str, ...] = Field(description="Kinds of events that count.", examples=[["ballistic", "slv"]])


class Naive(Part):
    """A rate that a source gives, and that may mislead."""

    says: str = Field(description="What the source says.", examples=["One test every 12 days"])
    every: Annotated[Amount, Field(ge=0.01, le=100_000)] = Field(description="Days per event.", examples=[12])
    claim: Name | None = Field(None, description="The claim, by name, that this is.", examples=["pace-of-tests"])


class Tempo(Part):
    """Which events are counted, since when."""

    definitions: dict[Name, Definition] = Field(
        description="What may count as an event; the first is the main one.",
        examples=[{"tests": {"name": "test days", "kinds": ["ballistic", "nuclear_test"]}}],
    )
    windows: tuple[Day, ...] = Field(
        description="Days from which the record may be trained; the first is the main one.", examples=[["2012-01-01"]]
    )
    until: Day | None = Field(
        None, description="The day up to which the chance of an event is asked.", examples=["2018-05-31"]
    )
    naive: tuple[Naive, ...] = Field(
        (), description="Rates that sources give.", examples=[[{"says": "One test every 12 days", "every": 12}]]
    )


class Hypothesis(Part):
    """One reading of what the other side is up to."""

    name: str = Field(description="As it stands inside a sentence.", examples=["buying time"])
    means: str | None = Field(None, description="What it means, in a sentence.", examples=["It talks to gain months"])
    prior: Weight | None = Field(
        None, description="Weight before the evidence; weights are used as shares.", examples=[[30, 45, 60]]
    )
    from_record: bool = Field(False, description="The prior is the share of pledges kept.", examples=[True])
    resumes_after: Days | None = Field(
        None, description="Mean number of days until it would act again if this holds.", examples=[[800, 1500, 3000]]
    )

    @model_validator(mode="after")
    def _has_prior(self) -> Hypothesis:
        if (self.prior is None) != self.from_record:
            raise teach("a hypothesis has one prior", "write 'prior: 30', or 'from_record: true'")
        return self


def _some_weight(hypotheses: dict[Name, Hypothesis]) -> dict[Name, Hypothesis]:
    if may_all_be_0(each.prior.value for each in hypotheses.values() if each.prior is not None):
        raise teach("the priors may all be 0 together", "give one hypothesis a prior that is above 0")
    return hypotheses


class Mechanism(Part):
    """One way in which what is seen can come about, whatever the intent."""

    name: str = Field(description="As it stands inside a sentence.", examples=["deliberate"])
    means: str | None = Field(None, description="What it means.", examples=["The pause was ordered"])
    share: Likelihoods = Field(
        description="Its chance under each hypothesis.", examples=[{"sincere": 0.9, "buying-time": 0.85}]
    )


class Indicator(Origin):
    """Something to watch for, with a day by which it would be seen."""

    what: str = Field(description="What would be seen.", examples=["A test site dismantled before inspectors"])
    by: Day = Field(description="By which day.", examples=["2018-05-15"])
    reporter: str | None = Field(None, description="Who would report it.", examples=["The IAEA"])
    cost: Points | None = Field(None, description="What watching costs, in points of our own scale.", examples=[1])
    likelihood: Likelihoods = Field(
        description="How likely it is to be seen by then under each hypothesis.", examples=[{"sincere": 0.6}]
    )


class Course(Part):
    """Something the side being briefed may do."""

    name: str = Field(description="As it stands inside a sentence.", examples=["prepare first"])
    value: PointsByHypothesis = Field(
        description="What it is worth to that side under each hypothesis, 0 to 100.", examples=[{"sincere": 70}]
    )
    because: str | None = Field(
        None, description="The reason, in a sentence.", examples=["A summit cannot be taken back"]
    )


class Doubt(Part):
    """How far numbers written without a range may be off."""

    likelihood: Annotated[Amount, Field(ge=1, le=100)] = Field(
        2, description="Factor by which the ratio of a likelihood may be off either way (5 to 95 %).", examples=[2]
    )
    prior: Annotated[Amount, Field(ge=0.1, le=1_000_000)] = Field(
        20, description="How many cases the priors are worth (Dirichlet); more is surer.", examples=[20]
    )


class Conduct(Origin):
    """What another party does, and how it may be read."""

    party: Name = Field(description="Whose conduct.", examples=["north-korea"])
    tempo: Tempo | None = Field(
        None,
        description="Which events are counted, since when.",
        examples=[{"definitions": {"tests": {"name": "test days", "kinds": ["ballistic"]}}, "windows": ["2012-01-01"]}],
    )
    hypotheses: Annotated[dict[Name, Hypothesis], AfterValidator(_some_weight)] = Field(
        {},
        description="What it may be up to; 'other' is added where missing.",
        examples=[{"sincere": {"name": "sincere", "prior": 20}}],
    )
    mechanisms: dict[Name, Mechanism] = Field(
        {},
        description="How what is seen may come about under any of them; together they leave nothing out.",
        examples=[{"deliberate": {"name": "deliberate", "share": 0.9}}],
    )
    evidence: dict[Name, Evidence] = Field(
        {},
        description="What speaks for or against.",
        examples=[{"pause": {"what": "No test for 100 days", "kind": "restraint", "favours": "sincere"}}],
    )
    clusters: dict[Name, Cluster] = Field(
        {}, description="Items of one origin.", examples=[{"envoy": {"name": "One report", "correlation": 0.6}}]
    )
    pledges: dict[Name, Pledge] = Field(
        {},
        description="Earlier promises and what became of them.",
        examples=[{"halt-2012": {"what": "No launches", "date": "2012-02-29", "outcome": "broken"}}],
    )
    indicators: dict[Name, Indicator] = Field(
        {},
        description="What to watch for.",
        examples=[{"site": {"what": "Site closed", "by": "2018-05-15", "likelihood": {"sincere": 0.6}}}],
    )
    courses: dict[Name, Course] = Field(
        {},
        description="What the side being briefed may do.",
        examples=[{"go": {"name": "go", "value": {"sincere": 70}}}],
    )
    assumptions: tuple[str, ...] = Field(
        (), description="What the reading rests on.", examples=[["The lists of launches are complete"]]
    )
    corrections: Names = Field(
        (), description="Corrected claims that belong to this page, by name.", examples=[["pace-of-tests"]]
    )
    doubt: Doubt = Field(
        Doubt(), description="How far numbers without a range may be off.", examples=[{"likelihood": 2, "prior": 20}]
    )
    ratings: dict[Letter, Annotated[Amount, Field(ge=LEAST_LIKELIHOOD, le=0.999)]] = Field(
        {}, description="Likelihoods that letters stand for, where other than by default.", examples=[{"C": 0.75}]
    )
    reliability: dict[Reliability, Annotated[Amount, Field(ge=0.001, le=0.999)]] = Field(
        {}, description="Chance that a report is faithful, where other than by default.", examples=[{"B": 0.85}]
    )
    credibility: dict[Annotated[int, Field(ge=1, le=6)], Annotated[Amount, Field(ge=0.001, le=1000)]] = Field(
        {},
        description="Factor on the odds that a report is faithful, where other than by default.",
        examples=[{2: 1.5}],
    )
    strengths: dict[StrengthName, Strength] = Field(
        {}, description="Named strengths, besides the kinds of items.", examples=[{"sworn statement": [1.5, 3]}]
    )
    yardstick: Literal["icd-203", "phia"] = Field(
        "icd-203", description="Whose words of probability are used.", examples=["icd-203"]
    )

    def states(self) -> tuple[tuple[str, str | None], ...]:
        """Hypothesis with mechanism, `other` last where it is added; no mechanism where none are named."""
        names = [*self.hypotheses, *([OTHER] if OTHER not in self.hypotheses else [])]
        mechanisms: tuple[str | None, ...] = tuple(self.mechanisms) or (None,)
        return tuple((name, mechanism) for name in names for mechanism in mechanisms)

    def known_strengths(self) -> Mapping[str, Uncertain]:
        """How many times likelier an item is under what it favours than under the rest, by name."""
        return {**STRENGTHS, **{name: strength.value for name, strength in self.strengths.items()}}

    def chance(self, likelihood: Likelihood) -> Uncertain | None:
        """A likelihood as a number; none where it is the tempo's."""
        if likelihood.rating is not None:
            return Uncertain("known", ({**RATINGS, **self.ratings}[likelihood.rating],))
        return likelihood.value

    def faithful(self, reliability: Reliability | None, credibility: int | None) -> float:
        """Chance that a report with these marks of the Admiralty scale is faithful; without marks: cannot be judged."""
        share = {**RELIABILITY, **self.reliability}[reliability or "F"]
        odds = share / (1 - share) * {**CREDIBILITY, **self.credibility}[credibility or 6]
        return odds / (1 + odds)
