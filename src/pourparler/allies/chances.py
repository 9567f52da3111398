"""How likely deals are to be ratified, over the draws of everything that is not sure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pourparler.allies.gates import Gate, Setting
from pourparler.allies.mood import passages, yes_in_mood
from pourparler.allies.ratification import passage_chance, yes_chance
from pourparler.allies.tally import Floats
from pourparler.allies.voting_rule import Booleans
from pourparler.deals.measure import SLACK, Deals

CHUNK = 2_000_000  # numbers held at a time


@dataclass(frozen=True)
class Chances:
    """How some deals would fare. asked: (deals, gates).

    signed: (deals,) share of draws in which all principals would sign. Shares and chances over the draws are those of a signed deal:
        over the draws in which it is, or all if it is in none.
    margin: (deals, gates) at the best guess, by how many points the member whose yes completes the quota is better off with the
        deal, whether or not its consent is needed. passes: (deals, gates) share of draws in which that is not negative.
    gate: (deals, gates) chance of its consent over the draws; NaN where it is not needed.
    best: (deals,) chance of all consents needed, at the best guess; mean: the same over the draws.
    """

    asked: Booleans
    signed: Floats
    margin: Floats
    passes: Floats
    gate: Floats
    best: Floats
    mean: Floats


def pivot_margin(gains: Floats, gate: Gate) -> Floats:
    """(...) gain of the member whose yes completes the quota, where members (..., groups) join from the most to the least eager."""
    votes = np.array([each.votes * each.seats for each in gate.groups])
    order = np.argsort(-gains, axis=-1, kind="stable")
    pivot = (np.cumsum(votes[order], axis=-1) >= gate.quota).argmax(axis=-1)
    place = np.take_along_axis(order, pivot[..., None], axis=-1)
    return np.asarray(np.take_along_axis(gains, place, axis=-1)[..., 0])


def chances(setting: Setting, deals: Deals, correlation: float | None = None, best: bool = True) -> Chances:
    """Work out how deals (deals, issues) would fare, a few at a time so that memory stays bounded.

    correlation: instead of the file's, in every draw. best: whether the chance at the best guess is wanted too, else NaN.

    Raises TooLarge for bodies of too many votes.
    """
    rows, parties = setting.measure.walk_away.shape
    step = max(1, CHUNK // (rows * (parties + 4)))
    parts = [
        _chances(setting, deals[start : start + step], correlation) for start in range(0, max(len(deals), 1), step)
    ]
    asked, signed, margin, passes, gate, mean = (np.concatenate(each) for each in zip(*parts, strict=True))
    at_best = _at_best(setting, deals, correlation) if best else np.full(len(deals), np.nan)
    return Chances(asked, signed, margin, passes, gate, at_best, mean)


def _chances(setting: Setting, deals: Deals, correlation: float | None) -> tuple[np.ndarray, ...]:
    everything = slice(None)
    utilities = setting.measure.utilities(deals, everything)
    asked, drawn = setting.asked(deals), setting.drawn
    weight = setting.signed(utilities)
    weight = weight / weight.sum(axis=0)
    shape = len(deals), len(setting.gates)
    margin, passes, chance = np.empty(shape), np.empty(shape), np.full(shape, np.nan)
    together = np.ones(weight.shape)
    for place, gate in enumerate(setting.gates):
        gains = setting.gains(gate, utilities, everything)
        found = pivot_margin(gains, gate)
        margin[:, place], passes[:, place] = found[0], ((found[drawn] >= -SLACK) * weight).sum(axis=0)
        needed = asked[:, place]
        given = _given_mood(setting, gate, gains[:, needed], correlation)[drawn]
        chance[needed, place] = (given * weight[:, needed]).sum(axis=0)
        together[:, needed] *= given
    return (
        asked,
        setting.accepted(utilities).mean(axis=0),
        margin,
        passes,
        chance,
        np.minimum((together * weight).sum(axis=0), 1.0),
    )


def _given_mood(setting: Setting, gate: Gate, gains: Floats, correlation: float | None) -> Floats:
    """(rows, deals) chance that a gate says yes, given the mood of the draw; the mood of row 0 is neutral."""
    common = setting.correlation if correlation is None else np.full_like(setting.correlation, correlation)
    mood = np.where(np.isnan(setting.mood), 0.0, setting.mood)
    shape = (slice(None), None, None)
    yes = yes_in_mood(_snapped(gains), setting.noise[shape], common[shape], mood[shape])
    return passages(yes, gate.rule)


def _at_best(setting: Setting, deals: Deals, correlation: float | None) -> Floats:
    """(deals,) chance that all whose consent is needed say yes, at the best guess, the mood integrated out."""
    asked = setting.asked(deals)
    utilities = setting.measure.utilities(deals, slice(0, 1))
    yes = [
        yes_chance(_snapped(setting.gains(gate, utilities, slice(0, 1))[0]), setting.noise[0]) for gate in setting.gates
    ]
    common = float(setting.correlation[0]) if correlation is None else correlation
    found = np.ones(len(deals))
    for pattern in np.unique(asked, axis=0):
        rule = setting.rule(pattern)
        if rule is not None:
            alike = (asked == pattern).all(axis=1)
            chance = np.concatenate([each[alike] for each, needed in zip(yes, pattern, strict=True) if needed], axis=1)
            found[alike] = passage_chance(chance, rule, common)
    return found


def _snapped(gains: Floats) -> Floats:
    """What is negative by rounding alone is 0, so that without noise it is a yes."""
    return np.where((gains < 0) & (gains >= -SLACK), 0.0, gains)
