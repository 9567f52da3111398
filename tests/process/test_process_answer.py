"""The answer of the process room: its pages, its JSON, and what it says where it can say little."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest

from pourparler import wording
from pourparler.answer import Chart, Figure, Table, Topic
from pourparler.process import analyse
from tests.process.process_variants import (
    FORMATS,
    SHIPPED,
    VARIANTS,
    answer,
    scenario_of,
)
from tests.process.reading_pages import blocks, texts
from tests.reading_pages import sentences

every = pytest.mark.parametrize("name", [*VARIANTS, *SHIPPED])
formats = pytest.mark.parametrize("name", FORMATS)


@every
def test_every_figure_has_its_line_with_the_same_number(name: str) -> None:
    found = answer(name)
    lines = {line.anchor: line for line in found.computed()}
    anchors = {section.anchor for section in found.sections()}
    assert all(line.section in anchors and line.what and line.how for line in lines.values())
    figures = [piece for sentence in sentences(found) for piece in sentence.pieces if isinstance(piece, Figure)]
    assert {figure.anchor for figure in figures} == set(lines)
    for figure in figures:
        assert figure.text == lines[figure.anchor].value
    assert figures


@every
def test_sentences_read_well(name: str) -> None:
    found = answer(name)
    for text in texts(found):
        for fault in (
            "nan",
            "  ",
            " .",
            " ,",
            "..",
            ";;",
            "{",
            "only above over",
            "below under",
            "the the ",
            ": ;",
        ):
            assert fault not in text, text
        assert not re.search(r"\bNone\b(?! is|: in)", text), text
        assert not re.search(r"\b(\w+) \1\b(?! \d)", text.replace("that that", "")), text
        assert not re.search(r"\d{4,}|\d\.\d{3,}|\de[-+]?\d", text.replace(",", "")), text
        assert text.strip()
    for sentence in sentences(found):
        text = str(sentence)
        assert len(sentence.pieces) == 1 or text[0].isupper() or isinstance(sentence.pieces[0], Figure)
    for headline in found.headlines():
        assert headline.topic == Topic.MEET
        assert headline.page in {"", "process"}
        for sentence in headline.sentences:
            assert str(sentence).endswith(".")
            assert str(sentence)[0].isupper()


@every
def test_charts_draw_and_can_be_read_without_seeing_them(name: str) -> None:
    found = answer(name)
    charts = blocks(found, Chart)
    assert charts
    for chart in charts:
        drawn = chart.draw().to_dict()
        assert json.loads(json.dumps(drawn, allow_nan=False)) == drawn
        assert chart.draw().to_dict() == drawn
        assert chart.message
        assert len(chart.alternative) > 30
        assert chart.note
    assert found.page_one_chart() == charts[0] or found.page_one_chart().message == charts[0].message
    assert found.chart().to_dict()["layer"]


@every
def test_tables_are_whole(name: str) -> None:
    for table in blocks(answer(name), Table):
        assert table.rows
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert all(0 <= column < len(table.columns) for column in table.numeric)
        assert len(set(table.columns)) == len(table.columns)
        assert all(str(cell).strip() for row in table.rows for cell in row)


@formats
def test_sections_are_those_that_the_file_asks_for(name: str) -> None:
    found = answer(name)
    setting = found.findings.setting
    forms = setting.process.formats
    signing = [each for each in forms.values() if each.can_sign]
    choosing = [each for each in forms.values() if each.can_sign or each.before]
    top = max(found.findings.comparison.formats.items(), key=lambda each: each[1].value[0, 0])[0]
    shown = {top, *([found.findings.comparison.first] if signing else [])}
    run = any(forms[each].can_sign or forms[each].before for each in shown)
    expected = {
        "process": True,
        "process-preparing": len(signing) > 1,
        "process-prior": len(setting.process.types) > 1,
        "process-errors": bool(signing),
        "process-play": run,
        "process-exact": bool(choosing),
    }
    assert [section.anchor for section in found.sections()] == [anchor for anchor, there in expected.items() if there]


@formats
def test_tables_of_chances_add_up(name: str) -> None:
    found = answer(name)
    (outcomes,) = [table for table in blocks(found, Table) if table.caption == "What comes of each"]
    for row, (each, solved) in zip(outcomes.rows, found.findings.comparison.formats.items(), strict=True):
        assert row[0] == wording.upper_first(found.findings.setting.process.formats[each].name)
        total = sum(float(cell.removesuffix(" %")) for cell in row[1:] if re.fullmatch(r"[\d.]+ %", str(cell)))
        assert solved.value.shape == (21, 2)
        assert total == pytest.approx(100, abs=len(row))


@every
def test_json_holds_plain_numbers_and_is_the_same_every_time(name: str) -> None:
    text = json.dumps(answer(name).to_dict(), allow_nan=False)
    assert json.dumps(analyse(scenario_of(name), draws=20).to_dict(), allow_nan=False) == text


@every
def test_the_frame_has_a_row_for_each_way_and_side(name: str) -> None:
    found = answer(name)
    frame = found.to_frame()
    assert list(frame.columns) == ["format", "party", "best", "low", "high"]
    findings = found.findings
    if findings.comparison is not None:
        sides = [findings.setting.by, findings.setting.other]
        ways_and_sides = [(each, side) for each in findings.comparison.formats for side in sides]
        assert list(zip(frame["format"], frame["party"], strict=True)) == ways_and_sides
    else:
        assert list(frame["party"]) == list(findings.game.game.shape.players)
    drawn = frame[frame["low"] < frame["high"]]
    assert (frame["low"] <= frame["high"]).all()
    assert ((drawn["best"] > drawn["low"] - 20) & (drawn["best"] < drawn["high"] + 20)).all()


@formats
def test_the_json_agrees_with_the_findings(name: str) -> None:
    found = answer(name)
    data: Mapping[str, Any] = found.to_dict()
    comparison = found.findings.comparison
    assert list(data["formats"]) == list(comparison.formats)
    for each, solved in comparison.formats.items():
        told = data["formats"][each]
        assert told["worth"]["by"]["best"] == pytest.approx(solved.value[0, 0], abs=1e-6)
        assert told["residual_below"] == 1e-6
        assert told["kept"] + told["broken"] + sum(told["ends"].values()) == pytest.approx(1, abs=1e-5)
        assert 0 <= told["best_in"] <= 1
    assert data["best"] == list(comparison.formats)[int(comparison.best[0])]
    for each in data["preparing"]:
        parts = [each[part]["best"] for part in ("room", "information", "delay", "leverage")]
        assert sum(parts) == pytest.approx(each["total"]["best"], abs=1e-5)
    assert set(data["by_chance"]["worth"]) == set(comparison.formats)


@every
def test_large_trees_are_solved_in_fewer_draws_and_that_is_said(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = analyse(scenario_of(name), draws=7)
    assert (asked.findings.draws, asked.findings.asked, asked.to_dict()["draws"]) == (7, 7, 7)
    assert not any("asked for" in text for text in texts(asked))
    monkeypatch.setattr("pourparler.process.findings.MOST_POINTS", 3 * asked.findings.points)
    monkeypatch.setattr("pourparler.process.findings.FEWEST_DRAWS", 2)
    few = analyse(scenario_of(name), draws=7)
    assert (few.findings.draws, few.findings.asked) == (3, 7)
    assert (few.to_dict()["draws"], few.to_dict()["draws_asked"]) == (3, 7)
    assert any("in 3 draws, not in the 7 asked for" in text for text in texts(few))
    said = " ".join(str(sentence) for headline in few.headlines() for sentence in headline.sentences)
    assert ("draws" in said) == ("of 3 made for this" in said)
