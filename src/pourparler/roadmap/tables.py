"""The plan beside other orders, what a first step costs, what the draws say, and what would mend an order that fails."""

from __future__ import annotations

import numpy as np

from pourparler import wording
from pourparler.answer import Block, Paragraph, Sentence, Table, say
from pourparler.roadmap.certificate import Mend
from pourparler.roadmap.exchange import Numbers
from pourparler.roadmap.judge import Judged, is_firm
from pourparler.roadmap.ledger import Ledger, belief, quantiles
from pourparler.roadmap.plan import Stage

THIRDS = ("early", "in the middle", "late")


def breaks_at(ledger: Ledger, judged: Judged, stages: tuple[Stage, ...]) -> str:
    """The stage at which an order breaks, who would break it and what it would gain."""
    if judged.slack >= 0:
        return "holds"
    stage, player = judged.weakest
    first = int(np.flatnonzero((judged.slacks < 0).any(axis=1))[0])
    who = wording.upper_first(ledger.short(int(judged.slacks[first].argmin())))
    where = "after all is done" if first == len(stages) else f"at stage {first + 1} ({_what(ledger, stages[first])})"
    worst = (
        f"; most, {wording.points(-judged.slack)}, for {ledger.short(player)} at stage {stage + 1}"
        if stage != first
        else ""
    )
    return f"{where}: {who} gains {wording.points(-float(judged.slacks[first].min()))} by breaking faith{worst}"


def _what(ledger: Ledger, stage: Stage) -> str:
    return "everything" if len(stage.steps) > 2 else ledger.stage(stage)


def rivals_table(ledger: Ledger) -> Table:
    """The plan and the orders that people would propose, by the same measure."""
    found = ledger.findings
    rows = [_rival(ledger, "This order", found.judged, found.plan.stages, found.drawn.slack)]
    rows += [
        _rival(ledger, wording.upper_first(rival.name), rival.judged, rival.stages, found.drawn.rivals[:, position])
        for position, rival in enumerate(found.rivals)
    ]
    note = (
        "Least slack: points by which going on beats breaking faith where it is closest; below 0 the order breaks. At risk: the most "
        "that a side would lose at one stage if cheated."
    )
    proposed = {name for stage in found.roadmap.proposed for name in stage}
    missing = [step for step, name in enumerate(found.setting.steps) if name not in proposed]
    if proposed and missing:
        note += f" The order proposed is not judged: it lacks {ledger.listed_steps(missing)}."
    columns = ("Order", "Least slack", "Holds in", "Where it breaks, best guess", "At risk", "Takes")
    return Table("Other orders, judged by the same measure", columns, tuple(rows), frozenset({1, 2, 4, 5}), note)


def _rival(
    ledger: Ledger, name: str, judged: Judged, stages: tuple[Stage, ...], drawn: Numbers
) -> tuple[Sentence | str, ...]:
    return (
        name,
        wording.spread(*quantiles(judged.slack, drawn)),
        wording.of_100(float((drawn >= 0).mean())) if len(drawn) else "",
        breaks_at(ledger, judged, stages),
        wording.points(float(judged.at_risk.max(initial=0.0))),
        ledger.periods(float(judged.start[-1])),
    )


def targets_table(ledger: Ledger) -> Table:
    """The targets of the file side by side: whether an order holds, and what it is worth to each side to begin it."""
    found, seats = ledger.findings, ledger.seats()
    names = [found.setting.players[p] for p in seats]
    rows: list[tuple[Sentence | str, ...]] = []
    for each in found.targets:
        players = each.setting.players
        gains = [
            wording.change(
                float(each.plan.values[0, players.index(name)] - each.exchange.fallback[players.index(name), 0])
            )
            if name in players
            else ""
            for name in names
        ]
        length = ledger.periods(each.plan.duration)
        rows.append(
            (each.setting.target, str(len(each.setting.steps)), wording.points(each.plan.slack), *gains, length)
        )
    heads = [f"{wording.upper_first(ledger.short(p))} gains" for p in seats]
    note = (
        "Names of the targets in the file. Gains: worth of the whole way, seen from its beginning, over having no deal. Below 0 in least "
        "slack: no order of these steps holds by itself."
    )
    for name, why in found.failed:
        note += f" Not planned: {name}, because {why}."
    columns = ("Target", "Steps", "Least slack", *heads, "Takes")
    return Table("Other targets, each by its best order", columns, tuple(rows), frozenset(range(1, len(columns))), note)


