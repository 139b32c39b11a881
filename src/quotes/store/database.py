"""The database file: open it, check that it is ours, close it fit for publishing."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database

from quotes.store.migrations import migrations

if TYPE_CHECKING:
    from collections.abc import Iterator

MAGIC = b"SQLite format 3\x00"
PATIENCE = 60.0  # seconds to wait for somebody else's transaction
JOURNAL = 8_000  # pages of the journal from which it is written back: seldom, as it costs
PAUSE = 0.05  # seconds between attempts at what SQLite itself does not wait for


class StoreError(Exception):
    """A database that cannot be used, in one line with the way out."""


def open_database(path: str | Path) -> Database:
    """Open a database for writing, made or migrated where that is needed."""
    path = Path(path)
    _check_place(path)
    if os.path.exists(path):  # noqa: PTH110  Path.exists raises in a closed folder
        _open_checked(path, new="empty").close()
    try:
        return _prepared(_connect(path))
    except sqlite3.Error as error:
        raise StoreError(f"{path}: cannot be written ({error}); {_way_out(error)}") from error


def open_readonly(path: str | Path) -> Database:
    """Open a database of ours for reading, after bringing an older one up to date."""
    path = Path(path)
    db = _open_checked(path)
    if not migrations.pending(db):
        return db
    db.close()
    try:
        close_database(open_database(path))
    except StoreError as error:
        words = "was made by an older version of quotes and must be writable once, to be upgraded"
        raise StoreError(f"{path}: {words}") from error
    return _open_checked(path)


def _open_checked(path: Path, *, new: str = "") -> Database:
    """Open a database of ours for reading; an empty file passes where ``new`` is given."""
    _check_file(path)
    db = Database(_read_connection(path), execute_plugins=False)
    try:
        names = db.table_names()
        applied = {migration.name for migration in migrations.applied(db)} if names else set()
    except (sqlite3.Error, LookupError) as error:
        db.close()
        raise StoreError(f"{path}: cannot be read ({error}); {_way_out(error)}") from error
    problem = _foreign(names, applied) if names or not new else None
    if problem:
        db.close()
        raise StoreError(f"{path}: {problem}")
    return db


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Write all or nothing, after waiting for whoever else is writing.

    A transaction that begins with reading does not wait: once somebody else has
    written, SQLite refuses it at once.
    """
    if db.conn.in_transaction:
        with db.atomic():
            yield
        return
    db.execute("begin immediate")
    try:
        yield
        db.commit()
    except BaseException:
        db.rollback()
        raise


@contextmanager
def named(path: str | Path) -> Iterator[None]:
    """Name the database in what SQLite says is wrong with it: raises StoreError."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{path}: cannot be used ({error}); {_way_out(error)}") from error


def close_database(db: Database) -> None:
    """Close a database, its journal written back, so that it can be read as it stands.

    What a signal has left half done, between two steps of a transaction, is taken back.
    """
    if db.conn.in_transaction:
        db.conn.rollback()
    try:
        db.disable_wal()
    except sqlite3.OperationalError:
        pass  # another connection is open: the last to close it cleans up
    finally:
        db.close()


def _connect(path: Path) -> Database:
    """Connect to a file that is known to be ours, or new."""
    return Database(sqlite3.connect(path, timeout=PATIENCE), execute_plugins=False)


def _prepared(db: Database) -> Database:
    """Return the database with our schema, ready to be written; closed where that fails."""
    try:
        if migrations.pending(db):
            with transaction(db):  # all of the schema, or another run would see a part of it
                migrations.apply(db)
        _enable_wal(db)
        db.execute("pragma synchronous = normal")
        db.execute(f"pragma wal_autocheckpoint = {JOURNAL}")
        db.execute("pragma foreign_keys = on")
    except BaseException:
        db.close()
        raise
    return db


def _enable_wal(db: Database) -> None:
    """Switch to a journal beside which others can read, when nobody else is at the file."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            db.enable_wal()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(PAUSE)
        else:
            return


def _read_connection(path: Path) -> sqlite3.Connection:
    """Connect without the right to write."""
    address = path.absolute().as_uri()
    try:
        connection = sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=PATIENCE)
    except sqlite3.Error as error:
        raise StoreError(f"{path}: cannot be read ({error}); {_way_out(error)}") from error
    try:
        connection.execute("select 1 from sqlite_master")
    except sqlite3.Error as error:
        connection.close()
        raise StoreError(f"{path}: cannot be read ({error}); {_way_out(error)}") from error
    return connection


def _check_place(path: Path) -> None:
    """Refuse a path at which there can be no file of ours."""
    if _is_folder(path):
        raise StoreError(f"{path}: is a folder; name a file in it, such as {path / 'quotes.db'}")
    if not _is_folder(path.parent):
        raise StoreError(f"{path}: there is no folder {path.parent}; make it first")


def _check_file(path: Path) -> None:
    """Refuse a file that is not SQLite; one of no bytes is a new database."""
    if _is_folder(path):
        raise StoreError(f"{path}: is a folder; name the database in it")
    if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113  Path's may raise
        raise StoreError(f"{path}: is no regular file; name another")
    try:
        with path.open("rb") as file:
            magic = file.read(len(MAGIC))
    except (FileNotFoundError, NotADirectoryError):
        words = f"no such database; `quotes extract PATH -d {path}` makes one"
        raise StoreError(f"{path}: {words}") from None
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror}); check its rights") from error
    if magic not in (b"", MAGIC):
        raise StoreError(f"{path}: is not a SQLite database; name another file")


def _is_folder(path: Path) -> bool:
    """Tell whether a path is a folder; in a closed folder nothing is."""
    return os.path.isdir(path)  # noqa: PTH112  Path.is_dir raises there


def _foreign(names: list[str], applied: set[str]) -> str | None:
    """Return why a database with these tables and migrations is not ours to touch."""
    if not names:
        return "is an empty database; `quotes extract PATH -d` this file fills it"
    if not applied:
        return f"is a database of something else ({_some(names)}); name another file"
    newer = sorted(applied - set(_known()))
    if newer:
        return f"was made by a newer version of quotes ({newer[-1]}); upgrade quotes"
    return None


def _known() -> Iterator[str]:
    """Yield the names of the migrations of this version."""
    for migration in migrations._migrations:  # noqa: SLF001  # there is no public list
        yield migration.name


def _some(names: list[str]) -> str:
    """Return a few table names, for a message."""
    shown = ", ".join(sorted(names)[:3])
    return f"it has the tables {shown}" + (", ..." if len(names) > 3 else "")  # noqa: PLR2004


def _way_out(error: Exception) -> str:
    """Return what to do about an error of SQLite."""
    words = str(error)
    if "locked" in words:
        return "another program is writing to it: wait for it or name another file"
    if "malformed" in words or "not a database" in words:
        return "the file is damaged: name another one"
    if "full" in words:
        return "free some space"
    return "choose a place that you can write to, with -d"
