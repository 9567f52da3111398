"""Whole random scenarios with somebody's conduct in them, in every form that the file allows.

A scenario is made as the plain content of its file, from one whole number, so that any of them can be made again.
"""

from __future__ import annotations

import random
from typing import Any

from tests.deals.random_scenarios import Content

KINDS = ["statement", "restraint", "hand-tying act", "irreversible act"]
PLAIN = ["circumstance", "pledge kept", "pledge broken", *KINDS]


def base() -> Content:
    """A case in which nothing but the conduct matters."""
    return {
        "format": 1,
        "title": "A random case",
        "as_of": "2024-03-01",
        "seed": 11,
        "briefed": "us",
        "sources": {
            "good": {"title": "A good source", "kind": "document", "reliability": "A", "credibility": 2},
            "fair": {"title": "A fair source", "kind": "report", "reliability": "C", "credibility": 3},
            "poor": {"title": "A poor source", "kind": "report", "reliability": "E", "credibility": 5},
            "plain": {"title": "A source without marks", "kind": "report"},
        },
        "parties": {"us": {"name": "our side", "role": "principal"}, "them": {"name": "them", "role": "principal"}},
        "issues": {"x": {"name": "X", "options": {"a": "Aye", "b": "Bee"}, "today": "a"}},
        "preferences": {
            "us": {"walk_away": 0, "issues": {"x": {"weight": 1, "values": {"a": 0, "b": 100}}}},
            "them": {"walk_away": 0, "issues": {"x": {"weight": 1, "values": {"a": 100, "b": 0}}}},
        },
        "events": [{"date": f"2023-{month:02}-07", "kind": "raid", "what": "A raid"} for month in range(1, 10)],
        "claims": {
            "wrong": {
                "says": "Raids are daily",
                "source": "poor",
                "status": "corrected",
                "correct": "Monthly",
                "against": "good",
            }
        },
    }


def random_conduct(seed: int) -> Content:
    """The content of a scenario file; the same number gives the same content."""
    return base() | {"seed": seed, "conduct": _Maker(random.Random(seed)).conduct()}


