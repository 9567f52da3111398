"""The ladder: the plan stage by stage, as a table and as charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pourparler import wording
from pourparler.answer import Chart, Sentence, Table
from pourparler.chart_style import GREY, HARM_RAMP, WIDTH, fold, inline, party_look
from pourparler.roadmap.ledger import Ledger, moment

if TYPE_CHECKING:
    import altair


def ladder_table(ledger: Ledger) -> Table:
    """Who does what in which stage, what each has gained, could lose, and up to which mistrust it goes on."""
    found, seats = ledger.findings, ledger.seats()
    judged = found.judged
    rows: list[tuple[Sentence | str, ...]] = []
    for k, stage in enumerate(found.plan.stages):
        begin, end = judged.start[k], judged.start[k + 1]
        cells = [f"{k + 1}. From {found.roadmap.period} {moment(begin)} to {moment(end)}"]
        for player in seats:
            own = [ledger.step(step) for step in stage.steps if found.exchange.owner[step] == player]
            cells.append(", ".join(own) if own else "·")
        cells.append(_mode(ledger, k))
        for player in seats:
            kept = judged.fallback[k + 1, player] - judged.fallback[0, player]
            cells.append(
                f"{wording.change(kept)} / {wording.points(judged.values[k + 1, player] - judged.fallback[k + 1, player])}"
            )
        cells.append(" / ".join(wording.points(judged.slacks[k, player]) for player in seats))
        cells.append(" / ".join(_belief(judged.tolerated[k, player]) for player in seats))
        rows.append(tuple(cells))
    names = [wording.upper_first(ledger.short(player)) for player in seats]
    both = " / ".join(names)
    columns = (
        "Stage",
        *names,
        "How",
        *(f"{name}: kept / still ahead" for name in names),
        f"Slack, {both}",
        f"Goes on up to a mistrust of, {both}",
    )
    note = (
        "Kept: change of what a side has without the other against the beginning, if relations broke off after the stage. Still "
        "ahead: what it would then give up. Slack: points by which going on beats the best way of breaking faith at that stage. "
        "Mistrust: the belief that the other side is out to take and run up to which a side that moves would still go on; · if it "
        "risks nothing. All at the best guess."
    )
    numeric = frozenset(range(1 + len(names) + 1, len(columns)))
    return Table("The ladder: the order that holds best", columns, tuple(rows), numeric, note)


def _mode(ledger: Ledger, k: int) -> str:
    stage, setting = ledger.findings.plan.stages[k], ledger.findings.setting
    words = {"alone": "alone", "together": "at the same time", "escrow": "in escrow"}[stage.mode]
    checked = [step for step in stage.steps if setting.step(setting.steps[step]).check is not None]
    return f"{words}, verified before the next" if checked else words


def _belief(tolerated: float) -> str:
    return "·" if tolerated >= 0.995 else f"{tolerated:.2f}"


def exposure_chart(ledger: Ledger) -> Chart:
    """What each side could lose at each stage if the other took and ran."""
    judged, seats = ledger.findings.judged, ledger.seats()
    stage, player = np.unravel_index(int(judged.at_risk.argmax()), judged.at_risk.shape)
    most = float(judged.at_risk[stage, player])
    if most <= 0:
        message = "Nobody risks anything at any stage"
    else:
        who = wording.upper_first(ledger.player(int(player)))
        message = f"{who} risks most, {wording.points(most)} points, at stage {int(stage) + 1}"
    told = "; ".join(
        f"stage {k + 1}, " + ", ".join(f"{ledger.player(p)} {wording.points(judged.at_risk[k, p])}" for p in seats)
        for k in range(len(ledger.findings.plan.stages))
    )
    note = "Points that a side which moves would lose at that stage if the other took what it gives and broke off."
    return Chart(message, f"What each side risks, stage by stage: {told}.", lambda: _exposure(ledger), note)


def _exposure(ledger: Ledger) -> altair.TopLevelMixin:
    import altair as alt

    judged, seats = ledger.findings.judged, ledger.seats()
    labels = [
        fold(f"{k + 1}. {wording.upper_first(ledger.stage(stage))}", 46)
        for k, stage in enumerate(ledger.findings.plan.stages)
    ]
    rows = [
        {"stage": label, "party": wording.upper_first(ledger.short(p)), "risk": round(float(judged.at_risk[k, p]), 3),
         "text": wording.points(judged.at_risk[k, p]) if judged.at_risk[k, p] > 0 else ""}
        for k, label in enumerate(labels) for p in seats
    ]  # fmt: skip
    names = [wording.upper_first(ledger.short(p)) for p in seats]
    y = alt.Y("stage:N", sort=labels, title=None)
    colour = alt.Color(
        "party:N",
        scale=alt.Scale(domain=names, range=[party_look(i)[0] for i in range(len(names))]),
        legend=alt.Legend(title=None),
    )
    base = alt.Chart(inline(rows))
    offset = alt.YOffset("party:N", sort=names)
    bars = base.mark_bar().encode(x=alt.X("risk:Q", title="Points at risk"), y=y, yOffset=offset, color=colour)
    texts = base.mark_text(align="left", dx=4, fontSize=10).encode(x="risk:Q", y=y, yOffset=offset, text="text:N")
    return alt.layer(bars, texts).properties(width=WIDTH, height=alt.Step(14))


def slack_chart(ledger: Ledger) -> Chart:
    """By how much keeping to the order beats breaking it, stage by stage and side by side."""
    found, seats = ledger.findings, ledger.seats()
    stage, player = found.judged.weakest
    where = f"stage {stage + 1}" if stage < len(found.plan.stages) else "the end, when all is done"
    who = ledger.player(player)
    slack = found.judged.slack
    if slack >= 0:
        message = f"At every stage {ledger.sides('both', 'all')} sides do better by going on; it is closest for {who} at {where}"
    else:
        message = f"The order breaks at {where}: {who} would gain {wording.points(-slack)} points by breaking faith"
    told = "; ".join(
        f"stage {k + 1}, " + ", ".join(f"{ledger.player(p)} {wording.points(found.judged.slacks[k, p])}" for p in seats)
        for k in range(len(found.judged.slacks))
    )
    note = "Points by which going on beats the best way of breaking faith. Below the line a side would break off. Last: after all is done."
    return Chart(message, f"Slack by stage: {told}.", lambda: _slack(ledger), note)


def _slack(ledger: Ledger) -> altair.TopLevelMixin:
    import altair as alt

    found, seats = ledger.findings, ledger.seats()
    rows = []
    for position, p in enumerate(seats):
        colour, shape = party_look(position)
        for k in range(len(found.judged.slacks)):
            rows.append(
                {
                    "stage": k + 1,
                    "slack": round(float(found.judged.slacks[k, p]), 3),
                    "party": wording.upper_first(ledger.short(p)),
                    "colour": colour,
                    "shape": shape,
                    "label": wording.upper_first(ledger.short(p)) if k == len(found.judged.slacks) - 1 else "",
                }
            )
    last = len(found.judged.slacks)
    ticks = list(range(1, last + 1))
    names = f"datum.value == {last} ? 'end' : format(datum.value, 'd')"
    x = alt.X(
        "stage:Q",
        title="Stage",
        scale=alt.Scale(domain=[1, last + 1.6]),
        axis=alt.Axis(values=ticks, labelExpr=names, labelOverlap=False),
    )
    y = alt.Y("slack:Q", title="Points by which going on is better", scale=alt.Scale(zero=True))
    base = alt.Chart(inline(rows))
    lines = base.mark_line().encode(x=x, y=y, color=alt.Color("colour:N", scale=None), detail="party:N")
    points = base.mark_point(filled=True, size=60).encode(
        x=x, y=y, color=alt.Color("colour:N", scale=None), shape=alt.Shape("shape:N", scale=None)
    )
    texts = base.mark_text(align="left", dx=8).encode(x=x, y=y, text="label:N", color=alt.Color("colour:N", scale=None))
    zero = (
        alt.Chart(inline([{"zero": 0}]))
        .mark_rule(color=HARM_RAMP[4] if found.judged.slack < 0 else GREY)
        .encode(y="zero:Q")
    )
    return alt.layer(zero, lines, points, texts).properties(width=WIDTH, height=260)
