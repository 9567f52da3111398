"""The evidence as tables: how likely each item is under each reading, what hangs on it, and the classic ACH matrix."""

from __future__ import annotations

import math

import numpy as np

from pourparler import wording
from pourparler.answer import Block, Bullets, Figure, Paragraph, Sentence, Status, Table, say
from pourparler.conduct.competing_hypotheses import diagnosticity
from pourparler.conduct.drawing import Floats
from pourparler.conduct.fusion import ALONE
from pourparler.conduct.ledger import Ledger, chance, chance_range, times
from pourparler.conduct.readings import source_marks
from pourparler.conduct.weigh import Weighed
from pourparler.scenario.evidence import Evidence
from pourparler.scenario.vocabulary import names_in

MOST_COLUMNS = 5


def evidence_blocks(ledger: Ledger, weighed: Weighed) -> list[Block]:
    """Everything about the evidence."""
    return [
        _likelihoods(ledger, weighed),
        _hangs_on(ledger, weighed),
        Paragraph((_independence(ledger, weighed), _prior(ledger, weighed))),
        _classic(ledger, weighed),
        Paragraph((_why_not_letters(ledger, weighed),)),
    ]


def _shown(weighed: Weighed) -> list[int]:
    """The readings that have a column: all where they fit, else the leader and those behind it."""
    order = list(range(weighed.hypotheses.shape[1]))
    if len(order) <= MOST_COLUMNS:
        return order
    return [int(h) for h in np.argsort(-weighed.hypotheses[0], kind="stable")[:MOST_COLUMNS]]


def _told_by(ledger: Ledger, item: Evidence, index: int) -> str:
    readings, scenario = ledger.findings.readings, ledger.findings.scenario
    assert readings is not None
    titles = wording.listed([scenario.sources[name].title for name in item.source])
    marks = source_marks(scenario, item) if item.source else ""
    believed = f"faithful: {chance(float(readings.faithful[0, index]))}"
    return ", ".join(part for part in (titles, marks, believed) if part)


def _likelihoods(ledger: Ledger, weighed: Weighed) -> Table:
    conduct, readings = ledger.findings.conduct, ledger.findings.readings
    assert readings is not None
    shown = _shown(weighed)
    rows: list[tuple[Sentence | str, ...]] = []
    for index, item in enumerate(conduct.evidence.values()):
        when = f", {wording.long_date(item.date)}" if item.date else ""
        origin = conduct.clusters[item.cluster].name if item.cluster else ""
        if item.retells:
            origin = f"only retells: {conduct.evidence[item.retells].what}"
        what = f"{index + 1}. {item.what} ({item.kind}{when})"
        cells = [chance(float(weighed.likelihood[index, h])) for h in shown]
        rows.append((what, _told_by(ledger, item, index), origin, *cells))
    columns = (
        "Item",
        "Told by, marks, how far believed",
        "Shared origin",
        *(wording.upper_first(ledger.findings.name(h)) for h in shown),
    )
    note = (
        "How likely the item would be if the reading held; best guess, with allowance for a report that may not be faithful, "
        "and averaged over how it may have come about. Only ratios along a row count."
    )
    if len(shown) < weighed.hypotheses.shape[1]:
        note += f" The {len(shown)} likeliest of {weighed.hypotheses.shape[1]} readings are shown."
    numeric = frozenset(range(3, 3 + len(shown)))
    return Table("The evidence, and how likely it is under each reading", columns, tuple(rows), numeric, note)


def _hangs_on(ledger: Ledger, weighed: Weighed) -> Table:
    leader, second = weighed.leader, weighed.runner_up
    rows: list[tuple[Sentence | str, ...]] = []
    order = np.argsort(-np.abs(np.log(weighed.ratios)), kind="stable")
    items = list(ledger.findings.conduct.evidence.values())
    for index in order:
        item, ratio = items[index], float(weighed.ratios[index])
        if item.retells:
            continue
        towards = leader if ratio >= 1 else second
        size = max(ratio, 1 / ratio)
        said = "neither" if size < 1.05 else f"{ledger.findings.name(towards)}, {times(size)} times"
        without = weighed.without[index]
        top = int(without.argmax())
        kept = chance(float(without[leader])) + ("" if top == leader else f"; '{ledger.findings.name(top)}' leads")
        factor = float(weighed.factors[index])
        off = "never" if math.isinf(factor) else f"{times(factor)} times"
        rows.append((f"{index + 1}. {item.what}", said, f"{wording.points(float(weighed.weights[index]))}", kept, off))
    first = ledger.findings.name(leader)
    columns = (
        "Item",
        "Speaks for",
        "Weight",
        f"'{wording.upper_first(first)}' without it",
        "Off by, to change the leader",
    )
    note = (
        f"Between '{first}' and '{ledger.findings.name(second)}', the two likeliest readings. Items of one origin share weight. "
        "Last column: how far off the item's ratio would have to be for the two to draw level, all else being right."
    )
    best = float(weighed.hypotheses[0, leader])
    return Table(f"What the {chance(best)} for '{first}' hang on", columns, tuple(rows), frozenset({2, 3, 4}), note)


def _independence(ledger: Ledger, weighed: Weighed) -> Sentence:
    leader = weighed.leader
    alone = float(weighed.ignoring_origin[leader])
    figure = ledger.computed(
        "naive-posterior",
        f"Probability of {ledger.reading(leader)} if all items were independent of each other",
        chance(alone),
        "Every item at full weight, retold ones too; shown as a warning against double counting",
        "conduct-evidence",
    )
    readings = ledger.findings.readings
    assert readings is not None
    shared = int(((readings.cluster != ALONE) | ~readings.counted).sum())
    verb = "shares its origin with others or only retells" if shared == 1 else "share an origin or only retell"
    opening = f"{wording.upper_first(wording.in_words(shared))} of the {len(readings.counted)} items {verb}"
    if not shared:
        opening = "No item is said to share its origin with another"
    return say(f"{opening}; if all were counted as independent, {ledger.reading(leader)} would have ", figure, ".")


