"""The rules that keep the code a house: arrows point one way, start-up is cheap, files stay small, locks are plain."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "pourparler"

# What everything stands on: it knows nothing of negotiations.
GROUND = {"errors", "files", "wording"}
HALL = {"scenario", "answer", "chart_style", "room"}
ROOMS = {"deals", "leverage", "roadmap", "conduct", "process", "allies", "rehearse", "table", "stability"}
FORMATS = {"formats"}
DOORS = {"brief", "workbench", "assistant", "cli", "commands", "terminal"}
KNOWN = GROUND | HALL | ROOMS | FORMATS | DOORS

MODULES = sorted(PACKAGE.rglob("*.py"))
NAMES = [str(path.relative_to(PACKAGE)) for path in MODULES]


def may_use(place: str) -> set[str]:
    """The places that `place` may import, besides itself and what `pourparler` itself gives."""
    if place in GROUND:
        return GROUND
    if place in HALL:
        return GROUND | HALL
    if place in ROOMS:
        return GROUND | HALL | {"deals"}
    if place in FORMATS:  # which write what a room holds: the measure of deals, the tree of a process
        return GROUND | HALL | {"deals", "process"}
    if place in DOORS:
        return KNOWN
    if place == "__main__":  # what `python -m pourparler` starts
        return {"cli"}
    if place == "__init__":  # what `import pourparler` gives
        return GROUND | HALL | ROOMS
    raise ValueError(f"src/pourparler/{place} is in no known place: ground, hall, rooms, formats or doors")


def imported(source: str, package: list[str]) -> Iterator[str]:
    """Dotted name of everything a module imports, wherever in the module, relative imports resolved."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def wrong_arrows(place: str, source: str, package: list[str]) -> set[str]:
    """The places that the source imports and `place` may not."""
    own = {name.split(".")[1] for name in imported(source, package) if name.startswith("pourparler.")}
    return (own & KNOWN) - may_use(place) - {place}


def place_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_arrows_point_one_way(path: Path) -> None:
    package = ["pourparler", *path.relative_to(PACKAGE).parts[:-1]]
    assert wrong_arrows(place_of(path), path.read_text("utf-8"), package) == set()


@pytest.mark.parametrize(
    ("place", "line", "found"),
    [
        ("scenario", "from pourparler.deals import frontier", {"deals"}),
        ("scenario", "from ..deals.frontier import pareto_frontier", {"deals"}),
        ("leverage", "import pourparler.deals.frontier", set()),
        ("leverage", "from pourparler import roadmap", {"roadmap"}),
        ("deals", "def late():\n    from ..brief import html", {"brief"}),
        ("deals", "from . import frontier", set()),
        ("errors", "from pourparler.scenario import load", {"scenario"}),
        ("brief", "from pourparler.deals import analyse", set()),
        ("__init__", "from pourparler.cli import main", {"cli"}),
    ],
)
def test_a_wrong_arrow_is_seen(place: str, line: str, found: set[str]) -> None:
    package = ["pourparler"] if place == "__init__" else ["pourparler", place]
    assert wrong_arrows(place, line, package) == found


def passes_on(handler: ast.ExceptHandler) -> bool:
    """Whether the handler ends by raising again what it caught."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_files_stay_near_one_idea(path: Path) -> None:
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= 300
    assert not [mark for mark in ("TO" + "DO", "FIX" + "ME", "XX" + "X") if mark in source]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < 80, f"{node.name} is longer than 80 lines"
        if isinstance(node, ast.ExceptHandler) and not passes_on(node):
            caught = "everything" if node.type is None else ast.unparse(node.type)
            assert caught not in {"everything", "Exception", "BaseException"}, f"line {node.lineno} catches {caught}"


def test_starting_up_is_cheap() -> None:
    """`pourparler --help` must not wait for numerical, plotting or web libraries."""
    heavy = {"altair", "fastapi", "jinja2", "moocore", "numba", "numpy", "pandas", "scipy", "uvicorn", "vl_convert"}
    listing = "import sys, pourparler.cli; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "pourparler" in loaded
    assert heavy & loaded == set()


@pytest.mark.parametrize("name", ["run", "dev"])
def test_locks_have_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    assert "//" not in text
    assert "index" not in text
    pinned = [line for line in text.splitlines() if "==" in line and not line.lstrip().startswith("#")]
    assert pinned
    assert [line for line in pinned if not line.endswith("\\")] == []


def test_running_and_developing_lock_the_same_versions() -> None:
    def pins(name: str) -> set[str]:
        lines = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").splitlines()
        return {line.split()[0] for line in lines if "==" in line and not line.startswith((" ", "#"))}

    assert pins("run") <= pins("dev")


SKIPS = {
    "module": "import pytest\npytest.skip('x', allow_module_level=True)",
    "mark": "import pytest\n@pytest.mark.skip\ndef test_a(): pass",
    "call": "import pytest\ndef test_a(): pytest.skip('x')",
    "nothing to try": "import pytest\n@pytest.mark.parametrize('a', [])\ndef test_a(a): pass",
}


@pytest.mark.parametrize("skipping", SKIPS.values(), ids=SKIPS)
@pytest.mark.parametrize(("ci", "code"), [("true", {1, 2}), ("", {0, 5})])
def test_a_skip_fails_in_ci(tmp_path: Path, skipping: str, ci: str, code: set[int]) -> None:
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text("utf-8"), "utf-8")
    (tmp_path / "test_it.py").write_text(skipping, "utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path)]
    done = subprocess.run(
        command, env=os.environ | {"CI": ci}, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode in code, done.stdout
