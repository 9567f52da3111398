"""Summit games of growing size: chance draws the type of Other, Home cannot see it, and both move in turns.

Home accepts, prepares or refuses. To prepare means that Other gives a first sign, after which Home goes on or stops. At the
summit Other makes an offer; Home signs a narrow deal or a big one or walks away (then chance decides what comes of it); what
is signed Other keeps or breaks.
"""

from __future__ import annotations

import numpy as np

from pourparler.process.tree import Growth, Tree

SIZES = {  # types, first signs, offers
    "small": (2, 0, 2),
    "middle": (3, 0, 3),
    "prepared": (3, 2, 2),
    "large": (3, 3, 3),
}


def summit_game(types: int, signs: int, offers: int, seed: int) -> Tree:
    """A game with random payoffs; better types gain less from breaking what was signed."""
    random = np.random.default_rng(seed)
    growth = Growth(("Home", "Other"))
    kinds = growth.chance_move("type of Other")
    prior = random.integers(1, 6, types)
    for kind in range(types):
        chance = float(prior[kind] / prior.sum())
        home = growth.move("Home", "meet?", kinds, f"type {kind}", chance)
        _summit(growth, home, "accept", "at once", kind, offers, random)
        if signs:
            sign = growth.move("Other", f"sign {kind}", home, "prepare")
            for number in range(signs):
                answer = growth.move("Home", f"after sign {number}", sign, f"sign {number}")
                _summit(growth, answer, "go on", f"after sign {number}", kind, offers, random, cost=0.3 * number)
                growth.end((-0.5, -1.0), answer, "stop")
        growth.end((0.0, 0.0), home, "refuse")
    return growth.tree()


def _summit(
    growth: Growth,
    parent: int,
    label: str,
    when: str,
    kind: int,
    offers: int,
    random: np.random.Generator,
    cost: float = 0.0,
) -> None:
    offering = growth.move("Other", f"{when}: offer of {kind}", parent, label)
    growth.pay(offering, (0.2, -cost))
    for offer in range(offers):
        answer = growth.move("Home", f"{when}: offer {offer}", offering, f"offer {offer}")
        for size, deal in enumerate(("narrow", "big"), 1):
            keep = growth.move("Other", f"{when}: offer {offer}, {deal}, {kind}", answer, deal)
            home, other = random.normal(2.0 * size, 1.0, 2).round(2)
            growth.end((home + offer, other - offer), keep, "keep")
            growth.end((-2.0 * size, other + random.normal(0.7 - kind, 0.5)), keep, "break")
        failed = growth.chance_move("walked away", answer, "walk")
        for chance, change in ((0.5, 0.0), (0.3, 0.5), (0.2, -2.0)):
            growth.end((change, change - 0.5), failed, f"{change}", chance)
