"""Valid, unique names from whatever another tool calls its issues, options and parties."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 60
_RESERVED = {"null", "true", "false"}  # YAML reads these as no name


def clean(text: str, fallback: str) -> str:
    """A name made of small letters, digits and hyphens that starts with a letter, as near to `text` as can be."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9_]+", "-", plain).strip("-_")
    if not name or name in _RESERVED:
        name = f"{fallback}-{name}".strip("-")
    elif not name[0].isalpha():
        name = f"{fallback[0]}{name}"
    return name[:LONGEST].rstrip("-_")


def unique_names(texts: Iterable[str], fallback: str) -> tuple[str, ...]:
    """A clean name for each text, made different by a number where two would be the same."""
    taken: set[str] = set()
    names = []
    for text in texts:
        first = name = clean(text, fallback)
        number = 1
        while name in taken:
            number += 1
            name = f"{first[: LONGEST - len(str(number)) - 1]}-{number}"
        taken.add(name)
        names.append(name)
    return tuple(names)


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts, those that stand there again with a number behind them."""
    taken: set[str] = set()
    found = []
    for text in texts:
        label, number = text, 1
        while label in taken:
            number += 1
            label = f"{text} ({number})"
        taken.add(label)
        found.append(label)
    return tuple(found)
