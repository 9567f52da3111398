"""Who votes on a deal, with how many votes, and how many are needed: the rule that a ratification follows.

A rule is a list of bodies that must all say yes (a compound of weighted voting games). A member may vote in several of
them. A veto is a body whose only member holds it, with one vote of one; or a member without whom a quota is out of reach.

Members with the same votes and the same inclination form a group, so that a chamber of 500 need not be 500 entries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class VotingRule:
    """Bodies that must all reach their quota.

    weights: (bodies, groups) votes, a whole number, of each member of a group in a body; 0 where it has no vote.
    quotas: (bodies,) the least number of votes that carries a body.
    counts: (groups,) members in each group.

    Raises ValueError for shapes that do not match, numbers that are not whole or negative, or a quota below 1 or
    above all votes of its body.
    """

    weights: Integers
    quotas: Integers
    counts: Integers

    def __post_init__(self) -> None:
        for name in ("weights", "quotas", "counts"):
            object.__setattr__(self, name, _whole(name, getattr(self, name)))
        bodies, groups = self.weights.shape if self.weights.ndim == 2 else (0, 0)
        if not bodies or self.quotas.shape != (bodies,) or self.counts.shape != (groups,):
            raise ValueError(
                "A rule has weights (bodies, groups), quotas (bodies,) and counts (groups,), with at least one body; the "
                f"shapes are {self.weights.shape}, {self.quotas.shape} and {self.counts.shape}."
            )
        for body, (quota, total) in enumerate(zip(self.quotas.tolist(), self.totals.tolist(), strict=True)):
            if not 1 <= quota <= total:
                raise ValueError(f"The quota of body {body} must be from 1 to its {total} votes, and is {quota}.")

    @property
    def totals(self) -> Integers:
        """(bodies,) all votes of each body."""
        return np.asarray(self.weights @ self.counts)

    @property
    def shared(self) -> Booleans:
        """(groups,) whose members vote in more than one body."""
        return np.asarray((self.weights > 0).sum(axis=0) > 1)

    def votes(self, yes: ArrayLike) -> Integers:
        """(..., bodies) votes for the deal, where `yes` (..., groups) says how many members of each group say yes."""
        return np.asarray(np.asarray(yes, dtype=np.int64) @ self.weights.T)


def one_body(weights: ArrayLike, quota: int, counts: ArrayLike | None = None) -> VotingRule:
    """Give the rule of a single body. weights: (groups,) votes of a member; counts: (groups,), one each if not given."""
    votes = np.atleast_1d(np.asarray(weights))
    return VotingRule(votes[np.newaxis], np.array([quota]), np.ones(len(votes), np.int64) if counts is None else counts)  # type: ignore[arg-type]


def all_of(rules: Sequence[VotingRule]) -> VotingRule:
    """Give the rule by which all of some rules must be met. Their groups stand one after another; nobody is in two rules."""
    weights = np.zeros((sum(len(rule.quotas) for rule in rules), sum(len(rule.counts) for rule in rules)), np.int64)
    row = column = 0
    for rule in rules:
        bodies, groups = rule.weights.shape
        weights[row : row + bodies, column : column + groups] = rule.weights
        row, column = row + bodies, column + groups
    return VotingRule(
        weights, np.concatenate([rule.quotas for rule in rules]), np.concatenate([rule.counts for rule in rules])
    )


def _whole(name: str, values: ArrayLike) -> Integers:
    found = np.asarray(values)
    if found.dtype.kind not in "iu" or (found < 0).any():
        raise ValueError(f"The {name} must be whole numbers, none negative, and are {found.tolist()}.")
    return np.array(found, dtype=np.int64, order="C")
