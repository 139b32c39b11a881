# ruff: noqa: D301  \b, which keeps click from filling an example's lines, must be one character
"""The command that extracts the quotes of articles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

from quotes.cli.extractor import make_extractor, watched, working
from quotes.cli.files import extract_files
from quotes.cli.filling import VERSION, filling
from quotes.cli.options import (
    confidence_option,
    database_option,
    end_with,
    jobs_option,
    models_option,
)
from quotes.cli.review import say_lost, stale_words
from quotes.cli.run import Run, extract_lines
from quotes.cli.speakers import writable
from quotes.cli.streams import stoppable
from quotes.read import read_all
from quotes.review.apply import drop_lost
from quotes.store.decisions import load_aliases, read_aliases

if TYPE_CHECKING:
    from quotes.extract import Extractor
    from quotes.types import Problem


@click.command("extract")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@database_option
@click.option("--again", is_flag=True, help="Extract anew what has not changed, too.")
@click.option("--prune", is_flag=True, help="Remove articles whose file is gone from PATH.")
@confidence_option
@click.option(
    "--aliases",
    type=click.Path(path_type=Path),
    help="A CSV file of names, canonical names and identifiers, as for `quotes speakers aliases`.",
)
@click.option("--json-lines", is_flag=True, help="Print one article a line; keep no database.")
@click.option("-s", "--silent", is_flag=True, help="No progress and no summary.")
@models_option
@jobs_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="A folder to write Parquet files into, for `quotes load`; no database.",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="Work on this machine, or on the cluster of RAY_ADDRESS, with -o.",
)
def extract_command(
    *,
    paths: tuple[str, ...],
    database: Path,
    again: bool,
    prune: bool,
    least: float,
    aliases: Path | None,
    json_lines: bool,
    silent: bool,
    models: str,
    jobs: int | None,
    output: Path | None,
    engine: str,
) -> None:
    """Extract the quotes of articles into a database.

    PATH is a file (.txt, .html, .jsonl, .jsonl.gz, .parquet), a folder of such files, or
    - for standard input. Articles that have not changed are passed over. What a
    .jsonl no longer holds is removed from the database; the article of a file that
    was deleted stays, unless its folder is given with --prune.

    \b
    Example:
        quotes extract seeds/ -d quotes.db
    """
    problems: list[Problem]
    if json_lines and prune:
        raise click.UsageError("--json-lines keeps no database from which to --prune")
    if json_lines and aliases:
        raise click.UsageError("--json-lines keeps no database to load --aliases into")
    if output and (json_lines or prune or aliases or again):
        words = "--output goes with none of --json-lines, --prune, --aliases, --again"
        raise click.UsageError(words)
    if "" in paths:  # of a variable that is not set
        raise click.UsageError("a PATH is empty; name a file or a folder")
    if engine == "ray" and not output:
        raise click.UsageError("--engine ray needs a folder to write into: --output")
    extractor = make_extractor(models, least)
    if output:
        problems = extract_files(
            output, extractor, paths, VERSION, engine=engine, jobs=jobs, silent=silent
        )
    elif json_lines:
        problems = []
        with working(extractor, jobs) as finder:
            lines = extract_lines(finder, read_all(paths), problems)
            for line in watched(lines, silent=silent):
                click.echo(json.dumps(line, ensure_ascii=False))
    else:
        if aliases:
            rows = read_aliases(aliases)  # before there is a database
            with writable(database, new=True) as db:
                load_aliases(db, rows)
        problems = _fill(
            database, extractor, paths, jobs=jobs, again=again, prune=prune, silent=silent
        )
    end_with(problems, kept=not json_lines and not output)


@stoppable()
def _fill(
    database: Path,
    extractor: Extractor,
    paths: tuple[str, ...],
    *,
    jobs: int | None,
    again: bool,
    prune: bool,
    silent: bool,
) -> list[Problem]:
    """Extract articles into a database and return what went wrong."""
    kept = "what was done is kept"
    with filling(database, kept) as (db, review):
        say_lost(drop_lost(db, review), database)
        with (
            working(extractor, jobs) as finder,
            tqdm(unit=" articles", disable=True if silent else None) as bar,
        ):
            run = Run(db, finder, VERSION, again=again, review=review)
            found = read_all(paths, run.places.paths, run.passes)
            run.over(found, bar.update, paths, prune=prune)
        if not silent:
            click.echo(f"{database}: {run.summary()}", err=True)
            if run.gone:
                click.echo(run.reminder(prune=prune), err=True)
            if run.stale:
                click.echo(stale_words(run.stale), err=True)
            if db.table("articles").count:
                click.echo(f"Go on with: quotes serve {click.format_filename(database)}", err=True)
    return run.problems
