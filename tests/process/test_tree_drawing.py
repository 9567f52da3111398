"""Trees as they are drawn: labels keep clear of the figures, and it is seen who moves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler import wording
from pourparler.answer import Chart
from pourparler.chart_style import WIDTH
from pourparler.process.drawing import COLUMN, LETTER, LINE, Node, draw, lines_of, outline, ways
from tests.process.process_variants import (
    CHEAT,
    FORMATS,
    answer,
)
from tests.process.reading_pages import blocks, rows_of


def labels_fit(root: Node, columns: int) -> None:
    rows, height = outline(root, columns)
    below = 0.0
    for row in rows:
        assert row.y - LINE / 2 >= below
        below = row.y + (len(row.label) - 0.5) * LINE
        for line in row.label:
            assert row.x + 8 + len(line) * LETTER <= WIDTH - columns * COLUMN
        assert row.x >= row.parent_x
    assert below <= height


@settings(max_examples=200)
@given(st.integers(0, 10**9), st.integers(1, 5))
def test_labels_never_reach_the_figures(seed: int, columns: int) -> None:
    chance = np.random.default_rng(seed)

    def grow(depth: int) -> Node:
        letters = int(chance.integers(1, 120))
        label = "".join(chance.choice([*"abcdefgh  "], letters)).strip() or "x"
        below = [grow(depth - 1) for _ in range(chance.integers(1, 3))] if depth else []
        return Node(label, "", ("1 %",) * columns, below)

    root = grow(int(chance.integers(0, 6)))
    labels_fit(root, columns)
    assert len(ways(root)) == len([row for row in outline(root, columns)[0] if not row.node.children])
    draw(root, ["a rather long head"] * columns, ["A", "B"]).to_dict()


def test_a_very_deep_tree_is_drawn_all_the_same() -> None:
    node = Node("the end", "", ("1",))
    for _ in range(2000):
        node = Node("on", "A", ("1",), [node])
    labels_fit(node, 1)
    assert len(ways(node)) == 1


def test_lines_break_long_words() -> None:
    assert lines_of("abcdefghij", 5 * LETTER) == ("abcde", "fghij")
    assert lines_of("", 100) == ("",)


@pytest.mark.parametrize("name", FORMATS)
def test_the_play_is_drawn_with_who_moves(name: str) -> None:
    found = answer(name)
    runs = [section for section in found.sections() if section.anchor == "process-play"]
    for chart in blocks(found, Chart) if runs else ():
        if not chart.alternative.startswith("The tree"):
            continue
        movers = {row["mover"] for row in rows_of(chart, 1)}
        setting = found.findings.setting
        names = [setting.scenario.parties[side] for side in (setting.by, setting.other)]
        assert movers <= {wording.upper_first(party.short or party.name) for party in names}
        if "Keep it" in chart.alternative:
            assert len(movers) == 2


def test_a_promise_that_can_be_broken_is_kept_or_broken_by_the_other_side() -> None:
    assert CHEAT["broken"]
    (chart,) = [chart for chart in blocks(answer("one way"), Chart) if chart.alternative.startswith("The tree")]
    at = {row["y"]: row["mover"] for row in rows_of(chart, 1)}
    signed = [row["y"] for row in rows_of(chart, 2) if row["text"] == "Sign"]
    assert [at[y] for y in signed] == ["The south"]
