# ruff: noqa: D301  \b, which keeps click from filling an example's lines, must be one character
"""The command line: arguments in, one library call, words out."""

from __future__ import annotations

import csv as csv_lines
import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click
from tqdm import tqdm

from quotes import evaluate
from quotes.cli import ask, catalogue
from quotes.cli.options import (
    OneLine,
    all_option,
    database_argument,
    database_option,
    echo_problems,
    limit_option,
    models_option,
    output_option,
    utf8_file,
)
from quotes.cli.output import keep_input, output_options, write_rows
from quotes.cli.plain import plain_words
from quotes.cli.run import Run, counted, extract_lines
from quotes.export.csv import export_csv
from quotes.export.jsonl import export_jsonl
from quotes.extract import Extractor
from quotes.read import read_all
from quotes.store import close_database, open_database, open_readonly

if TYPE_CHECKING:
    from collections.abc import Iterator

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
@click.option("--json-lines", is_flag=True, help="Print one article a line; keep no database.")
@click.option("-s", "--silent", is_flag=True, help="No progress and no summary.")
@models_option
def extract(
    *,
    paths: tuple[str, ...],
    database: Path,
    again: bool,
    json_lines: bool,
    silent: bool,
    models: str,
) -> None:
    """Extract the quotes of articles into a database.

    PATH is a file (.txt, .html, .jsonl, .jsonl.gz), a folder of such files, or
    - for standard input. Articles that have not changed are passed over. What a
    .jsonl no longer holds is removed from the database; the article of a text or
    page that was deleted stays.

    \b
    Example:
        quotes extract seeds/ -d quotes.db
    """
    extractor = _extractor(models)
    if json_lines:
        problems: list[Problem] = []
        lines = extract_lines(extractor, read_all(paths), problems)
        for line in _watched(lines, silent=silent):
            click.echo(json.dumps(line, ensure_ascii=False))
    else:
        problems = _fill(database, extractor, paths, again, silent)
    _end(problems, kept=not json_lines)


def _extractor(models: str) -> Extractor:
    """Return what finds quotes with these models."""
    try:
        return Extractor(models)
    except (OSError, LookupError, ValueError) as error:
        words = f"the {models} models cannot be used ({error!r}); `quotes models` lists them"
        raise catalogue.ModelsError(words) from error


def _fill(
    database: Path, extractor: Extractor, paths: tuple[str, ...], again: bool, silent: bool
) -> list[Problem]:
    """Extract articles into a database and return what went wrong."""
    db = open_database(database)
    try:
        run = Run(db, extractor, VERSION, again=again)
        with tqdm(unit=" articles", disable=True if silent else None) as bar:
            run.over(read_all(paths, run.places.paths), bar.update)
        if not silent:
            click.echo(f"{database}: {run.summary()}", err=True)
            if db.table("articles").count:
                click.echo(f"Go on with: quotes serve {click.format_filename(database)}", err=True)
    except KeyboardInterrupt:
        words = "stopped; what was done is kept, and the same command goes on from there"
        raise click.ClickException(f"{database}: {words}") from None
    finally:
        close_database(db)
    return run.problems


def _watched(lines: Iterator[Any], *, silent: bool = False, total: int | None = None) -> Any:
    """Return the same with progress, on a terminal."""
    return tqdm(lines, total=total, unit=" articles", disable=True if silent else None)


def _end(problems: list[Problem], *, kept: bool = False) -> None:
    """Name the problems, which a database may keep; with any the exit code is 1."""
    echo_problems(problems, kept=kept)
    if problems:
        raise SystemExit(1)


@cli.command()
@click.argument("words", nargs=-1, required=True)
@database_option
@all_option
@limit_option
@output_options
def search(
    words: tuple[str, ...], database: Path, everything: bool, limit: int | None, form: str | None
) -> None:
    """Search the quotes, the best first.

    \b
    Example:
        quotes search budget talks --table
    """
    db = open_readonly(database)
    write_rows(*ask.search(db, " ".join(words), everything=everything, limit=limit), form)


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
    sql = sys.stdin.read() if sql == "-" else sql
    write_rows(*ask.ask(open_readonly(database), sql, dict(values)), form)


