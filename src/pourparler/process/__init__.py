"""The room that answers whether to meet now or to prepare first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pourparler.process.answer import ProcessAnswer, analyse

__all__ = ["ProcessAnswer", "analyse"]


def __getattr__(name: str) -> Any:
    """Import the room's arithmetic only when it is asked for."""
    if name in __all__:
        from pourparler.process import answer

        return getattr(answer, name)
    raise AttributeError(f"module 'pourparler.process' has no attribute '{name}'")
