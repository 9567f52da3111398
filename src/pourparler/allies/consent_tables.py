"""Who is asked for what, and how likely each deal is to be ratified."""

from __future__ import annotations

import math

import numpy as np

from pourparler import wording
from pourparler.allies.gates import Gate
from pourparler.allies.ledger import Ledger, out_of_100, quantiles
from pourparler.allies.voting_rule import Booleans
from pourparler.answer import Block, Paragraph, Sentence, Table, say


def gates_table(ledger: Ledger) -> Table:
    """Each who must say yes: to what, whether to the fair deal, and to how many of the possible deals."""
    found, gates = ledger.findings, ledger.findings.setting.gates
    frontier = found.candidates.frontier_chances
    rows: list[tuple[Sentence | str, ...]] = []
    for place, gate in enumerate(gates):
        asked = frontier.asked[:, place]
        rows.append(
            (
                wording.upper_first(gate.name),
                ledger.power_over(gate),
                _rule(gate),
                _fair(ledger, place),
                _of(int((asked & (frontier.margin[:, place] >= 0)).sum()), int(asked.sum())),
                _share(ledger, place),
            )
        )
    if len(gates) > 1:
        passed: Booleans = np.asarray((~frontier.asked | (frontier.margin >= 0)).all(axis=1))
        every = "" if found.shares is None else _counted(found.shares.by_all, found.shares.acceptable)
        fair = "" if found.fair is None else out_of_100(float(found.chances.mean[0]))
        rows.append(("All whose consent is needed", "", "", fair, _of(int(passed.sum()), len(passed)), every))
    note = (
        "Fair deal: chance of consent once it is signed; a dot where it is not asked. Last two columns, at the "
        "best guess: of the deals that need its consent, how many it would ratify (for all together: of all "
        "deals). The best deals are those that cannot be improved for one principal without loss to another."
    )
    if not found.candidates.whole:
        note += " Of these, some stand here for all."
    columns = (
        "Who",
        "Asked for",
        "By which rule",
        "The fair deal",
        "Of the best deals",
        "Of all that the principals accept",
    )
    return Table("Who must say yes, and to how much they would", columns, tuple(rows), frozenset({3, 4, 5}), note)


def _rule(gate: Gate) -> str:
    if not gate.body:
        return "alone"
    votes = sum(group.votes * group.seats for group in gate.groups)
    return f"{gate.quota:,} of {votes:,} votes"


def _fair(ledger: Ledger, place: int) -> str:
    chances = ledger.findings.chances
    if ledger.findings.fair is None:
        return ""
    return out_of_100(float(chances.gate[0, place])) if chances.asked[0, place] else "·"


def _of(number: int, every: int) -> str:
    return f"{number:,} of {every:,}" if every else "none needs it"


def _counted(number: int, every: int) -> str:
    return f"{wording.percent(number / every)} of {wording.about(every)}" if every else "none needs it"


def _share(ledger: Ledger, place: int) -> str:
    shares = ledger.findings.shares
    return "not counted" if shares is None else _counted(int(shares.ratified[place]), int(shares.asked[place]))


def chance_blocks(ledger: Ledger) -> list[Block]:
    """The named deals with their chances, and how much the votes' hanging together matters."""
    return [_defection(ledger), _chances(ledger)]


def _defection(ledger: Ledger) -> Paragraph:
    found, setting = ledger.findings, ledger.findings.setting
    noise, common = quantiles(setting.noise), quantiles(setting.correlation)
    if noise[0] > 0:
        alike = common[0] if math.isnan(common[1]) else f"{common[0]:.2g} ({common[1]:.2g} to {common[2]:.2g})"
        doubt = (
            f"Those who ratify are taken to see a deal as it is judged here, give or take {wording.spread(*noise)} points, "
            f"and to err alike: their errors correlate with {alike}, where 0 would be by chance and 1 wholly"
        )
    else:
        doubt = "Those who ratify are taken to see a deal exactly as it is judged here, in each draw"
    fails = 1 - float(found.chances.mean[0])
    return Paragraph(
        (
            say(
                "The chance that the fair deal is signed and then fails at home (involuntary defection), though "
                "nobody who signed breaks faith, is ",
                ledger.computed(
                    "defection-fair",
                    "Chance that the fair deal, once signed, is not ratified",
                    out_of_100(fails),
                    "1 minus the chance of ratification",
                    "allies-chance",
                ),
                ".",
            ),
            say(f"{doubt}."),
        )
    )


