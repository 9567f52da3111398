"""The charts of the deals room. Altair is imported only when a chart is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from pourparler import wording
from pourparler.answer import Chart, Figure
from pourparler.chart_style import GREY, HARM_RAMP, INK, LIGHT_GREY, PARTY_COLOURS, WIDTH, fold, inline
from pourparler.deals.ledger import Ledger
from pourparler.scenario.numbers import NumberLine

if TYPE_CHECKING:
    import altair

# Greys and blues from light to dark, so that an option's place in its issue's order shows without colour.
OPTION_RAMP = ("#e3e9f1", "#b7c7dc", "#7f9cc0", "#466f9f", "#123a63", "#06182b")
NO_HARM = "#2c6e8f"


def scenario_figure(line: NumberLine) -> Figure:
    """A number of the scenario, leading to its line."""
    return Figure(str(line.value), line.origin.standing(), line.anchor)


def rounded(value: float) -> float:
    """A number for a chart, the same on every machine."""
    return round(float(value), 3)


def harm_chart(ledger: Ledger, outside: Sequence[int]) -> Chart:
    """Change against today for those who do not negotiate, deal by deal, with ranges."""
    findings = ledger.findings
    fair = findings.shown.change[findings.names.index("nash")]
    worse = [party for party in outside if findings.shown.worse[findings.names.index("nash")][party] >= 0.5]
    if worse:
        message = (
            f"The fair deal leaves {wording.listed([ledger.party(party) for party in worse])} worse off than today"
        )
    else:
        message = "The fair deal leaves nobody outside the room worse off than today"
    told = "; ".join(
        f"{ledger.party(p)} {wording.change_spread(fair.best[p], fair.low[p], fair.high[p])}" for p in outside
    )
    return Chart(
        message,
        f"Change of worth against today under the fair deal, with 5 to 95 % ranges: {told}.",
        lambda: _harm(ledger, outside),
    )


def _harm(ledger: Ledger, outside: Sequence[int]) -> altair.TopLevelMixin:
    import altair as alt

    findings = ledger.findings
    keys = [name for name in findings.names if name == "nash" or name.startswith("best-for-")]
    rows = []
    for party in outside:
        for name in keys:
            spread = findings.shown.change[findings.names.index(name)]
            rows.append(
                {
                    "party": ledger.heading(party),
                    "deal": ledger.deal_names[name].short,
                    "row": f"{ledger.heading(party)} | {ledger.deal_names[name].short}",
                    "best": rounded(spread.best[party]),
                    "low": rounded(spread.low[party]),
                    "high": rounded(spread.high[party]),
                    "worse": bool(spread.best[party] < 0),
                }
            )
    height = alt.Step(22)
    y = alt.Y(
        "row:N",
        sort=[str(row["row"]) for row in rows],
        title=None,
        axis=alt.Axis(labelExpr="split(datum.label, ' | ')[0] + ': ' + split(datum.label, ' | ')[1]"),
    )
    base = alt.Chart(inline(rows))
    colour = alt.condition("datum.worse", alt.value(HARM_RAMP[4]), alt.value(NO_HARM))
    axis = "Points more or less than today"
    x = alt.X("best:Q", title=axis)
    bars = base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q", title=axis), x2="high:Q", y=y, color=colour)
    dots = base.mark_circle(size=70).encode(x=x, y=y, color=colour)
    zero = alt.Chart(inline([{"zero": 0}])).mark_rule(color=GREY).encode(x="zero:Q")
    return alt.layer(zero, bars, dots).properties(width=WIDTH, height=height)


def stability_chart(ledger: Ledger) -> Chart:
    """Issue by issue, the share of draws in which the fair deal picks each option."""
    firm = [issue for issue, shares in enumerate(ledger.picked) if shares.max() >= 0.9]
    loose = [issue for issue, shares in enumerate(ledger.picked) if shares.max() < 0.65]
    if loose and firm:
        message = f"{len(firm)} of {len(ledger.issues)} issues are settled alike in at least 90 of 100 draws; {len(loose)} are open"
    elif firm:
        message = f"{len(firm)} of {len(ledger.issues)} issues are settled alike in at least 90 of 100 draws"
    else:
        message = "No issue is settled alike in 90 of 100 draws"
    told = []
    for issue, shares in enumerate(ledger.picked):
        named = [
            f"{ledger.option(issue, int(o))} {wording.hundredths(float(shares[o]))}"
            for o in shares.argsort()[::-1]
            if shares[o] >= 0.05
        ]
        told.append(f"{ledger.issue(issue)}: {', '.join(named)}")
    note = "Of the draws with a deal, the share in which the fair deal holds each option. Darker: further down the issue's list of options."
    return Chart(message, "Of 100 draws, by issue. " + "; ".join(told) + ".", lambda: _stability(ledger), note)


def _stability(ledger: Ledger) -> altair.TopLevelMixin:
    import altair as alt

    rows = []
    for issue, shares in enumerate(ledger.picked):
        start = 0.0
        for option, share in enumerate(shares):
            if share > 0:
                shade = OPTION_RAMP[round(option * (len(OPTION_RAMP) - 1) / max(1, len(shares) - 1))]
                label = ledger.option(issue, option)
                room = int(share * 88)
                text = label if len(label) <= room else ""
                rows.append(
                    {
                        "issue": ledger.issue(issue),
                        "start": rounded(100 * start),
                        "end": rounded(100 * (start + share)),
                        "middle": rounded(100 * (start + share / 2)),
                        "shade": shade,
                        "ink": "#ffffff" if OPTION_RAMP.index(shade) >= 3 else INK,
                        "text": text,
                    }
                )
                start += float(share)
    order = [name for name, _ in ledger.issues]
    y = alt.Y("issue:N", sort=order, title=None)
    base = alt.Chart(inline(rows))
    bars = base.mark_bar(stroke="white", strokeWidth=1).encode(
        x=alt.X("start:Q", title="Of 100 draws", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(grid=False)),
        x2="end:Q",
        y=y,
        color=alt.Color("shade:N", scale=None),
    )
    texts = base.mark_text(fontSize=11).encode(x="middle:Q", y=y, text="text:N", color=alt.Color("ink:N", scale=None))
    return alt.layer(bars, texts).properties(width=WIDTH, height=alt.Step(26))


def assumption_chart(ledger: Ledger) -> Chart:
    """How far the gain moves when one number moves."""
    findings = ledger.findings
    top = findings.assumptions[0]
    name = findings.scenario.parties[top.line.party].name
    message = f"Most hangs on the {top.line.what} of {name}"
    told = "; ".join(
        f"{findings.scenario.parties[a.line.party].name}, {a.line.what}: {_ends(ledger, a)}"
        for a in findings.assumptions[:8]
    )
    party = ledger.party(_side(ledger))
    return Chart(
        message,
        f"Gain of {party} over walking away in the fair deal when one number goes from its 5 % to its 95 % value. {told}.",
        lambda: _tornado(ledger),
        note="Filled end: the number at its 95 % value. Open end: at its 5 % value. The fair deal is found anew each time.",
    )


def _side(ledger: Ledger) -> int:
    """Position, among all parties, of the principal whose gain is drawn: the side being briefed, else the first."""
    findings = ledger.findings
    return findings.measure.principals[findings.briefed or 0]


def _ends(ledger: Ledger, assumption: Any) -> str:
    position = ledger.findings.briefed or 0
    low, high = assumption.gain_low[position], assumption.gain_high[position]
    return " to ".join("no deal" if np.isnan(value) else wording.points(value) for value in (low, high))


def _tornado(ledger: Ledger) -> altair.TopLevelMixin:
    import altair as alt

    findings = ledger.findings
    position = findings.briefed or 0
    party = _side(ledger)
    base_gain = (
        findings.shown.utilities[findings.names.index("nash")].best[party] - findings.measure.walk_away[0, party]
    )
    rows = []
    for a in findings.assumptions[:8]:
        low, high = a.gain_low[position], a.gain_high[position]
        party_moved = findings.scenario.parties[a.line.party]
        what = fold(f"{wording.upper_first(party_moved.short or party_moved.name)}: {a.line.what}", 44)
        rows.append(
            {
                "what": what,
                "low": 0.0 if np.isnan(low) else rounded(low),
                "high": 0.0 if np.isnan(high) else rounded(high),
                "note": "no deal" if np.isnan(low) or np.isnan(high) else "",
            }
        )
    y = alt.Y("what:N", sort=[str(row["what"]) for row in rows], title=None)
    chart = alt.Chart(inline(rows))
    x = alt.X("low:Q", title=f"Gain of {ledger.party(party)} over walking away, points")
    bars = chart.mark_rule(strokeWidth=5, color=LIGHT_GREY).encode(x=x, x2="high:Q", y=y)
    low = chart.mark_point(size=80, filled=False, color=PARTY_COLOURS[0], strokeWidth=2, fill="white").encode(x=x, y=y)
    high = chart.mark_point(size=80, filled=True, color=PARTY_COLOURS[0]).encode(x="high:Q", y=y)
    note = chart.mark_text(align="left", dx=10, color=HARM_RAMP[4]).encode(x="low:Q", y=y, text="note:N")
    middle = (
        alt.Chart(inline([{"base": rounded(base_gain)}])).mark_rule(color=GREY, strokeDash=[4, 3]).encode(x="base:Q")
    )
    return alt.layer(middle, bars, low, high, note).properties(width=WIDTH, height=alt.Step(36))
