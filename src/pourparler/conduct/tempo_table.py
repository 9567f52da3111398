"""The silence by every model, window and definition, as one table."""

from __future__ import annotations

import math
from string import ascii_uppercase

from pourparler.answer import Sentence, Table
from pourparler.conduct.ledger import Ledger, chance
from pourparler.conduct.silence import MODELS
from pourparler.conduct.tempo import Silence


def grid_table(ledger: Ledger, silence: Silence) -> Table:
    """Models down, definitions and windows across."""
    tempo = ledger.findings.conduct.tempo
    assert tempo is not None
    letters = ascii_uppercase[: len(tempo.definitions)]
    years = len({window.year for window in tempo.windows}) == len(tempo.windows)
    since = [str(window.year) if years else window.isoformat() for window in tempo.windows]
    heads = [f"{letter} {start}" for letter in letters for start in since]
    order = sorted(range(len(MODELS)), key=lambda m: not MODELS[m].pooled)
    rows: list[tuple[Sentence | str, ...]] = []
    for m in order:
        mark = "*" if MODELS[m].pooled else ""
        cells = ["too few" if math.isnan(value) else chance(float(value)) for value in silence.grid[m].ravel()]
        rows.append((f"{MODELS[m].name}{mark}", MODELS[m].term, *cells))
    meaning = "; ".join(
        f"{letter}: {definition.name}" for letter, definition in zip(letters, tempo.definitions.values(), strict=True)
    )
    windows = ", ".join(window.isoformat() for window in tempo.windows)
    note = (
        f"{meaning}. Heads name the start: the record from {windows}, up to the last event. * in the recommended pool, weighted equally. "
        "Days with an event are counted, not single events. "
        "A definition with a later last event tells of a shorter silence and stays out of the range."
    )
    caption = f"Chance of today's silence by every model, window and definition of an event ({silence.quiet} days)"
    return Table(caption, ("Model", "Term", *heads), tuple(rows), frozenset(range(2, 2 + len(heads))), note)
