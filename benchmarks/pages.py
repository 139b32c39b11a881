"""Measure how fast the pages answer, beside a plain table page of Datasette.

    python benchmarks/pages.py [--quotes 100000] [--rounds 15] [--database newsroom.db]

Makes a database of recombined sentences, or takes the one that is named, if it is there.
Each round visits every page once, with another article, speaker, quote or word each time, so
that all are measured beside each other. The first round is the first visit after the start:
nothing is remembered yet. The plain table is the page of the table quotes as Datasette shows it
by itself, without plugin, metadata and facets. On a machine that does other things as well the
processor's time is what counts: so long a page would take if nothing else ran.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
from pathlib import Path
from sqlite3 import connect
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils import tilde_encode

from newsroom import TOPICS, newsroom
from quotes.cli import server

if TYPE_CHECKING:
    from collections.abc import Iterator

    Times = tuple[float, float]

PLAIN = "plain table of quotes"
KEYS = {
    "article": "select id from articles",
    "speaker": "select speaker_id from quotes where speaker_id is not null",
    "quote": "select id from said",
    "name": "select name from speakers where type = 'named_person'",
}
PAGES = {
    "home": "/",
    "reader": "/{db}/-/read/{article}",
    "speaker": "/{db}/speakers/{speaker}",
    "quote": "/{db}/quotes/{quote}",
    "article’s row": "/{db}/articles/{article}",
    "search": "/{db}/-/search?q={word}",
    "sourcing": "/{db}/-/sourcing",
    "sourcing of an outlet": "/{db}/-/sourcing?publisher={publisher}",
    "compare": "/{db}/-/compare",
    "compare, words": "/{db}/-/compare?q={word}",
    "compare, one quote": "/{db}/-/compare?quote={quote}",
    "table: quotes and claims": "/{db}/said",
    "table: most quoted": "/{db}/most_quoted",
    "table: unnamed": "/{db}/unnamed",
    "table: articles": "/{db}/articles",
}
ASKED = {
    "claims_about": "q={word}",
    "said_by": "speaker={name}",
    "quotes_of_article": "article={article}",
    "told_to_whom": "addressee=reporters",
    "said_over_time": "speaker={name}",
    "quoted_together": "speaker={name}",
    "said_about": "speaker={name}",
}


def asked(site: Any, path: Path) -> dict[str, str]:
    """Return every page that is measured: ours and the canned queries."""
    queries = site.metadata()["databases"][path.stem]["queries"]
    return PAGES | {
        f"query: {query['title']}": f"/{{db}}/{name}?{ASKED.get(name, '')}"
        for name, query in queries.items()
    }


def values(path: Path, rounds: int) -> Iterator[dict[str, str]]:
    """Yield what each round asks for."""
    chance = random.Random(1)  # the same at every run
    with connect(path) as db:
        keys = {name: [row[0] for row in db.execute(sql)] for name, sql in KEYS.items()}
        outlets = [row[0] for row in db.execute("select distinct publisher from articles")]
    words = [topic.rsplit(" ", 1)[1] for topic in TOPICS]
    for _ in range(rounds):
        drawn = {name: tilde_encode(chance.choice(found)) for name, found in keys.items()}
        drawn["name"] = chance.choice(keys["name"])
        yield drawn | {
            "db": path.stem,
            "word": chance.choice(words),
            "publisher": chance.choice(outlets),
        }


async def timed(site: Any, url: str) -> Times:
    """Return in how many milliseconds a page answers, and how many of the processor it takes."""
    start, used = perf_counter(), process_time()
    answer = await site.client.get(url)
    taken = 1000 * (perf_counter() - start), 1000 * (process_time() - used)
    if answer.status_code != 200:  # noqa: PLR2004
        raise SystemExit(f"{url}: {answer.status_code}")
    return taken


async def measured(path: Path, rounds: int) -> dict[str, list[Times]]:
    """Return the times of each page, round by round."""
    site, plain = server.site(path), Datasette([str(path)])
    pages = asked(site, path)
    times: dict[str, list[Times]] = {PLAIN: [], **{name: [] for name in pages}}
    for drawn in values(path, rounds):
        plugin = pm.unregister(name="quotes")
        times[PLAIN].append(await timed(plain, f"/{path.stem}/quotes"))
        pm.register(plugin, name="quotes")
        for name, url in pages.items():
            times[name].append(await timed(site, url.format(**drawn)))
    return times


def show(times: dict[str, list[Times]]) -> None:
    """Print the table."""
    plain = median(taken for taken, _ in times[PLAIN])
    print("| page | first visit, ms | median, ms | of the processor, ms | to the plain table |")
    print("|---|---:|---:|---:|---:|")
    for name, found in times.items():
        taken, used = (median(values) for values in zip(*found, strict=True))
        cells = f"{found[0][0]:,.0f} | {taken:,.0f} | {used:,.0f} | {taken / plain:.2f}"
        print(f"| {name} | {cells} |")


def main() -> None:
    """Make the database, measure, print."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--quotes", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--database", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.database or Path(folder) / "newsroom.db"
        if not path.exists():
            newsroom(path, given.quotes)
        show(asyncio.run(measured(path, given.rounds)))


if __name__ == "__main__":
    main()
