"""Rows on standard output: a JSON array, or what the options of sqlite-utils name."""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from functools import wraps
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import IO

    Row = Sequence[Any]
    Command = Callable[..., Any]

WIDEST = 60  # characters of a table's column; longer words are wrapped
FORMS = (
    ("--nl", "nl", "Print one JSON object a line."),
    ("--csv", "csv", "Print CSV."),
    ("--tsv", "tsv", "Print tab-separated values."),
    ("-t/--table", "table", "Print a table."),
    ("--json", "json", "Print a JSON array."),
)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def output_options(command: Command) -> Command:
    """Add --nl, --csv, --tsv, --table and --json, the one of them given passed on as ``form``."""

    @wraps(command)
    def formed(**values: Any) -> Any:
        given = [form for _, form, _ in FORMS if values.pop(f"as_{form}")]
        if len(given) > 1:
            both = " or ".join(f"--{form}" for form in given)
            raise click.UsageError(f"{both}? Name one form of output.")
        return command(form=given[0] if given else None, **values)

    for flags, form, words in reversed(FORMS):
        names = flags.split("/")
        formed = click.option(*names, f"as_{form}", is_flag=True, help=words)(formed)
    return formed


def keep_input(output: IO[str] | None, *inputs: Path | None) -> None:
    """Refuse an output file that is one of the inputs."""
    name = getattr(output, "name", "-")
    for path in inputs:
        if path is not None and os.path.realpath(str(name)) == os.path.realpath(path):
            raise click.UsageError(f"{path}: is read; name another file with -o")


def write_rows(headers: Sequence[str], rows: Iterable[Row], form: str | None) -> None:
    """Write rows to standard output."""
    if form in ("csv", "tsv"):
        dialect = "excel" if form == "csv" else "excel-tab"
        csv.writer(sys.stdout, dialect, lineterminator="\n").writerows(chain([headers], rows))
    elif form == "table":
        click.echo(_table(headers, list(rows)))
    else:
        for line in _json_lines(_unique(headers), rows, array=form != "nl"):
            click.echo(line)


def printable(words: str) -> str:
    """Return words without the characters by which a text could steer a terminal."""
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", words)


def _table(headers: Sequence[str], rows: list[Row]) -> str:
    """Return a table with the columns of words left as they are."""
    shown = [[printable(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    words = [
        column
        for column in range(len(headers))
        if any(isinstance(row[column], str) for row in rows)
    ]
    width = [WIDEST] * len(headers) if rows else None
    from tabulate import tabulate  # noqa: PLC0415  for tables only

    return str(tabulate(shown, headers, disable_numparse=words, maxcolwidths=width))


def _json_lines(names: Sequence[str], rows: Iterable[Row], *, array: bool) -> Iterator[str]:
    """Yield a line a row; those of an array end in commas and brackets."""
    before = "[" if array else ""
    pending: str | None = None
    for row in rows:
        if pending is not None:
            yield pending + ("," if array else "")
            before = " " if array else ""
        record = dict(zip(names, row, strict=True))
        pending = before + json.dumps(record, ensure_ascii=False, default=_bytes)
    if array or pending is not None:
        yield ("[" if pending is None else pending) + ("]" if array else "")


def _unique(names: Sequence[str]) -> list[str]:
    """Return the names, those that come again numbered: id, id_2."""
    found: list[str] = []
    for name in names:
        number, candidate = 1, name
        while candidate in found:
            number += 1
            candidate = f"{name}_{number}"
        found.append(candidate)
    return found


def _bytes(value: bytes) -> dict[str, Any]:
    """Return bytes as JSON."""
    return {"$hex": value.hex()}
