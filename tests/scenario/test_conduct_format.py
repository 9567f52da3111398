"""What a file may say of conduct: where each fault is reported and in which words, and every form that is right."""

from datetime import date

import jsonschema
import pytest

from pourparler.scenario.likelihoods import CREDIBILITY, RATINGS, RELIABILITY, STRENGTHS, Likelihood, keys_for
from pourparler.scenario.model import json_schema
from pourparler.scenario.uncertain import Uncertain
from tests.scenario.cases import SMALL, change, loaded, problems, unmark
from tests.scenario.conduct_cases import CONDUCT, EVENTS, GLANCE_CONDUCT, SMALL_CONDUCT
from tests.scenario.test_schema import plain

FORMS = "write a number, a range, CC to II, or tempo"
NUMBER = (
    "write a number, [least, greatest], [least, most likely, greatest], or a distribution such as {pert: [30, 40, 50]}"
)
TODAY = "2024-03-01, the day up to which things are known"
LEAST = "leave out what tells least"
TWO_MEANINGS = "as a key below it would have two meanings; give it another name"

LISTED_STRENGTHS = "hand-tying act, irreversible act, restraint, statement"
HYPOTHESES = CONDUCT[CONDUCT.index("  hypotheses:") : CONDUCT.index("  mechanisms:")]
MECHANISMS = CONDUCT[CONDUCT.index("  mechanisms:") : CONDUCT.index("  evidence:")]
PLEDGES = CONDUCT[CONDUCT.index("  pledges:") : CONDUCT.index("  indicators:")]
TEMPO = CONDUCT[CONDUCT.index("  tempo:") : CONDUCT.index("  hypotheses:")]
HEDGE = "date: 2020-05-01, outcome: kept"
NOTE = "likelihood: {fair: C, sly: 0.4}"
NOD = "cluster: talk, likelihood: {fair: 0.6, sly: 0.5}"
WORD = "cluster: talk, favours: fair"
GIFT = "date: 2024-02-12, faithful: 0.8, expected: {fair: 0.3, sly: 0.1}"
TALK = "talk: {name: one talk, correlation: 0.5}"
CAUSED = "talk: {name: one talk, cause: {what: Staged, chance: {fair: 0.2, sly: 0.5}}}"
MEANT = "meant: {name: meant, share: {fair: 0.7, sly: 0.8}}"


def many(part: str, item: str, number: int) -> str:
    return f"  ¦{part}:\n" + "".join(f"    n{index}: {item}\n" for index in range(number))


# What is replaced, by what (the mark stands where the fault is expected), what is wrong, what would be right.
DANGLING = [
    ("  party: south\n  judged", "  party: ¦soth\n  judged", "there is no party 'soth'", "did you mean 'south'?"),
    ("[visit, letter]", "[visit, ¦leter]", "there is no kind of event 'leter'", "did you mean 'letter'?"),
    ("claim: dry", "claim: ¦wet", "there is no claim 'wet'", "known are: dry"),
    (
        "  courses:\n",
        "  corrections: [¦dry]\n  courses:\n",
        "there is no corrected claim 'dry'",
        "there is none to choose from",
    ),
    ("favours: fair", "favours: ¦fare", "there is no hypothesis 'fare'", "did you mean 'fair'?"),
    (
        "favours: fair",
        "favours: [fair, ¦luck]",
        "there is no hypothesis 'luck'",
        "known are: fair, sly, other, meant, chance",
    ),
    (WORD, "cluster: ¦tale, favours: fair", "there is no cluster 'tale'", "did you mean 'talk'?"),
    ("retells: note", "retells: ¦noted", "there is no other item 'noted'", "did you mean 'note'?"),
    ("source: deed, retells", "source: ¦dead, retells", "there is no source 'dead'", "did you mean 'deed'?"),
    (NOTE, "likelihood: {fair: C, ¦slay: 0.4, sly: 0.4}", "there is no hypothesis 'slay'", "did you mean 'sly'?"),
    (
        NOTE,
        "likelihood: {fair: C, sly: 0.4, ¦sly+mean: 0.4}",
        "there is no hypothesis 'sly+mean'",
        "did you mean 'sly+meant'?",
    ),
    (
        MEANT,
        "meant: {name: meant, share: {fair: 0.7, sly: 0.8, ¦fair+meant: 0.1}}",
        "there is no hypothesis 'fair+meant'",
        "known are: all, fair, sly, other",
    ),
    (
        MEANT,
        "meant: {name: meant, share: {fair: 0.7, sly: 0.8, ¦chance: 0.1}}",
        "there is no hypothesis 'chance'",
        "known are: all, fair, sly, other",
    ),
]

