"""Each piece of advice on what a file says of conduct, where it should be, in its words, and nowhere else."""

import pytest

from pourparler.scenario import load
from pourparler.scenario.advice import advise
from pourparler.scenario.conduct_advice import advise_on_conduct
from tests.scenario.cases import FOLDERS, SMALL, change, loaded, unmark
from tests.scenario.conduct_cases import CONDUCT, EVENTS, GLANCE_CONDUCT, SMALL_CONDUCT

SAYS_NOTHING = "this is as likely under every hypothesis, so that it says nothing of them"
MEANT_SO = "if that is meant, all is well; else say under which it is likelier"
ONE_REPORT = "if one report stands behind both, give them a cluster, or write 'retells: {}'"
TELL_APART = "add an item or indicator that is likelier under one of the two, or make them one"

NOTE = "source: deed, likelihood: {fair: C, sly: 0.4}"
WORD = "date: 2024-02-11, source: deed, cluster: talk, favours: fair"
NOD = "source: deed, cluster: talk, likelihood: {fair: 0.6, sly: 0.5}"
TALK = "talk: {name: one talk, correlation: 0.5}"
JUDGED = "conduct:\n  party: south\n  judged: {by: the owner, on: 2024-02-20}\n"
COURSES = CONDUCT[CONDUCT.index("  courses:") :]


def advice(text):
    return [(p.place.line, p.place.column, p.wrong, p.right) for p in advise(loaded(text))]


def test_none_where_there_is_nothing_to_say():
    assert advice(SMALL_CONDUCT) == []
    assert [*advise_on_conduct(loaded(SMALL))] == []
    assert [*advise_on_conduct(loaded(GLANCE_CONDUCT))] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])
def test_the_cases_of_the_project_need_none(folder):
    assert [*advise_on_conduct(load(folder))] == []


