"""Verdicts: what a person said of quotes, in a database of their own beside that of the quotes.

Nothing is ever overwritten: a verdict that takes the place of another names it, and one
may be withdrawn.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from sqlite_utils import Database, Migrations

from quotes.ids import digest
from quotes.review.mode import review_path
from quotes.review.words import ROLES, Piece
from quotes.store.database import PATIENCE, StoreError, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from quotes.review.words import Pieces

VERDICTS = ("right", "wrong", "fixed", "added", "withdrawn")
# Two that were given at once, or apart and merged, do not name each other: the later holds.
IN_EFFECT = """
select * from verdicts where verdict != 'withdrawn' and {which}
and not exists (select 1 from verdicts as later where later.replaces = verdicts.id)
and not exists (select 1 from verdicts as later where later.quote_id = verdicts.quote_id
  and later.content = verdicts.content
  and (later.decided, later.id) > (verdicts.decided, verdicts.id)
  and not exists (select 1 from verdicts as last where last.replaces = later.id))
order by decided desc, id desc
"""
HISTORY = """
with recursive chain(id) as (
  select :number union select replaces from verdicts join chain using (id) where replaces not null)
select * from verdicts where id in (select id from chain) or exists (
  select 1 from verdicts as one where one.id = :number and one.quote_id = verdicts.quote_id
    and one.content = verdicts.content)
order by decided desc, id desc
"""
WHOLE = """
select article_id, digest, who, decided from whole where whole
and not exists (select 1 from whole as later where later.article_id = whole.article_id
  and (later.decided, later.id) > (whole.decided, whole.id)) order by article_id
"""

migrations = Migrations("quotes-review")


def now() -> str:
    """Return the time, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person said of a quote: what it is about, and the quote as they have it.

    ``about`` holds content, cue and source as the program found them, ``pieces`` as they
    should be; the two differ where the quote was fixed. The content begins with the ``nth``
    of ``among`` stretches of the same words.
    """

    article_id: str
    quote_id: str
    verdict: str
    about: Mapping[str, Pieces]
    pieces: Mapping[str, Pieces]
    kind: str
    cue_class: str
    speaker: str | None
    speaker_type: str
    who: str
    note: str | None = None
    replaces: int | None = None
    nth: int | None = None
    among: int | None = None
    decided: str = field(default_factory=now)
    id: int | None = None


@migrations()
def m001_verdicts(db: Database) -> None:
    """Create verdicts, and the articles that were reviewed whole."""
    texts = ("article_id", "quote_id", "verdict", *ROLES, *(f"new_{role}" for role in ROLES))
    texts += ("kind", "cue_class", "speaker", "speaker_type", "note", "who", "decided")
    columns = {"id": int, **dict.fromkeys(texts, str), "replaces": int}
    needed = {"article_id", "quote_id", "verdict", "who", "decided"}
    table = db.table("verdicts").create(columns, pk="id", not_null=needed)
    for column in ("article_id", "quote_id", "replaces"):
        table.create_index([column])
    texts = ("article_id", "digest", "who", "decided")
    columns = {"id": int, "whole": int, **dict.fromkeys(texts, str)}
    whole = db.table("whole").create(columns, pk="id", not_null=set(texts))
    whole.create_index(["article_id"])


@migrations()
def m002_order(db: Database) -> None:
    """Add which of how many stretches of the same words a verdict is about."""
    db.table("verdicts").add_column("nth", int)
    db.table("verdicts").add_column("among", int)


def open_review(path: Path) -> Database:
    """Open a database of verdicts, made where there is none."""
    try:
        db = Database(sqlite3.connect(path, timeout=PATIENCE), execute_plugins=False)
        _prepare(db, path, "move it elsewhere")
    except (sqlite3.Error, LookupError) as error:
        words = "verdicts cannot be kept there; check the rights, or move the file elsewhere"
        raise StoreError(f"{path}: {words} ({error})") from error
    return db


def read_review(path: Path) -> Database:
    """Return a copy, in memory, of the verdicts in somebody's file, which is only read."""
    try:
        db = Database(memory=True, execute_plugins=False)
        address = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=PATIENCE)) as file:
            file.backup(db.conn)
        _prepare(db, path, "name another file")
    except (sqlite3.Error, LookupError) as error:
        words = "no verdicts can be read there; name another file"
        raise StoreError(f"{path}: {words} ({error})") from error
    return db


def _prepare(db: Database, path: Path, way_out: str) -> None:
    """Bring a database of verdicts up to date; refuse any other."""
    if db.table_names() and not migrations.applied(db):
        raise StoreError(f"{path}: is not a database of verdicts; {way_out}")
    _check_version(db, path)
    if migrations.pending(db):
        with transaction(db):
            migrations.apply(db)


