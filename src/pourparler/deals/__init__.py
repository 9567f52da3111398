"""The first room: which agreements are possible, and who would be hurt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pourparler.deals.answer import DealsAnswer, analyse

__all__ = ["DealsAnswer", "analyse"]


def __getattr__(name: str) -> Any:
    """Import the room's arithmetic only when it is asked for."""
    if name in __all__:
        from pourparler.deals import answer

        return getattr(answer, name)
    raise AttributeError(f"module 'pourparler.deals' has no attribute '{name}'")
