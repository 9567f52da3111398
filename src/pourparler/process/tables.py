"""The tables of the process room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from pourparler import wording
from pourparler.answer import Bullets, Sentence, Table, say
from pourparler.process.compare import Comparison
from pourparler.process.formats import BREAK, NO_OFFER, SIGN, STOP
from pourparler.process.ledger import Ledger, certified, change_of
from pourparler.process.outcomes import by_type, labels, outcome_of
from pourparler.process.play import SAME, regrets

MOST_LISTED = 8  # things that could happen in a format that are listed one by one


def comparison_of(ledger: Ledger) -> Comparison:
    """What was found about formats; only called where there are some."""
    comparison = ledger.findings.comparison
    assert comparison is not None
    return comparison


def formats_table(ledger: Ledger) -> Table:
    """Each format: what it is, its worth, and how often it is best."""
    comparison, setting = comparison_of(ledger), ledger.findings.setting
    rows: list[tuple[Sentence | str, ...]] = []
    for name in comparison.formats:
        form = setting.process.formats[name]
        delay = float(setting.number("formats", name, "delay")[0])
        what = [form.level or "", f"prepared: {form.prepared}" if form.prepared else ""]
        when = f"in {wording.points(delay)} {setting.process.period}{'' if delay == 1 else 's'}" if delay else "at once"
        cells = (
            "; ".join(part for part in what if part) or "·",
            when,
            say(ledger.value(name)),
            say(ledger.chosen(name)),
        )
        rows.append((wording.upper_first(form.name), *cells))
    note = (
        f"Worth, whatever {ledger.party(setting.other)} may be, with the range that 90 of 100 draws stay in. Best in: how often it is "
        "worth most when every uncertain number is drawn anew."
    )
    columns = ("Way to meet", "Who, with what", "When", f"Worth to {ledger.short(setting.by)}", "Best in")
    return Table("Ways to meet, compared", columns, tuple(rows), frozenset({3, 4}), note)


def outcomes_table(ledger: Ledger) -> Table:
    """What comes of each format."""
    comparison, setting = comparison_of(ledger), ledger.findings.setting
    rows = []
    for name, solved in comparison.formats.items():
        form = setting.process.formats[name]
        outcome = outcome_of(setting, name, solved)
        signed = (wording.percent(outcome.kept), wording.percent(outcome.broken)) if form.can_sign else ("·", "·")
        rows.append((wording.upper_first(form.name), *signed, *map(wording.percent, outcome.failed.values())))
    ends = tuple(f"Nothing signed: {ledger.inside(end.name)}" for end in setting.process.ends.values())
    columns = ("Way to meet", "Signed and kept", "Signed and broken", *ends)
    note = "How likely each is at the best guess; a row adds up to 100 %."
    return Table("What comes of each", columns, tuple(rows), frozenset(range(1, len(columns))), note)


def preparing_table(ledger: Ledger) -> Table:
    """What each other format is worth beyond the first, part by part."""
    comparison, process = comparison_of(ledger), ledger.findings.setting.process
    rows: list[tuple[Sentence | str, ...]] = []
    for part, (words, head) in PARTS.items():
        figures = [
            ledger.computed(
                f"preparing-{each.other}-{part}",
                f"'{process.formats[each.other].name}' against '{process.formats[each.first].name}': {words}",
                change_of(getattr(each, part)),
                "Difference of the worth of the same tree with and without it",
                "process-preparing",
            )
            for each in comparison.preparing
        ]
        rows.append((head, *(say(figure) for figure in figures)))
    first = process.formats[comparison.preparing[0].first].name
    note = (
        "Taken from each of the two ways one after the other, last first: the change in what both sides have without an agreement, the "
        "cost of waiting, sight of what is seen first; what is left is the room itself. The parts add up to the whole."
    )
    columns = (
        "What makes the difference",
        *(wording.upper_first(ledger.form(each.other)) for each in comparison.preparing),
    )
    return Table(
        f"What is gained over '{first}', in points", columns, tuple(rows), frozenset(range(1, len(columns))), note
    )


PARTS = {
    "room": (
        "another room: what can be signed, errors, what failure leads to",
        "The room itself: what can be signed, errors, what failure leads to",
    ),
    "information": ("what is seen before going on", "What is seen before going on"),
    "delay": ("what waiting costs", "What waiting costs"),
    "leverage": (
        "change of what both sides have without an agreement",
        "What both sides have without an agreement changes",
    ),
    "total": ("all together", "Together"),
}


def types_table(ledger: Ledger, name: str) -> Table:
    """What each type of the other side does in one format."""
    comparison, setting = comparison_of(ledger), ledger.findings.setting
    solved, form = comparison.formats[name], setting.process.formats[name]
    shown: dict[str, dict[str, float]] = {}
    for each in form.before:
        signal = setting.process.signals[each]
        shown[signal.name] = by_type(setting, solved, f"{signal.name}: yes")
    for each in form.can_sign:
        title = setting.process.agreements[each].name
        shown[f"Offers: {ledger.inside(title)}"] = by_type(setting, solved, f"offers: {title}")
    shown["Offers nothing that could be signed"] = by_type(setting, solved, NO_OFFER)
    shown["Something is signed"] = by_type(setting, solved, SIGN)
    if BREAK in solved.form.shape.nodes:
        shown["It is signed and then broken"] = by_type(setting, solved, BREAK)
    rows = tuple((what, *(wording.percent(shares[kind]) for kind in setting.types)) for what, shares in shown.items())
    kinds = [f"If it is {ledger.type_name(kind)}" for kind in setting.process.types]
    note = "How likely each is, by what the other side is. What differs from column to column is what tells the types apart."
    return Table(
        f"What {ledger.party(setting.other)} would do: {ledger.inside(form.name)}",
        ("What", *kinds),
        rows,
        frozenset(range(1, 1 + len(kinds))),
        note,
    )


def errors_table(ledger: Ledger) -> Table | None:
    """What sound judgement in the room is worth, for each format with errors of its own; none where there is none."""
    comparison, setting = comparison_of(ledger), ledger.findings.setting
    usual, who = float(setting.error(setting.by)[0]), ledger.party(setting.by)
    rows: list[tuple[Sentence | str, ...]] = []
    for name, advised in comparison.advised.items():
        own = float(setting.error_in(name)[0])
        figure = ledger.computed(
            f"advice-{name}",
            f"Worth of judging in the room as well as outside it, in '{setting.process.formats[name].name}'",
            wording.change(advised - float(comparison.formats[name].value[0, 0])),
            f"Worth at an error of {wording.percent(usual)} less worth at {wording.percent(own)}, at the best guess",
            "process-errors",
        )
        rows.append((wording.upper_first(ledger.form(name)), wording.percent(own), say(figure)))
    if not rows:
        return None
    note = (
        f"Errors: how often {who} takes the worse of two choices ten points apart; elsewhere {wording.percent(usual)}. The gain "
        "can be negative: the other side offers something else to somebody who judges better."
    )
    columns = ("Way to meet", "Errors in the room", "Gained by judging there as well as elsewhere, points")
    return Table("What sound judgement in the room would add", columns, tuple(rows), frozenset({1, 2}), note)


def exact_table(ledger: Ledger) -> Table:
    """What could happen if nobody erred but in the room: all pure equilibria, by what happens in them."""
    setting = ledger.findings.setting
    by, other = ledger.short(setting.by), ledger.short(setting.other)
    columns = ("Way to meet", "What happens", f"Worth to {by}", f"Worth to {other}", "Ways to believe")
    note = (
        "Each row is one thing that could happen if both sides chose perfectly, each knowing how the other chooses, and believed what fits "
        "what they have seen (perfect Bayesian equilibrium in pure choices). None is a prediction: where there are several rows, more than "
        "one expectation would fulfil itself. Ways to believe: how many such equilibria differ only in what would happen off the way."
    )
    rows = tuple(row for name in comparison_of(ledger).formats for row in _outcomes(ledger, name))
    return Table("What could happen if nobody erred except in the room", columns, rows, frozenset({2, 3, 4}), note)


def _outcomes(ledger: Ledger, name: str) -> Iterator[tuple[Sentence | str, ...]]:
    exact = comparison_of(ledger).exact[name]
    title = wording.upper_first(ledger.findings.setting.process.formats[name].name)
    found = exact.equilibria
    if found is None:
        yield title, f"Not listed: {exact.refused}", "·", "·", "·"
        return
    if not len(found.value):
        yield title, "None: in every pattern of pure choices somebody would do better by another one", "·", "·", "0"
        return
    order = sorted(range(len(found.value)), key=lambda number: -float(found.value[number, 0]))
    for number in order[:MOST_LISTED]:
        value = found.value[number]
        count = int((found.outcome == number).sum())
        yield title, _happens(ledger, name, number), wording.points(value[0]), wording.points(value[1]), str(count)
    if len(order) > MOST_LISTED:
        low, high = (wording.points(found.value[order[place], 0]) for place in (-1, MOST_LISTED))
        yield title, f"{len(order) - MOST_LISTED} more, left out here", f"{low} to {high}", "·", "·"


def _happens(ledger: Ledger, name: str, number: int) -> str:
    """What happens in one outcome, in a few words: what is seen, signed, kept, broken, and how likely."""
    setting, exact = ledger.findings.setting, comparison_of(ledger).exact[name]
    assert exact.equilibria is not None
    shape, reach = exact.form.shape, exact.equilibria.reach[number]
    names = labels(shape)
    said = []
    for each in setting.process.formats[name].before:
        chance = _sum(names, reach, f"{setting.process.signals[each].name}: yes")
        said.append(f"{ledger.inside(setting.process.signals[each].name)}: {wording.percent(chance)}")
    for each in setting.process.formats[name].can_sign:
        title = setting.process.agreements[each].name
        signed = sum(
            float(reach[node])
            for node, label in enumerate(names)
            if label == SIGN and _offer_above(shape.parent, names, node) == f"offers: {title}"
        )
        if signed > SAME:
            said.append(f"signed, {ledger.inside(title)}: {wording.percent(signed)}")
    stopped = _sum(names, reach, STOP)
    if stopped > SAME:
        said.append(f"stopped before the meeting: {wording.percent(stopped)}")
    broken = _sum(names, reach, BREAK)
    if broken > SAME:
        said.append(f"broken afterwards: {wording.percent(broken)}")
    return wording.upper_first("; ".join(said) or "no agreement")


def _sum(names: Sequence[str], reach: np.ndarray, label: str) -> float:
    return float(sum(share for name, share in zip(names, reach, strict=True) if name == label))


def _offer_above(parent: np.ndarray, names: Sequence[str], node: int) -> str:
    """The offer to which a signature answers."""
    while not names[node].startswith("offers"):
        node = int(parent[node])
    return names[node]


def certificate(ledger: Ledger) -> Bullets:
    """How exactly the trees were solved, and that other solutions may exist."""
    solved = [each for each in comparison_of(ledger).formats.values() if each.form.kinds]
    sizes = wording.listed([f"{len(each.form.shape.parent):,}" for each in solved])
    size = f"The tree has {sizes} points. " if len(solved) == 1 else f"The trees have {sizes} points. "
    other = (
        "The worths follow one solution from pure chance to the precision given, without a jump. Other solutions may exist; what "
        "could happen if nobody erred is listed above."
    )
    residual = np.max([each.residual for each in solved], axis=0)
    given_away = max(float(np.nanmax(regrets(each.form.tree(), each.strategy[0]))) for each in solved)
    most = ledger.computed(
        "regret",
        "Most that is given away at any choice, on average, by erring",
        wording.points(given_away),
        "At each information set the best choice less the mean of those taken, all else as it is; best guess",
        "process-exact",
    )
    regret = say(
        "By erring as the file says, nobody gives away more than ", most, " points on average at any one choice."
    )
    return Bullets((say(size + certified(residual)), regret, say(other)))
