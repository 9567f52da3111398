"""A briefing written by hand, to be set: a fishing treaty between two invented countries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import altair

from pourparler.answer import (
    Bullets,
    Chart,
    Computed,
    Figure,
    Headline,
    Method,
    Paragraph,
    Section,
    Status,
    Table,
    Topic,
    say,
)
from pourparler.brief.document import Brief, CorrectionLine, NumberLine, SourceLine, SourceLink
from pourparler.chart_style import HARM_RAMP, PARTY_COLOURS, fold

REPORT = SourceLink("source-stock-report", "State of the northern herring stock 2023")
SPEECH = SourceLink("source-minister", "The minister's speech at Port Hallam")
SURVEY = SourceLink("source-survey", "Survey of 412 boat owners")

OPTIONS = (
    ("Catch shared by the stock's distribution over the two zones, reviewed every third year", 96, 91),
    ("Inspectors of both countries on board all boats above 24 metres", 88, 84),
    ("Landing rights in Port Hallam for fresh fish only", 71, 66),
    ("Compensation fund for the coastal villages, paid half and half", 54, 49),
    ("Closed season from 1 May to 15 July on the common bank", 40, 51),
)


def computed(text: str, anchor: str) -> Figure:
    return Figure(text, Status.COMPUTED, anchor)


def draw_deals() -> altair.TopLevelMixin:
    points = [
        {"us": 20 + 7 * i % 61, "them": 18 + 11 * (i * i) % 57, "deal": "other deals", "name": ""} for i in range(120)
    ]
    named = [
        {"us": 62, "them": 71, "deal": "efficient", "name": "Even split of the gain"},
        {"us": 78, "them": 52, "deal": "efficient", "name": "Best for us that they accept"},
        {"us": 44, "them": 80, "deal": "efficient", "name": "Best for them that we accept"},
    ]
    axes = {
        "x": altair.X("us:Q", title="Value to Hallam, 0 to 100", scale=altair.Scale(domain=[0, 100])),
        "y": altair.Y("them:Q", title="Value to Estmark, 0 to 100", scale=altair.Scale(domain=[0, 100])),
    }
    cloud = altair.Chart(altair.InlineData(points)).mark_point(color="#b8b8b8", size=18, clip=True).encode(**axes)
    frontier = altair.Chart(altair.InlineData(named)).mark_point(size=110, color=PARTY_COLOURS[0]).encode(**axes)
    labels = frontier.mark_text(dy=-14).encode(text="name:N")
    floor = altair.Chart(altair.InlineData([{"at": 34}])).mark_rule(strokeDash=[4, 3]).encode(x="at:Q")
    return cloud + frontier + labels + floor


def draw_options() -> altair.TopLevelMixin:
    rows = [{"option": fold(name), "share": share} for name, share, _ in OPTIONS]
    bars = altair.Chart(altair.InlineData(rows)).encode(
        y=altair.Y("option:N", sort=None, title=None),
        x=altair.X("share:Q", title="Draws of 100 whose best deal holds it", scale=altair.Scale(domain=[0, 100])),
    )
    return bars.mark_bar() + bars.mark_text(align="left", dx=5).encode(text="share:Q")


def draw_harm() -> altair.TopLevelMixin:
    rows = [
        {"party": party, "deal": deal, "loss": loss}
        for party, losses in (("Coastal villages", (2, 11, 19)), ("Processing plants", (0, 6, 14)))
        for deal, loss in zip(("Even split", "Best for us", "Best for them"), losses, strict=True)
    ]
    cells = altair.Chart(altair.InlineData(rows)).encode(
        x=altair.X("deal:N", sort=None, title=None, axis=altair.Axis(labelAngle=0)), y=altair.Y("party:N", title=None)
    )
    colour = altair.Color("loss:Q", title="Points lost", scale=altair.Scale(range=list(HARM_RAMP)))
    return cells.mark_rect().encode(color=colour).properties(height=90)


DEALS_CHART = Chart(
    "Both gain most where the catch follows the stock",
    "Scatter chart of 4,320 deals by their value to Hallam and to Estmark. Three efficient deals are named; the even "
    "split of the gain is worth 62 to Hallam and 71 to Estmark. A dashed line marks what walking away is worth to us.",
    draw_deals,
)
OPTIONS_CHART = Chart(
    "The catch key and the inspectors are settled, the closed season is open",
    "Bar chart. The catch key is in 96 of 100 draws, inspectors in 88, landing rights in 71, the compensation fund in "
    "54, the closed season in 40.",
    draw_options,
    note="Best deal: the even split of the gain.",
)
HARM_CHART = Chart(
    "The villages lose under every deal that has no fund",
    "Coloured table: coastal villages lose 2, 11 and 19 points, processing plants 0, 6 and 14.",
    draw_harm,
)

HEADLINES = (
    Headline(
        Topic.ANSWER,
        (
            say("Go, and ask for the catch key before anything else."),
            say(
                "Of ",
                computed("4,320", "deals-count"),
                " possible deals, ",
                computed("31 %", "deals-share"),
                " are better than no deal for both countries.",
            ),
            say(
                "The deal that gives each the same share of what it could hope for is worth ",
                computed("62 (55 to 69)", "deals-even-us"),
                " to us, where walking away is worth ",
                Figure("34 (28 to 41)", Status.JUDGED, "hallam-walk-away"),
                ", and ",
                computed("71 (60 to 79)", "deals-even-them"),
                " to Estmark.",
            ),
        ),
    ),
    Headline(
        Topic.HURT,
        (
            say(
                "Every deal without a compensation fund takes from the coastal villages: ",
                computed("11 points (6 to 17)", "harm-villages"),
                " in the deal that is best for us.",
            ),
            say(
                "The villages hold no veto, but ", Figure("412", Status.QUOTED, "boats"), " boat owners vote in spring."
            ),
        ),
    ),
    Headline(
        Topic.REFUSE,
        (
            say(
                "A catch key fixed for ten years: it passes our bottom line in ",
                computed("83 of 100", "refuse-key"),
                " draws.",
            ),
        ),
    ),
    Headline(
        Topic.ASK,
        (
            say(
                "Inspectors on all large boats; it costs Estmark ",
                Figure("4 points", Status.ASSUMED, "estmark-cost"),
                ".",
            ),
        ),
    ),
    Headline(
        Topic.HOW_SURE,
        (
            say("The catch key is in ", computed("96 of 100", "key-draws"), " draws; the closed season is open."),
            say(
                "The stock fell by ",
                Figure("18 %", Status.CORRECTED, "correction-stock"),
                ", not by half as was said in Port Hallam.",
            ),
        ),
    ),
    Headline(
        Topic.WOULD_CHANGE,
        (
            say(
                "If walking away were worth more than ",
                computed("58", "turning-point"),
                " to Estmark, no deal remains.",
            ),
        ),
    ),
    Headline(Topic.NOT_KNOWN, (say("Third countries that may join later, and the price of fuel."),)),
)

OPTIONS_TABLE = Table(
    "How often each option is part of the best deal | of 100 draws",
    ("Option", "In the even split", "In the best deal for us"),
    tuple((name, say(computed(str(even), "key-draws")), str(best)) for name, even, best in OPTIONS),
    numeric=frozenset({1, 2}),
    note="The draws differ in every number that is uncertain in the scenario.",
)

SECTIONS = (
    Section(
        "deals",
        "Which agreements are possible",
        (
            Paragraph(
                (
                    say("Five issues give ", computed("4,320", "deals-count"), " deals that no rule forbids."),
                    say(
                        "Of these ",
                        computed("37", "deals-frontier"),
                        " cannot be bettered for one side at no cost to the other.",
                    ),
                )
            ),
            OPTIONS_CHART,
            OPTIONS_TABLE,
            Paragraph(
                (say("The closed season matters to the villages more than to either capital."),), lead="What is open"
            ),
            Bullets(
                (
                    say("A closed season until 15 July raises the stock, by the report's middle course, by a tenth."),
                    say(
                        "A season that ends on 1 June costs us ",
                        Figure("3 points", Status.JUDGED, "hallam-season-value"),
                        ".",
                    ),
                )
            ),
        ),
    ),
    Section(
        "harm",
        "Who would be hurt",
        (
            Paragraph((say("Harm is measured against today, on each party's own scale of 0 to 100."),)),
            HARM_CHART,
            Table(
                "Loss of those outside the room, in points",
                ("Party", "Even split", "Best for us", "Best for them", "Can block"),
                (
                    (
                        "Coastal villages",
                        say(computed("2 (0 to 5)", "harm-villages")),
                        "11 (6 to 17)",
                        "19 (12 to 26)",
                        "no",
                    ),
                    ("Processing plants in Port Hallam", "0 (0 to 2)", "6 (3 to 9)", "14 (9 to 18)", "no"),
                    ("Estmark's regional assembly", "1 (0 to 3)", "9 (5 to 15)", "0 (0 to 1)", "landing rights"),
                ),
                numeric=frozenset({1, 2, 3}),
            ),
        ),
    ),
    Section(
        "leverage",
        "What moves the outcome",
        (
            Paragraph(
                (
                    say("One number decides most: what walking away is worth to Estmark."),
                    say("Above ", computed("58", "turning-point"), " the two sides have nothing left to agree on."),
                ),
                lead="The turning point",
            ),
            DEALS_CHART,
        ),
    ),
)

COMPUTED = (
    Computed(
        "deals-count",
        "Possible deals",
        "4,320",
        "Counted: every choice of one option an issue that no rule forbids.",
        "deals",
    ),
    Computed(
        "deals-share", "Deals better than no deal for both", "31 %", "1,339 of 4,320 deals, at the best guess.", "deals"
    ),
    Computed(
        "deals-frontier", "Deals that cannot be bettered", "37", "The exact Pareto frontier of all deals.", "deals"
    ),
    Computed("deals-even-us", "Even split, value to Hallam", "62 (55 to 69)", "Kalai-Smorodinsky solution.", "deals"),
    Computed("deals-even-them", "Even split, value to Estmark", "71 (60 to 79)", "Kalai-Smorodinsky solution."),
    Computed(
        "harm-villages",
        "Loss of the coastal villages",
        "11 (6 to 17)",
        "Value of the deal less value of today.",
        "harm",
    ),
    Computed(
        "refuse-key", "Draws in which a ten-year key is worse than no deal", "83 of 100", "Counted over the draws."
    ),
    Computed("key-draws", "Draws whose even split holds the option", "96 of 100", "Counted over the draws.", "deals"),
    Computed(
        "turning-point", "Walk-away value above which no deal remains", "58", "Bisection to 0.5 points.", "leverage"
    ),
)

ISSUES = ("catch key", "inspectors", "landing rights", "compensation fund", "closed season")


def party_numbers(party: str, short: str, first_line: int) -> tuple[NumberLine, ...]:
    lines = [
        NumberLine(
            f"{short}-walk-away",
            party,
            "Walking away",
            "34 (28 to 41)",
            Status.JUDGED,
            because="Two seasons of patrols and no landing rights",
            judged_by="fisheries ministry, 20 February 2024",
            location=f"scenario.yaml:{first_line}",
        )
    ]
    for position, issue in enumerate(ISSUES):
        name = issue.split()[-1]
        quoted = position % 2 == 0
        lines.append(
            NumberLine(
                f"{short}-{name}-weight",
                party,
                f"Weight of the {issue}",
                f"{30 - 4 * position} ({25 - 4 * position} to {36 - 4 * position})",
                Status.QUOTED if quoted else Status.JUDGED,
                because="Named first in the survey; the margin is the survey's own"
                if quoted
                else "Said so in three meetings",
                sources=(SURVEY, SPEECH) if quoted else (),
                quote="first of all the key" if quoted else "",
                judged_by="" if quoted else "delegation",
                location=f"scenario.yaml:{first_line + 3 + 4 * position}",
            )
        )
        lines.append(
            NumberLine(
                f"{short}-{name}-value",
                party,
                f"Value of the middle option: {OPTIONS[position][0].lower()}",
                "60 (45 to 70)",
                Status.ASSUMED,
                because="Half of the way, for want of anything better",
                location=f"scenario.yaml:{first_line + 5 + 4 * position}",
            )
        )
    return tuple(lines)


NUMBERS = (
    *party_numbers("Hallam", "hallam", 40),
    *party_numbers("Estmark", "estmark", 80),
    NumberLine("estmark-cost", "Estmark", "Cost of inspectors", "4", Status.ASSUMED, location="scenario.yaml:130"),
    NumberLine(
        "boats",
        "Coastal villages",
        "Boat owners asked",
        "412",
        Status.QUOTED,
        sources=(SURVEY,),
        location="scenario.yaml:140",
    ),
    *(
        NumberLine(
            f"villages-{position}",
            "Coastal villages",
            f"Weight of the {issue}",
            str(10 + 5 * position),
            Status.CORRECTED if position == 3 else Status.QUOTED,
            sources=(SURVEY,),
            quote="of great weight",
            location=f"numbers.csv:{position + 2}",
        )
        for position, issue in enumerate(ISSUES)
    ),
)

SOURCES = (
    SourceLine(
        REPORT.anchor,
        REPORT.title,
        "Northern Fisheries Council",
        "November 2023",
        "report",
        "usually reliable",
        "confirmed",
    ),
    SourceLine(
        SPEECH.anchor,
        SPEECH.title,
        "Ministry of Fisheries",
        "11 January 2024",
        "statement",
        "fairly reliable",
        "doubtful",
    ),
    SourceLine(SURVEY.anchor, SURVEY.title, "University of Hallam", "2023", "data set", "reliable", "probably true"),
)

BRIEF = Brief(
    title="Hallam and Estmark: who may fish on the common bank",
    question="Should we open talks on the herring treaty before the season begins, and what should we ask for?",
    as_of=date(2024, 3, 1),
    briefed="The Government of Hallam",
    version="0.1.0",
    seed=7,
    draws=100,
    scenario_hash="3f9a1c5e7b2d4860a1f3c9d27e5b8410",
    headlines=HEADLINES,
    page_one_chart=DEALS_CHART,
    sections=SECTIONS,
    computed=COMPUTED,
    numbers=NUMBERS,
    sources=SOURCES,
    corrections=(
        CorrectionLine(
            "correction-stock",
            "The stock has fallen by half since 2019",
            SPEECH,
            "It fell by 18 %, from 2.2 to 1.8 million tonnes.",
            REPORT,
            "The speech took the catch for the stock.",
        ),
    ),
    methods=(
        Method(
            "Same share of what each could hope for",
            "The Kalai-Smorodinsky solution: of all deals, the one whose smallest share of each side's greatest possible gain is "
            "largest; ties are settled by the next smallest share.",
            "Kalai and Smorodinsky, Econometrica 43 (1975), 513-518.",
        ),
        Method(
            "Efficient deals",
            "All deals that no other deal betters for one side at no cost to the other.",
            "Pareto (1906).",
        ),
    ),
    range_note="A range such as 62 (55 to 69) covers 5 to 95 % of the draws.",
)

HOSTILE = '<script>alert("1 & 2")</script>'


def hostile_brief() -> Brief:
    """The sample with markup in every kind of text that a scenario can carry."""
    table = Table(HOSTILE, (HOSTILE, "a | b"), ((HOSTILE, "x | y\n*z*"),), numeric=frozenset({1}), note=HOSTILE)
    chart = replace(OPTIONS_CHART, message=HOSTILE, alternative=HOSTILE, note=HOSTILE)
    content = (
        Paragraph((say(HOSTILE, Figure(HOSTILE, Status.JUDGED, "hostile-number")),), lead=HOSTILE),
        Bullets((say(HOSTILE),)),
        table,
        chart,
    )
    link = SourceLink("hostile-source", HOSTILE)
    return replace(
        BRIEF,
        title=HOSTILE,
        question=HOSTILE,
        briefed=HOSTILE,
        version=HOSTILE,
        scenario_hash=HOSTILE,
        page_one_chart=chart,
        range_note=HOSTILE,
        headlines=(*HEADLINES, Headline(Topic.NOT_KNOWN, (say(HOSTILE),))),
        sections=(*SECTIONS, Section("hostile", HOSTILE, content)),
        computed=(*COMPUTED, Computed("hostile-computed", HOSTILE, HOSTILE, HOSTILE, "hostile")),
        numbers=(
            *NUMBERS,
            NumberLine(
                "hostile-number", HOSTILE, HOSTILE, HOSTILE, Status.JUDGED, HOSTILE, (link,), HOSTILE, HOSTILE, HOSTILE
            ),
        ),
        sources=(*SOURCES, SourceLine("hostile-source", HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)),
        corrections=(CorrectionLine("correction-stock", HOSTILE, link, HOSTILE, link, HOSTILE),),
        methods=(Method(HOSTILE, HOSTILE, HOSTILE),),
    )
