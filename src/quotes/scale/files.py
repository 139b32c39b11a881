"""From files to files: each piece of the input becomes a Parquet file, on whatever machine."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

from quotes.scale import ScaleError, parquet
from quotes.types import Article, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from quotes.scale import Finder
    from quotes.scale.pieces import Piece

    Keys = np.ndarray[Any, np.dtype[np.uint64]]


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a piece."""

    articles: int = 0
    quotes: int = 0
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()


class Folder:
    """A folder of Parquet files, and which articles those of former runs hold.

    Raises ScaleError where other models or another version made them, or it is no folder.
    """

    def __init__(self, path: Path, version: str, models: Mapping[str, Any]) -> None:
        self.path = path
        self.made_by = {"version": version, "models": json.dumps(models, sort_keys=True)}
        self.run = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ScaleError(f"{path}: is no folder ({error.strerror}); name another") from error
        self.keys: Keys = np.unique(np.fromiter(self._stored(), np.uint64))

    def __getstate__(self) -> dict[str, Any]:
        return vars(self) | {"keys": None}  # many, and sent once to each machine

    def _stored(self) -> Iterator[np.uint64]:
        """Yield the keys of the articles in the folder that had no problem."""
        for file in sorted(self.path.glob("*.parquet")):
            for row in parquet.read(file, ["id", "problem", *self.made_by]):
                if {name: row[name] for name in self.made_by} != self.made_by:
                    words = "was made by another version or other models; name another folder"
                    raise ScaleError(f"{file}: {words}")
                if row["problem"] is None:
                    yield _key(row["id"])


class Extraction:
    """Extracts piece after piece into a folder.

    ``keys`` are those of the folder; ``reason`` puts what went wrong into words.
    """

    def __init__(
        self, finder: Finder, folder: Folder, keys: Keys, reason: Callable[[Exception], str]
    ) -> None:
        self._finder = finder
        self._folder = folder
        self._keys = keys
        self._reason = reason

    def __call__(self, piece: Piece) -> Done:
        """Write the rows of a piece into a file; done twice, it is the same file."""
        unreadable: list[Problem] = []
        known: list[str] = []
        rows = []
        for article, outcome in self._finder.extract(self._new(piece, unreadable, known)):
            result = self._reason(outcome) if isinstance(outcome, Exception) else outcome
            rows.append(parquet.row_of(article, result, self._folder.made_by))
        # Whatever came first from several processes; files of one piece may share an id.
        rows.sort(key=lambda row: (row["id"], row["path"] or ""))
        rows += [parquet.problem_row(problem, self._folder.made_by) for problem in unreadable]
        if rows:
            name = f"{self._folder.run}-{piece.number:06}.parquet"
            parquet.write(self._folder.path / name, rows)
        problems = [parquet.problem_of(row) for row in rows if "problem" in row]
        quotes = sum(len(row.get("quotes", ())) for row in rows)
        return Done(len(rows) - len(problems), quotes, len(known), tuple(problems))

    def _new(self, piece: Piece, unreadable: list[Problem], known: list[str]) -> Iterator[Article]:
        """Yield the articles that no former run is done with, and put the others aside."""
        for item in piece.articles():
            if isinstance(item, Problem):
                unreadable.append(item)
            elif _is_among(self._keys, item.id):
                known.append(item.id)
            else:
                yield item


def _is_among(keys: Keys, article_id: str) -> bool:
    """Tell whether an article's key is among these, which are sorted."""
    key = _key(article_id)
    place = int(np.searchsorted(keys, key))
    return place < len(keys) and bool(keys[place] == key)


def _key(article_id: str) -> np.uint64:
    """Return a number that stands for an id."""
    return np.uint64(int.from_bytes(sha256(article_id.encode()).digest()[:8]))
