"""The shape that every room's answer has, and the plain page it is shown on.

A room knows nothing of HTML, Markdown or PDF. It says what it found as sentences, tables and charts; a door sets them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import altair
    import pandas


class Status(StrEnum):
    """How a number or claim came to be. The order is from firmest to least firm."""

    QUOTED = "quoted"
    COMPUTED = "computed"
    CORRECTED = "corrected"
    JUDGED = "judged"
    ASSUMED = "assumed"


@dataclass(frozen=True)
class Figure:
    """A number inside a sentence, with its status and the annex line it leads to."""

    text: str
    status: Status
    anchor: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Sentence:
    """A run of words and figures. `str()` gives it as plain text."""

    pieces: tuple[str | Figure, ...]

    def __str__(self) -> str:
        return "".join(str(piece) for piece in self.pieces)


def say(*pieces: str | Figure) -> Sentence:
    """Build a sentence: `say("It is worth ", figure, " to us.")`."""
    return Sentence(pieces)


@dataclass(frozen=True)
class Paragraph:
    """Sentences that belong together, with an optional lead-in set in bold."""

    sentences: tuple[Sentence, ...]
    lead: str = ""

    def __str__(self) -> str:
        lead = f"{self.lead}: " if self.lead else ""
        return lead + " ".join(str(sentence) for sentence in self.sentences)


@dataclass(frozen=True)
class Bullets:
    """A short list."""

    items: tuple[Sentence, ...]


@dataclass(frozen=True)
class Table:
    """A table whose caption says what it shows. `numeric` holds the positions of right-aligned columns.

    `headed_rows` marks the first cell of each row as that row's heading.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Sentence | str, ...], ...]
    numeric: frozenset[int] = frozenset()
    note: str = ""
    headed_rows: bool = True


@dataclass(frozen=True)
class Chart:
    """A chart with a title that states its message and a text that stands in for it.

    `draw` builds the Altair chart; it is called only when somebody wants to see it, so that asking for
    JSON or sentences never imports a plotting library.
    """

    message: str
    alternative: str
    draw: Callable[[], altair.TopLevelMixin]
    note: str = ""


Block = Paragraph | Bullets | Table | Chart


@dataclass(frozen=True)
class Section:
    """One heading of the briefing with what stands below it."""

    anchor: str
    title: str
    content: tuple[Block, ...]


class Topic(StrEnum):
    """The places on page one, in the order in which they are read."""

    MEET = "Meet now or prepare first"
    ANSWER = "Answer"
    ASK = "Ask for first"
    REFUSE = "Refuse in the room"
    BRING = "Whom to bring"
    HURT = "Who would be hurt"
    ORDER = "In which order"
    LEVERAGE = "What moves the outcome"
    CONDUCT = "What their conduct tells"
    WATCH = "What to watch"
    HOW_SURE = "How sure"
    WOULD_CHANGE = "What would change this"
    NOT_KNOWN = "Not analysed"


@dataclass(frozen=True)
class Headline:
    """What one room says first under one topic. `lead` stands in for the topic's own words where they do not fit.

    short: how many of the sentences stand on page one where not all that the rooms say fits there; the rest follows on the
        next page. page: anchor of the section that shows where the sentences come from; empty for none.
    """

    topic: Topic
    sentences: tuple[Sentence, ...]
    lead: str = ""
    short: int = 1
    page: str = ""

    @property
    def heading(self) -> str:
        """The words under which it is read."""
        return self.lead or self.topic.value


@dataclass(frozen=True)
class Computed:
    """The annex line of a computed number: what it is, its value, how it was worked out and from what.

    `section` is the anchor of the section where the number is shown with its neighbours, or empty.
    """

    anchor: str
    what: str
    value: str
    how: str
    section: str = ""


@dataclass(frozen=True)
class Method:
    """A paragraph of the annex that gives a method and its source."""

    name: str
    text: str
    source: str


class Answer(Protocol):
    """What `analyse` of every room returns."""

    def summary(self) -> str:
        """Plain sentences, the answer first."""

    def to_dict(self) -> Mapping[str, Any]:
        """Stable content for JSON: plain dicts, lists, strings and rounded numbers."""

    def to_frame(self) -> pandas.DataFrame:
        """Tidy table, one row a deal and party. Needs the extra `frame`."""

    def chart(self) -> altair.TopLevelMixin:
        """The one chart that shows the answer."""

    def page_one_chart(self) -> Chart:
        """The same chart with its message and the text that stands in for it, not drawn yet."""

    def headlines(self) -> Sequence[Headline]:
        """What this room says on page one."""

    def sections(self) -> Sequence[Section]:
        """What this room says on the pages after it."""

    def computed(self) -> Sequence[Computed]:
        """One annex line for every anchor of a computed figure used in the headlines and sections."""

    def methods(self) -> Sequence[Method]:
        """How the answer was found, for the annex."""
