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
from quotes.store.rows import digest
from quotes.types import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quotes.cli.places import Places
    from quotes.scale.load import Loaded
    from quotes.types import Article


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
            run.over(_own(loaded, run.places), bar.update, whole=False)
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


def _own(loaded: Loaded, places: Places) -> Iterator[Article | Problem]:
    """Yield what is loaded, with a problem for an article whose id another article has.

    The same article may come from several folders; the text of the last one holds.
    """
    read: dict[str, tuple[str | None, Path | None, str]] = {}
    for item in loaded.articles():
        if isinstance(item, Problem):
            yield item
            continue
        folder = loaded.file and loaded.file.parent
        path, former, words = read.get(item.id, (item.path, None, ""))
        if path != item.path or (former == folder and words != digest(item)):
            yield _taken(item, f"another article of {path}; give each article its own")
        elif former is None and (other := _place_of_another(item, places)):
            yield _taken(item, f"{other}; load it into another database")
        else:
            read[item.id] = item.path, folder, digest(item)
            yield item


def _taken(article: Article, words: str) -> Problem:
    return Problem(name_of(article), f"its id {article.id} is that of {words}")


def _place_of_another(article: Article, places: Places) -> str | None:
    """Return the file of the article that is stored by an id, where that was made from its name."""
    other, path = places.paths.get(article.id), article.path
    if other is None or path is None or not made_from(article.id, path):
        return None
    return None if places.is_at(article.id, path) or is_gone(other) else other
