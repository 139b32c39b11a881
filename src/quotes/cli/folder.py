"""Export into a folder, for the formats of more than one file."""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from quotes.export.brat import export_brat

if TYPE_CHECKING:
    from sqlite_utils import Database


def export_folder(db: Database, output: IO[str], least: float) -> None:
    """Export for brat into the folder that -o names."""
    if output.name in ("-", "<stdout>"):
        raise click.UsageError("brat's files need a folder; name one with -o")
    try:
        export_brat(db, Path(output.name), least)
    except FileExistsError as error:
        words = "is there already and is not overwritten; name an empty folder with -o"
        raise click.ClickException(f"{error.filename}: {words}") from error
    except OSError as error:
        words = f"cannot be written ({error.strerror or error}); name another folder with -o"
        raise click.ClickException(f"{error.filename or output.name}: {words}") from error