STATES = [
    (NOTE, "¦likelihood: {fair: C}", "nothing is said for sly", "give every hypothesis a value"),
    (
        NOTE,
        "¦likelihood: {}",
        "nothing is said for fair, sly",
        "give every hypothesis a value",
    ),
    (
        NOTE,
        "¦likelihood: {fair: C, sly: 0.4, meant: 0.3}",
        "two values are given for fair+meant, sly+meant",
        "speak of hypotheses or of mechanisms, or write the pair",
    ),
    (
        NOTE,
        "¦likelihood: {meant: C, chance: 0.4, other: 0.3}",
        "two values are given for other",
        "speak of hypotheses or of mechanisms, or write the pair",
    ),
    (
        "expected: {fair: 0.3, sly: 0.1}",
        "¦expected: {sly: 0.1}",
        "nothing is said for fair",
        "give every hypothesis a value",
    ),
    (MEANT, "meant: {name: meant, ¦share: {fair: 0.7}}", "nothing is said for sly", "give every hypothesis a value"),
    (
        "value: {fair: 60, sly: 30}",
        "¦value: {sly: 30}",
        "nothing is said for fair",
        "give every hypothesis a value",
    ),
    (
        "cost: 1, likelihood: {fair: 0.2, sly: 0.6}",
        "cost: 1, ¦likelihood: {fair: 0.2, other: 0.1}",
        "nothing is said for sly",
        "give every hypothesis a value",
    ),
]

LAYERS = [
    (
        HYPOTHESES,
        "  ¦hypotheses:\n    fair: {name: fair, prior: 1}\n    other: {name: other, prior: 1}\n",
        "there is only one hypothesis besides 'other'",
        "name what else could explain the conduct",
    ),
    (
        MECHANISMS,
        "  ¦mechanisms:\n    meant: {name: meant, share: 1}\n",
        "there is only one mechanism",
        "name what else could bring it about",
    ),
]

# Other faults follow from these: whatever was said of a name that is no longer there.
NAMES = [
    (
        "    sly: {name: sly,",
        "    ¦all: {name: sly,",
        "'all' cannot be the name of one of the hypotheses",
        TWO_MEANINGS,
    ),
    (
        "    sly: {name: sly,",
        "    ¦tempo: {name: sly,",
        "'tempo' cannot be the name of one of the hypotheses",
        TWO_MEANINGS,
    ),
    (
        "    chance: {name: chance,",
        "    ¦all: {name: chance,",
        "'all' cannot be the name of one of the mechanisms",
        TWO_MEANINGS,
    ),
    (
        "    chance: {name: chance,",
        "    ¦other: {name: chance,",
        "'other' cannot be the name of one of the mechanisms",
        TWO_MEANINGS,
    ),
    (
        "    chance: {name: chance,",
        "    ¦sly: {name: chance,",
        "'sly' cannot be the name of one of the mechanisms",
        TWO_MEANINGS,
    ),
    (
        "    chance: {name: chance,",
        "    ¦value: {name: chance,",
        "'value' cannot be the name of one of the mechanisms",
        TWO_MEANINGS,
    ),
    (
        "    note: {what",
        "    ¦Note: {what",
        "'Note' cannot be a name",
        "names start with a small letter and go on with small letters, digits, '-' or '_' (at most 60)",
    ),
    (
        TALK,
        "¦" + CAUSED.replace("cause:", "correlation: 0.2, cause:"),
        "a cluster has one form",
        "write 'correlation: 0.6', or 'cause: ...'",
    ),
    (NOTE, "likelihood: {fair: C, sly: 0.4, ¦Sly: 0.4}", "there is no hypothesis 'Sly'", "did you mean 'sly'?"),
    (
        TALK,
        "talk: {name: one talk, cause: {what: Staged, chance: ¦tempo}}",
        "'tempo' is the chance of a silence, and here something else is asked",
        "write a number, a range, or CC to II",
    ),
]

PRIORS = [
    (
        HYPOTHESES,
        "  ¦hypotheses:\n    fair: {name: fair, prior: 0}\n    sly: {name: sly, prior: [0, 0, 10]}\n",
        "the priors may all be 0 together",
        "give one hypothesis a prior that is above 0",
    ),
    (
        HYPOTHESES,
        "  ¦hypotheses:\n    fair: {name: fair, prior: 0}\n    sly: {name: sly, prior: {one_of: [0, 5, 5]}}\n",
        "the priors may all be 0 together",
        "give one hypothesis a prior that is above 0",
    ),
    (
        HYPOTHESES,
        "  ¦hypotheses:\n    fair: {name: fair, from_record: true}\n    sly: {name: sly, prior: 0}\n",
        "the priors may all be 0 together",
        "give one hypothesis a prior that is above 0",
    ),
    ("sly, prior: 50", "sly, prior: ¦-1", "-1 is outside the scale", "give a number from 0 or more"),
    (
        "    sly: {name: sly, prior: 50}",
        "    ¦sly: {name: sly}",
        "a hypothesis has one prior",
        "write 'prior: 30', or 'from_record: true'",
    ),
    (
        "    sly: {name: sly, prior: 50}",
        "    ¦sly: {name: sly, prior: 50, from_record: true}",
        "a hypothesis has one prior",
        "write 'prior: 30', or 'from_record: true'",
    ),
    ("resumes_after: 90", "resumes_after: ¦0", "0 is outside the scale", "give a number from 0.1 to 100000"),
    (
        HYPOTHESES,
        "  hypotheses:\n    fair: {name: fair, from_record: true}\n    sly: {name: sly, ¦from_record: true}\n",
        "'fair' takes its prior from the record too",
        "leave it to one of the two",
    ),
]

