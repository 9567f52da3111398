"""The charts of the conduct room. Altair is imported only when a chart is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from pourparler import wording
from pourparler.answer import Chart
from pourparler.chart_style import GREY, INK, LIGHT_GREY, PARTY_COLOURS, WIDTH, fold, inline
from pourparler.conduct.drawing import Floats
from pourparler.conduct.ledger import Ledger, chance, chance_range, day, quantiles
from pourparler.conduct.silence import MODELS
from pourparler.conduct.tempo import POOL, UNUSUAL, Silence
from pourparler.conduct.weigh import Weighed

if TYPE_CHECKING:
    import altair

TODAY = PARTY_COLOURS[1]
SHOWN = 60  # per cent: above it silences are too short to matter
MOST_POINTS = 120


def posterior_chart(ledger: Ledger, weighed: Weighed) -> Chart:
    """Before and after the evidence, with ranges."""
    rows = _posterior_rows(ledger, weighed)
    share = float(weighed.hypotheses[0, weighed.leader])
    message = f"'{wording.upper_first(ledger.findings.name(weighed.leader))}': {ledger.word(share)}, at {chance(share)}"
    if weighed.mechanisms.shape[1]:
        top = int(weighed.mechanisms[0].argmax())
        message += f"; what is seen is {ledger.mechanism(top)}, at {chance(float(weighed.mechanisms[0, top]))}"
    told = "; ".join(f"{row['label']}: {row['before']:.0f} % before, {row['text']} after" for row in rows)
    note = "Filled: after the evidence, with the range that holds 90 of 100 draws. Open: before it."
    if weighed.mechanisms.shape[1]:
        note += " Intent and the way it came about are two questions; each adds up to 100 %."
    return Chart(message, f"Probabilities of the readings. {told}.", lambda: _posterior(rows), note)


def _posterior_rows(ledger: Ledger, weighed: Weighed) -> list[dict[str, str | float]]:
    parts = [
        (f"Intent: {ledger.findings.name(h)}", weighed.prior[:, h], weighed.hypotheses[:, h])
        for h in np.argsort(-weighed.hypotheses[0], kind="stable")
    ]
    parts += [
        (f"How: {ledger.mechanism(m)}", weighed.mechanism_prior[:, m], weighed.mechanisms[:, m])
        for m in range(weighed.mechanisms.shape[1])
    ]
    rows: list[dict[str, str | float]] = []
    for label, before, after in parts:
        best, low, high = (100 * value for value in quantiles(after))
        rows.append(
            {
                "label": label,
                "before": round(100 * float(before[0]), 2),
                "best": round(best, 2),
                "low": round(low, 2),
                "high": round(high, 2),
                "text": chance_range(best / 100, low / 100, high / 100),
            }
        )
    return rows


def _posterior(rows: list[dict[str, str | float]]) -> altair.TopLevelMixin:
    import altair as alt

    base = alt.Chart(inline([{**row, "label": fold(str(row["label"]), 34)} for row in rows]))
    y = alt.Y("label:N", sort=[fold(str(row["label"]), 34) for row in rows], title=None)
    scale = alt.Scale(domain=[0, 100])
    bars = base.mark_rule(strokeWidth=6, color=LIGHT_GREY).encode(
        x=alt.X("low:Q", title="Probability, %", scale=scale), x2="high:Q", y=y
    )
    before = base.mark_point(size=70, filled=True, fill="white", stroke=GREY, strokeWidth=1.6).encode(x="before:Q", y=y)
    after = base.mark_point(size=90, filled=True, color=PARTY_COLOURS[0]).encode(x="best:Q", y=y)
    texts = base.mark_text(align="left", dx=10).encode(x="right:Q", y=y, text="text:N").transform_calculate(
        right="max(datum.high, datum.before)"
    )  # fmt: skip
    return alt.layer(bars, before, after, texts).properties(width=WIDTH, height=alt.Step(34))


def gaps_chart(ledger: Ledger, silence: Silence) -> Chart:
    """Every silence between events as a block as wide and as high as it lasted."""
    times, gaps = silence.times[0], silence.gaps
    longer = int((gaps >= silence.quiet).sum())
    count = wording.in_words(longer) if longer else "no"
    message = f"The record holds {count} silence{'s' if longer != 1 else ''} as long as today's {silence.quiet} days"
    if len(gaps) and longer:
        message += f"; the longest lasted {gaps.max():.0f}"
    rows = [
        {"start": day_text(times[i]), "end": day_text(times[i + 1]), "length": int(gap), "today": False,
         "text": f"{gap:.0f}" if gap >= silence.quiet else ""}
        for i, gap in enumerate(gaps)
    ]  # fmt: skip
    rows.append(
        {"start": day_text(silence.last), "end": day_text(silence.now), "length": silence.quiet, "today": True,
         "text": f"{silence.quiet} so far"}
    )  # fmt: skip
    told = ", ".join(f"{gap:.0f} days from {day(times[i])}" for i, gap in enumerate(gaps) if gap >= silence.quiet)
    alternative = f"{len(gaps)} silences between events. As long as today's or longer: {told or 'none'}. Today: {silence.quiet} days."
    note = (
        "Each block is a silence between two events, as wide and as high as it lasted. Orange: today's, not over yet."
    )
    return Chart(message, alternative, lambda: _gaps(rows), note)


def day_text(ordinal: float) -> str:
    """A day as a chart reads it."""
    return date.fromordinal(int(ordinal)).isoformat()


def _gaps(rows: list[dict[str, object]]) -> altair.TopLevelMixin:
    import altair as alt

    base = alt.Chart(inline([{**row, "zero": 0} for row in rows]))
    colour = alt.condition("datum.today", alt.value(TODAY), alt.value("#7396bd"))
    x = alt.X("start:T", title=None, axis=alt.Axis(format="%Y", tickCount="year", grid=False))
    y = alt.Y("length:Q", title="Days without an event", scale=alt.Scale(nice=True, zero=True))
    bars = base.mark_rect(stroke="white", strokeWidth=0.5).encode(x=x, x2="end:T", y=y, y2="zero:Q", color=colour)
    texts = base.mark_text(baseline="bottom", dy=-3, align="left").encode(x="start:T", y="length:Q", text="text:N")
    return alt.layer(bars, texts).properties(width=WIDTH, height=220)


def fan_chart(ledger: Ledger, silence: Silence) -> Chart:
    """Chance that a silence lasts so long, by model, with today's mark."""
    pool = chance(silence.pool)
    cells = {m: float(silence.curves[m, silence.quiet]) for m in POOL if not np.isnan(silence.curves[m, 0])}
    least, most = (chance(end) for end in (min(cells.values()), max(cells.values())))
    message = (
        f"Had nothing changed, so long a silence would have had a chance of {pool}, by single models {least} to {most}"
    )
    told = "; ".join(f"{MODELS[m].name} {chance(share)}" for m, share in cells.items())
    alternative = f"Chance of {silence.quiet} days without an event, by model: {told}. Mean of these: {pool}."
    lines = wording.in_words(len(cells))
    note = f"Main definition and window. Thin lines: the {lines} models of the pool that the record is long enough for; thick: their mean."
    if len(cells) == len(POOL):
        note = f"Main definition and window. Thin lines: the {lines} models of the pool; thick: their mean."
    tempo = ledger.findings.conduct.tempo
    if tempo is not None and tempo.naive:
        rates = wording.listed([f"'{each.says}'" for each in tempo.naive])
        note += f" Dashed orange: the rate in a source, {rates}."
    return Chart(message, alternative, lambda: _fan(ledger, silence), note)


