"""Streams and signals: what ends a command from outside, told in one line or not at all."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import click

from quotes.cli.output import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

STOPPING = ("SIGTERM", "SIGHUP")


@contextmanager
def stoppable() -> Iterator[None]:
    """Let a signal to end stop what is done within as ctrl-C does, so that files are closed."""
    former = {}
    if threading.current_thread() is threading.main_thread():
        for number in (getattr(signal, name) for name in STOPPING if hasattr(signal, name)):
            if signal.getsignal(number) == signal.SIG_DFL:  # nohup's choice stands
                former[number] = signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


@contextmanager
def guarded_output() -> Iterator[None]:
    """Write all that is printed; end quietly where nobody reads on, in one line where it fails."""
    if sys.stdout is None:
        # Opened for reading: what is printed fails, and no other file gets its number.
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except OSError as error:
        if error.errno is None:
            raise  # no file, no stream: a fault of ours, or of a library
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  for the last flush
        if error.errno != errno.EPIPE:
            what = error.filename or "the output cannot be written"
            with suppress(OSError):
                click.echo(printable(f"Error: {what}: {error.strerror or error}"), err=True)
        raise SystemExit(1) from None


def words_of_stdin() -> str:
    """Return what standard input holds."""
    if sys.stdin is None:
        raise click.ClickException("standard input is closed; give the words as an argument")
    return sys.stdin.read()
