"""What the commands share: their options, and one line for whatever goes wrong."""

from __future__ import annotations

import sqlite3
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quotes.cli.catalogue import ModelsError
from quotes.cli.output import printable
from quotes.evaluate import EvaluationError
from quotes.store import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quotes.types import Problem

    Command = Callable[..., Any]

DATABASE = "quotes.db"
SHOWN = 20  # problems named at the end of a run if the database keeps them all

database_option = click.option(
    "-d",
    "--database",
    type=click.Path(path_type=Path),
    default=DATABASE,
    show_default=True,
    help="The database.",
)
limit_option = click.option(
    "-n", "--limit", type=click.IntRange(min=0), help="Print no more rows than this."
)
all_option = click.option(
    "--all", "everything", is_flag=True, help="Thoughts, plans and scare quotes as well."
)
utf8_file = click.File("w", encoding="utf-8", lazy=True, atomic=True)  # no half files
output_option = click.option(
    "-o", "--output", type=utf8_file, default="-", help="A file; standard output if not given."
)
models_option = click.option(
    "--models",
    type=click.Choice(["bundled", "stanford"]),
    default="bundled",
    show_default=True,
    help="The Stanza models to parse with.",
)


def database_argument(command: Command) -> Command:
    """Add an argument for the database, which --database may name as well."""

    @click.argument("place", type=click.Path(path_type=Path), metavar="[DATABASE]", required=False)
    @click.option(
        "-d",
        "--database",
        type=click.Path(path_type=Path),
        help=f"The database, as an option.  [default: {DATABASE}]",
    )
    @wraps(command)
    def named(*, place: Path | None, database: Path | None, **values: Any) -> Any:
        if place and database and place != database:
            raise click.UsageError(f"{place} or {database}? Name one database.")
        return command(database=place or database or Path(DATABASE), **values)

    return named


class OneLine(click.Group):
    """Commands whose errors are one line, with exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except (StoreError, EvaluationError, ModelsError) as error:
            raise click.ClickException(printable(str(error))) from error
        except sqlite3.Error as error:
            words = "the database cannot be used: is there space, and is nobody else writing?"
            raise click.ClickException(f"{words} ({error})") from error


def echo_problems(problems: Sequence[Problem], *, kept: bool) -> None:
    """Name what went wrong on standard error: all of it, or the first if a database keeps it."""
    for problem in problems[:SHOWN] if kept else problems:
        click.echo(printable(f"{problem.path}: {problem.problem}"), err=True)
    if kept and len(problems) > SHOWN:
        click.echo(f"and {len(problems) - SHOWN} more: see the table problems", err=True)
