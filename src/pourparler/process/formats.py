"""Formats of talks as game trees: what is seen first, what is offered, signed, kept or broken, and what failure leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from scipy.special import expit

from pourparler.process.quantal_response import precision_from
from pourparler.process.setting import POINTS, Setting
from pourparler.process.tree import NOTHING, Floats, Growth, Integers, Shape, Tree

Kind = Literal["go on", "offer", "reply", "signal", "keep"]
NO_OFFER = "offers nothing that could be signed"
SIGN, WALK = "sign", "do not sign"
GO_ON, STOP = "go on", "stop here"
KEEP, BREAK = "keep it", "break it"


@dataclass(frozen=True)
class Variant:
    """A format as it is, or with something taken away to see what it is worth.

    seen: whether the signals are seen. moves: whether what the sides have without an agreement changes meanwhile. exact:
    whether the tree is for solvers that know of no errors: errors in the room are then moves of chance, and whether an
    agreement is kept is chosen. Otherwise the errors of the other side, who knows all there, have settled that: chance
    stands for them. told: whether each end is a node of its own, rather than the mean of a lottery.
    """

    seen: bool = True
    moves: bool = True
    exact: bool = False
    told: bool = False


AS_IT_IS = Variant()


@dataclass(frozen=True)
class Form:
    """One format as a tree for every row: chance (rows, n) and payoff (rows, n, 2), the side that decides first.

    kinds: of each information set; a reply is what the side that decides does in the room.
    type_of: (n,) position of the type that each node belongs to, -1 for the root.
    """

    name: str
    shape: Shape
    chance: Floats
    payoff: Floats
    kinds: tuple[Kind, ...]
    type_of: Integers

    def tree(self, row: int = 0) -> Tree:
        """The tree of one row."""
        return Tree(self.shape, self.chance[row], self.payoff[row])


@dataclass
class _Plant:
    """Writes one format's tree; numbers are arrays (rows,), of which the tree that grows holds the best guess."""

    setting: Setting
    name: str
    variant: Variant
    growth: Growth = field(init=False)
    chances: list[Floats] = field(default_factory=list)
    payoffs: list[Floats] = field(default_factory=list)
    types: list[int] = field(default_factory=list)
    kinds: dict[str, Kind] = field(default_factory=dict)
    kind: str = ""

    def __post_init__(self) -> None:
        self.growth = Growth((self.setting.by, self.setting.other))
        self.format = self.setting.process.formats[self.name]
        self.one = np.ones(self.setting.rows)

    def note(self, chance: Floats, payoff: Floats | None = None) -> int:
        """Keep the numbers of the node that was added last."""
        self.chances.append(chance)
        self.payoffs.append(np.zeros((self.setting.rows, 2)) if payoff is None else payoff)
        self.types.append(list(self.setting.types).index(self.kind) if self.kind else -1)
        return len(self.chances) - 1

    def event(self, name: str, parent: int, label: str, chance: Floats | None = None) -> int:
        node = self.growth.chance_move(name, parent, label)
        assert node == self.note(self.one if chance is None else chance)
        return node

    def choose(self, who: str, kind: Kind, knows: str, parent: int, label: str, chance: Floats | None = None) -> int:
        self.kinds[knows] = kind
        node = self.growth.move(who, knows, parent, label)
        assert node == self.note(self.one if chance is None else chance)
        return node

    def end(self, payoff: Floats, parent: int, label: str, chance: Floats | None = None) -> None:
        self.growth.end((0.0, 0.0), parent, label)
        self.note(self.one if chance is None else chance, payoff)

    def form(self) -> Form:
        """Grow the whole tree."""
        root = self.event("What the other side is", NOTHING, "")
        self.payoffs[root] = self.by_itself()
        for kind, chance in self.setting.types.items():
            self.kind = kind
            self.signals(root, self.type_name(kind), chance, (), ())
        shape = self.growth.shape()
        kinds = tuple(self.kinds[name] for name in shape.sets)
        chance, payoff = np.stack(self.chances, axis=1), np.stack(self.payoffs, axis=1)
        return Form(self.name, shape, chance, payoff, kinds, np.array(self.types, dtype=np.int64))

    def type_name(self, kind: str) -> str:
        named = self.setting.process.types.get(kind)
        return named.name if named else "the other side"

    def by_itself(self) -> Floats:
        """(rows, 2) what the format brings, whatever comes of it."""
        total = np.zeros((self.setting.rows, 2))
        for seat, party in enumerate((self.setting.by, self.setting.other)):
            total[:, seat] = self.setting.number("formats", self.name, "brings", party)
            total[:, seat] -= self.setting.waiting(self.name, party)
        return total

    def signals(
        self, parent: int, label: str, chance: Floats, shown: tuple[str, ...], history: tuple[str, ...]
    ) -> None:
        """Grow what follows once the signals in `shown` have come out as `history` says."""
        left = self.format.before[len(shown) :]
        if not left:
            self.decide(parent, label, chance, history)
            return
        name = left[0]
        signal, path = self.setting.process.signals[name], ("signals", name)
        outcomes = (f"{signal.name}: yes", f"{signal.name}: no")
        happens = self.setting.by_type((*path, "chance"), self.kind)
        if happens is not None:
            node = self.event(signal.name, parent, label, chance)
            odds: tuple[Floats | None, Floats | None] = (happens, 1 - happens)
        else:
            knows = " | ".join((self.name, self.kind, *history, f"{signal.name}?"))
            node = self.choose(self.setting.other, "signal", knows, parent, label, chance)
            odds = (None, None)
        for outcome, share in zip(outcomes, odds, strict=True):
            at = len(self.chances)
            self.signals(node, outcome, self.one if share is None else share, (*shown, name), (*history, outcome))
            if outcome == outcomes[0]:
                self.payoffs[at] = self.payoffs[at] + self.of_signal(name)

    def of_signal(self, name: str) -> Floats:
        """(rows, 2) what a signal brings the one and costs the other."""
        cost = self.setting.by_type(("signals", name, "cost"), self.kind)
        brings = [
            self.setting.number("signals", name, "brings", party) for party in (self.setting.by, self.setting.other)
        ]
        return np.stack((brings[0], brings[1] - (0.0 if cost is None else cost)), axis=1)

    def known(self, history: tuple[str, ...]) -> tuple[str, ...]:
        """What the side that decides knows of the signals."""
        return history if self.variant.seen else ()

    def decide(self, parent: int, label: str, chance: Floats, history: tuple[str, ...]) -> None:
        """Go on to the meeting or stop, where signals came before it."""
        if not self.format.before:
            self.meet(parent, label, chance, history)
            return
        knows = " | ".join((self.name, *self.known(history), "go on?"))
        node = self.choose(self.setting.by, "go on", knows, parent, label, chance)
        self.meet(node, GO_ON, self.one, history)
        self.fail(node, STOP, "stop" if self.format.stop else "failure")

    def meet(self, parent: int, label: str, chance: Floats, history: tuple[str, ...]) -> None:
        """The meeting: an offer, and the reply in the room."""
        if not self.format.can_sign:
            self.fail(parent, label, "failure", chance)
            return
        knows = " | ".join((self.name, self.kind, *history, "which offer?"))
        node = self.choose(self.setting.other, "offer", knows, parent, label, chance)
        for name in self.format.can_sign:
            agreement = self.setting.process.agreements[name]
            asked = " | ".join((self.name, *self.known(history), f"{agreement.name}: sign?"))
            reply = self.choose(self.setting.by, "reply", asked, node, f"offers: {agreement.name}")
            self.reply(reply, name, history)
        self.fail(node, NO_OFFER, "failure")

    def reply(self, reply: int, name: str, history: tuple[str, ...]) -> None:
        """Sign or not; where errors are moves of chance, by error the other one."""
        if not self.variant.exact:
            self.signed(reply, SIGN, self.one, name, history)
            self.fail(reply, WALK, "failure")
            return
        error = self.setting.error_in(self.name)
        for meant, slip in ((SIGN, WALK), (WALK, SIGN)):
            node = self.event("an error of judgement?", reply, f"means: {meant}")
            for done, share in ((meant, 1 - error), (slip, error)):
                if done == SIGN:
                    self.signed(node, done, share, name, history)
                else:
                    self.fail(node, done, "failure", share)

    def signed(self, parent: int, label: str, chance: Floats, name: str, history: tuple[str, ...]) -> None:
        """What follows a signature: it is kept, or the other side breaks it where it can."""
        by, other = self.setting.by, self.setting.other
        kept = np.stack([self.setting.worth(name, party, self.kind) for party in (by, other)], axis=1)
        if not self.setting.process.agreements[name].broken:
            self.end(kept, parent, label, chance)
            return
        path = ("agreements", name, "broken")
        given = [self.setting.by_type((*path, party), self.kind) for party in (by, other)]
        broken = np.stack([value for value in given if value is not None], axis=1)
        title = f"{self.setting.process.agreements[name].name}: keep?"
        if self.variant.exact:
            knows = " | ".join((self.name, self.kind, *history, title))
            node, keeps, breaks = self.choose(other, "keep", knows, parent, label, chance), self.one, self.one
        else:
            precision = precision_from(self.setting.error(other), POINTS)
            keeps = expit(precision * (kept - broken)[:, 1])
            node, breaks = self.event(title, parent, label, chance), 1 - keeps
        self.end(kept, node, KEEP, keeps)
        self.end(broken, node, BREAK, breaks)

    def fail(self, parent: int, label: str, what: str, chance: Floats | None = None) -> None:
        """No agreement: a lottery of ends, or its mean."""
        lottery = self.setting.lottery("formats", self.name, what)
        worths = {end: self.without(end) for end in lottery}
        if not self.variant.told:
            mean = np.sum([share[:, None] * worths[end] for end, share in lottery.items()], axis=0)
            self.end(mean, parent, label, chance)
            return
        node = self.event("no agreement", parent, label, chance)
        for end, share in lottery.items():
            self.end(worths[end], node, self.setting.process.ends[end].name, share)

    def without(self, end: str) -> Floats:
        """(rows, 2) what each side has at an end without an agreement."""
        worth = []
        for party in (self.setting.by, self.setting.other):
            stated = self.setting.by_type(("ends", end, "worth", party), self.kind)
            assert stated is not None
            moved = self.setting.number("formats", self.name, "leverage", party) if self.variant.moves else 0.0
            worth.append(stated + moved)
        return np.stack(worth, axis=1)


def format_tree(setting: Setting, name: str, variant: Variant = AS_IT_IS) -> Form:
    """One format as a tree. Raises ValueError where the tree would be none."""
    return _Plant(setting, name, variant).form()


def errors_at(setting: Setting, form: Form, errors: Mapping[str, Floats] | None = None) -> Floats:
    """(rows, m) at each information set, how often the mover takes the worse of two choices ten points apart.

    errors: other chances (rows,) of `room` (the side that decides, in the room), `by` and `other`.
    """
    given = {
        "room": setting.error_in(form.name),
        "by": setting.error(setting.by),
        "other": setting.error(setting.other),
        **(errors or {}),
    }
    names = [
        "room" if kind == "reply" else ("by", "other")[who]
        for kind, who in zip(form.kinds, form.shape.mover, strict=True)
    ]
    return np.stack([given[name] for name in names], axis=1)
