"""The database of a site: a copy with the verdicts in force, but without whose they are."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from quotes.review.apply import apply_verdicts
from quotes.review.verdicts import known_review
from quotes.store import open_database, open_readonly

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

    from quotes.review.verdicts import Verdict


def copy_database(source: Path, target: Path) -> list[Verdict]:
    """Copy a database, applied its verdicts; return those whose text is gone.

    The copy is one file, without a journal beside it, which may be opened as immutable. The
    source is only read. Raises StoreError.
    """
    with closing(open_readonly(source)) as db, closing(sqlite3.connect(target)) as copy:
        db.conn.backup(copy)
    db = open_database(target)
    with closing(db):
        gone = _apply(db, source)
        db.execute("delete from overruled")  # what was judged is final here
        for table in ("quotes", "articles"):
            db.table(table).optimize()
        db.conn.commit()
        db.disable_wal()
        db.vacuum()
    return gone


def _apply(db: Database, source: Path) -> list[Verdict]:
    """Apply the verdicts on the quotes of the source."""
    review = known_review(source)
    if review is None:
        return []
    with closing(review):
        return apply_verdicts(db, review)
