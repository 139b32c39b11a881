"""What was found before, good for as long as the file of the database is the same."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from quotes.publish.ours import Row, select

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

    Found = TypeVar("Found")

MOST = 128  # answers of one kind

_kept: defaultdict[str, OrderedDict[Hashable, Any]] = defaultdict(OrderedDict)


async def counted(
    datasette: Any, database: str, sql: str, patience: int | None = None, **values: str
) -> list[Row]:
    """Return the rows of a query, from memory if nothing has been written since."""

    async def rows() -> list[Row]:
        return await select(datasette, database, sql, patience, **values)

    key = (sql, tuple(sorted(values.items())))
    return [dict(row) for row in await remembered(datasette, database, "rows", key, rows)]


async def remembered(
    datasette: Any,
    database: str,
    kind: str,
    key: Hashable,
    find: Callable[[], Awaitable[Found]],
    *,
    most: int = MOST,
) -> Found:
    """Return what is found, from memory if nothing has been written since; nobody may change it."""
    path = datasette.get_database(database).path
    if not path:
        return await find()
    kept = _kept[kind]
    whole = (path, _stamp(path), _stamp(f"{path}-wal"), key)
    if whole not in kept:
        kept[whole] = await find()
        while len(kept) > most:
            kept.popitem(last=False)
    kept.move_to_end(whole)
    found: Found = kept[whole]
    return found


def _stamp(path: str) -> tuple[int, int]:
    """Return what changes with a file."""
    try:
        found = Path(path).stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
