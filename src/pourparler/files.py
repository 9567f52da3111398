"""Write files so that nothing is ever half written, and say why one cannot be read or written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def reason(error: OSError | ValueError) -> str:
    """Why a file cannot be read or written: what the system says, or that the name cannot be one (it holds a NUL)."""
    return getattr(error, "strerror", None) or "not a usable name"


def write_whole(target: Path, content: bytes) -> None:
    """Write `content` to a temporary file beside `target`, then give it the target's name.

    Raises:
        OSError: the folder cannot be written; nothing is left behind.
    """
    handle, name = tempfile.mkstemp(prefix=".pourparler-", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)  # there only if something went wrong
