"""Measure how time and memory grow with the number of articles, from 100 to 10,000.

    python benchmarks/growth.py [--articles 10000] [--without-models] [--keep FOLDER]

Made-up articles (``articles.py``) lie in a folder as text files and are extracted into a
database as by ``quotes extract FOLDER``, in one process. A row of the table says what the
articles from one mark to the next cost: figures that stay the same show that time grows
with the articles and memory not at all. Then the folder is read again, nothing having changed.
``--without-models`` stores the quotes that the articles are known to hold, to see the rest.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from articles import made, write
from quotes.cli.run import Run
from quotes.extract import Extractor
from quotes.read import read_all
from quotes.store import close_database, open_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from quotes.types import Article, Quote

    Extracted = Iterator[tuple[Article, list[Quote] | Exception]]

MARKS = (100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)
HEAD = (
    "articles",
    "quotes",
    "CPU ms an article",
    "of it: to read and extract",
    "to store",
    "beside the first",
    "memory, MB",
    "most so far, MB",
)


@dataclass(frozen=True)
class Mark:
    """Where a run stands: articles and quotes, seconds of CPU, of those extraction's, and MB."""

    articles: int
    quotes: int
    spent: float
    extracting: float
    memory: float
    most: float


class Known:
    """Finds the quotes that made-up articles are known to hold."""

    models = {"made up": "1"}  # noqa: RUF012  as Finder has it

    def __init__(self, number: int) -> None:
        self._made = made(number)

    def extract(self, articles: Iterable[Article]) -> Extracted:
        """Yield every article with its quotes; both come in the same order."""
        for article, (_, quotes) in zip(articles, self._made, strict=False):
            yield article, quotes


class Timed:
    """A finder whose CPU time is taken, reading included, for it is what asks for articles."""

    def __init__(self, finder: Any) -> None:
        self.spent = 0.0
        self.models = finder.models
        self._finder = finder

    def extract(self, articles: Iterable[Article]) -> Extracted:
        """Yield what the finder yields."""
        found = self._finder.extract(articles)
        while True:
            began = time.process_time()
            item = next(found, None)
            self.spent += time.process_time() - began
            if item is None:
                return
            yield item


def measure(
    folder: Path, database: Path, finder: Any, marks: Iterable[int], show: Callable[[Mark], None]
) -> None:
    """Extract a folder into a database and show where the run stands at the marks."""
    timed, wanted = Timed(finder), set(marks)
    db = open_database(database)
    run = Run(db, timed, "0")
    began = time.process_time()

    def done() -> None:
        stored = run.counts.articles
        if stored in wanted:
            wanted.remove(stored)
            spent = time.process_time() - began
            show(Mark(stored, run.counts.quotes, spent, timed.spent, *memory()))

    run.over(read_all([str(folder)], run.places.paths, run.passes), done, [str(folder)])
    close_database(db)


def again(folder: Path, database: Path, finder: Any) -> tuple[int, float, float]:
    """Return how many articles a second run passes over, in what time, and of that on the CPU."""
    wall, cpu = time.perf_counter(), time.process_time()
    db = open_database(database)
    run = Run(db, finder, "0")
    run.over(read_all([str(folder)], run.places.paths, run.passes), lambda: None, [str(folder)])
    close_database(db)
    return run.counts.unchanged, time.perf_counter() - wall, time.process_time() - cpu


def memory() -> tuple[float, float]:
    """Return the memory of this process now and at most, in MB, as Linux tells it."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    told = dict(line.split(":", 1) for line in lines)
    now, most = (int(told[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    return now, most


class Table:
    """A table in Markdown, printed line by line: what each stretch from mark to mark cost."""

    def __init__(self) -> None:
        self._former, self._first = Mark(0, 0, 0, 0, 0, 0), 0.0
        print(f"| {' | '.join(HEAD)} |\n{'|---' * len(HEAD)}|", flush=True)

    def show(self, mark: Mark) -> None:
        """Print what the articles since the former mark cost."""
        former = self._former
        number = mark.articles - former.articles
        spent = 1000 * (mark.spent - former.spent) / number
        found = 1000 * (mark.extracting - former.extracting) / number
        self._first = self._first or spent
        cells = [
            f"{former.articles + 1:,} to {mark.articles:,}",
            f"{mark.quotes - former.quotes:,}",
            f"{spent:.1f}",
            f"{found:.1f}",
            f"{spent - found:.1f}",
            f"{spent / self._first:.2f}",
            f"{mark.memory:,.0f}",
            f"{mark.most:,.0f}",
        ]
        print(f"| {' | '.join(cells)} |", flush=True)
        self._former = mark


def warmed(finder: Any) -> Any:
    """Return a finder whose models are loaded."""
    for _ in finder.extract(article for article, _ in made(2)):
        pass
    return finder


def main() -> None:
    """Read the arguments, make the articles, run twice and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--without-models", action="store_true")
    parser.add_argument("--keep", type=Path, help="keep articles and database in this folder")
    args = parser.parse_args()
    number: int = args.articles
    finder: Callable[[], Any] = (lambda: Known(number)) if args.without_models else Extractor
    with ExitStack() as stack:
        top = args.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder, database = top / "articles", top / "growth.db"
        if database.exists():
            raise SystemExit(f"{database}: is there already; name another folder")
        shutil.rmtree(folder, ignore_errors=True)
        write(number, folder)
        before = time.perf_counter()
        loaded = finder() if args.without_models else warmed(finder())
        print(f"loading: {time.perf_counter() - before:.1f} s\n")
        marks = sorted({number, *(mark for mark in MARKS if mark < number)})
        measure(folder, database, loaded, marks, Table().show)
        passed, wall, cpu = again(folder, database, finder())
        print(f"\nagain, {passed:,} articles unchanged: {wall:.1f} s, {cpu:.1f} s of the CPU")


if __name__ == "__main__":
    main()
