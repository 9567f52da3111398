"""The findings as plain content for JSON, and as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from pourparler import __version__
from pourparler.allies.blockers import Blocker, Change
from pourparler.allies.findings import Findings
from pourparler.allies.needs import Need
from pourparler.allies.offer import Asked
from pourparler.allies.outlook import Outlook
from pourparler.allies.tally import Floats
from pourparler.allies.versions import Version
from pourparler.deals.measure import Deals
from pourparler.room import number


def to_dict(findings: Findings) -> dict[str, Any]:
    """The findings by the scenario's own names; numbers have six digits after the point."""
    shares = findings.shares
    return {
        "version": __version__,
        "scenario": findings.setting.scenario.fingerprint,
        "seed": findings.seed,
        "draws": findings.draws,
        "gates": [_gate(findings, place) for place in range(len(findings.setting.gates))],
        "vetoes_without_preferences": list(findings.setting.silent),
        "acceptable": None if shares is None else shares.acceptable,
        "ratified_by_all": None if shares is None else shares.by_all,
        "deals": {name: _named(findings, place) for place, name in enumerate(findings.names)},
        "to_ask_for": [_asked(findings, each) for each in findings.asked],
        "needs": [_need(each) for each in findings.needs],
        "could_block": [_blocker(findings, each) for each in findings.blockers.shown],
        "could_block_too": findings.blockers.more,
        "changes": [_change(findings, each) for each in findings.changes],
        "versions": {each.name: _version(findings, each) for each in findings.versions},
        "power": [
            {
                "gate": each.gate.key,
                "group": each.group.name,
                "members": each.group.seats,
                "decides": number(each.decides),
                "by_coalitions": number(each.swings),
                "by_orders": number(each.orders),
            }
            for each in findings.power.standings
        ],
        "lines": [_outlook(each) for each in findings.outlooks],
    }


def _options(findings: Findings, deal: Deals) -> dict[str, Any]:
    issues = findings.setting.scenario.issues
    return {name: issue.option_keys()[int(deal[place])] for place, (name, issue) in enumerate(issues.items())}


def _parties(findings: Findings, values: Floats) -> dict[str, float | None]:
    return {name: number(float(values[place])) for place, name in enumerate(findings.setting.measure.parties)}


def _gate(findings: Findings, place: int) -> dict[str, Any]:
    gate, shares = findings.setting.gates[place], findings.shares
    frontier = findings.candidates.frontier_chances
    asked = frontier.asked[:, place]
    return {
        "name": gate.key,
        "body": gate.body,
        "quota": gate.quota,
        "best_deals_asked": int(asked.sum()),
        "best_deals_ratified": int((asked & (frontier.margin[:, place] >= 0)).sum()),
        "acceptable_asked": None if shares is None else int(shares.asked[place]),
        "acceptable_ratified": None if shares is None else int(shares.ratified[place]),
    }


def _named(findings: Findings, place: int) -> dict[str, Any]:
    found = findings.chances
    gates = findings.setting.gates
    return {
        "deal": _options(findings, findings.deals[place]),
        "worth": _parties(findings, findings.worth[place]),
        "asks": [gate.key for gate, needed in zip(gates, found.asked[place], strict=True) if needed],
        "signed": number(float(found.signed[place])),
        "ratified": number(float(found.mean[place])),
        "ratified_at_best_guess": number(float(found.best[place])),
        "ratified_if_independent": number(float(findings.alone[place])),
        "ratified_if_alike": number(float(findings.together[place])),
    }


def _asked(findings: Findings, asked: Asked) -> dict[str, Any]:
    offer, listed = asked.offer, findings.candidates
    return {
        "party": findings.setting.measure.parties[asked.party],
        "deal": _options(findings, listed.deals[offer.deal]),
        "worth": _parties(findings, listed.worth[offer.deal]),
        "ratified": number(offer.passage),
        "price_of_safety": number(offer.price_of_safety),
        "worth_of_safety": number(offer.worth_of_safety),
        "worth_signing": number(offer.worth_signing),
        "accepted_by_others": number(float(asked.accepted[offer.deal])),
        "best_in": number(asked.firm),
    }


def _need(need: Need) -> dict[str, Any]:
    return {
        "gate": need.gate.key,
        "margin": number(float(need.margin[0])),
        "short": {
            group.name: number(float(amount)) for group, amount in zip(need.gate.groups, need.short, strict=True)
        },
        "paid": None
        if need.paid is None
        else {group.name: count for group, count in zip(need.gate.groups, need.paid, strict=True)},
        "for_90_in_100": number(need.likely),
    }


def _blocker(findings: Findings, blocker: Blocker) -> dict[str, Any]:
    return {
        "gates": [gate.key for gate in blocker.gates],
        "groups": [group.name for group, _ in blocker.parts],
        "members_enough": blocker.enough,
        "gain": {group.name: number(float(gain[0])) for group, gain in blocker.parts},
        "would": blocker.would,
        "in_draws": number(blocker.share),
        "leaves": None if blocker.undone is None else _options(findings, blocker.undone),
    }


def _change(findings: Findings, change: Change) -> dict[str, Any]:
    name, issue = list(findings.setting.scenario.issues.items())[change.issue]
    return {
        "issue": name,
        "option": issue.option_keys()[change.option],
        "ratified": number(change.chance),
        "cost": _parties(findings, change.cost),
        "wins_over": list(change.wins),
    }


def _version(findings: Findings, version: Version) -> dict[str, Any]:
    return {
        "deal": None if version.deal is None else _options(findings, version.deal),
        "deals_left": version.left,
        "worth": _parties(findings, version.worth[0]),
        "ratified": number(version.ratified),
        "no_ally_against": number(version.unopposed),
    }


def _outlook(outlook: Outlook) -> dict[str, Any]:
    drawn = outlook.forecast[1:][~np.isnan(outlook.forecast[1:])]
    return {
        "name": outlook.line.name,
        "forecast": number(float(outlook.forecast[0])),
        "in_draws": [number(float(each)) for each in np.quantile(drawn, [0.05, 0.5, 0.95])] if len(drawn) else [],
        "bands": [
            [number(float(low)), number(float(high))]
            for low, high in zip(outlook.band.low, outlook.band.high, strict=True)
        ],
        "per_position": {
            name: number(float(each)) for name, each in zip(outlook.actors, outlook.levers.per_position, strict=True)
        },
        "condorcet": number(outlook.condorcet),
        "challenge": number(outlook.challenge),
    }


def rows(findings: Findings) -> Iterator[dict[str, object]]:
    """One row for each named deal and gate."""
    found = findings.chances
    for place, name in enumerate(findings.names):
        for column, gate in enumerate(findings.setting.gates):
            yield {
                "deal": name,
                "gate": gate.key,
                "asked": bool(found.asked[place, column]),
                "margin": found.margin[place, column],
                "passes": found.passes[place, column],
                "chance": found.gate[place, column],
                "ratified": found.mean[place],
            }
