"""The answer of the conduct room on the cases that are shipped: what it says, and that it is the same everywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import pourparler
from pourparler.answer import Bullets, Chart, Figure, Status, Topic
from pourparler.brief import rooms
from pourparler.brief.compose import compose
from pourparler.conduct import analyse
from pourparler.conduct.answer import ConductAnswer
from tests.conduct.reading_pages import CONFIDENCE, ESTIMATIVE, mixed, page, table, texts, told
from tests.deals.test_answer import run as in_a_process
from tests.reading_pages import sentences

ROOT = Path(__file__).parents[2]
KOREA, CEASEFIRE = (ROOT / "scenarios" / name for name in ("korea-2018", "ceasefire-violations"))
BOTH = [KOREA, CEASEFIRE]


@cache
def answer(folder: Path) -> ConductAnswer:
    return analyse(pourparler.load(folder), draws=400)


# The two cases that are shipped


@pytest.mark.parametrize("folder", BOTH, ids=lambda folder: folder.name)
def test_page_one_has_its_four_topics_and_the_pages_their_five(folder: Path) -> None:
    found = answer(folder)
    topics = [headline.topic for headline in found.headlines()]
    assert topics == [Topic.CONDUCT, Topic.WATCH, Topic.HOW_SURE, Topic.WOULD_CHANGE]
    anchors = [section.anchor for section in found.sections()]
    assert anchors == ["conduct", "conduct-tempo", "conduct-evidence", "conduct-watch", "conduct-record"]
    assert found.summary().splitlines()[0].startswith("What their conduct tells: That ")


def test_what_the_korean_page_says() -> None:
    found = answer(KOREA)
    said = told(found, Topic.CONDUCT)
    assert "That North Korea is 'buying time' is likely: 61 % (" in said
    assert "That what is seen is deliberate is almost certain, 97 % (" in said
    assert "a silence of 100 days would have had a chance of 8.7 % (0.2 to 15), not 1 in 4,200" in said
    assert "low, because models, windows and definitions of the tempo differ by a factor of 74" in told(
        found, Topic.HOW_SURE
    )
    assert "One breach tells more: on any day it is 5 (" in told(found, Topic.WOULD_CHANGE)
    silence = page(found, "conduct-tempo")
    assert "it stands 1.0 to 1: it tells nothing of intent." in silence
    assert "At the old rate one would have expected about 2.7 event days in that time (0 to 6)." in silence
    assert "there were five silences as long before this one, the longest of 283 days" in silence
    assert "It becomes unusual (under 5 %) on day 136, 14 April 2018" in silence
    assert "Over models, windows and definitions the largest of these chances is 74 times the smallest" in silence
    assert "on 26 February 2014 (7 February 2013 to 26 December 2015): from 0.2 to 1.1 a month" in silence
    watch = page(found, "conduct-watch")
    assert "it takes 412 days (" in watch
    assert "1.3 times likelier under 'ready for a deal' than under 'buying time'" in watch
    assert "kept with a chance of 30 % (4.6 to 65)" in page(found, "conduct-record")


@pytest.mark.parametrize("folder", BOTH, ids=lambda folder: folder.name)
def test_every_figure_has_its_line_with_the_same_number(folder: Path) -> None:
    found = answer(folder)
    lines = {line.anchor: line for line in found.computed()}
    anchors = {section.anchor for section in found.sections()}
    assert all(line.section in {*anchors, ""} and line.what and line.how for line in lines.values())
    corrections = {f"claim-{name}" for name in found.findings.conduct.corrections}
    figures = [piece for s in sentences(found) for piece in s.pieces if isinstance(piece, Figure)]
    assert len(figures) > 20
    for figure in figures:
        if figure.status is Status.CORRECTED:
            assert figure.anchor in corrections
        else:
            assert figure.status is Status.COMPUTED
            assert figure.text == lines[figure.anchor].value
    assert {figure.anchor for figure in figures} == {*lines, *corrections}


@pytest.mark.parametrize("folder", BOTH, ids=lambda folder: folder.name)
def test_corrections_are_shown_and_stand_in_the_briefing(folder: Path) -> None:
    found = answer(folder)
    scenario = found.findings.scenario
    brief = compose(scenario, {"conduct": found}, 400, scenario.seed)
    shown = page(found, "conduct-tempo")
    for name in found.findings.conduct.corrections:
        assert f"Correct is: {scenario.claims[name].correct}." in shown
        assert f"claim-{name}" in {line.anchor for line in brief.corrections}


@pytest.mark.parametrize("folder", BOTH, ids=lambda folder: folder.name)
def test_confidence_and_likelihood_never_stand_in_one_sentence(folder: Path) -> None:
    assert mixed(answer(folder)) == []
    assert sum(bool(CONFIDENCE.search(text)) for text in texts(answer(folder))) == 2
    assert sum(bool(ESTIMATIVE.search(text)) for text in texts(answer(folder))) >= 4


def test_what_would_be_mixed_is_found() -> None:
    assert CONFIDENCE.search("It is likely, with high confidence")
    assert CONFIDENCE.search("Confidence in the reading: low, because")
    assert not ESTIMATIVE.search("is 10 times likelier")


@pytest.mark.parametrize("folder", BOTH, ids=lambda folder: folder.name)
def test_charts_draw_and_can_be_read_without_seeing_them(folder: Path) -> None:
    found = answer(folder)
    charts = [block for s in found.sections() for block in s.content if isinstance(block, Chart)]
    assert len(charts) == 3
    for chart in charts:
        drawn = chart.draw().to_dict()
        assert json.loads(json.dumps(drawn, allow_nan=False)) == drawn
        assert chart.message
        assert len(chart.alternative) > 40
        assert chart.note
    posterior, gaps, fan = charts
    assert found.page_one_chart().message == posterior.message
    assert found.chart().to_dict() == posterior.draw().to_dict()
    for name in found.findings.hypotheses:
        if name != "other":
            assert f"Intent: {found.findings.conduct.hypotheses[name].name}: " in posterior.alternative
    silence = found.findings.silence
    assert silence is not None
    assert f"Today: {silence.quiet} days." in gaps.alternative
    assert len(re.findall(r"\d+ days from ", gaps.alternative)) == (silence.gaps >= silence.quiet).sum()
    assert "Mean of these: " in fan.alternative


def test_charts_of_korea_say_what_they_show() -> None:
    messages = [b.message for s in answer(KOREA).sections() for b in s.content if isinstance(b, Chart)]
    assert messages == [
        "'Buying time': likely, at 61 %; what is seen is deliberate, at 97 %",
        "The record holds five silences as long as today's 100 days; the longest lasted 283",
        "Had nothing changed, so long a silence would have had a chance of 8.7 %, by single models 3.7 % to 14 %",
    ]


def test_the_classic_matrix_and_its_diagnosticity() -> None:
    found = table(answer(KOREA), "(ACH)")
    weighed = answer(KOREA).findings.weighed
    assert weighed is not None
    assert [row[0] for row in found.rows][-1] == "Diagnosticity"
    points = {"II": 1, "I": 2, "N": 3, "C": 4, "CC": 5}
    for column in range(1, 10):
        spread = np.std([points[str(row[column])] for row in found.rows[:-1]])
        assert found.rows[-1][column] == f"{spread:.1f}"
    assert found.rows[-1][-2:] == ("", "")
    assert all(len(row) == len(found.columns) for row in found.rows)
    assert [row[-2] for row in found.rows[:-1]] == [str(score) for score in weighed.inconsistency]


# The same everywhere

PRINT = """
import json, sys
import pourparler
from pourparler.conduct import analyse
answer = analyse(pourparler.load(sys.argv[1]), draws=50)
print(json.dumps([answer.to_dict(), answer.summary(), [line.value for line in answer.computed()]], allow_nan=False))
"""


@pytest.mark.parametrize("folder", BOTH, ids=lambda folder: folder.name)
def test_the_same_in_every_process(folder: Path) -> None:
    first, second = (in_a_process(PRINT, str(folder), PYTHONHASHSEED=seed) for seed in ("0", "4242"))
    assert first == second
    here = analyse(pourparler.load(folder), draws=50)
    assert json.dumps([here.to_dict(), here.summary(), [line.value for line in here.computed()]]) + "\n" == first


@pytest.mark.parametrize("folder", BOTH, ids=lambda folder: folder.name)
def test_json_holds_plain_numbers_and_text_only(folder: Path) -> None:
    content = answer(folder).to_dict()
    assert json.loads(json.dumps(content, allow_nan=False)) == content


def test_the_korean_answer_as_json() -> None:
    content = answer(KOREA).to_dict()
    findings = answer(KOREA).findings
    assert (content["party"], content["draws"], content["seed"]) == ("north-korea", 400, 20180309)
    assert content["scenario"] == findings.scenario.fingerprint
    silence = content["silence"]
    assert (silence["last_event"], silence["days"]) == ("2017-11-29", 100)
    assert silence["chance"]["weibull"]["missile-or-nuclear"]["2012-01-01"] == pytest.approx(0.08117, abs=5e-6)
    assert silence["chance"]["steady-uncertain"]["missile-or-nuclear"]["2012-01-01"] == 0.074019
    assert silence["naive"] == {"one test every 12 days": 0.00024}
    assert silence["expected_events"] == {"best": 2.66327, "low": 0, "high": 6}
    assert silence["pool_unusual_from_day"] == 136
    assert set(content["readings"]["hypotheses"]) == {"sincere", "buying-time", "coerced", "other"}
    assert sum(h["posterior"]["best"] for h in content["readings"]["hypotheses"].values()) == pytest.approx(1, abs=3e-6)
    assert (content["readings"]["leader"], content["readings"]["runner_up"]) == ("buying-time", "coerced")
    assert content["readings"]["confidence"]["level"] == "low"
    pledge = content["readings"]["evidence"]["pledge"]
    assert (pledge["marks"], pledge["weight"]) == ("B3", 0.357143)
    assert pledge["likelihood"]["sincere"] == pytest.approx(0.9 * 0.95 + 0.1 * 0.5)
    assert content["watch"]["best"] == "envoys-first"
    assert content["watch"]["indicators"]["dismantling"]["seen"]["do"] == "envoys-first"
    assert content["watch"]["indicators"]["detainees"]["not_seen"]["do"] == "envoys-first"
    assert content["patience"]["days_to_three_to_one"]["best"] == pytest.approx(412, abs=0.5)
    assert content["patience"]["breach"]["best"] == 5
    assert content["record"]["mean"] == 0.3  # one kept, three broken


def test_the_seed_is_the_scenarios_unless_given() -> None:
    scenario = pourparler.load(KOREA)
    own, given, other = (analyse(scenario, draws=30, seed=seed).to_dict() for seed in (None, scenario.seed, 5))
    assert own == given
    assert other["seed"] == 5
    assert other["readings"] != own["readings"]


@pytest.mark.parametrize("folder", BOTH, ids=lambda folder: folder.name)
def test_the_table_has_a_row_for_everything_that_is_told_apart(folder: Path) -> None:
    found = answer(folder)
    frame = found.to_frame()
    conduct = found.findings.conduct
    counts = frame["what"].value_counts().to_dict()
    assert counts == {
        "hypothesis": len(found.findings.hypotheses),
        "mechanism": len(conduct.mechanisms),
        "tempo": 10,
        "course": len(conduct.courses),
        "indicator": len(conduct.indicators),
    }
    drawn = frame[frame["what"] != "tempo"]
    assert not drawn.isna().any().any()
    assert (drawn["low"] <= drawn["high"]).all()
    assert frame[frame["what"] == "hypothesis"]["best"].sum() == pytest.approx(1)


def test_stages_are_told() -> None:
    said: list[tuple[str, int, int]] = []
    analyse(pourparler.load(KOREA), draws=2, stage=lambda what, done, steps: said.append((what, done, steps)))
    assert said == [("reading the tempo", 0, 3), ("weighing the evidence", 1, 3), ("looking for what to watch", 2, 3)]


# The doors


def test_the_command_reads_and_gives_json(command: Callable[..., tuple[int, str, str]]) -> None:
    code, out, err = command("conduct", KOREA, "--draws", "30")
    assert (code, err.strip()) == (0, "")
    assert "What their conduct tells" in out
    assert "'buying time' is likely" in " ".join(out.split())
    code, out, err = command("conduct", KOREA, "--draws", "30", "--seed", "4", "--json")
    assert (code, err.strip()) == (0, "")
    assert json.loads(out) == analyse(pourparler.load(KOREA), draws=30, seed=4).to_dict()


def test_the_command_without_conduct(command: Callable[..., tuple[int, str, str]]) -> None:
    code, out, err = command("conduct", ROOT / "scenarios" / "wage-round")
    assert (code, out.strip()) == (2, "")
    assert "the case has no 'conduct'; add it as docs/scenario-file.md shows" in err


def test_the_briefing_says_what_it_did_not_analyse() -> None:
    for folder in (KOREA, ROOT / "scenarios" / "wage-round"):
        scenario = pourparler.load(folder)
        answers = rooms.ask(scenario, 5, None, None)
        brief = compose(scenario, answers, 5, scenario.seed)
        listed = next(section for section in brief.sections if section.anchor == "not-analysed").content[0]
        assert isinstance(listed, Bullets)
        question = "What the other side's conduct tells."
        assert ("conduct" in answers) == (scenario.conduct is not None)
        assert (question in [str(item) for item in listed.items]) == (scenario.conduct is None)


def test_readings_hold_one_share_for_each_state() -> None:
    readings = answer(CEASEFIRE).findings.readings
    assert readings is not None
    assert readings.share.shape == readings.prior.shape
    assert readings.share.reshape(401, 4, 3).sum(axis=2) == pytest.approx(1)
