"""What the tempo of events says, in sentences."""

from __future__ import annotations

import numpy as np

from pourparler import wording
from pourparler.answer import Figure, Sentence, say
from pourparler.conduct.confidence_rule import MOST_TEMPO_SPREAD
from pourparler.conduct.ledger import Ledger, chance, chance_range, day, times
from pourparler.conduct.silence import MODELS
from pourparler.conduct.tempo import PRIOR_DAYS, Silence

SECTION = "conduct-tempo"


def by_itself(ledger: Ledger, silence: Silence) -> Sentence:
    """How often so long a silence comes about by itself, beside what a source's rate would make it."""
    cells = silence.cells
    pool = ledger.computed(
        "pool",
        f"Chance of {silence.quiet} days without an event, had the tempo of the record gone on",
        chance_range(silence.pool, float(cells.min()), float(cells.max())),
        "Mean of five models on the main window and definition; in brackets least and most over models, windows, definitions",
        SECTION,
    )
    said = f"Had the old tempo gone on, a silence of {silence.quiet} days would have had a chance of "
    rates = _naive(ledger, silence)
    if not rates:
        return say(said, pool, ".")
    pieces: list[str | Figure] = []
    for index, (says, figure) in enumerate(rates):
        pieces += [" or " if index else ", not ", figure, f" by a source's rate ('{says}')"]
    return say(said, pool, *pieces, ".")


def _naive(ledger: Ledger, silence: Silence) -> list[tuple[str, Figure]]:
    assert ledger.findings.conduct.tempo is not None
    found = []
    for index, each in enumerate(ledger.findings.conduct.tempo.naive):
        expected = silence.naive[index]
        text = chance(expected) if expected >= 0.001 else _one_in(expected)
        what = f"Chance of {silence.quiet} days without an event at '{each.says}'"
        how = f"exp(-{silence.quiet} / {each.every:g}), events taken as independent at a steady rate"
        found.append((each.says, ledger.computed(f"naive-{index}", what, text, how, SECTION)))
    return found


def _one_in(expected: float) -> str:
    return (
        "less than 1 in a billion"
        if expected < 1e-9
        else f"1 in {wording.about(round(1 / expected)).removeprefix('about ')}"
    )


def would_expect(ledger: Ledger, silence: Silence) -> Sentence:
    """How many events so long a time would have held at the rate of the record."""
    mean, low, high = silence.expected
    figure = ledger.computed(
        "expected",
        f"Event days to be expected in {silence.quiet} days at the rate of the record",
        f"about {wording.points(mean)} event days in that time ({low} to {high})",
        "Gamma-Poisson model with Jeffreys' prior on the main window: mean, and 5 to 95 % of the distribution of the count",
        SECTION,
    )
    return say("At the old rate one would have expected ", figure, ".")


def why_naive_misleads(ledger: Ledger) -> list[Sentence]:
    """Why a source's plain rate misleads."""
    assert ledger.findings.conduct.tempo is not None
    if not ledger.findings.conduct.tempo.naive:
        return []
    return [
        say(
            "A plain rate can mislead: it may count single shots rather than days, take one short stretch for the rule, and leave no "
            "room for campaigns with lulls between them."
        )
    ]


def longer_before(ledger: Ledger, silence: Silence) -> Sentence:
    """How many earlier silences were as long."""
    gaps = silence.gaps
    longer = int((gaps >= silence.quiet).sum())
    figure = ledger.computed(
        "longer",
        f"Earlier silences of {silence.quiet} days or more on record",
        wording.in_words(longer) if longer else "no",
        "Counted in the events of the file, main definition",
        SECTION,
    )
    since = day(silence.times[0][0])
    plural = "" if longer == 1 else "s"
    longest = f", the longest of {gaps.max():.0f} days" if longer > 1 else f"; the longest lasted {gaps.max():.0f} days"
    typical = f" The typical gap between two is {np.median(gaps):.0f} days."
    verb = "was" if longer == 1 else "were"
    return say(f"Since {since} there {verb} ", figure, f" silence{plural} as long before this one{longest}.{typical}")


