"""What the process room says on page one, and at the head of its own page."""

from __future__ import annotations

import numpy as np

from pourparler import wording
from pourparler.answer import Figure, Headline, Sentence, Topic, say
from pourparler.process.compare import Preparing
from pourparler.process.game_pages import game_opening
from pourparler.process.ledger import Ledger, spread_of, turning_point
from pourparler.process.outcomes import by_type
from pourparler.process.tables import comparison_of

LEAD = Topic.ANSWER.value  # how to meet is part of the answer
CLOSE = 0.5  # points; what two ways to meet may differ by and still be called about equal


def headlines(ledger: Ledger) -> tuple[Headline, ...]:
    """Which way to meet, what speaks against the first, and what would turn it."""
    if ledger.findings.game is not None:
        return (Headline(Topic.MEET, tuple(game_opening(ledger, ledger.findings.game)), LEAD, short=3, page="process"),)
    return (Headline(Topic.MEET, (*best(ledger), *against(ledger), *turning(ledger)), LEAD, short=2, page="process"),)


def ranked(ledger: Ledger) -> list[str]:
    """The formats, the best at the best guess first."""
    formats = comparison_of(ledger).formats
    return sorted(formats, key=lambda name: -float(formats[name].value[0, 0]))


def best(ledger: Ledger) -> list[Sentence]:
    """The best way to meet, and by how much."""
    names = ranked(ledger)
    first = comparison_of(ledger).first
    rest = [name for name in names[1:] if name != first]
    others = ([first] if first in names[1:] else []) + rest
    who = ledger.party(ledger.findings.setting.by)
    pieces: list[str | Figure] = [
        f"{wording.upper_first(ledger.form(names[0]))}: worth ",
        ledger.value(names[0]),
        f" to {who}",
    ]
    if not others:
        return [say(*pieces, ".")]
    formats, other = comparison_of(ledger).formats, others[0]
    close = abs(float(formats[names[0]].value[0, 0] - formats[other].value[0, 0])) < CLOSE
    pieces += [", about as much as " if close else ", against ", ledger.value(other), f" for {ledger.form(other)}"]
    return [say(*pieces, "; it is best in ", ledger.chosen(names[0]), f"{ledger.made()}.")]


def against(ledger: Ledger) -> list[Sentence]:
    """If the first format must stand all the same: the one most like it that is better."""
    comparison, process = comparison_of(ledger), ledger.findings.setting.process
    top = ranked(ledger)[0]
    same = [each for each in comparison.preparing if each.other != top and _delay(ledger, each) == 0]
    if not same:
        return []
    each = max(same, key=lambda preparing: float(preparing.total[0]))
    if each.total[0] <= CLOSE:
        return []
    figure = ledger.computed(
        f"instead-{each.other}",
        f"'{process.formats[each.other].name}' against '{process.formats[each.first].name}': all together",
        spread_of(each.total),
        "Difference of the worth of the two trees",
        "process-preparing",
    )
    return [
        say(
            f"If the date must stand, {ledger.form(each.other)} is worth ",
            figure,
            f" points more than {ledger.form(each.first)}.",
        )
    ]


def _delay(ledger: Ledger, each: Preparing) -> float:
    """By how many periods the other format is later than the first, at the best guess."""
    setting = ledger.findings.setting
    later, sooner = (setting.number("formats", name, "delay")[0] for name in (each.other, each.first))
    return float(later - sooner)


def turning(ledger: Ledger) -> list[Sentence]:
    """How likely the type hoped for would have to be for another way to be the best one."""
    comparison, setting = comparison_of(ledger), ledger.findings.setting
    if comparison.hoped is None or len(comparison.formats) < 2:
        return []
    hoped = ledger.type_name(comparison.hoped)
    other = ledger.party(setting.other)
    today = float(setting.types[comparison.hoped][0])
    above = [each for each in comparison.crossings if each.chance >= today]
    below = [each for each in comparison.crossings if each.chance < today]
    if not comparison.crossings:
        return [say(f"The answer stays the same however likely it is that {other} is {hoped}.")]
    said = []
    if above:
        figure = ledger.computed(
            "break-even-above", f"Chance of '{hoped}' above which another way is best", turning_point(above[0].chance),
            "Found by halving, the other types in proportion", "process-prior",
        )  # fmt: skip
        said += [" only above ", figure, f" would {ledger.form(above[0].above)} be best"]
    if below:
        figure = ledger.computed(
            "break-even-below", f"Chance of '{hoped}' below which another way is best", turning_point(below[-1].chance),
            "Found by halving, the other types in proportion", "process-prior",
        )  # fmt: skip
        said += [", and" if above else "", " only below ", figure, f" would {ledger.form(below[-1].below)} be best"]
    return [say(f"That {other} is {hoped} is put at {wording.percent(today)};", *said, ".")]  # type: ignore[arg-type]


def telling(ledger: Ledger, name: str) -> list[Sentence]:
    """Which signal of a format tells most about the other side."""
    comparison, setting = comparison_of(ledger), ledger.findings.setting
    found = []
    for each in setting.process.formats[name].before:
        title = setting.process.signals[each].name
        shares = np.array(list(by_type(setting, comparison.formats[name], f"{title}: yes").values()))
        found.append((float(shares.max() - shares.min()), title, shares))
    if not found or len(setting.process.types) < 2:
        return []
    other = ledger.party(setting.other)
    spread, title, shares = max(found, key=lambda each: each[0])
    if spread < 0.05:
        return [say(f"What is seen first tells little: it is about as likely whatever {other} is.")]
    said = wording.listed(
        [
            f"{wording.percent(float(share))} if {other if place == 0 else 'it'} is {ledger.type_name(kind)}"
            for place, (share, kind) in enumerate(zip(shares, setting.types, strict=True))
        ]
    )
    return [say(f"What tells most before the meeting: {ledger.inside(title)}. Its chance is {said}.")]
