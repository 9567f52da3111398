"""What comes of a format: how often something is signed, kept or broken, and where the other side lets it end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pourparler.process.compare import Solved
from pourparler.process.formats import BREAK, KEEP, SIGN, STOP
from pourparler.process.play import spread_chances
from pourparler.process.setting import Setting
from pourparler.process.tree import END, Shape

DIGITS = 12  # after the point; sums of chances that make 1 make it only up to rounding


@dataclass(frozen=True)
class Outcome:
    """Chances at the best guess. signed: of each agreement; kept, broken: of any; failed: (ends) of each end without one.

    stopped: of stopping before the meeting.
    """

    signed: dict[str, float]
    kept: float
    broken: float
    stopped: float
    failed: dict[str, float]


def outcome_of(setting: Setting, name: str, solved: Solved) -> Outcome:
    """Add up the chances of the ends of one format at the best guess."""
    shape, form = solved.form.shape, setting.process.formats[name]
    reach = spread_chances(shape.parent, shape.choice, solved.form.chance[0], solved.strategy[0])
    signed = dict.fromkeys(form.can_sign, 0.0)
    titles = {f"offers: {setting.process.agreements[each].name}": each for each in form.can_sign}
    kept = broken = stopped = failed = 0.0
    for node, label in enumerate(labels(shape)):
        if label == SIGN:
            signed[titles[shape.nodes[shape.parent[node]]]] += float(reach[node])
        if shape.player[node] != END:
            continue
        share = float(reach[node])
        if label in {SIGN, KEEP}:
            kept += share
        elif label == BREAK:
            broken += share
        elif label == STOP and form.stop:
            stopped += share
        else:
            failed += share
    ends: dict[str, float] = dict.fromkeys(setting.process.ends, 0.0)
    for chance, what in ((failed, "failure"), (stopped, "stop")):
        lottery = setting.lottery("formats", name, what) if chance else {}
        for end, odds in lottery.items():
            ends[end] += chance * float(odds[0])
    exact = {end: round(chance, DIGITS) for end, chance in ends.items()}
    each = {name: round(chance, DIGITS) for name, chance in signed.items()}
    return Outcome(each, round(kept, DIGITS), round(broken, DIGITS), round(stopped, DIGITS), exact)


def by_type(setting: Setting, solved: Solved, label: str) -> dict[str, float]:
    """For each type, the chance that play comes to a node of that label, if the other side is of that type."""
    shape = solved.form.shape
    given = np.where(shape.parent == 0, 1.0, solved.form.chance[0])
    reach = spread_chances(shape.parent, shape.choice, given, solved.strategy[0])
    there = np.array([name == label for name in labels(shape)])
    return {
        kind: round(float(reach[there & (solved.form.type_of == position)].sum()), DIGITS)
        for position, kind in enumerate(setting.types)
    }


def labels(shape: Shape) -> list[str]:
    """What led to each node; of types nothing, since their names are the file's and may be any words."""
    return [label if above > 0 else "" for label, above in zip(shape.nodes, shape.parent, strict=True)]
