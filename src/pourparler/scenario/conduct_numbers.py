"""Every number that a scenario says of conduct, with its meaning, origin and place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pourparler.answer import Status
from pourparler.scenario.conduct import Conduct
from pourparler.scenario.fields import Number, Origin
from pourparler.scenario.likelihoods import ALL, OTHER, Likelihood
from pourparler.scenario.model import Scenario
from pourparler.scenario.numbers import NumberLine
from pourparler.scenario.tree import Path
from pourparler.scenario.uncertain import Uncertain


def conduct_numbers(scenario: Scenario) -> tuple[NumberLine, ...]:
    """All numbers that stand below `conduct`. A likelihood left to the tempo is not one, nor is a default."""
    conduct = scenario.conduct
    return () if conduct is None else tuple(_Lines(scenario, conduct).lines())


def reading(conduct: Conduct, key: str) -> str:
    """A key of a mapping by hypothesis as it stands inside a sentence."""
    named = {name: each.name for name, each in conduct.hypotheses.items()}
    named |= {name: each.name for name, each in conduct.mechanisms.items()}
    if key == ALL:
        return "any reading"
    parts = (named.get(part, f"{OTHER} readings") for part in key.split("+"))
    return " and ".join(f"'{part}'" for part in parts)


class _Lines:
    def __init__(self, scenario: Scenario, conduct: Conduct) -> None:
        self.scenario = scenario
        self.conduct = conduct

    def line(self, path: Path, what: str, number: Number | Likelihood | None, *wider: Origin) -> Iterator[NumberLine]:
        if number is None:
            return
        value = self.conduct.chance(number) if isinstance(number, Likelihood) else number.value
        if value is None:  # the tempo's
            return
        origin: Origin = number
        for around in (*wider, self.conduct):
            origin = origin.within(around)
        at: Path = ("conduct", *path)
        yield NumberLine(at, self.conduct.party, what, value, origin, self.scenario.place(at))

    def setting(self, path: Path, what: str, number: float, wider: Origin) -> Iterator[NumberLine]:
        """A number that is written without a range and without an origin of its own."""
        origin = wider if wider.says_where_from else Origin(status=Status.ASSUMED)
        at: Path = ("conduct", *path)
        value = Uncertain("known", (float(number),))
        yield NumberLine(at, self.conduct.party, what, value, origin, self.scenario.place(at))

    def many(
        self, path: Path, what: str, given: Mapping[str, Number] | Mapping[str, Likelihood] | None, *wider: Origin
    ) -> Iterator[NumberLine]:
        for key, number in (given or {}).items():
            yield from self.line((*path, key), f"{what}, under {reading(self.conduct, key)}", number, *wider)

    def lines(self) -> Iterator[NumberLine]:
        """Every number, part by part in the order of the documentation."""
        yield from self.in_tempo()
        for name, each in self.conduct.hypotheses.items():
            at: Path = ("hypotheses", name)
            yield from self.line((*at, "prior"), f"weight before the evidence of '{each.name}'", each.prior)
            what = f"days until it would act again, under '{each.name}'"
            yield from self.line((*at, "resumes_after"), what, each.resumes_after)
        for name, mechanism in self.conduct.mechanisms.items():
            at = ("mechanisms", name, "share")
            yield from self.many(at, f"chance of '{mechanism.name}'", mechanism.share)
        yield from self.in_evidence()
        for name, strength in self.conduct.strengths.items():
            yield from self.line(("strengths", name), f"ratio of likelihoods of a '{name}'", strength)
        for name, cluster in self.conduct.clusters.items():
            at = ("clusters", name)
            yield from self.line((*at, "correlation"), f"correlation of '{cluster.name}'", cluster.correlation, cluster)
            if cluster.cause is not None:
                what = f"chance of '{cluster.cause.what}'"
                yield from self.many((*at, "cause", "chance"), what, cluster.cause.chance, cluster.cause, cluster)
        for name, indicator in self.conduct.indicators.items():
            at = ("indicators", name)
            yield from self.many(
                (*at, "likelihood"), f"chance to see '{indicator.what}'", indicator.likelihood, indicator
            )
            yield from self.line((*at, "cost"), f"cost of watching for '{indicator.what}'", indicator.cost, indicator)
        for name, course in self.conduct.courses.items():
            around = Origin(because=course.because)
            yield from self.many(("courses", name, "value"), f"worth of '{course.name}'", course.value, around)
        yield from self.settings()

    def in_tempo(self) -> Iterator[NumberLine]:
        for index, naive in enumerate(self.conduct.tempo.naive if self.conduct.tempo is not None else ()):
            claim = self.scenario.claims[naive.claim] if naive.claim is not None else self.conduct
            what = f"days per event where it is said: '{naive.says}'"
            yield from self.setting(("tempo", "naive", index, "every"), what, naive.every, claim)

    def settings(self) -> Iterator[NumberLine]:
        """What the file puts in place of defaults."""
        conduct = self.conduct
        if "likelihood" in conduct.doubt.model_fields_set:
            what = "factor by which a likelihood's odds may be off where it has no range"
            yield from self.setting(("doubt", "likelihood"), what, conduct.doubt.likelihood, conduct)
        if "prior" in conduct.doubt.model_fields_set:
            what = "cases that priors without a range are worth"
            yield from self.setting(("doubt", "prior"), what, conduct.doubt.prior, conduct)
        for letter, number in conduct.ratings.items():
            yield from self.setting(("ratings", letter), f"likelihood that '{letter}' stands for", number, conduct)
        for mark, number in conduct.reliability.items():
            what = f"chance that a report marked '{mark}' is faithful"
            yield from self.setting(("reliability", mark), what, number, conduct)
        for digit, number in conduct.credibility.items():
            what = f"factor on the odds that a report marked '{digit}' is faithful"
            yield from self.setting(("credibility", digit), what, number, conduct)

    def in_evidence(self) -> Iterator[NumberLine]:
        for name, item in self.conduct.evidence.items():
            at: Path = ("evidence", name)
            # An item's source says that it happened; how likely it was under each reading is somebody's judgement.
            around = Origin(because=item.because, judged=item.judged, status=item.status)
            yield from self.many((*at, "likelihood"), f"likelihood of '{item.what}'", item.likelihood, around)
            yield from self.many((*at, "expected"), f"chance that not '{item.what}'", item.expected, around)
            cause = f"likelihood of '{item.what}' if the common cause is at work"
            yield from self.many((*at, "if_cause"), cause, item.if_cause, around)
            yield from self.line(
                (*at, "faithful"), f"chance that the report is faithful: '{item.what}'", item.faithful, item
            )
            otherwise = f"chance of the report if it is not faithful: '{item.what}'"
            yield from self.line((*at, "otherwise"), otherwise, item.otherwise, around)
