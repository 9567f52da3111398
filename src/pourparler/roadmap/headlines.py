"""What the roadmap room says on page one."""

from __future__ import annotations

import numpy as np

from pourparler import wording
from pourparler.answer import Figure, Headline, Sentence, Topic, say
from pourparler.roadmap.exchange import Numbers
from pourparler.roadmap.findings import Forced
from pourparler.roadmap.ledger import Ledger, belief
from pourparler.roadmap.tables import breaks_at, mend_words

SHOWN_STAGES = 2


def headlines(ledger: Ledger) -> tuple[Headline, ...]:
    """The order, what holds it or breaks it, what the proposed order does, what a first gift costs."""
    said = (*_order(ledger), *_trust(ledger), *_proposed(ledger), *_gifts(ledger))
    return (Headline(Topic.ORDER, said, short=2, page="roadmap"),)


def opening(ledger: Ledger) -> list[Sentence]:
    """The answer at the head of the room's own page."""
    return [*_order(ledger), *_share(ledger), _checked(ledger)]


def _order(ledger: Ledger) -> list[Sentence]:
    found, plan = ledger.findings, ledger.findings.plan
    drawn = found.drawn.slack
    holds = ledger.computed(
        "holds",
        "Draws in which the order of the best guess holds",
        wording.of_100(float((drawn >= 0).mean())) if len(drawn) else "0 of 0 draws",
        "Every uncertain number drawn anew; the order stays, its numbers are worked out again",
        "roadmap-draws",
    )
    first = "; then ".join(ledger.stage(stage) for stage in plan.stages[:SHOWN_STAGES])
    last = ledger.stage(plan.stages[-1])
    steps = f"begin with {first}; end with {last}" if len(plan.stages) > SHOWN_STAGES else first
    count = f"{wording.in_words(len(plan.stages))} stage{'s' if len(plan.stages) > 1 else ''}"
    length, neither = ledger.periods(plan.duration), ledger.sides("neither", "no")
    if plan.self_enforcing:
        stage, player = found.judged.weakest
        where = f"at stage {stage + 1}" if stage < len(plan.stages) else "once all is done"
        return [
            say(f"There is an order that {neither} side gains by breaking off, in {count} over {length}: {steps}."),
            say(
                f"Where it is closest, {where}, going on is worth ",
                ledger.slack(),
                f" points more to {ledger.player(player)} than breaking faith; it holds in ",
                holds,
                f", of {found.draws} made for this.",
            ),
        ]
    certificate = found.certificate
    assert certificate is not None  # `find` makes one wherever no order holds
    none, best = ledger.none_holds()
    where = f"stage {certificate.stage + 1}" if certificate.stage < len(plan.stages) else "the very end"
    missing = ledger.computed(
        "missing",
        f"Least by which the cost of a breach would have to grow for {ledger.sides('both', 'all')} sides, for an order to hold",
        ledger.missing(),
        "Minus the largest least slack of all orders; a range where that is only enclosed",
        "roadmap-mends",
    )
    said = [
        say(
            f"{none}: even in {best} {ledger.player(certificate.player)} would do better to break "
            f"off at {where}. Missing: ",
            missing,
            " of guarantee or reputation.",
        )
    ]
    working = [each for each in found.mends if each.plan.self_enforcing]
    if working:
        mend = min(working, key=lambda each: each.amount or 0.0)
        change = wording.lower_first(mend_words(ledger, mend), ledger.words)
        said.append(say(f"Of the changes that the file allows this one is enough: {change}."))
    return said


def _share(ledger: Ledger) -> list[Sentence]:
    """The least slack of each side as a share of what the whole way brings it: points of two sides have no common measure."""
    found, judged = ledger.findings, ledger.findings.judged
    said = []
    for p in ledger.seats():
        gain = float(judged.values[0, p] - judged.fallback[0, p])
        if gain > 0:
            said.append(f"{wording.percent(float(judged.slacks[:, p].min()) / gain)} for {ledger.player(p)}")
    if not said or not found.plan.self_enforcing:
        return []
    return [say(f"As a share of what the whole way brings it, the least slack of each side is {wording.listed(said)}.")]