def forced_table(ledger: Ledger) -> Table:
    """What it costs to take a step first, before anything is agreed."""
    found, seats = ledger.findings, ledger.seats()
    rows: list[tuple[Sentence | str, ...]] = []
    for forced in found.forced:
        start = found.exchange.index(sum(1 << step for step in forced.first))
        change = [found.exchange.fallback[p, start] - found.exchange.fallback[p, 0] for p in seats]
        more = [step for step in forced.first if step != forced.step]
        name = ledger.step(forced.step) + (f" (with {ledger.listed_steps(more)})" if more else "")
        rows.append(
            (
                name,
                wording.upper_first(ledger.short(int(found.exchange.owner[forced.step]))),
                *(wording.change(float(each)) for each in change),
                *(
                    ("no order is allowed", "")
                    if forced.plan is None
                    else (wording.points(forced.plan.slack), wording.change(forced.plan.slack - found.plan.slack))
                ),
            )
        )
    names = [wording.upper_first(ledger.short(p)) for p in seats]
    columns = (
        "Given first",
        "By",
        *(f"Without the other, {name}" for name in names),
        "Least slack after",
        "Change",
    )
    note = (
        "Without the other: change of what each has if relations broke off right after the gift; what cannot be taken back stays. Least "
        "slack after: of the best order for the rest. The gift itself is not judged: it is given before anything is promised."
    )
    judged = {forced.step for forced in found.forced}
    left = [
        ledger.inside(k)
        for k, name in enumerate(found.setting.steps)
        if name in found.roadmap.first and k not in judged
    ]
    if left:
        note += f" Not judged, because the state after it breaks a rule or a red line: {wording.listed(left)}."
    numeric = frozenset(range(2, len(columns)))
    return Table("What it costs to give a step first", columns, tuple(rows), numeric, note)


def draws_table(ledger: Ledger) -> Table:
    """How firm each step's place is when the order is found anew in every draw."""
    found = ledger.findings
    position = {step: k for k, stage in enumerate(found.plan.stages) for step in stage.steps}
    rows: list[tuple[Sentence | str, ...]] = []
    for step in sorted(position, key=lambda each: (position[each], each)):
        thirds = np.minimum((found.drawn.place[:, step] * 3).astype(np.int64), 2)
        shares = np.bincount(thirds, minlength=3) / max(1, len(thirds))
        rows.append(
            (
                ledger.step(step),
                wording.upper_first(ledger.short(int(found.exchange.owner[step]))),
                f"stage {position[step] + 1}",
                *(wording.hundredths(float(share)) for share in shares),
                "firm" if len(thirds) and is_firm(thirds) else "open",
            )
        )
    note = (
        "Of 100 draws, those in which the order found anew has the step in its first, second or last third "
        f"(the first {len(found.drawn.best)} draws)."
    )
    columns = ("Step", "By", "Here", *(wording.upper_first(third) for third in THIRDS), "Place")
    return Table("Which step's place is firm", columns, tuple(rows), frozenset({3, 4, 5}), note)


def mends_table(ledger: Ledger) -> Table:
    """What each change that the file allows would do."""
    found = ledger.findings
    rows: list[tuple[Sentence | str, ...]] = []
    for mend in sorted(
        found.mends, key=lambda each: (-float(each.plan.self_enforcing), each.amount or 0.0, -each.plan.slack)
    ):
        verdict = "an order holds" if mend.plan.self_enforcing else f"still {wording.points(-mend.plan.slack)} short"
        rows.append((mend_words(ledger, mend), wording.points(mend.plan.slack), verdict))
    halved = {step for mend in found.mends if mend.what == "split" for step in mend.steps}
    left = [
        ledger.inside(k)
        for k, name in enumerate(found.setting.steps)
        if name in found.roadmap.mends.split and k not in halved
    ]
    note = f"Not tried in two halves, because 24 steps are the most: {wording.listed(left)}." if left else ""
    return Table("What would mend it", ("Change", "Least slack then", "Result"), tuple(rows), frozenset({1}), note)


