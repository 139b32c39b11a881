"""Measure a large database: how fast rows are written, and what it costs to ask, as it grows.

    python benchmarks/large.py [--quotes 1000000] [--keep large.db]

Made-up articles with their quotes (``articles.py``) go through ``quotes.store`` as after an
extraction, without any model. When there are 10,000 quotes, 100,000 and so on, the usual
questions are asked, on the command line's way and in the browser's (Datasette, in process).
Times are CPU time, those of writing without the making of the articles.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette.utils import tilde_encode

from articles import made
from quotes.cli import ask
from quotes.cli.places import Places
from quotes.cli.server import site
from quotes.collection.suggest import suggest
from quotes.store import (
    Counts,
    close_database,
    finish_run,
    is_stored,
    open_database,
    open_readonly,
    remove,
    start_run,
    store,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlite_utils import Database

    from quotes.types import Article, Quote

    Columns = list[dict[str, float]]

MODELS = {"made up": "1"}
FIRST = 10_000
STEP = 10
LATEST = 500  # articles over which the rate of writing is taken, and that are looked up again
MEBIBYTE = 1 << 20


def grow(db: Database, run: int, quotes: int) -> Iterator[tuple[dict[str, float], list[Article]]]:
    """Store articles; at 10,000, 100,000, ... quotes yield the costs and the latest articles."""
    wanted, stored, articles = min(FIRST, quotes), 0, 0
    latest: list[tuple[float, Article, list[Quote]]] = []
    for article, found in made(quotes):
        began = time.process_time()
        store(db, article, found, run)
        latest = [*latest[1 - LATEST :], (time.process_time() - began, article, found)]
        stored, articles = stored + len(found), articles + 1
        if stored < wanted:
            continue
        spent, written = sum(cost for cost, *_ in latest), sum(len(q) for *_, q in latest)
        costs = {"quotes": stored, "articles": articles, "written, quotes/s": written / spent}
        costs["store an article, ms"] = 1000 * spent / len(latest)
        costs["the dearest of them, ms"] = 1000 * max(cost for cost, *_ in latest)
        yield costs, [article for _, article, _ in latest]
        if stored >= quotes:
            return
        wanted = min(STEP * wanted, quotes)


def again(db: Database, run: int, articles: list[Article]) -> dict[str, float]:
    """Return what it costs to see that articles are stored already, and to replace them."""
    costs = {"begin a run, ms": milliseconds(lambda: Places(db))}
    looked = milliseconds(lambda: [is_stored(db, a, "0", MODELS) for a in articles])
    costs["pass over an article, ms"] = looked / len(articles)
    some = articles[:20]
    found = {article.id: quotes for article, quotes in _known(some)}
    spent = milliseconds(lambda: [store(db, a, found[a.id], run) for a in some])
    costs["replace an article, ms"] = spent / len(some)
    spent = milliseconds(lambda: [remove(db, a.id) for a in some])
    costs["remove an article, ms"] = spent / len(some)
    for article in some:
        store(db, article, found[article.id], run)
    return costs


def _known(articles: list[Article]) -> Iterator[tuple[Article, list[Quote]]]:
    """Yield articles with their quotes, made anew."""
    ids = {article.id for article in articles}
    last = 1 + max(int(Path(key).stem) for key in ids)
    yield from (both for both in made(last, first=last - LATEST - 1) if both[0].id in ids)


def questions(path: Path) -> dict[str, float]:
    """Return what questions cost on the command line's way."""
    db = open_readonly(path)
    try:
        return {
            "quotes search, rare words, ms": milliseconds(lambda: _all(ask.search(db, RARE))),
            "quotes search, common words, 20 best, ms": milliseconds(
                lambda: _all(ask.search(db, COMMON, limit=20))
            ),
            "quotes speakers, 20 first, ms": milliseconds(lambda: _all(ask.speakers(db, 20))),
            "quotes speakers suggest, ms": milliseconds(lambda: suggest(ask.known_speakers(db))),
        }
    finally:
        db.close()


RARE = "satellite merger promised"
COMMON = "bridge"


def _all(found: ask.Rows) -> int:
    return sum(1 for _ in found[1])


def pages(path: Path, article: str) -> dict[str, float]:
    """Return what pages cost, at the first visit; the home page at the second, too."""
    db = open_readonly(path)
    most = "select speaker_id from quotes group by speaker_id order by count(*) desc limit 1"
    (speaker,) = db.execute(most).fetchone()
    db.close()
    name = f"/{path.stem}"
    wanted = {
        "home": "/",
        "home again": "/",
        "table of quotes": f"{name}/quotes",
        "said, with facets": f"{name}/said?_facet=kind&_facet=speaker_type",
        "most quoted": f"{name}/most_quoted",
        "speakers": f"{name}/speakers",
        "the most quoted speaker": f"{name}/speakers/{tilde_encode(speaker)}",
        "reader": f"{name}/-/read/{tilde_encode(article)}",
        "search": f"{name}/-/search?q={COMMON}",
        "sourcing": f"{name}/-/sourcing",
        "compare": f"{name}/-/compare",
    }
    return {f"page: {what}, ms": cost for what, cost in asyncio.run(_visit(path, wanted)).items()}


async def _visit(path: Path, wanted: dict[str, str]) -> dict[str, float]:
    """Return the milliseconds that each page takes."""
    datasette = site(path)
    costs = {}
    for what, url in wanted.items():
        began = time.process_time()
        response = await datasette.client.get(url, follow_redirects=True)
        costs[what] = 1000 * (time.process_time() - began)
        if response.status_code != 200:  # noqa: PLR2004
            costs[what] = float("nan")
    return costs


def milliseconds(action: Callable[[], Any]) -> float:
    """Return the CPU time that something takes."""
    began = time.process_time()
    action()
    return 1000 * (time.process_time() - began)


def table(columns: Columns) -> str:
    """Return the costs as a table in Markdown, a column for each size and one for the growth."""
    head = ["", *(f"{c['quotes']:,.0f}" for c in columns), "last / first"]
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    for what in columns[0]:
        values = [column[what] for column in columns]
        growth = f"{values[-1] / values[0]:.1f}" if values[0] else ""
        lines.append(f"| {what} | " + " | ".join(map(_shown, values)) + f" | {growth} |")
    return "\n".join(lines)


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2f}"  # noqa: PLR2004


def main() -> None:
    """Read the arguments, grow the database and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quotes", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="keep the database here")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = args.keep or Path(folder) / "large.db"
        if path.exists():
            raise SystemExit(f"{path}: is there already; name another file")
        print(table(measure(path, args.quotes)))


def measure(path: Path, quotes: int) -> Columns:
    """Return the costs at each size."""
    db = open_database(path)
    run = start_run(db, "0", MODELS)
    columns: Columns = []
    for costs, latest in grow(db, run, quotes):
        db.execute("pragma wal_checkpoint(truncate)")
        costs["size, MiB"] = path.stat().st_size / MEBIBYTE
        costs["size, KiB a quote"] = 1024 * costs["size, MiB"] / costs["quotes"]
        more = again(db, run, latest) | questions(path) | pages(path, latest[0].id)
        columns.append(costs | more)
        print(table(columns), end="\n\n", flush=True)
    finish_run(db, run, Counts())
    close_database(db)
    return columns


if __name__ == "__main__":
    main()
