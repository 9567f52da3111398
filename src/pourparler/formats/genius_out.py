"""Write GENIUS XML: a domain, and a profile for each party.

GENIUS divides an evaluation by the largest of its issue, so the largest value of an issue goes into its weight.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from xml.sax.saxutils import quoteattr

from pourparler.formats.exchange import Exchange, Matter, Profile, number_text
from pourparler.formats.naming import unique_names

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ROOT = '<objective index="0" name="root" type="objective" etype="objective" description="">'


def write_genius(exchange: Exchange) -> tuple[dict[str, str], tuple[str, ...]]:
    """The files, by name, and what is lost, a line each."""
    notes = [
        f"{matter.name}: its amounts are written as discrete options; that they are amounts is lost"
        for matter in exchange.matters
        if matter.is_amount
    ]
    names = unique_names(["domain", *(profile.file for profile in exchange.profiles)], "party")
    contents = {f"{names[0]}.xml": _domain(exchange)}
    for name, profile in zip(names[1:], exchange.profiles, strict=True):
        contents[f"{name}.xml"] = _profile(exchange, profile)
    return contents, tuple(notes)


def _domain(exchange: Exchange) -> str:
    lines = [f'<negotiation_template>\n<utility_space number_of_issues="{len(exchange.matters)}">', _ROOT]
    for index, matter in enumerate(exchange.matters, 1):
        lines += _issue(index, matter, None)
    return _HEAD + "\n".join([*lines, "</objective>", "</utility_space>", "</negotiation_template>"]) + "\n"


def _profile(exchange: Exchange, profile: Profile) -> str:
    lines = ["<utility_space>", _ROOT]
    weights = []
    for at, matter in enumerate(exchange.matters):
        lines += _issue(at + 1, matter, profile.values[at])
        weight = profile.weights[at] * max(profile.values[at])
        weights.append(f'<weight index="{at + 1}" value="{number_text(weight)}"/>')
    lines += [*weights, "</objective>"]
    if profile.reservation is not None:
        lines.append(f'<reservation value="{number_text(profile.reservation)}"/>')
    return _HEAD + "\n".join([*lines, "</utility_space>"]) + "\n"


def _issue(index: int, matter: Matter, values: tuple[Fraction, ...] | None) -> Iterator[str]:
    kind = 'type="discrete" etype="discrete" vtype="discrete"'
    yield f'<issue index="{index}" name={quoteattr(matter.name)} {kind}>'
    for position, label in enumerate(matter.labels()):
        evaluation = f' evaluation="{number_text(100 * values[position])}"' if values is not None else ""
        yield f'  <item index="{position + 1}" value={quoteattr(label)}{evaluation}/>'
    yield "</issue>"