RECORD = "    fair: {name: fair, from_record: true}\n    sly: {name: sly, prior: 50}\n"

TEMPOS = [
    (
        "      visits: {name: visits, kinds: [visit, letter]}",
        "      visits: {name: visits, ¦kinds: []}",
        "nothing is counted",
        "name at least one kind of event",
    ),
    (
        "    definitions:\n      visits: {name: visits, kinds: [visit, letter]}",
        "    ¦definitions: {}",
        "nothing is counted",
        "define at least one kind of event",
    ),
    ("windows: [2023-01-01]", "¦windows: []", "there is no window", "name the day from which the record is whole"),
    (
        "windows: [2023-01-01]",
        "windows: [2023-01-01, ¦2024-03-01]",
        f"2024-03-01 is not before {TODAY}",
        "name a day from which events were recorded",
    ),
    ("windows: [2023-01-01]", "windows: [¦2023]", "'2023' is not a day", "write year-month-day, such as 2018-03-09"),
    (
        "until: 2024-05-01",
        "until: ¦2024-03-01",
        f"2024-03-01 is not after {TODAY}",
        "name a later day, or leave it out",
    ),
    ("every: 30", "every: ¦0", "'0' is too small", "write 0.01 or more"),
    ("every: 30", "every: ¦often", "'often' is not an amount", "write a number, such as 4 or 0.5"),
    (
        "chance: tempo}",
        "chance: tempo}}\n    calm: {what: Calm, kind: absence, date: 2024-03-01, expected: {all: ¦tempo}",
        "'tempo' is the chance of a silence, and here something else is asked",
        "write a number, a range, or CC to II",
    ),
    (
        "expected: {fair: 0.3, sly: 0.1}",
        "expected: ¦tempo",
        "'tempo' is the chance of a silence, and here something else is asked",
        "write a number, a range, or CC to II",
    ),
    (
        "cost: 1, likelihood: {fair: 0.2, sly: 0.6}",
        "cost: 1, likelihood: {fair: 0.2, ¦sly: {tempo: true, because: x}}",
        "'tempo' is the chance of a silence, and here something else is asked",
        "write a number, a range, or CC to II",
    ),
    (
        MEANT,
        "meant: {name: meant, share: {fair: ¦tempo, sly: 0.8}}",
        "'tempo' is the chance of a silence, and here something else is asked",
        "write a number, a range, or CC to II",
    ),
    ("value: 50", "value: ¦tempo", "'tempo' is not a number", NUMBER),
]

DAYS = [
    (
        "date: 2024-02-10",
        "date: ¦2024-03-02",
        f"2024-03-02 is after {TODAY}",
        "leave it out; what is still to come is an indicator",
    ),
    (
        "date: 2020-05-01",
        "date: ¦2024-03-02",
        f"2024-03-02 is after {TODAY}",
        "leave it out; what is still to come is an indicator",
    ),
    ("by: 2024-04-01", "by: ¦soon", "'soon' is not a day", "write year-month-day, such as 2018-03-09"),
]

