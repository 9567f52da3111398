"""Read the CSV tables that a scenario names into its tree, every cell with its place.

UTF-8, comma, double quotes around cells that hold a comma or a line end (RFC 4180), one heading line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pourparler.scenario.problem import Place, Problem, ScenarioError, Suggestions, quoted
from pourparler.scenario.tree import Key, Node, Scalar
from pourparler.scenario.yaml_reader import scalar_of

PREFERENCE_COLUMNS = (
    "party",
    "issue",
    "option",
    "least",
    "likely",
    "greatest",
    "because",
    "source",
    "quote",
    "judged_by",
    "judged_on",
    "status",
)
MOST_CELLS = 30  # in a row; no table has more than 12 columns

EVENT_COLUMNS = ("date", "party", "kind", "count", "what", "source")


@dataclass(frozen=True)
class Cell:
    """The text of one cell and where it starts."""

    text: str
    place: Place


Row = dict[str, Cell]


def read_rows(text: str, file: str, columns: tuple[str, ...], needed: tuple[str, ...]) -> list[Row]:
    """Rows of a table as mappings of column to non-empty cell.

    Raises:
        ScenarioError: the heading does not fit, or rows do not fit it; all faults found are listed.
    """
    problems: list[Problem] = []
    lines = _cells(text, file, problems)
    heading = next(lines, [])
    if problems:
        raise ScenarioError(problems)
    names = _heading(heading, columns, needed)
    rows: list[Row] = []
    for cells in lines:
        if len(cells) == 1 and not cells[0].text.strip():
            continue
        if len(cells) != len(names):
            wrong = f"this row has {len(cells)} cells, the heading {len(names)}"
            problems.append(Problem(cells[0].place, wrong, "put a cell that holds a comma in double quotes"))
            continue
        stripped = [Cell(cell.text.strip(), cell.place) for cell in cells]
        rows.append({name: cell for name, cell in zip(names, stripped, strict=True) if cell.text})
    if problems:
        raise ScenarioError(problems)
    return rows


def _heading(heading: list[Cell], columns: tuple[str, ...], needed: tuple[str, ...]) -> list[str]:
    """The names of the columns. What is wrong with them is raised at once: no row can be read without them."""
    problems: list[Problem] = []
    names = [cell.text.strip() for cell in heading]
    counts, suggestions = Counter(names), Suggestions()
    for cell, name in zip(heading, names, strict=True):
        if name not in columns:
            separated = ";" in name or "\t" in name
            hint = "columns are separated by commas" if separated else suggestions.nearest(name, columns)
            problems.append(Problem(cell.place, f"the column {quoted(name)} is not known", hint))
        elif counts[name] > 1:
            problems.append(Problem(cell.place, f"the column '{name}' stands here more than once", "keep one"))
    for name in needed:
        if name not in names:
            right = f"columns are: {', '.join(columns)}"
            problems.append(Problem(heading[0].place, f"the column '{name}' is missing", right))
    if problems:
        raise ScenarioError(problems)
    return names


def _cells(text: str, file: str, problems: list[Problem]) -> Iterator[list[Cell]]:
    """Split text into rows of cells. A row with a fault is left out and its fault added to `problems`."""
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        row, fault, number = _row(lines, number, file)
        if fault is None:
            yield row
        else:
            problems.append(fault)


def _row(lines: list[str], number: int, file: str) -> tuple[list[Cell], Problem | None, int]:
    """The row that starts in a line: its cells, what is wrong with it, and the line of the next row."""
    row: list[Cell] = []
    column = 0
    while True:
        line, place = lines[number], Place(file, number + 1, column + 1)
        if len(row) == MOST_CELLS:
            wrong = f"this row has more than {MOST_CELLS} cells"
            return row, Problem(place, wrong, "put a cell that holds a comma in double quotes"), number + 1
        if line.startswith('"', column):
            quote = _quote(lines, number, column + 1)
            if quote is None:
                return row, Problem(place, "this quote is never closed", 'close it with "'), len(lines)
            text, number, column = quote
            line = lines[number]
            if column < len(line) and line[column] != ",":
                after = Place(file, number + 1, column + 1)
                return (
                    row,
                    Problem(after, "text follows a closing quote", 'write "" for a quote inside quotes'),
                    number + 1,
                )
        else:
            end = line.find(",", column)
            start, column = column, len(line) if end < 0 else end
            text = line[start:column]
        row.append(Cell(text, place))
        if column == len(line):
            return row, None, number + 1
        column += 1


def _quote(lines: list[str], number: int, column: int) -> tuple[str, int, int] | None:
    """The text from inside a quote to its end, which may stand some lines below, and the place behind it."""
    parts: list[str] = []
    while number < len(lines):
        line = lines[number]
        end = line.find('"', column)
        if end < 0:
            parts.append(line[column:] + "\n")
            number, column = number + 1, 0
        elif line.startswith('""', end):
            parts.append(line[column : end + 1])
            column = end + 2
        else:
            return "".join(parts) + line[column:end], number, end + 1
    return None


def _scalar(cell: Cell, problems: list[Problem]) -> Node:
    try:
        value: Scalar = scalar_of(cell.text)
    except ValueError as error:
        problems.append(Problem(cell.place, str(error), "write a number"))
        value = 0
    return Node(value, cell.place)


def _mapping(place: Place) -> Node:
    return Node({}, place)


def _put_text(node: Node, row: Row, column: str, key: str) -> None:
    if column in row:
        node.put(key, Node(row[column].text, row[column].place), row[column].place)


def _sources(cell: Cell) -> Node:
    names = [Node(name.strip(), cell.place) for name in cell.text.split(";") if name.strip()]
    return Node(names, cell.place)


def _number(row: Row, problems: list[Problem]) -> Node:
    """The number of a row in the long form, with its origin."""
    place = next(iter(row.values())).place
    given = [column for column in ("least", "likely", "greatest") if column in row]
    number = _mapping(place)
    if given in (["likely"], ["least", "greatest"], ["least", "likely", "greatest"]):
        parts = [_scalar(row[column], problems) for column in given]
        value = parts[0] if len(parts) == 1 else Node(parts, parts[0].place)
        number.put("value", value, value.place)
    else:
        wrong = "this row has no number" if not given else f"this row has only {' and '.join(given)}"
        problems.append(Problem(place, wrong, "fill 'likely', or 'least' and 'greatest', or all three"))
        number.put("value", Node(0, place), place)
    for column in ("because", "quote", "status"):
        _put_text(number, row, column, column)
    if "source" in row:
        number.put("source", _sources(row["source"]), row["source"].place)
    if "judged_by" in row or "judged_on" in row:
        judged = _mapping(place)
        _put_text(judged, row, "judged_by", "by")
        _put_text(judged, row, "judged_on", "on")
        number.put("judged", judged, place)
    return number


def add_preferences(tree: Node, text: str, file: str) -> None:
    """Add the numbers of a preference table to the scenario's tree.

    Raises:
        ScenarioError: the table cannot be read, or repeats a number.
    """
    problems: list[Problem] = []
    for row in read_rows(text, file, PREFERENCE_COLUMNS, ("party", "issue", "likely")):
        place = next(iter(row.values())).place
        if "party" not in row or ("option" in row and "issue" not in row):
            missing = "party" if "party" not in row else "issue"
            problems.append(Problem(place, f"this row names no {missing}", f"fill the column '{missing}'"))
            continue
        number = _number(row, problems)
        holder = _below(_below(tree, "preferences", place), row["party"].text, row["party"].place)
        key: Key = "walk_away"
        if "issue" in row:
            holder = _below(_below(holder, "issues", place), row["issue"].text, row["issue"].place)
            key = "weight"
        if "option" in row:
            holder = _below(holder, "values", place)
            amount = _scalar(row["option"], problems).content
            key = amount if isinstance(amount, int | float) and not isinstance(amount, bool) else row["option"].text
        if holder is None:
            continue  # something above is no mapping; the model says so
        if key in holder.content:
            wrong = f"this number is already given at {holder.key_places[key]}"
            problems.append(Problem(place, wrong, "keep one of the two"))
        else:
            holder.put(key, number, place)
    if problems:
        raise ScenarioError(problems)


def _below(node: Node | None, key: str, place: Place) -> Node | None:
    """The mapping under `key`, made if it is not there; none where something else stands there."""
    if node is None:
        return None
    if key not in node.content:
        node.put(key, _mapping(place), place)
    child: Node = node.content[key]
    return child if isinstance(child.content, dict) else None


def add_events(tree: Node, text: str, file: str) -> None:
    """Add the events of a table to the scenario's tree.

    Raises:
        ScenarioError: the table cannot be read.
    """
    problems: list[Problem] = []
    listed = tree.content.get("events") if isinstance(tree.content, dict) else None
    events = listed if listed is not None and isinstance(listed.content, list) else Node([], Place(file, 1, 1))
    for row in read_rows(text, file, EVENT_COLUMNS, ("date", "kind", "what")):
        event = _mapping(next(iter(row.values())).place)
        for column, cell in row.items():
            if column == "source":
                event.put(column, _sources(cell), cell.place)
            elif column == "count":
                event.put(column, _scalar(cell, problems), cell.place)
            else:
                event.put(column, Node(cell.text, cell.place), cell.place)
        events.content.append(event)
    if problems:
        raise ScenarioError(problems)
    if isinstance(tree.content, dict) and listed is None:
        tree.put("events", events, events.place)


TABLES = {"preferences": add_preferences, "events": add_events}
