"""Read another tool's files from a folder, and write a set of files."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path

from pourparler.files import reason, write_whole
from pourparler.formats.exchange import refuse
from pourparler.scenario.problem import Place
from pourparler.scenario.yaml_reader import MOST_BYTES

MOST_FILES = 200


def files_of(path: Path, endings: tuple[str, ...], right: str) -> list[Path]:
    """The files with one of these endings in the folder `path`, or beside the file `path`, in order of name.

    Raises:
        FormatError: the folder cannot be read, or holds too many such files.
    """
    folder = path if path.is_dir() else path.parent
    place = Place(path.as_posix(), 1, 1)
    try:
        found = sorted(entry for entry in folder.iterdir() if entry.suffix.lower() in endings and entry.is_file())
        if not path.exists():
            raise refuse(place, "is not there", right)
    except (OSError, ValueError) as error:
        raise refuse(place, f"cannot be read ({reason(error)})", right) from None
    if len(found) > MOST_FILES:
        raise refuse(place, f"the folder holds {len(found):,} such files", f"at most {MOST_FILES} are read")
    return found


def content_of(file: Path) -> bytes:
    """The bytes of a file.

    Raises:
        FormatError: it is no plain file, too large or cannot be read.
    """
    place = Place(file.as_posix(), 1, 1)
    try:
        about = file.stat()
        if not stat.S_ISREG(about.st_mode):
            raise refuse(place, "is not a plain file", "name a file")
        if about.st_size > MOST_BYTES:
            raise refuse(place, f"has {about.st_size:,} bytes", f"at most {MOST_BYTES:,} are read")
        return file.read_bytes()
    except (OSError, ValueError) as error:
        raise refuse(place, f"cannot be read ({reason(error)})", "name a file that can be read") from None


def write_set(folder: Path, contents: Mapping[str, str]) -> list[Path]:
    """Write files into `folder`, which is made if it is not there; a file that is there already is never replaced.

    Raises:
        FormatError: one of them is there already, or the folder cannot be written.
    """
    targets = {folder / name: text.encode() for name, text in contents.items()}
    for target in targets:
        if target.exists() or target.is_symlink():
            raise refuse(Place(target.as_posix(), 1, 1), "is there already", "choose another folder with --out")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for target, content in targets.items():
            write_whole(target, content)
    except (OSError, ValueError) as error:
        wrong = f"cannot be written ({reason(error)})"
        raise refuse(Place(folder.as_posix(), 1, 1), wrong, "choose another folder with --out") from None
    return list(targets)
