"""The room that answers who else must agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pourparler.allies.answer import AlliesAnswer, analyse

__all__ = ["AlliesAnswer", "analyse"]


def __getattr__(name: str) -> Any:
    """Import the room's arithmetic only when it is asked for."""
    if name in __all__:
        from pourparler.allies import answer

        return getattr(answer, name)
    raise AttributeError(f"module 'pourparler.allies' has no attribute '{name}'")