class _Maker:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.known_share = chance.choice([1.0, 0.6, 0.2])
        self.hypotheses = [f"h{index}" for index in range(chance.randint(2, 4))]
        self.mechanisms = [f"m{index}" for index in range(chance.choice([0, 0, 2, 3]))]
        self.says_other = chance.random() < 0.4
        self.clusters: Content = {}

    def conduct(self) -> Content:
        chance = self.chance
        made: Content = {
            "party": "them",
            "judged": {"by": "the team", "on": "2024-02-20"},
            "tempo": {"definitions": {"raids": {"name": "raids", "kinds": ["raid"]}}, "windows": ["2023-01-01"]},
            "hypotheses": self.priors(),
        }
        if any("from_record" in each for each in made["hypotheses"].values()) or chance.random() < 0.2:
            made["pledges"] = self.pledges()
        if self.mechanisms:
            made["mechanisms"] = {
                name: {"name": name, "share": self.by_hypothesis(self.share, True)} for name in self.mechanisms
            }
        self.clusters = {f"c{index}": self.cluster() for index in range(chance.choice([0, 1, 2, 2]))}
        evidence: Content = {}
        for index in range(chance.choice([0, 1, 2, 3, 5, 7])):
            evidence[f"e{index}"] = self.item(evidence)
        made |= {"evidence": evidence, "clusters": self.clusters}
        made["indicators"] = {f"i{index}": self.indicator(index) for index in range(chance.choice([0, 1, 2, 3]))}
        made["courses"] = {
            f"a{index}": {"name": f"course {index}", "value": self.by_hypothesis(self.points)}
            for index in range(chance.choice([0, 1, 2, 3]))
        }
        return made | self.settings()

    def settings(self) -> Content:
        chance, made = self.chance, {}
        if chance.random() < 0.3:
            made["ratings"] = {"C": 0.7, "II": 0.01}
        if chance.random() < 0.3:
            made["reliability"] = {"C": 0.8, "F": 0.55}
        if chance.random() < 0.3:
            made["credibility"] = {2: 1.5, 3: 0.9}
        if chance.random() < 0.5:
            made["doubt"] = {"likelihood": chance.choice([1, 2, 5]), "prior": chance.choice([5, 20, 100])}
        made["strengths"] = {"sworn statement": self.ranged(1.5, 2, 4)}
        return made

    # Numbers

    def ranged(self, low: float, likely: float, high: float) -> Any:
        """A number in one of the forms of a file."""
        if self.chance.random() < self.known_share:
            return likely
        form = self.chance.choice(["range", "triangular", "pert", "long", "one_of", "normal", "uniform"])
        return {
            "range": [low, high],
            "triangular": [low, likely, high],
            "pert": {"pert": [low, likely, high]},
            "long": {"value": [low, likely, high], "because": "So it is said"},
            "one_of": {"one_of": sorted([low, likely, likely, high])},
            "normal": {"normal": {"mean": likely, "sd": (high - low) / 4 + 0.001, "least": low, "greatest": high}},
            "uniform": {"uniform": [low, high]},
        }[form]

    def between(self, least: float, greatest: float) -> Any:
        low, likely, high = sorted(round(self.chance.uniform(least, greatest), 3) for _ in range(3))
        return self.ranged(low, likely, high)

    def likelihood(self) -> Any:
        kind = self.chance.random()
        if kind < 0.15:
            letter = self.chance.choice(["CC", "C", "N", "I", "II"])
            return letter if kind < 0.1 else {"rating": letter, "because": "It fits"}
        if kind < 0.22:
            return "tempo" if kind < 0.2 else {"tempo": True}
        return 1 if kind < 0.25 else self.between(0.001, 1)

    def share(self) -> Any:
        return self.between(0.02, 0.98)

    def expected(self) -> Any:
        return self.between(0.001, 0.98)

    def sight(self) -> Any:
        return 1 if self.chance.random() < 0.15 else self.between(0.001, 1)

    def points(self) -> Any:
        return self.between(0, 100)

    def by_hypothesis(self, number: Any, hypotheses_only: bool = False) -> Any:
        """A value for every state: one for all, or by hypothesis, mechanism or pair."""
        chance = self.chance
        others = ["other"] if self.says_other and chance.random() < 0.5 else []
        forms = ["hypothesis", "hypothesis", "rest"] + ([] if hypotheses_only else ["one"])
        if self.mechanisms and not hypotheses_only:
            forms += ["mechanism", "mechanism", "pairs", "some pairs"]
        form = chance.choice(forms)
        if form == "one":
            return number() if chance.random() < 0.5 else {"all": number()}
        if form == "rest":
            named = chance.sample(self.hypotheses, chance.randint(1, len(self.hypotheses)))
            return {name: number() for name in named} | {"all": number()}
        if form == "mechanism":
            return {name: number() for name in self.mechanisms}
        pairs = [f"{h}+{m}" for h in [*self.hypotheses, *others] for m in self.mechanisms]
        if form == "pairs":
            return {pair: number() for pair in pairs}
        made = {name: number() for name in [*self.hypotheses, *others]}
        if form == "some pairs":
            made |= {pair: number() for pair in chance.sample(pairs, chance.randint(1, len(pairs)))}
        return made

    # Parts

    def priors(self) -> Content:
        chance = self.chance
        names = [*self.hypotheses, *(["other"] if chance.random() < 0.2 else [])]
        chance.shuffle(names)
        record = chance.choice(names) if chance.random() < 0.2 else None
        zero = chance.choice(names) if chance.random() < 0.15 else None
        made: Content = {}
        for name in names:
            if name == record:
                made[name] = {"name": name, "from_record": True}
            else:
                made[name] = {"name": name, "prior": 0 if name == zero else self.between(1, 60)}
        if sum(each.get("prior", 1) != 0 for each in made.values()) < 2:  # at least two can be true
            made = {name: {"name": name, "prior": self.between(1, 60)} for name in names}
        return made

    def pledges(self) -> Content:
        chance = self.chance
        made: Content = {
            f"p{index}": {"what": "A pledge", "date": "2020-01-01", "outcome": chance.choice(["kept", "broken"])}
            for index in range(chance.randint(1, 5))
        }
        made["d"] = {"what": "Another", "date": "2021-01-01", "outcome": "disputed"}
        made["n"] = {"what": "Unlike", "date": "2021-01-01", "outcome": "kept", "comparable": False}
        return made

    def cluster(self) -> Content:
        if self.chance.random() < 0.5:
            return {"name": "one origin", "correlation": self.chance.choice([0, 1, self.between(0, 1)])}
        return {"name": "one origin", "cause": {"what": "a cause", "chance": self.by_hypothesis(self.share)}}

    def item(self, before: Content) -> Content:
        chance = self.chance
        made: Content = {"what": "Something", "kind": chance.choice(PLAIN), "date": "2024-02-01"}
        form = chance.choice(["likelihood", "likelihood", "expected", "favours"])
        if form == "likelihood":
            made["likelihood"] = self.by_hypothesis(self.likelihood)
        elif form == "expected":
            made |= {"kind": "absence", "expected": self.by_hypothesis(self.expected)}
        else:
            readings = [*self.hypotheses, "other", *self.mechanisms]
            made["favours"] = chance.sample(readings, chance.randint(1, len(readings) - 1))
            made["kind"] = chance.choice(KINDS)
            if chance.random() < 0.4:
                made["strength"] = chance.choice([*KINDS, "sworn statement"])
        if chance.random() < 0.6:
            made["source"] = chance.sample(["good", "fair", "poor", "plain"], chance.randint(1, 2))
        if chance.random() < 0.4:
            made["faithful"] = chance.choice([1, 1, self.between(0.3, 1)])
        if chance.random() < 0.3:
            made["otherwise"] = self.between(0.05, 1)
        if self.clusters and chance.random() < 0.6:
            made["cluster"] = chance.choice(list(self.clusters))
            if "cause" in self.clusters[made["cluster"]]:
                made["if_cause"] = self.by_hypothesis(self.likelihood)
        first = [name for name, item in before.items() if "retells" not in item]
        if first and chance.random() < 0.15:
            made["retells"] = chance.choice(first)
        return made

    def indicator(self, index: int) -> Content:
        made: Content = {"what": f"Sign {index}", "by": "2024-05-01", "likelihood": self.by_hypothesis(self.sight)}
        if self.chance.random() < 0.5:
            made["cost"] = self.between(0, 2)
        return made