@pytest.mark.parametrize(
    ("old", "new", "wrong", "right"),
    [
        # where things are from
        (
            "    note: {what: A note, kind: statement, date: 2024-02-10, " + NOTE,
            "    ¦note: {what: A note, kind: statement, faithful: 1, likelihood: {fair: C, sly: 0.4}",
            "this item has neither source nor judgement",
            "add 'source: ...', or 'judged: {by: ..., on: ...}'",
        ),
        (
            "    note: {what: A note, kind: statement, date: 2024-02-10, " + NOTE,
            "    ¦note: {what: A note, kind: statement, likelihood: {fair: C, sly: 0.4}",
            "this item has neither source nor judgement",
            "add 'source: ...', or 'judged: {by: ..., on: ...}'",
        ),
        (
            "    hedge: {what: To cut the hedge, date: 2020-05-01, outcome: kept, source: deed}",
            "    ¦hedge: {what: To cut the hedge, date: 2020-05-01, outcome: kept}",
            "this pledge has neither source nor judgement",
            "add 'source: ...'; what became of a promise is often disputed",
        ),
        # how far they are to be believed
        (
            "    note: {what: A note, kind: statement, date: 2024-02-10, source: deed",
            "    ¦note: {what: A note, kind: statement, status: assumed",
            "no source of this item is marked for reliability",
            "mark one from A to F, or add 'faithful: '; until then the item counts as 70 % faithful",
        ),
        (
            "    pause: {what: No visit, kind: restraint, status: assumed, faithful: 0.9",
            "    ¦pause: {what: No visit, kind: restraint, status: assumed",
            "no source of this item is marked for reliability",
            "mark one from A to F, or add 'faithful: '; until then the item counts as 70 % faithful",
        ),
        # one report counted twice
        (
            "    nod: {what: A nod, kind: statement, date: 2024-02-11, " + NOD,
            "    ¦nod: {what: A nod, kind: statement, date: 2024-02-10, " + NOD,
            "this item has the same source and day as 'note'",
            ONE_REPORT.format("note"),
        ),
        # clusters
        (
            f"    {TALK}\n",
            f"    {TALK}\n    ¦gone: {{name: nobody's talk, correlation: 0.5}}\n",
            "fewer than two items that count are in the cluster 'nobody's talk'",
            "write 'cluster: gone' for each item that is, or leave it out",
        ),
        # shares
        (
            "  mechanisms:\n    meant: {name: meant, share: {fair: 0.7, sly: 0.8}}",
            "  ¦mechanisms:\n    meant: {name: meant, share: {fair: [0.5, 0.6, 0.9], sly: 0.8}}",
            "under 'fair' the shares of the mechanisms add up to 0.9",
            "make them add up to 1, or accept that they are used as shares of their sum",
        ),
        # what to watch
        (
            "by: 2024-04-01",
            "by: ¦2024-02-29",
            "2024-02-29 is before 2024-03-01, the day up to which things are known",
            "if it is known by now, make it an item of evidence",
        ),
        (
            "  indicators:\n    pump: {what: A pump is ordered, by: 2024-04-01, cost: 1, likelihood: "
            "{fair: 0.2, sly: 0.6}}\n" + COURSES,
            "  ¦indicators:\n    pump: {what: A pump is ordered, by: 2024-04-01, likelihood: {fair: 0.2, sly: 0.6}}\n",
            "there are indicators but no courses",
            "add 'courses: ', so that it can be said what watching is worth",
        ),
        # what says nothing
        (
            "    note: {what: A note, kind: statement, date: 2024-02-10, " + NOTE,
            "    ¦note: {what: A note, kind: statement, date: 2024-02-10, source: deed, likelihood: {fair: C, sly: 0.8}",
            SAYS_NOTHING,
            MEANT_SO,
        ),
        (
            "    note: {what: A note, kind: statement, date: 2024-02-10, " + NOTE,
            "    ¦note: {what: A note, kind: statement, date: 2024-02-10, source: deed, likelihood: tempo",
            SAYS_NOTHING,
            MEANT_SO,
        ),
        (
            "    word: {what: A word, kind: statement, " + WORD,
            "    ¦word: {what: A word, kind: statement, " + WORD.replace("favours: fair", "favours: [fair, sly]"),
            SAYS_NOTHING,
            MEANT_SO,
        ),
        (
            "    pump: {what: A pump is ordered, by: 2024-04-01, cost: 1, likelihood: {fair: 0.2, sly: 0.6}}",
            "    ¦pump: {what: A pump is ordered, by: 2024-04-01, cost: 1, likelihood: [0.1, 0.3]}",
            SAYS_NOTHING,
            MEANT_SO,
        ),
        # sources
        (
            "  deed: {title",
            "  ¦map: {title: A map, kind: document}\n  deed: {title",
            "the source 'A map' is used nowhere",
            "use it, or take it out",
        ),
    ],
)
def test_each_advice(old, new, wrong, right):
    """It is the only one."""
    plain, line, column = unmark(change(SMALL_CONDUCT, old, new))
    assert advice(plain) == [(line, column, wrong, right)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # the same source, but another day, a shared cluster, or only a retelling
        ("date: 2024-02-10, source: deed", "date: 2024-02-09, source: deed"),
        ("    note: {what: A note, kind: statement, date: 2024-02-10", "    note: {what: A note, kind: statement"),
        ("    echo: {what: Hearsay,", "    echo: {date: 2024-02-10, what: Hearsay,"),
        # something is told apart by a mechanism, by a pair, by a common cause alone
        (NOTE, "source: deed, likelihood: {meant: 0.3, chance: 0.5}"),
        (NOTE, "source: deed, likelihood: {fair+meant: 0.3, all: 0.5}"),
        (NOTE, "source: deed, likelihood: {fair: tempo, sly: 0.5}"),
        # an absence, and everything where all is judged
        ("kind: absence, date: 2024-02-12", "kind: absence, status: assumed, date: 2024-02-12"),
        # a day that is the last one that is known
        ("by: 2024-04-01", "by: 2024-03-01"),
        ("reliability: A, credibility: 1", "reliability: F"),
    ],
)
def test_no_advice_where_all_is_well(old, new):
    assert advice(change(SMALL_CONDUCT, old, new)) == []


def test_items_of_one_source_without_a_day():
    text = change(SMALL_CONDUCT, "A note, kind: statement, date: 2024-02-10", "A note, kind: statement")
    text = change(
        text, "    nod: {what: A nod, kind: statement, date: 2024-02-11", "    nod: {what: A nod, kind: statement"
    )
    (found,) = advice(text)
    assert found[2:] == ("this item has the same source and no day, just as 'note'", ONE_REPORT.format("note"))