def mend_words(ledger: Ledger, mend: Mend) -> str:
    """A change that the file allows, as a person would say it."""
    if mend.what == "guarantee":
        whom = f"{ledger.sides('either', 'any')} side" if mend.player is None else ledger.player(mend.player)
        return f"A guarantee that costs {whom} {wording.points(mend.amount or 0.0)} points more if it breaks faith"
    words = {
        "check": "Full verification of ",
        "escrow": "Escrow for ",
        "split": "In two halves: ",
        "pairs": "Any two steps of different sides at the same time",
    }
    return words[mend.what] + (ledger.listed_steps(mend.steps) if mend.steps else "")


def draws_paragraph(ledger: Ledger) -> Paragraph:
    """In how many draws the order holds, and whether mistrust allows it."""
    found, drawn = ledger.findings, ledger.findings.drawn
    holds = ledger.computed(
        "holds",
        "Draws in which the order of the best guess holds",
        wording.of_100(float((drawn.slack >= 0).mean())),
        "Every uncertain number drawn anew; the order stays, its numbers are worked out again",
        "roadmap-draws",
    )
    some = ledger.computed(
        "some-order",
        "Draws in which the order found anew holds",
        wording.of_100(float((drawn.best >= 0).mean())),
        f"The order found anew in the first {len(drawn.best)} draws by a narrow search, which may miss a better one",
        "roadmap-draws",
    )
    counted = f"({found.draws} draws)", f"({len(drawn.best)} draws)"
    sentences = [
        say("This order holds in ", holds, f" {counted[0]}; an order made for the draw in ", some, f" {counted[1]}.")
    ]
    for player in ledger.seats():
        believed = found.mistrust[:, player]
        if np.isnan(believed[0]):
            continue
        enough = ledger.computed(
            f"mistrust-{player}",
            f"Draws in which {ledger.player(player)} trusts enough to go through with every stage",
            wording.of_100(float(drawn.enough[:, player].mean())),
            "Its mistrust against the least that a stage tolerates, tests passed by then counted, both drawn",
            "roadmap-draws",
        )
        best, low, high = quantiles(float(believed[0]), believed[1:])
        tolerated = float(found.judged.first[:, player].min(initial=1.0))
        who = wording.upper_first(ledger.player(player))
        sentences.append(
            say(
                f"{who} goes through with every stage if it begins with a mistrust of {belief(tolerated)} or less; it is put at "
                f"{best:.2f} ({low:.2f} to {high:.2f}): enough trust in ",
                enough,
                ".",
            )
        )
    return Paragraph(tuple(sentences))


def mend_blocks(ledger: Ledger) -> list[Block]:
    """The certificate and the mends, where no order holds."""
    found = ledger.findings
    if found.certificate is None:
        return []
    missing = ledger.computed(
        "missing",
        f"Least by which the cost of a breach would have to grow for {ledger.sides('both', 'all')} sides, for an order to hold",
        ledger.missing(),
        "Minus the largest least slack of all orders; a range where that is only enclosed",
        "roadmap-mends",
    )
    stages = found.plan.stages
    where = (
        "after the last stage" if found.certificate.stage == len(stages) else f"at stage {found.certificate.stage + 1}"
    )
    who = ledger.player(found.certificate.player)
    none, best = ledger.none_holds()
    opening = say(
        f"{none}. In {best} it fails {where}, for {who}; what is missing: ",
        missing,
        ".",
    )
    if found.certificate.stage == len(stages):
        why = say(
            "Who gives last has nothing more to wait for: an end needs something that lasts, or a cost of breaking faith."
        )
        return [Paragraph((opening, why)), *([mends_table(ledger)] if found.mends else [])]
    return [Paragraph((opening,)), *([mends_table(ledger)] if found.mends else [])]
