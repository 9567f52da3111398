"""Read a case from its folder."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Mapping
from pathlib import Path as FilePath

from pydantic import ValidationError

from pourparler.files import reason
from pourparler.scenario.implications import circles
from pourparler.scenario.messages import problems_of
from pourparler.scenario.model import Scenario
from pourparler.scenario.problem import Place, Problem, ScenarioError, Suggestions, quoted
from pourparler.scenario.references import check_references
from pourparler.scenario.tables import TABLES
from pourparler.scenario.tree import Node
from pourparler.scenario.yaml_reader import MOST_BYTES, decode, read_yaml

FILE_NAME = "scenario.yaml"


def load(path: str | FilePath) -> Scenario:
    """Read and check the case in a folder (or its `scenario.yaml`).

    Raises:
        ScenarioError: something is wrong; `problems` lists everything, each with file, line and column.
    """
    given = FilePath(path)
    try:
        is_folder = given.is_dir() or not (given.is_file() or given.suffix in {".yaml", ".yml"})
    except OSError:  # such as a name that is too long: reading it says why
        is_folder = False
    file = given / FILE_NAME if is_folder else given
    raw = _read(file, f"a case is a folder with a {FILE_NAME}; 'pourparler init {given}' starts one")
    return _build(raw, file.as_posix(), file.parent)


def parse(raw: bytes | str, file: str = FILE_NAME, tables: Mapping[str, bytes] | None = None) -> Scenario:
    """Read and check a case that is in memory.

    Args:
        raw: content of `scenario.yaml`.
        file: its name, for messages.
        tables: content of the CSV files by name.

    Raises:
        ScenarioError: as for `load`.
    """
    return _build(raw.encode("utf-8", errors="surrogatepass") if isinstance(raw, str) else raw, file, tables or {})


def _read(file: FilePath, right: str) -> bytes:
    place = Place(file.as_posix(), 1, 1)
    try:
        about = file.stat()
        if not stat.S_ISREG(about.st_mode):
            raise ScenarioError([Problem(place, "is not a plain file", right)])
        if about.st_size > MOST_BYTES:
            raise ScenarioError([Problem(place, f"has {about.st_size:,} bytes", f"at most {MOST_BYTES:,} are read")])
        return file.read_bytes()
    except (OSError, ValueError) as error:
        raise ScenarioError([Problem(place, f"cannot be read ({reason(error)})", right)]) from None


def _build(raw: bytes, file: str, tables: FilePath | Mapping[str, bytes]) -> Scenario:
    tree = read_yaml(decode(raw, file), file)
    digest = hashlib.sha256(raw)
    if not isinstance(tree.content, dict):
        raise ScenarioError([Problem(tree.place, "a scenario is a mapping", "start with 'format: 1' and 'title: ...'")])
    problems: list[Problem] = []
    named = tree.content.get("tables")
    for kind, node in named.content.items() if named is not None and isinstance(named.content, dict) else ():
        if kind in TABLES and isinstance(node.content, str):
            try:
                content = _table(node, file, tables)
                digest.update(content)
                where = (FilePath(file).parent / node.content).as_posix()
                TABLES[kind](tree, decode(content, where), where)
            except ScenarioError as error:
                problems.extend(error.problems)
    data, suggestions = tree.data(), Suggestions()
    problems.extend(check_references(data, tree, suggestions))
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError as error:
        raise ScenarioError([*problems, *problems_of(error, tree, suggestions)]) from None
    if not problems:
        scenario._tree = tree
        scenario._fingerprint = digest.hexdigest()
        problems.extend(circles(scenario)[0])
    if problems:
        raise ScenarioError(problems)
    return scenario


def _table(node: Node, file: str, tables: FilePath | Mapping[str, bytes]) -> bytes:
    name = str(node.content)
    if FilePath(name).name != name or name in {"", ".."} or "\\" in name:
        wrong = f"{quoted(name)} is not the name of a file beside {file}"
        raise ScenarioError([Problem(node.place, wrong, "write its plain name")])
    if isinstance(tables, FilePath):
        try:
            return _read(tables / name, f"put the table beside {FILE_NAME}")
        except ScenarioError as error:
            found = [Problem(node.place, f"the table {quoted(name)} {p.wrong}", p.right) for p in error.problems]
            raise ScenarioError(found) from None
    if name not in tables:
        wrong = f"the table {quoted(name)} is not there"
        raise ScenarioError([Problem(node.place, wrong, "hand it over together with the scenario")])
    return tables[name]
