"""Start a new case: a commented scenario that passes the check."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from pourparler.files import reason, write_whole
from pourparler.scenario.load import FILE_NAME
from pourparler.scenario.problem import Place, Problem, ScenarioError


def start(folder: Path) -> Path:
    """Write a commented scenario into `folder`, which is made if it is not there. Returns the file written.

    Raises:
        ScenarioError: there already is a scenario, or the folder cannot be written.
    """
    target = folder / FILE_NAME
    place = Place(target.as_posix(), 1, 1)
    try:
        if target.exists() or target.is_symlink():
            raise ScenarioError([Problem(place, "there already is a scenario here", "choose another folder")])
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(target, (files("pourparler.scenario") / "template.yaml").read_bytes())
    except (OSError, ValueError) as error:
        raise ScenarioError([Problem(place, f"cannot be written ({reason(error)})", "choose another folder")]) from None
    return target
