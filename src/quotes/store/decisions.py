"""What a person decided on speakers: who is the same, who is not, under which identifier."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from quotes.collection.same import SHARED, plain
from quotes.store.collection import decide_anew
from quotes.store.database import StoreError, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlite_utils import Database

COLUMNS = ("name", "canonical name", "identifier")


def merge(
    db: Database, names: Sequence[str], into: str, *, article: str | None, identifier: str | None
) -> int:
    """Record that the names mean the speaker ``into``, in one article or all; return how many are.

    Raises StoreError where nobody goes by one of the names.
    """
    for name in names:
        _check(db, name, article)
    with transaction(db):
        db.execute(  # or A is B and B is A
            "delete from decisions where kind = 'merge' and key = ? and article_id is null",
            [plain(into)],
        )
        for name in names or [into]:
            _record(db, "merge", name, into, article=article, identifier=identifier)
        decide_anew(db, {plain(name) for name in (*names, into)})
    return _times(db, into)


def split(db: Database, name: str, articles: Sequence[str], new: str) -> int:
    """Record that a name means somebody else in these articles; return in how many it does.

    Raises StoreError where nobody goes by the name there, or by the new one anywhere.
    """
    for article in articles:
        _check(db, name, article)
    if plain(new) == plain(name):
        raise StoreError(f"{name!r} must get another name, such as {f'{name} (2)'!r}; use --as")
    with transaction(db):
        for article in articles:
            _record(db, "split", name, new, article=article)
        decide_anew(db, {plain(name)})
    return _times(db, new)


def undo(db: Database, number: int) -> tuple[str, str]:
    """Forget a decision; return the name and the speaker that it was about."""
    row = db.execute(
        "select name, speaker, into_key from decisions where id = ?", [number]
    ).fetchone()
    if row is None:
        raise StoreError(f"no decision {number}; `quotes speakers decisions` lists them")
    name, speaker, into = row
    with transaction(db):
        db.table("decisions").delete(number)
        decide_anew(db, {plain(name), into})
    return name, speaker


def load_aliases(db: Database, path: Path) -> int:
    """Put the aliases of a CSV file in the place of those loaded before; return how many.

    Its columns are name, canonical name and, if wanted, an identifier such as a
    Wikidata id; a first line that says so is skipped. Raises StoreError where the
    file cannot be read as such, before anything is changed.
    """
    rows = list(_rows(path))
    with transaction(db):
        former = db.execute("select name, into_key from decisions where kind = 'alias'").fetchall()
        db.execute("delete from decisions where kind = 'alias'")
        for name, speaker, identifier in rows:
            _record(db, "alias", name, speaker, identifier=identifier)
        touched = {plain(name) for name, _ in former} | {into for _, into in former}
        touched |= {plain(name) for row in rows for name in row[:2]}
        decide_anew(db, touched)
    return len(rows)


def _rows(path: Path) -> Iterator[tuple[str, str, str | None]]:
    """Yield name, canonical name and identifier of each line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file, strict=True))
    except (OSError, UnicodeError, csv.Error) as error:
        raise StoreError(f"{path}: cannot be read as CSV in UTF-8 ({error})") from error
    for number, line in enumerate(lines, 1):
        cells = [" ".join(cell.split()) for cell in line]
        if not any(cells) or (number == 1 and cells[0].casefold() == COLUMNS[0]):
            continue
        if len(cells) not in (2, 3) or not all(cells[:2]):
            raise StoreError(f"{path}: line {number} is not: {', '.join(COLUMNS)}")
        yield cells[0], cells[1], (cells[2] if len(cells) > 2 else "") or None  # noqa: PLR2004


def _check(db: Database, name: str, article: str | None) -> None:
    """Refuse a name that nobody goes by, or that only an article can tell whom it means."""
    found = [
        type_
        for held, called, type_ in db.execute(
            "select name, called, type from appearances where ?1 is null or article_id = ?1",
            [article],
        )
        if plain(name) in (plain(held), plain(called))
    ]
    where = f"in {article}" if article else "in the collection"
    if not found:
        raise StoreError(f"nobody is called {name!r} {where}; `quotes speakers` lists them")
    if article is None and not SHARED & set(found):
        raise StoreError(f"{name!r} means somebody else in every article; name one with --article")


def _record(
    db: Database,
    kind: str,
    name: str,
    into: str,
    *,
    article: str | None = None,
    identifier: str | None = None,
) -> None:
    db.table("decisions").insert(
        {
            "kind": kind,
            "name": name,
            "key": plain(name),
            "article_id": article,
            "speaker": into,
            "into_key": plain(into),
            "identifier": identifier,
            "decided": datetime.now(UTC).isoformat(timespec="seconds"),
        }
    )


def _times(db: Database, name: str) -> int:
    """Return in how many articles a speaker appears."""
    rows = db.execute(
        "select count(distinct article_id) from appearances where speaker_id in ("
        " select speaker_id from appearances where called = ?)",
        [name],
    )
    return int(rows.fetchone()[0])