def unusual(ledger: Ledger, silence: Silence) -> Sentence:
    """The day on which the silence becomes unusual."""
    lengths = [found for found in silence.unusual if found is not None]
    if silence.pool_unusual is None:
        return say("By the pool of models no silence that is drawn here would be unusual (under 5 %).")
    reached = "became" if silence.pool_unusual <= silence.quiet else "becomes"
    figure = ledger.computed(
        "unusual",
        "First day on which so long a silence has a chance under 5 %",
        f"day {silence.pool_unusual}, {day(silence.last + silence.pool_unusual)}",
        "Where the mean of the five models' curves falls below 5 %",
        SECTION,
    )
    return say(
        f"It {reached} unusual (under 5 %) on ", figure, f"; single models say day {min(lengths)} to {max(lengths)}."
    )


def spread_flag(silence: Silence) -> list[Sentence]:
    """The flag, where models, windows and definitions disagree widely."""
    if silence.spread <= MOST_TEMPO_SPREAD:
        return []
    return [
        say(
            f"Over models, windows and definitions the largest of these chances is {times(silence.spread)} times the smallest: "
            "none should be quoted alone."
        )
    ]


def since_last(ledger: Ledger, silence: Silence) -> Sentence:
    """Campaign or lull, and whether the rate changed."""
    before, now = silence.campaign
    on = ledger.computed(
        "campaign",
        "Chance that a campaign of tests is on, not a lull",
        f"{chance(before)} right after the last event, {chance(now)} now",
        "Two-state Markov-modulated Poisson process on the main window",
        SECTION,
    )
    factors = silence.break_factors
    change = ledger.computed(
        "break",
        "How much likelier the silence is if the rate changed after the last event",
        f"{times(min(factors))} to {times(max(factors))} times as likely",
        f"Bayes factor, gamma priors worth {PRIOR_DAYS[0]:.0f} to {PRIOR_DAYS[-1]:.0f} days; it hangs on that choice",
        SECTION,
    )
    return say(
        "The chance that a campaign is on: ",
        on,
        ". If the rate changed after the last event, the silence was ",
        change,
        ".",
    )


def ahead(ledger: Ledger, silence: Silence) -> list[Sentence]:
    """The chance that the silence lasts."""
    tempo = ledger.findings.conduct.tempo
    found = {
        model.name: float(value) for model, value in zip(MODELS, silence.ahead, strict=True) if not np.isnan(value)
    }
    if tempo is None or tempo.until is None or not found:
        return []
    least, most = min(found, key=found.__getitem__), max(found, key=found.__getitem__)
    figure = ledger.computed(
        "ahead",
        f"Chance that the silence lasts to {day(tempo.until.toordinal())} if nothing was decided",
        chance_range(silence.pooled_ahead, found[least], found[most]),
        "Mean of the five models given the silence so far; in brackets least and most of all models",
        SECTION,
    )
    said = f"By tempo alone the chance that it lasts to {day(tempo.until.toordinal())} is "
    return [say(said, figure, f"; the model '{least}' says least, '{most}' most.")]


def change_of_rate(ledger: Ledger, silence: Silence) -> Sentence:
    """Whether and when the rate changed inside the record."""
    found = silence.change
    figure = ledger.computed(
        "change",
        "Most probable day on which the rate of events changed",
        f"{day(found.most_probable)} ({day(found.interval[0])} to {day(found.interval[1])})",
        "One change, all days as likely before; prior of the rate worth one event in 30 days",
        SECTION,
    )
    months = [f"{30.4 * rate:.1f}" for rate in (found.rate_before, found.rate_after)]
    return say(
        "If the rate changed once in the record it was on ", figure, f": from {months[0]} to {months[1]} a month."
    )
