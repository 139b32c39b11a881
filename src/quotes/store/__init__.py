"""Store: articles and their quotes in SQLite, one transaction an article."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from quotes.ids import appearance_id
from quotes.store.collection import add_appearances, drop_unused, settle, speakers_of
from quotes.store.database import (
    StoreError,
    close_database,
    named,
    open_database,
    open_readonly,
    transaction,
)
from quotes.store.rows import article_row, digest, name_rows, quote_row, span_rows
from quotes.store.write import insert

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sqlite_utils import Database

    from quotes.types import Article, Quote, Speaker

__all__ = [
    "Counts",
    "StoreError",
    "close_database",
    "finish_run",
    "forget_problems",
    "is_raw_stored",
    "is_stored",
    "move",
    "name_of",
    "named",
    "note_raw",
    "open_database",
    "open_readonly",
    "record_problem",
    "remove",
    "start_run",
    "store",
    "transaction",
    "writable",
]


@dataclass(slots=True)
class Counts:
    """What a run has done so far."""

    articles: int = 0
    unchanged: int = 0
    quotes: int = 0
    problems: int = 0


def start_run(db: Database, version: str, models: Mapping[str, Any]) -> int:
    """Record that a run begins, and return its number."""
    row = {"started": _now(), "version": version, "models": _json(models)} | asdict(Counts())
    with transaction(db):
        return cast("int", db.table("runs").insert(row).last_pk)


def finish_run(db: Database, run: int, counts: Counts, *, complete: bool = True) -> None:
    """Record what a run has done; ``finished`` stays empty for one that was stopped."""
    finished = {"finished": _now()} if complete else {}
    with transaction(db):
        db.table("runs").update(run, asdict(counts) | finished)


def is_stored(db: Database, article: Article, version: str, models: Mapping[str, Any]) -> bool:
    """Tell whether the very same article is stored, extracted by the same version and models."""
    found = db.execute(
        "select 1 from articles join runs on runs.id = articles.run_id"
        " where articles.id = ? and digest = ? and version = ? and models = ?",
        [writable(article.id), digest(article), version, _json(models)],
    )
    return found.fetchone() is not None


def is_raw_stored(
    db: Database, article_id: str, raw: str, version: str, models: Mapping[str, Any]
) -> bool:
    """Tell the same of an article of which only the bytes are known, by their digest."""
    found = db.execute(
        "select 1 from articles join runs on runs.id = articles.run_id"
        " where articles.id = ? and raw_digest = ? and version = ? and models = ?",
        [writable(article_id), raw, version, _json(models)],
    )
    return found.fetchone() is not None


def note_raw(db: Database, article: Article) -> None:
    """Note the bytes by which an article that is stored as it is will be known."""
    with transaction(db):
        sql = "update articles set raw_digest = ? where id = ?"
        db.execute(sql, [article.raw, writable(article.id)])


def store(db: Database, article: Article, quotes: Collection[Quote], run: int) -> None:
    """Put an article and its quotes in the place of what was stored of it: whole or not at all."""
    if "\0" in article.source_text or "\0" in article.text:
        raise StoreError("holds a NUL character, so it is not a text")
    unique = {quote.id: quote for quote in quotes}.values()
    own = {speaker: appearance_id(article.id, speaker) for speaker in _speakers(unique)}
    try:
        with transaction(db):
            former, buckets = _clear(db, article.id)
            insert(db, "articles", [article_row(article, run)], replace=True)
            buckets |= add_appearances(db, article, own)
            settle(db, buckets)  # before there are rows that would have to be changed for it
            who = speakers_of(db, article.id)
            ids = {speaker: (key, who[key]) for speaker, key in own.items()}
            insert(db, "names", name_rows(article, ids), ignore=True)
            insert(db, "quotes", (quote_row(article, quote, ids, run) for quote in unique))
            spans = (row for quote in unique for row in span_rows(article, quote))
            insert(db, "spans", spans, ignore=True)
            drop_unused(db, former)
    except UnicodeEncodeError as error:
        raise StoreError("holds half a surrogate pair, which is no character") from error


def move(db: Database, article_id: str, path: str) -> None:
    """Note where the file of an article lies now."""
    with transaction(db):
        db.table("articles").update(article_id, {"path": writable(path)})


def remove(db: Database, article_id: str) -> None:
    """Drop an article with all that was stored of it."""
    with transaction(db):
        former, buckets = _clear(db, article_id)
        db.table("articles").delete(article_id)
        settle(db, buckets)
        drop_unused(db, former)


def record_problem(db: Database, run: int, path: str, problem: str) -> None:
    """Keep what went wrong with a file; the same again leaves the first row as it is."""
    path, problem = writable(path), writable(problem)
    with transaction(db):
        if not db.table("problems").count_where("path = ? and problem = ?", [path, problem]):
            row = {"run_id": run, "path": path, "problem": problem, "seen": _now()}
            db.table("problems").insert(row)


def forget_problems(
    db: Database, names: Iterable[str], still: Collection[tuple[str, str]] = ()
) -> None:
    """Drop the problems of files and articles that went well, but for those that still are."""
    with transaction(db):
        for name in map(writable, names):
            rows = db.execute("select id, problem from problems where path = ?", [name]).fetchall()
            for number, problem in rows:
                if (name, problem) not in still:
                    db.table("problems").delete(number)


def name_of(article: Article) -> str:
    """Return what to call an article in a message: its file, and its id where that says more."""
    if article.path is None or article.path == article.id:
        return article.id
    if Path(article.path).name == article.id:
        return article.path
    return f"{article.path}: {article.id}"


def _speakers(quotes: Iterable[Quote]) -> Iterator[Speaker]:
    """Yield the speakers, each once."""
    yield from dict.fromkeys(quote.speaker for quote in quotes if quote.speaker)


def _clear(db: Database, article_id: str) -> tuple[set[str], set[str]]:
    """Delete the rows of an article's quotes; return ids and buckets of its speakers."""
    own = "select id from quotes where article_id = ?"
    former = db.execute(
        "select speaker_id, bucket from appearances where article_id = ?", [article_id]
    ).fetchall()
    db.execute(f"delete from spans where quote_id in ({own})", [article_id])
    for table in ("names", "overruled", "quotes", "appearances"):
        db.execute(f"delete from {table} where article_id = ?", [article_id])
    return {speaker for speaker, _ in former}, {shared for _, shared in former if shared}


def writable(words: str) -> str:
    """Return words that SQLite can keep: the name of a file need not be Unicode."""
    return words.encode(errors="backslashreplace").decode()


def _json(models: Mapping[str, Any]) -> str:
    """Return the names of the models as they are kept."""
    return json.dumps(models, sort_keys=True, ensure_ascii=False)


def _now() -> str:
    """Return the time, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
