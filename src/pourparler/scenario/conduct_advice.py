"""What is allowed in what a scenario says of conduct but probably not meant, or weakens what can be said from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from pourparler.scenario.conduct import Conduct
from pourparler.scenario.evidence import Evidence
from pourparler.scenario.fields import Origin
from pourparler.scenario.likelihoods import OTHER, TEMPO, Likelihood, keys_for
from pourparler.scenario.model import Scenario
from pourparler.scenario.problem import Place, Problem
from pourparler.scenario.tree import Path

Found = tuple[Path, str, str]
Said = tuple[float | str | bool | None, ...]


def advise_on_conduct(scenario: Scenario) -> Iterator[Problem]:
    """Advice on everything below `conduct`, each with its place; none for a scenario without it."""
    conduct = scenario.conduct
    if conduct is None:
        return
    told_apart = _ToldApart(conduct)
    found = (
        *_origins(conduct),
        *_marks(scenario, conduct),
        *_same_report(conduct),
        *_clusters(conduct),
        *_shares(conduct),
        *_watching(scenario, conduct),
        *told_apart.silent(),
        *told_apart.twins(),
    )
    for path, wrong, right in found:
        yield Problem(scenario.place(("conduct", *path)) or Place("scenario", 1, 1), wrong, right)


def _origin(conduct: Conduct, item: Evidence) -> Origin:
    """Where an item is from. Nothing can be cited for what was not seen: there, who judges the whole is enough."""
    return item.within(conduct) if item.kind == "absence" else item


def _origins(conduct: Conduct) -> Iterator[Found]:
    for name, item in conduct.evidence.items():
        if not _origin(conduct, item).says_where_from:
            right = "add 'source: ...', or 'judged: {by: ..., on: ...}'"
            yield ("evidence", name), "this item has neither source nor judgement", right
    for name, pledge in conduct.pledges.items():
        if not pledge.says_where_from:
            right = "add 'source: ...'; what became of a promise is often disputed"
            yield ("pledges", name), "this pledge has neither source nor judgement", right


def _marks(scenario: Scenario, conduct: Conduct) -> Iterator[Found]:
    for name, item in conduct.evidence.items():
        sources = [scenario.sources[source] for source in item.source]
        if item.faithful is not None or any(source.reliability for source in sources):
            continue
        if sources or _origin(conduct, item).says_where_from:
            share = max((conduct.faithful(None, s.credibility) for s in sources), default=conduct.faithful(None, None))
            wrong = "no source of this item is marked for reliability"
            right = (
                f"mark one from A to F, or add 'faithful: '; until then the item counts as {100 * share:.3g} % faithful"
            )
            yield ("evidence", name), wrong, right


def _same_report(conduct: Conduct) -> Iterator[Found]:
    """Items that may be one report counted twice. What only retells another counts for nothing anyway."""
    earlier: list[tuple[str, Evidence]] = []
    for name, item in conduct.evidence.items():
        if item.retells is not None:
            continue
        for other, before in earlier:
            apart = item.cluster is None or item.cluster != before.cluster
            if apart and item.date == before.date and {*item.source} & {*before.source}:
                wrong = f"this item has the same source and {'day' if item.date else 'no day, just'} as '{other}'"
                right = f"if one report stands behind both, give them a cluster, or write 'retells: {other}'"
                yield ("evidence", name), wrong, right
                break
        earlier.append((name, item))


def _clusters(conduct: Conduct) -> Iterator[Found]:
    for name, cluster in conduct.clusters.items():
        counted = [item for item in conduct.evidence.values() if item.cluster == name and item.retells is None]
        if len(counted) < 2:
            wrong = f"fewer than two items that count are in the cluster '{cluster.name}'"
            yield ("clusters", name), wrong, f"write 'cluster: {name}' for each item that is, or leave it out"


def _said(
    conduct: Conduct, given: Mapping[str, Likelihood] | None, state: tuple[str, str | None]
) -> float | str | None:
    """The best guess of what is said of a state; nothing where nothing is said."""
    for key in keys_for(given or {}, *state):
        chance = conduct.chance((given or {})[key])
        return TEMPO if chance is None else chance.best
    return None


def _shares(conduct: Conduct) -> Iterator[Found]:
    for hypothesis in dict.fromkeys(name for name, _ in conduct.states()):
        said = [_said(conduct, each.share, (hypothesis, None)) for each in conduct.mechanisms.values()]
        shares = [share for share in said if isinstance(share, float)]
        if shares and len(shares) == len(said) and abs(sum(shares) - 1) > 1e-9:
            wrong = f"under '{hypothesis}' the shares of the mechanisms add up to {sum(shares):g}"
            right = "make them add up to 1, or accept that they are used as shares of their sum"
            yield ("mechanisms",), wrong, right


def _watching(scenario: Scenario, conduct: Conduct) -> Iterator[Found]:
    for name, indicator in conduct.indicators.items():
        if indicator.by < scenario.as_of:
            wrong = f"{indicator.by} is before {scenario.as_of}, the day up to which things are known"
            yield ("indicators", name, "by"), wrong, "if it is known by now, make it an item of evidence"
    if conduct.indicators and not conduct.courses:
        right = "add 'courses: ', so that it can be said what watching is worth"
        yield ("indicators",), "there are indicators but no courses", right


class _ToldApart:
    """What is said of each state by each item that counts and each indicator, at the best guess."""

    def __init__(self, conduct: Conduct) -> None:
        self.conduct = conduct
        self.hypotheses = [name for name in conduct.hypotheses if name != OTHER]
        self.mechanisms: list[str | None] = [*conduct.mechanisms] or [None]
        self.signals = [*self._signals()]

    def _signals(self) -> Iterator[tuple[Path, dict[tuple[str, str | None], Said]]]:
        states = [*product(self.hypotheses, self.mechanisms)]
        for name, item in self.conduct.evidence.items():
            if item.retells is None:
                yield ("evidence", name), {state: self._of_item(item, state) for state in states}
        for name, indicator in self.conduct.indicators.items():
            chances = {state: _said(self.conduct, indicator.likelihood, state) for state in states}
            yield ("indicators", name), {state: (chance,) for state, chance in chances.items()}

    def _of_item(self, item: Evidence, state: tuple[str, str | None]) -> Said:
        cluster = self.conduct.clusters[item.cluster] if item.cluster is not None else None
        cause = cluster.cause.chance if cluster is not None and cluster.cause is not None else None
        given = (item.likelihood, item.expected, item.if_cause, cause)
        return (any(name in item.favours for name in state), *(_said(self.conduct, each, state) for each in given))

    def silent(self) -> Iterator[Found]:
        """What is as likely whatever holds."""
        for path, said in self.signals:
            if len({*said.values()}) == 1:
                wrong = "this is as likely under every hypothesis, so that it says nothing of them"
                yield path, wrong, "if that is meant, all is well; else say under which it is likelier"

    def twins(self) -> Iterator[Found]:
        """Hypotheses under which everything is as likely as under another. Only what is seen hangs on mechanisms."""
        first: dict[tuple[object, ...], str] = {}
        for hypothesis in self.hypotheses:
            shares = tuple(
                _said(self.conduct, mechanism.share, (hypothesis, None))
                for mechanism in self.conduct.mechanisms.values()
            )
            signature: list[object] = []
            for _, said in self.signals:
                values = tuple(said[hypothesis, mechanism] for mechanism in self.mechanisms)
                signature.append((values, shares) if len({*values}) > 1 else values[0])
            other = first.setdefault(tuple(signature), hypothesis)
            if other != hypothesis:
                right = "add an item or indicator that is likelier under one of the two, or make them one"
                yield ("hypotheses", hypothesis), f"nothing tells '{hypothesis}' from '{other}'", right
