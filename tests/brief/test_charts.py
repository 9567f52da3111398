"""Charts as SVG: the same bytes, nothing from outside, told in words, in colours that every eye and grey print keep apart."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from xml.etree import ElementTree

import altair
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from pourparler.answer import Chart
from pourparler.brief.charts import SVG_NAMESPACE, svg
from pourparler.chart_style import GREY, HARM_RAMP, INK, PARTY_COLOURS, configure, fold, inline, party_look
from tests.brief import sample

# Linear RGB as seen with each kind of colour blindness, full strength (Machado, Oliveira and Fernandes 2009, table 1).
BLINDNESS = {
    "none": [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}


def linear(colour: str) -> NDArray[np.float64]:
    channels = np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    return float(np.array([0.2126, 0.7152, 0.0722]) @ linear(colour))


def lab(seen: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIE L*a*b* under D65."""
    to_xyz = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]]
    ratio = np.array(to_xyz) @ seen / np.array([0.95047, 1.0, 1.08883])
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def lightness(colour: str) -> float:
    return float(lab(linear(colour))[0])


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


def test_party_looks_all_differ() -> None:
    looks = [party_look(position) for position in range(36)]
    assert len(set(looks)) == 36
    for impossible in (-1, 36):
        with pytest.raises(ValueError, match="0 to 35"):
            party_look(impossible)


@pytest.mark.parametrize("blindness", BLINDNESS)
def test_party_colours_differ_for_every_eye(blindness: str) -> None:
    seen = [lab(np.clip(np.array(BLINDNESS[blindness]) @ linear(colour), 0, 1)) for colour in PARTY_COLOURS]
    for (one, first), (other, second) in combinations(enumerate(seen), 2):
        assert np.linalg.norm(first - second) > 15, (PARTY_COLOURS[one], PARTY_COLOURS[other])


def test_party_colours_differ_in_grey_and_stand_out_from_white() -> None:
    for darker, lighter in pairwise(sorted(map(lightness, PARTY_COLOURS))):
        assert lighter - darker > 6
    assert abs(lightness(PARTY_COLOURS[0]) - lightness(PARTY_COLOURS[1])) > 25
    for colour in PARTY_COLOURS:
        assert 1.05 / (luminance(colour) + 0.05) >= 3
    for text in (INK, GREY):
        assert 1.05 / (luminance(text) + 0.05) >= 4.5


def test_harm_gets_darker_at_every_step() -> None:
    steps = [lightness(colour) for colour in HARM_RAMP]
    assert all(paler - darker > 8 for paler, darker in pairwise(steps))


def test_names_are_folded_and_never_cut() -> None:
    name = "Complete, verified and irreversible dismantling of the programme"
    assert fold(name, 20).replace("\n", " ") == name
    assert max(len(line) for line in fold(name, 20).split("\n")) <= 20


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs"))), st.integers(1, 60))
def test_folding_keeps_every_word(name: str, characters: int) -> None:
    folded = fold(name, characters)
    assert folded.split() == name.split()
    for line in folded.split("\n"):
        assert len(line) <= characters or " " not in line


def test_what_a_chart_sets_itself_stays() -> None:
    chart = altair.Chart(inline([{"a": 1}])).mark_point().encode(x="a:Q").configure(background="#eee")
    config = configure(chart).to_dict()["config"]
    assert config["background"] == "#eee"
    assert config["axis"]["labelLimit"] == 0


def test_long_names_are_never_cut() -> None:
    name = "Catch shared by the stock's distribution over the two zones, reviewed every third year " * 2
    data = inline([{"name": name, "share": 4}])
    text = svg(Chart("m", "a", lambda: altair.Chart(data).mark_bar().encode(x="share:Q", y="name:N")), "one")
    assert "…" not in text
    assert "reviewed every third year" in text


@pytest.mark.parametrize("chart", [sample.DEALS_CHART, sample.OPTIONS_CHART, sample.HARM_CHART])
def test_ids_and_bytes_do_not_depend_on_what_was_drawn_before(chart: Chart) -> None:
    """The drawing library counts clips and ramps on from picture to picture."""
    first = svg(chart, "a")
    for other in (sample.DEALS_CHART, sample.HARM_CHART):
        svg(other, "between")
    assert svg(chart, "a") == first
    assert svg(chart, "b") == first.replace('"a', '"b').replace("url(#a-", "url(#b-")


@pytest.mark.parametrize("chart", [sample.DEALS_CHART, sample.OPTIONS_CHART, sample.HARM_CHART])
def test_a_picture_is_closed_in_itself_and_as_wide_as_the_page(chart: Chart) -> None:
    text = svg(chart, "a")
    root = ElementTree.fromstring(text)
    ids = {element.attrib["id"] for element in root.iter() if "id" in element.attrib}
    assert all(identifier.startswith("a") for identifier in ids)
    assert set(re.findall(r"url\(#([^)]*)\)", text)) <= ids
    assert "http" not in text.replace(SVG_NAMESPACE, "")
    assert root.attrib["viewBox"].startswith("0 0 680 ")


def test_markup_in_a_message_is_text() -> None:
    root = ElementTree.fromstring(svg(Chart(sample.HOSTILE, sample.HOSTILE, sample.OPTIONS_CHART.draw), "a"))
    assert root[0].text == root[1].text == sample.HOSTILE


def test_a_link_inside_a_chart_is_refused() -> None:
    rows = inline([{"a": 1, "url": "https://example.org"}])
    with pytest.raises(ValueError, match="'A link' holds a link"):
        svg(Chart("A link", "", lambda: altair.Chart(rows).mark_point().encode(x="a:Q", href="url:N")), "a")
