# ruff: noqa: D301  \b, which keeps click from filling an example's lines, must be one character
"""The publish command: a folder that plain `datasette` serves."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import click

from quotes.cli.options import database_option
from quotes.cli.review import say_lost, stale_words
from quotes.cli.streams import stoppable
from quotes.store import open_readonly


@click.command("publish")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@database_option
def publish_command(folder: Path, database: Path) -> None:
    """Write a folder that plain `datasette DIR` serves, read-only.

    It holds a copy of the database, with the verdicts of reviews in force but not
    the reviews themselves, the pages and all else that Datasette needs: to copy to
    a host, or to keep under version control. DIR is written whole or not at all;
    one that was published before is replaced, and no other.

    \b
    Example:
        quotes publish site/
        datasette site/
    """
    open_readonly(database).close()
    from quotes.site.content import write_content  # noqa: PLC0415  Datasette is slow to import
    from quotes.site.database import copy_database  # noqa: PLC0415
    from quotes.site.folder import SiteError, write_folder  # noqa: PLC0415

    stale = lost = 0

    def fill(made: Path) -> None:
        nonlocal stale, lost
        copy = made / f"{database.stem}.db"
        stale, lost = copy_database(database, copy)
        write_content(made, copy)

    try:
        with stoppable():
            write_folder(folder, fill)
    except SiteError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        words = (
            f"cannot be written ({error.strerror or error}); is there space, have you the right?"
        )
        raise click.ClickException(f"{folder}: {words}") from error
    except sqlite3.Error as error:
        words = f"{database} cannot be copied there ({error}); is there space, is it undamaged?"
        raise click.ClickException(f"{folder}: {words}") from error
    say_lost(lost, database)
    if stale:
        click.echo(stale_words(stale), err=True)
    click.echo(f"published; serve it with: datasette {click.format_filename(folder)}", err=True)
