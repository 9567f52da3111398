"""Gain against safety: the deals that could be asked for, by their worth and their chance of ratification."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pourparler import wording
from pourparler.allies.findings import FAIR
from pourparler.allies.ledger import Ledger, out_of_100, quantiles
from pourparler.allies.offer import Asked
from pourparler.answer import Block, Chart, Paragraph, Sentence, Table, say
from pourparler.chart_style import GREY, INK, LIGHT_GREY, PARTY_COLOURS, WIDTH, inline

if TYPE_CHECKING:
    import altair


def offer_blocks(ledger: Ledger) -> list[Block]:
    """What the side being briefed should ask for, the chart, and the same for the others."""
    return [Paragraph(_weighed(ledger)), safety_chart(ledger), _offers(ledger)]


def _weighed(ledger: Ledger) -> tuple[Sentence, ...]:
    first = ledger.findings.asked[0]
    offer, party = first.offer, ledger.party(first.party)
    if offer.worth_signing <= 0:
        return (say(f"For {party} no deal is worth signing: what a failure at home costs outweighs every gain."),)
    passage = ledger.computed(
        "offer-chance",
        f"Chance of ratification of the deal that {party} should ask for",
        out_of_100(offer.passage),
        "As the chance of the fair deal",
        "allies-offer",
    )
    if offer.deal == offer.if_sure:
        return (
            say(
                f"The deal that {party} would ask for if ratification were sure is also the one to ask for as it "
                "is: it passes with a chance of ",
                passage,
                ".",
            ),
        )
    return (
        say(
            f"Weighed against the chance, {party} should ask for a deal worth ",
            ledger.computed(
                "offer-price",
                f"What {party} gives up for a safer deal",
                f"{wording.points(offer.price_of_safety)} points",
                "Worth of the deal it would ask for if ratification were sure, less worth of the one to ask for",
                "allies-offer",
            ),
            " less than the best it could have if ratification were sure: it passes with a chance of ",
            passage,
            f" against {out_of_100(float(ledger.findings.candidates.chances.mean[offer.if_sure]))}.",
        ),
    )


def _offers(ledger: Ledger) -> Table:
    rows = [_offer(ledger, asked) for asked in ledger.findings.asked]
    columns = (
        "Who asks",
        "A failure at home costs it",
        "The deal to ask for, against the fair deal",
        "Worth to it",
        "Others accept, of 100 draws",
        "Then ratified",
        "Given up for safety",
        "Gained by that",
        "Best in, of 100 draws",
    )
    note = (
        "Of the best deals that all principals accept at the best guess, the one with the most points after what "
        "may go wrong: its worth times the chance of ratification, plus no deal and the cost of a failure times "
        "the rest. Given up: worth of the deal one would ask for if ratification were sure, less worth of this "
        "one. Gained by that: how many points one expects to have more by it. All in own points."
    )
    return Table(
        "What each principal should ask for, ratification weighed in",
        columns,
        tuple(rows),
        frozenset(range(3, 9)) | {1},
        note,
    )


def _offer(ledger: Ledger, asked: Asked) -> tuple[Sentence | str, ...]:
    found, offer, party = ledger.findings, asked.offer, asked.party
    listed = found.candidates
    against = ledger.differences(listed.deals[offer.deal], found.deals[0]) if found.fair is not None else ""
    return (
        ledger.heading(party),
        wording.spread(*quantiles(found.setting.failure(party))),
        against or "the fair deal itself",
        wording.points(listed.worth[offer.deal, party]),
        wording.hundredths(float(asked.accepted[offer.deal])),
        wording.hundredths(offer.passage),
        wording.points(offer.price_of_safety),
        wording.points(offer.worth_of_safety),
        wording.hundredths(asked.firm),
    )


def safety_chart(ledger: Ledger) -> Chart:
    """Own worth against the chance that all ratify; the deals marked."""
    found = ledger.findings
    first = found.asked[0]
    name = ledger.short(first.party)
    chance = found.candidates.chances.mean
    if float(np.ptp(chance)) < 0.02:
        message = f"Every deal that the principals would sign passes with a chance of {_range(chance)}"
    elif first.offer.price_of_safety > 0:
        message = f"{wording.upper_first(name)} does best to give up {wording.points(first.offer.price_of_safety)} points for a safer deal"
    else:
        message = f"What {name} would like best is safe enough; other good deals pass with {_range(chance)}"
    told = "; ".join(
        f"{mark['label']}: worth {wording.points(mark['worth'])}, chance {out_of_100(mark['chance'] / 100)}"
        for mark in _marks(ledger)
    )
    alternative = f"Deals by what they are worth to {ledger.party(first.party)} (across) and by their chance of ratification (up). {told}."
    note = (
        "Each point is a deal that all principals accept at the best guess and that cannot be improved for one without "
        "loss to another. Dashed: its walk-away value."
    )
    return Chart(message, alternative, lambda: _safety(ledger), note)


def _range(chance: np.ndarray) -> str:
    least, most = (wording.hundredths(float(end)) for end in (chance.min(), chance.max()))
    return f"{most} in 100" if least == most else f"{least} to {most} in 100"


def _marks(ledger: Ledger) -> list[dict[str, Any]]:
    """The deals with a name on the chart, from the left; those at the same place share it."""
    found = ledger.findings
    first, listed = found.asked[0], found.candidates
    places: dict[tuple[float, float], list[str]] = {}

    def mark(worth: float, chance: float, label: str) -> None:
        places.setdefault((round(worth, 3), round(100 * chance, 3)), []).append(label)

    for place, name in enumerate(found.names):
        if name == FAIR or name == "inclusive":
            mark(float(found.worth[place, first.party]), float(found.chances.mean[place]), ledger.deal(name))
    for label, deal in (("To ask for", first.offer.deal), ("If it were sure", first.offer.if_sure)):
        mark(float(listed.worth[deal, first.party]), float(listed.chances.mean[deal]), label)
    return [{"worth": at[0], "chance": at[1], "label": " = ".join(labels)} for at, labels in sorted(places.items())]


def _safety(ledger: Ledger) -> altair.TopLevelMixin:
    import altair as alt

    found = ledger.findings
    first, listed = found.asked[0], found.candidates
    points = [
        {"worth": round(float(worth), 3), "chance": round(100 * float(chance), 3)}
        for worth, chance in zip(listed.worth[:, first.party], listed.chances.mean, strict=True)
    ]
    marks = _marks(ledger)
    every = [point["worth"] for point in (*points, *marks)]
    low, high = min(every), max(every)
    floor = min(point["chance"] for point in (*points, *marks))
    bottom = max(0.0, 10 * np.floor((floor - 5) / 10))
    for number, point in enumerate(marks):
        point["left"] = point["worth"] > (low + high) / 2  # so that no label runs over the edge
        point["label_y"] = round(point["chance"] - (100 - bottom) * 0.07 * (number + 1), 3)
    bottom = min(bottom, *(point["label_y"] - 3 for point in marks))
    x = alt.X(
        "worth:Q",
        title=f"Worth to {ledger.party(first.party)}",
        scale=alt.Scale(domain=[low - 1, high + 1], nice=False),
    )
    y = alt.Y(
        "chance:Q",
        title="Chance of ratification, in 100",
        scale=alt.Scale(domain=[bottom, 102], nice=False, clamp=True),
    )
    base = alt.Chart(inline(marks))
    cloud = alt.Chart(inline(points)).mark_circle(size=34, color=PARTY_COLOURS[4], opacity=0.8).encode(x=x, y=y)
    leaders = base.mark_rule(color=LIGHT_GREY).encode(x=x, y=y, y2="label_y:Q")
    diamonds = base.mark_point(shape="diamond", size=110, filled=True, color=INK, stroke="white").encode(x=x, y=y)
    texts = [
        base.transform_filter(alt.datum.left == left)
        .mark_text(align="right" if left else "left", dx=-5 if left else 5, stroke=stroke, strokeWidth=width)
        .encode(x=x, y="label_y:Q", text="label:N")
        for stroke, width in (("white", 4), (None, 0))
        for left in (False, True)
    ]
    rules = []
    without = float(found.setting.measure.walk_away[0, first.party])
    if without >= low - 1:
        rules.append(alt.Chart(inline([{"worth": without}])).mark_rule(strokeDash=[5, 4], color=GREY).encode(x=x))
    return alt.layer(*rules, leaders, cloud, diamonds, *texts).properties(width=WIDTH, height=300)
