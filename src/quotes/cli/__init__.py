# ruff: noqa: D301  \b, which keeps click from filling an example's lines, must be one character
"""The command line: arguments in, one library call, words out."""

from __future__ import annotations

import csv as csv_lines
import json
from typing import IO, TYPE_CHECKING

import click

import quotes.cli.quick  # noqa: F401  before all that imports sqlite-utils
from quotes.cli import ask, catalogue
from quotes.cli.evaluate import evaluate_command
from quotes.cli.extract import extract_command
from quotes.cli.filling import VERSION
from quotes.cli.folder import export_folder
from quotes.cli.load import load_command
from quotes.cli.options import (
    OneLine,
    all_option,
    confidence_option,
    database_argument,
    database_option,
    limit_option,
    output_option,
)
from quotes.cli.output import keep_input, output_options, write_rows
from quotes.cli.plain import plain_words
from quotes.cli.publish import publish_command
from quotes.cli.review import review_group
from quotes.cli.serve import serve_command
from quotes.cli.speakers import speakers_group
from quotes.cli.streams import words_of_stdin
from quotes.export.csv import export_csv
from quotes.export.jsonl import export_jsonl
from quotes.export.webannotation import export_webannotation
from quotes.store import named, open_readonly

if TYPE_CHECKING:
    from pathlib import Path


@click.group(cls=OneLine, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="quotes")
def cli() -> None:
    """Who said this, according to whom: the quotes and claims of news articles.

    \b
    Example:
        quotes extract seeds/
        quotes serve
    """


cli.add_command(extract_command)


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
    with named(database):
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
