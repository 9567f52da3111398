"""How every chart of the house looks: one typeface, few lines, colours that survive grey print and colour blindness.

A room draws its chart without a title (the door that shows it sets the message above it) and without a width: a single
or layered chart is fitted into `WIDTH`, labels included. Long names are folded with `fold` and never cut off.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import altair

    Drawn = TypeVar("Drawn", bound=altair.TopLevelMixin)

WIDTH = 680
"""Width in px of a fitted chart, labels included: the text width of a printed page at its natural size."""

# The first name comes with the chart converter itself, so text is laid out alike on every machine; Arial and Helvetica
# have the same letter widths, so that layout also holds where a reader's browser knows only those.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"

INK = "#1b1b1b"
GREY = "#595959"
LIGHT_GREY = "#b8b8b8"
FAINT_GREY = "#e4e4e4"

PARTY_COLOURS = ("#123a63", "#c1660a", "#0b7a75", "#872143", "#7b91dc", "#625a1b")
"""Party colours in order: no two have the same lightness, all stand out from white by 3 to 1."""

PARTY_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
"""Party shapes in order, for points: a second sign beside the colour."""

HARM_RAMP = ("#f7ead8", "#efc898", "#e09a5a", "#c26a33", "#933f1e", "#571f10")
"""From no harm to great harm, darker at every step."""


def party_look(position: int) -> tuple[str, str]:
    """Colour and shape of the party at this position (from 0); no two parties share both.

    Raises ValueError for a position below 0 or above 35: there are 36 pairs.
    """
    colours, shapes = len(PARTY_COLOURS), len(PARTY_SHAPES)
    if not 0 <= position < colours * shapes:
        raise ValueError(f"A party's position must be 0 to {colours * shapes - 1}, because no more looks differ.")
    return PARTY_COLOURS[position % colours], PARTY_SHAPES[(position + position // colours) % shapes]


def fold(name: str, characters: int = 48) -> str:
    """Fold a long name into lines of at most so many characters, at spaces; a longer word stays whole."""
    return "\n".join(textwrap.wrap(name, characters, break_long_words=False, break_on_hyphens=False))


def inline(rows: Sequence[Mapping[str, Any]]) -> altair.InlineData:
    """Rows that stand inside the chart's description."""
    import altair

    return altair.InlineData(values=[dict(row) for row in rows])


def configure(chart: Drawn) -> Drawn:
    """Give a chart the look of the house. What the chart has set itself stays."""
    import altair

    set_by_chart: Any = getattr(chart, "config", altair.Undefined)
    own: dict[str, Any] = {} if set_by_chart is altair.Undefined else set_by_chart.to_dict()
    configured: Drawn = chart.configure(**{**_look(), **own})
    return configured


def _look() -> dict[str, Any]:
    label = {"labelFontSize": 12, "labelColor": INK, "labelLimit": 0}
    title = {"titleFontSize": 12, "titleFontWeight": "normal", "titleColor": GREY, "titleLimit": 0}
    return {
        "font": FONT,
        "background": "transparent",
        "padding": 4,
        "lineBreak": "\n",
        "autosize": {"type": "fit", "contains": "padding"},
        "view": {
            "stroke": None,
            "continuousWidth": WIDTH,
            "discreteWidth": WIDTH,
            "continuousHeight": 340,
            "discreteHeight": {"step": 34},
        },
        "axis": {
            **label,
            **title,
            "grid": False,
            "labelFlush": False,
            "domainColor": LIGHT_GREY,
            "tickColor": LIGHT_GREY,
            "tickSize": 4,
            "tickCount": 6,
            "labelPadding": 5,
            "titlePadding": 9,
        },
        "axisQuantitative": {"grid": True, "gridColor": FAINT_GREY, "gridWidth": 0.6},
        "axisBand": {"ticks": False, "domain": False},
        "header": {**label, **title},
        "legend": {**label, **title, "orient": "top", "symbolSize": 90},
        "text": {"fontSize": 12, "color": INK},
        "point": {"filled": True, "opacity": 1, "size": 70},
        "bar": {"color": PARTY_COLOURS[0], "discreteBandSize": {"band": 0.7}},
        "line": {"strokeWidth": 2},
        "rule": {"color": GREY},
        "range": {"category": list(PARTY_COLOURS), "ramp": list(HARM_RAMP), "heatmap": list(HARM_RAMP)},
    }