def test_items_of_one_source_and_day_are_reported_once_each():
    items = "".join(
        f"    n{number}: {{what: N, kind: statement, date: 2024-02-10, source: deed, likelihood: {{fair: 0.6, sly: 0.5}}}}\n"
        for number in range(3)
    )
    text = change(SMALL_CONDUCT, "    gift: {what", items + "    gift: {what")
    assert [wrong for *_, wrong, _ in advice(text)] == ["this item has the same source and day as 'note'"] * 3


def test_a_source_without_marks():
    text = change(SMALL_CONDUCT, "reliability: A, credibility: 1", "credibility: 1")
    share = 100 * (0.7 / 0.3 * 4) / (0.7 / 0.3 * 4 + 1)
    right = f"mark one from A to F, or add 'faithful: '; until then the item counts as {share:.3g} % faithful"
    wrong = "no source of this item is marked for reliability"
    assert [found[2:] for found in advice(text)] == [(wrong, right)] * 4
    mark = change(text, "  deed: {title", "  map: {title: A map, kind: document, reliability: E}\n  deed: {title")
    text = mark.replace("source: deed, c", "source: [deed, map], c").replace(
        "2024-02-10, source: deed", "2024-02-10, source: map"
    )
    (found,) = advice(text)
    assert "echo" in text.splitlines()[found[0] - 1]


def test_an_item_that_only_retells_does_not_fill_a_cluster():
    text = change(SMALL_CONDUCT, "    nod: {what", "    nod: {retells: word, what")
    assert [found[2] for found in advice(text)] == ["fewer than two items that count are in the cluster 'one talk'"]


def test_shares_are_looked_at_under_other_too_if_they_are_given():
    text = change(SMALL_CONDUCT, "share: {fair: 0.7, sly: 0.8}", "share: {fair: 0.7, sly: 0.8, other: 0.5}")
    assert advice(text) == []
    text = change(text, "share: {fair: 0.3, sly: 0.2}", "share: {fair: 0.3, sly: 0.2, other: 0.6}")
    assert [found[2] for found in advice(text)] == ["under 'other' the shares of the mechanisms add up to 1.1"]
    letters = change(SMALL_CONDUCT, "share: {fair: 0.7, sly: 0.8}", "share: {fair: 0.7, sly: C}")
    assert advice(letters) == []


TWIN = "    twin: {name: twin, prior: 10}\n"


def with_twin(text):
    text = change(text, "    sly: {name: sly, prior: 50}\n", "    sly: {name: sly, prior: 50}\n" + TWIN)
    for said in ("sly: 0.8}}", "sly: 0.2}}", "sly: 0.4}", "sly: 0.1}", "sly: 0.6}", "sly: 30}"):
        text = change(text, said, said.replace("}", f", twin: {said[5:].rstrip('}')}}}", 1))
    return text.replace("sly: 0.5}", "sly: 0.5, twin: 0.5}")


def test_hypotheses_that_nothing_tells_apart():
    text = with_twin(SMALL_CONDUCT)
    line = text[: text.index("    twin:")].count("\n") + 1
    assert advice(text) == [(line, 5, "nothing tells 'twin' from 'sly'", TELL_APART)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sly: 0.4, twin: 0.4}", "sly: 0.4, twin: 0.3}"),
        ("favours: fair", "favours: [fair, twin]"),
        ("expected: {fair: 0.3, sly: 0.1, twin: 0.1}", "expected: {fair: 0.3, sly: 0.1, twin: 0.2}"),
        ("sly: 0.6, twin: 0.6}", "sly: 0.6, twin: 0.3}"),
        ("source: deed, likelihood: {fair: C", "source: deed, likelihood: {twin+meant: 0.3, fair: C"),
    ],
)
def test_hypotheses_that_something_tells_apart(old, new):
    assert advice(change(with_twin(SMALL_CONDUCT), old, new)) == []


def test_mechanisms_tell_hypotheses_apart_by_their_shares():
    text = with_twin(SMALL_CONDUCT)
    for old, new in (("sly: 0.8, twin: 0.8", "sly: 0.8, twin: 0.3"), ("sly: 0.2, twin: 0.2", "sly: 0.2, twin: 0.7")):
        text = change(text, old, new)
    assert advice(text) == []
    silent = change(text, "likelihood: {meant: 0.9, chance: tempo}", "likelihood: {fair: 0.9, sly: 0.8, twin: 0.8}")
    assert [found[2] for found in advice(silent)] == ["nothing tells 'twin' from 'sly'"]


