"""Compose a briefing from a scenario and the rooms' answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pourparler import __version__, wording
from pourparler.answer import Answer, Bullets, Figure, Headline, Paragraph, Section, Sentence, Status, Topic, say
from pourparler.brief.document import Brief, CorrectionLine, NumberLine, SourceLine, SourceLink
from pourparler.brief.page_one import page_one
from pourparler.brief.parties import parties_section
from pourparler.brief.rooms import unanswered
from pourparler.scenario import numbers as scenario_numbers
from pourparler.scenario.all_numbers import HEADED
from pourparler.scenario.model import Claim, Scenario
from pourparler.scenario.uncertain import Uncertain

RELIABILITY = {
    "A": "A, reliable",
    "B": "B, usually reliable",
    "C": "C, fairly reliable",
    "D": "D, not usually reliable",
    "E": "E, unreliable",
    "F": "F, cannot be judged",
}
CREDIBILITY = {
    1: "1, confirmed",
    2: "2, probably true",
    3: "3, possibly true",
    4: "4, doubtful",
    5: "5, improbable",
    6: "6, cannot be judged",
}


def compose(scenario: Scenario, answers: Mapping[str, Answer], draws: int, seed: int) -> Brief:
    """The briefing as plain data, ready to be set."""
    first = next(iter(answers.values()))
    said = [*(headline for answer in answers.values() for headline in answer.headlines()), _not_known(scenario)]
    headlines, in_full = page_one(said)
    return Brief(
        title=scenario.title,
        question=scenario.question or "",
        as_of=scenario.as_of,
        briefed=None if scenario.briefed is None else scenario.parties[scenario.briefed].name,
        version=__version__,
        seed=seed,
        draws=draws,
        scenario_hash=scenario.fingerprint,
        headlines=headlines,
        page_one_chart=first.page_one_chart(),
        sections=(
            *in_full,
            parties_section(scenario),
            *(section for answer in answers.values() for section in answer.sections()),
            *_claims(scenario),
            _limits(scenario),
        ),
        computed=tuple(line for answer in answers.values() for line in answer.computed()),
        numbers=(*(line for heading, part in HEADED.items() for line in _numbers(scenario, part(scenario), heading)),),
        sources=tuple(
            SourceLine(
                anchor=f"source-{name}",
                title=source.title,
                author=source.author or "",
                date=source.date or "",
                kind=source.kind,
                reliability=RELIABILITY.get(source.reliability or "", ""),
                credibility=CREDIBILITY.get(source.credibility or 0, ""),
            )
            for name, source in scenario.sources.items()
        ),
        corrections=tuple(
            _correction(scenario, name, claim)
            for name, claim in scenario.claims.items()
            if claim.standing() is Status.CORRECTED
        ),
        methods=tuple(method for answer in answers.values() for method in answer.methods()),
        range_note="Worth is in points from 0, the worst the issues can bring a party, to 100, the best;"
        " points of two parties have no common measure. "
        f"A range such as 30 (22 to 41) holds 90 of 100 of the {draws:,} draws made of all uncertain numbers.",
    )


def _link(scenario: Scenario, name: str) -> SourceLink:
    return SourceLink(f"source-{name}", scenario.sources[name].title)


def _numbers(scenario: Scenario, numbers: Iterable[scenario_numbers.NumberLine], group: str) -> Iterator[NumberLine]:
    """The annex lines of numbers of the scenario, under a heading that names their party."""
    for line in numbers:
        judged = line.origin.judged
        yield NumberLine(
            anchor=line.anchor,
            party=wording.upper_first(group.format(scenario.parties[line.party].name)),
            what=wording.upper_first(line.what),
            value=str(line.value),
            drawn=_drawn(line.value),
            status=line.origin.standing(),
            because=line.origin.because or "",
            sources=tuple(_link(scenario, name) for name in line.origin.source),
            quote=line.origin.quote or "",
            judged_by=f"{judged.by}, {judged.on.isoformat()}" if judged else "",
            location=f"{line.place.file.rsplit('/', 1)[-1]}:{line.place.line}" if line.place else "",
        )


def _drawn(value: Uncertain) -> str:
    """The range that 90 of 100 draws stay in."""
    if value.known:
        return ""
    low, high = value.quantile([0.05, 0.95]).tolist()
    if value.greatest <= 1:  # a chance
        return f"{low:.2g} to {high:.2g}"
    return f"{wording.points(low)} to {wording.points(high)}"


def _correction(scenario: Scenario, name: str, claim: Claim) -> CorrectionLine:
    return CorrectionLine(
        anchor=f"claim-{name}",
        says=claim.says,
        source=_link(scenario, claim.source[0]) if claim.source else None,
        correct=claim.correct or "",
        against=_link(scenario, claim.against[0]) if claim.against else None,
        because=claim.because or "",
    )


def _claims(scenario: Scenario) -> tuple[Section, ...]:
    """What the sources say, apart from what is corrected, which stands in the annex."""
    claims = [claim for claim in scenario.claims.values() if claim.standing() is not Status.CORRECTED]
    corrected = [name for name, claim in scenario.claims.items() if claim.standing() is Status.CORRECTED]
    if not scenario.claims:
        return ()
    items = []
    for claim in claims:
        titles = [scenario.sources[name].title for name in claim.source]
        status = claim.standing()
        told = f" ({wording.listed(titles)})" if titles else ""
        mark = "" if status is Status.QUOTED else f" [{status}]"
        items.append(say(claim.says.rstrip("."), f"{told}{mark}."))
    opening = [
        say(
            "In our words. None of these enters a calculation;"
            " where one stands behind a number, that number's line says so."
        )
    ]
    if corrected:
        count = f"{wording.in_words(len(corrected))} claim{'s' if len(corrected) > 1 else ''}"
        figure = Figure(count, Status.CORRECTED, f"claim-{corrected[0]}")
        opening.append(say("Of what the sources say, ", figure, " proved wrong; what is correct stands in the annex."))
    return (Section("claims", "What the sources say", (Paragraph(tuple(opening)), Bullets(tuple(items)))),)


def _not_known(scenario: Scenario) -> Headline:
    questions = wording.listed(unanswered(scenario))
    left_out = len(scenario.limits)
    more = f" The file names {left_out} more things it leaves out (last section)." if left_out > 1 else ""
    return Headline(Topic.NOT_KNOWN, (say(f"{wording.upper_first(questions)}.{more}"),), page="not-analysed")


def _limits(scenario: Scenario) -> Section:
    items: list[Sentence] = [say(f"{wording.upper_first(question)}.") for question in unanswered(scenario)]
    items.append(say("Numbers are drawn independently of each other, though some would move together."))
    if scenario.events and (scenario.conduct is None or scenario.conduct.tempo is None):
        items.append(say(f"The {len(scenario.events)} events in the file are on record and not analysed."))
    items += [say(wording.upper_first(limit.rstrip(".")) + ".") for limit in scenario.limits]
    return Section("not-analysed", "What was not analysed", (Bullets(tuple(items)),))
