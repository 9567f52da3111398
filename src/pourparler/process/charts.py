"""The charts of the process room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pourparler import wording
from pourparler.answer import Chart
from pourparler.chart_style import GREY, INK, WIDTH, fold, inline, party_look
from pourparler.process.compare import ERRORS, Comparison, first_best
from pourparler.process.drawing import Node, draw, ways
from pourparler.process.formats import BREAK, KEEP
from pourparler.process.ledger import Ledger, turning_point
from pourparler.process.outcomes import DIGITS, outcome_of
from pourparler.process.public_play import Move, public_play
from pourparler.process.tables import comparison_of

if TYPE_CHECKING:
    import altair

SHOWN = 0.02  # branches less likely than this are left out of the drawing of a tree


def values_chart(ledger: Ledger) -> Chart:
    """What each way to meet is worth, with its range over the draws."""
    comparison, process = comparison_of(ledger), ledger.findings.setting.process
    names = sorted(comparison.formats, key=lambda name: -float(comparison.formats[name].value[0, 0]))
    best = process.formats[names[0]]
    who = ledger.party(ledger.findings.setting.by)
    message = f"Worth most to {who}: {ledger.inside(best.name)}"
    ranges = {name: _range(comparison, name) for name in names}
    told = "; ".join(f"{ledger.form(name)}, {wording.spread(*ranges[name])}" for name in names)
    note = "Points. The dot is the best guess, the line holds 90 of 100 draws; every range of the file is drawn anew in each."
    return Chart(message, f"Worth of each way to meet: {told}.", lambda: _values(ledger, names, ranges), note)


def _range(comparison: Comparison, name: str) -> tuple[float, float, float]:
    values = comparison.formats[name].value[:, 0]
    low, high = np.quantile(values[1:] if len(values) > 1 else values, [0.05, 0.95])
    return float(values[0]), float(low), float(high)


def _values(ledger: Ledger, names: list[str], ranges: dict[str, tuple[float, float, float]]) -> altair.TopLevelMixin:
    import altair as alt

    forms = ledger.findings.setting.process.formats
    labels = {name: fold(wording.upper_first(forms[name].name), 40) for name in names}
    rows = [
        {"way": labels[name], "best": best, "low": low, "high": high, "text": wording.points(best)}
        for name, (best, low, high) in ranges.items()
    ]
    y = alt.Y("way:N", sort=[labels[name] for name in names], title=None)
    base = alt.Chart(inline(rows))
    title = f"Worth to {ledger.party(ledger.findings.setting.by)}, points"
    x = alt.X("low:Q", title=title, scale=alt.Scale(zero=False, nice=True))
    lines = base.mark_rule(strokeWidth=3, color=GREY).encode(x=x, x2="high:Q", y=y)
    dots = base.mark_point(filled=True, size=90, color=party_look(0)[0], opacity=1).encode(x="best:Q", y=y)
    texts = base.mark_text(dy=-12, fontSize=12, color=INK).encode(x="best:Q", y=y, text="text:N")
    return alt.layer(lines, dots, texts).properties(width=WIDTH, height=alt.Step(44))


def prior_chart(ledger: Ledger) -> Chart:
    """What each way is worth for every chance of the type hoped for."""
    comparison, setting = comparison_of(ledger), ledger.findings.setting
    assert comparison.hoped is not None
    names = list(comparison.formats)
    hoped = ledger.type_name(comparison.hoped)
    other = ledger.party(setting.other)
    changes = [f"above {turning_point(each.chance)} {ledger.form(each.above)}" for each in comparison.crossings]
    first = names[int(first_best(comparison.by_prior)[0])]
    if len(names) == 1:
        least, most = (wording.points(comparison.by_prior[0, place]) for place in (0, -1))
        message = wording.upper_first(
            f"{ledger.form(first)} is worth {least} if {other} is surely not {hoped}, and {most} if it surely is"
        )
    elif changes:
        message = wording.upper_first(f"{ledger.form(first)} is worth most; {'; '.join(changes)}")
    else:
        message = wording.upper_first(
            f"{ledger.form(first)} is worth most, however likely it is that {other} is {hoped}"
        )
    at = [0, len(comparison.priors) // 2, len(comparison.priors) - 1]
    told = "; ".join(
        f"{ledger.form(name)}: " + ", ".join(
            f"{wording.points(comparison.by_prior[row, k])} at {wording.percent(comparison.priors[k])}" for k in at
        )
        for row, name in enumerate(names)
    )  # fmt: skip
    today = wording.percent(float(setting.types[comparison.hoped][0]))
    note = (
        f"Chance that {other} is {hoped}; what else it may be keeps its proportion. "
        f"It is put at {today} today (dashed)."
    )
    rows = [
        {"x": 100 * float(prior), "y": float(comparison.by_prior[row, k]), "name": ledger.form(name)}
        for row, name in enumerate(names)
        for k, prior in enumerate(comparison.priors)
    ]
    title = f"Chance that {other} is {hoped}, %"
    mark = 100 * float(setting.types[comparison.hoped][0])
    alternative = f"Worth by the chance that {other} is {hoped}: {told}."
    return Chart(message, alternative, lambda: _lines(ledger, rows, names, title, mark), note)


def errors_chart(ledger: Ledger) -> Chart:
    """What each way is worth for every chance of an error of judgement in the room."""
    comparison = comparison_of(ledger)
    names = list(comparison.by_error)
    drops = {name: float(values[0] - values[-1]) for name, values in comparison.by_error.items()}
    order = sorted(drops, key=lambda name: -drops[name])
    ends = list(dict.fromkeys((order[0], order[-1])))
    message = f"Tossed-up choices in the room: {', '.join(_loses(ledger, name, drops) for name in ends)}"
    told = "; ".join(
        f"{ledger.form(name)}: {wording.points(values[0])} at {wording.percent(ERRORS[0])}, "
        f"{wording.points(values[-1])} at {wording.percent(ERRORS[-1])}"
        for name, values in comparison.by_error.items()
    )
    rows = [
        {"x": 100 * error, "y": float(values[k]), "name": ledger.form(name)}
        for name, values in comparison.by_error.items()
        for k, error in enumerate(ERRORS)
    ]
    note = (
        "How often the worse of two choices ten points apart is taken in the room; at 50 % choices are tossed up. Gains and losses are "
        f"from {wording.percent(ERRORS[0])} to there. Nothing else changes."
    )
    title = "Errors of judgement in the room, %"
    return Chart(message, f"Worth by errors: {told}.", lambda: _lines(ledger, rows, names, title, None), note)


def _loses(ledger: Ledger, name: str, drops: dict[str, float]) -> str:
    text = wording.points(abs(drops[name]))
    return (
        f"{text} point{'' if text == '1' else 's'} {'lost' if drops[name] >= 0 else 'gained'} with {ledger.form(name)}"
    )


def _lines(
    ledger: Ledger, rows: list[dict[str, Any]], names: list[str], title: str, mark: float | None
) -> altair.TopLevelMixin:
    import altair as alt

    order = list(ledger.findings.setting.process.formats)
    labels = {ledger.form(name): fold(wording.upper_first(ledger.form(name)), 60) for name in names}
    rows = [row | {"name": labels[row["name"]]} for row in rows]
    colours = [party_look(order.index(name))[0] for name in names]
    dashes = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [1, 3]]
    domain = list(labels.values())
    legend = alt.Legend(title=None, orient="bottom", columns=1, labelLimit=0, symbolSize=300)
    base = alt.Chart(inline(rows))
    lines = base.mark_line(strokeWidth=2.5).encode(
        x=alt.X("x:Q", title=title),
        y=alt.Y("y:Q", title="Worth, points", scale=alt.Scale(zero=False)),
        color=alt.Color("name:N", scale=alt.Scale(domain=domain, range=colours), legend=legend),
        strokeDash=alt.StrokeDash(
            "name:N",
            scale=alt.Scale(domain=domain, range=[dashes[order.index(name) % len(dashes)] for name in names]),
            legend=legend,
        ),
    )
    height = 300 + sum(18 + 13 * label.count("\n") for label in domain)  # the legend's lines are a part of it
    if mark is None:
        return alt.layer(lines).properties(width=WIDTH, height=height)
    today = alt.Chart(inline([{"x": mark}])).mark_rule(strokeDash=[4, 4], color=GREY).encode(x="x:Q")
    return alt.layer(lines, today).properties(width=WIDTH, height=height)


def play_chart(ledger: Ledger, name: str) -> Chart:
    """How one format would run, as the side that decides would see it."""
    comparison, setting = comparison_of(ledger), ledger.findings.setting
    solved = comparison.formats[name]
    root = public_play(solved.form, solved.strategy[0], len(setting.types))
    movers = [wording.upper_first(ledger.short(party)) for party in (setting.by, setting.other)]
    hoped = comparison.hoped
    heads = ["likely", "worth", *(["belief"] if hoped else [])]
    node = _node(ledger, root, movers, wording.upper_first(ledger.form(name)), bool(hoped))
    outcome = outcome_of(setting, name, solved)
    shares = [f"{wording.percent(outcome.kept)} signed and kept"]
    if outcome.broken:
        shares.append(f"{wording.percent(outcome.broken)} signed and broken")
    shares.append(f"{wording.percent(round(sum(outcome.failed.values()), DIGITS))} without an agreement")
    signed = wording.listed(shares) if setting.process.formats[name].can_sign else "nothing can be signed"
    message = f"{wording.upper_first(ledger.form(name))}: {signed}"
    belief = (
        f" Belief: how likely it then is that {ledger.party(setting.other)} is {ledger.type_name(hoped)}."
        if hoped
        else ""
    )
    note = (
        f"Likely: how often play comes here. Worth: what {ledger.party(setting.by)} then expects in the end, in points.{belief} "
        f"Branches less likely than {wording.percent(SHOWN)} are left out."
    )
    told = "; ".join(ways(node))
    return Chart(message, f"The tree, branch by branch: {told}.", lambda: draw(node, heads, movers), note)


def _node(ledger: Ledger, move: Move, movers: list[str], label: str, hoped: bool) -> Node:
    who = (
        1 if {KEEP, BREAK} & set(move.moves) else move.mover
    )  # the other side keeps or breaks, whatever stands for its choice
    mover = movers[who] if who >= 0 else ""
    figures = [wording.percent(round(move.chance, DIGITS)), wording.points(move.value)]
    if hoped:
        figures.append(wording.percent(round(float(move.belief[0]), DIGITS)))
    children = [
        _node(ledger, below, movers, wording.upper_first(below.label), hoped)
        for below in move.moves.values()
        if below.chance >= SHOWN
    ]
    return Node(label, mover, tuple(figures), children)
