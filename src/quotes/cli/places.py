"""Places: the files that the stored articles came from, and where these are now."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from quotes.read.names import STDIN, is_gone, made_from
from quotes.read.walk import is_json_lines
from quotes.store.rows import digest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlite_utils import Database

    from quotes.types import Article


class Places:
    """The path of every stored article by its id, as it was when a run began."""

    def __init__(self, db: Database) -> None:
        self._db = db
        rows = db.execute("select id, path from articles where path is not null")
        self.paths: dict[str, str] = dict(rows.fetchall())
        self._by_digest: dict[str, defaultdict[str, list[str]]] = {}

    def former_id(self, article: Article) -> str:
        """Return the id by which the very same article is stored from a file that has moved."""
        path = article.path
        if path in (None, STDIN) or article.id in self.paths or made_from(article.id, path) is None:
            return article.id
        same = self._same_name(Path(path).name)[digest(article)]
        return next((key for key in same if is_gone(self.paths[key])), article.id)

    def follow(self, article: Article) -> None:
        """Keep where a stored article lies now, should its file have moved."""
        former, path = self.paths.get(article.id), article.path
        if former in (None, path) or path in (None, STDIN):
            return
        if os.path.realpath(former) != os.path.realpath(path):
            self._db.table("articles").update(article.id, {"path": path})
        self.paths[article.id] = path

    def no_longer_held(self, files: Iterable[str], read: Collection[str]) -> list[str]:
        """Return the ids of articles that came from these files and are not among those read."""
        whole = {os.path.realpath(path) for path in files}
        lines = {path for path in self.paths.values() if path != STDIN and is_json_lines(path)}
        former = {path for path in lines if os.path.realpath(path) in whole}
        return [key for key, path in self.paths.items() if path in former and key not in read]

    def _same_name(self, name: str) -> defaultdict[str, list[str]]:
        """Return the ids of the articles from files of this name by their digests."""
        if name not in self._by_digest:
            found: defaultdict[str, list[str]] = defaultdict(list)
            for key in (key for key, path in self.paths.items() if Path(path).name == name):
                row = self._db.execute("select digest from articles where id = ?", [key])
                found[row.fetchone()[0]].append(key)
            self._by_digest[name] = found
        return self._by_digest[name]
