"""Load: what was extracted into Parquet, put into a database as one run."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from quotes.scale import ScaleError, parquet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from quotes.scale import Extracted
    from quotes.types import Article, Problem

    Row = dict[str, Any]

TOGETHER = 200  # articles stored in one transaction


def made_by(files: Iterable[Path]) -> tuple[str, dict[str, Any]]:
    """Return the version and the models that made the files. Raises ScaleError if they differ."""
    found: set[tuple[str, str]] = set()
    for file in files:
        rows = parquet.read(file, ["version", "models"])
        found |= {(row["version"], row["models"]) for row in islice(rows, 1)}
    if len(found) != 1:
        raise ScaleError(f"{len(found)} versions or models made these files: load those of one")
    ((version, models),) = found
    return version, json.loads(models)


class Loaded:
    """Finds the quotes of articles where they were stored: in the files that they come from.

    It remembers the quotes of the article that it yielded last, so articles must be
    extracted one after the other, as they come.
    """

    def __init__(self, files: Iterable[Path], models: dict[str, Any]) -> None:
        self.models = models
        self._files = files
        self._row: Row = {}

    def articles(self) -> Iterator[Article | Problem]:
        """Yield the articles of the files and what went wrong."""
        for file in self._files:
            for row in parquet.read(file):
                self._row = row
                if row["problem"] is None:
                    yield parquet.article_of(row)
                else:
                    yield parquet.problem_of(row)

    def extract(self, articles: Iterable[Article]) -> Extracted:
        """Yield every article with its quotes."""
        for article in articles:
            yield article, parquet.quotes_of(self._row)