def _checked(ledger: Ledger) -> Sentence:
    faults = ledger.findings.faults
    if faults:
        return say(f"The independent check of the order found faults: {'; '.join(faults)}.")
    plan = ledger.findings.plan
    bounds = {
        "slack": f"no order can have a least slack above {wording.points(plan.bound)}",
        "exposure": f"in every order that holds some side risks at least {wording.points(plan.bound)} points at one stage",
        "duration": f"every order that holds takes at least {ledger.periods(plan.bound)}",
        "mistrust": f"no order that holds tolerates a mistrust above {plan.bound:.2f}",
    }
    proven = "no order does better" if plan.proven else bounds[plan.objective]
    return say(f"An independent check worked out every number again and agrees; it is proven that {proven}.")


def _trust(ledger: Ledger) -> list[Sentence]:
    """The stage that needs most trust, where a side would not pass it with the mistrust it has today."""
    found = ledger.findings
    short = [
        (float(found.judged.tolerated[k, p]) - float(found.mistrust[0, p]), k, p)
        for k in range(len(found.plan.stages))
        for p in range(found.exchange.players)
        if not np.isnan(found.mistrust[0, p])
    ]
    if not short or min(short)[0] >= 0:
        return []
    _, k, p = min(short)
    enough = ledger.computed(
        f"mistrust-{p}",
        f"Draws in which {ledger.player(p)} trusts enough to go through with every stage",
        wording.of_100(float(found.drawn.enough[:, p].mean()) if len(found.drawn.enough) else 0.0),
        "Its first mistrust against what the stages tolerate, what passed steps teach allowed for; both drawn",
        "roadmap-draws",
    )
    own = ledger.listed_steps([step for step in found.plan.stages[k].steps if found.exchange.owner[step] == p])
    return [
        say(
            f"Most trust is needed at stage {k + 1} ({own}): there {ledger.player(p)} goes on only if it holds a breach "
            f"by the other for no likelier than {belief(found.judged.tolerated[k, p])}, and today it is put at "
            f"{found.mistrust[0, p]:.2f}; the steps kept before it bring that down far enough in ",
            enough,
            ".",
        )
    ]


def _proposed(ledger: Ledger) -> list[Sentence]:
    """Where the order that somebody proposes breaks, if it does."""
    for rival in ledger.findings.rivals:
        if rival.name == "the order proposed" and rival.judged.slack < 0:
            slack = ledger.computed(
                "proposed",
                "Least slack of the order proposed",
                wording.points(rival.judged.slack),
                "Judged by the same measure as the plan",
                "roadmap-rivals",
            )
            return [
                say(
                    f"The order proposed breaks {breaks_at(ledger, rival.judged, rival.stages)} (least slack ",
                    slack,
                    ").",
                )
            ]
    return []


def _gifts(ledger: Ledger) -> list[Sentence]:
    """Of the own gifts looked at that cost something and leave another better off, the one that weakens the rest most."""
    found = ledger.findings
    if not found.forced:
        return []
    briefed = ledger.seats()[0]
    lost_by = [_lost(ledger, each) for each in found.forced]
    own = [
        (each.plan.slack, number)
        for number, each in enumerate(found.forced)
        if each.plan is not None
        and found.exchange.owner[each.step] == briefed
        and lost_by[number][briefed] < 0 < lost_by[number].max()
    ]
    if not own:
        return []
    number = min(own)[1]
    worst, lost = found.forced[number], lost_by[number]
    others = [p for p in range(found.exchange.players) if p != briefed]
    gainer = max(others, key=lambda p: float(lost[p]))
    figures: list[str | Figure] = [
        f"{wording.upper_first(ledger.inside(worst.step))}, given first and for nothing, would cost {ledger.player(briefed)} ",
        ledger.computed(
            f"gift-{worst.step}",
            f"What {ledger.player(briefed)} has without the other side, after giving first: {ledger.step(worst.step)}",
            wording.points(-float(lost[briefed])),
            "Change of the fallback: what cannot be taken back stays",
            "roadmap-first",
        ),
        f" points for good if talks fail and leave {ledger.player(gainer)} ",
        ledger.computed(
            f"gift-gain-{worst.step}",
            f"What {ledger.player(gainer)} gains by it without the other side",
            wording.points(float(np.max(lost[gainer]))),
            "Change of the fallback",
            "roadmap-first",
        ),
        " better off without a deal.",
    ]
    return [say(*figures)]


def _lost(ledger: Ledger, forced: Forced) -> Numbers:
    """(p,) by how much the fallback of each changes when a step, and what must come with it, is given first."""
    exchange = ledger.findings.exchange
    start = exchange.index(sum(1 << step for step in forced.first))
    return np.asarray(exchange.fallback[:, start] - exchange.fallback[:, 0])