ITEMS = [
    (
        "    note: {what: A note, kind: statement, date: 2024-02-10, source: deed, " + NOTE,
        "    ¦note: {what: A note, kind: statement, date: 2024-02-10, source: deed",
        "an item has one form",
        "write 'likelihood', or 'expected' (absence), or 'favours'",
    ),
    (
        "    word: {what: A word, kind: statement, date: 2024-02-11, source: deed, " + WORD,
        "    ¦word: {what: A word, kind: statement, likelihood: 0.5, favours: fair",
        "an item has one form",
        "write 'likelihood', or 'expected' (absence), or 'favours'",
    ),
    (
        "    gift: {what: No gift, kind: absence, " + GIFT,
        "    ¦gift: {what: No gift, kind: absence, expected: 0.3",
        "an absence has no day",
        "add 'date: ', the day by which the act was expected",
    ),
    (
        "    gift: {what: No gift, kind: absence, " + GIFT,
        "    ¦gift: {what: No gift, kind: restraint, expected: 0.3",
        "'expected' belongs to an absence",
        "write 'kind: absence', or 'likelihood'",
    ),
    (
        "    gift: {what: No gift, kind: absence, " + GIFT,
        "    ¦gift: {what: No gift, kind: absence, date: 2024-02-12, expected: {fair: [0.5, 1], sly: 0.2}",
        "an act that was certain to come did not come",
        "write at most 0.999",
    ),
    (
        "    note: {what: A note",
        "    ¦note: {strength: statement, what: A note",
        "'strength' has nothing to act on",
        "write 'favours: ' in place of likelihoods, or leave it out",
    ),
    (
        WORD,
        WORD + ", strength: ¦oath",
        "'oath' has no strength",
        f"write 'likelihood: ', or add a 'strength: '; known are: {LISTED_STRENGTHS}",
    ),
    (
        "word: {what: A word, kind: statement",
        "word: {what: A word, kind: ¦circumstance",
        "'circumstance' has no strength",
        f"write 'likelihood: ', or add a 'strength: '; known are: {LISTED_STRENGTHS}",
    ),
    (
        "word: {what: A word, kind: statement",
        "word: {what: A word, kind: ¦statment",
        "'statment' is not one of the words for this",
        "did you mean 'statement'?",
    ),
    ("otherwise: 0.4", "otherwise: ¦1.2", "1.2 is outside the scale", "give a number from 0 to 1"),
    ("faithful: 0.8", "faithful: {value: ¦2, because: x}", "2 is outside the scale", "give a number from 0 to 1"),
    (HEDGE, "date: 2020-05-01, outcome: ¦keep", "'keep' is not one of the words for this", "did you mean 'kept'?"),
    ("cost: 1,", "cost: ¦101,", "101 is outside the scale", "give a number from 0 to 100"),
    ("value: 50", "value: ¦C", "'C' is not a number", NUMBER),
    ("value: 50", "value: ¦[50, 101]", "101 is outside the scale", "give a number from 0 to 100"),
]

LIKELIHOODS = [
    (NOTE, "likelihood: {fair: ¦D, sly: 0.4}", "'D' is no likelihood", FORMS),
    (NOTE, "likelihood: ¦high", "'high' is no likelihood", FORMS),
    (NOTE, "likelihood: {fair: ¦~, sly: 0.4}", "nothing is no likelihood", FORMS),
    (
        NOTE,
        "likelihood: {fair: ¦0, sly: 0.4}",
        "0 is no likelihood",
        "write 0.001 or more: what is held impossible no evidence could ever mend",
    ),
    (
        NOTE,
        "likelihood: {fair: ¦[0, 0.5], sly: 0.4}",
        "0 to 0.5 is no likelihood",
        "write 0.001 or more: what is held impossible no evidence could ever mend",
    ),
    (NOTE, "likelihood: ¦50", "50 is no likelihood", "write a share from 0.001 to 1, such as 0.5 for 50 %"),
    (
        NOTE,
        "likelihood: {fair: {value: ¦50}, sly: 0.4}",
        "50 is no likelihood",
        "write a share from 0.001 to 1, such as 0.5 for 50 %",
    ),
    (NOTE, "likelihood: {fair: ¦true, sly: 0.4}", "'True' is not a number", NUMBER),
    (
        NOTE,
        "likelihood: {fair: {¦becuase: x, value: 0.3}, sly: 0.4}",
        "the key 'becuase' is not known here",
        "did you mean 'because'?",
    ),
    (NOTE, "likelihood: {¦fair: {because: x}, sly: 0.4}", "a likelihood has one form", FORMS),
    (NOTE, "likelihood: {fair: {rating: C, value: ¦0.3}, sly: 0.4}", "a likelihood has one form", FORMS),
    (
        NOTE,
        "likelihood: {fair: {rating: ¦XX}, sly: 0.4}",
        "'XX' is not one of the words for this",
        "known are: CC, C, N, I, II",
    ),
]

ORIGINS = [
    (
        "    gift: {what: No gift,",
        "    gift: {¦if_cause: 0.5, what: No gift,",
        "this item has no common cause with others",
        "leave it out, or give the item's cluster a 'cause'",
    ),
    (
        "    word: {what: A word,",
        "    word: {¦if_cause: 0.5, what: A word,",
        "this item has no common cause with others",
        "leave it out, or give the item's cluster a 'cause'",
    ),
    (TALK, "¦talk: {name: one talk}", "a cluster has one form", "write 'correlation: 0.6', or 'cause: ...'"),
    (TALK, "talk: {name: one talk, correlation: ¦1.5}", "1.5 is outside the scale", "give a number from 0 to 1"),
    (
        "retells: note",
        "retells: ¦echo",
        "there is no other item 'echo'",
        "known are: pause, note, word, nod, gift",
    ),
]

