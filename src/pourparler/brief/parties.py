"""Who is there, what each wants, and how much each issue weighs for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pourparler import wording
from pourparler.answer import Block, Chart, Figure, Section, Sentence, Table, say
from pourparler.chart_style import INK, WIDTH, inline
from pourparler.scenario.model import Party, Scenario
from pourparler.scenario.numbers import condition_label, numbers

if TYPE_CHECKING:
    import altair

WEIGHT_RAMP = ("#f4f6f9", "#d5deea", "#a9bdd6", "#7396bd", "#3f6b9e", "#123a63")


def parties_section(scenario: Scenario) -> Section:
    """The section on the parties and what they want."""
    content: list[Block] = [_table(scenario)]
    if scenario.preferences:
        content.append(_chart(scenario))
    red_lines = [
        (wording.upper_first(scenario.parties[name].name), condition_label(scenario, line.never), line.because or "")
        for name, preferences in scenario.preferences.items()
        for line in preferences.red_lines
    ]
    if red_lines:
        content.append(Table("Red lines", ("Party", "Will never sign", "Because"), tuple(red_lines)))
    return Section("parties", "The parties and what they want", tuple(content))


def _role(scenario: Scenario, party: Party) -> str:
    words = str(party.role)
    if party.of is not None:
        words += f" of {scenario.parties[party.of].name}"
    words += ", in the room" if party.present else ", not in the room"
    vetoes = [
        scenario.issues[name].name
        + (f" ({condition_label(scenario, {name: selection})})" if selection is not None else "")
        for name, selection in party.veto.items()
    ]
    return words + (f"; can block: {wording.listed(vetoes)}" if vetoes else "")


def _table(scenario: Scenario) -> Table:
    lines = {line.name: line for line in numbers(scenario)}
    rows: list[tuple[Sentence | str, ...]] = []
    for name, party in scenario.parties.items():
        line = lines.get(f"preferences/{name}/walk_away")
        walk_away = say(Figure(str(line.value), line.origin.standing(), line.anchor)) if line else "not given"
        wants = party.wants or ""
        if party.can_live_without:
            wants += f"{'. ' if wants else ''}Can live without: {wording.lower_first(party.can_live_without)}"
        rows.append((wording.upper_first(party.name), _role(scenario, party), wants, walk_away))
    note = (
        "Walk-away value: what a party's best course without a deal is worth to it, on its own scale from 0 to 100."
        " Least to greatest in brackets."
    )
    return Table(
        "Who they are", ("Party", "Role", "Wants", "Walk-away value"), tuple(rows), numeric=frozenset({3}), note=note
    )


def _weights(scenario: Scenario, name: str) -> dict[str, float]:
    stakes = scenario.preferences[name].issues
    total = sum(stake.weight.value.best for stake in stakes.values()) or 1.0
    return {issue: 100 * stake.weight.value.best / total for issue, stake in stakes.items()}


def _chart(scenario: Scenario) -> Chart:
    tops = []
    for name in scenario.preferences:
        weights = _weights(scenario, name)
        if scenario.parties[name].is_principal and weights:
            top = max(weights, key=lambda issue: weights[issue])
            tops.append((scenario.parties[name].name, scenario.issues[top].name))
    if len({issue for _, issue in tops}) == 1:
        message = (
            f"{wording.upper_first(tops[0][1])} weighs most for {'both sides' if len(tops) == 2 else 'every principal'}"
        )
    else:
        message = "What weighs most: " + "; ".join(f"for {party}, {issue}" for party, issue in tops)
    told = []
    for name in scenario.preferences:
        weights = _weights(scenario, name)
        ordered = sorted(weights, key=lambda issue: -weights[issue])
        told.append(
            f"{scenario.parties[name].name}: "
            + ", ".join(f"{scenario.issues[i].name} {wording.points(weights[i])}" for i in ordered)
        )
    note = (
        "Share of 100 points at stake between the worst and the best option of each issue, best guess. Empty: no stake."
    )
    return Chart(message, "Weights of the issues. " + ". ".join(told) + ".", lambda: _heat(scenario), note)


def _heat(scenario: Scenario) -> altair.TopLevelMixin:
    import altair as alt

    rows = []
    for name in scenario.preferences:
        party = scenario.parties[name]
        for issue, weight in _weights(scenario, name).items():
            rows.append(
                {
                    "party": wording.upper_first(party.short or party.name),
                    "issue": scenario.issues[issue].name,
                    "weight": round(weight, 1),
                    "text": wording.points(weight),
                }
            )
    heaviest = max(row["weight"] for row in rows if isinstance(row["weight"], float))
    issues = [issue.name for issue in scenario.issues.values()]
    names = [wording.upper_first(scenario.parties[n].short or scenario.parties[n].name) for n in scenario.preferences]
    x = alt.X("party:N", sort=names, title=None, axis=alt.Axis(orient="top", labelAngle=0, ticks=False, domain=False))
    y = alt.Y("issue:N", sort=issues, title=None)
    base = alt.Chart(inline(rows))
    scale = alt.Scale(range=list(WEIGHT_RAMP), domain=[heaviest * step / 5 for step in range(6)])
    cells = base.mark_rect(stroke="white", strokeWidth=2).encode(
        x=x, y=y, color=alt.Color("weight:Q", scale=scale, legend=None)
    )
    light = f"datum.weight > {heaviest * 0.5}"
    texts = base.mark_text(fontSize=12).encode(
        x=x, y=y, text="text:N", color=alt.condition(light, alt.value("white"), alt.value(INK))
    )
    return alt.layer(cells, texts).properties(width=WIDTH, height=alt.Step(26))
