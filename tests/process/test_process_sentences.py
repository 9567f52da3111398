"""What the pages on how to meet say in each case, word by word."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pourparler import wording
from pourparler.answer import Chart, Table
from pourparler.process import analyse, tables
from pourparler.process.ledger import certified, turning_point
from pourparler.scenario import parse
from tests.process.process_variants import (
    FORMATS,
    LATER,
    TALK,
    answer,
    process,
    said,
    text_of,
    variant,
)
from tests.process.reading_pages import blocks, texts


def test_the_answer_names_the_best_way_first_and_then_the_first_of_the_file() -> None:
    for name in FORMATS:
        found = answer(name)
        formats_of = found.findings.setting.process.formats
        worths = {each: solved.value[0, 0] for each, solved in found.findings.comparison.formats.items()}
        best = formats_of[max(worths, key=worths.get)].name
        assert best.lower() in str(found.headlines()[0].sentences[0]).lower()
        assert blocks(found, Chart)[0].message.lower().endswith(best.lower())


def test_what_would_turn_the_answer() -> None:
    assert "That the south is fair is put at 30 %; only above 42 % would a talk at once be best." in said("above")
    assert "That the south is fair is put at 90 %; only below 42 % would staying at home be best." in said("below")
    both = "; only above 83 % would a talk at once be best, and only below 19 % would staying at home be best."
    assert re.sub(r"\d+ %", "N %", both) in re.sub(r"\d+ %", "N %", said("above and below"))
    assert "only above 99.8 % would a talk at once be best." in said("nearly sure")
    assert "The answer stays the same however likely it is that the south is fair." in said("no signals")
    for name in ("one way", "no types", "one type"):
        assert "however" not in said(name)


def test_turning_points_near_the_ends_keep_the_digits_that_tell_them_from_it() -> None:
    cases = {0.34: "34 %", 0.034: "3.4 %", 0.998: "99.8 %", 0.99996: "99.996 %", 0.0004: "0.04 %", 0.99: "99 %"}
    assert {chance: turning_point(chance) for chance in cases} == cases


@given(st.floats(1e-9, 1 - 1e-9))
def test_turning_points_are_never_the_ends(chance: float) -> None:
    told = float(turning_point(chance).removesuffix(" %"))
    assert 0 < told < 100
    assert told == pytest.approx(100 * chance, abs=0.5)


def test_a_better_way_on_the_same_date_is_named() -> None:
    assert "If the date must stand, a talk with friends is worth 2 (" in said("same date")
    assert ") points more than a talk at once." in said("same date")
    assert "If the date must stand" not in said("all alike")
    assert "If the date must stand" not in said("no signals")


def test_what_cannot_be_is_not_in_the_tables() -> None:
    for name, broken in (("no types", False), ("no signals", True)):
        tables = blocks(answer(name), Table)
        rows = [
            str(row[0]) for table in tables if table.caption.startswith("What the south would do") for row in table.rows
        ]
        assert ("It is signed and then broken" in rows) == broken
    (shares,) = [table for table in blocks(answer("small"), Table) if table.caption.endswith("a walk along the well")]
    assert "It is signed and then broken" not in [row[0] for row in shares.rows]
    assert not [table for table in blocks(answer("no types"), Table) if table.caption.startswith("What the south")]


def test_what_tells_most_is_said_and_what_tells_little_too() -> None:
    (told,) = [text for text in texts(answer("small")) if text.startswith("What tells most")]
    assert re.fullmatch(
        r"What tells most before the meeting: South hands over its map\. Its chance is \d+ % if South farm is fair and \d+ % "
        r"if it is sly\.",
        told,
    )
    rain = {"name": "Rain falls", "chance": 0.5}
    text = text_of(process([{**TALK, "before": ["rain"]}], signals={"rain": rain}))
    little = "What is seen first tells little: it is about as likely whatever the south is."
    assert little in list(texts(analyse(parse(text.encode()), draws=2)))


def test_sound_judgement_is_measured_where_the_room_is_worse_and_only_there() -> None:
    (table,) = [
        table for table in blocks(answer("same date"), Table) if table.caption.startswith("What sound judgement")
    ]
    comparison = answer("same date").findings.comparison
    assert [row[0] for row in table.rows] == ["A talk at once"]
    gain = comparison.advised["f0"] - comparison.formats["f0"].value[0, 0]
    assert str(table.rows[0][2]) == wording.change(float(gain))
    assert not [table for table in blocks(answer("above"), Table) if table.caption.startswith("What sound judgement")]


def test_periods_are_counted_in_the_plural_where_there_are_several() -> None:
    text = text_of(process([TALK, LATER, {**LATER, "name": "Much later", "delay": 2}], period="week"))
    table = blocks(analyse(parse(text.encode()), draws=2), Table)[0]
    assert [row[2] for row in table.rows] == ["at once", "in 1 week", "in 2 weeks"]


def test_very_many_things_that_could_happen_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_LISTED", 1)
    found = analyse(variant("nothing to sign, something to see"), draws=2)
    (table,) = [table for table in blocks(found, Table) if table.caption.startswith("What could happen")]
    rows = [[str(cell) for cell in row] for row in table.rows if row[0] == "Waiting for the map"]
    assert len(found.findings.comparison.exact["f1"].equilibria.value) == 2
    assert rows[1] == ["Waiting for the map", "1 more, left out here", "40 to 40", "·", "·"]


def test_things_that_could_happen_differ_in_words() -> None:
    (table,) = [
        table
        for table in blocks(answer("nothing to sign, something to see"), Table)
        if table.caption.startswith("What could happen")
    ]
    told = [str(row[1]) for row in table.rows if row[0] == "Waiting for the map"]
    assert sorted(told) == ["South shows its map: 0 %", "South shows its map: 0 %; stopped before the meeting: 100 %"]


def test_one_way_alone_is_told_by_what_it_is_worth_at_the_ends() -> None:
    (chart,) = [chart for chart in blocks(answer("one way"), Chart) if "surely" in chart.message]
    assert re.fullmatch(
        r"A talk at once is worth \d+ if the south is surely not fair, and \d+ if it surely is", chart.message
    )


def test_the_certificate_says_where_it_fails() -> None:
    assert certified(np.array([1e-9, 1e-8])).startswith("In every draw the choices shown answer each other")
    assert certified(np.array([1e-9])).startswith("The choices shown answer each other")
    assert certified(np.zeros(0)).startswith("The choices")
    wrong = certified(np.array([1e-9, 0.02, 1e-9, 0.5]))
    assert wrong.startswith(
        "In 2 of 3 draws the choices do not answer each other exactly: the largest error left is 5.0e-01."
    )
    assert certified(np.array([0.1, 0.0])).startswith("At the best guess the choices")
    assert certified(np.array([0.1, 0.3])).startswith("At the best guess and in 1 of 1 draws the choices")
