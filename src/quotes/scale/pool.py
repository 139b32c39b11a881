"""The pool: workers that share the articles of a run, and may be killed without harm to it."""

from __future__ import annotations

import os
from collections import Counter, deque
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Self

from quotes.scale import ScaleError
from quotes.scale.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from quotes.scale import Extracted, Finder
    from quotes.types import Article, Quote

LARGEST = 200_000  # characters from which a shard is full: some ten seconds' work
SMALLEST = 10_000  # characters for which it is worth to start a worker
DEATHS = 2  # as many as one article may cause
PATIENCE = 10  # deaths a worker, one after the other, until the fault is not the articles'


class WorkerKilledError(Exception):
    """An article whose workers were killed over it."""


def cores() -> int:
    """Return how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


class Pool:
    """Finds the quotes of articles with several processes, each with models of its own.

    The processes start with the first article and end with the pool. Results come
    in the order in which they are ready. The shard of a worker that is killed goes
    to others, article by article; an article that kills two of them is given up.

    ``finder`` is sent to each worker, so its models should not be loaded.
    """

    def __init__(self, finder: Finder, jobs: int) -> None:
        self.models = finder.models
        self._finder = finder
        self._jobs = jobs
        self._workers: list[Worker] = []
        self._ahead: deque[Article] = deque()
        self._size = 0
        self._alone: deque[Article] = deque()
        self._killed: Counter[str] = Counter()
        self._deaths = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the workers; what they are at is lost."""
        while self._workers:
            self._workers.pop().end()

    def extract(self, articles: Iterable[Article]) -> Extracted:
        """Yield every article with its quotes, or with what went wrong with it.

        Raises ScaleError where workers die whatever they are given, or load no models.
        """
        source = iter(articles)
        self._deal(source)
        while any(worker.shard for worker in self._workers) or self._ahead or self._alone:
            waiting = {worker.connection: worker for worker in self._workers}
            for connection in wait(list(waiting)):
                worker = waiting[connection]  # type: ignore[index]  # ours, as wait returns them
                shard, found = self._take(worker)
                self._deal(source)  # first, so that the worker goes on while these are stored
                yield from zip(shard, found, strict=True)

    def _take(self, worker: Worker) -> tuple[list[Article], list[list[Quote] | Exception]]:
        """Return the articles that a worker is done with and what it found in them."""
        shard = worker.shard
        try:
            reply = worker.receive()
        except EOFError:
            return self._bury(worker)
        if isinstance(reply, Exception):
            raise reply
        if reply is None:
            return [], []
        worker.shard = []
        self._deaths = 0
        return shard, reply

    def _bury(self, worker: Worker) -> tuple[list[Article], list[list[Quote] | Exception]]:
        """Give the articles of a worker that was killed to others, or return the one to blame."""
        self._workers.remove(worker)
        code = worker.end()
        self._deaths += 1
        if self._deaths >= PATIENCE * self._jobs:
            words = "free memory, or run fewer of them with -j"
            raise ScaleError(f"the worker processes keep being killed (exit code {code}); {words}")
        if len(worker.shard) == 1:
            (article,) = worker.shard
            self._killed[article.id] += 1
            if self._killed[article.id] == DEATHS:
                words = f"it ended {DEATHS} worker processes, exit code {code}: out of memory?"
                return [article], [WorkerKilledError(words)]
        self._alone.extend(worker.shard)
        return [], []

    def _deal(self, source: Iterator[Article]) -> None:
        """Give every free worker a shard, and start those that are worth it."""
        self._read(source)
        for worker in self._workers:
            if worker.is_free and (shard := self._shard()):
                worker.give(shard)
                self._read(source)
        wanted = len(self._alone) + -(-self._size // SMALLEST) + self._busy()
        while len(self._workers) < min(self._jobs, wanted):
            self._workers.append(Worker(self._finder))

    def _busy(self) -> int:
        """Return how many workers have a shard."""
        return sum(1 for worker in self._workers if worker.shard)

    def _read(self, source: Iterator[Article]) -> None:
        """Read as far ahead as the workers may soon need."""
        while self._size < 2 * self._jobs * LARGEST:
            article = next(source, None)
            if article is None:
                return
            self._ahead.append(article)
            self._size += _weight(article)

    def _shard(self) -> list[Article]:
        """Return the next articles for a worker: fewer towards the end, so that all end together.

        One that a shard was lost with goes alone, and so does one that fills a shard.
        """
        if self._alone:
            return [self._alone.popleft()]
        most = min(LARGEST, self._size // (2 * self._jobs))
        shard: list[Article] = []
        size = 0
        while self._ahead and (not shard or size + _weight(self._ahead[0]) <= most):
            shard.append(self._ahead.popleft())
            size += _weight(shard[-1])
        self._size -= size
        return shard


def _weight(article: Article) -> int:
    """Return how much work an article is; even an empty one is some."""
    return len(article.text) + 1