TABLES = [
    ("C: ¦1", "ratings", "'1' is too large", "write 0.999 or less"),
    ("C: ¦0", "ratings", "'0' is too small", "write 0.001 or more"),
    ("C: ¦high", "ratings", "'high' is not an amount", "write a number, such as 4 or 0.5"),
    ("¦D: 0.5", "ratings", "'D' is not one of the words for this", "known are: CC, C, N, I, II"),
    ("A: ¦1", "reliability", "'1' is too large", "write 0.999 or less"),
    ("¦G: 0.5", "reliability", "'G' is not one of the words for this", "known are: A, B, C, D, E, F"),
    ("1: ¦0", "credibility", "'0' is too small", "write 0.001 or more"),
    ("¦7: 1", "credibility", "'7' is too large", "write 6 or less"),
    ("¦one: 1", "credibility", "'one' is not a whole number", "write a whole number, such as 7"),
    ("oath: ¦0.5", "strengths", "0.5 is outside the scale", "give a number from 1 to 1000"),
    (
        "¦Oath: 2",
        "strengths",
        "'Oath' cannot name a strength",
        "write a few words in small letters, such as sworn statement",
    ),
    ("likelihood: ¦0.5", "doubt", "'0.5' is too small", "write 1 or more"),
    ("prior: ¦0", "doubt", "'0' is too small", "write 0.1 or more"),
]

LIMITS = [
    ("hypotheses", "{name: x, prior: 1}", 12),
    ("mechanisms", "{name: x, share: 0.1}", 6),
    ("evidence", "{what: x, kind: statement, favours: fair}", 200),
    ("indicators", "{what: x, by: 2024-04-01, likelihood: 0.5}", 50),
    ("courses", "{name: x, value: 5}", 20),
    ("definitions", "{name: x, kinds: [visit]}", 6),
]

FAULTS = [*DANGLING, *STATES, *PRIORS, *TEMPOS, *DAYS, *ITEMS, *LIKELIHOODS, *ORIGINS]


def faults(text):
    return [(problem.place.line, problem.place.column, problem.wrong, problem.right) for problem in problems(text)]


@pytest.mark.parametrize(("old", "new", "wrong", "right"), FAULTS)
def test_where_a_fault_is_reported(old, new, wrong, right):
    """It is the only one."""
    plain_text, line, column = unmark(change(SMALL_CONDUCT, old, new))
    assert faults(plain_text) == [(line, column, wrong, right)]


@pytest.mark.parametrize(("old", "new", "wrong", "right"), [*LAYERS, *NAMES])
def test_where_a_fault_is_reported_that_brings_others(old, new, wrong, right):
    plain_text, line, column = unmark(change(SMALL_CONDUCT, old, new))
    assert faults(plain_text).count((line, column, wrong, right)) == 1


@pytest.mark.parametrize(("fault", "part", "wrong", "right"), TABLES)
def test_where_a_fault_in_what_replaces_a_default_is_reported(fault, part, wrong, right):
    plain_text, line, column = unmark(SMALL_CONDUCT + f"  {part}: {{{fault}}}\n")
    assert faults(plain_text) == [(line, column, wrong, right)]


def at(text, part):
    """Line and column, from 1, of a part that stands there once."""
    assert text.count(part) == 1
    before = text[: text.index(part)]
    return before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1


READINGS = "  hypotheses: {fair: {name: fair, prior: 1}, sly: {name: sly, prior: 1}}\n"


@pytest.mark.parametrize(("part", "entry", "most"), LIMITS)
def test_as_many_as_the_documentation_allows(part, entry, most):
    """One more is one fault: what is said of each is then not looked at, which could take long."""
    start = SMALL + EVENTS + "conduct:\n  party: south\n" + ("" if part == "hypotheses" else READINGS)
    start += f"  {part}:\n" if part != "definitions" else "  tempo:\n    windows: [2023-01-01]\n    definitions:\n"

    def entries(number):
        return "".join(f"      n{index}: {entry}\n" for index in range(number))

    assert loaded(start + entries(most)).conduct is not None
    more = start + entries(most + 1)
    right = f"at most {most} are possible; leave out what tells least"
    assert faults(more) == [(*at(more, f"{part}:"), f"'{part}' has {most + 1} entries", right)]


def test_as_many_windows_as_the_documentation_allows():
    windows = [f"{2010 + index}-01-01" for index in range(7)]
    assert loaded(change(SMALL_CONDUCT, "[2023-01-01]", f"[{', '.join(windows[:6])}]"))
    text = change(SMALL_CONDUCT, "[2023-01-01]", f"[{', '.join(windows)}]")
    assert [wrong for *_, wrong, _ in faults(text)] == ["'windows' has 7 entries"]


