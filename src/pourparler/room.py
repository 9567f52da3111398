"""What the answers of all rooms have in common: an annex of computed numbers, and the pages made from it once."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pourparler.answer import Chart, Computed, Figure, Headline, Section, Status
from pourparler.errors import MissingExtra

if TYPE_CHECKING:
    import altair
    import pandas


DIGITS = 6  # after the point, in JSON


def number(value: float | None) -> float | None:
    """A number for JSON, the same on every machine; missing and infinite ones are null."""
    return round(float(value), DIGITS) + 0.0 if value is not None and math.isfinite(value) else None


def as_frame(rows: Iterable[Mapping[str, Any]], columns: Sequence[str] | None = None) -> pandas.DataFrame:
    """A tidy table as a pandas DataFrame. columns: their order where there may be no row.

    Raises:
        MissingExtra: pandas is not installed.
    """
    try:
        import pandas
    except ImportError:
        raise MissingExtra("A table as a pandas DataFrame", "frame") from None
    return pandas.DataFrame(list(rows), columns=columns)


@dataclass
class Annex:
    """Keeps one line for every computed number that a room prints; anchors begin with the room's name."""

    room: str
    lines: dict[str, Computed] = field(default_factory=dict)

    def computed(self, anchor: str, what: str, text: str, how: str, section: str = "") -> Figure:
        """A computed number, entered under the room's name and its anchor; the first entry of an anchor stays."""
        anchor = f"{self.room}-{anchor}"
        self.lines.setdefault(anchor, Computed(anchor, what, text, how, section))
        return Figure(text, Status.COMPUTED, anchor)


@dataclass(frozen=True)
class Pages:
    """What a room says: on page one, on the pages after it, its one chart, and the annex of what both print."""

    headlines: tuple[Headline, ...]
    sections: tuple[Section, ...]
    chart: Chart
    annex: Annex

    @property
    def shown(self) -> frozenset[str]:
        """Anchors of the sections that there are."""
        return frozenset(section.anchor for section in self.sections)

    def page_one(self) -> tuple[Headline, ...]:
        """The headlines; one that names a section which is not shown names none."""
        return tuple(line if line.page in self.shown else replace(line, page="") for line in self.headlines)

    def computed(self) -> tuple[Computed, ...]:
        """The annex lines; one that names a section which is not shown names none."""
        return tuple(
            line if line.section in self.shown else replace(line, section="") for line in self.annex.lines.values()
        )


class PagedAnswer(ABC):
    """The part of `pourparler.answer.Answer` that follows from a room's pages."""

    @abstractmethod
    def compose(self) -> Pages:
        """Make the pages."""

    @cached_property
    def _pages(self) -> Pages:
        return self.compose()

    def summary(self) -> str:
        """Plain sentences, the answer first."""
        return "\n".join(
            f"{headline.heading}: " + " ".join(str(sentence) for sentence in headline.sentences)
            for headline in self.headlines()
        )

    def headlines(self) -> Sequence[Headline]:
        """What stands on page one."""
        return self._pages.page_one()

    def sections(self) -> Sequence[Section]:
        """What stands on the pages after it."""
        return self._pages.sections

    def page_one_chart(self) -> Chart:
        """The one chart that shows the answer, with its message."""
        return self._pages.chart

    def chart(self) -> altair.TopLevelMixin:
        """The same chart, drawn."""
        return self.page_one_chart().draw()

    def computed(self) -> Sequence[Computed]:
        """The annex line of every computed number that is printed."""
        return self._pages.computed()
