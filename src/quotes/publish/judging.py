"""What the pages show of a review: buttons beside each quote, what was said of it, by whom."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING, Any

from datasette.views.base import DatasetteError
from markupsafe import Markup
from sqlite_utils import Database

from quotes.publish import wording
from quotes.review.gold import still_whole
from quotes.review.mode import ACTION, PATH, mode_of
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
WORDS = 40  # characters of a quote by which its buttons are told apart
GROUP = Markup('<span class="q-judge{}" role="group" aria-label="Review of: {}">{}</span>')
BUTTON = Markup(
    '<button type="submit" form="q-review" formaction="{}" name="verdict" value="{}" class="q-{}"'
    ' title="{}">{}</button>'
)
FIX = Markup('<a class="q-fix" href="{}" title="Fix speaker, kind or place">{}</a>')
SIGN = Markup('<span aria-hidden="true">{}</span><span class="q-vh">{}</span>')
STATE = Markup('<span class="q-verdict v-{}">{}</span>')
SIGNS = {"right": ("✓", "Right"), "wrong": ("✗", "Wrong"), "withdrawn": ("↺", "Withdraw")}
HINTS = {
    "right": "Right: words, speaker and kind",
    "wrong": "Wrong: there is no such quote",
    "withdrawn": "Withdraw the verdict",
}


async def mode_for(datasette: Any, request: Any, database: str | None = None) -> Mode | None:
    """Return how this visitor may review a database, None where they may not."""
    mode = mode_of(datasette)
    if mode is None or database not in (None, mode.database):
        return None
    allowed = await datasette.permission_allowed(request.actor, ACTION, mode.database)
    return mode if allowed else None


def who_is(request: Any) -> str:
    """Return by which name a visitor's verdicts are kept."""
    return str(request.actor["id"])


def review_url(datasette: Any, *parts: str) -> str:
    """Return an address of the review; the parts are encoded already."""
    return str(datasette.urls.path("/".join([PATH, *parts])))


def quote_url(datasette: Any, quote: str) -> str:
    """Return where a quote is judged and fixed."""
    return review_url(datasette, "quote", quote)


def buttons(datasette: Any, quote: Row, *, small: bool = False) -> Markup:
    """Return the buttons for a quote; they belong to the page's form ``q-review``."""
    url = quote_url(datasette, quote["id"])
    verdict = quote["verdict"]
    shown = ["wrong", "withdrawn"] if verdict in ("right", "fixed", "added") else ["right", "wrong"]
    shown = ["right", "withdrawn"] if verdict == "wrong" else shown
    parts = [STATE.format(verdict, wording.VERDICTS[verdict])] if verdict else []
    for value in shown:
        sign, words = SIGNS[value]
        label = SIGN.format(sign, words) if small else f"{sign} {words}"
        parts.append(BUTTON.format(url, value, value, HINTS[value], label))
    parts.append(FIX.format(url, SIGN.format("✎", "Fix …") if small else "✎ Fix …"))
    words = wording.shorten(quote["content"] or "", WORDS)
    return GROUP.format(" small" if small else "", words, Markup(" ").join(parts))


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
