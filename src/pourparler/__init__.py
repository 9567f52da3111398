"""Prepare for a high-stakes negotiation: which deals are possible, who would be hurt, what to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pourparler.scenario import Scenario, ScenarioError, load, parse

__version__ = "0.1.0"
__all__ = ["Scenario", "ScenarioError", "__version__", "load", "parse"]


def __getattr__(name: str) -> Any:
    """Import the scenario reader only when it is asked for, so that `pourparler --help` comes at once."""
    if name in __all__:
        from pourparler import scenario

        return getattr(scenario, name)
    raise AttributeError(f"module 'pourparler' has no attribute '{name}'")