def test_a_likelihood_left_to_a_tempo_that_is_not_defined():
    text = change(SMALL_CONDUCT, TEMPO, "")
    text = change(text, NOTE, "likelihood: tempo")
    text = change(text, "meant: 0.9, chance: tempo", "meant: tempo, chance: {tempo: true, because: x}")
    wrong, right = (
        "this is left to the tempo, and none is defined",
        "say under 'conduct: tempo:' which events are counted, or write a number",
    )
    places = [at(text, part) for part in ("tempo, chance:", "chance: {tempo: true", "tempo}\n    word")]
    assert faults(text) == [(*place, wrong, right) for place in places]


TOLD = "    told: {what: T, kind: statement, status: assumed, retells: RETOLD, likelihood: C}\n"


@pytest.mark.parametrize(
    ("retold", "of_echo", "of_told"),
    [
        (
            "note",
            ("'told' only retells another item itself", "name the item that it all goes back to: 'retells: note'"),
            None,
        ),
        (
            "echo",
            ("this goes round in a circle: 'echo', 'told'", "take 'retells' from the item that came first"),
            ("this goes round in a circle: 'told', 'echo'", "take 'retells' from the item that came first"),
        ),
        ("lost", None, ("there is no other item 'lost'", "known are: pause, note, word, nod, echo, gift")),
        (
            "told",
            ("this goes round in a circle: 'told'", "take 'retells' from the item that came first"),
            ("there is no other item 'told'", "known are: pause, note, word, nod, echo, gift"),
        ),
    ],
)
def test_a_retelling_cannot_be_retold(retold, of_echo, of_told):
    text = change(SMALL_CONDUCT, "retells: note", "retells: told")
    text = change(text, "    gift: {what", TOLD.replace("RETOLD", retold) + "    gift: {what")
    expected = [(*at(text, "told, otherwise"), *of_echo)] if of_echo else []
    expected += [(*at(text, f"{retold}, likelihood: C"), *of_told)] if of_told else []
    assert faults(text) == expected


def test_two_may_retell_the_same_item():
    assert loaded(change(SMALL_CONDUCT, "    gift: {what", TOLD.replace("RETOLD", "note") + "    gift: {what"))


@pytest.mark.parametrize(
    "pledge", ["", HEDGE.replace("kept", "disputed"), HEDGE + ", comparable: false"], ids=["none", "disputed", "other"]
)
def test_a_prior_from_a_record_that_there_is_not(pledge):
    text = change(SMALL_CONDUCT, HYPOTHESES, "  hypotheses:\n" + RECORD)
    assert loaded(text).conduct.hypotheses["fair"].from_record
    text = change(text, HEDGE, pledge) if pledge else change(text, PLEDGES, "")
    wrong = "there is no record: no comparable pledge was kept or broken"
    assert faults(text) == [(*at(text, "from_record"), wrong, "add one under 'pledges', or give a 'prior'")]


def test_each_item_of_a_cluster_with_a_common_cause_needs_a_likelihood_with_it():
    text = change(SMALL_CONDUCT, TALK, CAUSED)
    wrong = "the cluster 'talk' has a common cause, and this item has no 'if_cause'"
    right = "add 'if_cause: ', how likely the item is if that cause is at work"
    assert faults(text) == [(*at(text, part), wrong, right) for part in ("word:", "nod:")]
    for item in ("word: {", "nod: {"):
        text = change(text, item, item + "if_cause: {fair: 0.9, sly: tempo}, ")
    assert loaded(text).conduct.evidence["nod"].if_cause["sly"].tempo


@pytest.mark.parametrize("part", ["mechanisms", "evidence", "indicators", "courses"])
def test_nothing_can_be_read_without_hypotheses(part):
    entries = {
        "mechanisms": "{name: x, share: 0.1}",
        "evidence": "{what: x, kind: statement, likelihood: 0.5}",
        "indicators": "{what: x, by: 2024-04-01, likelihood: 0.5}",
        "courses": "{name: x, value: 5}",
    }
    text = SMALL + f"conduct:\n  party: south\n  {part}: {{a: {entries[part]}}}\n"
    wrong = f"there is '{part}' but no hypothesis"
    assert faults(text) == [(*at(text, "conduct"), wrong, "name at least two under 'hypotheses'")]


def test_without_hypotheses_the_tempo_and_the_record_can_be_read():
    text = SMALL + EVENTS + "conduct:\n  party: south\n" + TEMPO + PLEDGES
    assert loaded(text).conduct.states() == (("other", None),)


