"""Bilateral against multilateral: what bringing the allies in costs and saves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pourparler import wording
from pourparler.allies.ledger import VERSIONS, Ledger, out_of_100, quantiles
from pourparler.allies.tally import Floats
from pourparler.allies.versions import Version
from pourparler.answer import Chart, Sentence, Table
from pourparler.chart_style import GREY, WIDTH, inline, party_look

if TYPE_CHECKING:
    import altair


def shown(ledger: Ledger) -> list[int]:
    """Positions of those whose worth is shown: the principals, the lead first, then the protected."""
    found = ledger.findings
    return [*found.sides, *found.setting.measure.protected]


def versions_table(ledger: Ledger) -> Table:
    """Each version: what each party has, how many deals are left, the chance that it is ratified."""
    found = ledger.findings
    versions = found.versions
    rows: list[tuple[Sentence | str, ...]] = [
        ("Deals left", *(_left(ledger, version) for version in versions)),
        ("The fair deal then has", *(_change(ledger, version) for version in versions)),
    ]
    for party in shown(ledger):
        worth = [_where(version, wording.spread(*quantiles(version.worth[:, party]))) for version in versions]
        rows.append((f"{ledger.heading(party)} has", *worth))
    rows.append(("Ratified, once signed", *(_where(each, out_of_100(each.ratified)) for each in versions)))
    rows.append(("No ally is against, once signed", *(_where(each, out_of_100(each.unopposed)) for each in versions)))
    columns = ("The allies are", *(VERSIONS[version.name] for version in versions))
    note = (
        "Outside: only the principals must be better off than without a deal. Consulted: besides, no ally and no holder of a "
        "veto may have less than today. With a veto each: besides, each of these must have at least its walk-away value, "
        "whatever the deal touches. In each case, the deal in which the principals' gains, multiplied with each other, are "
        "largest. Ratified: by those whose consent the file asks for. No ally is against: none of them, nor a holder of a "
        "veto, is better off without a deal. Worth in own points, which have no common measure."
    )
    return Table("The same talks with the allies outside and inside", columns, tuple(rows), frozenset({1, 2, 3}), note)


def _left(ledger: Ledger, version: Version) -> str:
    if version.left is None:
        return "not counted"
    return f"{version.left:,} ({wording.percent(version.left / max(ledger.findings.setting.measure.size, 1))})"


def _where(version: Version, text: str) -> str:
    """A text where the version has a deal, else nothing."""
    return "" if version.deal is None else text


def _change(ledger: Ledger, version: Version) -> str:
    if version.deal is None:
        return "no deal"
    if ledger.findings.fair is None:
        return ""
    fair = ledger.findings.deals[0]
    return ledger.differences(version.deal, fair) or "the options of the fair deal"


def against_today(ledger: Ledger, version: Version) -> Floats:
    """What a version changes for each party against today, at the best guess."""
    measured = ledger.findings.setting.measure
    return np.asarray(version.worth[0] - measured.utilities(measured.today[None, :], slice(0, 1))[0, 0])


def told_apart(ledger: Ledger) -> list[tuple[str, Version]]:
    """The versions that have a deal, those with the same one together under one name."""
    found: list[tuple[str, Version]] = []
    for version in ledger.findings.versions:
        if version.deal is None:
            continue
        name = VERSIONS[version.name]
        if found and found[-1][1].deal is not None and (found[-1][1].deal == version.deal).all():
            found[-1] = f"{found[-1][0]}, {wording.lower_first(name)}", found[-1][1]
        else:
            found.append((name, version))
    return found


def versions_chart(ledger: Ledger) -> Chart:
    """What each party gains or loses against today in each version."""
    versions = told_apart(ledger)
    told = "; ".join(
        f"{wording.lower_first(name)}: "
        + ", ".join(
            f"{ledger.party(party)} {wording.change(against_today(ledger, version)[party])}" for party in shown(ledger)
        )
        for name, version in versions
    )
    hurt = [
        ledger.short(party)
        for party in ledger.findings.setting.measure.protected
        if versions and against_today(ledger, versions[0][1])[party] < -0.05
    ]
    if not versions:
        message = "No deal is better than none for all principals"
    elif hurt:
        message = f"With the allies outside, the fair deal leaves {wording.listed(hurt)} worse off than today"
    else:
        message = "The fair deal leaves no ally worse off than today, asked or not"
    note = "Points against today, at the best guess, each in the party's own measure."
    return Chart(
        message, f"Change against today, {told}." if told else f"{message}.", lambda: _versions(ledger, versions), note
    )


def _versions(ledger: Ledger, versions: list[tuple[str, Version]]) -> altair.TopLevelMixin:
    import altair as alt

    parties = [ledger.heading(party) for party in shown(ledger)]
    names = [name for name, _ in versions]
    rows = [
        {
            "party": ledger.heading(party),
            "version": name,
            "change": round(float(against_today(ledger, version)[party]), 3),
            "zero": 0,
            "text": wording.change(float(against_today(ledger, version)[party])),
        }
        for name, version in versions
        for party in shown(ledger)
    ]
    y = alt.Y("party:N", sort=parties, title=None)
    offset = alt.YOffset("version:N", sort=names)
    colour = alt.Color(
        "version:N",
        scale=alt.Scale(domain=names, range=[party_look(place)[0] for place in range(len(names))]),
        legend=alt.Legend(title="The allies are"),
    )
    base = alt.Chart(inline(rows))
    bars = base.mark_bar().encode(
        x=alt.X("change:Q", title="Points against today"), x2="zero:Q", y=y, yOffset=offset, color=colour
    )
    texts = [
        base.transform_filter(alt.datum.change >= 0 if right else alt.datum.change < 0)
        .mark_text(align="left" if right else "right", dx=4 if right else -4, baseline="middle", fontSize=10)
        .encode(x="change:Q", y=y, yOffset=offset, text="text:N")
        for right in (True, False)
    ]
    zero = alt.Chart(inline([{"zero": 0}])).mark_rule(color=GREY).encode(x="zero:Q")
    return alt.layer(bars, *texts, zero).properties(width=WIDTH, height=alt.Step(14))
