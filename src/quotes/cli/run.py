"""One run: articles in, rows and problems out; what is stored already is passed over."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotes.cli.places import Places
from quotes.export.jsonl import to_json
from quotes.read.walk import holds_several
from quotes.review.apply import apply_verdicts, stale_verdicts
from quotes.store import (
    Counts,
    StoreError,
    finish_run,
    forget_problems,
    is_raw_stored,
    is_stored,
    name_of,
    note_raw,
    record_problem,
    remove,
    start_run,
    store,
    transaction,
)
from quotes.types import Article, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlite_utils import Database

    from quotes.scale import Finder
    from quotes.types import Quote


class Run:
    """A run over articles into a database, with its counts and problems."""

    def __init__(
        self,
        db: Database,
        finder: Finder,
        version: str,
        *,
        again: bool = False,
        review: Database | None = None,
    ) -> None:
        self.db = db
        self.review = review
        self.finder = finder
        self.version = version
        self.again = again
        self.counts = Counts()
        self.removed = 0
        self.stale = 0
        self.gone: list[str] = []
        self.problems: list[Problem] = []
        self.places = Places(db)
        self.number = start_run(db, version, finder.models)
        self._done: Callable[[], object] = bool
        self._former = {path for (path,) in db.execute("select distinct path from problems")}
        self._seen: set[str] = set()
        self._read: set[str] = set()
        self._files: set[str] = set()
        self._broken: set[str] = set()
        self._kept: set[tuple[str, str]] = set()

    def over(
        self,
        found: Iterable[Article | Problem],
        done: Callable[[], object],
        paths: Iterable[str] = (),
        *,
        prune: bool = False,
        whole: bool = True,
    ) -> None:
        """Extract and store what is new, and call ``done`` after every article.

        ``gone`` then holds the ids of the articles whose files are no longer in
        the folders among the paths; with ``prune`` they are removed, save where
        a folder could not be read as a whole. Nothing is removed where the articles
        are not ``whole``, all that their files hold.
        """
        self._done = done
        try:
            for article, quotes in self.finder.extract(self._new(found)):
                self._put(article, quotes)
                done()
        except BaseException:
            finish_run(self.db, self.number, self.counts, complete=False)
            raise
        if whole:
            self._remove()
        self._look_for_gone([path for path in paths if os.path.isdir(path)], prune=prune)  # noqa: PTH112
        forget_problems(self.db, self._seen, self._kept)
        self.stale = len(stale_verdicts(self.db, self.review)) if self.review else 0
        finish_run(self.db, self.number, self.counts)

    def passes(self, key: str, path: str, raw: str) -> bool:
        """Tell whether an article is stored with the same bytes, and count it if so."""
        if self.again or not self.places.is_at(key, path):
            return False
        if not is_raw_stored(self.db, key, raw, self.version, self.finder.models):
            return False
        self._note(Article(key, "", path=path))
        self.counts.unchanged += 1
        self._done()
        return True

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

    def reminder(self, *, prune: bool) -> str:
        """Return in one line what became of the articles whose files are gone."""
        way_out = "their folder is empty or closed" if prune else "--prune removes them"
        return f"{counted(len(self.gone), 'article')} whose file is gone: kept ({way_out})"

    def _new(self, found: Iterable[Article | Problem]) -> Iterator[Article]:
        """Yield the articles that are not stored as they are."""
        for item in found:
            if isinstance(item, Problem):
                self._broken.add(item.path)
                self._complain(item.path, item.problem, self.places.kept(item.path))
                continue
            article = self._known(item)
            if self.again or not is_stored(self.db, article, self.version, self.finder.models):
                yield article
            else:
                if article.raw:
                    note_raw(self.db, article)
                self.counts.unchanged += 1
                self._done()

    def _known(self, found: Article) -> Article:
        """Return the article under the id by which it is stored, and note that it was read."""
        article = replace(found, id=self.places.former_id(found))
        self.places.follow(article)
        self._note(article)
        return article

    def _note(self, article: Article) -> None:
        """Note that an article was read."""
        self._read.add(article.id)
        if article.path is not None and holds_several(article.path):
            self._files.add(article.path)
        kept = self._as_kept(article)
        self._seen |= {name_of(kept), kept.path or ""} & self._former

    def _as_kept(self, article: Article) -> Article:
        """Return the article with its path as the database keeps it."""
        return replace(article, path=article.path and self.places.kept(article.path))

    def _remove(self) -> None:
        """Remove what files of JSON lines that were read to their ends no longer hold."""
        whole = self._files - self._broken
        for key in self.places.no_longer_held(whole, self._read):
            remove(self.db, key)
            self.removed += 1
        lines = tuple(f"{self.places.kept(path)}: " for path in whole)
        self._seen |= {name for name in self._former if name.startswith(lines)}

    def _look_for_gone(self, folders: list[str], *, prune: bool) -> None:
        """Find the articles whose files are gone, and remove them if they are not wanted.

        An empty folder may be a disk that is not there, so nothing goes for it.
        """
        broken = [Path(path) for path in self._broken if os.path.isdir(path)]  # noqa: PTH112
        whole = [f for f in folders if not any(path.is_relative_to(f) for path in broken)]
        for key in self.places.gone_from(whole, self._read) if prune else ():
            remove(self.db, key)
            self.removed += 1
            self._read.add(key)
        self.gone = self.places.gone_from(folders, self._read)

    def _put(self, article: Article, quotes: list[Quote] | Exception) -> None:
        """Store an article, or the reason why not."""
        error = quotes if isinstance(quotes, Exception) else self._store(article, quotes)
        if error is not None:
            kept = name_of(self._as_kept(article))
            self._complain(name_of(article), reason(error), kept)

    def _store(self, article: Article, quotes: list[Quote]) -> Exception | None:
        """Store an article, and return what is wrong with it."""
        try:
            with transaction(self.db):
                self.places.check(article)
                store(self.db, self._as_kept(article), quotes, self.number)
                if self.review:
                    apply_verdicts(self.db, self.review, [article.id])
        except sqlite3.OperationalError:
            raise  # no space, or no right to write: the next article would fare no better
        except Exception as error:  # noqa: BLE001  one article must not cost the others
            return error
        self.counts.articles += 1
        self.counts.quotes += len(quotes)
        return None

    def _complain(self, path: str, problem: str, kept: str) -> None:
        """Keep a problem, under the name by which the database knows what has it."""
        self.counts.problems += 1
        self.problems.append(Problem(path, problem))
        self._kept.add((kept, problem))
        record_problem(self.db, self.number, kept, problem)


def reason(error: Exception) -> str:
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
            problems.append(Problem(name_of(article), reason(quotes)))
        else:
            yield to_json(article, quotes)


def _articles(found: Iterable[Article | Problem], problems: list[Problem]) -> Iterator[Article]:
    """Yield the articles and put the problems aside."""
    for item in found:
        if isinstance(item, Problem):
            problems.append(item)
        else:
            yield item
