"""Everything the leverage room found, as plain dicts and lists for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from pourparler import __version__
from pourparler.deals.measure import Deals, Floats
from pourparler.leverage.alternatives import Alternative
from pourparler.leverage.findings import Findings
from pourparler.leverage.giving import Given
from pourparler.leverage.ledger import spread
from pourparler.leverage.pressing import Pressed
from pourparler.leverage.waiting import Waiting
from pourparler.room import number


def to_dict(findings: Findings) -> dict[str, Any]:
    """The findings by the scenario's own names; numbers have six digits after the point."""
    setting = findings.setting
    return {
        "version": __version__,
        "scenario": setting.scenario.fingerprint,
        "seed": setting.seed,
        "draws": setting.draws,
        "draws_followed": max(0, setting.rows - 1),
        "alternatives": {_side(findings, each.side): _alternative(findings, each) for each in findings.alternatives},
        "consents": [
            {
                "party": setting.measure.parties[each.party],
                "asked": each.asked,
                "worth": _spread(each.worth),
                "room": _spread(each.margin),
            }
            for each in findings.consents
        ],
        "numbers": [
            {
                "name": swing.line.name,
                "low": number(swing.low),
                "high": number(swing.high),
                "gain_low": _by_side(findings, swing.gain_low),
                "gain_high": _by_side(findings, swing.gain_high),
                "decides": swing.vanishes,
            }
            for swing in findings.swings
        ],
        "gifts": [_given(findings, each) for each in findings.given],
        "pressures": None if findings.pressed is None else _pressed(findings, findings.pressed),
        "time": None if findings.waiting is None else _waiting(findings, findings.waiting),
        "refused": dict(findings.refused),
    }


def _spread(rows: Floats) -> dict[str, float | None]:
    best, low, high = spread(rows)
    return {"best": number(best), "low": number(low), "high": number(high)}


def _side(findings: Findings, side: int) -> str:
    return findings.setting.measure.parties[findings.setting.sides[side]]


def _by_side(findings: Findings, values: Floats) -> dict[str, float | None]:
    return {_side(findings, side): number(float(values[side])) for side in range(len(values))}


def _spreads(findings: Findings, rows: Floats) -> dict[str, dict[str, float | None]]:
    return {_side(findings, side): _spread(rows[:, side]) for side in range(rows.shape[1])}


def _by_party(findings: Findings, values: Floats) -> dict[str, float | None]:
    return {name: number(float(value)) for name, value in zip(findings.setting.measure.parties, values, strict=True)}


def _deal(findings: Findings, deal: Deals | None) -> dict[str, Any] | None:
    if deal is None:
        return None
    issues = findings.setting.scenario.issues.items()
    return {name: issue.option_keys()[int(deal[position])] for position, (name, issue) in enumerate(issues)}


def _alternative(findings: Findings, each: Alternative) -> dict[str, Any]:
    return {
        "critical": _spread(each.critical),
        "room": _spread(each.margin),
        "solutions": {
            name: [
                {
                    "from": number(step.low),
                    "to": number(step.high),
                    "deal": _deal(findings, step.deal),
                    "worth": _by_party(findings, step.worth),
                }
                for step in steps
            ]
            for name, steps in each.steps.items()
        },
    }


def _given(findings: Findings, each: Given) -> dict[str, Any]:
    return {
        "name": each.name,
        "by": each.gift.by,
        "possible": each.possible,
        "in_the_fair_deal_anyway": each.bundled,
        "price": _spreads(findings, each.price),
        "could_be_won_back": _spreads(findings, each.recoverable),
        "share_won_back": _by_side(findings, each.share),
        "if_talks_fail": {
            name: _spread(each.if_talks_fail[:, position])
            for position, name in enumerate(findings.setting.measure.parties)
        },
        "draws": len(each.exists) - 1,
        "deal_left": _share(each.exists),
        "deal": _deal(findings, each.deal),
    }


def _share(held: Any) -> float | None:
    return number(float(np.mean(held[1:]))) if len(held) > 1 else None


def _pressed(findings: Findings, pressed: Pressed) -> dict[str, Any]:
    issues = list(findings.setting.scenario.issues.items())
    return {
        "with_all": _spreads(findings, pressed.with_all),
        "without_any": _spreads(findings, pressed.without_any),
        "deal_with_all": _share(pressed.exists[1]),
        "deal_without_any": _share(pressed.exists[0]),
        "each": {
            name: {
                "adds": _spreads(findings, pressed.contribution[index]),
                "adds_to_the_share_with_a_deal": _share(pressed.existence[index]),
                "easing": _spreads(findings, pressed.easing[index]),
                "easing_saves": _spreads(findings, pressed.saved[index]),
                "deal_left_when_eased": _share(pressed.left[index]),
                "settled_otherwise_when_eased": {
                    issues[issue][0]: issues[issue][1].option_keys()[option] for issue, option in pressed.changed[index]
                },
            }
            for index, name in enumerate(pressed.names)
        },
        "pairs": [
            {"pressures": [one, other], "more_together": _spreads(findings, pressed.pairs[first, second])}
            for first, one in enumerate(pressed.names)
            for second, other in enumerate(pressed.names)
            if first < second
        ],
    }


def _waiting(findings: Findings, waiting: Waiting) -> dict[str, Any]:
    return {
        "discount": _spreads(findings, waiting.discount),
        "discount_from_the_roadmap": [_side(findings, side) for side in waiting.from_roadmap],
        "shares": _spreads(findings, waiting.powers),
        "worth": _spreads(findings, waiting.worth),
        "same_as_the_fair_deal": _share(waiting.same),
        "deal": _deal(findings, waiting.deal),
        "first_side_if_it_offers_first": None if waiting.first is None else _spread(waiting.first[0]),
        "first_side_if_the_other_does": None if waiting.first is None else _spread(waiting.first[1]),
        "dates": [
            {
                "name": dated.name,
                "by": dated.deadline.by,
                "change": _spreads(findings, dated.change),
                "share_of_the_first_side_without": number(dated.without),
                "by_offers_left": [
                    {
                        "offers": left + 1,
                        "last_offer": _side(findings, last),
                        "share_of_the_first_side": number(float(dated.by_offers[last, left])),
                        "change": _by_side(findings, dated.points[last, left]),
                    }
                    for left in range(dated.by_offers.shape[1])
                    for last in (0, 1)
                ],
            }
            for dated in waiting.dates
        ],
    }


def rows(findings: Findings) -> Iterator[dict[str, object]]:
    """One row for each thing that moves the outcome and each principal."""
    moved = [("gift", each.name, -each.price) for each in findings.given]
    if findings.pressed is not None:
        moved += [("pressure", name, findings.pressed.contribution[i]) for i, name in enumerate(findings.pressed.names)]
    if findings.waiting is not None:
        moved += [("date", each.name, each.change) for each in findings.waiting.dates]
    for kind, name, change in moved:
        for side in range(change.shape[1]):
            best, low, high = spread(change[:, side])
            party = _side(findings, side)
            yield {"kind": kind, "name": name, "party": party, "change": best, "low": low, "high": high}
