"""Write many rows at once, without asking first what the tables are like: they are ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    Row = dict[str, Any]


def insert(
    db: Database, table: str, rows: Iterable[Row], *, ignore: bool = False, replace: bool = False
) -> None:
    """Insert rows of the same columns, ``id`` being the key where there is one.

    ``ignore`` passes over rows that are there already, ``replace`` gives those new values.
    """
    rows = list(rows)
    if not rows:
        return
    columns = list(rows[0])
    names = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join(f":{column}" for column in columns)
    values = ", ".join(f'"{column}" = excluded."{column}"' for column in columns)
    on_conflict = f" on conflict (id) do update set {values}" if replace else ""
    verb = "insert or ignore" if ignore else "insert"
    db.conn.executemany(f'{verb} into "{table}" ({names}) values ({places}){on_conflict}', rows)
