# ruff: noqa: D301  \b, which keeps click from filling an example's lines, must be one character
"""`quotes speakers`: list them, and say who is who across articles."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotes.cli import ask
from quotes.cli.options import MOST, database_option, limit_option
from quotes.cli.output import output_options, write_rows
from quotes.review.apply import apply_verdicts
from quotes.review.verdicts import known_review
from quotes.store import close_database, decisions, named, open_database, open_readonly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database


@click.group("speakers", invoke_without_command=True)
@database_option
@limit_option
@output_options
@click.pass_context
def speakers_group(ctx: click.Context, database: Path, limit: int | None, form: str | None) -> None:
    """List the speakers, the most quoted first; or say who is who.

    People and bodies of one full name are one speaker in all articles, unless middle
    names or descriptions speak against it. What is said with `merge`, `split` and
    `aliases` overrules that, now and in all later runs.

    \b
    Example:
        quotes speakers --limit 10 --table
        quotes speakers suggest --table
        quotes speakers merge Bibi "Benjamin Netanyahu"
    """
    if ctx.invoked_subcommand is None:
        write_rows(*ask.speakers(open_readonly(database), limit), form)


@speakers_group.command()
@database_option
@limit_option
@output_options
def suggest(database: Path, limit: int | None, form: str | None) -> None:
    """List who may be the same, for you to decide.

    \b
    Example:
        quotes speakers suggest --table
    """
    from quotes.collection.suggest import suggest as suggested  # noqa: PLC0415  slow to import

    db = open_readonly(database)
    found = suggested(ask.known_speakers(db))[:limit]
    rows = ((s.name, s.speaker, s.why, *s.articles) for s in found)
    write_rows(("name", "may_be", "why", "articles", "articles_of_the_other"), rows, form)


@speakers_group.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME... SPEAKER")
@click.option("--article", help="The id of the only article in which the names mean this.")
@click.option("--identifier", help="An identifier of the speaker, such as a Wikidata id.")
@database_option
def merge(
    names: tuple[str, ...], article: str | None, identifier: str | None, database: Path
) -> None:
    """Say that names mean one SPEAKER, the last that is given.

    A speaker alone, with --identifier, gets that identifier.

    \b
    Example:
        quotes speakers merge Bibi Netanyahu "Benjamin Netanyahu" --identifier Q43723
        quotes speakers merge "the senior official" "Jon Finer" --article 002_3f1c.txt
    """
    *others, speaker = names
    if not others and not identifier:
        raise click.UsageError("name whom to merge with, or give an --identifier")
    with writable(database) as db:
        times = decisions.merge(db, others, speaker, article=article, identifier=identifier)
    click.echo(f"{speaker}: in {_articles(times)}", err=True)


@speakers_group.command()
@click.argument("name")
@click.option(
    "--article",
    "articles",
    multiple=True,
    required=True,
    help="The id of an article in which the name means somebody else; again for more.",
)
@click.option("--as", "new", required=True, help="What to call them.")
@database_option
def split(name: str, articles: tuple[str, ...], new: str, database: Path) -> None:
    """Say that NAME means somebody else in some articles.

    \b
    Example:
        quotes speakers split "Michael Collins" --article 17.txt --as "Michael Collins (astronaut)"
    """
    with writable(database) as db:
        times = decisions.split(db, name, articles, new)
    click.echo(f"{new}: in {_articles(times)}", err=True)


@speakers_group.command()
@click.argument("file", type=click.Path(path_type=Path))
@database_option
def aliases(file: Path, database: Path) -> None:
    """Load a CSV file of names, in the place of the one loaded before.

    Its columns are name, canonical name and, if wanted, an identifier.

    \b
    Example:
        quotes speakers aliases aliases.csv
    """
    rows = decisions.read_aliases(file)
    with writable(database) as db:
        decisions.load_aliases(db, rows)
    click.echo(f"{len(rows)} alias{'' if len(rows) == 1 else 'es'}", err=True)


@speakers_group.command("decisions")
@database_option
@limit_option
@output_options
def decisions_(database: Path, limit: int | None, form: str | None) -> None:
    """List what was decided, the latest first.

    \b
    Example:
        quotes speakers decisions --table
    """
    write_rows(*ask.decisions(open_readonly(database), limit), form)


@speakers_group.command()
@click.argument("number", type=click.IntRange(1, MOST))
@database_option
def undo(number: int, database: Path) -> None:
    """Forget the decision of this NUMBER.

    \b
    Example:
        quotes speakers undo 3
    """
    with writable(database) as db:
        name, speaker = decisions.undo(db, number)
    click.echo(f"forgotten: {name} is {speaker}", err=True)


@contextmanager
def writable(database: Path, *, new: bool = False) -> Iterator[Database]:
    """Open a database, which must be there unless it may be ``new``, and close it."""
    if not new:
        open_readonly(database).close()
    db = open_database(database)
    review = known_review(database)
    try:
        with named(database):
            yield db
            if review:
                apply_verdicts(db, review)  # they may name whom a decision has moved
    finally:
        if review:
            review.close()
        close_database(db)


def _articles(number: int) -> str:
    return "1 article" if number == 1 else f"{number} articles"
