"""Ask: the questions that the command line has words for, as SQL."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING, Any

from quotes.cli.places import folder_of, kept_as
from quotes.store import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlite_utils import Database

    from quotes.collection.suggest import Known

    Rows = tuple[list[str], Iterable[Sequence[Any]]]

EVERYTHING = "quotes.verdict is not 'wrong'"
SAID = f"quotes.kind != 'scare' and quotes.cue_class in ('speech', 'writing') and {EVERYTHING}"

SEARCH = """
select coalesce(speakers.name, quotes.source) as speaker, quotes.content as quote,
  coalesce(articles.title, articles.id) as article, articles.published, quotes.kind,
  quotes.article_id, quotes.id
from quotes_fts join quotes on quotes.rowid = quotes_fts.rowid
  join articles on articles.id = quotes.article_id
  left join speakers on speakers.id = quotes.speaker_id
where quotes_fts match :words and quotes.confidence >= :least and {which}
order by quotes_fts.rank, quotes.id limit ifnull(:limit, -1)
"""
SHOW = """
select coalesce(speakers.name, quotes.source) as speaker, speakers.type, quotes.description,
  quotes.kind, quotes.content as quote, quotes.cue, quotes.confidence, quotes.start,
  quotes."end", quotes.id
from quotes left join speakers on speakers.id = quotes.speaker_id
where quotes.article_id = :article and quotes.confidence >= :least and {which}
order by quotes.start, quotes."end", quotes.id
"""
SPEAKERS = """
select name, type, description, quotes, direct, articles, words, id
from most_quoted order by quotes desc, words desc, name, id limit ifnull(:limit, -1)
"""
KNOWN = """
select speakers.id, speakers.name, speakers.type, count(distinct article_id)
from speakers join appearances on appearances.speaker_id = speakers.id
where speakers.type in ('named_person', 'organization') group by speakers.id order by speakers.id
"""
DECISIONS = """
select id, kind, name, speaker, article_id, identifier, decided
from decisions order by id desc limit ifnull(:limit, -1)
"""
ARTICLE = """
select * from articles where id = :name or path in (:name, :place, :real, :near)
order by id != :name
"""
BEGINNING = """
select id from articles where id > :name and id < :name || char(1114111) order by id limit 4
"""


def ask(db: Database, sql: str, values: Mapping[str, Any] | None = None) -> Rows:
    """Return the columns and rows that answer a question; no other file is touched."""
    db.conn.set_authorizer(_no_other_files)
    try:
        cursor = db.execute(sql, dict(values or {}))
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise StoreError(_complaint(error)) from error
    if cursor.description is None:
        raise StoreError("this SQL returns no rows; ask with select")
    return [column[0] for column in cursor.description], _rows(cursor)


def _no_other_files(action: int, *_: object) -> int:
    return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_ATTACH else sqlite3.SQLITE_OK


def _rows(cursor: sqlite3.Cursor) -> Iterator[Sequence[Any]]:
    """Yield the rows; SQLite may find out late that something is wrong."""
    try:
        yield from cursor
    except sqlite3.Error as error:
        raise StoreError(_complaint(error)) from error


def search(
    db: Database,
    words: str,
    *,
    everything: bool = False,
    least: float = 0.0,
    limit: int | None = None,
) -> Rows:
    """Return the quotes that hold all the words, the best first.

    ``least`` is the confidence that they must have.
    """
    quoted = db.quote_fts(words.replace("\0", " "))
    if not quoted:
        raise StoreError("there are no words to search for")
    which = EVERYTHING if everything else SAID
    return ask(db, SEARCH.format(which=which), {"words": quoted, "least": least, "limit": limit})


def speakers(db: Database, limit: int | None = None) -> Rows:
    """Return the speakers, the most quoted first."""
    return ask(db, SPEAKERS, {"limit": limit})


def known_speakers(db: Database) -> list[Known]:
    """Return the named people and bodies of the collection."""
    from quotes.collection.suggest import Known  # noqa: PLC0415  slow to import

    return [Known(*row) for row in db.execute(KNOWN)]


def decisions(db: Database, limit: int | None = None) -> Rows:
    """Return what was decided on speakers, the latest first."""
    return ask(db, DECISIONS, {"limit": limit})


def quotes_of(db: Database, article: str, *, everything: bool = False, least: float = 0.0) -> Rows:
    """Return the quotes of an article, of some confidence, in the order of the text."""
    which = EVERYTHING if everything else SAID
    return ask(db, SHOW.format(which=which), {"article": article, "least": least})


def article_row(db: Database, name: str) -> dict[str, Any]:
    """Return the row of the article with this id or path, or whose id alone begins so."""
    for row in db.query(ARTICLE, {"name": name, **_paths(name, folder_of(db))}):
        return dict(row)
    ids = [row["id"] for row in db.query(BEGINNING, {"name": name})] if name else []
    if len(ids) == 1:
        return article_row(db, ids[0])
    if ids:
        raise StoreError(f"several articles begin with {name!r}, such as {', '.join(ids[:3])}")
    raise StoreError(f"no article {name!r}; `quotes query 'select id, title from articles'` lists")


def _paths(name: str, folder: str) -> dict[str, str]:
    """Return how a database in this folder may keep a path, however it is written."""
    real = os.path.realpath(name) if "\0" not in name else name
    near = os.path.relpath(real, folder or ".")
    return {"place": kept_as(name, folder), "real": real, "near": near}


def _complaint(error: Exception) -> str:
    """Return what SQLite has against a question, in one line."""
    if "readonly" in str(error):
        return "query only reads; change a database with `sqlite-utils`"
    return f"SQLite says: {error}"
