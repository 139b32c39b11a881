"""What a person decided on speakers: who is the same, who is not, under which identifier."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from quotes.collection.same import SHARED, decided, plain
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

    A decision that says the opposite goes. Raises StoreError where nobody goes by one of
    the names, or, if there is none, by that of the speaker.
    """
    into, *names = (_clean(name) for name in (into, *names))
    for name in names or [into]:
        _check(db, name, article)
    with transaction(db):
        touched = {plain(name) for name in (*names, into)}
        for name in names or [into]:
            touched |= _drop_opposite(db, name, into) if article is None else set()
            _record(db, "merge", name, into, article=article, identifier=identifier)
        decide_anew(db, touched)
    return _times(db, into)


def _drop_opposite(db: Database, name: str, into: str) -> set[str]:
    """Forget the command by which ``into`` is, by and by, the name; return the keys it was on."""
    key, seen = plain(into), set()
    while key not in seen and key != plain(name):
        seen.add(key)
        row = db.execute(
            "select id, into_key from decisions where kind = 'merge' and key = ?"
            " and into_key != key and article_id is null order by id desc limit 1",
            [key],
        ).fetchone()
        if row is None:
            return set()
        number, after = row
        if after == plain(name):
            db.table("decisions").delete(number)
            return {key, after}
        key = after
    return set()


def split(db: Database, name: str, articles: Sequence[str], new: str) -> int:
    """Record that a name means somebody else in these articles; return in how many it does.

    Raises StoreError where nobody goes by the name there, or somebody by the new one.
    """
    name, new = _clean(name), _clean(new)
    for article in articles:
        _check(db, name, article)
    if _is_taken(db, new):
        raise StoreError(
            f"{new!r} is somebody already; call them, say, {f'{name} (2)'!r} with --as"
        )
    with transaction(db):
        for article in articles:
            _record(db, "split", name, new, article=article)
        decide_anew(db, {plain(name)})
    return _times(db, new)


def _clean(name: str) -> str:
    """Return a name without spare spaces; refuse one that cannot be shown."""
    words = " ".join(name.split())
    if not words or not words.isprintable():
        raise StoreError(f"{name!r} is no name: it is empty or holds control characters")
    return words


def _is_taken(db: Database, name: str) -> bool:
    """Tell whether somebody who was not split off goes by a name."""
    rows = db.execute(
        "select distinct called from appearances where bucket is not ?", [decided(name)]
    )
    return any(plain(called) == plain(name) for (called,) in rows.fetchall())


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


Aliases = list[tuple[str, str, str | None]]


def read_aliases(path: Path) -> Aliases:
    """Return the rows of a CSV file: name, canonical name and, if wanted, an identifier.

    A first line that says so is skipped. Raises StoreError where the file cannot be read
    as such, or where its names go round in a circle.
    """
    rows = list(_rows(path))
    leads = {plain(name): plain(speaker) for name, speaker, _ in rows}
    for name, speaker, _ in rows:
        key, seen = plain(speaker), {plain(name)}
        while key not in seen and leads.get(key, key) != key:
            seen.add(key)
            key = leads[key]
        if key in seen and plain(speaker) != plain(name):
            raise StoreError(
                f"{path}: {name!r} is {speaker!r}, who is {name!r}: strike one of them"
            )
    return rows


def load_aliases(db: Database, rows: Aliases) -> None:
    """Put the aliases of a file in the place of those loaded before."""
    with transaction(db):
        former = db.execute("select key, into_key from decisions where kind = 'alias'").fetchall()
        touched = {key for pair in former for key in pair}
        touched |= {plain(name) for row in rows for name in row[:2]}
        db.execute("delete from decisions where kind = 'alias'")
        for name, speaker, identifier in rows:
            _record(db, "alias", name, speaker, identifier=identifier)
        decide_anew(db, touched)


def _rows(path: Path) -> Iterator[tuple[str, str, str | None]]:
    """Yield name, canonical name and identifier of each line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file, strict=True))
    except (OSError, UnicodeError, csv.Error) as error:
        raise StoreError(f"{path}: cannot be read as CSV in UTF-8 ({error})") from error
    for number, line in enumerate(lines, 1):
        cells = [" ".join(cell.split()) for cell in line]
        if not all(cell.isprintable() for cell in cells):
            raise StoreError(f"{path}: line {number} holds control characters")
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
            "into_type": _type_of(db, into) if kind == "merge" else None,
            "identifier": identifier,
            "decided": datetime.now(UTC).isoformat(timespec="seconds"),
        }
    )


def _type_of(db: Database, name: str) -> str | None:
    """Return the type of a named speaker, None where there is none of that name."""
    row = db.execute(
        "select type from speakers where name = ? and type in ('named_person', 'organization')"
        " order by type limit 1",
        [name],
    ).fetchone()
    return row[0] if row else None


def _times(db: Database, name: str) -> int:
    """Return in how many articles a speaker appears."""
    rows = db.execute(
        "select count(distinct article_id) from appearances where speaker_id in ("
        " select speaker_id from appearances where called = ?)",
        [name],
    )
    return int(rows.fetchone()[0])
