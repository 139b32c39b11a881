"""Measure ``quotes extract`` with one worker process and with more, side by side in one run.

    python benchmarks/cores.py [--articles 400] [--jobs 1 2] [--repeat 2]

Made-up articles (``articles.py``) are extracted into a new database by the command as users
call it, start and loading of the models included. Each count of processes is measured
``--repeat`` times in turns, and the fastest is told: words a second by the clock, how many
times that is of the first count, CPU seconds, and the memory of the largest process.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from articles import write


@dataclass(frozen=True, order=True)
class Cost:
    """What a run costs."""

    seconds: float
    cpu: float


def measure(folder: Path, database: Path, jobs: int) -> Cost:
    """Extract the folder into a new database."""
    command = [sys.executable, "-m", "quotes", "extract", str(folder), "-d", str(database), "-s"]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run([*command, "-j", str(jobs)], check=True)
    seconds = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    database.unlink()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(seconds, cpu)


def main() -> None:
    """Print a table of the counts of processes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--repeat", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "articles")
        write(options.articles, folder)
        words = sum(len(path.read_text().split()) for path in folder.rglob("*.txt"))
        costs: dict[int, list[Cost]] = {jobs: [] for jobs in options.jobs}
        for _ in range(options.repeat):
            for jobs, found in costs.items():
                found.append(measure(folder, Path(place, "quotes.db"), jobs))
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{options.articles} articles, {words} words, {os.cpu_count()} cores;", end=" ")
    print(f"largest process {largest:.0f} MB")
    first = min(costs[options.jobs[0]]).seconds
    print("| -j | words a second | times the first | CPU seconds |\n|---:|---:|---:|---:|")
    for jobs, found in costs.items():
        best = min(found)
        rate, ratio = words / best.seconds, first / best.seconds
        print(f"| {jobs} | {rate:,.0f} | {ratio:.2f} | {best.cpu:.1f} |")


if __name__ == "__main__":
    main()
