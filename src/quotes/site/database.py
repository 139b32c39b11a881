"""The database of a site: a copy with the verdicts in force, but without what is private.

That is whose verdicts they are, and the folders of the machine on which it was made.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from quotes.review.apply import apply_verdicts, drop_lost
from quotes.review.verdicts import known_review
from quotes.store import open_database, open_readonly

if TYPE_CHECKING:
    from sqlite_utils import Database

WITH_PATHS = ("articles", "problems")
PATHS = "select distinct path from {} where path is not null"


def copy_database(source: Path, target: Path) -> tuple[int, int]:
    """Copy a database with its verdicts applied.

    Return how many verdicts have lost their text, and how many were applied but are not kept
    any more. The copy is one file, without a journal beside it, which may be opened as
    immutable. The source is only read. Raises StoreError.
    """
    with closing(open_readonly(source)) as db, closing(sqlite3.connect(target)) as copy:
        db.conn.backup(copy)
    with closing(open_database(target)) as db:
        review = known_review(source)
        try:
            lost = drop_lost(db, review)
            stale = len(apply_verdicts(db, review))
        finally:
            if review:
                review.close()
        _seal(db)
    return stale, lost


def _seal(db: Database) -> None:
    """Make what was judged final, and the database one file that is as small as can be."""
    db.execute("delete from overruled")
    _shorten_paths(db)
    for table in ("quotes", "articles"):
        db.table(table).optimize()
    db.conn.commit()
    db.disable_wal()
    db.vacuum()


def _shorten_paths(db: Database) -> None:
    """Name files from the deepest folder that holds all of those whose whole path is stored."""
    stored = {(table, row["path"]) for table in WITH_PATHS for row in db.query(PATHS.format(table))}
    whole = [(table, path) for table, path in stored if Path(path).is_absolute()]
    if not whole:
        return
    folder = os.path.commonpath([Path(path).parent for _, path in whole])
    for table, path in whole:
        change = f"update {table} set path = ? where path = ?"
        db.execute(change, [os.path.relpath(path, folder), path])