@cli.command()
@click.argument("article")
@database_option
@all_option
@output_options
def show(article: str, database: Path, everything: bool, form: str | None) -> None:
    """Show the quotes of an article, in words or as rows.

    ARTICLE is its id, its path or the beginning of its id.

    \b
    Example:
        quotes show 000_a529
    """
    db = open_readonly(database)
    row = ask.article_row(db, article)
    names, rows = ask.quotes_of(db, row["id"], everything=everything)
    if form:
        write_rows(names, rows, form)
        return
    for line in plain_words(row, names, rows):
        click.echo(line)


@cli.command()
@database_option
@limit_option
@output_options
def speakers(database: Path, limit: int | None, form: str | None) -> None:
    """List the speakers, the most quoted first.

    \b
    Example:
        quotes speakers --limit 10 --table
    """
    write_rows(*ask.speakers(open_readonly(database), limit), form)


@cli.command()
@database_argument
@click.option("-p", "--port", type=click.IntRange(0, 65535), default=8001, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("-o", "--open", "browse", is_flag=True, help="Open it in the browser.")
def serve(database: Path, port: int, host: str, browse: bool) -> None:
    """Serve a database in the browser, with Datasette.

    \b
    Example:
        quotes serve quotes.db --open
    """
    open_readonly(database).close()
    from quotes.cli import server  # noqa: PLC0415  Datasette is slow to import

    if not server.is_free(host, port):
        raise click.ClickException(f"port {port} of {host} is taken; choose another with --port")
    click.echo(f"http://{host}:{port}/  (ctrl-C stops)", err=True)
    server.serve(database, host, port, browse=browse)


@cli.command()
@database_argument
@click.option(
    "--format", "kind", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True
)
@output_option
def export(database: Path, kind: str, output: IO[str]) -> None:
    """Export all attributions: JSON lines, one article each, or CSV, one quote a row.

    Offsets are those of the article's file in JSON lines, of the stored text in CSV.

    \b
    Example:
        quotes export quotes.db --format jsonl -o quotes.jsonl
    """
    keep_input(output, database)
    db = open_readonly(database)
    if kind == "csv":
        csv_lines.writer(output, lineterminator="\n").writerows(export_csv(db))
        return
    for line in export_jsonl(db):
        click.echo(json.dumps(line, ensure_ascii=False), file=output)


@cli.command("evaluate")
@click.argument("gold", type=click.Path(path_type=Path))
@click.option("--predictions", type=click.Path(path_type=Path), help="Score these instead.")
@click.option("-o", "--output", type=utf8_file, help="Keep the predictions in this file.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, not a table.")
@models_option
def evaluate_command(
    gold: Path, predictions: Path | None, output: IO[str] | None, as_json: bool, models: str
) -> None:
    """Extract the texts of GOLD, compare with its quotes and print the measures.

    \b
    Example:
        quotes evaluate gold.jsonl
    """
    keep_input(output, gold, predictions)
    wanted = evaluate.read_articles(gold)
    problems: list[Problem] = []
    if predictions:
        found = evaluate.read_articles(predictions)
    else:
        lines = extract_lines(_extractor(models), read_all([gold]), problems)
        found = evaluate.attributions(_watched(lines, total=len(wanted)))
        if not evaluate.nests(wanted.values()):
            found, out = evaluate.flat(found)
            words = f"{counted(out, 'quote')} within others left out: the gold has none such"
            click.echo(words, err=True)
    for line in found.values() if output else ():
        click.echo(json.dumps(line, ensure_ascii=False), file=output)
    result = evaluate.compare(evaluate.attributions(wanted.values()), found)
    click.echo(json.dumps(result, indent=2) if as_json else evaluate.table(result))
    _end(problems)


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
