"""The commands for very many articles: extract into Parquet files, and load these."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

from quotes.cli.extractor import working
from quotes.cli.run import counted, reason
from quotes.cli.streams import stoppable
from quotes.types import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quotes.extract import Extractor
    from quotes.scale.files import Done, Folder
    from quotes.scale.pieces import Piece


@stoppable()
def extract_files(
    output: Path,
    extractor: Extractor,
    paths: Sequence[str],
    version: str,
    *,
    engine: str,
    jobs: int | None,
    silent: bool,
) -> list[Problem]:
    """Extract articles into a folder of Parquet files and return what went wrong."""
    from quotes.scale.files import Folder  # noqa: PLC0415  Parquet is an extra
    from quotes.scale.pieces import pieces  # noqa: PLC0415

    for path in paths:  # Parquet is read, too
        if output.resolve().is_relative_to(Path(path).resolve()):
            raise click.ClickException(
                f"{output}: lies in {path}, which is read; name another folder"
            )
    folder = Folder(output, version, extractor.models)
    problems: list[Problem] = []
    found: list[Piece] = []
    for item in pieces(paths):
        if isinstance(item, Problem):
            problems.append(item)
        else:
            found.append(item)
    articles = quotes = unchanged = 0
    try:
        with (
            _extracted(engine, found, extractor, folder, jobs) as outcomes,
            tqdm(unit=" articles", disable=True if silent else None) as bar,
        ):
            for done in outcomes:
                bar.update(done.articles + done.unchanged)
                articles += done.articles
                quotes += done.quotes
                unchanged += done.unchanged
                problems += done.problems
    except KeyboardInterrupt:
        words = (
            "stopped; the files that were done are kept, and the same command goes on from there"
        )
        raise click.ClickException(f"{output}: {words}") from None
    if not silent:
        new = f"{counted(articles, 'article')} new, {unchanged} unchanged"
        click.echo(f"{output}: {counted(quotes, 'quote')} ({new})", err=True)
        click.echo(f"Go on with: quotes load {click.format_filename(output)}", err=True)
    return problems


@contextmanager
def _extracted(
    engine: str, found: list[Piece], extractor: Extractor, folder: Folder, jobs: int | None
) -> Iterator[Iterator[Done]]:
    """Yield what comes of the pieces, on this machine or on many."""
    if engine == "ray":
        from quotes.scale import ray  # noqa: PLC0415  an extra

        make = partial(type(extractor), extractor.name, min_confidence=extractor.least)
        yield ray.extract(found, make, folder, reason, jobs=jobs or 0)
        return
    from quotes.scale.files import Extraction  # noqa: PLC0415

    with working(extractor, jobs) as finder:
        yield map(Extraction(finder, folder, folder.keys, reason), found)
