"""The chart of the README: seconds against deals, for two parties."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import altair as alt
from compare import Row

NAMES = {
    "merging": "Pourparler, merging",
    "compiled": "Pourparler, compiled",
    "listing": "NegMAS, listing",
    "sampler": "NegMAS, sampler",
}
COLOURS = "#0072b2", "#007a5a", "#b84a00", "#b84a00"  # in the order of the names


def panel(rows: Sequence[Row], title: str) -> alt.LayerChart:
    """One way of the peer beside ours; a line each, named at its end."""
    values = [
        {"issues": row.case.issues, "seconds": seconds, "way": NAMES[way]}
        for row in rows
        for way, seconds in row.seconds.items()
    ]
    largest = max(row.case.issues for row in rows)
    base = alt.Chart(alt.Data(values=values)).encode(
        x=alt.X("issues:Q", title="Issues of ten options: 10ⁿ deals", axis=alt.Axis(format="d", tickMinStep=1)),
        y=alt.Y("seconds:Q", title="Seconds", scale=alt.Scale(type="log"), axis=alt.Axis(format="~g", tickCount=7)),
        color=alt.Color("way:N", legend=None, scale=alt.Scale(domain=list(NAMES.values()), range=list(COLOURS))),
    )
    names = base.transform_filter(f"datum.issues == {largest}").mark_text(align="left", dx=7).encode(text="way:N")
    return (base.mark_line(point=True) + names).properties(width=300, height=260, title=title)


def draw(rows: Sequence[Row], path: Path) -> None:
    """Save the chart; its title states what was found."""
    bilateral = [row for row in rows if row.case.parties == 2 and row.case.fine]
    listed = [row for row in bilateral if row.case.way == "listing"]
    sampled = [row for row in bilateral if row.case.way == "sampler"]
    most = {row.case.issues: row for row in listed}[6]
    title = alt.TitleParams(
        f"A million deals: {most.seconds['merging'] * 1000:.1f} milliseconds by merging blocks, "
        f"{most.seconds['listing']:.1f} seconds by NegMAS' listing of all deals",
        subtitle="Frontier and four named solutions, two parties, random additive domains; medians, logarithmic scale",
        anchor="start",
    )
    panels = (panel(listed, "Against listing all deals"), panel(sampled, "Against the exact sampler"))
    alt.hconcat(*panels, title=title, spacing=110).resolve_scale(y="shared").configure_view(stroke=None).save(str(path))
