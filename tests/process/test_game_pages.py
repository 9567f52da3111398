"""The pages on trees written by hand, and on files of games."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler import wording
from pourparler.answer import Chart, Figure, Table
from pourparler.process import analyse, game_pages
from pourparler.process.file_answer import analyse_tree
from pourparler.process.game_chart import MOST_COLUMNS, MOST_DRAWN, Amounts, tree_chart
from pourparler.process.tree import Growth
from tests.process.process_variants import said
from tests.process.reading_pages import blocks, rows_of, texts
from tests.process.test_game import random_game, setting_of
from tests.reading_pages import sentences


@settings(max_examples=30)
@given(st.integers(0, 10**9))
def test_any_tree_has_whole_pages(seed: int) -> None:
    scenario = setting_of(random_game(seed, depth=4)).scenario
    found = analyse(scenario, draws=2)
    lines = {line.anchor for line in found.computed()}
    for sentence in sentences(found):
        assert {piece.anchor for piece in sentence.pieces if isinstance(piece, Figure)} <= lines
    assert not [text for text in texts(found) if "nan" in text]
    json.dumps(found.to_dict(), allow_nan=False)
    for chart in blocks(found, Chart):
        json.dumps(chart.draw().to_dict(), allow_nan=False)
    for table in blocks(found, Table):
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert len(table.columns) <= 4 + game_pages.MOST_LISTED


def test_what_happens_if_nobody_errs_is_said_for_every_kind_of_tree() -> None:
    assert "If nobody errs, there is one best way for everybody: 12.2 for the north, 0 for the south" in said("tree 6")
    assert "; some choices are tied, and of those the first was taken." in said("tree 1")
    assert "If nobody errs, two things can happen, and none is the prediction: 2 for the United States" in said(
        "summit-exercise"
    )
    assert "they all bring 0.4 for North farm, 0 for South farm and 1.2 for The village." in said("tree")


def matching_pennies() -> Growth:
    growth = Growth(("Even", "Odd"))
    root = growth.move("Even", "Even chooses")
    for first in ("head", "tail"):
        node = growth.move("Odd", "Odd chooses", root, first)
        for second in ("head", "tail"):
            win = 1 if first == second else -1
            growth.end((win, -win), node, second)
    return growth


def test_a_game_without_sure_choices_says_so() -> None:
    text = str(analyse_tree(matching_pennies().tree(), 0.05).blocks()[0])
    assert text.endswith(
        "If nobody errs, no pattern of sure choices holds: somebody would always do better by another one."
    )
    assert "Even can expect 0 points. Odd can expect 0 points." in text


def signals(count: int) -> Growth:
    """A sender and a receiver who want the same: every code that tells the states apart is an equilibrium."""
    growth = Growth(("Sender", "Receiver"))
    root = growth.chance_move("state")
    for state in range(count):
        sender = growth.move("Sender", f"state {state}", root, f"s{state}", 1 / count)
        for word in range(count):
            receiver = growth.move("Receiver", f"word {word}", sender, f"w{word}")
            for taken in range(count):
                growth.end((float(taken == state) * (state + 1),) * 2, receiver, f"t{taken}")
    return growth


def test_many_equilibria_are_counted_and_the_first_shown() -> None:
    answered = analyse_tree(signals(3).tree(), 0.05)
    count = len(answered.found.equilibria.value)
    assert count > game_pages.MOST_LISTED
    opening, _, table, _ = answered.blocks()
    assert f"If nobody errs, {count} things can happen, and none is the prediction: from " in str(opening)
    assert len(table.columns) == 4 + game_pages.MOST_LISTED
    assert table.note.endswith(f"If nobody errs, {count} things can happen; the first 3 are shown.")


@pytest.mark.parametrize("unit", [1e-4, 0.02, 1.0, 40.0, 5e5])
def test_amounts_have_three_digits_in_any_unit(unit: float) -> None:
    growth = Growth(("A", "B"))
    root = growth.move("A", "which?")
    growth.end((unit, -unit / 3), root, "x")
    growth.end((unit / 2, 0), root, "y")
    amounts = Amounts(analyse_tree(growth.tree(), 0.1).found)
    for value in (unit, unit / 3, -unit / 7):
        told = float(amounts.text(value).replace(wording.MINUS, "-").replace(",", ""))
        assert told == pytest.approx(value, abs=max(0.5, 0.0) if unit >= 1000 else unit / 180)
    assert amounts.text(-1e-17) == "0"
    assert amounts.spread(np.array([unit])) == amounts.text(unit)
    assert amounts.spread(np.array([unit, unit / 2, unit / 2])).count("to") == 1


def test_a_large_tree_is_drawn_without_its_rare_branches_and_says_so() -> None:
    growth = Growth(("A", "B"))
    here = growth.move("A", "0")
    for step in range(1, 40):
        growth.end((step, 0), here, "stop")
        here = growth.move(("A", "B")[step % 2], str(step), here, "on")
    growth.end((0, 0), here, "stop")
    growth.end((1, 1), here, "on")
    found = analyse_tree(growth.tree(), 0.05).found
    assert len(found.game.shape.parent) > MOST_DRAWN
    chart = tree_chart(found, ["A", "B"])
    assert chart.note.endswith("Branches less likely than 2 % are left out.")
    drawn = json.dumps(chart.draw().to_dict())
    assert drawn.count('"Stop"') < 40


def test_a_deep_file_is_answered() -> None:
    growth = Growth(("A", "B"))
    here = growth.move("A", "0")
    for step in range(1, 1500):
        growth.end((step % 7, 0), here, "stop")
        here = growth.move(("A", "B")[step % 2], str(step), here, "on")
    growth.end((0, 0), here, "stop")
    growth.end((1, 1), here, "on")
    answered = analyse_tree(growth.tree(), 0.5)
    answered.blocks()[1].draw().to_dict()


def test_figures_of_players_for_whom_there_is_no_room_are_named() -> None:
    players = tuple("ABCDEF")
    growth = Growth(players)
    root = growth.move("F", "which?")
    for way in ("x", "y"):
        growth.end(range(6), root, way)
    chart = tree_chart(analyse_tree(growth.tree(), 0.1).found, list(players))
    assert chart.note.endswith("There is no room for the figures of D and E.")
    heads = [row["text"] for row in rows_of(chart, 4)]
    assert heads == ["likely", "F", "A", "B", "C"]
    assert len(heads) == MOST_COLUMNS + 1


def test_chances_of_nothing_leave_no_belief() -> None:
    growth = Growth(("A", "B"))
    root = growth.chance_move("state")
    for state, chance in (("s", 0.0), ("t", 0.0), ("u", 1.0)):
        node = growth.move("A", "u" if state == "u" else "s or t", root, state, chance)
        for way in ("x", "y"):
            growth.end((1, float(way == "x")), node, way)
    answered = analyse_tree(growth.tree(), 0.1)
    table = answered.blocks()[2]
    assert [row[3] for row in table.rows] == ["·", "·"]
    assert "nan" not in json.dumps(answered.to_dict(), allow_nan=False)


def test_the_error_of_a_file_must_be_one() -> None:
    for error in (0.0, -1.0, 0.51, float("nan")):
        with pytest.raises(ValueError, match=r"must be above 0 and at most 0\.5"):
            analyse_tree(matching_pennies().tree(), error)