def test_everything_wrong_is_reported_at_once_and_in_order():
    text = SMALL_CONDUCT
    changes = [
        ("  party: south\n  judged", "  party: soth\n  judged"),
        ("kinds: [visit, letter]", "kinds: [visitt]"),
        ("windows: [2023-01-01]", "windows: []"),
        ("every: 30", "every: 0"),
        ("sly, prior: 50", "sly, prior: x"),
        ("share: {fair: 0.7, sly: 0.8}", "share: {fair: 0.7}"),
        ("kind: restraint", "kind: restrained"),
        (NOTE, "likelihood: {fair: D, sly: 0.4}"),
        (WORD, "cluster: tale, favours: fair"),
        (NOD, "cluster: talk, likelihood: {fair: 0, sly: 0.5}"),
        ("retells: note", "retells: nobody"),
        (GIFT, "date: 2025-02-12, faithful: 0.8, expected: tempo"),
        (TALK, "talk: {name: one talk, correlation: 2}"),
        (HEDGE, "date: 2020-05-01, outcome: never"),
        ("by: 2024-04-01", "by: May"),
        ("value: 50", "value: {fair: 50, slay: 20}"),
    ]
    for old, new in changes:
        text = change(text, old, new)
    found = faults(text)
    assert [place[:2] for place in found] == sorted(place[:2] for place in found)
    lines = {at(text, new.splitlines()[-1])[0] for _, new in changes[1:]} | {at(text, "  party: soth")[0]}
    assert {line for line, *_ in found} == lines
    # The gift is late and left to the tempo; the course is for nobody, and not for sly.
    assert len(found) == len(changes) + 2


@pytest.mark.parametrize("text", [SMALL_CONDUCT, GLANCE_CONDUCT], ids=["small", "documented"])
def test_the_examples_load_and_are_valid(text):
    assert loaded(text).conduct is not None
    jsonschema.Draft202012Validator(json_schema()).validate(plain(text.encode()))


def likelihood(**fields):
    return Likelihood.model_validate(fields)


KNOWN = likelihood(value=0.4)

# What is written behind `likelihood:` or `if_cause:`, and what it says.
FORMS_OF_LIKELIHOODS = [
    ("0.4", {"all": KNOWN}),
    ("{all: 0.4}", {"all": KNOWN}),
    ("{value: 0.4}", {"all": KNOWN}),
    ("{value: 0.4, because: x}", {"all": likelihood(value=0.4, because="x")}),
    ("[0.2, 0.4]", {"all": likelihood(value=(0.2, 0.4))}),
    ("{pert: [0.1, 0.2, 0.4]}", {"all": likelihood(value={"pert": (0.1, 0.2, 0.4)})}),
    ("{one_of: [0.1, 0.2]}", {"all": likelihood(value={"one_of": (0.1, 0.2)})}),
    ("CC", {"all": likelihood(rating="CC")}),
    ("{rating: II, because: x}", {"all": likelihood(rating="II", because="x")}),
    ("tempo", {"all": likelihood(tempo=True)}),
    ("{tempo: true}", {"all": likelihood(tempo=True)}),
    ("{fair: 0.4, sly: N}", {"fair": KNOWN, "sly": likelihood(rating="N")}),
    ("{fair: 0.4, all: [0.1, 0.2, 0.3]}", {"fair": KNOWN, "all": likelihood(value=(0.1, 0.2, 0.3))}),
    ("{fair: 0.4, sly: 0.4, other: tempo}", {"fair": KNOWN, "sly": KNOWN, "other": likelihood(tempo=True)}),
    (
        "{meant: {value: 0.4, source: deed}, chance: C}",
        {"meant": likelihood(value=0.4, source="deed"), "chance": likelihood(rating="C")},
    ),
    ("{fair+meant: 0.4, all: 0.4}", {"fair+meant": KNOWN, "all": KNOWN}),
    (
        "{fair: 0.4, sly+meant: C, sly+chance: tempo}",
        {"fair": KNOWN, "sly+meant": likelihood(rating="C"), "sly+chance": likelihood(tempo=True)},
    ),
    ("{fair: {uniform: [0.1, 0.3]}, sly: 0.4}", {"fair": likelihood(value={"uniform": (0.1, 0.3)}), "sly": KNOWN}),
]


@pytest.mark.parametrize(("written", "said"), FORMS_OF_LIKELIHOODS)
def test_forms_of_likelihoods(written, said):
    text = change(SMALL_CONDUCT, NOTE, f"likelihood: {written}")
    assert loaded(text).conduct.evidence["note"].likelihood == said
    jsonschema.Draft202012Validator(json_schema()).validate(plain(text.encode()))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("50", {"all": "50"}),
        ("{value: 50, because: x}", {"all": "50"}),
        ("[40, 60]", {"all": "40 to 60"}),
        ("{fair: 50, all: {triangular: [1, 2, 3]}}", {"fair": "50", "all": "2 (1 to 3)"}),
        (
            "{fair+meant: 50, fair+chance: 40, sly: 1, other: 2}",
            {"fair+meant": "50", "fair+chance": "40", "sly": "1", "other": "2"},
        ),
    ],
)
def test_forms_of_values(written, said):
    text = change(SMALL_CONDUCT, "value: 50", f"value: {written}")
    assert {key: str(number.value) for key, number in loaded(text).conduct.courses["ask"].value.items()} == said
    jsonschema.Draft202012Validator(json_schema()).validate(plain(text.encode()))


