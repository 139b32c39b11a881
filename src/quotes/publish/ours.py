"""What the hooks share: whether a database is ours, who may see it, and where its pages lie."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from datasette import Forbidden, NotFound
from datasette.utils import tilde_encode

if TYPE_CHECKING:
    from collections.abc import Iterable

TABLES = frozenset({"runs", "articles", "speakers", "names", "quotes", "spans", "problems"})
OWN_COLUMN = "cue_class"  # of the table quotes: no other database is likely to have it
SHOWN = ("quotes", "spans", "speakers")  # what the reader shows beside the article
NOTHING_BUT_RIGHTS = "?_size=0&_nofacet=1&_nosuggest=1&_nocount=1"

# Set while we ask for a page ourselves: the page that refuses has a menu, too.
asking: ContextVar[bool] = ContextVar("asking", default=False)
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
    return OWN_COLUMN in await db.table_columns("quotes")


async def fetch(datasette: Any, request: Any, url: str) -> Any:
    """Return a page's JSON as this visitor may see it: the page itself checks the rights."""
    token = asking.set(True)
    try:
        get = datasette.client.get
        response = await get(url, cookies=request.cookies, headers=_rights(request))
    finally:
        asking.reset(token)
    if response.status_code in (401, 403):
        raise Forbidden("You may not see this table")
    if response.status_code != 200:  # noqa: PLR2004
        raise NotFound("There is no such row")
    return response.json()


async def may_see(datasette: Any, request: Any, database: str, tables: Iterable[str]) -> bool:
    """Tell whether this visitor may see all of these tables."""
    try:
        for table in tables:
            url = datasette.urls.table(database, table, format="json") + NOTHING_BUT_RIGHTS
            await fetch(datasette, request, url)
    except (Forbidden, NotFound):
        return False
    return True


def _rights(request: Any) -> dict[str, str]:
    """Return the header by which a visitor without cookie proves who they are."""
    token = request.headers.get("authorization")
    return {"authorization": token} if token else {}


def reader_url(datasette: Any, database: str, article: str, quote: str | None = None) -> str:
    """Return where an article is read, or the place of a quote in it."""
    url = f"{datasette.urls.database(database)}/-/read/{tilde_encode(str(article))}"
    return f"{url}#q-{quote}" if quote else url


def row_url(datasette: Any, database: str, table: str, key: str) -> str:
    """Return the page of one row."""
    return str(datasette.urls.row(database, table, tilde_encode(str(key))))
