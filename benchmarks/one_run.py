"""Run one command and print its seconds, its peak memory in bytes and its exit code, as JSON.

A program of its own that imports little: the system reports the peak memory of all child processes together, and counts
towards it what the process that starts them holds.
"""

import json
import resource
import subprocess
import sys
import time

started = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=False)
seconds = time.perf_counter() - started
# Linux counts in units of 1,024 bytes, macOS in bytes.
unit = 1 if sys.platform == "darwin" else 1024
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
print(json.dumps({"seconds": seconds, "peak": peak, "code": done.returncode}))
