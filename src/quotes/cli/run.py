"""One run: articles in, rows and problems out; what is stored already is passed over."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from quotes.export.jsonl import to_json
from quotes.store import (
    Counts,
    StoreError,
    finish_run,
    forget_problems,
    is_stored,
    name_of,
    record_problem,
    start_run,
    store,
)
from quotes.types import Article, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sqlite_utils import Database

    from quotes.types import Quote

    Extracted = Iterator[tuple[Article, list[Quote] | Exception]]


class Finder(Protocol):
    """What finds the quotes of articles."""

    @property
    def models(self) -> Mapping[str, Any]:
        """Return the names of the models."""

    def extract(self, articles: Iterable[Article]) -> Extracted:
        """Yield every article with its quotes, or with what went wrong with it."""


class Run:
    """A run over articles into a database, with its counts and problems."""

    def __init__(self, db: Database, finder: Finder, version: str, *, again: bool = False) -> None:
        self.db = db
        self.finder = finder
        self.version = version
        self.again = again
        self.counts = Counts()
        self.problems: list[Problem] = []
        self.number = start_run(db, version, finder.models)
        self._former = {path for (path,) in db.execute("select distinct path from problems")}
        self._seen: set[str] = set()

    def over(self, found: Iterable[Article | Problem], done: Callable[[], object]) -> None:
        """Extract and store what is new, and call ``done`` after every article."""
        try:
            for article, quotes in self.finder.extract(self._new(found, done)):
                self._put(article, quotes)
                done()
        except BaseException:
            finish_run(self.db, self.number, self.counts, complete=False)
            raise
        forget_problems(self.db, self._seen, {(p.path, p.problem) for p in self.problems})
        finish_run(self.db, self.number, self.counts)

    def summary(self) -> str:
        """Return in one line what the run has done and what the database holds."""
        done = self.counts
        held = {name: self.db.table(name).count for name in ("articles", "quotes", "speakers")}
        stored = ", ".join(f"{number} {name}" for name, number in held.items())
        problems = f", {done.problems} problems" if done.problems else ""
        return f"{stored} ({done.articles} articles new, {done.unchanged} unchanged{problems})"

    def _new(
        self, found: Iterable[Article | Problem], done: Callable[[], object]
    ) -> Iterator[Article]:
        """Yield the articles that are not stored as they are."""
        for item in found:
            if isinstance(item, Problem):
                self._complain(item.path, item.problem)
                continue
            self._seen |= {name_of(item), item.path or ""} & self._former
            rival = _rival(self.db, item)
            if rival:
                self._complain(name_of(item), f"{rival} has the same name; extract both together")
            elif self.again or not is_stored(self.db, item, self.version, self.finder.models):
                yield item
                continue
            else:
                self.counts.unchanged += 1
            done()

    def _put(self, article: Article, quotes: list[Quote] | Exception) -> None:
        """Store an article, or the reason why not."""
        error = quotes if isinstance(quotes, Exception) else self._store(article, quotes)
        if error is not None:
            self._complain(name_of(article), _reason(error))

    def _store(self, article: Article, quotes: list[Quote]) -> Exception | None:
        """Store an article, and return what is wrong with it."""
        try:
            store(self.db, article, quotes, self.number)
        except sqlite3.OperationalError:
            raise  # no space, or no right to write: the next article would fare no better
        except Exception as error:  # noqa: BLE001  one article must not cost the others
            return error
        self.counts.articles += 1
        self.counts.quotes += len(quotes)
        return None

    def _complain(self, path: str, problem: str) -> None:
        """Keep a problem."""
        self.counts.problems += 1
        self.problems.append(Problem(path, problem))
        record_problem(self.db, self.number, path, problem)


def _reason(error: Exception) -> str:
    """Return in one line why an article is not stored."""
    if isinstance(error, StoreError):
        return str(error)
    words = " ".join(f"{type(error).__name__}: {error}".split())
    return f"its quotes could not be extracted ({words})"


def _rival(db: Database, article: Article) -> str | None:
    """Return the other file whose stored article would be lost to one of the same name."""
    path = article.path
    if path is None or not path.endswith(article.id):
        return None
    row = db.execute("select path from articles where id = ?", [article.id]).fetchone()
    other = row[0] if row else None
    if not other or other == path or not other.endswith(article.id) or not Path(other).is_file():
        return None
    here = Path(path)
    return None if here.exists() and here.samefile(other) else str(other)


def extract_lines(
    finder: Finder, found: Iterable[Article | Problem], problems: list[Problem]
) -> Iterator[dict[str, Any]]:
    """Yield articles with their quotes as JSON, without a database; add to the problems."""
    for article, quotes in finder.extract(_articles(found, problems)):
        if isinstance(quotes, Exception):
            problems.append(Problem(name_of(article), _reason(quotes)))
        else:
            yield to_json(article, quotes)


def _articles(found: Iterable[Article | Problem], problems: list[Problem]) -> Iterator[Article]:
    """Yield the articles and put the problems aside."""
    for item in found:
        if isinstance(item, Problem):
            problems.append(item)
        else:
            yield item
