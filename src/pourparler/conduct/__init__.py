"""The room that reads conduct: what another party's behaviour tells, and what to watch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pourparler.conduct.answer import ConductAnswer, analyse

__all__ = ["ConductAnswer", "analyse"]


def __getattr__(name: str) -> Any:
    """Import the room's arithmetic only when it is asked for."""
    if name in __all__:
        from pourparler.conduct import answer

        return getattr(answer, name)
    raise AttributeError(f"module 'pourparler.conduct' has no attribute '{name}'")
