"""What of all that the rooms say stands on page one, so that it stays one page, and what follows in full on the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pourparler.answer import Headline, Paragraph, Section, Topic

MOST_WORDS = 420
"""Words that page one holds in all beside its head, chart and key."""

IN_FULL = "in-full"


def page_one(headlines: Sequence[Headline]) -> tuple[tuple[Headline, ...], tuple[Section, ...]]:
    """The headlines of page one in the order in which they are read, and the section with all sentences of those cut short.

    Where everything fits on the page, everything stands there. Else each headline is cut to its `short` number of sentences.
    """
    order = list(Topic)
    read = sorted((each for each in headlines if each.sentences), key=lambda headline: order.index(headline.topic))
    if sum(len(str(sentence).split()) for headline in read for sentence in headline.sentences) <= MOST_WORDS:
        return tuple(read), ()
    short = tuple(replace(headline, sentences=headline.sentences[: headline.short]) for headline in read)
    cut = [full for full, kept in zip(read, short, strict=True) if len(kept.sentences) < len(full.sentences)]
    if not cut:
        return short, ()
    paragraphs = tuple(Paragraph(headline.sentences, headline.heading) for headline in cut)
    shown = tuple(headline for headline in short if headline.sentences)
    return shown, (Section(IN_FULL, "The answer in full", paragraphs),)
