"""Which words of a scenario are names, so that an option can stand inside a sentence: 'Tests halted' but not 'yongbyon'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pourparler.scenario.model import Scenario

_INSIDE = re.compile(r"\b[a-z][\w'’-]*[,;]? ([A-Z][\w'’-]*)")  # not the "Forces" of a "Combined Forces Command"


def names_in(scenario: Scenario) -> frozenset[str]:
    """Words that the scenario writes with a capital in the middle of a sentence. Titles of sources do not count."""
    content = scenario.model_dump(exclude={"sources", "title"})
    found = {word for text in _texts(content) for word in _INSIDE.findall(text)}
    parties = {word for party in scenario.parties.values() for word in party.name.split() if word[:1].isupper()}
    return frozenset(word.removesuffix("'s").removesuffix("’s") for word in found | parties)


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from _texts(value)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from _texts(value)
