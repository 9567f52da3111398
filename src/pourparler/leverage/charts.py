"""The charts of the leverage room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from pourparler import wording
from pourparler.answer import Chart
from pourparler.chart_style import FAINT_GREY, GREY, WIDTH, fold, inline, party_look
from pourparler.leverage.alternatives import Alternative
from pourparler.leverage.ledger import Ledger, plain_change, spread
from pourparler.leverage.pressing import Pressed
from pourparler.leverage.swings import Swing

if TYPE_CHECKING:
    import altair


def _colours(ledger: Ledger) -> dict[int, tuple[str, str]]:
    """Colour and shape of every principal, the side being briefed first."""
    return {side: party_look(position) for position, side in enumerate(ledger.seats())}


def _legend(ledger: Ledger) -> altair.Color:
    import altair as alt

    names = [ledger.short(side) for side in ledger.seats()]
    looks = [look[0] for look in _colours(ledger).values()]
    return alt.Color("side:N", scale=alt.Scale(domain=names, range=looks), legend=alt.Legend(title=None))


def alternative_chart(ledger: Ledger, alternative: Alternative) -> Chart:
    """What each principal has in the fair deal, as one of them has a better or worse alternative."""
    setting, who = ledger.findings.setting, ledger.side(alternative.side)
    steps = [step for step in alternative.steps["nash"] if step.deal is not None]
    if not steps:
        message = f"No alternative of {who} in this range leaves a deal"
    else:
        first, last = (float(step.worth[setting.sides[alternative.side]]) for step in (steps[0], steps[-1]))
        grows = (
            "A better alternative could bring" if last - first >= 0.05 else "A better alternative hardly changes what"
        )
        message = (
            f"{grows} {who} up to {wording.points(last - first)} points more in the fair deal"
            if last - first >= 0.05
            else f"{grows} {who} has in the fair deal"
        )
    told = "; ".join(
        f"from {wording.points(step.low)} to {wording.points(step.high)}, "
        + ", ".join(f"{ledger.side(side)} {wording.points(step.worth[setting.sides[side]])}" for side in ledger.seats())
        for step in steps
    )
    note = "Worth of the fair deal to each side. The line is today's best guess, the shaded band the range stated in the file."
    alternative_text = f"Worth of the fair deal by the worth of walking away to {who}: {told or 'no deal'}."
    return Chart(message, alternative_text, lambda: _alternative(ledger, alternative), note)


def _alternative(ledger: Ledger, alternative: Alternative) -> altair.TopLevelMixin:
    import altair as alt

    setting = ledger.findings.setting
    rows: list[dict[str, Any]] = []
    for side in ledger.seats():
        for step in alternative.steps["nash"]:
            if step.deal is not None:
                worth = round(float(step.worth[setting.sides[side]]), 3)
                rows += [
                    {"at": round(at, 3), "worth": worth, "side": ledger.short(side)} for at in (step.low, step.high)
                ]
    whole = alternative.steps["nash"]
    edges = [round(whole[0].low, 3), round(whole[-1].high, 3)]
    x = alt.X(
        "at:Q",
        title=f"Worth of walking away to {ledger.side(alternative.side)}",
        scale=alt.Scale(domain=edges, nice=False, zero=False),
    )
    y = alt.Y("worth:Q", title="Worth of the fair deal, points", scale=alt.Scale(zero=False))
    look = _legend(ledger)
    band = alt.Chart(inline([{"at": max(alternative.least, edges[0]), "to": min(alternative.greatest, edges[1])}]))
    base = alt.Chart(inline(rows))
    here = alt.Chart(inline([{"at": round(float(setting.walk_away[0, alternative.side]), 3)}]))
    return alt.layer(
        band.mark_rect(color=FAINT_GREY, opacity=0.6).encode(x=x, x2="to:Q"),
        here.mark_rule(color=GREY, strokeDash=[4, 3]).encode(x=x),
        base.mark_line(clip=True).encode(x=x, y=y, color=look, order="at:Q"),
    ).properties(width=WIDTH, height=220)


def _bars(ledger: Ledger, rows: list[dict[str, Any]], order: list[str], title: str) -> altair.TopLevelMixin:
    """Grouped bars with their ranges and values: what changes for each side, by what changes it."""
    import altair as alt

    names = [ledger.short(side) for side in ledger.seats()]
    y = alt.Y("what:N", sort=order, title=None)
    offset = alt.YOffset("side:N", sort=names)
    colour = _legend(ledger)
    base = alt.Chart(inline(rows))
    bars = base.mark_bar().encode(x=alt.X("value:Q", title=title), y=y, yOffset=offset, color=colour)
    spans = base.mark_rule(color=GREY, strokeWidth=1).encode(x=alt.X("low:Q"), x2="high:Q", y=y, yOffset=offset)
    zero = alt.Chart(inline([{"zero": 0}])).mark_rule(color=GREY).encode(x="zero:Q")
    texts = base.mark_text(align="left", dx=5, fontSize=10).encode(x="end:Q", y=y, yOffset=offset, text="text:N")
    return alt.layer(zero, bars, spans, texts).properties(width=WIDTH, height=alt.Step(16))


def _row(what: str, side: str, values: Any) -> dict[str, Any]:
    best, low, high = spread(values)
    low, high = (best, best) if np.isnan(low) else (low, high)
    return {
        "what": what,
        "side": side,
        "value": round(best, 3),
        "low": round(low, 3),
        "high": round(high, 3),
        "end": round(max(best, high, 0.0), 3),
        "text": plain_change(best),
    }


def gift_chart(ledger: Ledger) -> Chart:
    """What giving each thing first changes for every side in the fair deal."""
    given = [each for each in ledger.findings.given if each.possible]
    priced = [(float(each.price[0, side]), each) for each in given if (side := ledger.seat(each.gift.by)) is not None]
    top = max(priced, key=lambda pair: round(pair[0], 6), default=None)
    if top is None or top[0] < 0.05:
        message = "Giving any of these first costs its giver nothing in the fair deal, at the best guess"
    else:
        who = ledger.named(top[1].gift.by)
        message = f"Given first, {ledger.inside(top[1].gift.name)} would cost {who} most: {wording.points(top[0])} points of the fair deal"
    told = "; ".join(
        f"{each.gift.name}: "
        + ", ".join(f"{ledger.side(side)} {plain_change(-float(each.price[0, side]))}" for side in ledger.seats())
        for each in given
    )
    note = "Bars: change of what each side has in the fair deal, best guess. Thin lines: 5 to 95 % of the draws."
    return Chart(message, f"Changes in points if given first. {told}.", lambda: _gifts(ledger), note)


def _gifts(ledger: Ledger) -> altair.TopLevelMixin:
    given = [each for each in ledger.findings.given if each.possible]
    labels = [fold(wording.upper_first(each.gift.name), 34) for each in given]
    rows = [
        _row(label, ledger.short(side), -each.price[:, side])
        for label, each in zip(labels, given, strict=True)
        for side in ledger.seats()
    ]
    return _bars(ledger, rows, labels, "Change in the fair deal if given first, points")


def pressure_chart(ledger: Ledger, pressed: Pressed) -> Chart:
    """What each pressure adds to what every side has."""
    setting = ledger.findings.setting
    names = [setting.leverage.pressures[key].name for key in pressed.names]
    side = ledger.seats()[0]
    best = pressed.contribution[:, 0, side]
    top = int(best.argmax())
    message = (
        f"Most of what pressure adds for {ledger.side(side)} rests on {ledger.inside(names[top])}: {wording.points(best[top])} of "
        f"{wording.points(best.sum())} points"
        if best[top] > 0.05
        else f"No pressure adds to what {ledger.side(side)} has in the fair deal"
    )
    told = "; ".join(
        f"{name}: "
        + ", ".join(
            f"{ledger.side(seat)} {plain_change(float(pressed.contribution[index, 0, seat]))}"
            for seat in ledger.seats()
        )
        for index, name in enumerate(names)
    )
    note = "Bars: average over all orders in which the pressures could have been put on, best guess. Thin lines: 5 to 95 % of the draws."
    return Chart(message, f"Points that each pressure adds. {told}.", lambda: _pressures(ledger, pressed, names), note)


def _pressures(ledger: Ledger, pressed: Pressed, names: Sequence[str]) -> altair.TopLevelMixin:
    labels = [fold(wording.upper_first(name), 34) for name in names]
    rows = [
        _row(label, ledger.short(side), pressed.contribution[index, :, side])
        for index, label in enumerate(labels)
        for side in ledger.seats()
    ]
    return _bars(ledger, rows, labels, "Adds to what the side has, points")


def swing_chart(ledger: Ledger, shown: Sequence[Swing], side: int) -> Chart:
    """What one principal gains at both ends of the numbers that move it most."""
    who = ledger.side(side)
    top = shown[0]
    message = f"The {top.line.what} of {ledger.named(top.line.party)} moves {who} most: by {wording.points(top.by(side))} points"
    told = "; ".join(
        f"{ledger.named(swing.line.party)}, {swing.line.what}: "
        f"{wording.points(swing.gain_low[side])} to {wording.points(swing.gain_high[side])}"
        for swing in shown
    )
    note = f"Gain of {who} over walking away, in the fair deal. Filled: the number at its 95 % value; hollow: at its 5 % value."
    return Chart(
        message,
        f"Gain of {who} as each number goes through its range. {told}.",
        lambda: _swings(ledger, shown, side),
        note,
    )


def _swings(ledger: Ledger, shown: Sequence[Swing], side: int) -> altair.TopLevelMixin:
    import altair as alt

    labels = [fold(f"{wording.upper_first(ledger.named(swing.line.party))}: {swing.line.what}", 44) for swing in shown]
    colour = _colours(ledger)[side][0]
    rows = [
        {"what": label, "low": round(float(swing.gain_low[side]), 3), "high": round(float(swing.gain_high[side]), 3)}
        for label, swing in zip(labels, shown, strict=True)
    ]
    base = alt.Chart(inline(rows))
    y = alt.Y("what:N", sort=labels, title=None)
    x = alt.X("low:Q", title=f"Gain of {ledger.side(side)}, points", scale=alt.Scale(zero=False))
    return alt.layer(
        base.mark_rule(color=colour, strokeWidth=2).encode(x=x, x2="high:Q", y=y),
        base.mark_point(filled=False, color=colour, size=60, fill="white").encode(x=x, y=y),
        base.mark_point(filled=True, color=colour, size=60).encode(x=alt.X("high:Q"), y=y),
    ).properties(width=WIDTH, height=alt.Step(30))
