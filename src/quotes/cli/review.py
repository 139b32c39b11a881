# ruff: noqa: D301  \b, which keeps click from filling an example's lines, must be one character
"""`quotes review`: what people said of the quotes: listed, merged, withdrawn, exported as gold."""

from __future__ import annotations

import getpass
import json
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from quotes.cli import ask
from quotes.cli.options import MOST, database_option, limit_option, output_option
from quotes.cli.output import keep_input, output_options, write_rows
from quotes.cli.run import counted
from quotes.cli.speakers import writable
from quotes.review import judge
from quotes.review.apply import apply_verdicts, drop_lost, stale_verdicts
from quotes.review.gold import gold, no_longer_whole
from quotes.review.merge import check
from quotes.review.merge import merge as merge_verdicts
from quotes.review.mode import Mode, review_path
from quotes.review.verdicts import known_review, open_review, read_review
from quotes.store import StoreError, named, open_readonly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

LIST = """
select id, verdict, speaker, kind, new_content as quote, note, who, decided, article_id, quote_id
from verdicts order by decided desc, id desc limit ifnull(:limit, -1)
"""


def reviewer() -> str:
    """Return by which name verdicts are kept where none is given: that of the login."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container need not have names for its users
        return "root"


def start_review(database: Path, who: str | None) -> Mode:
    """Bring a database up to date with its verdicts, and return how it is reviewed."""
    with _written(database, new=True) as (db, review):
        say_lost(drop_lost(db, review), database)
        gone = apply_verdicts(db, review)
    if gone:
        click.echo(stale_words(len(gone)), err=True)
    mode = Mode(database, (who or reviewer()).strip())
    click.echo(f"You review as {mode.who}; the verdicts are kept in {mode.review}", err=True)
    return mode


def stale_words(number: int) -> str:
    """Return in one line what became of verdicts whose text is gone."""
    return f"{counted(number, 'verdict')} whose text is gone: see `quotes review stale`"


def say_lost(number: int, database: Path) -> None:
    """Say on standard error that verdicts which were applied are not kept any more."""
    if number:
        words = f"no longer in force: gone from {review_path(database)}"
        click.echo(f"{counted(number, 'verdict')} {words}", err=True)


def _name(_context: click.Context, _option: click.Parameter, who: str | None) -> str | None:
    """Return a name without the space around it; it must have more than that."""
    if who is not None and not who.strip():
        raise click.BadParameter("give a name that is more than space.")
    return who and who.strip()


as_option = click.option("--as", "who", callback=_name, help="Your name.  [default: your login]")


@click.group("review")
def review_group() -> None:
    """List, merge and withdraw what people said of the quotes, and export it as gold.

    Verdicts are given with `quotes serve --review`. They lie beside the database, in
    NAME-review.db, and overrule the program now and in all later runs.

    \b
    Example:
        quotes review list --table
        quotes review export -o gold.jsonl
    """


@review_group.command("list")
@database_option
@limit_option
@output_options
def list_(database: Path, limit: int | None, form: str | None) -> None:
    """List all verdicts ever given, the latest first.

    \b
    Example:
        quotes review list --table
    """
    with _read(database) as (_, review):
        names, rows = ask.ask(review, LIST, {"limit": limit})
        write_rows(names, ([*row[:4], _words(row[4]), *row[5:]] for row in rows), form)


@review_group.command()
@database_option
@output_options
def stale(database: Path, form: str | None) -> None:
    """List the verdicts whose text is gone from its article.

    They are kept, and hold again should the words come back.

    \b
    Example:
        quotes review stale --table
    """
    names = ("id", "verdict", "speaker", "quote", "who", "decided", "article_id")
    with _read(database) as (db, review):
        rows = [
            (
                verdict.id,
                verdict.verdict,
                verdict.speaker,
                " […] ".join(piece.words for piece in verdict.about["content"]),
                verdict.who,
                verdict.decided,
                verdict.article_id,
            )
            for verdict in stale_verdicts(db, review)
        ]
        write_rows(names, rows, form)
        for key in no_longer_whole(db, review):
            click.echo(f"{key}: was reviewed whole, but is gone or has changed", err=True)


@review_group.command()
@database_option
@output_option
def export(database: Path, output: IO[str]) -> None:
    """Export the articles that were reviewed whole, as gold for `quotes evaluate`.

    \b
    Example:
        quotes review export -o gold.jsonl
        quotes evaluate gold.jsonl
    """
    keep_input(output, database, review_path(database))
    with _written(database) as (db, review):
        apply_verdicts(db, review)
        number = 0
        for line in gold(db, review):
            click.echo(json.dumps(line, ensure_ascii=False), file=output)
            number += 1
    if not number:
        words = "no article is reviewed whole; mark one with `quotes review done ARTICLE`"
        raise click.ClickException(words)
    click.echo(counted(number, "article"), err=True)


@review_group.command()
@click.argument("number", type=click.IntRange(1, MOST))
@click.option("--note", help="Why.")
@as_option
@database_option
def withdraw(number: int, note: str | None, who: str | None, database: Path) -> None:
    """Withdraw the verdict of a NUMBER that `quotes review list` shows.

    What the program says of its quote holds again.

    \b
    Example:
        quotes review withdraw 17 --note "it is in the transcript"
    """
    with _written(database) as (db, review):
        verdict = judge.withdraw(db, review, number, who or reviewer(), note=note)
    click.echo(f"withdrawn: {verdict.verdict}, by {verdict.who}", err=True)


@review_group.command()
@click.argument("other", type=click.Path(path_type=Path), metavar="OTHER-review.db")
@database_option
def merge(other: Path, database: Path) -> None:
    """Take in the verdicts of somebody else's review database.

    All are kept, with who and when. Of two on one quote the later holds, whoever gave
    it; a later withdrawal withdraws both.

    \b
    Example:
        quotes review merge ben/quotes-review.db
    """
    ours = review_path(database)
    if ours.exists() and other.exists() and ours.samefile(other):
        raise click.UsageError(f"{other}: these are your own verdicts; name another file")
    with closing(read_review(other)) as theirs, _written(database, new=True) as (db, review):
        check(review, theirs, other)
        new, known = merge_verdicts(review, theirs)
        gone = apply_verdicts(db, review)
    click.echo(f"{counted(new, 'verdict')} merged, {known} known before", err=True)
    if gone:
        click.echo(stale_words(len(gone)), err=True)


@review_group.command()
@click.argument("article")
@click.option("--undo", is_flag=True, help="Say that it was not reviewed whole after all.")
@as_option
@database_option
def done(article: str, undo: bool, who: str | None, database: Path) -> None:
    """Say that an ARTICLE was reviewed whole: the rest of its quotes is right, none is missing.

    \b
    Example:
        quotes review done 000_a529
    """
    with writable(database) as db:  # nothing is made for an article that is not there
        key = ask.article_row(db, article)["id"]
    with _written(database, new=True) as (db, review):
        if undo:
            judge.reopen(db, review, key, who or reviewer())
            click.echo(f"{key}: not reviewed whole", err=True)
        else:
            number = judge.finish(db, review, key, who or reviewer())
            click.echo(f"{key}: reviewed whole, {counted(number, 'quote')} right thereby", err=True)


@review_group.command()
@database_option
def apply(database: Path) -> None:
    """Apply the verdicts again, such as those of a NAME-review.db that was copied here.

    Verdicts of a NAME-review.db that was deleted are taken back.

    \b
    Example:
        quotes review apply
    """
    if not review_path(database).exists() and _take_back(database):
        return
    with _written(database) as (db, review):
        say_lost(drop_lost(db, review), database)
        gone = apply_verdicts(db, review)
    click.echo(f"applied; {counted(len(gone), 'verdict')} whose text is gone", err=True)


def _take_back(database: Path) -> bool:
    """Take back all verdicts, and tell whether there were any."""
    with writable(database) as db:
        lost = drop_lost(db, None)
    say_lost(lost, database)
    return lost > 0


@contextmanager
def _read(database: Path) -> Iterator[tuple[Database, Database]]:
    """Open a database, for reading only, and its verdicts."""
    db = open_readonly(database)
    with named(database), closing(db), closing(_known(database)) as review:
        yield db, review


@contextmanager
def _written(database: Path, *, new: bool = False) -> Iterator[tuple[Database, Database]]:
    """Open a database and its verdicts, which must be there unless they may be ``new``."""
    with writable(database) as db:
        review = open_review(review_path(database)) if new else _known(database)
        with closing(review):
            yield db, review


def _known(database: Path) -> Database:
    """Open the verdicts on the quotes of a database."""
    review = known_review(database)
    if review is None:
        words = "nobody has reviewed its quotes; begin with `quotes serve --review`"
        raise StoreError(f"{database}: {words}")
    return review


def _words(pieces: str) -> str:
    """Return the words of a content as it is kept, whatever somebody made of it."""
    try:
        return " […] ".join(words for _, _, words in json.loads(pieces))
    except (TypeError, ValueError):
        return str(pieces)