@pytest.mark.parametrize(
    ("keys", "hypothesis", "mechanism", "found"),
    [
        (["all"], "fair", None, ["all"]),
        (["all", "fair"], "fair", None, ["fair"]),
        (["all", "sly"], "fair", None, ["all"]),
        (["sly"], "fair", None, []),
        (["all", "fair", "meant"], "fair", "meant", ["fair", "meant"]),
        (["all", "fair", "fair+meant", "meant"], "fair", "meant", ["fair+meant"]),
        (["fair+meant", "fair"], "fair", "chance", ["fair"]),
        (["fair+meant", "meant"], "sly", "meant", ["meant"]),
        (["fair+meant"], "sly", "meant", []),
        ([], "fair", "meant", []),
    ],
)
def test_what_speaks_of_a_state(keys, hypothesis, mechanism, found):
    assert keys_for(keys, hypothesis, mechanism) == found


def test_a_mapping_put_in_place_of_defaults_leaves_the_rest_as_it_is():
    conduct = loaded(SMALL_CONDUCT).conduct
    for letter, chance in RATINGS.items():
        assert conduct.chance(likelihood(rating=letter)) == Uncertain("known", (chance,))
    assert conduct.known_strengths() == STRENGTHS
    assert conduct.faithful("A", 1) == pytest.approx(49 * 4 / (49 * 4 + 1))
    assert conduct.faithful(None, None) == pytest.approx(0.7)
    edited = loaded(
        SMALL_CONDUCT
        + "  ratings: {C: 0.7}\n  reliability: {A: 0.5}\n  credibility: {1: 3}\n"
        + "  strengths: {statement: 1.1, oath: [2, 4]}\n"
    ).conduct
    assert edited.chance(likelihood(rating="C")) == Uncertain("known", (0.7,))
    assert edited.chance(likelihood(rating="CC")) == Uncertain("known", (RATINGS["CC"],))
    assert edited.known_strengths() == {
        **STRENGTHS,
        "statement": Uncertain("known", (1.1,)),
        "oath": Uncertain("uniform", (2.0, 4.0)),
    }
    assert edited.faithful("A", 1) == pytest.approx(0.75)
    assert edited.faithful("A", 2) == pytest.approx(2 / 3)
    assert edited.faithful("B", 3) == pytest.approx(RELIABILITY["B"])
    assert edited.faithful("B", 1) == pytest.approx(27 / 28)
    assert {**CREDIBILITY, **edited.credibility} == {**CREDIBILITY, 1: 3}


def test_a_strength_of_the_files_own_can_be_used():
    text = change(SMALL_CONDUCT, WORD, WORD + ", strength: solemn oath") + "  strengths: {solemn oath: [2, 4]}\n"
    assert loaded(text).conduct.evidence["word"].strength == "solemn oath"
    text = change(SMALL_CONDUCT, "A word, kind: statement", "A word, kind: pledge kept")
    assert loaded(text + "  strengths: {pledge kept: 2}\n").conduct.evidence["word"].kind == "pledge kept"


def test_other_may_be_named_and_favoured():
    text = change(
        SMALL_CONDUCT,
        "    sly: {name: sly, prior: 50}\n",
        "    other: {name: else, prior: 5}\n    sly: {name: sly, prior: 50}\n",
    )
    text = change(text, "favours: fair", "favours: [other, meant]")
    assert [hypothesis for hypothesis, _ in loaded(text).conduct.states()][::2] == ["fair", "other", "sly"]
    assert loaded(SMALL_CONDUCT).conduct.states()[-1] == ("other", "chance")


def test_what_the_days_are_compared_with_may_itself_be_wrong():
    found = faults(change(SMALL_CONDUCT, "as_of: 2024-03-01", "as_of: soon"))
    assert [wrong for *_, wrong, _ in found] == ["'soon' is not a day"]


def test_a_day_is_read_as_one():
    assert loaded(SMALL_CONDUCT).conduct.evidence["gift"].date == date(2024, 2, 12)
    assert loaded(change(SMALL_CONDUCT, "date: 2024-02-12", "date: 2024-03-01")).conduct is not None


def test_keys_of_every_kind_can_be_listed():
    text = (
        change(SMALL_CONDUCT, "A word, kind: statement", "A word, kind: circumstance")
        + "  strengths: {5: 2, oath: 2}\n"
    )
    assert [found[2] for found in faults(text)] == ["'circumstance' has no strength", "'5' cannot name a strength"]


def test_a_state_is_named_where_its_hypothesis_is_not_meant_as_a_whole():
    text = change(SMALL_CONDUCT, NOTE, "likelihood: {fair: C, sly+chance: 0.4}")
    assert [wrong for *_, wrong, _ in faults(text)] == ["nothing is said for sly+meant"]
