"""One run: articles in, rows and problems out; what is stored already is passed over."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from quotes.cli.places import Places
from quotes.export.jsonl import to_json
from quotes.read.walk import is_json_lines
from quotes.store import (
    Counts,
    StoreError,
    finish_run,
    forget_problems,
    is_stored,
    name_of,
    record_problem,
    remove,
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
        self.removed = 0
        self.problems: list[Problem] = []
        self.places = Places(db)
        self.number = start_run(db, version, finder.models)
        self._former = {path for (path,) in db.execute("select distinct path from problems")}
        self._seen: set[str] = set()
        self._read: set[str] = set()
        self._files: set[str] = set()
        self._broken: set[str] = set()

    def over(self, found: Iterable[Article | Problem], done: Callable[[], object]) -> None:
        """Extract and store what is new, and call ``done`` after every article."""
        try:
            for article, quotes in self.finder.extract(self._new(found, done)):
                self._put(article, quotes)
                done()
        except BaseException:
            finish_run(self.db, self.number, self.counts, complete=False)
            raise
        self._remove()
        forget_problems(self.db, self._seen, {(p.path, p.problem) for p in self.problems})
        finish_run(self.db, self.number, self.counts)

    def summary(self) -> str:
        """Return in one line what the run has done and what the database holds."""
        done = self.counts
        held = ", ".join(
            counted(self.db.table(f"{name}s").count, name)
            for name in ("article", "quote", "speaker")
        )
        removed = f", {self.removed} removed" if self.removed else ""
        problems = f", {counted(done.problems, 'problem')}" if done.problems else ""
        new = counted(done.articles, "article")
        return f"{held} ({new} new, {done.unchanged} unchanged{removed}{problems})"

    def _new(
        self, found: Iterable[Article | Problem], done: Callable[[], object]
    ) -> Iterator[Article]:
        """Yield the articles that are not stored as they are."""
        for item in found:
            if isinstance(item, Problem):
                self._broken.add(item.path)
                self._complain(item.path, item.problem)
                continue
            article = self._known(item)
            if self.again or not is_stored(self.db, article, self.version, self.finder.models):
                yield article
            else:
                self.counts.unchanged += 1
                done()

    def _known(self, found: Article) -> Article:
        """Return the article under the id by which it is stored, and note that it was read."""
        article = replace(found, id=self.places.former_id(found))
        self.places.follow(article)
        self._read.add(article.id)
        if article.path is not None and is_json_lines(article.path):
            self._files.add(article.path)
        self._seen |= {name_of(article), article.path or ""} & self._former
        return article

    def _remove(self) -> None:
        """Remove what files of JSON lines that were read to their ends no longer hold."""
        whole = self._files - self._broken
        for key in self.places.no_longer_held(whole, self._read):
            remove(self.db, key)
            self.removed += 1
        lines = tuple(f"{path}: " for path in whole)
        self._seen |= {name for name in self._former if name.startswith(lines)}

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


def counted(number: int, noun: str) -> str:
    """Return a number of things in words."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


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
