"""Write GeniusWeb JSON: a domain, and for each party a LinearAdditiveUtilitySpace whose weights add up to exactly 1."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pourparler.formats.exchange import Exchange, Profile, number_text
from pourparler.formats.naming import unique_names

_DIGITS = 15  # of a weight, after the point


def write_geniusweb(exchange: Exchange) -> tuple[dict[str, str], tuple[str, ...]]:
    """The files, by name, and what is lost, a line each."""
    notes = [
        f"{matter.name}: its amounts are written as discrete values; that they are amounts is lost"
        for matter in exchange.matters
        if matter.is_amount
    ]
    names = unique_names(["domain", *(profile.file for profile in exchange.profiles)], "party")
    domain = {
        "name": exchange.title,
        "issuesValues": {matter.name: {"values": list(matter.labels())} for matter in exchange.matters},
    }
    contents = {f"{names[0]}.json": _json(domain)}
    for name, profile in zip(names[1:], exchange.profiles, strict=True):
        if profile.reservation:
            notes.append(
                f"{profile.name}: the walk-away value {number_text(100 * profile.reservation)} is lost; GeniusWeb takes only a bid"
            )
        if not any(profile.weights):
            notes.append(
                f"{profile.name}: has no stake; GeniusWeb wants weights, so each issue has one, with utilities of 0"
            )
        contents[f"{name}.json"] = _json({"LinearAdditiveUtilitySpace": _space(exchange, profile, name, domain)})
    return contents, tuple(notes)


def _space(exchange: Exchange, profile: Profile, name: str, domain: dict[str, Any]) -> dict[str, Any]:
    counts = any(profile.weights)
    utilities = {
        matter.name: {
            "discreteutils": {
                "valueUtilities": {
                    label: float(value) if counts else 0.0 for label, value in zip(matter.labels(), values, strict=True)
                }
            }
        }
        for matter, values in zip(exchange.matters, profile.values, strict=True)
    }
    weights = dict(zip([matter.name for matter in exchange.matters], _shares(profile.weights), strict=True))
    return {
        "domain": domain,
        "name": name,
        "issueUtilities": utilities,
        "issueWeights": weights,
        "reservationBid": None,
    }


def _shares(weights: tuple[Fraction, ...]) -> list[float]:
    """Weights as decimals of 15 digits that add up to exactly 1: the largest takes what rounding leaves."""
    given = weights if any(weights) else (Fraction(1),) * len(weights)
    unit = 10**_DIGITS
    shares = [round(weight * unit / sum(given)) for weight in given]
    largest = shares.index(max(shares))
    shares[largest] += unit - sum(shares)
    return [float(Decimal(share) / unit) for share in shares]


def _json(content: Any) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
