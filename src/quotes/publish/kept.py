"""Kept: the verdicts as the pages read and write them, off the server's loop.

Only a review loads this module: a published site has no verdicts, and need not have what
reads them.
"""

from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING

from datasette.views.base import DatasetteError
from sqlite_utils import Database

from quotes.publish import wording
from quotes.review.gold import still_whole
from quotes.review.verdicts import history, open_review, whole_articles
from quotes.store.database import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from quotes.publish.ours import Row
    from quotes.review.mode import Mode

    Answer = TypeVar("Answer")

PATIENCE = 20.0  # seconds to wait for another program that writes
BUSY = "The databases cannot be used: is another program writing to them? Try again."


async def in_thread(work: Callable[[Database, Database], Answer], mode: Mode) -> Answer:
    """Do work on the quotes and the verdicts, off the server's loop.

    Raises DatasetteError, which is shown as a page, with what went wrong in one line.
    """
    try:
        return await asyncio.get_running_loop().run_in_executor(None, _with_both, work, mode)
    except StoreError as error:
        raise DatasetteError(str(error), title="This cannot be done", status=400) from error
    except sqlite3.Error as error:
        raise DatasetteError(f"{BUSY} ({error})", title="Not kept", status=503) from error


def _with_both(work: Callable[[Database, Database], Answer], mode: Mode) -> Answer:
    """Open both databases, without a journal that would outlive the server."""
    db = Database(sqlite3.connect(mode.path, timeout=PATIENCE), execute_plugins=False)
    try:
        db.execute("pragma foreign_keys = on")
        review = open_review(mode.review)
        try:
            return work(db, review)
        finally:
            review.close()
    finally:
        db.close()


async def said_of(mode: Mode, quote: str) -> list[Row]:
    """Return what was said of a quote so far, the latest first."""

    def work(db: Database, review: Database) -> list[Row]:
        found = db.execute("select verdict_id from overruled where quote_id = ?", [quote])
        number = next(iter(found.fetchall()), (None,))[0]
        return [row | {"day": wording.day(row["decided"])} for row in history(review, number)]

    return await in_thread(work, mode)


async def whole_mark(mode: Mode, article: str) -> Row | None:
    """Return who reviewed an article whole and when, None where nobody did or it has changed."""

    def work(db: Database, review: Database) -> Row | None:
        found = whole_articles(review).get(article)
        if found is None or article not in still_whole(db, review):
            return None
        return found | {"day": wording.day(found["decided"])}

    return await in_thread(work, mode)
