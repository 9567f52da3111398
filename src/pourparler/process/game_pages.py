"""The pages on a game tree written by hand."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from pourparler import wording
from pourparler.answer import Block, Bullets, Chart, Figure, Paragraph, Section, Sentence, Table, say
from pourparler.process.game import GameFound
from pourparler.process.game_chart import Amounts, tree_chart
from pourparler.process.ledger import certified
from pourparler.process.play import beliefs, spread_chances
from pourparler.process.tree import Floats

MOST_LISTED = 3  # things that could happen that are told one by one


class Named(Protocol):
    """What gives names, and keeps the annex lines."""

    def party(self, name: str) -> str:
        """A player's name inside a sentence."""

    def short(self, name: str) -> str:
        """Its short name."""

    def computed(self, anchor: str, what: str, text: str, how: str, section: str = "process") -> Figure:
        """A computed number, entered in the annex."""


def game_opening(ledger: Named, found: GameFound) -> list[Sentence]:
    """What to expect, of deciders who err and of deciders who do not."""
    amounts = Amounts(found)
    said = []
    for seat, party in enumerate(found.game.shape.players):
        said.append(
            say(
                f"{wording.upper_first(ledger.party(party))} can expect ",
                ledger.computed(
                    f"game-{party}",
                    f"What {ledger.party(party)} can expect from the game",
                    amounts.spread(found.value[:, seat]),
                    "Everybody choosing well but for the errors given",
                ),
                " points.",
            )
        )
    return [*said, say(_exactly(ledger, found, amounts))]


def _exactly(ledger: Named, found: GameFound, amounts: Amounts) -> str:
    """What happens if nobody errs."""
    names = [ledger.party(party) for party in found.game.shape.players]

    def worths(value: Floats) -> str:
        return wording.listed([f"{amounts.text(v)} for {name}" for v, name in zip(value, names, strict=True)])

    if found.induction is not None:
        if found.induction.tied.any():
            return (
                f"If nobody errs, one best way for everybody ends at {worths(found.induction.value[0])}; some choices are "
                "tied, and of those the first was taken."
            )
        return f"If nobody errs, there is one best way for everybody: {worths(found.induction.value[0])}."
    if found.equilibria is None:
        return "What could happen if nobody errs was not listed: there are too many patterns of choices."
    values = found.equilibria.value
    if not len(values):
        return "If nobody errs, no pattern of sure choices holds: somebody would always do better by another one."
    if len(values) == 1:
        return f"If nobody errs, only one thing can happen: {worths(values[0])}."
    different = list(dict.fromkeys(map(worths, values)))
    if len(different) <= MOST_LISTED:
        listed = "; or ".join(different)
    else:
        listed = wording.listed(
            [
                f"from {amounts.text(least)} to {amounts.text(most)} for {name}"
                for least, most, name in zip(values.min(axis=0), values.max(axis=0), names, strict=True)
            ]
        )
    count = wording.in_words(len(values))
    alike = "they all bring " if len(different) == 1 else ""
    return f"If nobody errs, {count} things can happen, and none is the prediction: {alike}{listed}."


def game_sections(ledger: Named, found: GameFound) -> tuple[Section, ...]:
    """The tree, what is chosen where, and how exactly it was solved."""
    content: list[Block] = [
        Paragraph(tuple(game_opening(ledger, found))),
        game_chart(ledger, found),
        choices_table(ledger, found),
    ]
    size = f"The tree has {len(found.game.shape.parent):,} points. "
    refused = [f"What could happen if nobody errs was not listed. {found.refused}"] if found.refused else []
    content.append(Bullets(tuple(say(text) for text in (size + certified(found.residual), *refused))))
    return (Section("process", "The game", tuple(content)),)


def game_chart(ledger: Named, found: GameFound) -> Chart:
    """The tree, drawn."""
    return tree_chart(found, [wording.upper_first(ledger.short(party)) for party in found.game.shape.players])


def choices_table(ledger: Named, found: GameFound) -> Table:
    """Every choice: its chance with errors, and in the best play or in each pure equilibrium."""
    shape = found.game.shape
    exact, several, more = _patterns(found)
    reach = spread_chances(shape.parent, shape.choice, found.game.chance[0], found.strategy[0])
    believed = beliefs(shape, reach)
    rows = []
    for number, name in enumerate(shape.sets):
        members = shape.members(number)
        shares = [float(believed[node]) for node in members]
        known = len(members) == 1 or np.isnan(shares).any()
        belief = "·" if known else ", ".join(map(wording.percent, shares))
        chances = found.strategy[0][shape.choices(number)]
        told = "; ".join(
            f"{action} {wording.percent(float(share))}"
            for action, share in zip(shape.actions[number], chances, strict=True)
        )
        taken = [shape.actions[number][int(row[number])] for row in exact]
        who = wording.upper_first(ledger.short(shape.players[shape.mover[number]]))
        rows.append((wording.upper_first(name), who, told, belief, *taken))
    columns = ("Where", "Who", "Chosen", "Belief", *several)
    note = (
        "Chosen: how often, errors included. Belief: how likely each of the points is that who moves cannot tell apart, in the order "
        f"of the tree.{more}"
    )
    return Table("Every choice", columns, tuple(rows), frozenset(), note)


def _patterns(found: GameFound) -> tuple[np.ndarray, list[str], str]:
    """What is chosen everywhere if nobody errs, one row for each thing that can happen; heads of columns; what is left out."""
    if found.induction is not None:
        return found.induction.taken[None, :], ["If nobody errs"], ""
    if found.equilibria is None:
        return np.zeros((0, len(found.game.shape.sets)), dtype=np.int64), [], ""
    count = len(found.equilibria.value)
    shown = min(count, MOST_LISTED)
    firsts = [int(np.flatnonzero(found.equilibria.outcome == k)[0]) for k in range(shown)]
    heads = ["If nobody errs"] if count == 1 else [f"If nobody errs, {k + 1}" for k in range(shown)]
    more = f" If nobody errs, {count} things can happen; the first {shown} are shown." if count > shown else ""
    return found.equilibria.taken[firsts], heads, more
