"""Write a NegMAS folder: an outcome space, and a LinearAdditiveUtilityFunction for each party, as YAML."""

from __future__ import annotations

import json
from fractions import Fraction

from pourparler.formats.exchange import Exchange, Matter, Profile, number_text
from pourparler.formats.naming import unique_names


def write_negmas(exchange: Exchange) -> tuple[dict[str, str], tuple[str, ...]]:
    """The files, by name, and what is lost, a line each."""
    notes = [f"{m.name}: the unit {m.unit} is lost" for m in exchange.matters if m.is_amount and m.unit]
    names = unique_names(["domain", *(profile.file for profile in exchange.profiles)], "party")
    contents = {f"{names[0]}.yml": _domain(exchange)}
    for name, profile in zip(names[1:], exchange.profiles, strict=True):
        contents[f"{name}.yml"] = _profile(exchange, profile, name)
    return contents, tuple(notes)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _option(option: str | Fraction) -> str:
    return _quoted(option) if isinstance(option, str) else number_text(option)


def _kind(matter: Matter) -> str:
    return "DiscreteCardinalIssue" if matter.is_amount else "CategoricalIssue"


def _domain(exchange: Exchange) -> str:
    lines = [f"name: {_quoted(exchange.title)}", "type: DiscreteCartesianOutcomeSpace", "issues:"]
    for matter in exchange.matters:
        lines += [f"- name: {_quoted(matter.name)}", f"  type: {_kind(matter)}", "  values:"]
        lines += [f"  - {_option(option)}" for option in matter.options]
    return "\n".join(lines) + "\n"


def _profile(exchange: Exchange, profile: Profile, name: str) -> str:
    lines = [f"name: {name}", "type: LinearAdditiveUtilityFunction"]
    if profile.reservation is not None:
        lines.append(f"reserved_value: {number_text(profile.reservation)}")
    lines += ["weights:", *(f"- {number_text(weight)}" for weight in profile.weights), "values:"]
    for matter, values in zip(exchange.matters, profile.values, strict=True):
        lines += ["- type: TableFun", "  mapping:"]
        lines += [f"    {_option(o)}: {number_text(v)}" for o, v in zip(matter.options, values, strict=True)]
    return "\n".join(lines) + "\n"