def test_a_retelling_tells_nothing_apart():
    text = with_twin(SMALL_CONDUCT)
    text = change(
        text,
        "likelihood: {fair: 0.6, sly: 0.5, twin: 0.5}}\n    gift",
        "likelihood: {fair: 0.6, sly: 0.5, twin: 0.1}}\n    gift",
    )
    assert [found[2] for found in advice(text)] == ["nothing tells 'twin' from 'sly'"]
    silent = change(SMALL_CONDUCT, "otherwise: 0.4, likelihood: {fair: 0.6, sly: 0.5}", "likelihood: 0.5")
    assert advice(silent) == []


def test_a_common_cause_can_make_an_item_tell():
    cause = "cause: {what: Staged, source: deed, chance: {fair: 0.2, sly: CHANCE}}"
    text = change(SMALL_CONDUCT, "correlation: 0.5", cause)
    text = change(text, "word: {", "word: {if_cause: 0.9, ")
    text = change(text, "nod: {what", "nod: {if_cause: 0.9, what")
    text = change(text, NOD, "source: deed, cluster: talk, likelihood: 0.5")
    assert advice(change(text, "CHANCE", "0.6")) == []
    assert [found[2] for found in advice(change(text, "CHANCE", "0.2"))] == [SAYS_NOTHING]


def test_numbers_without_origin_are_counted_by_item():
    text = change(SMALL_CONDUCT, JUDGED, "conduct:\n  party: south\n")
    one, many = "this number has neither source nor judgement", "{} numbers here have neither source nor judgement"
    expected = [
        ("{name: fair, prior", many.format(2)),
        ("{name: sly, prior", one),
        ("{name: meant, share", many.format(2)),
        ("{name: chance, share", many.format(2)),
        ("{what: A note", many.format(2)),
        ("{what: A nod", many.format(2)),
        ("{what: Hearsay", many.format(3)),
        ("{what: No gift", "this item has neither source nor judgement"),
        ("{what: No gift", many.format(3)),
        ("{name: one talk", one),
        ("{what: A pump", many.format(3)),
        ("{name: wait", many.format(2)),
        ("{name: ask", one),
    ]
    lines = [(text[: text.index(part)].count("\n") + 1, wrong) for part, wrong in expected]
    assert sorted((line, wrong) for line, _, wrong, _ in advice(text)) == sorted(lines)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (JUDGED, JUDGED + "  source: map\n"),
        (
            "A note, kind: statement, date: 2024-02-10, source: deed",
            "A note, kind: statement, date: 2024-02-10, source: map",
        ),
        ("outcome: kept, source: deed", "outcome: kept, source: [deed, map]"),
        ("by: 2024-04-01, cost", "by: 2024-04-01, source: map, cost"),
        ("cost: 1", "cost: {value: 1, source: map}"),
        (TALK, "talk: {name: one talk, correlation: 0.5, source: map}"),
        ("prior: 50", "prior: {value: 50, source: map}"),
        ("value: 50", "value: {value: 50, source: map}"),
        ("fair: C,", "fair: {rating: C, source: map},"),
        ("chance: tempo", "chance: {tempo: true, source: map}"),
    ],
)
def test_sources_used_below_conduct_are_used(old, new):
    text = change(
        SMALL_CONDUCT, "  deed: {title", "  map: {title: A map, kind: document, reliability: B}\n  deed: {title"
    )
    assert [wrong for *_, wrong, _ in advice(text)] == ["the source 'A map' is used nowhere"]
    used = change(text, old, new)
    assert advice(used) == []


def test_a_common_cause_uses_its_source():
    text = change(SMALL_CONDUCT, "correlation: 0.5", "cause: {what: Staged, source: deed, chance: 0.4}")
    for item in ("word: {", "nod: {what"):
        text = change(text, item, item.replace("{", "{if_cause: 0.9, "))
    assert "the source 'A deed' is used nowhere" not in [wrong for *_, wrong, _ in advice(text)]


def test_hypotheses_alone_are_not_told_apart():
    text = SMALL + EVENTS + JUDGED + "  hypotheses: {fair: {name: fair, prior: 1}, sly: {name: sly, prior: 1}}\n"
    assert [wrong for *_, wrong, _ in advice(text)] == ["nothing tells 'sly' from 'fair'"]
