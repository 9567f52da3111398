"""The answer of the leverage room on the cases that are shipped: its pages, its JSON, and what it says where it can say little."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import pourparler
from pourparler.answer import Bullets, Chart, Figure, Table, Topic
from pourparler.brief import rooms
from pourparler.brief.compose import compose
from pourparler.leverage import alternative_page, analyse
from pourparler.leverage import setting as layout
from pourparler.leverage.answer import LeverageAnswer
from tests.deals.random_scenarios import Content, loaded, small_case, text_of
from tests.leverage.random_leverage import random_leverage
from tests.leverage.test_leverage_oracle import seeds
from tests.reading_pages import sentences

SCENARIOS = Path(__file__).parents[2] / "scenarios"
KOREA, WAGES, CAMP = (SCENARIOS / name for name in ("korea-2018", "wage-round", "camp-david-1978"))
EVERY = [KOREA, WAGES, CAMP]
PAGES = ["leverage-gifts", "leverage-pressures", "leverage-time", "leverage-alternatives", "leverage-numbers"]


@cache
def answer(folder: Path) -> LeverageAnswer:
    return analyse(pourparler.load(folder), draws=20)


every = pytest.mark.parametrize("folder", EVERY, ids=[folder.name for folder in EVERY])


def blocks(found: LeverageAnswer, kind: type) -> list[object]:
    return [block for section in found.sections() for block in section.content if isinstance(block, kind)]


@every
def test_the_sections_are_those_that_the_file_asks_for(folder: Path) -> None:
    expected = PAGES if folder != CAMP else PAGES[3:]
    if folder == WAGES:  # three principals: a date is not worked out
        expected = [*PAGES, "leverage-refused"]
    assert [section.anchor for section in answer(folder).sections()] == expected


@every
def test_page_one_is_short(folder: Path) -> None:
    count = {headline.topic: len(headline.sentences) for headline in answer(folder).headlines()}
    assert 1 <= count.pop(Topic.LEVERAGE) <= 3
    assert count.pop(Topic.WOULD_CHANGE) == 1
    assert count == {}


@every
def test_every_figure_has_its_line_with_the_same_number(folder: Path) -> None:
    found = answer(folder)
    lines = {line.anchor: line for line in found.computed()}
    anchors = {section.anchor for section in found.sections()}
    assert all(line.section in {*anchors, ""} and line.what and line.how for line in lines.values())
    figures = [piece for sentence in sentences(found) for piece in sentence.pieces if isinstance(piece, Figure)]
    computed = [figure for figure in figures if figure.anchor.startswith("leverage-")]
    for figure in computed:
        assert figure.text == lines[figure.anchor].value
    assert {figure.anchor for figure in computed} == set(lines)
    given = {line.anchor for line in found.findings.setting.lines.values()}
    assert {figure.anchor for figure in figures} - set(lines) <= given


@every
def test_charts_draw_and_can_be_read_without_seeing_them(folder: Path) -> None:
    found = answer(folder)
    charts = blocks(found, Chart)
    assert charts
    for chart in charts:
        assert isinstance(chart, Chart)
        drawn = chart.draw().to_dict()
        assert json.loads(json.dumps(drawn, allow_nan=False)) == drawn
        assert chart.message
        assert chart.alternative
        assert chart.note
    assert found.page_one_chart() == charts[0]


@every
def test_pages_are_whole(folder: Path) -> None:
    found = answer(folder)
    for table in blocks(found, Table):
        assert isinstance(table, Table)
        assert table.rows
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert all(0 <= column < len(table.columns) for column in table.numeric)
        assert "nan" not in json.dumps([[str(cell) for cell in row] for row in table.rows])
    text = " ".join(map(str, sentences(found)))
    for fault in ("nan", "None", "  ", " .", "{", "Nash", "Shapley", "Rubinstein"):
        assert fault not in text


@every
def test_json_holds_plain_numbers_and_is_the_same_every_time(folder: Path) -> None:
    found = json.dumps(answer(folder).to_dict(), allow_nan=False)
    assert json.dumps(analyse(pourparler.load(folder), draws=20).to_dict(), allow_nan=False) == found


@every
def test_the_frame_has_a_row_for_each_thing_and_principal(folder: Path) -> None:
    found = answer(folder)
    frame = found.to_frame()
    findings = found.findings
    things = len(findings.given) + len(findings.pressed.names if findings.pressed else ())
    things += len(findings.waiting.dates) if findings.waiting else 0
    assert len(frame) == things * len(findings.setting.sides)
    assert list(frame.columns) == ["kind", "name", "party", "change", "low", "high"]


# What the Korean case says


def test_the_meeting_is_a_gift_and_its_giver_pays() -> None:
    given = {each.name: each for each in answer(KOREA).findings.given}
    meeting = given["leaders-meet"]
    assert meeting.price[0, 0] > 2
    assert meeting.price[0, 1] < -1
    assert meeting.if_talks_fail[0, 0] < -2
    first = str(answer(KOREA).headlines()[0].sentences[0])
    assert first.startswith("Giving the leaders' meeting before anything is received costs the United States ")


def test_what_pressure_adds_is_the_whole_difference() -> None:
    for folder in (KOREA, WAGES):
        pressed = answer(folder).findings.pressed
        assert pressed is not None
        whole = pressed.with_all - pressed.without_any
        assert pressed.contribution.sum(axis=0) == pytest.approx(whole, abs=1e-9)
        assert pressed.existence.sum(axis=0) == pytest.approx(
            np.subtract(*pressed.exists[::-1].astype(float)), abs=1e-9
        )


def test_walk_away_values_of_the_file_hold_with_all_pressures() -> None:
    for folder in (KOREA, WAGES):
        findings = answer(folder).findings
        assert findings.pressed is not None
        assert (findings.pressed.with_all == findings.setting.fair_worth).all()


def test_the_date_costs_the_side_that_set_it() -> None:
    waiting = answer(KOREA).findings.waiting
    assert waiting is not None
    assert waiting.from_roadmap == (0, 1)
    (may,) = waiting.dates
    assert may.change[0, 0] < 0 < may.change[0, 1]
    assert (may.by_offers[0] > may.without).all()  # whoever makes the last offer gains
    assert (may.by_offers[1] < may.without).all()


def test_the_fair_deal_is_that_of_the_deals_room() -> None:
    from pourparler.deals import analyse as deals

    for folder in EVERY:
        setting = answer(folder).findings.setting
        picks = deals(pourparler.load(folder), draws=20).findings.solved.picks["nash"]
        for row in range(setting.rows):
            point = int(setting.fair[row])
            assert (point < 0) == (picks[row][0] < 0)
            assert point < 0 or setting.deal(row, point).tolist() == picks[row].tolist()


# Where little can be said


@pytest.mark.parametrize("seed", range(60))
def test_random_cases_have_whole_pages(seed: int) -> None:
    if seed not in seeds():
        return
    found = analyse(loaded(random_leverage(seed)), draws=3)
    json.dumps(found.to_dict(), allow_nan=False)
    test_of = " ".join(map(str, sentences(found)))
    assert "nan" not in test_of
    lines = {line.anchor for line in found.computed()}
    for sentence in sentences(found):
        for piece in sentence.pieces:
            if isinstance(piece, Figure) and piece.anchor.startswith("leverage-"):
                assert piece.anchor in lines
    for table in blocks(found, Table):
        assert isinstance(table, Table)
        assert all(len(row) == len(table.columns) for row in table.rows)
    for chart in [*blocks(found, Chart), found.page_one_chart()]:
        assert isinstance(chart, Chart)
        json.dumps(chart.draw().to_dict(), allow_nan=False)


def large_case() -> Content:
    """Five principals and so many issues that no frontier is made."""
    content = small_case()
    parties = {f"p{index}": {"name": f"Party {index}", "role": "principal"} for index in range(5)}
    issues = {
        f"i{index}": {
            "name": f"Issue {index}",
            "options": {f"o{o}": f"Option {index} {o}" for o in range(6)},
            "today": "o0",
        }
        for index in range(24)
    }
    chance = np.random.default_rng(4)

    def stakes() -> Content:
        return {
            name: {
                "weight": int(chance.integers(20, 90)),
                "values": {f"o{o}": int(chance.integers(0, 101)) for o in range(6)},
            }
            for name in issues
        }

    preferences = {
        name: {"judged": {"by": "the team", "on": "2024-02-20"}, "walk_away": 20, "issues": stakes()}
        for name in parties
    }
    return {key: content[key] for key in ("format", "title", "as_of", "seed")} | {
        "parties": parties,
        "issues": issues,
        "preferences": preferences,
        "rules": [],
        "leverage": {"pressures": {"x": {"name": "X", "effects": {"p0": -3}}}},
    }


def test_a_case_too_large_is_refused_with_the_number_and_the_way_round() -> None:
    found = analyse(loaded(large_case()), draws=2)
    (section,) = found.sections()
    assert section.anchor == "leverage-refused"
    (text,) = [str(block) for block in section.content]
    assert "5 principals and 4,738,381,338,321,616,896 possible deals" in text
    assert "Use fewer issues or options" in text
    assert found.summary().startswith("What moves the outcome: With 5 principals")
    assert found.to_dict()["pressures"] is None
    found.chart().to_dict()


def test_a_frontier_too_long_to_follow_leaves_the_best_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "MOST_FOLLOWED", 10)
    found = analyse(pourparler.load(WAGES), draws=5)
    assert found.findings.setting.rows == 1
    assert "so everything here is the best guess alone" in found.findings.refused["draws"]
    assert "leverage-numbers" not in [section.anchor for section in found.sections()]
    whole = answer(WAGES).findings
    assert found.findings.pressed is not None
    assert whole.pressed is not None
    assert found.findings.pressed.contribution[:, 0].tolist() == whole.pressed.contribution[:, 0].tolist()
    json.dumps(found.to_dict(), allow_nan=False)


def test_a_table_with_very_many_steps_shows_those_near_the_best_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alternative_page, "MOST_SHOWN", 4)
    found = analyse(pourparler.load(KOREA), draws=2)
    table = next(
        table for table in blocks(found, Table) if isinstance(table, Table) and "were worth so much" in table.caption
    )
    assert len(table.rows) == 4
    assert any("best guess" in str(row[0]) for row in table.rows)
    steps = len(found.findings.alternatives[0].steps["nash"])
    assert f"Shown are 4 of {steps} steps, those around the best guess" in table.note


def test_no_deal_at_all_and_no_part_leverage() -> None:
    content = small_case()
    for preferred in content["preferences"].values():
        preferred["walk_away"] = 100
    found = analyse(loaded(content), draws=3)
    assert next(section.anchor for section in found.sections()) == "leverage-alternatives"
    assert "A deal would exist only up to" in " ".join(map(str, sentences(found)))


# The doors


def test_the_command_reads_and_gives_json(command: Callable[..., tuple[int, str, str]]) -> None:
    code, out, err = command("leverage", KOREA, "--draws", "3")
    assert (code, err.strip()) == (0, "")
    assert "What moves the outcome" in out
    code, out, err = command("leverage", WAGES, "--draws", "3", "--seed", "4", "--json")
    assert (code, err.strip()) == (0, "")
    assert json.loads(out) == analyse(pourparler.load(WAGES), draws=3, seed=4).to_dict()


def test_the_briefing_says_what_it_did_not_analyse(tmp_path: Path) -> None:
    question = "What giving something up front, a deadline or pressure would do."
    seed = seeds()[0]
    for content in (random_leverage(seed), small_case()):
        (tmp_path / "scenario.yaml").write_text(text_of(content), encoding="utf8")
        scenario = pourparler.load(tmp_path)
        answers = rooms.ask(scenario, 5, None, None)
        brief = compose(scenario, answers, 5, scenario.seed)
        listed = next(section for section in brief.sections if section.anchor == "not-analysed").content[0]
        assert isinstance(listed, Bullets)
        assert ("leverage" in answers) == (scenario.leverage is not None)
        assert (question in [str(item) for item in listed.items]) == (scenario.leverage is None)
