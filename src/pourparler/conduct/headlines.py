"""What the conduct room says on page one, and the sentences its own page opens with."""

from __future__ import annotations

import numpy as np

from pourparler import wording
from pourparler.answer import Figure, Headline, Sentence, Topic, say
from pourparler.conduct.confidence_rule import Measure, Reason
from pourparler.conduct.ledger import Ledger, chance, times
from pourparler.conduct.tempo_sentences import SECTION, by_itself
from pourparler.conduct.watch import Watched
from pourparler.conduct.watch_tables import NOTHING, do_then, patience_sentences
from pourparler.conduct.weigh import Weighed
from pourparler.scenario.likelihoods import OTHER

ON_PAGE_ONE = 3  # indicators told with what they would make one do


def headlines(ledger: Ledger) -> tuple[Headline, ...]:
    """What conduct tells, what to watch, how sure, what would change the reading."""
    found = ledger.findings
    told: list[Sentence] = []
    if found.weighed is not None:
        told += reading(ledger, found.weighed)
    if found.silence is not None:
        told.insert(1, by_itself(ledger, found.silence))
    page = "conduct" if found.weighed is not None else SECTION
    parts = [Headline(Topic.CONDUCT, tuple(told), short=2, page=page)]
    if found.watched is not None and found.conduct.indicators:
        parts.append(Headline(Topic.WATCH, tuple(to_watch(ledger, found.watched)), page="conduct-watch"))
    if found.weighed is not None:
        parts.append(Headline(Topic.HOW_SURE, (how_sure(ledger, found.weighed),), page="conduct-evidence"))
    if found.patience is not None and found.silence is not None:
        breach = tuple(patience_sentences(ledger, found.patience)[1:])
        parts.append(Headline(Topic.WOULD_CHANGE, breach, short=0, page="conduct-watch"))
    return tuple(parts)


def reading(ledger: Ledger, weighed: Weighed) -> list[Sentence]:
    """The leading reading with word and number; then how it came about, kept apart from intent."""
    leader = weighed.leader
    share = float(weighed.hypotheses[0, leader])
    others = [int(h) for h in np.argsort(-weighed.hypotheses[0], kind="stable") if h != leader]
    named = [h for h in others if ledger.findings.hypotheses[h] != OTHER]
    pieces: list[str | Figure] = [
        ledger.judgement(share, f"{ledger.party} is {ledger.reading(leader)}") + ": ",
        ledger.posterior(leader),
    ]
    for position, h in enumerate(named):
        pieces += ["; " if position == 0 else ", ", f"{ledger.reading(h)} has ", ledger.posterior(h)]
    said = [say(*pieces, ".")]
    if weighed.mechanisms.shape[1]:
        top = int(weighed.mechanisms[0].argmax())
        chance_top = float(weighed.mechanisms[0, top])
        said.append(
            say(
                ledger.judgement(chance_top, f"what is seen is {ledger.mechanism(top)}") + ", ",
                ledger.deliberate(top),
                "; that is another question than intent.",
            )
        )
    return said


def how_sure(ledger: Ledger, weighed: Weighed) -> Sentence:
    """The confidence, in a sentence of its own, with the rule's reasons."""
    found = weighed.confidence
    figure = ledger.computed(
        "confidence",
        "Confidence in the reading of conduct",
        found.level.value,
        "By the stated rule: one origin's share, how often the leader stays, the spread of the tempo, good independent origins",
        "conduct",
    )
    reasons = wording.listed([_reason(ledger, weighed, reason) for reason in found.reasons])
    return say("Confidence in the reading of conduct: ", figure, f", because {reasons}.")


def _reason(ledger: Ledger, weighed: Weighed, reason: Reason) -> str:
    value = 0.0 if reason.value is None else reason.value
    match reason.measure:
        case Measure.ORIGIN_SHARE:
            return f"one origin carries {chance(value)} of the weight of the evidence"
        case Measure.LEADER_STAYS:
            return f"{ledger.reading(weighed.leader)} leads in only {wording.of_100(value)}"
        case Measure.TEMPO_SPREAD:
            return f"models, windows and definitions of the tempo differ by a factor of {times(value)}"
        case Measure.PROBABILITY if value < reason.limit:
            return f"no reading reaches {chance(reason.limit)}"
        case Measure.PROBABILITY:
            return f"{ledger.reading(weighed.leader)} has {chance(reason.limit)} or more"
        case _:
            count = wording.in_words(int(value)) if value else "no"
            return f"{count} independent origin{'s are' if value != 1 else ' is'} marked B2 or better"


def to_watch(ledger: Ledger, watched: Watched) -> list[Sentence]:
    """The most useful indicators, and what they would make one do; then what tells too little, or nothing."""
    useful = [j for j in watched.order if watched.worth[0, j] >= NOTHING]
    if not useful:
        return [_nothing_useful(ledger, watched)]
    indicators = list(ledger.findings.conduct.indicators.values())
    by_result: dict[str, list[int]] = {}
    for j in useful[:ON_PAGE_ONE]:
        by_result.setdefault(do_then(ledger, watched, j), []).append(j)
    said = []
    for result, signs in by_result.items():
        pieces: list[str | Figure] = []
        for j in signs:
            worth = ledger.computed(
                f"worth-{j}",
                f"Worth to the decision of knowing '{indicators[j].what}' in time",
                wording.points(float(watched.worth[0, j])),
                "Expected value of sample information less its cost, in points of the briefed side",
                "conduct-watch",
            )
            what = indicators[j].what
            named = f"; {wording.lower_first(what)}" if pieces else wording.upper_first(what)
            pieces += [f"{named}, by {wording.long_date(indicators[j].by)} (worth ", worth, " points)"]
        said.append(say(*pieces, f". {result}."))
    slight = [j for j in watched.order if j not in useful and watched.changes(j)]
    idle = [j for j in watched.order if j not in useful and not watched.changes(j)]
    for opening, which in (
        ("Worth watching too", useful[ON_PAGE_ONE:]),
        ("Could change what we do, but for less than it is worth to watch", slight),
        ("Would not change what we do, whichever way it goes", idle),
    ):
        if which:
            said.append(say(f"{opening}: {'; '.join(wording.lower_first(indicators[j].what) for j in which)}."))
    return said


def _nothing_useful(ledger: Ledger, watched: Watched) -> Sentence:
    indicators = list(ledger.findings.conduct.indicators.values())
    top = indicators[max(range(len(indicators)), key=lambda j: float(watched.gain[0, j]))]
    told = f"The most telling sign would be: {wording.lower_first(top.what)} by {wording.long_date(top.by)}"
    if watched.after is None:
        return say(f"{told}.")
    best = list(ledger.findings.conduct.courses.values())[int(watched.best[0])].name
    if any(watched.changes(j) for j in range(len(indicators))):
        return say(
            f"{told}; but to watch for it, or for any other sign, gains next to nothing over what is best now ({best})."
        )
    return say(f"{told}; but no single sign would change what is best to do ({best}).")