def _prior(ledger: Ledger, weighed: Weighed) -> Sentence:
    leader, second = weighed.leader, weighed.runner_up
    at = ledger.computed(
        "break-even",
        f"Prior of {ledger.reading(leader)} at which it draws level with the best of the rest",
        chance(float(weighed.break_even[leader])),
        "The other readings keep their proportions",
        "conduct-evidence",
    )
    before = chance_range(float(weighed.prior[0, leader]), *_ends(weighed.prior[1:, leader]))
    return say(
        f"Before the evidence {ledger.reading(leader)} had {before}; it would lose the lead to {ledger.reading(second)} below ",
        at,
        ".",
    )


def _ends(rows: Floats) -> tuple[float, float]:
    low, high = np.quantile(rows, [0.05, 0.95]) if len(rows) else (math.nan, math.nan)
    return float(low), float(high)


def _classic(ledger: Ledger, weighed: Weighed) -> Table:
    assert ledger.findings.readings is not None
    counted = np.flatnonzero(ledger.findings.readings.counted)
    rows: tuple[tuple[str, ...], ...] = tuple(
        (
            wording.upper_first(ledger.findings.name(h)),
            *(str(weighed.letters[index, h]) for index in counted),
            str(int(weighed.inconsistency[h])),
            chance(float(weighed.hypotheses[0, h])),
        )
        for h in range(weighed.hypotheses.shape[1])
    )
    spread = diagnosticity(weighed.letters[counted])
    rows = (*rows, ("Diagnosticity", *(f"{each:.1f}" for each in spread), "", ""))
    columns = ("Reading", *(str(index + 1) for index in counted), "Inconsistency", "Probability")
    note = (
        "CC very consistent, C consistent, N neutral, I inconsistent, II very inconsistent: the letter nearest to the likelihood. "
        "Numbers at the head are those of the items above. Score: 1 for each I, 2 for each II; the classic rule takes the lowest. "
        "Diagnosticity: how far an item's letters spread over the readings (standard deviation, II 1 to CC 5); 0 tells nothing."
    )
    numeric = frozenset({len(columns) - 2, len(columns) - 1})
    return Table("For those who expect it: the matrix of competing hypotheses (ACH)", columns, rows, numeric, note)


def _why_not_letters(ledger: Ledger, weighed: Weighed) -> Sentence:
    least = np.flatnonzero(weighed.inconsistency == weighed.inconsistency.min())
    same = [ledger.reading(int(h)) for h in least]
    if len(same) > 1:
        start = f"The scores leave {wording.listed(same)} tied"
    elif int(least[0]) == weighed.leader:
        start = "The scores agree on the leader here"
    else:
        start = f"The scores would put {same[0]} first"
    return say(
        f"{start}. They can mislead: they ignore what speaks for a reading, how strongly an item tells two readings apart, how "
        "likely each was before, and that a story told twice is one story."
    )


def record_blocks(ledger: Ledger) -> list[Block]:
    """Earlier pledges and how often they were kept."""
    conduct, record = ledger.findings.conduct, ledger.findings.record
    table = _pledges(ledger)
    if record is None:
        return [
            Paragraph((say("No comparable pledge was plainly kept or broken, so that the record says nothing."),)),
            table,
        ]
    low, high = record.interval
    rate = ledger.computed(
        "keep-rate",
        "Chance that a comparable pledge is kept, from the record alone",
        chance_range(record.mean, low, high),
        "Beta(kept + 1/2, broken + 1/2); disputed pledges are not counted",
        "conduct-record",
    )
    enters = [h.name for h in conduct.hypotheses.values() if h.from_record]
    use = (
        f"It is the prior of '{enters[0]}'."
        if enters
        else "It informs the priors and is not counted again as evidence."
    )
    return [
        Paragraph((say("By the record alone a pledge like this one is kept with a chance of ", rate, f". {use}"),)),
        table,
    ]


def _pledges(ledger: Ledger) -> Table:
    rows = tuple(
        (
            wording.long_date(pledge.date),
            pledge.what,
            pledge.outcome + ("" if pledge.comparable else ", not comparable"),
            (pledge.because or "") + _sourced(ledger, pledge.source),
        )
        for pledge in ledger.findings.conduct.pledges.values()
    )
    return Table("Earlier pledges and what became of them", ("Date", "Pledge", "Outcome", "Why coded so"), rows)


def _sourced(ledger: Ledger, names: tuple[str, ...]) -> str:
    titles = [ledger.findings.scenario.sources[name].title for name in names]
    return f" ({wording.listed(titles)})" if titles else " (from memory, no source)"


def corrections(ledger: Ledger) -> list[Block]:
    """What the sources have wrong about the conduct."""
    scenario = ledger.findings.scenario
    named = ledger.findings.conduct.corrections
    if not named:
        return []
    items, names = [], names_in(scenario)
    for name in named:
        claim = scenario.claims[name]
        figure = Figure("Correct is", Status.CORRECTED, f"claim-{name}")
        items.append(
            say(
                f"A source says: {wording.lower_first(claim.says.rstrip('.'), names)}. ",
                figure,
                f": {claim.correct}.",
            )
        )
    return [Paragraph((say("Corrections to the sources' figures."),)), Bullets(tuple(items))]
