"""The answer of the conduct room where a case gives little or goes to an edge: nothing fails, nothing wrong is said."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest

from pourparler.answer import Chart, Figure, Status, Table, Topic
from pourparler.conduct import analyse
from pourparler.conduct.answer import ConductAnswer
from pourparler.conduct.findings import NoConduct
from pourparler.conduct.ledger import Ledger, chance_range, quantiles, times
from pourparler.errors import PourparlerError
from tests.conduct.random_conduct import base, random_conduct
from tests.conduct.reading_pages import mixed, page, table, texts, told
from tests.conduct.test_tempo import DAYS, record
from tests.deals.random_scenarios import Content, loaded
from tests.reading_pages import sentences

# Where little is given


def full() -> Content:
    """A case with everything in it, worked out in a moment."""
    content = record(DAYS, 560, until="2021-12-31", naive=[{"says": "weekly", "every": 7, "claim": "wrong"}])
    item = {"what": "Something", "kind": "statement", "source": "good", "likelihood": {"calm": 0.7, "sly": 0.5}}
    content["conduct"] |= {
        "hypotheses": {
            "calm": {"name": "calm", "prior": 30, "resumes_after": [300, 500, 900]},
            "sly": {"name": "sly", "prior": 60, "resumes_after": [50, 90, 200]},
        },
        "mechanisms": {
            "meant": {"name": "meant", "share": {"calm": 0.8, "sly": 0.7}},
            "chance": {"name": "left to chance", "share": {"calm": 0.2, "sly": 0.3}},
        },
        "evidence": {
            "pause": {"what": "No raid", "kind": "restraint", "status": "assumed", "likelihood": {"meant": 0.9, "chance": "tempo"}},
            "word": item | {"cluster": "talk"},
            "nod": item | {"cluster": "talk"},
            "echo": item | {"retells": "word"},
        },
        "clusters": {"talk": {"name": "one talk", "correlation": 0.5}},
        "pledges": {"p": {"what": "A pledge", "date": "2019-05-01", "outcome": "kept", "source": "good"}},
        "indicators": {"sign": {"what": "A sign", "by": "2021-12-01", "cost": 0.1, "likelihood": {"calm": 0.9, "sly": 0.2}}},
        "courses": {
            "trust": {"name": "trust them", "value": {"calm": 90, "sly": 10}},
            "wait": {"name": "wait", "value": 50},
        },
        "assumptions": ["The lists are whole"],
        "corrections": ["wrong"],
    }  # fmt: skip
    return content


def trimmed(*parts: str) -> Content:
    content = full()
    for part in parts:
        del content["conduct"][part]
    return content


def whole(content: Content, draws: int = 20) -> ConductAnswer:
    """The answer, everything in it made once: nothing fails, no number is missing, no figure lacks its line."""
    found = analyse(loaded(content), draws=draws)
    said = [*texts(found), found.summary(), *(line.value for line in found.computed())]
    assert not [text for text in said if re.search(r"\bnan\b|\binf\b|None|\bnone (silence|independent)", text)]
    assert mixed(found) == []
    for s in found.sections():
        for block in s.content:
            if isinstance(block, Chart):
                json.dumps(block.draw().to_dict(), allow_nan=False)
            if isinstance(block, Table):
                assert {len(row) for row in block.rows} == {len(block.columns)}
    json.dumps(found.to_dict(), allow_nan=False)
    found.to_frame()
    lines = {line.anchor for line in found.computed()}
    figures = [piece for s in sentences(found) for piece in s.pieces if isinstance(piece, Figure)]
    assert {figure.anchor for figure in figures if figure.status is Status.COMPUTED} == lines
    return found


def anchors(found: ConductAnswer) -> list[str]:
    return [section.anchor.removeprefix("conduct-") for section in found.sections()]


def topics(found: ConductAnswer) -> list[Topic]:
    return [headline.topic for headline in found.headlines()]


def test_everything() -> None:
    found = whole(full())
    assert anchors(found) == ["conduct", "tempo", "evidence", "watch", "record"]
    assert "Three of the 4 items share an origin or only retell" in page(found, "conduct-evidence")


def test_only_the_tempo() -> None:
    content = full()
    content["conduct"] = {name: content["conduct"][name] for name in ("party", "tempo", "pledges")}
    found = whole(content)
    assert anchors(found) == ["tempo", "record"]
    assert topics(found) == [Topic.CONDUCT]
    assert "silence" in found.page_one_chart().message
    assert found.to_dict()["readings"] is None
    assert found.to_dict()["watch"] is None


def test_only_hypotheses() -> None:
    content = full()
    content["conduct"] = {name: content["conduct"][name] for name in ("party", "hypotheses")}
    found = whole(content)
    assert anchors(found) == ["conduct"]
    assert topics(found) == [Topic.CONDUCT, Topic.HOW_SURE]
    assert "That them is 'sly' is likely: 63 %" in told(found, Topic.CONDUCT)
    assert found.to_dict()["silence"] is None


def test_no_tempo_but_corrections() -> None:
    content = trimmed("tempo")
    content["conduct"]["evidence"]["pause"]["likelihood"]["chance"] = 0.1
    found = whole(content)
    assert anchors(found) == ["conduct", "evidence", "watch", "record"]
    assert topics(found) == [Topic.CONDUCT, Topic.WATCH, Topic.HOW_SURE]
    assert "A source says: raids are daily. Correct is: Monthly." in page(found, "conduct")


def test_no_indicators_and_no_courses() -> None:
    found = whole(trimmed("indicators"))
    assert Topic.WATCH not in topics(found)
    assert "best course" in page(found, "conduct-watch")
    found = whole(trimmed("courses"))
    assert told(found, Topic.WATCH) == "The most telling sign would be: a sign by 1 December 2021."
    assert "Worth" not in " ".join(table(found, "What to watch").columns)
    assert found.to_dict()["watch"]["indicators"]["sign"]["seen"]["do"] is None
    found = whole(trimmed("indicators", "courses"))
    assert found.to_dict()["watch"] is None
    assert "times likelier" in page(found, "conduct-watch")


def test_no_mechanisms() -> None:
    content = trimmed("mechanisms")
    content["conduct"]["evidence"]["pause"]["likelihood"] = {"calm": 0.9, "sly": "tempo"}
    found = whole(content)
    assert "what is seen is" not in told(found, Topic.CONDUCT)
    assert "tells nothing of intent" not in page(found, "conduct-tempo")
    assert found.to_dict()["readings"]["mechanisms"] == {}


def test_one_draw() -> None:
    found = whole(full(), draws=1)
    assert found.to_dict()["draws"] == 1
    weighed = found.findings.weighed
    assert weighed is not None
    assert weighed.stays in (0, 1)


def test_no_pledge_that_counts() -> None:
    content = full()
    content["conduct"]["pledges"]["p"]["outcome"] = "disputed"
    found = whole(content)
    assert "the record says nothing" in page(found, "conduct-record")
    assert found.to_dict()["record"] is None


@pytest.mark.parametrize("seed", range(60))
def test_random_cases_can_be_told(seed: int) -> None:
    whole(random_conduct(seed))


# What a sign would make one do


def watching(likelihoods: list[Any], costs: list[float]) -> Content:
    content = full()
    content["conduct"]["indicators"] = {
        f"s{index}": {"what": f"Sign {index}", "by": "2021-12-01", "cost": cost, "likelihood": likelihood}
        for index, (likelihood, cost) in enumerate(zip(likelihoods, costs, strict=True))
    }
    return content


TELLING = {"calm": 0.9, "sly": 0.05}


def test_all_that_is_worth_watching_is_named() -> None:
    said = told(whole(watching([TELLING] * 5, [0] * 5)), Topic.WATCH)
    assert said.count("Seen: trust them. Not seen: wait.") == 1
    assert said.endswith("Worth watching too: sign 3; sign 4.")


def test_what_changes_nothing_is_told_from_what_costs_too_much() -> None:
    said = told(whole(watching([TELLING, TELLING, 0.5], [0, 80, 0])), Topic.WATCH)
    assert "Could change what we do, but for less than it is worth to watch: sign 1." in said
    assert "Would not change what we do, whichever way it goes: sign 2." in said


def test_nothing_worth_watching() -> None:
    said = told(whole(watching([0.5, 0.5], [0, 0])), Topic.WATCH)
    assert said.endswith("but no single sign would change what is best to do (wait).")
    said = told(whole(watching([TELLING], [80])), Topic.WATCH)
    assert said.endswith("gains next to nothing over what is best now (wait).")


def test_a_sign_that_is_sure_to_come() -> None:
    found = whole(watching([1], [0]))
    (row,) = table(found, "What to watch").rows
    assert str(row[2]).endswith(" / cannot be")
    assert row[-1] == "Sure to be seen: wait"
    assert found.to_dict()["watch"]["indicators"]["s0"]["not_seen"]["do"] is None
    assert set(found.to_dict()["watch"]["indicators"]["s0"]["not_seen"]["posterior"].values()) == {None}


# How long patience takes


def test_patience_needs_two_readings_that_differ() -> None:
    content = full()
    hypotheses = content["conduct"]["hypotheses"]
    hypotheses["calm"]["resumes_after"] = hypotheses["sly"]["resumes_after"] = 90
    assert whole(content).findings.patience is None
    del hypotheses["calm"]["resumes_after"]
    assert whole(content).findings.patience is None


def test_patience_that_may_never_tell() -> None:
    content = full()
    hypotheses = content["conduct"]["hypotheses"]
    hypotheses["calm"]["resumes_after"] = [50, 500, 900]
    hypotheses["sly"]["resumes_after"] = [50, 400, 900]
    found = whole(content, draws=400)
    assert re.search(r"it takes [\d,]+ days \(\d+ to never\) of silence", page(found, "conduct-watch"))
    assert found.to_dict()["patience"]["days_to_three_to_one"]["high"] is None


# Errors that teach


def test_no_conduct() -> None:
    for content, says in (
        (base(), "the case has no 'conduct'"),
        (base() | {"conduct": {"party": "them"}}, "neither 'tempo' nor"),
    ):
        with pytest.raises(NoConduct, match=says):
            analyse(loaded(content))


def test_one_reading_alone_cannot_be_weighed() -> None:
    content = full()
    hypotheses = content["conduct"]["hypotheses"]
    hypotheses["calm"]["prior"] = 0
    whole(content)  # 'something else' still has 5 %
    hypotheses["other"] = {"name": "other", "prior": 0}
    with pytest.raises(PourparlerError, match="only 'sly' has a prior above 0"):
        analyse(loaded(content), draws=2)


def test_a_report_that_cannot_be() -> None:
    content = full()
    content["conduct"]["evidence"]["word"] |= {"faithful": 0, "otherwise": 0}
    with pytest.raises(PourparlerError, match="evidence: word: a report that is never faithful"):
        analyse(loaded(content), draws=2)


# Weights within an origin


def test_the_weaker_of_two_items_of_one_origin_still_speaks_for_what_it_favours() -> None:
    """Ratios 8 and 2 in a cluster of correlation 1: half the logarithm of each, and without the weaker the stronger has all."""
    content = full()
    conduct = content["conduct"]
    conduct["hypotheses"] = {n: {"name": n, "prior": p} for n, p in (("calm", 60), ("sly", 35), ("other", 5))}
    del conduct["mechanisms"], conduct["indicators"], conduct["courses"]
    conduct["clusters"]["talk"]["correlation"] = 1
    item = {"what": "A word", "kind": "statement", "faithful": 1, "cluster": "talk"}
    conduct["evidence"] = {
        "strong": item | {"likelihood": {"calm": 0.8, "sly": 0.1}},
        "weak": item | {"likelihood": {"calm": 0.8, "sly": 0.4}},
    }
    weighed = whole(content).findings.weighed
    assert weighed is not None
    assert weighed.ratios == pytest.approx([8**0.5, 2**0.5])
    assert weighed.one_origin == 1
    odds = weighed.without[:, 0] / weighed.without[:, 1]
    assert odds == pytest.approx([60 / 35 * 2, 60 / 35 * 8])


# How numbers are said


@pytest.mark.parametrize(
    ("yardstick", "share", "begins"),
    [
        ("icd-203", 0.62, "That it rains is likely"),
        ("icd-203", 0.5, "There is a roughly even chance that it rains"),
        ("icd-203", 0.03, "There is almost no chance that it rains"),
        ("icd-203", 0.97, "That it rains is almost certain"),
        ("phia", 0.45, "There is a realistic possibility that it rains"),
        ("phia", 0.04, "There is a remote chance that it rains"),
        ("phia", 0.54, "That it rains is likely or nearly so"),
        ("phia", 0.51, "There is a realistic possibility or nearly so that it rains"),
    ],
)
def test_a_judgement_reads_well(yardstick: str, share: float, begins: str) -> None:
    content = full()
    content["conduct"]["yardstick"] = yardstick
    assert Ledger(analyse(loaded(content), draws=1).findings).judgement(share, "it rains") == begins


def test_ranges_and_ratios() -> None:
    assert chance_range(0.62, 0.49, 0.714) == "62 % (49 to 71)"
    assert chance_range(0.62, 0.618, 0.622) == "62 %"
    assert chance_range(0.62, 0.49, 0.49) == "62 % (49 to 49)"
    assert [times(ratio) for ratio in (0.04, 0.5, 1.44, 9.96, 1_001.0)] == [
        "under 0.1",
        "0.5",
        "1.4",
        "10",
        "over 1,000",
    ]
    assert quantiles(np.array([3.0, 1.0, 2.0, np.inf, np.inf])) == (3, 1, np.inf)
