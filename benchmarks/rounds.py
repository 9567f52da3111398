"""The conversation with a program that is measured: one request a line, one JSON answer a line.

Needs only Python itself, because programs in environments of their own use it.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path


def peak_memory() -> int:
    """The most memory this program ever held, in bytes.

    Linux counts in its resource usage what the program that started this one held, and in its status file it does not.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # bytes on macOS


def serve(prepare: Callable[[], object], work: Callable[[], object], report: Callable[[], dict[str, object]]) -> None:
    """Answer "run" with the seconds `work` took, "report" with `report()` and the peak memory in bytes, until the end.

    `prepare` is called once and not timed. What the measured code prints goes to standard error.
    """
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def answer(content: object) -> None:
        print(json.dumps(content), file=answers, flush=True)

    prepare()
    answer("ready")
    for request in sys.stdin:
        if request.strip() == "run":
            started = time.perf_counter()
            work()
            answer(time.perf_counter() - started)
        else:
            peak = peak_memory()
            answer(report() | {"peak": peak})
