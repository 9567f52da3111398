"""Trees in which Home and Other move in turns and Home never sees which of several types Other is; payoffs at random."""

from __future__ import annotations

from collections import deque

import numpy as np

from pourparler.process.tree import Growth, Tree

History = tuple[int, ...]
PARTS = 2**20  # of which the chances of types are multiples, so that they make 1 exactly


def type_tree(nodes: int, types: int = 4, seed: int = 0) -> Tree:
    """A tree of about so many nodes, payoffs from 0 to 1. What was done is seen by all; only the type is not."""
    random = np.random.default_rng(seed)
    prior = np.round(random.dirichlet(np.full(types, 5.0)) * PARTS) / PARTS
    prior[0] = 1 - prior[1:].sum()
    choices: dict[History, int] = {}
    waiting: deque[History] = deque([()])
    count = 1 + types
    while waiting and count < nodes:
        history = waiting.popleft()
        choices[history] = int(random.integers(2, 4))
        count += types * choices[history]
        waiting.extend((*history, choice) for choice in range(choices[history]))
    growth = Growth(("Home", "Other"))
    root = growth.chance_move("type")

    def grow(history: History, kind: int, parent: int, label: str, chance: float) -> None:
        if history not in choices:
            growth.end(random.random(2), parent, label, chance)
            return
        home = len(history) % 2 == 0
        name = f"Home {history}" if home else f"Other {history}, type {kind}"
        node = growth.move("Home" if home else "Other", name, parent, label, chance)
        for choice in range(choices[history]):
            grow((*history, choice), kind, node, str(choice), 1.0)

    for kind in range(types):
        grow((), kind, root, f"type {kind}", float(prior[kind]))
    return growth.tree()
