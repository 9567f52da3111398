"""Show answers and progress in a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table as RichTable
from rich.text import Text

from pourparler import wording
from pourparler.answer import Answer, Block, Bullets, Chart, Table

PATIENCE = 1.0  # seconds before a bar appears
FIRST_TABLES = 1
COLUMN = 20  # characters a column needs to be read


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Give a function to call with (what is done, steps done, steps in all); a bar appears on stderr after a second of work."""
    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn(), console=console, transient=True
    )
    began = time.monotonic()
    tasks: dict[str, TaskID] = {}

    def stage(name: str, done: int, total: int) -> None:
        if not console.is_terminal or time.monotonic() - began < PATIENCE:
            return
        if name not in tasks:
            for earlier in tasks.values():
                bar.remove_task(earlier)
            tasks.clear()
            tasks[name] = bar.add_task(wording.upper_first(name), total=total)
            bar.start()
        bar.update(tasks[name], completed=done)

    try:
        yield stage
    finally:
        bar.stop()


def show(title: str, answer: Answer) -> None:
    """Print an answer for reading: page one, then the first table that proves it."""
    console = Console(file=sys.stdout)
    console.print(Text(title, style="bold"))
    for headline in answer.headlines():
        console.print()
        console.print(Text(headline.heading, style="bold"))
        console.print(Text(" ".join(str(sentence) for sentence in headline.sentences)))
    tables = [block for section in answer.sections() for block in section.content if isinstance(block, Table)]
    for table in tables[:FIRST_TABLES]:
        console.print()
        _print_table(console, table, "a wider terminal, --json and the briefing show them")


def show_blocks(title: str, blocks: Sequence[Block]) -> None:
    """Print blocks for reading, all of them; a chart by its message and the text that stands in for it."""
    console = Console(file=sys.stdout)
    console.print(Text(title, style="bold"))
    for block in blocks:
        console.print()
        if isinstance(block, Table):
            _print_table(console, block, "a wider terminal and --json show them")
        elif isinstance(block, Bullets):
            for item in block.items:
                console.print(Text(f"- {item}"))
        elif isinstance(block, Chart):
            console.print(Text(block.message, style="bold"))
            console.print(Text(block.alternative))
        else:
            console.print(Text(str(block)))


def _print_table(console: Console, table: Table, elsewhere: str) -> None:
    """Print the columns that can be read, and say how many cannot and where they are shown."""
    shown = max(2, min(len(table.columns), console.width // COLUMN))
    console.print(_table(table, shown))
    if shown < len(table.columns):
        left = len(table.columns) - shown
        console.print(Text(f"{left} more columns do not fit here; {elsewhere}.", style="dim"))
    if table.note:
        console.print(Text(table.note, style="dim"))


def _table(table: Table, columns: int) -> RichTable:
    """The first `columns` columns of a table."""
    made = RichTable(title=table.caption, title_justify="left", title_style="bold", show_lines=False)
    for position, column in enumerate(table.columns[:columns]):
        made.add_column(column, justify="right" if position in table.numeric else "left", overflow="fold")
    for row in table.rows:
        made.add_row(*(Text(str(cell)) for cell in row[:columns]))
    return made
