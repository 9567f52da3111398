"""Which of an issue's options a selection names."""

from __future__ import annotations

from pourparler.scenario.fields import Selection
from pourparler.scenario.model import Issue


def selects(issue: Issue, selection: Selection) -> tuple[bool, ...]:
    """For each option of the issue, in order, whether the selection names it."""
    keys = issue.option_keys()
    if selection.any_of:
        wanted = set(selection.any_of)
        return tuple(key in wanted for key in keys)
    low = float("-inf") if selection.at_least is None else selection.at_least
    high = float("inf") if selection.at_most is None else selection.at_most
    return tuple(not isinstance(key, str) and low <= key <= high for key in keys)
