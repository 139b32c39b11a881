"""Gold: the articles that were reviewed whole, for `quotes evaluate`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quotes.export.jsonl import to_json
from quotes.review.verdicts import text_digest, whole_articles
from quotes.store.load import load_article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

REVIEWED = """
select id from quotes where article_id = ? and verdict in ('right', 'fixed', 'added')
"""


def gold(db: Database, review: Database) -> Iterator[dict[str, Any]]:
    """Yield the articles reviewed whole, with the quotes that a person called right.

    Quotes that a later run found and nobody has judged are left out, and so are articles
    whose text is another now.
    """
    for key in still_whole(db, review):
        found = load_article(db, key)
        reviewed = {quote for (quote,) in db.execute(REVIEWED, [key]).fetchall()}
        if found:
            article, quotes = found
            yield to_json(article, [quote for quote in quotes if quote.id in reviewed])


def still_whole(db: Database, review: Database) -> list[str]:
    """Return the ids of the articles that were reviewed whole and have not changed since."""
    marked = whole_articles(review)
    return [key for key, text in _texts(db, marked) if text_digest(text) == marked[key]["digest"]]


def no_longer_whole(db: Database, review: Database) -> list[str]:
    """Return the ids of the articles that were reviewed whole, but are gone or have changed."""
    return sorted(set(whole_articles(review)) - set(still_whole(db, review)))


def _texts(db: Database, keys: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key in keys:
        yield from db.execute("select id, text from articles where id = ?", [key]).fetchall()
