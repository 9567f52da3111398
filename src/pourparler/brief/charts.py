"""A chart as an SVG picture that stands on its own: it fetches nothing and says in words what it shows."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from pourparler.answer import Chart
from pourparler.chart_style import configure

SVG_NAMESPACE = "http://www.w3.org/2000/svg"
_LINK = "{http://www.w3.org/1999/xlink}href"


def svg(chart: Chart, identifier: str) -> str:
    """Draw a chart as one `<svg>` element, the same bytes for the same chart and identifier.

    `identifier` begins every id in the picture, so that several pictures fit on one page. The picture has the chart's
    message as its title and its alternative text as description; it is as wide as the page allows, up to the width
    in which it was drawn.

    Raises ValueError when the chart needs data, pictures or links from outside.
    """
    import vl_convert

    drawing = configure(chart.draw()).to_json()
    root = ElementTree.fromstring(vl_convert.vegalite_to_svg(drawing, allowed_base_urls=[]))
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{SVG_NAMESPACE}}}")
        if _LINK in element.attrib or "href" in element.attrib:
            raise ValueError(f"The chart {chart.message!r} holds a link or a picture; a chart must stand on its own.")
        for name in [name for name in element.attrib if name == "role" or name.startswith("aria-")]:
            del element.attrib[name]  # the picture is read as a whole, by its title and description
    _rename_parts(root, identifier)
    _make_scalable(root)
    _describe(root, chart, identifier)
    return ElementTree.tostring(root, encoding="unicode")


def _rename_parts(root: ElementTree.Element, identifier: str) -> None:
    """Number the ids from 1: the drawing library counts them on from picture to picture."""
    parts = [element for element in root.iter() if "id" in element.attrib]
    names = {part.attrib["id"]: f"{identifier}-part-{number}" for number, part in enumerate(parts, start=1)}
    for part in parts:
        part.set("id", names[part.attrib["id"]])
    for element in root.iter():
        for name, value in element.attrib.items():
            if "url(" in value:
                element.set(name, re.sub(r"url\(#([^)]*)\)", lambda link: f"url(#{names[link[1]]})", value))


def _make_scalable(root: ElementTree.Element) -> None:
    drawn_width = root.attrib.pop("width")
    del root.attrib["height"]
    root.set("style", f"width:100%;max-width:{drawn_width}px;height:auto")


def _describe(root: ElementTree.Element, chart: Chart, identifier: str) -> None:
    title = ElementTree.Element("title", {"id": f"{identifier}-title"})
    title.text = chart.message
    description = ElementTree.Element("desc", {"id": f"{identifier}-description"})
    description.text = chart.alternative
    root[:0] = [title, description]
    root.set("xmlns", SVG_NAMESPACE)  # the tags carry no namespace any more, so it is not written twice
    root.set("id", identifier)
    root.set("role", "img")
    root.set("aria-labelledby", f"{identifier}-title")
    root.set("aria-describedby", f"{identifier}-description")
