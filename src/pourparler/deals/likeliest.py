"""The deal that everyone accepts in the largest number of draws of uncertain preferences, over the whole space.

Depth-first branch and bound over the blocks. A partial deal can be accepted by all in no draw in which some party could
not reach its walk-away value even with the best of every block to come. The same is asked of the sum of every two
parties and of all, which they must reach together: what one gains from a block the other often loses, so this rules out
much more. The number of draws that are left bounds the number in which any completion is accepted.

Source: Land and Doig 1960 (An automatic method of solving discrete programming problems, Econometrica 28); Glover 1965
(A multiphase-dual algorithm for the zero-one integer programming problem, Operations Research 13) for adding up limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from pourparler.deals.halves import Indices, Utilities

NODES = 100_000
ROUNDING = 1e-12  # of the size of the terms: by how much rounding may move a sum


@dataclass(frozen=True, eq=False)
class Likeliest:
    """The best deal found: the combination of each block, and in how many of the draws all accept it.

    bound: no deal is accepted by all in more draws. proven: the two numbers are the same. nodes: partial deals whose
    continuations were looked at.
    """

    choice: Indices
    accepted: int
    bound: int
    draws: int
    nodes: int

    @property
    def proven(self) -> bool:
        """Whether no deal is accepted in more draws."""
        return self.accepted == self.bound


def likeliest(
    blocks: Sequence[Utilities], walk_away: Utilities, tolerance: Utilities, *, nodes: int = NODES
) -> Likeliest:
    """Find the deal for which u_i >= walk_away_i - tolerance_i for every party i in the largest number of draws.

    blocks: `blocks[b]` has shape (draws, combinations_b, parties), finite, with a combination in each. walk_away:
    (draws, parties), -inf for a party that is not asked. tolerance: (parties,). All in the parties' own utility units.
    nodes: the number of partial deals to look at before the search is given up; the bound then says how much better
    a deal might be. Memory grows with blocks times the largest block times draws. Of several that tie, the first met
    is returned, always the same one. Raises ValueError for arrays that do not fit together.
    """
    if not blocks or any(block.ndim != 3 or not np.isfinite(block).all() or not block.shape[1] for block in blocks):
        raise ValueError(
            "Blocks must hold finite numbers in the shape (draws, combinations, parties), and at least one."
        )
    draws, _, parties = blocks[0].shape
    shapes = {(block.shape[0], block.shape[2]) for block in blocks} | {walk_away.shape, (draws, *tolerance.shape)}
    if shapes != {(draws, parties)} or np.isnan(walk_away).any() or not draws or nodes < 1:
        raise ValueError(f"Draws and parties must agree, at least one draw and one node; got {sorted(shapes)}.")
    needed = walk_away - tolerance
    order, tables, columns_needed, most = _relaxation(blocks, needed)

    best = np.array([0] * len(blocks))
    accepted = -1
    # (bound, blocks decided, combinations picked in that order, sums over them), the most promising last.
    open_nodes: list[tuple[int, tuple[int, ...], Utilities]] = [(draws, (), np.zeros(columns_needed.shape))]
    looked = 0
    while open_nodes and looked < nodes:
        bound, picked, sums = open_nodes.pop()
        if bound <= accepted:
            continue
        depth = len(picked)
        if depth == len(blocks):
            choice: Indices = np.array(picked)[np.argsort(order)]
            count = _accepted(blocks, choice, needed)
            if count > accepted:
                best, accepted = choice, count
            continue
        looked += 1
        reach = tables[depth] + (sums + most[depth + 1])[:, np.newaxis]
        bounds = (reach >= columns_needed[:, np.newaxis]).all(axis=2).sum(axis=0)
        surplus = np.minimum(reach - columns_needed[:, np.newaxis], 0.0).sum(axis=(0, 2))
        for pick in np.lexsort((-np.arange(len(bounds)), surplus, bounds)):
            if bounds[pick] > accepted:
                open_nodes.append((int(bounds[pick]), (*picked, int(pick)), sums + tables[depth][:, pick]))
    if accepted < 0:
        accepted = _accepted(blocks, best, needed)
    left = max((bound for bound, *_ in open_nodes), default=accepted)
    return Likeliest(best, accepted, max(accepted, left), draws, looked)


def _accepted(blocks: Sequence[Utilities], choice: Indices, needed: Utilities) -> int:
    """Count the draws in which all have what they need."""
    utilities = np.sum([block[:, pick] for block, pick in zip(blocks, choice, strict=True)], axis=0)
    return int((utilities >= needed).all(axis=1).sum())


def _relaxation(
    blocks: Sequence[Utilities], needed: Utilities
) -> tuple[Indices, list[Utilities], Utilities, list[Utilities]]:
    """Blocks in the order in which they are decided, and what each column must reach, columns being groups of parties.

    Returns the order (blocks,); in that order the tables (draws, combinations, columns); what is needed (draws,
    columns); and for each depth the most that the blocks from there on can add (draws, columns).
    """
    parties = needed.shape[1]
    ranges = np.sum([np.ptp(block, axis=1).mean(axis=0) for block in blocks], axis=0)
    scale = 1.0 / np.where(ranges > 0.0, ranges, 1.0)
    asked = [party for party in range(parties) if (needed[:, party] > -np.inf).any()]
    groups = {(party,) for party in asked} | set(combinations(asked, 2)) | ({tuple(asked)} if asked else set())
    weights = np.zeros((parties, len(groups)))
    for column, group in enumerate(sorted(groups)):
        weights[list(group), column] = scale[list(group)]
    spread = np.array([(np.ptp(block, axis=1).mean(axis=0) * scale).sum() for block in blocks])
    order = np.argsort(-spread, kind="stable")
    tables = [blocks[block] @ weights for block in order]
    most = [np.zeros((len(needed), len(groups)))]
    for table in reversed(tables):
        most.append(most[-1] + table.max(axis=1))
    size = np.sum([np.abs(table).max(axis=1) for table in tables], axis=0)
    # 0 times -inf is not a number: a group with a party that is not asked in a draw needs nothing there.
    finite = np.where(needed > -np.inf, needed, 0.0)
    bottomless = ((needed == -np.inf) @ (weights > 0.0)) > 0
    columns_needed = np.where(bottomless, -np.inf, finite @ weights - ROUNDING * (size + np.abs(finite) @ weights))
    return order, tables, columns_needed, most[::-1]
