"""Run a command, and keep in a file what it took.

    python peers_cost.py REPORT COMMAND...

A small process between: at first the most memory of a process is that of whoever starts it.
"""

import json
import os
import sys
import time
from pathlib import Path


def main() -> None:
    """Run the command to its end; keep CPU time, wall time, MB of its largest process, status."""
    began = time.perf_counter()
    child = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
    _, status, used = os.wait4(child, 0)
    costs = {
        "cpu": used.ru_utime + used.ru_stime,
        "wall": time.perf_counter() - began,
        "peak": used.ru_maxrss / 1024,
        "status": status,
    }
    Path(sys.argv[1]).write_text(json.dumps(costs), encoding="utf-8")


if __name__ == "__main__":
    main()
