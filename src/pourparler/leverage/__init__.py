"""The room that answers what moves the outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pourparler.leverage.answer import LeverageAnswer, analyse

__all__ = ["LeverageAnswer", "analyse"]


def __getattr__(name: str) -> Any:
    """Import the room's arithmetic only when it is asked for."""
    if name in __all__:
        from pourparler.leverage import answer

        return getattr(answer, name)
    raise AttributeError(f"module 'pourparler.leverage' has no attribute '{name}'")
