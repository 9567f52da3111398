"""Everything the deals room found, as plain dicts and lists for JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from pourparler import __version__
from pourparler.deals.evaluate import Spread
from pourparler.deals.findings import Findings
from pourparler.deals.measure import Deals
from pourparler.room import number


def to_dict(findings: Findings) -> dict[str, Any]:
    """The findings by the scenario's own names. Missing and infinite numbers are null; numbers have six digits after the point."""
    return _Exporter(findings).everything()


class _Exporter:
    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.parties = findings.measure.parties
        self.principals = [self.parties[index] for index in findings.measure.principals]
        self.issues = list(findings.scenario.issues)
        self.options = [issue.option_keys() for issue in findings.scenario.issues.values()]

    def everything(self) -> dict[str, Any]:
        findings = self.findings
        return {
            "version": __version__,
            "scenario": findings.scenario.fingerprint,
            "seed": findings.seed,
            "draws": findings.draws,
            "exact": self.exactness(),
            "combinations": findings.combinations,
            "possible_deals": findings.measure.size,
            "acceptable_deals": findings.zone.count,
            "acceptable_deals_between": [findings.zone.least, findings.zone.most],
            "acceptable_deals_how": findings.zone.how,
            "draws_with_a_deal": number(float(findings.solved.exists[1:].mean())),
            "walk_away": self.by_party(findings.measure.walk_away[0]),
            "ideal": self.by_principal(findings.solved.ideal[0]),
            "frontier_guarantee": None if findings.guarantee is None else self.by_principal(findings.guarantee),
            "frontier": [self.on_frontier(index) for index in range(len(findings.frontier_deals))],
            "proofs": {
                name: {"objective": number(p.objective), "bound": number(p.bound), "proven": p.proven}
                for name, p in findings.proofs.items()
            },
            "deals": {name: self.shown(index) for index, name in enumerate(findings.names)},
            "deals_examined": findings.examined,
            "picks": {
                name: self.picks(picks) for name, picks in findings.solved.picks.items() if (picks[1:, 0] >= 0).any()
            },
            "price_of_hurting_no_ally": None
            if findings.price is None
            else {part: self.by_principal(getattr(findings.price, part)) for part in ("best", "low", "high")},
            "changes": [
                {
                    "issue": self.issues[change.issue],
                    "option": self.options[change.issue][change.option],
                    "difference": self.spread(change.difference),
                    "principals_accept": number(change.principals_accept),
                    "excluded_by": list(change.broken),
                    "in_an_acceptable_deal": change.acceptable,
                }
                for change in findings.changes
            ],
            "assumptions": [
                {
                    "number": assumption.line.name,
                    "from": number(assumption.low),
                    "to": number(assumption.high),
                    "gain_from": self.by_principal(assumption.gain_low),
                    "gain_to": self.by_principal(assumption.gain_high),
                }
                for assumption in findings.assumptions
            ],
            "impasse": self.impasse(),
            "adjusted_winner": self.division(),
        }

    def exactness(self) -> str:
        if not self.findings.proofs:
            return "frontier and named deals exact, in each draw; 'likeliest' is the best of the deals examined"
        return (
            f"{'no' if self.findings.frontier is None else 'exact'} frontier at the best guess; fair deal exact in each draw;"
            " other named deals at the best guess, see 'proofs';"
            " 'likeliest' is the best of the deals examined"
        )

    def deal(self, options: Iterable[int]) -> dict[str, Any]:
        return {
            issue: keys[int(option)] for issue, keys, option in zip(self.issues, self.options, options, strict=True)
        }

    def by_party(self, values: Iterable[float]) -> dict[str, float | None]:
        return {party: number(value) for party, value in zip(self.parties, values, strict=True)}

    def by_principal(self, values: Iterable[float]) -> dict[str, float | None]:
        return {party: number(value) for party, value in zip(self.principals, values, strict=True)}

    def spread(self, values: Spread) -> dict[str, Any]:
        return {
            "best": self.by_party(values.best),
            "low": self.by_party(values.low),
            "high": self.by_party(values.high),
        }

    def on_frontier(self, index: int) -> dict[str, Any]:
        findings = self.findings
        exact = findings.frontier
        return {
            "deal": self.deal(findings.frontier_deals[index]),
            "worth": self.by_principal(findings.frontier_points[index]),
            "tied": None if exact is None else int(exact.counts[index]),
            "accepts": self.by_party(findings.frontier_accepts[index]),
            "nobody_against": number(findings.frontier_all_accept[index]),
        }

    def shown(self, index: int) -> dict[str, Any]:
        shown = self.findings.shown
        return {
            "deal": self.deal(shown.deals[index]),
            "worth": self.spread(shown.utilities[index]),
            "against_today": self.spread(shown.change[index]),
            "accepts": self.by_party(shown.accepts[index]),
            "nobody_against": number(shown.all_accept[index]),
            "worse_than_today": self.by_party(shown.worse[index]),
        }

    def picks(self, picks: Deals) -> dict[str, Any]:
        """Of the draws with a deal, the share in which each option is picked."""
        chosen = picks[1:][picks[1:, 0] >= 0]
        return {
            issue: {
                str(key): number(float(np.mean(chosen[:, index] == option)))
                for option, key in enumerate(self.options[index])
            }
            for index, issue in enumerate(self.issues)
        }

    def impasse(self) -> dict[str, Any] | None:
        impasse = self.findings.impasse
        if impasse is None:
            return None
        obstacles = [{"what": obstacle.name, "give": number(obstacle.give)} for obstacle in impasse.obstacles]
        return {"obstacles": obstacles, "if_all_give_alike": number(impasse.shared)}

    def division(self) -> dict[str, Any] | None:
        division = self.findings.division
        if division is None:
            return None
        result = division.result
        return {
            "issues": [self.issues[issue] for issue in division.issues],
            "points": [self.by_principal(row) for row in division.points],
            "owner": [self.principals[owner] for owner in result.owner.tolist()],
            "split": None if result.split is None else self.issues[division.issues[result.split]],
            "share_of_the_first": number(result.share),
            "totals": self.by_principal(result.totals),
        }
