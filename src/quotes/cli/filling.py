"""A database that a command fills, with the review that goes with it."""

from __future__ import annotations

from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING

import click

from quotes.review.verdicts import known_review
from quotes.store import close_database, named, open_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

VERSION = version("quotes")


@contextmanager
def filling(path: Path, kept: str) -> Iterator[tuple[Database, Database | None]]:
    """Yield the database, and that of its review if there is one, and close both.

    Ctrl-C ends the command in one line, which says what is ``kept``.
    """
    review = known_review(path)
    db = open_database(path)
    try:
        with named(path):
            yield db, review
    except KeyboardInterrupt:
        words = f"stopped; {kept}, and the same command goes on from there"
        raise click.ClickException(f"{path}: {words}") from None
    finally:
        close_database(db)
        if review:
            review.close()
