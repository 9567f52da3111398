"""Tables against Python's own reader of CSV, and what bounds their size."""

import csv
import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.scenario import ScenarioError
from pourparler.scenario.problem import Place
from pourparler.scenario.tables import MOST_CELLS, read_rows

COLUMNS = ("a", "b", "c")
CELL = st.text(alphabet='ab é,"\n;', max_size=6).map(str.strip)


@settings(max_examples=1500)
@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=5), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_rows_against_pythons_reader(rows, quoting):
    written = io.StringIO()
    csv.writer(written, quoting=quoting, lineterminator="\n").writerows([COLUMNS, *rows])
    text = written.getvalue()
    found = read_rows(text, "t.csv", COLUMNS, ())
    assert [{name: cell.text for name, cell in row.items()} for row in found] == [
        {name: cell for name, cell in zip(COLUMNS, row, strict=True) if cell} for row in rows
    ]
    lines = text.split("\n")
    for row in found:
        for cell in row.values():
            rest = "\n".join([lines[cell.place.line - 1][cell.place.column - 1 :], *lines[cell.place.line :]])
            first = next(csv.reader(io.StringIO(rest), strict=True))[0]
            assert first.strip() == cell.text


def test_places_of_cells():
    (row,) = read_rows('a,b,c\n\n"é\n,""x""",y,"z"\n', "t.csv", COLUMNS, ())
    assert {name: (cell.text, cell.place) for name, cell in row.items()} == {
        "a": ('é\n,"x"', Place("t.csv", 3, 1)),
        "b": ("y", Place("t.csv", 4, 9)),
        "c": ("z", Place("t.csv", 4, 11)),
    }


def refused(text):
    start = time.perf_counter()
    with pytest.raises(ScenarioError) as caught:
        read_rows(text, "t.csv", COLUMNS, ())
    assert time.perf_counter() - start < 20
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("cell", [",", "a,", '"x"y,', '"x",'])
@pytest.mark.parametrize("heading", ["", "a,b,c\n"])
def test_millions_of_cells_end_soon(cell, heading):
    (problem,) = refused(heading + cell * (8_000_000 // len(cell)))
    line = heading.count("\n") + 1
    if "y" in cell:
        assert problem.startswith(f"t.csv:{line}:4: text follows a closing quote")
    else:
        assert problem.startswith(
            f"t.csv:{line}:{MOST_CELLS * len(cell) + 1}: this row has more than {MOST_CELLS} cells; "
        )


def test_every_row_with_a_fault_is_named():
    found = refused('a,b,c\n1,2\n"x"y,1,2\n1,2,3\n1,2,3,4\n"')
    assert [problem.partition("; ")[0] for problem in found] == [
        "t.csv:2:1: this row has 2 cells, the heading 3",
        "t.csv:3:4: text follows a closing quote",
        "t.csv:5:1: this row has 4 cells, the heading 3",
        "t.csv:6:1: this quote is never closed",
    ]
