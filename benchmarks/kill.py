"""Kill runs of ``quotes extract`` at random moments and see what is lost: nothing should be.

    python benchmarks/kill.py [--rounds 20] [--articles 40] [--kills 1] [--seed 1]

Every round fills a new database from the same made-up articles (``articles.py``), with one
process and with two in turn. It is killed with SIGKILL at a moment of its own, resumed, and
compared with the database of a run that nobody killed: all tables but for the numbers of
runs and for confidences, whose last digit depends on what is read together. Ends with exit
code 1 at the first difference, or where a process survives.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import sqlite_utils

from articles import write

if TYPE_CHECKING:
    from collections.abc import Iterator

QUOTES = (sys.executable, "-m", "quotes")
TABLES = ("articles", "appearances", "decisions", "names", "overruled", "problems", "quotes")
TABLES += ("spans", "speakers")
PATIENCE = 10.0  # seconds in which a process without a parent must end


def contents(path: Path) -> dict[str, list[str]]:
    """Return all that a sound database holds but confidences and the numbers of runs and rows."""
    with closing(sqlite_utils.Database(path)) as db:
        for check in ("integrity_check", "foreign_key_check"):
            found = db.execute(f"pragma {check}").fetchall()
            if found not in ([], [("ok",)]):
                raise SystemExit(f"{path}: {check}: {found}")
        return {name: sorted(_rows(db, name)) for name in TABLES}


def _rows(db: sqlite_utils.Database, name: str) -> Iterator[str]:
    left_out = {"run_id", "seen", "confidence"} | ({"id"} if name == "problems" else set())
    for row in db.table(name).rows:
        yield json.dumps({key: row[key] for key in sorted(row.keys() - left_out)})


def is_anybody_left(mark: str) -> bool:
    """Tell whether a process with this in its environment outlives its parent for long."""
    deadline = time.monotonic() + PATIENCE
    while any(mark.encode() in environment for environment in _environments()):
        if time.monotonic() > deadline:
            return True
        time.sleep(0.05)
    return False


def _environments() -> Iterator[bytes]:
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            yield path.read_bytes()


def run(folder: Path, database: Path, jobs: int, *, seconds: float | None = None) -> None:
    """Extract the folder, to the end or until it is killed after so many seconds."""
    command = [*QUOTES, "extract", str(folder), "-d", str(database), "-j", str(jobs), "-s"]
    with subprocess.Popen(command, env=os.environ | {"RUN_OF": str(database)}) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
    if seconds is None and process.returncode:
        raise SystemExit(f"{database}: exit code {process.returncode}")
    if is_anybody_left(f"RUN_OF={database}"):
        raise SystemExit(f"{database}: a process is left")


def main() -> None:
    """Kill, resume and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--kills", type=int, default=1, help="kills a round")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    moments = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "articles")
        write(options.articles, folder)
        start = time.monotonic()
        run(folder, Path(place, "whole.db"), 1)
        length = time.monotonic() - start
        whole = contents(Path(place, "whole.db"))
        print(f"whole: {len(whole['quotes'])} quotes in {length:.1f} s")
        for number in range(options.rounds):
            database = Path(place, f"{number}.db")
            jobs = 1 + number % 2
            kills = [length / jobs * moments.random() for _ in range(options.kills)]
            for seconds in kills:
                run(folder, database, jobs, seconds=seconds)
            kept = _count(database)
            run(folder, database, jobs)
            if contents(database) != whole:
                raise SystemExit(f"round {number}, -j {jobs}: the databases differ")
            told = ", ".join(f"{seconds:.1f}" for seconds in kills)
            print(f"round {number:2} -j {jobs}: killed after {told} s with {kept} articles; equal")
            database.unlink()


def _count(path: Path) -> int:
    """Return how many articles a database holds, should there be one yet."""
    if not path.exists():
        return 0
    with closing(sqlite_utils.Database(path)) as db:
        return db.table("articles").count if "articles" in db.table_names() else 0


if __name__ == "__main__":
    main()
