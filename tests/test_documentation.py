"""The documentation is run: its Python, its whole scenarios and its commands; and it leaves nothing out."""

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import pourparler
from tests.test_house import PACKAGE, ROOMS, imported

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]

FENCE = re.compile(r"^( *)(`{3,})(\w*)[^\n]*\n(.*?)^\1\2 *$", re.MULTILINE | re.DOTALL)


def code_blocks(text: str, language: str) -> Iterator[tuple[int, str]]:
    """Line number and content of every fenced block in a language, indentation of the fence removed."""
    for found in FENCE.finditer(text):
        indent, _, name, content = found.groups()
        if name == language:
            line = text.count("\n", 0, found.start(4)) + 1
            yield line, re.sub(f"^{indent}", "", content, flags=re.MULTILINE)


def pages_with(language: str) -> list[Path]:
    return [page for page in PAGES if page.exists() and next(code_blocks(page.read_text("utf-8"), language), None)]


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.fixture
def beside_the_scenarios(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder like a reader's: a copy of the bundled scenarios, free to write in."""
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_page_is_there(page: Path) -> None:
    assert page.read_text("utf-8").startswith("# ")


@pytest.mark.usefixtures("beside_the_scenarios")
@pytest.mark.parametrize("page", pages_with("python"), ids=named)
def test_python_runs(page: Path) -> None:
    namespace: dict[str, object] = {"__name__": "__main__"}
    for line, code in code_blocks(page.read_text("utf-8"), "python"):
        exec(compile("\n" * (line - 1) + code, str(page), "exec"), namespace)


@pytest.mark.usefixtures("beside_the_scenarios")
@pytest.mark.parametrize("page", pages_with("pycon"), ids=named)
def test_python_sessions_give_what_they_show(page: Path) -> None:
    namespace: dict[str, object] = {}
    for line, session in code_blocks(page.read_text("utf-8"), "pycon"):
        examples = doctest.DocTestParser().get_doctest(session, namespace, named(page), str(page), line - 1)
        assert examples.examples, f"the block at line {line} holds no example"
        said: list[str] = []
        runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
        assert runner.run(examples, out=said.append, clear_globs=False).failed == 0, "".join(said)
        namespace.update(examples.globs)


def scenarios_shown() -> list[object]:
    blocks = [(page, *block) for page in pages_with("yaml") for block in code_blocks(page.read_text("utf-8"), "yaml")]
    return [pytest.param(text, id=f"{named(page)}:{line}") for page, line, text in blocks if text.startswith("format:")]


@pytest.mark.parametrize("text", scenarios_shown())
def test_whole_scenarios_are_right(text: str, tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text(text, "utf-8")
    title = re.search(r"^title: ([^#\n]*[^#\s])", text, re.MULTILINE)
    assert title is not None
    assert pourparler.load(tmp_path).title == title[1]


@cache
def help_of(command: str) -> str:
    """What `pourparler COMMAND --help` says; fails if there is no such command."""
    code = "import sys; from pourparler.cli import main; sys.argv[0] = 'pourparler'; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *([command] if command else []), "--help"],
        env=os.environ | {"COLUMNS": "200", "TERM": "dumb", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def commands_shown(page: Path) -> Iterator[tuple[int, list[str]]]:
    for start, text in code_blocks(page.read_text("utf-8"), "console"):
        for number, line in enumerate(text.splitlines(), start):
            if line.startswith("$ pourparler"):
                yield number, shlex.split(line.removeprefix("$ "), comments=True)[1:]


@pytest.mark.parametrize("page", pages_with("console"), ids=named)
def test_commands_and_their_options_exist(page: Path) -> None:
    for line, words in commands_shown(page):
        command = words[0] if words and not words[0].startswith("-") else ""
        known = help_of(command)
        for word in words:
            option = word.split("=")[0]
            if option.startswith("-"):
                assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", known), (
                    f"{named(page)}:{line}: pourparler {command} has no option {option}"
                )


def imports_of(file: Path) -> set[str]:
    """Dotted names of everything that a file of a room imports."""
    return set(imported(file.read_text("utf-8"), ["pourparler", file.parent.name]))


def algorithms(room: Path) -> list[Path]:
    """The public files of a room that work on plain arrays.

    What imports scenarios, answers or charts, itself or by way of a file that does, only translates for them.
    """
    files = {f"pourparler.{room.name}.{file.stem}": file for file in sorted(room.glob("*.py"))}
    used = {f"{name}.": imports_of(file) for name, file in files.items()}
    knowing = {"pourparler.scenario.", "pourparler.answer.", "pourparler.chart_style."}
    for _ in files:
        knowing |= {name for name, uses in used.items() if any(f"{use}.".startswith(tuple(knowing)) for use in uses)}
    return [file for name, file in files.items() if f"{name}." not in knowing and not file.name.startswith("_")]


ALGORITHMS = [file for room in sorted(ROOMS) for file in algorithms(PACKAGE / room)]


@pytest.mark.parametrize("file", ALGORITHMS, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_algorithm_has_its_place_in_the_documentation(file: Path) -> None:
    room, name = file.parent.name, file.name
    page = (ROOT / "docs" / "methods" / f"{room}.md").read_text("utf-8")
    assert f"`{room}/{name}`" in page, f"docs/methods/{room}.md does not say what {room}/{name} computes"


def test_every_page_can_be_reached() -> None:
    index = (ROOT / "docs" / "index.md").read_text("utf-8").replace("{toctree}", "toctree")
    listed = {line for _, block in code_blocks(index, "toctree") for line in block.splitlines()}
    pages = {str(page.relative_to(ROOT / "docs").with_suffix("")) for page in PAGES if page.parent != ROOT}
    assert pages - {"index"} <= listed


def test_the_version_is_said_once() -> None:
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"version: {pourparler.__version__}\n" in citation
    assert f"## {pourparler.__version__}" in changes
