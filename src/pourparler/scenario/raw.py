"""Raw content of a scenario as checkers of references read it: what is of the wrong type is passed over, the model reports it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Protocol

from pourparler.scenario.tree import Path

Finding = tuple[Path, bool, str, str]  # path, whether its key (not its value) is meant, what is wrong, what is right


class Lookup(Protocol):
    """What looks names up: see `references`."""

    data: Mapping[Any, Any]

    def known(self, names: Any, path: Path, among: Collection[Any], what: str) -> Iterator[Finding]:
        """A finding for each of the names that is not among those known."""

    def key(self, name: Any, path: Path, among: Collection[Any], what: str, at_key: bool = True) -> Iterator[Finding]:
        """A finding if the name is not among those known."""

    def option(self, issue: Any, option: Any, path: Path, at_key: bool = False) -> Iterator[Finding]:
        """A finding if the option is not one of the issue's."""

    def condition(self, raw: Any, path: Path) -> Iterator[Finding]:
        """A finding for each issue or option of a condition that there is not."""


def mapping(value: Any) -> Mapping[Any, Any]:
    """The value if it is a mapping, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def sequence(value: Any) -> Sequence[Any]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, tuple) else ()


def names_in(value: Any) -> Sequence[Any]:
    """Names in a list, or one by itself."""
    return (value,) if isinstance(value, str) else sequence(value)


def in_options(lookup: Lookup, options: Any, path: Path) -> Iterator[Finding]:
    """Findings for issues and options, by issue, that there are not."""
    for issue, option in mapping(options).items():
        yield from lookup.key(issue, (*path, issue), mapping(lookup.data.get("issues")), "issue")
        yield from lookup.option(issue, option, (*path, issue))


def in_target(lookup: Lookup, target: Any, path: Path) -> Iterator[Finding]:
    """Findings for issues and options of a deal, where it is not a solution that is named."""
    if "options" in mapping(target):
        yield from in_options(lookup, target["options"], (*path, "options"))
    elif "solution" not in mapping(target):
        yield from in_options(lookup, target, path)
