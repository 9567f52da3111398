"""Charts as SVG: the same bytes, nothing from outside, told in words."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import altair
import pytest

from pourparler.answer import Chart
from pourparler.brief.charts import svg
from pourparler.chart_style import HARM_RAMP, PARTY_COLOURS, fold, inline, party_look
from tests.brief import sample


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_same_chart_gives_the_same_bytes_and_ids_of_its_own() -> None:
    first, again = svg(sample.DEALS_CHART, "a"), svg(sample.DEALS_CHART, "a")
    assert first == again
    other = svg(sample.DEALS_CHART, "b")
    ids = [
        {element.attrib["id"] for element in ElementTree.fromstring(text).iter() if "id" in element.attrib}
        for text in (first, other)
    ]
    assert not ids[0] & ids[1]


def test_it_says_in_words_what_it_shows() -> None:
    root = ElementTree.fromstring(svg(sample.HARM_CHART, "x"))
    space = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{space}title").text == sample.HARM_CHART.message  # type: ignore[union-attr]
    assert root.find(f"{space}desc").text == sample.HARM_CHART.alternative  # type: ignore[union-attr]
    assert "width" not in root.attrib
    assert "viewBox" in root.attrib


@pytest.mark.parametrize("where", ["https://example.org/data.csv", "https://example.org/picture.png"])
def test_a_chart_that_needs_something_from_outside_is_refused(where: str) -> None:
    def draw() -> altair.Chart:
        if where.endswith("csv"):
            return altair.Chart(where).mark_point().encode(x="a:Q")
        return altair.Chart(inline([{"u": where}])).mark_image().encode(url="u:N")

    with pytest.raises(ValueError, match=r"(?i)chart|access|url|http"):
        svg(Chart("m", "a", draw), "x")


def test_party_colours_differ_in_grey_and_stand_out_from_white() -> None:
    lights = sorted(luminance(colour) for colour in PARTY_COLOURS)
    assert all(1.05 / (light + 0.05) >= 3 for light in lights)
    assert all(after - before > 0.004 for before, after in pairwise(lights))
    assert len({party_look(position) for position in range(36)}) == 36
    with pytest.raises(ValueError, match="0 to 35"):
        party_look(36)


def test_harm_gets_darker_at_every_step() -> None:
    lights = [luminance(colour) for colour in HARM_RAMP]
    assert lights == sorted(lights, reverse=True)


def test_names_are_folded_and_never_cut() -> None:
    name = "Complete, verified and irreversible dismantling of the programme"
    assert fold(name, 20).replace("\n", " ") == name
    assert max(len(line) for line in fold(name, 20).split("\n")) <= 20
