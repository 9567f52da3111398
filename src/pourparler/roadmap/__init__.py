"""The room that puts an exchange in order, so that neither side gains by breaking off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pourparler.roadmap.answer import RoadmapAnswer, analyse

__all__ = ["RoadmapAnswer", "analyse"]


def __getattr__(name: str) -> Any:
    """Import the room's arithmetic only when it is asked for."""
    if name in __all__:
        from pourparler.roadmap import answer

        return getattr(answer, name)
    raise AttributeError(f"module 'pourparler.roadmap' has no attribute '{name}'")
