"""A worker: a process of its own that finds the quotes of one shard of articles after another."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process, resource_tracker
from typing import TYPE_CHECKING

from quotes.scale import ScaleError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

    from quotes.scale import Finder
    from quotes.types import Article, Quote

    Outcome = list[Quote] | Exception
    Reply = list[Outcome] | Exception

SPAWN = get_context("spawn")  # a forked process would share torch's locks and SQLite's files


class Worker:
    """A worker process, seen from the one that gives it work.

    ``shard`` is what it works on. Whatever ends the process, nothing of it remains.
    """

    def __init__(self, finder: Finder) -> None:
        self.shard: list[Article] = []
        self.is_ready = False
        self.connection, theirs = SPAWN.Pipe()
        self._process = SPAWN.Process(target=_work, args=(finder, theirs), daemon=True)
        with _interrupts_held_back():
            self._process.start()
        theirs.close()

    @property
    def is_free(self) -> bool:
        """Tell whether it waits for a shard."""
        return self.is_ready and not self.shard

    def give(self, shard: list[Article]) -> None:
        """Give it a shard to work on; what comes of it is received later."""
        self.shard = shard
        with suppress(OSError):  # it was killed: `receive` will say so
            self.connection.send(shard)

    def receive(self) -> Reply | None:
        """Return what was found in the shard, None when it is ready for the first.

        Raises EOFError if it was killed.
        """
        try:
            reply: Reply | None = self.connection.recv()
        except OSError as error:  # amid its reply
            raise EOFError from error
        self.is_ready = True
        return reply

    def end(self) -> int | None:
        """End it, whatever it does, and return its exit code."""
        self._process.kill()
        self._process.join()
        self.connection.close()
        return self._process.exitcode


def _work(finder: Finder, connection: Connection) -> None:
    """Answer shards until nobody sends any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl-C is for the parent; it is blocked so far
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ |= {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
    try:
        connection.send(None)
        while True:
            connection.send(_found(finder, connection.recv()))
    except (EOFError, OSError):
        return


def _found(finder: Finder, shard: list[Article]) -> Reply:
    """Return the outcome for each article of a shard, or why there is none for any."""
    try:
        return [_sendable(outcome) for _, outcome in finder.extract(shard)]
    except Exception as error:  # noqa: BLE001  raised where somebody can be told
        words = " ".join(f"{type(error).__name__}: {error}".split())
        return ScaleError(f"a worker process cannot go on ({words})")


def _sendable(outcome: Outcome) -> Outcome:
    """Return the outcome as another process can receive it; not every exception can be."""
    if isinstance(outcome, Exception):
        try:
            pickle.loads(pickle.dumps(outcome))  # noqa: S301  our own
        except Exception:  # noqa: BLE001
            return RuntimeError(f"{type(outcome).__name__}: {outcome}")
    return outcome


def _end_with_parent() -> None:
    """End this process with its parent, even where that was killed while this one is busy."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Keep ctrl-C from the process that starts within, and for this one until that has started."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # which would let signals through again
    former = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)
