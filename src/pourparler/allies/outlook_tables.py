"""The forecasts from positions: where each line would come out, how sure that is, and what moves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pourparler import wording
from pourparler.allies.forecast_error import HALF_WIDTHS, SHARES
from pourparler.allies.ledger import Ledger, quantiles
from pourparler.allies.outlook import Outlook
from pourparler.answer import Block, Chart, Paragraph, Sentence, Table, say
from pourparler.chart_style import GREY, INK, WIDTH, fold, inline, party_look

if TYPE_CHECKING:
    import altair

LEVERS = 3  # actors named as those who move the forecast most
BAND_SHADES = (GREY, "#9a9a9a", "#c9c9c9")  # of the bands for 50, 80 and 90 %


def outlook_blocks(ledger: Ledger) -> list[Block]:
    """A warning, then for each line its forecast, chart and table, then the other views of all."""
    outlooks = ledger.findings.outlooks
    halves = wording.listed([f"{share:.0%}".replace("%", " %") for share in SHARES])
    widths = wording.listed([f"{width:.0f}" for width in HALF_WIDTHS])
    warning = say(
        "Each forecast is the mean of all positions, weighted by what an actor could bring to bear times how much "
        "it cares. No other simple rule did better on 353 European issues with known outcome: it was off by 23 "
        f"points of 100 on average, and {halves} of the outcomes lay within {widths} points. Those were "
        "negotiations that sought consent; whether the same errors hold where one side threatens another has not "
        "been measured. Take the band as the least that one should doubt."
    )
    blocks: list[Block] = [Paragraph((warning,))]
    for place, outlook in enumerate(outlooks):
        blocks += [
            Paragraph(_forecast(ledger, place, outlook), lead=outlook.line.name),
            outlook_chart(ledger, outlook),
            _actors(ledger, outlook),
        ]
    return [*blocks, _others(ledger)]


def _forecast(ledger: Ledger, place: int, outlook: Outlook) -> tuple[Sentence, ...]:
    band, line = outlook.band, outlook.line
    figure = ledger.computed(
        f"line-{place}",
        f"Forecast on '{line.name}', from 0 ({line.at_0}) to 100 ({line.at_100})",
        wording.spread(*quantiles(outlook.forecast)),
        "Mean of the positions, weighted by capability times salience; 5 to 95 % of the draws of these numbers",
        "allies-lines",
    )
    ends = [f"{wording.points(low)} to {wording.points(high)}" for low, high in zip(band.low, band.high, strict=True)]
    cut = " (cut off at the end of the line)" if band.low_clipped.any() or band.high_clipped.any() else ""
    moves = [
        f"{_name(ledger, outlook, actor)} ({wording.points(10 * float(outlook.levers.per_position[actor]))})"
        for actor in outlook.moves[:LEVERS]
    ]
    return (
        say(
            f"From 0 ({ledger.inside(line.at_0)}) to 100 ({ledger.inside(line.at_100)}), the forecast is ",
            figure,
            f". By the errors of the past, half of such outcomes lie from {ends[0]}, 80 % from {ends[1]}, 90 % from "
            f"{ends[2]}{cut}.",
        ),
        say(f"What moves it most, in points for 10 points of an actor's own move: {wording.listed(moves)}."),
    )


def _name(ledger: Ledger, outlook: Outlook, actor: int) -> str:
    party = ledger.findings.setting.scenario.parties[outlook.actors[actor]]
    return party.short or party.name


def _actors(ledger: Ledger, outlook: Outlook) -> Table:
    total = outlook.weight.sum()
    rows = [
        (
            wording.upper_first(_name(ledger, outlook, actor)),
            wording.spread(*quantiles(outlook.position[:, actor])),
            wording.spread(*quantiles(outlook.salience[:, actor])),
            wording.spread(*quantiles(outlook.capability[:, actor])),
            wording.percent(float(outlook.weight[actor] / total)),
            wording.points(10 * float(outlook.levers.per_position[actor])),
            wording.change(float(outlook.levers.per_weight[actor] * outlook.weight[actor] / 10)),
        )
        for actor in outlook.moves
    ]
    columns = (
        "Who",
        "Stands at",
        "Cares",
        "Could bring to bear",
        "Weight",
        "If it moves by 10",
        "If its weight grows by a tenth",
    )
    note = (
        "Weight: share of capability times salience. The last two columns: by how many points the forecast moves; the "
        "last to first order."
    )
    return Table(
        f"{outlook.line.name}: who stands where, and what moves it", columns, tuple(rows), frozenset(range(1, 7)), note
    )


def _others(ledger: Ledger) -> Table:
    rows = [
        (
            outlook.line.name,
            wording.points(float(outlook.forecast[0])),
            "weights too unequal" if outlook.condorcet is None else wording.points(outlook.condorcet),
            wording.points(outlook.challenge) + ("" if outlook.settled else " (not at rest)"),
        )
        for outlook in ledger.findings.outlooks
    ]
    columns = (
        "Question",
        "The forecast",
        "A second view: voting by chance",
        "An alternative that did worse on real outcomes: the challenge model",
    )
    note = (
        "Voting by chance (probabilistic Condorcet election): positions are put to the vote against each other, "
        "the stronger coalition wins more often. On the European issues it did as well as the forecast. The "
        "challenge model (Bueno de Mesquita), in which actors press each other in rounds, was off by 28.0 points or more "
        "there where the forecast was off by 23.1; it is shown for those who know it. All at the best guess."
    )
    return Table("The same questions, seen otherwise", columns, tuple(rows), frozenset({1, 2, 3}), note)


def outlook_chart(ledger: Ledger, outlook: Outlook) -> Chart:
    """Where the actors stand on a line, the forecast and its band."""
    center = wording.points(float(outlook.forecast[0]))
    band = outlook.band
    half = f"{wording.points(band.low[0])} to {wording.points(band.high[0])}"
    message = f"{outlook.line.name}: {center} of 100, half of such outcomes from {half}"
    told = ", ".join(
        f"{_name(ledger, outlook, actor)} at {wording.points(float(outlook.position[0, actor]))}"
        for actor in range(len(outlook.actors))
    )
    alternative = f"From 0 ({outlook.line.at_0}) to 100 ({outlook.line.at_100}): {told}; the forecast at {center}."
    ends = f"0: {outlook.line.at_0}. 100: {outlook.line.at_100}."
    note = f"{ends} Size of a mark: weight. Bars: bands that held 50, 80 and 90 % of real outcomes."
    return Chart(message, alternative, lambda: _drawn(ledger, outlook), note)


def _drawn(ledger: Ledger, outlook: Outlook) -> altair.TopLevelMixin:
    import altair as alt

    center, band = float(outlook.forecast[0]), outlook.band
    names = [wording.upper_first(_name(ledger, outlook, actor)) for actor in range(len(outlook.actors))]
    last = "Forecast"
    rows = [
        {
            "who": names[actor],
            "at": round(float(outlook.position[0, actor]), 3),
            "weight": round(float(outlook.weight[actor] / outlook.weight.max()), 4),
            "colour": party_look(actor)[0],
            "shape": party_look(actor)[1],
        }
        for actor in range(len(outlook.actors))
    ]
    widest_first = list(zip(band.low.tolist(), band.high.tolist(), (14, 9, 5), BAND_SHADES, strict=True))[::-1]
    y = alt.Y("who:N", sort=[*names, last], title=None, scale=alt.Scale(domain=[*names, last]))
    ends = [fold(f"0: {outlook.line.at_0}", 20), fold(f"100: {outlook.line.at_100}", 20)]
    axis = alt.Axis(values=[0, 25, 50, 75, 100], labelFlush=False)
    scale = alt.Scale(domain=[0, 100], nice=False)
    x = alt.X("at:Q", title=f"{ends[0]}   …   {ends[1]}".replace("\n", " "), scale=scale, axis=axis)
    bars = [
        alt.Chart(inline([{"who": last, "low": round(low, 3), "high": round(high, 3)}]))
        .mark_bar(size=thick, color=shade)
        .encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y)
        for low, high, thick, shade in widest_first
    ]
    size = alt.Size("weight:Q", scale=alt.Scale(domain=[0, 1], range=[15, 320]), legend=None)
    marks = (
        alt.Chart(inline(rows))
        .mark_point(filled=True, opacity=1)
        .encode(x=x, y=y, size=size, color=alt.Color("colour:N", scale=None), shape=alt.Shape("shape:N", scale=None))
    )
    middle = alt.Chart(inline([{"at": round(center, 3)}])).mark_rule(color=INK, strokeDash=[4, 3]).encode(x=x)
    return alt.layer(*bars, middle, marks).properties(width=WIDTH, height=alt.Step(30))
