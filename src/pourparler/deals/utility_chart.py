"""The picture of what is possible: frontier, walk-away values, named deals and harm to allies. Altair is imported when it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from pourparler import wording
from pourparler.answer import Chart
from pourparler.chart_style import GREY, HARM_RAMP, INK, LIGHT_GREY, WIDTH, inline
from pourparler.deals.charts import NO_HARM, rounded
from pourparler.deals.findings import TODAY
from pourparler.deals.ledger import Ledger
from pourparler.deals.measure import Floats
from pourparler.deals.solve import NAMED
from pourparler.deals.trades import HAIR

if TYPE_CHECKING:
    import altair

ZONE = "#f1f5f9"
HARM_STEPS = (0.5, 5.0, 10.0, 20.0)  # points; less than the first is nothing


def utility_chart(ledger: Ledger) -> Chart:
    """The picture of what is possible for two principals, with harm to allies in colour."""
    findings = ledger.findings
    x, y = axes(ledger)
    exists = findings.impasse is None
    message = (
        f"{wording.upper_first(ledger.short(x))} and {ledger.short(y)} can both do better than no deal"
        if exists
        else f"No deal reaches the bottom line of both {ledger.short(x)} and {ledger.short(y)}"
    )
    count = findings.zone.count
    corner = "none" if not exists else "the deals that are better for both than no deal"
    if exists and count is not None:
        corner += f", {wording.percent(count / findings.measure.size)} of all that are possible"
    alternative = (
        f"Deals by their worth to {ledger.party(x)}"
        f" (across) and to {ledger.party(y)} (up), both from 0 to 100. Dashed lines are the walk-away values;"
        f" above and to the right of both lie {corner}."
    )
    if exists:
        fair = findings.shown.utilities[findings.names.index("nash")].best
        alternative += f" The fair deal lies at {wording.points(fair[x])} and {wording.points(fair[y])}."
    note = "Shaded: better than walking away for both."
    if len(findings.frontier_deals):
        note += " Points: deals that cannot be improved for one without loss to the other, close up."
    if findings.measure.protected:
        note += " Colour: what the ally or holder of a veto who loses most loses against today."
    if len(findings.measure.principals) > 2:
        note += " Two of the principals are shown; deals that look poor here may be good for a third."
    return Chart(message, alternative, lambda: utilities(ledger), note)


def axes(ledger: Ledger) -> tuple[int, int]:
    """The two principals on the axes of the utility chart: the side being briefed, or the first, across; the next one up."""
    principals = list(ledger.findings.measure.principals)
    first = principals[ledger.findings.briefed or 0]
    return first, next(party for party in principals if party != first)


def utilities(ledger: Ledger) -> altair.TopLevelMixin:
    """Frontier, walk-away lines, today and the named deals, by their worth to two principals, close up."""
    import altair as alt

    findings = ledger.findings
    x, y = axes(ledger)
    worth = findings.measure.utilities(findings.frontier_deals, slice(0, 1))[0]
    today = findings.measure.utilities(findings.measure.today[None, :], slice(0, 1))[0, 0]
    protected = list(findings.measure.protected)
    harm = np.maximum(0.0, (today - worth)[:, protected].max(axis=1)) if protected else np.zeros(len(worth))
    named = _named_points(ledger, x, y)
    walk = findings.measure.walk_away[0]
    (low_x, high_x), (low_y, high_y) = (
        _window([p["x"] for p in named], walk[x], worth[:, x], 0.4),
        _window([p["y"] for p in named], walk[y], worth[:, y], 0.15),
    )
    points = [
        {"x": rounded(row[x]), "y": rounded(row[y]), "lost": lost, "harm": _harm_step(lost)}
        for row, lost in zip(worth, harm, strict=True)
        if low_x <= row[x] <= high_x and low_y <= row[y] <= high_y
    ]
    across = alt.X("x:Q", title=f"Worth to {ledger.party(x)}", scale=alt.Scale(domain=[low_x, high_x], nice=False))
    up = alt.Y("y:Q", title=f"Worth to {ledger.party(y)}", scale=alt.Scale(domain=[low_y, high_y], nice=False))
    largest = max((point.pop("lost") for point in points), default=0.0)
    steps = HARM_STEPS[: sum(step < largest for step in HARM_STEPS)]
    colour = alt.Color(
        "harm:N",
        title="An ally loses",
        scale=alt.Scale(
            domain=[_harm_step(step + HAIR) for step in [-HAIR, *steps]],
            range=[NO_HARM, *HARM_RAMP[2:]][: len(steps) + 1],
        ),
        legend=alt.Legend(orient="top") if steps else None,
    )
    zone = (
        alt.Chart(inline([{"x": rounded(walk[x]), "y": rounded(walk[y])}]))
        .mark_rect(color=ZONE)
        .encode(x=across, y=up, x2=alt.datum(high_x), y2=alt.datum(high_y))
    )
    lines = [
        alt.Chart(inline([{"x": rounded(walk[x])}])).mark_rule(strokeDash=[5, 4], color=GREY).encode(x="x:Q"),
        alt.Chart(inline([{"y": rounded(walk[y])}])).mark_rule(strokeDash=[5, 4], color=GREY).encode(y="y:Q"),
    ]
    frontier = alt.Chart(inline(points)).mark_circle(size=30, opacity=1).encode(x=across, y=up, color=colour)
    _lay_labels(named, high_x - low_x, high_y - low_y)
    base = alt.Chart(inline(named))
    leaders = base.mark_rule(color=LIGHT_GREY).encode(x=across, y=up, x2="label_x:Q", y2="label_y:Q")
    marks = base.mark_point(size=100, filled=True, stroke="white", strokeWidth=1, opacity=1).encode(
        x=across,
        y=up,
        shape=alt.Shape("kind:N", scale=alt.Scale(domain=["deal", "today"], range=["diamond", "square"]), legend=None),
        color=alt.value(INK),
    )
    texts = []
    for bold in (False, True):
        for halo in (4, 0):  # white under the letters, so that points do not blur them
            drawn = base.transform_filter(alt.datum.bold == bold).mark_text(
                align="left",
                dx=4,
                fontWeight="bold" if bold else "normal",
                stroke="white" if halo else None,
                strokeWidth=halo,
            )
            texts.append(drawn.encode(x=alt.X("label_x:Q"), y=alt.Y("label_y:Q"), text="label:N"))
    return alt.layer(zone, *lines, leaders, frontier, marks, *texts).properties(width=WIDTH, height=330)


def _harm_step(lost: float) -> str:
    """In words, between which steps a loss lies."""
    reached = [step for step in HARM_STEPS if lost > step]
    if not reached:
        return "nothing"
    above = [step for step in HARM_STEPS if step > reached[-1]]
    return f"up to {above[0]:g} points" if above else f"over {reached[-1]:g} points"


def _named_points(ledger: Ledger, x: int, y: int) -> list[dict[str, Any]]:
    """The named deals, from the left; deals that are worth the same to both share a mark and a label."""
    findings = ledger.findings
    labels: dict[tuple[float, float], list[str]] = {}
    for name, spread in zip(findings.names, findings.shown.utilities, strict=True):
        if name in {*NAMED, TODAY} or name.startswith("best-for-"):
            labels.setdefault((rounded(spread.best[x]), rounded(spread.best[y])), []).append(name)
    return [
        {
            "x": at[0],
            "y": at[1],
            "kind": "today" if TODAY in names else "deal",
            "label": " = ".join(ledger.deal_names[name].short for name in names),
            "bold": "nash" in names,
        }
        for at, names in sorted(labels.items())
    ]


def _lay_labels(named: list[dict[str, Any]], width: float, height: float) -> None:
    """Place labels up and to the right of their marks, each below the one before it, so that none lies on another."""
    ceiling = float("inf")
    for point in named:
        point["label_x"] = rounded(point["x"] + 0.03 * width)
        if point["kind"] == "today":
            point["label_y"] = rounded(point["y"] + 0.06 * height)
            continue
        point["label_y"] = rounded(min(point["y"] + 0.1 * height, ceiling))
        ceiling = point["label_y"] - 0.06 * height


def _window(marked: Sequence[float], walk_away: float, frontier: Floats, room: float) -> tuple[float, float]:
    """The part of a scale in which the named deals and the walk-away value lie, with room for labels, on multiples of 5."""
    low, high = min(*marked, walk_away), max(*marked, walk_away)
    above = max(5.0, room * (high - low))
    low, high = 5 * np.floor((low - 2.5) / 5), 5 * np.ceil((high + above) / 5)
    return float(max(low, frontier.min(initial=0.0))), float(min(high, frontier.max(initial=100.0)))
