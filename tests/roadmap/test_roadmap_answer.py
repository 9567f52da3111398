"""The answer of the roadmap room on the cases that are shipped."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

import pourparler
from pourparler.answer import Figure, Status, Topic
from pourparler.roadmap import analyse
from pourparler.roadmap.answer import RoadmapAnswer
from pourparler.roadmap.checker import check
from pourparler.roadmap.good_plan import score
from tests.deals.test_answer import run as in_a_process
from tests.reading_pages import sentences
from tests.roadmap.reading_pages import charts, tables

SCENARIOS = Path(__file__).parents[2] / "scenarios"
KOREA, FRAMEWORK, SIX = (SCENARIOS / name for name in ("korea-2018", "agreed-framework-1994", "six-party-2007"))
SHIPPED = [(KOREA, "fair"), (KOREA, "small"), (FRAMEWORK, "text"), (SIX, "plan")]
EVERY = [*SHIPPED, (FRAMEWORK, "first-year"), (SIX, "sixty-days")]
OBJECTIVES = ("slack", "mistrust", "exposure", "duration")


@cache
def answer(folder: Path, target: str) -> RoadmapAnswer:
    return analyse(pourparler.load(folder), draws=5, target=target)


every = pytest.mark.parametrize(("folder", "target"), EVERY, ids=[target for _, target in EVERY])


# What every answer has


@every
def test_the_sections_are_those_that_the_findings_ask_for(folder: Path, target: str) -> None:
    found = answer(folder, target)
    assert [headline.topic for headline in found.headlines()] == [Topic.ORDER]
    expected = ["roadmap", "roadmap-mends", "roadmap-rivals", "roadmap-first", "roadmap-draws"]
    if found.findings.plan.self_enforcing:
        expected.remove("roadmap-mends")
    assert [section.anchor for section in found.sections()] == expected
    assert found.summary().startswith("In which order: ")


@every
def test_the_independent_check_found_nothing(folder: Path, target: str) -> None:
    found = answer(folder, target).findings
    assert found.faults == ()
    assert check(found.exchange, found.plan) == []
    assert found.judged.slacks == pytest.approx(found.plan.slacks, abs=1e-9)
    assert found.judged.first.min() == pytest.approx(found.plan.mistrust, abs=1e-6)
    assert "An independent check worked out every number again and agrees" in " ".join(
        map(str, sentences(answer(folder, target)))
    )


@every
def test_every_figure_has_its_line_with_the_same_number(folder: Path, target: str) -> None:
    found = answer(folder, target)
    lines = {line.anchor: line for line in found.computed()}
    anchors = {section.anchor for section in found.sections()}
    assert all(line.section in {*anchors, ""} and line.what and line.how for line in lines.values())
    figures = [piece for sentence in sentences(found) for piece in sentence.pieces if isinstance(piece, Figure)]
    for figure in figures:
        assert figure.status is Status.COMPUTED
        assert figure.anchor.startswith("roadmap-")
        assert figure.text == lines[figure.anchor].value
    assert {figure.anchor for figure in figures} == set(lines)


@every
def test_charts_draw_and_can_be_read_without_seeing_them(folder: Path, target: str) -> None:
    found = answer(folder, target)
    assert len(charts(found)) == 2
    for chart in charts(found):
        drawn = chart.draw().to_dict()
        assert json.loads(json.dumps(drawn, allow_nan=False)) == drawn
        assert chart.message
        assert chart.note
        assert all(f"stage {k + 1}, " in chart.alternative for k in range(len(found.findings.plan.stages)))
        assert all(name in chart.alternative for name in found.findings.players)
    assert found.chart().to_dict() == found.page_one_chart().draw().to_dict()
    assert found.page_one_chart().message == charts(found)[0].message


@every
def test_tables_are_whole(folder: Path, target: str) -> None:
    found = answer(folder, target)
    for section in found.sections():
        for table in tables(found, section.anchor):
            assert table.rows
            assert all(len(row) == len(table.columns) for row in table.rows)
            assert all(0 <= column < len(table.columns) for column in table.numeric)
            assert "nan" not in json.dumps([[str(cell) for cell in row] for row in table.rows])
    (ladder,) = tables(found, "roadmap")
    assert len(ladder.rows) == len(found.findings.plan.stages)
    draws = tables(found, "roadmap-draws")[0]
    assert len(draws.rows) == len(found.findings.setting.steps)


@every
def test_the_frame_has_a_row_for_every_stage_and_party(folder: Path, target: str) -> None:
    found = answer(folder, target)
    frame = found.to_frame()
    stages, players = len(found.findings.plan.stages), found.findings.setting.players
    columns = ["stage", "steps", "party", "begins", "value", "fallback", "slack", "at_risk", "tolerated"]
    assert list(frame.columns) == columns
    assert len(frame) == stages * len(players)
    assert sorted(set(frame["party"])) == sorted(players)
    assert not frame.isna().any().any()
    assert min(frame["slack"].min(), found.findings.judged.slacks[-1].min()) == pytest.approx(found.findings.plan.slack)


@every
def test_json_holds_plain_numbers_and_text_only(folder: Path, target: str) -> None:
    found = answer(folder, target)
    content = found.to_dict()
    assert json.loads(json.dumps(content, allow_nan=False)) == content
    plan = found.findings.plan
    assert (content["target"], content["draws"], content["seed"]) == (target, 5, found.findings.scenario.seed)
    assert content["scenario"] == found.findings.scenario.fingerprint
    assert content["plan"]["slack"] == pytest.approx(plan.slack, abs=1e-6)
    assert content["self_enforcing"] == plan.self_enforcing
    done = [step for stage in content["plan"]["order"] for step in stage["steps"]]
    assert sorted(done) == sorted(found.findings.setting.steps)
    assert len(content["stages"]) == len(plan.stages) + 1
    assert content["independent_check"] == []
    for order in content["other_orders"]:
        least = min(value for stage in order["stages"] for value in stage["slack"].values())
        assert order["slack"] == pytest.approx(least, abs=1e-6)
    assert content["deal"].keys() == found.findings.scenario.issues.keys()


# The cases that are shipped


def test_korea_has_an_order_that_holds() -> None:
    for target in ("fair", "small"):
        found = answer(KOREA, target)
        assert found.findings.plan.self_enforcing
        assert found.findings.certificate is None
        assert found.findings.mends == ()
        assert found.to_dict()["missing"] is None
        assert "There is an order that neither side gains by breaking off" in found.summary()
        assert [rival.name for rival in found.findings.rivals][-1] == "the order proposed"
    assert answer(KOREA, "small").findings.plan.proven
    assert answer(KOREA, "small").findings.plan.slack == pytest.approx(6.7567, abs=1e-3)


def test_the_agreed_framework_has_none_and_says_what_is_missing() -> None:
    found = answer(FRAMEWORK, "text")
    facts, certificate = found.findings, found.findings.certificate
    assert certificate is not None
    assert certificate.missing == pytest.approx(-facts.plan.slack)
    assert certificate.missing == pytest.approx(7.77, abs=0.005)
    assert (certificate.stage, certificate.player) == (len(facts.plan.stages), 0)
    assert facts.plan.proven
    assert "No order of the steps holds by itself: even in the best one the United States" in found.summary()
    text = " ".join(map(str, sentences(found)))
    assert "In the best one it fails after the last stage, for the United States; what is missing: 7.8 points." in text
    assert "Who gives last has nothing more to wait for" in text
    (table,) = tables(found, "roadmap-mends")
    assert len(table.rows) == len(facts.mends) > 0
    assert {mend.what for mend in facts.mends} >= {"check", "escrow", "split", "guarantee"}
    for mend, row in zip(found.to_dict()["mends"], facts.mends, strict=True):
        assert mend["holds"] == row.plan.self_enforcing == (row.plan.slack >= -1e-6)
    verdicts = {str(row[-1]) for row in table.rows}
    assert "an order holds" in verdicts
    assert any(verdict.startswith("still ") for verdict in verdicts)
    joint = next(mend for mend in facts.mends if mend.what == "guarantee" and mend.player is None)
    assert joint.amount == pytest.approx(certificate.missing)


def test_three_players_have_three_columns_and_no_two_sides() -> None:
    found = answer(SIX, "plan")
    assert found.findings.setting.players == ("us", "north-korea", "south-korea")
    (ladder,) = tables(found, "roadmap")
    assert len(ladder.columns) == 1 + 3 + 1 + 3 + 2
    text = " ".join(
        [found.summary(), *(chart.message for chart in charts(found)), *(line.what for line in found.computed())]
    )
    assert "no side gains" in text
    assert not any(word in text for word in ("neither side", "both sides", "either side"))
    assert "both sides" in charts(answer(KOREA, "small"))[0].message


# The same everywhere

PRINT = """
import json, sys
import pourparler
from pourparler.roadmap import analyse
answer = analyse(pourparler.load(sys.argv[1]), draws=4, target=sys.argv[2])
print(json.dumps([answer.to_dict(), answer.summary(), [line.value for line in answer.computed()]], allow_nan=False))
"""


def test_the_same_in_every_process() -> None:
    first, second = (in_a_process(PRINT, str(SIX), "plan", PYTHONHASHSEED=seed) for seed in ("0", "4242"))
    assert first == second
    here = analyse(pourparler.load(SIX), draws=4, target="plan")
    assert json.dumps([here.to_dict(), here.summary(), [line.value for line in here.computed()]]) + "\n" == first


def test_the_seed_is_the_scenarios_unless_given() -> None:
    scenario = pourparler.load(SIX)
    own, given, other = (analyse(scenario, draws=5, seed=seed).to_dict() for seed in (None, scenario.seed, 5))
    assert own == given
    assert other["seed"] == 5
    assert other["plan"] == own["plan"]
    assert other["slack_in_draws"] != own["slack_in_draws"]


def test_one_draw_is_enough() -> None:
    found = analyse(pourparler.load(SIX), draws=1)
    assert found.findings.drawn.slack.shape == (1,)
    assert found.to_dict()["draws_in_which_it_holds"] in (0, 1)
    assert found.sections()[-1].anchor == "roadmap-draws"
    assert "nan" not in found.summary()


def test_without_draws_nothing_is_said_of_them() -> None:
    found = analyse(pourparler.load(SIX), draws=0)
    content = found.to_dict()
    assert content["draws_in_which_it_holds"] is content["draws_in_which_an_order_holds"] is None
    assert set(content["enough_trust"].values()) == {None}
    assert content["slack_in_draws"] == []
    assert "roadmap-draws" not in [section.anchor for section in found.sections()]
    assert "100 of 100" not in found.summary()


# Objectives


@pytest.mark.parametrize(
    ("folder", "target", "objective"),
    [(SIX, "plan", each) for each in OBJECTIVES] + [(FRAMEWORK, "text", "exposure")],
)
def test_each_objective_is_met_best_by_its_own_plan(folder: Path, target: str, objective: str) -> None:
    found = analyse(pourparler.load(folder), draws=1, target=target, objective=objective)
    usual = answer(folder, target).findings.plan
    plan = found.findings.plan
    assert found.findings.faults == ()
    assert found.findings.objective == found.to_dict()["objective"] == objective
    if not usual.self_enforcing:  # then only the slack can be sought
        assert plan.objective == "slack"
        assert plan.slack == pytest.approx(usual.slack)
        return
    assert plan.objective == objective
    assert plan.self_enforcing
    assert score(plan, objective) >= score(usual, objective) - 1e-9
    assert usual.slack >= plan.slack - 1e-9
    assert found.summary()
