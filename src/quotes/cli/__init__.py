# ruff: noqa: D301  \b, which keeps click from filling an example's lines, must be one character
"""The command line: arguments in, one library call, words out."""

from __future__ import annotations

import csv as csv_lines
import json
from importlib.metadata import version
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click
from tqdm import tqdm

import quotes.cli.quick  # noqa: F401  before all that imports sqlite-utils
from quotes.cli import ask, catalogue
from quotes.cli.evaluate import evaluate_command
from quotes.cli.extractor import make_extractor, watched, working
from quotes.cli.files import extract_files
from quotes.cli.folder import export_folder
from quotes.cli.load import load_command
from quotes.cli.options import (
    OneLine,
    all_option,
    confidence_option,
    database_argument,
    database_option,
    end_with,
    jobs_option,
    limit_option,
    models_option,
    output_option,
)
from quotes.cli.output import keep_input, output_options, write_rows
from quotes.cli.plain import plain_words
from quotes.cli.publish import publish_command
from quotes.cli.review import review_group, say_lost, stale_words
from quotes.cli.run import Run, extract_lines
from quotes.cli.serve import serve_command
from quotes.cli.speakers import speakers_group, writable
from quotes.cli.streams import stoppable, words_of_stdin
from quotes.export.csv import export_csv
from quotes.export.jsonl import export_jsonl
from quotes.export.webannotation import export_webannotation
from quotes.read import read_all
from quotes.review.apply import drop_lost
from quotes.review.verdicts import known_review
from quotes.store import close_database, open_database, open_readonly
from quotes.store.decisions import load_aliases, read_aliases

if TYPE_CHECKING:
    from quotes.extract import Extractor
    from quotes.types import Problem

VERSION = version("quotes")


@click.group(cls=OneLine, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="quotes")
def cli() -> None:
    """Who said this, according to whom: the quotes and claims of news articles.

    \b
    Example:
        quotes extract seeds/
        quotes serve
    """


@cli.command()
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
def extract(
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
    if output and (json_lines or prune or aliases):
        raise click.UsageError("--output goes with none of --json-lines, --prune, --aliases")
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
    review = known_review(database)
    db = open_database(database)
    try:
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
    except KeyboardInterrupt:
        words = "stopped; what was done is kept, and the same command goes on from there"
        raise click.ClickException(f"{database}: {words}") from None
    finally:
        close_database(db)
        if review:
            review.close()
    return run.problems


@cli.command()
@click.argument("words", nargs=-1, required=True)
@database_option
@all_option
@confidence_option
@limit_option
@output_options
def search(
    *,
    words: tuple[str, ...],
    database: Path,
    everything: bool,
    least: float,
    limit: int | None,
    form: str | None,
) -> None:
    """Search the quotes, the best first.

    \b
    Example:
        quotes search budget talks --table
    """
    db = open_readonly(database)
    found = ask.search(db, " ".join(words), everything=everything, least=least, limit=limit)
    write_rows(*found, form)


@cli.command()
@click.argument("sql")
@database_argument
@click.option(
    "-p", "--param", "values", type=(str, str), multiple=True, help="A name and value for :name."
)
@output_options
def query(sql: str, database: Path, values: tuple[tuple[str, str], ...], form: str | None) -> None:
    """Ask the database in SQL; it is only read. - reads the SQL from standard input.

    \b
    Example:
        quotes query "select speaker, content from said where kind = 'direct'" --table
    """
    sql = words_of_stdin() if sql == "-" else sql
    write_rows(*ask.ask(open_readonly(database), sql, dict(values)), form)


@cli.command()
@click.argument("article")
@database_option
@all_option
@confidence_option
@output_options
def show(*, article: str, database: Path, everything: bool, least: float, form: str | None) -> None:
    """Show the quotes of an article, in words or as rows.

    ARTICLE is its id, its path or the beginning of its id.

    \b
    Example:
        quotes show 000_a529
    """
    db = open_readonly(database)
    row = ask.article_row(db, article)
    names, rows = ask.quotes_of(db, row["id"], everything=everything, least=least)
    if form:
        write_rows(names, rows, form)
        return
    for line in plain_words(row, names, rows):
        click.echo(line)


cli.add_command(load_command)
cli.add_command(speakers_group)


cli.add_command(serve_command)
cli.add_command(publish_command)


@cli.command()
@database_argument
@click.option(
    "--format",
    "kind",
    type=click.Choice(["jsonl", "csv", "brat", "webannotation"]),
    default="jsonl",
    show_default=True,
)
@confidence_option
@output_option
def export(database: Path, kind: str, least: float, output: IO[str]) -> None:
    """Export all attributions.

    \b
    jsonl          JSON lines, one article each
    csv            one quote a row
    brat           a folder, named with -o, of two files an article, to open in brat
    webannotation  W3C Web Annotation, one quote a line

    Offsets are those of the article's file in JSON lines and for brat, of the
    stored text in CSV and Web Annotation.

    \b
    Example:
        quotes export quotes.db --format jsonl -o quotes.jsonl
        quotes export quotes.db --format brat -o annotated/
    """
    keep_input(output, database)
    db = open_readonly(database)
    if kind == "brat":
        export_folder(db, output, least)
    elif kind == "csv":
        csv_lines.writer(output, lineterminator="\n").writerows(export_csv(db, least))
    else:
        lines = export_jsonl if kind == "jsonl" else export_webannotation
        for line in lines(db, least):
            click.echo(json.dumps(line, ensure_ascii=False), file=output)


cli.add_command(review_group)
cli.add_command(evaluate_command)


@cli.group(invoke_without_command=True)
@click.pass_context
def models(ctx: click.Context) -> None:
    """Say which models are loaded, or install Stanford's.

    \b
    Example:
        quotes models
    """
    if ctx.invoked_subcommand is None:
        click.echo(f"folder   {catalogue.FOLDER}")
        for name, size in catalogue.bundled(catalogue.FOLDER):
            click.echo(f"{size:>8}  {name}")
        for licence in catalogue.licences(catalogue.FOLDER):
            click.echo(f"licence  {licence}")


@models.command()
def install() -> None:
    """Fetch Stanford's English models with Stanza, for --models stanford.

    \b
    Example:
        quotes models install
    """
    catalogue.install()
    click.echo("installed; use them with: quotes extract PATH --models stanford", err=True)
