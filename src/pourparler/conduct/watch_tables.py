"""What to watch for, what each result would make one do, and how long patience takes."""

from __future__ import annotations

import numpy as np

from pourparler import wording
from pourparler.answer import Block, Bullets, Paragraph, Sentence, Table, say
from pourparler.conduct.ledger import Ledger, chance, chance_range, quantiles, times
from pourparler.conduct.watch import CLEAR, IMPOSSIBLE, NOT_SEEN, SEEN, Patience, Watched

SECTION = "conduct-watch"
NOTHING = 0.05  # points below which a value is said to be none


def watch_blocks(ledger: Ledger, watched: Watched) -> list[Block]:
    """Courses and indicators."""
    blocks: list[Block] = []
    if ledger.findings.conduct.courses:
        blocks += [Paragraph(tuple(_course(ledger, watched))), _courses(ledger, watched)]
    if ledger.findings.conduct.indicators:
        blocks.append(_indicators(ledger, watched))
    return blocks


def _course(ledger: Ledger, watched: Watched) -> list[Sentence]:
    courses = list(ledger.findings.conduct.courses.values())
    best = int(watched.best[0])
    share = ledger.computed(
        "course-best",
        f"Draws in which '{courses[best].name}' is worth most",
        wording.of_100(float((watched.best[1:] == best).mean()) if len(watched.best) > 1 else 1.0),
        "Worth of each course under each reading, weighted by its probability",
        SECTION,
    )
    perfect = ledger.computed(
        "perfect",
        "What it would be worth to know the truth before choosing",
        wording.spread(*quantiles(watched.perfect)),
        "Expected value of perfect information, in points of the briefed side",
        SECTION,
    )
    return [
        say(f"On this reading the best course is to {courses[best].name}, in ", share, "."),
        say("To know the truth first would be worth ", perfect, " points; no indicator can be worth more."),
    ]


def _courses(ledger: Ledger, watched: Watched) -> Table:
    names = list(ledger.findings.conduct.courses.values())
    rows = tuple(
        (
            wording.upper_first(names[a].name),
            wording.spread(*quantiles(watched.course[:, a])),
            wording.of_100(float((watched.best[1:] == a).mean())) if len(watched.best) > 1 else "",
            names[a].because or "",
        )
        for a in np.argsort(-watched.course[0], kind="stable")
    )
    note = "Points on the briefed side's own scale; only what conduct tells is weighed here, not the terms of a deal."
    columns = ("Course", "Expected worth", "Best in", "Because")
    return Table("What each course is worth, given this reading", columns, rows, frozenset({1, 2}), note)


def _indicators(ledger: Ledger, watched: Watched) -> Table:
    conduct, weighed = ledger.findings.conduct, ledger.findings.weighed
    assert weighed is not None
    indicators, leader = list(conduct.indicators.values()), weighed.leader
    rows: list[tuple[Sentence | str, ...]] = []
    for j in watched.order:
        each = indicators[j]
        seen, missed = (_believed(float(watched.belief[j, result, leader])) for result in (SEEN, NOT_SEEN))
        row = [
            f"{each.what}, by {wording.long_date(each.by)}" + (f" ({each.reporter})" if each.reporter else ""),
            chance_range(*quantiles(watched.chance[:, j])),
            f"{seen} / {missed}",
            bits(float(watched.gain[0, j])),
        ]
        if conduct.courses:
            row += [wording.spread(*quantiles(watched.worth[:, j])), do_then(ledger, watched, j)]
        rows.append(tuple(row))
    columns = [
        "What would be seen",
        "Chance",
        f"'{wording.upper_first(ledger.findings.name(leader))}' if seen / if not",
        "Bits",
    ]
    note = "Bits: how much it tells of the readings, whatever one would do (1 bit halves the doubt between two)."
    if conduct.courses:
        columns += ["Worth to the decision", "What each result would make us do"]
        note += " Worth: points by which the decision is expected to gain from knowing it in time, less its cost; sorted by it."
    return Table(
        "What to watch, and what it would make us do", tuple(columns), tuple(rows), frozenset({1, 2, 3, 4}), note
    )


def _believed(share: float) -> str:
    return "cannot be" if np.isnan(share) else chance(share)


def bits(gain: float) -> str:
    """An amount of information: `0.08`, `under 0.01`."""
    return f"{gain:.2f}" if gain >= 0.01 else "under 0.01"


def do_then(ledger: Ledger, watched: Watched, indicator: int) -> str:
    """What seeing the indicator, and not seeing it, would make the briefed side do."""
    assert watched.after is not None
    courses = list(ledger.findings.conduct.courses.values())
    seen, missed = (int(watched.after.action[0, indicator, result]) for result in (SEEN, NOT_SEEN))
    if missed == IMPOSSIBLE:
        return f"Sure to be seen: {courses[seen].name}"
    if seen == missed:
        return f"Either way: {courses[seen].name}"
    return f"Seen: {courses[seen].name}. Not seen: {courses[missed].name}"


def patience_blocks(ledger: Ledger, found: Patience) -> list[Block]:
    """How long a pause must last to tell two readings apart, and what one breach would do."""
    return [Paragraph(tuple(patience_sentences(ledger, found)))]


def patience_sentences(ledger: Ledger, found: Patience) -> list[Sentence]:
    """Patience tells little, a breach much."""
    silence = ledger.findings.silence
    assert silence is not None
    patient, restless = ledger.reading(found.patient), ledger.reading(found.restless)
    so_far = ledger.computed(
        "patience",
        f"How much likelier {silence.quiet} days of silence are under {patient} than under {restless}",
        f"{times(float(found.so_far[0]))} times",
        "Each reading would act again at a constant hazard, 1 / the mean days given",
        SECTION,
    )
    best, low, high = quantiles(found.clear_after)
    long = ledger.computed(
        "clear-after",
        f"Days of silence until {patient} is {CLEAR:.0f} times likelier than {restless}",
        f"{best:.0f} days ({_days(low)} to {_days(high)})",
        "The same hazards; 5 to 95 % of the draws",
        SECTION,
    )
    breach = ledger.computed(
        "breach",
        f"How much likelier an act is on any day under {restless} than under {patient}",
        wording.spread(*quantiles(found.breach)) + " times",
        "Ratio of the same hazards",
        SECTION,
    )
    kept = f"If a halt has been ordered, {silence.quiet} days of keeping it are only "
    return [
        say(
            kept,
            so_far,
            f" likelier under {patient} than under {restless}; it takes ",
            long,
            f" of silence until the ratio is {CLEAR:.0f} to 1.",
        ),
        say("One breach tells more: on any day it is ", breach, f" likelier under {restless}."),
    ]


def _days(length: float) -> str:
    return f"{length:.0f}" if np.isfinite(length) else "never"


def assumption_blocks(ledger: Ledger) -> list[Block]:
    """The key assumptions."""
    if not ledger.findings.conduct.assumptions:
        return []
    items = tuple(say(wording.upper_first(text.rstrip(".")) + ".") for text in ledger.findings.conduct.assumptions)
    return [
        Paragraph((say("Each should be checked; if one fails, so does what rests on it."),), lead="Key assumptions"),
        Bullets(items),
    ]
