"""Answers and progress in a terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from pourparler import parse, terminal
from pourparler.answer import Table, say
from pourparler.deals import analyse
from tests.deals.random_scenarios import small_case, text_of


def shown(monkeypatch: pytest.MonkeyPatch, width: int) -> str:
    page = io.StringIO()
    monkeypatch.setattr(terminal, "Console", lambda **_: Console(file=page, width=width))
    terminal.show("The case", analyse(parse(text_of(small_case())), draws=5))
    return page.getvalue()


def test_the_answer_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [line.strip() for line in shown(monkeypatch, 200).splitlines() if line.strip()]
    assert lines[:2] == ["The case", "Answer"]
    assert lines[2].startswith("There is")


@pytest.mark.parametrize("width", [60, 80])
def test_columns_that_do_not_fit_are_counted_and_not_squeezed(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    page = shown(monkeypatch, width)
    assert max(len(line) for line in page.splitlines()) <= width
    left = [line for line in page.splitlines() if "more columns do not fit here" in line]
    assert len(left) == 1
    wide = shown(monkeypatch, 400)
    assert "more columns" not in wide


def test_cells_may_be_sentences() -> None:
    table = Table("T", ("a", "b"), (("x", say("y ", "z")),), numeric=frozenset({1}))
    page = io.StringIO()
    Console(file=page, width=80).print(terminal._table(table, 2))
    assert "y z" in page.getvalue()


def test_a_bar_appears_on_a_terminal_only_and_only_after_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    for is_terminal, waited, expected in [(True, 2.0, True), (True, 0.5, False), (False, 2.0, False)]:
        page = io.StringIO()
        clock = iter([0.0, *([waited] * 50)])
        monkeypatch.setattr(
            terminal, "Console", lambda page=page, on=is_terminal, **_: Console(file=page, force_terminal=on, width=80)
        )
        monkeypatch.setattr(terminal.time, "monotonic", lambda clock=clock: next(clock))
        with terminal.progress() as stage:
            stage("solving the draws", 1, 10)
            stage("solving the draws", 5, 10)
            stage("setting the briefing", 0, 1)
        monkeypatch.undo()
        assert ("Solving the draws" in page.getvalue() or "Setting the briefing" in page.getvalue()) == expected
