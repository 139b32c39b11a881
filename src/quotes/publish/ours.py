"""What the hooks share: whether a database is ours, who may see it, and where its pages lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from datasette.utils import tilde_encode

from quotes.publish.versions import is_visible

if TYPE_CHECKING:
    from collections.abc import Iterable

Row = dict[str, Any]
TABLES = frozenset({"runs", "articles", "speakers", "names", "quotes", "spans", "problems"})
OWN_COLUMNS = frozenset({"cue_class", "verdict"})  # of quotes; an older database lacks the latter
SHOWN = ("quotes", "spans", "speakers")  # what the reader shows beside the article

_known: WeakSet[Any] = WeakSet()


async def is_ours(datasette: Any, database: str) -> bool:
    """Tell whether a database has the tables of this package."""
    try:
        db = datasette.get_database(database)
    except KeyError:
        return False
    if db not in _known and await _has_tables(db):
        _known.add(db)
    return db in _known


async def _has_tables(db: Any) -> bool:
    """Look into the schema; only a yes is remembered, since tables may come later."""
    if not set(await db.table_names()) >= TABLES:
        return False
    return set(await db.table_columns("quotes")) >= OWN_COLUMNS


async def may_see(datasette: Any, request: Any, database: str, tables: Iterable[str]) -> bool:
    """Tell whether this visitor may see all of these tables."""
    for table in tables:
        if not await may(datasette, request, "view-table", database, table):
            return False
    return True


async def may(datasette: Any, request: Any, action: str, database: str, name: str) -> bool:
    """Tell whether this visitor may do this with a table or a query."""
    return await is_visible(datasette, request.actor, action, database, name)


async def select(
    datasette: Any, database: str, sql: str, patience: int | None = None, **values: str | int
) -> list[Row]:
    """Return the rows of a query; patience, in milliseconds, may only shorten the limit."""
    db = datasette.get_database(database)
    found = await db.execute(sql, values, custom_time_limit=patience)
    return [dict(row) for row in found.rows]


def reader_url(datasette: Any, database: str, article: str, quote: str | None = None) -> str:
    """Return where an article is read, or the place of a quote in it."""
    url = f"{datasette.urls.database(database)}/-/read/{tilde_encode(str(article))}"
    return f"{url}#q-{quote}" if quote else url


def page_url(datasette: Any, database: str, page: str) -> str:
    """Return one of our pages over all articles."""
    return f"{datasette.urls.database(database)}/-/{page}"


def row_url(datasette: Any, database: str, table: str, key: str) -> str:
    """Return the page of one row."""
    return str(datasette.urls.row(database, table, tilde_encode(str(key))))
