"""The slow, obvious twin of the conduct room at the best guess: plain loops over the content of a scenario file.

It knows nothing of the package. A state is a hypothesis with a mechanism, or with None where the file names none.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from copy import deepcopy
from functools import cached_property
from itertools import product
from typing import Any

OTHER, OTHER_SHARE, OTHERWISE, FAVOURED = "other", 0.05, 0.5, 0.8
LETTERS = {"CC": 0.95, "C": 0.8, "N": 0.5, "I": 0.2, "II": 0.05}
POINTS = {"CC": 0, "C": 0, "N": 0, "I": 1, "II": 2}
RELIABILITY = {"A": 0.98, "B": 0.9, "C": 0.75, "D": 0.6, "E": 0.5, "F": 0.7}
CREDIBILITY = {1: 4.0, 2: 2.0, 3: 1.0, 4: 1 / 3, 5: 0.1, 6: 1.0}
STRENGTHS = {"statement": [1, 1.3], "restraint": [1, 2], "hand-tying act": [2, 4], "irreversible act": [4, 15]}
FORMS = {"uniform", "triangular", "pert", "normal", "one_of"}

State = tuple[str, str | None]


def best(raw: Any) -> float:
    """The best guess of a number in any form: its mode, or the middle of a range."""
    if isinstance(raw, Mapping) and "value" in raw:
        return best(raw["value"])
    if isinstance(raw, Mapping):
        ((form, given),) = raw.items()
        if form == "normal":
            return float(given["mean"])
        if form == "one_of":
            modes = sorted({value for value in given if given.count(value) == max(map(given.count, given))})
            return float(modes[(len(modes) - 1) // 2])
        return best(given)
    if isinstance(raw, list):
        return float(raw[1]) if len(raw) == 3 else (raw[0] + raw[1]) / 2
    return float(raw)


def is_one_value(raw: Any) -> bool:
    return not isinstance(raw, Mapping) or bool({"value", "rating", "tempo", *FORMS} & set(raw))


class Oracle:
    """A scenario's conduct, worked out. `tempo`: the chance of today's silence if the old tempo goes on."""

    def __init__(self, content: Mapping[str, Any], tempo: float | None = None) -> None:
        self.content = content
        self.conduct = content["conduct"]
        self.tempo = tempo
        named = list(self.conduct["hypotheses"])
        self.hypotheses = named if OTHER in named else [*named, OTHER]
        self.mechanisms: list[str | None] = list(self.conduct.get("mechanisms", {})) or [None]
        self.states: list[State] = list(product(self.hypotheses, self.mechanisms))
        self.items: dict[str, Any] = self.conduct.get("evidence", {})
        self.clusters: dict[str, Any] = self.conduct.get("clusters", {})
        self.counted = [name for name, item in self.items.items() if "retells" not in item]

    def without(self, *names: str) -> Oracle:
        """The same case, these items never seen."""
        content = deepcopy(dict(self.content))
        for name in names:
            del content["conduct"]["evidence"][name]
        return Oracle(content, self.tempo)

    # What is said of a state

    def chance(self, raw: Any) -> float:
        """A likelihood in any form."""
        if raw == "tempo" or (isinstance(raw, Mapping) and raw.get("tempo")):
            assert self.tempo is not None
            return self.tempo
        letter = raw["rating"] if isinstance(raw, Mapping) and "rating" in raw else raw
        if isinstance(letter, str):
            return float({**LETTERS, **self.conduct.get("ratings", {})}[letter])
        return best(raw)

    def said(self, raw: Any, state: State) -> float | None:
        """The pair's own value, else that of hypothesis or mechanism, else the one for all."""
        if is_one_value(raw):
            return self.chance(raw)
        hypothesis, mechanism = state
        for key in (f"{hypothesis}+{mechanism}", hypothesis, mechanism, "all"):
            if key in raw:
                return self.chance(raw[key])
        return None

    def for_states(self, raw: Any, weight: Mapping[State, float]) -> dict[State, float]:
        """What is said of each state; `other` takes the mean of the rest with its mechanism where nothing is said of it."""
        return self.filled({state: self.said(raw, state) for state in weight}, weight)

    @staticmethod
    def filled(found: Mapping[State, float | None], weight: Mapping[State, float]) -> dict[State, float]:
        whole: dict[State, float] = {state: value for state, value in found.items() if value is not None}
        for state in found:
            if state not in whole:
                rest = [each for each in found if each[0] != OTHER and each[1] == state[1]]
                total = sum(weight[each] for each in rest)
                shares = {each: weight[each] / total if total else 1 / len(rest) for each in rest}
                whole[state] = sum(shares[each] * whole[each] for each in rest)
        return {state: whole[state] for state in found}

    # Before the evidence

    @cached_property
    def keep_rate(self) -> float:
        told = [p["outcome"] for p in self.conduct.get("pledges", {}).values() if p.get("comparable", True)]
        kept, broken = told.count("kept"), told.count("broken")
        return (kept + 0.5) / (kept + broken + 1)

    @cached_property
    def hypothesis_prior(self) -> dict[str, float]:
        given = self.conduct["hypotheses"]
        weights = {name: best(each["prior"]) for name, each in given.items() if "prior" in each}
        shares = {name: weight / sum(weights.values()) for name, weight in weights.items()}
        for name, each in given.items():
            if each.get("from_record"):
                shares = {other: share * (1 - self.keep_rate) for other, share in shares.items()} | {
                    name: self.keep_rate
                }
        if OTHER not in given:
            shares = {name: share * (1 - OTHER_SHARE) for name, share in shares.items()} | {OTHER: OTHER_SHARE}
        return {name: shares[name] for name in self.hypotheses}

    @cached_property
    def share(self) -> dict[State, float]:
        """Chance of each mechanism if the hypothesis holds."""
        if self.mechanisms == [None]:
            return dict.fromkeys(self.states, 1.0)
        plain: dict[State, float] = {(name, None): prior for name, prior in self.hypothesis_prior.items()}
        raw = {
            mechanism: self.for_states(self.conduct["mechanisms"][mechanism]["share"], plain)
            for mechanism in self.mechanisms
        }
        return {(h, m): raw[m][h, None] / sum(raw[other][h, None] for other in self.mechanisms) for h, m in self.states}

    @cached_property
    def prior(self) -> dict[State, float]:
        return {state: self.hypothesis_prior[state[0]] * self.share[state] for state in self.states}

    # The evidence

    def mark(self, name: str) -> tuple[str, int]:
        """Reliability and credibility of an item's best source."""
        sources = [self.content["sources"][source] for source in self.sources(name)]
        marks = [(source.get("reliability", "F"), source.get("credibility", 6)) for source in sources]
        return max(marks, key=lambda mark: self.by_mark(*mark), default=("F", 6))

    def sources(self, name: str) -> list[str]:
        given = self.items[name].get("source", [])
        return given if isinstance(given, list) else [given]

    def by_mark(self, letter: str, digit: int) -> float:
        share = {**RELIABILITY, **self.conduct.get("reliability", {})}[letter]
        odds = share / (1 - share) * {**CREDIBILITY, **self.conduct.get("credibility", {})}[digit]
        return odds / (1 + odds)

    def faithful(self, name: str) -> float:
        item = self.items[name]
        return best(item["faithful"]) if "faithful" in item else self.by_mark(*self.mark(name))

    def believed(self, name: str, happened: Mapping[State, float]) -> dict[State, float]:
        r = self.faithful(name)
        b = best(self.items[name].get("otherwise", OTHERWISE))
        return {state: r * p + (1 - r) * b for state, p in happened.items()}

    @cached_property
    def reported(self) -> dict[str, dict[State, float]]:
        """By item: the chance of the report in each state."""
        return {name: self.believed(name, self.happened(item)) for name, item in self.items.items()}

    @cached_property
    def reported_if_caused(self) -> dict[str, dict[State, float]]:
        return {
            name: self.believed(name, self.for_states(item["if_cause"], self.prior))
            for name, item in self.items.items()
            if "if_cause" in item
        }

    def happened(self, item: Mapping[str, Any]) -> dict[State, float]:
        if "likelihood" in item:
            return self.for_states(item["likelihood"], self.prior)
        if "expected" in item:
            return {state: 1 - p for state, p in self.for_states(item["expected"], self.prior).items()}
        ratio = best({**STRENGTHS, **self.conduct.get("strengths", {})}[item.get("strength", item["kind"])])
        favours = item["favours"] if isinstance(item["favours"], list) else [item["favours"]]
        found: dict[State, float | None] = {}
        for hypothesis, mechanism in self.states:
            if hypothesis in favours or mechanism in favours:
                found[hypothesis, mechanism] = FAVOURED
            else:
                found[hypothesis, mechanism] = None if hypothesis == OTHER else FAVOURED / ratio
        return self.filled(found, self.prior)

    def caused(self, name: str) -> bool:
        cluster = self.items[name].get("cluster")
        return cluster is not None and "cause" in self.clusters[cluster]

    @cached_property
    def weight(self) -> dict[str, float]:
        weights = {}
        for name, item in self.items.items():
            same = [other for other in self.counted if self.items[other].get("cluster") == item.get("cluster")]
            if name not in self.counted:
                weights[name] = 0.0
            elif "cluster" not in item or self.caused(name):
                weights[name] = 1.0
            else:
                weights[name] = 1 / (1 + (len(same) - 1) * best(self.clusters[item["cluster"]]["correlation"]))
        return weights

    def likelihood(self, left_out: str | None = None) -> dict[State, float]:
        """P(everything counted | state), every cause at work or not being listed; weights stay when an item is left out."""
        causes = {
            name: self.for_states(cluster["cause"]["chance"], self.prior)
            for name, cluster in self.clusters.items()
            if "cause" in cluster
        }
        names = [name for name in self.counted if name != left_out]
        found = {}
        for state in self.states:
            total = 0.0
            for at_work in product((True, False), repeat=len(causes)):
                on = dict(zip(causes, at_work, strict=True))
                chance = math.prod(causes[c][state] if on[c] else 1 - causes[c][state] for c in causes)
                for name in names:
                    given = self.reported_if_caused if on.get(self.items[name].get("cluster")) else self.reported
                    chance *= given[name][state] ** self.weight[name]
                total += chance
            found[state] = total
        return found

    def given_hypothesis(self, likelihood: Mapping[State, float]) -> dict[str, float]:
        return {h: sum(self.share[h, m] * likelihood[h, m] for m in self.mechanisms) for h in self.hypotheses}

    @cached_property
    def posterior(self) -> dict[State, float]:
        likelihood = self.likelihood()
        joint = {state: self.prior[state] * likelihood[state] for state in self.states}
        return {state: value / sum(joint.values()) for state, value in joint.items()}

    @cached_property
    def by_hypothesis(self) -> dict[str, float]:
        return {h: sum(self.posterior[h, m] for m in self.mechanisms) for h in self.hypotheses}

    @cached_property
    def by_mechanism(self) -> dict[str | None, float]:
        return {m: sum(self.posterior[h, m] for h in self.hypotheses) for m in self.mechanisms}

    def independent(self) -> dict[str, float]:
        """Posterior if every item, retold ones too, stood for itself."""
        joint = {s: self.prior[s] * math.prod(each[s] for each in self.reported.values()) for s in self.states}
        return {h: sum(joint[h, m] for m in self.mechanisms) / sum(joint.values()) for h in self.hypotheses}

    # What hangs on what

    def ranked(self) -> list[str]:
        return sorted(self.hypotheses, key=lambda h: -self.by_hypothesis[h])

    def averaged(self, name: str) -> dict[str, float]:
        """Likelihood of an item under each hypothesis, mechanisms averaged by their share."""
        return self.given_hypothesis(self.reported[name])

    def letters(self, name: str) -> dict[str, str]:
        known = {**LETTERS, **self.conduct.get("ratings", {})}
        return {
            h: min(known, key=lambda letter: round(abs(known[letter] - p), 12)) for h, p in self.averaged(name).items()
        }

    def inconsistency(self) -> dict[str, int]:
        return {h: sum(POINTS[self.letters(name)[h]] for name in self.counted) for h in self.hypotheses}

    def ratio(self, name: str, leader: str, second: str) -> float:
        """What one item adds to the likelihood ratio at the weights that all have together."""
        everything, rest = (self.given_hypothesis(self.likelihood(left)) for left in (None, name))
        return everything[leader] / rest[leader] / (everything[second] / rest[second])

    def origins(self) -> list[list[str]]:
        groups: dict[str, list[str]] = {}
        for name in self.counted:
            groups.setdefault(self.items[name].get("cluster", f"alone: {name}"), []).append(name)
        return list(groups.values())

    def largest_origin(self, leader: str, second: str) -> float | None:
        weights = []
        everything = self.given_hypothesis(self.likelihood())
        for names in self.origins():
            fewer = self.without(*names)
            rest = fewer.given_hypothesis(fewer.likelihood())
            weights.append(abs(math.log(everything[leader] / rest[leader] / (everything[second] / rest[second]))))
        return max(weights) / sum(weights) if sum(weights) > 1e-9 else None

    def good_origins(self) -> int:
        good = {("A", 1), ("A", 2), ("B", 1), ("B", 2)}
        return sum(any(self.mark(name) in good for name in names) for names in self.origins())

    def break_even(self, hypothesis: str) -> float:
        """The prior at which it ties with the best of the rest, found by halving."""
        likelihood = self.given_hypothesis(self.likelihood())
        others = {h: p for h, p in self.hypothesis_prior.items() if h != hypothesis}
        rival = max(p / sum(others.values()) * likelihood[h] for h, p in others.items())
        low, high = 0.0, 1.0
        for _ in range(60):
            middle = (low + high) / 2
            ahead = middle * likelihood[hypothesis] > (1 - middle) * rival
            low, high = (low, middle) if ahead else (middle, high)
        return (low + high) / 2

    # What to watch

    def seen(self, name: str) -> dict[State, float]:
        return self.for_states(self.conduct["indicators"][name]["likelihood"], self.prior)

    def chance_seen(self, name: str) -> float:
        return sum(self.posterior[state] * p for state, p in self.seen(name).items())

    def results(self, name: str) -> list[dict[State, float]]:
        """P(result and state) for seen and not seen."""
        seen = self.seen(name)
        return [{s: self.posterior[s] * (p if yes else 1 - p) for s, p in seen.items()} for yes in (True, False)]

    def bits(self, name: str) -> float:
        """KL divergence of each possible belief from that of now, by the chance of the result."""
        total = 0.0
        for joint in self.results(name):
            chance = sum(joint.values())
            for state, both in joint.items():
                if both > 0:
                    total += both * math.log2(both / chance / self.posterior[state])
        return total

    @cached_property
    def value(self) -> dict[str, dict[State, float]]:
        return {
            name: self.for_states(each["value"], self.prior) for name, each in self.conduct.get("courses", {}).items()
        }

    def worth(self, course: str, belief: Mapping[State, float]) -> float:
        return sum(p * self.value[course][state] for state, p in belief.items())

    def sample_information(self, name: str) -> float:
        """The best policy of all, a course for each result, against the best course of all."""
        seen, missed = self.results(name)
        policies = product(self.value, repeat=2)
        return max(self.worth(a, seen) + self.worth(b, missed) for a, b in policies) - max(
            self.worth(a, self.posterior) for a in self.value
        )

    def perfect_information(self) -> float:
        told = sum(p * max(values[state] for values in self.value.values()) for state, p in self.posterior.items())
        return told - max(self.worth(a, self.posterior) for a in self.value)
