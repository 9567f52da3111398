"""The hypotheses and the evidence of a scenario as arrays: priors, likelihoods, how far a report is to be believed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.conduct.common_cause import common_cause_log_likelihood
from pourparler.conduct.drawing import Drawing, Floats, State, mean_of
from pourparler.conduct.fusion import ALONE, cluster_weights, faithful_likelihood, log_evidence
from pourparler.conduct.track_record import KeepRate, keep_rate
from pourparler.errors import PourparlerError
from pourparler.scenario.conduct import Conduct
from pourparler.scenario.evidence import Evidence
from pourparler.scenario.likelihoods import FAVOURED, OTHER, OTHER_SHARE
from pourparler.scenario.model import Scenario

OTHERWISE = 0.5  # chance of a report like this one where it is not faithful


@dataclass(frozen=True)
class Readings:
    """Rows: best guess, then draws. S states (hypothesis with mechanism), I items, C clusters.

    prior: (rows, S), sums to 1. share: (rows, S) chance of the mechanism if the hypothesis holds. likelihood: (rows, I, S)
    p*, faithfulness allowed for; if_cause the same where a common cause is at work. faithful: (rows, I). counted: (I,)
    false for what only retells. cluster: (I,). correlation: (rows, C). cause: by cluster with a common cause, (rows, S) its
    chance.
    """

    states: tuple[State, ...]
    prior: Floats
    share: Floats
    likelihood: Floats
    if_cause: Floats
    faithful: Floats
    counted: NDArray[np.bool_]
    cluster: NDArray[np.int64]
    correlation: Floats
    cause: dict[int, Floats]

    def weights(self, counted: NDArray[np.bool_]) -> Floats:
        """(rows, I) the weight of each item; 1 inside a cluster whose common cause is named, which is reckoned exactly."""
        caused = np.isin(self.cluster, list(self.cause))
        return cluster_weights(np.where(caused, ALONE, self.cluster), self.correlation, counted)

    def log_likelihood(self, counted: NDArray[np.bool_], present: NDArray[np.bool_] | None = None) -> Floats:
        """(rows, S) of all counted items together, in nats, at the weights they have when those `present` are counted."""
        left_out = np.isin(self.cluster, list(self.cause)) | ~counted
        weights = self.weights(counted if present is None else present)
        total = log_evidence(self.likelihood, np.where(left_out, 0.0, weights))
        for cluster, cause in self.cause.items():
            members = np.flatnonzero((self.cluster == cluster) & counted)
            if len(members):
                total = total + common_cause_log_likelihood(
                    cause, self.if_cause[:, members], self.likelihood[:, members]
                )
        return total

    def best_only(self) -> Readings:
        """The same with the best guess as its only row."""
        return Readings(
            self.states,
            self.prior[:1],
            self.share[:1],
            self.likelihood[:1],
            self.if_cause[:1],
            self.faithful[:1],
            self.counted,
            self.cluster,
            self.correlation[:1],
            {cluster: cause[:1] for cluster, cause in self.cause.items()},
        )


def record_of(conduct: Conduct) -> KeepRate | None:
    """How often comparable pledges were kept; None where none was kept or broken. Disputed ones are left out."""
    outcomes = [pledge.outcome for pledge in conduct.pledges.values() if pledge.comparable]
    counts = outcomes.count("kept"), outcomes.count("broken")
    return keep_rate(*counts) if any(counts) else None


def read(drawing: Drawing) -> Readings:
    """Translate what the file says into arrays.

    Raises:
        PourparlerError: an item that by its own numbers cannot have been reported.
    """
    conduct = drawing.conduct
    states = conduct.states()
    prior, share = _prior(drawing, states)
    items = conduct.evidence
    clusters = list(conduct.clusters)
    shape = (drawing.rows, len(items), len(states))
    plain, caused, faithful = np.ones(shape), np.ones(shape), np.ones(shape[:2])
    for index, (name, item) in enumerate(items.items()):
        faithful[:, index] = _faithful(drawing, name, item)
        path = ("evidence", name, "otherwise")
        otherwise = drawing.number(*path) if item.otherwise is not None else np.full(drawing.rows, OTHERWISE)
        believed = faithful[:, index, None], otherwise[:, None]
        plain[:, index] = faithful_likelihood(_likelihood(drawing, name, item, states, prior), *believed)
        if item.if_cause is not None:
            given = drawing.by_state(("evidence", name, "if_cause"), item.if_cause, states, prior)
            caused[:, index] = faithful_likelihood(given, *believed)
        if not (plain[:, index].all() and caused[:, index].all()):
            raise PourparlerError(
                f"conduct: evidence: {name}: a report that is never faithful, and never comes otherwise, cannot be there; give "
                "'faithful' or 'otherwise' more than 0"
            )
    correlation = np.zeros((drawing.rows, max(1, len(clusters))))
    cause = {}
    for index, (name, cluster) in enumerate(conduct.clusters.items()):
        if cluster.correlation is not None:
            correlation[:, index] = drawing.number("clusters", name, "correlation")
        if cluster.cause is not None:
            at = ("clusters", name, "cause", "chance")
            cause[index] = drawing.by_state(at, cluster.cause.chance, states, prior)
    return Readings(
        states=states,
        prior=prior,
        share=share,
        likelihood=plain,
        if_cause=caused,
        faithful=faithful,
        counted=np.array([item.retells is None for item in items.values()], dtype=np.bool_),
        cluster=np.array([clusters.index(i.cluster) if i.cluster else ALONE for i in items.values()], dtype=np.int64),
        correlation=correlation,
        cause=cause,
    )


def source_marks(scenario: Scenario, item: Evidence) -> str:
    """The marks of the best source of an item on the Admiralty scale, such as `B2`; `F6` where none has any."""
    marks = [
        f"{scenario.sources[name].reliability or 'F'}{scenario.sources[name].credibility or 6}" for name in item.source
    ]
    conduct = scenario.conduct
    assert conduct is not None
    order = {mark: conduct.faithful(mark[0], int(mark[1])) for mark in marks}  # type: ignore[arg-type]
    return max(marks, key=lambda mark: order[mark], default="F6")


def _faithful(drawing: Drawing, name: str, item: Evidence) -> Floats:
    if item.faithful is not None:
        return drawing.number("evidence", name, "faithful")
    marks = source_marks(drawing.scenario, item)
    return np.full(drawing.rows, drawing.conduct.faithful(marks[0], int(marks[1])))  # type: ignore[arg-type]


def _likelihood(drawing: Drawing, name: str, item: Evidence, states: tuple[State, ...], prior: Floats) -> Floats:
    if item.likelihood is not None:
        return drawing.by_state(("evidence", name, "likelihood"), item.likelihood, states, prior)
    if item.expected is not None:
        return 1.0 - drawing.by_state(("evidence", name, "expected"), item.expected, states, prior)
    strength = drawing.conduct.known_strengths()[item.strength or item.kind]
    ratio = np.concatenate(([strength.best], strength.quantile(drawing.uniform(f"conduct/evidence/{name}/strength"))))
    favoured = np.array([hypothesis in item.favours or mechanism in item.favours for hypothesis, mechanism in states])
    found = np.where(favoured, FAVOURED, FAVOURED / ratio[:, None])
    for index, (hypothesis, mechanism) in enumerate(states):
        if hypothesis == OTHER and not favoured[index]:
            rest = [i for i, (h, m) in enumerate(states) if h != OTHER and m == mechanism]
            found[:, index] = mean_of(prior[:, rest], found[:, rest])
    return np.asarray(found)


def _prior(drawing: Drawing, states: tuple[State, ...]) -> tuple[Floats, Floats]:
    """(rows, S) chance of each state before the evidence, and of its mechanism if its hypothesis holds."""
    hypotheses = _hypotheses(drawing)
    names = list(dict.fromkeys(hypothesis for hypothesis, _ in states))
    if not drawing.conduct.mechanisms:
        return hypotheses, np.ones_like(hypotheses)
    intents = tuple((name, None) for name in names)
    shares = np.stack(
        [
            drawing.by_state(("mechanisms", name, "share"), mechanism.share, intents, hypotheses)
            for name, mechanism in drawing.conduct.mechanisms.items()
        ],
        axis=2,
    )
    shares = shares / shares.sum(axis=2, keepdims=True)
    return (hypotheses[:, :, None] * shares).reshape(drawing.rows, -1), shares.reshape(drawing.rows, -1)


def _hypotheses(drawing: Drawing) -> Floats:
    """(rows, hypotheses) priors as shares of their sum, `other` last with its own share where the file gives none."""
    conduct = drawing.conduct
    record = record_of(conduct)
    weights = np.zeros((drawing.rows, len(conduct.hypotheses)))
    from_record = None
    for index, (name, hypothesis) in enumerate(conduct.hypotheses.items()):
        if hypothesis.prior is not None:
            weights[:, index] = drawing.number("hypotheses", name, "prior")
        else:
            from_record = index
    lines = [line for path, line in drawing.lines.items() if path[1] == "hypotheses" and path[-1] == "prior"]
    if lines and all(line.value.known for line in lines) and weights[0].sum() > 0:
        judged = {index: name for index, name in enumerate(conduct.hypotheses) if index != from_record}
        weights[1:, list(judged)] = drawing.dirichlet(
            {f"conduct/hypotheses/{name}/doubt": weights[0, index] / weights[0].sum() for index, name in judged.items()}
        )
    total = weights.sum(axis=1, keepdims=True)
    shares = weights / np.where(total > 0, total, 1.0)
    if from_record is not None:
        assert record is not None  # the file is checked for it
        rate = np.concatenate(([record.mean], record.quantile(drawing.uniform("conduct/pledges"))))
        shares *= 1 - rate[:, None]
        shares[:, from_record] = rate
    if OTHER not in conduct.hypotheses:
        shares = np.column_stack((shares * (1 - OTHER_SHARE), np.full(drawing.rows, OTHER_SHARE)))
    return shares
