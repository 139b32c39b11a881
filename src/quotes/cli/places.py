"""Places: the files that the stored articles came from, and where these are now.

The paths in a database are relative to its folder, if they are not absolute. So
they mean the same file from whatever folder the command is called, and a
collection may be moved together with its database.
"""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from quotes.read.names import STDIN, is_gone, made_from
from quotes.read.walk import holds_several
from quotes.store import StoreError, move, writable
from quotes.store.rows import digest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlite_utils import Database

    from quotes.types import Article


class Places:
    """The path of every stored article by its id, as it was when a run began."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._folder = folder_of(db)
        rows = db.execute("select id, path from articles where path is not null")
        self.paths = {key: found_at(path, self._folder) for key, path in rows.fetchall()}
        self._by_digest: dict[str, defaultdict[str, list[str]]] = {}

    def kept(self, path: str) -> str:
        """Return a path as the database keeps it."""
        return kept_as(path, self._folder)

    def former_id(self, article: Article) -> str:
        """Return the id by which the very same article is stored from a file that has moved."""
        path = article.path
        if path in (None, STDIN) or article.id in self.paths or made_from(article.id, path) is None:
            return article.id
        same = self._same_name(Path(path).name)[digest(article)]
        return next((key for key in same if is_gone(self.paths[key])), article.id)

    def is_at(self, key: str, path: str) -> bool:
        """Tell whether the article stored by an id came from this very file."""
        stored = self.paths.get(key)
        if stored is None or path == STDIN:
            return False
        return stored == path or os.path.realpath(stored) == os.path.realpath(path)

    def follow(self, article: Article) -> None:
        """Keep where a stored article lies now, should its file have moved."""
        former, path = self.paths.get(article.id), article.path
        if former in (None, path) or path in (None, STDIN):
            return
        if os.path.realpath(former) != os.path.realpath(path):
            move(self._db, article.id, self.kept(path))
        self.paths[article.id] = path

    def check(self, article: Article) -> None:
        """Refuse an id that another run, begun before this one ended, gave to another file."""
        path = article.path
        if path is None or article.id in self.paths or made_from(article.id, path) is None:
            return
        sql = "select path from articles where id = ?"
        row = self._db.execute(sql, [writable(article.id)]).fetchone()
        other = found_at(row[0], self._folder) if row and row[0] else path
        if os.path.realpath(other) != os.path.realpath(path):
            words = "that another run stored meanwhile; extract it again"
            raise StoreError(f"its id {article.id} is that of {other}, {words}")

    def no_longer_held(self, files: Iterable[str], read: Collection[str]) -> list[str]:
        """Return the ids of articles that came from these files and are not among those read."""
        whole = {os.path.realpath(path) for path in files}
        lines = {path for path in self.paths.values() if path != STDIN and holds_several(path)}
        former = {path for path in lines if os.path.realpath(path) in whole}
        return [key for key, path in self.paths.items() if path in former and key not in read]

    def gone_from(self, folders: Iterable[str], read: Collection[str]) -> list[str]:
        """Return the ids of articles not read whose files are no longer in these folders."""
        tops = [os.path.realpath(folder) for folder in folders]
        within: dict[Path, bool] = {}
        found = []
        for key, path in self.paths.items():
            if path == STDIN or key in read:
                continue
            parent = Path(path).parent
            if parent not in within:
                place = Path(os.path.realpath(parent))
                within[parent] = any(place.is_relative_to(top) for top in tops)
            if within[parent] and _is_missing(path):
                found.append(key)
        return found

    def _same_name(self, name: str) -> defaultdict[str, list[str]]:
        """Return the ids of the articles from files of this name by their digests."""
        if name not in self._by_digest:
            found: defaultdict[str, list[str]] = defaultdict(list)
            for key in (key for key, path in self.paths.items() if Path(path).name == name):
                row = self._db.execute("select digest from articles where id = ?", [key])
                found[row.fetchone()[0]].append(key)
            self._by_digest[name] = found
        return self._by_digest[name]


def folder_of(db: Database) -> str:
    """Return the folder in which a database lies, "" if that is the current one."""
    place = os.path.realpath(Path(db.execute("pragma database_list").fetchone()[2]).parent)
    return "" if place == os.path.realpath(".") else place


def kept_as(path: str, folder: str) -> str:
    """Return a path as a database in this folder keeps it: absolute where it lies elsewhere."""
    if path == STDIN or not folder or Path(path).is_absolute():
        return path
    place = Path(os.path.realpath(Path(path).parent), Path(path).name)
    return str(place.relative_to(folder) if place.is_relative_to(folder) else place)


def found_at(path: str, folder: str) -> str:
    """Return where a path that a database in this folder keeps is to be found from here."""
    return str(Path(folder, path)) if folder and path != STDIN else path


def _is_missing(path: str) -> bool:
    """Tell whether there surely is nothing at a path; a closed folder tells nothing."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False
