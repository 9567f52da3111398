"""Blocks: issues that must be looked at together, and the combinations of their options that the rules allow.

Issues that share a rule, a red line or an interaction form a block; between blocks utilities add. Everything else in this
room works on blocks, so additive scenarios cost nothing extra and linked ones only the size of their largest block.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import TooLarge

MOST_COMBINATIONS = 10_000_000

# A condition says, for some issues (by position), which options meet it; all of them must be met.
Condition = dict[int, NDArray[np.bool_]]


@dataclass(frozen=True)
class Exclusion:
    """A combination that no deal may contain: by a rule or by a party's red line.

    It is broken where all of `all_of` hold, and not all of `unless` (if there are any), or where two of `two_of` hold.
    `path` says where in the scenario it stands.
    """

    name: str
    all_of: Condition
    unless: Condition | None = None
    two_of: tuple[Condition, ...] = ()
    path: tuple[str | int, ...] = ()

    def issues(self) -> set[int]:
        """Positions of the issues it speaks of."""
        return {issue for condition in (self.all_of, self.unless or {}, *self.two_of) for issue in condition}

    def broken(self, options: NDArray[np.intp], issues: Sequence[int]) -> NDArray[np.bool_]:
        """Which rows break it: `options` (rows, issues) holds option positions, `issues` the issue of each column."""
        if self.two_of:
            count = np.stack([meets(condition, options, issues) for condition in self.two_of]).sum(axis=0)
            return np.asarray(count > 1)
        broken = meets(self.all_of, options, issues)
        return broken & ~meets(self.unless, options, issues) if self.unless is not None else broken


def meets(condition: Condition, options: NDArray[np.intp], issues: Sequence[int]) -> NDArray[np.bool_]:
    """Which rows of `options` (rows, issues) meet the condition."""
    met = np.ones(len(options), dtype=bool)
    for issue, chosen in condition.items():
        met &= chosen[options[:, list(issues).index(issue)]]
    return met


@dataclass(frozen=True)
class Block:
    """Issues that belong together, and every combination of their options.

    `issues` (k,) are positions of issues; `options` (combinations, k) option positions. Combinations that change least from
    today stand first, so that a tie between deals is settled in favour of today.
    """

    issues: tuple[int, ...]
    options: NDArray[np.intp]

    def keep(self, rows: NDArray[np.bool_]) -> Block:
        """The block with some of its combinations."""
        return Block(self.issues, self.options[rows])


def join(number: int, groups: Iterable[set[int]]) -> list[tuple[int, ...]]:
    """Split issues 0 to `number` - 1 so that every group lies within one part; parts in order of their first issue."""
    leader = list(range(number))

    def find(issue: int) -> int:
        while leader[issue] != issue:
            leader[issue] = leader[leader[issue]]
            issue = leader[issue]
        return issue

    for group in groups:
        roots = sorted({find(issue) for issue in group})
        for root in roots[1:]:
            leader[root] = roots[0]
    parts: dict[int, list[int]] = {}
    for issue in range(number):
        parts.setdefault(find(issue), []).append(issue)
    return [tuple(part) for part in sorted(parts.values())]


def make_blocks(
    sizes: Sequence[int], today: Sequence[int], groups: Iterable[set[int]], issue_names: Sequence[str]
) -> list[Block]:
    """Every combination of options, block by block, before any rule is applied.

    Args:
        sizes: number of options of each issue.
        today: position of today's option of each issue.
        groups: sets of issues that must stay together.
        issue_names: for messages.

    Raises:
        TooLarge: a block has more than 10^7 combinations.
    """
    blocks = []
    for issues in join(len(sizes), groups):
        shape = [sizes[issue] for issue in issues]
        combinations = int(np.prod(shape, dtype=object))
        if combinations > MOST_COMBINATIONS:
            tied = ", ".join(issue_names[issue] for issue in issues)
            raise TooLarge(
                f"The issues {tied} are tied together by rules, red lines or interactions and have {combinations:,} combinations;"
                f" at most {MOST_COMBINATIONS:,} are possible. Loosen a rule or interaction, or merge options."
            )
        options = np.stack(np.unravel_index(np.arange(combinations), shape), axis=1)
        changes = (options != [today[issue] for issue in issues]).sum(axis=1)
        blocks.append(Block(issues, options[np.argsort(changes, kind="stable")]))
    return blocks


def allowed(block: Block, exclusions: Iterable[Exclusion]) -> NDArray[np.bool_]:
    """Which combinations of the block break none of the exclusions that lie within it."""
    fine = np.ones(len(block.options), dtype=bool)
    for exclusion in exclusions:
        if exclusion.issues() <= set(block.issues):
            fine &= ~exclusion.broken(block.options, block.issues)
    return fine
