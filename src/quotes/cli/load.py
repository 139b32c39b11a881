# ruff: noqa: D301  \b, which keeps click from filling an example's lines, must be one character
"""The command that puts extracted Parquet files into a database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

from quotes.cli.filling import filling
from quotes.cli.options import database_option, end_with
from quotes.cli.run import Run
from quotes.cli.streams import stoppable
from quotes.read.names import is_gone, made_from
from quotes.store import name_of
from quotes.types import Article, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quotes.cli.places import Places


@click.command("load")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH..."
)
@database_option
@click.option("-s", "--silent", is_flag=True, help="No progress and no summary.")
def load_command(*, paths: tuple[Path, ...], database: Path, silent: bool) -> None:
    """Load quotes that were extracted into Parquet files.

    PATH is such a file or a folder of them. What is loaded already is passed over.

    \b
    Example:
        quotes load extracted/ -d quotes.db
    """
    end_with(_load(_files(paths), database, silent=silent), kept=True)


@stoppable()
def _load(files: Sequence[Path], database: Path, *, silent: bool) -> list[Problem]:
    """Put the rows of the files into a database and return what went wrong with them."""
    from quotes.scale.load import Loaded, made_by  # noqa: PLC0415  Parquet is an extra

    version, models = made_by(files)
    with filling(database, "what was loaded is kept") as (db, review):
        loaded = Loaded(files, models)
        run = Run(db, loaded, version, review=review)
        with tqdm(unit=" articles", disable=True if silent else None) as bar:
            run.over(_own(loaded.articles(), run.places), bar.update, whole=False)
        if not silent:
            click.echo(f"{database}: {run.summary()}", err=True)
    return run.problems


def _files(paths: Iterable[Path]) -> list[Path]:
    """Return the files that are meant, each once."""
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
        if not inside:
            raise click.ClickException(f"{path}: no Parquet files in this folder")
        found |= dict.fromkeys(inside)
    return list(found)


def _own(found: Iterable[Article | Problem], places: Places) -> Iterator[Article | Problem]:
    """Yield the same, with a problem for an article whose id another file's article has."""
    for item in found:
        other = places.paths.get(item.id) if isinstance(item, Article) else None
        if isinstance(item, Problem) or other is None or item.path is None:
            yield item
        elif made_from(item.id, item.path) and not (
            places.is_at(item.id, item.path) or is_gone(other)
        ):
            words = f"its id {item.id} is that of {other}; load it into another database"
            yield Problem(name_of(item), words)
        else:
            yield item