def _check_version(db: Database, path: Path) -> None:
    """Refuse a database of verdicts that a newer version has changed."""
    applied = (
        {migration.name for migration in migrations.applied(db)} if db.table_names() else set()
    )
    known = {migration.name for migration in migrations._migrations}  # noqa: SLF001  # no public list
    newer = sorted(applied - known)
    if newer:
        words = f"was made by a newer version of quotes ({newer[-1]}); upgrade quotes"
        raise StoreError(f"{path}: {words}")


def known_review(database: Path) -> Database | None:
    """Return the verdicts on the quotes of a database, None where nobody has reviewed them."""
    path = review_path(database)
    return open_review(path) if path.exists() else None


@contextmanager
def writing(review: Database) -> Iterator[None]:
    """Write verdicts, all or none. Raises StoreError, which names their file."""
    try:
        with transaction(review):
            yield
    except sqlite3.Error as error:
        path = review.execute("pragma database_list").fetchone()[2]
        words = "no verdict can be kept there; check its rights, or free some space"
        raise StoreError(f"{path}: {words} ({error})") from error


def keep(review: Database, verdict: Verdict) -> int:
    """Keep a verdict, and return its number."""
    with writing(review):
        return cast("int", review.table("verdicts").insert(_row(verdict)).last_pk)


def in_effect(review: Database, article_id: str | None = None) -> Iterator[Verdict]:
    """Yield the verdicts that none takes the place of, of one article or all, the latest first."""
    which = "1" if article_id is None else "article_id = :article"
    yield from map(
        verdict_of_row, review.query(IN_EFFECT.format(which=which), {"article": article_id})
    )


def history(review: Database, number: int | None) -> list[dict[str, Any]]:
    """Return a verdict, those whose place it took and all others on its quote, the latest first."""
    return [dict(row) for row in review.query(HISTORY, {"number": number})]


def verdict_of(review: Database, number: int) -> Verdict | None:
    """Return the verdict of a number."""
    row = next(review.table("verdicts").rows_where("id = ?", [number]), None)
    return verdict_of_row(row) if row else None


def articles_with_verdicts(review: Database) -> list[str]:
    """Return the ids of the articles of which a quote was ever judged."""
    return [key for (key,) in review.execute("select distinct article_id from verdicts order by 1")]


def mark_whole(review: Database, article_id: str, text: str, who: str, *, whole: bool) -> None:
    """Keep that an article, with this text, was reviewed whole, or that it was not after all."""
    row = {"article_id": article_id, "digest": text_digest(text), "whole": int(whole)}
    with writing(review):
        review.table("whole").insert(row | {"who": who, "decided": now()})


def whole_articles(review: Database) -> dict[str, dict[str, Any]]:
    """Return the articles reviewed whole: by whom, when, and the digest of the text then."""
    return {row["article_id"]: dict(row) for row in review.query(WHOLE)}


def text_digest(text: str) -> str:
    """Return a digest by which a changed text is recognized."""
    return digest([text])


def _row(verdict: Verdict) -> dict[str, Any]:
    """Return the row of a verdict."""
    plain = ("article_id", "quote_id", "verdict", "kind", "cue_class", "speaker", "speaker_type")
    about = ("note", "who", "decided", "replaces", "nth", "among")
    row = {name: getattr(verdict, name) for name in (*plain, *about)}
    for role in ROLES:
        row[role] = _json(verdict.about.get(role, ()))
        row[f"new_{role}"] = _json(verdict.pieces.get(role, ()))
    return row


def verdict_of_row(row: Mapping[str, Any]) -> Verdict:
    """Return the verdict of a row. Raises StoreError where it is damaged."""
    kept = {name: value for name, value in row.items() if name.removeprefix("new_") not in ROLES}
    try:
        kept["about"] = {role: _pieces(row[role]) for role in ROLES}
        kept["pieces"] = {role: _pieces(row[f"new_{role}"]) for role in ROLES}
    except (TypeError, ValueError) as error:
        words = f"verdict {row['id']} on {row['article_id']} is damaged"
        raise StoreError(f"{words}; delete its row from the database of the review") from error
    return Verdict(**kept)


def _json(pieces: Pieces) -> str:
    return json.dumps([[p.start, p.end, p.words] for p in pieces], ensure_ascii=False)


def _pieces(value: str) -> Pieces:
    return tuple(Piece(int(start), int(end), str(words)) for start, end, words in json.loads(value))
