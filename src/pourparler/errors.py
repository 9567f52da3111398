"""The errors that Pourparler raises on purpose."""

from __future__ import annotations


class PourparlerError(Exception):
    """Base of them all. Its text can be shown to a person as it is."""


class TooLarge(PourparlerError):
    """A limit is reached; the text gives the number, the limit and the way round it."""


class MissingExtra(PourparlerError):
    """A part of Pourparler that is installed only when asked for is needed and not there."""

    def __init__(self, purpose: str, extra: str) -> None:
        super().__init__(f"{purpose} needs the extra '{extra}'; install it with: pip install 'pourparler[{extra}]'")
