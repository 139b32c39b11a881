"""What the commands share: their options, and one line for whatever goes wrong."""

from __future__ import annotations

import sqlite3
from functools import wraps
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quotes.cli.output import printable
from quotes.cli.streams import guarded_output
from quotes.cli.whole import WholeFile
from quotes.evaluate import EvaluationError
from quotes.extract import ModelsError
from quotes.scale import ScaleError
from quotes.store import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quotes.types import Problem

    Command = Callable[..., Any]

DATABASE = "quotes.db"
MOST = 2**63 - 1  # what SQLite can count
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
    "-n", "--limit", type=click.IntRange(0, MOST), help="Print no more rows than this."
)
all_option = click.option(
    "--all", "everything", is_flag=True, help="Thoughts, plans and scare quotes as well."
)


class Confidence(click.FloatRange):
    """A number from 0 to 1; nan, which is in no order with any other, is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number."""
        number = super().convert(value, param, ctx)
        if isnan(number):
            self.fail(f"{value} is not in the range 0<=x<=1.", param, ctx)
        return number


confidence_option = click.option(
    "--min-confidence",
    "least",
    type=Confidence(0, 1),
    default=0.0,
    metavar="X",
    help="Leave out quotes less sure than this, from 0 to 1.",
)


utf8_file = WholeFile("w", encoding="utf-8", lazy=True)
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
jobs_option = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(0),
    metavar="N",
    help="Work in as many processes, 0 for one a core.  [default: 1; with ray 0]",
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

    def main(self, *args: Any, **more: Any) -> Any:
        """Run a command as a program."""
        with guarded_output():
            return super().main(*args, **more)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except (StoreError, EvaluationError, ModelsError, ScaleError) as error:
            raise click.ClickException(printable(str(error))) from error
        except UnicodeError as error:  # in what is asked or, of another encoding, printed
            words = f"these characters cannot be passed on ({error}); use UTF-8"
            raise click.ClickException(printable(words)) from error
        except sqlite3.Error as error:
            words = "the database cannot be used: is there space, and is nobody else writing?"
            raise click.ClickException(f"{words} ({error})") from error


def echo_problems(problems: Sequence[Problem], *, kept: bool) -> None:
    """Name what went wrong on standard error: all of it, or the first if a database keeps it."""
    for problem in problems[:SHOWN] if kept else problems:
        click.echo(printable(f"{problem.path}: {problem.problem}"), err=True)
    if kept and len(problems) > SHOWN:
        click.echo(f"and {len(problems) - SHOWN} more: see the table problems", err=True)


def end_with(problems: Sequence[Problem], *, kept: bool = False) -> None:
    """Name the problems, which a database may keep; with any the exit code is 1."""
    echo_problems(problems, kept=kept)
    if problems:
        raise SystemExit(1)
