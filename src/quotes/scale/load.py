"""Load: what was extracted into Parquet, put into a database as one run."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from quotes.scale import ScaleError, parquet
from quotes.types import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from quotes.scale import Extracted
    from quotes.types import Article

    Row = dict[str, Any]


def made_by(files: Iterable[Path]) -> tuple[str, dict[str, Any]]:
    """Return the version and the models that made the files.

    Raises ScaleError if they differ, or where none of the files can be read.
    """
    found: set[tuple[str, str]] = set()
    broken: ScaleError | None = None
    for file in files:
        try:
            rows = parquet.read(file, ["version", "models"])
            found |= {(row["version"], row["models"]) for row in islice(rows, 1)}
        except ScaleError as error:  # a problem of that file, told when its turn comes
            broken = broken or error
    if broken and not found:
        raise broken
    if not found:
        raise ScaleError("the files are empty: there is nothing to load")
    if len(found) > 1:
        raise ScaleError(f"{len(found)} versions or models made these files: load those of one")
    ((version, models),) = found
    try:
        return version, json.loads(models)
    except (TypeError, ValueError) as error:
        raise ScaleError("the files do not say which models made them: extract anew") from error


class Loaded:
    """Finds the quotes of articles where they were stored: in the files that they come from.

    It remembers the quotes of the article that it yielded last, and its ``file``, so
    articles must be extracted one after the other, as they come.
    """

    def __init__(self, files: Iterable[Path], models: dict[str, Any]) -> None:
        self.models = models
        self.file: Path | None = None
        self._files = list(files)
        self._row: Row = {}

    def articles(self) -> Iterator[Article | Problem]:
        """Yield the articles of the files and what went wrong."""
        last = self._last_runs()
        for file in self._files:
            self.file = file
            try:
                for row in parquet.read(file):
                    self._row = row
                    if row["problem"] is None:
                        yield parquet.article_of(row)
                    elif last.get((file.parent, row["path"]), "") <= _run(file):
                        yield parquet.problem_of(row)
            except ScaleError as error:
                yield Problem(str(file), str(error).removeprefix(f"{file}: "))

    def extract(self, articles: Iterable[Article]) -> Extracted:
        """Yield every article with its quotes."""
        for article in articles:
            yield article, parquet.quotes_of(self._row)

    def _last_runs(self) -> dict[tuple[Path, str | None], str]:
        """Return by folder and path the last run that read a file: what it left out is solved."""
        last: dict[tuple[Path, str | None], str] = {}
        for file in self._files:
            try:
                for row in parquet.read(file, ["path"]):
                    key = file.parent, row["path"]
                    last[key] = max(last.get(key, ""), _run(file))
            except ScaleError:  # told when its turn comes
                continue
        return last


def _run(file: Path) -> str:
    """Return by which run a file was written; later ones sort after it."""
    return file.stem.rpartition("-")[0]