def _chances(ledger: Ledger) -> Table:
    found = ledger.findings
    sides = found.sides
    rows: list[tuple[Sentence | str, ...]] = []
    for place, name in enumerate(found.names):
        same = [
            ledger.deal(other)
            for before, other in enumerate(found.names[:place])
            if (found.deals[before] == found.deals[place]).all()
        ]
        gates = wording.upper_first(wording.listed([gate.name for gate in ledger.asked_gates(place)]))
        rows.append(
            (
                f"{ledger.deal(name)} (the same as {ledger.inside(same[0])})" if same else ledger.deal(name),
                gates or "nobody",
                *(wording.points(found.worth[place, side]) for side in sides),
                wording.hundredths(float(found.chances.signed[place])),
                wording.hundredths(float(found.chances.mean[place])),
                wording.hundredths(float(found.chances.best[place])),
                f"{wording.hundredths(float(found.alone[place]))} / {wording.hundredths(float(found.together[place]))}",
            )
        )
    columns = (
        "Deal",
        "Needs",
        *(f"{ledger.heading(side)} has" for side in sides),
        "Signed in, of 100 draws",
        "Then ratified",
        "At the best guess",
        "If votes did not hang together / wholly did",
    )
    note = (
        "Chances in 100. Then ratified: over the draws in which the principals would sign (over all, if they would "
        "in none). Last column: the same if what those who ratify see had nothing, or everything, in common."
    )
    return Table(
        "How likely each deal is to be ratified", columns, tuple(rows), frozenset(range(2, len(columns))), note
    )


def power_table(ledger: Ledger) -> Table:
    """The power that the rules alone give."""
    rows = [
        (
            wording.upper_first(each.group.name) + (f" in {each.gate.name}" if each.gate.body else ""),
            f"{each.group.seats:,}",
            wording.percent(each.decides),
            wording.percent(each.swings),
            wording.percent(each.orders),
        )
        for each in ledger.findings.power.standings
    ]
    columns = ("Who", "Members", "One member decides", "Share of the power, by coalitions", "by orders of joining")
    note = (
        "What the rules alone give, whatever anybody wants. One member decides: in so many of all ways in which "
        "the others of its own body may vote (Banzhaf). The last two columns are for all members of a line "
        "together, where a deal needs everybody: shares of all coalitions (Banzhaf), and of all orders in which "
        "members may join (Shapley-Shubik), in which one member decides."
    )
    return Table("Whose vote decides, by the rules alone", columns, tuple(rows), frozenset({1, 2, 3, 4}), note)


def strongest(ledger: Ledger) -> Paragraph:
    """The gate with most power, in a sentence."""
    standings = ledger.findings.power.standings
    gates = ledger.findings.setting.gates
    shares = [sum(each.orders for each in standings if each.gate is gate) for gate in gates]
    place = int(np.argmax(shares))
    return Paragraph(
        (
            say(
                f"Where a deal needs everybody, {gates[place].name} holds ",
                ledger.computed(
                    "share-of-power",
                    f"Share of {gates[place].name} in the power over a deal that needs everybody",
                    wording.percent(shares[place]),
                    "Share of all orders of joining in which one of its members decides (Shapley-Shubik), exact",
                    "allies-power",
                ),
                " of the power to decide whether it passes, by the rules alone.",
            ),
        )
    )
