"""The briefing as one HTML page that needs nothing else: style and charts are inside, there is no script."""

from __future__ import annotations

from functools import cache
from itertools import count

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from pourparler import wording
from pourparler.answer import Block, Chart, Figure, Sentence, Status
from pourparler.brief.charts import svg
from pourparler.brief.document import MEANING, RESERVED, Brief, by_origin, by_party, by_topic, by_way

MARKS = {Status.COMPUTED: "", Status.QUOTED: "q", Status.CORRECTED: "c", Status.JUDGED: "j", Status.ASSUMED: "a"}
"""The small raised letter after a number; a computed one, the most common, has none."""


def render_html(brief: Brief) -> str:
    """Set a briefing as one HTML page, the same bytes for the same briefing."""
    numbers = count(1)

    def picture(chart: Chart) -> Markup:
        return Markup(svg(chart, f"{RESERVED}chart-{next(numbers)}"))

    return _environment().get_template("brief.html.jinja").render(brief=brief, picture=picture)


def inline(text: Sentence | str) -> Markup:
    """Set words and figures: words are escaped, each figure is a link to its annex line."""
    pieces = text.pieces if isinstance(text, Sentence) else (text,)
    return Markup("").join(_link(piece) if isinstance(piece, Figure) else escape(piece) for piece in pieces)


def _link(figure: Figure) -> Markup:
    link = Markup('<a class="figure {status}" href="#{anchor}" title="{status}">{marked}</a>')
    return link.format(status=figure.status, anchor=figure.anchor, marked=marked(figure.text, figure.status))


def marked(text: str, status: Status) -> Markup:
    """A number with the look of its status; no link."""
    mark = Markup("<sup>{}</sup>").format(MARKS[status]) if MARKS[status] else ""
    return Markup("<span>{}</span>{}").format(text, mark)


def _kind(block: Block) -> str:
    return type(block).__name__


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pourparler.brief", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"inline": inline, "kind": _kind, "long_date": wording.long_date}
    environment.globals |= {
        "marked": marked,
        "meaning": MEANING,
        "by_topic": by_topic,
        "by_party": by_party,
        "by_origin": by_origin,
        "by_way": by_way,
    }
    return environment