def _fan(ledger: Ledger, silence: Silence) -> altair.TopLevelMixin:
    import altair as alt

    tempo = ledger.findings.conduct.tempo
    assert tempo is not None
    x = alt.X("days:Q", title="Days of silence", scale=alt.Scale(nice=False))
    y = alt.Y("share:Q", title="Chance of a silence so long, %", scale=alt.Scale(domain=[0, SHOWN]))

    def lines(curves: Mapping[str, Floats], colour: str, width: float, dash: tuple[int, int] = (1, 0)) -> altair.Chart:
        step = max(1, len(silence.days) // MOST_POINTS)
        rows = [
            {"line": name, "days": int(silence.days[p]), "share": round(100 * float(curve[p]), 3)}
            for name, curve in curves.items()
            for p in range(0, len(silence.days), step)
        ]
        drawn: altair.Chart = alt.Chart(inline(rows)).mark_line(
            clip=True, color=colour, strokeWidth=width, strokeDash=list(dash)
        )
        return drawn.encode(x=x, y=y, detail="line:N")

    mark = alt.Chart(inline([{"days": silence.quiet, "share": 0.94 * SHOWN, "text": f"today, day {silence.quiet}"}]))
    rule = mark.mark_rule(color=TODAY, strokeWidth=2).encode(x="days:Q")
    words = mark.mark_text(align="left", dx=6, color=TODAY, fontWeight="bold")
    low = alt.Chart(inline([{"share": 100 * UNUSUAL, "days": int(silence.days[-1]), "text": "5 %: unusual"}]))
    floor = low.mark_rule(color=GREY, strokeDash=[3, 3]).encode(y="share:Q")
    floor_words = low.mark_text(align="right", dy=-7, color=GREY).encode(x="days:Q", y="share:Q", text="text:N")
    models = {MODELS[m].key: silence.curves[m] for m in POOL if not np.isnan(silence.curves[m, 0])}
    sources = {each.says: np.exp(-silence.days / each.every) for each in tempo.naive}
    layers = [floor, floor_words, lines(models, "#7396bd", 1.2), lines({"mean": silence.pooled_curve}, INK, 2.8)]
    if sources:
        layers.append(lines(sources, TODAY, 1.6, (5, 3)))
    return alt.layer(*layers, rule, words.encode(x="days:Q", y="share:Q", text="text:N")).properties(
        width=WIDTH, height=260
    )
